"""Where the triples live and questions are asked. One seam: embedded now, a SPARQL endpoint behind the same face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.namespaces import CODES_GRAPH

Term = ox.NamedNode | ox.Literal | ox.BlankNode | None


@dataclass(frozen=True)
class Solutions:
    """The raw answer to a SELECT query: variables, then rows of terms (None where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]


class Store(Protocol):
    """What the rest of the program may ask of a store. The default graph is the union of all graphs."""

    def select(self, sparql: str) -> Solutions:
        """Answer a SELECT query."""
        ...

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query."""
        ...

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Answer a CONSTRUCT or DESCRIBE query."""
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

    def select(self, sparql: str) -> Solutions:
        """Answer a SELECT query.

        Args:
            sparql: the query.

        Returns:
            Its solutions in the order of the engine.

        Raises:
            IpgraphError: the query has a fault, or is none of the SELECT kind.
        """
        result = self._query(sparql)
        if not isinstance(result, ox.QuerySolutions):
            raise IpgraphError("Das ist keine SELECT-Abfrage.", "This is no SELECT query.")
        variables = tuple(variable.value for variable in result.variables)
        return Solutions(variables, tuple(tuple(solution) for solution in result))

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query; raises :class:`IpgraphError` when it has a fault."""
        result = self._query(sparql)
        if not isinstance(result, ox.QueryBoolean):
            raise IpgraphError("Das ist keine ASK-Abfrage.", "This is no ASK query.")
        return bool(result)

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Answer a CONSTRUCT or DESCRIBE query; raises :class:`IpgraphError` when it has a fault."""
        result = self._query(sparql)
        if not isinstance(result, ox.QueryTriples):
            raise IpgraphError("Das ist keine CONSTRUCT-Abfrage.", "This is no CONSTRUCT query.")
        return list(result)

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """All triples of one named graph."""
        for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield quad.triple

    def graphs(self) -> list[str]:
        """IRIs of the named graphs of the plans, sorted; the code lists are not among them."""
        names = {name.value for name in self._store.named_graphs()}
        return sorted(names - {CODES_GRAPH})

    def _query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(sparql, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise query_fault(sparql, str(error)) from error


def query_fault(sparql: str, message: str) -> IpgraphError:
    """Say where a query has its fault: line, column and the line itself, as far as the engine tells."""
    import re

    found = re.search(r"(\d+):(\d+)", message)
    if not found:
        return IpgraphError(f"Die Abfrage hat einen Fehler: {message}", f"The query has a fault: {message}")
    line, column = int(found[1]), int(found[2])
    lines = sparql.splitlines()
    shown = f"\n{lines[line - 1]}\n{' ' * (column - 1)}^" if line <= len(lines) else ""
    return IpgraphError(
        f"Die Abfrage hat einen Fehler in Zeile {line}, Spalte {column}: {message}{shown}",
        f"The query has a fault in line {line}, column {column}: {message}{shown}",
    )
