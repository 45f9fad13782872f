"""Workbooks of LibreOffice and of old Excel, read by calamine in a process of its own.

Calamine is written in Rust. Over some damaged files it panics, or asks for more memory than there is, and either would
end our process with its own words on the screen. Here it ends the other one, which imports nothing of ours and so
starts in no time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipgraph.ingest.values import Native

_PATIENCE = 120  # seconds
_MEMORY = 2 * 1024**3  # bytes of address space


class Unreadable(Exception):
    """The file cannot be read: it is damaged, protected or of another kind."""


@dataclass(frozen=True)
class Table:
    """A sheet.

    Args:
        name: its name.
        hidden: whether it is hidden.
        size: number of rows and columns from the first cell to the last value.
        merged: merged areas: top, left, bottom, right, from 0.
        rows: the values; none where the sheet has more cells than were asked for.
    """

    name: str
    hidden: bool
    size: tuple[int, int]
    merged: Sequence[tuple[int, int, int, int]]
    rows: Sequence[Sequence[Native]]


def read_tables(path: Path, most: int) -> list[Table]:
    """Read the sheets of a workbook.

    Args:
        path: ``.ods`` or ``.xls``.
        most: so many cells may a sheet have.

    Returns:
        The sheets in their order.

    Raises:
        Unreadable: it cannot be read.
    """
    paths = os.pathsep.join(filter(None, sys.path))  # calamine may stand anywhere among these
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__, str(path), str(most)],
            env={**os.environ, "PYTHONPATH": paths}, capture_output=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"not read after {_PATIENCE} s") from error
    if done.returncode:
        raise Unreadable(done.stderr.decode("utf-8", "replace")[-500:])
    return [
        Table(
            one["name"],
            one["hidden"],
            tuple(one["size"]),
            one["merged"],
            [list(map(_value, row)) for row in one["rows"]],
        )
        for one in json.loads(done.stdout)
    ]


def _value(stored: str | int | float | bool | list[str]) -> Native:
    """A value as it came over: a day is a list with its ISO form."""
    if not isinstance(stored, list):
        return stored
    return datetime.fromisoformat(stored[0]) if "T" in stored[0] else date.fromisoformat(stored[0])


def _stored(value: object) -> object:
    if isinstance(value, date):
        return [value.isoformat()]
    return str(value) if isinstance(value, time | timedelta) else value


def _tables(path: str, most: int) -> list[dict[str, object]]:
    """What is in a workbook, as JSON can say it."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found: list[dict[str, object]] = []
    with CalamineWorkbook.from_path(path) as book:
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            fits = sheet.total_height * sheet.total_width <= most
            rows = sheet.to_python(skip_empty_area=False) if fits else []
            found.append(
                {
                    "name": meta.name,
                    "hidden": meta.visible != SheetVisibleEnum.Visible,
                    "size": (sheet.total_height, sheet.total_width),
                    "merged": [(*first, *last) for first, last in sheet.merged_cell_ranges or []],
                    "rows": [[_stored(value) for value in row] for row in rows],
                }
            )
    return found


def _bound_memory() -> None:
    """Let the system refuse more memory than any list needs, where it can; Windows cannot."""
    with suppress(ImportError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = _MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.write(json.dumps(_tables(sys.argv[1], int(sys.argv[2]))))
