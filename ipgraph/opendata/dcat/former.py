"""Datasets that another catalogue of ours describes: of an earlier edition, or of another county."""

from __future__ import annotations

from collections.abc import Callable

from ipgraph.errors import IpgraphError
from ipgraph.ingest.rdf import unreadable
from ipgraph.lookups import Lookups
from ipgraph.namespaces import DCTERMS, RDF
from ipgraph.opendata.dcat.dataset import OURS
from ipgraph.opendata.dcat.statements import DCAT, SPDX, Statements, named, turtle_triples
from ipgraph.opendata.details import portals


def taken_over(
    to: Statements, catalogue: bytes, name: str, listed: set[str], series: bool = True,
    gone: Callable[[str], bool] = lambda iri: False,
) -> list[str]:  # fmt: skip
    """Take over what another catalogue describes, without the catalogue itself.

    Args:
        to: where to say it.
        catalogue: the other one, as Turtle.
        name: what it is called where it has a fault.
        listed: checksums of what several plans share and is listed already; grows.
        series: whether its series are taken over too.
        gone: whether an IRI belongs to what is there no more, so that nothing is to be said of it.

    Returns:
        IRIs of its datasets.

    Raises:
        IpgraphError: it is no Turtle, or has blank nodes, which no catalogue of ours has.
    """
    try:
        triples = turtle_triples(catalogue)
    except SyntaxError as error:
        raise unreadable(name, error) from error
    if not all(named(triple) for triple in triples):
        raise IpgraphError(
            f"{name}: Darin stehen Angaben ohne eigene Adresse; das ist kein Katalog eines Pakets von ipgraph.",
            f"{name}: some statements have no address of their own; this is no catalogue of a package of ipgraph.",
        )
    triples = [one for one in triples if not any(gone(str(getattr(term, "value", ""))) for term in one)]
    facts = Lookups(triples)
    described = dict.fromkeys(facts.subjects[RDF + "type", DCAT + "Dataset"])
    left_out = set(facts.subjects[RDF + "type", DCAT + "Catalog"])
    if not series:
        left_out.update(facts.subjects[RDF + "type", DCAT + "DatasetSeries"])
    # Of a place or a licence that is described already, the first description counts.
    left_out.update(subject for subject, _ in facts.objects if subject in to and subject not in described)
    datasets: list[str] = []
    for iri in described:
        content, parts = _content(facts, iri)
        if content in listed and any(f"{portals.KIND}/{kind}" in facts.values(iri, DCTERMS + "type") for kind in OURS):
            left_out.update([iri, *parts])
        else:
            listed.add(content)
            datasets.append(iri)
    to.add(triple for triple in triples if getattr(triple.subject, "value", "") not in left_out)
    return datasets


def _content(facts: Lookups, iri: str) -> tuple[str, list[str]]:
    """The checksums of the files of a dataset, as one text; and the IRIs of files and checksums."""
    files = facts.values(iri, DCAT + "distribution")
    sums = [one for file in files for one in facts.values(file, SPDX + "checksum")]
    values = sorted(value for one in sums for value in facts.values(one, SPDX + "checksumValue"))
    return "".join(values), [*files, *sums]
