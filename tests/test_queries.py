"""Every file of queries/: its header, the rules it keeps, and the same answer in two engines.

The answers on the bundled plans are kept in tests/golden/queries. When a plan or a query was changed on purpose::

    pytest tests/test_queries.py --update-golden

and look at the difference before committing it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from ipgraph.catalogue import groups, parameter_values, queries
from ipgraph.catalogue.parameter import term
from ipgraph.catalogue.saved_query import HEADER_KEYS, SavedQuery, parse_query
from ipgraph.emit import convert
from ipgraph.ingest import Reading, code_triples, read
from ipgraph.model import IDENTIFIER
from ipgraph.namespaces import CODES_GRAPH, IP, RDF, SH
from ipgraph.store import EmbeddedStore
from ipgraph.table import Value, plain, shown_rows, value_of
from ipgraph.validation import validate
from ipgraph.validation.findings import Report

FOLDER = Path(__file__).parent / "golden" / "queries"
PLANS = ("boeblingen-2014", "musterkreis")
BOTH = "both"
IDS = sorted(queries())
ROLES = {"", "iri", "plan", "code", "value", "source", "target", "weight"}
PAIRS = {"fragmented-goals", "many-at-work", "several-leads", "should-talk"}
"""Queries over pairs of pairs: rdflib answers them on the first chapter of the model plan, Oxigraph on the whole."""

THINNED = {"brokers": 8} | dict.fromkeys(
    (
        "actor-portfolio",
        "almost-smart",
        "changes",
        "compare-themes",
        "completeness",
        "contradictions",
        "coverage-kind-chapter",
        "coverage-town-chapter",
        "cross-references",
        "current-activity",
        "current-status",
        "dangling-references",
        "deadlines",
        "distance-to-target",
        "due-soon",
        "external-plans-by-chapter",
        "focus-areas",
        "for-the-meeting",
        "overlaps",
        "partners",
        "smart-by-chapter",
        "smart-matrix",
    ),
    3,
)
"""Queries that take rdflib seconds on the model plan, since it joins by nested loops: it answers them where of
measures, reports and the like only every n-th is left, Oxigraph on the whole. Böblingen is always asked as a whole."""

APART = [name for name in IDS if not queries()[name].across]
"""Queries that answer for each plan by itself."""
ACROSS = [name for name in IDS if queries()[name].across]
"""Queries that set plans beside each other."""


@pytest.fixture(scope="session")
def readings(repository: Path) -> dict[str, Reading]:
    return {plan: read(repository / "data" / plan) for plan in PLANS}


@pytest.fixture(scope="session")
def both(repository: Path) -> Reading:
    return read(*(repository / "data" / plan for plan in PLANS))


@pytest.fixture(scope="session")
def reports(readings: dict[str, Reading]) -> dict[str, Report]:
    return {plan: validate(reading) for plan, reading in readings.items()}


@pytest.fixture(scope="session")
def exports(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, rdflib.Graph]:
    """Each plan as whoever downloads it gets it: one Turtle file, read by rdflib."""
    graphs = {}
    for plan in PLANS:
        path = tmp_path_factory.mktemp("exports") / f"{plan}.ttl"
        convert([repository / "data" / plan], path)
        graphs[plan] = rdflib.Graph().parse(path)
    return graphs


# ---------------------------------------------------------------- header


def bare(sparql: str) -> str:
    """A query without its strings, addresses and comments."""
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*', " ", sparql)


def order_keys(sparql: str) -> list[str]:
    """The variables of the last ORDER BY."""
    return re.findall(r"\?(\w+)", sparql[sparql.rindex("ORDER BY") :])


def texts(query: SavedQuery) -> dict[str, Any]:
    """Everything in the header that people read."""
    found: dict[str, Any] = {
        name: getattr(query, name) for name in ("title", "question", "description", "answer", "answer_empty")
    }
    found |= {f"column {column.name}": column.title for column in query.columns.values() if column.role != "iri"}
    found |= {f"label of {parameter.name}": parameter.label for parameter in query.params}
    return found | ({"hint": query.hint} if query.hint["de"] else {})


@pytest.mark.parametrize("name", IDS)
def test_header(name: str) -> None:
    query = queries()[name]
    assert query.group in groups()
    for what, text in texts(query).items():
        assert set(text) == {"de", "en"}, what
        assert all(words.strip() == words and words for words in text.values()), what
    for lang in ("de", "en"):
        assert query.question[lang].endswith("?")
        assert query.answer[lang].endswith((".", "!"))
    assert all(column.role in ROLES for column in query.columns.values())
    for column in query.columns.values():
        assert not column.of or column.of in query.columns, f"{column.name} belongs to no column"
        assert (column.role == "iri") == bool(column.of), column.name
    if query.chart:
        used = [
            query.chart.get("label"),
            *(query.chart.get(key) for key in ("by", "rows", "columns", "value")),
            *query.chart.get("values", ()),
            *query.chart.get("where", ()),
        ]
        flat = [name for one in used if one for name in ([one] if isinstance(one, str) else one)]
        assert query.chart["kind"] in ("bar", "count", "matrix") and set(flat) <= set(query.columns)


@pytest.mark.parametrize("name", IDS)
def test_placeholders_of_sentences_are_columns(name: str) -> None:
    query = queries()[name]
    for text in (*query.answer.values(), *query.answer_empty.values()):
        for kind, column in re.findall(r"\{([a-z_]+)(?::([a-z_]+)(?:=[^{}]*)?)?\}", text):
            assert (column or kind) in {"rows", *query.columns}
        assert not re.search(r"[{}]", re.sub(r"\{[a-z_]+(?::[a-z_]+(?:=[^{}]*)?)?\}", "", text))


@pytest.mark.parametrize("name", IDS)
def test_parameters(name: str) -> None:
    query = queries()[name]
    declared = {parameter.name: parameter for parameter in query.params}
    lines = re.findall(r"VALUES\s+\?(\w+)\s*\{([^{}]*)\}", query.sparql)
    assert "plan" in declared and declared["plan"].values
    assert ("lang" in declared) == ("?lang" in query.sparql)
    for parameter in query.params:
        found = [value.strip() for variable, value in lines if variable == parameter.name]
        assert len(found) == 1, parameter.name
        if parameter.default is None:
            assert parameter.optional and found == ["UNDEF"], parameter.name
        else:
            assert not parameter.optional, parameter.name
            written = str(term(parameter, parameter.default))
            assert found[0] == written or found[0] == plain(parameter.default), parameter.name


@pytest.mark.parametrize("name", IDS)
def test_columns_are_what_is_selected(name: str) -> None:
    query = queries()[name]
    assert query.run(EmbeddedStore()).index.keys() == query.columns.keys()


# ---------------------------------------------------------------- rules for portable queries


@pytest.mark.parametrize("name", IDS)
def test_no_constructs_that_engines_answer_differently(name: str) -> None:
    text = bare(queries()[name].sparql)
    assert not re.search(r"(?<![?$:\w-])(SERVICE|FROM|GRAPH|NOW|RAND|UUID|STRUUID|BNODE|LIMIT|OFFSET)\b", text, re.I)
    assert not re.search(r"NOT\s+EXISTS", text, re.I), "use MINUS or an aggregate"
    assert not re.search(r"[\w>)][*+](?=[\s/|)])", text), "no path of any length"
    assert not re.search(r"GROUP_CONCAT\(\s*DISTINCT", text, re.I), "rdflib stops at an unbound value"
    assert not re.search(r',\s*"i"\s*\)', queries()[name].sparql), "use LCASE and CONTAINS"
    bound = {text[one.end() : closing(text, one.end())].split("?")[-1] for one in re.finditer(r"\bBIND\s*\(", text)}
    aliases = set(re.findall(r"\bAS\s+\?(\w+)\s*\)", text)) - bound
    for start in (found.end() for found in re.finditer(r"\bHAVING\s*\(", text)):
        assert not aliases & set(re.findall(r"\?(\w+)", text[start : closing(text, start)])), "repeat the aggregate"


def closing(text: str, start: int) -> int:
    depth = 1
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if not depth:
            return position
    raise AssertionError("brackets do not match")


@pytest.mark.parametrize("name", IDS)
def test_order_is_total(name: str, both: Reading) -> None:
    """No two rows have the same sort keys, so that the order never depends on the engine."""
    query = queries()[name]
    keys = order_keys(query.sparql)
    everything = re.sub(r"SELECT\s[^{]*?\bWHERE", "SELECT * WHERE", query.bind(), count=1)
    found = both.store.select(everything)
    assert set(keys) <= set(found.variables)
    positions = [found.variables.index(key) for key in keys]
    sorted_by = [tuple(row[position] for position in positions) for row in found.rows]
    assert len(set(sorted_by)) == len(sorted_by)


# ---------------------------------------------------------------- answers


def python_value(node: rdflib.term.Node | None) -> Value:
    if node is None or isinstance(node, rdflib.BNode):
        return None
    if isinstance(node, rdflib.URIRef):
        return str(node)
    assert isinstance(node, rdflib.Literal)
    return value_of(ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))) if node.datatype else str(node)


def in_rdflib(graph: rdflib.Graph, query: SavedQuery) -> list[tuple[str, ...]]:
    return [tuple(plain(python_value(node)) for node in row) for row in graph.query(query.bind())]


def in_oxigraph(store: EmbeddedStore, query: SavedQuery) -> list[tuple[str, ...]]:
    return [tuple(map(plain, row)) for row in query.run(store).rows]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", IDS)
def test_same_rows_in_rdflib(
    name: str,
    plan: str,
    readings: dict[str, Reading],
    exports: dict[str, rdflib.Graph],
    part_of_model_plan: Callable[[int], tuple[EmbeddedStore, rdflib.Graph]],
) -> None:
    query = queries()[name]
    store, graph = readings[plan].store, exports[plan]
    if plan == "musterkreis" and (name in PAIRS or name in THINNED):
        store, graph = part_of_model_plan(THINNED.get(name, 0))
        assert in_oxigraph(store, query) or not in_oxigraph(readings[plan].store, query), "the part shows nothing"
    assert in_rdflib(graph, query) == in_oxigraph(store, query)


@pytest.fixture(scope="session")
def part_of_model_plan(readings: dict[str, Reading]) -> Callable[[int], tuple[EmbeddedStore, rdflib.Graph]]:
    """The model plan with every n-th of what is long in it; for 0 with the measures of its first chapter only."""
    plan = readings["musterkreis"].plans[0]
    triples = list(readings["musterkreis"].store.triples(plan))

    @cache
    def part(step: int) -> tuple[EmbeddedStore, rdflib.Graph]:
        left_out = thinned(triples, step) if step else beyond_first_chapter(triples)
        kept = [triple for triple in triples if triple.subject not in left_out]
        assert 0 < len(kept) < len(triples)
        return in_both_engines(plan, kept)

    return part


def thinned(triples: list[ox.Triple], step: int) -> set[object]:
    """All but every n-th resource of a class; whole are what the others hang on, and the dates."""
    members: dict[str, list[ox.NamedNode]] = defaultdict(list)
    for triple in triples:
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, ox.NamedNode):
            members[str(triple.object)].append(triple.subject)
    whole = {f"<{IP}{name}>" for name in ("Plan", "Chapter", "Goal", "Actor", "TimeSpan")}
    return {
        one
        for name, found in members.items()
        if name not in whole
        for number, one in enumerate(sorted(found, key=str))
        if number % step
    }


def beyond_first_chapter(triples: list[ox.Triple]) -> set[object]:
    return {
        triple.subject
        for triple in triples
        if triple.predicate.value == IDENTIFIER and re.match("M[2-9]", str(getattr(triple.object, "value", "")))
    }


def in_both_engines(plan: str, kept: list[ox.Triple]) -> tuple[EmbeddedStore, rdflib.Graph]:
    store = EmbeddedStore()
    store.add(plan, kept)
    store.add(CODES_GRAPH, code_triples())
    graph = rdflib.Graph()
    written = ox.serialize([*kept, *code_triples()], format=ox.RdfFormat.N_TRIPLES) or b""
    return store, graph.parse(data=written, format="nt")


@pytest.mark.parametrize("name", ACROSS)
def test_same_rows_in_rdflib_across_plans(name: str, both: Reading, exports: dict[str, rdflib.Graph]) -> None:
    query = queries()[name]
    assert in_rdflib(exports[PLANS[0]] + exports[PLANS[1]], query) == in_oxigraph(both.store, query)


@pytest.mark.parametrize("name", APART)
def test_several_plans_do_not_mix(name: str, readings: dict[str, Reading], both: Reading) -> None:
    query = queries()[name]
    together = query.run(both.store)
    for reading in readings.values():
        [identifier] = [
            row[0] for row in reading.store.select(f"SELECT ?i {{ <{reading.plans[0]}> <{IDENTIFIER}> ?i }}").rows
        ]
        alone = query.run(reading.store).rows
        assert query.run(both.store, plan=str(getattr(identifier, "value", ""))).rows == alone
        column = together.index["plan"]
        assert tuple(row for row in together.rows if row[column] == getattr(identifier, "value", "")) == alone


@pytest.mark.parametrize("name", IDS)
def test_one_plan_of_several_is_asked_in_its_graph(name: str, both: Reading) -> None:
    """Looking only into the graph of the chosen plan gives the same as looking into all of them."""
    query = queries()[name]
    for plan in both.plans:
        [[key]] = both.store.select(f"SELECT ?key WHERE {{ <{plan}> <{IDENTIFIER}> ?key }}").rows
        assert isinstance(key, ox.Literal)
        values = {"plan": key.value}
        assert query.graphs(both.store, values) == (() if query.across else (plan,))
        everywhere = both.store.select(query.bind("de", **values)).rows
        assert tuple(tuple(map(value_of, row)) for row in everywhere) == query.run(both.store, "de", **values).rows


@pytest.mark.parametrize("name", IDS)
def test_a_plan_without_anything_has_an_answer(name: str) -> None:
    query = queries()[name]
    table = query.run(EmbeddedStore())
    assert not table.rows
    assert (
        query.sentence(table, "de") == query.answer_empty["de"]
        and query.sentence(table, "en") == query.answer_empty["en"]
    )


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", IDS)
def test_both_languages(name: str, plan: str, readings: dict[str, Reading]) -> None:
    """English changes words, never rows or figures; sentences leave no gap."""
    query, store = queries()[name], readings[plan].store
    german, english = query.run(store, "de"), query.run(store, "en")
    words = {"what", "reasons", "part"} | {
        column for column in german.index if re.search("label|^(who|basis|missing|.*_what)$", column)
    }
    for before, after in zip(german.dicts(), english.dicts(), strict=True):
        assert {k: v for k, v in before.items() if k not in words} == {k: v for k, v in after.items() if k not in words}
    for table, lang in ((german, "de"), (english, "en")):
        assert not re.search(r"[{}]|\bNone\b| {2}| [.,;)]|„“|“”|\(\)", query.sentence(table, lang))


@pytest.mark.parametrize("name", IDS)
def test_values_offered_for_parameters_fit(name: str, readings: dict[str, Reading]) -> None:
    query, store = queries()[name], readings["musterkreis"].store
    for parameter in query.params:
        if parameter.values:
            offered = parameter_values(parameter, store)
            assert offered and all(label for _, label in offered)
            answers = [len(query.run(store, **{parameter.name: value}).rows) for value, _ in offered]
            assert sum(answers) == len(query.run(store).rows), "the values together are the whole"


@pytest.fixture(scope="session")
def eight(readings: dict[str, Reading]) -> EmbeddedStore:
    """The model plan eight times, each under a name of its own."""
    reading = readings["musterkreis"]
    text = (ox.serialize(reading.store.triples(reading.plans[0]), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    store = EmbeddedStore()
    store.add(CODES_GRAPH, code_triples())
    for number in range(8):
        copy = ox.parse(text.replace("musterkreis-2024", f"musterkreis-{number}"), format=ox.RdfFormat.N_TRIPLES)
        store.add(f"{reading.plans[0]}-{number}", (quad.triple for quad in copy))
    return store


@pytest.mark.parametrize("name", APART)
def test_eight_plans_have_eight_times_the_rows(name: str, readings: dict[str, Reading], eight: EmbeddedStore) -> None:
    """No row mixes plans; how the time grows, tests/bench/queries.py measures."""
    query = queries()[name]
    assert len(query.run(eight).rows) == 8 * len(query.run(readings["musterkreis"].store).rows)


# ---------------------------------------------------------------- SMART: the query and the rules


@pytest.mark.parametrize("plan", PLANS)
def test_smart_matrix_agrees_with_the_check(
    plan: str, readings: dict[str, Reading], reports: dict[str, Report]
) -> None:
    table = queries()["smart-matrix"].run(readings[plan].store)
    criteria = ("specific", "measurable", "up_to_date", "realistic", "time_bound")
    asked = {str(row["goal"]): ([row[name] for name in criteria], row["met"]) for row in table.dicts()}
    report = reports[plan]
    checked = {row.goal.iri: ([not row.missing[one.iri] for one in report.criteria], row.met) for row in report.smart()}
    assert asked == checked
    assert all(bool(row["missing"]) == (row["met"] != 5) for row in table.dicts())


def test_smart_matrix_knows_every_rule(repository: Path) -> None:
    """The patterns and bounds of the rules stand in the query, letter by letter."""
    sparql = queries()["smart-matrix"].sparql
    shapes = rdflib.Graph().parse(repository / "ontology" / "shapes" / "smart.ttl")
    codes = {
        str(code)
        for rule in shapes.subjects(rdflib.URIRef(IP + "smartCriterion"))
        for code in shapes.objects(rule, rdflib.URIRef(IP + "code"))
    }
    for pattern in shapes.objects(None, rdflib.URIRef(SH + "pattern")):
        assert str(ox.Literal(str(pattern))) in sparql
    looked_for, named = sparql.split("VALUES (?rule ?position")
    assert codes == set(re.findall(r'"(\w-\d\d)"', looked_for)) == set(re.findall(r'"(\w-\d\d)"', named))
    bounds = {
        name: int(str(next(iter(shapes.objects(None, rdflib.URIRef(SH + name))))))
        for name in ("maxLength", "maxInclusive")
    }
    assert (
        f"STRLEN(?wording) > {bounds['maxLength']}," in sparql
        and f"VALUES ?max_age {{ {bounds['maxInclusive']} }}" in sparql
    )


@pytest.mark.parametrize("name", ["almost-smart", "smart-by-chapter"])
def test_smart_rules_stand_word_for_word(name: str) -> None:
    """SPARQL cannot include one query in another: the lines of smart-matrix that say what is met are repeated."""
    matrix = queries()["smart-matrix"].sparql
    start, end = (matrix.index(line) for line in ("  ?goal a ip:Goal ; ip:inPlan ?p .", "  BIND (xsd:boolean(?s)"))
    assert matrix[start:end] in queries()[name].sparql


@pytest.mark.parametrize("plan", PLANS)
def test_smart_queries_agree(plan: str, readings: dict[str, Reading]) -> None:
    store = readings[plan].store
    matrix = list(queries()["smart-matrix"].run(store).dicts())
    by_chapter = list(queries()["smart-by-chapter"].run(store).dicts())
    assert sum(row["met"] for row in by_chapter) == sum(row["met"] for row in matrix)
    assert sum(row["goals"] for row in by_chapter) == 5 * len(matrix)
    almost = queries()["almost-smart"].run(store).dicts()
    wanted = {(row["goal"], row["missing"]) for row in matrix if row["met"] == 4}
    assert {(row["goal"], row["missing"]) for row in almost} == wanted
    assert len(queries()["almost-smart"].run(store, open=5).rows) == sum(row["met"] < 5 for row in matrix)


LEADS = """
@prefix : <http://example.org/> . @prefix ip: <https://w3id.org/ipgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix level: <https://w3id.org/ipgraph/codes/level/> .
:plan a ip:Plan ; dcterms:identifier "p" . :bund ip:level level:federal . :eu ip:level level:european .
:kreis ip:level level:county .
:far a ip:Goal ; ip:inPlan :plan . :m1 ip:serves :far ; ip:responsible :bund ; ip:involved :kreis .
:both a ip:Goal ; ip:inPlan :plan . :m2 ip:serves :both ; ip:responsible :bund , :kreis .
:nobody a ip:Goal ; ip:inPlan :plan . :m3 ip:serves :nobody ; ip:involved :eu . :m4 ip:serves :nobody .
:unknown a ip:Goal ; ip:inPlan :plan . :m5 ip:serves :unknown ; ip:responsible :verein ; ip:involved :bund .
:two a ip:Goal ; ip:inPlan :plan . :m6 ip:serves :two ; ip:responsible :bund .
:m7 ip:serves :two ; ip:responsible :verein .
:near a ip:Goal ; ip:inPlan :plan . :m8 ip:serves :near ; ip:involved :eu , :kreis .
"""
"""Goals by who leads, or takes part where nobody leads (rule R-03); a `verein` has no level."""


def test_only_the_federation_or_the_eu_leads() -> None:
    query = queries()["smart-matrix"]
    triples = [quad.triple for quad in ox.parse(LEADS, format=ox.RdfFormat.TURTLE)]
    store, graph = in_both_engines("http://example.org/plan", triples)
    said = {
        str(row["goal"]): "nur Bund oder EU verantwortlich" in str(row["missing"]) for row in query.run(store).dicts()
    }
    assert {goal.rpartition("/")[2] for goal, found in said.items() if found} == {"far", "nobody", "two"}
    assert len(said) == 6 and in_rdflib(graph, query) == in_oxigraph(store, query)


@pytest.mark.parametrize("plan", PLANS)
def test_open_goals_are_found_by_the_check(plan: str, readings: dict[str, Reading], reports: dict[str, Report]) -> None:
    """What the query calls open, rule B-04 or B-05 reports; the query knows more reasons than the rules."""
    table = queries()["no-measures"].run(readings[plan].store)
    still_open = {str(row["part"]) for row in table.dicts() if row["reason"] == "open"}
    reported = {finding.focus for finding in reports[plan].findings if finding.code in ("B-04", "B-05")}
    assert still_open <= reported


# ---------------------------------------------------------------- kept answers


def kept(query: SavedQuery, store: EmbeddedStore, most: int = 40) -> str:
    """An answer to read: the sentences, then the first rows as people see them, then a fingerprint of all."""
    table = query.run(store)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    out.write(f"# {query.sentence(table, 'de')}\n# {query.sentence(query.run(store, 'en'), 'en')}\n")
    writer.writerow([column.title["de"] for column in table.shown])
    rows = list(shown_rows(table, "de"))
    writer.writerows([text if len(text) <= 70 else text[:69] + "…" for text in row] for row in rows[:most])
    whole = "\n".join("\t".join(map(plain, row)) for row in table.rows)
    out.write(f"# {len(rows)} rows, sha256 {hashlib.sha256(whole.encode()).hexdigest()[:16]}\n")
    return out.getvalue()


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", IDS)
def test_answer_as_kept(name: str, plan: str, readings: dict[str, Reading], update_golden: bool) -> None:
    compare(FOLDER / plan / f"{name}.csv", kept(queries()[name], readings[plan].store), update_golden)


@pytest.mark.parametrize("name", ACROSS)
def test_answer_across_plans_as_kept(name: str, both: Reading, update_golden: bool) -> None:
    compare(FOLDER / BOTH / f"{name}.csv", kept(queries()[name], both.store), update_golden)


def compare(path: Path, found: str, update_golden: bool) -> None:
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert path.is_file(), "new query? pytest tests/test_queries.py --update-golden"
    assert found == path.read_text(encoding="utf-8"), "changed on purpose? pytest tests/test_queries.py --update-golden"


def test_nothing_is_kept_for_queries_that_are_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*/*.csv")} <= set(IDS)
    assert {path.name for path in FOLDER.iterdir()} == {*PLANS, BOTH}


# ---------------------------------------------------------------- the manual


def test_manual(repository: Path, readings: dict[str, Reading]) -> None:
    """The example of queries/README.md runs, and every key of a header stands in its table."""
    manual = (repository / "queries" / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```sparql\n(.*?)```", manual, re.S)
    query = parse_query(example, "example")
    store = readings["musterkreis"].store
    table = query.run(store)
    assert list(table.index) == list(query.columns) and len(table.rows) == 78
    assert query.sentence(table, "en").startswith("Goals: 78, measures: 2")
    for key in HEADER_KEYS:
        assert f"`{key}`" in manual
    for role in ROLES - {""}:
        assert f"`{role}`" in manual
