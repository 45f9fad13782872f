"""One catalogue over the packages of several counties: every dataset as its county describes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import unopened
from ipgraph.lookups import Lookups
from ipgraph.namespaces import DCTERMS, FOAF, RDF
from ipgraph.opendata.dcat import surroundings
from ipgraph.opendata.dcat.catalogue import CATALOGUE_FILES, head, several
from ipgraph.opendata.dcat.dataset import OURS
from ipgraph.opendata.dcat.former import taken_over
from ipgraph.opendata.dcat.statements import DCAT, Statements, catalogue_bytes, day
from ipgraph.opendata.details import portals
from ipgraph.opendata.details.publication import FICTIONAL_WORD, fictional_title, fictional_words
from ipgraph.opendata.details.settings import Settings


def join_catalogues(sources: Sequence[Path], settings: Settings) -> dict[str, bytes]:
    """Write one catalogue that names the datasets of several packages, wherever those are hosted.

    Args:
        sources: folders of packages, or their ``catalog.ttl``; the order is that of the result.
        settings: address and publisher of the common catalogue.

    Returns:
        Content of ``catalog.ttl``, ``.rdf`` and ``.jsonld`` by name. Publisher, contact and licence of each dataset
        stay; what comes with the program and is the same in several packages is listed once.

    Raises:
        IpgraphError: a source is no catalogue of a package, two hold the same dataset, or the settings lack address or
            publisher.
    """
    if not (settings.address and settings.publisher):
        raise IpgraphError(
            "Ein gemeinsamer Katalog braucht in der Datei für --settings die Angaben adresse und herausgeber.name.",
            "A common catalogue needs adresse and herausgeber.name in the file for --settings.",
        )
    root = settings.address
    datasets, owner, listed = Statements(), dict[str, str](), set[str]()
    for source in sources:
        path = source / CATALOGUE_FILES[0] if source.is_dir() else source
        found = taken_over(datasets, _content(path), str(path), listed)
        if not found:
            raise IpgraphError(f"In {path} steht kein Datensatz.", f"There is no dataset in {path}.")
        for iri in found:
            if owner.setdefault(iri, str(path)) != str(path):
                raise IpgraphError(
                    f"{path}: Den Datensatz {iri} gibt es schon in {owner[iri]}. Bitte jedem Paket eine eigene adresse "
                    "geben.",
                    f"{path}: the dataset {iri} is already in {owner[iri]}. Please give each package an address of its "
                    "own.",
                )
    statements = Statements()
    _catalogue(statements, datasets, list(owner), settings)
    surroundings.agent(statements, f"{root}#herausgeber", settings.publisher, settings)
    statements.append(datasets)
    return catalogue_bytes(statements)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise IpgraphError(
            f"{path} gibt es nicht. Richtig ist der Ordner eines Pakets, in dem {CATALOGUE_FILES[0]} liegt.",
            f"{path} does not exist. Right is the folder of a package in which {CATALOGUE_FILES[0]} lies.",
        ) from error
    except OSError as error:
        raise unopened(path, error) from error


def _catalogue(to: Statements, datasets: Statements, iris: Sequence[str], settings: Settings) -> None:
    facts = Lookups(datasets.triples)
    publishers = _values(facts, iris, DCTERMS + "publisher")
    names = [name for one in publishers for name in facts.values(one, FOAF + "name")]
    title, description = several(len(facts.subjects[RDF + "type", DCAT + "DatasetSeries"]), names)
    if all(FICTIONAL_WORD["de"] in facts.values(iri, DCAT + "keyword") for iri in _of_plans(facts, iris)):
        title, description = fictional_title(title), fictional_words(description)
    head(to, settings.address, title, description, f"{settings.address}#herausgeber", settings)
    catalogue = f"{settings.address}#katalog"
    to.link(catalogue, FOAF + "homepage", settings.homepage or settings.address, surroundings.DOCUMENT)
    to.say(catalogue, DCTERMS + "issued", day(min(_values(facts, iris, DCTERMS + "issued"), default="")))
    to.say(catalogue, DCTERMS + "modified", day(max(_values(facts, iris, DCTERMS + "modified"), default="")))
    to.link(catalogue, DCTERMS + "language", _values(facts, iris, DCTERMS + "language"))
    to.link(catalogue, DCTERMS + "spatial", _values(facts, iris, DCTERMS + "spatial"))
    to.link(catalogue, DCAT + "dataset", iris)


def _of_plans(facts: Lookups, iris: Sequence[str]) -> list[str]:
    """The datasets that are of a plan, and did not come with the program."""
    ours = {f"{portals.KIND}/{kind}" for kind in OURS}
    return [iri for iri in iris if ours.isdisjoint(facts.values(iri, DCTERMS + "type"))]


def _values(facts: Lookups, iris: Sequence[str], path: str) -> list[str]:
    """The different values of a property of several resources."""
    return list(dict.fromkeys(value for iri in iris for value in facts.values(iri, path)))
