"""The vocabulary beside the data: ontology, code lists and SHACL shapes as files, and a page about the terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipgraph import resources
from ipgraph.emit.serialise import triples_bytes
from ipgraph.ingest import code_triples
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.model import Text, both_languages
from ipgraph.namespaces import CODES, DCTERMS, IP, ONTOLOGY, OWL, PREFIXES, RDF, RDFS, SKOS, local_name


@dataclass(frozen=True)
class TermEntry:
    """A term of the vocabulary: local name, name, meaning, and what is much the same elsewhere."""

    name: str
    label: Text
    definition: Text
    like: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary as a page shows it.

    Args:
        description: what it is for.
        namespace: where its terms begin.
        version: its version.
        parts: classes and properties, in the order of the file.
    """

    description: Text
    namespace: str
    version: str
    parts: tuple[tuple[Text, tuple[TermEntry, ...]], ...]


def vocabulary_files() -> dict[str, bytes]:
    """The files of the vocabulary by path: those of the ontology, and all code lists in one file."""
    folder = resources.folder("ontology")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.ttl"))}
    files["codelisten.ttl"] = triples_bytes(code_triples(), "turtle", {**PREFIXES, "code": CODES})
    return files


def vocabulary() -> Vocabulary:
    """What the page about the vocabulary says."""
    known = Lookups(turtle_triples([resources.folder("ontology") / "ipgraph.ttl"]))
    kinds = (
        ({"de": "Klassen", "en": "Classes"}, ("Class",)),
        ({"de": "Eigenschaften", "en": "Properties"}, ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    )
    return Vocabulary(
        description=both_languages(known.text(ONTOLOGY, DCTERMS + "description")),
        namespace=IP,
        version=known.value(ONTOLOGY, OWL + "versionInfo") or "",
        parts=tuple((heading, tuple(_terms(known, classes))) for heading, classes in kinds),
    )


def _terms(known: Lookups, classes: tuple[str, ...]) -> Iterator[TermEntry]:
    for kind in classes:
        for iri in known.subjects.get((RDF + "type", OWL + kind), ()):
            if iri.startswith(IP):
                label = both_languages(known.text(iri, RDFS + "label")) or {
                    "de": local_name(iri),
                    "en": local_name(iri),
                }
                meaning = both_languages(known.text(iri, SKOS + "definition")) or {"de": "", "en": ""}
                like = (*known.values(iri, SKOS + "closeMatch"), *known.values(iri, SKOS + "exactMatch"))
                yield TermEntry(local_name(iri), label, meaning, like)
