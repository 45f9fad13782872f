"""The prefixes of the project, once. Plain strings, so that importing costs nothing."""

from __future__ import annotations

from collections.abc import Mapping

IP = "https://w3id.org/ipgraph/ontology#"
FIELD = "https://w3id.org/ipgraph/field/"
RULE = "https://w3id.org/ipgraph/rule/"
INPUT = "https://w3id.org/ipgraph/input/"
FACT = "https://w3id.org/ipgraph/fact/"
CODES = "https://w3id.org/ipgraph/codes/"
CODES_GRAPH = "https://w3id.org/ipgraph/codes"
DATA = "https://w3id.org/ipgraph/data/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
OWL = "http://www.w3.org/2002/07/owl#"

ONTOLOGY = IP.removesuffix("#")
"""The vocabulary itself."""

PREFIXES = {
    "ip": IP,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}


def prologue(prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Prefixes as a query declares them (SPARQL 1.1, rule 4 of the grammar)."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())


def local_name(iri: str) -> str:
    """The part of an IRI after its last ``#`` or ``/``."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
