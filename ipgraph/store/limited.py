"""Queries that can be ended: asked in a process of its own (:mod:`ipgraph.store.worker`), killed at their limits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import IO

import pyoxigraph as ox

from ipgraph.namespaces import CODES_GRAPH
from ipgraph.sparql import chooses_graphs, query_fault
from ipgraph.store import worker
from ipgraph.store.answers import Answer, failed, taken, too_slow

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
LOOK = 0.05
"""Seconds between two looks at a query that runs."""


@dataclass(frozen=True)
class Question:
    """A query with the media types that its answer may have.

    Args:
        sparql: the query.
        table: media type of an answer to SELECT or ASK; None for none.
        graph: media type of an answer to CONSTRUCT or DESCRIBE; None for none.
        default_graphs: IRIs of the graphs that it asks; none for what the query says, else all.
        named_graphs: IRIs of the graphs that ``GRAPH`` may name; none for all.
        union: whether the default graph is all graphs together.
    """

    sparql: str
    table: str | None = JSON
    graph: str | None = "text/turtle"
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    union: bool = True


class Worker:
    """A process that answers queries, and the watch over it.

    Args:
        path: a store folder, or a file of N-Quads, which is copied into memory.
    """

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", worker.__file__, str(path.resolve())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._is_ready = False

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process, wait until it is gone, and close what led to it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # a question that nobody has read
                if stream:
                    stream.close()

    def ask(
        self, question: Question, seconds: float, memory: int | None = None, most: int = sys.maxsize,
        gone: Callable[[], bool] = lambda: False,
    ) -> tuple[dict[str, str], bytes]:  # fmt: skip
        """Ask a query; one that reaches a limit ends with its process.

        Args:
            question: the query.
            seconds: the time that the engine may take.
            memory: bytes of memory that it may take; None for any.
            most: bytes that the answer may have.
            gone: whether nobody waits for the answer any more.

        Returns:
            What is said of the answer (its ``media_type``; or the ``fault`` and a ``message``: ``query``, ``engine``,
            ``form``, ``size``, ``time``, ``memory`` or ``gone``), and its bytes: the whole answer, never a part.
        """
        line = json.dumps({**asdict(question), "most": most}) + "\n"
        reasons: list[str] = []
        head, body = b"", b""
        try:
            to_worker, from_worker = self._streams()
            self._is_ready = self._is_ready or bool(from_worker.readline())
            with self._watched(seconds, memory, gone, reasons):
                to_worker.write(line.encode("ascii"))
                to_worker.flush()
                head = from_worker.readline()
                body = from_worker.read(json.loads(head)["size"]) if head else b""
        except OSError:  # it died before it had read the question
            head = b""
        if reasons or not head or len(body) < json.loads(head)["size"]:
            self.kill()
            return {"fault": (reasons or ["engine"])[0]}, b""
        return json.loads(head), body

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipe to the worker")
        return self._process.stdin, self._process.stdout

    @contextmanager
    def _watched(
        self, seconds: float, memory: int | None, gone: Callable[[], bool], reasons: list[str]
    ) -> Iterator[None]:
        """Kill the process when the query may not go on, or need not; the reader then finds its end."""
        done, end = Event(), monotonic() + seconds

        def watch() -> None:
            while not done.wait(LOOK):
                if monotonic() > end:
                    reasons.append("time")
                elif memory and self._memory() > memory:
                    reasons.append("memory")
                elif gone():
                    reasons.append("gone")
                if reasons:
                    self._process.kill()
                    return

        watcher = Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _memory(self) -> int:
        import psutil

        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0


def query_within(
    timeout: float, sparql: str, source: Path | Callable[[Path], None], graphs: Sequence[str] = ()
) -> Answer:
    """Answer a query, or stop it.

    Args:
        timeout: the longest time the engine may take, in seconds; opening the store does not count.
        sparql: the query.
        source: folder of the store; or what writes the plans into a file of N-Quads.
        graphs: the plans to look into; none for all.

    Returns:
        The answer.

    Raises:
        IpgraphError: the query has a fault, the engine cannot answer it, or time is up.
    """
    if not isinstance(source, Path):
        with tempfile.TemporaryDirectory(prefix="ipgraph-") as folder:
            copy = Path(folder) / "plans.nq"
            source(copy)
            return query_within(timeout, sparql, copy, graphs)
    chosen = (*graphs, CODES_GRAPH) if graphs else ()
    one = Worker(source)
    try:
        head, body = one.ask(
            Question(sparql, JSON, N_TRIPLES, chosen, union=not (graphs or chooses_graphs(sparql))), timeout
        )
    finally:
        one.kill()
    match head.get("fault"), head.get("message", ""):
        case "time", _:
            raise too_slow(timeout)
        case "query", message:
            raise query_fault(sparql, message)
        case "engine", message:
            raise failed(message)
    return read_answer(body, head["media_type"] == N_TRIPLES)


def read_answer(body: bytes, triples: bool) -> Answer:
    """Read an answer as it comes from another process or a server.

    Args:
        body: the bytes: N-Triples, or SPARQL results in JSON.
        triples: whether they are triples.

    Returns:
        The answer.

    Raises:
        SyntaxError: the bytes are neither.
        ValueError: likewise.
    """
    if triples:
        return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]
    return taken(ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))
