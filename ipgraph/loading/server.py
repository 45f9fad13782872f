"""Onto a server: by the Graph Store protocol, else by SPARQL Update."""

from __future__ import annotations

import urllib.parse
import urllib.request
from collections.abc import Callable

from ipgraph.errors import IpgraphError
from ipgraph.files import shown
from ipgraph.loading.gathered import Gather, Loaded, Progress, put
from ipgraph.store.http import Connection, Moved, Response, address_of, sparql_request
from ipgraph.store.limited import N_TRIPLES

# Where servers have their graph store and take updates, by the end of their address for queries.
GRAPH_STORES = {
    "/sparql-auth": ("/sparql-graph-crud-auth",),  # Virtuoso
    "/sparql": ("/sparql-graph-crud-auth", "/data"),  # Virtuoso, Jena Fuseki
    "/query": ("/store", "/data"),  # Oxigraph, Jena Fuseki
    "": ("/rdf-graphs/service",),  # RDF4J, GraphDB: behind the name of the repository
}
UPDATES = {
    "/sparql-auth": ("/sparql-auth",),
    "/sparql": ("/sparql-auth", "/update"),
    "/query": ("/update",),
    "": ("/statements",),
}
BATCH = 1000
"""So many triples go into one update: Virtuoso takes no more than 1,000 to 2,000."""
WRONG_PLACE = (404, 405, 501)
"""What a server answers at an address where there is nothing of the kind."""


def into_server(gather: Gather, endpoint: str, progress: Progress) -> Loaded:
    """Put plans onto a server; see :func:`ipgraph.loading.load`.

    A graph is replaced by one request (PUT), which the servers that we test carry out as a whole or not at all, also
    when the connection breaks. Data go as N-Triples: Virtuoso spoils names in Turtle.
    """
    target = Target(endpoint)  # an address that is none is refused before anything is read
    return put(gather(), target.replace, progress)


class Target:
    """A server that takes graphs.

    Args:
        endpoint: its address for queries.

    Raises:
        IpgraphError: the address is none, or there is a login in it.
    """

    def __init__(self, endpoint: str) -> None:
        self.connection = Connection(address_of(endpoint).netloc)
        path, mark, keys = endpoint.partition("?")
        self.endpoint = f"{path.rstrip('/')}{mark}{keys}"
        self.graph_stores = self._beside(GRAPH_STORES)
        self.updates = self._beside(UPDATES)

    def replace(self, graph: str, lines: bytes) -> None:
        """Put a graph in the place of what is there under its name.

        Args:
            graph: its IRI.
            lines: its triples as N-Triples.

        Raises:
            IpgraphError: the server does not take it; what was there is there still.
        """
        self._changed(
            graph,
            lambda address: self._put(_of_graph(address, graph), lines),
            lambda address: self._update(address, graph, lines),
        )

    def remove(self, graph: str) -> None:
        """Remove a graph.

        Args:
            graph: its IRI.

        Raises:
            IpgraphError: the server does not let us; the graph is there still.
        """
        self._changed(
            graph,
            lambda address: self.connection.send(urllib.request.Request(_of_graph(address, graph), method="DELETE")),
            lambda address: self._updated(address, f"DROP SILENT GRAPH <{graph}>"),
        )

    def _changed(self, graph: str, by_store: Callable[[str], Response], by_update: Callable[[str], Response]) -> None:
        """Change a graph at the first address where there is a graph store, else where updates are taken."""
        ways = [*((by_store, address) for address in self.graph_stores), *((by_update, one) for one in self.updates)]
        for way, address in ways:
            try:
                answer = way(address)
            except Moved as moved:
                if not _is_folder(address, moved.place):
                    raise
                continue
            if answer.status not in WRONG_PLACE:
                break
        else:
            raise self._no_way()
        if way is by_store:
            self.graph_stores = [address]
        else:
            self.graph_stores, self.updates = [], [address]
        if answer.status >= 300:
            host, status, words = self.connection.host, answer.status, answer.words
            raise IpgraphError(
                f"{host} ändert {graph} nicht ({status}): {words} Dort steht weiter, was vorher dort stand.",
                f"{host} does not change {graph} ({status}): {words} What was there before is still there.",
            )

    def _beside(self, places: dict[str, tuple[str, ...]]) -> list[str]:
        """Addresses beside the one for queries, with what stands there behind the question mark."""
        path, mark, keys = self.endpoint.partition("?")
        ending = next(end for end in places if path.endswith(end))
        return [f"{path.removesuffix(ending)}{place}{mark}{keys}" for place in places[ending]]

    def _put(self, address: str, lines: bytes) -> Response:
        # Asked first with nothing to send: a server that wants a login may hang up on a large body.
        self.connection.send(urllib.request.Request(address, headers={"Accept": N_TRIPLES}))
        return self.connection.send(urllib.request.Request(address, lines, {"Content-Type": N_TRIPLES}, method="PUT"))

    def _update(self, address: str, graph: str, lines: bytes) -> Response:
        """Into a graph beside it, batch by batch, which then takes its name in one step."""
        beside = f"{graph}#unfinished"
        answer = self._updated(address, f"DROP SILENT GRAPH <{beside}>")
        statements = lines.decode("utf-8").split("\n")
        for start in range(0, len(statements), BATCH):
            if answer.status < 300:
                batch = " ".join(statements[start : start + BATCH])
                answer = self._updated(address, f"INSERT DATA {{ GRAPH <{beside}> {{ {batch} }} }}")
        if answer.status < 300:
            answer = self._updated(address, f"MOVE GRAPH <{beside}> TO GRAPH <{graph}>")
        return answer

    def _updated(self, address: str, update: str) -> Response:
        return self.connection.send(sparql_request(address, update, "INSERT", "*/*"))

    def _no_way(self) -> IpgraphError:
        return IpgraphError(
            f"Bei {shown(self.endpoint)} ist weder ein Graph Store noch eine Adresse für Updates zu finden. Bitte die "
            "Adresse für Abfragen angeben (oft endet sie auf /sparql oder /query). Darf dieser Zugang dort schreiben?",
            f"Neither a graph store nor an address for updates can be found at {shown(self.endpoint)}. Please give the "
            "address for queries (it often ends with /sparql or /query). May this login write there?",
        )


def _is_folder(address: str, place: str) -> bool:
    """Whether a web server sends us from an address to the folder of that name, such as ``/data`` of a website."""
    there = urllib.parse.urlsplit(urllib.parse.urljoin(address, place)).path
    return there == f"{urllib.parse.urlsplit(address).path}/"


def _of_graph(address: str, graph: str) -> str:
    """Where a graph store has a graph (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2)."""
    return f"{address}{'&' if '?' in address else '?'}graph={urllib.parse.quote(graph, safe='')}"
