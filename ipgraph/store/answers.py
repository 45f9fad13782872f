"""What every store promises: the kinds of answers, and the sentence about a query with a fault."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Protocol, TypedDict

import pyoxigraph as ox

from ipgraph.elsewhere import calls_elsewhere
from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.sparql import MOST_NESTED, chooses_graphs, depth

Term = ox.NamedNode | ox.Literal | ox.BlankNode | None


@dataclass(frozen=True)
class Solutions:
    """The raw answer to a SELECT query: variables, then rows of terms (None where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]


Answer = Solutions | bool | list[ox.Triple]
"""The answer to a query of any kind."""


Warn = Callable[[Text], None]
"""Told what the user should know, such as an answer that a server has cut."""


def warned(text: Text) -> None:
    """Warn as Python does."""
    warnings.warn(text["en"], stacklevel=2)


class Store(Protocol):
    """What the rest of the program may ask of a store. The default graph is the union of all graphs."""

    def query(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Answer:
        """Answer a query of any kind.

        Args:
            sparql: the query.
            timeout: the longest time it may take, in seconds; None for no limit.
            graphs: the plans to look into, beside the code lists; none for all.

        Returns:
            Solutions for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            IpgraphError: the query has a fault (the sentence shows line and column), or time is up.
        """
        ...

    def select(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Solutions:
        """Answer a SELECT query; raises :class:`IpgraphError` like :meth:`query`, or when it is of another kind."""
        ...

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """All triples of one named graph."""
        ...

    def graphs(self) -> list[str]:
        """IRIs of the named graphs of the plans, sorted; the code lists are not among them."""
        ...


class Dataset(TypedDict, total=False):
    """What a query of pyoxigraph takes for its default graph."""

    use_default_graph_as_union: bool
    default_graph: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]


def dataset(sparql: str, graphs: Sequence[str]) -> Dataset:
    """The default graph of a query: some plans and the code lists, what the query says, or everything."""
    if not graphs:
        return {"use_default_graph_as_union": not chooses_graphs(sparql)}
    return {"default_graph": [ox.NamedNode(graph) for graph in (*graphs, CODES_GRAPH)]}


def taken(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """The whole answer out of what the engine gives bit by bit."""
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return list(result)
    variables = tuple(variable.value for variable in result.variables)
    # A getter of all places takes a row at once; by iteration it goes term by term, and half as fast again.
    row = itemgetter(*range(len(variables))) if len(variables) > 1 else tuple
    return Solutions(variables, tuple(map(row, result)))


def only_solutions(answer: Answer) -> Solutions:
    """The answer, if it is one to a SELECT query; raises :class:`IpgraphError` for another kind."""
    if not isinstance(answer, Solutions):
        raise IpgraphError("Das ist keine SELECT-Abfrage.", "This is no SELECT query.")
    return answer


def refuse_harmful(sparql: str) -> None:
    """Raise :class:`IpgraphError` where a query would send a part of itself elsewhere, or end the program.

    The parser of Oxigraph goes down with every bracket and has no bound of its own; on a small stack (1 MB on Windows)
    a few hundred are too many, and the whole process ends with it.
    """
    if depth(sparql) > MOST_NESTED:
        raise IpgraphError(
            f"Die Abfrage hat mehr als {MOST_NESTED} Klammern ineinander. So tief wird nicht gelesen.",
            f"The query has more than {MOST_NESTED} brackets within each other. It is not read as deep as that.",
        )
    if calls_elsewhere(sparql):
        raise IpgraphError(
            "Die Abfrage ruft mit SERVICE einen fremden Dienst auf. ipgraph fragt nur die Pläne, die es las.",
            "The query calls another service with SERVICE. ipgraph only asks the plans that it has read.",
        )


def failed(message: str) -> IpgraphError:
    """The sentence about a query over which the engine, or its process, came to an end."""
    return IpgraphError(
        f"Die Abfrage ist gescheitert: {message or 'ihr Prozess brach ab'}.",
        f"The query has failed: {message or 'its process broke off'}.",
    )


def too_slow(timeout: float) -> IpgraphError:
    """The sentence about a query whose time is up."""
    return IpgraphError(
        f"Die Abfrage war nach {timeout:g} Sekunden noch nicht fertig und wurde abgebrochen.",
        f"The query was not done after {timeout:g} seconds and has been stopped.",
    )
