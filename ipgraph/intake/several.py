"""Several things that an entry stands under in one cell: ``1.1 Strom⏎1.2 Wärme``, ``Ziel A; Ziel B``."""

from __future__ import annotations

import re

from ipgraph.intake.headings import Vocabulary
from ipgraph.model import Sheet

_NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[A-Za-z][.)]|[IVX]{1,5}[.)])\s+\S")


def titles_in(text: str, sheet: Sheet, vocabulary: Vocabulary) -> list[str]:
    """The titles in a cell; the whole of it as one where nothing shows that there are several.

    Args:
        text: what stands in the cell.
        sheet: what it names.
        vocabulary: what rows of the sheet are called.

    Returns:
        One title, or several of which each begins with a number or with the word for what it is; a line without
        either goes on with the one above.
    """
    for parts in (_lines(text), [part.strip() for part in text.split(";")]):
        opens = [bool(part) and _opens(part, sheet, vocabulary) for part in parts]
        if len(parts) > 1 and opens[0] and sum(opens) > 1:
            return _joined(parts, opens)
    return [text]


def _lines(text: str) -> list[str]:
    return [re.sub(r"^[•▪·*–-]\s*", "", line.strip()) for line in text.splitlines() if line.strip()]


def _opens(part: str, sheet: Sheet, vocabulary: Vocabulary) -> bool:
    opening = vocabulary.opening(part)
    return bool(_NUMBERED.match(part)) or (opening is not None and opening[0] is sheet and bool(opening[1]))


def _joined(parts: list[str], opens: list[bool]) -> list[str]:
    found: list[str] = []
    for part, new in zip(parts, opens, strict=True):
        if new:
            found.append(part)
        elif part:
            found[-1] = f"{found[-1]}\n{part}"
    return [title.rstrip(";,") for title in found]
