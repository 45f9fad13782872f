"""What a template checks while somebody types: lists, days, numbers, Kennungen that are there already.

Only what cannot be right is refused (a Kennung twice, a word that its list does not know). Elsewhere the program asks,
for the plan may say more than a spreadsheet can check, and cells for several values stay silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from ipgraph.emit.choices import TIME_WORDS, Span
from ipgraph.emit.instructions import kind_of_value, short
from ipgraph.ingest.timespan import FIRST_YEAR, LAST_YEAR
from ipgraph.model import IDENTIFIER, Field, Model, Text
from ipgraph.namespaces import XSD

_LARGE = 10**12
_LIMITS = {"decimal": (-_LARGE, _LARGE), "integer": (-_LARGE, _LARGE), "gYear": (FIRST_YEAR, LAST_YEAR)}
_REFUSALS: dict[str, Text] = {
    "key": {
        "de": "Diese Kennung gibt es in diesem Blatt schon. Bitte eine andere wählen.",
        "en": "This sheet has this identifier already. Please choose another one.",
    },
    "code": {"de": "Bitte einen Wert aus der Liste wählen.", "en": "Please choose a value from the list."},
    "reference": {
        "de": "Diese Kennung gibt es noch nicht. Trotzdem übernehmen?",
        "en": "There is no such identifier yet. Keep it all the same?",
    },
    "time": {
        "de": "Das lässt sich nicht als Datum lesen. Lesbar sind 31.12.2026, 2026, Ende 2026 oder laufend. Trotzdem "
        "übernehmen?",
        "en": "This cannot be read as a date. Readable are 2026-12-31, 2026, end of 2026 or ongoing. Keep it all the "
        "same?",
    },
    "decimal": {"de": "Das ist keine Zahl. Trotzdem übernehmen?", "en": "This is no number. Keep it all the same?"},
    "integer": {
        "de": "Das ist keine ganze Zahl. Trotzdem übernehmen?",
        "en": "This is no whole number. Keep it all the same?",
    },
    "gYear": {
        "de": "Das ist kein Jahr mit vier Ziffern. Trotzdem übernehmen?",
        "en": "This is no year with four digits. Keep it all the same?",
    },
}


@dataclass(frozen=True)
class _Check:
    """What a cell is held to: kind and limits of the rule, and what is said where it fails (empty: nothing)."""

    kind: Literal["list", "custom", "decimal", "whole"] | None = None
    lower: str | None = None
    upper: str | None = None
    refusal: str = ""

    @property
    def is_final(self) -> bool:
        return self.refusal in ("key", "code")


def entry_rule(
    model: Model, column: Field, source: str | None, letter: str, span: Span, lang: str
) -> DataValidation | None:
    """The rule for the cells of a column.

    Args:
        model: the sheets, for their names.
        column: the column.
        source: name of the range with what it offers, if there is one.
        letter: letter of the column.
        span: the rows in which entries may stand.
        lang: language ("de", "en").

    Returns:
        The rule with its hint and its question; None where any text will do.
    """
    check = _check(column, source, letter, span)
    hint = kind_of_value(model, column, lang)
    if not check.kind and not hint:
        return None
    rule = DataValidation(
        type=check.kind, formula1=check.lower, formula2=check.upper, sqref=span.of(letter), allow_blank=True,
        showErrorMessage=bool(check.refusal),
    )  # fmt: skip
    title = column.name[lang][:32]
    if hint:
        rule.showInputMessage, rule.promptTitle, rule.prompt = True, title, short(hint, 250)
    if check.refusal:
        rule.errorStyle = "stop" if check.is_final else "warning"
        rule.errorTitle, rule.error = title, _REFUSALS[check.refusal][lang]
    return rule


def _check(column: Field, source: str | None, letter: str, span: Span) -> _Check:
    cell = f"{letter}{span.first}"
    if source:
        several = column.multiple or column.datatypes or len(column.references) + len(column.schemes) > 1
        return _Check("list", source, refusal="" if several else "code" if column.schemes else "reference")
    if column.path == IDENTIFIER:
        return _Check("custom", f"SUMPRODUCT(--({span.of(letter, '$')}={cell}))<2", refusal="key")
    if column.multiple:
        return _Check()
    if column.is_time or column.datatypes == (XSD + "date",):
        return _Check("custom", _is_time(cell), refusal="time")
    kind = next((name for name in _LIMITS if column.datatypes == (XSD + name,)), None)
    if not kind:
        return _Check()
    lower, upper = _LIMITS[kind]
    return _Check("decimal" if kind == "decimal" else "whole", str(lower), str(upper), kind)


def _is_time(cell: str) -> str:
    """A formula: a day of the calendar where it is written as one, else something with a year, or an open end.

    Days are put in the order of ISO 8601, which Excel and LibreOffice read in every language.
    """
    day = f'AND(LEN({cell})<13,COUNTIF({cell},"*.*.????"))'
    month = f'TRIM(MID(SUBSTITUTE({cell},".",REPT(" ",9)),10,9))'
    iso = f'RIGHT({cell},4)&"-"&{month}&"-"&LEFT({cell},FIND(".",{cell})-1)'
    year = "+".join(f'COUNTIF({cell},"*{century}??*")' for century in (19, 20))
    return f"IF({day},ISNUMBER(DATEVALUE({iso})),ISNUMBER({cell})+{year}+COUNTIF({TIME_WORDS},{cell}))"
