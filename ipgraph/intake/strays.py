"""Rows of a table that hold no entry, told by what they say: explanations, marks of a page, totals, empty groups."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from ipgraph.ingest.own_parts import EXAMPLE
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.layout import Table
from ipgraph.intake.source.grid import Grid
from ipgraph.model import Sheet

_PAGE = re.compile(
    r"[-–—|\s]*(?:seite|page|s\.|p\.|blatt)\s*\d{1,4}(?:\s*(?:von|of|/|-)\s*\d{1,4})?[-–—|\s]*"
    r"|[-–—]\s*\d{1,4}\s*[-–—]"
    r"|\d{1,4}\s*(?:von|of)\s*\d{1,4}"
    r"|[(\[]?(?:fortsetzung|continued|weiter)"
    r"(?:\s+(?:folgt|(?:\S+\s+){0,3}(?:seite|tabelle|blatt|page)\b.{0,12}))?[)\]]?[.…:]*",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:stand|druck(?:datum)?|ausdruck|as of|printed)\b.{0,40}|\d{1,2}\.\d{1,2}\.\d{2,4}", re.IGNORECASE
)
_TOTAL_ALONE = re.compile(
    r"(?:(?:zwischen|end|teil|gesamt|jahres)?summen?|gesamt(?:summe|kosten|betrag|ergebnis)?|insgesamt|"
    r"(?:sub|grand )?total|sum|Σ)(?:\s+(?:kosten|gesamt|total|€|eur|euro))?\s*[:.=]?(?:\s*(?:\(.*\)|in €|€))?",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:gesamt|summe|zwischensumme|insgesamt|total|sum|subtotal|Σ|anzahl)\w*\b.*", re.IGNORECASE)
_NONE_THERE = re.compile(
    r"\(?\s*(?:es (?:sind|gibt|liegen) )?(?:(?:derzeit|zur ?zeit|zzt\.?|z\. ?zt\.?|aktuell|momentan|bisher|"
    r"bislang|noch|hier|vorerst|currently|presently|as yet) )*(?:sind )?(?:keine?n?|no) (?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=4)  # one table is asked about for each sheet of the plan
def stray_rows(table: Table, vocabulary: Vocabulary) -> frozenset[int]:
    """The rows of a table that explain its headings, are marks of a page or totals."""
    grid = table.grid
    titles = {text for row in table.above for _, text in grid.texts(row)}
    rows = ((row, [text for _, text in grid.texts(row)]) for row in table.rows)
    strays = frozenset(row for row, texts in rows if is_page_mark(texts, titles) or is_total(texts, vocabulary))
    return strays | {row for row in table.rows[:1] if explains(grid, row)}


def explains(grid: Grid, row: int) -> bool:
    """Whether a row right below the headings says what to enter: all of it in brackets, or as an example."""
    texts = [text for _, text in grid.texts(row)]
    return texts[0].startswith(tuple(EXAMPLE.values())) or all(
        re.fullmatch(r"\(.*\)", text, re.DOTALL) for text in texts
    )


def is_page_mark(texts: Sequence[str], titles: Collection[str]) -> bool:
    """Whether a row stands there because a list was printed: the number of a page, a title once more, a date.

    Args:
        texts: what stands in the row.
        titles: what stands above the table.
    """
    bare = [" ".join(text.split()) for text in texts]
    marks = [bool(_PAGE.fullmatch(text)) for text in bare]
    again = [text in titles for text in bare]
    rest = [text for text, mark, title in zip(bare, marks, again, strict=True) if not (mark or title)]
    return (any(marks) or any(again)) and all(_FOOTER.fullmatch(text) for text in rest)


def is_total(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row begins with nothing but a word for a total, or with such a word and says no more than numbers."""
    if not texts:
        return False
    if _TOTAL_ALONE.fullmatch(" ".join(texts[0].split())):
        return True
    return bool(_TOTAL.fullmatch(texts[0])) and len(texts[0]) <= 60 and all(
        re.fullmatch(r"[\d.,\s€%-]+|EUR|Euro|Summe", text) or vocabulary.named(text) for text in texts[1:]
    )  # fmt: skip


def is_remark(texts: Sequence[str], kind: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether a row only remarks on a group: all of it in brackets, or that it has no entries.

    Args:
        texts: what stands in the row.
        kind: what the rows of the table are.
        vocabulary: what they are called.
    """
    if len(texts) != 1 or len(texts[0]) > 150:
        return False
    if re.fullmatch(r"\([^()]*\)", texts[0], re.DOTALL):
        return True
    found = _NONE_THERE.fullmatch(texts[0])
    return found is not None and vocabulary.mentions(" ".join(found["what"].split()[:3])) is kind
