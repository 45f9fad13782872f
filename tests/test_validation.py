"""The check as a whole: sentences, places, order, what is said only once, the SMART matrix."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import SH, Graph

import ipgraph
from ipgraph import resources
from ipgraph.report import render_report
from ipgraph.validation.findings import Finding, Report

BASE = (Path(__file__).parent / "rules" / "base.ttl").read_text(encoding="utf-8")
PLAN = "Kennung,Titel,Gebietskörperschaft,Kreisschlüssel,Laufzeit von,Laufzeit bis,Herausgeber\n"
SHEETS = {
    "plan": PLAN + "probe,Plan,Landkreis Probe,08115,2024,2028,Landratsamt\n",
    "kapitel": "Kennung,Titel,Stand der Ist-Situation\nK1,Bildung,2022\n",
    "ziele": "Kennung,Kapitel,Wortlaut,Zielgruppen,Termin,Beeinflussbar durch\n"
    "Z10,K1,Alle Kitas haben eine feste Ansprechstelle für Eltern.,Eltern,Ende 2026,Kreis\n"
    "Z2,K1,Alle Kitas haben eine feste Ansprechstelle für Eltern.,Eltern,irgendwann,Kreis\n",
}


def report_of(folder: Path, **changed: str) -> Report:
    for name, text in (SHEETS | changed).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return ipgraph.validate(ipgraph.read(folder))


def report_of_turtle(text: str, folder: Path) -> Report:
    (folder / "probe.ttl").write_text(BASE + text, encoding="utf-8")
    return ipgraph.validate(ipgraph.read(folder / "probe.ttl"))


def only(report: Report, code: str) -> Finding:
    (finding,) = [finding for finding in report.findings if finding.code == code]
    return finding


def test_what_the_reader_noticed_is_said_once_and_first(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    first = report.findings[0]
    assert (first.code, first.identifier, first.cell("de")) == ("E-03", "Z2", "ziele.csv, Zeile 3, Spalte Termin")
    assert first.rule_name == {"de": "Angabe nicht lesbar", "en": "Entry not readable"}
    assert not [one for one in report.findings[1:] if one.focus == first.focus and one.path == first.path]
    assert report.exit_code == 1


def test_findings_stand_in_natural_order(tmp_path: Path) -> None:
    found = [one.identifier for one in report_of(tmp_path).findings if one.code == "M-01"]
    assert found == ["Z2", "Z10"]


def test_warnings_alone_leave_the_exit_code_at_zero(tmp_path: Path) -> None:
    report = report_of(tmp_path, ziele=SHEETS["ziele"].replace("irgendwann", "2026"))
    assert report.counts["warning"] and not report.counts["violation"]
    assert report.exit_code == 0


def test_a_missing_entry_names_its_cell(tmp_path: Path) -> None:
    finding = only(report_of(tmp_path, kapitel="Kennung,Titel,Stand der Ist-Situation\nK1,,2022\n"), "F-01")
    assert finding.message == {
        "de": "„Titel“ fehlt; die Angabe ist Pflicht.",
        "en": "“Title” is missing; the entry is required.",
    }
    assert finding.cell("de") == "kapitel.csv, Zeile 2, Spalte Titel"
    assert finding.field_name["en"] == "Title"


@pytest.mark.parametrize(
    ("turtle", "code", "german", "english"),
    [
        (':A1 ip:shortName "a" , "b" .', "F-02", "nur eine Angabe", "only one entry"),
        (':I1 ip:cost "zehn" . :M1 ip:cost "zehn" .', "F-03", "„zehn“ lässt sich nicht als Zahl lesen", "as number"),
        (
            ":M1 ip:begin :A1 .",
            "F-03",
            "„A1“ lässt sich nicht als Zeitangabe lesen",
            "cannot be read as Date or period",
        ),
        (":K1 ip:lifePhase :A1 .", "F-05", "„A1“ steht nicht in der Liste „Lebensphasen“", "the list “Life phases”"),
        (
            ":Z1 ip:influenceableBy :M1 .",
            "F-06",
            "möglich ist: Akteur oder „Ebenen“",
            "Actor or “Levels of government”",
        ),
        (
            ":C1 a ip:Cooperation ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; "
            'dcterms:identifier "C1" ; ip:cooperates :A1 .',
            "F-01",
            "„Akteure“ braucht mindestens 2 Angaben",
            "needs at least 2 entries",
        ),
        (
            '<https://w3id.org/ipgraph/data/probe> dcterms:language "Deutsch" .',
            "F-07",
            "„Deutsch“ hat nicht die richtige Form. Sprache der Texte als Kürzel",
            "does not have the right form",
        ),
        (
            ':M1 ip:begin :span . :span a ip:TimeSpan ; ip:asWritten "2015" ; ip:earliest "2015-12-31"^^xsd:date ; '
            'ip:latest "2015-01-01"^^xsd:date .',
            "F-08",
            "„31.12.2015“ liegt nach „01.01.2015“",
            "lies after",
        ),
    ],
)
def test_what_is_said_of_a_column(turtle: str, code: str, german: str, english: str, tmp_path: Path) -> None:
    finding = only(report_of_turtle(turtle, tmp_path), code)
    assert german in finding.message["de"]
    assert english in finding.message["en"]
    assert "{" not in finding.message["de"] + finding.message["en"]
    assert finding.severity == "violation"


def test_a_fault_in_a_date_is_told_of_the_cell_it_stands_in(tmp_path: Path) -> None:
    finding = only(report_of_turtle(":M1 ip:begin :span . :span a ip:TimeSpan .", tmp_path), "F-01")
    assert (finding.identifier, finding.path) == ("M1", "https://w3id.org/ipgraph/ontology#begin")
    assert finding.field_name["de"] == "Beginn"


def test_a_resource_without_an_address_is_checked_too(tmp_path: Path) -> None:
    nameless = (
        "[] a ip:Measure ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; ip:serves :Z1 ; "
        'ip:responsible :A1 ; dcterms:identifier "M7" .'
    )
    report = report_of_turtle(nameless, tmp_path)
    finding = only(report, "F-01")
    assert (finding.identifier, finding.field_name["de"]) == ("M7", "Wortlaut")
    assert "sh:focusNode _:" in render_report(report, "ttl")


def test_own_columns_are_checked_and_keep_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "ontology"
    shutil.copytree(resources.folder("ontology") / "codes", own / "codes")
    (own / "shapes").mkdir()
    fields = (resources.folder("ontology") / "shapes" / "fields.ttl").read_text(encoding="utf-8")
    column = (
        "field:Goal sh:property field:Goal-hint .\n"
        'field:Goal-hint sh:path ip:hint ; sh:name "Merkzettel"@de ; sh:datatype rdf:langString ; sh:maxLength 20 .\n'
    )
    (own / "shapes" / "fields.ttl").write_text(fields + column, encoding="utf-8")
    monkeypatch.setenv(resources.ONTOLOGY_VARIABLE, str(own))
    report = report_of_turtle(':Z1 ip:hint "Nachfragen bei Frau Mustermann."@de .', tmp_path)
    assert {one.code: one.field_name["en"] for one in report.findings} == {"F-10": "Merkzettel", "P-01": "Merkzettel"}
    assert only(report, "F-10").message["de"] == "„Merkzettel“ ist zu lang; höchstens 20 Zeichen."


def test_one_complete_indicator_makes_a_goal_measurable(tmp_path: Path) -> None:
    poor = (
        ":I9 a ip:Indicator ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; "
        'dcterms:identifier "I9" ; ip:indicates :Z1 ; dcterms:title "Zufriedenheit"@de .'
    )
    report = report_of_turtle(poor, tmp_path)
    assert {finding.code for finding in report.findings} == {"M-02", "M-03", "M-04"}
    (row,) = report.smart()
    assert row.met == 5 and row.words() == []


def test_the_smart_matrix_says_what_is_missing(tmp_path: Path) -> None:
    report = report_of(tmp_path, ziele="Kennung,Kapitel,Wortlaut\nZ1,K1,Integration fördern\n")
    (row,) = report.smart()
    met = {criterion.notation: not row.missing[criterion.iri] for criterion in report.criteria}
    assert met == {"S": False, "M": False, "A": True, "R": False, "T": False}
    assert len(row.words("de")) == len(row.words("en")) == 5
    assert any("Termin fehlt" in text for text in row.words("de"))


def test_plans_are_checked_one_by_one(tmp_path: Path) -> None:
    report_of(tmp_path)
    (tmp_path / "other").mkdir()
    other = {name: text.replace("probe", "other") for name, text in SHEETS.items()}
    for name, text in other.items():
        (tmp_path / "other" / f"{name}.csv").write_text(text, encoding="utf-8")
    report = ipgraph.validate(ipgraph.read(tmp_path, tmp_path / "other"))
    plans = [finding.plan for finding in report.findings]
    assert plans.count("https://w3id.org/ipgraph/data/probe") == plans.count("https://w3id.org/ipgraph/data/other") > 0


def test_the_bundled_model_plan_has_warnings_but_no_errors() -> None:
    report = ipgraph.validate(ipgraph.read())
    assert len(report.goals) == 78
    assert report.exit_code == 0, [
        finding.message["de"] for finding in report.findings if finding.severity == "violation"
    ]
    missed = {c.notation: sum(bool(row.missing[c.iri]) for row in report.smart()) for c in report.criteria}
    assert all(0 < number < 30 for number in missed.values()), missed


@pytest.mark.parametrize(
    ("old", "new", "letter"),
    [("irgendwann", "31.02.2026", "T"), (",Eltern,Ende", ",Marsmenschen,Ende", "S"), (",Kreis\n", ",Mond\n", "R")],
)
def test_an_entry_that_cannot_be_read_meets_no_criterion(old: str, new: str, letter: str, tmp_path: Path) -> None:
    sheets = SHEETS["ziele"].replace("irgendwann", "Ende 2026") if old != "irgendwann" else SHEETS["ziele"]
    report = report_of(tmp_path, ziele=sheets.replace(old, new))
    criterion = next(one.iri for one in report.criteria if one.notation == letter)
    assert any(row.missing[criterion] for row in report.smart())


def test_a_chapter_whose_date_cannot_be_read_leaves_its_goals_undated(tmp_path: Path) -> None:
    report = report_of(tmp_path, kapitel="Kennung,Titel,Stand der Ist-Situation\nK1,Bildung,demnächst\n")
    assert sorted(one.identifier for one in report.findings if one.code == "A-01") == ["Z10", "Z2"]


def test_the_shacl_report_holds_what_the_reader_has_told_already(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    told = only(report, "E-03")
    graph = Graph().parse(data=render_report(report, "ttl"), format="turtle")
    (root,) = graph.subjects(SH.conforms)
    assert graph.value(root, SH.conforms).toPython() is False
    assert any(str(focus) == told.focus for focus in graph.objects(None, SH.focusNode))
    assert len(list(graph.objects(root, SH.result))) == len([one for one in report.findings if one.shape]) + 1


def test_an_excel_error_is_told_once_and_as_what_it_is(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, text in SHEETS.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    measures = book.create_sheet("Maßnahmen")
    measures.append(["Kennung", "Ziele", "Wortlaut", "Kosten (EUR)"])
    measures.append(["M1", "Z2", "Ein Kurs am Abend mit Kinderbetreuung", "#DIV/0!"])
    measures["D2"].data_type = "e"
    book.save(tmp_path / "plan.xlsx")
    found = [one for one in ipgraph.validate(ipgraph.read(tmp_path / "plan.xlsx")).findings if one.identifier == "M1"]
    assert [one.code for one in found if one.field_name.get("de") == "Kosten (EUR)"] == ["E-09"]


def test_a_parent_that_does_not_exist_makes_no_level(tmp_path: Path) -> None:
    """The wrong Kennung is told; that the chapters below stand too deep would not be true."""
    chapters = "Kennung,Übergeordnet,Titel,Stand der Ist-Situation\nK1,K9,Bildung,2022\nK1.1,K1,Kitas,2022\n"
    report = report_of(tmp_path, kapitel=chapters)
    assert only(report, "E-04").identifier == "K1"
    assert "B-02" not in {finding.code for finding in report.findings}
    deep = chapters.replace("K9", "").replace("\nK1.1", "\nK1.1.1,K1.1,Noch tiefer,2022\nK1.1")
    assert only(report_of(tmp_path, kapitel=deep), "B-02").identifier == "K1.1.1"
