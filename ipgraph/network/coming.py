"""Who comes to a meeting: the invitation list with its marks, or any list of bodies."""

from __future__ import annotations

from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import text_of
from ipgraph.intake.source import read_list
from ipgraph.intake.source.grid import Grid
from ipgraph.model import load_model
from ipgraph.namespaces import IP
from ipgraph.network.meeting import words


def read_coming(path: Path) -> tuple[list[str], bool]:
    """Read who comes.

    Args:
        path: the workbook of a kit, in which those who come are marked, or the folder of the kit; another table, whose
            first column names them; or a text file with a body a line.

    Returns:
        Names or identifiers as they stand there; and whether it is the list of a kit, to which people add guests.

    Raises:
        IpgraphError: the file cannot be read, or it names or marks nobody.
    """
    if path.is_dir():
        books = [path / name for name in words()["files"]["book"].values()]
        path = next(filter(Path.exists, books), books[0])
    elif path.suffix.lower() in ("", ".txt"):
        return _lines(path), False
    grids = read_list(path)
    for grid in grids:
        for row, cells in grid.rows.items():
            heads = {grid.text(row, column): column for column in cells}
            body, marked, key = (_column(heads, name) for name in ("body", "comes", "key"))
            if body is not None and marked is not None:
                return _marked(grid, row, body, marked, key), True
    first, *others = next([grid.text(row, 0) for row in grid.rows] for grid in grids if grid.cells)
    return others if first.casefold() in _headings() else [first, *others], False


def _marked(grid: Grid, head: int, body: int, marked: int, key: int | None) -> list[str]:
    """Those below the headings of a kit that are marked, by Kennung where there is one."""
    coming = [
        (key is not None and grid.text(row, key)) or grid.text(row, body)
        for row in grid.rows
        if row > head and grid.text(row, marked).casefold() not in ("", *words()["not_coming"])
    ]
    if not coming:
        raise IpgraphError(
            f"{grid.file}: In der Spalte „{grid.text(head, marked)}“ ist noch niemand angekreuzt.",
            f"{grid.file}: nobody is marked in the column “{grid.text(head, marked)}” yet.",
        )
    return coming


def _headings() -> set[str]:
    """What stands above names and identifiers of bodies: in a plan, and in a kit."""
    names = [column.name for column in load_model().by_class[IP + "Actor"].fields]
    names += [words()["heads"][name] for name in ("body", "key")]
    return {heading.casefold() for name in names for heading in name.values()}


def _column(heads: dict[str, int], name: str) -> int | None:
    """The column with a heading of the kit, in either language."""
    return next((heads[head] for head in words()["heads"][name].values() if head in heads), None)


def _lines(path: Path) -> list[str]:
    lines = text_of(path).splitlines()
    if not any(map(str.strip, lines)):
        raise IpgraphError(f"{path.name} ist leer.", f"{path.name} is empty.")
    return lines
