r"""Rows and cells as lines of text, for what has no element in StratML.

Below a line ``[ipgraph]`` stands one line a cell; a further line of the same text is indented; another row begins
with its kind in brackets. A person can read it, and it is read back to the letter::

    Whatever else is to be said.
    [ipgraph]
    Termin: Ende 2026
    Ressourcen: 0,5 Stellen
      Räume stellen die Gemeinden

    [Statusmeldung]
    Datum: 2025-03-01
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MARK = "[ipgraph]"
INDENT = "  "
Lines = Sequence[tuple[str, str]]
"""Headings and texts of the cells of a row."""


def write_notes(free: str, lines: Lines, rows: Iterable[tuple[str, Lines]] = ()) -> str:
    """Write a text, the cells of the row it belongs to, and further rows.

    Args:
        free: text that stands above.
        lines: heading and text of cells.
        rows: the kind of each further row, and its cells.

    Returns:
        The text; just ``free`` where there is nothing else.
    """
    parts = [_line(heading, text) for heading, text in lines]
    parts += [part for kind, cells in rows for part in (f"\n[{kind}]", *(_line(*cell) for cell in cells))]
    if parts or MARK in free.split("\n"):
        parts = [MARK, *parts]
    return "\n".join([*([free] if free else []), *parts])


def _line(heading: str, text: str) -> str:
    first, *others = text.split("\n")
    return "\n".join(
        [f"{heading}: {first}" if first else f"{heading}:", *(INDENT + line if line else "" for line in others)]
    )


def read_notes(text: str) -> tuple[str, Lines, list[tuple[str, Lines]]]:
    """Read such a text.

    Args:
        text: the text of an element.

    Returns:
        The text above the mark, the cells of the row, and the further rows with their kinds. A line that is no
        cell comes back with an empty heading.
    """
    above, found, below = f"\n{text}\n".rpartition(f"\n{MARK}\n")
    if not found:
        return text.strip(), [], []
    groups: list[tuple[str, list[tuple[str, str]]]] = [("", [])]
    blank = 0
    for line in below.rstrip("\n").split("\n") if below.strip() else []:
        cells = groups[-1][1]
        if not line.strip(" "):
            blank += 1  # belongs to a text only if the text goes on after it
            if line.startswith(INDENT) and cells:
                cells[-1] = (cells[-1][0], cells[-1][1] + "\n" * blank + line[len(INDENT) :])
                blank = 0
            continue
        if line.startswith(INDENT) and cells:
            cells[-1] = (cells[-1][0], cells[-1][1] + "\n" * (blank + 1) + line[len(INDENT) :])
        elif title := re.fullmatch(r"\[([^:]+)\]", line):
            groups.append((title[1], []))
        else:
            heading, colon, value = line.partition(":")
            cells.append((heading, value.removeprefix(" ")) if colon else ("", line))
        blank = 0
    return above.strip(), groups[0][1], [(kind, cells) for kind, cells in groups[1:]]
