"""A plan out of a store folder, or off a server."""

from __future__ import annotations

from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import is_address, shown
from ipgraph.namespaces import DCTERMS, IP
from ipgraph.store import EmbeddedStore, Store, Warn, is_store
from ipgraph.table import plain, table_from

PLANS = f"SELECT ?graph ?name {{ GRAPH ?graph {{ ?plan a <{IP}Plan> ; <{DCTERMS}identifier> ?name }} }} ORDER BY ?name"


def remove(plan: str, target: str | Path, warn: Warn) -> None:
    """Remove a plan; all others and the code lists stay.

    Args:
        plan: its Kennung, or the IRI of its graph.
        target: the store folder, or the address of a SPARQL endpoint.
        warn: told what the user should know.

    Raises:
        IpgraphError: it is no store, it holds no such plan or several of that Kennung, or it cannot be written.
    """
    if is_address(target):
        from ipgraph.loading.server import Target
        from ipgraph.store.remote import RemoteStore

        Target(str(target)).remove(_graph(plan, RemoteStore(str(target), warn=warn), target))
        return
    folder = Path(target)
    if not is_store(folder):
        raise IpgraphError(
            f"{folder} ist kein Speicher, wie ipgraph load ihn anlegt.",
            f"{folder} is no store as ipgraph load makes it.",
        )
    store = EmbeddedStore(folder, writing=True)
    store.remove(_graph(plan, store, target))
    store.flush()


def _graph(plan: str, store: Store, target: str | Path) -> str:
    """The graph of a plan."""
    known = [(plain(graph), plain(name)) for graph, name in table_from(store.select(PLANS)).rows]
    found, where = sorted({graph for graph, name in known if plan in (graph, name)}), shown(target)
    if len(found) == 1 and [graph for graph, _ in known].count(found[0]) > 1:
        raise IpgraphError(
            f"In {where} liegt „{plan}“ mit anderen Plänen in einem Graphen. Entfernt wird nur, was allein steht.",
            f"In {where} “{plan}” shares a graph with other plans. Only what stands alone is removed.",
        )
    if len(found) == 1:
        return found[0]
    if found:
        raise IpgraphError(
            f"In {where} haben mehrere Pläne die Kennung „{plan}“. Bitte einen davon angeben: {', '.join(found)}.",
            f"Several plans in {where} have the Kennung “{plan}”. Please name one of them: {', '.join(found)}.",
        )
    names = ", ".join(name for _, name in known[:12]) + (" …" if len(known) > 12 else "")
    raise IpgraphError(
        f"In {where} gibt es keinen Plan „{plan}“. Es gibt: {names or 'keinen'}.",
        f"There is no plan “{plan}” in {where}. There are: {names or 'none'}.",
    )
