"""A county's own shapes over ours: what they change, and what is said of a file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

import ipgraph
from ipgraph.errors import IpgraphError
from ipgraph.validation.findings import Report
from ipgraph.validation.shapes import Rule, load_shapes

PREFIXES = """
@prefix rule: <https://w3id.org/ipgraph/rule/> .
@prefix field: <https://w3id.org/ipgraph/field/> .
@prefix ip: <https://w3id.org/ipgraph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix own: <https://landkreis.example/regel/> .
"""


def own_file(folder: Path, turtle: str) -> Path:
    path = folder / "regeln.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


def report_with(folder: Path, turtle: str) -> Report:
    return ipgraph.validate(ipgraph.read(), shapes=own_file(folder, turtle))


def number(report: Report, code: str) -> int:
    return sum(finding.code == code for finding in report.findings)


def rule_of(folder: Path, turtle: str, code: str) -> Rule:
    rules = load_shapes(own=own_file(folder, turtle)).rules
    return next(rule for rule in rules.values() if rule.code == code)


@pytest.fixture(scope="module")
def usual() -> Report:
    return ipgraph.validate(ipgraph.read())


def test_a_rule_is_switched_off(tmp_path: Path, usual: Report) -> None:
    report = report_with(tmp_path, "rule:T-01 sh:deactivated true .")
    assert number(usual, "T-01") > 0 == number(report, "T-01")
    assert len(usual.findings) - len(report.findings) == number(usual, "T-01")
    switched = rule_of(tmp_path, "rule:T-01 sh:deactivated true .", "T-01")
    assert (switched.active, switched.own) == (False, True)


def test_a_threshold_replaces_ours(tmp_path: Path, usual: Report) -> None:
    strict = report_with(tmp_path, "rule:S-04 sh:maxLength 90 .")
    lenient = report_with(tmp_path, "rule:S-04 sh:maxLength 9000 .")
    assert number(lenient, "S-04") == number(usual, "S-04") == 0 < number(strict, "S-04")
    told = next(finding for finding in strict.findings if finding.code == "S-04")
    assert "90 Zeichen" in told.message["de"]
    assert rule_of(tmp_path, "rule:S-04 sh:maxLength 90 .", "S-04").limits == {"maxLength": ("90",)}


def test_a_weight_and_a_message_replace_ours(tmp_path: Path) -> None:
    report = report_with(tmp_path, 'rule:T-01 sh:severity sh:Violation ; sh:message "Ohne Termin kein Beschluss."@de .')
    told = [finding for finding in report.findings if finding.code == "T-01"]
    assert {(one.severity, one.message["de"]) for one in told} == {("violation", "Ohne Termin kein Beschluss.")}
    assert told[0].message["en"].startswith("The deadline is missing")
    assert report.exit_code == 1


def test_a_column_becomes_required(tmp_path: Path) -> None:
    report = report_with(tmp_path, "field:Chapter-motto sh:minCount 1 ; sh:severity sh:Warning .")
    told = [finding for finding in report.findings if finding.code == "F-01"]
    assert told and {one.severity for one in told} == {"warning"}
    assert told[0].message["de"] == "„Motto“ fehlt; die Angabe ist Pflicht."


def test_a_new_rule_is_told_like_ours(tmp_path: Path) -> None:
    turtle = (
        'own:X-01 a sh:PropertyShape ; ip:code "X-01" ; sh:severity sh:Info ; sh:name "Seite genannt"@de ;'
        ' sh:message "Die Seite im Plan fehlt."@de ; sh:targetClass ip:Goal ; sh:path ip:resources ; sh:minCount 1 .'
    )
    report = report_with(tmp_path, turtle)
    assert number(report, "X-01") > 0
    told = next(finding for finding in report.findings if finding.code == "X-01")
    assert told.message == {"de": "Die Seite im Plan fehlt.", "en": "Die Seite im Plan fehlt."}
    assert told.field_name["de"] == "Ressourcen"


def test_what_the_file_does_not_name_stays(tmp_path: Path, usual: Report) -> None:
    assert report_with(tmp_path, "").findings == usual.findings
    ours, theirs = load_shapes(), load_shapes(own=own_file(tmp_path, "rule:A-02 sh:maxInclusive 5 ."))
    assert sorted(map(str, ours.triples)) == sorted(map(str, theirs.triples))


@pytest.mark.parametrize(
    ("turtle", "german"),
    [
        (
            "rule:S-66 sh:deactivated true .",
            "Eine Regel oder Spalte „S-66“ gibt es nicht. Gemeint ist vielleicht „S-06“",
        ),
        ("field:Goal-deadlin sh:minCount 1 .", "Gemeint ist vielleicht „Goal-deadline“"),
        ("rule:S-06 sh:deactivated true", "regeln.ttl ist nicht lesbar (Zeile "),
        ("rule:S-06 shacl:deactivated true .", "regeln.ttl ist nicht lesbar (Zeile "),
        ('rule:T-01 sh:minCount "drei" .', "T-01, minCount „drei“: Hier gehört eine Zahl hin"),
        ("rule:T-01 sh:severity 3 .", "T-01, severity „3“: Möglich: sh:Violation"),
        ('rule:A-02 sh:maxInclusive "3" .', "A-02, maxInclusive „3“: Hier gehört eine Zahl hin"),
        ("rule:A-02 sh:maxInclusive 3, 4 .", "Dafür stehen zwei Werte da"),
        ('rule:R-01 sh:in ( "Kreis" ) .', "R-01, in: Hier gehören Begriffe der Codelisten hin"),
        ("rule:T-01 sh:deaktivated true .", "Diese Angabe kennt SHACL nicht"),
        ("rule:T-01 sh:severity sh:Error .", "Möglich: sh:Violation, sh:Warning, sh:Info"),
        ('rule:S-06 sh:not [ sh:pattern "(((" ] .', "Das Muster ist nicht lesbar"),
        (
            'own:X-03 a sh:NodeShape ; ip:code "X-03" ; sh:severity sh:Info ; sh:name "n"@de ; sh:message "m"@de ;'
            " sh:targetClass ip:Ziel .",
            "„Ziel“ gibt es nicht",
        ),
        (
            'own:X-04 a sh:NodeShape ; ip:code "T-01" ; sh:severity sh:Info ; sh:name "n"@de ; sh:message "m"@de ;'
            " sh:targetClass ip:Goal .",
            "Den Code „T-01“ hat schon eine andere Regel",
        ),
        (
            'own:X-05 a sh:NodeShape ; ip:code "X-05" ; sh:severity sh:Info ; sh:name "n"@de ; sh:message "m"@de ;'
            ' sh:targetClass ip:Goal ; sh:sparql [ sh:select "SELECT $this WHERE { $this a }" ] .',
            "Die Abfrage hat einen Fehler",
        ),
        ("rule:T-01 sh:target [ a sh:SPARQLTarget ] .", "Möglich sind sh:targetClass"),
        (
            'own:X-02 a sh:PropertyShape ; ip:code "X-02" ; sh:targetClass ip:Goal ; sh:path ip:page ; sh:minCount 1 .',
            "Der neuen Regel X-02 fehlt sh:name, sh:message, sh:severity",
        ),
    ],
)
def test_what_is_said_of_a_file_that_cannot_be_used(turtle: str, german: str, tmp_path: Path) -> None:
    with pytest.raises(IpgraphError) as caught:
        load_shapes(own=own_file(tmp_path, turtle))
    assert german in caught.value.message["de"]
    assert caught.value.message["en"] != caught.value.message["de"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IpgraphError, match=r"nirgends\.ttl"):
        load_shapes(own=tmp_path / "nirgends.ttl")
