"""Bad input: each fault is told with its place, in a sentence, and the rest is still read."""

from __future__ import annotations

import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import Workbook, load_workbook
from plans import Table, whole_plan, write_csv, write_xlsx

import ipgraph
from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.ingest import Reading
from ipgraph.ingest.bulk import read_in_bulk
from ipgraph.model import load_model
from ipgraph.namespaces import CODES, CODES_GRAPH, DATA, DCTERMS, IP, RDF
from ipgraph.store import EmbeddedStore

MODEL = load_model()
PLAN: list[list[object]] = [["Kennung", "Titel"], ["p", "Plan"]]
GOALS: list[list[object]] = [["Kennung", "Kapitel", "Wortlaut"], ["Z1", "K1", "Ein Ziel"]]
CHAPTERS: list[list[object]] = [["Kennung", "Titel"], ["K1", "Kapitel eins"]]
Tables = dict[str, list[list[object]]]


def book(tmp_path: Path, **tables: list[list[object]]) -> Reading:
    """Read a workbook with these sheets, and a plan."""
    return ipgraph.read(write_xlsx({"Plan": PLAN, **tables}, tmp_path / "plan.xlsx"))


def told(reading: Reading, code: str, lang: str = "de") -> list[str]:
    return [problem.sentence(lang) for problem in reading.problems if problem.code == code]


def refused(*sources: Path) -> str:
    with pytest.raises(IpgraphError) as caught:
        ipgraph.read(*sources)
    assert caught.value.message["en"] == str(caught.value)
    return caught.value.message["de"]


def values(reading: Reading, path: str) -> set[str]:
    return {str(t.object) for t in reading.store.triples(reading.plans[0]) if t.predicate.value == path}


# ---------------------------------------------------------------- no plan at all


def test_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "weg.xlsx") == f"{tmp_path / 'weg.xlsx'} gibt es nicht."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Kennung;Titel\nK1;Eins\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        b"PK\x03\x04kaputt",
        b"<html></html>",
    ],
    ids=["empty", "text", "encrypted", "damaged", "html"],
)
def test_no_workbook(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    assert refused(path).startswith(
        "plan.xlsx ist keine lesbare Excel-Arbeitsmappe (.xlsx). Ist die Datei beschädigt, mit"
    )


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as archive:
        archive.writestr("brief.txt", "Guten Tag")
    assert "keine lesbare Excel-Arbeitsmappe" in refused(tmp_path / "plan.xlsx")


def test_damaged_workbooks_never_show_a_traceback(tmp_path: Path) -> None:
    """Bytes changed at random: read, or refused with a sentence."""
    whole = write_xlsx({"Plan": PLAN, "Ziele": GOALS}, tmp_path / "plan.xlsx").read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / "plan.xlsx").write_bytes(content[: chance.randint(100, 2 * len(content))])
        try:
            ipgraph.read(tmp_path / "plan.xlsx")
        except IpgraphError as error:
            assert "plan" in error.message["de"]


def test_no_xml_bombs(tmp_path: Path) -> None:
    write_xlsx({"Plan": PLAN}, tmp_path / "gut.xlsx")
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(tmp_path / "gut.xlsx") as source, zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, bomb + data.partition(b"?>")[2] if name == "xl/worksheets/sheet1.xml" else data)
    assert "XML-Deklarationen" in refused(tmp_path / "plan.xlsx")


def test_strict_open_xml_is_named(tmp_path: Path) -> None:
    """Excel can save with other namespaces, in which openpyxl finds no sheet."""
    write_xlsx({"Plan": PLAN}, tmp_path / "gut.xlsx")
    transitional = re.compile(rb"http://schemas[.]openxmlformats[.]org/(spreadsheetml|officeDocument)/2006/")
    with zipfile.ZipFile(tmp_path / "gut.xlsx") as source, zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, transitional.sub(rb"http://purl.oclc.org/ooxml/\1/", source.read(name)))
    assert refused(tmp_path / "plan.xlsx").startswith("plan.xlsx ist im Format „Strict Open XML“ gespeichert")


def test_wrong_sheet_names(tmp_path: Path) -> None:
    path = write_xlsx({"Tabelle1": [["a"], ["b"]], "Tabelle2": [["a"]]}, tmp_path / "plan.xlsx")
    message = refused(path)
    assert message.startswith(
        "plan.xlsx enthält kein Blatt eines Plans. Gefunden: Tabelle1, Tabelle2. Erwartet: Plan, Kapitel, Ziele,"
    )
    assert message.endswith("Eine leere Vorlage schreibt: ipgraph template plan.xlsx")


def test_other_kinds_of_source(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(b"x")
    assert "plan.docx: Diese Art von Datei kann nicht gelesen werden." in refused(tmp_path / "plan.docx")
    (tmp_path / "plan.ods").write_bytes(b"x")
    assert "als „Excel-Arbeitsmappe (.xlsx)“ speichern" in refused(tmp_path / "plan.ods")
    (tmp_path / "leer").mkdir()
    assert refused(tmp_path / "leer") == f"Im Ordner {tmp_path / 'leer'} liegen keine CSV-Dateien."
    assert "keine Adresse eines SPARQL-Endpunkts" in refused(Path("https://example.org/sparql"))
    write_csv({"fremd": [["a"], ["b"]]}, tmp_path / "fremd")
    assert "fremd enthält kein Blatt eines Plans. Gefunden: fremd." in refused(tmp_path / "fremd")


def test_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv({"plan": [["Kennung"], ["p"]]}, tmp_path / "plan")

    def locked(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", locked)
    assert refused(tmp_path / "plan").startswith("plan kann nicht geöffnet werden (kein Recht dazu).")


def test_same_plan_twice(tmp_path: Path) -> None:
    first = write_csv({"plan": [["Kennung"], ["p"]]}, tmp_path / "a")
    second = write_csv({"plan": [["Kennung"], ["p"]]}, tmp_path / "b")
    assert refused(first, second).startswith(f"b: Den Plan {DATA}p gibt es schon in einer anderen Quelle.")


# ---------------------------------------------------------------- sheets and columns


def test_unknown_sheet_is_told_and_helpers_are_known(tmp_path: Path) -> None:
    notes: list[list[object]] = [["Anleitung"], ["So geht es", "weiter rechts", "noch weiter"]]
    reading = book(tmp_path, Zieel=[["a"], ["b"], ["c"]], Anleitung=notes, Leer=[])
    assert told(reading, "E-01") == [
        "plan.xlsx, Blatt Zieel: „Zieel“ ist kein Blatt eines Plans und wurde nicht gelesen (2 Zeilen). Gemeint ist "
        f"vielleicht „Ziele“. Blätter eines Plans: {', '.join(sheet.name['de'] for sheet in MODEL.sheets)}."
    ]
    assert told(reading, "E-02") == []


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = write_xlsx({"Plan": PLAN, "Ziele": GOALS}, tmp_path / "plan.xlsx")
    workbook = load_workbook(path)
    workbook["Ziele"].sheet_state = "hidden"
    workbook.save(path)
    reading = ipgraph.read(path)
    assert values(reading, IP + "wording") == set()
    assert told(reading, "E-18") == [
        "plan.xlsx, Blatt Ziele: Das Blatt „Ziele“ ist ausgeblendet und wurde nicht gelesen. Gehört es zum Plan, in "
        "Excel einblenden."
    ]


def test_hidden_sheets_that_are_none_of_a_plan(tmp_path: Path) -> None:
    path = write_xlsx({"Plan": PLAN, "Notizen": [["a"], ["b"]], "Ziele": []}, tmp_path / "plan.xlsx")
    workbook = load_workbook(path)
    workbook["Notizen"].sheet_state = "hidden"
    workbook["Ziele"].sheet_state = "veryHidden"
    workbook.save(path)
    assert told(ipgraph.read(path), "E-01") == []


def test_empty_sheet_is_fine(tmp_path: Path) -> None:
    reading = book(tmp_path, Ziele=[["Kennung", "Kapitel"]], Kapitel=[])
    assert {problem.place.sheet for problem in reading.problems} == {"Plan"}


def test_missing_plan_sheet(tmp_path: Path) -> None:
    reading = ipgraph.read(write_xlsx({"Kapitel": CHAPTERS}, tmp_path / "mein plan.xlsx"))
    assert told(reading, "E-07") == [
        "mein plan.xlsx: Es fehlt das Blatt Plan mit einer Zeile; der Plan heißt vorläufig „mein plan“."
    ]
    assert reading.plans == [DATA + "mein%20plan"]


def test_plan_without_kennung_and_with_two_rows(tmp_path: Path) -> None:
    plan: list[list[object]] = [["Kennung", "Titel"], [None, "Erster"], ["q", "Zweiter"]]
    reading = ipgraph.read(write_xlsx({"Plan": plan}, tmp_path / "x.xlsx"))
    assert told(reading, "E-07") == [
        "x.xlsx, Blatt Plan, Zeile 2: Die Kennung des Plans fehlt; er heißt vorläufig „x“."
    ]
    assert len(told(reading, "E-14")) == 1
    assert told(reading, "E-14")[0].startswith("x.xlsx, Blatt Plan, Zeile 3: ")


def test_unknown_column(tmp_path: Path) -> None:
    goals: list[list[object]] = [
        ["Kennung", "Kapitell", "Wortlaut", "Ampel"],
        ["Z1", "K1", "x", "rot"],
        ["Z2", None, "y", None],
    ]
    reading = book(tmp_path, Ziele=goals)
    assert told(reading, "E-02") == [
        "plan.xlsx, Blatt Ziele, Spalte Kapitell: Die Spalte „Kapitell“ gehört nicht zum Blatt Ziele; 1 Angabe wurde "
        "nicht übernommen. Gemeint ist vielleicht „Kapitel“.",
        "plan.xlsx, Blatt Ziele, Spalte Ampel: Die Spalte „Ampel“ gehört nicht zum Blatt Ziele; 1 Angabe wurde nicht "
        "übernommen.",
    ]
    assert told(reading, "E-12")[-1:] == ["plan.xlsx, Blatt Ziele: Die Pflichtspalte „Kapitel“ fehlt."]


def test_column_twice_and_cell_without_heading(tmp_path: Path) -> None:
    chapters: list[list[object]] = [["Kennung", "Titel", "TITEL *"], ["K1", "a", "b", "verirrt"]]
    reading = book(tmp_path, Kapitel=chapters)
    assert told(reading, "E-13") == [
        "plan.xlsx, Blatt Kapitel, Spalte TITEL: Die Spalte „TITEL *“ kommt zweimal vor; nur die erste wurde gelesen."
    ]
    assert told(reading, "E-02") == [
        "plan.xlsx, Blatt Kapitel, Zelle D2: „verirrt“ steht in einer Spalte ohne Überschrift und wurde nicht "
        "übernommen."
    ]
    assert values(reading, DCTERMS + "title") == {'"Plan"@de', '"a"@de'}


def test_title_above_the_headings(tmp_path: Path) -> None:
    goals: list[list[object]] = [["Ziele des Landkreises"], ["Stand:", "Mai"], [], *GOALS, ["Z2", "K1", "y", "verirrt"]]
    reading = book(tmp_path, Ziele=goals, Kapitel=CHAPTERS)
    assert told(reading, "E-02") == [
        "plan.xlsx, Blatt Ziele, Zeile 4: Hier stehen die Überschriften der Spalten; was darüber steht, wurde nicht "
        "übernommen.",
        "plan.xlsx, Blatt Ziele, Zelle D6: „verirrt“ steht in einer Spalte ohne Überschrift und wurde nicht "
        "übernommen.",
    ]
    assert values(reading, IP + "wording") == {'"Ein Ziel"@de', '"y"@de'}
    assert reading.place(f"{DATA}p/goal/Z1", IP + "wording") == Place("plan.xlsx", "Ziele", 5, "Wortlaut", "C")


def test_english_headings_in_any_order(tmp_path: Path) -> None:
    german = whole_plan(MODEL)
    english: Tables = {}
    for sheet in MODEL.sheets:
        headings = [column.name["en"].upper() for column in sheet.fields]
        rows = [headings, *german[sheet.file_name][1:]]
        english[sheet.name["en"]] = [list(reversed(row)) for row in rows]
    first = ipgraph.read(write_csv(german, tmp_path / "de"))
    second = ipgraph.read(write_xlsx(english, tmp_path / "en.xlsx"))
    assert second.problems == []
    plan = first.plans[0]
    assert set(map(str, first.store.triples(plan))) == set(map(str, second.store.triples(plan)))


# ---------------------------------------------------------------- Kennungen and references


def test_kennung_twice(tmp_path: Path) -> None:
    chapters: list[list[object]] = [["Kennung", "Titel"], ["K1", "a"], ["K1", "b"], [None, "c"]]
    reading = book(tmp_path, Kapitel=chapters, Ziele=GOALS)
    assert told(reading, "E-06") == [
        "plan.xlsx, Blatt Kapitel, Zelle A3 (Kennung): Die Kennung „K1“ ist schon vergeben (plan.xlsx, Blatt Kapitel, "
        "Zeile 2). Beide Zeilen wurden gelesen; Verweise gelten der ersten."
    ]
    assert told(reading, "E-07") == [
        "plan.xlsx, Blatt Kapitel, Zeile 4: Die Kennung fehlt (Kapitel); die Zeile wurde gelesen, aber niemand kann "
        "auf "
        "sie verweisen."
    ]
    assert values(reading, IP + "chapter") == {f"<{DATA}p/chapter/K1>"}
    assert {f"{DATA}p/chapter/K1~2", f"{DATA}p/chapter/~4"} <= reading.origins.keys()


def test_kennung_that_lost_its_last_zero(tmp_path: Path) -> None:
    reading = book(tmp_path, Kapitel=[["Kennung", "Titel"], [1.1, "a"], [1.10, "b"], ["1.1", "c"]])
    first, second = told(reading, "E-06")
    assert first.endswith(
        "Stand dort „1.10“? Excel lässt bei Zahlen die Null am Ende weg: Die Spalte als Text formatieren und neu "
        "eintragen."
    )
    assert second.endswith("Verweise gelten der ersten.")


@pytest.mark.parametrize("cell", ["A1, A2", "A1 und Volkshochschule", "Caritas/A2", "a1 & A2"])
def test_several_without_a_semicolon(cell: str, tmp_path: Path) -> None:
    actors: list[list[object]] = [["Kennung", "Name"], ["A1", "Caritas"], ["A2", "Volkshochschule"]]
    measures: list[list[object]] = [["Kennung", "Beteiligt"], ["M1", cell], ["M2", "A1, A3"], ["M3", "Fach, und so"]]
    first, *others = told(book(tmp_path, Akteure=actors, Maßnahmen=measures), "E-04")
    assert "Mehrere mit Semikolon trennen: " in first
    assert "A2." in first
    assert not any("Semikolon" in other for other in others)


def test_several_of_a_list_without_a_semicolon(tmp_path: Path) -> None:
    reading = book(tmp_path, Kapitel=[["Kennung", "Titel", "Themen"], ["K1", "x", "Sprache, Bildung"]])
    assert "Mehrere mit Semikolon trennen: Sprache; Bildung. Erlaubt: " in told(reading, "E-08")[0]


def test_reference_to_nowhere(tmp_path: Path) -> None:
    goals: list[list[object]] = [["Kennung", "Kapitel"], ["Z1", "K11"], ["Z2", "Kapitel eins"], ["Z3", "http://["]]
    reading = book(tmp_path, Kapitel=CHAPTERS, Ziele=goals)
    assert told(reading, "E-04") == [
        "plan.xlsx, Blatt Ziele, Zelle B2 (Kapitel): Die Kennung „K11“ gibt es nicht (gesucht in: Kapitel). Gemeint "
        "ist "
        "vielleicht „K1“.",
        "plan.xlsx, Blatt Ziele, Zelle B3 (Kapitel): Die Kennung „Kapitel eins“ gibt es nicht (gesucht in: Kapitel). "
        "Gemeint ist wohl „K1“.",
        "plan.xlsx, Blatt Ziele, Zelle B4 (Kapitel): Die Kennung „http://[“ gibt es nicht (gesucht in: Kapitel).",
    ]
    assert values(reading, IP + "chapter") == {'"K11"', '"Kapitel eins"', '"http://["'}  # nothing is lost


def test_ambiguous_reference(tmp_path: Path) -> None:
    goals: list[list[object]] = [["Kennung"], ["1.1"]]
    reports: list[list[object]] = [
        ["Betrifft", "Datum"],
        ["1.1", "2016"],
        ["Ziel: 1.1", "2017"],
        ["measure:1.1", "2018"],
    ]
    reading = book(tmp_path, Ziele=goals, Maßnahmen=goals, Statusmeldungen=reports)
    assert told(reading, "E-05") == [
        "plan.xlsx, Blatt Statusmeldungen, Zelle A2 (Betrifft): Die Kennung „1.1“ gibt es mehrfach. Bitte so "
        "schreiben: "
        "Ziel: 1.1 / Maßnahme: 1.1."
    ]
    assert values(reading, IP + "about") == {'"1.1"', f"<{DATA}p/goal/1.1>", f"<{DATA}p/measure/1.1>"}


def test_kennungen_without_regard_to_case(tmp_path: Path) -> None:
    chapters: list[list[object]] = [["Kennung"], ["A"], ["a"], ["Straße"]]
    goals: list[list[object]] = [["Kennung", "Kapitel"], ["1", "a"], ["2", "A"], ["3", "STRASSE"]]
    reading = book(tmp_path, Kapitel=chapters, Ziele=goals)
    assert told(reading, "E-04") == []
    chapter = f"{DATA}p/chapter/"
    assert values(reading, IP + "chapter") == {f"<{chapter}{key}>" for key in ("a", "A", "Stra%C3%9Fe")}


def test_names_of_rows_without_kennung(tmp_path: Path) -> None:
    """However a reference is spelt, the row has the same address."""
    goals: list[list[object]] = [["Kennung"], ["Z1"]]
    for about in ("Z1", "z1", "Ziel: Z1", "goal:z1"):
        reports: list[list[object]] = [["Betrifft", "Datum"], [about, "Ende 2016"]]
        reading = book(tmp_path, Statusmeldungen=reports, Ziele=goals)
        assert f"{DATA}p/status-report/Z1-Ende%202016" in reading.origins


# ---------------------------------------------------------------- cells


def cell_problem(tmp_path: Path, heading: str, value: object) -> str:
    reading = book(tmp_path, Indikatoren=[["Kennung", heading], ["I1", value]])
    (problem,) = [problem for problem in reading.problems if problem.place.row == 2 and problem.place.sheet != "Plan"]
    assert problem.place.cell == "B2"
    assert problem.resource == f"{DATA}p/indicator/I1"
    assert reading.place(problem.resource, problem.path) == problem.place
    return f"{problem.code} {problem.sentence()}"


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        (
            "Zielwert am",
            "31.02.2026",
            "E-03 plan.xlsx, Blatt Indikatoren, Zelle B2 (Zielwert am): „31.02.2026“ ist für Zielwert am "
            "nicht lesbar. Erwartet wird ein Datum (31.12.2026, 2026, Ende 2026, 2. Halbjahr 2026, Frühjahr 2026, "
            "laufend). Diesen Tag gibt es im Kalender nicht.",
        ),
        (
            "Zielwert am",
            "1.4.24",
            "E-03 plan.xlsx, Blatt Indikatoren, Zelle B2 (Zielwert am): „1.4.24“ ist für Zielwert am nicht lesbar. "
            "Erwartet wird ein Datum (31.12.2026, 2026, Ende 2026, 2. Halbjahr 2026, Frühjahr 2026, laufend). "
            "Das Jahr bitte mit vier Ziffern.",
        ),
        (
            "Zielwert",
            "1.500",
            "E-03 plan.xlsx, Blatt Indikatoren, Zelle B2 (Zielwert): „1.500“ ist für Zielwert nicht lesbar. "
            "Erwartet wird eine Zahl, die nur auf eine Weise zu lesen ist (1500 oder 1.500,5 oder 1500.5).",
        ),
        (
            "Zielwert",
            "45 %",
            "E-03 plan.xlsx, Blatt Indikatoren, Zelle B2 (Zielwert): „45 %“ ist für Zielwert nicht lesbar. "
            "Erwartet wird eine Zahl, die nur auf eine Weise zu lesen ist (1500 oder 1.500,5 oder 1500.5). Das "
            "Prozent gehört zur Einheit.",
        ),
        (
            "Zielwert",
            datetime(2026, 5, 1),
            "E-03 plan.xlsx, Blatt Indikatoren, Zelle B2 (Zielwert): „2026-05-01“ ist für Zielwert "
            "nicht lesbar. Erwartet wird eine Zahl, die nur auf eine Weise zu lesen ist (1500 oder 1.500,5 oder "
            "1500.5).",
        ),
        (
            "Ziel",
            "Z9",
            "E-04 plan.xlsx, Blatt Indikatoren, Zelle B2 (Ziel): Die Kennung „Z9“ gibt es nicht (gesucht in: Ziele).",
        ),
    ],
)
def test_unreadable_cells(heading: str, value: object, sentence: str, tmp_path: Path) -> None:
    assert cell_problem(tmp_path, heading, value) == sentence


def test_percent_cell(tmp_path: Path) -> None:
    """Excel stores 45 % as 0.45: which of the two is meant is not for us to say."""
    path = write_xlsx({"Plan": PLAN, "Indikatoren": [["Kennung", "Zielwert"], ["I1", 0.45]]}, tmp_path / "plan.xlsx")
    workbook = load_workbook(path)
    workbook["Indikatoren"]["B2"].number_format = "0%"
    workbook.save(path)
    assert told(ipgraph.read(path), "E-03")[0].startswith(
        "plan.xlsx, Blatt Indikatoren, Zelle B2 (Zielwert): „45 %“ ist"
    )


def test_code_that_is_not_in_the_list(tmp_path: Path) -> None:
    reading = book(tmp_path, Akteure=[["Kennung", "Ebene"], ["A1", "Krais"], ["A2", " KREIS "], ["A3", "county"]])
    (sentence,) = told(reading, "E-08")
    assert sentence.startswith(
        "plan.xlsx, Blatt Akteure, Zelle B2 (Ebene): „Krais“ steht nicht in der Liste für Ebene. "
        "Gemeint ist vielleicht „Kreis“. Erlaubt: "
    )
    assert len(values(reading, IP + "level")) == 2


def test_very_long_text(tmp_path: Path) -> None:
    text = "Wort " * 20_000
    reading = ipgraph.read(write_csv({"plan": [["Kennung", "Titel"], ["p", text]]}, tmp_path / "plan"))
    assert told(reading, "E-10") == [
        "plan.csv, Zeile 2, Spalte Titel: Der Text hat 99999 Zeichen; in eine Excel-Zelle passen 32767. Er wurde ganz "
        "übernommen, sollte aber gekürzt werden."
    ]
    assert values(reading, DCTERMS + "title") == {f'"{text.strip()}"@de'}


def test_markup_and_formulas_as_text(tmp_path: Path) -> None:
    texts = [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x")',
        "&lt;b&gt;",
        "+cmd|' /C calc'!A0",
        "{{7*7}}",
        "$(ls)",
    ]
    goals: list[list[object]] = [["Kennung", "Wortlaut"], *([f"Z{number}", text] for number, text in enumerate(texts))]
    reading = book(tmp_path, Ziele=goals)
    found = {t.object.value for t in reading.store.triples(reading.plans[0]) if t.predicate.value == IP + "wording"}
    assert found == set(texts)


def test_formulas(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    plan = workbook.create_sheet("Plan")
    plan.append(["Kennung", "Titel", "Motto"])
    plan.append(["p", '="Plan " & 2016', "#REF!"])
    workbook.save(tmp_path / "plan.xlsx")
    reading = ipgraph.read(tmp_path / "plan.xlsx")
    assert told(reading, "E-09") == [
        'plan.xlsx, Blatt Plan, Zelle B2 (Titel): Die Formel ="Plan " & 2016 hat kein gespeichertes Ergebnis; die '
        "Zelle bleibt leer. Die Mappe in Excel öffnen und speichern, oder den Wert eintragen.",
        "plan.xlsx, Blatt Plan, Zelle C2 (Motto): Die Zelle enthält den Excel-Fehler #REF!; er wurde als Text "
        "übernommen.",
    ]
    assert values(reading, IP + "motto") == {'"#REF!"@de'}


def test_formula_with_its_result(tmp_path: Path) -> None:
    path = write_xlsx({"Plan": [["Kennung", "Titel"], ["p", "=="]]}, tmp_path / "leer.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                computed = b'<c r="B2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
                data = re.sub(rb'<c r="B2"><f>=</f><v ?(?:/>|></v>)</c>', computed, data)
            target.writestr(name, data)
    assert values(ipgraph.read(tmp_path / "plan.xlsx"), DCTERMS + "title") == {'"ab"@de'}


def test_kennung_that_excel_made_a_date(tmp_path: Path) -> None:
    reading = book(tmp_path, Kapitel=[["Kennung", "Titel"], [datetime(2026, 1, 2), "Eigentlich 1.2"]])
    assert told(reading, "E-03") == [
        "plan.xlsx, Blatt Kapitel, Zelle A2 (Kennung): Excel hat die Kennung in ein Datum verwandelt (2026-01-02). Die "
        "Spalte als Text formatieren und neu eintragen."
    ]


def test_what_excel_stores_as_other_than_text(tmp_path: Path) -> None:
    goals: list[list[object]] = [["Kennung", "Termin", "Seite"], [1.1, date(2016, 5, 1), 7.0], [2, 2016, True]]
    reading = book(tmp_path, Ziele=goals)
    assert values(reading, DCTERMS + "identifier") == {'"p"', '"1.1"', '"2"'}
    assert values(reading, IP + "asWritten") == {'"2016-05-01"', '"2016"'}
    assert told(reading, "E-03")[0].startswith(
        "plan.xlsx, Blatt Ziele, Zelle C3 (Seite): „ja“ ist für Seite nicht lesbar."
    )


def test_base_address_and_language(tmp_path: Path) -> None:
    for base, iri in (
        ("https://x.example/plan#", "https://x.example/plan#p"),
        ("https://x.example", "https://x.example/p"),
        ("kein IRI", DATA + "p"),
        ("http://[", DATA + "p"),
    ):
        plan: list[list[object]] = [
            ["Kennung", "Titel", "Basis-IRI", "Sprache", "Laufzeit von"],
            ["p", "T", base, "en", "2016"],
        ]
        assert ipgraph.read(write_xlsx({"Plan": plan}, tmp_path / "plan.xlsx")).plans == [iri]
    plan[1][3] = "kein Kürzel!"
    reading = ipgraph.read(write_xlsx({"Plan": plan}, tmp_path / "plan.xlsx"))
    assert values(reading, DCTERMS + "title") == {'"T"@de'}


# ---------------------------------------------------------------- CSV


def csv_plan(tmp_path: Path, content: bytes) -> Reading:
    (tmp_path / "plan.csv").write_bytes(content)
    return ipgraph.read(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "Kennung,Titel\np,Ä; B\n",
        'Kennung;Titel\r\np;"Ä; B"\r\n',
        "\ufeffKennung,Titel\r\np,Ä; B",
        '"Kennung","Titel"\n"p","Ä; B"\n',
        "\n,,\nTITEL, kennung *\nÄ; B,p\n\n",
        "Kennung,Titel\rp,Ä; B\r",
    ],
    ids=["plain", "semicolons", "mark", "quoted", "blank lines", "old line ends"],
)
def test_kinds_of_csv(content: str, tmp_path: Path) -> None:
    reading = csv_plan(tmp_path, content.encode("utf-8"))
    assert values(reading, DCTERMS + "title") == {'"Ä; B"@de'}
    assert {problem.code for problem in reading.problems} == {"E-12"}


def test_semicolons_below_a_title_with_a_comma(tmp_path: Path) -> None:
    reading = csv_plan(tmp_path, b"Plan, Stand Mai;;\nKennung;Titel;Motto\np;A, B;C\n")
    assert values(reading, DCTERMS + "title") == {'"A, B"@de'}
    assert told(reading, "E-02") == [
        "plan.csv, Zeile 2: Hier stehen die Überschriften der Spalten; was darüber steht, wurde nicht übernommen."
    ]


def test_csv_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_bytes("Kennung;Titel\np;Grün\n".encode("cp1252"))
    assert refused(tmp_path) == (
        "plan.csv, Zeile 2: Die Datei ist nicht in UTF-8 gespeichert. In Excel „CSV UTF-8 (durch Trennzeichen "
        "getrennt)“ wählen."
    )


def test_csv_with_an_open_quote(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_bytes(b'Kennung,Titel\np,"offen\nq,x\n')
    assert refused(tmp_path).startswith("plan.csv, Zeile 3: Hier oder weiter oben ist ein Anführungszeichen zu viel")
    (tmp_path / "plan.csv").write_bytes(b'Kennung,Titel\np,"zu"x\n')
    assert refused(tmp_path).startswith("plan.csv, Zeile 2: Hier oder weiter oben ist ein Anführungszeichen zu viel")


def test_control_characters(tmp_path: Path) -> None:
    reading = csv_plan(tmp_path, b"Kennung,Titel,Motto\np,\x01 a\x00b\x0bc,\x02\n")
    assert told(reading, "E-11") == [
        "plan.csv, Zeile 2, Spalte Titel: Unsichtbare Steuerzeichen im Text wurden entfernt.",
        "plan.csv, Zeile 2, Spalte Motto: Unsichtbare Steuerzeichen im Text wurden entfernt.",
    ]
    assert values(reading, DCTERMS + "title") == {'"abc"@de'}
    assert values(reading, IP + "motto") == set()


def test_line_marks_within_a_text(tmp_path: Path) -> None:
    """U+2028 and its like are characters of the text and end no row."""
    reading = csv_plan(tmp_path, "Kennung,Titel\np,eins\u2028zwei\x85drei\n".encode())
    assert values(reading, DCTERMS + "title") == {'"eins\u2028zwei\x85drei"@de'}


def test_rows_are_numbered_by_lines(tmp_path: Path) -> None:
    text = 'Kennung,Titel,Lebensphase\nK1,"zwei\nZeilen",\n\nK2,x,nie\n'
    write_csv({"plan": [["Kennung"], ["p"]]}, tmp_path)
    (tmp_path / "kapitel.csv").write_text(text, encoding="utf-8")
    assert told(ipgraph.read(tmp_path), "E-08")[0].startswith(
        "kapitel.csv, Zeile 5, Spalte Lebensphase: „nie“ steht nicht"
    )


# ---------------------------------------------------------------- RDF


def rdf(tmp_path: Path, text: str, name: str = "plan.ttl") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_rdf_without_a_plan(tmp_path: Path) -> None:
    for text in ("", "<http://a> <http://b> <http://c> ."):
        assert refused(rdf(tmp_path, text)) == f"plan.ttl enthält keinen Plan (keine Ressource vom Typ {IP}Plan)."
    assert "Der Plan hat keine Adresse" in refused(rdf(tmp_path, f"[] a <{IP}Plan> ."))


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("plan.ttl", "<http://a> a <http://b> .\n<http://a> kaputt .", "line 2"),
        ("plan.nq", "<http://a> <http://b> .", "line 1"),
        ("plan.jsonld", '{"@id": ', "line 1"),
        ("plan.jsonld", '{"@context": "https://schema.org", "name": "x"}', "remote context"),
        ("plan.rdf", "<rdf:RDF>", ""),
    ],
)
def test_broken_rdf(name: str, text: str, place: str, tmp_path: Path) -> None:
    message = refused(rdf(tmp_path, text, name))
    assert message.startswith(f"{name} ist nicht lesbar")
    assert place in message


def test_rdf_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "plan.ttl").write_bytes('<http://a> <http://b> "Grün" .'.encode("cp1252"))
    assert "ist nicht lesbar" in refused(tmp_path / "plan.ttl")


def test_rdf_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    text = f"""<http://x/p> a <{IP}Plan> ; <http://x/eigen> [ <http://x/tief> "ja" ] .
    <http://x/g> a <{IP}Goal> . <{IP}Goal> <http://x/fremd> 1 ."""
    reading = ipgraph.read(rdf(tmp_path, text))
    assert len(list(reading.store.triples("http://x/p"))) == 6  # two ip:inPlan more, our own vocabulary left out
    assert reading.place("http://x/g", "irgendwas", "http://x/p") == Place("plan.ttl")


TWO_PLANS = f"""<http://x/a> a <{IP}Plan> <http://x/a> .
<http://x/a> <{IP}inPlan> <http://x/a> <http://x/a> .
<http://x/a/z> a <{IP}Goal> <http://x/a> .
<http://x/a/z> <{IP}inPlan> <http://x/a> <http://x/a> .
<http://x/a/z> <http://x/eigen> _:tief <http://x/a> .
_:tief <http://x/wort> "ja" <http://x/a> .
<http://x/b> a <{IP}Plan> <http://x/b> .
<http://x/b> <{IP}inPlan> <http://x/b> <http://x/b> .
<{CODES}status> <http://x/fremd> "1" <{CODES_GRAPH}> .
"""


def quads(tmp_path: Path, text: str = TWO_PLANS, name: str = "plans.nq") -> Path:
    return rdf(tmp_path, text.replace(" a <", f" <{RDF}type> <"), name)


def contents(reading: Reading) -> dict[str, int]:
    """Number of statements of each plan."""
    return {plan: len(list(reading.store.triples(plan))) for plan in reading.plans}


def test_one_graph_a_plan_goes_in_as_it_is(tmp_path: Path) -> None:
    path = quads(tmp_path)
    assert read_in_bulk(path, MODEL, EmbeddedStore())
    reading = ipgraph.read(path)
    assert contents(reading) == {"http://x/a": 6, "http://x/b": 2}
    assert reading.store.graphs() == reading.plans
    assert not list(reading.store.triples(CODES_GRAPH, ox.NamedNode(CODES + "status"), ox.Literal("1")))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (f"<http://x/b/z> a <{IP}Goal> <http://x/b> .", {"http://x/a": 6, "http://x/b": 4}),
        (f"<http://x/b/z> <{IP}inPlan> <http://x/a> <http://x/b> .", {"http://x/a": 7, "http://x/b": 2}),
        ('<http://x/b> <http://x/wort> "lose" .', {"http://x/a": 6, "http://x/b": 3}),
        (f"<{CODES}status> a <http://x/Liste> <http://x/b> .", {"http://x/a": 6, "http://x/b": 2}),
        (f"<http://x/c> a <{IP}Plan> <http://x/b> .", {"http://x/a": 6, "http://x/b": 2, "http://x/c": 2}),
        ('<http://x/b> <http://x/wort> "fremd" <http://x/graph> .', {"http://x/a": 6, "http://x/b": 3}),
    ],
    ids=["of no plan", "of another plan", "in no graph", "our code lists", "two plans", "in another graph"],
)
def test_other_files_are_sorted_statement_by_statement(more: str, expected: dict[str, int], tmp_path: Path) -> None:
    path = quads(tmp_path, TWO_PLANS + more)
    assert not read_in_bulk(path, MODEL, EmbeddedStore())
    assert contents(ipgraph.read(path)) == expected


def test_a_plan_in_two_files_is_refused(tmp_path: Path) -> None:
    first, second = quads(tmp_path, name="eins.nq"), quads(tmp_path, name="zwei.nq")
    with pytest.raises(IpgraphError) as caught:
        ipgraph.read(first, second)
    assert caught.value.message["de"].startswith("zwei.nq: Den Plan http://x/a gibt es schon")


def test_plans_of_several_files_keep_apart(tmp_path: Path) -> None:
    other = TWO_PLANS.replace("http://x/a", "http://x/c").replace("http://x/b", "http://x/d")
    reading = ipgraph.read(quads(tmp_path, name="eins.nq"), quads(tmp_path, other, "zwei.nq"))
    assert contents(reading) == {"http://x/a": 6, "http://x/b": 2, "http://x/c": 6, "http://x/d": 2}
    assert reading.files["http://x/c"] == "zwei.nq"


# ---------------------------------------------------------------- every sentence


def test_every_problem_speaks_both_languages(tmp_path: Path) -> None:
    tables: dict[str, Table] = {name: [*table, ["?"] * len(table[0])] for name, table in whole_plan(MODEL).items()}
    reading = ipgraph.read(write_csv(tables, tmp_path / "plan"))
    assert len(reading.problems) > len(MODEL.sheets)
    for problem in reading.problems:
        assert isinstance(problem, Problem)
        assert problem.sentence("de").startswith(problem.place.file)
        assert problem.sentence("en") != problem.sentence("de")
        assert problem.message["de"].endswith(".")
        assert problem.message["en"].endswith(".")


def test_a_template_that_is_still_empty_names_the_cells_to_begin_with(tmp_path: Path) -> None:
    ipgraph.template(tmp_path / "leer.xlsx")
    reading = ipgraph.read(tmp_path / "leer.xlsx")
    assert told(reading, "E-07") == [
        "leer.xlsx, Blatt Plan: Im Blatt Plan steht noch keine Zeile; der Plan heißt vorläufig „leer“."
    ]
    cells = {
        finding.place.cell for finding in ipgraph.validate(reading).findings if finding.code == "F-01" and finding.place
    }
    assert cells >= {"A3", "B3", "D3"}, "below the example"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_an_example_row_does_not_count(lang: str, tmp_path: Path) -> None:
    """As the template has it, it is silent; with something else in it, it may be an entry and is told."""
    path = tmp_path / "plan.xlsx"
    ipgraph.template(path, lang=lang)
    workbook = load_workbook(path)
    names = {sheet.file_name: workbook[sheet.name[lang]] for sheet in MODEL.sheets}
    names["plan"].append(["p", "Plan"])
    names["kapitel"]["C2"] = "Unser erstes Kapitel"
    names["kapitel"].append(["K1", None, "Kapitel eins"])
    workbook.save(path)
    reading = ipgraph.read(path)
    assert values(reading, DCTERMS + "identifier") == {'"p"', '"K1"'}
    sheet = names["kapitel"].title
    assert [(p.place.sheet, p.place.cell) for p in reading.problems if p.code == "E-19"] == [(sheet, "A2")]
    assert [p.code for p in reading.problems] == ["E-19"]


def test_an_example_row_that_was_sorted_away_is_still_known(tmp_path: Path) -> None:
    text = (
        next(sheet for sheet in MODEL.sheets if sheet.file_name == "kapitel").by_path[DCTERMS + "title"].example["de"]
    )
    chapters: list[list[object]] = [["Titel", "Kennung"], ["Eins", "K1"], [text, "beispiel:  K3.1"], ["Zwei", "K2"]]
    reading = book(tmp_path, Kapitel=chapters)
    assert told(reading, "E-19") == []
    assert len(values(reading, DCTERMS + "identifier")) == 3


def test_a_list_that_takes_rows_too_says_so(tmp_path: Path) -> None:
    goals: list[list[object]] = [
        ["Kennung", "Kapitel", "Wortlaut", "Beeinflussbar durch"],
        ["Z1", "K1", "Ein Ziel", "Mond"],
    ]
    reading = book(tmp_path, Kapitel=CHAPTERS, Ziele=goals)
    assert told(reading, "E-08")[0].endswith("Oder eine Kennung: Akteur.")
    assert "County" in told(reading, "E-08", "en")[0]
