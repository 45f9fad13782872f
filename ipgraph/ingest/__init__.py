"""The way in: workbooks, CSV folders, RDF files and StratML documents become one store of plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from ipgraph import resources
from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.files import is_address, shown, unopened
from ipgraph.ingest import bulk
from ipgraph.ingest.rdf import FORMATS, read_rdf
from ipgraph.ingest.rows import Origin, PlanGraph, plan_from_sheets
from ipgraph.ingest.sheets import read_csv_folder, read_workbook
from ipgraph.ingest.stratml import SUFFIXES, is_stratml, read_stratml
from ipgraph.lookups import turtle_triples
from ipgraph.model import Model, code_files, load_model
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.store import EmbeddedStore, Store, Warn, is_store, warned

MODEL_PLAN = "musterkreis"
"""Name of the bundled plan that stands in where no source is given."""


@dataclass
class Reading:
    """Plans as they were read.

    Args:
        store: the plans, one named graph each, and the code lists.
        plans: IRIs of the plans, in the order of the sources.
        problems: what could not be taken as it stands.
        origins: where each resource of a sheet came from, by its IRI.
        files: name of the RDF file or server that a plan came from, by the IRI of the plan.
        sources: the sources, as given; of an address, the name of the server.
    """

    store: Store
    plans: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    sources: list[Path] = field(default_factory=list)

    @property
    def embedded(self) -> EmbeddedStore:
        """The store, where the plans are here; raises :class:`IpgraphError` where they were left on a server."""
        if isinstance(self.store, EmbeddedStore):
            return self.store
        raise IpgraphError(
            "Die Pläne liegen noch auf dem Server. Bitte mit fetch=True lesen.",
            "The plans are still on the server. Please read them with fetch=True.",
        )

    def alone(self, plan: str) -> Reading:
        """One of the plans, in a store with nothing but it and the code lists.

        Args:
            plan: IRI of the plan.
        """
        if self.plans == [plan] and isinstance(self.store, EmbeddedStore):
            return self
        store = EmbeddedStore()
        store.add(plan, self.store.triples(plan))
        store.add(CODES_GRAPH, code_triples())
        return Reading(store, [plan], sources=self.sources)

    def place(self, iri: str, path: str | None = None, plan: str = "") -> Place | None:
        """Where a resource (and its value for a property) stands in the source; None if not known.

        Args:
            iri: the resource.
            path: the property.
            plan: the plan that the resource belongs to; of an RDF file only the name of the file is known.
        """
        if origin := self.origins.get(iri):
            return origin.at(path)
        return Place(self.files[plan]) if plan in self.files else None


def read(*sources: str | Path, fetch: bool = True, warn: Warn = warned, timeout: float | None = None) -> Reading:
    """Read one or more plans.

    Args:
        sources: workbooks (``.xlsx``), folders of CSV files (or of such folders), RDF files, StratML documents, store
            folders, addresses of SPARQL endpoints; none for the bundled model plan.
        fetch: whether to fetch the plans of an endpoint, one after the other. Without, and where an endpoint is the
            only source, the plans stay there, and the store of the reading asks it.
        warn: told what the user should know of an endpoint.
        timeout: the longest time in seconds that an endpoint may take for an answer; None for five minutes.

    Returns:
        The plans in a store, with everything that could not be read.

    Raises:
        IpgraphError: a source does not exist, is of no known kind, or holds no plan; two sources hold the same plan;
            an endpoint does not answer.
    """
    if len(sources) == 1 and (there := _left_in_place(sources[0], fetch, warn, timeout)):
        return there
    given = list(sources) or [resources.folder("data") / MODEL_PLAN]
    model = load_model()
    store = EmbeddedStore()
    reading = Reading(store, sources=[_as_path(source) for source in given])
    for source, path in zip(given, reading.sources, strict=True):
        try:
            _read_into(reading, store, source, path, model, warn)
        except OSError as error:
            # A file that the system does not let us read is a user's matter too.
            raise unopened(path, error) from error
    store.add(CODES_GRAPH, code_triples())
    return reading


def _read_into(
    reading: Reading, store: EmbeddedStore, source: str | Path, path: Path, model: Model, warn: Warn
) -> None:
    """Add the plans of a source to a reading and its store."""
    loaded = EmbeddedStore()
    if path.suffix.lower() in bulk.SUFFIXES and path.is_file() and bulk.read_in_bulk(path, model, loaded):
        plans = loaded.graphs()
        _claim(reading, path, plans)
        store.take(loaded)
        reading.files |= dict.fromkeys(plans, path.name)
        return
    stored = is_address(source) or is_store(path)
    for graph in _fetched(source, model, warn) if stored else _read_source(path, model):
        _claim(reading, path, [graph.iri])
        store.add(graph.iri, graph.triples)
        reading.problems += graph.problems
        reading.origins |= graph.origins
        if stored or path.suffix.lower() in FORMATS:
            reading.files[graph.iri] = shown(source) if stored else path.name


def _claim(reading: Reading, path: Path, plans: list[str]) -> None:
    """Note the plans of a source; refuse one that another source holds already."""
    if twice := next(iter(sorted(set(plans) & set(reading.plans))), None):
        raise IpgraphError(
            f"{path.name}: Den Plan {twice} gibt es schon in einer anderen Quelle. "
            "Jeder Plan braucht eine eigene Kennung. Zwei Ausgaben eines Plans vergleicht: ipgraph validate "
            "NEU --previous ALT",
            f"{path.name}: the plan {twice} is already in another source. "
            "Each plan needs an identifier of its own. Two editions of a plan are compared by: "
            "ipgraph validate NEW --previous OLD",
        )
    reading.plans += plans


def _left_in_place(source: str | Path, fetch: bool, warn: Warn, timeout: float | None) -> Reading | None:
    """A reading that asks a store where it is: a store folder, and an endpoint that is not to be fetched."""
    if is_store(Path(source)) or (is_address(source) and not fetch):
        from ipgraph.ingest.stored import store_at

        store, plans = store_at(source, warn, timeout)
        return Reading(store, plans, sources=[_as_path(source)])
    return None


def _as_path(source: str | Path) -> Path:
    """A source as a path; of an address, the name of the server, for what is named after its source."""
    return Path(urlsplit(str(source)).hostname or "endpoint") if is_address(source) else Path(source)


def code_triples() -> Iterable[ox.Triple]:
    """The triples of all code lists."""
    return turtle_triples(code_files())


def _fetched(source: str | Path, model: Model, warn: Warn) -> Iterable[PlanGraph]:
    from ipgraph.ingest.stored import fetched

    return fetched(source, model, warn)


def _read_source(path: Path, model: Model) -> list[PlanGraph]:
    if not path.exists():
        raise IpgraphError(f"{path} gibt es nicht.", f"{path} does not exist.")
    if path.is_dir():
        return _from_folder(path, model)
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return [plan_from_sheets(read_workbook(path), model, path.stem, path.name)]
    if suffix in SUFFIXES or (suffix == ".xml" and is_stratml(path)):
        return [read_stratml(path, model)]
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
        f"ein Ordner mit CSV-Dateien, StratML (.stratml, .xml) und RDF ({', '.join(FORMATS)}).",
        f"{path.name}: this kind of file cannot be read. Possible are an Excel workbook (.xlsx), a folder of CSV "
        f"files, StratML (.stratml, .xml) and RDF ({', '.join(FORMATS)}).",
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
