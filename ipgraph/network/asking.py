"""What the networks of a plan are asked for: one plan of a reading, the saved queries, the graphs of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ipgraph import resources
from ipgraph.browse import Plan, as_of, load_plan
from ipgraph.catalogue import queries
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, code_triples
from ipgraph.model import Text, load_model
from ipgraph.namespaces import CODES_GRAPH, IP, local_name
from ipgraph.network import actor_goal_network, actor_network, findings
from ipgraph.network.joined import MORE, TABLES
from ipgraph.report.words import FICTIONAL
from ipgraph.store import EmbeddedStore, Store
from ipgraph.table import Table

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Asked:
    """A plan and the answers that its networks are built from.

    Args:
        plan: the plan.
        store: where it lies.
        tables: answers by id of query.
    """

    plan: Plan
    store: EmbeddedStore
    tables: dict[str, Table]

    @cached_property
    def actors(self) -> nx.Graph[str]:
        """The network of actors."""
        return actor_network(self.tables)

    @cached_property
    def goals(self) -> nx.Graph[str]:
        """The network of actors and goals."""
        return actor_goal_network(self.tables)

    def answer(self, query: str, lang: str = "de") -> Table:
        """The answer of one more saved query about this plan."""
        return _answer(self.store, query, lang, self.plan)

    def coverage(self, by: findings.By) -> findings.Coverage:
        """Kinds of actor, or towns, against chapters: how many take part."""
        query = f"coverage-{by}-chapter"
        return findings.coverage(self.answer(query), by, self.answer(query, "en"))

    def about(self, lang: str = "de") -> dict[str, str]:
        """What every picture and file says of itself: source, date, whether it is fictional, what it cannot know."""
        return {
            "source": self.plan.resource.label,
            "date": as_of([self.plan])[lang],
            "notice": self.notice[lang],
            "caveat": resources.words("network.texts.toml")["ui"]["caveat"][lang],
        }

    @property
    def notice(self) -> Text:
        """Whether the plan is fictional, in words."""
        return FICTIONAL if self.plan.resource.text(IP + "fictional") == "true" else {"de": "", "en": ""}


def ask(reading: Reading, plan: str | None = None, lang: str = "de") -> Asked:
    """Ask what the networks of one plan are built from.

    Args:
        reading: the plans.
        plan: IRI of the plan, or the end of it; None for the only one.
        lang: language of the labels.

    Returns:
        The plan and the answers.

    Raises:
        IpgraphError: there are several plans and none is named; or none of that name.
    """
    chosen = _chosen(reading.plans, plan)
    store = reading.store if isinstance(reading.store, EmbeddedStore) else _here(reading.store, chosen)
    shown = load_plan(store, chosen, load_model())
    tables = {query: _answer(store, query, lang, shown) for query in TABLES}
    for name in MORE:
        query, english = name.removesuffix("-en"), name.endswith("-en")
        tables[name] = _answer(store, query, "en" if english else "de", shown)
    return Asked(shown, store, tables)


def _answer(store: Store, query: str, lang: str, plan: Plan) -> Table:
    only = {"plan": plan.resource.identifier} if plan.resource.identifier else {}
    return queries()[query].run(store, lang, **only)


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
