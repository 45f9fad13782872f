"""One plan while it is checked: its triples, the code lists, and what follows from both."""

from __future__ import annotations

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
TYPE_TERM, CODES_TERM = f"<{TYPE}>".encode(), f"<{CODES}".encode()
TOP_CHAPTER = IP + "topChapter"


def codes_for_rules(reading: Reading) -> bytes:
    """The code lists without their texts, which no rule looks at (N-Triples)."""
    kept = [t for t in reading.store.triples(CODES_GRAPH) if not getattr(t.object, "language", None)]
    return ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b""


class PlanUnderCheck:
    """A plan with the facts that follow from it (``shapes/facts.ttl``), for an engine and for look-ups.

    Args:
        reading: the reading that holds the plan.
        iri: the plan.
        model: sheets and columns.
        shapes: what the facts are derived by.
        codes: the code lists, see :func:`codes_for_rules`.
    """

    def __init__(self, reading: Reading, iri: str, model: Model, shapes: Shapes, codes: bytes) -> None:
        self.iri = iri
        self.model = model
        self._plans = reading.embedded
        self._store = ox.Store()
        own = self._plans.n_triples(iri)
        around = codes + (_elsewhere(reading, own) if len(reading.plans) > 1 else b"")
        self._add(own + around)
        facts = [self._store.query(fact) for fact in shapes.facts]
        found = (triple for answer in facts for triple in cast(ox.QueryTriples, answer))
        derived = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
        self._add(derived)
        self.triples = own + around + derived
        """Plan, code lists and facts for an engine (N-Triples)."""

    def _add(self, triples: bytes) -> None:
        # Parsed here and not by the store, which would give blank nodes new labels.
        self._store.bulk_extend(ox.parse(triples, format=ox.RdfFormat.N_TRIPLES))

    # ------------------------------------------------------------------ look-ups

    def holds(self, node: Term) -> bool:
        """Whether the plan itself says something of a node."""
        return not isinstance(node, ox.Literal) and any(self._plans.triples(self.iri, node))

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
        found = self._plans.triples(self.iri, cast(ox.NamedNode | None, node), value)
        return sorted(((cast(Term, triple.subject), triple.predicate.value) for triple in found), key=str)

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


def _elsewhere(reading: Reading, own: bytes) -> bytes:
    """Class, plan and Kennung of resources of other plans that a plan refers to (N-Triples)."""
    described, linked = set(), set()
    for line in own.splitlines():
        subject, predicate, value = line.removesuffix(b" .").split(b" ", 2)
        described.add(subject)
        if value.startswith(b"<") and predicate != TYPE_TERM:
            linked.add(value)
    foreign = sorted(node.decode() for node in linked - described if not node.startswith(CODES_TERM))
    if not foreign:
        return b""
    facts = f"?s a ?class ; <{IP}inPlan> ?plan ; <{IDENTIFIER}> ?key"
    found = reading.store.query(f"CONSTRUCT {{ {facts} }} WHERE {{ VALUES ?s {{ {' '.join(foreign)} }} {facts} }}")
    return ox.serialize(cast(list[ox.Triple], found), format=ox.RdfFormat.N_TRIPLES) or b""
