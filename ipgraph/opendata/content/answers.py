"""The answers to the saved questions as tables of a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ipgraph.catalogue import by_group
from ipgraph.opendata.content.tables import Column, Listing
from ipgraph.store import Store
from ipgraph.table import Table, plain

Answers = Mapping[str, Table]
"""Answers in German by id of the query, in the order of the catalogue."""


def all_answers(store: Store) -> dict[str, Table]:
    """Ask every question.

    Args:
        store: where the plan lies, and no other one.
    """
    return {query.id: query.run(store, "de") for query in by_group()}


def answer_tables(answers: Answers) -> Iterator[Listing]:
    """The answers as tables; their columns are called as in the query, so that a program finds them again."""
    for query in by_group():
        table = answers[query.id]
        columns = tuple(Column(one.name, one.title, {}) for one in table.columns)
        rows = tuple(tuple((text,) if (text := plain(value)) else () for value in row) for row in table.rows)
        yield Listing(query.id, query.title, query.question, columns, rows)
