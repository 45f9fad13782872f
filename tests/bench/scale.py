"""How loading, questions and the check grow with the number of plans, beside what else could do the job.

    python tests/bench/scale.py [--plans 1 10 100 400] [--runs 3] [--kglab PYTHON] [--keep FILE]

Each measurement is a process of its own, so that its memory is its own; the sides of a comparison take turns. kglab
wants an environment of its own (``--kglab`` names its Python). The tables are Markdown, as ``docs/performance.md``
keeps them: medians, and ratios to the first column. It takes hours; what ``--keep`` finds in its file is not measured
again, so that the bench can be broken off, and a part measured anew by taking it out.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Figures = dict[str, float]
SLOW = 10
"""Seconds after which a question to rdflib or kglab is given up."""
FEW = 10
"""So many plans at most are given to rdflib and kglab: a hundred would take hours."""
MANY = 100
"""So many plans at most are asked in a folder and on a server too, and loaded more than once."""
TOO_LONG, FAILS = -1, -2
LISTED = 10_000
"""A question that had more rows than this before is a list, and not asked of more than ``MANY`` plans."""
ENOUGH = 1
"""A question that has taken so many seconds is not asked again for a median."""


# ---------------------------------------------------------------- one measurement, in a process of its own


def measured(work: Callable[[], Any]) -> tuple[Figures, Any]:
    """Seconds (wall and CPU) and peak memory (MB) of a piece of work, and what it gives."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    figures = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return figures | {"megabytes": peak_memory()}, result


def peak_memory() -> float:
    """Peak memory of this process (MB); what ``getrusage`` says begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def bulk(plans: Path, folder: Path | None) -> Any:
    import pyoxigraph as ox

    store = ox.Store() if folder is None else ox.Store(str(folder))
    store.bulk_load(path=str(plans), format=ox.RdfFormat.N_QUADS)
    if folder:
        store.flush()
    return store


def by_rdflib(plans: Path) -> Any:
    import rdflib

    return rdflib.Graph().parse(plans.with_suffix(".nt"), format="nt")


def by_kglab(plans: Path) -> Any:
    import kglab

    graph = kglab.KnowledgeGraph()
    graph.load_rdf(str(plans.with_suffix(".nt")), format="nt")
    return graph.rdf_graph()


def load_task(name: str, plans: Path) -> Figures:
    """Load plans one way."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        if name in ("ipgraph", "ipgraph folder"):
            import ipgraph

            ways: Mapping[str, Callable[[], Any]] = {
                "ipgraph": lambda: ipgraph.read(plans),
                "ipgraph folder": lambda: ipgraph.load(plans, to=place),
            }
        else:
            ways = {
                "pyoxigraph": lambda: bulk(plans, None),
                "pyoxigraph folder": lambda: bulk(plans, place),
                "rdflib": lambda: by_rdflib(plans),
                "kglab": lambda: by_kglab(plans),
            }
        return measured(ways[name])[0]


def query_task(name: str, plans: Path, runs: int) -> dict[str, Figures]:
    """Ask every question of ``queries.json`` beside the plans (text by id) one way."""
    asked = json.loads(plans.with_name("queries.json").read_text(encoding="utf-8"))
    if name in ("rdflib", "kglab"):
        graph = (by_rdflib if name == "rdflib" else by_kglab)(plans)
        return {one: asking(lambda text=text: len(list(graph.query(text))), 1) for one, text in asked.items()}
    import ipgraph
    from ipgraph.store import EmbeddedStore
    from ipgraph.store.remote import RemoteStore

    if name.startswith("http"):
        store: Any = RemoteStore(name)
    elif name == "folder":
        store = EmbeddedStore(plans.with_suffix(""))
    else:
        store = ipgraph.read(plans).store
    return {one: asking(lambda text=text: len(store.select(text).rows), runs) for one, text in asked.items()}


def asking(ask: Callable[[], int], runs: int) -> Figures:
    """Median seconds of a question and its number of rows; ``TOO_LONG`` or ``FAILS`` where there is no answer."""

    class GivenUp(BaseException):
        """No fault of the query, so no handler of errors may take it for one."""

    def give_up(*_: object) -> None:
        raise GivenUp

    signal.signal(signal.SIGALRM, give_up)
    seconds, rows = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        signal.alarm(SLOW if runs == 1 else 0)
        try:
            rows = ask()
        except GivenUp:
            return {"seconds": TOO_LONG, "rows": 0}
        except TypeError:  # rdflib compares what is unbound
            return {"seconds": FAILS, "rows": 0}
        finally:
            signal.alarm(0)
        seconds.append(time.perf_counter() - start)
        if sum(seconds) > ENOUGH:
            break
    return {"seconds": statistics.median(seconds), "rows": rows}


def task(*words: str, python: str = sys.executable) -> Any:
    """Run a task in a process of its own."""
    done = subprocess.run([python, __file__, "--task", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


# ---------------------------------------------------------------- all measurements


class Kept:
    """Measurements by name, written to a file as they come."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file and file.exists() else {}

    def task(self, name: str, *words: str, python: str = sys.executable) -> Any:
        """What a task measures: as kept, or run now."""
        if name not in self.found:
            self.found[name] = task(*words, python=python)
            print(name, file=sys.stderr, flush=True)
            if self.file:
                self.file.write_text(json.dumps(self.found, indent=1), encoding="utf-8")
        return self.found[name]


def loading(kept: Kept, plans: Path, number: int, runs: int, kglab: str | None) -> Iterator[tuple[str, Figures]]:
    """Medians of each way to load, the ways taking turns."""
    ways = ["pyoxigraph", "ipgraph", "pyoxigraph folder", "ipgraph folder"]
    ways += (["rdflib"] + (["kglab"] if kglab else [])) if number <= FEW else []
    found: dict[str, list[Figures]] = {way: [] for way in ways}
    for run in range(runs):
        for way in ways:
            python = kglab if way == "kglab" and kglab else sys.executable
            found[way].append(kept.task(f"load {way}, {number}: {run + 1}", "load", way, str(plans), python=python))
    for way, figures in found.items():
        yield way, {key: statistics.median(one[key] for one in figures) for key in figures[0]}


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server over a store folder."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from servers import oxigraph

    with oxigraph(folder) as server:
        yield server.query


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def shown(seconds: float) -> str:
    if seconds < 0:
        return "fails" if seconds == FAILS else f"> {SLOW} s"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[1, 10, 100, 400])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kglab", help="a Python with kglab")
    parser.add_argument("--keep", type=Path, help="a file for what was measured")
    parser.add_argument("--task", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        kind, name, plans, *_ = options.task
        figures = load_task(name, Path(plans)) if kind == "load" else query_task(name, Path(plans), options.runs)
        print(json.dumps(figures))
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder), options.plans, options.runs, options.kglab, Kept(options.keep))


def report(folder: Path, numbers: list[int], runs: int, kglab: str | None, kept: Kept) -> None:
    """Measure and print everything."""
    from many_plans import write_plans

    import ipgraph
    from ipgraph.catalogue import queries

    texts = {one.id: one.bind("de") for one in queries().values()}
    loads: list[list[str]] = []
    asked: dict[str, dict[str, Figures]] = {}

    def ask(way: str, number: int, place: str = "", times: int = runs, python: str = sys.executable) -> None:
        """Ask the questions one way."""
        words = (place or way, str(plans), "--runs", str(times))
        asked[f"{way}, {number}"] = kept.task(f"{way}, {number}", "query", *words, python=python)

    for number in numbers:
        plans = folder / f"plans-{number}.nq"
        triples = write_plans(plans, number)
        if number <= FEW:
            ipgraph.convert([plans], plans.with_suffix(".nt"))  # rdflib and kglab ask one graph, code lists included
        bare: Figures = {}
        for way, figures in loading(kept, plans, number, runs if number <= MANY else 1, kglab):
            bare = figures if way.startswith("pyoxigraph") else bare
            ratio = f"{figures['seconds'] / bare['seconds']:.2f}"
            memory = f"{figures['megabytes']:,.0f} MB"
            times = (shown(figures["seconds"]), shown(figures["cpu"]))
            loads.append([f"{number}", f"{triples:,}", way, *times, memory, ratio])
        (folder / "queries.json").write_text(json.dumps(texts), encoding="utf-8")
        ask("memory", number)
        if number <= MANY:
            ipgraph.load(plans, to=plans.with_suffix(""))
            ask("folder", number)
            with oxigraph_server(folder / f"server-{number}") as address:
                ipgraph.load(plans, to=address)
                ask("server", number, address)
        if number == numbers[0]:
            ask("rdflib", number, times=1)
            if kglab:
                ask("kglab", number, times=1, python=kglab)
        latest = asked[f"memory, {number}"]
        texts = {one: text for one, text in texts.items() if number < MANY or latest[one]["rows"] <= LISTED}
    print("## Loading\n")
    print(table(["plans", "triples", "way", "time", "CPU", "memory", "to pyoxigraph"], loads))
    for number in numbers:
        ways = {name.partition(",")[0]: found for name, found in asked.items() if name.endswith(f", {number}")}
        print(f"## Questions, plans: {number}\n")
        print(table(["query", "rows", *ways], answers(ways)))


def answers(ways: Mapping[str, dict[str, Figures]]) -> Iterator[list[str]]:
    """A row a question: the rows of its answer, and how long it takes each way."""
    for one, figures in ways["memory"].items():
        yield [f"`{one}`", f"{figures['rows']:,.0f}", *(shown(found[one]["seconds"]) for found in ways.values())]
        other = {
            way for way, found in ways.items() if found[one]["seconds"] > 0 and found[one]["rows"] != figures["rows"]
        }
        assert not other, f"{one} has other rows by {other}: the times cannot be compared"


if __name__ == "__main__":
    main()
