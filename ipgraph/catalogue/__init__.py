"""The catalogue of saved queries: find one, ask it, list all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from ipgraph import resources
from ipgraph.catalogue.parameter import Given, Parameter, term, terms
from ipgraph.catalogue.saved_query import SavedQuery, parse_query
from ipgraph.errors import IpgraphError
from ipgraph.files import text_of
from ipgraph.ingest import Reading, read
from ipgraph.model import Text
from ipgraph.store import Solutions, Store
from ipgraph.table import Column, Table, human, plain, table_from

__all__ = [
    "Parameter",
    "SavedQuery",
    "by_group",
    "catalogue_table",
    "check_choices",
    "find_query",
    "groups",
    "load_query",
    "matching",
    "parameter_values",
    "parse_query",
    "queries",
    "query",
]


@cache
def queries() -> dict[str, SavedQuery]:
    """The catalogue.

    Returns:
        Each saved query by its id, which is the name of its file.

    Raises:
        ValueError: a header is not as it must be (a fault of the program, not of its user).
    """
    return {path.stem: load_query(path) for path in sorted(resources.folder("queries").glob("*.rq"))}


@cache
def groups() -> dict[str, Text]:
    """Titles of the groups of the catalogue by their key, in their order (``queries/groups.yaml``)."""
    found: dict[str, Text] = yaml.safe_load((resources.folder("queries") / "groups.yaml").read_text(encoding="utf-8"))
    return found


def by_group() -> list[SavedQuery]:
    """The queries of the catalogue in the order of their groups, then of their ids."""
    order = list(groups())
    return sorted(queries().values(), key=lambda query: (order.index(query.group), query.id))


def matching(words: Sequence[str]) -> list[SavedQuery]:
    """The queries in which every one of some words stands, by group.

    Args:
        words: words or parts of words, such as ``luecken``, ``Akteur`` or the beginning of an id. They are looked for
            in id, group, tags, title, question and description, in both languages; none means all queries.

    Returns:
        The queries in the order of :func:`by_group`.

    Raises:
        IpgraphError: no query has them all; the sentence names the groups.
    """
    found = [query for query in by_group() if all(word.casefold() in _searched(query) for word in words)]
    if not found:
        names = ", ".join(groups())
        raise IpgraphError(
            f"Keine Abfrage zu „{' '.join(words)}“. Gruppen: {names}. Alle zeigt: ipgraph queries",
            f"No query about “{' '.join(words)}”. Groups: {names}. All are listed by: ipgraph queries",
        )
    return found


def _searched(query: SavedQuery) -> str:
    texts = [text for part in (groups()[query.group], query.title, query.question, query.description)
             for text in part.values()]  # fmt: skip
    return "\n".join([query.id, *query.tags, *texts]).casefold()


def load_query(path: Path) -> SavedQuery:
    """Read one query file; see :func:`parse_query`."""
    return parse_query(path.read_text(encoding="utf-8"), path.stem)


def find_query(name: str) -> SavedQuery:
    """A query by id, or from a ``.rq`` file.

    Args:
        name: id of the catalogue, or path of a file.

    Returns:
        The query.

    Raises:
        IpgraphError: there is neither; or the header of the file has a fault.
    """
    saved = resources.folder("queries") / f"{name}.rq"
    if re.fullmatch(r"[a-z0-9-]+", name) and saved.is_file():
        return load_query(saved)
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        if not path.is_file():
            raise IpgraphError(f"Die Datei {path} gibt es nicht.", f"The file {path} does not exist.")
        return parse_query(text_of(path), path.stem)
    if "{" in name:
        raise IpgraphError(
            "Hier steht SPARQL statt einer Kennung. Bitte die Abfrage in eine Datei (abfrage.rq) schreiben und diese "
            "nennen, oder „-“ angeben und die Abfrage über die Standardeingabe schicken.",
            "This is SPARQL in place of an id. Please write the query into a file (query.rq) and name that, or give "
            "“-” and send the query to standard input.",
        )
    from difflib import get_close_matches

    near = ", ".join(get_close_matches(name, queries(), n=3, cutoff=0.5))
    raise IpgraphError(
        f"Eine Abfrage „{name}“ gibt es nicht.{f' Gemeint vielleicht: {near}.' if near else ''} Alle zeigt: ipgraph "
        "queries",
        f"There is no query “{name}”.{f' Perhaps: {near}.' if near else ''} All are listed by: ipgraph queries",
    )


def query(name: str, source: Reading | str | Path | None = None, lang: str = "de", **values: Given) -> Table:
    """Ask a saved query.

    Args:
        name: id of the catalogue, or path of a ``.rq`` file with a SELECT query.
        source: plans already read, or a source to read; None for the bundled model plan.
        lang: language of labels.
        values: value by name of parameter, several as a list.

    Returns:
        The result.

    Raises:
        IpgraphError: no such query or parameter, a value that does not fit, a fault in the query or the source.
    """
    reading = source if isinstance(source, Reading) else read(*([source] if source else []))
    saved = find_query(name)
    saved.bind(lang, **values)  # an unknown name or a value of the wrong type is told first
    check_choices(saved, reading.store, values)
    return saved.run(reading.store, lang, **values)


def parameter_values(parameter: Parameter, store: Store) -> list[tuple[str, str]]:
    """The values that a parameter can sensibly have: (value, description), by its value query."""
    if not parameter.values:
        return []
    solutions: Solutions = store.select(parameter.values)
    rows = table_from(solutions).rows
    return [(plain(row[0]), human(row[1]) if len(row) > 1 else "") for row in rows]


def catalogue_table(lang: str = "de", words: Sequence[str] = ()) -> Table:
    """The catalogue as a table, by group: id, title, parameters, group; or what :func:`matching` finds of it."""
    columns = (
        Column("id", {"de": "Abfrage", "en": "Query"}),
        Column("title", {"de": "Titel", "en": "Title"}),
        Column("parameters", {"de": "Parameter", "en": "Parameters"}),
        Column("group", {"de": "Gruppe", "en": "Group"}),
    )
    rows = [
        (
            entry.id,
            entry.title[lang],
            ", ".join(f"{p.name}={p.default}" if p.default is not None else p.name for p in entry.params),
            groups()[entry.group][lang],
        )
        for entry in matching(words)
    ]
    return Table(columns, tuple(rows), {"de": "Gespeicherte Abfragen", "en": "Saved queries"})


def check_choices(saved: SavedQuery, store: Store, values: Mapping[str, Given]) -> None:
    """Refuse a value that the data do not know: an empty answer would look like "nothing found".

    Args:
        saved: the query.
        store: whose values are asked for, by the value query of each parameter.
        values: value by name of parameter.

    Raises:
        IpgraphError: a value is not among those of its parameter; the sentence names them.
    """
    for parameter in saved.params:
        found = terms(parameter, values.get(parameter.name))
        if not found or not parameter.values:
            continue
        known = [choice for choice, _ in parameter_values(parameter, store)]
        strange = [one.value for one in found if one not in [term(parameter, choice) for choice in known]]
        if known and strange:
            names = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
            raise IpgraphError(
                f"„{strange[0]}“ gibt es als {parameter.label.get('de', parameter.name)} nicht. Möglich: {names}.",
                f"There is no {parameter.label.get('en', parameter.name)} “{strange[0]}”. Possible: {names}.",
            )
