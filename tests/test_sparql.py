"""What the text of a query tells: its form, its prefixes, and where exactly it has a fault."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.catalogue import queries
from ipgraph.errors import IpgraphError
from ipgraph.sparql import depth, fault_in, form, prefixes, tokens
from ipgraph.store import EmbeddedStore

PREFIX = "PREFIX ip: <https://w3id.org/ipgraph/ontology#>\n"


def told(sparql: str) -> tuple[str, str, str]:
    """The sentence in English, the line that it shows and what stands above its mark."""
    fault = fault_in(sparql)
    assert fault is not None
    sentence, line, mark = fault.message["en"].split("\n")
    assert fault.message["de"].split("\n")[1:] == [line, mark]
    assert mark.endswith("^") and not mark[:-1].strip(" \t")
    assert [char == "\t" for char in line[: len(mark) - 1]] == [char == "\t" for char in mark[:-1]]
    return sentence, line, line[len(mark) - 1 :]


@pytest.mark.parametrize(
    ("sparql", "place", "marked", "words"),
    [
        ("SELECT ?ä { ?ä ?ö ] }", "line 1, column 19", "] }", "“]” does not fit here"),
        ("SELECT * {\n\t?s a ?ü .\n\t\t?s ?p ] . }", "line 3, column 9", "] . }", "“]” does not fit here"),
        ("SELECT * {\r\n ?s ?p }", "line 2, column 8", "}", "does not fit"),
        ("#+ title: x\n# and more\nSELECT * {\n ?s ?p }", "line 4, column 8", "}", "does not fit"),
        ("SELECT * {\n ?s ?p ?o \n ?x ?y ?z }", "line 3, column 2", "?x ?y ?z }", "missing full stop"),
        ("SELEKT ?x { ?x a ?y }", "line 1, column 1", "SELEKT", "“SELEKT” does not fit"),
        ("SELECT ?x WHERE { ?x a ?y } ORDER ?x", "line 1, column 35", "?x", "“?x” does not fit"),
        ("SELECT ?x WHERE { FILTER(?x > ) }", "line 1, column 31", ") }", "“)” does not fit"),
        ("SELECT ?x WHERE { ?x a ?y\n\n", "line 1, column 26", "", "ends too early"),
        (PREFIX, "line 1, column 48", "", "ends too early"),
        ("SELECT ?x { ?x a \"abc }", "line 1, column 18", '"abc }', "a text begins here"),
        ("SELECT ?x { ?x a ?y ; foo:bar 3 }", "line 1, column 23", "foo:bar", "No prefix “foo:”; above: PREFIX foo:"),
        ("SELECT ?x {\n\t?x a ip:Goal }", "line 2, column 7", "ip:Goal",
         "above: PREFIX ip: <https://w3id.org/ipgraph/ontology#>"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", "line 1, column 1", "SELECT", "names a variable twice"),
        ("SELECT * {\n { SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } }\n}", "line 2, column 4", "SELECT", "GROUP BY"),
        ("SELECT ?a (COUNT(*) AS ?n) {\n { SELECT ?a { ?a ?b ?c } }\n}", "line 1, column 1", "SELECT", "GROUP BY"),
        ("SELECT * { ?x a \"\u2028\\\" # { <\" ; ] 1 }", "line 1, column 31", "] 1 }", "does not fit"),
        ("SELECT ?x {\n ?x ?p ?o BIND(1 AS ?x)\n}", "line 2, column 21", "?x)", "has a value already"),
        ("SELECT * { ?s ?p ?t { SELECT ?x { ?x ?p ?o BIND(1 AS ?p) } } }", "line 1, column 54", "?p)", "has a value"),
        ("ASK { VALUES ?n { 1 } BIND(2 AS ?m) BIND(3 AS ?n) }", "line 1, column 47", "?n)", "“?n” has a value"),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "line 1, column 1", "SELECT", "behind AS"),
    ],
)  # fmt: skip
def test_place_of_a_fault(sparql: str, place: str, marked: str, words: str) -> None:
    sentence, _, shown = told(sparql)
    assert f" {place}: " in sentence and words.casefold() in sentence.casefold()
    assert shown.startswith(marked) and bool(shown) is bool(marked)


def test_a_long_line_is_cut_around_the_fault() -> None:
    before, after = "?x a 1 . " * 100, " ?x a 2 ." * 100
    sentence, line, shown = told(f"SELECT ?x {{ {before}]{after} }}")
    assert f"column {13 + len(before)}" in sentence
    assert len(line) < 130 and line[0] == line[-1] == "…" and shown.startswith("] ?x a 2")


@given(st.data())
def test_what_does_not_belong_is_found_wherever_it_stands(data: st.DataObject) -> None:
    """A bracket put between any two tokens of any query: the mark is below it, or at most one token before it.

    (A name and its opening bracket are one thing to Oxigraph; a SELECT that lost its GROUP BY is told as such.)
    """
    text = queries()[data.draw(st.sampled_from(sorted(queries())))].text
    starts = [found.start() for found in tokens(text)]
    place = data.draw(st.integers(0, len(starts) - 1))
    sentence, _, _ = told(f"{text[: starts[place]]}]] {text[starts[place] :]}")
    found = re.search(r"line (\d+), column (\d+): (SELECT)?", sentence)
    assert found
    marked = sum(len(line) + 1 for line in text.split("\n")[: int(found[1]) - 1]) + int(found[2]) - 1
    assert found[3] or starts[max(0, place - 1)] <= marked <= starts[place]


@pytest.mark.parametrize("sparql", ["", "  \n", "# nothing\n"])
def test_an_empty_query(sparql: str) -> None:
    fault = fault_in(sparql)
    assert fault is not None and fault.message["en"] == "The query is empty."


@pytest.mark.parametrize(
    "sparql",
    ["INSERT DATA { <a:b> <a:c> 1 }", "# SELECT\nPREFIX : <a:>\ndelete where { ?s ?p ?o }", "LOAD <file:///etc/passwd>",
     "DROP ALL", "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"],
)  # fmt: skip
def test_changes_are_refused_in_words(sparql: str) -> None:
    with pytest.raises(IpgraphError, match="would change data"):
        EmbeddedStore().query(sparql)


def test_a_query_without_fault_has_none() -> None:
    assert all(fault_in(query.text) is None for query in queries().values())
    assert fault_in("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }") is None, "the store refuses it, unasked"


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * {}", "SELECT"),
        (
            "# ASK\nBASE <https://e.org/#x>\nPREFIX ask: <https://e.org/select>\nprefix : <#>\nconstruct {} {}",
            "CONSTRUCT",
        ),
        ("PREFIX prefix: <a:b> DESCRIBE prefix:x", "DESCRIBE"),
        ("", ""),
        ("PREFIX", ""),
    ],
)
def test_form(sparql: str, expected: str) -> None:
    assert form(sparql) == expected


def test_prefixes() -> None:
    found = prefixes(
        "#PREFIX no: <a:b>\nPREFIX a: <https://e.org/a#>\n"
        "prefix : <urn:x:> PREFIX rel: <#>\nASK { ?s a 'PREFIX x: <b:c>' }"
    )
    assert found == {"a": "https://e.org/a#", "": "urn:x:"}


@given(st.text())
def test_any_text_is_answered_with_a_sentence(text: str) -> None:
    fault = fault_in(re.sub("[\ud800-\udfff]", "", text))
    assert fault is None or fault.message["de"] != fault.message["en"]


@pytest.mark.parametrize("opened, closed", ["{}", "()"])
def test_brackets_may_not_end_the_program(opened: str, closed: str) -> None:
    """The parser goes down with every bracket: 3,000 of them ended the process."""
    deep = opened * 3000 + "?s ?p ?o" + closed * 3000
    assert depth(deep) == 3000 and depth("# ((((\nASK { ?s ?p '((', (1 2) }") == 2
    with pytest.raises(IpgraphError, match="more than 200 brackets"):
        EmbeddedStore().query(f"ASK {deep}")
    assert fault_in(f"ASK {deep}") is None
