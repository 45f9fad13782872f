"""No spelling hides from us that a query calls another server; and what only looks like it is let through."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.elsewhere import calls_elsewhere

CALLS = [
    "SELECT * { SERVICE <http://e> { ?a ?b ?c } }",
    "select*{service<http://e>{}}",
    "SELECT * { SERVICE SILENT ?x {} }",
    "SELECT * { SERVICE # one\n # two\r\n <http://e> # three\n {} }",
    "PREFIX : <http://e/> SELECT * { SERVICE:foo {} }",
    "PREFIX e: <http://e/> SELECT * { ?a ?b 1SERVICE e:{} }",
    "SELECT * { ?a ?b trueSERVICE<http://e>{} }",
    "SELECT * { ?a ?b '''x'''SERVICE<http://e>{} }",
    # "<" is no IRI here but "less than"
    "SELECT * { FILTER(?x<?y)SERVICE?s{?a?b?c}FILTER(?c>1) }",
    "SELECT * { FILTER(?x<?y)SERVICE?s#>\n{} }",
    "SELECT * { FILTER(?a<?b&&'>'!='') SERVICE <http://e> {} FILTER(''='') }",
    'SELECT * { FILTER(?a<?b#>"""\n) SERVICE <http://e> {} #"""\n }',
    # the long string has a wrong escape, so the engine reads two short ones
    'SELECT ?x { VALUES ?x {"""a"} SERVICE <http://e> {} # \\q """\n }',
    "SELECT * { ?a ?b '''x' \"''' SERVICE <http://e> {?a ?b \" '''\"} }",
    "SELECT * { \\u0053ERVICE <http://e> {} }",
    "SELECT * { SERVI\\U00000043E <http://e> {} }",
    "SERVICE " * 300,
]
HARMLESS = [
    "SELECT * { ?service ?p ?o }",
    "SELECT ?service ?x { ?service ?x 1 }",
    "SELECT * { ?s a <http://schema.org/Service> }",
    "SELECT * # SERVICE <http://e> {}\n { ?a ?b ?c }",
    'SELECT * { FILTER(CONTAINS(?x, "SERVICE <http://e> {")) }',
    "PREFIX s: <http://www.w3.org/ns/sparql-service-description#>\nSELECT * { ?a s:service ?x . { ?a ?b ?c } }",
    "SELECT * { ?x ?p 'Beratungsservice' }",
    "",
]


@pytest.mark.parametrize("sparql", CALLS)
def test_a_call_is_seen(sparql: str) -> None:
    assert calls_elsewhere(sparql)


@pytest.mark.parametrize("sparql", HARMLESS)
def test_what_looks_like_one_is_let_through(sparql: str) -> None:
    assert not calls_elsewhere(sparql)


def test_the_engine_reads_two_strings_where_a_long_one_is_broken() -> None:
    """The fact that the list above relies on: the text after the second quote is live for the engine."""
    rows = list(ox.Store().query('SELECT ?x { VALUES ?x {"""a"} # \\q """\n }'))
    assert [row["x"].value for row in rows] == ["", "a"]


SPACE = st.sampled_from([" ", "\n", "\t", "#\n", "# SERVICE '\n", '# """\r\n'])
DECOY = st.sampled_from(
    [
        "?a ?b 'x' .",
        '?a ?b """x"y""" .',
        "?a ?b <http://x/#> .",
        "FILTER(?a<?b)",
        "FILTER(1>2)",
        "# ' \" <\n",
        "?a ?b '>' .",
    ]
)


@given(st.lists(DECOY), st.lists(SPACE), st.sampled_from(["SERVICE", "service", "SeRvIcE"]), st.lists(DECOY))
def test_a_call_is_seen_whatever_stands_around_it(
    before: list[str], spaces: list[str], word: str, after: list[str]
) -> None:
    sparql = (
        f"SELECT * {{ {' '.join(before)} {word}{''.join(spaces)}<http://e>{''.join(spaces)}{{}} {' '.join(after)} }}"
    )
    assert calls_elsewhere(sparql)


def test_no_query_of_the_catalogue_is_refused(repository: Path) -> None:
    for path in (repository / "queries").glob("*.rq"):
        assert not calls_elsewhere(path.read_text(encoding="utf-8")), path.name
