"""The metadata quality assessment (MQA) of data.europa.eu: 405 points a dataset, of which a file can earn 325.

The other 80 are for addresses that answer, which nobody knows before the package is hosted. Interoperability counts the
best distribution, as all of them hold the same content; every other point on distributions is shared among them. What
the assessment asks of SHACL is here what DCAT-AP 3.0.1 makes mandatory (chapter 6); the tests hold the catalogue to the
official shapes themselves. Source: https://data.europa.eu/mqa/methodology
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ipgraph.lookups import Lookups
from ipgraph.model import Text
from ipgraph.namespaces import DCTERMS, FOAF, RDF
from ipgraph.opendata.dcat.statements import DCAT, turtle_triples
from ipgraph.opendata.details import portals

FROM_FILE = 325
_RATINGS: Sequence[tuple[int, Text]] = (
    (351, {"de": "ausgezeichnet", "en": "excellent"}),
    (221, {"de": "gut", "en": "good"}),
    (121, {"de": "ausreichend", "en": "sufficient"}),
    (0, {"de": "schlecht", "en": "bad"}),
)

Test = Callable[[Lookups, str], bool]
"""Whether a resource of a catalogue passes."""


@dataclass(frozen=True)
class Check:
    """One check of the assessment.

    Args:
        dimension: what it belongs to: findability, accessibility, interoperability, reusability, contextuality.
        title: what is looked for.
        points: what it is worth.
        test: whether a dataset or a distribution passes.
        on: ``dataset``, ``distribution`` (the share that passes) or ``best`` (the best distribution).
    """

    dimension: str
    title: Text
    points: int
    test: Test
    on: str = "dataset"


@dataclass(frozen=True)
class Score:
    """What a dataset earns.

    Args:
        dataset: its IRI.
        title: its title by language.
        points: points from the file, of 325.
        hosted: points once every address answers, of 405.
        missed: checks that are not passed in full, with the points that are lost.
    """

    dataset: str
    title: Text
    points: float
    hosted: float
    missed: tuple[tuple[Check, float], ...]

    @property
    def rating(self) -> Text:
        """How data.europa.eu calls that."""
        return next(words for least, words in _RATINGS if self.hosted >= least)


def _has(*paths: str) -> Test:
    return lambda facts, iri: all(facts.values(iri, path) for path in paths)


def _from(path: str, known: Callable[[str], bool]) -> Test:
    return lambda facts, iri: any(map(known, facts.values(iri, path)))


def _form(codes: Callable[[], Iterable[str]]) -> Test:
    return lambda facts, iri: not set(codes()).isdisjoint(facts.values(iri, DCTERMS + "format"))


def _known_form(facts: Lookups, iri: str) -> bool:
    form = _from(DCTERMS + "format", lambda one: one in portals.codes(portals.FILE_TYPE))
    return form(facts, iri) and _from(DCAT + "mediaType", lambda one: one.startswith(portals.MEDIA_TYPES))(facts, iri)


def _mandatory(facts: Lookups, iri: str) -> bool:
    """Titles, descriptions, names and addresses that DCAT-AP makes mandatory."""
    files = facts.values(iri, DCAT + "distribution")
    named = [facts.values(one, FOAF + "name") for one in facts.values(iri, DCTERMS + "publisher")]
    said = _has(DCTERMS + "title", DCTERMS + "description")(facts, iri)
    return said and all(named) and all(facts.values(one, DCAT + "accessURL") for one in files)


CHECKS: tuple[Check, ...] = (
    Check("findability", {"de": "Schlagwörter", "en": "keywords"}, 30, _has(DCAT + "keyword")),
    Check("findability", {"de": "Kategorie", "en": "category"}, 30, _has(DCAT + "theme")),
    Check("findability", {"de": "Raumbezug", "en": "place"}, 20, _has(DCTERMS + "spatial")),
    Check("findability", {"de": "Zeitbezug", "en": "time"}, 20, _has(DCTERMS + "temporal")),
    Check("accessibility", {"de": "Adresse zum Herunterladen", "en": "download address"}, 20,
          _has(DCAT + "downloadURL"), "distribution"),
    Check("interoperability", {"de": "Format", "en": "format"}, 20, _has(DCTERMS + "format"), "best"),
    Check("interoperability", {"de": "Medientyp", "en": "media type"}, 10, _has(DCAT + "mediaType"), "best"),
    Check("interoperability", {"de": "beide aus den Listen", "en": "both from the lists"}, 10, _known_form, "best"),
    Check("interoperability", {"de": "offenes Format", "en": "open format"}, 20,
          _form(lambda: portals.codes(portals.NON_PROPRIETARY)), "best"),
    Check("interoperability", {"de": "für Maschinen lesbar", "en": "readable for machines"}, 20,
          _form(lambda: portals.codes(portals.MACHINE_READABLE)), "best"),
    Check("interoperability", {"de": "Pflichtangaben von DCAT-AP", "en": "mandatory in DCAT-AP"}, 30, _mandatory),
    Check("reusability", {"de": "Lizenz", "en": "licence"}, 20, _has(DCTERMS + "license"), "distribution"),
    Check("reusability", {"de": "Lizenz aus der Liste", "en": "licence from the list"}, 10,
          _from(DCTERMS + "license", lambda one: one in {each.iri for each in portals.licences()}), "distribution"),
    Check("reusability", {"de": "Zugangsrechte", "en": "access rights"}, 10, _has(DCTERMS + "accessRights")),
    Check("reusability", {"de": "Zugangsrechte aus der Liste", "en": "access rights from the list"}, 5,
          _from(DCTERMS + "accessRights", lambda one: one.startswith(portals.EU + "access-right/"))),
    Check("reusability", {"de": "Kontakt", "en": "contact"}, 20, _has(DCAT + "contactPoint")),
    Check("reusability", {"de": "herausgebende Stelle", "en": "publisher"}, 10, _has(DCTERMS + "publisher")),
    Check("contextuality", {"de": "Rechte", "en": "rights"}, 5, _has(DCTERMS + "rights"), "distribution"),
    Check("contextuality", {"de": "Dateigröße", "en": "size of the file"}, 5, _has(DCAT + "byteSize"), "distribution"),
    Check("contextuality", {"de": "Tag des Erscheinens", "en": "day of issue"}, 5, _has(DCTERMS + "issued"),
          "distribution"),
    Check("contextuality", {"de": "Tag der Änderung", "en": "day of change"}, 5, _has(DCTERMS + "modified"),
          "distribution"),
)  # fmt: skip


ANSWERS: tuple[Check, ...] = (
    Check("accessibility", {"de": "Adresse antwortet", "en": "address answers"}, 50,
          _has(DCAT + "accessURL"), "distribution"),
    Check("accessibility", {"de": "Adresse zum Herunterladen antwortet", "en": "download address answers"}, 30,
          _has(DCAT + "downloadURL"), "distribution"),
)  # fmt: skip
"""What is earned on top once the addresses that there are answer."""


def scores(catalogue: bytes | Iterable[ox.Triple]) -> tuple[Score, ...]:
    """Assess the datasets of a catalogue.

    Args:
        catalogue: the catalogue, as Turtle or as statements.

    Returns:
        The score of each dataset, in the order in which the catalogue names them.

    Raises:
        SyntaxError: it is no Turtle.
    """
    facts = Lookups(turtle_triples(catalogue) if isinstance(catalogue, bytes) else catalogue)
    return tuple(_score(facts, iri) for iri in dict.fromkeys(facts.subjects[RDF + "type", DCAT + "Dataset"]))


def _score(facts: Lookups, iri: str) -> Score:
    files = facts.values(iri, DCAT + "distribution")
    shares = list(_shares(facts, iri, files, CHECKS))
    missed = tuple((check, check.points * (1 - share)) for check, share in shares if share < 1)
    points = sum(check.points * share for check, share in shares)
    answers = sum(check.points * share for check, share in _shares(facts, iri, files, ANSWERS))
    return Score(iri, facts.text(iri, DCTERMS + "title"), points, points + answers, missed)


def _shares(facts: Lookups, iri: str, files: Sequence[str], checks: Sequence[Check]) -> Iterator[tuple[Check, float]]:
    """How far each check is passed, from 0 to 1."""
    best = [check for check in checks if check.on == "best"]
    worth = {file: sum(check.points for check in best if check.test(facts, file)) for file in files}
    first = max(files, key=lambda file: worth[file], default="")
    for check in checks:
        on = {"dataset": [iri], "best": [first]}.get(check.on, files)
        yield check, sum(check.test(facts, one) for one in on) / len(on) if on else 0.0
