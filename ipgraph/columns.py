"""Texts side by side in the width of a terminal, words whole or hyphenated; where they do not fit, row by row."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pyphen import Pyphen

LEAST = 12
"""Letters of a long word that a line has room for; with less, a column cannot be read."""

_LONG = re.compile(rf"(?<!\S)([(„“\"]*)([^\W\d_]{{{LEAST + 1},}})(?=[-.,;:!?)“”\"]*(?!\S))")
"""A word of letters alone, and the marks before it: an address, a Kennung, the id of a question has to stay whole."""


def in_columns(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> str:
    """A table in the width of the terminal; colours only where the terminal wants them.

    Args:
        title: its name; may be empty.
        headings: names of the columns.
        rows: the cells.
        numbers: which columns hold numbers, which stand at the right.

    Returns:
        The table, with long words hyphenated where the room is short; row by row, with a line for each value, where it
        is too short even so.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    columns = [[heading, *(row[number] for row in rows)] for number, heading in enumerate(headings)]
    widths = _widths(columns, console.width - 3 * len(columns))
    if not widths:
        return "\n".join([*_row_by_row(title, headings, rows, console.width), ""])
    table = Table(title=title or None, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    fitting = list(_hyphenated(columns, widths))
    for (heading, *_), width, number in zip(fitting, widths, numbers, strict=True):
        justify: Literal["left", "right"] = "right" if number else "left"
        table.add_column(Text(heading), justify=justify, overflow="fold", width=width)
    for cells in zip(*(texts[1:] for texts in fitting), strict=True):
        table.add_row(*map(Text, cells))
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def hung(head: str, text: str, width: int) -> list[str]:
    """A text behind its head in lines of a width, the further ones below the first; no word is broken."""
    room = max(width - len(head), 24)
    first, *rest = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{head}{first}".rstrip(), *(" " * len(head) + line for line in rest)]


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths of columns: words stay whole as far as there is room, then the longest texts get what is left.

    None at all, where not even hyphenated words fit.
    """
    words = [[word for text in texts for word in text.split()] for texts in columns]
    least = [max((LEAST if _LONG.match(word) else len(word) for word in found), default=1) for found in words]
    whole = [max((len(word) for word in found), default=1) for found in words]
    if sum(least) > room:
        return []
    tries = ([max(low, min(high, most)) for low, high in zip(least, whole, strict=True)]
             for most in range(max(whole, default=0), -1, -1))  # fmt: skip
    widths = next(found for found in tries if sum(found) <= room)
    wanted = [max(len(line) for text in texts for line in text.split("\n")) for texts in columns]
    for _ in range(room - sum(widths)):
        number = max(range(len(widths)), key=lambda n: wanted[n] / widths[n], default=0)
        if not widths or widths[number] >= wanted[number]:
            break
        widths[number] += 1
    return widths


def _hyphenated(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[list[str]]:
    """The columns with words that are too long for them divided into lines."""
    pairs = list(zip(columns, widths, strict=True))
    syllables = _syllables({
        word for texts, width in pairs for text in texts for _, word in _LONG.findall(text) if len(word) > width
    })  # fmt: skip
    for texts, width in pairs:

        def divided(match: re.Match[str], width: int = width) -> str:
            marks, rest = match.groups()
            parts = [marks]
            while syllables and len(rest) > width and (found := syllables.wrap(rest, width)):
                parts += [found[0], "\n"]
                rest = found[1]
            return "".join([*parts, rest])

        yield [_LONG.sub(divided, text) for text in texts]


def _syllables(words: Collection[str]) -> Pyphen | None:
    """What divides German words; plans are German, whatever the language of the headings.

    Of the 78,000 patterns only those are read that occur in the words: all of them would take longer than a question.
    """
    if not words:
        return None
    from pyphen import LANGUAGES, Pyphen

    patterns = LANGUAGES["de_DE"].read_bytes()
    encoding, *lines = patterns.split(b"\n")
    letters = re.sub(rb"[\d.]", b"", patterns).split(b"\n")[1:]
    text = " ".join(words).lower().encode(encoding.decode("ascii").strip(), "replace")
    kept = [line for line, inner in zip(lines, letters, strict=True) if inner.strip() and inner.strip() in text]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hyph.dic"
        path.write_bytes(b"\n".join([encoding, *kept]))
        return Pyphen(filename=path, cache=False) if kept else None


def _row_by_row(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A paragraph a row, with a line for each value."""
    margin = max(map(len, headings), default=0) + 2
    if title:
        yield from (title, "")
    for row in rows:
        for heading, text in zip(headings, row, strict=True):
            if text:
                yield from hung(f"{heading}:".ljust(margin), text, width)
        yield ""
