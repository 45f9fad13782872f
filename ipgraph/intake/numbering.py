"""What the numbers before headings of groups say: how deep a heading is, and which one stands under which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipgraph.model import Sheet

_NUMBERED = re.compile(r"(?:[^\W\d]+\.?\s+)?(\d+(?:\.\d+)*)[.):]?(?=\s|$|[:–-])")


def number_of(text: str) -> str:
    """The number before a heading or after its first word: 2 of ``2 Sprache`` or ``Handlungsfeld 2``; empty without."""
    found = _NUMBERED.match(text)
    return found[1] if found else ""


def depth_of(text: str) -> int:
    """How deep the number before a heading is: 1 for ``2 Sprache`` or ``Handlungsfeld 2``, 2 for ``2.1``, else 0."""
    number = number_of(text)
    return len(number.split(".")) if number else 0


def levels_by_numbers(headings: Sequence[tuple[str, Sheet | None]]) -> list[int]:
    """The levels of headings as their numbers tell them: 2 stands above 2.1, whatever the rows look like.

    Args:
        headings: each heading with the sheet that a word in it names.

    Returns:
        One level a heading, 0 for the outermost; none at all where a number is missing, comes twice or stands under
        no other one, or where words of one level name different sheets.
    """
    numbers = [number_of(text) for text, _ in headings]
    if not all(numbers) or len(set(numbers)) < len(numbers):
        return []
    depths = sorted({len(number.split(".")) for number in numbers})
    if any(number.rpartition(".")[0] not in numbers for number in numbers if len(number.split(".")) > depths[0]):
        return []
    levels = [depths.index(len(number.split("."))) for number in numbers]
    words = {(level, sheet) for level, (_, sheet) in zip(levels, headings, strict=True) if sheet}
    return levels if len(words) == len({level for level, _ in words}) else []
