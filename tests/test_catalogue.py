"""The catalogue as its users meet it: answers with limits and notes, description, search, completion, RDF."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result
from pyshacl import validate as conforms

from ipgraph.catalogue import by_group, find_query, groups, matching, parse_query, queries
from ipgraph.catalogue.answers import FORMATS, Answered, Wanted, answer
from ipgraph.catalogue.description import description
from ipgraph.catalogue.export import catalogue_turtle
from ipgraph.cli import cli
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, read
from ipgraph.store import Answer, EmbeddedStore

GOLDEN = Path(__file__).parent / "golden" / "catalogue.ttl"
TRIPLES = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"


@pytest.fixture(scope="module")
def reading(repository: Path) -> Reading:
    return read(repository / "data" / "boeblingen-2014")


def call(*arguments: str | Path, stdin: str = "") -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def asked(sparql: str, reading: Reading, **wanted: object) -> Answered:
    return answer(parse_query(sparql), reading.store, {}, Wanted(**wanted))  # type: ignore[arg-type]


# ---------------------------------------------------------------- answers


def test_a_limit_says_what_it_cut(reading: Reading) -> None:
    everything = asked("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o", reading, format="csv")
    some = asked("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o", reading, format="csv", limit=7)
    assert everything.content.startswith(some.content) and some.content.count(b"\r\n") == 8
    assert some.found == 8 and everything.found == everything.content.count(b"\r\n") - 1, "no more is asked for"
    assert some.notes[0]["en"] == "Shown are only the first rows (--limit 7); there are more." and not everything.notes
    assert not asked("SELECT * { ?s ?p ?o }", reading, format="csv", limit=everything.found).notes


def test_a_limit_of_triples(reading: Reading) -> None:
    some = asked(TRIPLES, reading, format="nt", limit=3)
    assert some.content.count(b"\n") == 3 and "only the first triples (--limit 3)" in some.notes[0]["en"]


def test_limit_on_the_command_line() -> None:
    result = call("query", "focus-areas", "--limit", "2")
    assert result.exit_code == 0 and result.stdout.count("\n") == 3
    assert result.stderr == "Gezeigt werden nur die ersten Zeilen (--limit 2); es gibt mehr.\n"


def test_a_sentence_about_all_rows_needs_them_all(reading: Reading) -> None:
    query = find_query("focus-areas")
    limited, whole = (answer(query, reading.store, {}, Wanted("table", limit=limit)) for limit in (1, None))
    assert limited.found == whole.found > 1 and limited.notes[-1] == whole.notes[-1] and len(limited.notes) == 2


@pytest.mark.parametrize(
    "sparql",
    ["SELECT ?n { VALUES ?n { 1 2 3 } } LIMIT 2", "SELECT ?n { } VALUES ?n { 1 2 3 }",
     "SELECT ?n { VALUES ?n { 1 2 3 } } OFFSET 1", "SELECT ?n { VALUES ?n { 1 2 3 } } # LIMIT",
     "SELECT ?n { { SELECT ?n { VALUES ?n { 1 2 3 } } LIMIT 3 } }"],
)  # fmt: skip
def test_a_limit_fits_any_form(sparql: str, reading: Reading) -> None:
    some = asked(sparql, reading, format="csv", limit=1)
    assert some.content.count(b"\r\n") == 2 and some.found >= 2 and some.notes


@pytest.mark.parametrize(
    ("sparql", "code"), [("SELECT * { ?s ?p ?o }", 1), ("SELECT * { ?s a 1 }", 0), ("ASK { ?s ?p ?o }", 1),
                         ("ASK { ?s a 1 }", 0), (TRIPLES, 1)],
)  # fmt: skip
def test_rows_as_a_gate(sparql: str, code: int) -> None:
    assert call("query", "-", "--fail-on-rows", "--limit", "1", stdin=sparql).exit_code == code
    assert call("query", "-", stdin=sparql).exit_code == 0


def test_the_time_limit_reaches_the_store(reading: Reading) -> None:
    class Slow(EmbeddedStore):
        def query(self, sparql: str, *, timeout: float | None = None, graphs: Sequence[str] = ()) -> Answer:
            raise IpgraphError("zu lang", f"stopped after {timeout} s")

    with pytest.raises(IpgraphError, match=r"stopped after 2\.5 s"):
        answer(parse_query(TRIPLES), Slow(), {}, Wanted(timeout=2.5))
    for wrong in ("0", "-1", "bald"):
        assert call("query", "focus-areas", "--timeout", wrong).exit_code == 2


def test_a_table_is_explained_to_people_only() -> None:
    shown = call("query", "no-measures", "-f", "table")
    assert "Ohne Maßnahmen: Ziele" in shown.stderr and "Was tun? Bei den offenen Zeilen" in shown.stderr
    assert (
        call("query", "no-measures", "-f", "table", "--lang", "en").stderr.count("What to do? For the open rows") == 1
    )
    assert call("query", "no-measures", "-f", "csv").stderr == ""


def test_an_empty_answer_is_said_in_words(reading: Reading) -> None:
    query = queries()["overlaps"]
    found = answer(query, reading.store, {"min": 99}, Wanted("table"))
    assert found.found == 0 and [note["de"] for note in found.notes] == [query.answer_empty["de"]]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_its_kinds(format: str, reading: Reading) -> None:
    """Triples and tables have formats of their own; the other ones are refused with a sentence that names them."""
    of_triples = format in ("ttl", "nt", "jsonld", "rdf")
    fits, misfits = ((TRIPLES,), ("SELECT * { ?s a ?o }", "ASK {}"))[:: 1 if of_triples else -1]
    for sparql in fits:
        assert asked(sparql, reading, format=format).content
    for sparql in misfits:
        with pytest.raises(IpgraphError, match="does not fit .* Possible: " + ("table" if of_triples else "ttl")):
            asked(sparql, reading, format=format)


@pytest.mark.parametrize("format", ["ttl", "nt", "jsonld", "rdf"])
def test_triples_in_each_format_are_the_same(format: str, repository: Path, tmp_path: Path) -> None:
    plan = repository / "data" / "boeblingen-2014"
    sparql = (
        "PREFIX e: <https://e.org/> CONSTRUCT { ?s a ?o ; e:says ?text . [] e:about ?s } "
        "WHERE { ?s a ?o ; ?p ?text FILTER (ISLITERAL(?text) && CONTAINS(STR(?s), 'boeblingen')) }"
    )
    path = tmp_path / f"out.{format}"
    assert call("query", "-", plan, "-o", path, stdin=sparql).exit_code == 0
    name = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}.get(format, format)
    graph = rdflib.Graph().parse(path, format=name)
    expected = rdflib.Graph().parse(data=call("query", "-", plan, "-f", "nt", stdin=sparql).stdout, format="nt")
    assert len(graph) == len(expected) > 100
    assert {t for t in graph if not isinstance(t[0], rdflib.BNode)} == {
        t for t in expected if not isinstance(t[0], rdflib.BNode)
    }
    before = path.read_bytes()
    call("query", "-", plan, "-o", path, stdin=sparql)
    assert path.read_bytes() == before, "blank nodes are named by the graph, not by chance"


def test_prefixes_of_the_query_are_those_of_the_turtle(reading: Reading) -> None:
    made = asked("PREFIX e: <https://e.org/> CONSTRUCT { ?s e:is ?o } WHERE { ?s a ?o }", reading).content.decode()
    assert "@prefix e: <https://e.org/> ." in made and "e:is ip:Goal" in made
    assert asked(f"DESCRIBE <{reading.plans[0]}>", reading).content.startswith(b"@prefix")


def test_yes_and_no() -> None:
    assert (
        call("query", "-", stdin="ASK {}").stdout == call("query", "-", "-f", "table", stdin="ASK {}").stdout == "ja\n"
    )
    assert call("query", "-", "-f", "csv", stdin="ASK {}").stdout.split() == ["answer", "true"]
    assert json.loads(call("query", "-", "-f", "json", stdin="ASK { ?s a 1 }").stdout) == [{"answer": False}]


def test_a_fault_is_shown_as_in_the_file(tmp_path: Path) -> None:
    text = (
        "#+ title: Größe\n#+ params: {x: {type: integer, default: 1}}\n\n"
        "SELECT ?ä WHERE {\n\tVALUES ?x { 1 }\n\t?ä ?ö ] .\n}\n"
    )
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    for result in (call("query", tmp_path / "mine.rq"), call("query", "-", "-p", "x=2", stdin=text)):
        assert result.exit_code == 2 and "Zeile 6, Spalte 8: „]“ passt hier nicht" in result.stderr
        assert result.stderr.endswith("\n\t?ä ?ö ] .\n\t      ^\n")


def test_a_plan_may_be_given_several_times(repository: Path) -> None:
    plans = [repository / "data" / name for name in ("boeblingen-2014", "musterkreis")]
    both = call("query", "focus-areas", *plans)
    chosen = ["-p", "plan=boeblingen-2014", "-p", "plan=musterkreis-2024"]
    assert call("query", "focus-areas", *plans, *chosen).stdout == both.stdout
    assert call("query", "focus-areas", *plans, *chosen, "-p", "plan=boeblingen-2014").stdout == both.stdout
    refused = call("query", "overlaps", "-p", "min=2", "-p", "min=3")
    assert refused.exit_code == 2 and "(min) nimmt nur einen Wert" in refused.stderr
    assert (
        call("query", "overlaps", "-p", "min=3", "-p", "min=3").stdout
        == call("query", "overlaps", "-p", "min=3").stdout
    )


def test_several_plans_are_their_rows_together(repository: Path) -> None:
    """What holds for one plan and for all of them holds for a choice, in every query."""
    store = read(*(repository / "data" / name for name in ("boeblingen-2014", "musterkreis"))).store
    for query in queries().values():
        assert query.run(store, plan=["musterkreis-2024", "boeblingen-2014"]).rows == query.run(store).rows


def test_a_language_that_there_is_not() -> None:
    result = call("query", "overlaps", "-p", "lang=fr")
    assert result.exit_code == 2 and "„fr“" in result.stderr


# ---------------------------------------------------------------- description and search


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("identifier", sorted(queries()))
def test_description_tells_all_that_is_asked_for(identifier: str, lang: str, reading: Reading) -> None:
    query = queries()[identifier]
    text = description(query, reading.store, lang, width=72)
    flat = " ".join(text.split())
    for part in (query.title, query.question, query.description, query.hint):
        assert part[lang].strip() in flat
    for parameter in query.params:
        assert f" {parameter.name} {parameter.label[lang]} (" in flat
        assert parameter.help.get(lang, "") in flat
    assert "boeblingen-2014 Erster Integrationsplan" in flat
    assert all(len(line) <= 72 or len(line.split()) < 4 for line in text.split("\n") if "ipgraph query" not in line)


def test_describe_on_the_command_line(tmp_path: Path) -> None:
    shown = call("query", "overlaps", "--describe")
    assert shown.exit_code == 0 and "min        Gemeinsame Ziele mindestens (ganze Zahl, sonst 2)" in shown.stdout
    assert shown.stdout.endswith("ipgraph query overlaps -p min=2\n")
    assert "Actors" in call("query", "many-at-work", "--describe", "--lang", "en").stdout
    (tmp_path / "bare.rq").write_text("SELECT * {}", encoding="utf-8")
    assert (
        call("query", tmp_path / "bare.rq", "--describe").stdout == "bare (bare)\n\nZum Beispiel: ipgraph query bare\n"
    )


def test_the_catalogue_stands_in_groups() -> None:
    shown = call("queries", "-f", "table").stdout
    titles = [line for line in shown.split("\n") if line and not line.startswith(" ")]
    used = {query.group for query in queries().values()}
    assert titles[:-1] == [f"{name['de']} ({key})" for key, name in groups().items() if key in used]
    assert re.findall(r"^  (\S+)", shown, re.MULTILINE) == [query.id for query in by_group()]
    assert "[min=3]" in shown and "[plan" not in shown


def test_words_narrow_the_catalogue() -> None:
    gaps = [query.id for query in queries().values() if query.group == "luecken"]
    assert {query.id for query in matching(["luecken"])} >= set(gaps)
    assert {query.id for query in matching(["LÜCKEN"])} >= set(gaps)
    fewer = [query.id for query in matching(["luecken", "Verantwortliche"])]
    assert "measures-without-lead" in fewer and set(fewer) < set(gaps)
    assert matching([]) == by_group()
    assert "no-measures" in call("queries", "no-mea", "-f", "csv").stdout
    refused = call("queries", "Haushaltsplanung", "--lang", "en")
    assert refused.exit_code == 2 and "luecken" in refused.stderr and "No query about" in refused.stderr


# ---------------------------------------------------------------- completion


def suggested(words: Sequence[str], begun: str) -> list[str]:
    found = ShellComplete(cli, {}, "ipgraph", "_IPGRAPH_COMPLETE").get_completions(list(words), begun)
    return [item.value for item in found if item.type == "plain"]


def test_completion(repository: Path) -> None:
    plan = str(repository / "data" / "boeblingen-2014")
    assert suggested([], "quer") == ["queries", "query"]
    assert suggested(["query"], "net") == [query for query in queries() if query.startswith("net")]
    assert suggested(["query", "overlaps", "-p"], "") == ["plan=", "min="]
    assert suggested(["query", "overlaps", "--lang", "en", "-p"], "m") == ["min="]
    assert suggested(["query", "overlaps", "--param"], "plan=") == ["plan=musterkreis-2024"]
    assert suggested(["query", "overlaps", plan, "-p"], "plan=") == ["plan=boeblingen-2014"]
    assert suggested(["query", "overlaps", "-p", "min=3", plan, "-p"], "plan=m") == []
    assert suggested(["query", "overlaps", "-p"], "min=") == ["min=2"]
    assert suggested(["query", "no-measures", "-p"], "lang=") == ["lang=de", "lang=en"]
    assert "--describe" in suggested(["query", "overlaps"], "--d")


@pytest.mark.parametrize(
    "words", [["query", "-p"], ["query", "nothing", "-p"], ["query", "overlaps", "nothing.xlsx", "-p"]]
)
@pytest.mark.parametrize("begun", ["", "plan=", "x=", "="])
def test_completion_is_silent_where_it_knows_nothing(
    words: list[str], begun: str, capfd: pytest.CaptureFixture[str]
) -> None:
    found = suggested(words, begun)
    assert found in ([], ["plan=", "min="]) and capfd.readouterr() == ("", "")


def complete(shell: str, cwd: Path, **environment: str) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-m", "ipgraph"], cwd=cwd, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "_IPGRAPH_COMPLETE": f"{shell}_complete", **environment},
    )  # fmt: skip
    assert result.stderr == "" and result.returncode == 0
    return result.stdout.split("\n")


def test_completion_in_zsh_and_fish(tmp_path: Path) -> None:
    shown = complete("zsh", tmp_path, COMP_WORDS="ipgraph query overlaps -p plan=", COMP_CWORD="4")
    assert shown[:2] == ["plain", "plan=musterkreis-2024"]
    shown = complete("fish", tmp_path, COMP_WORDS="ipgraph query overlaps -p mi", COMP_CWORD="mi")
    assert "min=" in "\n".join(shown)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs Bash")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ipgraph query overl", ["overlaps"]),
        ("ipgraph query overlaps -p ", ["plan=", "min="]),
        ("ipgraph query overlaps -p plan=", ["musterkreis-2024"]),
        ("ipgraph query overlaps -p plan=muster", ["musterkreis-2024"]),
        ("ipgraph query 'overlaps' -p 'plan=muster", ["musterkreis-2024"]),
    ],
)
def test_completion_in_bash(line: str, expected: list[str], tmp_path: Path) -> None:
    """Bash itself runs the function: its own word begins behind the ``=``."""
    (tmp_path / "ipgraph").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ipgraph "$@"\n', encoding="utf-8")
    (tmp_path / "ipgraph").chmod(0o755)
    script = f"""
    eval "$(_IPGRAPH_COMPLETE=bash_source ipgraph)"
    COMP_LINE={shlex.quote(line)}; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=(); COMP_CWORD=0
    _ipgraph_completion ipgraph; printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.stderr == "" and result.stdout.split() == expected


# ---------------------------------------------------------------- RDF

SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
# What the examples of the SIB keep to: one text, a comment with its language, a target, no misspelt keywords.
[] sh:targetClass sh:SPARQLExecutable ;
  sh:property [ sh:path [ sh:alternativePath ( sh:select sh:ask sh:construct ) ] ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path rdfs:comment ; sh:minCount 2 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
    [ sh:path rdfs:label ; sh:minCount 2 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
    [ sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path schema:keyword ; sh:maxCount 0 ] ,
    [ sh:path schema:keywords ; sh:minCount 1 ; sh:datatype xsd:string ] ,
    [ sh:path sh:prefixes ; sh:minCount 1 ; sh:node [ sh:property [ sh:path sh:declare ; sh:minCount 1 ; sh:node [
      sh:property [ sh:path sh:prefix ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
        [ sh:path sh:namespace ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:anyURI ] ] ] ] ] .
[] sh:targetObjectsOf sh:parameter ; sh:class sh:Parameter ;
  sh:property [ sh:path sh:path ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ; sh:pattern "[/#][a-z_]+$" ] ,
    [ sh:path sh:name ; sh:minCount 2 ; sh:uniqueLang true ] , [ sh:path sh:optional ; sh:hasValue true ] ,
    [ sh:path [ sh:alternativePath ( sh:datatype sh:nodeKind ) ] ; sh:minCount 1 ; sh:maxCount 1 ] .
"""


@pytest.fixture(scope="module")
def exported() -> rdflib.Graph:
    return rdflib.Graph().parse(data=call("queries", "-f", "ttl").stdout, format="turtle")


def test_the_catalogue_as_rdf_keeps_to_the_form_of_sib(exported: rdflib.Graph) -> None:
    ok, _, report = conforms(exported, shacl_graph=rdflib.Graph().parse(data=SHAPE, format="turtle"))
    assert ok, report
    broken = rdflib.Graph().parse(data=catalogue_turtle(by_group()).decode(), format="turtle")
    broken.remove((None, rdflib.URIRef("https://schema.org/target"), None))
    assert not conforms(broken, shacl_graph=rdflib.Graph().parse(data=SHAPE, format="turtle"))[0]


def test_queries_taken_out_of_the_rdf_run(exported: rdflib.Graph, reading: Reading) -> None:
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    found = {str(about).rsplit("/", 1)[-1]: str(text) for about, text in exported.subject_objects(sh.select)}
    assert found.keys() == queries().keys()
    for identifier, text in found.items():
        assert reading.store.select(text).rows == reading.store.select(queries()[identifier].sparql).rows
        about = rdflib.URIRef(f"https://w3id.org/ipgraph/query/{identifier}")
        paths = {exported.value(one, sh.path) for one in exported.objects(about, sh.parameter)}
        assert {str(path).rsplit("/", 1)[-1] for path in paths} == {one.name for one in queries()[identifier].params}


def test_kinds_of_queries_and_parameters_in_rdf() -> None:
    header = (
        "#+ tags: [luecken]\n#+ params: {day: {type: date, default: 2026-01-02}, link: {type: iri, optional: true}}\n"
    )
    values = 'VALUES ?day { "2026-01-02"^^<http://www.w3.org/2001/XMLSchema#date> } VALUES ?link { UNDEF }'
    made = [
        parse_query(f"{header}{start} {{ {values} }}", name)
        for name, start in (("a", "ASK"), ("c", "CONSTRUCT {} WHERE"), ("s", "SELECT *"))
    ]
    graph = ox.Store()
    graph.load(catalogue_turtle(made, "https://example.org/sparql"), format=ox.RdfFormat.TURTLE)
    sh = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/> "
    for kind, text in (("Ask", "ask"), ("Construct", "construct"), ("Select", "select")):
        assert graph.query(
            f"{sh} ASK {{ ?q a sh:SPARQL{kind}Executable ; sh:{text} ?text ;"
            " schema:target <https://example.org/sparql> ;"
            " sh:parameter [ sh:nodeKind sh:IRI ; sh:optional true ] , [ sh:defaultValue ?day ; sh:order 1 ]"
            " FILTER (DATATYPE(?day) = <http://www.w3.org/2001/XMLSchema#date>) }"
        )
    with pytest.raises(IpgraphError, match="no address"):
        catalogue_turtle(made, "example.org")


def test_rdf_as_kept(update_golden: bool, tmp_path: Path) -> None:
    chosen = [queries()["overlaps"], queries()["plan-sizes"]]
    found = catalogue_turtle(chosen)
    if update_golden:
        GOLDEN.write_bytes(found)
    assert found == GOLDEN.read_bytes(), "changed on purpose? pytest tests/test_catalogue.py --update-golden"
    path = tmp_path / "catalogue.ttl"
    assert call("queries", "-o", path).exit_code == 0
    assert path.read_text(encoding="utf-8") == call("queries", "-f", "ttl").stdout
