"""Cells of a workbook as a person sees them: through their number format (ECMA-376 Part 1, 18.8.30 numFmt)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ipgraph.ingest.values import Native, parse_number
from ipgraph.model import Text

ERROR = re.compile(
    r"#(?:REF|BEZUG|NAME|VALUE|WERT|DIV/0|NUM|ZAHL|NULL|SPILL|ÜBERLAUF|CALC|KALK|FIELD|FELD|BLOCKED|CONNECT|UNKNOWN|"
    r"GETTING_DATA)[!?]|#N/?V|#N/A|Err:\d{3}",
    re.IGNORECASE,
)
"""What Excel and LibreOffice show where a formula has failed, in German and English."""

FORMULA = re.compile(r"=\s*[^\s=].*|[+\-@]\s*\w+\|[^|]*![^|]*", re.DOTALL)
"""A text that Excel would compute, or run, on opening a CSV file: a formula, or a call to another program (DDE)."""

FAILED: Text = {
    "de": "ist eine Fehlermeldung der Tabelle und kein Inhalt",
    "en": "is an error of the spreadsheet, and no content",
}
NO_RESULT: Text = {
    "de": "ist eine Formel ohne gespeichertes Ergebnis; die Datei in Excel öffnen und speichern",
    "en": "is a formula without a stored result; open the file in Excel and save it",
}
A_FORMULA: Text = {
    "de": "ist eine Formel und kein Text; in einer CSV-Datei würde Excel sie ausführen",
    "en": "is a formula and no text; Excel would run it in a CSV file",
}


def unusable(value: Native) -> Text | None:
    """Why a value cannot stand in a plan: it is an error or a formula. None where it can."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    if ERROR.fullmatch(text):
        return FAILED
    return A_FORMULA if FORMULA.fullmatch(text) else None


def shown(value: object, number_format: str) -> Native:
    """A value as its format shows it, as far as that says something else than the value.

    Args:
        value: what a workbook stores.
        number_format: the format of the cell.

    Returns:
        Percentages with their sign, whole numbers with the zeros before them, numbers with the zeros behind them
        (``1.10``), dates without the parts that are not shown (``06.2025``, ``2025``); anything else as it is.
    """
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return _number(value, number_format)
    return _date(value, number_format) if isinstance(value, date) else str(value)


def _number(value: int | float, number_format: str) -> Native:
    if "%" in number_format:
        return f"{value * 100:g} %"
    if re.fullmatch(r"0{2,9}", number_format) and float(value).is_integer() and value >= 0:
        return str(int(value)).zfill(len(number_format))
    decimals = re.match(r"0\.(0{1,9})(?:_.|;|$)", number_format)
    if decimals:
        text = f"{value:.{len(decimals[1])}f}"
        # Only where nothing of the number is lost, and nobody could read it otherwise ("1.250").
        if parse_number(text) == Decimal(repr(value)):
            return text
    return value


def _date(value: date, number_format: str) -> Native:
    """A date whose format shows a month or a year alone means that month or year (``MM.YYYY``, ``MMM YY``)."""
    parts = _date_parts(number_format)
    if "y" not in parts or "d" in parts:
        return value
    return f"{value.month:02d}.{value.year}" if "m" in parts else f"{value.year}"


def _date_parts(number_format: str) -> set[str]:
    """Which of day, month and year a format shows; an m beside hours or seconds stands for minutes."""
    plain = re.sub(r'"[^"]*"|\\.|_.|\[[^\]]*\]', " ", number_format.split(";")[0].casefold())
    plain = re.sub(r"h+\W*m+|m+\W*s+", "h", plain)
    return {letter for letter in "dmy" if letter in plain.replace("am/pm", "")}
