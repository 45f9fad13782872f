"""The rows as the CSV files of a plan, written and read by the code that does so with every plan."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ipgraph.emit import write_csv_folder
from ipgraph.errors import Problem
from ipgraph.ingest import Reading, read
from ipgraph.ingest.rows import plan_from_sheets
from ipgraph.ingest.sheets import RawSheet, Row
from ipgraph.ingest.values import join_values, split_values
from ipgraph.intake.records import Record, Records
from ipgraph.intake.relations import PLAN
from ipgraph.model import IDENTIFIER, Model, Sheet
from ipgraph.store import EmbeddedStore


def plan_files(records: Records, plan: Mapping[str, str], model: Model) -> tuple[dict[str, bytes], list[Problem]]:
    """Write the rows as the CSV files of a plan, in the form that every CSV folder of this program has.

    Args:
        records: the rows.
        plan: the plan's own row, by property.
        model: the sheets.

    Returns:
        Content by name of file, and what the reader of plans has to say about it.

    Raises:
        IpgraphError: the system refuses to write.
    """
    sheet_of_plan = model.by_class[PLAN]
    told = next(iter(records.rows[sheet_of_plan]), Record(sheet_of_plan))
    own = Record(sheet_of_plan, {path: [text] for path, text in plan.items() if text} | told.cells)
    raws = [_raw(sheet, [own] if sheet is own.sheet else records.rows[sheet]) for sheet in model.sheets]
    graph = plan_from_sheets(raws, model, own.text(IDENTIFIER) or "plan")
    store = EmbeddedStore()
    store.add(graph.iri, graph.triples)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plan"
        problems = write_csv_folder(Reading(store, [graph.iri]), graph.iri, folder)
        files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
        for sheet in model.sheets:
            name = f"{sheet.file_name}.csv"
            files[name] = _as_listed(files[name], sheet, records.rows[sheet])
        lost = [*problems, *_not_as_meant(read(folder).problems)]
    return files, lost


def _not_as_meant(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What the reader says about the folder, without what only says that a column is empty."""
    return (problem for problem in problems if problem.path is not None)


def _raw(sheet: Sheet, rows: Iterable[Record]) -> RawSheet:
    raw = RawSheet(f"{sheet.file_name}.csv", sheet.file_name, in_workbook=False)
    raw.headings = {index: column.name["de"] for index, column in enumerate(sheet.fields)}
    for number, record in enumerate(rows, start=2):
        if record.key:
            record.put(IDENTIFIER, record.key)
        cells = {
            index: join_values(texts) if column.multiple else texts[0]
            for index, column in enumerate(sheet.fields)
            if (texts := record.cells.get(column.path))
        }
        raw.rows.append(Row(number, dict(cells)))
    return raw


def _as_listed(data: bytes, sheet: Sheet, records: Iterable[Record]) -> bytes:
    """Put the values of cells that hold several into the order of the list: who stands first often leads.

    The graph holds sets, so the emitter sorts them.

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
        if record := listed.get(row[position[IDENTIFIER]]):
            for column in columns:
                texts = list(dict.fromkeys(record.cells.get(column.path, ())))
                if sorted(texts) == sorted(split_values(row[position[column.path]])):
                    row[position[column.path]] = join_values(texts)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")
