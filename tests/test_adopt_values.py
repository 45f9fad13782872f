"""Values of cells, what columns become, and whether the sentences of the report are true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from adopt_lists import book
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from test_adopt import column, files, table, target_of

from ipgraph.errors import IpgraphError
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.intake import Adoption, adopt, text_report
from ipgraph.intake.naming import _TERRITORY
from ipgraph.intake.source.shown import shown, unusable
from ipgraph.intake.times import read_span

HEAD = ("Nr.", "Maßnahme", "Zuständig")


def measures(folder: Path, heading: str, values: Sequence[object], *, above: Sequence[Sequence[object]] = ()) -> Path:
    """A list of measures with one more column."""
    rows = [(n, f"Vorhaben mit der Nummer {n}", "Bauamt", value) for n, value in enumerate(values, start=1)]
    return book(folder, "liste.xlsx", Liste=[*above, (*HEAD, heading), *rows])


def said(done: Adoption, lang: str = "de") -> str:
    return " ".join(text_report(done, lang).split())


def times(plan: Path) -> list[tuple[str, str]]:
    return [(row["Beginn"], row["Ende"]) for row in table(plan, "massnahmen")]


# ---------------------------------------------------------------------- dates


def test_a_single_date_of_a_span_is_its_end(tmp_path: Path) -> None:
    values = [
        "Ende 2027",
        "31.03.2025",
        "bis Ende 2026",
        "2024-2025",
        "seit 2020",
        "2024",
        "Q3/2025",
        "von 2024 bis 2026",
    ]
    done = adopt(measures(tmp_path, "Zeitrahmen", values), tmp_path / "plan")
    assert times(tmp_path / "plan") == [
        ("", "Ende 2027"), ("", "31.03.2025"), ("", "bis Ende 2026"), ("2024", "2025"), ("seit 2020", ""), ("", "2024"),
        ("", "Q3/2025"), ("2024", "2026"),
    ]  # fmt: skip
    assert not done.ledger.left


def test_spans_in_a_column_of_deadlines_fill_beginning_and_end(tmp_path: Path) -> None:
    values = ["seit 2023", "2024-2026", "ab 2024", "2024 bis 2026", "01.01.2024 - 31.12.2025", "Ende 2026", "2024/2025"]
    done = adopt(measures(tmp_path, "Frist", values), tmp_path / "plan")
    assert times(tmp_path / "plan") == [
        ("seit 2023", ""), ("2024", "2026"), ("ab 2024", ""), ("2024", "2026"), ("01.01.2024", "31.12.2025"),
        ("", "Ende 2026"), ("", "2024/2025"),
    ]  # fmt: skip
    assert "Zeitspannen in einer Spalte für nur ein Datum (5-mal, zum Beispiel „seit 2023“)" in said(done)


def test_a_beginning_that_is_there_stays(tmp_path: Path) -> None:
    rows = [(1, "Vorhaben", "Bauamt", "2023", "2024-2026"), (2, "Anderes", "Bauamt", "-", "2024-2026")]
    adopt(book(tmp_path, "liste.xlsx", Liste=[(*HEAD, "Beginn", "Frist"), *rows]), tmp_path / "plan")
    assert times(tmp_path / "plan") == [("2023", "2024-2026"), ("2024", "2026")]


@given(st.integers(1900, 2198), st.integers(1, 20), st.sampled_from([" bis ", "-", " - ", "–", "/", " to "]))
def test_two_years_are_a_beginning_and_an_end(year: int, length: int, joint: str) -> None:
    last = min(year + length, 2199)
    start, end = read_span(f"{year}{joint}{last}")
    assert (start.values, end.values) == ((str(year),), (str(last),))


@pytest.mark.parametrize(
    ("words", "day"),
    [("31/12/2025", "2025-12-31"), ("12/31/2025", "2025-12-31"), ("5/5/2025", "2025-05-05"), ("1/2/2025", None),
     ("31/31/2025", None), ("31/02/2025", None)],
)  # fmt: skip
def test_days_with_slashes_count_where_they_have_one_reading(words: str, day: str | None) -> None:
    span = parse_time_span(words)
    assert (span.earliest.isoformat() if span and span.earliest else None) == day


# ---------------------------------------------------------------------- as it is shown


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (datetime(2025, 6, 1), "MM.YYYY", "06.2025"),
        (datetime(2025, 6, 1), "mmmm\\ yyyy;@", "06.2025"),
        (datetime(2025, 6, 1), "[$-407]mmm\\-yy", "06.2025"),
        (datetime(2025, 6, 1), "yyyy", "2025"),
        (datetime(2025, 6, 1), "dd/mm/yyyy", datetime(2025, 6, 1)),
        (datetime(2025, 6, 1), "General", datetime(2025, 6, 1)),
        (datetime(2025, 6, 1, 8, 30), "yyyy hh:mm", "2025"),
        (1.1, "0.00", "1.10"),
        (2.0, "0.0", "2.0"),
        (1.234, "0.00", 1.234),
        (1.25, "0.000", 1.25),
        (1250.5, "#,##0.00", 1250.5),
        (7, "000", "007"),
        (0.5, "0%", "50 %"),
    ],
)
def test_a_cell_counts_as_it_is_shown(value: object, form: str, expected: object) -> None:
    assert shown(value, form) == expected


def test_numbers_with_a_zero_at_their_end_are_their_own(tmp_path: Path) -> None:
    workbook = Workbook()
    for row in [HEAD, (1.1, "Eins", "Bauamt"), (1.2, "Zwei", "Bauamt"), (1.1, "Zehn", "Bauamt")]:
        workbook.active.append(row)
    workbook.active["A4"].number_format = "0.00"
    workbook.save(tmp_path / "liste.xlsx")
    done = adopt(tmp_path / "liste.xlsx", tmp_path / "plan")
    assert column(tmp_path / "plan", "massnahmen", "Nummer") == ["1.1", "1.2", "1.10"]
    assert column(tmp_path / "plan", "massnahmen", "Kennung") == ["1.1", "1.2", "1.10"]
    assert "die Nummern der Liste, sie sind eindeutig" in said(done)


def test_errors_and_formulas_are_no_content(tmp_path: Path) -> None:
    values = ["#REF!", "=cmd|calc!A1", "=B2", "#NV", "2025"]
    source = measures(tmp_path, "Frist", values)
    book_ = load_workbook(source)
    book_.active["B2"], book_.active["B3"], book_.active["B4"] = "#REF!", "=cmd|calc!A1", "-5 % CO2"
    book_.save(source)
    done = adopt(source, tmp_path / "plan")
    assert column(tmp_path / "plan", "massnahmen", "Wortlaut")[:3] == ["", "", "-5 % CO2"]
    assert not any(
        cell.startswith(("=", "#")) for row in table(tmp_path / "plan", "massnahmen") for cell in row.values()
    )
    report = said(done)
    assert "„Liste“: 3 Formeln haben kein gespeichertes Ergebnis (B3, D3, D4); sie zählen nicht." in report
    assert "„Liste“: 3 Zellen zeigen nur eine Fehlermeldung (B2, D2, D5); sie zählen nicht." in report
    kept = load_workbook(tmp_path / "plan" / "nicht-uebernommen.xlsx").worksheets[0]
    texts = {row[1].value for row in kept.iter_rows(min_row=2)}
    assert {"#REF!", "=cmd|calc!A1", "=B2", "#NV"} <= texts
    assert all(row[1].data_type == "s" for row in kept.iter_rows(min_row=2)), "text, and no formula"


@pytest.mark.parametrize(
    "text", ["=1+1", "= SUMME(A1:A3)", "+cmd|'/c calc'!A1", "#DIV/0!", "#BEZUG!", "#NAME?", "Err:502"]
)
def test_formulas_and_errors_in_text_files_are_known(text: str) -> None:
    assert unusable(text)


@pytest.mark.parametrize(
    "text", ["-5 % CO2", "+49 7031", "@mail", "- Kurse (VHS)", "=", "# 3", "A = B", "==", "- A | B!"]
)
def test_texts_that_only_begin_like_formulas_stay(text: str) -> None:
    assert unusable(text) is None


# ---------------------------------------------------------------------- words of code lists


def test_words_that_can_mean_two_things_stay_text_and_are_told(tmp_path: Path) -> None:
    values = ["nicht umgesetzt", "läuft", "gestoppt", "erledigt (03/2024)", "läuft noch", "gestoppt", "abgeschl."]
    done = adopt(measures(tmp_path, "Status", values), tmp_path / "plan")
    assert [(row["Status"], row["Text"], row["Datum"]) for row in table(tmp_path / "plan", "statusmeldungen")] == [
        ("", "nicht umgesetzt", ""), ("laufend", "", ""), ("", "gestoppt", ""), ("umgesetzt", "", "03/2024"),
        ("laufend", "", ""), ("", "gestoppt", ""), ("umgesetzt", "", ""),
    ]  # fmt: skip
    assert "3 Angaben stehen nicht in der Liste „Umsetzungsstände“ („nicht umgesetzt“, „gestoppt“)" in said(done)
    assert "„läuft“, „läuft noch“ → „laufend“; „erledigt (03/2024)“, „abgeschl.“ → „umgesetzt“" in said(done)
    assert "“läuft”, “läuft noch” → “running”" in said(done, "en")


def test_a_date_of_its_own_counts_more_than_one_in_brackets(tmp_path: Path) -> None:
    rows = [(1, "Vorhaben", "Bauamt", "erledigt (03/2024)", "01.05.2024"), (2, "Anderes", "Bauamt", "läuft", "2024")]
    adopt(book(tmp_path, "liste.xlsx", Liste=[(*HEAD, "Status", "Stand vom"), *rows]), tmp_path / "plan")
    assert column(tmp_path / "plan", "statusmeldungen", "Datum") == ["01.05.2024", "2024"]


def test_the_mapping_says_what_a_word_means(tmp_path: Path) -> None:
    source, mapping = (
        measures(tmp_path, "Ampel", ["grün", "gelb", "rot", "GRÜN "]),
        tmp_path / "plan" / "zuordnung.toml",
    )
    adopt(source, tmp_path / "plan")
    text = mapping.read_text(encoding="utf-8")
    assert '[liste.werte."Ampel"]\n# "grün" = ""\n# "gelb" = ""' in text
    text = text.replace('"Ampel" = ""', '"Ampel" = "Statusmeldungen.Status"').replace(
        '# "grün" = ""', '"grün" = "laufend"'
    )
    mapping.write_text(text, encoding="utf-8")
    done = adopt(source, tmp_path / "plan")
    assert [(row["Status"], row["Text"]) for row in table(tmp_path / "plan", "statusmeldungen")] == [
        ("laufend", ""), ("", "gelb"), ("", "rot"), ("laufend", ""),
    ]  # fmt: skip
    assert "„grün“" in said(done) and "2 Angaben stehen nicht in der Liste" in said(done)
    mapping.write_text(text.replace('"grün" = "laufend"', '"grün" = "gut"'), encoding="utf-8")
    with pytest.raises(IpgraphError, match=r"zuordnung\.toml: .*werte “Ampel”: “grün” = “gut” is not possible"):
        adopt(source, tmp_path / "plan")
    mapping.write_text(text.replace('"Ampel" = "Statusmeldungen.Status"', '"Ampel" = ""'), encoding="utf-8")
    with pytest.raises(IpgraphError, match="no column of the plan with a fixed list of words"):
        adopt(source, tmp_path / "plan")


# ---------------------------------------------------------------------- what columns become


def test_indicators_beside_measures_with_unit_and_years(tmp_path: Path) -> None:
    head = ("Handlungsfeld", "Oberziel", "Indikator", "Einheit", "Ausgangswert (2023)", "Zielwert (2026)", "Maßnahme")
    rows = [
        ("Sprache", "Alle finden schnell einen Kurs", "Wartezeit", "Wochen", 19, 12, "Beratung aufbauen"),
        ("Arbeit", "Mehr Menschen finden Arbeit", "Abschlüsse", "Anzahl", 112, 200, "Lotsen ausbilden"),
    ]
    adopt(book(tmp_path, "liste.xlsx", Liste=[head, *rows]), tmp_path / "plan")
    assert [[*row.values()][2:8] for row in table(tmp_path / "plan", "indikatoren")] == [
        ["Wartezeit", "Wochen", "19", "2023", "12", "2026"],
        ["Abschlüsse", "Anzahl", "112", "2023", "200", "2026"],
    ]


def test_costs_texts_and_who_leads(tmp_path: Path) -> None:
    head = ("Nr.", "Maßnahme", "FF", "Mittel (EUR)", "Status", "Sachbericht")
    rows = [(1, "Beratung aufbauen", "Sozialamt", "45.000,00", "läuft", "Es geht voran mit dem Aufbau."),
            (2, "Lotsen ausbilden", "Jugendamt", "2.000,00", "läuft", "Zwölf Personen sind dabei.")]  # fmt: skip
    done = adopt(book(tmp_path, "liste.xlsx", Liste=[head, *rows]), tmp_path / "plan")
    assert column(tmp_path / "plan", "massnahmen", "Kosten (EUR)") == ["45000", "2000"]
    assert column(tmp_path / "plan", "statusmeldungen", "Text")[0] == "Es geht voran mit dem Aufbau."
    assert target_of(done, "FF") == ["Maßnahmen.Verantwortlich"]


def test_an_open_issue_is_not_planned(tmp_path: Path) -> None:
    path = tmp_path / "issues.json"
    path.write_text(
        '[{"number": 1, "title": "Online-Termine", "state": "open", "assignees": [{"login": "Hauptamt", "id": 3}]},'
        ' {"number": 2, "title": "E-Akte einführen", "state": "open", "assignees": [{"login": "Sozialamt", "id": 4}]}]',
        encoding="utf-8",
    )
    done = adopt(path, tmp_path / "plan")
    assert set(column(tmp_path / "plan", "statusmeldungen", "Status")) <= {""}
    assert target_of(done, "assignees login") == ["Maßnahmen.Verantwortlich"]
    assert target_of(done, "assignees id") == [""]
    assert "2 Einträge. Jeder Eintrag kommt in das Blatt „Maßnahmen“." in said(done)


def test_a_number_with_two_readings_is_called_so(tmp_path: Path) -> None:
    done = adopt(measures(tmp_path, "Kosten", ["15.000", "2.500 - 3.000 €", "700"]), tmp_path / "plan")
    assert column(tmp_path / "plan", "massnahmen", "Kosten (EUR)") == ["15.000", "2.500 - 3.000 €", "700"]
    assert not done.ledger.left
    reasons = {one.text: one.reason["de"] for one in done.ledger.kept}
    assert reasons["15.000"].startswith("ist auf zwei Arten zu lesen, 15000 oder 15;")
    assert reasons["2.500 - 3.000 €"] == "ist keine einzelne Zahl"


# ---------------------------------------------------------------------- the plan itself


def test_title_and_territory_of_the_plan(tmp_path: Path) -> None:
    above = [
        ("Landkreis Rottal",),
        ("Hinweise zum Ausfüllen",),
        ("Integrationskonzept 2024–2028",),
        ("Stand: 12.03.2024",),
    ]
    done = adopt(measures(tmp_path, "Frist", ["2025", "2026"], above=above), tmp_path / "plan")
    (plan,) = table(tmp_path / "plan", "plan")
    assert (plan["Titel"], plan["Gebietskörperschaft"]) == ("Integrationskonzept 2024–2028", "Landkreis Rottal")
    assert "Titel „Integrationskonzept 2024–2028“; Gebietskörperschaft „Landkreis Rottal“" in said(done)
    assert "Landkreis Rottal" in (tmp_path / "plan" / "uebernahme.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["Stadt Ulm", "Kreis Böblingen", "Wetteraukreis", "Landkreis Rottal-Inn", "Markt Schwaben"]
)
def test_names_of_territories(text: str) -> None:
    assert _TERRITORY.fullmatch(text)


@pytest.mark.parametrize("text", ["Aktionsplan", "Maßnahmen der Stadt Ulm", "Amt für Migration", "Stadtentwicklung"])
def test_what_is_no_name_of_a_territory(text: str) -> None:
    assert not _TERRITORY.fullmatch(text)


# ---------------------------------------------------------------------- the report and the mapping file


def test_sentences_about_numbers_are_true(tmp_path: Path) -> None:
    groups = [
        ("Sprache",),
        (1, "Kurse anbieten", "VHS"),
        (2, "Paten finden", "Caritas"),
        ("Arbeit",),
        (1, "Lotsen", "IHK"),
    ]
    source = book(tmp_path, "liste.xlsx", Liste=[HEAD, *groups])
    assert "Kapitel und Nummer; die Nummern kommen mehrfach vor" in said(adopt(source, tmp_path / "plan"))
    mapping = tmp_path / "plan" / "zuordnung.toml"
    text = mapping.read_text(encoding="utf-8").replace('zeilen = "kapitel-nummer"', 'zeilen = "nummer"')
    done = adopt(source, tmp_path / "again", _written(tmp_path / "other.toml", text))
    assert "die Nummern der Liste; 1 kam schon vor und hat jetzt eine Zahl dahinter" in said(done)
    assert "eindeutig" not in said(done)


def test_the_kennung_of_the_list_is_called_so(tmp_path: Path) -> None:
    rows = [("M 1/a", "Kurse anbieten", "VHS"), ("M1", "Paten finden", "VHS"), ("M1", "Lotsen ausbilden", "VHS")]
    done = adopt(book(tmp_path, "liste.xlsx", Liste=[("Kennung", *HEAD[1:]), *rows]), tmp_path / "plan")
    assert "Kennungen: die der Liste; 1 kam schon vor und hat jetzt eine Zahl dahinter" in said(done)
    assert ("M1", "M1-2") in {(one.written, one.instead) for one in done.ledger.changed}


def test_reasons_stay_after_a_second_run(tmp_path: Path) -> None:
    source, mapping = measures(tmp_path, "Frist", ["2025", "2026"]), tmp_path / "plan" / "zuordnung.toml"
    first = adopt(source, tmp_path / "plan")
    second = adopt(source, tmp_path / "plan")
    assert [one.reason for one in second.proposal.guesses[0].guesses] == [
        one.reason for one in first.proposal.guesses[0].guesses
    ]
    text = mapping.read_text(encoding="utf-8").replace('"Frist" = "Maßnahmen.Ende"', '"Frist" = "Maßnahmen.Beginn"')
    third = adopt(source, tmp_path / "again", _written(tmp_path / "other.toml", text))
    reasons = {one.column.key: one.reason["de"] for one in third.proposal.guesses[0].guesses}
    assert reasons["Frist"] == "So steht es in der Zuordnung." and "anderes Wort" in reasons["Zuständig"]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('stand = ""', 'stand = "neulich"', r"zuordnung\.toml: .*stand = “neulich” cannot be read as a date"),
        (
            '# "Laufzeit von" = ""',
            '"Laufzeit von" = "letztes Jahr"',
            r"\[plan\] Period from = “letztes Jahr” cannot be read as a date",
        ),
    ],
)
def test_what_is_no_date_is_no_date_of_the_mapping(before: str, after: str, sentence: str, tmp_path: Path) -> None:
    source, mapping = measures(tmp_path, "Frist", ["2025", "2026"]), tmp_path / "plan" / "zuordnung.toml"
    adopt(source, tmp_path / "plan")
    text = mapping.read_text(encoding="utf-8")
    assert before in text
    mapping.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(IpgraphError, match=sentence):
        adopt(source, tmp_path / "plan")


def test_the_mapping_of_another_list_is_told(tmp_path: Path) -> None:
    adopt(measures(tmp_path, "Frist", ["2025", "2026"]), tmp_path / "plan")
    before = files(tmp_path / "plan")
    other = book(tmp_path, "andere.xlsx", Blatt=[("Maßnahme", "Wer"), ("Kurse anbieten", "VHS"), ("Paten", "VHS")])
    with pytest.raises(IpgraphError, match=r"the take-over of another list \(liste\.xlsx\)"):
        adopt(other, tmp_path / "plan")
    assert files(tmp_path / "plan") == before


def test_rows_of_text_files_count_as_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        'sep=;\nNr.;Maßnahme;Zuständig;Frist\n1;"Kurse\nanbieten";VHS;2025\n\n2;Paten finden;VHS;bald\n',
        encoding="utf-8",
    )
    done = adopt(path, tmp_path / "plan")
    assert column(tmp_path / "plan", "massnahmen", "Wortlaut") == ["Kurse\nanbieten", "Paten finden"]
    assert "Überschriften in Zeile 1, Einträge in den Zeilen 2 bis 4" in said(done)
    assert column(tmp_path / "plan", "massnahmen", "Ende") == ["2025", "bald"]
    assert [(one.place.row, one.text) for one in done.ledger.kept] == [(4, "bald")]
    assert not done.ledger.left
    assert not done.ledger.skipped, "the word to Excel is no row"


def test_one_of_a_kind_is_told_in_the_singular(tmp_path: Path) -> None:
    rows = [("Handlungsfeld 1: Sprache",), (1, "Kurse anbieten", "VHS"), (2, "Paten finden", "VHS")]
    report = said(adopt(book(tmp_path, "liste.xlsx", Liste=[HEAD, *rows]), tmp_path / "plan"))
    assert "1 Zwischenüberschrift gelesen als" in report
    assert re.search(r"fehlen noch bei 1 Stelle, die neu im Plan ist", report)


def test_comments_of_the_mapping_are_in_the_language_of_the_person(tmp_path: Path) -> None:
    source = measures(tmp_path, "Ampel", ["grün", "rot"])
    adopt(source, tmp_path / "plan", lang="en")
    text = (tmp_path / "plan" / "zuordnung.toml").read_text(encoding="utf-8")
    comments = " ".join(line.partition("#")[2] for line in text.splitlines())
    assert "each row goes to this sheet of the plan" in comments and "What words mean" in comments
    assert not re.search(r"\b(?:dieses|eintragen|heißt|Datum|wenn)\b", comments)
    adopt(source, tmp_path / "again", tmp_path / "plan" / "zuordnung.toml")


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_word_of_no_code_list_stands_in_the_plan_until_the_mapping_explains_it(tmp_path: Path) -> None:
    groups = ("Eltern", "Marsmenschen", "Eltern, Marsmenschen")
    rows = [(f"Z{n}", f"Wir erreichen das Ziel {n}", words) for n, words in enumerate(groups, start=1)]
    path, plan = book(tmp_path, "liste.xlsx", Ziele=[("Nr.", "Ziel", "Zielgruppen"), *rows]), tmp_path / "plan"
    done = adopt(path, plan)
    assert [sorted(row.split("; ")) for row in column(plan, "ziele", "Zielgruppen")] == [
        ["Eltern"], ["Marsmenschen"], ["Eltern", "Marsmenschen"],
    ]  # fmt: skip
    assert [one.text for one in done.ledger.kept] == ["Marsmenschen", "Marsmenschen"]
    assert "So steht es auch im Plan; was es heißt, lässt sich in zuordnung.toml sagen." in said(done)
    mapping = plan / "zuordnung.toml"
    words = mapping.read_text(encoding="utf-8")
    assert '# "Marsmenschen" = ""' in words
    mapping.write_text(words.replace('# "Marsmenschen" = ""', '"Marsmenschen" = "Eltern"'), encoding="utf-8")
    done = adopt(path, plan)
    assert column(plan, "ziele", "Zielgruppen") == ["Eltern"] * 3
    assert not done.ledger.kept and not done.ledger.left
