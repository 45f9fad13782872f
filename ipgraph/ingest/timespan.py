"""Dates as plans write them: ``Ende 2016``, ``2. Halbjahr 2015``, ``laufend``.

A date is kept as its earliest day, its latest day and the words as written (after froide-govplan's fuzzy
deadlines, and EDTF's idea of a date with a precision: ISO 8601-2:2019). Either day may be open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1900, 2199

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january jänner",
            "februar feb february",
            "märz mär mrz march maerz mar",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_SEASONS = {"frühjahr": 3, "frühling": 3, "spring": 3, "sommer": 6, "summer": 6, "herbst": 9, "autumn": 9, "fall": 9}
_THIRDS = {
    "anfang": 0, "beginn": 0, "jahresanfang": 0, "jahresbeginn": 0, "early": 0, "beginning": 0, "start": 0,
    "mitte": 1, "jahresmitte": 1, "mid": 1, "middle": 1,
    "ende": 2, "jahresende": 2, "late": 2, "end": 2,
}  # fmt: skip
_THIRDS_OF_YEAR = ((1, 3), (5, 8), (10, 12))
_THIRDS_OF_MONTH = ((1, 10), (11, 20), (21, 31))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ORDINALS = {"erstes": 1, "zweites": 2, "drittes": 3, "viertes": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
             "erste": 1, "zweite": 2, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}  # fmt: skip
OPEN_WORDS = {
    "laufend", "fortlaufend", "dauerhaft", "daueraufgabe", "kontinuierlich", "unbefristet", "offen", "ongoing",
    "permanent", "permanently", "continuous", "open", "stetig", "ständig",
}  # fmt: skip
"""What stands for a date that is open at both ends."""


@dataclass(frozen=True)
class TimeSpan:
    """A date with its uncertainty.

    Args:
        written: the words as written.
        earliest: first day it can mean; None when open.
        latest: last day it can mean; None when open.
    """

    written: str
    earliest: date | None
    latest: date | None


Span = tuple[date | None, date | None]


@lru_cache(maxsize=4096)
def parse_time_span(text: str) -> TimeSpan | None:
    """Read a date in German or English words or digits.

    Args:
        text: the words, for instance ``31.12.2015``, ``2016-05``, ``Ende 2016``, ``ab Herbst 2015``.

    Returns:
        The span, or None when the words are no date or a day that does not exist (31.02.2026).
    """
    written = text.strip()
    words = re.sub(r"\s+", " ", written.casefold().replace("–", "-").replace("—", "-"))
    span = _read(words)
    if span is None or (span[0] and span[1] and span[0] > span[1]):
        return None
    return TimeSpan(written, *span)


def _read(words: str) -> Span | None:
    if words in OPEN_WORDS:
        return None, None
    for start, build in _PREFIXES:
        if words.startswith(start):
            rest = words[len(start) :]
            inner = _point(rest)
            return build(inner) if inner else _range(rest)
    return _point(words) or _range(words)


# "ab 2015" opens the end, "bis 2015" the beginning. Longer words first.
_PREFIXES: tuple[tuple[str, Callable[[Span], Span]], ...] = tuple(
    (prefix + " ", build)
    for prefixes, build in (
        (("spätestens bis", "bis spätestens", "bis zum", "bis", "spätestens", "until", "by"), lambda s: (None, s[1])),
        (("ab dem", "ab", "seit dem", "seit", "von", "from", "since"), lambda s: (s[0], None)),
        (("im laufe des jahres", "im laufe von", "im", "in", "the", "am"), lambda s: s),
    )
    for prefix in prefixes
)


def _range(words: str) -> Span | None:
    """``2014-2016``, ``Mai bis Juli 2016``, ``01.05.2014 - 30.06.2014``, ``2014 bis laufend``."""
    for joint in (" bis ", " - ", " to ", "-", "/"):
        first, found, second = words.partition(joint)
        if not found:
            continue
        left, right = _point(first.strip()), _point(second.strip())
        if left and second.strip() in OPEN_WORDS:
            return left[0], None
        year = re.search(r"(\d{4})$", second)
        if right and not left and year:
            left = _point(f"{first.strip()} {year[1]}")
        if left and right:
            return left[0], right[1]
    return None


def _point(words: str) -> Span | None:
    for pattern, build in _POINTS:
        match = pattern.fullmatch(words)
        span = build(*match.groups()) if match else None
        if span:
            return span
    return None


def _days(year: int, month: int, day: int, last_month: int | None = None, last_day: int | None = None) -> Span | None:
    """The span from a day to the end of a day or month; None if the calendar has no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    until = last_month or month
    end = min(last_day or 31, monthrange(year, until)[1])
    try:
        return date(year, month, day), date(year, until, end)
    except ValueError:
        return None


def _one_day(year: str, month: str, day: str) -> Span | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return (found, found) if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _slashed_day(first: str, second: str, year: str) -> Span | None:
    """``31/12/2025`` and ``12/31/2025`` have one reading each; ``01/02/2025`` is a day in two countries' ways."""
    readings = {(day, month) for day, month in ((first, second), (second, first)) if int(month) <= 12}
    spans = {_one_day(year, month, day) for day, month in readings}
    return spans.pop() if len(spans) == 1 else None


def _month(name: str, year: str) -> Span | None:
    number = _MONTHS.get(name.rstrip("."))
    return _days(int(year), number, 1) if number else None


def _named_day(day: str, month: str, year: str) -> Span | None:
    number = _MONTHS.get(month.rstrip("."))
    return _one_day(year, str(number), day) if number else None


def _third(word: str, month: str | None, year: str) -> Span | None:
    which = _THIRDS.get(word)
    if which is None:
        return None
    if month is None:
        first, last = _THIRDS_OF_YEAR[which]
        return _days(int(year), first, 1, last)
    number = _MONTHS.get(month.rstrip("."))
    start, end = _THIRDS_OF_MONTH[which]
    return _days(int(year), number, start, number, end) if number else None


def _part(count: str, kind: str, year: str) -> Span | None:
    number = int(count) if count.isdigit() else _ROMAN.get(count) or _ORDINALS.get(count)
    months = {"q": 3, "h": 6}[kind[0] if kind[0] in "qh" else "q"]
    if number is None or not 1 <= number <= 12 // months:
        return None
    return _days(int(year), (number - 1) * months + 1, 1, number * months)


def _week(number: str, year: str) -> Span | None:
    """A calendar week (ISO 8601-1:2019, 4.3)."""
    try:
        first = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
    return (first, first + timedelta(days=6)) if FIRST_YEAR <= int(year) <= LAST_YEAR else None


def _onwards(year: str) -> Span | None:
    start = _days(int(year), 1, 1)
    return (start[0], None) if start else None


def _two_years(year: str, following: str) -> Span | None:
    start, end = _days(int(year), 1, 1), _days(int(year) + 1, 12, 1)
    return (start[0], end[1]) if start and end and int(following) == (int(year) + 1) % 100 else None


def _season(word: str, year: str) -> Span | None:
    first = _SEASONS.get(word)
    return _days(int(year), first, 1, first + 2) if first else None


def _winter(year: str, following: str | None) -> Span | None:
    start = _days(int(year), 12, 1)
    end = _days(int(year) + 1, 2, 1)
    if following and int(following) % 100 != (int(year) + 1) % 100:
        return None
    return (start[0], end[1]) if start and end else None


def _school_year(year: str, following: str) -> Span | None:
    start, end = _days(int(year), 8, 1), _days(int(year) + 1, 7, 1)
    if int(following) % 100 != (int(year) + 1) % 100:
        return None
    return (start[0], end[1]) if start and end else None


_WORD = r"([^\W\d_]+\.?)"
_COUNT = r"(\d|i{1,3}|iv|erstes?|zweites?|drittes|viertes|first|second|third|fourth|1st|2nd|3rd|4th)"
_POINTS: tuple[tuple[re.Pattern[str], Callable[..., Span | None]], ...] = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), _one_day),
    (re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})"), lambda d, m, y: _one_day(y, m, d)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), _slashed_day),
    (re.compile(r"(\d{4})"), lambda y: _days(int(y), 1, 1, 12)),
    (re.compile(r"(?:jahr|year|kalenderjahr) (\d{4})"), lambda y: _days(int(y), 1, 1, 12)),
    (re.compile(r"(\d{4})-(\d{1,2})"), lambda y, m: _days(int(y), int(m), 1)),
    (re.compile(r"(\d{1,2})[./] ?(\d{4})"), lambda m, y: _days(int(y), int(m), 1)),
    (re.compile(rf"(\d{{1,2}})\.? {_WORD} (\d{{4}})"), _named_day),
    (re.compile(rf"{_WORD} (\d{{4}})"), lambda word, y: _month(word, y) or _season(word, y) or _third(word, None, y)),
    (re.compile(rf"{_WORD}[ -](?:of )?(?:des jahres )?(\d{{4}})"), lambda word, y: _third(word, None, y)),
    (re.compile(rf"{_WORD} (?:of )?{_WORD} (\d{{4}})"), _third),
    (re.compile(rf"{_COUNT}\.? ?(quartal|quarter|halbjahr|half(?: of)?|hj\.?) ?[ /] ?(\d{{4}})"), _part),
    (re.compile(r"(quartal|halbjahr|quarter) (\d|i{1,3}|iv) ?[ /] ?(\d{4})"), lambda kind, n, y: _part(n, kind, y)),
    (re.compile(r"(i{1,3}|iv)[./] ?(\d{4})"), lambda n, y: _part(n, "q", y)),
    (re.compile(r"(q|h)(\d) ?/? ?(\d{4})"), lambda kind, n, y: _part(n, kind, y)),
    (re.compile(r"(\d{4})[ -]?(q|h)(\d)"), lambda y, kind, n: _part(n, kind, y)),
    (re.compile(r"(?:kw|week) ?(\d{1,2}) ?[ /] ?(\d{4})"), _week),
    (re.compile(r"(\d{1,2})\. ?kw ?[ /] ?(\d{4})"), _week),
    (re.compile(r"(\d{4}) ?ff?\.?"), _onwards),
    (re.compile(r"(\d{4})/(\d{2})"), _two_years),
    (re.compile(r"winter (\d{4})(?:/(\d{2,4}))?"), _winter),
    (re.compile(r"(?:schuljahr|sj|kita-jahr|kindergartenjahr|school year) (\d{4})/(\d{2,4})"), _school_year),
)
