"""The datasets of a package and their files. What they are called stands in ``templates/package/datasets.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ipgraph import resources
from ipgraph.model import Model, Text
from ipgraph.namespaces import ONTOLOGY
from ipgraph.opendata.content.tables import CODE_LISTS, Listing
from ipgraph.opendata.dcat.dataset import Dataset, Distribution
from ipgraph.opendata.details.entries import NO_TEXT

if TYPE_CHECKING:
    import networkx as nx

TABLES, EXCEL, GRAPH, NETWORKS, ANSWERS, MODEL = "tabellen", "tabellen-excel", "graph", "netze", "antworten", "modell"
"""Folders of a package."""

PAGES = {"de": "index.html", "en": "index.en.html"}
DICTIONARIES = {"de": "datenwoerterbuch.html", "en": "data-dictionary.html"}
"""Pages for people, by language."""


def _file(path: str, de: str, en: str, format: str, media_type: str, conforms_to: str = "") -> Distribution:
    return Distribution(path, {"de": de, "en": en}, format, media_type, conforms_to)


RDF_FILES: Mapping[str, Distribution] = {
    "turtle": _file(f"{GRAPH}/plan.ttl", "Graph als Turtle", "Graph as Turtle", "RDF_TURTLE", "text/turtle",
                    ONTOLOGY),
    "rdfxml": _file(f"{GRAPH}/plan.rdf", "Graph als RDF/XML", "Graph as RDF/XML", "RDF_XML", "application/rdf+xml",
                    ONTOLOGY),
    "nt": _file(f"{GRAPH}/plan.nt", "Graph als N-Triples", "Graph as N-Triples", "RDF_N_TRIPLES",
                "application/n-triples", ONTOLOGY),
}  # fmt: skip
"""The graph by name of the format, see :func:`ipgraph.emit.serialise.ordered_bytes`."""

CONTEXT = f"{GRAPH}/kontext.jsonld"
TREE = _file(f"{GRAPH}/plan.jsonld", "Plan als Baum (JSON-LD)", "Plan as a tree (JSON-LD)", "JSON_LD",
             "application/ld+json", CONTEXT)  # fmt: skip
WORKBOOK = _file("plan.xlsx", "Arbeitsmappe für Excel", "Workbook for Excel", "XLSX",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")  # fmt: skip


def network_files(name: str) -> tuple[Distribution, Distribution]:
    """The two files of a network, GraphML and GEXF."""
    path, xml = f"{NETWORKS}/{name}", "application/xml"
    graphml = _file(f"{path}.graphml", "Netz als GraphML", "Network as GraphML", "XML", xml,
                    "http://graphml.graphdrawing.org/xmlns")  # fmt: skip
    gexf = _file(f"{path}.gexf", "Netz als GEXF für Gephi", "Network as GEXF for Gephi", "XML", xml,
                 "http://gexf.net/1.3")  # fmt: skip
    return graphml, gexf


def datasets(
    model: Model, tables: Sequence[Listing], networks: Mapping[str, nx.Graph[str]], archive: str, excel: bool
) -> tuple[Dataset, ...]:
    """All datasets of a package.

    Args:
        model: sheets and code lists.
        tables: the tables of the plan and of the code lists.
        networks: the networks by name.
        archive: path of the ZIP.
        excel: whether there is a variant of the tables for Excel.

    Returns:
        The whole plan, the tables, the networks with something in them, the vocabulary and the code lists.
    """
    sheets = [table for table in tables if not table.key.startswith(CODE_LISTS)]
    return (
        _whole(model, sheets, archive),
        *(_table(table, excel) for table in sheets),
        *(_network(name, graph) for name, graph in networks.items() if graph),
        _vocabulary(),
        _code_lists(model),
    )


def _whole(model: Model, sheets: Sequence[Listing], archive: str) -> Dataset:
    singular = {sheet.file_name: sheet.singular for sheet in model.sheets}
    counts = {
        lang: ", ".join(
            f"{len(table.rows)} {(table.title if len(table.rows) > 1 else singular[table.key])[lang]}"
            for table in sheets
        )
        for lang in ("de", "en")
    }
    everything = _file(archive, "Alles in einem Paket (ZIP)", "All in one package (ZIP)", "ZIP", "application/zip")
    files = (WORKBOOK, RDF_FILES["turtle"], TREE, RDF_FILES["rdfxml"], RDF_FILES["nt"], everything)
    return _dataset("gesamt", files, manual=DICTIONARIES["de"], counts=counts)


def _table(table: Listing, excel: bool) -> Dataset:
    def form(folder: str, de: str, en: str) -> Distribution:
        return _file(f"{folder}/{table.key}.csv", de, en, "CSV", "text/csv", f"{folder}/csv-metadata.json")

    files = [form(TABLES, "Tabelle als CSV", "Table as CSV")]
    if excel:
        files.append(form(EXCEL, "Tabelle als CSV für Excel (Semikolon)", "Table as CSV for Excel (semicolon)"))
    columns = {
        lang: ", ".join(column.title[lang] for column in table.columns if not column.added) for lang in ("de", "en")
    }
    rows = str(len(table.rows))
    return _dataset(table.key, files, "sheet", keyword=table.title, manual=f"{DICTIONARIES['de']}#{table.key}",
                    title=table.title, what=table.description, rows=rows, columns=columns)  # fmt: skip


def _network(name: str, graph: nx.Graph[str]) -> Dataset:
    nodes, edges = str(graph.number_of_nodes()), str(graph.number_of_edges())
    return _dataset(f"netz-{name}", network_files(name), nodes=nodes, edges=edges)


def _vocabulary() -> Dataset:
    file = _file(f"{MODEL}/ipgraph.ttl", "Vokabular als Turtle", "Vocabulary as Turtle", "RDF_TURTLE", "text/turtle",
                 "http://www.w3.org/2002/07/owl")  # fmt: skip
    return _dataset("vokabular", [file], kind="ONTOLOGY", manual=f"{MODEL}/{PAGES['de']}")


def _code_lists(model: Model) -> Dataset:
    file = _file(f"{MODEL}/codelisten.ttl", "Codelisten als Turtle", "Code lists as Turtle", "RDF_TURTLE",
                 "text/turtle", "http://www.w3.org/2004/02/skos/core")  # fmt: skip
    names = {lang: ", ".join(scheme.title[lang] for scheme in model.schemes) for lang in ("de", "en")}
    return _dataset("codelisten", [file], kind="CODE_LIST", manual=DICTIONARIES["de"], names=names)


def _dataset(
    key: str,
    files: Sequence[Distribution],
    name: str = "",
    *,
    kind: str = "",
    manual: str = "",
    keyword: Text = NO_TEXT,
    **values: str | Text,
) -> Dataset:
    """A dataset with its words filled in."""
    texts = resources.words("package/datasets.toml")
    mine = texts.get(key) or texts[name]

    def filled(text: Text) -> Text:
        said = {lang: {k: v if isinstance(v, str) else v[lang] for k, v in values.items()} for lang in text}
        return {lang: words.format(**said[lang]) for lang, words in text.items()}

    return Dataset(key, filled(mine["title"]), filled(mine["text"]), (mine.get("keyword", keyword),),
                   tuple(files), kind, manual)  # fmt: skip
