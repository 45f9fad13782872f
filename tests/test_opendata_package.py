"""The open-data package: read by the programs of others, stable to the byte, and complete."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import frictionless
import hostile
import plans as made_up
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from csvw import CSVW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from pyld import jsonld
from site_pages import Page

import ipgraph
from ipgraph.cli import cli
from ipgraph.emit.serialise import rdf_bytes
from ipgraph.errors import IpgraphError
from ipgraph.files import ascii_name
from ipgraph.ingest import Reading, read
from ipgraph.model import load_model
from ipgraph.namespaces import RDF
from ipgraph.opendata.dcat.dataset import Dataset
from ipgraph.opendata.package import Package, package

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY / "data"
SCHEMAS = REPOSITORY.parent / "shared" / "dcat-ap-de" / "xsd"
PLANS = ("boeblingen-2014", "musterkreis")


class Written:
    """A package in a folder."""

    def __init__(self, reading: Reading, folder: Path) -> None:
        self.reading = reading
        self.package: Package = package(reading, reading.plans[0], excel=True)
        self.folder = folder
        for path, content in self.package.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def __getitem__(self, path: str) -> bytes:
        return self.package.files[path]

    def rows(self, path: str, delimiter: str = ",") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self[path].decode("utf-8-sig"), newline=""), delimiter=delimiter))

    def paths(self, pattern: str) -> list[str]:
        return [path for path in self.package.files if re.fullmatch(pattern, path)]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    folder = tmp_path_factory.mktemp("packages")
    sources = {name: DATA / name for name in PLANS} | {"hostile": hostile.hostile_plan(folder / "plan")}
    return {name: Written(read(source), folder / name) for name, source in sources.items()}


@pytest.fixture(params=[*PLANS, "hostile"])
def written(request: pytest.FixtureRequest, packages: dict[str, Written]) -> Written:
    return packages[request.param]


@pytest.fixture
def musterkreis(packages: dict[str, Written]) -> Written:
    return packages["musterkreis"]


def triples(content: bytes, format: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(content, format=format)}


def small(folder: Path, **more: str) -> Path:
    return hostile.write(folder, {"plan": [hostile.plan() | more]})


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)])


# ---------------------------------------------------------------- tables


def csvw_faults(path: Path) -> list[str]:
    """What the validator of CSVW says against a description and its tables."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            valid = CSVW(str(path), validate=True).is_valid
        except ValueError as error:
            return [str(error)]
    return [] if valid else [str(one.message) for one in heard] or ["not valid"]


@pytest.mark.parametrize("folder", ["tabellen", "tabellen-excel", "antworten"])
def test_csvw_is_valid(written: Written, folder: str) -> None:
    assert csvw_faults(written.folder / folder / "csv-metadata.json") == []


def test_the_validator_of_csvw_would_find_a_fault(musterkreis: Written, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(musterkreis.folder / "tabellen", tmp_path / "tabellen"))
    text = (folder / "ziele.csv").read_text(encoding="utf-8").replace("Z1.1.1,", "Z9.9.9,", 1)
    (folder / "ziele.csv").write_text(text, encoding="utf-8", newline="")
    assert csvw_faults(folder / "csv-metadata.json")


def test_csvw_makes_the_statements_of_the_graph(musterkreis: Written) -> None:
    """What a converter of CSVW makes of rows and their references stands in the graph, under the same addresses."""
    tables = CSVW(str(musterkreis.folder / "tabellen" / "csv-metadata.json")).to_json()["tables"]
    things = [row["describes"][0] for table in tables for row in table["row"]]
    known = triples(musterkreis["graph/plan.nt"], ox.RdfFormat.N_TRIPLES)
    found = {
        f"<{thing['@id']}> <{path.replace('rdf:', str(RDF))}> <{value}>"
        for thing in things
        for path, value in thing.items()
        if path.startswith(("http", "rdf:")) and isinstance(value, str) and value.startswith("http")
    }
    assert found <= known
    for path in ("ontology#chapter", "ontology#indicates", "ns#type"):
        assert len([one for one in found if f"{path}>" in one]) > 70, path


def test_the_data_package_is_valid(written: Written) -> None:
    report = frictionless.validate(str(written.folder / "tabellen" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]


def test_tables_are_as_machines_like_them(written: Written) -> None:
    found = written.paths(r"tabellen/.*\.csv")
    assert len(found) == len(written.paths(r"tabellen-excel/.*\.csv")) > 10
    for path in found:
        content = written[path]
        assert not content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n"), path
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in written.rows(path)[0]), path


def test_tables_hold_every_row_under_its_address(musterkreis: Written) -> None:
    counts = {
        sheet.file_name: len(musterkreis.rows(f"tabellen/{sheet.file_name}.csv")) for sheet in load_model().sheets
    }
    assert (counts["ziele"], counts["massnahmen"], counts["akteure"]) == (78, 205, 109)
    subjects = {triple.partition(" ")[0] for triple in triples(musterkreis["graph/plan.nt"], ox.RdfFormat.N_TRIPLES)}
    for name in counts:
        for row in musterkreis.rows(f"tabellen/{name}.csv"):
            assert f"<{row['iri']}>" in subjects


def test_a_row_as_people_find_it(musterkreis: Written) -> None:
    row = musterkreis.rows("tabellen/ziele.csv")[0]
    assert row["zielgruppen"] == "EU-Zugewanderte|Neuzugewanderte"
    assert [row[f"termin{end}"] for end in ("", "_fruehestens", "_spaetestens")] == [
        "Ende 2026",
        "2026-10-01",
        "2026-12-31",
    ]


def test_columns_are_those_of_the_model(musterkreis: Written) -> None:
    for sheet in load_model().sheets:
        names = list(musterkreis.rows(f"tabellen/{sheet.file_name}.csv")[0])
        assert [name for name in names if name in {ascii_name(column.name["de"]) for column in sheet.fields}] == [
            ascii_name(column.name["de"]) for column in sheet.fields
        ]
        assert names[-1] == "iri"


def test_every_code_list_is_a_table_with_its_entries(musterkreis: Written) -> None:
    for scheme in load_model().schemes:
        rows = musterkreis.rows(f"tabellen/codelisten/{scheme.iri.rpartition('/')[2]}.csv")
        assert [row["notation"] for row in rows] == [concept.notation for concept in scheme.concepts]


def test_what_looks_like_a_formula(tmp_path: Path) -> None:
    """The table for machines says what the plan says; the one for Excel puts an apostrophe before it."""
    formula = '=HYPERLINK("http://evil.example","x")'
    found = Written(read(small(tmp_path / "plan", Motto=formula)), tmp_path / "out")
    assert found.rows("tabellen/plan.csv")[0]["motto"] == formula
    assert found.rows("tabellen-excel/plan.csv", ";")[0]["motto"] == f"'{formula}"
    cells = [cell for row in load_workbook(found.folder / "plan.xlsx")["Plan"].iter_rows() for cell in row]
    assert formula in [cell.value for cell in cells] and all(cell.data_type != "f" for cell in cells)


def test_the_variant_for_excel(musterkreis: Written) -> None:
    content = musterkreis["tabellen-excel/massnahmen.csv"]
    assert content.startswith(b"\xef\xbb\xbfkennung;")
    plain = [row["kosten_eur"] for row in musterkreis.rows("tabellen/massnahmen.csv")]
    assert [
        row["kosten_eur"].replace(",", ".") for row in musterkreis.rows("tabellen-excel/massnahmen.csv", ";")
    ] == plain
    assert not [path for path in package(musterkreis.reading, musterkreis.reading.plans[0]).files if "excel" in path]


def test_a_list_with_the_mark_in_a_value_takes_another_mark(tmp_path: Path) -> None:
    actor = {"Kennung": "A", "Name": "Amt", "Art": "Verein", "Ebene": "Kreis", "Andere Namen": "a|b; c"}
    source = hostile.write(tmp_path / "plan", {"plan": [hostile.plan()], "akteure": [actor]})
    found = Written(read(source), tmp_path / "out")
    assert found.rows("tabellen/akteure.csv")[0]["andere_namen"] == "a|b;c"
    assert csvw_faults(found.folder / "tabellen" / "csv-metadata.json") == []


# ---------------------------------------------------------------- graph


def test_all_forms_of_the_graph_say_the_same(written: Written) -> None:
    known = triples(rdf_bytes(written.reading, "nt"), ox.RdfFormat.N_TRIPLES)
    forms = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML,
             "jsonld": ox.RdfFormat.JSON_LD}  # fmt: skip
    for suffix, format in forms.items():
        assert triples(written[f"graph/plan.{suffix}"], format) == known, suffix
    lines = written["graph/plan.nt"].splitlines()
    assert lines == sorted(lines)


def refuse(address: str, options: object = None) -> NoReturn:
    raise AssertionError(f"fetched {address}")


def test_pyld_expands_the_tree_to_the_graph(written: Written) -> None:
    document = json.loads(written["graph/plan.jsonld"])
    quads = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse})
    known = triples(written["graph/plan.nt"], ox.RdfFormat.N_TRIPLES)
    assert triples(quads.encode("utf-8"), ox.RdfFormat.N_QUADS) == known


def test_the_tree_goes_from_the_plan_to_the_measures(musterkreis: Written) -> None:
    plan = json.loads(musterkreis["graph/plan.jsonld"])
    assert (plan["typ"], plan["fiktiv"], len(plan["kapitel"])) == ("Plan", True, 8)
    chapter = plan["kapitel"][0]["unterkapitel"][0]
    goal = chapter["ziele"][0]
    assert (goal["typ"], goal["kennung"], goal["massnahmen"][0]["typ"]) == ("Ziel", "Z1.1.1", "Massnahme")
    assert goal["termin"]["wie_geschrieben"] == "Ende 2026"
    keys = [row["kennung"] for chapter in plan["kapitel"] for row in chapter["unterkapitel"]]
    assert keys.index("K1.1") == 0 and len(keys) == 25
    context = json.loads(musterkreis["graph/kontext.jsonld"])["@context"]
    assert plan["@context"] == context


def test_a_circle_and_a_long_chain_of_chapters_stay_in_the_tree(tmp_path: Path) -> None:
    chain = [{"Kennung": f"K{n}", "Titel": "x", "Übergeordnet": f"K{n - 1}" if n else ""} for n in range(120)]
    circle = [
        {"Kennung": a, "Titel": "x", "Übergeordnet": b} for a, b in (("A", "B"), ("B", "A"), ("C", "A"), ("D", "D"))
    ]
    source = hostile.write(tmp_path / "plan", {"plan": [hostile.plan()], "kapitel": [*chain, *circle]})
    found = Written(read(source), tmp_path / "out")
    tree = triples(found["graph/plan.jsonld"], ox.RdfFormat.JSON_LD)
    assert tree == triples(found["graph/plan.nt"], ox.RdfFormat.N_TRIPLES)
    assert {row["kennung"] for row in json.loads(found["graph/plan.jsonld"])["kapitel"]} >= {"K0", "A", "B", "D"}


def test_what_another_program_has_added_stays_in_every_form_of_the_graph(tmp_path: Path) -> None:
    """Properties and things without a column, texts in other languages, two values where the sheet has room for one."""
    rdf = """
        @prefix ip: <https://w3id.org/ipgraph/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix ex: <https://example.org/#> .
        <https://example.org/p> a ip:Plan ; dcterms:identifier "p" ; dcterms:title "Plan"@de , "Le plan"@fr ;
            ex:note "x" , [ ex:deep 1.50 ] .
        <https://example.org/p/1> a ip:Chapter , ex:Thing ; dcterms:identifier "1" ; dcterms:title "A"@de , "B"@de ;
            ip:inPlan <https://example.org/p> ; ip:parent <https://example.org/elsewhere> ; ex:made true .
        <https://example.org/other> ip:inPlan <https://example.org/p> ; ex:made "1"^^ex:odd .
    """
    (tmp_path / "plan.ttl").write_text(rdf, encoding="utf-8")
    found = Written(read(tmp_path / "plan.ttl"), tmp_path / "out")
    known = triples(found["graph/plan.nt"], ox.RdfFormat.N_TRIPLES)
    assert len([one for one in known if "example.org/#" in one]) == 6
    assert len(found.paths(r"graph/plan\..*")) == 4
    for suffix, format in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)):
        assert canonical(found[f"graph/plan.{suffix}"], format) == canonical(
            found["graph/plan.nt"], ox.RdfFormat.N_TRIPLES
        )
    assert csvw_faults(found.folder / "tabellen" / "csv-metadata.json") == []


def canonical(content: bytes, format: ox.RdfFormat) -> set[str]:
    """The triples, with blank nodes named after the graph (RDFC-1.0)."""
    dataset = ox.Dataset(ox.parse(content, format=format))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in dataset}


def test_void_counts_the_graph(written: Written) -> None:
    (count,) = re.findall(r"void:triples (\d+)", written["graph/void.ttl"].decode("utf-8"))
    assert int(count) == written["graph/plan.nt"].count(b"\n")
    assert written["graph/void.ttl"].count(b"\n") < 100


@pytest.fixture
def program() -> Callable[..., None]:
    """Runs a program of the system; without it a test is skipped on a desk and fails on the build server."""

    def run(*command: str) -> None:
        if shutil.which(command[0]) is None:
            message = f"{command[0]} is missing"
            pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
        assert done.returncode == 0, done.stderr[-500:]

    return run


@pytest.mark.parametrize(("path", "syntax"), [("plan.ttl", "turtle"), ("plan.rdf", "rdfxml"), ("plan.nt", "ntriples"),
                                              ("void.ttl", "turtle")])  # fmt: skip
def test_rapper_reads_the_graph(written: Written, program: Callable[..., None], path: str, syntax: str) -> None:
    program("rapper", "-q", "-c", "-i", syntax, str(written.folder / "graph" / path))


def test_xmllint_reads_the_xml(written: Written, program: Callable[..., None]) -> None:
    for path in written.paths(r".*\.(rdf|graphml|gexf)"):
        program("xmllint", "--nonet", "--noout", str(written.folder / path))


# ---------------------------------------------------------------- networks


@pytest.mark.parametrize(("suffix", "schema"), [("graphml", "graphml-1.1/graphml.xsd"), ("gexf", "gexf-1.3/gexf.xsd")])
def test_networks_keep_to_their_schemas(written: Written, suffix: str, schema: str) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas are not here")
    known = etree.XMLSchema(etree.parse(str(SCHEMAS / schema)))
    for path in written.paths(rf"netze/.*\.{suffix}"):
        known.assertValid(etree.fromstring(written[path]))


def test_networks_have_all_actors_and_goals(musterkreis: Written) -> None:
    for name, number in (("akteure", 109), ("ziele", 187)):
        for suffix in ("graphml", "gexf"):
            root = etree.fromstring(musterkreis[f"netze/{name}.{suffix}"])
            assert len(root.findall(".//{*}node")) == number


# ---------------------------------------------------------------- the whole


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    found = []
    for seed in ("1", "2"):
        target = tmp_path / seed
        command = [sys.executable, "-m", "ipgraph", "export", str(DATA / "boeblingen-2014"), "-o", str(target)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
        found.append({path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()})
    assert found[0].keys() == found[1].keys() and len(found[0]) > 200
    assert [str(path) for path in found[0] if found[0][path] != found[1][path]] == []


def test_a_package_does_not_depend_on_what_else_is_read(packages: dict[str, Written], tmp_path: Path) -> None:
    alone = packages["boeblingen-2014"]
    both = read(small(tmp_path / "plan"), DATA / "boeblingen-2014")
    found = package(both, alone.reading.plans[0]).files
    assert not [path for path in found if "excel" in path]
    assert {path for path in found if alone[path] != found[path]} == {
        "boeblingen-2014.zip",
        "index.html",
        "index.en.html",
    }


def test_every_file_of_a_dataset_is_there(written: Written) -> None:
    inventory = written.package.datasets
    keys = [dataset.key for dataset in inventory]
    assert len(keys) == len(set(keys)) and {
        "gesamt",
        "plan",
        "ziele",
        "netz-akteure",
        "vokabular",
        "codelisten",
    } <= set(keys)
    for dataset in inventory:
        for file in dataset.files:
            assert file.path in written.package.files
            assert file.conforms_to in written.package.files or re.match(r"$|https?://", file.conforms_to)
        path, _, anchor = dataset.manual.partition("#")
        assert not path or path in written.package.files
        assert not anchor or anchor in Page(path, written[path].decode("utf-8")).ids


def texts_of(dataset: Dataset) -> Iterator[str]:
    yield from (*dataset.title.values(), *dataset.description.values())


def test_datasets_speak_to_people(written: Written) -> None:
    for dataset in written.package.datasets:
        for text in texts_of(dataset):
            assert text and not re.search(r"[{}]|None", text)
        assert not re.search(r"\d{4}", "".join(dataset.title.values())), "no year in a title (K19)"


def test_the_zip_holds_everything(written: Written) -> None:
    (name,) = written.paths(r"[^/]*\.zip")
    with zipfile.ZipFile(written.folder / name) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        inside = {entry.filename.partition("/")[2]: archive.read(entry) for entry in entries}
    sums = inside.pop("SHA256SUMS").decode("utf-8").splitlines()
    assert inside == {path: content for path, content in written.package.files.items() if path != name}
    assert sums == [f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in sorted(inside.items())]


def test_pages_lead_to_files_and_run_nothing(written: Written) -> None:
    beside = {"catalog.ttl", "catalog.rdf", "catalog.jsonld", "SHA256SUMS"}
    for path in written.paths(r".*\.html"):
        page = Page(path, written[path].decode("utf-8"))
        assert page.links <= written.package.files.keys() | beside, path
        assert len(page.ids) == len(set(page.ids)), path
        assert "<script" not in page.text.lower() and "<img" not in page.text.lower(), path


def test_a_fictional_plan_says_so_everywhere(musterkreis: Written) -> None:
    for path in musterkreis.paths(r".*\.(html|txt|graphml|gexf)|tabellen.*\.json|graph/(plan|void).*"):
        text = musterkreis[path].decode("utf-8")
        assert re.search(r"[Ff]iktiv|fictional", text), path
    assert "fiktiv" in musterkreis.rows("tabellen/plan.csv")[0]


def test_the_workbook_names_no_author(musterkreis: Written) -> None:
    with zipfile.ZipFile(musterkreis.folder / "plan.xlsx") as archive:
        properties = archive.read("docProps/core.xml").decode("utf-8")
    assert "creator" not in properties and "lastModifiedBy" not in properties and "2000-01-01" in properties


def test_every_question_has_its_answer(musterkreis: Written) -> None:
    from ipgraph.catalogue import queries

    assert {Path(path).stem for path in musterkreis.paths(r"antworten/.*\.csv")} == set(queries())
    rows = musterkreis.rows("antworten/focus-areas.csv")
    assert rows and all(row["plan"] == "musterkreis-2024" for row in rows)


def test_a_plan_with_nearly_nothing_in_it(tmp_path: Path) -> None:
    found = Written(
        read(hostile.write(tmp_path / "plan", {"plan": [{"Kennung": "x", "Titel": "Ä"}]})), tmp_path / "out"
    )
    for folder in ("tabellen", "antworten"):
        assert csvw_faults(found.folder / folder / "csv-metadata.json") == []
    assert frictionless.validate(str(found.folder / "tabellen" / "datapackage.json")).valid
    assert "noch keine Lizenz" in found["LIZENZ.txt"].decode("utf-8")
    (whole, *_) = found.package.datasets
    assert "1 Plan; dazu" in whole.description["de"]
    keys = [dataset.key for dataset in found.package.datasets]
    assert keys == ["gesamt", "plan", "vokabular", "codelisten"], "a network of nobody is no dataset"


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_tables_and_tree_of_any_plan_hold(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("any")
    made_up.write_csv(data.draw(made_up.plan_tables(load_model())), folder / "plan")
    found = Written(read(folder / "plan"), folder / "out")
    assert csvw_faults(folder / "out" / "tabellen" / "csv-metadata.json") == []
    assert frictionless.validate(str(folder / "out" / "tabellen" / "datapackage.json")).valid
    tree = triples(found["graph/plan.jsonld"], ox.RdfFormat.JSON_LD)
    assert tree == triples(found["graph/plan.nt"], ox.RdfFormat.N_TRIPLES)


def test_no_title_of_a_dataset_says_the_same_twice(musterkreis: Written) -> None:
    """“Integrationsplan: Plan” would tell nobody what is in it."""
    titles = {dataset.key: dataset.title for dataset in musterkreis.package.datasets}
    assert titles["plan"] == {"de": "Integrationsplan: Eckdaten", "en": "Integration plan: key facts"}
    assert len({one["de"] for one in titles.values()}) == len(titles)


def test_nothing_about_the_tables_is_left_to_guess(musterkreis: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a Data Package leaves unsaid, frictionless guesses from the text of the cells, and not always rightly."""

    class Wrong(csv.excel):
        delimiter, quotechar, skipinitialspace, lineterminator = "|", "x", True, "\n"

    monkeypatch.setattr(csv.Sniffer, "sniff", lambda *_: Wrong)
    assert frictionless.validate(str(musterkreis.folder / "tabellen" / "datapackage.json")).valid


# ---------------------------------------------------------------- the command


def test_export_writes_once_and_says_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "out"
    first = call("export", DATA / "boeblingen-2014", "-o", target)
    assert first.exit_code == 0, first.output
    assert "Fertig zum Hochladen: „1“" in first.stderr and "- Eine Lizenz → Blatt Plan, Spalte" in first.stderr
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    again = call("export", DATA / "boeblingen-2014", "-o", target)
    assert again.exit_code == 0 and "Nichts Neues" in again.stderr
    assert before == {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    sums = [line.split("  ") for line in (target / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert {path for _, path in sums} >= {"catalog.ttl", "index.html", "boeblingen-2014.zip", "tabellen/ziele.csv"}
    for digest, path in sums:
        assert hashlib.sha256((target / path).read_bytes()).hexdigest() == digest


def test_an_empty_template_is_no_edition(tmp_path: Path) -> None:
    assert call("template", tmp_path / "plan.xlsx").exit_code == 0
    result = call("export", tmp_path / "plan.xlsx", "-o", tmp_path / "out")
    assert result.exit_code == 2 and "noch keinen Titel" in result.stderr and not (tmp_path / "out").exists()


def test_what_only_the_folder_tells_is_missing_is_said_too(tmp_path: Path) -> None:
    """Without a folder, ``--check`` knows no earlier edition: the export itself says that its day is the last one's."""
    plan, own = small(tmp_path / "plan"), tmp_path / "own.toml"
    for number in (1, 2):
        own.write_text(f'version = "{number}"\nerschienen = 2025-03-01\n', encoding="utf-8")
        said = call("export", plan, "-o", tmp_path / "out", "--settings", own).stderr
        assert ("2025-03-01 ist nicht später als der der vorigen" in said) is (number == 2), said


def test_a_list_that_the_first_edition_does_not_need_is_told(tmp_path: Path) -> None:
    renames = tmp_path / "umbenannt.csv"
    renames.write_text("", encoding="utf-8")
    said = call("export", small(tmp_path / "plan"), "-o", tmp_path / "out", "--renames", renames).stderr
    assert "umbenannt.csv wurde nicht gebraucht: Es gibt keine frühere Fassung" in said


def test_check_writes_nothing_and_tells_by_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("export", DATA / "boeblingen-2014", "--check", "--lang", "en")
    assert result.exit_code == 1 and "licence" in result.stdout
    assert list(tmp_path.iterdir()) == []


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_knows_the_editions_in_the_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"

    def told(source: Path) -> str:
        before = content(tmp_path)
        result = call("export", source, "--check", "-o", target)
        assert result.exit_code == 1 and content(tmp_path) == before, result.output
        return " ".join(result.stdout.split())

    plan = small(tmp_path / "plan", Fassung="1. Fassung")
    assert f"„1. Fassung“ ist in {target} neu. Erste veröffentlichte Fassung." in told(plan)
    assert not target.exists() and call("export", plan, "-o", target).exit_code == 0
    assert f"„1. Fassung“ liegt schon so in {target}; ein Export ändert nichts." in told(plan)
    changed = small(tmp_path / "changed", Fassung="1. Fassung", Beschreibung="Neu.")
    assert f"„1. Fassung“ ist in {target / 'v' / '1-fassung'} veröffentlicht und bleibt, wie es ist" in told(changed)
    newer = told(small(tmp_path / "newer", Fassung="2. Fassung"))
    assert f"„2. Fassung“ ist in {target} neu. Gegenüber „1. Fassung“: Angaben zum Plan geändert: Fassung." in newer
    other = call("export", small(tmp_path / "other", Kennung="x2"), "--check", "-o", tmp_path)
    assert other.exit_code == 2 and "liegt schon etwas anderes" in other.stderr


def test_settings_and_their_template(tmp_path: Path) -> None:
    result = call("export", "--settings-template", "-o", tmp_path / "s.toml")
    assert result.exit_code == 0 and "adresse" in (tmp_path / "s.toml").read_text(encoding="utf-8")
    assert "s.toml geschrieben." in result.stderr
    (tmp_path / "own.toml").write_text(
        'adresse = "https://daten.landkreis.de/plan/"\nlizenz = "dl-by-de/2.0"\nversionshinweis = "Mit Messwerten."\n'
        '[kontakt]\nname = "Stabsstelle"\nmail = "plan@landkreis.de"\n', "utf-8"
    )  # fmt: skip
    done = call("export", small(tmp_path / "plan"), "-o", tmp_path / "out", "--settings", tmp_path / "own.toml")
    assert done.exit_code == 0, done.output
    assert "Namensnennung" in (tmp_path / "out" / "LIZENZ.txt").read_text(encoding="utf-8")
    assert "https://daten.landkreis.de/plan/graph/plan.ttl" in (tmp_path / "out/graph/void.ttl").read_text(
        encoding="utf-8"
    )
    for name in ("index.html", "index.en.html", "README.txt"):
        assert "Stabsstelle, plan@landkreis.de" in (tmp_path / "out" / name).read_text(encoding="utf-8")
    assert "Mit Messwerten." in (tmp_path / "out/index.en.html").read_text(encoding="utf-8")
    catalogue = (tmp_path / "out/catalog.ttl").read_text(encoding="utf-8")
    assert 'adms:versionNotes "Mit Messwerten."@de ;' in catalogue
    assert "foaf:page <https://daten.landkreis.de/plan/v/1/datenwoerterbuch.html#plan>" in catalogue


def test_data_of_a_person_stop_the_export(tmp_path: Path) -> None:
    source = small(tmp_path / "plan", Beschreibung="Fragen an Frau Erika Mustermann, 0171 2345678.")
    result = call("export", source, "-o", tmp_path / "out")
    assert result.exit_code == 1 and "Erika" in result.stdout and "Nicht veröffentlicht" in result.stderr
    assert not (tmp_path / "out").exists()
    with pytest.raises(IpgraphError, match="Not published"):
        ipgraph.export([source], tmp_path / "out")


def test_what_stops_the_export_is_written_down_to_be_signed(tmp_path: Path) -> None:
    source, target, listed = (
        small(tmp_path / "plan", Beschreibung="Kita Frau Holle"),
        tmp_path / "out",
        tmp_path / "a.csv",
    )
    stopped = call("export", source, "-o", target, "--suggest", listed)
    assert stopped.exit_code == 1 and "--exceptions" in stopped.stderr and not target.exists()
    assert f"{listed} geschrieben." in stopped.stderr
    assert listed.read_text(encoding="utf-8-sig") == "Wert;Grund;Geprüft von;Geprüft am\nKita Frau Holle;;;\n"
    assert call("export", source, "-o", target, "--exceptions", listed).exit_code == 2, "nobody has signed"
    assert call("export", source, "-o", target, "--suggest", listed).exit_code == 2, "signatures are not written over"
    listed.write_text(
        listed.read_text(encoding="utf-8-sig").replace(";;;", ";Name einer Kita;Amt 50;01.02.2026"), "utf-8"
    )
    done = call("export", source, "-o", target, "--exceptions", listed)
    assert done.exit_code == 0 and (target / "index.html").is_file(), done.output


def test_build_warns_of_persons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, listed = small(tmp_path / "plan", Beschreibung="Kita Frau Holle"), tmp_path / "a.csv"
    listed.write_text(
        "Wert;Grund;Geprüft von;Geprüft am\nKita Frau Holle;Name einer Kita;Amt 50;01.02.2026\n", encoding="utf-8"
    )
    built = SimpleNamespace(problems=[], pages=1, contents=SimpleNamespace(reading=read(source)))
    monkeypatch.setattr("ipgraph.site.build", lambda *_, **__: built)
    warned, quiet = (call("build", source, "-o", tmp_path / "site", *more) for more in ((), ("--exceptions", listed)))
    assert warned.exit_code == quiet.exit_code == 0
    assert "nicht veröffentlichen" in warned.stderr and "nicht veröffentlichen" not in quiet.stderr


def test_a_settings_file_is_not_written_over(tmp_path: Path) -> None:
    filled = tmp_path / "s.toml"
    filled.write_text('lizenz = "cc-zero"', encoding="utf-8")
    result = call("export", "--settings-template", "-o", filled)
    assert (
        result.exit_code == 2 and "gibt es schon" in result.stderr and "cc-zero" in filled.read_text(encoding="utf-8")
    )


def test_what_does_not_go_with_joining(tmp_path: Path) -> None:
    result = call("export", "--join", tmp_path, "--check")
    assert result.exit_code == 2 and "nur --settings und -o" in result.stderr


def test_a_new_edition_keeps_the_old_one_and_says_what_changed(tmp_path: Path) -> None:
    target = tmp_path / "out"
    goals = [{"Kennung": key, "Kapitel": "K", "Wortlaut": "Etwas Gutes."} for key in ("Z1", "Z2")]
    tables: dict[str, Any] = {"kapitel": [{"Kennung": "K", "Titel": "Kapitel"}]}
    for number, count in (("1. Fassung", 2), ("2. Fassung", 1)):
        row = hostile.plan() | {"Fassung": number}
        source = hostile.write(tmp_path / number[0], {"plan": [row], **tables, "ziele": goals[:count]})
        assert call("export", source, "-o", target).exit_code == 0
    assert (target / "v/1-fassung/tabellen/ziele.csv").read_bytes().count(b"\n") == 3
    assert (target / "tabellen/ziele.csv").read_bytes().count(b"\n") == 2
    page = (target / "index.html").read_text(encoding="utf-8")
    assert "2. Fassung" in page and 'href="aenderungen.html"' in page and 'href="entfallen.html"' in page
    changed = call("export", small(tmp_path / "x", Fassung="2. Fassung"), "-o", target)
    assert changed.exit_code == 2 and "bleibt, wie es ist" in changed.stderr


def test_an_edition_that_was_taken_away_is_named_no_more(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for number in ("1. Fassung", "2. Fassung", "3. Fassung", "4. Fassung"):
        source = hostile.write(tmp_path / number[0], {"plan": [hostile.plan() | {"Fassung": number}]})
        if number == "3. Fassung":
            shutil.rmtree(target / "v" / "1-fassung")
        ipgraph.export([source], target)
    for version in ("3-fassung", "4-fassung"):
        catalogue = (target / "v" / version / "catalog.ttl").read_text(encoding="utf-8")
        assert "v/1-fassung/" not in catalogue and "v/2-fassung/#plan" in catalogue


def test_one_plan_and_several_do_not_mix_in_a_folder(tmp_path: Path) -> None:
    one, other = (hostile.write(tmp_path / key, {"plan": [hostile.plan(key)]}) for key in ("a", "b"))
    for first, second in (([one], [one, other]), ([one, other], [one])):
        target = tmp_path / f"out{len(first)}"
        ipgraph.export(first, target)
        before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
        with pytest.raises(IpgraphError, match="already holds the package for"):
            ipgraph.export(second, target)
        assert before == {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_several_plans_lie_below_one_catalogue(tmp_path: Path) -> None:
    target = tmp_path / "out"
    sources = [hostile.write(tmp_path / key, {"plan": [hostile.plan(key)]}) for key in ("A1", "a1", "b")]
    done = ipgraph.export(sources, target)
    folders = [one.folder for one in done.packages]
    assert folders == ["A1", "a1_2", "b"]
    page = Page("index.html", (target / "index.html").read_text(encoding="utf-8"))
    assert page.links == {*(f"{name}/index.html" for name in folders), "index.en.html",
                          "catalog.ttl", "catalog.rdf", "catalog.jsonld"}  # fmt: skip
    catalogue = (target / "catalog.ttl").read_text(encoding="utf-8")
    assert all(f"/{name}/" in catalogue for name in folders)
    assert all((target / name / "catalog.ttl").is_file() for name in folders)


def test_of_several_plans_all_are_published_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, write = tmp_path / "out", Path.write_bytes

    def plan(key: str, **more: str) -> Path:
        return hostile.write(tmp_path / "-".join((key, *more)), {"plan": [hostile.plan(key) | more]})

    ipgraph.export([plan("a"), plan("b")], target)
    before = content(target)
    with pytest.raises(IpgraphError, match="stays as it is"):
        ipgraph.export([plan("a", Fassung="2"), plan("b", Titel="Anders")], target)
    assert content(target) == before

    def full(path: Path, data: bytes) -> int:
        if target / "b" in path.parents:
            raise OSError(errno.ENOSPC, "")
        return write(path, data)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        with pytest.raises(IpgraphError, match="no space left"):
            ipgraph.export([plan("a", Fassung="2"), plan("b", Fassung="2")], target)
    assert {path: data for path, data in content(target).items() if ".unfertig" not in path.parts} == before
    ipgraph.export([plan("a", Fassung="2"), plan("b", Fassung="2")], target)
    assert (target / "a/v/2/index.html").is_file() and (target / "b/v/2/index.html").is_file()
    assert not list(target.rglob(".unfertig"))


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "eigenes.txt").write_text("x", encoding="utf-8")
    result = call("export", small(tmp_path / "plan"), "-o", tmp_path / "out")
    assert result.exit_code == 2 and "schon etwas anderes" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["eigenes.txt"]
    assert call("export", small(tmp_path / "p2")).exit_code == 2
