"""The model of a plan, read from ``ontology/``: sheets, fields and code lists.

This module knows no field by name. What a plan consists of stands in ``ontology/shapes/fields.ttl`` and
``ontology/codes/*.ttl``; a new column there is a new column everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from ipgraph import resources
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.namespaces import DCTERMS, IP, RDF, RDFS, SH, SKOS, XSD, local_name

Text = Mapping[str, str]
"""A text by language: ``{"de": …, "en": …}``."""

IDENTIFIER = DCTERMS + "identifier"
TIME_SPAN = IP + "TimeSpan"
TEXT = RDF + "langString"


_MARKS = re.compile(r"[\s*+_]+")


def normal(text: str) -> str:
    """Fold a heading, notation or sheet name for comparison: no case, no marks of duty, single spaces."""
    return _MARKS.sub(" ", text).strip().casefold()


@dataclass(frozen=True)
class Concept:
    """One value of a code list (a ``skos:Concept``)."""

    iri: str
    notation: str
    label: Text
    alternatives: tuple[str, ...]
    definition: Text
    position: int


@dataclass(frozen=True)
class Scheme:
    """A code list (a ``skos:ConceptScheme``) with its concepts in their order."""

    iri: str
    title: Text
    concepts: tuple[Concept, ...]

    @cached_property
    def by_spelling(self) -> Mapping[str, Concept]:
        """Concept by any accepted spelling, folded by :func:`normal`."""
        spellings: dict[str, Concept] = {}
        for concept in self.concepts:
            for spelling in (concept.notation, *concept.label.values(), *concept.alternatives):
                spellings.setdefault(normal(spelling), concept)
        return spellings


@dataclass(frozen=True)
class Group:
    """A block of columns on a page."""

    iri: str
    label: Text
    order: float


@dataclass(frozen=True, eq=False)
class Field:
    """One column: a property shape of ``fields.ttl``.

    ``datatypes``, ``classes`` and ``schemes`` are the alternatives that a value may be; each may be empty.
    """

    iri: str
    path: str
    name: Text
    description: Text
    order: float
    group: Group
    minimum: int
    maximum: int | None
    datatypes: tuple[str, ...]
    classes: tuple[str, ...]
    schemes: tuple[Scheme, ...]
    inverse_name: Text
    pattern: str | None
    example: Text

    @property
    def required(self) -> bool:
        """Whether a row must have a value here."""
        return self.minimum > 0

    @cached_property
    def multiple(self) -> bool:
        """Whether a cell may hold several values."""
        return self.maximum is None or self.maximum > 1

    @cached_property
    def is_time(self) -> bool:
        """Whether the values are dates in the words of the plan."""
        return TIME_SPAN in self.classes

    @cached_property
    def references(self) -> tuple[str, ...]:
        """Classes of the rows that a cell may refer to."""
        return tuple(name for name in self.classes if name != TIME_SPAN)

    @property
    def local(self) -> str:
        """Local name of the property: the name of the column for machines."""
        return local_name(self.path)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: a node shape of ``fields.ttl``, for the rows of one class."""

    iri: str
    target: str
    file_name: str
    name: Text
    singular: Text
    description: Text
    order: float
    label_path: str | None
    short_label_path: str | None
    key_paths: tuple[str, ...]
    fields: tuple[Field, ...] = field(repr=False)

    @property
    def local(self) -> str:
        """Local name of the class, in the form used in IRIs and page addresses: ``cross-reference``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local_name(self.target)).lower()

    @cached_property
    def by_path(self) -> Mapping[str, Field]:
        """Field by the IRI of its property."""
        return {field.path: field for field in self.fields}

    @cached_property
    def by_heading(self) -> Mapping[str, Field]:
        """Field by any accepted heading, folded by :func:`normal`."""
        headings: dict[str, Field] = {}
        for column in self.fields:
            for heading in (*column.name.values(), column.local):
                headings.setdefault(normal(heading), column)
        return headings

    @cached_property
    def identifier(self) -> Field | None:
        """The column with the Kennung, if the sheet has one."""
        return self.by_path.get(IDENTIFIER)


@dataclass(frozen=True)
class Model:
    """All sheets and code lists."""

    sheets: tuple[Sheet, ...]
    schemes: tuple[Scheme, ...]

    @cached_property
    def by_class(self) -> Mapping[str, Sheet]:
        """Sheet by the IRI of its class."""
        return {sheet.target: sheet for sheet in self.sheets}

    @cached_property
    def by_name(self) -> Mapping[str, Sheet]:
        """Sheet by any accepted name (sheet name, singular, file name, class), folded by :func:`normal`."""
        names: dict[str, Sheet] = {}
        for sheet in self.sheets:
            for name in (*sheet.name.values(), sheet.file_name, *sheet.singular.values(), sheet.local):
                names.setdefault(normal(name), sheet)
        return names

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """Concept by its IRI."""
        return {concept.iri: concept for scheme in self.schemes for concept in scheme.concepts}


def code_files() -> list[Path]:
    """The Turtle files of the code lists, in the order of their names."""
    return sorted((resources.folder("ontology") / "codes").glob("*.ttl"))


def load_model(ontology: Path | None = None) -> Model:
    """Read the model, once for each folder.

    Args:
        ontology: folder with ``shapes/fields.ttl`` and ``codes/``; None for the one that
            :func:`ipgraph.resources.folder` names: the bundled one, unless ``IPGRAPH_ONTOLOGY`` is set.

    Returns:
        Sheets in their order, each with its fields in their order, and the code lists.

    Raises:
        KeyError: a property shape lacks what every column needs (``sh:path``, ``sh:name``).
    """
    return _load_model((ontology or resources.folder("ontology")).resolve())


@cache
def _load_model(root: Path) -> Model:
    triples = Lookups(turtle_triples([root / "shapes" / "fields.ttl", *sorted((root / "codes").glob("*.ttl"))]))
    schemes = {iri: _scheme(triples, iri) for iri in triples.subjects[RDF + "type", SKOS + "ConceptScheme"]}
    shapes = [iri for iri in triples.subjects[RDF + "type", SH + "NodeShape"] if triples.value(iri, IP + "fileName")]
    sheets = sorted((_sheet(triples, iri, schemes) for iri in shapes), key=lambda sheet: sheet.order)
    return Model(tuple(sheets), tuple(schemes.values()))


def _scheme(triples: Lookups, iri: str) -> Scheme:
    concepts = [
        Concept(
            iri=concept,
            notation=triples.value(concept, SKOS + "notation") or local_name(concept),
            label=triples.text(concept, SKOS + "prefLabel"),
            alternatives=tuple(triples.values(concept, SKOS + "altLabel")),
            definition=triples.text(concept, SKOS + "definition"),
            position=int(triples.value(concept, IP + "position") or 0),
        )
        for concept in triples.subjects[SKOS + "inScheme", iri]
    ]
    concepts.sort(key=lambda concept: (concept.position, concept.notation))
    return Scheme(iri, triples.text(iri, DCTERMS + "title"), tuple(concepts))


def _sheet(triples: Lookups, iri: str, schemes: Mapping[str, Scheme]) -> Sheet:
    fields = [_field(triples, shape, schemes) for shape in triples.values(iri, SH + "property")]
    return Sheet(
        iri=iri,
        target=triples.value(iri, SH + "targetClass") or "",
        file_name=triples.value(iri, IP + "fileName") or "",
        name=triples.text(iri, SH + "name"),
        singular=triples.text(iri, RDFS + "label"),
        description=triples.text(iri, SH + "description"),
        order=float(triples.value(iri, SH + "order") or 0),
        label_path=triples.value(iri, IP + "labelledBy"),
        short_label_path=triples.value(iri, IP + "shortLabelledBy"),
        key_paths=tuple(triples.items(iri, IP + "keyedBy")) or (IDENTIFIER,),
        fields=tuple(sorted(fields, key=lambda column: (column.order, column.path))),
    )


def _field(triples: Lookups, iri: str, schemes: Mapping[str, Scheme]) -> Field:
    path = triples.value(iri, SH + "path")
    name = both_languages(triples.text(iri, SH + "name"))
    if not path or not name:
        raise KeyError(f"{iri} lacks sh:path or sh:name")
    alternatives = [iri, *triples.items(iri, SH + "or")]
    group = triples.value(iri, SH + "group")
    maximum = triples.value(iri, SH + "maxCount")
    return Field(
        iri=iri,
        path=path,
        name=name,
        description=both_languages(triples.text(iri, SH + "description")),
        order=float(triples.value(iri, SH + "order") or 1000),
        group=_group(triples, group),
        minimum=int(triples.value(iri, SH + "minCount") or 0),
        maximum=int(maximum) if maximum else None,
        datatypes=_datatypes(triples, alternatives),
        classes=tuple(name for part in alternatives for name in triples.values(part, SH + "class")),
        schemes=tuple(
            schemes[scheme]
            for part in alternatives
            for shape in triples.values(part, SH + "node")
            for inner in triples.values(shape, SH + "property")
            for scheme in triples.values(inner, SH + "hasValue")
            if scheme in schemes
        ),
        inverse_name=both_languages(triples.text(iri, IP + "inverseName")),
        pattern=triples.value(iri, SH + "pattern"),
        example=both_languages(triples.text(iri, SKOS + "example")),
    )


def _datatypes(triples: Lookups, alternatives: list[str]) -> tuple[str, ...]:
    found = tuple(kind for part in alternatives for kind in triples.values(part, SH + "datatype"))
    typed = any(triples.values(part, SH + key) for part in alternatives for key in ("class", "node"))
    return found or (() if typed else (XSD + "string",))


def _group(triples: Lookups, iri: str | None) -> Group:
    if not iri:
        return Group("", {"de": "Weitere Angaben", "en": "Further details"}, 1000)
    return Group(iri, triples.text(iri, RDFS + "label"), float(triples.value(iri, SH + "order") or 1000))


def both_languages(text: dict[str, str]) -> dict[str, str]:
    """Let one language stand in for the other, so that what is named once has a name everywhere."""
    if text and "de" not in text:
        text["de"] = text.get("en") or text.get("") or next(iter(text.values()))
    if text and "en" not in text:
        text["en"] = text["de"]
    text.pop("", None)
    return text
