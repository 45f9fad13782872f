"""What the server knows of each IRI: its page for people, its description for programs; and of its endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from ipgraph import resources
from ipgraph.browse import Resource
from ipgraph.emit.serialise import RDF_FORMATS, description_bytes
from ipgraph.ingest import Reading
from ipgraph.ingest.rdf import node_key
from ipgraph.namespaces import CODES_GRAPH, IP
from ipgraph.site.contents import Contents
from ipgraph.store import Store
from ipgraph.store.worker import GRAPHS

FORMATS = {media_type: name for name, one in RDF_FORMATS.items() for media_type in GRAPHS if GRAPHS[media_type] == one}
"""Names of our formats by media type."""

_DESCRIPTION = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { IRI } ?s ?p ?o }
  UNION
  { IRI ?any ?s FILTER (ISBLANK(?s) || STRSTARTS(STR(?s), CONCAT(STR(IRI), "#"))) ?s ?p ?o }
  UNION
  { VALUES ?o { IRI } ?s ?p ?o FILTER (?p != <IN_PLAN>) }
}
""".replace("IN_PLAN", IP + "inPlan")
"""What a resource says, its dates, and what refers to it; but not all that lies in a plan."""


@dataclass(frozen=True)
class Descriptions:
    """The IRIs of the plans, the code lists and the ontology.

    Args:
        store: where they are described.
        pages: address of the page by IRI, within the folder of a language.
        sizes: number of triples by named graph.
        by_path: IRI by the path of its address, without what is percent-encoded.
        by_page: IRI by the name of the file that is its page, in each language.
    """

    store: Store
    pages: dict[str, str]
    sizes: dict[str, int]
    by_path: dict[str, str]
    by_page: dict[str, str]

    def of(self, iri: str, media_type: str) -> bytes:
        """What is said about an IRI, as a document of one of the media types of :data:`FORMATS`."""
        if iri.startswith(IP[:-1]):
            return _ontology(media_type)
        found = self.store.query(_DESCRIPTION.replace("IRI", str(ox.NamedNode(iri))))
        return description_bytes(found if isinstance(found, list) else [], iri, FORMATS[media_type])


def describe(contents: Contents) -> Descriptions:
    """All IRIs of a site.

    Args:
        contents: the site.

    Returns:
        Their pages and paths. A row without a page has that of what it belongs to.
    """
    pages = {one.iri: _page(one, contents) for plan in contents.plans for one in plan.resources.values()}
    pages[IP[:-1]] = "data/index.html"
    reading = contents.reading
    graphs = [*sorted(reading.plans), CODES_GRAPH]
    sizes = {graph: sum(1 for _ in reading.store.triples(graph)) for graph in graphs}
    by_path: dict[str, str] = {}
    for iri in [*pages, *_codes(reading)]:
        path = unquote(urlsplit(iri).path)
        if len(path) > 1 and "#" not in iri:
            by_path.setdefault(path, iri)
    own = contents.addresses.by_iri
    by_page = {writer.prefix + own[iri]: iri for writer in contents.writers for iri in pages if iri in own}
    return Descriptions(reading.store, pages, sizes, by_path, by_page)


def _page(resource: Resource, contents: Contents) -> str:
    pages = contents.addresses.by_iri
    owners = (resource, *reversed(resource.ancestors), resource.plan.resource)
    return next(pages[one.iri] for one in owners if one.iri in pages)


def _codes(reading: Reading) -> Iterator[str]:
    subjects = {node_key(triple.subject) for triple in reading.store.triples(CODES_GRAPH)}
    return (iri for iri in sorted(subjects) if not iri.startswith("_:"))


def _ontology(media_type: str) -> bytes:
    data = (resources.folder("ontology") / "ipgraph.ttl").read_bytes()
    if media_type == "text/turtle":
        return data
    return ox.serialize(ox.parse(data, format=ox.RdfFormat.TURTLE), format=GRAPHS[media_type]) or b""


_ENDPOINT = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

<> a sd:Service ;
  sd:endpoint <> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat {formats} ;
  sd:defaultDataset [ a sd:Dataset ;
    sd:defaultGraph [ a sd:Graph , void:Dataset ; void:triples {triples} ; void:uriSpace "{space}" ] ;
    sd:namedGraph {graphs}
  ] .
"""


_NAMES = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
"""Formats of answers as the W3C calls them (https://www.w3.org/ns/formats/)."""


def endpoint(descriptions: Descriptions, address: str, media_type: str) -> bytes:
    """What the endpoint says of itself (SPARQL 1.1 Service Description, VoID).

    Args:
        descriptions: what it knows.
        address: address of the endpoint.
        media_type: one of those of :data:`FORMATS`.

    Returns:
        The document.
    """
    sizes = descriptions.sizes
    text = _ENDPOINT.format(
        formats=" , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _NAMES),
        triples=sum(sizes.values()),
        space=next(iter(sizes)).rpartition("/")[0] + "/",
        graphs=" , ".join(
            f"[ a sd:NamedGraph ; sd:name {ox.NamedNode(graph)} ; sd:graph [ a sd:Graph ; void:triples {size} ] ]"
            for graph, size in sizes.items()
        ),
    )
    if media_type == "text/turtle":
        return text.encode("utf-8")
    triples = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=address)
    return ox.serialize(triples, format=GRAPHS[media_type]) or b""
