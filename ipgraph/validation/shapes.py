"""The rules as they stand in ``ontology/shapes/``: what each is called, what it says, where it is put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ipgraph import namespaces, resources
from ipgraph.model import Text

IP = Namespace(namespaces.IP)
INPUT = "https://w3id.org/ipgraph/input/"
SEVERITIES: Mapping[str, Text] = {
    "violation": {"de": "muss", "en": "must"},
    "warning": {"de": "soll", "en": "should"},
    "info": {"de": "Hinweis", "en": "note"},
}
"""The three weights of a finding, the gravest first, and what people call them."""


@dataclass(frozen=True)
class Rule:
    """A rule, or what is said of a kind of constraint on a column.

    Args:
        code: stable code (``T-02``; ``F-01`` and so on for columns).
        name: short name, by language.
        message: sentence with placeholders, by language.
        several: sentence where a column needs (or may hold) more than one value, by language; else empty.
        severity: one of :data:`SEVERITIES`.
        description: why the rule is there, by language.
        criterion: IRI of the SMART criterion that a goal misses when the rule fires.
        concerns: IRI of the property in whose column a finding can be put right.
        pattern: what the rule does not want to find in a text.
        good: a text that the rule accepts, by language.
        bad: a text on which the rule fires, by language.
    """

    code: str
    name: Text
    message: Text
    several: Text = field(default_factory=dict)
    severity: str = "violation"
    description: Text = field(default_factory=dict)
    criterion: str | None = None
    concerns: str | None = None
    pattern: re.Pattern[str] | None = None
    good: Text = field(default_factory=dict)
    bad: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Shapes:
    """Everything in ``ontology/shapes/``.

    Args:
        graph: shapes and ontology, as the validator takes them.
        rules: rule by the IRI of its shape.
        constraints: what is said of a column, by the IRI of the constraint component.
        inputs: name and weight of what the reader notices, by code (``E-03``).
        facts: SPARQL CONSTRUCT queries for what follows from a plan.
    """

    graph: Graph
    rules: Mapping[str, Rule]
    constraints: Mapping[str, Rule]
    inputs: Mapping[str, Rule]
    facts: tuple[str, ...]

    def parameter(self, shape: Node | None, component: str) -> Node | None:
        """The value that a shape gives to a kind of constraint: 5 for ``sh:maxInclusive 5``.

        Args:
            shape: the shape, a blank node where a column was added without a name.
            component: IRI of the constraint component, named after its parameter (SHACL 1.0, section 4).

        Returns:
            The value; None if the shape has no such constraint.
        """
        name = namespaces.local_name(component).removesuffix("ConstraintComponent")
        return self.graph.value(shape, URIRef(namespaces.SH + name[:1].lower() + name[1:]))

    def label(self, iri: str) -> Text:
        """Name of a class, property or datatype, by language."""
        return _text(self.graph, URIRef(iri), RDFS.label)


def load_shapes(ontology: Path | None = None) -> Shapes:
    """Read all shapes, once for each folder.

    Args:
        ontology: folder with ``shapes/``; None for the one in use. A file that it lacks is taken from the ontology
            that comes with the program, so that own columns do not switch the rules off.

    Returns:
        Rules, messages and facts.
    """
    return _load_shapes((ontology or resources.folder("ontology")).resolve())


@cache
def _load_shapes(root: Path) -> Shapes:
    given = resources.bundled("ontology")
    names = {path.relative_to(folder) for folder in (given, root) for path in folder.glob("shapes/*.ttl")}
    graph = Graph()
    for name in [Path("ipgraph.ttl"), *sorted(names)]:
        graph.parse(root / name if (root / name).is_file() else given / name, format="turtle")
    found = {str(node): _rule(graph, node) for node in graph.subjects(IP.code) if isinstance(node, URIRef)}
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in namespaces.PREFIXES.items())
    return Shapes(
        graph,
        rules={iri: rule for iri, rule in found.items() if iri.startswith(namespaces.RULE)},
        constraints={iri: rule for iri, rule in found.items() if iri.startswith(namespaces.SH)},
        inputs={rule.code: rule for iri, rule in found.items() if iri.startswith(INPUT)},
        facts=tuple(sorted(prefixes + str(query) for query in graph.objects(None, SH.construct))),
    )


def _rule(graph: Graph, node: URIRef) -> Rule:
    criterion = graph.value(node, IP.smartCriterion)
    concerns = graph.value(node, IP.concerns)
    severity = graph.value(node, SH.severity, default=SH.Violation)
    unwanted = graph.value(node, SH["not"])
    pattern = graph.value(unwanted, SH.pattern) if unwanted is not None else None
    ignore_case = unwanted is not None and "i" in str(graph.value(unwanted, SH.flags))
    return Rule(
        code=str(graph.value(node, IP.code)),
        name=_text(graph, node, SH.name),
        message=_text(graph, node, SH.message),
        several=_text(graph, node, IP.messageForSeveral),
        severity=namespaces.local_name(str(severity)).lower(),
        description=_text(graph, node, SH.description),
        criterion=str(criterion) if criterion else None,
        concerns=str(concerns) if concerns else None,
        pattern=re.compile(str(pattern), re.IGNORECASE if ignore_case else 0) if pattern else None,
        good=_text(graph, node, IP.goodExample),
        bad=_text(graph, node, IP.badExample),
    )


def _text(graph: Graph, node: URIRef, predicate: URIRef) -> Text:
    found = graph.objects(node, predicate)
    return {term.language: str(term) for term in found if isinstance(term, Literal) and term.language}
