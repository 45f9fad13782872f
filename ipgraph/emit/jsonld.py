"""JSON-LD with a context derived from the model, so that the keys are the names of the columns."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from ipgraph.files import json_bytes
from ipgraph.ingest.rdf import node_key
from ipgraph.model import TEXT, Field, Model
from ipgraph.namespaces import IP, PREFIXES, RDF, XSD, local_name

_DATE = XSD + "date"
_NATIVE = {XSD + "integer": r"0|-?[1-9][0-9]{0,14}", XSD + "boolean": "true|false"}
"""Literals that JSON can hold itself: datatype and the writing that comes back the same."""


def jsonld_bytes(triples: list[ox.Triple], model: Model) -> bytes:
    """Write triples as JSON-LD.

    Args:
        triples: the triples, those of one subject together, in the order of the output.
        model: names and kinds of the columns.

    Returns:
        One object with ``@context`` and ``@graph``, UTF-8, indented.
    """
    language = _language(triples)
    compact = _Compact(model, language)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        subject = node_key(triple.subject)
        compact.add(nodes.setdefault(subject, {"@id": subject}), triple)
    document = {"@context": context(model, language), "@graph": list(nodes.values())}
    return json_bytes(document)


def resource_jsonld(triples: list[ox.Triple], iri: str, model: Model) -> bytes:
    """Write what is said about one resource as JSON-LD, the resource on top.

    Args:
        triples: what it says, with its dates, and what refers to it.
        iri: the resource.
        model: names and kinds of the columns.

    Returns:
        One object: the terms that it uses as ``@context``, its values with its dates inside, and what refers to it
        under ``@reverse`` (JSON-LD 1.1, section 4.8). UTF-8, indented.
    """
    language = _language(triples)
    compact = _Compact(model, language)
    nodes: dict[str, dict[str, Any]] = {iri: {"@id": iri}}
    referring: dict[str, list[Any]] = {}
    for triple in sorted(triples, key=lambda one: (one.predicate.value != RDF + "type", str(one))):
        subject = node_key(triple.subject)
        if node_key(triple.object) == iri != subject:
            key, kind = compact.terms.get(triple.predicate.value, (_prefixed(triple.predicate.value), None))
            referring.setdefault(key, []).append(compact.value(triple.subject, kind))
        else:
            compact.add(nodes.setdefault(subject, {"@id": subject}), triple)
    links = {term for term, kind in compact.terms.values() if kind == "@id"}
    resource = {key: _with_nodes(value, nodes, key in links) for key, value in nodes.pop(iri).items()}
    if referring:
        resource["@reverse"] = referring
    used = {word for node in (resource, *nodes.values(), referring) for word in _words(node)}
    terms = {term: meaning for term, meaning in context(model, language).items() if term in used}
    return json_bytes({"@context": terms, **resource})


def _with_nodes(value: Any, nodes: dict[str, dict[str, Any]], link: bool) -> Any:
    """A value with the nodes that belong to the resource put in place of their addresses."""
    if isinstance(value, list):
        return [_with_nodes(one, nodes, link) for one in value]
    key = value.get("@id", "") if isinstance(value, dict) else value if link else ""
    return nodes.get(key, value)


def _words(node: dict[str, Any]) -> Iterable[str]:
    """The terms of a context that the keys and classes of a node need."""
    classes = node.get("@type", [])
    for word in (*node, *(classes if isinstance(classes, list) else [classes])):
        yield from (word, word.partition(":")[0])


def _language(triples: list[ox.Triple]) -> str:
    """The language of most texts."""
    languages = Counter(t.object.language for t in triples if isinstance(t.object, ox.Literal) and t.object.language)
    return min(languages, key=lambda name: (-languages[name], name), default="de")


def context(model: Model, language: str = "de") -> dict[str, Any]:
    """The JSON-LD context of a plan.

    Args:
        model: names and kinds of the columns.
        language: language of the plan's texts.

    Returns:
        The prefixes, one term a class, and one term a property with its kind of value.
    """
    terms: dict[str, Any] = dict(PREFIXES)
    for sheet in model.sheets:
        terms.setdefault(local_name(sheet.target), sheet.target)
    for path, (term, kind) in _terms(model).items():
        if kind is None:
            terms[term] = path
        elif kind == TEXT:
            terms[term] = {"@id": path, "@language": language}
        else:
            terms[term] = {"@id": path, "@type": kind}
    return terms


def _terms(model: Model) -> dict[str, tuple[str, str | None]]:
    """Term and kind of value by property: a kind only where all columns of the property agree on one."""
    kinds: dict[str, set[str]] = {}
    for sheet in model.sheets:
        for column in sheet.fields:
            kinds.setdefault(column.path, set()).update(_kinds(column))
    for name, kind in (("inPlan", "@id"), ("asWritten", XSD + "string"), ("earliest", _DATE), ("latest", _DATE)):
        kinds.setdefault(IP + name, {kind})  # what every plan has beside its columns
    taken = {*PREFIXES, *(local_name(sheet.target) for sheet in model.sheets)}
    terms: dict[str, tuple[str, str | None]] = {}
    for path, found in kinds.items():
        term = local_name(path)
        term = term if term not in taken else _prefixed(path)
        taken.add(term)
        only = next(iter(found)) if len(found) == 1 else None
        terms[path] = (term, None if only == XSD + "string" else only)
    return terms


def _kinds(column: Field) -> set[str]:
    return {*column.datatypes, *(["@id"] if column.classes or column.schemes else [])}


def _prefixed(iri: str) -> str:
    """A property by prefix and name, where that is possible."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


class _Compact:
    def __init__(self, model: Model, language: str) -> None:
        self.terms = _terms(model)
        self.classes = {sheet.target: local_name(sheet.target) for sheet in model.sheets}
        self.language = language

    def add(self, node: dict[str, Any], triple: ox.Triple) -> None:
        """Add a triple to the object of its subject."""
        path = triple.predicate.value
        if path == RDF + "type" and not isinstance(triple.object, ox.Literal):
            iri = node_key(triple.object)
            key, value = "@type", self.classes.get(iri, iri)
        else:
            key, kind = self.terms.get(path, (_prefixed(path), None))
            value = self.value(triple.object, kind)
        if key not in node:
            node[key] = value
        elif isinstance(node[key], list):
            node[key].append(value)
        else:
            node[key] = [node[key], value]

    def value(self, term: object, kind: str | None) -> Any:
        """A value as short as the kind of its property allows."""
        return compact_value(term, kind, self.language)


def compact_value(term: object, kind: str | None, language: str) -> Any:
    """A value as short as its term allows.

    Args:
        term: the value.
        kind: what the context says of all values of the term: ``@id``, a datatype, :data:`ipgraph.model.TEXT` for texts
            in one language, or None for nothing.
        language: that language.

    Returns:
        What stands in the document: a text, a number, or an object.
    """
    if not isinstance(term, ox.Literal):
        iri = node_key(term)
        return iri if kind == "@id" else {"@id": iri}
    if term.language:
        return term.value if kind == TEXT and term.language == language else _with_language(term)
    datatype = term.datatype.value
    if datatype in _NATIVE and kind in (None, datatype) and re.fullmatch(_NATIVE[datatype], term.value):
        return json.loads(term.value)
    if datatype == XSD + "string":
        return term.value if kind is None else {"@value": term.value}
    return term.value if kind == datatype else {"@value": term.value, "@type": datatype}


def _with_language(term: ox.Literal) -> dict[str, str]:
    return {"@value": term.value, "@language": term.language or ""}
