"""Plans inside the process: in memory, or on disk in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.sparql import query_fault
from ipgraph.store.answers import Answer, Solutions, Term, dataset, only_solutions, refuse_harmful, taken

TRIES = 20
"""So often a store is opened anew while another program tidies up its files."""


class EmbeddedStore:
    """A store inside the process (``pyoxigraph.Store``), one named graph a plan.

    See ``docs/decisions/store.md`` for why not rdflib.

    Args:
        folder: a store folder as ``ipgraph load --to FOLDER`` makes it; None for an empty store in memory.
        writing: whether the folder is opened for writing, which only one program at a time may.

    Raises:
        IpgraphError: the folder cannot be opened as a store.
    """

    def __init__(self, folder: Path | None = None, *, writing: bool = False) -> None:
        self._folder = folder
        self.name = folder.name if folder else ""
        self._store = ox.Store() if folder is None else _opened(folder, writing)

    def add(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Add triples to a named graph."""
        name = ox.NamedNode(graph)
        self._store.bulk_extend(ox.Quad(s, p, o, name) for s, p, o in triples)

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

    def query(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Answer:
        """Answer a query of any kind; see :meth:`ipgraph.store.Store.query`.

        With a time limit the query runs in a process of its own (see ``docs/decisions/remote-store.md``); from memory,
        the plans are copied there first, which the limit does not count.
        """
        refuse_harmful(sparql)
        if timeout is not None:
            from ipgraph.store.limited import query_within

            return query_within(timeout, sparql, self._folder or self.dump, graphs)
        try:
            return taken(self._store.query(sparql, **dataset(sparql, graphs)))
        except (SyntaxError, RuntimeError, OSError) as error:
            raise query_fault(sparql, str(error)) from error

    def select(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Solutions:
        """Answer a SELECT query; raises :class:`IpgraphError` when it has a fault or is of another kind."""
        return only_solutions(self.query(sparql, timeout=timeout, graphs=graphs))

    def triples(
        self, graph: str, subject: ox.NamedNode | ox.BlankNode | None = None, value: Term = None
    ) -> Iterator[ox.Triple]:
        """All triples of one named graph; only those of a subject or with a value, where one is given."""
        for quad in self._store.quads_for_pattern(subject, None, value, ox.NamedNode(graph)):
            yield quad.triple

    def replace(self, graph: str, n_triples: bytes) -> None:
        """Put triples in the place of a named graph, in one transaction (an update is one in Oxigraph)."""
        data = n_triples.decode("utf-8")
        self._store.update(f"DROP SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {data} }} }}")

    def flush(self) -> None:
        """Write to the disk what is not there yet."""
        self._store.flush()

    def __len__(self) -> int:
        """Number of statements."""
        return len(self._store)

    def n_triples(self, graph: str) -> bytes:
        """All triples of one named graph as N-Triples, a line each with single blanks between its terms."""
        return self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""

    def graphs(self) -> list[str]:
        """IRIs of the named graphs of the plans, sorted; the code lists are not among them."""
        names = {name.value for name in self._store.named_graphs()}
        return sorted(names - {CODES_GRAPH})

    def copied(self, folder: Path) -> EmbeddedStore:
        """A copy on disk in a new folder, open for writing: by way of a file, so that many plans need little memory."""
        copy = folder.with_suffix(".nq")
        self.dump(copy)
        store = EmbeddedStore(folder, writing=True)
        store.load(copy, ox.RdfFormat.N_QUADS)
        copy.unlink()
        return store

    def dump(self, path: Path) -> None:
        """Write everything into a file of N-Quads."""
        self._store.dump(str(path), ox.RdfFormat.N_QUADS)


def is_store(folder: Path) -> bool:
    """Whether a folder holds a store, told by the files of the database (RocksDB) in it."""
    return (folder / "CURRENT").is_file() and any(folder.glob("MANIFEST-*"))


def _opened(folder: Path, writing: bool) -> ox.Store:
    try:
        return ox.Store(str(folder)) if writing else _read_only(folder)
    except (OSError, RuntimeError, ValueError) as error:
        if "lock" in str(error).lower():
            raise IpgraphError(
                f"In den Speicher {folder} schreibt gerade ein anderes Programm. Bitte warten, bis es fertig ist.",
                f"Another program is writing to the store {folder}. Please wait until it is done.",
            ) from error
        raise IpgraphError(
            f"Der Speicher {folder} kann nicht geöffnet werden ({error}).",
            f"The store {folder} cannot be opened ({error}).",
        ) from error


def _read_only(folder: Path) -> ox.Store:
    """Open a store for reading.

    A program that writes tidies up meanwhile: a file of the list that was just read may be gone already. The next list
    does without it, so this is another try, and no fault of the store.
    """
    for _ in range(TRIES):
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            if not re.search(r"\d\.(sst|log)\b|MANIFEST-\d", str(error)):
                raise
    return ox.Store.read_only(str(folder))
