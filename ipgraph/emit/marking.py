"""Marks in a workbook that is otherwise left as it is: coloured cells, notes, and a sheet that lists them.

Knows nothing of plans. Marks of an earlier run are taken off first, so that running it again on an unchanged workbook
gives the same bytes, and what has been put right loses its colour and its note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ipgraph.emit.ooxml.book import Book
from ipgraph.emit.ooxml.cells import Cells
from ipgraph.emit.ooxml.listing import Line, Listing, add_listing, earlier
from ipgraph.emit.ooxml.notes import Notes, boxed
from ipgraph.emit.ooxml.package import Package, whole
from ipgraph.emit.ooxml.styles import Styles

__all__ = ["Line", "Listing", "Mark", "mark_workbook"]

MOST_TEXTS = 8
"""So many texts a note shows; the rest is left to the list."""


@dataclass(frozen=True)
class Mark:
    """What is to be said of a cell.

    Args:
        sheet: name of the sheet.
        row: number of the row, from 1.
        column: number of the column, from 1.
        level: how grave it is, from 0 (the gravest) to 2; the gravest of a cell gives its colour.
        text: what the note says.
    """

    sheet: str
    row: int
    column: int
    level: int
    text: str


def mark_workbook(
    content: bytes, name: str, marks: Iterable[Mark], listing: Listing, more: Callable[[int], str]
) -> bytes:
    """Mark cells of a workbook.

    A cell inside a merged range is marked at the top left of the range, where people see it. A cell or row that is
    missing is made. A cell with a thread of comments gets its colour only.

    Args:
        content: the workbook, ``.xlsx`` or ``.xlsm``.
        name: name of the file, for what is said of it.
        marks: the marks; of one cell in the order in which its note shall tell them.
        listing: the sheet to put before all others.
        more: what a note says when there are so many more texts than it shows.

    Returns:
        The workbook with its marks.

    Raises:
        IpgraphError: the file is no workbook, or is damaged.
    """
    package = Package(content, name)
    book = Book(package)
    for entry in reversed(list(earlier(book, listing.names))):
        book.drop(entry)
    styles = Styles(package, book)
    sheets = {entry.name: _Sheet(package, entry.part) for entry in book.sheets() if entry.kind == "worksheet"}
    for sheet in sheets.values():
        sheet.clear(styles)
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    for title, sheet in sheets.items():
        sheet.mark(styles, by_sheet[title], more)
    styles.remember()
    add_listing(package, book, styles, listing)
    return package.content()


class _Sheet:
    """A worksheet and its notes."""

    def __init__(self, package: Package, part: str) -> None:
        self._cells = Cells(package.tree(part))
        self._notes = Notes(package, part, self._cells)

    def clear(self, styles: Styles) -> None:
        """Take the marks of an earlier run off."""
        self._notes.strip()
        self._cells.restore(styles.restored)

    def mark(self, styles: Styles, marks: Sequence[Mark], more: Callable[[int], str]) -> None:
        """Colour cells and write their notes."""
        by_cell: dict[tuple[int, int], list[Mark]] = defaultdict(list)
        for mark in marks:
            by_cell[self._cells.shown(mark.row, mark.column)].append(mark)
        for (row, column), found in sorted(by_cell.items()):
            cell = self._cells.cell(row, column)
            style = whole(cell.get("s"))
            cell.set("s", str(styles.marked(style, min(mark.level for mark in found))))
        self._notes.put({place: _note(found, more) for place, found in by_cell.items()})


def _note(marks: Sequence[Mark], more: Callable[[int], str]) -> str:
    texts = list(dict.fromkeys(mark.text for mark in marks))
    shown = texts[:MOST_TEXTS]
    if len(texts) > MOST_TEXTS:
        shown.append(more(len(texts) - MOST_TEXTS))
    return boxed("\n\n".join(shown))
