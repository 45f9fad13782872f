"""A process of its own that answers queries over plans. It may be killed at any moment: nothing is lost.

It is started as a script and imports nothing of ipgraph, so it is quick to start and finds everything wherever the
package lies. It opens a store folder, or copies a file of N-Quads into memory, and says that it is ready with a line.
Questions come as lines of JSON on standard input; the answer is a line of JSON on standard output, followed by as many
bytes as that line says. When the input ends, so does the process, even within a query: no worker outlives the program
that started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

import pyoxigraph as ox


class TooLarge(Exception):
    """The answer has more bytes than are allowed."""


class Kept:
    """A file in memory that takes a limited number of bytes.

    Args:
        most: the number.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.data = bytearray()

    def write(self, piece: bytes) -> int:
        """Take a piece, or raise :class:`TooLarge`."""
        if len(self.data) + len(piece) > self.most:
            raise TooLarge
        self.data += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere."""


def main(path: str) -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for who started us, and then closes our input
    output = sys.stdout.buffer
    store = _opened(path)
    output.write(b"ready\n")
    output.flush()
    questions: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    while True:
        head, body = _answer(store, json.loads(questions.get()))
        output.write(json.dumps({**head, "size": len(body)}).encode("ascii") + b"\n")
        output.write(body)
        output.flush()


def _opened(path: str) -> ox.Store:
    if Path(path).is_dir():
        return ox.Store.read_only(path)
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    return store


def _listen(source: BinaryIO, questions: SimpleQueue[bytes]) -> None:
    for line in source:
        questions.put(line)
    os._exit(0)


def _answer(store: ox.Store, question: dict[str, Any]) -> tuple[dict[str, str], bytes | bytearray]:
    """The head of an answer (its kind and media type, or its fault) and its bytes."""
    try:
        result = store.query(
            question["sparql"],
            use_default_graph_as_union=question["union"],
            default_graph=[ox.NamedNode(iri) for iri in question["default_graphs"]] or None,
            named_graphs=[ox.NamedNode(iri) for iri in question["named_graphs"]] or None,
        )
        graph = isinstance(result, ox.QueryTriples)
        media_type = question["graph" if graph else "table"]
        if media_type is None:
            return {"fault": "form", "message": "graph" if graph else "table"}, b""
        kept = Kept(question["most"])
        result.serialize(kept, FORMATS[media_type])  # type: ignore[arg-type]
    except TooLarge:
        return {"fault": "size"}, b""
    except (SyntaxError, ValueError) as error:
        return {"fault": "query", "message": str(error)}, b""
    except (RuntimeError, OSError) as error:
        return {"fault": "engine", "message": str(error)}, b""
    return {"media_type": media_type}, kept.data


TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""Media types of the answers to SELECT and ASK."""

GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""Media types of the answers to CONSTRUCT and DESCRIBE."""

FORMATS: dict[str, Any] = {**TABLES, **GRAPHS}

if __name__ == "__main__":
    main(sys.argv[1])
