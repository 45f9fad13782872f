"""Where the triples live and questions are asked. One seam: embedded now, a SPARQL endpoint behind the same face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.sparql import calls_elsewhere, query_fault

Term = ox.NamedNode | ox.Literal | ox.BlankNode | None


@dataclass(frozen=True)
class Solutions:
    """The raw answer to a SELECT query: variables, then rows of terms (None where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]


Answer = Solutions | bool | list[ox.Triple]
"""The answer to a query of any kind."""


class Store(Protocol):
    """What the rest of the program may ask of a store. The default graph is the union of all graphs."""

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answer a query of any kind."""
        ...

    def select(self, sparql: str, *, timeout: float | None = None) -> Solutions:
        """Answer a SELECT query."""
        ...

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """All triples of one named graph."""
        ...


class EmbeddedStore:
    """A store inside the process (``pyoxigraph.Store``): in memory, one named graph a plan.

    See ``docs/decisions/store.md`` for why not rdflib.
    """

    def __init__(self) -> None:
        self._store = ox.Store()

    def add(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Add triples to a named graph."""
        name = ox.NamedNode(graph)
        self._store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)

    def load(self, path: Path, format: ox.RdfFormat) -> None:
        """Add the statements of a file to the graphs that it names.

        Args:
            path: the file.
            format: its format.

        Raises:
            SyntaxError: the file has a fault; nothing of it is added.
        """
        self._store.bulk_load(path=path, format=format)

    def take(self, other: EmbeddedStore) -> None:
        """Take over all graphs of another store, which is not to be used any more."""
        if any(self._store.named_graphs()):
            self._store.bulk_load(other._store.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
        else:
            self._store = other._store

    def remove(self, graph: str) -> None:
        """Remove a named graph with all its triples."""
        self._store.remove_graph(ox.NamedNode(graph))

    def has_loose_statements(self) -> bool:
        """Whether there are statements outside the named graphs."""
        return any(self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def query(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Answer a query of any kind.

        Args:
            sparql: the query.
            timeout: seconds it may take.

        Returns:
            Solutions for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            IpgraphError: the query has a fault; the sentence shows line and column.
        """
        if calls_elsewhere(sparql):
            raise IpgraphError(
                "Die Abfrage ruft mit SERVICE einen fremden Dienst auf. ipgraph fragt nur die Pläne, die es las.",
                "The query calls another service with SERVICE. ipgraph only asks the plans that it has read.",
            )
        try:
            result = self._store.query(sparql, use_default_graph_as_union=True)
            if isinstance(result, ox.QueryBoolean):
                return bool(result)
            if isinstance(result, ox.QueryTriples):
                return list(result)
            variables = tuple(variable.value for variable in result.variables)
            return Solutions(variables, tuple(tuple(solution) for solution in result))
        except (SyntaxError, RuntimeError, OSError) as error:
            raise query_fault(sparql, str(error)) from error

    def select(self, sparql: str, *, timeout: float | None = None) -> Solutions:
        """Answer a SELECT query; raises :class:`IpgraphError` when it has a fault or is of another kind."""
        answer = self.query(sparql, timeout=timeout)
        if not isinstance(answer, Solutions):
            raise IpgraphError("Das ist keine SELECT-Abfrage.", "This is no SELECT query.")
        return answer

    def triples(
        self, graph: str, subject: ox.NamedNode | ox.BlankNode | None = None, value: Term = None
    ) -> Iterator[ox.Triple]:
        """All triples of one named graph; only those of a subject or with a value, where one is given."""
        for quad in self._store.quads_for_pattern(subject, None, value, ox.NamedNode(graph)):
            yield quad.triple

    def n_triples(self, graph: str) -> bytes:
        """All triples of one named graph as N-Triples, a line each with single blanks between its terms."""
        return self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""

    def graphs(self) -> list[str]:
        """IRIs of the named graphs of the plans, sorted; the code lists are not among them."""
        names = {name.value for name in self._store.named_graphs()}
        return sorted(names - {CODES_GRAPH})
