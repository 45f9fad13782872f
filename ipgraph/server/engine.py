"""Queries of strangers: several at a time, each within its limits, and a sentence with a status for what is refused.

Why not the server that Oxigraph brings, see ``docs/decisions/serve.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock

from ipgraph.errors import IpgraphError
from ipgraph.sparql import query_fault
from ipgraph.store.answers import failed
from ipgraph.store.limited import Question, Worker


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


def refused(status: int, error: IpgraphError) -> Refused:
    """A request that gets no answer, for a reason that has its sentence already."""
    return Refused(status, error.message["de"], error.message["en"])


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
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._closed = False

    def ask(self, question: Question, gone: Callable[[], bool]) -> tuple[str, bytes]:
        """Answer a query.

        Args:
            question: the query.
            gone: whether whoever asked has left; the query ends then.

        Returns:
            Media type and bytes of the answer: the whole answer, never a part.

        Raises:
            Refused: a fault in the query, or one of the limits.
        """
        with self._worker() as one:
            head, body = one.ask(question, self.limits.seconds, self.limits.memory, self.limits.answer, gone)
        if fault := head.get("fault"):
            raise self._refusal(fault, head.get("message", ""), question)
        return head["media_type"], body

    def close(self) -> None:
        """End all workers, whatever they do."""
        with self._lock:
            self._closed = True
            workers = list(self._all)
        for one in workers:
            one.kill()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
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
                one = self._idle.pop() if self._idle else Worker(self.folder)
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
            case "gone":
                return Refused(400, "Angehalten: Niemand wartet mehr.", "Stopped: nobody is waiting any more.")
            case "query":
                return refused(400, query_fault(question.sparql, message))
        return refused(500, failed(message))
