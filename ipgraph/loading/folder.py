"""Into a store folder, safe against an end at any moment."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import because, own_folder, unopened
from ipgraph.ingest import bulk, code_triples
from ipgraph.loading.gathered import Gather, Loaded, Progress, put
from ipgraph.model import load_model
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.store import EmbeddedStore, is_store


def into_folder(sources: Sequence[str | Path], gather: Gather, folder: Path, progress: Progress) -> Loaded:
    """Put plans into a store folder; see :func:`ipgraph.loading.load`.

    A new store is made beside its place and moved there when it is whole. In a store that is there already, each graph
    is replaced in one transaction.
    """
    if is_store(folder):
        return _into_existing(gather, folder, progress)
    own_folder(folder, "CURRENT")  # refuses a folder in which something else lies
    place = folder.resolve()
    work = place.with_name(f".{place.name}.part")
    try:
        shutil.rmtree(work, ignore_errors=True)  # left by a load that was ended
        work.mkdir(parents=True)
        done = _made(sources, gather, work, progress)
        if place.is_dir():
            place.rmdir()
        (work / "store").rename(place)
    except OSError as error:
        reason = because(error)
        raise IpgraphError(
            f"{folder} kann nicht geschrieben werden ({reason['de']}).", f"{folder} cannot be written ({reason['en']})."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return done


def _made(sources: Sequence[str | Path], gather: Gather, work: Path, progress: Progress) -> Loaded:
    """Make a new store in ``work/store``; it is closed when this returns."""
    done = Loaded()
    store = _straight(sources, work / "store", progress)
    if store is None:
        reading = gather()
        done.problems = reading.problems
        progress("Laden / loading …")
        store = reading.embedded.copied(work / "store")
        store.remove(CODES_GRAPH)
    done.plans, done.triples = len(store.graphs()), len(store)
    store.add(CODES_GRAPH, code_triples())
    done.triples = done.triples or len(store)
    store.flush()
    return done


def _straight(sources: Sequence[str | Path], place: Path, progress: Progress) -> EmbeddedStore | None:
    """Load a file with one named graph a plan as it is (:mod:`ipgraph.ingest.bulk`).

    Args:
        sources: the sources.
        place: folder of the new store.
        progress: told what is being done.

    Returns:
        The store; None where the sources have to be read statement by statement.
    """
    path = Path(sources[0]) if len(sources) == 1 else Path()
    if path.suffix.lower() not in bulk.SUFFIXES or not path.is_file():
        return None
    try:
        path.open("rb").close()
    except OSError as error:  # said of the source, where what comes later is about the folder
        raise unopened(path, error) from error
    progress("Laden / loading …")
    store = EmbeddedStore(place, writing=True)
    if bulk.read_in_bulk(path, load_model(), store):
        return store
    del store  # it holds the folder open
    shutil.rmtree(place)
    return None


def _into_existing(gather: Gather, folder: Path, progress: Progress) -> Loaded:
    """Replace graphs in a store, each in one transaction."""
    reading = gather()
    store = EmbeddedStore(folder, writing=True)
    done = put(reading, store.replace, progress)
    store.flush()
    return done
