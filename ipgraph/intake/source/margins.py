"""What hangs on the cells of an Excel sheet: notes that people wrote to them, and links behind them.

openpyxl's read-only mode knows neither. Both stand in parts that the sheet names (ECMA-376 Part 1, 18.7 comments and
18.3.1.47 hyperlink).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipgraph.intake.source.grid import Cell, Margin
from ipgraph.model import Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

NOTE: Text = {"de": "Notiz an der Zelle", "en": "note on the cell"}
LINK: Text = {"de": "Verknüpfung hinter der Zelle", "en": "link behind the cell"}


@dataclass(frozen=True)
class Link:
    """A link as the sheet has it: first cell, the name of its target among the relations, a place in the workbook."""

    cell: Cell
    relation: str
    location: str


def read_margins(archive: zipfile.ZipFile, part: str, links: Sequence[Link]) -> list[Margin]:
    """Read notes and links of a sheet.

    Args:
        archive: the workbook.
        part: name of the sheet in it.
        links: the links that the sheet has.

    Returns:
        Each with its cell, in the order of the cells.
    """
    from defusedxml.ElementTree import fromstring

    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    known = set(archive.namelist())
    if relations not in known:
        return []
    rows = [*fromstring(archive.read(relations))]
    targets = {str(one.get("Id")): str(one.get("Target")) for one in rows}
    found = [Margin(link.cell, targets.get(link.relation) or link.location, LINK) for link in links]
    for one in rows:
        target = str(one.get("Target"))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if str(one.get("Type")).endswith("/comments") and path in known:
            found += _notes(fromstring(archive.read(path)))
    return sorted((one for one in found if one.text), key=lambda one: (one.cell, one.reason["de"], one.text))


def _notes(comments: Element) -> Iterator[Margin]:
    for one in comments.iter(f"{MAIN}comment"):
        text = "".join(part.text or "" for part in one.iter(f"{MAIN}t")).strip()
        if cell := cell_of(one.get("ref") or ""):
            yield Margin(cell, text, NOTE)


def cell_of(reference: str) -> Cell | None:
    """The first cell of a reference (``B3``, ``B3:C3``)."""
    from openpyxl.utils import column_index_from_string

    found = re.match(r"\$?([A-Z]{1,3})\$?(\d+)", reference)
    return (int(found[2]), column_index_from_string(found[1]) - 1) if found else None
