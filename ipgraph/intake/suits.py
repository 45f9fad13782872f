"""How well single values suit a column of the plan, and what a heading says besides its name."""

from __future__ import annotations

import re
from functools import lru_cache

from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import Native, cell_text
from ipgraph.intake.cells import fits
from ipgraph.intake.lines import NUMBER
from ipgraph.intake.relations import is_bodies
from ipgraph.model import IDENTIFIER, TEXT, Field
from ipgraph.namespaces import IP, XSD


@lru_cache(maxsize=20_000)
def suits(value: Native, column: Field, strict: bool = False) -> float:
    """How well a value suits a column, from 0 to 1; strictly, text alone says nothing."""
    text = cell_text(value).strip()
    words = len(text.split())
    if column.path == IDENTIFIER or column.path == IP + "number":
        return float(bool(NUMBER.fullmatch(text)) or (len(text) <= 24 and words <= 2)) if not strict else 0.0
    if is_bodies(column):
        return 0.0 if strict else float(not _is_figure(value) and words <= 30 and "://" not in text)
    if column.references:
        parts = re.split(r"[;,\n]", text) if column.multiple else [text]
        return float(all(_is_mark(part.strip()) for part in parts)) if not strict else 0.0
    if column.pattern:
        return float(bool(re.search(column.pattern, text))) if not strict else 0.0
    if TEXT in column.datatypes and re.fullmatch(r"\d{1,3}(?:[.,]\d+)? ?%", text):
        return 0.0 if strict else 0.9
    if TEXT in column.datatypes:
        letters = any(c.isalpha() for c in text)
        return float(letters and words >= 2) if strict else (0.0 if _is_figure(value) else 0.9 + 0.1 * (words > 2))
    if XSD + "string" in column.datatypes and not column.schemes:
        return 0.0 if strict else float(not _is_figure(value))
    return float(fits(value, column))


def _is_mark(text: str) -> bool:
    """Whether a text may be a Kennung, perhaps with the kind of row before it: ``Z1.2``, ``Maßnahme: M3``."""
    return len(text) <= 30 and len(text.split()) <= 3 and any(c.isdigit() or c == "-" for c in text)


def is_small_number(value: Native) -> bool:
    """Whether a value may be the number of a chapter or goal."""
    return bool(NUMBER.fullmatch(cell_text(value).strip())) and not re.fullmatch(r"\d{3,}", cell_text(value).strip())


def _is_figure(value: Native) -> bool:
    """Whether a value is a number or a date and no text."""
    text = cell_text(value).strip()
    return not any(c.isalpha() for c in text) or parse_time_span(text) is not None


def heading_day(heading: str) -> str:
    """The date that a heading names (``Sachstand 12/2024``, ``Stand 01.03.2024``); empty where it names none."""
    found = re.search(
        r"\b(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}[./]\d{4}|\d{4}-\d\d(?:-\d\d)?|(?:19|20)\d\d)\b", heading
    )
    return found[0] if found and parse_time_span(found[0]) else ""
