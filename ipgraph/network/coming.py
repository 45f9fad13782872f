"""Who comes to a meeting: the invitation list with its marks, or any list of bodies."""

from __future__ import annotations

from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import unopened
from ipgraph.intake.source import read_list
from ipgraph.network.meeting import words


def read_coming(path: Path) -> list[str]:
    """Read who comes.

    Args:
        path: the workbook of a kit, in which those who come are marked; another table, whose first column names
            them; or a text file with a body a line.

    Returns:
        Names or identifiers as they stand there.

    Raises:
        IpgraphError: the file cannot be read, or nobody is marked.
    """
    if path.suffix.lower() in ("", ".txt"):
        return _lines(path)
    grid = read_list(path)[0]
    rows = sorted({row for row, _ in grid.cells})
    heads = {grid.text(rows[0], column): column for row, column in grid.cells if row == rows[0]} if rows else {}
    body, marked = (_column(heads, name) for name in ("body", "comes"))
    if body is None or marked is None:
        return [grid.text(row, 0) for row in rows]
    coming = [grid.text(row, body) for row in rows[1:] if grid.text(row, marked)]
    if not coming:
        raise IpgraphError(
            f"{path.name}: In der Spalte „{grid.text(rows[0], marked)}“ ist noch niemand angekreuzt.",
            f"{path.name}: nobody is marked in the column “{grid.text(rows[0], marked)}” yet.",
        )
    return coming


def _column(heads: dict[str, int], name: str) -> int | None:
    """The column with a heading of the kit, in either language."""
    return next((heads[head] for head in words()["heads"][name].values() if head in heads), None)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise unopened(path, error) from error
    except UnicodeDecodeError as error:
        raise IpgraphError(
            f"{path.name} ist kein Text in UTF-8. Bitte so speichern, oder als Excel-Datei.",
            f"{path.name} is no text in UTF-8. Please save it so, or as an Excel file.",
        ) from error
