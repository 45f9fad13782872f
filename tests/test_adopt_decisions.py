"""The workbook of decisions: a person decides, moves and deletes rows, and is not asked again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from ipgraph.bodies.decisions import ANSWER, HEADINGS, OTHER, PARTS, SHEET, TEXT, read_decisions, write_decisions
from ipgraph.bodies.questions import Decisions
from ipgraph.bodies.recognition import Actor, Mention, Recognition, recognise
from ipgraph.errors import IpgraphError, Place

KNOWN = [
    Actor("A-JUG", "Kreisjugendamt", ("Kreisjugendamt", "Jugendamt")),
    Actor("A-1", "Bildungsbüro", ("Bildungsbüro",)),
    Actor("A-2", "Bildungsbüro", ("Bildungsbüro",)),
]
CELLS = ("Jungendamt", "Amt für Schulen und Kitas", "VHS", "Musikschule", "Musikschle", "Bildungsbüro")


def read(*cells: str, decisions: Decisions | None = None) -> Recognition:
    mentions = [Mention(cell, Place("liste.xlsx", "Blatt", row, "Wer", "D")) for row, cell in enumerate(cells, start=2)]
    return recognise(mentions, KNOWN, decisions or Decisions())


def write(path: Path, *cells: str, lang: str = "de") -> Recognition:
    """One run of the takeover."""
    decisions = read_decisions(path)
    recognition = read(*(cells or CELLS), decisions=decisions)
    write_decisions(path, recognition, decisions, lang)
    return recognition


def column(sheet: Worksheet, number: int) -> list[str]:
    return [str(sheet.cell(row, number + 1).value or "") for row in range(3, sheet.max_row + 1)]


def edit(path: Path, change: Callable[[Worksheet], None]) -> None:
    book = load_workbook(path)
    change(cast(Worksheet, book.worksheets[0]))
    book.save(path)


def decide(path: Path, **answers: str) -> None:
    """Enter decisions by the text of the row; ``_`` stands for a space."""

    def enter(sheet: Worksheet) -> None:
        for row, text in enumerate(column(sheet, TEXT), start=3):
            if answer := answers.get(text.replace(" ", "_")):
                cast(Cell, sheet.cell(row, ANSWER + 1)).value = answer

    edit(path, enter)


def opened(path: Path) -> Worksheet:
    return cast(Worksheet, load_workbook(path).worksheets[0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "entscheidungen.xlsx"


def message(path: Path) -> dict[str, str]:
    with pytest.raises(IpgraphError) as caught:
        read_decisions(path)
    return dict(caught.value.message)


# ---------------------------------------------------------------- what is written


def test_nothing_to_decide(path: Path) -> None:
    assert read_decisions(path) == Decisions()
    assert not write_decisions(path, read("Jugendamt", "VHS"), Decisions())
    assert not path.exists()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_sheet(path: Path, lang: str) -> None:
    write(path, lang=lang)
    sheet = opened(path)
    assert sheet.title == SHEET[lang]
    assert [sheet.cell(2, index + 1).value for index in range(len(HEADINGS))] == [text[lang] for text in HEADINGS]
    assert len(str(sheet["A1"].value)) > 100
    assert sheet.freeze_panes == "A3"
    assert column(sheet, TEXT) == [
        "Jungendamt",
        "Amt für Schulen und Kitas",
        "Musikschle",
        "Bildungsbüro",
        "Bildungsbüro",
    ]
    assert (
        column(sheet, OTHER)[0]
        == {"de": "Kreisjugendamt\nKennung A-JUG", "en": "Kreisjugendamt\nIdentifier A-JUG"}[lang]
    )
    assert column(sheet, PARTS)[1] == "Amt für Schulen\nKitas"
    assert column(sheet, OTHER)[3:] == [
        f"Bildungsbüro (A-{n})\n" + column(sheet, OTHER)[2 + n].split("\n")[1] for n in (1, 2)
    ]
    assert all(cell.alignment.wrap_text for row in sheet["A2:G7"] for cell in row)
    assert "D2" in column(sheet, 5)[0]


def test_drop_downs_fit_the_question(path: Path) -> None:
    write(path)
    rules = {
        str(cell): rule.formula1 for rule in opened(path).data_validations.dataValidation for cell in rule.sqref.ranges
    }
    found = {f"G{row}": formula for area, formula in rules.items() for row in range(3, 8) if f"G{row}" in expand(area)}
    assert found["G3"] == found["G5"] == '"dasselbe,verschieden"'
    assert found["G4"] == '"teilen,eins"'
    assert set(found) == {f"G{row}" for row in range(3, 8)}


def expand(area: str) -> list[str]:
    first, _, last = area.partition(":")
    return [f"G{row}" for row in range(int(first[1:]), int((last or first)[1:]) + 1)]


def test_names_never_become_formulas(path: Path) -> None:
    write(path, "Kreisjugenamt", "=Musikschule", "=Musikschle")
    assert all(cell.data_type != "f" for row in opened(path).iter_rows() for cell in row)


def test_many_places_are_counted(path: Path) -> None:
    write(path, *["Jungendamt"] * 14)
    assert column(opened(path), 5)[0].endswith("und 4 weitere")


# ---------------------------------------------------------------- what comes back


def test_decisions_are_taken_and_stay(path: Path) -> None:
    write(path)
    decide(path, Jungendamt="dasselbe", Amt_für_Schulen_und_Kitas="teilen", Musikschle=" Verschieden ")
    recognition = write(path)
    assert recognition.keys("Jungendamt") == ("A-JUG",)
    assert [actor.name for actor in recognition.new] == [
        "Amt für Schulen",
        "Kitas",
        "VHS",
        "Musikschule",
        "Musikschle",
        "Bildungsbüro",
    ]
    assert [question.text for question in recognition.questions] == ["Bildungsbüro", "Bildungsbüro"]
    sheet = opened(path)
    assert column(sheet, TEXT) == [
        "Jungendamt",
        "Amt für Schulen und Kitas",
        "Musikschle",
        "Bildungsbüro",
        "Bildungsbüro",
    ]
    assert column(sheet, ANSWER) == ["dasselbe", "teilen", "verschieden", "", ""]


def test_one_of_two_of_the_same_name(path: Path) -> None:
    write(path)
    edit(path, lambda sheet: setattr(sheet["G7"], "value", "dasselbe"))
    recognition = write(path)
    assert recognition.keys("Bildungsbüro") == ("A-2",)
    assert "Bildungsbüro" not in {question.text for question in recognition.questions}


def test_same_input_same_bytes(path: Path) -> None:
    write(path)
    first = path.read_bytes()
    write(path)
    assert path.read_bytes() == first
    decide(path, Jungendamt="dasselbe")
    write(path)
    second = path.read_bytes()
    write(path)
    assert path.read_bytes() == second


def test_decisions_outlive_their_string(path: Path) -> None:
    write(path)
    decide(path, Jungendamt="dasselbe")
    write(path, "VHS")
    assert column(opened(path), TEXT) == ["Jungendamt"]
    assert write(path).keys("Jungendamt") == ("A-JUG",)


def test_open_rows_go_with_their_string(path: Path) -> None:
    write(path)
    write(path, "Musikschule", "Musikschle")
    assert column(opened(path), TEXT) == ["Musikschle"]


@settings(deadline=None, max_examples=15)
@given(order=st.permutations(range(5)), keep=st.integers(0, 5))
def test_rows_may_be_moved_and_deleted(tmp_path_factory: pytest.TempPathFactory, order: list[int], keep: int) -> None:
    path = tmp_path_factory.mktemp("moved") / "entscheidungen.xlsx"
    write(path)
    decide(path, Jungendamt="dasselbe", Musikschle="dasselbe", Amt_für_Schulen_und_Kitas="eins")
    expected = read_decisions(path)

    def move(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        sheet.delete_rows(3, len(rows))
        for index in order[:keep]:
            sheet.append(rows[index])

    edit(path, move)
    found = read_decisions(path)
    assert {row.question.identity: row.answer for row in found.rows} == {
        row.question.identity: row.answer
        for index, row in enumerate(expected.rows)
        if index in order[:keep]
    }  # fmt: skip
    recognition = read(*CELLS, decisions=found)
    assert (recognition.keys("Jungendamt") == ("A-JUG",)) == (0 in order[:keep])


def test_columns_may_be_moved_and_the_explanation_deleted(path: Path) -> None:
    write(path)
    decide(path, Jungendamt="dasselbe")

    def move(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.unmerge_cells("A1:G1")
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append([*reversed(row), "eine Bemerkung"])

    edit(path, move)
    assert write(path).keys("Jungendamt") == ("A-JUG",)


def test_parts_may_be_corrected(path: Path) -> None:
    write(path)

    def correct(sheet: Worksheet) -> None:
        cast(Cell, sheet["D4"]).value = "Schulamt\n Jugendamt "
        cast(Cell, sheet["G4"]).value = "teilen"

    edit(path, correct)
    recognition = write(path)
    assert recognition.keys("Amt für Schulen und Kitas")[1] == "A-JUG"
    assert column(opened(path), PARTS)[1] == "Schulamt\nJugendamt"


def test_english_and_german_words_both_count(path: Path) -> None:
    write(path)
    decide(path, Jungendamt="same")
    assert write(path).keys("Jungendamt") == ("A-JUG",)
    assert column(opened(path), ANSWER)[0] == "dasselbe"


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("text", "word", "offered"), [("Jungendamt", "vielleicht", "dasselbe"), ("Jungendamt", "teilen", "verschieden"),
                                  ("Amt_für_Schulen_und_Kitas", "dasselbe", "eins")],
)  # fmt: skip
def test_unknown_decision(path: Path, text: str, word: str, offered: str) -> None:
    write(path)
    decide(path, **{text: word})
    found = message(path)
    cell = "G3" if text == "Jungendamt" else "G4"
    assert all(
        part in found["de"] for part in ("entscheidungen.xlsx", "Blatt Entscheidungen", f"Zelle {cell}", word, offered)
    )
    assert f"cell {cell}" in found["en"]


def test_two_rows_contradict(path: Path) -> None:
    write(path)
    decide(path, Jungendamt="dasselbe")

    def repeat(sheet: Worksheet) -> None:
        sheet.append([cell.value for cell in sheet[3]])
        cast(Cell, sheet.cell(sheet.max_row, ANSWER + 1)).value = "verschieden"

    edit(path, repeat)
    assert "G8" in message(path)["de"]


def test_decision_without_names(path: Path) -> None:
    write(path)
    edit(path, lambda sheet: setattr(sheet["G12"], "value", "eins"))
    assert "Zelle B12" in message(path)["de"]


def test_headings_are_gone(path: Path) -> None:
    write(path)
    edit(path, lambda sheet: sheet.delete_rows(2))
    assert "Überschriften" in message(path)["de"]


def test_sheet_is_gone(path: Path) -> None:
    Workbook().save(path)
    assert "Entscheidungen" in message(path)["de"]


def test_no_workbook(path: Path) -> None:
    path.write_bytes(b"PK nothing")
    assert "entscheidungen.xlsx" in message(path)["de"]


def test_a_surname_is_decided_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "entscheidungen.xlsx"
    first = write(path, "Müller", "VHS")
    assert [question.text for question in first.questions] == ["Müller"]
    sheet = cast(Worksheet, load_workbook(path).worksheets[0])
    offered = [rule for rule in sheet.data_validations.dataValidation if str(rule.sqref) == "G3"]
    assert [rule.formula1 for rule in offered] == ['"Person,Stelle"']
    assert "sieht nach einer Person aus" in str(sheet["E3"].value)
    decide(path, Müller="Person")
    assert not write(path, "Müller", "VHS").questions
    assert [row.answer for row in read_decisions(path).rows] == ["person"]
    decide(path, Müller="Stelle")
    second = write(path, "Müller", "VHS")
    assert {body.name: body.key for body in second.new} == {"Müller": "A2", "VHS": "A1"}


def test_a_row_with_a_name_alone_needs_the_right_word(tmp_path: Path) -> None:
    path = tmp_path / "entscheidungen.xlsx"
    write(path, "Müller")
    decide(path, Müller="dasselbe")
    with pytest.raises(IpgraphError) as caught:
        read_decisions(path)
    assert "„Person“" in caught.value.message["de"]
