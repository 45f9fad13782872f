"""From the text of a cell to a value, and back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import lines

from ipgraph.emit.workbook import excel_number
from ipgraph.ingest.values import (
    Native,
    cell_text,
    is_web_address,
    join_values,
    literal,
    literal_text,
    natural_key,
    number_text,
    parse_number,
    split_values,
)
from ipgraph.model import TEXT
from ipgraph.namespaces import XSD

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-2000, 2000, places=3)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1500", "1500"), ("1.500,5", "1500.5"), ("1500.5", "1500.5"), ("1,500.5", "1500.5"), ("12.000,00 €", "12000"),
        ("1.500.000", "1500000"), ("1 500 000", "1500000"), ("-3,5", "-3.5"), ("+7", "7"), ("0,125", "0.125"),
        ("0.500", "0.5"), ("0.125", "0.125"), ("1500 EUR", "1500"), ("1500,125", "1500.125"),
        ("12'000'000", "12000000"), ("\u22123,5", "-3.5"),
        (3, "3"), (0.1, "0.1"), (1e20, "100000000000000000000"),
    ],
)  # fmt: skip
def test_numbers(text: Native, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "1.500",
        "12,000",
        "",
        "drei",
        "45 %",
        "1.2.3",
        "1,2,3",
        "1..5",
        "∞",
        "nan",
        "1e5",
        "1.50.000",
        "0.500.000",
        "0.500,5",
        True,
        date(2016, 1, 1),
    ],
)
def test_no_numbers(text: Native) -> None:
    assert parse_number(text) is None


@given(NUMBERS)
def test_numbers_come_back(number: Decimal) -> None:
    text = number_text(number)
    assert parse_number(text) == number
    assert number_text(parse_number(text) or Decimal()) == text
    assert "E" not in text


@given(NUMBERS)
def test_numbers_of_a_workbook_come_back(number: Decimal) -> None:
    stored = excel_number(number)
    if stored is not None:
        assert parse_number(stored) == number


@given(st.lists(lines()))
def test_several_values_come_back(values: list[str]) -> None:
    assert split_values(join_values(values)) == values


@given(st.lists(st.text("ab\\; ", min_size=1).map(str.strip).filter(bool)))
def test_backslashes_come_back(values: list[str]) -> None:
    assert split_values(join_values(values)) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a; b;c", ["a", "b", "c"]), ("a\nb\r\nc", ["a", "b", "c"]), (";; a ;", ["a"]), (r"a\;b; c", ["a;b", "c"]),
        (r"C:\temp; x", [r"C:\temp", "x"]), (r"a\\; b", ["a\\", "b"]), (r"a\\\;b", [r"a\;b"]), ("", []),
        ("a\\", ["a\\"]),
    ],
)  # fmt: skip
def test_split(text: str, values: list[str]) -> None:
    assert split_values(text) == values


@given(st.lists(st.text(max_size=8), unique=True))
def test_natural_order_is_total(words: list[str]) -> None:
    keys = {natural_key(word) for word in words}
    assert len(keys) == len(words)
    backwards = words[::-1]
    assert sorted(words, key=natural_key) == sorted(backwards, key=natural_key)


def test_natural_order() -> None:
    assert sorted(["Z10", "Z2", "z1", "Äpfel", "Banane", "1.10", "1.9", "9" * 5000], key=natural_key) == [
        "1.9", "1.10", "9" * 5000, "Äpfel", "Banane", "z1", "Z2", "Z10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "ja"), (24.0, "24"), (0.5, "0.5"), (1e20, "1e+20"), (datetime(2016, 5, 1), "2016-05-01"),
     (datetime(2016, 5, 1, 8, 30), "2016-05-01 08:30:00"), (date(2016, 5, 1), "2016-05-01"), ("x", "x")],
)  # fmt: skip
def test_cell_text(value: Native, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("24", "integer", "24"), ("1.500.000", "integer", "1500000"), (24.0, "integer", "24"),
        ("24,5", "integer", None),
        ("9" * 5000, "integer", "9" * 5000), ("1500,50", "decimal", "1500.5"), ("1500.125", "decimal", "1500.125"),
        ("2016", "gYear", "2016"), (2016, "gYear", "2016"), ("16", "gYear", None), ("٢٠١٦", "gYear", None),
        ("1889", "gYear", None),
        ("31.12.2016", "date", "2016-12-31"), (datetime(2016, 12, 31), "date", "2016-12-31"),
        ("31.02.2016", "date", None),
        ("Ja", "boolean", "ja"), ("x", "boolean", "ja"), ("NO", "boolean", "nein"), ("kaum", "boolean", None),
        ("https://x.example/ä", "anyURI", "https://x.example/ä"), ("x.example", "anyURI", None),
        ("http://[", "anyURI", None),
        ("javascript:alert(1)", "anyURI", None), (" a ", "string", "a"),
    ],
)  # fmt: skip
def test_literals(value: Native, kind: str, text: str | None) -> None:
    found = literal(value, XSD + kind, "de")
    assert (literal_text(found) if found else None) == text
    if found and text:
        assert literal(text, XSD + kind, "de") == found


def test_language() -> None:
    found = literal("Hallo", TEXT, "de-AT")
    assert found is not None
    assert found.language == "de-at"


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for kind in ("integer", "decimal", "gYear", "date", "boolean", "anyURI", "string"):
        found = literal(text, XSD + kind, "de")
        assert found is None or literal(literal_text(found), XSD + kind, "de") == found
    assert is_web_address(text) in (True, False)
