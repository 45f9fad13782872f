"""What may stand next on the command line: ids of queries, names of parameters and, after the ``=``, their values."""

from __future__ import annotations

from collections.abc import Sequence

from ipgraph.catalogue import find_query, parameter_values, queries
from ipgraph.catalogue.parameter import Parameter
from ipgraph.errors import IpgraphError
from ipgraph.ingest import read
from ipgraph.table import plain

Suggestion = tuple[str, str]
"""What may be typed, and a few words about it."""


def query_ids(begun: str, lang: str = "de") -> list[Suggestion]:
    """Ids of the catalogue that begin with what is typed, each with its title."""
    return [(query.id, query.title[lang]) for query in queries().values() if query.id.startswith(begun)]


def parameters(name: str, sources: Sequence[str], begun: str, lang: str = "de") -> list[Suggestion]:
    """What may follow ``-p``.

    Args:
        name: id or file of the query.
        sources: the sources that are on the line already; their plans offer the values.
        begun: what is typed of ``name=value``.
        lang: language of the words.

    Returns:
        ``name=`` with its label before the ``=``; ``name=value`` with its label after it. Nothing where the line
        cannot be understood or a source cannot be read: a line that is being typed is no place for a message.
    """
    try:
        query = find_query(name)
        key, equals, value = begun.partition("=")
        if not equals:
            return [(f"{one.name}=", one.label.get(lang, "")) for one in query.params if one.name.startswith(key)]
        for parameter in query.params:
            if parameter.name == key:
                offered = _values(parameter, sources, lang)
                return [(f"{key}={one}", label) for one, label in offered if one.startswith(value)]
    except (IpgraphError, OSError):  # a word half typed is no mistake yet
        return []
    return []


def _values(parameter: Parameter, sources: Sequence[str], lang: str) -> list[Suggestion]:
    """What a parameter can be given: by its value query, else the few values of its type, else its default."""
    if parameter.values:
        return parameter_values(parameter, read(*sources).store)
    if parameter.type == "boolean":
        return [("ja", "yes"), ("nein", "no")]
    if parameter.name == "lang":
        return [("de", "Deutsch"), ("en", "English")]
    return [] if parameter.default is None else [(plain(parameter.default), parameter.help.get(lang, ""))]
