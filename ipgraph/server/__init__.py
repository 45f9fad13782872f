"""The site of plans with a SPARQL endpoint and an editor, from this computer. It only reads."""

from __future__ import annotations

import json
import logging
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, TypedDict, Unpack

from ipgraph.errors import IpgraphError, Problem
from ipgraph.files import because
from ipgraph.model import Text
from ipgraph.server.application import Application, Site
from ipgraph.server.descriptions import describe
from ipgraph.server.editor import added_files
from ipgraph.server.engine import Engine, Limits
from ipgraph.site import MANIFEST, build
from ipgraph.site.contents import Contents

__all__ = ["Limits", "Server", "serve", "serving"]

USUAL = Limits()
PORT = 8000
"""The usual port."""
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
            channel_request_lookahead=1,  # so that it sees when somebody who asked has left
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


class Options(TypedDict, total=False):
    """How to serve; see :func:`serving`."""

    host: str
    port: int | None
    lang: str
    limits: Limits
    names: Sequence[str]
    open_to_all: bool


@contextmanager
def serving(
    sources: Sequence[str | Path] = (), *, host: str = "127.0.0.1", port: int | None = 0, lang: str = "de",
    limits: Limits = USUAL, names: Sequence[str] = (), open_to_all: bool = False, background: bool = True,
) -> Iterator[Server]:  # fmt: skip
    """Serve plans; at the end nothing is left: no process, no file.

    Args:
        sources: as in :func:`ipgraph.read`.
        host: the address of this computer to listen at.
        port: the port; 0 for any free one; None for the usual one, or any where that is taken.
        lang: language of the first pages.
        limits: what a query may take.
        names: further names of this server, where it stands behind another one.
        open_to_all: whether scripts of other websites may read the endpoint.
        background: whether it answers at once, in a thread of its own; else when :meth:`Server.run` is called.

    Yields:
        The server.

    Raises:
        IpgraphError: the port is taken, or a source cannot be read.
    """
    with _listen(host, port) as listening, TemporaryDirectory(prefix="ipgraph-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        built = build(sources, folder / "site", lang)
        built.contents.reading.embedded.copied(folder / "store").flush()
        with closing(Engine(folder / "store", limits)) as engine:
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


def serve(
    sources: Sequence[str | Path] = (), *, say: Callable[[Text], None] = lambda text: None,
    report: Callable[[list[Problem]], None] = lambda problems: None, browser: bool = False, **options: Unpack[Options],
) -> None:  # fmt: skip
    """Serve plans until somebody ends the program: Ctrl-C, the window closed, or the system asks for it.

    Args:
        sources: as in :func:`ipgraph.read`.
        say: told the addresses, and what else a person should know.
        report: told what could not be read in the sources.
        browser: whether to open the first page.
        options: as in :func:`serving`.

    Raises:
        IpgraphError: the port is taken, or a source cannot be read.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):  # the last one is that of Windows
        if number := getattr(signal, name, None):
            signal.signal(number, _interrupt)
    with suppress(KeyboardInterrupt):
        say(_READING)
        with serving(sources, background=False, **options) as server:
            report(server.problems)
            say(_addresses(server.address))
            if not _stays_here(options.get("host", "localhost")):
                say(_OPEN)
            if browser:
                webbrowser.open_new_tab(server.address)
            server.run()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


_READING: Text = {
    "de": "Der Plan wird gelesen und seine Seiten geschrieben …",
    "en": "Reading the plan and writing its pages …",
}
_OPEN: Text = {
    "de": "Achtung: Auch andere Rechner im Netz können das jetzt lesen. Eine Anmeldung gibt es nicht.",
    "en": "Note: other computers of the network can read this now. There is no login.",
}


def _addresses(first: str) -> Text:
    return {
        "de": f"Website:  {first}\nSPARQL:   {first}sparql (Editor und Endpunkt, nur lesend)\nBeenden:  Strg+C",
        "en": f"Website:  {first}\nSPARQL:   {first}sparql (editor and endpoint, read-only)\nTo end:   Ctrl+C",
    }


def _application(
    folder: Path, contents: Contents, lang: str, engine: Engine, hosts: tuple[str, ...] | None, open_to_all: bool
) -> Application:
    files = frozenset(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))) - {MANIFEST}
    site = Site(folder, files, added_files(contents, folder), lang)
    return Application(site, describe(contents), engine, hosts, open_to_all)


def _hosts(host: str, names: Sequence[str]) -> tuple[str, ...] | None:
    """The names that a browser may use; None for any, where the server is open to a network anyway."""
    if host in ("", "0.0.0.0", "::"):
        return (*LOCAL, *names) if names else None
    return tuple(name.lower() for name in (*LOCAL, f"[{host}]" if ":" in host else host, *names))


def _stays_here(host: str) -> bool:
    """Whether only this computer reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if port is None:
            with suppress(OSError):
                return socket.create_server((host, PORT), family=family)
        return socket.create_server((host, port or 0), family=family)
    except OSError as error:
        reason = because(error)
        if not port:
            raise IpgraphError(
                f"Unter der Adresse {host} kann der Server nicht antworten ({reason['de']}).",
                f"The server cannot answer at the address {host} ({reason['en']}).",
            ) from error
        raise IpgraphError(
            f"Unter {host}, Port {port}, kann der Server nicht antworten ({reason['de']}). "
            "Mit --port 0 sucht er sich selbst einen Port.",
            f"The server cannot answer at {host}, port {port} ({reason['en']}). "
            "With --port 0 it looks for a port itself.",
        ) from error
