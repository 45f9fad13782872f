"""The catalogue in any of its formats; above all as RDF, in the form of the SPARQL examples of the SIB.

A query is a ``sh:SPARQLExecutable`` (SHACL Advanced Features, W3C 2017, section 5) with its text in ``sh:select``,
``sh:ask`` or ``sh:construct``, ``rdfs:comment`` in each language, ``schema:target`` and ``schema:keywords``, as in
https://github.com/sib-swiss/sparql-examples; editors and endpoints that know this form offer the queries as examples.
Parameters are ``sh:Parameter`` (the same, section 3.2): the local name of ``sh:path`` is the variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from ipgraph.catalogue import catalogue_table, groups, matching
from ipgraph.catalogue.description import listing
from ipgraph.catalogue.parameter import Parameter, term
from ipgraph.catalogue.saved_query import SavedQuery
from ipgraph.errors import IpgraphError
from ipgraph.ingest.values import is_web_address
from ipgraph.model import Text
from ipgraph.namespaces import DATA, DCTERMS, RDF, RDFS, SH, SKOS, XSD
from ipgraph.sparql import form, prefixes
from ipgraph.table import render

QUERY = "https://w3id.org/ipgraph/query/"
GROUP = "https://w3id.org/ipgraph/query-group/"
PARAMETER = "https://w3id.org/ipgraph/parameter/"
SCHEMA = "https://schema.org/"

_KINDS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}
_DATATYPES = {"string": XSD + "string", **{name: XSD + name for name in ("integer", "decimal", "date", "boolean")}}


def catalogue_as(
    format: str, lang: str = "de", words: Sequence[str] = (), target: str | None = None, width: int = 80
) -> bytes:
    """Write the catalogue.

    Args:
        format: ``table`` (for a terminal, by group), ``ttl`` (RDF), or another of :data:`ipgraph.table.FORMATS`.
        lang: language; RDF has both.
        words: only the queries in which these stand, see :func:`ipgraph.catalogue.matching`.
        target: address of the SPARQL endpoint that the RDF names; None for the data of ipgraph.
        width: columns of the terminal.

    Returns:
        The bytes.

    Raises:
        IpgraphError: no query has the words, or there is no such format.
    """
    if format == "table":
        return listing(words, lang, width).encode("utf-8")
    if format == "ttl":
        return catalogue_turtle(matching(words), target)
    return render(catalogue_table(lang, words), format, lang)


def catalogue_turtle(queries: Iterable[SavedQuery], target: str | None = None) -> bytes:
    """Saved queries as RDF.

    Args:
        queries: the queries, each SELECT, ASK or CONSTRUCT.
        target: address of the SPARQL endpoint where they can be asked; None for the data of ipgraph.

    Returns:
        Turtle, sorted.

    Raises:
        IpgraphError: the target is no web address.
    """
    from ipgraph.emit.serialise import triples_bytes

    if target and not is_web_address(target):
        raise IpgraphError(
            f"„{target}“ ist keine Adresse, die mit https:// oder http:// beginnt.",
            f"“{target}” is no address that begins with https:// or http://.",
        )
    names = {"query": QUERY, "group": GROUP, "parameter": PARAMETER, "schema": SCHEMA, "sh": SH, "skos": SKOS}
    names |= {"dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}
    triples = [triple for query in queries for triple in _query(query, target or DATA)]
    return triples_bytes(triples, "turtle", names)


def _query(query: SavedQuery, target: str) -> Iterator[ox.Triple]:
    kind, text = _KINDS[form(query.sparql)]
    about = QUERY + query.id
    yield from _facts(about, RDF + "type", SH + "SPARQLExecutable", SH + kind)
    yield _triple(about, SH + text, ox.Literal(query.sparql))
    yield from _texts(about, RDFS + "label", query.title)
    yield from _texts(about, RDFS + "comment", query.question)
    yield from _texts(about, DCTERMS + "description", query.description)
    yield from _texts(about, SKOS + "editorialNote", query.hint)
    yield from _facts(about, SCHEMA + "target", target)
    yield _triple(about, DCTERMS + "identifier", ox.Literal(query.id))
    for tag in query.tags:
        yield _triple(about, SCHEMA + "keywords", ox.Literal(tag))
    yield from _facts(about, DCTERMS + "subject", GROUP + query.group)
    yield from _facts(GROUP + query.group, RDF + "type", SKOS + "Concept")
    yield from _texts(GROUP + query.group, SKOS + "prefLabel", groups()[query.group])
    for prefix, namespace in prefixes(query.sparql).items():
        # Two queries may use one prefix in two ways, so each has declarations of its own.
        yield from _facts(about, SH + "prefixes", about + "#prefixes")
        declared = f"{about}#prefix-{prefix}"
        yield from _facts(about + "#prefixes", SH + "declare", declared)
        yield _triple(declared, SH + "prefix", ox.Literal(prefix))
        yield _triple(declared, SH + "namespace", ox.Literal(namespace, datatype=ox.NamedNode(XSD + "anyURI")))
    for place, parameter in enumerate(query.params, start=1):
        yield from _facts(about, SH + "parameter", f"{about}#{parameter.name}")
        yield from _parameter(f"{about}#{parameter.name}", parameter, place)


def _parameter(about: str, parameter: Parameter, place: int) -> Iterator[ox.Triple]:
    yield from _facts(about, RDF + "type", SH + "Parameter")
    yield from _facts(about, SH + "path", PARAMETER + parameter.name)
    yield _triple(about, SH + "order", ox.Literal(place))
    yield from _texts(about, SH + "name", parameter.label)
    yield from _texts(about, SH + "description", parameter.help)
    if parameter.type == "iri":
        yield from _facts(about, SH + "nodeKind", SH + "IRI")
    else:
        yield from _facts(about, SH + "datatype", _DATATYPES[parameter.type])
    if parameter.default is not None:
        yield _triple(about, SH + "defaultValue", term(parameter, parameter.default))
    # A default stands in the query, so that no parameter ever has to be given.
    yield _triple(about, SH + "optional", ox.Literal(True))
    if not parameter.several:
        yield _triple(about, SH + "maxCount", ox.Literal(1))


def _facts(about: str, path: str, *values: str) -> Iterator[ox.Triple]:
    return (_triple(about, path, ox.NamedNode(value)) for value in values)


def _texts(about: str, path: str, texts: Text) -> Iterator[ox.Triple]:
    return (_triple(about, path, ox.Literal(text, language=lang)) for lang, text in texts.items() if text)


def _triple(about: str, path: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(about), ox.NamedNode(path), value)
