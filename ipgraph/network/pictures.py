"""From a reading to a network page: asks the saved queries, builds the graph, draws the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipgraph.browse import as_of, load_plan
from ipgraph.catalogue import queries
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, code_triples
from ipgraph.model import Text, load_model
from ipgraph.namespaces import CODES_GRAPH, IP, local_name
from ipgraph.network import TABLES, actor_goal_network, actor_network
from ipgraph.network.views import network_page
from ipgraph.store import EmbeddedStore, Store

if TYPE_CHECKING:
    import networkx as nx

FICTIONAL: Text = {
    "de": "Fiktiver Plan: Landkreis, Stellen und Zahlen sind erfunden.",
    "en": "Fictional plan: county, bodies and figures are made up.",
}


@dataclass(frozen=True)
class Picture:
    """A kind of network page: what it is called, what it shows, and how its graph is built."""

    title: Text
    text: Text
    build: Callable[..., nx.Graph[str]]


PICTURES: Mapping[str, Picture] = {
    "actors": Picture(
        {"de": "Wer arbeitet mit wem?", "en": "Who works with whom?"},
        {
            "de": "Akteure, ihre belegte Zusammenarbeit, und die Paare mit gleichen Zielen ohne Kontakt im Plan.",
            "en": "Actors, their documented co-operation, and pairs with the same goals but no contact in the plan.",
        },
        actor_network,
    ),
    "goals": Picture(
        {"de": "Wer arbeitet woran?", "en": "Who works on what?"},
        {
            "de": "Ziele nach Kapiteln und die Akteure dazwischen; Ziele ohne Maßnahme fallen auf.",
            "en": "Goals by chapter and the actors between them; goals without a measure stand out.",
        },
        actor_goal_network,
    ),
}


def network(
    reading: Reading,
    view: str = "actors",
    lang: str = "de",
    plan: str | None = None,
    link: Callable[[str], str | None] | None = None,
    pages: tuple[tuple[Text, str], ...] = (),
) -> str:
    """Draw a network of one plan as a page that is complete in itself.

    Args:
        reading: the plans.
        view: one of :data:`PICTURES`.
        lang: language that the page opens in.
        plan: IRI of the plan, or the end of it; None for the only one.
        link: address of the page of a resource by its IRI.
        pages: other pages to go to, with their addresses.

    Returns:
        The HTML.

    Raises:
        IpgraphError: there are several plans and none is named; or none of that name.
    """
    chosen = _chosen(reading.plans, plan)
    store = reading.store if isinstance(reading.store, EmbeddedStore) else _here(reading.store, chosen)
    shown = load_plan(store, chosen, load_model())
    only = {"plan": shown.resource.identifier} if shown.resource.identifier else {}
    known = queries()
    tables = {name: known[name].run(store, lang, **only) for name in TABLES}
    tables["should-talk"] = known["should-talk"].run(store, "de", **only)
    tables["should-talk-en"] = known["should-talk"].run(store, "en", **only)
    picture = PICTURES[view]
    return network_page(
        picture.build(tables),
        title=picture.title,
        subtitle=shown.resource.label,
        lang=lang,
        as_of=as_of([shown])[lang],
        source=shown.resource.label,
        notice=FICTIONAL if shown.resource.text(IP + "fictional") == "true" else "",
        link=link,
        pages=pages,
    )


def _here(store: Store, plan: str) -> EmbeddedStore:
    """One plan of a server: a page shows all of it anyway, and its questions cost a server more than us."""
    copy = EmbeddedStore()
    copy.add(CODES_GRAPH, code_triples())
    copy.add(plan, store.triples(plan))
    return copy


def _chosen(plans: Sequence[str], plan: str | None) -> str:
    """The plan to show."""
    found = [iri for iri in plans if plan in (None, iri, local_name(iri))]
    if len(found) != 1:
        names = ", ".join(map(local_name, plans[:12])) + (" …" if len(plans) > 12 else "")
        raise IpgraphError(
            f"Ein Netzbild zeigt einen Plan; hier sind es mehrere. Bitte mit --plan einen davon nennen: {names}."
            if plan is None
            else f"Einen Plan „{plan}“ gibt es hier nicht. Möglich: {names}.",
            f"A network shows one plan; here are several. Please name one of them with --plan: {names}."
            if plan is None
            else f"There is no plan “{plan}” here. Possible: {names}.",
        )
    return found[0]
