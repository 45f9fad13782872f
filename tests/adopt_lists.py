"""Lists as county staff keep them: one builder for each shape that a take-over has to cope with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[object]]


def fill(sheet: Worksheet, rows: Rows) -> Worksheet:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(row, column, value)
    return sheet


def book(folder: Path, name: str, **sheets: Rows) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        fill(workbook.create_sheet(title.replace("_", " ")), rows)
    path = folder / name
    workbook.save(path)
    return path


# ---------------------------------------------------------------------- Excel


def plain(folder: Path) -> Path:
    """Headings in row 1, one row a measure, unique numbers."""
    return book(
        folder,
        "plain.xlsx",
        Liste=[
            (
                "Nr.",
                "Handlungsfeld",
                "Ziel",
                "Maßnahme",
                "Zuständig",
                "Kooperationspartner",
                "Frist",
                "Status",
                "Stand vom",
                "Kosten",
            ),
            (
                "1",
                "Sprache",
                "Alle Kinder sprechen Deutsch, bevor sie in die Schule kommen",
                "Sprachförderung in jeder Kita",
                "Jugendamt",
                "Kitas; Volkshochschule",
                "Ende 2026",
                "in Bearbeitung",
                date(2025, 3, 1),
                "ca. 5.000 €",
            ),
            (
                "2",
                "Sprache",
                "Alle Kinder sprechen Deutsch, bevor sie in die Schule kommen",
                "Vorlesepaten gewinnen",
                "Stadtbibliothek",
                "-",
                "Q3/2025",
                "erledigt",
                date(2025, 3, 1),
                1200,
            ),
            (
                "3",
                "Wohnen",
                "Geflüchtete finden eine Wohnung",
                "Wohnungslotsen einsetzen",
                "Sozialamt",
                "Caritas",
                "2025 ff.",
                "noch nicht begonnen",
                date(2025, 3, 1),
                None,
            ),
        ],
    )


def title_rows(folder: Path) -> Path:
    """Titles and an explanation above, a total and a legend below, an empty column at the left."""
    return book(
        folder,
        "title_rows.xlsx",
        Maßnahmen=[
            (None, "Integrationskonzept des Landkreises Beispielhausen"),
            (None, "Maßnahmenübersicht, Stand: 12.03.2024, verantwortlich: Stabsstelle"),
            (None,),
            (None, "lfd. Nr.", "Themenfeld", "Was", "Wer", "Bis wann", "Budget", "Umsetzungsstand"),
            (None, 1, "Arbeit", "Jobmesse ausrichten", "Agentur für Arbeit", "31.12.2024", 10000, "läuft"),
            (None, 2, "Arbeit", "Praktikumsbörse aufbauen", "IHK", "Frühjahr 2025", 5000, "geplant"),
            (None, 3, "Gesundheit", "Sprachmittlung in Kliniken", "Gesundheitsamt", "III. Quartal 2025", 2500, "offen"),
            (None, "Summe", None, None, None, None, 17500, None),
            (None,),
            (None, "* Beträge sind Schätzungen."),
            (None, "Legende: läuft = begonnen"),
        ],
    )


def two_header_rows(folder: Path) -> Path:
    """A heading that spans two columns, merged; the others go down over both rows."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Nr.", "Maßnahme", "Zuständigkeit", None, "Zeitraum", None, "Bemerkung"),
            (None, None, "Federführung", "Mitwirkung", "von", "bis", None),
            (1, "Beratungsstelle öffnen", "Landratsamt", "AWO", "Januar 2025", "Dezember 2026", "Raum fehlt noch"),
            (2, "Flyer drucken", "Pressestelle", "Ausländerbehörde", "2025", "2025", None),
            (3, "Sprachcafé", "Kirchengemeinde", None, "ab 2024", "laufend", "läuft gut"),
        ],
    )
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"):
        sheet.merge_cells(area)
    workbook.save(folder / "two_header_rows.xlsx")
    return folder / "two_header_rows.xlsx"


def group_rows(folder: Path) -> Path:
    """Fields of action and goals as whole rows, merged across; numbers begin again in each."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Nr.", "Maßnahme", "Federführung", "Umsetzung bis"),
            ("Handlungsfeld 1: Sprache",),
            ("Ziel 1.1: Eltern lernen Deutsch",),
            (1, "Elternkurse", "VHS", 2025),
            (2, "Kinderbetreuung im Kurs", "Jugendamt", 2026),
            ("Ziel 1.2: Kinder lernen Deutsch",),
            (1, "Vorlaufkurse", "Schulamt", 2025),
            ("Handlungsfeld 2: Wohnen",),
            ("Ziel 2.1: Es gibt genug Wohnungen",),
            (1, "Leerstand erfassen", "Bauamt", "Mitte 2025"),
            (2, "Vermieter ansprechen", "Sozialamt", "laufend"),
        ],
    )
    for row in (2, 3, 6, 8, 9):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    workbook.save(folder / "group_rows.xlsx")
    return folder / "group_rows.xlsx"


def bold_groups(folder: Path) -> Path:
    """Group headings in bold in the column of the measures, nothing merged, no numbers."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Maßnahme", "Verantwortliche Stelle", "Frist"),
            ("Ankommen",),
            ("Willkommensmappe", "Stabsstelle Integration", "2025"),
            ("Lotsen ausbilden", "Caritas", "Herbst 2025"),
            ("Teilhabe",),
            ("Runder Tisch", "Landratsamt", "laufend"),
        ],
    )
    for row in (1, 2, 5):
        sheet.cell(row, 1).font = Font(bold=True)
    workbook.save(folder / "bold_groups.xlsx")
    return folder / "bold_groups.xlsx"


def numbered_groups(folder: Path) -> Path:
    """Groups told only by their numbers: ``1 | Sprache`` above ``1.1 | …``."""
    return book(
        folder,
        "numbered_groups.xlsx",
        Tabelle1=[
            ("Nr.", "Maßnahme", "Zuständig", "Termin"),
            ("1", "Sprache"),
            ("1.1", "Sprachkurse", "VHS", "2025"),
            ("1.2", "Sprachtandems", "Freiwilligenagentur", "2026"),
            ("2", "Arbeit"),
            ("2.1", "Jobcoaching", "Jobcenter", "2025"),
        ],
    )


def merged_blocks(folder: Path) -> Path:
    """Field of action and goal merged over their blocks; one measure over three rows with a body in each."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Handlungsfeld", "Ziel", "Maßnahme", "Beteiligte", "Frist"),
            ("Bildung", "Kein Kind ohne Abschluss", "Hausaufgabenhilfe", "Schulamt", "2025"),
            (None, None, None, "Diakonie", None),
            (None, None, None, "Kreisjugendring", None),
            (None, None, "Schulsozialarbeit", "Jugendamt", "2026"),
            ("Sport", "Vereine sind offen", "Schnuppertage", "Sportkreis", "laufend"),
            (None, None, "Übungsleiter schulen", "Sportkreis", "Ende 2025"),
        ],
    )
    for area in ("A2:A5", "B2:B5", "C2:C4", "E2:E4", "A6:A7", "B6:B7"):
        sheet.merge_cells(area)
    workbook.save(folder / "merged_blocks.xlsx")
    return folder / "merged_blocks.xlsx"


def first_row_only(folder: Path) -> Path:
    """Field of action and goal stand only in the first row of their block, not merged; frist does not carry down."""
    return book(
        folder,
        "first_row_only.xlsx",
        Liste=[
            ("Schwerpunkt", "Zielsetzung", "Nr", "Aktivität", "Träger", "Fällig am"),
            ("1 Sprache", "Eltern sprechen Deutsch", "01", "Elternkurse", "VHS", "2025"),
            (None, None, "02", "Sprachpaten", "Freundeskreis Asyl", None),
            (None, "Kinder sprechen Deutsch", "03", "Kita-Sprachförderung", "Jugendamt", "2026"),
            ("2 Wohnen", None, "01", "Wohnraumbörse", "Stadt Sindelfingen", None),
            (None, None, "02", "Mietführerschein", "Caritas", "kurzfristig"),
        ],
    )


def sheet_per_chapter(folder: Path) -> Path:
    """One sheet for each field of action, a cover and a legend."""
    head = ("Lfd. Nr.", "Projekt", "Projektleitung", "Laufzeit", "Status")
    return book(
        folder,
        "sheet_per_chapter.xlsx",
        Deckblatt=[("Aktionsplan Integration",), ("Herausgegeben vom Landkreis",)],
        Sprache=[
            head,
            (1, "Sprachcafé", "VHS", "2024 - 2026", "läuft"),
            (2, "Lesepaten", "Bibliothek", "ab 2025", "geplant"),
        ],
        Arbeit_und_Beruf=[head, (1, "Jobmesse", "IHK", "2025", "abgeschlossen")],
        Gesundheit=[head, (1, "Gesundheitslotsen", "Gesundheitsamt", "2025/2026", "verzögert")],
        Legende=[("Farbe", "Bedeutung"), ("grün", "läuft"), ("rot", "stockt")],
    )


def repeated_headings(folder: Path) -> Path:
    """The headings again on every printed page, with a page mark and an empty row before."""
    head = ("Nr.", "Handlungsfeld", "Maßnahme", "Verantwortlich", "Termin")
    rows: list[Sequence[object]] = [head]
    for number in range(1, 31):
        rows.append(
            (
                number,
                f"Feld {(number - 1) // 10 + 1}",
                f"Maßnahme Nummer {number} wird umgesetzt",
                f"Amt {number % 4}",
                2025,
            )
        )
        if number % 10 == 0 and number < 30:
            rows += [(), head]
    return book(folder, "repeated_headings.xlsx", Liste=rows)


def hidden_things(folder: Path) -> Path:
    """A hidden sheet, hidden rows, a filter left on, a percentage, a number with leading zeros, a formula."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Nr.", "Maßnahme", "Handlungsfeld", "Fortschritt", "Kosten"),
            (1, "Dolmetscherpool", "Alltag", 0.5, 1000),
            (2, "Behördenlotsen", "Alltag", 0.25, "=E2*2"),
            (3, "Elterncafé", "Familie", 1, 300),
        ],
    )
    for row in (2, 3, 4):
        sheet.cell(row, 1).number_format = "000"
        sheet.cell(row, 4).number_format = "0%"
    sheet.row_dimensions[3].hidden = True
    hidden = fill(workbook.create_sheet("Alt"), [("Nr.", "Maßnahme"), (9, "Alte Maßnahme")])
    hidden.sheet_state = "hidden"
    workbook.save(folder / "hidden_things.xlsx")
    return folder / "hidden_things.xlsx"


def goals_and_measures(folder: Path) -> Path:
    """Three lists in one workbook that refer to each other by numbers; a list of bodies with short names."""
    return book(
        folder,
        "goals_and_measures.xlsx",
        Handlungsfelder=[
            ("Nr.", "Handlungsfeld", "Ausgangslage"),
            (1, "Sprache", "Viele Eltern sprechen wenig Deutsch."),
            (2, "Arbeit", None),
        ],
        Ziele=[
            ("Ziel-Nr.", "Handlungsfeld", "Ziel", "Zielgruppe", "Zu erreichen bis"),
            ("Z1", 1, "Eltern sprechen Deutsch", "Eltern", "Ende 2026"),
            ("Z2", 2, "Mehr Menschen haben Arbeit", "Arbeitslose, Geflüchtete", "2027"),
        ],
        Maßnahmen=[
            ("Nr.", "Ziel-Nr.", "Maßnahme", "Verantwortlich"),
            ("M1", "Z1", "Elternkurse", "VHS"),
            ("M2", "Z2", "Jobcoaching", "Jobcenter"),
            ("M3", "Z1, Z2", "Kurse im Betrieb", "VHS, IHK"),
        ],
        Akteure=[
            ("Organisation", "Abkürzung", "Typ", "Ort"),
            ("Volkshochschule", "VHS", "Schule", "Böblingen"),
            ("Industrie- und Handelskammer", "IHK", "Kammer", "Stuttgart"),
            ("Jobcenter", None, "Behörde", "Böblingen"),
        ],
    )


def actors_in_cells(folder: Path) -> Path:
    """Several bodies in a cell, with commas, line breaks, bullets, plus signs and brackets."""
    return book(
        folder,
        "actors_in_cells.xlsx",
        Liste=[
            ("Handlungsfeld", "Maßnahme", "Federführend", "Kooperationspartner/-innen", "Finanzierung"),
            ("Mobilität", "Fahrradkurse", "Grün- und Umweltamt", "ADFC + Polizei", "Landkreis"),
            (
                "Mobilität",
                "Mitfahrbank",
                "Stadt Ulm, Landratsamt",
                "• Caritas\n• Diakonie\n• AWO",
                "Land Baden-Württemberg",
            ),
            ("Kultur", "Interkulturelle Woche", "n. n.", "alle", "k. A."),
            ("Kultur", "Theaterprojekt", "Kulturamt (Frau Müller)", "Theater; Musikschule", "Stiftung Kultur"),
        ],
    )


def progress_columns(folder: Path) -> Path:
    """A column of free words about progress for each year, and a column for the traffic light."""
    return book(
        folder,
        "progress_columns.xlsx",
        Liste=[
            ("Nr.", "Handlungsfeld", "Maßnahme", "Sachstand 2023", "Sachstand 2024", "Priorität", "Ansprechpartner"),
            (
                "A1",
                "Wohnen",
                "Wohnungslotsen",
                "Konzept liegt vor.",
                "Zwei Lotsinnen arbeiten seit Mai.",
                "hoch",
                "Frau Beispiel",
            ),
            ("A2", "Wohnen", "Mietkurs", "-", "Erster Kurs mit zwölf Personen.", "mittel", "Herr Muster"),
        ],
    )


def chapters_divided(folder: Path) -> Path:
    """Field of action and a part of it as two columns, both only in the first row of their block."""
    return book(
        folder,
        "chapters_divided.xlsx",
        Liste=[
            ("Handlungsfeld", "Teilbereich", "Maßnahme", "Zuständig"),
            ("Bildung", "Kita", "Sprachförderung", "Jugendamt"),
            (None, None, "Elternarbeit", "Jugendamt"),
            (None, "Schule", "Vorbereitungsklassen", "Schulamt"),
            ("Arbeit", "Ausbildung", "Azubi-Speeddating", "IHK"),
            (None, "Beschäftigung", "Jobmesse", "Agentur für Arbeit"),
        ],
    )


def offers(folder: Path) -> Path:
    """No measures at all: a list of existing offers."""
    return book(
        folder,
        "offers.xlsx",
        Angebote=[
            ("Handlungsfeld", "Name des Angebots", "Anbieter", "Zielgruppe", "Ort", "Internet"),
            ("Sprache", "Sprachcafé International", "VHS", "Geflüchtete", "Böblingen", "www.vhs.example"),
            ("Sprache", "Frauenfrühstück", "Diakonie", "Frauen", "Herrenberg", None),
        ],
    )


def bodies(folder: Path) -> Path:
    """No measures at all: addresses of partners."""
    return book(
        folder,
        "bodies.xlsx",
        Netzwerkpartner=[
            ("Name der Einrichtung", "Kurzform", "Art der Einrichtung", "Standort", "Homepage", "Telefon"),
            (
                "Caritas Schwarzwald-Gäu",
                "Caritas",
                "Wohlfahrtsverband",
                "Böblingen",
                "https://caritas.example",
                "07031 123",
            ),
            ("Volkshochschule", "VHS", "Bildungseinrichtung", "Sindelfingen", None, "07031 456"),
        ],
    )


def indicators(folder: Path) -> Path:
    """Figures for goals."""
    return book(
        folder,
        "indicators.xlsx",
        Kennzahlen=[
            ("Ziel", "Kennzahl", "Einheit", "Ist-Wert", "Basisjahr", "Soll-Wert", "Zieljahr"),
            ("Eltern sprechen Deutsch", "Teilnehmende an Elternkursen", "Personen", 40, 2023, 120, 2026),
            ("Eltern sprechen Deutsch", "Bestandene Prüfungen", "Prozent", "55", "2023", "70", "2026"),
        ],
    )


def two_tables(folder: Path) -> Path:
    """Measures above, bodies below, on one sheet."""
    return book(
        folder,
        "two_tables.xlsx",
        Tabelle=[
            ("Nr.", "Handlungsfeld", "Maßnahme", "Zuständig"),
            (1, "Sprache", "Sprachcafé", "VHS"),
            (2, "Sprache", "Lesepaten", "Bücherei"),
            (),
            ("Organisation", "Abkürzung", "Homepage"),
            ("Volkshochschule Unterland", "VHS", "https://vhs.example"),
            ("Stadtbücherei", "Bücherei", None),
        ],
    )


def no_groups(folder: Path) -> Path:
    """A bare to-do list: no field of action, no numbers; continued rows without a title."""
    return book(
        folder,
        "no_groups.xlsx",
        Tabelle1=[
            ("Aufgabe", "Wer", "Bis wann", "Erledigt"),
            ("Raum suchen", "Hauptamt", datetime(2025, 5, 1), "ja"),
            (None, "Gebäudemanagement", None, None),
            ("Einladung verschicken", "Pressestelle", "KW 12/2025", "nein"),
        ],
    )


def mixed_dates(folder: Path) -> Path:
    """Dates of all kinds, and money in words."""
    dates = [
        "31.12.25",
        "Dez 25",
        "ca. 2026",
        "IV. Quartal 2025",
        "2024/2025",
        "bis Ende 2026",
        "2025 ff.",
        "mittelfristig",
        "voraussichtlich Herbst 2026",
        "2025-06-01T00:00:00",
    ]
    money = [
        "ca. 5.000 €",
        "1,5 Mio. €",
        "5.000",
        "jährlich 2.000 €",
        "10 T€",
        "keine",
        "12.500,50 EUR",
        700,
        "100 - 200 €",
        "k. A.",
    ]
    rows = [
        (n + 1, f"Vorhaben mit der Nummer {n + 1}", d, m) for n, (d, m) in enumerate(zip(dates, money, strict=True))
    ]
    return book(folder, "mixed_dates.xlsx", Liste=[("Nr.", "Maßnahme", "Frist", "Kosten (in €)"), *rows])


def hint_row(folder: Path) -> Path:
    """A catalogue: an explanation below the headings, goals without numbers as merged rows, an unlabelled column."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Integrationskonzept 2030",),
            (),
            (None, "Nr.", "Maßnahme", "Verantwortlich / Beteiligte", "Zeitschiene", "Indikator", "Bemerkungen"),
            (None, None, "(kurz beschreiben)", "(Amt)"),
            (None, "Handlungsfeld 1: Bildung"),
            (None, "Leitziel: Alle Kinder haben gleiche Chancen"),
            (None, "1.1", "Ausbau der Sprachkita", "Jugendamt", "2025 - 2027", "Zahl der Plätze", "läuft"),
            (None, "1.2", "Elternlotsen", "Bildungsbüro", "fortlaufend", "Zahl der Plätze", None),
            (None, "Handlungsfeld 2: Arbeit"),
            (None, "Leitziel: Mehr Beschäftigung"),
            (None, "2.1", "Jobmesse", "IHK, HWK", "Mai 2026", "Besuche", None),
            (),
            ("Stand: April 2025",),
        ],
    )
    for row in (5, 6, 9, 10):
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=7)
    workbook.save(folder / "hint_row.xlsx")
    return folder / "hint_row.xlsx"


def two_numbers(folder: Path) -> Path:
    """Two columns of the same name, each numbering what stands beside it."""
    return book(
        folder,
        "two_numbers.xlsx",
        Liste=[
            ("Lfd. Nr.", "Handlungsfeld", "Lfd. Nr.", "Maßnahme", "Federführung"),
            (1, "Sprache", 1, "Kurse", "VHS"),
            (None, None, 2, "Tandems", "Freiwilligenagentur"),
            (2, "Arbeit", 1, "Messe", "IHK"),
        ],
    )


def named_sheets(folder: Path) -> Path:
    """Sheets with the number of the field of action in their names, goals in a column, bullets in a cell."""
    head = ("Ziel", "Maßnahmen", "Zuständigkeit", "Zeitraum")
    return book(
        folder,
        "named_sheets.xlsx",
        HF_1_Sprache=[
            head,
            ("Eltern lernen Deutsch", "- Kurse\n- Tandems", "VHS", "2025"),
            (None, "Lesepaten", None, "2026"),
        ],
        HF_2_Arbeit=[head, ("Mehr Menschen haben Arbeit", "Messe", "IHK", "2025-2026")],
    )


# ---------------------------------------------------------------------- other files


def cp1252(folder: Path) -> Path:
    """A German Excel's CSV: semicolons, Windows-1252, a title line, line breaks in quotes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows(
        [
            ["Maßnahmenliste Integration; Fassung für den Ausschuss", "", "", ""],
            ["Nr.", "Handlungsfeld", "Maßnahme", "Zuständigkeit"],
            ["1", "Öffentlichkeit", "Broschüre über Ämter\nin zwölf Sprachen", "Büro des Landrats"],
            ["2", "Öffentlichkeit", "Führungen für Zugezogene, auch am Abend", "Museum – Stadt"],
        ]
    )
    path = folder / "cp1252.csv"
    path.write_bytes(out.getvalue().encode("cp1252"))
    return path


def utf16_tabs(folder: Path) -> Path:
    """Excel's "Unicode-Text": UTF-16 with tabs."""
    path = folder / "utf16_tabs.txt"
    path.write_bytes(
        "Maßnahme\tFederführung\tFrist\r\nKurse, viele\tVHS\t2025\r\nFeste\tKulturamt\t2026\r\n".encode("utf-16")
    )
    return path


def decidim_csv(folder: Path) -> Path:
    """An export of another system: English headings, commas, codes of its own."""
    path = folder / "decidim.csv"
    path.write_text(
        "id,category,title,description,status,start_date,end_date,scope\n"
        '101,Mobility,"Bike lanes","Build ""safe"" lanes, soon",partially_implemented,2024-01-01,2025-12-31,City\n'
        "102,Mobility,Bus stops,Roofs for all stops,not_started,2025-01-01,,City\n",
        encoding="utf-8-sig",
    )
    return path


def tasks_json(folder: Path) -> Path:
    """A task list of a tool, nested."""
    path = folder / "tasks.json"
    tasks = [
        {
            "id": "T-1",
            "name": "Lotsen schulen",
            "section": {"name": "Ankommen"},
            "assignee": {"name": "Stabsstelle"},
            "due_on": "2025-09-30",
            "completed": False,
            "tags": ["Ehrenamt", "Start"],
        },
        {
            "id": "T-2",
            "name": "Mappe drucken",
            "section": {"name": "Ankommen"},
            "assignee": None,
            "due_on": None,
            "completed": True,
            "tags": [],
        },
    ]
    path.write_text(json.dumps({"title": "Aufgaben Integration", "data": tasks}, ensure_ascii=False), encoding="utf-8")
    return path


def govplan_json(folder: Path) -> Path:
    """A bare list of objects, as a web service gives it."""
    path = folder / "govplan.json"
    items = [
        {
            "title": f"Vorhaben {n} der Koalition",
            "slug": f"vorhaben-{n}",
            "section": "Wohnen" if n < 3 else "Arbeit",
            "status": status,
            "organization": "Ministerium für Bauen",
            "due_date": "2025-12-31",
            "url": f"https://plan.example/{n}",
        }
        for n, status in enumerate(("not_started", "started", "partially_implemented", "implemented", "deferred"))
    ]
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def trello_json(folder: Path) -> Path:
    """A board: its columns and its cards are two lists."""
    path = folder / "trello.json"
    board = {
        "name": "Integration",
        "lists": [{"id": "l1", "name": "Offen"}, {"id": "l2", "name": "Erledigt"}],
        "cards": [
            {"id": "c1", "name": "Flyer", "desc": "Auf Deutsch", "idList": "l1", "due": "2025-05-01T10:00:00.000Z"},
            {"id": "c2", "name": "Fest", "desc": "", "idList": "l2", "due": None, "labels": [{"name": "Begegnung"}]},
        ],
    }
    path.write_text(json.dumps(board, ensure_ascii=False), encoding="utf-8")
    return path


def planner_csv(folder: Path) -> Path:
    """The export of a planning tool, with much that is no part of a plan."""
    path = folder / "planner.csv"
    path.write_text(
        "Vorgangs-ID,Vorgangsname,Bucketname,Fortschritt,Priorität,Zugewiesen zu,Erstellt von,Fälligkeitsdatum\n"
        "p-1,Flyer drucken,Öffentlichkeit,Nicht gestartet,Mittel,Pressestelle;Stabsstelle,Anna,01.05.2025\n"
        "p-2,Webseite,Öffentlichkeit,In Bearbeitung,Hoch,IT,Anna,01.06.2025\n"
        "p-3,Fest,Begegnung,Abgeschlossen,Hoch,Kulturamt,Ben,\n",
        encoding="utf-8",
    )
    return path


def ods(folder: Path) -> Path:
    """LibreOffice: merged cells, a real date, a title row."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Maßnahmen")
    for cells in (
        [("Maßnahmen der Stadt", {})],
        [("Handlungsfeld", {}), ("Maßnahme", {}), ("Zuständig", {}), ("Frist", {})],
        [("Kultur", {"numberrowsspanned": 2}), ("Fest der Kulturen", {}), ("Kulturamt", {}), (date(2025, 7, 1), {})],
        [None, ("Chor für alle\noffen und kostenlos", {}), ("Musikschule", {}), ("Ende 2025", {})],
        [("Sport", {}), ("Schwimmkurs für Frauen", {}), ("Bäderbetriebe", {}), ("laufend", {})],
    ):
        row = TableRow()
        for one in cells:
            if one is None:
                row.addElement(CoveredTableCell())
                continue
            value, options = one
            kind = (
                {"valuetype": "date", "datevalue": value.isoformat()}
                if isinstance(value, date)
                else {"valuetype": "string"}
            )
            cell = TableCell(**kind, **options)
            for line in str(value).split("\n"):
                cell.addElement(P(text=line))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    path = folder / "ods.ods"
    document.save(path)
    return path


LISTS: tuple[Callable[[Path], Path], ...] = (
    plain,
    title_rows,
    two_header_rows,
    group_rows,
    bold_groups,
    numbered_groups,
    merged_blocks,
    first_row_only,
    sheet_per_chapter,
    repeated_headings,
    hidden_things,
    goals_and_measures,
    actors_in_cells,
    progress_columns,
    chapters_divided,
    offers,
    bodies,
    indicators,
    two_tables,
    no_groups,
    hint_row,
    two_numbers,
    named_sheets,
    trello_json,
    planner_csv,
    mixed_dates,
    cp1252,
    utf16_tabs,
    decidim_csv,
    tasks_json,
    govplan_json,
    ods,
)


# ---------------------------------------------------------------------- the structure of lists that nobody foresaw


def time_line(folder: Path) -> Path:
    """More columns for years than for anything else; the years are texts."""
    return book(
        folder,
        "time_line.xlsx",
        Plan=[
            ("Nr.", "Maßnahme", "Verantwortlich", "2024", "2025", "2026", "ff.", "Priorität"),
            (1, "Solardächer bauen", "Bauamt", "x", None, None, None, "A"),
            (2, "Radwege markieren", "Verkehrsamt", None, "x", "x", None, "B"),
        ],
    )


def headings_above(folder: Path) -> Path:
    """Each field of action above headings of its own, the first one below the title of the list."""
    head = ("Nr.", "Maßnahme", "Zuständig")
    return book(
        folder,
        "headings_above.xlsx",
        Plan=[
            ("Klimaschutzplan der Gemeinde",),
            ("HF 1 – Energie",),
            head,
            (1, "Solardächer bauen", "Bauamt"),
            (2, "Windrad prüfen", "Bauamt"),
            ("HF 2 – Verkehr",),
            head,
            (1, "Radwege markieren", "Verkehrsamt"),
        ],
    )


def bare_headings_above(folder: Path) -> Path:
    """The same without any word that says what the titles are."""
    head = ("Nr.", "Maßnahme", "Zuständig")
    return book(
        folder,
        "bare_headings_above.xlsx",
        Plan=[
            ("Energie",),
            head,
            (1, "Solardächer bauen", "Bauamt"),
            ("Verkehr",),
            head,
            (1, "Radwege markieren", "Verkehrsamt"),
        ],
    )


def numbers_tell(folder: Path) -> Path:
    """Fields of action and goals told by word after their number, in one cell or in two; some of them are empty."""
    return book(
        folder,
        "numbers_tell.xlsx",
        Plan=[
            ("Nr.", "Maßnahme", "Zuständig", "Frist"),
            ("1", "Handlungsfeld Energie"),
            ("1.1", "Ziel: Strom aus Sonne"),
            ("1.1.1", "Solardächer bauen", "Bauamt", "2025"),
            ("2 Handlungsfeld Verkehr",),
            ("2.1 Teilziel: Mehr Rad",),
            ("2.1.1", "Radwege markieren", "Verkehrsamt", "2025"),
            ("3", "Handlungsfeld Wohnen"),
            (None, "(derzeit keine Maßnahmen)"),
            ("4", "Handlungsfeld Sport"),
            ("4.1", "Ziel: Hallen für alle"),
            ("4.1.1", "Hallenzeiten vergeben", "Sportamt", "2026"),
            ("5", "Handlungsfeld Kultur"),
        ],
    )


def printed_pages(folder: Path) -> Path:
    """What printing leaves between the rows, and totals that nobody computed."""
    head = ("Nr.", "Maßnahme", "Zuständig", "Kosten", "Stand")
    return book(
        folder,
        "printed_pages.xlsx",
        Plan=[
            head,
            (1, "Solardächer bauen", "Bauamt", 100, "läuft"),
            (None, None, None, None, "Seite 1 von 3"),
            head,
            (2, "Windrad prüfen", "Bauamt", 200, "abge-\nschlossen"),
            (None, "Zwischensumme", None, "=SUM(D2:D5)"),
            (None, "- 2 -"),
            (3, "Radwege markieren", "Verkehrsamt", 300, "läuft"),
            ("Seite 3",),
            (None, "Fortsetzung nächste Seite"),
            (4, "Fortsetzung des Projekts Stadtbus", "Verkehrsamt", 400, "läuft"),
            (None, "Summe", None, "=SUM(D2:D11)"),
        ],
    )


LISTS += (time_line, headings_above, bare_headings_above, numbers_tell, printed_pages)


def legend_beside(folder: Path) -> Path:
    """A legend of short names beside the list, and an empty column within the list that only sets it apart."""
    return book(
        folder,
        "legend_beside.xlsx",
        Plan=[
            ("Maßnahmen", None, None, None, None, None, "Legende"),
            ("Nr.", "Maßnahme", None, "Zuständig", "Frist", None, "Kürzel", "Bedeutung"),
            (1, "Solardächer bauen", None, "BA", "2025", None, "BA", "Bauamt"),
            (2, "Radwege markieren", None, "VA", "2026", None, "VA", "Verkehrsamt"),
            (3, "Bäume pflanzen", None, "BA", "2027"),
        ],
    )


def goal_not_listed(folder: Path) -> Path:
    """A measure names a goal that the list of goals does not have."""
    return book(
        folder,
        "goal_not_listed.xlsx",
        Ziele=[("Nr.", "Handlungsfeld", "Ziel"), ("1.1", "Energie", "Strom aus Sonne"), ("1.2", "Energie", "Wärme")],
        Maßnahmen=[
            ("Nr.", "Ziel-Nr.", "Maßnahme", "Zuständig"),
            ("M1", "1.1; 1.2", "Solardächer bauen", "Bauamt"),
            ("M2", "3.1", "Radwege markieren", "Verkehrsamt"),
        ],
    )


def several_goals(folder: Path) -> Path:
    """Several goals in one cell, told by numbers or by the word; a letter alone is no wording of a goal."""
    return book(
        folder,
        "several_goals.xlsx",
        Plan=[
            ("Ziel", "Maßnahme", "Zuständig"),
            ("1.1 Strom aus Sonne", "Solardächer bauen", "Bauamt"),
            ("1.1 Strom aus Sonne\n1.2 Wärme aus der Erde,\nnicht aus Gas", "Wärmeplan schreiben", "Bauamt"),
            ("Ziel A; Ziel B", "Radwege markieren", "Verkehrsamt"),
            ("Ziel A", "Busspuren anlegen", "Verkehrsamt"),
            ("Weniger Lärm; mehr Ruhe", "Tempo 30 anordnen", "Verkehrsamt"),
        ],
    )


LISTS += (legend_beside, goal_not_listed, several_goals)


def things_on_cells(folder: Path) -> Path:
    """Notes on cells, a link behind one, a row struck through, a hidden column."""
    workbook = Workbook()
    sheet = fill(
        workbook.active,
        [
            ("Nr.", "Maßnahme", "Zuständig", "Frist"),
            (1, "Solardächer bauen", "Bauamt", "2025"),
            (2, "Radwege markieren", "Verkehrsamt", "2026"),
            (3, "Bäume pflanzen", "Bauamt", "2027"),
        ],
    )
    sheet["B2"].comment = Comment("Der Beschluss fehlt noch", "Maier")
    sheet["B3"].hyperlink = "https://example.org/rad"
    sheet["D3"].hyperlink = "#Liste!A1"
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    sheet.column_dimensions["C"].hidden = True
    sheet.title = "Liste"
    workbook.save(folder / "things_on_cells.xlsx")
    return folder / "things_on_cells.xlsx"


LISTS += (things_on_cells,)


def deep_numbers(folder: Path) -> Path:
    """Three levels of chapters told by numbers alone; a remark behind an empty column in the first rows only."""
    return book(
        folder,
        "deep_numbers.xlsx",
        Plan=[
            ("Nr.", "Maßnahme", "Zuständig", "Frist", None, "Vermerk"),
            ("1", "Sprache"),
            ("1.1", "Kita"),
            ("1.1.1", "Vorlesen"),
            ("1.1.1.1", "Vorlesepaten gewinnen", "Bibliothek", "2025"),
            ("1.1.1.2", "Bücherkisten packen", "Bibliothek", "2025"),
            ("2", "Arbeit"),
            ("2.1", "Ausbildung"),
            ("2.1.1", "Messen"),
            ("2.1.1.1", "Jobmesse ausrichten", "IHK", "2025"),
        ],
    )


LISTS += (deep_numbers,)
