"""The description of a series: its datasets, the files of each, its editions, and whom to ask."""

from __future__ import annotations

import hashlib
from functools import cached_property
from urllib.parse import quote

from ipgraph.ingest.values import is_web_address
from ipgraph.namespaces import DCTERMS, FOAF, ONTOLOGY, XSD
from ipgraph.opendata.dcat import surroundings
from ipgraph.opendata.dcat.dataset import OURS, Dataset, Distribution, Series
from ipgraph.opendata.dcat.former import taken_over
from ipgraph.opendata.dcat.statements import (
    ADMS,
    DCAT,
    DCATAP,
    DCATDE,
    SPDX,
    Statements,
    day,
    plain,
    typed,
    worded,
)
from ipgraph.opendata.details import portals
from ipgraph.opendata.details.publication import KEYWORDS, Edition, publication, samples
from ipgraph.opendata.details.settings import Settings

_PUBLIC = portals.EU + "access-right/PUBLIC"
_COMPLETED = portals.EU + "distribution-status/COMPLETED"
_THEMES = (portals.THEME + "/SOCI", portals.THEME + "/GOVE")
_LEGAL_RESOURCE = "http://data.europa.eu/eli/ontology#LegalResource"
_STANDARD = DCTERMS + "Standard"
_FREQUENCY = DCTERMS + "Frequency"
LANGUAGE = DCTERMS + "LinguisticSystem"
_TAKEN = ("katalog", "reihe", "herausgeber", "kontakt", "gebiet", "laufzeit", "herkunft", "herkunft-frei", "rechte",
          "frei")  # fmt: skip
"""What else hangs on the folder of an edition."""


class Described:
    """The description of the series of one plan.

    Args:
        series: the packages of the plan.
        settings: what the county says beside the plan.
        root: address of the whole package.
    """

    def __init__(self, series: Series, settings: Settings, root: str) -> None:
        self.series = series
        self.settings = settings
        self.root = root
        edition = series.editions[-1] if series.editions else Edition(settings.version or series.facts.edition or "1")
        self.publication = publication(series.facts, settings, edition, alone=not series.folder)
        self.top = root + (quote(series.folder) + "/" if series.folder else "")
        self.base = self.top + quote(edition.path)

    # ---------------------------------------------------------------- addresses

    def node(self, name: str) -> str:
        """IRI of something in this edition."""
        return f"{self.base}#{quote(name)}"

    @property
    def iri(self) -> str:
        """IRI of the series of all editions."""
        return f"{self.top}#reihe"

    def _below(self, path: str) -> tuple[str, str]:
        """The address under which a path from the root goes on, and the rest of the path."""
        inside = f"{self.series.folder}/" if self.series.folder else ""
        return (self.base, path.removeprefix(inside)) if path.startswith(inside) else (self.root, path)

    def address(self, path: str) -> str:
        """Address of a file of this edition by its path from the root, with an anchor or without."""
        base, rest = self._below(path)
        return base + quote(rest, safe="/#")

    @property
    def page(self) -> str:
        """Address of a page that tells what is in the package."""
        return self.root + quote(self.series.page) if self.series.page else self.top

    @cached_property
    def language(self) -> str:
        """IRI of the language of the plan."""
        return portals.language(self.publication.facts.language)

    @property
    def frequency(self) -> str:
        """IRI of how often there is something new."""
        return self.settings.frequency or portals.FREQUENCY + "/IRREG"

    # ---------------------------------------------------------------- what is said

    def write(self, to: Statements, listed: set[str]) -> list[str]:
        """Describe the series, the datasets and what they share.

        Args:
            to: where to say it.
            listed: checksums of datasets that the catalogue has already; grows. What plans share is listed once.

        Returns:
            IRIs of all datasets, earlier editions included.

        Raises:
            ValueError: two datasets have the same key, or one of them that of something else that has an IRI here.
        """
        keys = [*_TAKEN, *(dataset.key for dataset in self.series.datasets)]
        if len(set(keys)) < len(keys):
            raise ValueError(f"a key is taken twice: {sorted(keys)}")
        self._series(to)
        found = []
        for dataset in self.series.datasets:
            content = "".join(sorted(hashlib.sha256(self.series.files[one.path]).hexdigest() for one in dataset.files))
            if not (dataset.kind in OURS and content in listed):
                listed.add(content)
                found.append(self._dataset(to, dataset))
        self._shared(to)
        return [*found, *self._earlier(to)]

    def _series(self, to: Statements) -> None:
        publication = self.publication
        to.a(self.iri, DCAT + "DatasetSeries")
        title = publication.title
        to.texts(self.iri, DCTERMS + "title", publication.named({
            "de": f"{title}: alle Ausgaben", "en": f"{title}: all editions"}))  # fmt: skip
        to.texts(self.iri, DCTERMS + "description", publication.told({
            "de": f"Die Daten des Plans „{title}“, eine Ausgabe nach der anderen.",
            "en": f"The data of the plan “{title}”, one edition after the other."}))  # fmt: skip
        self._common(to, self.iri)
        days = [*(one.date for one in self.series.editions), publication.issued]
        to.say(self.iri, DCTERMS + "issued", day(min(filter(None, days), default="")))
        to.say(self.iri, DCTERMS + "modified", day(publication.modified))
        to.link(self.iri, DCTERMS + "accrualPeriodicity", self.frequency, _FREQUENCY)

    def _common(self, to: Statements, subject: str) -> None:
        """What series and datasets have in common."""
        to.link(subject, DCTERMS + "publisher", self.node("herausgeber"))
        to.link(subject, DCAT + "contactPoint", self.node("kontakt"))
        places = surroundings.places(self.publication, self.node("gebiet"))
        # Of several, CKAN keeps the last (ckanext-dcat 2.4.4, RDFProfile._spatial): the most exact one.
        to.link(subject, DCTERMS + "spatial", places[::-1], surroundings.LOCATION)
        if self.publication.facts.start or self.publication.facts.end:
            to.link(subject, DCTERMS + "temporal", self.node("laufzeit"))
        to.link(subject, DCATAP + "applicableLegislation", self.settings.legislation, _LEGAL_RESOURCE)

    def _dataset(self, to: Statements, dataset: Dataset) -> str:
        publication, iri, ours = self.publication, self.node(dataset.key), dataset.kind in OURS
        to.a(iri, DCAT + "Dataset")
        source = surroundings.source_words(publication)
        told = {lang: f"{text} {source[lang]}" for lang, text in dataset.description.items()}
        to.texts(iri, DCTERMS + "title", dataset.title if ours else publication.named(dataset.title))
        to.texts(iri, DCTERMS + "description", dataset.description if ours else publication.told(told))
        to.say(iri, DCTERMS + "identifier", plain(iri))
        self._common(to, iri)
        self._dates(to, iri)
        words: dict[str, tuple[str, str]] = {}  # CKAN forgets languages: what is spelled alike would be there twice
        more = KEYWORDS if ours else publication.keywords
        for lang, word in (*(pair for text in dataset.keywords for pair in text.items()), *more):
            words.setdefault(word.casefold(), (lang, word))
        to.say(iri, DCAT + "keyword", *(worded(word, lang) for lang, word in words.values()))
        self._codes(to, iri, dataset.kind)
        if not ours:
            to.link(iri, DCTERMS + "references", samples(self.settings))
            to.link(iri, DCTERMS + "conformsTo", ONTOLOGY, _STANDARD)
        to.link(iri, DCTERMS + "provenance", self.node("herkunft-frei" if ours else "herkunft"))
        to.link(iri, DCAT + "landingPage", self.page, surroundings.DOCUMENT)
        manual = self.address(dataset.manual) if dataset.manual else ""
        to.link(iri, FOAF + "page", (manual, self.settings.homepage), surroundings.DOCUMENT)
        self._edition(to, iri, dataset.key)
        for file in dataset.files:
            to.link(iri, DCAT + "distribution", self._distribution(to, file, dataset))
        return iri

    def _dates(self, to: Statements, iri: str) -> None:
        """Days and language, which a dataset and its files both have."""
        to.say(iri, DCTERMS + "issued", day(self.publication.issued))
        to.say(iri, DCTERMS + "modified", day(self.publication.modified))
        to.link(iri, DCTERMS + "language", self.language, LANGUAGE)
        to.link(iri, DCATAP + "availability", availability(self.settings), surroundings.CONCEPT)

    def _codes(self, to: Statements, iri: str, kind: str) -> None:
        """What a dataset is by the lists of the portals."""
        area, settings = self.publication.area, self.settings
        to.link(iri, DCAT + "theme", settings.themes or _THEMES, surroundings.CONCEPT)
        to.link(iri, DCATDE + "politicalGeocodingLevelURI", area.level, surroundings.CONCEPT)
        # Deprecated in 3.0, but the harvester of GovData reads it (ckanext-dcatde 6.10.0).
        to.link(iri, DCATDE + "politicalGeocodingURI", area.exact or area.county, surroundings.CONCEPT)
        to.link(iri, DCATDE + "contributorID", settings.contributor)
        to.link(iri, DCTERMS + "accrualPeriodicity", self.frequency, _FREQUENCY)
        to.link(iri, DCTERMS + "accessRights", _PUBLIC, DCTERMS + "RightsStatement")
        kind = kind or ("SYNTHETIC_DATA" if self.publication.fictional else "")
        to.link(iri, DCTERMS + "type", f"{portals.KIND}/{kind}" if kind else "", surroundings.CONCEPT)

    def _edition(self, to: Statements, iri: str, key: str) -> None:
        """Which edition a dataset is, and the links to the one before, there and back."""
        edition = self.publication.edition
        to.say(iri, DCAT + "version", plain(edition.number))
        to.texts(iri, ADMS + "versionNotes", self.publication.version_notes)
        to.link(iri, DCAT + "inSeries", self.iri)
        before = self.series.editions[-2] if len(self.series.editions) > 1 else Edition()
        former = f"{self.top}{quote(before.path)}#{quote(key)}"
        if key in before.keys and former != iri:
            to.link(iri, DCAT + "prev", former)
            to.link(former, DCAT + "next", iri)
            to.link(former, DCTERMS + "isReplacedBy", iri)

    def _distribution(self, to: Statements, file: Distribution, dataset: Dataset) -> str:
        publication, address = self.publication, self.address(file.path)
        base, rest = self._below(file.path)
        iri = f"{base}#{quote(rest)}"
        to.a(iri, DCAT + "Distribution")
        ours = dataset.kind in OURS
        to.texts(iri, DCTERMS + "title", file.title if ours else publication.named(file.title))
        to.texts(iri, DCTERMS + "description", dataset.description if ours else publication.told(dataset.description))
        # A direct download stands in both (Konventionenhandbuch K39).
        to.link(iri, DCAT + "accessURL", address)
        to.link(iri, DCAT + "downloadURL", address)
        if ours:
            surroundings.free(to, iri, self.node("frei"))
        else:
            surroundings.licensed(to, iri, self.node("rechte"), publication)
        self._dates(to, iri)
        to.link(iri, ADMS + "status", _COMPLETED, surroundings.CONCEPT)
        self._form(to, iri, file)
        return iri

    def _form(self, to: Statements, iri: str, file: Distribution) -> None:
        """Format, size and checksum of a file."""
        content, form = self.series.files[file.path], file.conforms_to
        to.link(iri, DCTERMS + "format", f"{portals.FILE_TYPE}/{file.format}", DCTERMS + "MediaTypeOrExtent")
        to.link(iri, DCAT + "mediaType", portals.MEDIA_TYPES + file.media_type, DCTERMS + "MediaType")
        if file.format == "ZIP":
            to.link(iri, DCAT + "packageFormat", portals.MEDIA_TYPES + file.media_type, DCTERMS + "MediaType")
        form = self.address(form) if form and not is_web_address(form) else form
        to.link(iri, DCTERMS + "conformsTo", form, _STANDARD)
        to.say(iri, DCAT + "byteSize", typed(str(len(content)), XSD + "nonNegativeInteger"))
        checksum = f"{iri}/sha256"
        to.link(iri, SPDX + "checksum", checksum)
        to.a(checksum, SPDX + "Checksum")
        to.link(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256", SPDX + "ChecksumAlgorithm")
        to.say(checksum, SPDX + "checksumValue", typed(hashlib.sha256(content).hexdigest(), XSD + "hexBinary"))

    def _shared(self, to: Statements) -> None:
        publication = self.publication
        surroundings.agent(to, self.node("herausgeber"), publication.publisher, self.settings)
        surroundings.contact(to, self.node("kontakt"), publication, self.page)
        surroundings.place(to, self.node("gebiet"), publication)
        surroundings.span(to, self.node("laufzeit"), publication)
        surroundings.origin(to, self.node("herkunft"), publication.told(publication.provenance))
        if any(dataset.kind in OURS for dataset in self.series.datasets):
            surroundings.origin(to, self.node("herkunft-frei"), surroundings.OUR_ORIGIN)

    def _earlier(self, to: Statements) -> list[str]:
        """Keep the datasets of earlier editions as they were described then, but for what was taken away by hand."""
        there = tuple(f"{self.top}{quote(edition.path)}" for edition in self.series.editions)
        place = f"{self.top}{self.series.editions[-1].path.partition('/')[0]}/" if there else ""

        def gone(iri: str) -> bool:
            return iri.startswith(place) and not iri.startswith(there)

        found = []
        for edition in self.series.editions[:-1]:
            if edition.catalogue:
                name = f"catalog.ttl ({edition.number})"
                found += taken_over(to, edition.catalogue, name, set(), series=False, gone=gone)
        return found


def availability(settings: Settings) -> str:
    """IRI of how surely the data will stay."""
    return settings.availability or portals.AVAILABILITY + "/AVAILABLE"
