"""The resources of a plan with their values and their links in both directions, as the model declares them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pyoxigraph as ox

from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.values import natural_key
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, Text
from ipgraph.namespaces import IP, RDF
from ipgraph.store import Store
from ipgraph.table import Value, human, value_of

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


@dataclass(frozen=True)
class TimeWords:
    """A date as the plan writes it, with its bounds as ISO days."""

    written: str
    earliest: str | None
    latest: str | None


def is_membership(column: Field) -> bool:
    """Whether a column can say where a row belongs, see :attr:`Resource.membership`."""
    return bool(column.references) and column.group.order <= 1 and (column.required or not column.multiple)


@dataclass(eq=False)
class Resource:
    """One row of the plan: what it says, and what refers to it."""

    iri: str
    sheet: Sheet
    terms: dict[str, list[Term]]
    plan: Plan = field(repr=False)
    incoming: dict[Field, list[Resource]] = field(default_factory=dict, repr=False)

    @cached_property
    def identifier(self) -> str:
        """The Kennung; empty for rows that have none."""
        return self.text(IDENTIFIER)

    @cached_property
    def label(self) -> str:
        """What the resource is called: its label column, else its Kennung, else the kind of thing it is."""
        for path in (self.sheet.label_path, self.sheet.short_label_path):
            if path and (text := self.text(path)):
                return text
        return self.identifier or self.sheet.singular["de"]

    @cached_property
    def short_label(self) -> str:
        """The short form, where the model names one and the row has it; else the label."""
        return (self.sheet.short_label_path and self.text(self.sheet.short_label_path)) or self.label

    def text(self, path: str) -> str:
        """The first value of a property as plain text; empty if there is none."""
        found = self.terms.get(path)
        return str(getattr(found[0], "value", "")) if found else ""

    def values(self, column: Field) -> list[Value | Resource | TimeWords]:
        """The values of a column: other resources as such, dates in words, codes as IRIs, the rest typed."""
        return [self._value(term) for term in self.terms.get(column.path, ())]

    def _value(self, term: Term) -> Value | Resource | TimeWords:
        key = node_key(term)
        if key in self.plan.resources:
            return self.plan.resources[key]
        if key in self.plan.times:
            return self.plan.times[key]
        return str(term) if isinstance(term, ox.Triple) else value_of(term)

    @cached_property
    def filled(self) -> list[Field]:
        """The columns that have a value, in the order of their groups."""
        columns = [column for column in self.sheet.fields if column.path in self.terms]
        return sorted(columns, key=lambda column: (column.group.order, column.order))

    @cached_property
    def linked(self) -> list[tuple[Field, list[Resource]]]:
        """What refers to this, by the column that does, in the order of sheets and columns."""
        return sorted(self.incoming.items(), key=lambda one: (one[1][0].sheet.order, one[0].order, one[0].iri))

    @cached_property
    def membership(self) -> tuple[Field, Resource] | None:
        """What this belongs to, and the column that says so: the first reference of the identification block.

        A column that may stay empty and may hold several names what a row touches, not where it belongs.
        """
        for column in self.sheet.fields:
            if is_membership(column):
                for value in self.values(column):
                    if isinstance(value, Resource) and value is not self:
                        return column, value
        return None

    @property
    def container(self) -> Resource | None:
        """What this belongs to (chapter, goal, …)."""
        return self.membership[1] if self.membership else None

    @cached_property
    def ancestors(self) -> list[Resource]:
        """From the outermost container down to the nearest; a cycle ends where it closes."""
        path: list[Resource] = []
        current = self.container
        while current and current not in path and current is not self:
            path.append(current)
            current = current.container
        return path[::-1]


@dataclass(eq=False)
class Plan:
    """All resources of one plan by IRI."""

    iri: str
    model: Model = field(repr=False)
    resources: dict[str, Resource] = field(default_factory=dict, repr=False)
    times: dict[str, TimeWords] = field(default_factory=dict, repr=False)

    @property
    def resource(self) -> Resource:
        """The plan itself."""
        return self.resources[self.iri]

    def of(self, local: str) -> list[Resource]:
        """The resources of a class by its local name (``goal``), in natural order of their Kennungen."""
        found = [resource for resource in self.resources.values() if resource.sheet.local == local]
        return sorted(found, key=lambda resource: natural_key(resource.identifier or resource.iri))


def load_plan(store: Store, iri: str, model: Model) -> Plan:
    """Gather the resources of a plan from its graph.

    Args:
        store: where the plan lies.
        iri: the plan.
        model: classes and columns.

    Returns:
        The plan with all its resources linked both ways.
    """
    terms: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in store.triples(iri):
        terms[node_key(triple.subject)][triple.predicate.value].append(triple.object)
    plan = Plan(iri, model)
    for key in sorted(terms, key=natural_key):
        kinds = {node_key(kind) for kind in terms[key].get(RDF + "type", ())}
        if IP + "TimeSpan" in kinds:
            plan.times[key] = _time_words(terms[key])
        for kind in sorted(kinds & model.by_class.keys())[:1]:
            values = {path: _in_order(found) for path, found in terms[key].items()}
            plan.resources[key] = Resource(key, model.by_class[kind], values, plan)
    for resource, column, target in _links(plan):
        target.incoming.setdefault(column, []).append(resource)
    return plan


def _time_words(terms: dict[str, list[Term]]) -> TimeWords:
    first = {path.removeprefix(IP): str(getattr(found[0], "value", "")) for path, found in terms.items() if found}
    return TimeWords(first.get("asWritten", ""), first.get("earliest"), first.get("latest"))


def _links(plan: Plan) -> Iterator[tuple[Resource, Field, Resource]]:
    for resource in plan.resources.values():
        for column in resource.sheet.fields:
            if column.references:
                for term in resource.terms.get(column.path, ()):
                    target = plan.resources.get(node_key(term))
                    if target:
                        yield resource, column, target


def _in_order(terms: list[Term]) -> list[Term]:
    """Terms in a fixed order; most values stand alone, and making their keys would take most of the time."""
    return sorted(terms, key=_term_order) if len(terms) > 1 else terms


def _term_order(term: Term) -> tuple[object, str]:
    return natural_key(str(getattr(term, "value", term))), str(term)


def in_groups(columns: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Columns by the IRI of their group, in order."""
    grouped: dict[str, list[Field]] = {}
    for column in columns:
        grouped.setdefault(column.group.iri, []).append(column)
    return list(grouped.items())


def as_of(plans: Iterable[Plan]) -> Text:
    """The newest day that a row of the plans reports on, in words; a dash where there is none."""
    days: Counter[str] = Counter()
    for plan in plans:
        for report in plan.of("status-report"):
            for column in report.filled:
                days.update(day for value in report.values(column) if (day := getattr(value, "earliest", None)))
    if not days:
        return {"de": "–", "en": "–"}
    newest = date.fromisoformat(max(days))
    return {"de": human(newest, "de"), "en": human(newest, "en")}
