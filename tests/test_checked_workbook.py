"""A county's own workbook handed back: every finding in its cell, nothing else changed, and gone when it is mended."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from messy_workbook import rewrite
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from plans import whole_plan, write_csv, write_xlsx

import ipgraph
from ipgraph.emit.checked import NAMES, checked_workbook
from ipgraph.emit.ooxml.notes import OPENING
from ipgraph.emit.ooxml.styles import COLOURS
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading
from ipgraph.model import load_model
from ipgraph.validation.findings import Finding
from ipgraph.validation.shapes import SEVERITIES

REPOSITORY = Path(__file__).resolve().parent.parent
BOEBLINGEN = REPOSITORY / "data" / "boeblingen-2014"
PLAN = [
    ["Kennung", "Titel", "Gebietskörperschaft", "Kreisschlüssel", "Laufzeit von", "Laufzeit bis", "Herausgeber"],
    ["p", "Plan", "Landkreis Muster", "08999", "2026", "2028", "Landratsamt"],
]  # fmt: skip
CHAPTERS = [["Kennung", "Titel", "Ausgangsthese"], ["K1", "Sprache", "Sprache verbindet."]]
GOALS = [
    ["Kennung", "Kapitel", "Wortlaut", "Termin"],
    ["Z1", "K1", "Alle Kinder sprechen beim Eintritt in die Schule gut Deutsch.", "irgendwann"],
    ["Z2", "K1", None, "Ende 2027"],
    ["Z3", "K9", "Alle Vereine sind für Zugewanderte offen und sagen das auch.", "Ende 2027"],
]  # fmt: skip


def goals_plan(tmp_path: Path, **sheets: list[list[object]]) -> Path:
    tables = {"Plan": PLAN, "Kapitel": CHAPTERS, "Ziele": GOALS} | sheets
    return write_xlsx(tables, tmp_path / "plan.xlsx")


def check(path: Path, lang: str = "de") -> tuple[Workbook, list[Finding], bytes]:
    reading = ipgraph.read(path)
    report = ipgraph.validate(reading)
    content = checked_workbook(reading, report, lang)
    return load_workbook(io.BytesIO(content)), list(report.findings), content


def lines(book: Workbook) -> list[tuple[str, ...]]:
    rows = book.worksheets[0].iter_rows(min_row=4, values_only=True)
    return [tuple("" if value is None else str(value) for value in row) for row in rows]


def triples(reading: Reading) -> dict[str, set[str]]:
    return {plan: set(map(str, reading.store.triples(plan))) for plan in reading.plans}


def level(cell: Cell | MergedCell) -> int | None:
    """How grave the colour of a cell says it is; None for a cell that is not marked."""
    colour = str(cell.fill.fgColor.rgb)
    base = int(colour[2:], 16) & ~0x070707 if re.fullmatch("[0-9A-F]{8}", colour) else None
    return COLOURS.index(base) if base in COLOURS else None


def coloured(book: Workbook) -> set[tuple[str, str]]:
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if level(cell) is not None
    }


# ---------------------------------------------------------------- findings and cells


def test_every_finding_is_in_its_cell(tmp_path: Path) -> None:
    book, findings, _ = check(goals_plan(tmp_path))
    assert {one.code for one in findings} >= {"E-03", "E-04", "F-01"}
    for one in findings:
        if one.place and one.place.cell:
            comment = book[str(one.place.sheet)][one.place.cell].comment
            assert comment is not None and one.message["de"] in comment.text
            assert (one.place.sheet, one.place.cell) in coloured(book)
    missing = book["Ziele"]["C3"]
    assert missing.value is None and missing.comment.text.startswith(f"{OPENING}\nmuss · F-01\n")


def test_colour_follows_the_gravest(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    ipgraph.template(path, ipgraph.read(BOEBLINGEN))
    book, findings, _ = check(path)
    levels: dict[tuple[str, str], int] = {}
    for one in findings:
        if one.place and one.place.cell:
            cell = str(one.place.sheet), one.place.cell
            levels[cell] = min(levels.get(cell, 9), list(SEVERITIES).index(one.severity))
    assert len(set(levels.values())) > 1
    for (sheet, cell), gravest in levels.items():
        assert level(book[sheet][cell]) == gravest, (sheet, cell)


def test_what_has_no_column_is_marked_at_the_kennung(tmp_path: Path) -> None:
    """The sheet has no column for target groups, and the Kennung is not its first column."""
    goals = [[row[1], row[0], *row[2:]] for row in GOALS]
    book, findings, _ = check(goals_plan(tmp_path, Ziele=goals))
    (found,) = [one for one in findings if one.code == "S-01" and one.identifier == "Z3"]
    assert found.place is not None and found.place.cell is None
    assert found.message["de"] in book["Ziele"]["B4"].comment.text


def test_what_concerns_a_column_or_sheet_is_marked_at_the_headings(tmp_path: Path) -> None:
    goals: list[list[object]] = [["Stand Mai"], [], ["", "Kennung", "Wortlaut", "Ampel"], ["", "Z1", "Kurz", "rot"]]
    notes: list[list[object]] = [[], ["", "Notiz"], ["", "Anruf"]]
    book, _, _ = check(goals_plan(tmp_path, Ziele=goals, Sonstiges=notes))
    texts = {cell: book["Ziele"][cell].comment.text for cell in ("B3", "D3")}
    assert "„Kapitel“ fehlt" in texts["B3"] and "was darüber steht" in texts["B3"]
    assert "„Ampel“ gehört nicht" in texts["D3"]
    assert "kein Blatt eines Plans" in book["Sonstiges"]["B2"].comment.text


def test_a_hidden_sheet_is_listed_without_a_link(tmp_path: Path) -> None:
    path = goals_plan(tmp_path)
    book = load_workbook(path)
    book["Kapitel"].sheet_state = "hidden"
    book.save(path)
    book, _, _ = check(path)
    (row,) = [row for row in book.worksheets[0].iter_rows(min_row=4) if "ausgeblendet" in str(row[5].value)]
    assert (row[2].value, row[3].value, row[3].hyperlink) == ("Kapitel", "A1", None)
    assert book["Kapitel"].sheet_state == "hidden"


def test_what_has_no_place_is_listed(tmp_path: Path) -> None:
    path = write_xlsx({"Kapitel": CHAPTERS}, tmp_path / "plan.xlsx")
    book, _, _ = check(path)
    (line,) = [line for line in lines(book) if "Es fehlt das Blatt Plan" in line[5]]
    assert (line[2], line[3]) == ("plan.xlsx", "")


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_list(lang: str, tmp_path: Path) -> None:
    book, findings, _ = check(goals_plan(tmp_path), lang)
    sheet = book.worksheets[0]
    assert sheet.title == NAMES[lang]
    title = str(sheet["A1"].value)
    assert title.startswith(f"{NAMES[lang]}: {len(findings)} ")
    for severity, word in SEVERITIES.items():
        assert f"{word[lang]}: {sum(one.severity == severity for one in findings)}" in title
    found = lines(book)
    assert len(found) == len(findings)
    weights = [word[lang] for word in SEVERITIES.values()]
    assert [line[0] for line in found] == sorted((line[0] for line in found), key=weights.index)
    expected = sorted((one.code, one.identifier, one.message[lang], one.example.get(lang, "")) for one in findings)
    assert sorted((line[1], *line[4:]) for line in found) == expected
    assert any(line[6] for line in found)
    for row in sheet.iter_rows(min_row=4):
        if row[3].hyperlink:
            assert row[3].hyperlink.location == f"'{row[2].value}'!{row[3].value}"


def test_a_plan_without_findings(tmp_path: Path) -> None:
    """Nothing to mark: the list says so."""
    reading = ipgraph.read(goals_plan(tmp_path))
    report = ipgraph.validate(reading)
    nothing = type(report)(**{**report.__dict__, "findings": ()})
    book = load_workbook(io.BytesIO(checked_workbook(reading, nothing)))
    assert str(book.worksheets[0]["A1"].value).startswith("Prüfung: Keine")
    assert coloured(book) == set()


# ---------------------------------------------------------------- the same file


def test_the_marked_file_is_the_same_plan(tmp_path: Path) -> None:
    path = goals_plan(tmp_path)
    _, findings, content = check(path)
    (tmp_path / "zurueck").mkdir()
    again = tmp_path / "zurueck" / "plan.xlsx"
    again.write_bytes(content)
    assert triples(ipgraph.read(again)) == triples(ipgraph.read(path))
    _, second, once_more = check(again)
    assert second == findings
    assert once_more == content


def test_a_persons_own_sheet_of_that_name_stays(tmp_path: Path) -> None:
    path = goals_plan(tmp_path, Prüfung=[["Wer prüft was"], ["Frau Amtsleitung"]])
    book, findings, content = check(path)
    assert book.sheetnames == ["Prüfung 2", "Plan", "Kapitel", "Ziele", "Prüfung"]
    path.write_bytes(content)
    assert check(path)[1:] == (findings, content)


def test_results_of_formulas_survive(tmp_path: Path) -> None:
    """openpyxl would drop them, and the reader would then find an empty cell."""
    goals = [*GOALS[:3], ["Z3", "K1", "==", "Ende 2027"]]
    path = goals_plan(tmp_path, Ziele=goals)
    formula = b'<c r="C4" t="str"><f>A4&amp;"!"</f><v>Alle Vereine sind offen.</v></c>'
    rewrite(path, {"xl/worksheets/sheet3.xml": lambda data: re.sub(rb'<c r="C4"[^>]*>.*?</c>', formula, data)})
    assert "Alle Vereine sind offen." in str(triples(ipgraph.read(path)))
    _, findings, content = check(path)
    assert "E-09" not in {one.code for one in findings}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b'<f>A4&amp;"!"</f><v>Alle Vereine sind offen.</v>' in archive.read("xl/worksheets/sheet3.xml")
    (tmp_path / "again.xlsx").write_bytes(content)
    assert "Alle Vereine sind offen." in str(triples(ipgraph.read(tmp_path / "again.xlsx")))


def test_mended_and_checked_again(tmp_path: Path) -> None:
    path = goals_plan(tmp_path)
    book = load_workbook(path)
    book["Ziele"]["D2"].fill = PatternFill("solid", fgColor="FF92D050")
    book.save(path)
    _, _, content = check(path)
    path.write_bytes(content)
    book = load_workbook(path)  # a person mends two cells, in a program that writes everything anew
    assert ("Ziele", "D2") in coloured(book)
    book["Ziele"]["D2"], book["Ziele"]["C3"] = "Ende 2026", "Alle Eltern finden eine Beratung in ihrer Sprache."
    book.save(path)
    book, findings, _ = check(path)
    assert not {"E-03", "F-01"} & {one.code for one in findings if one.place and one.place.sheet == "Ziele"}
    assert book["Ziele"]["D2"].fill.fgColor.rgb == "FF92D050"
    assert book["Ziele"]["D2"].comment is None and book["Ziele"]["C3"].comment is None
    assert book["Ziele"]["B4"].comment is not None
    assert book.sheetnames == ["Prüfung", "Plan", "Kapitel", "Ziele"]


def test_the_template_keeps_its_notes_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "vorlage.xlsx"
    ipgraph.template(path, ipgraph.read(BOEBLINGEN))
    before, (book, findings, content) = load_workbook(path), check(path)
    assert len(findings) > 20
    for sheet in before:
        assert book[sheet.title].sheet_state == sheet.sheet_state
        assert len(book[sheet.title].data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        for cell in sheet[1]:
            if cell.comment:
                assert book[sheet.title][cell.coordinate].comment.text.startswith(cell.comment.text)
    assert list(before.defined_names) == list(book.defined_names)
    path.write_bytes(content)
    assert check(path)[2] == content


# ---------------------------------------------------------------- plans that came as something else


def test_a_csv_folder_becomes_a_template_with_marks(tmp_path: Path) -> None:
    book, findings, content = check(BOEBLINGEN)
    assert book.sheetnames[:3] == ["Prüfung", "Anleitung", "Plan"]
    found = lines(book)
    assert len(found) == len(findings)
    for line in found:
        if line[4] and line[3]:
            row = re.sub("[A-Z]", "", line[3])
            assert book[line[2]][f"A{row}"].value in (line[4], None) or line[2] in ("Statusmeldungen", "Messwerte")
    assert check(BOEBLINGEN)[2] == content
    (tmp_path / "plan.xlsx").write_bytes(content)
    again = ipgraph.read(tmp_path / "plan.xlsx")
    assert triples(again) == triples(ipgraph.read(BOEBLINGEN))
    marked = {(line[2], line[3]) for line in found if line[3]}
    assert coloured(book) == marked


def test_rows_are_found_where_two_have_one_kennung_or_none(tmp_path: Path) -> None:
    tables = whole_plan(load_model())
    goals = tables["ziele"]
    key, due = goals[0].index("Kennung"), goals[0].index("Termin")
    goals[2][key] = goals[1][key]
    goals.append([cell if index != key else "" for index, cell in enumerate(goals[1])])
    for number, row in enumerate(goals[1:], start=1):
        row[due] = f"irgendwann {number}"
    book, findings, _ = check(write_csv(tables, tmp_path / "plan"))
    found = {line[5]: str(book[line[2]][line[3]].value) for line in lines(book) if line[1] == "E-03"}
    assert len(found) == len([one for one in findings if one.code == "E-03"]) == 3
    for message, written in found.items():
        assert message.startswith(f"„{written}“")


def test_what_sheets_cannot_carry_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "plan.ttl"
    ipgraph.convert([goals_plan(tmp_path)], path)
    extra = '<https://w3id.org/ipgraph/data/p/goal/Z1> <https://example.org/farbe> "rot" .\n'
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    book, findings, _ = check(path)
    (line,) = [line for line in lines(book) if line[1] == "E-15"]
    assert line[0] == "Hinweis" and "„rot“ bei Z1" in line[5]
    assert len(lines(book)) == len(findings) + 1
    assert f": {len(findings) + 1} " in str(book.worksheets[0]["A1"].value)


def test_several_plans_are_refused(tmp_path: Path) -> None:
    reading = ipgraph.read(BOEBLINGEN, goals_plan(tmp_path))
    with pytest.raises(IpgraphError) as caught:
        checked_workbook(reading, ipgraph.validate(reading))
    assert caught.value.message["de"].startswith("Eine Arbeitsmappe fasst einen Plan; hier sind es 2.")
