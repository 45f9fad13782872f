"""From a cell of a list to what may stand in a column of the plan, and how well it suits; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from ipgraph.bodies.wording import NOTHING
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import Native, cell_text, is_web_address, literal, number_text, parse_number, split_values
from ipgraph.intake.relations import MARKS, is_bodies
from ipgraph.intake.source.grid import unbroken
from ipgraph.model import TEXT, Field, normal
from ipgraph.namespaces import XSD

DECIMAL = XSD + "decimal"
NUMBERS = (DECIMAL, XSD + "integer")

_HEDGE = re.compile(
    r"^(?:ca\.?|circa|etwa|ungefähr|rund|voraussichtlich|vorauss?\.|vsl\.?|vrsl\.?|geplant(?: für)?:?|gegen|~|≈|about|"
    r"approx\.?)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:\([^)]*\)|,? ?(?:vsl\.?|geplant|voraussichtlich|vorauss\.))$", re.IGNORECASE)
_MONEY_UNIT = re.compile(r"\s*(?:€|EUR|Euro)\s*|,(?:-{1,2}|–|—)(?=\s|$|€)", re.IGNORECASE)
_SCALES = (
    (re.compile(r"\s*(?:Mio\.?|Millionen?|million)$", re.IGNORECASE), 1_000_000),
    (re.compile(r"\s*(?:Tsd\.?|T|k|Tausend)$", re.IGNORECASE), 1_000),
)
LIST_NUMBER = re.compile(
    r"(?:[A-Za-zÄÖÜ]{1,3}[ .\-]?)?\d{1,4}(?:[.\-]\d{1,4}){0,4}[a-z]?[.)]?|[IVX]{1,5}[.)]?|[A-Z][.)]?"
)
"""A number of a list: ``1``, ``01``, ``1.2.3``, ``M-4``, ``2a``, ``IV``, ``A)``."""


@dataclass(frozen=True)
class Taken:
    """What a cell gives for a column.

    Args:
        values: what could be read; none where the cell says that there is nothing.
        rest: parts that could not be read.
        instead: what stands in the plan instead of what was written, where that is not the same.
        nothing: whether the cell says that there is nothing.
    """

    values: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    instead: str | None = None
    nothing: bool = False


def is_nothing(text: str) -> bool:
    """Whether a text stands for nothing: ``-``, ``k. A.``, ``n. n.``, ``?``."""
    return bool(NOTHING.fullmatch(text.strip()))


def read_cell(value: Native, column: Field) -> Taken:
    """Read a cell for a column that names no bodies and no other rows.

    Args:
        value: what stands in the cell.
        column: the column of the plan.

    Returns:
        What was read, and what was not.
    """
    text = cell_text(value).strip()
    if column.schemes:
        return _codes(unbroken(text), column)
    if is_nothing(text):
        return Taken(nothing=True)
    if column.is_time:
        return _time(value, unbroken(text))
    if any(kind in NUMBERS for kind in column.datatypes):
        return _number(value, text, XSD + "integer" in column.datatypes)
    if TEXT in column.datatypes:
        return Taken((text,))
    if XSD + "string" in column.datatypes:
        texts = split_values(text) if column.multiple else [text]
        return Taken(tuple(" ".join(one.split()) for one in texts))
    return _other(text, column)


def is_code(value: Native, column: Field) -> bool:
    """Whether all that a text says stands in the code lists of a column."""
    if not column.schemes or not isinstance(value, str):
        return False
    taken = read_cell(value, column)
    return bool(taken.values) and not taken.rest


def _fits(value: Native, column: Field) -> bool:
    """Whether a cell that is not empty can be read for a column, or says that there is nothing."""
    taken = read_cell(value, column)
    return taken.nothing or (bool(taken.values) and not taken.rest)


# ---------------------------------------------------------------------- entries of code lists


def _codes(text: str, column: Field) -> Taken:
    spellings = {spelling: concept for scheme in column.schemes for spelling, concept in scheme.by_spelling.items()}

    def known(part: str) -> str | None:
        bare = re.sub(r"^[\W_]+|[\s.!:;,]+$", "", part)
        for form in (part, bare, bare.replace("_", " "), bare.replace("-", " "), re.sub(r"\s*\([^)]*\)$", "", bare)):
            if concept := spellings.get(normal(form)):
                return concept.notation
        return None

    whole = known(text)
    if whole:
        return Taken((whole,), instead=None if whole == text else whole)
    if is_nothing(text):
        return Taken(nothing=True)
    if not column.multiple:
        return Taken(rest=(text,))
    parts: list[str] = []
    for part in _parts(re.split(r"[;\n•]", text)):
        # "Schülerinnen und Schüler" is one entry of the list, "Eltern und Kinder" are two.
        smaller = [part] if known(part) else _parts(re.split(r"[,/]", part))
        parts += [
            one for half in smaller for one in ([half] if known(half) else _parts(re.split(r"\b(?:und|and)\b", half)))
        ]
    found = [known(part) for part in parts]
    values = tuple(dict.fromkeys(one for one in found if one))
    rest = tuple(part for part, one in zip(parts, found, strict=True) if not one)
    same = [normal(part) for part in parts] == [normal(one or "") for one in found]
    return Taken(values, rest, None if same or not values else "; ".join(values))


def _parts(texts: Iterable[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip(" -–\t")]


# ---------------------------------------------------------------------- dates and spans


def _time(value: Native, text: str) -> Taken:
    words = time_words(text)
    if words is None:
        return Taken(rest=(text,))
    same = words == text or isinstance(value, date | datetime)
    return Taken((words,), instead=None if same else words)


def time_words(text: str) -> str | None:
    """The words of a date as the reader of plans understands them; None where it is none.

    ``31.12.25`` becomes ``31.12.2025``, ``ca. 2026`` becomes ``2026``, a point of time loses its hour.
    """
    text = " ".join(text.split())
    for form in _time_forms(text):
        if parse_time_span(form) is not None:
            return form
    return None


def _time_forms(text: str) -> Iterator[str]:
    yield text
    stamp = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", text)
    if stamp:
        yield stamp[1]
    bare = _TAIL.sub("", _HEDGE.sub("", text)).strip()
    for form in (bare, re.sub(r"(?<=\d)\s*[,;]$", "", bare)):
        yield form
        yield re.sub(r"\b(\d{1,2}\.\d{1,2}\.)(\d\d)(?!\d)", r"\g<1>20\2", form)
        yield re.sub(r"^([^\W\d_]{3,9}\.?) ['’]?(\d\d)$", r"\1 20\2", form)
        yield re.sub(r"^(\d{4})\s*(?:/|,|und|and)\s*(\d{4})$", r"\1-\2", form)


# ---------------------------------------------------------------------- numbers and the rest


def _number(value: Native, text: str, whole: bool) -> Taken:
    number = parse_number(value)
    if number is None and isinstance(value, str):
        number = _page(text) if whole else money(text)
    if number is None or (whole and number != int(number)):
        return Taken(rest=(text,))
    written = number_text(number)
    same = not isinstance(value, str) or written == text or parse_number(text) == number
    return Taken((written,), instead=None if same else written)


def _page(text: str) -> Decimal | None:
    found = re.fullmatch(r"(?:S|Seite|p|page|pp?)\.?\s*(\d{1,5})", text, re.IGNORECASE)
    return Decimal(found[1]) if found else None


def money(text: str) -> Decimal | None:
    """Read an amount of money such as ``ca. 5.000 €``, ``5 Tsd. €``, ``1,2 Mio. EUR``.

    An amount in euros has no thousandths: beside the unit, a mark before three digits divides thousands.

    Returns:
        The amount in euros; None for a range, an amount a year, or anything else that is no single amount.
    """
    bare = _HEDGE.sub("", " ".join(text.split()))
    amount = _MONEY_UNIT.sub(" ", bare).strip()
    factor = 1
    for pattern, scale in _SCALES:
        if pattern.search(amount):
            amount, factor = pattern.sub("", amount), scale
            break
    number = parse_number(amount)
    if number is None and factor == 1 and _MONEY_UNIT.search(bare) and re.fullmatch(r"\d{1,3}[.,']\d{3}", amount):
        number = Decimal(re.sub(r"[.,']", "", amount))
    return number * factor if number is not None else None


def _other(text: str, column: Field) -> Taken:
    """Addresses, years, days, yes and no."""
    forms: Sequence[str] = (text, f"https://{text}") if XSD + "anyURI" in column.datatypes else (text,)
    for form in forms:
        if XSD + "anyURI" in column.datatypes and (not is_web_address(form) or "." not in form):
            continue
        for datatype in column.datatypes:
            if literal(form, datatype, "de"):
                return Taken((form,), instead=None if form == text else form)
    return Taken(rest=(text,))


def two_ways(text: str) -> tuple[str, str] | None:
    """The two numbers that a text may stand for, as ``1.250`` for 1250 and 1.25; None where it is plain."""
    bare = _MONEY_UNIT.sub(" ", _HEDGE.sub("", text)).strip()
    double = re.fullmatch(r"([1-9]\d{0,2})[.,](\d{3})", bare)
    if double is None:
        return None
    return "".join(double.groups()), ".".join(double.groups()).rstrip("0").rstrip(".")


# ---------------------------------------------------------------------- what a value says about its column


@lru_cache(maxsize=20_000)
def suits(value: Native, column: Field, strict: bool = False) -> float:
    """How well a value suits a column, from 0 to 1; strictly, text alone says nothing."""
    text = cell_text(value).strip()
    words = len(text.split())
    if column.path in MARKS:
        return float(bool(LIST_NUMBER.fullmatch(text)) or (len(text) <= 24 and words <= 2)) if not strict else 0.0
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
    return float(_fits(value, column))


def _is_mark(text: str) -> bool:
    """Whether a text may be a Kennung, perhaps with the kind of row before it: ``Z1.2``, ``Maßnahme: M3``."""
    return len(text) <= 30 and len(text.split()) <= 3 and any(c.isdigit() or c == "-" for c in text)


def is_small_number(value: Native) -> bool:
    """Whether a value may be the number of a chapter or goal."""
    return bool(LIST_NUMBER.fullmatch(cell_text(value).strip())) and not re.fullmatch(
        r"\d{3,}", cell_text(value).strip()
    )


def _is_figure(value: Native) -> bool:
    """Whether a value is a number or a date and no text."""
    text = cell_text(value).strip()
    return not any(c.isalpha() for c in text) or parse_time_span(text) is not None
