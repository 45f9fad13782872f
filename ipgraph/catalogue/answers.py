"""The answer to a query of any kind, written down as it was asked for, and what has to be said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import pyoxigraph as ox

from ipgraph.catalogue import check_choices
from ipgraph.catalogue.parameter import Given
from ipgraph.catalogue.saved_query import SavedQuery
from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.namespaces import PREFIXES
from ipgraph.sparql import at_most, fault_in, prefixes
from ipgraph.store import Answer, Solutions, Store
from ipgraph.table import FORMATS as TABLE_FORMATS
from ipgraph.table import Column, Table, render, table_from

TRIPLE_FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "jsonld", "rdf": "rdfxml"}
"""Formats of triples: suffix of the file, and name in :mod:`ipgraph.emit.serialise`."""

FORMATS = (*TABLE_FORMATS, *TRIPLE_FORMATS)

T = TypeVar("T")


@dataclass(frozen=True)
class Wanted:
    """How an answer is wanted.

    Args:
        format: one of :data:`FORMATS`; None for what suits its kind (a table or CSV, Turtle, a word).
        lang: language of labels and words.
        timeout: seconds that the query may take; None for any.
        limit: rows or triples that are written at most; None for all.
        terminal: whether a person reads along.
    """

    format: str | None = None
    lang: str = "de"
    timeout: float | None = None
    limit: int | None = None
    terminal: bool = False


@dataclass(frozen=True)
class Answered:
    """An answer.

    Args:
        content: the bytes as they were wanted.
        found: rows or triples that came, with a limit also one more than are written; 1 or 0 for yes or no.
        notes: what a person should know: that it was cut, what it says in one sentence, what can be done.
    """

    content: bytes
    found: int
    notes: tuple[Text, ...] = ()


def answer(saved: SavedQuery, store: Store, values: Mapping[str, Given], wanted: Wanted) -> Answered:
    """Ask a query of any kind and write its answer down.

    Args:
        saved: the query.
        store: where to ask.
        values: value by name of parameter, several as a list.
        wanted: format, language and limits.

    Returns:
        The answer: a table for SELECT, ``ja`` or ``nein`` for ASK (a table of one cell in a format of tables), triples
        for CONSTRUCT and DESCRIBE.

    Raises:
        IpgraphError: a fault in the query (with its line as in the file), its parameters, a format that does not fit
            its kind, or the time is up.
    """
    format = wanted.format or ("table" if wanted.terminal else "csv")
    told = format == "table" and saved.answer  # one sentence about all rows
    most = None if told or wanted.limit is None else wanted.limit + 1
    found = ask(saved, store, values, wanted, most)
    if isinstance(found, Solutions):
        return _rows(saved, found, format, wanted)
    if isinstance(found, bool):
        return _truth(found, wanted)
    return _triples(saved, found, wanted)


def ask(
    saved: SavedQuery, store: Store, values: Mapping[str, Given], wanted: Wanted, most: int | None = None
) -> Answer:
    """The raw answer; a fault in the query is told with the line of the file that it stands in.

    Args:
        saved: the query.
        store: where to ask.
        values: value by name of parameter.
        wanted: language and time limit.
        most: rows to ask for at most, where it is a SELECT query; None for all.
    """
    sparql = saved.bind(wanted.lang, **values)
    check_choices(saved, store, values)
    try:
        asked = sparql if most is None else at_most(sparql, most)
        return store.query(asked, timeout=wanted.timeout, graphs=saved.graphs(store, values))
    except IpgraphError as error:
        raise (fault_in(saved.text) or error) from error


def _rows(saved: SavedQuery, found: Solutions, format: str, wanted: Wanted) -> Answered:
    if format in TRIPLE_FORMATS:
        raise _misfit(format, "SELECT", TABLE_FORMATS)
    table = table_from(found, saved.columns, saved.title)
    rows, notes = _cut(table.rows, wanted.limit, {"de": "die ersten Zeilen", "en": "the first rows"})
    if format == "table":
        notes += _said(saved, table)
    return Answered(render(replace(table, rows=rows), format, wanted.lang), len(table.rows), notes)


def _said(saved: SavedQuery, table: Table) -> tuple[Text, ...]:
    """The answer in one sentence, and for gaps what can be done."""
    sentence = {lang: saved.sentence(table, lang) for lang in ("de", "en")}
    hint = {"de": f"Was tun? {saved.hint.get('de', '')}", "en": f"What to do? {saved.hint.get('en', '')}"}
    return tuple(
        text for text, there in ((sentence, sentence["de"]), (hint, table.rows and saved.hint.get("de"))) if there
    )


def _truth(found: bool, wanted: Wanted) -> Answered:
    if wanted.format in TRIPLE_FORMATS:
        raise _misfit(wanted.format or "", "ASK", TABLE_FORMATS)
    if wanted.format in (None, "table"):
        words = {"de": ("nein", "ja"), "en": ("no", "yes")}[wanted.lang]
        return Answered(f"{words[found]}\n".encode(), int(found))
    table = Table((Column("answer", {"de": "Antwort", "en": "Answer"}),), ((found,),))
    return Answered(render(table, wanted.format or "", wanted.lang), int(found))


def _triples(saved: SavedQuery, found: list[ox.Triple], wanted: Wanted) -> Answered:
    from ipgraph.emit.serialise import stable_triples, triples_bytes

    format = wanted.format or "ttl"
    if format not in TRIPLE_FORMATS:
        raise _misfit(format, "CONSTRUCT, DESCRIBE", tuple(TRIPLE_FORMATS))
    triples = stable_triples(found)
    kept, notes = _cut(triples, wanted.limit, {"de": "die ersten Tripel", "en": "the first triples"})
    known = PREFIXES | prefixes(saved.text)
    return Answered(triples_bytes(kept, TRIPLE_FORMATS[format], known), len(triples), notes)


def _cut(items: Sequence[T], limit: int | None, what: Text) -> tuple[tuple[T, ...], tuple[Text, ...]]:
    """The first items, and the note that there are more."""
    if limit is None or len(items) <= limit:
        return tuple(items), ()
    note = {
        "de": f"Gezeigt werden nur {what['de']} (--limit {limit}); es gibt mehr.",
        "en": f"Shown are only {what['en']} (--limit {limit}); there are more.",
    }
    return tuple(items[:limit]), (note,)


def _misfit(format: str, kind: str, possible: Sequence[str]) -> IpgraphError:
    names = ", ".join(possible)
    name = "Turtle (ttl)" if format == "ttl" else f"„{format}“"
    return IpgraphError(
        f"{name} passt nicht zu einer Abfrage mit {kind}. Möglich: {names}.",
        f"{name} does not fit a query with {kind}. Possible: {names}.",
    )
