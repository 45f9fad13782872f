"""A tiny HTTP server for tests that answers as it is told, well or badly, and remembers what it was asked."""

from __future__ import annotations

import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = {"Content-Type": "application/sparql-results+json"}


@dataclass
class Asked:
    """A request that came in: method, path, header fields, the query in it."""

    method: str
    path: str
    headers: dict[str, str]
    query: str


@dataclass
class Reply:
    """What is answered: status, body, header fields; pieces of the body with pauses between them."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))
    pause: float = 0.0
    shorter: int = 0


@dataclass
class Fake:
    """The server: its address, what it was asked."""

    address: str
    asked: list[Asked]


@contextmanager
def fake_server(reply: Callable[[Asked], Reply]) -> Iterator[Fake]:
    """Run a server that answers each request with ``reply``."""
    asked: list[Asked] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8")
            query = urllib.parse.parse_qs(body).get("query", [""])[0]
            asked.append(Asked(self.command, self.path, dict(self.headers), query))
            found = reply(asked[-1])
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body) + found.shorter))
            self.end_headers()
            if not found.pause:
                self.wfile.write(found.body)
                return
            for byte in found.body:
                if over.wait(found.pause):
                    return
                self.wfile.write(bytes([byte]))

        do_GET = do_POST = do_PUT = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_address[1]}/sparql", asked)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
