"""What a saved query can be given: parameters, and their values as terms of their type, never as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.ingest.values import EXPECTED, literal
from ipgraph.model import Text
from ipgraph.namespaces import XSD

TYPES = {"string": "", "iri": "", "integer": "integer", "decimal": "decimal", "date": "date", "boolean": "boolean"}

Scalar = str | int | Decimal | date | bool
Given = Scalar | Sequence[Scalar] | None
"""What a parameter may be given: a value, several, or None for its default."""

_NUMBERS = {XSD + "integer", XSD + "decimal"}
MOST_DIGITS = 18
"""Digits of a number before its point: what every engine can calculate with (64 bit)."""


@dataclass(frozen=True)
class Parameter:
    """A parameter: the line ``VALUES ?name { … }`` of a query."""

    name: str
    type: str
    default: Scalar | None
    optional: bool
    label: Text
    help: Text
    values: str | None
    several: bool = False
    """Whether several values may be given: the answer then holds what belongs to any of them."""


def terms(parameter: Parameter, value: Given) -> list[ox.NamedNode | ox.Literal]:
    """The different terms that a parameter is given, in their order; none for its default.

    Raises:
        IpgraphError: a value is not of the type, or there are several where one is asked for.
    """
    given: Sequence[Scalar] = () if value is None else value if isinstance(value, list | tuple) else (value,)
    found = list(dict.fromkeys(term(parameter, one) for one in given))
    if len(found) > 1 and not parameter.several:
        raise IpgraphError(
            f"{parameter.label.get('de', parameter.name)} ({parameter.name}) nimmt nur einen Wert.",
            f"{parameter.label.get('en', parameter.name)} ({parameter.name}) takes one value only.",
        )
    return found


def term(parameter: Parameter, value: Scalar) -> ox.NamedNode | ox.Literal:
    """A value as a term of the parameter's type; raises :class:`IpgraphError` when it is none."""
    text = _text_of(value).strip()
    if parameter.type == "iri":
        if literal(text, XSD + "anyURI", ""):
            return ox.NamedNode(text)
    elif parameter.type == "string":
        if not re.search("[\x00\ud800-\udfff]", text):
            return ox.Literal(text)
    elif (found := literal(text, XSD + TYPES[parameter.type], "")) and _can_be_calculated(found):
        return found
    raise _no_value(parameter, text)


def _text_of(value: Scalar) -> str:
    """A value as it would be typed; numbers without exponent, unless that would be endless."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= 2 * MOST_DIGITS:
        return format(value, "f")
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return f"{Decimal(value):.2E}"  # Python itself refuses to write very long ones out
    return str(value)


def _can_be_calculated(found: ox.Literal) -> bool:
    """Whether engines can compare a number; with one that is too long they silently find nothing."""
    whole, _, part = found.value.lstrip("+-").partition(".")
    return found.datatype.value not in _NUMBERS or (len(whole) <= MOST_DIGITS and len(part) <= MOST_DIGITS)


def written(parameter: Parameter, found: Sequence[ox.NamedNode | ox.Literal]) -> str:
    """Terms as they stand in a query, once the parser has read exactly these out of it again.

    Raises:
        IpgraphError: the parser read something else.
    """
    text = " ".join(map(str, found))
    try:
        read = ox.Store().query(f"SELECT ?value {{ VALUES ?value {{ {text} }} }}")
        same = isinstance(read, ox.QuerySolutions) and [row[0] for row in read] == list(found)
    except (SyntaxError, ValueError):
        same = False
    if not same:
        raise _no_value(parameter, text)
    return text


def _no_value(parameter: Parameter, text: str) -> IpgraphError:
    label = parameter.label
    shown = text[:80].encode("utf-8", "replace").decode("utf-8")
    expected = EXPECTED.get(XSD + (TYPES[parameter.type] or "anyURI"), {"de": "Text", "en": "text"})
    if parameter.type == "string":
        expected = {"de": "Text ohne Steuerzeichen", "en": "text without control characters"}
    return IpgraphError(
        f"„{shown}“ ist kein Wert für {label.get('de', parameter.name)} ({parameter.name}). "
        f"Erwartet wird {expected['de']}.",
        f"“{shown}” is no value for {label.get('en', parameter.name)} ({parameter.name}). Expected: {expected['en']}.",
    )
