"""What the saved queries on progress, offers, quality and several plans say, on two small plans with every case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib

from ipgraph.catalogue import queries
from ipgraph.emit import convert
from ipgraph.ingest import Reading, read
from ipgraph.model import load_model
from ipgraph.namespaces import DCTERMS, IP

NORTH = {
    "plan": """Kennung,Titel,Gebietskörperschaft,Kreisschlüssel,Laufzeit von,Laufzeit bis,Herausgeber
nord,Plan Nord,Kreis Nord,08115,2024-01-01,2028-12-31,Kreis Nord""",
    "kapitel": """Kennung,Übergeordnet,Titel,Themen,Lebensphase,Seite
K1,,Wohnen,Wohnen,,5
K1.1,K1,Miete,Wohnen; Familie,,6
K2,,Arbeit,Arbeit,gibt es nicht,20""",
    "ziele": """Kennung,Kapitel,Wortlaut,Termin,Zielgruppen,Seite
Z1,K1.1,Eins,2025-05-31,Frauen,6
Z2,K2,Zwei,2025-07-31,,""",
    "akteure": """Kennung,Name,Kurzname,Andere Namen,Art,Ebene,Gemeinde,Webseite
A-1,Amt Nord,,,Landkreisverwaltung,Kreis,,
A-2,Verein e. V.,,Hilfe-Verein,Verein,Gemeinde,Nordheim,
A-3,Hilfeverein,,,Verein,Gemeinde,Nordheim,https://www.hilfe.example/""",
    "massnahmen": """Kennung,Ziele,Wortlaut,Verantwortlich,Beginn,Ende,Seite
M1,Z1,Überfällig,A-1,2024-01-01,2025-03-15,7
M2,Z1,Fertig,A-1,2024-01-01,2025-03-15,7
M3,Z1,Nie gemeldet,A-2,2024-06-01,2025-12-01,7
M4,Z1; Z2; Z9,Gerade begonnen,A-2,2025-01-01,2026-01-01,
M5,Z2,Nie gemeldet ohne Beginn,,,laufend,8
M6,Z2,Aufgegeben,A-9,2023,2024-12-31,8""",
    "kooperationen": """Kennung,Akteure,Thema,Seit,Bis,Beleg
C1,A-1; A-2,Runder Tisch,2023,2025-02-28,""",
    "planwerke": "Kennung,Titel,Webseite\nP1,Landesprogramm,http://land.example/programm",
    "querverweise": """Kennung,Von,Nach,Art,Seite,Erläuterung
V1,M4,P1,widerspricht,9,Beides geht nicht.
V2,P1,Z1,zitiert,9,
V3,nord,P1,setzt fort,9,
V4,Z1,K2,siehe auch,9,""",
    "statusmeldungen": """Betrifft,Datum,Status,Quelle
M1,2024-03-01,geplant,Amt
M1,2024-06-10,laufend,Amt
M2,2024-06-10,laufend,Amt
M2,2025-06-10,umgesetzt,Amt
M6,2024-01-01,aufgegeben,Amt
Z1,2025-06-10,laufend,""",
    "indikatoren": """Kennung,Ziel,Bezeichnung,Einheit,Ausgangswert,Ausgangswert am,Zielwert,Zielwert am,Quelle
I1,Z1,Steigt,Stück,0,2024-01-31,100,2026-01-31,Amt
I2,Z1,Sinkt und ist da,Tage,30,2024-01-31,10,2026-01-31,Amt
I3,Z1,Sinkt nicht genug,Tage,30,2024-01-31,10,2026-01-31,Amt
I4,Z1,Läuft weg,Tage,30,2024-01-31,10,2026-01-31,Amt
I5,Z1,Soll bleiben,Stück,5,2024-01-31,5,2026-01-31,Amt
I6,Z1,Ohne Messwert,Stück,,,5,,""",
    "messwerte": """Indikator,Datum,Wert,Quelle
I1,2025-01-31,60,Amt
I2,2025-01-31,8,Amt
I3,2025-01-31,25,Amt
I4,2024-12-31,20,Amt
I4,2025-01-31,40,Amt
I5,2025-01-31,4,Amt""",
    "angebote": """Kennung,Kapitel,Bezeichnung,Zielgruppen,Gemeinde,Stand
O1,K1.1,Treff,Frauen; Familien,Nordheim,2023-06-10
O2,K2,Beratung,Frauen,,2023-06-11
O3,K2,Kurs,,Nordheim,""",
    "gespraechsrunden": """Kennung,Titel,Datum,Vereinbarungen
G1,Erste Runde,2024-02-01,M1; M3; C1
G2,Zweite Runde,2025-02-01,""",
}

SOUTH = {
    "plan": """Kennung,Titel,Gebietskörperschaft,Kreisschlüssel,Laufzeit von,Laufzeit bis,Herausgeber
sued,Plan Süd,Kreis Süd,08116,2024-01-01,2028-12-31,Kreis Süd""",
    "kapitel": "Kennung,Übergeordnet,Titel,Themen\nK1,,Leben,Arbeit; Wohnen",
    "ziele": "Kennung,Kapitel,Wortlaut\nZ1,K1,Eins",
    "akteure": """Kennung,Name,Art,Ebene,Webseite
A-1,AMT NORD,Landkreisverwaltung,Kreis,
A-2,Ganz anders,Verein,Gemeinde,http://hilfe.example
A-3,Nur hier,Verein,Gemeinde,""",
    "massnahmen": "Kennung,Ziele,Wortlaut,Verantwortlich\nM1,Z1,Eins,A-1",
    "planwerke": "Kennung,Titel,Webseite\nP9,landesprogramm,https://www.land.example/programm/",
}


def made(folder: Path, sheets: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("plans")
    return [made(folder / "north", NORTH), made(folder / "south", SOUTH)]


@pytest.fixture(scope="module")
def north(folders: list[Path]) -> Reading:
    return read(folders[0])


@pytest.fixture(scope="module")
def both(folders: list[Path]) -> Reading:
    return read(*folders)


def ask(reading: Reading, name: str, *columns: str, lang: str = "de", **values: Any) -> list[Any]:
    """The rows of an answer, as far as these columns go."""
    rows = queries()[name].run(reading.store, lang, **values).dicts()
    return [row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns) for row in rows]


def test_overdue(north: Reading) -> None:
    assert ask(north, "overdue", "identifier", "months", "status_label", "responsible") == [
        ("M1", 2, "laufend", "Amt Nord"),
        ("Z1", 0, "laufend", "Amt Nord; Verein e. V."),
    ]
    later = ask(north, "overdue", "identifier", as_of="2026-01-02")
    assert later == ["M1", "Z1", "Z2", "M3", "M4"], "neither done (M2) nor abandoned (M6) nor without an end (M5)"
    due = dict(ask(north, "deadlines", "identifier", "state", as_of="2026-01-02"))
    assert {one for one, state in due.items() if state == "overdue"} == set(later)


def test_due_soon(north: Reading) -> None:
    assert ask(north, "due-soon", "identifier") == ["Z2", "M3"]
    assert ask(north, "due-soon", "identifier", months=1) == []
    assert ask(north, "due-soon", "identifier", months=1, as_of="2025-06-30") == [], "31 July is a day too late"
    assert ask(north, "due-soon", "identifier", months=1, as_of="2025-07-31") == ["Z2"]


def test_no_report_for_a_year(north: Reading) -> None:
    assert ask(north, "no-recent-report", "identifier", "reason") == [("M1", "old"), ("M5", "never"), ("M3", "never")]
    assert ask(north, "no-recent-report", "identifier", as_of="2025-06-09") == ["M5", "M3"], "a day short of a year"
    assert ask(north, "no-recent-report", "identifier", months=5) == ["M1", "M5", "M3", "M4"]


def test_progress_by_chapter(north: Reading) -> None:
    counts = ("measures", "done", "running", "not_begun", "dropped", "unreported", "begun_share", "done_share")
    assert ask(north, "progress-by-chapter", "identifier", *counts) == [
        ("K1", 4, 1, 1, 0, 0, 2, 50, 25),
        ("K2", 3, 0, 0, 0, 1, 2, 0, 0),
    ]


def test_changes_in_a_period(north: Reading) -> None:
    everything = ask(north, "changes", "identifier", "event", "before_label", "after_label", **{"from": "2023-01-01"})
    assert everything[:2] == [("Z1", "first", None, "laufend"), ("M2", "changed", "laufend", "umgesetzt")]
    assert ("M1", "changed", "geplant", "laufend") in everything
    assert ("M1", "first", None, "geplant") in everything
    usual = ask(north, "changes", "identifier", "event")
    assert usual == [
        ("Z1", "first"),
        ("M2", "changed"),
        ("M1", "end"),
        ("M2", "end"),
        ("C1", "end"),
        ("M4", "begin"),
        ("M6", "end"),
    ], "the year up to the newest report, 11 June 2024 to 10 June 2025"
    day = {"from": "2024-06-10", "to": "2024-06-10"}
    assert ask(north, "changes", "identifier", "event", **day) == [("M1", "changed"), ("M2", "first")]


def test_agreements(north: Reading) -> None:
    assert ask(north, "agreements", "meeting_title", "identifier", "state", "state_label", "bodies") == [
        ("Zweite Runde", None, "nothing", "keine Vereinbarung eingetragen", ""),
        ("Erste Runde", "M1", "begun", "laufend", "Amt Nord"),
        ("Erste Runde", "M3", "none", "noch keine Meldung", "Verein e. V."),
        ("Erste Runde", "C1", "cooperation", "bis 2025-02-28", "Amt Nord; Verein e. V."),
    ]


def test_references(north: Reading) -> None:
    assert ask(north, "references-by-target", "target_label", "kind_label", "references", "places") == [
        ("Landesprogramm", "setzt fort", 1, "nord"),
        ("Landesprogramm", "widerspricht", 1, "M4"),
        ("Landesprogramm", "zitiert", 1, "Z1"),
        ("innerhalb des Plans", "siehe auch", 1, "Z1"),
    ]
    assert ask(north, "contradictions", "source_text", "target_text", "bodies") == [
        ("Gerade begonnen", "Landesprogramm", "Verein e. V.")
    ]
    assert ask(north, "external-plans-by-chapter", "chapter_identifier", "references") == [("K1", 2), ("K2", 1)]


def test_offers(north: Reading) -> None:
    assert ask(north, "offers", "identifier", "town_label", "groups_label") == [
        ("O1", "Nordheim", "Familien; Frauen"),
        ("O2", "ganzer Landkreis", "Frauen"),
        ("O3", "Nordheim", ""),
    ]
    assert ask(north, "offers", "identifier", in_chapter="K2") == ["O2", "O3"]
    assert ask(north, "offers-by-town", "town", "chapter_identifier", "offers") == [
        ("", "K1", 0),
        ("", "K2", 1),
        ("Nordheim", "K1", 1),
        ("Nordheim", "K2", 1),
    ]
    found = ask(north, "offers-by-target-group", "group_label", "chapter_identifier", "offers", "goals", "state")
    assert [row for row in found if row[4] != "nothing"] == [
        ("Familien", "K1", 1, 0, "offers"),
        ("Frauen", "K1", 1, 1, "both"),
        ("Frauen", "K2", 1, 0, "offers"),
    ]
    assert ask(north, "old-offers", "identifier", "age", "reason") == [("O3", None, "undated"), ("O1", 24, "old")]


def test_distance_to_target(north: Reading) -> None:
    assert ask(north, "distance-to-target", "identifier", "direction_label", "way", "time", "left", "state") == [
        ("I4", "sinken", -50, 50, 30, "away"),
        ("I3", "sinken", 25, 50, 15, "behind"),
        ("I5", "gleich bleiben", None, 50, 1, "unclear"),
        ("I1", "steigen", 60, 50, 40, "on-way"),
        ("I2", "sinken", 110, 50, 0, "reached"),
    ]
    assert ask(north, "indicators-without-value", "identifier", "missing") == [("I6", "Ausgangswert; Messwert")]


def test_quality(north: Reading) -> None:
    assert ask(north, "same-bodies", "name_a", "name_b", "shared") == [("Verein e. V.", "Hilfeverein", "Hilfe-Verein")]
    assert ask(north, "without-source", "kind", "identifier", "missing") == [
        ("goal", "Z2", "Seite"),
        ("measure", "M4", "Seite"),
        ("cooperation", "C1", "Beleg"),
        ("indicator", "I6", "Quelle"),
        ("report", "Z1", "Quelle"),
    ]
    assert ask(north, "dangling-references", "identifier", "column_label", "entry", "kind") == [
        ("M4", "Ziele", "Z9", "reference"),
        ("M6", "Verantwortlich", "A-9", "reference"),
        ("K2", "Lebensphase", "gibt es nicht", "word"),
    ]
    filled = {row[:2]: row[2:] for row in ask(north, "completeness", "class", "property", "filled", "total", "share")}
    assert filled[IP + "Measure", IP + "page"] == (5, 6, 83)
    assert filled[IP + "Measure", IP + "cost"] == (0, 6, 0)
    assert filled[IP + "Actor", DCTERMS + "identifier"] == (3, 3, 100)


def test_plans_side_by_side(both: Reading) -> None:
    shares = ("lead_share", "end_share", "report_share", "deadline_share", "indicator_share")
    assert ask(both, "plan-figures", "plan", "goals", "measures", "per_goal", "actors", *shares) == [
        ("nord", 2, 6, 3, 3, 83, 100, 50, 100, 50),
        ("sued", 1, 1, 1, 3, 100, 0, 0, 0, 0),
    ]


def test_themes_of_two_plans(both: Reading, north: Reading) -> None:
    columns = ("topic_label", "goals", "measures", "goals_share", "other_goals", "other_goals_share", "difference")
    beside = ask(both, "compare-themes", *columns, plan="nord")
    assert beside[:3] == [
        ("Arbeit", 1, 3, 50, 1, 100, -50),
        ("Wohnen", 1, 4, 50, 1, 100, -50),
        ("Familie", 1, 4, 50, 0, 0, 50),
    ]
    assert ask(both, "compare-themes", *columns, plan="nord", other="sued") == beside
    assert set(ask(both, "compare-themes", "compared_label", plan="nord", other="sued")) == {"Plan Süd"}
    assert ask(both, "compare-themes", "topic", plan="nord", other="nord") == [], "nothing to compare it with"
    assert ask(north, "compare-themes", "topic") == []


def test_what_several_plans_have_in_common(both: Reading) -> None:
    assert ask(both, "shared-actors", "plan", "name", "basis", "plans_label") == [
        ("nord", "Amt Nord", "Name", "nord, sued"),
        ("nord", "Hilfeverein", "Webseite", "nord, sued"),
        ("sued", "AMT NORD", "Name", "nord, sued"),
        ("sued", "Ganz anders", "Webseite", "nord, sued"),
    ]
    assert ask(both, "shared-external-plans", "plan", "identifier", "references", "basis") == [
        ("nord", "P1", 3, "Titel und Webseite"),
        ("sued", "P9", 0, "Titel und Webseite"),
    ]


def test_both_engines_agree_where_there_is_something_to_find(folders: list[Path], both: Reading) -> None:
    """The bundled plans have no answer to these; here rdflib and Oxigraph have to agree on one."""
    graph = rdflib.Graph()
    for folder in folders:
        convert([folder], folder / "plan.ttl")
        graph.parse(folder / "plan.ttl")
    for name in ("shared-actors", "shared-external-plans", "same-bodies", "dangling-references", "compare-themes"):
        query = queries()[name]
        asked = [[str(value) for value in row if value is not None] for row in graph.query(query.bind())]
        found = [[str(term.value) for term in row if term] for row in both.store.select(query.bind()).rows]
        assert found and [len(row) for row in asked] == [len(row) for row in found]
        assert [row[:4] for row in asked] == [row[:4] for row in found]


def test_lists_of_columns_are_those_of_the_shapes() -> None:
    """Two queries name columns; a new one in ontology/shapes/fields.ttl has to come in there too."""
    sheets = load_model().sheets
    table = queries()["completeness"].sparql
    listed = [
        f'"{sheet.name["de"]}" "{sheet.name["en"]}" {field.order:g} {short(field.path)} "{field.name["de"]}" '
        f'"{field.name["en"]}" {str(field.required).lower()})'
        for sheet in sheets
        for field in sheet.fields
    ]
    assert [line for line in listed if line not in table] == []
    assert table.count("\n    (") == len(listed)
    table = queries()["dangling-references"].sparql
    listed = [
        f'"{sheet.singular["de"]}" "{sheet.singular["en"]}" {short(field.path)} "{field.name["de"]}" '
        f'"{field.name["en"]}" "{"reference" if field.references else "word"}")'
        for sheet in sheets
        for field in sheet.fields
        if (field.references or field.schemes) and not field.datatypes
    ]
    assert [line for line in listed if line not in table] == []
    assert table.count('"reference")') + table.count('"word")') == len(listed)


def short(path: str) -> str:
    """A property as the queries write it."""
    names = {IP: "ip:", DCTERMS: "dcterms:", "http://xmlns.com/foaf/0.1/": "foaf:"}
    names["http://www.w3.org/2004/02/skos/core#"] = "skos:"
    [start] = [start for start in names if path.startswith(start)]
    return names[start] + path.removeprefix(start)
