"""The template as people use it: filled in, saved by LibreOffice, read again; nothing of it gets lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import ipgraph
from ipgraph.ingest import Reading
from ipgraph.model import load_model

MODEL = load_model()
XLSX = "xlsx:Calc MS Excel 2007 XML"
Convert = Callable[..., list[Path]]

# As people type: days the German way, numbers with commas, several values, and some of it wrong.
ENTRIES: Mapping[str, list[dict[str, object]]] = {
    "plan": [{"identifier": "p", "title": "Plan", "periodStart": "1.1.2024", "periodEnd": "31.12.2028"}],
    "kapitel": [
        {"identifier": "1.1", "title": "Sprache"},
        {"identifier": "1.10", "title": "Arbeit", "situationAsOf": "31.12.2023"},
        {"identifier": "2", "title": "Wohnen"},
    ],
    "ziele": [
        {"identifier": "Z1", "chapter": "1.1", "deadline": "Ende 2026", "influenceableBy": "Kreis; Akteur: A1"},
        {"identifier": "Z2", "chapter": "1.10", "deadline": "31.02.2026", "targetGroup": "Eltern; Familien"},
    ],
    "indikatoren": [{"identifier": "I1", "indicates": "Z1", "baseline": "1.500,50", "target": 2000.5}],
    "messwerte": [{"observes": "I1", "date": "15.7.2025", "value": "12,5"}],
    "massnahmen": [
        {"identifier": "M1", "serves": "Z1; Z2", "responsible": "A1\nA2", "cost": "18.600,00 €", "begin": "laufend"},
        {"identifier": "M2", "serves": "Z2", "cost": "1.500", "end": "2. Halbjahr 2026"},
    ],
    "akteure": [
        {"identifier": "A1", "name": "Jugendamt", "actorKind": "Landkreisverwaltung", "level": "Kreis"},
        {"identifier": "A2", "name": "VHS", "actorKind": "Verein", "level": "Mond"},
    ],
    "statusmeldungen": [{"about": "Maßnahme: M1", "date": "01.06.2025", "status": "laufend"}],
}


def fill(path: Path, lang: str) -> None:
    """Type the entries below what the template has; what the model calls otherwise is a mistake of this test."""
    book = load_workbook(path)
    for sheet in MODEL.sheets:
        columns = {column.local: index for index, column in enumerate(sheet.fields, start=1)}
        worksheet = book[sheet.name[lang]]
        for number, entry in enumerate(ENTRIES.get(sheet.file_name, []), start=3):
            for name, value in entry.items():
                worksheet.cell(number, columns[name], value)
    book.save(path)


RIGHT = ["31.12.2026", "1.1.2024", "5. 3. 2026", "2026-12-31", "2026", "Ende 2026", "laufend", "ab 2025", 46000]
WRONG = ["31.02.2026", "13.13.2026", "31.12.26", "bald", "Frühjahr"]


def write_probe(path: Path, target: Path) -> None:
    """The same workbook with sheets that look up what each named range offers, and what is taken for a day."""
    book = load_workbook(path)
    offers, days = book.create_sheet("Angeboten"), book.create_sheet("Tage")
    for row, name in enumerate(book.defined_names, start=1):
        offers.cell(row, 1, name)
        for number in range(1, 12):
            offers.cell(row, 1 + number, f'=IF({number}>ROWS({name}),"",INDEX({name},{number})&"")')
    checks = book["Ziele"].data_validations.dataValidation
    rule = next(one for one in checks if one.type == "custom" and "DATE" in one.formula1)
    for row, text in enumerate([*RIGHT, *WRONG], start=1):
        days.cell(row, 1, text)
        days.cell(row, 2, "=" + rule.formula1.replace(str(rule.sqref).partition(":")[0], f"A{row}"))
    book.save(target)


def facts(reading: Reading) -> set[str]:
    return set(map(str, reading.store.triples(reading.plans[0])))


def told(reading: Reading) -> list[tuple[str, str | None, str | None, str]]:
    return [(one.code, one.place.sheet, one.place.cell, one.message["de"]) for one in reading.problems]


def rules(worksheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """What is checked and offered in each column, and what is said about it."""
    return {
        str(one.sqref).partition("3:")[0]: (
            one.type, one.formula1, one.showErrorMessage and (one.errorStyle or "stop", one.errorTitle, one.error),
            one.promptTitle, one.prompt,
        )
        for one in worksheet.data_validations.dataValidation
    }  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, libreoffice: Convert) -> dict[str, Path]:
    """A filled template, as it is and as LibreOffice saves it: at once, and by way of its own kind of file."""
    folder = tmp_path_factory.mktemp("filled")
    before, english, probe = (folder / name for name in ("plan.xlsx", "english.xlsx", "probe.xlsx"))
    for path, lang in ((before, "de"), (english, "en")):
        ipgraph.template(path, lang=lang)
        fill(path, lang)
    write_probe(before, probe)
    (calc,) = libreoffice("ods", folder, before)
    saved, saved_english, probed = libreoffice(XLSX, folder / "saved", before, english, probe)
    (again,) = libreoffice(XLSX, folder / "again", calc)
    return {
        "before": before, "saved": saved, "by way of ods": again, "probe": probed,
        "English": english, "English, saved": saved_english,
    }  # fmt: skip


@pytest.mark.parametrize("way", ["saved", "by way of ods"])
def test_the_same_plan_comes_back(filled: dict[str, Path], way: str) -> None:
    before, after = ipgraph.read(filled["before"]), ipgraph.read(filled[way])
    assert facts(after) == facts(before)
    assert told(after) == told(before)
    assert [code for code, *_ in told(before)] == ["E-03", "E-03", "E-08"], "what is wrong is told, no example is"
    assert "31.02.2026" in told(before)[0][3] and "1.500" in told(before)[1][3] and "Mond" in told(before)[2][3]


@pytest.mark.parametrize("way", ["saved", "by way of ods"])
def test_the_form_stays_a_form(filled: dict[str, Path], way: str) -> None:
    before, after = load_workbook(filled["before"]), load_workbook(filled[way])
    assert after.sheetnames == before.sheetnames
    assert after["Listen"].sheet_state == "hidden"
    assert set(before.defined_names) <= set(after.defined_names)
    for sheet in MODEL.sheets:
        old, new = before[sheet.name["de"]], after[sheet.name["de"]]
        notes = [cell.comment and cell.comment.text for cell in old[1]]
        assert all(notes) and [cell.comment and cell.comment.text for cell in new[1]][: len(notes)] == notes
        assert [str(cell.value) for cell in old[2]] == [str(cell.value) for cell in new[2]][: len(notes)], "the example"
        expected = {letter: rule for letter, rule in rules(old).items() if rule[0]}
        assert {letter: rule for letter, rule in rules(new).items() if rule[0]} == expected
        required = {index for index, column in enumerate(sheet.fields, start=1) if column.required}
        areas = [area for one in new.conditional_formatting for area in one.sqref.ranges]
        coloured = {column for area in areas for column in range(area.min_col, area.max_col + 1)}
        assert coloured == required, "empty required cells turn red"


def test_kennungen_are_offered_as_soon_as_they_are_typed(filled: dict[str, Path]) -> None:
    rows = load_workbook(filled["probe"], data_only=True)["Angeboten"].iter_rows(values_only=True)
    offers = {str(row[0]): [str(value) for value in row[1:] if value] for row in rows}
    assert offers["Kennungen_Kapitel"] == ["1.1", "1.10", "2"]
    assert offers["Kennungen_Akteure"] == ["A1", "A2"]
    assert offers["Liste_Statusmeldungen_Betrifft"] == ["Ziel: Z1", "Ziel: Z2", "Maßnahme: M1", "Maßnahme: M2"]
    assert offers["Liste_Ziele_Beeinflussbar_durch"][-3:] == ["EU", "Akteur: A1", "Akteur: A2"]
    assert offers["Liste_Querverweise_Von"][0] == "Plan: p"
    assert offers["Kennungen_Angebote"] == []


def test_days_are_checked_while_somebody_types(filled: dict[str, Path]) -> None:
    found = load_workbook(filled["probe"], data_only=True)["Tage"].iter_rows(values_only=True)
    assert {text: bool(passed) for text, passed, *_ in found} == dict.fromkeys(RIGHT, True) | dict.fromkeys(
        WRONG, False
    )


def test_the_english_template_as_well(filled: dict[str, Path]) -> None:
    before, after = ipgraph.read(filled["English"]), ipgraph.read(filled["English, saved"])
    assert facts(after) == facts(before) and told(after) == told(before)
