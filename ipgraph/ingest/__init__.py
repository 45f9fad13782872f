"""The way in: workbooks, CSV folders and RDF files become one store of plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from ipgraph import resources
from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.files import unopened
from ipgraph.ingest.rdf import FORMATS, read_rdf
from ipgraph.ingest.rows import Origin, PlanGraph, plan_from_sheets
from ipgraph.ingest.sheets import read_csv_folder, read_workbook
from ipgraph.model import Model, code_files, load_model
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.store import EmbeddedStore

MODEL_PLAN = "musterkreis"
"""Name of the bundled plan that stands in where no source is given."""


@dataclass
class Reading:
    """Plans as they were read.

    Args:
        store: the plans, one named graph each, and the code lists.
        plans: IRIs of the plans, in the order of the sources.
        problems: what could not be taken as it stands.
        origins: where each resource came from, by its IRI.
        sources: the sources, as given.
    """

    store: EmbeddedStore
    plans: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    sources: list[Path] = field(default_factory=list)

    def place(self, iri: str, path: str | None = None) -> Place | None:
        """Where a resource (and its value for a property) stands in the source; None if not known."""
        origin = self.origins.get(iri)
        return origin.at(path) if origin else None


def read(*sources: str | Path) -> Reading:
    """Read one or more plans.

    Args:
        sources: workbooks (``.xlsx``), folders of CSV files (or of such folders), RDF files; none for the bundled
            model plan.

    Returns:
        The plans in a store, with everything that could not be read.

    Raises:
        IpgraphError: a source does not exist, is of no known kind, or holds no plan; two sources hold the same plan.
    """
    paths = [Path(source) for source in sources] or [resources.folder("data") / MODEL_PLAN]
    model = load_model()
    store = EmbeddedStore()
    store.add(CODES_GRAPH, code_triples())
    reading = Reading(store, sources=paths)
    for path in paths:
        for graph in _read_checked(path, model):
            if graph.iri in reading.plans:
                raise IpgraphError(
                    f"{path.name}: Den Plan {graph.iri} gibt es schon in einer anderen Quelle. "
                    "Jeder Plan braucht eine eigene Kennung. Zwei Ausgaben eines Plans vergleicht: ipgraph validate "
                    "NEU --previous ALT",
                    f"{path.name}: the plan {graph.iri} is already in another source. "
                    "Each plan needs an identifier of its own. Two editions of a plan are compared by: "
                    "ipgraph validate NEW --previous OLD",
                )
            store.add(graph.iri, graph.triples)
            reading.plans.append(graph.iri)
            reading.problems += graph.problems
            reading.origins |= graph.origins
    return reading


def code_triples() -> Iterable[ox.Triple]:
    """The triples of all code lists."""
    for path in code_files():
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple


def _read_checked(path: Path, model: Model) -> list[PlanGraph]:
    """Read a source; a file that the system does not let us read is a user's matter too."""
    try:
        return _read_source(path, model)
    except OSError as error:
        raise unopened(path, error) from error


def _read_source(path: Path, model: Model) -> list[PlanGraph]:
    if str(path).startswith(("http:", "https:")):
        raise IpgraphError(
            "Abfragen an einen fremden SPARQL-Endpunkt kann diese Fassung noch nicht. Bitte eine Datei angeben.",
            "This version cannot query a remote SPARQL endpoint yet. Please give a file.",
        )
    if not path.exists():
        raise IpgraphError(f"{path} gibt es nicht.", f"{path} does not exist.")
    if path.is_dir():
        return _from_folder(path, model)
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return [plan_from_sheets(read_workbook(path), model, path.stem, path.name)]
    if suffix in FORMATS:
        return read_rdf(path, model)
    if suffix in (".ods", ".xls"):
        raise IpgraphError(
            f"{path.name}: Einen Plan liest ipgraph aus .xlsx. Die Datei in LibreOffice oder Excel öffnen und mit "
            "„Speichern unter“ als „Excel-Arbeitsmappe (.xlsx)“ speichern. Eine Liste, die noch kein Plan ist, "
            "übernimmt: ipgraph adopt",
            f"{path.name}: ipgraph reads a plan from .xlsx. Open the file in LibreOffice or Excel and choose "
            "“Save as”, “Excel workbook (.xlsx)”. A list that is no plan yet is taken over by: ipgraph adopt",
        )
    raise IpgraphError(
        f"{path.name}: Diese Art von Datei kann nicht gelesen werden. Möglich sind eine Excel-Arbeitsmappe (.xlsx), "
        f"ein Ordner mit CSV-Dateien und RDF ({', '.join(FORMATS)}).",
        f"{path.name}: this kind of file cannot be read. Possible are an Excel workbook (.xlsx), a folder of CSV "
        f"files and RDF ({', '.join(FORMATS)}).",
    )


def _from_folder(path: Path, model: Model) -> list[PlanGraph]:
    """One plan from a folder with CSV files; one a subfolder, where only the subfolders have such files."""
    folders = [folder for folder in (path, *sorted(path.iterdir())) if folder.is_dir() and any(folder.glob("*.csv"))]
    if not folders:
        raise IpgraphError(
            f"Im Ordner {path} liegen keine CSV-Dateien.", f"There are no CSV files in the folder {path}."
        )
    folders = [path] if path in folders else folders
    return [plan_from_sheets(read_csv_folder(folder), model, folder.resolve().name) for folder in folders]
