"""A query with a time limit: asked in a process of its own, which can be ended when time is up.

That process runs :func:`main`: it opens the store, says that it is ready, reads a query from standard input and writes
the answer to standard output: one letter for its kind, then SPARQL results in JSON or N-Triples.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox

from ipgraph.store.answers import Answer, dataset, taken, too_slow

READY = b"ready\n"
RESULTS, TRIPLES, SYNTAX, FAILED = b"S", b"T", b"Y", b"F"


def query_within(
    timeout: float, sparql: str, source: Path | Callable[[Path], None], graphs: Sequence[str] = ()
) -> Answer:
    """Answer a query, or stop it.

    Args:
        timeout: the longest time the engine may take, in seconds.
        sparql: the query.
        source: folder of the store; or what writes the plans into a file of N-Quads.
        graphs: the plans to look into; none for all.

    Returns:
        The answer.

    Raises:
        SyntaxError: the query has a fault.
        RuntimeError: the engine cannot answer it.
        IpgraphError: time is up.
    """
    if isinstance(source, Path):
        return _asked(timeout, sparql, source, graphs)
    with tempfile.TemporaryDirectory(prefix="ipgraph-") as folder:
        copy = Path(folder) / "plans.nq"
        source(copy)
        return _asked(timeout, sparql, copy, graphs)


def _asked(timeout: float, sparql: str, path: Path, graphs: Sequence[str]) -> Answer:
    command = [sys.executable, "-c", _PROGRAM, str(path.resolve()), *graphs]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=_HOME
    ) as process:
        try:
            ready = process.stdout is not None and process.stdout.readline() == READY
            out, err = process.communicate(sparql.encode("utf-8", "surrogatepass"), timeout=timeout if ready else None)
        except subprocess.TimeoutExpired as error:
            raise too_slow(timeout) from error
        finally:
            process.kill()
    kind, body = out[:1], out[1:]
    if kind == SYNTAX:
        raise SyntaxError(body.decode("utf-8"))
    if kind not in (RESULTS, TRIPLES):
        raise RuntimeError((body or err).decode("utf-8", "replace").strip())
    return read_answer(body, kind == TRIPLES)


_PROGRAM = "import sys; from ipgraph.store.limited import main; main(*sys.argv[1:])"
_HOME = Path(__file__).resolve().parents[2]
"""The folder that holds the package, so that the other process finds it in a checkout too."""


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


def main(path: str, *graphs: str) -> None:
    """Answer the one query on standard input from the store folder or file of N-Quads at ``path``."""
    if Path(path).is_dir():
        store = ox.Store.read_only(path)
    else:
        store = ox.Store()
        store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    sparql = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    try:
        result = store.query(sparql, **dataset(graphs))
        if isinstance(result, ox.QueryTriples):
            answer = TRIPLES + (result.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        else:
            answer = RESULTS + (result.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    except SyntaxError as error:
        answer = SYNTAX + str(error).encode("utf-8")
    except (RuntimeError, OSError) as error:
        answer = FAILED + str(error).encode("utf-8")
    sys.stdout.buffer.write(answer)
