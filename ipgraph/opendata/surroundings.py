"""What the datasets of a package share: publisher, contact, place, period, rights and where the data come from."""

from __future__ import annotations

from ipgraph.model import Text
from ipgraph.namespaces import DCTERMS, FOAF, RDFS, SKOS
from ipgraph.opendata import portals
from ipgraph.opendata.publication import Publication, period
from ipgraph.opendata.settings import Settings
from ipgraph.opendata.statements import DCAT, GEOSPARQL, VCARD, Statements, day, typed, worded

CONCEPT = SKOS + "Concept"
LOCATION = DCTERMS + "Location"
DOCUMENT = FOAF + "Document"
_LOCAL = portals.PUBLISHER_TYPE + "LocalAuthority"


def agent(to: Statements, iri: str, name: str, settings: Settings) -> None:
    """The body that decided on the release (Konventionenhandbuch K36)."""
    to.a(iri, FOAF + "Agent")
    to.say(iri, FOAF + "name", worded(name, "de"))
    to.link(iri, DCTERMS + "type", settings.publisher_type or _LOCAL, CONCEPT)
    to.link(iri, FOAF + "homepage", settings.publisher_page, DOCUMENT)


def contact(to: Statements, iri: str, publication: Publication, page: str) -> None:
    """The office that answers questions, by mail, form or phone (Konventionenhandbuch K01).

    Args:
        to: where to say it.
        iri: the contact.
        publication: what the package says of itself.
        page: page of the package, where there is neither mail nor form.
    """
    mail, form = publication.contact_mail, publication.contact_page
    to.a(iri, VCARD + "Kind")
    to.say(iri, VCARD + "fn", worded(publication.contact, "de"))
    to.link(iri, VCARD + "hasEmail", f"mailto:{mail}" if mail else "")
    to.link(iri, VCARD + "hasURL", form or ("" if mail else page))
    phone = publication.settings.contact_phone
    to.link(iri, VCARD + "hasTelephone", f"tel:{phone}" if phone else "")


def places(publication: Publication, own: str) -> list[str]:
    """The places of the data: the county or municipality of the official list, else our own description of it.

    Args:
        publication: what the package says of itself.
        own: IRI of our own description.

    Returns:
        IRIs, the most exact first.
    """
    area = publication.area
    main = area.exact or (own if publication.facts.territory else "")
    return list(dict.fromkeys(filter(None, (main, area.county, *publication.settings.places))))


def place(to: Statements, own: str, publication: Publication) -> None:
    """Describe where the area lies; what the official list does not have, by its name."""
    settings = publication.settings
    iri = (places(publication, own) or [own])[0]
    if iri == own and publication.facts.territory:
        to.a(own, LOCATION)
        to.texts(own, SKOS + "prefLabel", publication.named({"de": publication.facts.territory}))
    if settings.box:
        west, south, east, north = map(_degrees, settings.box)
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        ring = ", ".join(" ".join(corner) for corner in corners)
        to.say(iri, DCAT + "bbox", typed(f"POLYGON(({ring}))", GEOSPARQL + "wktLiteral"))
    if settings.centre:
        centre = " ".join(map(_degrees, settings.centre))
        to.say(iri, DCAT + "centroid", typed(f"POINT({centre})", GEOSPARQL + "wktLiteral"))


def _degrees(number: float) -> str:
    return format(number, ".10g")


def span(to: Statements, iri: str, publication: Publication) -> None:
    """The period of the plan, as exact as the plan is."""
    facts = publication.facts
    if facts.start or facts.end:
        to.a(iri, DCTERMS + "PeriodOfTime")
        to.say(iri, DCAT + "startDate", day(facts.start))
        to.say(iri, DCAT + "endDate", day(facts.end))


def origin(to: Statements, iri: str, publication: Publication) -> None:
    """How the data came about."""
    to.a(iri, DCTERMS + "ProvenanceStatement")
    to.texts(iri, RDFS + "label", publication.told(publication.provenance))


def rights(to: Statements, iri: str, publication: Publication) -> None:
    """What one may do with the data, in a sentence."""
    licence, source = publication.licence, publication.attribution
    to.a(iri, DCTERMS + "RightsStatement")
    to.texts(iri, RDFS + "label", {"de": f"{licence.title}. {source}", "en": f"Licence: {licence.title}. {source}"})
    to.a(licence.iri, DCTERMS + "LicenseDocument")
    to.link(licence.iri, DCTERMS + "type", licence.kinds, CONCEPT)


def source_words(publication: Publication) -> Text:
    """Which plan the data are from: title, area and years, which titles of datasets do not name (K19)."""
    facts = publication.facts
    details = ", ".join(filter(None, (f"„{publication.title}“", facts.territory, period(facts))))
    english = ", ".join(filter(None, (f"“{publication.title}”", facts.territory, period(facts))))
    return {"de": f"Quelle: {details}.", "en": f"Source: {english}."}
