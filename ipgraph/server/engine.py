"""Queries with limits: each runs in a process of its own, which is killed when it takes too long or too much memory.

Why not the server that Oxigraph brings, see ``docs/decisions/serve.md``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread
from time import monotonic
from typing import IO

import psutil
import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.server import worker
from ipgraph.sparql import query_fault

LOOK = 0.05
"""Seconds between two looks at a query that runs."""


@dataclass(frozen=True)
class Limits:
    """What a query may take.

    Args:
        seconds: its time.
        answer: bytes of its answer.
        memory: bytes of memory while it runs.
        length: bytes of its text.
        together: how many queries may run at the same time.
        patience: seconds that a query waits for its turn.
    """

    seconds: float = 30.0
    answer: int = 50_000_000
    memory: int = 1_000_000_000
    length: int = 64_000
    together: int = 4
    patience: float = 10.0


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
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    union: bool = True


class Refused(IpgraphError):
    """A request that gets no answer, with the status of HTTP that says so.

    Args:
        status: the status.
        de: a German sentence.
        en: the same in English.
    """

    def __init__(self, status: int, de: str, en: str) -> None:
        super().__init__(de, en)
        self.status = status


def write_store(folder: Path, quads: Iterator[ox.Quad]) -> None:
    """Write a store folder that workers can open."""
    store = ox.Store(folder)
    store.bulk_extend(quads)
    store.flush()


class Engine:
    """Answers queries over a store folder, several at a time.

    Args:
        folder: the store; nobody may write it meanwhile.
        limits: what a query may take.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self._turns = BoundedSemaphore(limits.together)
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    def ask(self, question: Question) -> tuple[str, bytes]:
        """Answer a query.

        Args:
            question: the query.

        Returns:
            Media type and bytes of the answer: the whole answer, never a part.

        Raises:
            Refused: a fault in the query, or one of the limits.
        """
        with self._worker() as one:
            reason, head, body = one.ask(question, self.limits)
        if reason or "fault" in head:
            raise self._refusal(reason or head["fault"], head.get("message", ""), question)
        return head["media_type"], body

    def close(self) -> None:
        """End all workers, whatever they do."""
        with self._lock:
            self._closed = True
            workers = list(self._all)
        for one in workers:
            one.kill()

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        if not self._turns.acquire(timeout=self.limits.patience):
            raise Refused(
                503,
                "Gerade laufen zu viele Abfragen. Bitte in einer halben Minute noch einmal.",
                "Too many queries are running. Please try again in half a minute.",
            )
        try:
            with self._lock:
                if self._closed:
                    raise Refused(503, "Der Server wird beendet.", "The server is shutting down.")
                one = self._idle.pop() if self._idle else _Worker(self.folder)
                self._all.add(one)
            try:
                yield one
            finally:
                with self._lock:
                    self._idle += [one] if one.alive else []
                    self._all -= set() if one.alive else {one}
        finally:
            self._turns.release()

    def _refusal(self, reason: str, message: str, question: Question) -> Refused:
        seconds, answer, memory = self.limits.seconds, self.limits.answer, self.limits.memory
        match reason:
            case "time":
                return Refused(
                    504,
                    f"Nach {seconds:g} Sekunden abgebrochen: Die Abfrage dauert zu lange. Oft fehlt eine Verbindung "
                    "zwischen zwei Teilen der Abfrage, oder ein LIMIT hilft.",
                    f"Stopped after {seconds:g} seconds: the query takes too long. Often two parts of the query are "
                    "not connected, or a LIMIT helps.",
                )
            case "memory":
                return Refused(
                    413,
                    f"Abgebrochen: Die Abfrage braucht mehr als {memory // 1_000_000} MB Speicher.",
                    f"Stopped: the query needs more than {memory // 1_000_000} MB of memory.",
                )
            case "size":
                return Refused(
                    413,
                    f"Die Antwort hat mehr als {answer // 1_000_000} MB und wird nicht ausgeliefert, auch nicht "
                    "teilweise. Bitte mit LIMIT oder FILTER weniger erfragen.",
                    f"The answer has more than {answer // 1_000_000} MB and is not delivered, not even in part. "
                    "Please ask for less with LIMIT or FILTER.",
                )
            case "form":
                table = message == "table"
                return Refused(
                    406,
                    "Auf diese Abfrage gibt es eine Tabelle: als JSON, XML, CSV oder TSV." if table
                    else "Auf diese Abfrage gibt es Tripel: als Turtle, N-Triples, JSON-LD oder RDF/XML.",
                    "The answer to this query is a table: as JSON, XML, CSV or TSV." if table
                    else "The answer to this query is triples: as Turtle, N-Triples, JSON-LD or RDF/XML.",
                )  # fmt: skip
            case "query":
                told = query_fault(question.sparql, message).message
                return Refused(400, told["de"], told["en"])
        return Refused(
            500,
            f"Die Abfrage ist gescheitert: {message or 'ihr Prozess brach ab'}.",
            f"The query has failed: {message or 'its process broke off'}.",
        )


class _Worker:
    """One process, and the watch over it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", worker.__file__, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process, wait until it is gone, and close what led to it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # a question that nobody has read
                if stream:
                    stream.close()

    def ask(self, question: Question, limits: Limits) -> tuple[str, dict[str, str], bytes]:
        """Why the process was ended (empty: it was not), head and bytes of the answer."""
        done, reasons = Event(), list[str]()
        watch = Thread(target=self._watch, args=(done, limits, reasons), daemon=True)
        watch.start()
        line = json.dumps({**question.__dict__, "most": limits.answer}) + "\n"
        head, body = b"", b""
        try:
            to_worker, from_worker = self._streams()
            to_worker.write(line.encode("ascii"))
            to_worker.flush()
            head = from_worker.readline()
            body = from_worker.read(json.loads(head)["size"]) if head else b""
        except OSError:  # it died before it had read the question
            head = b""
        finally:
            done.set()
            watch.join()
        if reasons or not head or len(body) < json.loads(head)["size"]:
            self.kill()
            return (reasons or ["engine"])[0], {}, b""
        return "", json.loads(head), body

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipe to the worker")
        return self._process.stdin, self._process.stdout

    def _watch(self, done: Event, limits: Limits, reasons: list[str]) -> None:
        """Kill the process when the query has used up its time or its memory; the reader then finds its end."""
        end = monotonic() + limits.seconds
        while not done.wait(LOOK):
            if monotonic() > end:
                reasons.append("time")
            elif self._memory() > limits.memory:
                reasons.append("memory")
            if reasons:
                self._process.kill()
                return

    def _memory(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0
