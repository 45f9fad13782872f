"""The rules, each with an example that it accepts and one on which it fires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from plans import write_csv
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery

import ipgraph
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.model import IDENTIFIER, load_model
from ipgraph.validation.engines import rdflib_graph
from ipgraph.validation.findings import Report
from ipgraph.validation.own_shapes import TARGETS
from ipgraph.validation.shapes import LIMITS, SEVERITIES, Rule, load_shapes
from ipgraph.validation.under_check import PlanUnderCheck, codes_for_rules

EXAMPLES = Path(__file__).parent / "rules"
IP = Namespace("https://w3id.org/ipgraph/ontology#")
RULES = load_shapes().rules
CODES = sorted(rule.code for rule in RULES.values())
PLAN = "https://w3id.org/ipgraph/data/probe"
NAME = re.compile(r"([A-Z]-\d\d)-(valid|invalid)-[a-z-]+")
PREFIXES = """@prefix rule: <https://w3id.org/ipgraph/rule/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix level: <https://w3id.org/ipgraph/codes/level/> .
"""
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def files(verdict: str) -> list[Path]:
    return sorted(EXAMPLES.glob(f"*-{verdict}-*.ttl"))


@cache
def base() -> str:
    return (EXAMPLES / "base.ttl").read_text(encoding="utf-8")


def example(code: str, verdict: str) -> str:
    (path,) = EXAMPLES.glob(f"{code}-{verdict}-*.ttl")
    return path.read_text(encoding="utf-8")


def all_invalid() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in files("invalid"))


def check(text: str, folder: Path, shapes: str = "") -> Report:
    path, own = folder / "probe.ttl", folder / "own.ttl"
    path.write_text(base() + text, encoding="utf-8")
    own.write_text(PREFIXES + shapes, encoding="utf-8")
    return ipgraph.validate(ipgraph.read(path), shapes=own if shapes else None)


def fired(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


@cache
def graph() -> Graph:
    """Shapes, facts and vocabulary, for look-ups by test."""
    return rdflib_graph(ox.serialize(load_shapes().triples, format=ox.RdfFormat.N_TRIPLES) or b"")


# ---------------------------------------------------------------- tests by example


def test_nothing_fires_on_the_base(tmp_path: Path) -> None:
    assert [finding.message["en"] for finding in check("", tmp_path).findings] == []


@pytest.mark.parametrize("path", files("invalid"), ids=lambda path: path.stem)
def test_exactly_the_expected_rules_fire(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("# expect: ")
    expected = set(first.removeprefix("# expect: ").split())
    assert path.name[:4] in expected
    report = check(text, tmp_path)
    assert fired(report) == expected
    for finding in report.findings:
        for sentence in finding.message.values():
            assert not re.search(r"[{}]|„“|“”|\(\)|  ", sentence), "every placeholder has something to say"


@pytest.mark.parametrize("path", files("valid"), ids=lambda path: path.stem)
def test_a_valid_example_is_accepted(path: Path, tmp_path: Path) -> None:
    report = check(path.read_text(encoding="utf-8"), tmp_path)
    assert [(finding.code, finding.focus) for finding in report.findings] == []


@pytest.mark.parametrize("code", CODES)
def test_each_rule_has_both_examples(code: str) -> None:
    for verdict in ("valid", "invalid"):
        assert len(list(EXAMPLES.glob(f"{code}-{verdict}-*.ttl"))) == 1


def test_each_example_belongs_to_a_rule() -> None:
    for path in EXAMPLES.glob("*.ttl"):
        found = NAME.fullmatch(path.stem)
        assert path.stem == "base" or (found and found[1] in CODES), path.name


# ---------------------------------------------------------------- what a rule has to say


def test_codes_are_unique_and_name_the_shape() -> None:
    assert len(set(CODES)) == len(CODES)
    assert all(iri.endswith("/" + rule.code) for iri, rule in RULES.items())


@each_rule
def test_each_rule_says_what_it_wants_in_both_languages(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    for text in (rule.name, rule.message, rule.description, rule.good, rule.bad):
        assert set(text) == {"de", "en"}
        assert all(text.values())
    for message in rule.message.values():
        assert message.endswith((".", "…")) and ";" in message, "what is missing; what to do"
        assert not re.search(r"\bSie\b|\bIhre?\b", message)
        assert set(re.findall(r"\{(\w+)\}", message)) <= {"field", "value", "written", "match", "expected"}
    for description in rule.description.values():
        assert description.endswith(".")


@each_rule
def test_examples_are_short_and_differ(rule: Rule) -> None:
    for lang in ("de", "en"):
        assert rule.good[lang] != rule.bad[lang]
        assert max(len(rule.good[lang]), len(rule.bad[lang])) <= 110
        assert not re.match(r"\((leer|empty)\)", rule.good[lang]), "a good example can be typed"


@each_rule
def test_a_pattern_accepts_the_good_example_and_finds_the_bad_one(rule: Rule) -> None:
    for text, fires in ((rule.good, False), (rule.bad, True)):
        for words in text.values():
            assert not rule.pattern or bool(rule.pattern.search(words)) is fires


@pytest.mark.parametrize("code", ["S-02", "S-03", "S-04", "S-05", "S-06"])
def test_the_examples_of_a_wording_hold_in_a_plan(code: str, tmp_path: Path) -> None:
    rule = next(rule for rule in RULES.values() if rule.code == code)
    wording = re.search(r'(:Z1 a .*?ip:wording )"[^"]*"@de', base(), re.DOTALL)
    for lang in ("de", "en"):
        for words, fires in ((rule.good[lang], False), (rule.bad[lang], True)):
            if code == "S-04" and fires:
                words = words * 5  # half a page
            probe = base().replace(wording[0], f'{wording[1]}"{words}"@{lang}')
            (tmp_path / "probe.ttl").write_text(probe, encoding="utf-8")
            assert fired(ipgraph.validate(ipgraph.read(tmp_path / "probe.ttl"))) == ({code} if fires else set())


@each_rule
def test_examples_of_dates_are_dates(rule: Rule) -> None:
    """What stands in front of a bracket could be typed into a column for dates."""
    times = {column.path for sheet in load_model().sheets for column in sheet.fields if column.is_time}
    shape = URIRef(next(iri for iri, other in RULES.items() if other is rule))
    if str(rule.concerns or graph().value(shape, SH.path)) in times:
        for words in (*rule.good.values(), *rule.bad.values()):
            entry = re.split(r"(?:^| )\(", words)[0]
            assert not entry or parse_time_span(entry), words


@each_rule
def test_a_rule_concerns_a_column_of_its_sheet(rule: Rule) -> None:
    if rule.concerns:
        shape = URIRef(next(iri for iri, other in RULES.items() if other is rule))
        classes = {str(term) for term in graph().objects(shape, SH.targetClass)}
        sheets = [sheet for sheet in load_model().sheets if not classes or sheet.target in classes]
        assert any(rule.concerns in sheet.by_path for sheet in sheets)


def test_each_rule_has_a_severity_and_a_target_in_its_shape() -> None:
    for iri in RULES:
        assert graph().value(URIRef(iri), SH.severity) in (SH.Violation, SH.Warning, SH.Info)
        targets = [term for name in TARGETS for term in graph().objects(URIRef(iri), URIRef(name))]
        assert targets and all(str(term).startswith(str(IP)) for term in targets), "targets are plan data only"


def test_every_smart_criterion_has_rules() -> None:
    smart = {rule.code[0]: rule.criterion for rule in RULES.values() if rule.code[0] in "SMART"}
    assert len(set(smart.values())) == 5
    assert all((rule.criterion == smart.get(rule.code[0])) for rule in RULES.values())


def test_every_constraint_of_the_columns_has_a_message() -> None:
    silent = {SH.path, SH.order, SH.group, SH.name, SH.description, SH.flags, SH.property, SH.message, SH.severity}
    fields = {
        o for s, o in graph().subject_objects(SH.property) if str(s).startswith("https://w3id.org/ipgraph/field/")
    }
    used = {p for shape in fields if not isinstance(shape, BNode) for p in graph().predicates(shape)}
    for parameter in used - silent:
        if parameter.startswith(str(SH)):
            name = parameter.removeprefix(str(SH))
            assert f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent" in load_shapes().constraints


def test_every_check_of_a_cell_says_why_it_is_made() -> None:
    shapes = load_shapes()
    for rule in (*shapes.constraints.values(), *shapes.inputs.values()):
        assert set(rule.name) == set(rule.description) == {"de", "en"}, rule.code
        assert set(rule.good) == set(rule.bad) == {"de", "en"} and rule.good != rule.bad, rule.code
        assert all(text.endswith(".") for text in rule.description.values()), rule.code


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_reader_takes_the_example_of_every_column(lang: str, tmp_path: Path) -> None:
    """One row a sheet, each cell filled with its example; all that may be missing is the row that it refers to."""
    for sheet in load_model().sheets:
        assert all(set(column.example) == {"de", "en"} for column in sheet.fields)
    rows = {
        sheet.file_name: [[column.name[lang] for column in sheet.fields], [c.example[lang] for c in sheet.fields]]
        for sheet in load_model().sheets
    }
    reading = ipgraph.read(write_csv(rows, tmp_path / "plan"))
    assert {problem.code for problem in reading.problems} <= {"E-04", "E-08"}
    own = {sheet.by_path[IDENTIFIER].example[lang] for sheet in load_model().sheets if sheet.identifier}
    missing = {problem.value for problem in reading.problems}
    assert missing and not missing & own
    assert all(re.fullmatch(r"[A-Z]-?[A-Z0-9.]+[a-z]?", value or "") for value in missing), "what looks like a Kennung"


def test_the_examples_of_the_columns_break_no_rule(tmp_path: Path) -> None:
    """What is shown as a good entry gives no finding of its own; what it takes to be SMART is there."""
    model = load_model()
    rows = {s.file_name: [[c.name["de"] for c in s.fields], [c.example["de"] for c in s.fields]] for s in model.sheets}
    report = ipgraph.validate(ipgraph.read(write_csv(rows, tmp_path / "plan")))
    about_one_row = {code for code in fired(report) if code[0] not in "EFBK"}
    assert about_one_row == set()
    assert all(row.met == 5 for row in report.smart())


# ---------------------------------------------------------------- thresholds, and what a county changes


def test_thresholds_stand_at_the_shape_of_the_rule() -> None:
    """Not in a shape without a name, where nobody could put another value in their place."""
    for name in set(LIMITS):
        for shape, value in graph().subject_objects(SH[name]):
            assert isinstance(shape, URIRef) or (name.endswith("Count") and value.toPython() in (0, 1)), (name, value)


@each_rule
def test_thresholds_do_not_stand_in_words(rule: Rule) -> None:
    numbers = {limit[0] for limit in rule.limits.values() if len(limit) == 1} - {"0"}
    spelt = {"2": r"zwei\w*|two", "3": "drei|three", "5": "fünf|five"}
    for text in (*rule.name.values(), *rule.message.values(), *rule.description.values()):
        for number in numbers if rule.limits.keys() - {"in"} else ():
            if rule.code not in {"B-02", "K-02"}:  # "two levels", "no two of them": no threshold
                assert not re.search(rf"\b({number}|{spelt.get(number, number)})\b", text), text


CHANGES = {
    "A-02": "sh:maxInclusive 99",
    "B-02": "sh:maxInclusive 3",
    "B-24": "sh:maxInclusive 99",
    "B-25": "sh:maxInclusive 99",
    "B-26": "sh:maxInclusive 99",
    "K-02": "sh:maxExclusive 9",
    "R-01": "sh:in ( level:neighbourhood level:municipal level:county level:regional level:state )",
    "R-02": "sh:in ( level:county level:state level:federal level:european )",
    "R-03": "sh:in ( level:municipal level:county level:federal )",
    "S-04": "sh:maxLength 5000",
    "S-05": "sh:minInclusive 1",
}


def test_each_threshold_is_tried() -> None:
    """An empty list permits nothing, whatever the county; 0 of something is no threshold."""
    assert set(CHANGES) == {rule.code for rule in RULES.values() if any(rule.limits.values())}


@pytest.mark.parametrize("code", CHANGES)
def test_a_county_changes_a_threshold_in_one_line(code: str, tmp_path: Path) -> None:
    assert code in fired(check(example(code, "invalid"), tmp_path))
    assert code not in fired(check(example(code, "invalid"), tmp_path, f"rule:{code} {CHANGES[code]} ."))


def test_a_county_switches_rules_off(tmp_path: Path) -> None:
    off = "".join(f"rule:{code} sh:deactivated true ." for code in CODES)
    assert len(fired(check(all_invalid(), tmp_path)) & set(CODES)) > 30
    assert not fired(check(all_invalid(), tmp_path, off)) & set(CODES)


def test_the_queries_call_the_same_levels_local() -> None:
    """They know them by a flag of the code list, the check by the list of R-01; by default these are the same."""
    flagged = ipgraph.read().store.select(f"SELECT ?level WHERE {{ ?level <{IP}localInfluence> true }}").rows
    (rule,) = (rule for rule in RULES.values() if rule.code == "R-01")
    assert {level.value for (level,) in flagged} == set(rule.limits["in"])


# ---------------------------------------------------------------- engines


def test_rules_are_core_shacl() -> None:
    beyond = ("sparql", "select", "ask", "js", "expression", "nodes", "target", "parameter", "labelTemplate")
    assert not [triple for name in beyond for triple in graph().triples((None, SH[name], None))]


def test_shapes_are_valid_shacl() -> None:
    """SHACL's own shapes for shapes (SHACL 1.0, appendix C) find no fault in ours, and would."""
    shapes = rdflib_graph(ox.serialize(load_shapes().judging, format=ox.RdfFormat.N_TRIPLES))
    assert pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True, max_validation_depth=60)[0]
    broken = Graph().parse(data=PREFIXES + "rule:T-01 a sh:PropertyShape ; sh:path sh:name ; sh:minCount 'one' .")
    with pytest.raises(ReportableRuntimeError):
        pyshacl.validate(Graph(), shacl_graph=broken, meta_shacl=True)


def test_facts_come_out_the_same_in_another_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pySHACL runs the rules of facts.ttl node by node; the program runs each once in Oxigraph."""
    prepared, ask = cache(prepareQuery), Graph.query  # each query is parsed once, not once a node
    monkeypatch.setattr(Graph, "query", lambda self, query, *rest, **more: ask(self, prepared(query), *rest, **more))
    derived = {str(fact) for fact in facts()}
    # What is no longer so as soon as all examples are one plan: bodies that do not work together, a newest report.
    alone = [example("K-02", "invalid"), example("B-25", "invalid"), example("B-04", "valid")]
    found = set()
    for text in (all_invalid(), *alone):
        (tmp_path / "probe.ttl").write_text(base() + text, encoding="utf-8")
        reading = ipgraph.read(tmp_path / "probe.ttl")
        codes = codes_for_rules(reading)
        plan = rdflib_graph(PlanUnderCheck(reading, PLAN, load_model(), load_shapes(), codes).triples)
        ours = {triple for triple in plan if str(triple[1]) in derived}
        for triple in ours:
            plan.remove(triple)
        pyshacl.shacl_rules(plan, shacl_graph=graph(), advanced=True, inplace=True, iterate_rules=False)
        theirs = {triple for triple in plan if str(triple[1]) in derived}
        assert {comparable(t) for t in theirs} == {comparable(t) for t in ours}
        found |= {str(predicate) for _, predicate, _ in ours}
    assert found == derived, "each fact follows from some example"


def facts() -> Iterator[URIRef]:
    for query in load_shapes().facts:
        yield from (URIRef(IP + name) for name in re.findall(r"CONSTRUCT \{ \$this ip:(\w+)", query))


def comparable(triple: tuple) -> tuple:
    subject, predicate, value = triple
    return subject, predicate, value.toPython() if isinstance(value, Literal) else value


def test_no_fact_is_made_in_vain() -> None:
    """Each is looked at by a rule, except the top chapter, by which reports are ordered."""
    used = {term for triple in graph() if triple[1] != RDF.type for term in triple[2:] if isinstance(term, URIRef)}
    assert set(facts()) - used == {IP.topChapter}
