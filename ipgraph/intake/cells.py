"""From a cell of a list to what may stand in a column of the plan; what cannot be read is kept apart, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import Native, cell_text, is_web_address, literal, number_text, parse_number, split_values
from ipgraph.intake.grid import unbroken
from ipgraph.model import TEXT, Field, Text, normal
from ipgraph.namespaces import XSD

NUMBERS = (XSD + "decimal", XSD + "integer")

_NOTHING = re.compile(
    r"[-–—./\\?\s_]*"
    r"|\(?(?:k\.? ?a\.?|keine angaben?|n\.? ?n\.?|n\.? ?a\.?|n/a|n\.? ?b\.?|tbd|t\. ?b\. ?d\.?|none|null|leer)\)?",
    re.IGNORECASE,
)
DITTO = re.compile(r"dito|ditto|do\.|s\. ?o\.|siehe oben|[\"„“”〃']{1,2}", re.IGNORECASE)
"""Marks that mean: as above."""

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


@dataclass(frozen=True)
class Taken:
    """What a cell gives for a column.

    Args:
        values: what stands in the plan; none where the cell says that there is nothing, or cannot be read.
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
    return bool(_NOTHING.fullmatch(text.strip()))


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


def fits(value: Native, column: Field) -> bool:
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


def reason(column: Field, text: str = "") -> Text:
    """Why a value, with that text, could not be taken into a column."""
    if column.schemes:
        titles = {lang: ", ".join(scheme.title[lang] for scheme in column.schemes) for lang in ("de", "en")}
        return {"de": f"steht nicht in der Liste „{titles['de']}“", "en": f"is not in the list “{titles['en']}”"}
    if column.is_time:
        return {"de": "ist als Datum nicht zu lesen", "en": "cannot be read as a date"}
    if any(kind in NUMBERS for kind in column.datatypes):
        bare = _MONEY_UNIT.sub(" ", _HEDGE.sub("", text)).strip()
        if double := re.fullmatch(r"([1-9]\d{0,2})[.,](\d{3})", bare):
            whole, small = "".join(double.groups()), ".".join(double.groups()).rstrip("0").rstrip(".")
            return {
                "de": f"ist auf zwei Arten zu lesen, {whole} oder {small.replace('.', ',')}; bitte eindeutig schreiben",
                "en": f"can be read in two ways, {whole} or {small}; please write it clearly",
            }
        return {"de": "ist keine einzelne Zahl", "en": "is no single number"}
    return {
        "de": f"passt nicht in die Spalte „{column.name['de']}“",
        "en": f"does not fit into the column “{column.name['en']}”",
    }
