"""Plans that lie in a store already: in a store folder, or on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import is_address, shown
from ipgraph.ingest.rdf import completed
from ipgraph.ingest.rows import PlanGraph
from ipgraph.model import Model, Text
from ipgraph.store import EmbeddedStore, Store, Warn
from ipgraph.store.remote import RemoteStore


def store_at(source: str | Path, warn: Warn, timeout: float | None = None) -> tuple[Store, list[str]]:
    """Open a store where it is.

    Args:
        source: address of an endpoint, or a store folder.
        warn: told when the server has no code lists, and what else the user should know.
        timeout: the longest time in seconds that a server may take for an answer.

    Returns:
        The store, and the IRIs of its plans.

    Raises:
        IpgraphError: it cannot be opened or reached, or holds no plan.
    """
    if not is_address(source):
        folder = EmbeddedStore(Path(source))
        return folder, _plans(folder, source)
    server = RemoteStore(str(source), warn, timeout)
    plans = _plans(server, source)
    if not server.has_codes():
        warn(_no_codes(server))
    return server, plans


def fetched(source: str | Path, model: Model, warn: Warn) -> Iterator[PlanGraph]:
    """Fetch the plans of a store, one after the other.

    Args:
        source: address of an endpoint, or a store folder.
        model: the classes to look for.
        warn: told what the user should know.

    Yields:
        One graph a plan, in the order of their IRIs.

    Raises:
        IpgraphError: as :func:`store_at`; or a plan does not come whole.
    """
    store = RemoteStore(str(source), warn) if is_address(source) else EmbeddedStore(Path(source))
    for plan in _plans(store, source):
        yield completed(PlanGraph(plan, list(store.triples(plan))), model)


def _plans(store: Store, source: str | Path) -> list[str]:
    plans, name = store.graphs(), shown(source)
    if not plans:
        raise IpgraphError(
            f"{name} enthält keinen Plan. Pläne lädt: ipgraph load PLAN --to {name}",
            f"{name} holds no plan. Plans are loaded by: ipgraph load PLAN --to {name}",
        )
    return plans


def _no_codes(store: RemoteStore) -> Text:
    return {
        "de": f"Auf {store.connection.host} fehlen die Codelisten; Bezeichnungen bleiben leer. Es lädt sie: "
        f"ipgraph load --codes --to {shown(store.endpoint)}",
        "en": f"The code lists are not on {store.connection.host}; labels stay empty. They are loaded by: "
        f"ipgraph load --codes --to {shown(store.endpoint)}",
    }
