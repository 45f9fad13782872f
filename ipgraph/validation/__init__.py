"""The check: reading problems, required fields and rules, as findings that name the cell.

First the facts that follow from a plan are made by Oxigraph (``shapes/facts.ttl``), then pySHACL judges plan and
facts against core SHACL. pySHACL works on rdflib in memory, one plan at a time: on an Oxigraph store it is ten
times slower and takes equal strings for different (rdflib has no explicit ``xsd:string``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, cast

import pyoxigraph as ox
import pyshacl
from rdflib import DCTERMS, RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from ipgraph.errors import Problem
from ipgraph.ingest import Reading
from ipgraph.ingest.values import natural_key
from ipgraph.model import Field, Model, Sheet, Text, load_model, scheme_iri
from ipgraph.namespaces import CODES, CODES_GRAPH
from ipgraph.validation.editions import editions
from ipgraph.validation.findings import Finding, Goal, Report
from ipgraph.validation.report import render_report
from ipgraph.validation.shapes import IP, Rule, Shapes, load_shapes

__all__ = ["render_report", "validate"]

_UNNAMED = Rule(
    "F-99",
    {"de": "Angabe passt nicht", "en": "Entry does not fit"},
    {"de": "„{field}“: „{value}“ passt nicht; {help}", "en": "“{field}”: “{value}” does not fit; {help}"},
)
"""What is said of a column for a kind of constraint that has no sentence of its own."""
LONGEST = 80
"""How much of a value a message quotes."""


def validate(reading: Reading) -> Report:
    """Check plans.

    Args:
        reading: the plans as they were read.

    Returns:
        Everything found: what the reader noticed first, then what the shapes say. What both say of the same cell is
        said once, in the words of the reader.
    """
    model, shapes = load_model(), load_shapes()
    noticed = {(problem.resource, problem.path) for problem in reading.problems if problem.resource and problem.path}
    plans = [_Plan(reading, iri, model, shapes) for iri in reading.plans]
    findings = [_noticed(problem, plans, shapes) for problem in reading.problems]
    for plan in plans:
        for finding in plan.findings():
            if (finding.focus, finding.path) not in noticed:
                findings.append(finding)
    smart = next((scheme for scheme in model.schemes if scheme.iri == scheme_iri("smart")), None)
    return Report(
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        goals=tuple(goal for plan in plans for goal in plan.goals()),
        criteria=smart.concepts if smart else (),
        plans=editions(reading),
        rules={rule.code: rule for kind in (shapes.inputs, shapes.constraints, shapes.rules) for rule in kind.values()},
    )


def _noticed(problem: Problem, plans: list[_Plan], shapes: Shapes) -> Finding:
    """A reading problem as a finding."""
    name = {"de": "Beim Lesen aufgefallen", "en": "Noticed on reading"}
    rule = shapes.inputs.get(problem.code) or Rule(problem.code, name, problem.message)
    finding = Finding(
        problem.code, rule.severity, problem.message, rule.name, focus=problem.resource, path=problem.path,
        value=problem.value, place=problem.place, plan=plans[0].iri if len(plans) == 1 else "",
    )  # fmt: skip
    focus = URIRef(problem.resource or "")
    owner = next((plan for plan in plans if focus in plan.subjects), None)
    return owner.named(finding, focus) if owner else finding


@lru_cache(maxsize=64)
def _prepared(query: str) -> Query:
    return prepareQuery(query)


class _PlanGraph(Graph):
    """A graph that parses each query once, not once for each node that pySHACL asks it about."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        query = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **kwargs)


class _Plan:
    """One plan under check."""

    def __init__(self, reading: Reading, iri: str, model: Model, shapes: Shapes) -> None:
        self.iri = iri
        self._reading = reading
        self._model = model
        self._shapes = shapes
        self._plain = list(reading.store.triples(iri))
        self.subjects = {_node(triple.subject) for triple in self._plain}

    @cached_property
    def graph(self) -> Graph:
        """Plan, code lists and facts, and what other plans say of the resources that this one refers to."""
        codes = (t for t in self._reading.store.triples(CODES_GRAPH) if not getattr(t.object, "language", None))
        triples = [*self._plain, *codes, *self._elsewhere()]
        store = ox.Store()
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        for fact in self._shapes.facts:
            triples.extend(cast(ox.QueryTriples, store.query(fact)))
        graph = _PlanGraph()
        for triple in triples:
            graph.add((_node(triple.subject), URIRef(triple.predicate.value), _node(triple.object)))
        return graph

    def _elsewhere(self) -> list[ox.Triple]:
        """Class, plan and Kennung of resources of other plans that this plan refers to."""
        links = [t.object for t in self._plain if t.predicate.value != str(RDF.type)]
        used = {URIRef(term.value) for term in links if isinstance(term, ox.NamedNode)}
        foreign = [iri.n3() for iri in used - self.subjects if not iri.startswith(CODES)]
        if not foreign:
            return []
        facts = f"?s a ?class ; {IP.inPlan.n3()} ?plan ; {DCTERMS.identifier.n3()} ?key"
        query = f"CONSTRUCT {{ {facts} }} WHERE {{ VALUES ?s {{ {' '.join(foreign)} }} {facts} }}"
        return cast(list[ox.Triple], self._reading.store.query(query))

    def goals(self) -> list[Goal]:
        """The goals of the plan in the natural order of their Kennungen."""
        goals = []
        for node in self.graph.subjects(RDF.type, IP.Goal):
            if node in self.subjects:
                indicators = sorted(_name(indicator) for indicator in self.graph.subjects(IP.indicates, node))
                goals.append(Goal(_name(node), self.iri, self._identifier(node), self._label(node), tuple(indicators)))
        return sorted(goals, key=lambda goal: (natural_key(goal.identifier), goal.iri))

    # ------------------------------------------------------------------ findings

    def findings(self) -> Iterator[Finding]:
        """What the shapes say of the plan, each thing once."""
        _, report, text = pyshacl.validate(self.graph, shacl_graph=self._shapes.graph, max_validation_depth=30)
        if not isinstance(report, Graph):
            raise RuntimeError(f"SHACL: {text}")
        found = (self._finding(report, result) for result in report.objects(None, SH.result))
        yield from {(one.shape, one.focus, one.path, one.value): one for one in found if one}.values()

    def _finding(self, report: Graph, result: Node) -> Finding | None:
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        path = report.value(result, SH.resultPath)
        source = report.value(result, SH.sourceShape)
        shape = str(source)
        component = str(report.value(result, SH.sourceConstraintComponent))
        rule = self._shapes.rules.get(shape)
        if focus not in self.subjects or focus is None:
            return None
        own = value if value != focus else None
        limit = self._shapes.parameter(source, component)
        if not isinstance(limit, Literal):  # of a comparison: the value of the other property
            limit = self.graph.value(focus, limit) if isinstance(limit, URIRef) else None
        if rule is None:
            rule = self._shapes.constraints.get(component, _UNNAMED)
            focus, path = self._owner(focus, path)
        elif rule.concerns:
            own = None if isinstance(path, URIRef) and path != URIRef(rule.concerns) else own  # a fact, not a cell
            path = URIRef(rule.concerns)
        elif path == IP.personalText and value is not None:
            path = self._property_of(focus, value)
        column = self._column(focus, path)
        words = self._words(focus, path, value, rule, column, limit)
        finding = Finding(
            code=rule.code, severity=rule.severity, message=words, rule_name=rule.name, focus=_name(focus),
            path=column.path if column else None, value=None if own is None else str(own),
            criterion=rule.criterion, shape=shape, component=component,
        )  # fmt: skip
        return self.named(finding, focus)

    def named(self, finding: Finding, focus: Node) -> Finding:
        """The finding with plan, Kennung, label, heading and place of its resource filled in."""
        column = self._column(focus, URIRef(finding.path)) if finding.path else None
        return replace(
            finding,
            plan=self.iri,
            identifier=self._identifier(focus),
            label=self._label(focus),
            field_name=column.name if column else {},
            place=finding.place or self._reading.place(_name(focus), finding.path),
        )

    def _owner(self, focus: Node, path: Node | None) -> tuple[Node, Node | None]:
        """A row and column for a node that is no row itself: a date belongs to the cell it stands in."""
        if self._sheet(focus) is None:
            return min(self.graph.subject_predicates(focus), key=str, default=(focus, path))
        return focus, path

    def _property_of(self, focus: Node, value: Node) -> Node | None:
        return min((p for p in self.graph.predicates(focus, value) if p != IP.personalText), key=str, default=None)

    # ------------------------------------------------------------------ words

    def _words(
        self, focus: Node, path: Node | None, value: Node | None, rule: Rule, column: Field | None, limit: Node | None
    ) -> Text:
        """The sentence of a rule with its placeholders filled, by language."""
        found = rule.pattern.search(str(value)) if rule.pattern and value is not None else None
        written = min(self.graph.objects(focus, path), key=str, default=None) if isinstance(path, URIRef) else None
        several = isinstance(limit, Literal) and str(limit).isdecimal() and int(limit) > 1
        messages = {}
        for lang, sentence in (rule.several if several and rule.several else rule.message).items():
            parts = {
                "field": column.name[lang] if column else self._say(path, lang),
                "value": self._say(value, lang),
                "written": self._say(written, lang),
                "match": _trimmed(found[0]) if found else "",
                "expected": self._expected(column, limit, lang),
                "help": column.description.get(lang, "") if column else "",
            }
            messages[lang] = _filled(sentence, parts)
        return messages

    def _expected(self, column: Field | None, limit: Node | None, lang: str) -> str:
        """What a constraint wants, in words: a number or the value of another column, else the kinds of value."""
        if limit is not None:
            return self._say(limit, lang)
        if column is None:
            return ""
        kinds = [self._shapes.label(kind).get(lang, kind) for kind in column.datatypes]
        for name in column.classes:
            sheet = self._model.by_class.get(name)
            kinds.append(sheet.singular[lang] if sheet else self._shapes.label(name).get(lang, name))
        kinds += [f"„{scheme.title[lang]}“" if lang == "de" else f"“{scheme.title[lang]}”" for scheme in column.schemes]
        return {"de": " oder ", "en": " or "}[lang].join(dict.fromkeys(kinds))

    def _say(self, node: Node | None, lang: str) -> str:
        """A node in words: concepts by their name, dates as written, rows by their Kennung, text shortened."""
        if node is None:
            return ""
        concept = self._model.concepts.get(str(node))
        if concept:
            return concept.label.get(lang, concept.notation)
        text = str(node)
        if isinstance(node, URIRef):
            text = str(self.graph.value(node, IP.asWritten) or self._identifier(node) or self._label(node) or node)
        return _trimmed(text)

    def _sheet(self, node: Node) -> Sheet | None:
        return next(filter(None, (self._model.by_class.get(str(c)) for c in self.graph.objects(node, RDF.type))), None)

    def _column(self, focus: Node, path: Node | None) -> Field | None:
        sheet = self._sheet(focus)
        return sheet.by_path.get(str(path)) if sheet and path is not None else None

    def _identifier(self, node: Node) -> str:
        return str(self.graph.value(node, DCTERMS.identifier) or "")

    def _label(self, node: Node) -> str:
        sheet = self._sheet(node)
        return str(self.graph.value(node, URIRef(sheet.label_path)) or "") if sheet and sheet.label_path else ""


def _filled(sentence: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: parts.get(found[1], found[0]), sentence).strip()


def _trimmed(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _name(node: Node) -> str:
    """The IRI of a node; ``_:`` and its label for a blank one."""
    return f"_:{node}" if isinstance(node, BNode) else str(node)


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    """An rdflib node for an Oxigraph term; strings lose their explicit ``xsd:string``."""
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == str(XSD.string) else URIRef(datatype))
    return BNode(term.value) if isinstance(term, ox.BlankNode) else URIRef(cast(ox.NamedNode, term).value)
