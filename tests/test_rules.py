"""The rules, each with an example that it accepts and one on which it fires."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, BNode, Graph, Literal, Namespace, URIRef

import ipgraph
from ipgraph.validation.findings import Report
from ipgraph.validation.shapes import SEVERITIES, load_shapes

EXAMPLES = Path(__file__).parent / "rules"
IP = Namespace("https://w3id.org/ipgraph/ontology#")
RULES = load_shapes().rules
CODES = sorted(rule.code for rule in RULES.values())
NAME = re.compile(r"([A-Z]-\d\d)-(valid|invalid)-[a-z-]+")


def files(verdict: str) -> list[Path]:
    return sorted(EXAMPLES.glob(f"*-{verdict}-*.ttl"))


@cache
def base() -> str:
    return (EXAMPLES / "base.ttl").read_text(encoding="utf-8")


def check(text: str, folder: Path) -> Report:
    path = folder / "probe.ttl"
    path.write_text(base() + text, encoding="utf-8")
    return ipgraph.validate(ipgraph.read(path))


def test_nothing_fires_on_the_base(tmp_path: Path) -> None:
    assert [finding.message["en"] for finding in check("", tmp_path).findings] == []


@pytest.mark.parametrize("path", files("invalid"), ids=lambda path: path.stem)
def test_exactly_the_expected_rules_fire(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("# expect: ")
    expected = set(first.removeprefix("# expect: ").split())
    assert path.name[:4] in expected
    assert {finding.code for finding in check(text, tmp_path).findings} == expected


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


def test_codes_are_unique_and_name_the_shape() -> None:
    assert len(set(CODES)) == len(CODES)
    assert all(iri.endswith("/" + rule.code) for iri, rule in RULES.items())


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_each_rule_says_what_it_wants_in_both_languages(rule) -> None:
    assert rule.severity in SEVERITIES
    for text in (rule.name, rule.message, rule.description):
        assert set(text) == {"de", "en"}
        assert all(text.values())
    for message in rule.message.values():
        assert message.endswith((".", "…")) and ";" in message, "what is missing; what to do"
        assert not re.search(r"\bSie\b|\bIhre?\b", message)
        assert set(re.findall(r"\{(\w+)\}", message)) <= {"field", "value", "written", "match", "expected", "help"}
    for example, fires in ((rule.good, False), (rule.bad, True)):
        for text in example.values():
            assert not rule.pattern or bool(rule.pattern.search(text)) is fires


def test_each_rule_has_a_name_and_a_severity_in_its_shape() -> None:
    graph = load_shapes().graph
    for iri in RULES:
        assert graph.value(URIRef(iri), SH.severity) in (SH.Violation, SH.Warning, SH.Info)
        targets = [
            term for name in ("targetClass", "targetSubjectsOf") for term in graph.objects(URIRef(iri), SH[name])
        ]
        assert targets and all(str(term).startswith(str(IP)) for term in targets), "targets are plan data only"


def test_every_smart_criterion_has_rules() -> None:
    smart = {rule.code[0]: rule.criterion for rule in RULES.values() if rule.code[0] in "SMART"}
    assert len(set(smart.values())) == 5
    assert all((rule.criterion == smart.get(rule.code[0])) for rule in RULES.values())


def test_every_constraint_of_the_columns_has_a_message() -> None:
    shapes = load_shapes()
    silent = {SH.path, SH.order, SH.group, SH.name, SH.description, SH.flags, SH.property, SH.message, SH.severity}
    fields = {
        o for s, o in shapes.graph.subject_objects(SH.property) if str(s).startswith("https://w3id.org/ipgraph/field/")
    }
    used = {p for shape in fields if not isinstance(shape, BNode) for p in shapes.graph.predicates(shape)}
    for parameter in used - silent:
        if parameter.startswith(str(SH)):
            name = parameter.removeprefix(str(SH))
            assert f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent" in shapes.constraints


def test_shapes_are_valid_shacl() -> None:
    graph = load_shapes().graph
    conforms, _, text = pyshacl.validate(
        graph, shacl_graph="http://www.w3.org/ns/shacl-shacl", inference="none", max_validation_depth=60
    )
    assert conforms, text


def test_facts_come_out_the_same_in_another_engine(tmp_path: Path) -> None:
    """pySHACL runs the rules of facts.ttl node by node; the program runs each once in Oxigraph."""
    from ipgraph.model import load_model
    from ipgraph.validation import _Plan

    texts = [path.read_text(encoding="utf-8") for path in files("valid") + files("invalid")]
    (tmp_path / "probe.ttl").write_text(base() + "".join(texts), encoding="utf-8")
    reading = ipgraph.read(tmp_path / "probe.ttl")
    graph = _Plan(reading, "https://w3id.org/ipgraph/data/probe", load_model(), load_shapes()).graph
    derived = {str(p) for p in _constructed()}
    ours = {triple for triple in graph if str(triple[1]) in derived}
    assert {str(p) for _, p, _ in ours} == derived
    plain = Graph()
    for triple in graph:
        if triple not in ours:
            plain.add(triple)
    pyshacl.shacl_rules(plain, shacl_graph=load_shapes().graph, advanced=True, inplace=True, iterate_rules=False)
    theirs = {triple for triple in plain if str(triple[1]) in derived}
    assert {_comparable(t) for t in theirs} == {_comparable(t) for t in ours}


def _constructed() -> set[URIRef]:
    queries = load_shapes().facts
    return {URIRef(IP + name) for query in queries for name in re.findall(r"CONSTRUCT \{ \$this ip:(\w+)", query)}


def _comparable(triple: tuple) -> tuple:
    subject, predicate, value = triple
    return subject, predicate, value.toPython() if isinstance(value, Literal) else value
