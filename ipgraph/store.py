"""Where the triples live and questions are asked. One seam: embedded now, a SPARQL endpoint behind the same face."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from ipgraph.elsewhere import calls_elsewhere
from ipgraph.errors import IpgraphError
from ipgraph.namespaces import CODES_GRAPH

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

    def query(self, sparql: str) -> Answer:
        """Answer a query of any kind."""
        ...

    def select(self, sparql: str) -> Solutions:
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

    def query(self, sparql: str) -> Answer:
        """Answer a query of any kind.

        Args:
            sparql: the query.

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

    def select(self, sparql: str) -> Solutions:
        """Answer a SELECT query; raises :class:`IpgraphError` when it has a fault or is of another kind."""
        answer = self.query(sparql)
        if not isinstance(answer, Solutions):
            raise IpgraphError("Das ist keine SELECT-Abfrage.", "This is no SELECT query.")
        return answer

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """All triples of one named graph."""
        for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield quad.triple

    def graphs(self) -> list[str]:
        """IRIs of the named graphs of the plans, sorted; the code lists are not among them."""
        names = {name.value for name in self._store.named_graphs()}
        return sorted(names - {CODES_GRAPH})


def query_fault(sparql: str, message: str) -> IpgraphError:
    """Say where a query has its fault: line, column and the line itself, as far as the engine tells."""
    found = re.search(r"(\d+):(\d+)", message)
    if not found:
        return IpgraphError(f"Die Abfrage hat einen Fehler: {message}", f"The query has a fault: {message}")
    line, column = int(found[1]), int(found[2])
    message = _reason(message)
    lines = sparql.splitlines()
    shown = f"\n{lines[line - 1]}\n{' ' * (column - 1)}^" if line <= len(lines) else ""
    return IpgraphError(
        f"Die Abfrage hat einen Fehler in Zeile {line}, Spalte {column}: {message}{shown}",
        f"The query has a fault in line {line}, column {column}: {message}{shown}",
    )


def _reason(message: str) -> str:
    """What a person can use of the parser's message: its own sentence, else the words that might have come."""
    text = re.sub(r"^error at \d+:\d+: |,? ?\['[^]]*(?:'\]'[^]]*)*\]|,? ?\[_\]", "", message)
    words = text.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    sentences = [word for word in words if re.match(r"\w+ \w+", word)]
    return sentences[0] if sentences else text
