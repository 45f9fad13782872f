"""Into a store folder, safe against an end at any moment."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.files import own_folder
from ipgraph.ingest import code_triples
from ipgraph.ingest.rdf import FORMATS
from ipgraph.loading.gathered import Loaded, Progress, gathered, graph_lines
from ipgraph.model import load_model
from ipgraph.namespaces import CODES_GRAPH, IP, SKOS
from ipgraph.store import EmbeddedStore, Warn, is_store
from ipgraph.store.answers import only_solutions, taken
from ipgraph.store.embedded import opened

CODES = ox.NamedNode(CODES_GRAPH)


def into_folder(sources: Sequence[str | Path], folder: Path, warn: Warn, progress: Progress) -> Loaded:
    """Put plans into a store folder; see :func:`ipgraph.loading.load`.

    A new store is made beside its place and moved there when it is whole. In a store that is there already, each graph
    is replaced in one transaction.
    """
    if is_store(folder):
        return _into_existing(sources, folder, warn, progress)
    own_folder(folder, "CURRENT")  # refuses a folder in which something else lies
    place = folder.resolve()
    work = place.with_name(f".{place.name}.part")
    try:
        shutil.rmtree(work, ignore_errors=True)  # left by a load that was ended
        work.mkdir(parents=True)
        done = _made(sources, work, warn, progress)
        if place.is_dir():
            place.rmdir()
        (work / "store").rename(place)
    except OSError as error:
        reason = error.strerror or str(error)
        raise IpgraphError(
            f"{folder} kann nicht geschrieben werden ({reason}).", f"{folder} cannot be written ({reason})."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    done.target = str(folder)
    return done


def _made(sources: Sequence[str | Path], work: Path, warn: Warn, progress: Progress) -> Loaded:
    """Make a new store in ``work/store``; it is closed when this returns."""
    done = Loaded("")
    store = _straight(sources, work / "store", progress)
    if store is None:
        reading = gathered(sources, warn, progress)
        done.problems = reading.problems
        progress("Laden / loading …")
        copy = work / "plans.nq"
        cast(EmbeddedStore, reading.store).dump(copy)
        store = opened(work / "store", writing=True)
        store.bulk_load(path=str(copy), format=ox.RdfFormat.N_QUADS)
        copy.unlink()
    store.remove_graph(CODES)
    plans = [name for name in store.named_graphs() if name != CODES]
    done.plans, done.triples = len(plans), len(store)
    store.extend(ox.Quad(t.subject, t.predicate, t.object, CODES) for t in code_triples())
    done.triples = done.triples or len(store)
    store.flush()
    return done


def _straight(sources: Sequence[str | Path], place: Path, progress: Progress) -> ox.Store | None:
    """Load a file with named graphs as it is, where each of them is a plan as we would write it.

    Args:
        sources: the sources.
        place: folder of the new store.
        progress: told what is being done.

    Returns:
        The store; None where the file has to be read statement by statement.
    """
    path = Path(sources[0]) if len(sources) == 1 else Path()
    if path.suffix.lower() not in (".nq", ".trig") or not path.is_file():
        return None
    progress("Laden / loading …")
    store = opened(place, writing=True)
    try:
        store.bulk_load(path=str(path), format=FORMATS[path.suffix.lower()])
        if _as_ours(store):
            return store
    except (SyntaxError, ValueError):
        pass  # reading it the usual way tells what is wrong
    del store
    shutil.rmtree(place)
    return None


def _as_ours(store: ox.Store) -> bool:
    """Whether every graph is one whole plan of the same name, and all that is in it says so."""
    classes = " ".join(f"<{name}>" for name in load_model().by_class)
    found = taken(store.query(f"SELECT ?g ?p {{ GRAPH ?g {{ ?p a <{IP}Plan> }} }}"))
    plans = set(only_solutions(found).rows)
    names = {name for name in store.named_graphs() if name != CODES}
    strays = (
        f"GRAPH ?g {{ ?s <{IP}inPlan> ?plan }} FILTER (?plan != ?g)",
        f"VALUES ?class {{ {classes} }} GRAPH ?g {{ ?s a ?class }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s <{IP}inPlan> ?g }} }}",
        f"GRAPH ?g {{ ?s <{SKOS}inScheme> ?scheme }} FILTER (?g != {CODES})",
    )
    return (
        bool(names)
        and plans == {(name, name) for name in names}
        and not any(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        and not any(store.query(f"ASK {{ {pattern} }}") for pattern in strays)
    )


def _into_existing(sources: Sequence[str | Path], folder: Path, warn: Warn, progress: Progress) -> Loaded:
    """Replace graphs in a store, each in one transaction (an update is one in Oxigraph)."""
    reading = gathered(sources, warn, progress)
    store = opened(folder, writing=True)
    progress("Laden / loading …")
    done = Loaded(str(folder), problems=reading.problems)
    for graph in (CODES_GRAPH, *reading.plans):
        lines = graph_lines(reading, graph)
        data = lines.decode("utf-8")
        store.update(f"DROP SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {data} }} }}")
        if graph in reading.plans or not reading.plans:
            done.plans, done.triples = len(reading.plans), done.triples + lines.count(b"\n")
    store.flush()
    return done
