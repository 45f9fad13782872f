"""Workbook, CSV and RDF carry the same plan: there and back, nothing lost, nothing changed, the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from plans import Table, plan_tables, whole_plan, write_csv, write_xlsx
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

import ipgraph
from ipgraph.emit import SUFFIXES, convert, target_format, write_csv_folder, write_rdf, write_workbook
from ipgraph.emit.serialise import RDF_FORMATS, rdf_bytes
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading
from ipgraph.model import load_model
from ipgraph.namespaces import CODES_GRAPH, IP

MODEL = load_model()
GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"turtle": ".ttl", "trig": ".trig", "nt": ".nt", "nq": ".nq", "jsonld": ".jsonld", "rdfxml": ".rdf"}
MUSTERKREIS = Path(__file__).parent.parent / "data" / "musterkreis"

plans = given(tables=plan_tables(MODEL))
EXAMPLES = int(os.environ.get("IPGRAPH_EXAMPLES", "8"))
"""How many made-up plans; more of them find more, but take longer."""


def some(share: float = 1) -> settings:
    return settings(
        max_examples=max(3, int(EXAMPLES * share)),
        deadline=None,
        derandomize="IPGRAPH_EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def triples(reading: Reading) -> dict[str, set[str]]:
    """The triples of each plan. There are no blank nodes, so that equal sets are isomorphic graphs."""
    return {plan: set(map(str, reading.store.triples(plan))) for plan in reading.plans}


def same(first: Reading, second: Reading) -> None:
    before, after = triples(first), triples(second)
    assert before.keys() == after.keys()
    for plan in before:
        assert sorted(before[plan] - after[plan]) == []
        assert sorted(after[plan] - before[plan]) == []


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def codes(reading: Reading) -> set[str]:
    return set(map(str, reading.store.triples(CODES_GRAPH)))


@some(2)
@plans
@example(tables=whole_plan(MODEL))
def test_csv(tables: dict[str, Table]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = ipgraph.read(write_csv(tables, folder / "a"))
        assert write_csv_folder(first, first.plans[0], folder / "b") == []
        second = ipgraph.read(folder / "b")
        same(first, second)
        assert [problem.code for problem in second.problems if problem.code in ("E-02", "E-06")] == []
        write_csv_folder(second, second.plans[0], folder / "c")
        assert files(folder / "b") == files(folder / "c")
        write_csv_folder(second, second.plans[0], folder / "d", lang="en")
        same(first, ipgraph.read(folder / "d"))


@some(0.5)
@plans
@example(tables=whole_plan(MODEL))
def test_workbook(tables: dict[str, Table]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = ipgraph.read(write_xlsx(tables, folder / "a.xlsx"))
        assert write_workbook(first, first.plans[0], folder / "b.xlsx") == []
        second = ipgraph.read(folder / "b.xlsx")
        same(first, second)
        write_workbook(second, second.plans[0], folder / "c.xlsx")
        assert (folder / "b.xlsx").read_bytes() == (folder / "c.xlsx").read_bytes()


@some()
@plans
@example(tables=whole_plan(MODEL))
def test_rdf(tables: dict[str, Table]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = ipgraph.read(write_csv(tables, folder / "a"))
        for form, suffix in SUFFIX.items():
            path = folder / f"plan{suffix}"
            write_rdf(first, path, form)
            second = ipgraph.read(path)
            same(first, second)
            assert rdf_bytes(second, form) == path.read_bytes()


@some(0.5)
@plans
def test_all_three_agree(tables: dict[str, Table]) -> None:
    """What is typed into a workbook, as CSV or comes as RDF is the same graph; so is a filled template."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = ipgraph.read(write_csv(tables, folder / "a"))
        same(first, ipgraph.read(write_xlsx(tables, folder / "a.xlsx")))
        write_rdf(first, folder / "a.trig", "trig")
        third = ipgraph.read(folder / "a.trig")
        assert write_csv_folder(third, third.plans[0], folder / "b") == []
        same(first, ipgraph.read(folder / "b"))
        ipgraph.template(folder / "t.xlsx", first)
        same(first, ipgraph.read(folder / "t.xlsx"))


def test_every_column_is_filled_without_a_problem(tmp_path: Path) -> None:
    reading = ipgraph.read(write_csv(whole_plan(MODEL), tmp_path / "plan"))
    assert [problem.sentence() for problem in reading.problems] == []
    used = {triple.predicate.value for triple in reading.store.triples(reading.plans[0])}
    assert {column.path for sheet in MODEL.sheets for column in sheet.fields} <= used


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_rdflib_reads_the_same_graph(form: str, tmp_path: Path) -> None:
    """Another parser finds the same triples, code lists and named graphs."""
    reading = ipgraph.read(write_csv(whole_plan(MODEL), tmp_path / "plan"))
    expected = Graph().parse(data=rdf_bytes(reading, "nt"), format="nt")
    name = {"jsonld": "json-ld", "nq": "nquads", "rdfxml": "xml"}.get(form, form)
    found = Dataset(default_union=True).parse(data=rdf_bytes(reading, form), format=name)
    triples_found = Graph()
    for subject, predicate, value, _ in found.quads():
        triples_found.add((subject, predicate, value))
    assert isomorphic(expected, triples_found)
    graphs = {str(graph.identifier) for graph in found.graphs() if len(graph)}
    if form in ("trig", "nq"):
        assert graphs - {"urn:x-rdflib:default"} == {*reading.plans, CODES_GRAPH}
    assert len(expected) == len(codes(reading)) + sum(map(len, triples(reading).values()))


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    source = write_csv(whole_plan(MODEL), tmp_path / "plan")
    script = (
        "import sys, hashlib, pathlib, ipgraph\n"
        "from ipgraph.emit import convert\n"
        "folder = pathlib.Path(sys.argv[2])\n"
        f"for suffix in ('.xlsx', *{tuple(SUFFIX.values())!r}):\n"
        "    convert([sys.argv[1]], folder / f'plan{suffix}')\n"
        "ipgraph.template(folder / 'template.xlsx', ipgraph.read(sys.argv[1]))\n"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "0", "LC_ALL": "C"}
        command = [sys.executable, "-c", script, str(source), str(tmp_path / seed)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, cwd=MUSTERKREIS.parent.parent)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert len(files(tmp_path / "1")) == len(SUFFIX) + 2


def test_where_it_came_from_is_never_written(tmp_path: Path) -> None:
    reading = ipgraph.read(write_csv(whole_plan(MODEL), tmp_path / "geheimer-ordner"))
    for form in RDF_FORMATS:
        assert b"geheim" not in rdf_bytes(reading, form)
        assert b".csv" not in rdf_bytes(reading, form)


def test_jsonld_keys_are_the_columns(tmp_path: Path) -> None:
    reading = ipgraph.read(write_csv(whole_plan(MODEL), tmp_path / "plan"))
    document = json.loads(rdf_bytes(reading, "jsonld"))
    by_type = {node["@type"]: node for node in document["@graph"] if isinstance(node.get("@type"), str)}
    addresses = {key: term["@id"] if isinstance(term, dict) else term for key, term in document["@context"].items()}
    for sheet in MODEL.sheets:
        node = by_type[sheet.target.partition("#")[2]]
        assert {addresses[key] for key in node if not key.startswith("@")} == {
            IP + "inPlan", *(column.path for column in sheet.fields)
        }  # fmt: skip
    chapter = by_type["Chapter"]
    assert chapter["title"] == "Text ä 2"
    assert chapter["page"] == 2


# ---------------------------------------------------------------- golden files

TINY: dict[str, Table] = {
    "plan": [["Kennung", "Titel", "Laufzeit von"], ["p1", "Plan „Eins“", "2016"]],
    "kapitel": [["Kennung", "Titel"], ["K10", "Zehn"], ["K2", "Zwei; mit, Zeichen"]],
    "ziele": [
        ["Kennung", "Kapitel", "Wortlaut", "Zielgruppen", "Termin", "Seite"],
        ["1.1", "K2", 'Sie sagt: "Ja".\nUnd geht.', "Jugendliche; neuzugewanderte", "Ende 2016", "12"],
    ],
    "massnahmen": [["Kennung", "Ziele", "Wortlaut", "Kosten (EUR)"], ["1.1", "1.1", "=1+1", "1.500,5"]],
    "statusmeldungen": [["Betrifft", "Datum", "Status"], ["ziel: 1.1", "2016-05-01", "läuft"]],
}


@pytest.mark.parametrize("name", ["plan.ttl", "ziele.csv", "statusmeldungen.csv", "kapitel.csv"])
def test_golden(name: str, tmp_path: Path) -> None:
    """Small outputs as they are meant to be. After a wanted change: IPGRAPH_GOLDEN=1 pytest tests/test_roundtrip.py."""
    reading = ipgraph.read(write_csv(TINY, tmp_path / "plan"))
    if name.endswith(".csv"):
        write_csv_folder(reading, reading.plans[0], tmp_path / "out")
        found = (tmp_path / "out" / name).read_bytes()
    else:
        found = rdf_bytes(reading, "turtle").partition(b"<https://w3id.org/ipgraph/codes/actor-kind> a")[0]
    if os.environ.get("IPGRAPH_GOLDEN"):
        (GOLDEN / name).write_bytes(found)
    assert found.decode("utf-8") == (GOLDEN / name).read_bytes().decode("utf-8")


# ---------------------------------------------------------------- targets


def test_targets(tmp_path: Path) -> None:
    source = write_csv(TINY, tmp_path / "plan")
    known = ipgraph.read(source).problems
    for suffix in SUFFIXES:
        told = convert([source], tmp_path / "neu" / f"plan{suffix}")
        assert [problem for problem in told if problem.code != "E-31"] == known  # StratML tells what is text there
        same(ipgraph.read(source), ipgraph.read(tmp_path / "neu" / f"plan{suffix}"))
    assert convert([source], tmp_path / "ordner") == known
    same(ipgraph.read(source), ipgraph.read(tmp_path / "ordner"))
    assert target_format(Path("x"), "TTL") == "turtle"
    assert target_format(Path("x.bin"), "n-quads") == "nq"
    for target, form in (("plan.csv", None), ("plan.doc", None), ("plan", "stratml9")):
        with pytest.raises(IpgraphError) as caught:
            convert([source], tmp_path / target, form)
        assert "Ordner" in caught.value.message["de"]


def test_several_plans(tmp_path: Path) -> None:
    second = {**TINY, "plan": [["Kennung", "Titel"], ["p2/ä", "Zweiter"]]}
    sources = [write_csv(TINY, tmp_path / "eins"), write_csv(second, tmp_path / "zwei")]
    both = ipgraph.read(*sources)
    assert convert(sources, tmp_path / "beide") == both.problems
    assert sorted(path.name for path in (tmp_path / "beide").iterdir()) == ["p1", "p2%2F%C3%A4"]
    same(both, ipgraph.read(tmp_path / "beide"))
    for form, suffix in SUFFIX.items():
        write_rdf(both, tmp_path / f"beide{suffix}", form)
        same(both, ipgraph.read(tmp_path / f"beide{suffix}"))
    with pytest.raises(IpgraphError, match="A workbook holds one plan; here are 2"):
        convert(sources, tmp_path / "beide.xlsx")
    with pytest.raises(IpgraphError, match="A workbook holds one plan; here are 2"):
        ipgraph.template(tmp_path / "beide.xlsx", both)


def test_refusals(tmp_path: Path) -> None:
    long = {**TINY, "kapitel": [["Kennung", "Titel"], ["K2", "👍" * 16384]]}
    reading = ipgraph.read(write_csv(long, tmp_path / "lang"))
    assert write_csv_folder(reading, reading.plans[0], tmp_path / "csv") == []
    with pytest.raises(IpgraphError) as caught:
        write_workbook(reading, reading.plans[0], tmp_path / "lang.xlsx")
    assert "Kapitel K2, Spalte Titel: Der Text hat 16384 Zeichen" in caught.value.message["de"]
    assert not (tmp_path / "lang.xlsx").exists()
    (tmp_path / "datei").write_bytes(b"")
    with pytest.raises(IpgraphError) as caught:
        write_rdf(reading, tmp_path / "datei" / "plan.ttl", "turtle")
    assert "kann nicht geschrieben werden" in caught.value.message["de"]
    with pytest.raises(IpgraphError):
        ipgraph.template(tmp_path / "vorlage.txt")
    with pytest.raises(IpgraphError):
        rdf_bytes(reading, "docx")


# ---------------------------------------------------------------- what sheets cannot carry

FOREIGN = """
@prefix ip: <https://w3id.org/ipgraph/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:plan a ip:Plan ; dcterms:identifier "plan" ; dcterms:title "Plan"@de , "The plan"@en .
:k1 a ip:Chapter ; ip:inPlan :plan ; dcterms:identifier "K1" ; dcterms:title " Rand" ; :farbe "rot" ; :mehr [ :x 1 ] .
:g1 a ip:Goal ; ip:inPlan :plan ; dcterms:identifier "Z1" ; ip:chapter :k1 ; ip:page "drei"^^xsd:integer ;
    ip:deadline [ ip:earliest "2016-01-01"^^xsd:date ; ip:latest "2016-06-30"^^xsd:date ] .
:g2 a ip:Goal ; ip:inPlan :plan ; ip:chapter :k1 ; dcterms:identifier "Z2" ;
    ip:deadline [ ip:asWritten "Herbst 2016" ] .
"""


def test_what_sheets_cannot_carry_is_told(tmp_path: Path) -> None:
    (tmp_path / "fremd.ttl").write_text(FOREIGN, encoding="utf-8")
    problems = convert([tmp_path / "fremd.ttl"], tmp_path / "out")
    told = {(problem.code, (problem.path or "").rsplit("/", 1)[-1]) for problem in problems}
    assert {("E-15", "farbe"), ("E-15", "mehr"), ("E-16", "title"), ("E-17", "")} <= told
    sentences = "\n".join(problem.sentence() for problem in problems)
    assert (
        "out: 1 Angabe „farbe“ (Kapitel) hat in Tabellen keine Spalte und fehlt darin, zum Beispiel „rot“ bei K1."
        in sentences
    )
    assert "„The plan“" in sentences  # the plan's own language is kept, the other told
    assert all(problem.sentence("en") for problem in problems)
    goals = (tmp_path / "out" / "ziele.csv").read_text(encoding="utf-8")
    assert "2016-01-01 bis 2016-06-30" in goals
    assert "Herbst 2016" in goals


def test_foreign_blank_nodes_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "fremd.ttl").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / "um.ttl").write_text("\n".join(reversed(FOREIGN.strip().split("\n:"))), encoding="utf-8")
    first = ipgraph.read(tmp_path / "fremd.ttl")
    again = ipgraph.read(tmp_path / "fremd.ttl")
    for form in RDF_FORMATS:
        assert rdf_bytes(first, form) == rdf_bytes(again, form)


def test_control_characters_and_rdf_xml(tmp_path: Path) -> None:
    text = FOREIGN.replace('" Rand"', r'"a\u0001b\r\nc"')
    (tmp_path / "fremd.ttl").write_text(text, encoding="utf-8")
    reading = ipgraph.read(tmp_path / "fremd.ttl")
    with pytest.raises(IpgraphError, match="k1, title: the text holds control characters"):
        rdf_bytes(reading, "rdfxml")
    write_workbook(reading, reading.plans[0], tmp_path / "x.xlsx")  # without them, and told
    (tmp_path / "fremd.ttl").write_text(text.replace(r"\u0001", ""), encoding="utf-8")
    reading = ipgraph.read(tmp_path / "fremd.ttl")
    write_rdf(reading, tmp_path / "x.rdf", "rdfxml")
    assert any("\\r\\n" in triple for triple in triples(ipgraph.read(tmp_path / "x.rdf"))[reading.plans[0]])


def test_musterkreis(tmp_path: Path) -> None:
    """The bundled plan comes back whole."""
    reading = ipgraph.read(MUSTERKREIS)
    assert convert([MUSTERKREIS], tmp_path / "plan.xlsx") == reading.problems
    same(reading, ipgraph.read(tmp_path / "plan.xlsx"))
    assert convert([MUSTERKREIS], tmp_path / "csv") == reading.problems
    same(reading, ipgraph.read(tmp_path / "csv"))
