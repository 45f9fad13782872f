"""What a person reads about saved queries in a terminal: the catalogue by group, and one query with its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipgraph.catalogue import groups, matching, parameter_values
from ipgraph.catalogue.parameter import Parameter
from ipgraph.catalogue.saved_query import SavedQuery
from ipgraph.columns import hung
from ipgraph.model import Text
from ipgraph.store import Store
from ipgraph.table import plain

TYPE_NAMES: dict[str, Text] = {
    "string": {"de": "Text", "en": "text"},
    "iri": {"de": "Adresse", "en": "address"},
    "integer": {"de": "ganze Zahl", "en": "whole number"},
    "decimal": {"de": "Zahl", "en": "number"},
    "date": {"de": "Tag", "en": "day"},
    "boolean": {"de": "ja oder nein", "en": "yes or no"},
}
EVERYWHERE = ("plan", "lang")
"""Parameters that every query may have, and that a list of queries need not repeat."""

MOST_VALUES = 12
"""Values of a parameter that a description names."""


def listing(words: Sequence[str] = (), lang: str = "de", width: int = 80) -> str:
    """The catalogue for a terminal: under each group its queries, with the parameters of their own.

    Args:
        words: as for :func:`ipgraph.catalogue.matching`.
        lang: language.
        width: columns of the terminal.

    Returns:
        The text.

    Raises:
        IpgraphError: no query has all the words.
    """
    found = matching(words)
    indent = max(len(query.id) for query in found) + 4
    lines: list[str] = []
    for key, name in groups().items():
        mine = [query for query in found if query.group == key]
        if mine:
            lines += ["", f"{name[lang]} ({key})"]
        for query in mine:
            names = [_with_default(one) for one in _own(query)]
            text = query.title[lang] + (f" [{', '.join(names)}]" if names else "")
            lines += hung(f"  {query.id}".ljust(indent), text, width)
    more = {"de": "Mehr über eine: ipgraph query ID --describe", "en": "More about one: ipgraph query ID --describe"}
    return "\n".join([*lines[1:], "", more[lang], ""])


def description(saved: SavedQuery, store: Store, lang: str = "de", width: int = 80) -> str:
    """All that a person needs to ask a query: what it answers, its parameters and their values, its columns.

    Args:
        saved: the query.
        store: whose values are offered.
        lang: language.
        width: columns of the terminal.

    Returns:
        The text.
    """
    german = lang == "de"
    parts = [[f"{saved.title[lang]} ({saved.id})"]]
    hint = saved.hint[lang] and ("Was tun? " if german else "What to do? ") + saved.hint[lang]
    parts += [hung("", text, width) for text in (saved.question[lang], saved.description[lang], hint) if text]
    if saved.params:
        lines = [line for parameter in saved.params for line in _parameter(parameter, store, lang, width)]
        parts.append(["Parameter (-p name=wert):" if german else "Parameters (-p name=value):", *lines])
    columns = [column for column in saved.columns.values() if column.role not in ("iri", "code")]
    if columns:
        indent = max(len(column.name) for column in columns) + 4
        lines = [line for one in columns for line in hung(f"  {one.name}".ljust(indent), one.title[lang], width)]
        parts.append(["Spalten:" if german else "Columns:", *lines])
    example = "".join(f" -p {one.name}={_example(one)}" for one in _own(saved) if one.default is not None)
    parts.append([f"{'Zum Beispiel' if german else 'For example'}: ipgraph query {saved.id}{example}"])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _parameter(parameter: Parameter, store: Store, lang: str, width: int) -> Iterator[str]:
    german = lang == "de"
    facts = [TYPE_NAMES[parameter.type][lang]]
    if parameter.default is None:
        facts.append("freiwillig" if german else "optional")
    else:
        facts.append(f"{'sonst' if german else 'default'} {_example(parameter)}")
    if parameter.several:
        facts.append("auch mehrere" if german else "several may be given")
    label, help_ = parameter.label.get(lang, ""), parameter.help.get(lang, "")
    yield from hung(
        f"  {parameter.name:<10} ", f"{label} ({', '.join(facts)})" + (f": {help_}" if help_ else ""), width
    )
    offered = parameter_values(parameter, store)
    for value, name in offered[:MOST_VALUES]:
        yield from hung(" " * 15, f"{value}  {name}".rstrip(), width)
    if len(offered) > MOST_VALUES:
        rest = len(offered) - MOST_VALUES
        yield " " * 15 + (f"… und {rest} weitere" if german else f"… and {rest} more")


def _own(query: SavedQuery) -> list[Parameter]:
    return [parameter for parameter in query.params if parameter.name not in EVERYWHERE]


def _with_default(parameter: Parameter) -> str:
    return parameter.name if parameter.default is None else f"{parameter.name}={_example(parameter)}"


def _example(parameter: Parameter) -> str:
    """The default as it would be typed."""
    return plain(parameter.default)
