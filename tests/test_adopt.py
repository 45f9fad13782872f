"""Taking over lists that staff already keep: every shape arrives, nothing is lost, a second run gives the same."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from adopt_lists import LISTS, book
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import ipgraph
from ipgraph.cli import cli
from ipgraph.errors import IpgraphError
from ipgraph.ingest.values import cell_text, number_text, parse_number
from ipgraph.intake import Adoption, adopt, text_report
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.keys import split_number
from ipgraph.intake.source import read_list
from ipgraph.model import load_model

BY_NAME = {builder.__name__: builder for builder in LISTS}
ULM = Path(__file__).resolve().parent.parent.parent / "shared" / "real" / "ulm-smart-city" / "massnahmenliste.xlsx"

Table = list[dict[str, str]]


def table(folder: Path, name: str) -> Table:
    """The rows of a CSV file of a plan, by German heading."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(folder: Path, name: str, heading: str) -> list[str]:
    return [row[heading] for row in table(folder, name)]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def taken(name: str, folder: Path) -> tuple[Adoption, Path]:
    """A list by the name of its builder, taken over."""
    source, plan = BY_NAME[name](folder), folder / "plan"
    return adopt(source, plan), plan


def target_of(done: Adoption, key: str) -> list[str]:
    """What a column of the list becomes, in all tables."""
    return [
        " + ".join(target.name for target in targets)
        for one in done.proposal.mapping.lists
        for name, targets in one.columns.items()
        if name == key
    ]


def said(folder: Path) -> str:
    """All that plan and report say, letters and digits alone."""
    texts = [html.unescape(re.sub(r"<[^>]+>", " ", (folder / "uebernahme.html").read_text(encoding="utf-8")))]
    texts += [
        value
        for path in folder.glob("*.csv")
        for row in csv.reader(path.open(encoding="utf-8", newline=""))
        for value in row
    ]
    if (folder / "nicht-uebernommen.xlsx").is_file():
        book = load_workbook(folder / "nicht-uebernommen.xlsx", read_only=True)
        texts += [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value]
    return re.sub(r"\W+", "", "".join(texts))


def lost(source: Path, folder: Path) -> list[str]:
    """Cells of a list that stand neither in the plan nor in the report."""
    known = said(folder)
    missing = []
    for grid in read_list(source):
        for (row, index), value in grid.cells.items():
            number = parse_number(value)
            if number is not None and re.sub(r"\W+", "", number_text(number)) in known:
                continue
            parts = [re.sub(r"\W+", "", part) for part in re.split(r"[;,\n•]|\s\+\s|\(", cell_text(value))]
            if not all(part in known for part in parts):
                missing.append(f"{grid.name} {row}/{index}: {value}")
    return missing


# ---------------------------------------------------------------------- what holds for every list


@pytest.mark.parametrize("builder", LISTS, ids=lambda builder: builder.__name__)
def test_every_list_becomes_a_plan(builder: Callable[[Path], Path], tmp_path: Path) -> None:
    source, plan = builder(tmp_path), tmp_path / "plan"
    done = adopt(source, plan)
    told = {left.text for left in done.ledger.kept}
    assert {problem.value for problem in done.problems} == told
    reading = ipgraph.read(plan)
    others = [problem for problem in reading.problems if problem.value not in told]
    assert {problem.code for problem in others} <= {"E-06", "E-15"}, others
    assert lost(source, plan) == []
    report = text_report(done, "de")
    assert max(map(len, report.splitlines())) <= 240 and "Als Nächstes" in report
    assert "What next" in text_report(done, "en")


@pytest.mark.parametrize("builder", LISTS, ids=lambda builder: builder.__name__)
def test_the_written_mapping_gives_the_same_again(builder: Callable[[Path], Path], tmp_path: Path) -> None:
    source = builder(tmp_path)
    adopt(source, tmp_path / "plan")
    again = adopt(source, tmp_path / "again", tmp_path / "plan" / "zuordnung.toml")
    assert again.mapping is not None
    assert files(tmp_path / "again") == files(tmp_path / "plan")
    in_place = adopt(source, tmp_path / "plan")
    assert in_place.mapping == tmp_path / "plan" / "zuordnung.toml"
    assert files(tmp_path / "again") == files(tmp_path / "plan")


@pytest.mark.parametrize("builder", LISTS, ids=lambda builder: builder.__name__)
def test_keys_are_unique_and_every_measure_has_its_chapter(builder: Callable[[Path], Path], tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    adopt(builder(tmp_path), plan)
    for name in ("kapitel", "ziele", "massnahmen", "akteure", "angebote", "indikatoren"):
        keys = column(plan, name, "Kennung")
        assert all(keys) and len(keys) == len(set(keys)), name
    chapters, goals = (
        set(column(plan, "kapitel", "Kennung")),
        {row["Kennung"]: row["Kapitel"] for row in table(plan, "ziele")},
    )
    assert set(goals.values()) - {""} <= chapters
    for row in table(plan, "massnahmen"):
        assert row["Ziele"] and all(goals[key] in chapters for key in row["Ziele"].split("; "))


# ---------------------------------------------------------------------- the real list


@pytest.mark.skipif(not ULM.is_file(), reason="the list of Ulm is not part of the repository")
def test_all_measures_of_ulm_arrive(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    done = adopt(ULM, plan)
    rows = [row for row in load_workbook(ULM).active.iter_rows(min_row=5, values_only=True) if any(row)]
    assert len(rows) == 126
    chapters = {row["Kennung"]: row["Titel"] for row in table(plan, "kapitel")}
    goals = {row["Kennung"]: row["Kapitel"] for row in table(plan, "ziele")}
    assert len(chapters) == len(goals) == 13
    expected, field = set(), ""
    for named, number, wording, description in rows:
        field = named or field
        kept = ["" if text in (None, "-") else text.strip() for text in (wording, description)]
        expected.add((field, number, *kept))
    found = {
        (chapters[goals[row["Ziele"]]], row["Nummer"], row["Wortlaut"], row["Beschreibung"])
        for row in table(plan, "massnahmen")
    }
    assert found == expected
    assert len(set(column(plan, "massnahmen", "Kennung"))) == 126
    assert not any(column(plan, "ziele", "Wortlaut")), "no text of a goal is made up"
    assert lost(ULM, plan) == []
    report = text_report(done, "de")
    assert "Aus 126 Zeilen der Liste wurden: 13 Kapitel, 13 Ziele, 126 Maßnahmen." in report
    assert "Überschriften in Zeile 4, Einträge in den Zeilen 5 bis 130" in report
    assert not done.ledger.left
    assert {one.text for one in done.ledger.nothing} == {"-"}
    assert "1 Maßnahme ohne „Wortlaut“ (H9-09)" in report, "the list itself has no title there"


# ---------------------------------------------------------------------- single shapes


def test_plain_list(tmp_path: Path) -> None:
    done, plan = taken("plain", tmp_path)
    first, second, third = table(plan, "massnahmen")
    assert (first["Kennung"], first["Nummer"], first["Ende"], first["Kosten (EUR)"]) == ("1", "1", "Ende 2026", "5000")
    assert (second["Beteiligt"], second["Ende"], third["Ende"]) == ("", "Q3/2025", "2025 ff.")
    assert [row["Wortlaut"][:5] for row in table(plan, "ziele")] == ["Alle ", "Geflü"]
    assert [(row["Status"], row["Datum"]) for row in table(plan, "statusmeldungen")] == [
        ("laufend", "2025-03-01"),
        ("umgesetzt", "2025-03-01"),
        ("geplant", "2025-03-01"),
    ]
    assert ("in Bearbeitung", "laufend") in {(one.written, one.instead) for one in done.ledger.changed}
    names = {row["Kennung"]: row["Name"] for row in table(plan, "akteure")}
    assert [names[key] for key in first["Beteiligt"].split("; ")] == ["Kitas", "Volkshochschule"]


def test_titles_totals_and_notes_are_no_entries(tmp_path: Path) -> None:
    done, plan = taken("title_rows", tmp_path)
    assert len(table(plan, "massnahmen")) == 3
    assert table(plan, "plan")[0]["Titel"] == "Integrationskonzept des Landkreises Beispielhausen"
    assert set(column(plan, "statusmeldungen", "Datum")) == {"12.03.2024"}
    assert [(one.place.row, one.reason["de"]) for one in done.ledger.skipped] == [
        (8, "Summenzeile"),
        (10, "Anmerkung unter der Tabelle"),
        (11, "Anmerkung unter der Tabelle"),
        (1, "steht über der Tabelle"),
        (2, "steht über der Tabelle"),
    ]


def test_two_rows_of_headings(tmp_path: Path) -> None:
    done, plan = taken("two_header_rows", tmp_path)
    assert target_of(done, "Zeitraum: von") == ["Maßnahmen.Beginn"]
    assert target_of(done, "Zuständigkeit: Mitwirkung") == ["Maßnahmen.Beteiligt"]
    assert column(plan, "massnahmen", "Beginn") == ["Januar 2025", "2025", "ab 2024"]
    assert [(left.place.cell, left.text) for left in done.ledger.left] == [
        ("G3", "Raum fehlt noch"),
        ("G5", "läuft gut"),
    ]


def test_group_headings_in_two_levels(tmp_path: Path) -> None:
    _, plan = taken("group_rows", tmp_path)
    assert [(row["Kennung"], row["Titel"]) for row in table(plan, "kapitel")] == [("1", "Sprache"), ("2", "Wohnen")]
    assert [(row["Kennung"], row["Kapitel"], row["Wortlaut"]) for row in table(plan, "ziele")] == [
        ("1.1", "1", "Eltern lernen Deutsch"),
        ("1.2", "1", "Kinder lernen Deutsch"),
        ("2.1", "2", "Es gibt genug Wohnungen"),
    ]
    assert [(row["Kennung"], row["Ziele"]) for row in table(plan, "massnahmen")] == [
        ("1.1-1", "1.1"), ("1.1-2", "1.1"), ("1.2-1", "1.2"), ("2.1-1", "2.1"), ("2.1-2", "2.1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "titles", "keys"),
    [
        ("bold_groups", ["Ankommen", "Teilhabe"], ["H1-1", "H1-2", "H2-1"]),
        ("numbered_groups", ["Sprache", "Arbeit"], ["1.1", "1.2", "2.1"]),
        ("sheet_per_chapter", ["Sprache", "Arbeit und Beruf", "Gesundheit"], ["H1-1", "H1-2", "H2-1", "H3-1"]),
        ("first_row_only", ["Sprache", "Wohnen"], ["1-01", "1-02", "1-03", "2-01", "2-02"]),
    ],
)
def test_chapters_of_all_kinds(name: str, titles: list[str], keys: list[str], tmp_path: Path) -> None:
    _, plan = taken(name, tmp_path)
    assert column(plan, "kapitel", "Titel") == titles
    assert column(plan, "massnahmen", "Kennung") == keys


def test_merged_cells_count_for_all_their_rows(tmp_path: Path) -> None:
    _, plan = taken("merged_blocks", tmp_path)
    names = {row["Kennung"]: row["Name"] for row in table(plan, "akteure")}
    rows = table(plan, "massnahmen")
    assert [row["Wortlaut"] for row in rows] == [
        "Hausaufgabenhilfe",
        "Schulsozialarbeit",
        "Schnuppertage",
        "Übungsleiter schulen",
    ]
    assert [names[key] for key in rows[0]["Beteiligt"].split("; ")] == ["Schulamt", "Diakonie", "Kreisjugendring"]
    assert rows[0]["Ende"] == "2025"


def test_only_groups_are_carried_down(tmp_path: Path) -> None:
    done, plan = taken("first_row_only", tmp_path)
    rows = table(plan, "massnahmen")
    assert [row["Ziele"] for row in rows] == ["1-Z1", "1-Z1", "1-Z2", "2-Z", "2-Z"]
    assert [row["Ende"] for row in rows] == ["2025", "", "2026", "", "kurzfristig"]
    assert [(kept.place.cell, kept.text) for kept in done.ledger.kept] == [("F6", "kurzfristig")]
    assert not done.ledger.left and not (plan / "nicht-uebernommen.xlsx").exists()
    assert "1 Angabe steht im Plan, wie die Liste sie schreibt" in " ".join(text_report(done, "de").split())


def test_repeated_headings_are_skipped(tmp_path: Path) -> None:
    done, plan = taken("repeated_headings", tmp_path)
    assert len(table(plan, "massnahmen")) == 30
    assert [one.place.row for one in done.ledger.skipped] == [13, 25]


def test_hidden_sheets_rows_and_formats(tmp_path: Path) -> None:
    done, plan = taken("hidden_things", tmp_path)
    assert column(plan, "massnahmen", "Nummer") == ["001", "002", "003"]
    assert column(plan, "statusmeldungen", "Text") == ["50 %", "25 %", "100 %"]
    report = text_report(done, "de")
    assert "ausgeblendetes Blatt" in report and "ausgeblendete Zeilen" in report
    assert "Die Formel =E2*2 hat kein gespeichertes Ergebnis" in report


def test_lists_that_refer_to_each_other(tmp_path: Path) -> None:
    _, plan = taken("goals_and_measures", tmp_path)
    assert column(plan, "kapitel", "Kennung") == ["1", "2"]
    assert [(row["Kennung"], row["Kapitel"], row["Zielgruppen"]) for row in table(plan, "ziele")] == [
        ("Z1", "1", "Eltern"),
        ("Z2", "2", "Arbeitsuchende; Geflüchtete"),
    ]
    assert column(plan, "massnahmen", "Ziele") == ["Z1", "Z2", "Z1; Z2"]
    assert len(table(plan, "akteure")) == 3
    assert column(plan, "massnahmen", "Verantwortlich") == ["A1", "A3", "A1; A2"]


def test_progress_by_year(tmp_path: Path) -> None:
    done, plan = taken("progress_columns", tmp_path)
    assert [(row["Betrifft"], row["Datum"], row["Text"]) for row in table(plan, "statusmeldungen")] == [
        ("A1", "2023", "Konzept liegt vor."),
        ("A1", "2024", "Zwei Lotsinnen arbeiten seit Mai."),
        ("A2", "2024", "Erster Kurs mit zwölf Personen."),
    ]
    assert target_of(done, "Ansprechpartner") == [""], "a person has no place in a plan"


def test_chapters_with_parts(tmp_path: Path) -> None:
    _, plan = taken("chapters_divided", tmp_path)
    assert [(row["Kennung"], row["Übergeordnet"], row["Titel"]) for row in table(plan, "kapitel")] == [
        ("H1", "", "Bildung"), ("H1.1", "H1", "Kita"), ("H1.2", "H1", "Schule"),
        ("H2", "", "Arbeit"), ("H2.1", "H2", "Ausbildung"), ("H2.2", "H2", "Beschäftigung"),
    ]  # fmt: skip


def test_a_catalogue_with_hints_goals_and_indicators(tmp_path: Path) -> None:
    done, plan = taken("hint_row", tmp_path)
    assert [(row["Kapitel"], row["Wortlaut"]) for row in table(plan, "ziele")] == [
        ("1", "Alle Kinder haben gleiche Chancen"),
        ("2", "Mehr Beschäftigung"),
    ]
    assert [(row["Beginn"], row["Ende"]) for row in table(plan, "massnahmen")] == [
        ("2025", "2027"), ("", "fortlaufend"), ("", "Mai 2026"),
    ]  # fmt: skip
    assert [(row["Ziel"], row["Bezeichnung"]) for row in table(plan, "indikatoren")] == [
        ("1-Z1", "Zahl der Plätze"),
        ("2-Z1", "Besuche"),
    ]
    assert target_of(done, "Verantwortlich / Beteiligte") == ["Maßnahmen.Verantwortlich"]
    assert (4, "Erklärung zu den Überschriften") in [(one.place.row, one.reason["de"]) for one in done.ledger.skipped]


def test_each_number_counts_what_stands_beside_it(tmp_path: Path) -> None:
    done, plan = taken("two_numbers", tmp_path)
    assert target_of(done, "Lfd. Nr. [A]") == ["Kapitel.Kennung"]
    assert target_of(done, "Lfd. Nr. [C]") == ["Maßnahmen.Nummer"]
    assert column(plan, "massnahmen", "Kennung") == ["1-1", "1-2", "2-1"]


def test_names_of_sheets_with_numbers(tmp_path: Path) -> None:
    _, plan = taken("named_sheets", tmp_path)
    assert [(row["Kennung"], row["Titel"]) for row in table(plan, "kapitel")] == [("1", "Sprache"), ("2", "Arbeit")]
    assert [(row["Beginn"], row["Ende"]) for row in table(plan, "massnahmen")][2] == ("2025", "2026")


def test_boards_and_planners(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    done, plan = taken("trello_json", tmp_path / "a")
    assert table(plan, "akteure") == [], "the columns of a board are no bodies"
    assert column(plan, "massnahmen", "Beschreibung") == ["Auf Deutsch", ""]
    assert done.ledger.left[0].place.words() == "trello.json, Blatt cards, Zeile 2, Spalte idList"
    _, plan = taken("planner_csv", tmp_path / "b")
    assert column(plan, "statusmeldungen", "Status") == ["geplant", "laufend", "umgesetzt"]
    assert len(table(plan, "akteure")) == 4


def test_lists_of_other_things(tmp_path: Path) -> None:
    for name in ("offers", "bodies", "indicators"):
        (tmp_path / name).mkdir()
    _, offers = taken("offers", tmp_path / "offers")
    assert column(offers, "angebote", "Webseite") == ["https://www.vhs.example", ""]
    assert table(offers, "massnahmen") == []
    _, bodies = taken("bodies", tmp_path / "bodies")
    assert column(bodies, "akteure", "Art") == ["Wohlfahrtsverband", "Bildungseinrichtung"]
    _, indicators = taken("indicators", tmp_path / "indicators")
    assert column(indicators, "indikatoren", "Zielwert") == ["120", "70"]
    assert column(indicators, "ziele", "Wortlaut") == ["Eltern sprechen Deutsch"]


def test_where_one_body_has_room_the_others_are_told(tmp_path: Path) -> None:
    rows = [("Name", "Art", "Teil von"), ("Jugendamt", "Behörde", "Landratsamt Ulm; Stadt Ulm\nStadt Ulm; Caritas")]
    done = adopt(book(tmp_path, "parts.xlsx", Akteure=rows), tmp_path / "plan")
    keys = {row["Name"]: row["Kennung"] for row in table(tmp_path / "plan", "akteure")}
    assert list(keys) == ["Jugendamt", "Landratsamt Ulm", "Stadt Ulm", "Caritas"]
    assert column(tmp_path / "plan", "akteure", "Teil von")[0] == keys["Landratsamt Ulm"]
    told = [(left.place.cell, left.text, left.reason["de"]) for left in done.ledger.left]
    why = "die Spalte des Plans fasst nur eine Angabe"
    assert told == [("C2", "Stadt Ulm", why), ("C2", "Caritas", why)]


def test_where_one_row_has_room_the_others_are_told(tmp_path: Path) -> None:
    chapters = [("Kennung", "Titel"), ("K1", "Sprache"), ("K2", "Wohnen")]
    goals = [
        ("Kennung", "Kapitel", "Wortlaut"),
        ("Z1", "K1; K2", "Eltern lernen Deutsch"),
        ("Z2", "K9", "Es gibt Wohnungen"),
    ]
    bodies = [
        ("Kennung", "Name", "Teil von"),
        ("A1", "Stadt Ulm", None),
        ("A2", "Kreis", None),
        ("A3", "Amt 5", "A1, A2"),
    ]
    done = adopt(book(tmp_path, "keys.xlsx", Kapitel=chapters, Ziele=goals, Akteure=bodies), tmp_path / "plan")
    assert column(tmp_path / "plan", "ziele", "Kapitel") == ["K1", "K9"]
    assert column(tmp_path / "plan", "akteure", "Teil von") == ["", "", "A1"]
    assert sorted((left.place.cell, left.text) for left in done.ledger.left) == [("B2", "K2"), ("C4", "A2")]


def test_two_tables_on_one_sheet(tmp_path: Path) -> None:
    _, plan = taken("two_tables", tmp_path)
    assert column(plan, "akteure", "Kurzname") == ["VHS", "Bücherei"]
    assert column(plan, "massnahmen", "Verantwortlich") == ["A1", "A2"]


def test_a_row_without_title_goes_on(tmp_path: Path) -> None:
    done, plan = taken("no_groups", tmp_path)
    assert column(plan, "massnahmen", "Verantwortlich") == ["A1; A2", "A3"]
    assert column(plan, "massnahmen", "Ende") == ["2025-05-01", "KW 12/2025"]
    assert [one.place.row for one in done.ledger.joined] == [3]


def test_dates_and_money_in_words(tmp_path: Path) -> None:
    done, plan = taken("mixed_dates", tmp_path)
    assert column(plan, "massnahmen", "Ende") == [
        "31.12.2025", "Dez 2025", "2026", "IV. Quartal 2025", "2024/2025", "bis Ende 2026", "2025 ff.",
        "mittelfristig", "Herbst 2026", "2025-06-01",
    ]  # fmt: skip
    assert column(plan, "massnahmen", "Kosten (EUR)") == [
        "5000",
        "1500000",
        "5.000",
        "jährlich 2.000 €",
        "10000",
        "keine",
        "12500.5",
        "700",
        "100 - 200 €",
        "",
    ]
    assert not done.ledger.left
    assert {kept.text for kept in done.ledger.kept} == {
        "mittelfristig",
        "5.000",
        "jährlich 2.000 €",
        "keine",
        "100 - 200 €",
    }


def test_what_cannot_be_read_stays_as_it_was_written(tmp_path: Path) -> None:
    rows = [
        ("Nr.", "Maßnahme", "Ziel", "Laufzeit", "Zielgruppe", "Status", "Datum", "Verantwortlich"),
        ("1", "Sprachkurs", "Sprache", "kurzfristig", "Eltern, Marsmenschen", "läuft", "neulich", "VHS"),
        ("2", "Lotsen", "Sprache", "2024–2026", "Eltern", None, "03.2025", "VHS"),
        ("3", "Kurs für Eltern", "Sprache", "2025", "Eltern", "geplant", "04.2025", "VHS"),
        ("4", "Beratung", "Sprache", "2025", "Eltern", "geplant", "05.2025", "VHS"),
    ]
    done = adopt(book(tmp_path, "words.xlsx", Liste=rows), tmp_path / "plan")
    first, *_ = table(tmp_path / "plan", "massnahmen")
    assert (first["Beginn"], first["Ende"]) == ("", "kurzfristig")
    assert [row["Datum"] for row in table(tmp_path / "plan", "statusmeldungen")] == ["neulich", "04.2025", "05.2025"]
    assert {problem.value for problem in done.problems} == {kept.text for kept in done.ledger.kept}
    assert {(kept.place.cell, kept.text) for kept in done.ledger.kept} == {
        ("D2", "kurzfristig"), ("E2", "Marsmenschen"), ("G2", "neulich"),
    }  # fmt: skip
    assert [(left.place.cell, left.text) for left in done.ledger.left] == [("G3", "03.2025")]


def test_text_files_of_all_encodings(tmp_path: Path) -> None:
    for name in ("cp1252", "utf16_tabs", "decidim_csv"):
        (tmp_path / name).mkdir()
    done, plan = taken("cp1252", tmp_path / "cp1252")
    assert column(plan, "massnahmen", "Wortlaut")[0] == "Broschüre über Ämter\nin zwölf Sprachen"
    assert "Windows-1252" in text_report(done, "de")
    _, plan = taken("utf16_tabs", tmp_path / "utf16_tabs")
    assert column(plan, "massnahmen", "Wortlaut") == ["Kurse, viele", "Feste"]
    _, plan = taken("decidim_csv", tmp_path / "decidim_csv")
    assert column(plan, "massnahmen", "Beschreibung")[0] == 'Build "safe" lanes, soon'
    assert column(plan, "statusmeldungen", "Status") == ["teilweise umgesetzt", "geplant"]


def test_task_lists_of_tools(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    done, plan = taken("tasks_json", tmp_path / "a")
    assert table(plan, "plan")[0]["Titel"] == "Aufgaben Integration"
    assert column(plan, "massnahmen", "Kennung") == ["T-1", "T-2"]
    assert target_of(done, "assignee name") == ["Maßnahmen.Verantwortlich"]
    _, plan = taken("govplan_json", tmp_path / "b")
    assert column(plan, "statusmeldungen", "Status") == [
        "geplant", "laufend", "teilweise umgesetzt", "umgesetzt", "zurückgestellt",
    ]  # fmt: skip


def test_libreoffice(tmp_path: Path) -> None:
    _, plan = taken("ods", tmp_path)
    assert column(plan, "kapitel", "Titel") == ["Kultur", "Sport"]
    assert [(row["Kennung"], row["Ende"]) for row in table(plan, "massnahmen")] == [
        ("H1-1", "2025-07-01"), ("H1-2", "Ende 2025"), ("H2-1", "laufend"),
    ]  # fmt: skip


def test_known_bodies_of_another_plan(tmp_path: Path) -> None:
    source = BY_NAME["plain"](tmp_path)
    rows = [
        ("Organisation", "Abkürzung", "Homepage"),
        ("Jugendamt", "JA", "https://ja.example"),
        ("Bauamt", "BA", None),
    ]
    first = book(tmp_path, "known.xlsx", Akteure=rows)
    adopt(first, tmp_path / "known")
    adopt(source, tmp_path / "plan", actors=tmp_path / "known")
    found = {row["Name"]: row for row in table(tmp_path / "plan", "akteure")}
    assert found["Jugendamt"]["Kennung"] == "A1" and found["Jugendamt"]["Webseite"] == "https://ja.example"
    assert "Bauamt" not in found, "only bodies that the list names"
    assert len({row["Kennung"] for row in found.values()}) == len(found)


@pytest.mark.parametrize("name", ["musterkreis", "boeblingen-2014"])
def test_the_sheets_of_a_plan_are_read_as_they_are_meant(name: str, tmp_path: Path) -> None:
    """A county may keep sheets of our template in a workbook of its own: nothing is guessed otherwise."""
    source = Path(__file__).resolve().parent.parent / "data" / name
    ipgraph.convert([source], tmp_path / "plan.xlsx")
    ipgraph.convert([source], tmp_path / "canonical")
    workbook = load_workbook(tmp_path / "plan.xlsx")
    del workbook["Plan"]
    workbook.save(tmp_path / "own.xlsx")
    done = adopt(tmp_path / "own.xlsx", tmp_path / "adopted")
    adopted, canonical = files(tmp_path / "adopted"), files(tmp_path / "canonical")
    assert adopted.pop("plan.csv") and canonical.pop("plan.csv")
    assert adopted == canonical
    assert not done.ledger.left and not done.recognition.new


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_workbook_that_is_a_plan_needs_no_taking_over(lang: str, tmp_path: Path) -> None:
    """A filled template, the example rows still in it: the sentence names the command that takes it as it is."""
    path = tmp_path / "unser plan.xlsx"
    ipgraph.template(path, lang=lang)
    workbook = load_workbook(path)
    measures = next(sheet for sheet in load_model().sheets if sheet.file_name == "massnahmen")
    workbook[measures.name[lang]].append(["M1", "1", "Z1", "Lesepaten für alle Grundschulen"])
    workbook.save(path)
    with pytest.raises(IpgraphError, match="is a plan already and need not be taken over") as error:
        adopt(path, tmp_path / "plan")
    assert f'ipgraph validate "{path}"' in error.value.message["de"]
    assert not (tmp_path / "plan").exists()


def test_a_list_of_ones_own_may_have_the_sheet_names_of_a_plan(tmp_path: Path) -> None:
    rows = [("Nr.", "Maßnahme", "Zuständig"), ("1", "Vorlesepaten gewinnen", "Bücherei"), ("2", "Kurse", "VHS")]
    names = {sheet.file_name: sheet.name["de"] for sheet in load_model().sheets}
    sheets = {names["plan"]: [("Stand", "2024")], names["massnahmen"]: rows, names["akteure"]: [("Name",), ("VHS",)]}
    adopt(book(tmp_path, "eigene.xlsx", **sheets), tmp_path / "plan")
    assert len(table(tmp_path / "plan", "massnahmen")) == 2


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("500 Wohnungen mehr", "", "500 Wohnungen mehr"),
        ("2030 klimaneutral", "", "2030 klimaneutral"),
        ("12 Wohnen", "12", "Wohnen"),
        ("101: Wohnen", "101", "Wohnen"),
        ("101", "101", ""),
        ("Handlungsfeld 101 Wohnen", "101", "Wohnen"),
    ],
)
def test_a_figure_is_no_number_of_a_chapter(text: str, number: str, title: str) -> None:
    assert split_number(text, Vocabulary(load_model())) == (number, title)


def test_what_was_made_of_a_template_stays_a_plan(tmp_path: Path) -> None:
    """Below its headings stands an example; the one row of the plan itself was taken for a measure for that.

    The sheet of bodies is gone, or it would be a plan already.
    """
    path = tmp_path / "plan.xlsx"
    assert CliRunner().invoke(cli, ["template", str(path)]).exit_code == 0
    filled = load_workbook(path)
    entries = {
        "Plan": ("uelzen-2025", "Zusammen im Landkreis", None, "Landkreis Uelzen", "03360"),
        "Kapitel": ("1", None, "Sprache"),
        "Ziele": ("1.1", None, "1", "Alle finden einen Kurs."),
        "Maßnahmen": ("1.1a", None, "1.1", "Eine Anmeldestelle für alle Kurse."),
    }
    del filled["Akteure"]
    for name, cells in entries.items():
        for column, value in enumerate(cells, 1):
            filled[name].cell(3, column).value = value
    filled.save(path)
    done = adopt(path, tmp_path / "plan")
    assert [row["Titel"] for row in table(tmp_path / "plan", "plan")] == ["Zusammen im Landkreis"]
    assert [row["Kennung"] for row in table(tmp_path / "plan", "massnahmen")] == ["1.1a"]
    assert {line.kind for part in done.proposal.parts for line in part.lines} == {"entry", "hint"}


# ---------------------------------------------------------------------- the folder


def test_nobodys_edits_are_overwritten(tmp_path: Path) -> None:
    source = BY_NAME["plain"](tmp_path)
    plan = tmp_path / "plan"
    adopt(source, plan)
    path = plan / "massnahmen.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Vorlesepaten", "Vorlesepatinnen"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(IpgraphError, match="something was changed") as error:
        adopt(source, plan)
    assert "massnahmen.csv" in error.value.message["de"] and "--force" in error.value.message["de"]
    assert path.read_bytes() == before
    adopt(source, plan, force=True)
    assert path.read_bytes() != before


def test_a_mapping_that_was_edited_is_used_and_kept(tmp_path: Path) -> None:
    source = BY_NAME["two_header_rows"](tmp_path)
    plan = tmp_path / "plan"
    adopt(source, plan)
    path = plan / "zuordnung.toml"
    edited = path.read_text(encoding="utf-8").replace(
        '"Bemerkung" = ""', '"Bemerkung" = "Maßnahmen.Beschreibung"  # so!'
    )
    edited = edited.replace('# "Gebietskörperschaft" = ""', '"Gebietskörperschaft" = "Landkreis Beispiel"')
    path.write_text(edited, encoding="utf-8")
    done = adopt(source, plan)
    assert path.read_text(encoding="utf-8") == edited
    assert column(plan, "massnahmen", "Beschreibung") == ["Raum fehlt noch", "", "läuft gut"]
    assert table(plan, "plan")[0]["Gebietskörperschaft"] == "Landkreis Beispiel"
    assert not done.ledger.left and not (plan / "nicht-uebernommen.xlsx").exists()


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "brief.txt").write_text("x", encoding="utf-8")
    with pytest.raises(IpgraphError, match="something else"):
        adopt(BY_NAME["plain"](tmp_path), tmp_path / "other")


def test_the_same_list_gives_the_same_files(tmp_path: Path) -> None:
    source = BY_NAME["goals_and_measures"](tmp_path)
    adopt(source, tmp_path / "a" / "plan"), adopt(source, tmp_path / "b" / "plan")
    for path in sorted((tmp_path / "a" / "plan").iterdir()):
        if path.name not in ("uebernahme.html", ".ipgraph-adopt.json"):  # the report names the folder
            assert path.read_bytes() == (tmp_path / "b" / "plan" / path.name).read_bytes(), path.name


# ---------------------------------------------------------------------- mappings and lists that are wrong


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"Maßnahmen.Wortlaut"', '"Maßnahmen.Wortlaat"', "hat keine Spalte „Wortlaat“. Möglich: Wortlaut"),
        ('"Maßnahmen.Wortlaut"', '"Massnamen.Wortlaut"', "Ein Blatt „Massnamen“ hat der Plan nicht"),
        ('"Maßnahmen.Wortlaut"', '"Wortlaut"', "nennt keine Spalte. Richtig ist „Blatt.Spalte“"),
        ('"Maßnahmen.Wortlaut"', '"Planwerke.Titel"', "Möglich sind Spalten von „Maßnahmen“, „Ziele“, „Kapitel“"),
        ('"Maßnahme" =', '"Massnahme" =', "Eine Spalte „Massnahme“ hat die Liste in Zeile 1 nicht"),
        ('"Frist" = "Maßnahmen.Ende"', '"Frist" = "Maßnahmen.Kosten (EUR)"', "sollen beide „Maßnahmen.Kosten"),
        ('"Frist" = "Maßnahmen.Ende"', '"Frist" = ["Maßnahmen.Ende", "Maßnahmen.Seite"]', "Anfang und Ende einer"),
        ("kopfzeilen = [1]", "kopfzeilen = [77]", "In Zeile 77 stehen keine Überschriften"),
        ("kopfzeilen = [1]", 'kopfzeilen = "1"', "kopfzeilen ist eine Liste von Zeilennummern"),
        ('blatt = "Liste"', 'blatt = "Tabelle9"', "Ein Blatt „Tabelle9“ hat die Liste nicht. Es gibt „Liste“"),
        ('zeilen = "nummer"', 'zeilen = "alphabet"', "zeilen = „alphabet“ gibt es nicht"),
        ("gruppen = []", 'gruppen = ["Angebote"]', "Unter „Angebote“ kann „Maßnahmen“ nicht stehen"),
        ("[kennungen]", "[kennung]", "„kennung“ ist keine Angabe"),
        ('"Kennung" = "plain"', '"Kennzahl" = "plain"', "hat keine Spalte „Kennzahl“"),
        ('"Kennung" = "plain"', '"Kennung" = plain', "Texte stehen ganz in Anführungszeichen"),
        ('"Kennung" = "plain"', '"Kennung" = 7', "muss ein Text in Anführungszeichen sein"),
    ],
)  # fmt: skip
def test_wrong_mappings_are_told_in_a_sentence(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    source = BY_NAME["plain"](tmp_path)
    adopt(source, tmp_path / "plan")
    text = (tmp_path / "plan" / "zuordnung.toml").read_text(encoding="utf-8")
    assert old in text
    mapping = tmp_path / "meine.toml"
    mapping.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(IpgraphError) as error:
        adopt(source, tmp_path / "new", mapping)
    german, english = error.value.message["de"], error.value.message["en"]
    assert sentence in german and german.startswith("meine.toml") and english.startswith("meine.toml")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("brief.docx", b"PK", "Aus dieser Art von Datei kann keine Liste übernommen werden"),
        ("plan.pdf", b"%PDF-1.7", "nach Excel kopieren"),
        ("leer.csv", b"", "ist leer"),
        ("leer.xlsx", b"", "lässt sich nicht lesen"),
        ("falsch.xlsx", b"Kennung;Titel\n1;2\n", "nur umbenannt"),
        ("geheim.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "mit Kennwort geschützt"),
        ("alt.xls", b"no workbook", "lässt sich nicht lesen"),
        ("kaputt.ods", b"PK\x03\x04", "lässt sich nicht lesen"),
        ("zahlen.csv", b"1;2;3\n4;5;6\n", "keine Liste zu erkennen"),
        ("brief.txt", "Sehr geehrte Damen und Herren,\nviele Grüße\n".encode(), "keine Liste zu erkennen"),
        ("wort.json", b'"Hallo"', "keine Liste von Einträgen"),
        ("kaputt.json", b"{", "kein gültiges JSON"),
        ("bild.csv", b"\x89PNG\r\n\x00\x00\x00", "keine Textdatei"),
        ("fehlt.xlsx", None, "gibt es nicht"),
    ],
)
def test_files_that_hold_no_list(name: str, content: bytes | None, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IpgraphError) as error:
        adopt(path, tmp_path / "plan")
    assert sentence in error.value.message["de"] and name in error.value.message["de"]
    assert not (tmp_path / "plan").exists()


# ---------------------------------------------------------------------- lists of any content

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=25)
CELLS = st.one_of(
    WORDS,
    st.integers(-10, 4000),
    st.booleans(),
    st.none(),
    st.sampled_from(["-", "2025", "laufend", "VHS, Caritas", "1.1"]),
)
HEADINGS = ("Nr.", "Handlungsfeld", "Maßnahme", "Zuständig", "Frist", "Status", "Bemerkung")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[CELLS] * len(HEADINGS)), min_size=1, max_size=8))
def test_nothing_is_lost_whatever_stands_there(
    rows: list[tuple[object, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADINGS, *rows])
    try:
        adopt(path, folder / "plan")
    except IpgraphError:
        assert not any(str(row[2] or "").strip() for row in rows) or not (folder / "plan").exists()
        return
    assert lost(path, folder / "plan") == []
    keys = column(folder / "plan", "massnahmen", "Kennung")
    assert len(keys) == len(set(keys))
    adopt(path, folder / "again", folder / "plan" / "zuordnung.toml")
    assert files(folder / "again") == files(folder / "plan")


def test_the_library_has_one_function_for_the_command(tmp_path: Path) -> None:
    done = ipgraph.adopt(BY_NAME["plain"](tmp_path), tmp_path / "plan")
    again = ipgraph.adopt(tmp_path / "plain.xlsx", tmp_path / "again", tmp_path / "plan" / "zuordnung.toml")
    assert done.mapping is None and again.mapping is not None


def test_the_command_prints_the_report_beside_the_output(tmp_path: Path) -> None:
    source, plan = BY_NAME["plain"](tmp_path), tmp_path / "plan"
    result = CliRunner().invoke(cli, ["adopt", str(source), "-o", str(plan)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Zuständig  →  Maßnahmen: Verantwortlich" in result.stderr
    assert f"ipgraph adopt {source} -o {plan}" in " ".join(result.stderr.split())
    refused = CliRunner().invoke(cli, ["adopt", str(tmp_path / "fehlt.xlsx"), "-o", str(plan), "--lang", "en"])
    assert refused.exit_code == 2 and "does not exist" in refused.stderr


def test_synonyms_belong_to_columns_of_the_model() -> None:
    import pyoxigraph as ox

    root = Path(__file__).resolve().parent.parent / "ontology" / "shapes" / "fields-headings.ttl"
    known = {iri for sheet in load_model().sheets for iri in (sheet.iri, *(field.iri for field in sheet.fields))}
    for quad in ox.parse(path=root, format=ox.RdfFormat.TURTLE):
        assert quad.subject.value in known
        assert quad.predicate.value.endswith("#hiddenLabel")
        assert isinstance(quad.object, ox.Literal) and quad.object.language in ("de", "en")


# ---------------------------------------------------------------------- the structure of lists that nobody foresaw


def test_years_as_headings_hide_no_table(tmp_path: Path) -> None:
    done, plan = taken("time_line", tmp_path)
    assert column(plan, "massnahmen", "Wortlaut") == ["Solardächer bauen", "Radwege markieren"]
    assert target_of(done, "2025") == [""]


@pytest.mark.parametrize(("name", "keys"), [("headings_above", ["1", "2"]), ("bare_headings_above", ["H1", "H2"])])
def test_the_first_chapter_stands_above_the_headings(name: str, keys: list[str], tmp_path: Path) -> None:
    done, plan = taken(name, tmp_path)
    assert column(plan, "kapitel", "Kennung") == keys
    assert column(plan, "kapitel", "Titel") == ["Energie", "Verkehr"]
    report = text_report(done, "de")
    assert "Die Liste nennt keine Ziele" in report and "Kapitel ohne" not in report
    assert table(plan, "plan")[0]["Titel"] == ("Klimaschutzplan der Gemeinde" if name == "headings_above" else "")


def test_words_and_numbers_tell_chapters_from_goals(tmp_path: Path) -> None:
    done, plan = taken("numbers_tell", tmp_path)
    chapters = [(row["Kennung"], row["Titel"], row["Übergeordnet"]) for row in table(plan, "kapitel")]
    titles = ("Energie", "Verkehr", "Wohnen", "Sport", "Kultur")
    assert chapters == [(str(number), title, "") for number, title in enumerate(titles, start=1)]
    assert [(row["Kennung"], row["Kapitel"], row["Wortlaut"]) for row in table(plan, "ziele")] == [
        ("1.1", "1", "Strom aus Sonne"),
        ("2.1", "2", "Mehr Rad"),
        ("4.1", "4", "Hallen für alle"),
    ]
    assert [(row["Kennung"], row["Ziele"]) for row in table(plan, "massnahmen")] == [
        ("1.1.1", "1.1"), ("2.1.1", "2.1"), ("4.1.1", "4.1"),
    ]  # fmt: skip
    report = " ".join(text_report(done, "de").split())
    assert "unter denen kein Eintrag steht; sie sind im Plan: „3 Handlungsfeld Wohnen“; „5 Handlungsfeld" in report
    assert [(one.place.row, one.reason["de"]) for one in done.ledger.skipped] == [(9, "Bemerkung, kein Eintrag")]


def test_what_printing_leaves_is_no_entry(tmp_path: Path) -> None:
    done, plan = taken("printed_pages", tmp_path)
    assert column(plan, "massnahmen", "Kennung") == ["1", "2", "3", "4"]
    assert column(plan, "statusmeldungen", "Status") == ["laufend", "umgesetzt", "laufend", "laufend"]
    assert {one.place.row: one.reason["de"] for one in done.ledger.skipped} == {
        3: "Seitenzahl oder Wiederholung vom Druck",
        4: "wiederholte Kopfzeile",
        6: "Summenzeile",
        7: "Seitenzahl oder Wiederholung vom Druck",
        9: "Seitenzahl oder Wiederholung vom Druck",
        10: "Seitenzahl oder Wiederholung vom Druck",
        12: "Summenzeile",
    }


def test_a_legend_beside_the_list_is_another_table(tmp_path: Path) -> None:
    done, plan = taken("legend_beside", tmp_path)
    assert column(plan, "massnahmen", "Kennung") == ["1", "2", "3"]
    assert column(plan, "massnahmen", "Ende") == ["2025", "2026", "2027"]
    beside = [one for one in done.ledger.skipped if "neben der Liste" in one.reason["de"]]
    assert [(one.place.row, one.text) for one in beside] == [
        (1, "Legende"), (2, "Kürzel | Bedeutung"), (3, "BA | Bauamt"), (4, "VA | Verkehrsamt"),
    ]  # fmt: skip


def test_a_goal_that_the_list_of_goals_does_not_have_is_told(tmp_path: Path) -> None:
    done, plan = taken("goal_not_listed", tmp_path)
    assert column(plan, "massnahmen", "Ziele") == ["1.1; 1.2", "3.1"]
    report = " ".join(text_report(done, "de").split())
    assert "M2 nennt Ziel „3.1“; das Blatt „Ziele“ hat es nicht (Blatt Maßnahmen, Zelle B3" in report


def test_a_measure_serves_every_goal_in_its_cell(tmp_path: Path) -> None:
    _, plan = taken("several_goals", tmp_path)
    goals = {row["Kennung"]: row["Wortlaut"] for row in table(plan, "ziele")}
    served = [[goals[key] for key in keys.split("; ")] for keys in column(plan, "massnahmen", "Ziele")]
    assert served == [
        ["Strom aus Sonne"],
        ["Strom aus Sonne", "Wärme aus der Erde, nicht aus Gas"],
        ["Ziel A", "Ziel B"],
        ["Ziel A"],
        ["Weniger Lärm; mehr Ruhe"],
    ]


def test_what_hangs_on_cells_is_told(tmp_path: Path) -> None:
    done, plan = taken("things_on_cells", tmp_path)
    assert column(plan, "massnahmen", "Kennung") == ["1", "2", "3"]
    told = [(one.place.cell, one.text, one.reason["de"]) for one in done.ledger.left]
    assert told == [
        ("B2", "Der Beschluss fehlt noch", "Notiz an der Zelle"),
        ("B3", "https://example.org/rad", "Verknüpfung hinter der Zelle"),
        ("D3", "#Liste!A1", "Verknüpfung hinter der Zelle"),
    ]
    book = load_workbook(plan / "nicht-uebernommen.xlsx")
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [text for _, text, _ in told]
    report = " ".join(text_report(done, "de").split())
    assert "durchgestrichen sind, wurden übernommen (4)" in report
    assert "Auch ausgeblendete Spalten wurden gelesen (Zuständig)" in report


def test_numbers_tell_chapters_of_any_depth(tmp_path: Path) -> None:
    done, plan = taken("deep_numbers", tmp_path)
    assert [(row["Kennung"], row["Übergeordnet"]) for row in table(plan, "kapitel")] == [
        ("1", ""), ("1.1", "1"), ("1.1.1", "1.1"), ("2", ""), ("2.1", "2"), ("2.1.1", "2.1"),
    ]  # fmt: skip
    assert not done.ledger.empty
