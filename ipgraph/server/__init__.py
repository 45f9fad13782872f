"""The site of plans with a SPARQL endpoint and an editor, from this computer. It only reads."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import pyoxigraph as ox

from ipgraph.errors import IpgraphError, Problem
from ipgraph.ingest import Reading
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.server.application import Application, Site, pages_of
from ipgraph.server.descriptions import describe
from ipgraph.server.editor import added_files
from ipgraph.server.engine import Engine, Limits, write_store
from ipgraph.site import MANIFEST, build

__all__ = ["Limits", "Server", "serving"]

LOCAL = ("localhost", "127.0.0.1", "[::1]")
THREADS = 16
"""Answers at the same time; those that wait for the engine are among them."""


@dataclass(frozen=True)
class Server:
    """A server that has its port and its data, and answers while :meth:`run` runs.

    Args:
        address: of its first page.
        problems: what could not be read in the sources.
        application: what it answers.
    """

    address: str
    problems: list[Problem]
    application: Application = field(repr=False)
    _socket: socket.socket = field(repr=False)
    _ended: Event = field(default_factory=Event, repr=False)

    def run(self) -> None:
        """Answer requests until :meth:`stop` is called, or Ctrl-C is pressed."""
        from waitress import wasyncore
        from waitress.server import create_server

        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no reason to worry anybody
        connections: dict[int, Any] = {}
        most = self.application.engine.limits.answer
        server = create_server(
            self.application, map=connections, sockets=[self._socket], threads=THREADS, ident="ipgraph",
            max_request_body_size=1_000_000, outbuf_high_watermark=2 * most, connection_limit=200, channel_timeout=60,
        )  # fmt: skip
        try:
            while not self._ended.is_set():
                wasyncore.loop(timeout=0.2, map=connections, count=1)
        finally:
            self.application.engine.close()  # so that no thread waits for an answer any more
            server.task_dispatcher.shutdown()
            server.close()

    def stop(self) -> None:
        """Let :meth:`run` end."""
        self._ended.set()


@contextmanager
def serving(
    sources: Sequence[str | Path] = (), *, host: str = "127.0.0.1", port: int = 0, lang: str = "de",
    limits: Limits | None = None, names: Sequence[str] = (), open_to_all: bool = False, background: bool = True,
    progress: Callable[[str], None] = lambda text: None,
) -> Iterator[Server]:  # fmt: skip
    """Serve plans; at the end nothing is left: no process, no file.

    Args:
        sources: as in :func:`ipgraph.read`.
        host: the address of this computer to listen at.
        port: the port; 0 for any free one.
        lang: language of the first pages.
        limits: what a query may take.
        names: further names of this server, where it stands behind another one.
        open_to_all: whether scripts of other websites may read the endpoint.
        background: whether it answers at once, in a thread of its own; else when :meth:`Server.run` is called.
        progress: told what is being done.

    Yields:
        The server.

    Raises:
        IpgraphError: the port is taken, or a source cannot be read.
    """
    with _listen(host, port) as listening, TemporaryDirectory(prefix="ipgraph-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        built = build(sources, folder / "site", lang, progress)
        write_store(folder / "store", _quads(built.contents.reading))
        with closing(Engine(folder / "store", limits or Limits())) as engine:
            application = _application(built.folder, built.contents, lang, engine, _hosts(host, names), open_to_all)
            shown = f"[{host}]" if ":" in host else "localhost" if host in ("", "0.0.0.0") else host
            address = f"http://{shown}:{listening.getsockname()[1]}/"
            server = Server(address, built.problems, application, listening)
            thread = Thread(target=server.run, daemon=True)
            if background:
                thread.start()
            try:
                yield server
            finally:
                server.stop()
                if background:
                    thread.join()


def _application(
    folder: Path, contents: Any, lang: str, engine: Engine, hosts: tuple[str, ...] | None, open_to_all: bool
) -> Application:
    files = frozenset(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))) - {MANIFEST}
    site = Site(folder, files, added_files(contents, folder), contents, lang)
    descriptions = describe(contents)
    return Application(site, descriptions, engine, hosts, open_to_all, pages_of(descriptions, contents))


def _quads(reading: Reading) -> Iterator[ox.Quad]:
    for graph in [*reading.plans, CODES_GRAPH]:
        name = ox.NamedNode(graph)
        for triple in reading.store.triples(graph):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _hosts(host: str, names: Sequence[str]) -> tuple[str, ...] | None:
    """The names that a browser may use; None for any, where the server is open to a network anyway."""
    if host in ("", "0.0.0.0", "::"):
        return tuple(names) + LOCAL if names else None
    return (*LOCAL, f"[{host}]" if ":" in host else host, *names)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise IpgraphError(
            f"Unter {host}, Port {port} kann der Server nicht antworten ({reason}). Oft läuft dort schon einer. "
            f"Ein anderer Port: ipgraph serve --port {port + 1}",
            f"The server cannot answer at {host}, port {port} ({reason}). Often there is one already. "
            f"Another port: ipgraph serve --port {port + 1}",
        ) from error
