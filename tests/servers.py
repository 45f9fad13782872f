"""Real SPARQL engines for tests: each is started on a free port of this machine and stopped by its own process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "geheim-4711"
"""Password of Virtuoso's administrator while a test runs."""

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
CaseMode = 2
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}/pages
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {most}
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 120
"""


@dataclass(frozen=True)
class Server:
    """A running engine.

    Args:
        name: what people call it.
        query: address for queries.
        writing: address for queries and updates of whoever may write.
        graphs: address of the graph store.
        user: name for the login; empty where there is none.
        password: its password.
    """

    name: str
    query: str
    writing: str
    graphs: str
    user: str = ""
    password: str = ""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def oxigraph_program() -> str | None:
    """The server of the package ``oxigraph``: beside Python, or on the path."""
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


def virtuoso_program() -> str | None:
    """The server of the Debian package ``virtuoso-opensource-7``."""
    return shutil.which("virtuoso-t")


@contextmanager
def oxigraph(folder: Path, union: bool = True) -> Iterator[Server]:
    """The Oxigraph server over an empty store; ``union``: its default graph is the union of all graphs."""
    program, port = oxigraph_program(), free_port()
    assert program
    bind = f"127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "store"), "--bind", bind]
    command += ["--union-default-graph"] * union
    address = f"http://{bind}"
    with _running(command, folder, f"{address}/query?query=ASK%7B%7D"):
        yield Server("Oxigraph", f"{address}/query", f"{address}/query", f"{address}/store")


@contextmanager
def virtuoso(folder: Path, most: int = 10_000) -> Iterator[Server]:
    """Virtuoso over an empty store; ``most`` is the number of rows after which it cuts an answer in silence."""
    program, sql, http = virtuoso_program(), free_port(), free_port()
    assert program
    (folder / "pages").mkdir(parents=True)
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http, most=most), encoding="utf-8")
    address = f"http://127.0.0.1:{http}"
    command = [program, "+foreground", "+configfile", str(settings)]
    with _running(command, folder, f"{address}/sparql?query=ASK%7B%7D"):
        isql = shutil.which("isql-vt") or "isql-vt"
        change = f'SET PASSWORD dba "{PASSWORD}";'
        subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={change}"], check=True, capture_output=True)
        yield Server(
            "Virtuoso",
            f"{address}/sparql",
            f"{address}/sparql-auth",
            f"{address}/sparql-graph-crud-auth",
            "dba",
            PASSWORD,
        )


@contextmanager
def _running(command: list[str], folder: Path, probe: str) -> Iterator[None]:
    """A process from the moment it answers until it is ended."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        _wait(process, probe, folder)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], probe: str, folder: Path) -> None:
    last = ""
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(probe, timeout=5):
                return
        except OSError as error:
            last = str(error)
            time.sleep(0.1)
    raise AssertionError(f"{process.args!r} does not answer: {last}\n{(folder / 'output.txt').read_text('utf-8')}")


def in_ci() -> bool:
    """Whether this is the build server, where an engine that is missing is a fault."""
    return bool(os.environ.get("CI"))
