"""A plan as a tree in JSON-LD 1.1: chapters in the plan, goals in chapters, measures in goals, with German short keys.

The keys are the column names of the tables. As one name can mean two properties in two sheets, each class has a
context of its own (type-scoped contexts, JSON-LD 1.1 section 4.1.4). What belongs to something stands inside it, under
a reverse term (4.8), and every row keeps its references, so that the document says the same as the graph.

The document is written here and not framed by a library: framing sorts keys by the alphabet, has one key a property
(actors, meetings and external plans would be one list). The tests let PyLD expand it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from ipgraph import resources
from ipgraph.browse import Plan, Resource, Term, is_membership
from ipgraph.emit.jsonld import compact_value
from ipgraph.files import ascii_name, distinct, json_bytes
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.values import natural_key
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.model import TEXT, TIME_SPAN, Field, Model, Sheet
from ipgraph.namespaces import IP, RDF, RDFS, SKOS, XSD, local_name
from ipgraph.opendata.content.tables import CODE_LISTS

Json = dict[str, Any]
_Facts = dict[str, dict[str, list[Term]]]
ENTRIES = "eintraege"
IN_SCHEME = SKOS + "inScheme"
IN_PLAN = IP + "inPlan"
TYPE = RDF + "type"
DEEPEST = 40
"""Levels of things in things; readers of JSON give up at some depth."""
OTHER = "weiteres"
"""Key of what is in the graph and in no sheet."""


@dataclass(frozen=True, eq=False)
class Terms:
    """The keys of the document.

    Args:
        model: sheets and columns.
        language: language of the plan's texts.
    """

    model: Model
    language: str

    @cached_property
    def labels(self) -> Lookups:
        """The vocabulary, for the German names of what is no column."""
        return Lookups(turtle_triples([resources.folder("ontology") / "ipgraph.ttl"]))

    def name(self, iri: str) -> str:
        """The German name of a property as a key."""
        return ascii_name(self.labels.text(iri, RDFS + "label").get("de") or local_name(iri))

    def class_name(self, iri: str) -> str:
        """The German name of a class as a value of ``typ``."""
        sheet = self.model.by_class.get(iri)
        label = sheet.singular["de"] if sheet else self.labels.text(iri, RDFS + "label").get("de", local_name(iri))
        return "".join(word.title() for word in ascii_name(label).split("_"))

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes that have a name of their own."""
        return frozenset([*self.model.by_class, TIME_SPAN])

    @cached_property
    def columns(self) -> Mapping[Sheet, Mapping[str, tuple[str, str | None, bool]]]:
        """Key, kind of value and whether there may be several, by sheet and property."""
        found = {}
        for sheet in self.model.sheets:
            keys = distinct(["id", "typ", *(ascii_name(field.name["de"]) for field in sheet.fields)])[2:]
            found[sheet] = {f.path: (k, _kind(f), f.multiple) for f, k in zip(sheet.fields, keys, strict=True)}
        return found

    @cached_property
    def inside(self) -> Mapping[Sheet, Mapping[tuple[str, Sheet], str]]:
        """Key of what stands inside a row, by the sheet of the row, the property that says so, and the inner sheet."""
        found: dict[Sheet, dict[tuple[str, Sheet], str]] = {}
        for sheet in self.model.sheets:
            links = [(field.path, other, ascii_name(field.inverse_name.get("de") or other.name["de"]))
                     for other in self.model.sheets for field in other.fields
                     if sheet.target in field.references and is_membership(field)]  # fmt: skip
            if sheet.target == IP + "Plan":
                links += [(IN_PLAN, other, ascii_name(other.name["de"])) for other in self.model.sheets]
            taken = ["id", "typ", *(key for key, _, _ in self.columns[sheet].values())]
            keys = distinct([*taken, *(key for _, _, key in links)])[len(taken) :]
            found[sheet] = {(path, other): key for (path, other, _), key in zip(links, keys, strict=True)}
        return found

    def context(self) -> Json:
        """The context of the document."""
        terms: Json = {"@version": 1.1, "id": "@id", "typ": "@type", CODE_LISTS: "@included", OTHER: "@included"}
        for sheet in self.model.sheets:
            inner: Json = {
                key: _term(path, kind, self.language) | ({"@container": "@set"} if several else {})
                for path, (key, kind, several) in self.columns[sheet].items()
            }
            inner[self.name(IN_PLAN)] = {"@id": IN_PLAN, "@type": "@id"}
            for (path, _), key in self.inside[sheet].items():
                inner[key] = {"@reverse": path, "@container": "@set"}
            terms[self.class_name(sheet.target)] = {"@id": sheet.target, "@context": inner}
        days = {self.name(IP + name): _term(IP + name, kind, "") for name, kind in _SPAN.items()}
        terms[self.class_name(TIME_SPAN)] = {"@id": TIME_SPAN, "@context": days}
        return terms


_SPAN = {"asWritten": None, "earliest": XSD + "date", "latest": XSD + "date"}


def _kind(field: Field) -> str | None:
    kinds = {*field.datatypes, *(["@id"] if field.references or field.schemes else []), *(["time"] * field.is_time)}
    only = next(iter(kinds)) if len(kinds) == 1 else None
    return None if only in (XSD + "string", "time") else only


def _term(path: str, kind: str | None, language: str) -> Json:
    if kind is None:
        return {"@id": path}
    return {"@id": path, "@language": language} if kind == TEXT else {"@id": path, "@type": kind}


def context_bytes(codes: Iterable[ox.Triple], terms: Terms) -> bytes:
    """The context of :func:`tree_bytes` as a document of its own."""
    return json_bytes({"@context": terms.context() | _CodeLists(codes).context()})


def tree_bytes(plan: Plan, triples: Iterable[ox.Triple], codes: Iterable[ox.Triple], terms: Terms) -> bytes:
    """Write a plan and the code lists as a tree.

    Args:
        plan: the plan.
        triples: all that its graph says, in a stable order.
        codes: the code lists, in a stable order.
        terms: the keys.

    Returns:
        One object: the plan, with everything in it. UTF-8, indented.
    """
    lists = _CodeLists(codes)
    document = _Tree(plan, triples, terms).document()
    return json_bytes({"@context": terms.context() | lists.context(), **document, CODE_LISTS: lists.document()})


def _facts(triples: Iterable[ox.Triple]) -> _Facts:
    """Values by subject and property, in the order of the triples."""
    facts: _Facts = {}
    for triple in triples:
        facts.setdefault(node_key(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple.object)
    return facts


class _Tree:
    def __init__(self, plan: Plan, triples: Iterable[ox.Triple], terms: Terms) -> None:
        self.plan = plan
        self.terms = terms
        self.facts = _facts(triples)
        self.placed: set[str] = set()
        self.inner: dict[Resource, list[tuple[str, Resource]]] = defaultdict(list)
        for resource in sorted(plan.resources.values(), key=lambda row: natural_key(row.identifier or row.iri)):
            if resource is not plan.resource:
                path, outer = self.home(resource)
                self.inner[outer].append((terms.inside[outer.sheet][path, resource.sheet], resource))

    def home(self, resource: Resource) -> tuple[str, Resource]:
        """Where a row stands: in what it belongs to; in the plan where that is nothing, a circle, or too deep."""
        above, seen = resource.container, {resource}
        while above is not None and above not in seen:
            seen.add(above)
            above = above.container
        if resource.membership is None or above is resource or len(seen) > DEEPEST:
            return IN_PLAN, self.plan.resource
        column, outer = resource.membership
        return column.path, outer

    def document(self) -> Json:
        """The plan with all that belongs to it, and what is in no sheet."""
        node = self.row(self.plan.resource)
        rest = [self.other(iri) for iri in self.facts if iri not in self.placed]
        return node | ({OTHER: rest} if rest else {})

    def row(self, resource: Resource) -> Json:
        """A row with its values in the order of the columns, and what belongs to it."""
        self.placed.add(resource.iri)
        columns = {TYPE: ("typ", None, False), **self.terms.columns[resource.sheet]}
        columns[IN_PLAN] = (self.terms.name(IN_PLAN), "@id", False)
        places = {path: place for place, path in enumerate(columns)}
        node: Json = {"id": resource.iri}
        facts = self.facts[resource.iri]
        for path in sorted(facts, key=lambda path: (places.get(path, len(places)), path)):
            key, kind, several = columns.get(path, (path, None, False))
            values = self.values(facts[path], kind, path)
            node[key] = values if several else _one_or_more(values)
        for key, inner in sorted(self.inner[resource], key=lambda one: one[1].sheet.order):
            node.setdefault(key, []).append(self.row(inner))
        return node

    def other(self, iri: str) -> Json:
        """What is no row: a date, or what another program has added."""
        self.placed.add(iri)
        days = {IP + name: (self.terms.name(IP + name), kind, False) for name, kind in _SPAN.items()}
        names = {TYPE: ("typ", None, False)} | (days if TIME_SPAN in self.types(iri) else {})
        node: Json = {"id": iri}
        for path, terms in self.facts[iri].items():
            key, kind, _ = names.get(path, (path, None, False))
            node[key] = _one_or_more(self.values(terms, kind, path))
        return node

    def types(self, iri: str) -> list[str]:
        return [node_key(term) for term in self.facts.get(iri, {}).get(TYPE, ())]

    def values(self, terms: list[Term], kind: str | None, path: str) -> list[Any]:
        if path == TYPE:
            return [self.terms.class_name(iri) if iri in self.terms.classes else iri for iri in map(node_key, terms)]
        return [self.value(term, kind) for term in terms]

    def value(self, term: Term, kind: str | None) -> Any:
        """A value; a date stands where it is meant."""
        iri = node_key(term)
        if iri not in self.placed and TIME_SPAN in self.types(iri) and iri not in self.plan.resources:
            return self.other(iri)
        return compact_value(term, kind, self.terms.language)


class _CodeLists:
    """The code lists as SKOS: each list with its entries, texts by language."""

    def __init__(self, codes: Iterable[ox.Triple]) -> None:
        self.facts = _facts(codes)
        paths = dict.fromkeys(path for facts in self.facts.values() for path in facts if path != TYPE)
        self.kinds = {path: self.kind(path) for path in paths}
        self.classes = {node_key(term) for facts in self.facts.values() for term in facts.get(TYPE, ())}

    def kind(self, path: str) -> str | None:
        """What the values of a property have in common: texts in a language, addresses, or nothing."""
        terms = [term for facts in self.facts.values() for term in facts.get(path, ())]
        if all(isinstance(term, ox.Literal) and term.language for term in terms):
            return TEXT
        return "@id" if all(isinstance(term, ox.NamedNode) for term in terms) else None

    def context(self) -> Json:
        """The terms of lists and entries."""
        inner: Json = {ENTRIES: {"@reverse": IN_SCHEME, "@container": "@set"}}
        for path, kind in sorted(self.kinds.items(), key=lambda one: local_name(one[0])):
            more = {"@container": "@language"} if kind == TEXT else {"@type": kind} if kind else {}
            inner[local_name(path)] = {"@id": path, **more}
        return inner | {local_name(kind): kind for kind in sorted(self.classes)}

    def document(self) -> list[Json]:
        """The lists."""
        lists: dict[str, Json] = {}
        entries: dict[str, list[Json]] = defaultdict(list)
        for iri, facts in self.facts.items():
            scheme = next(iter(facts.get(IN_SCHEME, ())), None)
            if scheme is None:
                lists[iri] = self.node(iri)
            else:
                entries[node_key(scheme)].append(self.node(iri))
        return [node | {ENTRIES: entries[iri]} for iri, node in lists.items()]

    def node(self, iri: str) -> Json:
        facts = self.facts[iri]
        node: Json = {"id": iri}
        for path, terms in facts.items():
            kind = self.kinds.get(path)
            if path == TYPE:
                node["typ"] = _one_or_more([local_name(node_key(term)) for term in terms])
            elif kind == TEXT:
                texts: Json = {}
                for term in terms:
                    texts.setdefault(str(getattr(term, "language", "")), []).append(str(getattr(term, "value", "")))
                node[local_name(path)] = {lang: _one_or_more(found) for lang, found in texts.items()}
            else:
                node[local_name(path)] = _one_or_more([compact_value(term, kind, "") for term in terms])
        return node


def _one_or_more(values: list[Any]) -> Any:
    return values if len(values) > 1 else values[0]
