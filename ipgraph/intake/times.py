"""Spans of time in the cells of a list: what is their beginning, what their end, and which columns they fill."""

from __future__ import annotations

import re
from collections.abc import Collection

from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import Native, cell_text
from ipgraph.intake.cells import Taken, is_nothing, time_words
from ipgraph.intake.mapping import Target
from ipgraph.intake.source.grid import unbroken
from ipgraph.model import Field, Sheet

_JOINTS = (" bis ", " - ", " – ", " to ", "–", "-", "/")
_OPENS = re.compile(r"(?:ab|seit|von|from|since)\b", re.IGNORECASE)
_CLOSES = re.compile(r"(?:(?:spätestens )?bis|spätestens|until|by)\b", re.IGNORECASE)


def read_span(value: Native) -> tuple[Taken, Taken]:
    """Read a span (``2024–2026``, ``ab 2025``, ``Ende 2027``) as its beginning and its end.

    ``ab …`` and ``seit …`` is only a beginning. A single point of time, a year too, is only an end: what it is done
    by is said, when it begins is not. Words that are no date are the rest of the end: ``kurzfristig`` says until when.
    """
    text = " ".join(unbroken(cell_text(value)).split())
    if is_nothing(text):
        return Taken(nothing=True), Taken()
    words = time_words(text)
    if words is None:
        return Taken(), Taken(rest=(text,))
    if sides := _sides(words):
        return Taken((sides[0],), instead=sides[0]), Taken((sides[1],), instead=sides[1])
    one = Taken((words,), instead=None if words == text else words)
    span = parse_time_span(words)
    return (one, Taken()) if span and span.earliest and not span.latest else (Taken(), one)


def _sides(words: str) -> tuple[str, str] | None:
    """Beginning and end of a span; None for a single point of time."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}", words):
        return None
    for joint in _JOINTS:
        first, found, second = (part.strip() for part in words.partition(joint))
        if not (found and first and second):
            continue
        first = re.sub(r"^(?:von|from) ", "", first, flags=re.IGNORECASE)
        # A year that belongs to both sides stands behind a month or day: "Mai - Juli 2025", but "Q3/2025" is one date.
        year = re.search(r"\D(\d{4})$", second)
        lefts = (first, f"{first} {year[1]}" if year else first, f"{first}{year[1]}" if year else first)
        start = next((form for form in lefts if parse_time_span(form)), None)
        if start and parse_time_span(second):
            return start, second
    return None


def span_columns(sheet: Sheet) -> tuple[Field, Field] | None:
    """The columns with beginning and end of the rows of a sheet; None where it has no such two."""
    times = [column for column in sheet.fields if column.is_time]
    return (times[0], times[1]) if len(times) == 2 else None


def day_column(target: Target) -> Field | None:
    """The column with the date of a value, named after it: that of a baseline is there beside the baseline."""
    name = target.field.name["de"]
    found = (column for column in target.sheet.fields if column.is_time and column.name["de"].startswith(f"{name} "))
    return None if target.field.is_time else next(found, None)


def filled_by(targets: tuple[Target, ...], value: Native, others: Collection[Field]) -> tuple[Target, ...]:
    """The columns that a cell fills: both of a span in a column that is meant for one side of it.

    Args:
        targets: what the column is mapped to.
        value: what the cell says, for instance ``2024-2026`` or ``seit 2023`` in a column of deadlines.
        others: the columns of the plan that other cells of the entry fill; those are never touched.

    Returns:
        Beginning and end where the cell says the other side, too, or it alone; else the targets as they are.
    """
    pair = span_columns(targets[0].sheet) if len(targets) == 1 and targets[0].field.is_time else None
    if pair is None or targets[0].field not in pair or any(other in others for other in pair):
        return targets
    text = " ".join(cell_text(value).split())
    words = time_words(text)
    # "2024/2025" in a column of deadlines is the turn of the year, one point of time.
    if words is None or re.fullmatch(r"\d{4}/\d{2,4}", words):
        return targets
    beyond = _OPENS if targets[0].field is pair[1] else _CLOSES
    if _sides(words) or beyond.match(words):
        return tuple(Target(targets[0].sheet, column) for column in pair)
    return targets
