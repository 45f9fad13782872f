"""The catalogue of a package: DCAT-AP.de 3.0 (2024-12-12), clean in DCAT-AP 3.0.1, for a portal to harvest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten

from ipgraph.model import Text
from ipgraph.namespaces import DCTERMS, FOAF, SKOS
from ipgraph.opendata.dcat import surroundings
from ipgraph.opendata.dcat.dataset import Series
from ipgraph.opendata.dcat.series import LANGUAGE, Described, availability
from ipgraph.opendata.dcat.statements import DCAT, DCATAP, Statements, catalogue_bytes, day
from ipgraph.opendata.details import portals
from ipgraph.opendata.details.publication import Publication, fictional_title, fictional_words
from ipgraph.opendata.details.settings import Settings

CATALOGUE_FILES = ("catalog.ttl", "catalog.rdf", "catalog.jsonld")
_LONGEST = 300
"""Characters of the names in a description."""


def catalogue_files(plans: Sequence[Series], settings: Settings | None = None) -> dict[str, bytes]:
    """Write the catalogue over the packages of one or more plans.

    Args:
        plans: the packages of each plan, at least one.
        settings: what the county says beside the plans.

    Returns:
        Content of ``catalog.ttl``, ``.rdf`` and ``.jsonld`` by name; the same bytes for the same input.

    Raises:
        IpgraphError: the catalogue of an earlier edition cannot be read.
    """
    settings = settings or Settings()
    root = settings.address or placeholder(plans[0])
    described = [Described(plan, settings, root) for plan in plans]
    datasets, listed = Statements(), set[str]()
    iris = [iri for one in described for iri in one.write(datasets, listed)]
    statements = Statements()
    _catalogue(statements, described, settings, root if len(plans) > 1 else described[0].top, iris)
    statements.append(datasets)
    return catalogue_bytes(statements)


def placeholder(series: Series) -> str:
    """An address of its own for a package that has been given none; nothing answers there."""
    return re.sub(r"[#?]", "/", series.facts.iri).rstrip("/") + "/paket/"


def _catalogue(
    to: Statements, plans: Sequence[Described], settings: Settings, root: str, datasets: Sequence[str]
) -> None:
    first = plans[0]
    own = len(plans) > 1 and bool(settings.publisher)
    publisher = f"{root}#herausgeber" if own else first.node("herausgeber")
    publications = [plan.publication for plan in plans]
    fictional = all(one.fictional for one in publications)
    title, description = _words(publications)
    if fictional:
        title, description = fictional_title(title), fictional_words(description)
    head(to, root, title, description, publisher, settings)
    catalogue = f"{root}#katalog"
    to.link(catalogue, FOAF + "homepage", settings.homepage or (first.page if len(plans) == 1 else root),
            surroundings.DOCUMENT)  # fmt: skip
    to.say(catalogue, DCTERMS + "issued", day(min(filter(None, (one.issued for one in publications)), default="")))
    to.say(catalogue, DCTERMS + "modified", day(max(one.modified for one in publications)))
    to.link(catalogue, DCTERMS + "language", sorted({plan.language for plan in plans}), LANGUAGE)
    licences = {one.licence.iri for one in publications}
    if len(licences) == 1:
        to.link(catalogue, DCTERMS + "license", licences, DCTERMS + "LicenseDocument")
    places = [place for plan in plans for place in surroundings.places(plan.publication, plan.node("gebiet"))]
    to.link(catalogue, DCTERMS + "spatial", places, surroundings.LOCATION)
    to.link(catalogue, DCAT + "dataset", datasets)
    if own:
        surroundings.agent(to, publisher, settings.publisher, settings)


def head(to: Statements, root: str, title: Text, description: Text, publisher: str, settings: Settings) -> None:
    """What every catalogue has: names, publisher, themes, availability.

    Args:
        to: where to say it.
        root: address of the folder that it lies in.
        title: its name.
        description: what is in it.
        publisher: IRI of its publisher.
        settings: what its publisher says about it.
    """
    catalogue = f"{root}#katalog"
    to.a(catalogue, DCAT + "Catalog")
    to.texts(catalogue, DCTERMS + "title", title)
    to.texts(catalogue, DCTERMS + "description", description)
    to.link(catalogue, DCTERMS + "publisher", publisher)
    to.link(catalogue, DCAT + "themeTaxonomy", portals.THEME, SKOS + "ConceptScheme")
    to.link(catalogue, DCATAP + "availability", availability(settings), surroundings.CONCEPT)


def _words(publications: Sequence[Publication]) -> tuple[Text, Text]:
    if len(publications) == 1:
        one = publications[0]
        source = surroundings.source_words(one)
        return {"de": f"Offene Daten: {one.title}", "en": f"Open data: {one.title}"}, {
            "de": "Was der Plan erreichen will, was dafür getan wird und wer es tut: Ziele, Maßnahmen, Stellen und ihr "
            f"Stand als Tabellen, als verknüpfte Daten und als Netze. {source['de']}",
            "en": "What the plan wants to reach, what is done for it and who does it: goals, measures, bodies and "
            f"progress as tables, as linked data and as networks. {source['en']}",
        }
    return several(len(publications), [one.facts.territory for one in publications])


def several(plans: int, whose: Sequence[str]) -> tuple[Text, Text]:
    """Title and description of a catalogue over several plans.

    Args:
        plans: how many.
        whose: names of areas or bodies; an empty one is left out.
    """
    names = shorten(", ".join(dict.fromkeys(filter(None, whose))), _LONGEST, placeholder=" …")
    names = f": {names}" if names else ""
    return {"de": "Offene Daten: Integrationspläne", "en": "Open data: integration plans"}, {
        "de": f"Ziele, Maßnahmen und beteiligte Stellen aus {plans} Plänen, als Tabellen, als verknüpfte Daten und als "
        f"Netze{names}.",
        "en": f"Goals, measures and bodies from {plans} plans, as tables, as linked data and as networks{names}.",
    }
