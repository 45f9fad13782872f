"""From the text of a cell to a value of the graph, and back. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from ipgraph.ingest.timespan import FIRST_YEAR, LAST_YEAR
from ipgraph.model import TEXT, Text
from ipgraph.namespaces import XSD

Native = str | int | float | bool | date | datetime
"""What a reader finds in a cell: text, or what a workbook stores."""

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,' \u00a0\u202f])\d{3}(?:\1\d{3})*")
_BOOLEANS = dict.fromkeys(("ja", "yes", "true", "x"), "true") | dict.fromkeys(("nein", "no", "false"), "false")
_UNITS = re.compile(r"\s*(?:€|EUR|Euro)$", re.IGNORECASE)

EXPECTED: dict[str, Text] = {
    XSD + "decimal": {
        "de": "eine Zahl, die nur auf eine Weise zu lesen ist (1500 oder 1.500,5 oder 1500.5)",
        "en": "a number that can be read in only one way (1500 or 1.500,5 or 1500.5)",
    },
    XSD + "integer": {"de": "eine ganze Zahl (24)", "en": "a whole number (24)"},
    XSD + "gYear": {"de": "ein Jahr mit vier Ziffern (2016)", "en": "a year with four digits (2016)"},
    XSD + "date": {"de": "ein Tag (31.12.2026 oder 2026-12-31)", "en": "a day (2026-12-31 or 31.12.2026)"},
    XSD + "boolean": {"de": "ja oder nein", "en": "yes or no"},
    XSD + "anyURI": {
        "de": "eine Adresse, die mit https:// oder http:// beginnt",
        "en": "an address that begins with https:// or http://",
    },
    "time": {
        "de": "ein Datum (31.12.2026, 2026, Ende 2026, 2. Halbjahr 2026, Frühjahr 2026, laufend)",
        "en": "a date (2026-12-31, 2026, end of 2026, spring 2026, ongoing)",
    },
}


def split_values(text: str) -> list[str]:
    r"""Split a cell with several values at ``;`` and line breaks; ``\;`` stands for a semicolon.

    Args:
        text: text of the cell. Backslashes before a semicolon count in pairs (``\\;`` is a backslash and the end
            of the value); elsewhere a backslash is a backslash.

    Returns:
        The values without blanks at their ends, empty ones left out.
    """
    values = [""]
    for index, part in enumerate(re.split(r"(\\*;|\r\n|\r|\n)", text)):
        if index % 2 == 0:
            values[-1] += part
            continue
        backslashes = part.count("\\")
        values[-1] += "\\" * (backslashes // 2)
        if backslashes % 2:
            values[-1] += ";"
        else:
            values.append("")
    return [value.strip() for value in values if value.strip()]


def join_values(values: Sequence[str]) -> str:
    """Join several values into one cell; the reverse of :func:`split_values` (line breaks become blanks)."""
    escaped = [re.sub(r"\s*[\r\n]+\s*", " ", value) for value in values]
    escaped = [re.sub(r"(\\*);", r"\1\1\\;", value) for value in escaped]
    ended = [re.sub(r"(\\+)\Z", r"\1\1", value) for value in escaped[:-1]]
    return "; ".join(ended + escaped[-1:])


def natural_key(text: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sort key in which ``Z2`` comes before ``Z10`` and ``ä`` stands with ``a``; no two texts are equal.

    Args:
        text: any text, mostly a Kennung.

    Returns:
        A key for ``sorted``.
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", unicodedata.normalize("NFKD", text.casefold()))
    digits = [part.lstrip("0") if part[0] in "0123456789" else None for part in parts]
    return tuple((0, len(d), d) if d is not None else (1, 0, p) for d, p in zip(digits, parts, strict=True)), text


def is_web_address(text: str) -> bool:
    """Whether a text is a whole address on the web (``http`` or ``https``), and a valid IRI."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def cell_text(value: Native) -> str:
    """The text of a cell as a person would read it: ISO dates, no ``.0`` behind whole numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def parse_number(value: Native) -> Decimal | None:
    """Read a number in German or English writing.

    Args:
        value: number of a workbook cell, or text such as ``1.500,5``, ``1500.5``, ``12.000,00 €``.

    Returns:
        The number; None when the text is no number or can be read in two ways (``1.500``).
    """
    if isinstance(value, bool | date | datetime):
        return None
    if isinstance(value, int | float):
        return _decimal(repr(value))
    text = _UNITS.sub("", value.strip().replace("\u2212", "-"))
    if _thousands_or_decimals(text):
        return None
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(?:[.' \u00a0\u202f]\d{3})+,\d+", text) or re.fullmatch(r"[+-]?\d+,\d+", text):
        return _decimal(re.sub(r"[.' \u00a0\u202f]", "", text).replace(",", "."))
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+\.\d+", text):
        return _decimal(text.replace(",", ""))
    if _THOUSANDS.fullmatch(text):
        return _decimal(re.sub(r"[.,' \u00a0\u202f]", "", text))
    return _decimal(text) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text) else None


def _thousands_or_decimals(text: str) -> bool:
    """Whether one mark stands before exactly three digits, so that it can mean both (``1.500``, not ``0.500``)."""
    match = re.fullmatch(r"[+-]?(\d{1,3})[.,]\d{3}", text)
    return bool(match) and not match[1].startswith("0") if match else False


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def number_text(number: Decimal) -> str:
    """Write a number so that :func:`parse_number` reads it back: three decimals get a fourth (``1.2500``)."""
    text = _plain(number)
    return text + "0" if _thousands_or_decimals(text) else text


def _plain(number: Decimal) -> str:
    """All digits of a number without exponent, without zeros at the end (``normalize`` would round)."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def literal(value: Native, datatype: str, language: str) -> ox.Literal | None:
    """Read a cell as a literal of a datatype.

    Args:
        value: content of the cell.
        datatype: IRI of the datatype that the field asks for.
        language: language of the plan's texts.

    Returns:
        The literal; None when the cell does not hold such a value.
    """
    text = cell_text(value).strip()
    if datatype == TEXT:
        return ox.Literal(text, language=language.lower())
    if datatype in (XSD + "decimal", XSD + "integer"):
        return _numeric(value, datatype)
    if datatype == XSD + "gYear":
        valid = bool(re.fullmatch(r"[0-9]{4}", text)) and FIRST_YEAR <= int(text) <= LAST_YEAR
    elif datatype == XSD + "date":
        return _day(text)
    elif datatype == XSD + "boolean":
        known = _BOOLEANS.get(text.casefold())
        return ox.Literal(known, datatype=ox.NamedNode(datatype)) if known else None
    elif datatype == XSD + "anyURI":
        valid = is_web_address(text)
    else:
        return ox.Literal(text)
    return ox.Literal(text, datatype=ox.NamedNode(datatype)) if valid else None


def _numeric(value: Native, datatype: str) -> ox.Literal | None:
    number = parse_number(value)
    text = _plain(number) if number is not None else None
    if text is None or (datatype.endswith("integer") and "." in text):
        return None
    return ox.Literal(text, datatype=ox.NamedNode(datatype))


def _day(text: str) -> ox.Literal | None:
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    parts = match.groups() if match else None
    if not parts and (match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)):
        parts = match.groups()[::-1]
    try:
        return ox.Literal(date(*map(int, parts)).isoformat(), datatype=ox.NamedNode(XSD + "date")) if parts else None
    except ValueError:
        return None


def day_words(text: str) -> str:
    """A day as Germans write it (``31.12.2026``) where a text is its ISO form; any other text as it is."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    return ".".join(found.groups()[::-1]) if found else text


def literal_text(term: ox.Literal) -> str:
    """Write a literal into a cell; the reverse of :func:`literal`."""
    if term.datatype.value == XSD + "decimal":
        number = _decimal(term.value)
        return number_text(number) if number is not None else term.value
    if term.datatype.value == XSD + "boolean":
        return {"true": "ja", "1": "ja", "false": "nein", "0": "nein"}.get(term.value, term.value)
    return term.value
