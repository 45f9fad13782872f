"""From a reading to a network page: asks the saved queries, builds the graph, draws the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipgraph.browse import as_of
from ipgraph.ingest import Reading
from ipgraph.model import Text
from ipgraph.namespaces import IP
from ipgraph.network import actor_goal_network, actor_network
from ipgraph.network.asking import FICTIONAL, ask
from ipgraph.network.views import network_page

if TYPE_CHECKING:
    import networkx as nx


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
    asked = ask(reading, plan, lang)
    shown = asked.plan
    picture = PICTURES[view]
    return network_page(
        picture.build(asked.tables),
        title=picture.title,
        subtitle=shown.resource.label,
        lang=lang,
        as_of=as_of([shown])[lang],
        source=shown.resource.label,
        notice=FICTIONAL if shown.resource.text(IP + "fictional") == "true" else "",
        link=link,
        pages=pages,
    )
