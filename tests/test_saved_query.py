"""Headers, parameters and sentences of saved queries; what a value may be and what it can never do."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rdflib.plugins.sparql import prepareQuery

import ipgraph
from ipgraph.catalogue import check_choices, find_query, queries
from ipgraph.catalogue.parameter import written
from ipgraph.catalogue.saved_query import SavedQuery, parse_query
from ipgraph.elsewhere import calls_elsewhere
from ipgraph.errors import IpgraphError
from ipgraph.ingest import read
from ipgraph.store import EmbeddedStore
from ipgraph.table import Column, Iri, Table, Value, render

TYPES = ("string", "iri", "integer", "decimal", "date", "boolean")
HOSTILE = (
    '"} . ?s ?p ?o } #',
    "} UNION { ?s ?p ?o",
    "a\nb",
    "a\r\nb",
    "\u0000",
    "a\u0000b",
    "'",
    '"',
    '"""',
    "\\",
    '\\"',
    "\\u0022 }",
    "https://x.example> . ?s ?p ?o } #",
    "https://x.example/a b",
    "https://x.example/{y}",
    "file:///etc/passwd",
    'VALUES ?second { "x" }',
    "VALUES ?second { UNDEF } } #",
    " } { ?s ?p ?o } VALUES ?z { ",
    "UNDEF",
    "?first",
    "<x>",
    "{{x}}",
    "\\1 \\g<0>",
    "\u2028",
    "\u202e",
    "#+ title: x",
    "1e5",
    "1.500",
    "2024-02-30",
    "31.12.2015",
    "ja",
    "",
    " ",
    "\ud800",
)


def probe(first: str, second: str = "string") -> SavedQuery:
    """A query that hands its two parameters back."""
    header = (
        f"#+ params:\n#+   first: {{type: {first}, optional: true}}\n#+   second: {{type: {second}, optional: true}}\n"
    )
    return parse_query(
        header + "SELECT ?first ?second WHERE { VALUES ?first { UNDEF } VALUES ?second { UNDEF } }", "probe"
    )


def echo(query: SavedQuery, **values: Any) -> tuple[Value, ...]:
    [row] = query.run(EmbeddedStore(), **values).rows
    return row


@pytest.mark.parametrize("kind", TYPES)
@given(first=st.text() | st.sampled_from(HOSTILE), second=st.text() | st.sampled_from(HOSTILE))
@example(first='VALUES ?second { "x" }', second=" } { ?s ?p ?o } VALUES ?z { ")
@example(first="VALUES ?second { x }", second="y")
def test_a_value_stays_a_value(kind: str, first: str, second: str) -> None:
    """Whatever is given is refused with a sentence, or comes back as one term and changes nothing else."""
    query = probe(kind)
    try:
        got, other = echo(query, first=first, second=second)
    except IpgraphError as error:
        assert all(text.encode("utf-8") and "\n  File" not in text for text in error.message.values())
        return
    assert other == second.strip()
    if kind == "string":
        assert got == first.strip()
    else:
        assert got == first.strip() if kind == "iri" else got is not None


ANYTHING = (
    st.text()
    | st.integers()
    | st.integers(-(10**30), 10**30)
    | st.decimals()
    | st.sampled_from(
        [Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1E-999999")]
    )
    | st.dates()
    | st.booleans()
    | st.sampled_from(HOSTILE)
)


@pytest.mark.parametrize("kind", TYPES)
@given(value=ANYTHING | st.lists(ANYTHING, max_size=3))
def test_any_value_is_its_terms_or_a_sentence(kind: str, value: Any) -> None:
    """What engines are given is as many terms of the type as there are different values; the rest is as before."""
    query = parse_query(f"#+ params: {{plan: {{type: {kind}, optional: true}}}}\n{BODY}", "probe")
    try:
        bound = query.bind(plan=value)
    except IpgraphError as error:
        assert all(text.encode("utf-8") and len(text) < 400 for text in error.message.values())
        return
    before, _, after = BODY.partition("VALUES ?plan { UNDEF }")
    assert bound.startswith(before) and bound.endswith(after + "\n")
    found = EmbeddedStore().select(bound)
    many = len(value) if isinstance(value, list) else 1
    assert found.variables == ("plan", "rest") and len(found.rows) <= max(many, 1)
    assert all(str(row[1]) == '"} ?x"' for row in found.rows)
    datatypes = {getattr(getattr(row[0], "datatype", None), "value", "iri").rpartition("#")[2] for row in found.rows}
    assert datatypes <= ({kind} if value != [] else {"iri"})


BODY = 'SELECT ?plan ?rest WHERE { VALUES ?rest { "} ?x" } VALUES ?plan { UNDEF } }'


@pytest.mark.parametrize(
    ("kind", "value"),
    [("integer", 10**18), ("integer", "9" * 19), pytest.param("integer", -(10**5000), id="huge"),
     ("decimal", "1" * 19 + ",5"), ("decimal", "0." + "1" * 19),
     ("decimal", Decimal("NaN")), ("date", "10000-01-01"), ("date", "0000-01-01")],
)  # fmt: skip
def test_numbers_and_days_that_engines_cannot_compare_are_refused(kind: str, value: Any) -> None:
    """An engine would take them for errors and find nothing."""
    with pytest.raises(IpgraphError, match="is no value"):
        echo(probe(kind), first=value)
    assert echo(probe("integer"), first=10**18 - 1) == (10**18 - 1, None)
    assert echo(probe("decimal"), first=Decimal("1E+2")) == (Decimal(100), None)


def test_what_was_written_is_read_back() -> None:
    """Should a library ever write a value without its escapes, the query is refused."""

    class Careless(str):
        def __str__(self) -> str:
            return f'"{self[:]}"'

    parameter = probe("string").params[0]
    assert written(parameter, [ox.Literal("a"), ox.Literal('"')]) == r'"a" "\""'
    for value in ('a" "b', 'a" } . { ?s ?p ?o', "a\nb", "\\"):
        with pytest.raises(IpgraphError, match="is no value"):
            written(parameter, [Careless(value)])  # type: ignore[list-item]


@settings(max_examples=40)  # rdflib takes its time
@given(value=st.text(max_size=20) | st.sampled_from(HOSTILE))
def test_the_query_around_a_value_stays_as_it_was(value: str) -> None:
    """Another parser, that of rdflib, finds the same query but for the value."""
    try:
        bound = probe("string").bind(first=value)
    except IpgraphError:
        return
    if "\\u" in bound or "\\U" in bound:  # rdflib takes an escaped backslash before u for the start of an escape
        return
    plain_, other = (str(prepareQuery(one).algebra) for one in (probe("string").bind(first="x"), bound))
    assert len(re.findall("ToMultiSet", other)) == len(re.findall("ToMultiSet", plain_)) == 2
    assert other.count("BGP") == plain_.count("BGP")


@pytest.mark.parametrize(
    ("kind", "given_", "expected"),
    [
        ("string", 'Ende 2016 „ä“ "q" \\ \n2', 'Ende 2016 „ä“ "q" \\ \n2'),
        ("iri", "https://example.org/ä", Iri("https://example.org/ä")),
        ("integer", "12", 12),
        ("integer", 12, 12),
        ("integer", "-3", -3),
        ("decimal", "1500,5", Decimal("1500.5")),
        ("decimal", Decimal("0.10"), Decimal("0.1")),
        ("date", "2016-05-01", date(2016, 5, 1)),
        ("date", "1.5.2016", date(2016, 5, 1)),
        ("date", date(2016, 5, 1), date(2016, 5, 1)),
        ("boolean", True, True),
        ("boolean", "nein", False),
        ("boolean", "true", True),
    ],
)
def test_values_of_each_type(kind: str, given_: Any, expected: Value) -> None:
    assert echo(probe(kind), first=given_) == (expected, None)


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        ("integer", "viele"),
        ("integer", "1,5"),
        ("integer", ""),
        ("decimal", "1.500"),
        ("date", "2016-02-30"),
        ("date", "Ende 2016"),
        ("boolean", "vielleicht"),
        ("iri", "kein Ort"),
        ("iri", "https://x.example/> ."),
        ("iri", "javascript:alert(1)"),
        ("string", "\0"),
    ],
)
def test_values_that_do_not_fit_are_refused_in_words(kind: str, given_: str) -> None:
    with pytest.raises(IpgraphError) as caught:
        echo(probe(kind), first=given_)
    assert "first" in caught.value.message["de"] and "ist kein Wert" in caught.value.message["de"]
    assert "is no value" in caught.value.message["en"]


def test_a_missing_value_means_the_default() -> None:
    query = find_query("overlaps")
    assert query.bind() == query.bind(min=None, plan=None) == query.sparql
    assert "VALUES ?min { 3 }" in query.bind(min=3) or '"3"^^' in query.bind(min=3)


def test_language_is_bound_where_the_query_has_it() -> None:
    assert 'VALUES ?lang { "en" }' in find_query("no-measures").bind("en")
    assert 'VALUES ?lang { "en" }' in find_query("no-measures").bind(lang="en")
    assert find_query("focus-areas").bind("en") == find_query("focus-areas").bind("de")


@pytest.mark.parametrize("name", ["self", "text", "plan_id", "pla", "lang", "?plan", ""])
def test_unknown_parameter(name: str) -> None:
    query = probe("string")
    with pytest.raises(IpgraphError) as caught:
        query.bind("de", **{name: "x"}) if name != "lang" else query.bind("de", lange="x")
    assert "Möglich: first, second." in caught.value.message["de"]


@pytest.mark.parametrize("value", [*HOSTILE])
def test_hostile_values_in_the_catalogue(value: str) -> None:
    """Every parameter of every query: the answer is a subset of what there is, or a sentence."""
    store = read().store
    for query in queries().values():
        everything = set(query.run(store).rows) if value == HOSTILE[0] else None
        for parameter in query.params:
            if parameter.name == "lang":
                continue
            try:
                bound = query.bind(**{parameter.name: value})
            except IpgraphError:
                continue
            rows = EmbeddedStore().select(bound).rows
            assert not rows, "an empty store has no answer, whatever is asked"
            if everything is not None:
                assert not set(store.select(bound).rows) & everything or parameter.type != "string"


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#+ titel: x\nASK {}", "unknown keys in the header: titel"),
        ("#+ params: {x: {typ: string}}\nASK { VALUES ?x { UNDEF } }", "q.x: unknown keys in the header: typ"),
        ("#+ params: {x: {type: text}}\nASK { VALUES ?x { UNDEF } }", "q.x: unknown type text"),
        ("#+ columns: {x: {titel: x}}\nSELECT ?x {}", "q.x: unknown keys in the header: titel"),
        ("#+ params: {x: {}}\nASK {}", "parameter x has 0 VALUES lines instead of one"),
        ("#+ params: {x: {}}\nASK { VALUES ?xy { UNDEF } }", "parameter x has 0 VALUES lines instead of one"),
        (
            "#+ params: {x: {}}\nASK { VALUES ?x { UNDEF } VALUES ?x { 1 } }",
            "parameter x has 2 VALUES lines instead of one",
        ),
    ],
)
def test_faults_of_a_header(text: str, fault: str) -> None:
    with pytest.raises(IpgraphError) as caught:
        parse_query(text, "q")
    assert fault in caught.value.message["en"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#+ title: {de: x\nASK {}", "q: Der Kopf der Abfrage hat einen Fehler in oder vor Zeile 1, etwa"),
        (
            "# frei\n#+ title: x\nASK {}\n#+ a: b: c",
            "in oder vor Zeile 4, etwa eine offene Klammer oder",
        ),
        ("#+ Ein Titel\nASK {}", "q: Im Kopf der Abfrage steht „Ein Titel“ statt Angaben der Form „name: wert“."),
        ("#+ params: [x]\nASK {}", "statt Angaben der Form"),
        ("#+ params: {x: string}\nASK { VALUES ?x { UNDEF } }", "q.x: Im Kopf der Abfrage steht „string“ statt"),
        ("#+ columns: {x: Titel}\nSELECT ?x {}", "q.x: Im Kopf der Abfrage steht „Titel“ statt"),
        ("#+ titel: x\nASK {}", "gibt es diese Angaben nicht: titel. Möglich: across, answer, "),
        ("#+ 1: x\nASK {}", "gibt es diese Angaben nicht: 1. Möglich"),
    ],
)
def test_a_header_that_is_none_is_told_in_german(text: str, fault: str) -> None:
    with pytest.raises(IpgraphError) as caught:
        parse_query(text, "q")
    assert fault in caught.value.message["de"]


def test_a_query_without_a_header_is_fine() -> None:
    query = parse_query("SELECT (1 AS ?one) {}", "mine")
    assert query.title == {"de": "mine", "en": "mine"} and not query.params
    assert echo(query) == (1,)


# ---------------------------------------------------------------- sentences


def table(*rows: tuple[Value, ...]) -> Table:
    return Table(tuple(Column(name, {"de": name, "en": name}) for name in ("name", "count", "day", "done")), rows)


SENTENCES = parse_query(
    """#+ answer:
#+   de: "{rows} Zeilen, vorn {name} mit {count} am {day}; {sum:count}, {count:name} Namen, {rows:done=true} fertig"
#+   en: "{day}, {sum:count}"
#+ answer_empty: {de: nichts, en: nothing}
ASK {}""",
    "q",
)


def test_sentence() -> None:
    found = table(("A", Decimal("1.5"), date(2016, 5, 1), True), ("B", 2, None, False), ("A", None, None, True))
    assert SENTENCES.sentence(found) == "3 Zeilen, vorn A mit 1,5 am 01.05.2016; 3,5, 2 Namen, 2 fertig"
    assert SENTENCES.sentence(found, "en") == "2016-05-01, 3.5"
    assert SENTENCES.sentence(table()) == "nichts" and SENTENCES.sentence(table(), "en") == "nothing"


def test_a_value_in_a_sentence_is_not_read_as_a_place() -> None:
    assert SENTENCES.sentence(table(("{rows}", 1, None, None))).startswith("1 Zeilen, vorn {rows} mit 1 am ;")


def test_a_workbook_holds_text_and_nothing_that_no_sheet_can_hold() -> None:
    book = load_workbook(io.BytesIO(render(table(("=1+1\x0b\x07", 2, None, None)), "xlsx")))
    first, second = book.worksheets[0]["A2"], book.worksheets[0]["B2"]
    assert (first.value, first.data_type, second.value) == ("=1+1", "s", 2)


@pytest.mark.parametrize(
    ("sparql", "calls"),
    [
        ("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }", True),
        ("SELECT * { service silent ?where { ?s ?p ?o } }", True),
        ("SELECT ?service { ?s <https://example.org/SERVICE> ?service } # SERVICE <x>", False),
        ("SELECT * { ?s ?p 'SERVICE <https://example.org/>', \"SERVICE\" }", False),
        ("PREFIX service: <https://example.org/> SELECT * { ?s service:SERVICE ?o }", False),
    ],
)
def test_no_query_asks_another_service(sparql: str, calls: bool) -> None:
    assert calls_elsewhere(sparql) is calls
    if calls:
        with pytest.raises(IpgraphError, match="SERVICE"):
            EmbeddedStore().query(sparql)


def test_a_choice_that_the_data_do_not_know_is_refused(repository: Path) -> None:
    reading = read(repository / "data" / "boeblingen-2014")
    query = queries()["focus-areas"]
    check_choices(query, reading.store, {"plan": ["boeblingen-2014"]})
    with pytest.raises(IpgraphError, match="Possible: boeblingen-2014"):
        check_choices(query, reading.store, {"plan": ["boeblingen-2014", "Böblingen"]})
    with pytest.raises(IpgraphError, match="Possible: boeblingen-2014"):
        ipgraph.query("focus-areas", reading, plan="Böblingen")
