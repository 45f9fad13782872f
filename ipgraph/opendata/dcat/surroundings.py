"""What the datasets of a package share: publisher, contact, place, period, rights and where the data come from."""

from __future__ import annotations

from ipgraph.model import Text
from ipgraph.namespaces import DCTERMS, FOAF, RDFS, SKOS
from ipgraph.opendata.dcat.statements import DCAT, DCATDE, GEOSPARQL, VCARD, Statements, day, typed, worded
from ipgraph.opendata.details import portals
from ipgraph.opendata.details.publication import Publication, period
from ipgraph.opendata.details.settings import Settings

CONCEPT = SKOS + "Concept"
LOCATION = DCTERMS + "Location"
DOCUMENT = FOAF + "Document"
UNLICENSED: Text = {
    "de": "Noch keine Lizenz angegeben; wer die Daten nutzen will, fragt bitte die herausgebende Stelle.",
    "en": "No licence given yet; whoever wants to use the data, please ask the publisher.",
}
FREE: Text = {
    "de": "Gemeinfrei (CC0 1.0): Die Begriffe gehören zum Programm ipgraph.",
    "en": "Public domain (CC0 1.0): the terms belong to the program ipgraph.",
}
OUR_ORIGIN: Text = {
    "de": "Kommt mit dem Programm ipgraph; für alle Pläne gleich.",
    "en": "Comes with the program ipgraph; the same for all plans.",
}
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
    """Describe where the area lies and what it is called: CKAN hands no place on that has neither name nor outline."""
    settings = publication.settings
    iri = (places(publication, own) or [own])[0]
    if publication.facts.territory and iri not in to:
        to.a(iri, LOCATION)
        to.texts(iri, SKOS + "prefLabel", publication.named({"de": publication.facts.territory}))
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


def origin(to: Statements, iri: str, words: Text) -> None:
    """How the data came about."""
    to.a(iri, DCTERMS + "ProvenanceStatement")
    _named(to, iri, words)


def licensed(to: Statements, iri: str, rights: str, publication: Publication) -> None:
    """Give a file the licence of the plan, and say in a sentence what that means.

    Args:
        to: where to say it.
        iri: the file.
        rights: IRI of the sentence.
        publication: what the package says of itself.
    """
    licence, source = publication.licence, publication.attribution
    # A licence that asks for the source needs its wording (Konventionenhandbuch K35).
    if licence.attribution or publication.settings.attribution:
        to.say(iri, DCATDE + "licenseAttributionByText", worded(source, "de"))
    words = {"de": f"{licence.title}. {source}.", "en": f"Licence: {licence.title}. {source}."}
    _rights(to, iri, rights, licence, words if publication.licensed else UNLICENSED)


def free(to: Statements, iri: str, rights: str) -> None:
    """Say of a file that comes with the program that everybody may do everything with it."""
    _rights(to, iri, rights, portals.given_licence("cc-zero"), FREE)


def _rights(to: Statements, iri: str, rights: str, licence: portals.Licence, words: Text) -> None:
    to.link(iri, DCTERMS + "license", licence.iri, DCTERMS + "LicenseDocument")
    to.link(licence.iri, DCTERMS + "type", licence.kinds, CONCEPT)
    to.link(iri, DCTERMS + "rights", rights, DCTERMS + "RightsStatement")
    _named(to, rights, words)


def _named(to: Statements, iri: str, words: Text) -> None:
    """Give a statement its words: one label, as CKAN takes any of several, whatever its language."""
    first = "de" if "de" in words else next(iter(words), "")
    to.texts(iri, RDFS + "label", {lang: text for lang, text in words.items() if lang == first})
    to.texts(iri, DCTERMS + "description", {lang: text for lang, text in words.items() if lang != first})


def source_words(publication: Publication) -> Text:
    """Which plan the data are from: title, area and years, which titles of datasets do not name (K19)."""
    facts = publication.facts
    details = ", ".join(filter(None, (f"„{publication.title}“", facts.territory, period(facts))))
    english = ", ".join(filter(None, (f"“{publication.title}”", facts.territory, period(facts))))
    return {"de": f"Aus dem Plan: {details}.", "en": f"From the plan: {english}."}
