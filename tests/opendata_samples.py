"""Datasets made up for tests: what a package would hold, without the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ipgraph.ingest import read
from ipgraph.opendata.dcat.dataset import Dataset, Series
from ipgraph.opendata.dcat.dataset import Distribution as File
from ipgraph.opendata.details.facts import PlanFacts, plan_facts
from ipgraph.opendata.details.publication import Edition

FILES = {
    "tabellen/ziele.csv": b"kennung,wortlaut\r\nZ-1,Alle lernen Deutsch\r\n",
    "tabellen/ziele.xlsx": b"PK not really a workbook",
    "graph/plan.ttl": b"<https://example.org/1> a <https://example.org/Plan> .\n",
    "graph/plan.jsonld": b"{}\n",
    "paket.zip": b"PK nothing",
    "modell/ipgraph.ttl": b"# terms\n",
}


def datasets(folder: str = "") -> tuple[Dataset, ...]:
    """Three datasets: a table, the graph, the vocabulary."""
    csv = File(f"{folder}tabellen/ziele.csv", {"de": "Ziele als CSV", "en": "Goals as CSV"}, "CSV", "text/csv",
               f"{folder}tabellen/csv-metadata.json")  # fmt: skip
    xlsx = File(f"{folder}tabellen/ziele.xlsx", {"de": "Ziele als Arbeitsmappe", "en": "Goals as a workbook"}, "XLSX",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")  # fmt: skip
    turtle = File(f"{folder}graph/plan.ttl", {"de": "Graph als Turtle", "en": "Graph as Turtle"}, "RDF_TURTLE",
                  "text/turtle", "https://w3id.org/ipgraph/ontology")  # fmt: skip
    json = File(f"{folder}graph/plan.jsonld", {"de": "Graph als JSON-LD", "en": "Graph as JSON-LD"}, "JSON_LD",
                "application/ld+json")  # fmt: skip
    everything = File(f"{folder}paket.zip", {"de": "Alles als ZIP", "en": "All as ZIP"}, "ZIP", "application/zip")
    terms = File(f"{folder}modell/ipgraph.ttl", {"de": "Begriffe als Turtle", "en": "Terms as Turtle"}, "RDF_TURTLE",
                 "text/turtle")  # fmt: skip
    return (
        Dataset("plan", {"de": "Integrationsplan: alles", "en": "Integration plan: everything"},
                {"de": "Der ganze Plan als Graph.", "en": "The whole plan as a graph."},
                ({"de": "verknüpfte Daten", "en": "linked data"},), (turtle, json, everything)),
        Dataset("ziele", {"de": "Integrationsplan: Ziele", "en": "Integration plan: goals"},
                {"de": "Eine Zeile je Ziel.", "en": "One row a goal."},
                ({"de": "Ziele", "en": "goals"},), (csv, xlsx)),
        Dataset("vokabular", {"de": "Begriffe für Integrationspläne", "en": "Terms for integration plans"},
                {"de": "Die Begriffe der Daten.", "en": "The terms of the data."}, (), (terms,), "ONTOLOGY"),
    )  # fmt: skip


def series(source: Path, folder: str = "", editions: tuple[Edition, ...] = ()) -> Series:
    """The package of the plan in a source."""
    inside = f"{folder}/" if folder else ""
    files = {inside + path: content for path, content in FILES.items()}
    return Series(_facts(source), datasets(inside), files, folder, f"{inside}index.html", editions)


@cache
def _facts(source: Path) -> PlanFacts:
    reading = read(source)
    return plan_facts(reading.store, reading.plans[0])
