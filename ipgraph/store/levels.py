"""The one place where differences between engines in how they write the same value are levelled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pyoxigraph as ox

from ipgraph.namespaces import XSD
from ipgraph.store.answers import Answer, Solutions, Term


def levelled(answer: Answer) -> Answer:
    """An answer with its values written as an embedded store writes them.

    Virtuoso has ``1`` for true and drops or keeps zeros at the end of a decimal number as it likes; Oxigraph has
    ``true`` and no needless zeros. The values are the same. What differs in value is not touched here: the queries of
    the catalogue are written so that it does not occur (``queries/README.md``).

    Args:
        answer: as the server gave it.

    Returns:
        The same values.
    """
    if isinstance(answer, Solutions):
        return Solutions(answer.variables, tuple(tuple(map(_term, row)) for row in answer.rows))
    if isinstance(answer, bool):
        return answer
    return [
        ox.Triple(t.subject, t.predicate, _literal(t.object)) if isinstance(t.object, ox.Literal) else t for t in answer
    ]


def _term(term: Term) -> Term:
    return _literal(term) if isinstance(term, ox.Literal) else term


def _literal(term: ox.Literal) -> ox.Literal:
    write = _WRITTEN.get(term.datatype.value)
    if not write:
        return term
    try:
        written = write(term.value)
    except (ValueError, ArithmeticError):  # what does not fit its datatype stays as it is
        return term
    return term if written == term.value else ox.Literal(written, datatype=term.datatype)


def _decimal(text: str) -> str:
    written = format(Decimal(text), "f")
    return (written.rstrip("0").rstrip(".") if "." in written else written) or "0"


_WRITTEN: dict[str, Callable[[str], str]] = {
    XSD + "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    XSD + "decimal": _decimal,
    XSD + "integer": lambda text: str(int(text)),
}
