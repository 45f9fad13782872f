"""The order in which a list names things: who stands first often leads. The graph holds sets and would sort them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ipgraph.ingest.values import join_values, split_values
from ipgraph.intake.records import Record
from ipgraph.model import IDENTIFIER, Sheet


def as_listed(data: bytes, sheet: Sheet, records: Iterable[Record]) -> bytes:
    """Put the values of cells that hold several into the order of the list.

    Args:
        data: a CSV file of the plan, as the emitter writes it.
        sheet: its sheet.
        records: the rows as the list has them.

    Returns:
        The file with the same values; those of a cell that the emitter wrote in other words stay as they are.
    """
    columns = [column for column in sheet.fields if column.multiple]
    if not columns or IDENTIFIER not in sheet.by_path:
        return data
    listed = {record.key: record for record in records}
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    position = {column.path: index for index, column in enumerate(sheet.fields)}
    for row in rows[1:]:
        record = listed.get(row[position[IDENTIFIER]])
        for column in columns if record else ():
            texts = list(dict.fromkeys(record.cells.get(column.path, ()))) if record else []
            if sorted(texts) == sorted(split_values(row[position[column.path]])):
                row[position[column.path]] = join_values(texts)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")
