"""The vocabulary and the code lists: everything declared, in both languages, and nothing ambiguous."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, Namespace, URIRef

from ipgraph.model import normal

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = URIRef("https://w3id.org/ipgraph/ontology")
IP = Namespace(str(ONTOLOGY) + "#")
VOCABULARY = Graph().parse(ROOT / "ontology" / "ipgraph.ttl")
SCHEMES = sorted((ROOT / "ontology" / "codes").glob("*.ttl"))
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property}
ALIGNMENTS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)


def used_in(*patterns: str) -> set[str]:
    """Local names of the terms that occur as ``ip:name`` in the files."""
    texts = [path.read_text(encoding="utf-8") for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    lines = [line for text in texts for line in text.splitlines() if not re.match(r"\s*#(?!\+)", line)]
    return {name for line in lines for name in re.findall(r"(?<![\w/])ip:([A-Za-z]\w*)", line)}


def declared() -> set[str]:
    return {str(term).removeprefix(str(IP)) for term in VOCABULARY.subjects(RDFS.isDefinedBy, ONTOLOGY)}


def languages(node: URIRef, predicate: URIRef, graph: Graph = VOCABULARY) -> list[str | None]:
    return sorted(term.language for term in graph.objects(node, predicate) if isinstance(term, Literal) and str(term))


def test_every_term_in_use_is_declared() -> None:
    assert used_in("ontology/shapes/*.ttl", "ontology/codes/*.ttl", "queries/*.rq") - declared() == set()


def test_no_term_is_declared_in_vain() -> None:
    assert declared() - used_in("ontology/shapes/*.ttl", "ontology/codes/*.ttl", "queries/*.rq") == set()


@pytest.mark.parametrize("name", sorted(declared()))
def test_each_term_has_name_and_definition_in_both_languages(name: str) -> None:
    term = IP[name]
    assert set(VOCABULARY.objects(term, RDF.type)) <= KINDS
    assert languages(term, RDFS.label) == ["de", "en"]
    assert languages(term, SKOS.definition) == ["de", "en"]
    labels = {str(label).casefold() for label in VOCABULARY.objects(term, RDFS.label)}
    for definition in VOCABULARY.objects(term, SKOS.definition):
        assert str(definition).rstrip(".").casefold() not in labels
        assert len(str(definition).split()) > 4 and str(definition).rstrip().endswith((".", "…"))
    assert (name[0].isupper()) == ((term, RDF.type, OWL.Class) in VOCABULARY)


def test_header() -> None:
    value = VOCABULARY.value
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in VOCABULARY
    version = str(value(ONTOLOGY, OWL.versionInfo))
    assert value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(ONTOLOGY, predicate) == ["de", "en"]
    for predicate in (DCTERMS.creator, DCTERMS.publisher, DCTERMS.license):
        assert isinstance(value(ONTOLOGY, predicate), URIRef)
    assert value(ONTOLOGY, DCTERMS.created).toPython() <= value(ONTOLOGY, DCTERMS.modified).toPython()
    assert str(value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "ip"
    assert str(value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(IP)


def test_alignments_name_terms_that_exist() -> None:
    """As far as rdflib knows the vocabulary: PROV, ORG, SKOS, schema.org, DCAT, DCTERMS, QB, TIME."""
    from rdflib.namespace import DCAT, ORG, PROV, QB, SDO, TIME

    for predicate in ALIGNMENTS:
        for target in VOCABULARY.objects(None, predicate):
            assert isinstance(target, URIRef)
            for known in (DCAT, DCTERMS, ORG, PROV, QB, SDO, SKOS, TIME):
                if target.startswith(str(known)):
                    assert target.removeprefix(str(known)) in known


# ---------------------------------------------------------------------- code lists


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_code_list(path: Path) -> None:
    graph = Graph().parse(path)
    scheme = URIRef(f"https://w3id.org/ipgraph/codes/{path.stem}")
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    assert languages(scheme, DCTERMS.title, graph) == ["de", "en"]
    concepts = list(graph.subjects(SKOS.inScheme, scheme))
    assert concepts and set(concepts) == set(graph.subjects(RDF.type, SKOS.Concept))
    for concept in concepts:
        assert str(concept).startswith(f"{scheme}/")
        assert len(list(graph.objects(concept, SKOS.notation))) == 1
        assert languages(concept, SKOS.prefLabel, graph) == ["de", "en"]
        assert languages(concept, SKOS.definition, graph) == ["de", "en"]
    positions = Counter(graph.value(concept, IP.position).toPython() for concept in concepts)
    assert sorted(positions) == list(range(1, len(concepts) + 1))


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_no_spelling_means_two_concepts(path: Path) -> None:
    graph = Graph().parse(path)
    spellings: dict[str, set[str]] = {}
    for predicate in (SKOS.notation, SKOS.prefLabel, SKOS.altLabel):
        for concept, text in graph.subject_objects(predicate):
            spellings.setdefault(normal(str(text)), set()).add(str(concept))
    assert {text: found for text, found in spellings.items() if len(found) > 1} == {}


def test_flags_that_rules_rely_on() -> None:
    """Which levels are local, which statuses mean begun, which references explain a gap."""
    codes = Graph()
    for path in SCHEMES:
        codes.parse(path)
    flagged = {
        flag: {str(s).rsplit("/", 1)[1] for s in codes.subjects(IP[flag], Literal(True))}
        for flag in ("localInfluence", "begun", "completed", "explainsGap")
    }
    assert flagged["localInfluence"] == {"neighbourhood", "municipal", "county"}
    assert flagged["completed"] <= flagged["begun"]
    assert flagged["explainsGap"]
