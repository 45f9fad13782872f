"""Lists put together at random: whatever stands where, the take-over ends well and loses nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from test_adopt import column, files, lost

from ipgraph.errors import IpgraphError
from ipgraph.intake import adopt

SHEETS = ("Liste", "Sprache", "Tabelle1", "HF 2 Arbeit", "Ziele", "2024")
TITLES = ("Titel der Liste", "Stand: 01.02.2025", None)
HEADINGS = (
    "Nr.",
    "Handlungsfeld",
    "Ziel",
    "Maßnahme",
    "Beschreibung",
    "Zuständig",
    "Beteiligte",
    "Zeitraum",
    "Frist",
    "Status",
    "Sachstand 2024",
    "Kosten",
    "Bemerkung",
    "Zielgruppe",
    "Indikator",
    "Teilbereich",
    "",
)
GROUPS = ("Sprache", "Handlungsfeld 1: Bildung", "Ziel 1.1: Alle lernen")
VALUES = (
    *GROUPS,
    "1",
    "1.1",
    "VHS",
    "Jugendamt, Caritas",
    "2025",
    "Ende 2026",
    "laufend",
    "-",
    "k. A.",
    5,
    2025.5,
    None,
    None,
    "Kurs für Frauen\nund Männer",
    "Summe",
    "* Hinweis",
    "Frauen, Kinder",
    "A" * 50,
    "0",
    "ä;b",
    "(Text)",
    "Maßnahme",
    "Frist",
)


def scribble(sheet: Worksheet, dice: random.Random) -> None:
    """Fill a sheet: titles, headings, rows, some of them with one cell only, merged areas anywhere."""
    row = 1
    for _ in range(dice.choice([0, 0, 1, 2])):
        sheet.cell(row, 1, dice.choice(TITLES))
        row += 1
    headings = [dice.choice(HEADINGS) for _ in range(dice.randint(1, 9))]
    if dice.random() < 0.8:
        headings[dice.randrange(len(headings))] = "Maßnahme"
    for index, heading in enumerate(headings, start=1):
        sheet.cell(row, index, heading or None)
    for _ in range(dice.randint(0, 14)):
        row += 1
        if dice.random() < 0.15:
            cell = sheet.cell(row, dice.randint(1, len(headings)), dice.choice(GROUPS))
            cell.font = Font(bold=dice.random() < 0.5)
            continue
        for index in range(1, len(headings) + 1):
            if dice.random() < 0.7:
                sheet.cell(row, index, dice.choice(VALUES))
    top = 1
    for _ in range(dice.choice([0, 0, 2, 4])):
        top += dice.randint(0, 3)
        left = dice.randint(1, len(headings))
        sheet.merge_cells(start_row=top, start_column=left, end_row=top + dice.randint(0, 3), end_column=left + 1)
        top += 4


@pytest.mark.parametrize("seed", range(30))
def test_any_list_ends_well(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    book = Workbook()
    book.remove(book.active)
    for number in range(dice.choice([1, 1, 1, 2, 3])):
        scribble(book.create_sheet(f"{dice.choice(SHEETS)} {number}"), dice)
    path = tmp_path / "list.xlsx"
    book.save(path)
    try:
        done = adopt(path, tmp_path / "plan")
    except IpgraphError as error:
        assert "keine Liste zu erkennen" in error.message["de"] or "ist leer" in error.message["de"]
        return
    assert lost(path, tmp_path / "plan") == []
    assert {problem.value for problem in done.problems} <= {kept.text for kept in done.ledger.kept}
    keys = column(tmp_path / "plan", "massnahmen", "Kennung")
    assert len(keys) == len(set(keys))
    adopt(path, tmp_path / "again", tmp_path / "plan" / "zuordnung.toml")
    assert files(tmp_path / "again") == files(tmp_path / "plan")
