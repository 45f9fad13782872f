"""Paragraphs and tables as text: in the width and colours of a terminal, or plain, for a pipe or a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.table import Table

NO_BREAK = "\u00a0"
"""A space at which no line may end; it is written as a plain space."""
WIDEST = 120
"""Longer lines are hard to read, however wide the terminal is."""


@dataclass(frozen=True)
class Say:
    """A paragraph.

    Args:
        text: its words; empty for an empty line.
        indent: how many columns it stands from the margin; of a text that begins with a dash, all lines but the
            first stand two more.
        style: how a terminal shows it, in the words of rich.
    """

    text: str
    indent: int = 0
    style: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: names in the first column, short figures in the others.

    Args:
        titles: headings of the columns.
        rows: cells.
        sentences: whether the last column holds sentences, which take the room there is.
        total: whether the last row sums up the others.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: bool = False
    total: bool = False


Part = Say | Grid


def drawn(parts: Iterable[Part], terminal: bool) -> str:
    """Write paragraphs and tables.

    Args:
        parts: what to write.
        terminal: whether for a terminal: broken into lines of its width, with colours where it shows them and
            ``NO_COLOR`` is not set; else every paragraph is one line, without any escape codes.

    Returns:
        The text, ending in one line break.
    """
    text = _with_rich(parts) if terminal else "\n".join(line for part in parts for line in _plain(part))
    return text.strip("\n") + "\n"


def _plain(part: Part) -> Iterator[str]:
    if isinstance(part, Say):
        yield (" " * part.indent + _clean(part.text)).replace(NO_BREAK, " ").rstrip()
        return
    widths = [max(map(len, column)) for column in zip(part.titles, *part.rows, strict=True)]
    yield ""
    for row in (part.titles, *part.rows):
        cells = (
            _clean(cell).ljust(width) if _is_text(part, number) else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
    yield ""


def _is_text(grid: Grid, column: int) -> bool:
    return column == 0 or (grid.sentences and column == len(grid.titles) - 1)


def _with_rich(parts: Iterable[Part]) -> str:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    with console.capture() as captured:
        for part in parts:
            if isinstance(part, Say):
                console.print(Text(_broken(part, console.width), part.style))
            else:
                console.print("", _rich_table(part, console.width), "", sep="\n")
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _clean(text: str) -> str:
    """Text without control characters: what a plan says must not steer the terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)


def _broken(part: Say, width: int) -> str:
    """A paragraph in lines of a terminal; Kennungen are not broken at their hyphens."""
    margin = " " * part.indent
    hang = margin + "  " * part.text.startswith("- ")
    lines = wrap(_clean(part.text), width, initial_indent=margin, subsequent_indent=hang, break_on_hyphens=False)
    return "\n".join(lines).replace(NO_BREAK, " ")


def _rich_table(grid: Grid, width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", show_edge=False, pad_edge=False, padding=0)
    columns = list(zip(grid.titles, *grid.rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    text = len(columns) - 1 if grid.sentences else 0
    room = max(width - sum(widths) + widths[text] - len(columns) + 1, 10)
    for number, column in enumerate(columns):
        if number == text:
            table.add_column(column[0], max_width=room, no_wrap=not grid.sentences, overflow="ellipsis")
        else:
            justify: Literal["left", "right"] = "right" if number else "left"
            table.add_column(column[0], justify=justify, no_wrap=True, min_width=widths[number])
    for number, row in enumerate(grid.rows, start=1):
        last = grid.total and number == len(grid.rows)
        table.add_row(*(Text(_clean(cell)) for cell in row), style="bold" if last else "")
    return table
