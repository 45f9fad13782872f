"""Dates in the words of a plan."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.ingest.timespan import parse_time_span

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("31.12.2015", "2015-12-31", "2015-12-31"),
        ("1.2.2015", "2015-02-01", "2015-02-01"),
        ("2015-12-31", "2015-12-31", "2015-12-31"),
        ("29.02.2016", "2016-02-29", "2016-02-29"),
        ("3. Mai 2016", "2016-05-03", "2016-05-03"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("Jahr 2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("02/2016", "2016-02-01", "2016-02-29"),
        ("Mai 2016", "2016-05-01", "2016-05-31"),
        ("Sept. 2016", "2016-09-01", "2016-09-30"),
        ("März 2016", "2016-03-01", "2016-03-31"),
        ("Ende 2016", "2016-10-01", "2016-12-31"),
        ("end of 2016", "2016-10-01", "2016-12-31"),
        ("Mitte 2016", "2016-05-01", "2016-08-31"),
        ("Anfang Mai 2016", "2016-05-01", "2016-05-10"),
        ("Ende Februar 2016", "2016-02-21", "2016-02-29"),
        ("1. Quartal 2016", "2016-01-01", "2016-03-31"),
        ("IV. Quartal 2016", "2016-10-01", "2016-12-31"),
        ("Q3 2016", "2016-07-01", "2016-09-30"),
        ("2016-Q3", "2016-07-01", "2016-09-30"),
        ("2. Halbjahr 2015", "2015-07-01", "2015-12-31"),
        ("first half of 2015", "2015-01-01", "2015-06-30"),
        ("Frühjahr 2016", "2016-03-01", "2016-05-31"),
        ("Winter 2016/17", "2016-12-01", "2017-02-28"),
        ("Schuljahr 2016/17", "2016-08-01", "2017-07-31"),
        ("2014-2016", "2014-01-01", "2016-12-31"),
        ("2014 – 2016", "2014-01-01", "2016-12-31"),
        ("Mai bis Juli 2016", "2016-05-01", "2016-07-31"),
        ("01.05. - 30.06.2014", "2014-05-01", "2014-06-30"),
        ("ab 2025", "2025-01-01", None),
        ("seit Herbst 2015", "2015-09-01", None),
        ("bis Mai 2017", None, "2017-05-31"),
        ("spätestens 2017", None, "2017-12-31"),
        ("1. Quartal/2016", "2016-01-01", "2016-03-31"),
        ("Quartal 3/2016", "2016-07-01", "2016-09-30"),
        ("II/2016", "2016-04-01", "2016-06-30"),
        ("KW 1/2016", "2016-01-04", "2016-01-10"),
        ("53. KW 2015", "2015-12-28", "2016-01-03"),
        ("2015/16", "2015-01-01", "2016-12-31"),
        ("2016 ff.", "2016-01-01", None),
        ("2016 bis laufend", "2016-01-01", None),
        ("im Laufe des Jahres 2016", "2016-01-01", "2016-12-31"),
        ("laufend", None, None),
        ("  Ende   2016 ", "2016-10-01", "2016-12-31"),
    ],
)
def test_words(words: str, earliest: str | None, latest: str | None) -> None:
    span = parse_time_span(words)
    assert span is not None
    assert (span.written, span.earliest, span.latest) == (
        words.strip(),
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest) if latest else None,
    )


@pytest.mark.parametrize(
    "words",
    ["", "31.02.2026", "2015-13", "30.2.2016", "Ende", "demnächst", "2016-2014", "5. Quartal 2016", "3. Halbjahr 2016",
     "Winter 2016/19", "Schuljahr 2016/18", "12", "1.1", "0000", "9999", "2015-16", "Ende 2016 oder so"],
)  # fmt: skip
def test_no_date(words: str) -> None:
    assert parse_time_span(words) is None


@given(DAYS)
def test_every_day_is_read(day: date) -> None:
    for words in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}. {day.month}. {day.year}"):
        span = parse_time_span(words)
        assert span is not None
        assert (span.earliest, span.latest) == (day, day)


@given(DAYS, DAYS)
def test_ranges(first: date, second: date) -> None:
    span = parse_time_span(f"{first:%d.%m.%Y} bis {second:%d.%m.%Y}")
    if first <= second:
        assert span is not None
        assert (span.earliest, span.latest) == (first, second)
    else:
        assert span is None


@given(st.text(max_size=40) | st.from_regex(r"\A(ab |bis |Ende |Mitte )?[0-9./ Q-]{1,12}\Z"))
def test_any_text_is_a_span_or_none(text: str) -> None:
    span = parse_time_span(text)
    if span is not None:
        assert span.written == text.strip()
        assert not (span.earliest and span.latest) or span.earliest <= span.latest
