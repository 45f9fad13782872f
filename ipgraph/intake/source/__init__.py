"""A list file of any kind as grids of cells: which reader reads which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import unopened
from ipgraph.ingest.own_parts import HELPER_SHEETS, INSTRUCTIONS
from ipgraph.ingest.values import cell_text
from ipgraph.intake.source.calc import read_calc
from ipgraph.intake.source.excel import read_excel
from ipgraph.intake.source.grid import Grid
from ipgraph.intake.source.plain import read_csv, read_json
from ipgraph.intake.source.shown import unusable
from ipgraph.model import normal

READERS: Mapping[str, Callable[[Path], list[Grid]]] = {
    ".xlsx": read_excel, ".xlsm": read_excel, ".ods": read_calc, ".xls": read_calc,
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".json": read_json,
}  # fmt: skip


def read_list(path: Path) -> list[Grid]:
    """Read a list file.

    Args:
        path: the file.

    Returns:
        Its sheets, also the hidden and the empty ones.

    Raises:
        IpgraphError: there is no such file, it is of a kind that holds no list, it cannot be read, or it is empty.
    """
    if not path.exists():
        raise IpgraphError(f"{path} gibt es nicht.", f"{path} does not exist.")
    if path.is_dir():
        raise IpgraphError(
            f"{path} ist ein Ordner. Bitte eine Datei angeben; einen Ordner mit CSV-Dateien eines Plans liest "
            "ipgraph, wie er ist.",
            f"{path} is a folder. Please give a file; a folder with the CSV files of a plan is read as it is.",
        )
    reader = READERS.get(path.suffix.lower())
    kinds = ", ".join(READERS)
    if reader is None:
        raise IpgraphError(
            f"{path.name}: Aus dieser Art von Datei kann keine Liste übernommen werden. Möglich sind {kinds}. "
            "Eine Tabelle in Word oder PDF bitte nach Excel kopieren.",
            f"{path.name}: no list can be taken over from this kind of file. Possible are {kinds}. "
            "Please copy a table in Word or PDF into Excel.",
        )
    try:
        grids = [grid for grid in reader(path) if not _is_ours(grid)]
    except OSError as error:
        raise unopened(path, error) from error
    for grid in grids:
        _set_aside(grid)
    if not any(grid.cells for grid in grids):
        raise IpgraphError(f"{path.name} ist leer.", f"{path.name} is empty.")
    return grids


def _is_ours(grid: Grid) -> bool:
    """Whether a sheet is one that our own template puts beside the plan: the instructions, or the hidden lists."""
    return normal(grid.name) in HELPER_SHEETS and (grid.hidden or grid.text(1, 0) in INSTRUCTIONS.values())


def _set_aside(grid: Grid) -> None:
    """Take errors and formulas out of the cells that count: they are no content, and are reported."""
    for cell, value in list(grid.cells.items()):
        if why := unusable(value):
            grid.unusable[cell] = (cell_text(value), why)
            del grid.cells[cell]
