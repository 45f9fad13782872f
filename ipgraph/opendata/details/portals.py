"""The code lists of portals, from ``ontology/mappings/portals.ttl``: which codes there are, and what means what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ipgraph import resources
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.namespaces import DCTERMS, SKOS

EU = "http://publications.europa.eu/resource/authority/"
LANGUAGE = EU + "language/"
FREQUENCY = EU + "frequency"
AVAILABILITY = EU + "planned-availability"
THEME = EU + "data-theme"
KIND = EU + "dataset-type"
FILE_TYPE = EU + "file-type"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LICENCES = "http://dcat-ap.de/def/licenses/"
CONTRIBUTORS = "http://dcat-ap.de/def/contributors"
MUSTER = "https://musterdatenkatalog.de/def/musterdatensatz/"
LICENCE_TYPE = "http://purl.org/adms/licencetype/"
PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"
GEO = "http://dcat-ap.de/def/politicalGeocoding/"
PORTAL = "https://w3id.org/ipgraph/portal/"
MACHINE_READABLE = PORTAL + "machine-readable"
NON_PROPRIETARY = PORTAL + "non-proprietary"


@dataclass(frozen=True)
class Licence:
    """A licence of GovData's list.

    Args:
        iri: its IRI in the list.
        title: its German name.
        page: address of its text; empty where none is known.
        kinds: ADMS licence types, as IRIs.
        open: whether it lets everybody use the data for everything.
    """

    iri: str
    title: str
    page: str
    kinds: tuple[str, ...]
    open: bool

    @property
    def attribution(self) -> bool:
        """Whether the source must be named (Konventionenhandbuch K35)."""
        return LICENCE_TYPE + "Attribution" in self.kinds


@dataclass(frozen=True)
class Area:
    """What an official key says about the place.

    Args:
        exact: IRI of the county or municipality in GovData's lists; empty where they do not have it.
        county: IRI of the county that it lies in; empty where the key is not known.
        level: IRI of the administrative level.
    """

    exact: str
    county: str
    level: str


@cache
def _lists() -> Lookups:
    return Lookups(turtle_triples([resources.bundled("ontology") / "mappings" / "portals.ttl"]))


@cache
def codes(scheme: str) -> frozenset[str]:
    """The IRIs of a list, by the IRI of the list."""
    return frozenset(_lists().values(scheme, SKOS + "member"))


def short(iris: Iterable[str], namespace: str) -> list[str]:
    """Codes without their namespace, sorted: what people type."""
    return sorted(iri.removeprefix(namespace) for iri in iris)


@cache
def licences() -> tuple[Licence, ...]:
    """All licences that GovData accepts (Konventionenhandbuch K32)."""
    lists = _lists()
    titled = {subject for subject, path in lists.objects if path == SKOS + "prefLabel" and subject.startswith(LICENCES)}
    return tuple(
        Licence(
            iri=iri,
            title=lists.text(iri, SKOS + "prefLabel")["de"],
            page=next(iter(lists.values(iri, SKOS + "closeMatch")), ""),
            kinds=tuple(sorted(lists.values(iri, DCTERMS + "type"))),
            open=iri in codes(PORTAL + "open-licences"),
        )
        for iri in sorted(titled)
    )


def licence(words: str) -> Licence | None:
    """The licence that an address or a short name means.

    Args:
        words: the end of an IRI of GovData's list (``dl-by-de/2.0``), that IRI, or a page of the licence.

    Returns:
        The licence; None where the words mean none of the list.
    """
    wanted = _bare(words)
    for one in licences():
        pages = _lists().values(one.iri, SKOS + "closeMatch")
        if wanted in {_bare(name) for name in (one.iri, one.iri.removeprefix(LICENCES), *pages)}:
            return one
    return None


def given_licence(code: str) -> Licence:
    """The licence of a code that is certain to be in the list; raises :class:`KeyError` where it is not."""
    return {one.iri: one for one in licences()}[LICENCES + code]


def _bare(address: str) -> str:
    """An address without what makes no difference: ``http`` or ``https``, a slash at the end, case."""
    return re.sub(r"^https?://(www\.)?", "", address.strip().casefold()).rstrip("/")


def language(code: str) -> str:
    """IRI of a language by the code that a plan writes (``de``, ``de-AT``); German where it is none we know."""
    return _languages().get(code.partition("-")[0].casefold(), LANGUAGE + "DEU")


@cache
def _languages() -> dict[str, str]:
    """IRIs of languages by their short code."""
    coded = [subject for subject, path in _lists().objects if path == SKOS + "notation"]
    return {_lists().value(iri, SKOS + "notation") or "": iri for iri in coded}


def muster_words(iri: str) -> tuple[str, ...]:
    """The words of an entry of the Musterdatenkatalog, from wide to narrow; none where we do not know it."""
    title = _lists().text(iri, SKOS + "prefLabel").get("de", "")
    return tuple(filter(None, title.split(" – ")))


def area(key: str) -> Area:
    """What a key of a county (5 digits), municipality (8: AGS, 12: ARS) says; only what stands in GovData's lists.

    Args:
        key: the digits; anything else is an area that is not known.

    Returns:
        The area. Of 11,295 municipalities only some are in our copy of the list: for the others ``exact`` is empty.
    """
    county = GEO + "districtKey/" + key[:5]
    if not re.fullmatch(r"\d{5}|\d{8}|\d{12}", key) or county not in codes(GEO + "districtKey"):
        return Area("", "", "")
    if not key[5:].strip("0"):
        return Area(county, county, GEO + "Level/administrativeDistrict")
    regions = codes(GEO + "regionalKey")
    found = [iri for iri in regions if iri.endswith(f"/{key}")]
    if len(key) == 8:
        found = [iri for iri in regions if iri.rpartition("/")[2][:5] == key[:5] and iri[-3:] == key[-3:]]
    return Area(found[0] if len(found) == 1 else "", county, GEO + "Level/municipality")
