"""Plans on a server: any SPARQL 1.1 endpoint, with the same answers as an embedded store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeGuard

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.files import shown
from ipgraph.model import Text
from ipgraph.namespaces import CODES, CODES_GRAPH, IP, SKOS
from ipgraph.sparql import outer_words, query_fault, tokens
from ipgraph.store.answers import (
    Answer,
    Solutions,
    Term,
    Warn,
    only_solutions,
    refuse_harmful,
    warned,
)
from ipgraph.store.http import Connection, Response, address_of, sparql_request
from ipgraph.store.levels import levelled
from ipgraph.store.limited import JSON, N_TRIPLES, read_answer

PAGE = 10_000
"""So many triples are asked for at once where a server cuts its answers."""

Page = Callable[[Sequence[str], int, int], str]
"""Writes the query for some rows of an answer: its variables, how many rows, behind how many."""


class RemoteStore:
    """A SPARQL 1.1 endpoint, asked by one thread.

    SPARQLWrapper writes the requests; the answers are read by pyoxigraph, so that terms have the same types as in an
    embedded store. See ``docs/decisions/remote-store.md``.

    Args:
        endpoint: address for queries.
        warn: told what the user should know, such as an answer that the server has cut.
        timeout: the longest time in seconds for an answer where a query names none; None for five minutes.

    Raises:
        IpgraphError: the address is none, or there is a login in it.
    """

    def __init__(self, endpoint: str, warn: Warn = warned, timeout: float | None = None) -> None:
        self.endpoint = endpoint
        self.connection = Connection(address_of(endpoint).netloc)
        self._warn = warn
        self._usual = timeout
        self._limit = timeout  # of the query that is being answered, and of the look-ups that it needs

    def query(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Answer:
        """Answer a query of any kind; see :meth:`ipgraph.store.Store.query`.

        Where the server has cut the answer to a SELECT query with ORDER BY, the rest is asked for page by page; where
        that is not possible, the user is warned.
        """
        self._limit = self._usual if timeout is None else timeout
        try:
            return self._answered(sparql, graphs)
        finally:
            self._limit = self._usual

    def _answered(self, sparql: str, graphs: Sequence[str]) -> Answer:
        chosen = (*graphs, CODES_GRAPH) if graphs and self._codes_apart else self._dataset
        answer, most = self._ask(sparql, chosen)
        found = len(answer.rows if isinstance(answer, Solutions) else answer) if not isinstance(answer, bool) else 0
        if most and found >= most:
            if isinstance(answer, Solutions) and (page := _paged(sparql)):
                return self._rest(answer, page, most, chosen)
            self._cut(found)
        return answer

    def select(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Solutions:
        """Answer a SELECT query; raises :class:`IpgraphError` when it has a fault or is of another kind."""
        return only_solutions(self.query(sparql, timeout=timeout, graphs=graphs))

    def graphs(self) -> list[str]:
        """IRIs of the plans, sorted: of their named graphs, where each has one."""
        return sorted(self._homes)

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """All triples of a named graph, or of the plan with that IRI where plans share a graph.

        Args:
            graph: IRI of the graph or plan.

        Returns:
            The triples.

        Raises:
            IpgraphError: the server does not give all of them.
        """
        pattern = _named(graph) if graph == CODES_GRAPH else self._pattern(graph)
        answer, _ = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
        found = dict.fromkeys(answer) if isinstance(answer, list) else {}
        wanted = self._count(pattern)
        if len(found) < wanted:
            found |= dict.fromkeys(self._by_pages(pattern))
        if len(found) < wanted:
            host = self.connection.host
            raise IpgraphError(
                f"{host} gibt nur {len(found)} der {wanted} Tripel von {graph} her. Bitte die Grenze des Servers "
                "erhöhen lassen (bei Virtuoso: ResultSetMaxRows) oder den Plan als Datei holen.",
                f"{host} gives only {len(found)} of the {wanted} triples of {graph}. Please have the limit of the "
                "server raised (Virtuoso: ResultSetMaxRows) or fetch the plan as a file.",
            )
        yield from found

    def has_codes(self) -> bool:
        """Whether the server holds the code lists, without which there are no labels."""
        scheme = f"{CODES}status"
        return self._ask(f"ASK {{ ?c <{SKOS}inScheme> <{scheme}> ; <{SKOS}prefLabel> ?l }}", self._dataset)[0] is True

    # ------------------------------------------------------------------ where the plans are

    @cached_property
    def _homes(self) -> Mapping[str, str | None]:
        """The named graph of each plan; None where it shares one, or lies in the default graph."""
        rows = only_solutions(self._ask(f"SELECT ?g ?p WHERE {{ GRAPH ?g {{ ?p a <{IP}Plan> }} }}")[0]).rows
        graphs_of: dict[str, list[str]] = {}
        plans_of: Counter[str] = Counter()
        for graph, plan in sorted((g.value, p.value) for g, p in rows if _iri(g) and _iri(p)):
            graphs_of.setdefault(plan, []).append(graph)
            plans_of[graph] += 1
        homes: dict[str, str | None] = {}
        for plan, graphs in graphs_of.items():
            home = plan if plan in graphs else graphs[0]
            homes[plan] = home if plans_of[home] == 1 else None
            if len(graphs) > 1:
                self._warn(_twice(plan, graphs))
        if not homes:
            rows = only_solutions(self._ask(f"SELECT DISTINCT ?p WHERE {{ ?p a <{IP}Plan> }}")[0]).rows
            homes = {p.value: None for (p,) in rows if _iri(p)}
        return homes

    @cached_property
    def _codes_apart(self) -> bool:
        """Whether the code lists have the named graph that we give them, so that plans can be asked one by one."""
        return self._ask(f"ASK {{ GRAPH <{CODES_GRAPH}> {{ ?s ?p ?o }} }}")[0] is True

    @cached_property
    def _dataset(self) -> tuple[str, ...]:
        """The graphs to ask, where the default graph of the server is not the union of all its graphs."""
        graphs = sorted({graph for graph in self._homes.values() if graph})
        if not graphs or self._ask(f"ASK {{ ?p a <{IP}Plan> }}")[0] is True:
            return ()
        return (*graphs, CODES_GRAPH)

    def _pattern(self, plan: str) -> str:
        """The pattern of all statements of a plan."""
        home = self._homes.get(plan, plan)
        if home:
            return _named(home)
        # The plan, what says that it belongs to it, and the dates of these, which say nothing.
        owned = (
            f"{{ ?s <{IP}inPlan> <{plan}> }} UNION {{ VALUES ?s {{ <{plan}> }} ?s a <{IP}Plan> }} UNION "
            f"{{ ?owner <{IP}inPlan> <{plan}> ; ?link ?s . ?s a <{IP}TimeSpan> }} UNION "
            f"{{ <{plan}> ?link ?s . ?s a <{IP}TimeSpan> }}"
        )
        body = f"{{ SELECT DISTINCT ?s WHERE {{ {owned} }} }} ?s ?p ?o ."
        return body if not any(self._homes.values()) and not self._shared else f"GRAPH ?g {{ {body} }}"

    @cached_property
    def _shared(self) -> bool:
        """Whether plans share a named graph."""
        return self._ask(f"ASK {{ GRAPH ?g {{ ?p a <{IP}Plan> }} }}")[0] is True

    # ------------------------------------------------------------------ asking

    def _count(self, pattern: str) -> int:
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
        [[number]] = only_solutions(self._ask(query)[0]).rows
        return int(number.value) if isinstance(number, ox.Literal) else 0

    def _by_pages(self, pattern: str) -> Iterator[ox.Triple]:
        """Triples in the order of their subjects, each page from where the last one ended.

        No OFFSET: servers refuse a large one, and sort all over again for each. The last subject of a page may be
        incomplete, so the next page begins with it. What a blank node is does not carry over from page to page; such
        triples are left out here.
        """
        last, size = "", PAGE
        while True:
            query = (
                f"SELECT ?s ?p ?o WHERE {{ {pattern} FILTER (ISIRI(?s) && !ISBLANK(?o) && STR(?s) >= "
                f"{ox.Literal(last)}) }} ORDER BY STR(?s) STR(?p) STR(?o) LIMIT {size}"
            )
            rows = only_solutions(self._ask(query)[0]).rows
            for s, p, o in rows:
                if isinstance(s, ox.NamedNode) and isinstance(p, ox.NamedNode) and o is not None:
                    yield ox.Triple(s, p, o)
            following = str(getattr(rows[-1][0], "value", "")) if rows else last
            if following == last:
                return
            last = following

    def _rest(self, first: Solutions, page: Page, most: int, graphs: tuple[str, ...]) -> Solutions:
        """The rows behind the first ones, which the server has cut off."""
        rows, last = list(first.rows), first.rows
        while len(last) >= most:
            try:
                more = only_solutions(self._ask(page(first.variables, most, len(rows)), graphs)[0]).rows
            except IpgraphError:
                more = last
            if more == last:  # refused, or a server that takes no notice of OFFSET and would never come to an end
                self._cut(len(rows))
                break
            rows += more
            last = more
        return Solutions(first.variables, tuple(rows))

    def _cut(self, rows: int) -> None:
        host = self.connection.host
        self._warn(
            {
                "de": f"{host} hat die Antwort nach {rows} Zeilen abgeschnitten; es gibt mehr. Bitte die Abfrage "
                "enger fassen, oder die Grenze des Servers erhöhen lassen.",
                "en": f"{host} has cut the answer after {rows} rows; there is more. Please narrow the query, or have "
                "the limit of the server raised.",
            }
        )

    def _ask(self, sparql: str, graphs: tuple[str, ...] = ()) -> tuple[Answer, int]:
        """An answer as the server gives it, and the number of rows after which it cuts (0 if it says nothing)."""
        triples = _triples_wanted(sparql)
        kind, accept = ("CONSTRUCT", N_TRIPLES) if triples else ("SELECT", JSON)
        request = sparql_request(self.endpoint, sparql, kind, accept, graphs)
        response = self.connection.send(request, self._limit)
        self._check(response)
        most = response.headers.get("X-SPARQL-MaxRows", "")
        try:
            return levelled(read_answer(response.body, triples)), int(most) if most.isdigit() else 0
        except (SyntaxError, ValueError) as error:
            raise IpgraphError(
                f"Die Antwort von {self.connection.host} ist nicht lesbar. Bitte noch einmal versuchen.",
                f"The answer of {self.connection.host} cannot be read ({error}). Please try again.",
            ) from error

    def _check(self, response: Response) -> None:
        """Raise the sentence for an answer that is none; faults in the text of a query were told before it was sent."""
        host = self.connection.host
        if response.status == 404 or (response.status == 200 and "html" in response.headers.get("Content-Type", "")):
            raise IpgraphError(
                f"Unter {shown(self.endpoint)} antwortet kein SPARQL-Endpunkt ({response.status}). Bitte die Adresse "
                "prüfen; oft endet sie auf /sparql oder /query.",
                f"There is no SPARQL endpoint at {shown(self.endpoint)} ({response.status}). Please check the address; "
                "it often ends with /sparql or /query.",
            )
        if response.status != 200:
            raise IpgraphError(
                f"{host} kann die Abfrage nicht beantworten ({response.status}): {response.words}",
                f"{host} cannot answer the query ({response.status}): {response.words}",
            )


def _iri(term: Term) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode)


def _twice(plan: str, graphs: Sequence[str]) -> Text:
    return {
        "de": f"Der Plan {plan} steht auf dem Server {len(graphs)}-mal ({', '.join(graphs)}); Zahlen können dadurch zu "
        "groß sein.",
        "en": f"The plan {plan} is on the server {len(graphs)} times ({', '.join(graphs)}); figures may be too large.",
    }


def _named(graph: str) -> str:
    return f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}"


def _triples_wanted(sparql: str) -> bool:
    """Whether a query asks for triples. It is put to an empty store: a fault in it is told before anything is sent."""
    refuse_harmful(sparql)
    try:
        return isinstance(ox.Store().query(sparql), ox.QueryTriples)
    except (SyntaxError, RuntimeError, OSError) as error:
        raise query_fault(sparql, str(error)) from error


def _paged(sparql: str) -> Page | None:
    """How to ask for some rows of a SELECT query; None where their order, and so a page, would be left to chance.

    The query is wrapped: Virtuoso sorts only a limited number of rows where ORDER BY and OFFSET stand together.
    """
    ending = outer_words(sparql)
    if "ORDER" not in ending or "LIMIT" in ending:
        return None
    start = next(token.start() for token in tokens(sparql) if token["word"] and token[0].upper() == "SELECT")
    prologue, query = sparql[:start], sparql[start:]

    def page(variables: Sequence[str], size: int, skipped: int) -> str:
        names = " ".join(f"?{name}" for name in variables)  # SELECT * may have another order
        return f"{prologue}SELECT {names} WHERE {{ {{ {query}\n}} }} LIMIT {size} OFFSET {skipped}"

    return page
