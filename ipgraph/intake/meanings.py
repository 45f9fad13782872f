"""What the words of a list mean: code lists know some, the mapping file may say what others stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import Native, cell_text
from ipgraph.intake.cells import Taken, read_cell
from ipgraph.model import Field, Text, normal


@dataclass
class Unlisted:
    """The words of one column that its code list does not know.

    Args:
        column: the column of the plan.
        as_text: whether they are kept, as the text of a report.
        words: the words, one for each cell.
    """

    column: Field
    as_text: bool
    words: list[str] = field(default_factory=list)


def read_meant(value: Native, column: Field, meanings: Mapping[str, str]) -> Taken:
    """Read a cell as :func:`ipgraph.intake.cells.read_cell` does, after what the mapping says its words mean.

    Args:
        value: what stands in the cell.
        column: the column of the plan.
        meanings: words of the code list by the words of this column.

    Returns:
        What was read, and what was not.
    """
    text = cell_text(value).strip()
    folded = {normal(word): meant for word, meant in meanings.items()}
    meant = folded.get(normal(text)) if column.schemes else None
    if meant:
        taken = read_cell(meant, column)
        return Taken(taken.values, taken.rest, None if taken.values == (text,) else "; ".join(taken.values))
    if not (column.schemes and column.multiple and folded):
        return read_cell(value, column)
    parts = [folded.get(normal(part)) or part.strip() for part in re.split(r"[;,\n]", text)]
    taken = read_cell("; ".join(parts), column)
    return Taken(taken.values, taken.rest, None if cell_text(value) == "; ".join(taken.values) else taken.instead)


def labels(column: Field, notations: Sequence[str]) -> Text:
    """Words of a code list as they are called in each language; nothing for a column without one."""
    concepts = {concept.notation: concept for scheme in column.schemes for concept in scheme.concepts}
    if not concepts or not all(one in concepts for one in notations):
        return {}
    return {lang: "; ".join(concepts[one].label[lang] for one in notations) for lang in ("de", "en")}


def bracketed_day(text: str) -> str:
    """The date in brackets behind a word: ``erledigt (03/2024)``; empty where there is none."""
    found = re.search(r"\(\s*(?:am|seit|vom|in|im|since|on)?\s*([^()]*\d{4}[^()]*?)\s*\)\s*$", text)
    return found[1] if found and parse_time_span(found[1]) else ""


def distinct(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The different words, in their order, with how often each comes."""
    return ((word, words.count(word)) for word in dict.fromkeys(words))
