"""A plan as a package: everything that a county puts on its server, as bytes by path, the same for the same plan."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ipgraph.archive import archive_bytes
from ipgraph.browse import Plan, load_plan
from ipgraph.emit import rows
from ipgraph.emit.serialise import graph_triples, ordered_bytes
from ipgraph.emit.workbook import plain_workbook, workbook_bytes
from ipgraph.files import slug
from ipgraph.ingest import Reading
from ipgraph.model import load_model
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.network import actor_goal_network, actor_network
from ipgraph.network.exchange import gexf, graphml
from ipgraph.opendata.content import pages
from ipgraph.opendata.content.answers import Answers, all_answers, answer_tables
from ipgraph.opendata.content.inventory import (
    ANSWERS,
    CONTEXT,
    EXCEL,
    GRAPH,
    MODEL,
    PAGES,
    RDF_FILES,
    TABLES,
    TREE,
    WORKBOOK,
    datasets,
    network_files,
)
from ipgraph.opendata.content.metadata import CSVW_FILE, PACKAGE_FILE, csvw, data_package
from ipgraph.opendata.content.tables import Listing, code_table, csv_bytes, sheet_tables
from ipgraph.opendata.content.tree import Terms, context_bytes, tree_bytes
from ipgraph.opendata.content.vocabulary import vocabulary_files
from ipgraph.opendata.content.void import void_bytes
from ipgraph.opendata.dcat.dataset import Dataset, Distribution, Series
from ipgraph.opendata.details.facts import PlanFacts, plan_facts
from ipgraph.opendata.details.publication import About, Edition, publication
from ipgraph.opendata.details.settings import Settings

if TYPE_CHECKING:
    import networkx as nx

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Package:
    """A plan, ready to be written.

    Args:
        facts: what the plan says of itself.
        about: what its files say of the plan.
        folder: its folder below the root of what is published; empty where it is the root.
        files: every file by its path in the package, with slashes.
        datasets: what the files are; their paths are those in the package.
    """

    facts: PlanFacts
    about: About
    folder: str
    files: dict[str, bytes] = field(repr=False)
    datasets: tuple[Dataset, ...] = field(repr=False)

    def series(self, editions: Sequence[Edition] = ()) -> Series:
        """The package as the catalogue takes it, with paths from the root.

        Args:
            editions: its editions, oldest first, the last is this one.
        """
        moved = tuple(
            replace(one, files=tuple(map(self._moved, one.files)), manual=one.manual and self._path(one.manual))
            for one in self.datasets
        )
        return Series(self.facts, moved, self.from_root(), self.folder, self._path(PAGES["de"]), editions)

    def from_root(self) -> dict[str, bytes]:
        """Every file by its path from the root."""
        return {self._path(path): content for path, content in self.files.items()}

    def _path(self, path: str) -> str:
        return f"{self.folder}/{path}" if self.folder else path

    def _moved(self, file: Distribution) -> Distribution:
        standard = self._path(file.conforms_to) if file.conforms_to in self.files else file.conforms_to
        return replace(file, path=self._path(file.path), conforms_to=standard)


def name_of(plan: PlanFacts) -> str:
    """The name of a plan's package: its Kennung, as far as a file can be called so."""
    return slug(plan.identifier or plan.iri)


def package(
    reading: Reading,
    plan_iri: str,
    *,
    settings: Settings | None = None,
    edition: Edition | None = None,
    folder: str = "",
    excel: bool = False,
    answers: Answers | None = None,
    extra: Mapping[str, bytes] | None = None,
) -> Package:
    """Make the package of a plan.

    Args:
        reading: the plans. What else is in there has no influence on the package.
        plan_iri: the plan.
        settings: what the county says beside the plan.
        edition: which edition it is.
        folder: its folder below the root of what is published; empty where it is the root.
        excel: whether to add the tables in the way of a German Excel.
        answers: the answers about this plan alone in German, if somebody has asked already.
        extra: more files by path, such as notes on what has changed; they go into the ZIP too.

    Returns:
        The package, without catalogue and checksums, see :func:`with_sums`.

    Raises:
        IpgraphError: a text is too long for a cell of a workbook, or has characters that RDF/XML forbids.
    """
    model = load_model()
    reading = reading.alone(plan_iri)
    plan = load_plan(reading.store, plan_iri, model)
    facts = plan_facts(reading.store, plan_iri)
    name = name_of(facts)
    settings = settings or Settings()
    address = settings.address + f"{folder}/" * bool(folder) if settings.address else ""
    here = About(publication(facts, settings, edition, alone=not folder), name, address)
    records = rows(reading.store, plan_iri, model)
    tables = [*sheet_tables(plan, records, here.language), *map(code_table, model.schemes)]
    asked = answers if answers is not None else all_answers(reading.store)
    answered = list(answer_tables(asked))
    networks = {"akteure": actor_network(asked), "ziele": actor_goal_network(asked)}
    archive = f"{name}.zip"
    inventory = datasets(model, tables, networks, archive, excel)

    files: dict[str, bytes] = dict(extra or {})
    files[WORKBOOK.path] = workbook_bytes(plain_workbook(model, records, "de"))
    files |= _tables(here, tables, TABLES)
    files |= _tables(here, tables, EXCEL, excel=True) if excel else {}
    files |= _graph(here, reading, plan)
    files |= _networks(here, networks)
    files |= _answers(here, answered)
    vocabulary = vocabulary_files()
    files |= {f"{MODEL}/{path}": content for path, content in vocabulary.items()}
    files |= dict(pages.vocabulary_pages(here, list(vocabulary)))
    files |= dict(pages.dictionaries(here, tables))
    files |= dict(pages.texts(here, archive))
    files |= dict(pages.first_pages(here, inventory, answered, files, excel))
    files[archive] = archive_bytes((f"{name}/{path}", content) for path, content in sorted(with_sums(files).items()))
    return Package(facts, here, folder, files, inventory)


def _tables(here: About, tables: list[Listing], folder: str, excel: bool = False) -> dict[str, bytes]:
    files = {f"{table.key}.csv": csv_bytes(table, excel) for table in tables}
    described = {CSVW_FILE: csvw(here, tables, excel)}
    if not excel:  # a Data Package of the same tables with apostrophes before texts would be a second truth
        described[PACKAGE_FILE] = data_package(here, tables, files)
    return {f"{folder}/{path}": content for path, content in (files | described).items()}


def _graph(here: About, reading: Reading, plan: Plan) -> dict[str, bytes]:
    model = load_model()
    own, codes = (graph_triples(reading, graph, model) for graph in (plan.iri, CODES_GRAPH))
    files = {file.path: ordered_bytes(own + codes, name) for name, file in RDF_FILES.items()}
    terms = Terms(model, here.language)
    files[TREE.path] = tree_bytes(plan, own, codes, terms)
    files[CONTEXT] = context_bytes(codes, terms)
    features = ("Turtle", "RDF_XML", "N-Triples", "JSON-LD")
    files[f"{GRAPH}/void.ttl"] = void_bytes(
        here, own + codes, [*(f.path for f in RDF_FILES.values()), TREE.path], features
    )
    return files


def _networks(here: About, networks: Mapping[str, nx.Graph[str]]) -> dict[str, bytes]:
    said = {"source": here.title, "notice": here.notice["de"], "licence": here.licence}
    files: dict[str, bytes] = {}
    for name, graph in networks.items():
        for_all, for_gephi = network_files(name)
        files |= {for_all.path: graphml(graph, said), for_gephi.path: gexf(graph, said)}
    return files


def _answers(here: About, answered: list[Listing]) -> dict[str, bytes]:
    files = {f"{ANSWERS}/{table.key}.csv": csv_bytes(table) for table in answered}
    return files | {f"{ANSWERS}/{CSVW_FILE}": csvw(here, answered)}


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, and their checksums in the form of ``sha256sum``."""
    others = {path: content for path, content in files.items() if path != SUMS}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(others.items())]
    return others | {SUMS: "".join(lines).encode("utf-8")}
