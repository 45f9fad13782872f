"""One plan while it is checked: its triples, the code lists, and what follows from both."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import cast

import pyoxigraph as ox

from ipgraph.ingest import Reading
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.values import day_words, natural_key
from ipgraph.model import IDENTIFIER, Field, Model, Sheet
from ipgraph.namespaces import CODES, CODES_GRAPH, IP, RDF
from ipgraph.validation.engines import Term
from ipgraph.validation.findings import Chapter, Goal
from ipgraph.validation.shapes import Shapes

TYPE = RDF + "type"
TOP_CHAPTER = IP + "topChapter"


def codes_for_rules(reading: Reading) -> list[ox.Triple]:
    """The code lists without their texts, which no rule looks at."""
    return [t for t in reading.store.triples(CODES_GRAPH) if not getattr(t.object, "language", None)]


class PlanUnderCheck:
    """A plan with the facts that follow from it (``shapes/facts.ttl``), for an engine and for look-ups.

    Args:
        reading: the reading that holds the plan.
        iri: the plan.
        model: sheets and columns.
        shapes: what the facts are derived by.
        codes: the code lists, see :func:`codes_for_rules`.
    """

    def __init__(self, reading: Reading, iri: str, model: Model, shapes: Shapes, codes: Iterable[ox.Triple]) -> None:
        self.iri = iri
        self.model = model
        self._own, self._around = ox.NamedNode(iri), ox.DefaultGraph()
        self._store = ox.Store()
        plan = list(reading.store.triples(iri))
        self._store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, self._own) for t in plan)
        self._add(codes)
        if len(reading.plans) > 1:
            self._add(_elsewhere(reading, plan))
        facts = [self._store.query(fact, use_default_graph_as_union=True) for fact in shapes.facts]
        self._add(triple for found in facts for triple in cast(ox.QueryTriples, found))

    def _add(self, triples: Iterable[ox.Triple]) -> None:
        self._store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, self._around) for t in triples)

    @property
    def triples(self) -> bytes:
        """Plan, code lists and facts for an engine (N-Triples)."""
        parts = (self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=g) for g in (self._own, self._around))
        return b"".join(part or b"" for part in parts)

    # ------------------------------------------------------------------ look-ups

    def holds(self, node: Term) -> bool:
        """Whether the plan itself says something of a node."""
        return not isinstance(node, ox.Literal) and any(self._store.quads_for_pattern(node, None, None, self._own))

    def values(self, node: Term, path: str) -> list[Term]:
        """The values of a property, in a fixed order."""
        if isinstance(node, ox.Literal):
            return []
        found = self._store.quads_for_pattern(node, ox.NamedNode(path), None, None)
        return sorted((cast(Term, quad.object) for quad in found), key=str)

    def value(self, node: Term, path: str) -> str:
        """The first value of a property as text; empty if there is none."""
        return next((term.value for term in self.values(node, path)), "")

    def subjects(self, path: str, value: Term) -> list[Term]:
        """What has a value for a property, in a fixed order."""
        found = self._store.quads_for_pattern(None, ox.NamedNode(path), value, None)
        return sorted((cast(Term, quad.subject) for quad in found), key=str)

    def statements(self, node: Term | None, value: Term | None) -> list[tuple[Term, str]]:
        """Subjects and properties of the plan with a value (and subject, where one is given), in a fixed order."""
        found = self._store.quads_for_pattern(cast(ox.NamedNode | None, node), None, value, self._own)
        return sorted(((cast(Term, quad.subject), quad.predicate.value) for quad in found), key=str)

    def sheet(self, node: Term) -> Sheet | None:
        """The sheet of a resource; None for what is no row."""
        kinds = (self.model.by_class.get(kind.value) for kind in self.values(node, TYPE))
        return next(filter(None, kinds), None)

    def column(self, node: Term, path: str | None) -> Field | None:
        """The column of a resource for a property."""
        sheet = self.sheet(node)
        return sheet.by_path.get(path) if sheet and path else None

    def identifier(self, node: Term) -> str:
        """The Kennung of a resource; of a row that has none by its nature, what it is about and when; else empty."""
        if own := self.value(node, IDENTIFIER):
            return own
        sheet = self.sheet(node)
        if sheet is None or sheet.identifier:
            return ""
        parts = (value for path in sheet.key_paths for value in self.values(node, path)[:1])
        words = (self.value(one, IP + "asWritten") or self.value(one, IDENTIFIER) or one.value for one in parts)
        return ", ".join(map(day_words, words))

    def label(self, node: Term) -> str:
        """What a resource is called; empty if nothing says it."""
        sheet = self.sheet(node)
        return self.value(node, sheet.label_path) if sheet and sheet.label_path else ""

    # ------------------------------------------------------------------ what a report lists

    def chapter(self, node: Term) -> str:
        """IRI of the top chapter that a resource belongs to; of several the first; empty if it belongs to none."""
        tops = {node_key(top) for top in self.values(node, TOP_CHAPTER)}
        return next((chapter.iri for chapter in self.chapters if chapter.iri in tops), "")

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The top chapters in the natural order of their Kennungen."""
        tops = {
            cast(Term, quad.object) for quad in self._store.quads_for_pattern(None, ox.NamedNode(TOP_CHAPTER), None)
        }
        chapters = [Chapter(node_key(top), self.iri, self.identifier(top), self.label(top)) for top in tops]
        return tuple(sorted(chapters, key=lambda chapter: (natural_key(chapter.identifier), chapter.iri)))

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """The goals in the natural order of their Kennungen."""
        goals = []
        for node in filter(self.holds, self.subjects(TYPE, ox.NamedNode(IP + "Goal"))):
            indicators = tuple(node_key(indicator) for indicator in self.subjects(IP + "indicates", node))
            goals.append(
                Goal(node_key(node), self.iri, self.identifier(node), self.label(node), indicators, self.chapter(node))
            )
        return tuple(sorted(goals, key=lambda goal: (natural_key(goal.identifier), goal.iri)))


def _elsewhere(reading: Reading, plan: list[ox.Triple]) -> list[ox.Triple]:
    """Class, plan and Kennung of resources of other plans that a plan refers to."""
    mine = {triple.subject for triple in plan}
    links = {t.object for t in plan if isinstance(t.object, ox.NamedNode) and t.predicate.value != TYPE} - mine
    foreign = " ".join(sorted(str(node) for node in links if not node.value.startswith(CODES)))
    if not foreign:
        return []
    facts = f"?s a ?class ; <{IP}inPlan> ?plan ; <{IDENTIFIER}> ?key"
    query = f"CONSTRUCT {{ {facts} }} WHERE {{ VALUES ?s {{ {foreign} }} {facts} }}"
    return cast(list[ox.Triple], reading.store.query(query))
