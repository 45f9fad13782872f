"""What the saved queries say, on a small plan in which every case occurs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ipgraph.catalogue import queries
from ipgraph.ingest import Reading, read

SHEETS = {
    "plan": """Kennung,Titel,Gebietskörperschaft,Kreisschlüssel,Laufzeit von,Laufzeit bis,Herausgeber
klein,Kleiner Plan,Kreis,08115,2024-01-01,2028-12-31,Kreis""",
    "kapitel": """Kennung,Übergeordnet,Titel,Seite
K1,,Wohnen,5
K1.1,K1,Miete,6
K1.2,K1,Nachbarschaft,7
K2,,Gesundheit,20
K3,,Leer,30
K4,,Nur Ziele ohne Maßnahmen,40""",
    "ziele": """Kennung,Kapitel,Wortlaut,Beeinflussbar durch,Termin,Zielgruppen,Seite
Z1,K1.1,Mit Maßnahmen und eigener Meldung,Kreis,Ende 2025,Familien,6
Z2,K1.1,Abgeleitet: eine begonnen,Kreis,2026-06-30,Familien; Frauen,6
Z3,K1.2,Abgeleitet: eine umgesetzt,Kreis,laufend,,7
Z4,K1.2,Abgeleitet: alle aufgegeben,Kreis,,,7
Z5,K1.2,Abgeleitet: alle geplant oder vorgeschlagen,Kreis,,,7
Z6,K1.2,Abgeleitet: nicht alle gemeldet,Kreis,,,7
Z7,K2,Vom Kapitel abgedeckt,Bund,,,21
Z8,K4,Nur der Bund,Bund; A-BUND,,,41
Z9,K4,Offen trotz Kreis,Kreis; Bund,,,42
Z10,K4,Offen ohne Angabe,,,,43
Z11,K4,Selbst abgedeckt,Bund,,,44
Z12,K1.1,Ohne jede Meldung,Kreis,,,8""",
    "akteure": """Kennung,Name,Art,Ebene
A-1,Amt,Landkreisverwaltung,Kreis
A-2,Verein,Verein,Gemeinde
A-BUND,Bundesamt,Behörde,Bund""",
    "massnahmen": """Kennung,Ziele,Wortlaut,Verantwortlich,Beteiligt,Finanziert durch,Ende
M1,Z1,Eins,A-1,A-2,,2025-12-31
M2,Z2,Zwei,A-1,,A-2,Mitte 2025
M3,Z2,Drei,A-1,,,
M4,Z3,Vier,,A-2,,laufend
M5,Z3,Fünf,A-2,A-1,,2025-03-31
M6,Z4,Sechs,,,,
M7,Z5,Sieben,A-2,,,2024-12-31
M8,Z5,Acht,A-2,,,
M9,Z6,Neun,A-2,,,
M10,Z6,Zehn,A-2,,,
M11,Z12,Elf,A-1,,,""",
    "querverweise": """Kennung,Von,Nach,Art,Seite,Erläuterung
V1,K2,P1,wird abgedeckt durch,22,Dort.
V2,Z11,P1,wird abgedeckt durch,45,
V3,Z11,A-2,wird abgedeckt durch,,
V4,Z11,P1,wird abgedeckt durch,9,
V5,Z10,P1,siehe auch,43,
V6,klein,A-1,wird abgedeckt durch,,
V7,M1,M2,ergänzt,,""",
    "planwerke": "Kennung,Titel\nP1,Gesundheitsplan",
    "statusmeldungen": """Betrifft,Datum,Status,Text,Quelle
Z1,2024-05-01,umgesetzt,alt,
Z1,2025-05-01,verzögert,neu,Protokoll
M1,2025-01-01,umgesetzt,,
M1,2024,laufend,,
M2,2. Halbjahr 2024,laufend,,
M4,2025-02-01,dauerhaft,,
M5,2025-02-01,umgesetzt,,
M6,2025-02-01,aufgegeben,,
M7,2025-02-01,geplant,,
M8,2025-02-01,vorgeschlagen,,
M9,2025-02-01,geplant,,""",
    "indikatoren": """Kennung,Ziel,Bezeichnung,Einheit,Ausgangswert,Zielwert
I1,Z1,Plätze,Plätze,10,20
I2,Z1,Wartezeit,Tage,30,10
I3,Z1,Gleich,Stück,5,5
I4,Z2,Ohne Zielwert,Stück,5,""",
    "messwerte": """Indikator,Datum,Wert
I1,2024,12
I1,2025-06-30,15
I2,2025,40
I3,2025,7
I4,2025,7""",
    "angebote": "Kennung,Kapitel,Bezeichnung,Zielgruppen\nAN1,K1.1,Treff,Frauen",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("klein")
    for name, text in SHEETS.items():
        Path(folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    reading = read(folder)
    assert not reading.problems
    return reading


def ask(small: Reading, name: str, *columns: str, lang: str = "de", **values: Any) -> list[Any]:
    """The rows of an answer, as far as these columns go."""
    rows = queries()[name].run(small.store, lang, **values).dicts()
    return [row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns) for row in rows]


def test_reasons_for_gaps(small: Reading) -> None:
    assert ask(small, "no-measures", "kind", "identifier", "reason", "who") == [
        ("chapter", "K3", "open", None),
        ("goal", "Z10", "open", None),
        ("goal", "Z9", "open", None),
        ("goal", "Z8", "not-ours", "Bund; Bundesamt"),
        ("chapter", "K2", "covered", "Gesundheitsplan (S. 22)"),
        ("goal", "Z11", "covered", "Gesundheitsplan (S. 9, 45); Verein"),
        ("goal", "Z7", "covered", "Gesundheitsplan (S. 22)"),
        ("plan", "klein", "covered", "Amt"),
        ("chapter", "K4", "inside", None),
    ]
    english = ask(small, "no-measures", "reason_label", "who", lang="en")
    assert ("covered elsewhere", "Gesundheitsplan (p. 9, 45); Verein") in english
    assert ("not ours to influence", "Federation; Bundesamt") in english


def test_a_sub_chapter_is_covered_by_its_chapter(small: Reading, tmp_path: Path) -> None:
    sheets = {
        **SHEETS,
        "querverweise": "Kennung,Von,Nach,Art\nV1,K1,P1,wird abgedeckt durch",
        "massnahmen": "Kennung,Ziele,Wortlaut\nM1,Z8,x",
    }
    for name, text in sheets.items():
        (tmp_path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    found = ask(read(tmp_path), "no-measures", "identifier", "reason")
    covered = {identifier for identifier, reason in found if reason == "covered"}
    assert covered == {"K1", "K1.1", "K1.2", "Z1", "Z2", "Z3", "Z4", "Z5", "Z6", "Z12"}


def test_status_by_newest_report_or_measures(small: Reading) -> None:
    found = {
        row[0]: row[1:] for row in ask(small, "current-status", "identifier", "status_label", "basis_kind", "basis")
    }
    assert found["Z1"] == ("verzögert", "report", "eigene Meldung")
    assert found["Z2"] == ("laufend", "measures", "1 von 2 Maßnahmen begonnen")
    assert found["Z3"] == ("teilweise umgesetzt", "measures", "2 von 2 Maßnahmen begonnen, 1 umgesetzt")
    assert found["Z4"] == ("aufgegeben", "measures", "0 von 1 Maßnahmen begonnen")
    assert found["Z5"] == ("geplant", "measures", "0 von 2 Maßnahmen begonnen")
    assert found["Z6"] == ("unbekannt", "measures", "0 von 2 Maßnahmen begonnen")
    assert found["Z12"] == found["Z10"] == ("unbekannt", "none", "keine Meldung")
    assert found["M1"][0] == "umgesetzt", "2025 is newer than some time in 2024"
    assert found["M3"] == ("unbekannt", "none", "keine Meldung")
    assert len(found) == 12 + 11


def test_activity_in_a_period(small: Reading) -> None:
    assert ask(small, "current-activity", "identifier", "status_label") == [
        ("Z1", "verzögert"),
        ("M4", "dauerhaft"),
        ("M5", "umgesetzt"),
        ("M1", "umgesetzt"),
        ("M2", "laufend"),
        ("M1", "laufend"),
        ("Z1", "umgesetzt"),
    ]
    assert ask(small, "current-activity", "identifier", **{"from": "2025-02-01"}) == ["Z1", "M4", "M5"]
    assert ask(small, "current-activity", "identifier", to="2024-03-31") == ["M1"], "2024 touches the first quarter"
    assert ask(small, "current-activity", "identifier", **{"from": "2024-12-31", "to": "2024-12-31"}) == ["M2", "M1"]
    assert ask(small, "current-activity", "identifier", to="2023-12-31") == []
    assert [str(day) for day in ask(small, "current-activity", "date")][-3:] == [
        "2. Halbjahr 2024",
        "2024",
        "2024-05-01",
    ]


def test_what_is_due(small: Reading) -> None:
    assert ask(small, "deadlines", "identifier", "state") == [
        ("M7", "overdue"),
        ("M5", "done"),
        ("M2", "due"),
        ("Z1", "due"),
        ("M1", "done"),
        ("Z2", "due"),
    ]
    assert {str(day) for day in ask(small, "deadlines", "reference_day")} == {"2025-05-01"}
    later = dict(ask(small, "deadlines", "identifier", "state", as_of="2026-01-01"))
    assert later == {"M7": "overdue", "M5": "done", "M2": "overdue", "Z1": "overdue", "M1": "done", "Z2": "due"}
    assert ask(small, "deadlines", "identifier", **{"from": "2025-12-31", "to": "2025-12-31"}) == ["Z1", "M1"]


def test_measures_without_lead(small: Reading) -> None:
    assert ask(small, "measures-without-lead", "identifier", "involved", "status_label") == [
        ("M4", "Verein", "dauerhaft"),
        ("M6", "", "aufgegeben"),
    ]


def test_goals_on_one_actor(small: Reading) -> None:
    found = ask(small, "goals-on-one-actor", "identifier", "name", "measures")
    assert found == [("Z2", "Amt", 2), ("Z5", "Verein", 2), ("Z6", "Verein", 2), ("Z12", "Amt", 1)]


def test_target_groups_with_nothing_are_there(small: Reading) -> None:
    found = {row[0]: row[1:] for row in ask(small, "target-groups", "group_label", "goals", "measures", "offers")}
    assert found["Familien"] == (2, 3, 0) and found["Frauen"] == (1, 2, 1)
    assert [label for label, counts in found.items() if any(counts)] == ["Familien", "Frauen"] and len(found) > 10


def test_every_kind_of_actor_in_every_chapter(small: Reading) -> None:
    rows = ask(small, "coverage-kind-chapter", "chapter_identifier", "kind_label", "actors", "measures")
    found = {(chapter, kind): (actors, measures) for chapter, kind, actors, measures in rows}
    assert len(rows) == 4 * len({kind for _, kind in found})
    assert found["K1", "Landkreisverwaltung"] == (1, 5), "M1, M2, M3, M5, M11"
    assert {counts for (chapter, _), counts in found.items() if chapter != "K1"} == {(0, 0)}


def test_cross_references_by_kind(small: Reading) -> None:
    assert len(ask(small, "cross-references", "identifier")) == 7
    assert ask(
        small, "cross-references", "source_what", "source_title", "target_what", "target_title", kind="ergänzt"
    ) == [("Maßnahme", "Eins", "Maßnahme", "Zwei")]
    assert ask(small, "cross-references", "target_title", kind="gibt es nicht") == []


def test_way_of_the_indicators(small: Reading) -> None:
    found = ask(small, "indicators", "identifier", "value", "date", "progress", "observations")
    assert [(row[0], row[1], str(row[2]), row[3], row[4]) for row in found] == [
        ("I2", 40, "2025", -50, 1),
        ("I1", 15, "2025-06-30", 50, 2),
        ("I3", 7, "2025", None, 1),
        ("I4", 7, "2025", None, 1),
    ]


def test_how_complete(small: Reading) -> None:
    found = {row[:2]: row[2:] for row in ask(small, "readiness", "what", "part", "filled", "total")}
    assert found["Ziele", "Maßnahme"] == (7, 12), "Z1 to Z6 and Z12"
    assert found["Ziele", "Zielgruppe"] == (2, 12) and found["Indikatoren", "Messwert"] == (4, 4)
    assert found["Akteure", "Rolle in einer Maßnahme"] == (2, 3) and found["Maßnahmen", "Kosten"] == (0, 11)


def test_offers_and_goals_that_belong_together(small: Reading) -> None:
    assert ask(small, "offers-without-goal", "identifier") == [], "Z2 names women in the same sub-chapter"
    found = dict(ask(small, "goals-without-offer", "identifier", "reason"))
    assert len(found) == 11 and "Z2" not in found
    assert found["Z1"] == "other-groups" and found["Z3"] == "no-group"
    missed = set(ask(small, "target-groups-missed", "group_label"))
    assert not missed & {"Familien", "Frauen"} and len(missed) > 10


def test_open_funding(small: Reading) -> None:
    assert ask(small, "measures-without-funding", "identifier", gap="no-cost") == ["M2"]
    assert len(ask(small, "measures-without-funding", "identifier", gap="neither")) == 10
    assert ask(small, "funders", "name", "measures", "without_cost", "chapters") == [("Verein", 1, 1, "K1")]


def test_what_a_body_brings_to_the_meeting(small: Reading) -> None:
    assert ask(small, "for-the-meeting", "reason", "identifier", actor="A-1") == [
        ("unreported", "M11"),
        ("unreported", "M3"),
        ("alone", "Z12"),
        ("alone", "Z2"),
    ]
    assert ask(small, "for-the-meeting", "reason", "identifier", actor="A-2") == [
        ("overdue", "M7"),
        ("unreported", "M10"),
        ("no-lead", "M4"),
        ("alone", "Z5"),
        ("alone", "Z6"),
    ]
    assert ("overdue", "M2") in ask(small, "for-the-meeting", "reason", "identifier", actor="A-1", as_of="2026-01-01")


def test_partners_and_portfolio(small: Reading) -> None:
    assert ask(small, "partners", "partner_name", "measures", "cooperations", "where", actor="A-1") == [
        ("Verein", 3, 0, "M1, M2, M5")
    ]
    assert ask(small, "actor-portfolio", "kind", "identifier", "role_label", actor="A-BUND") == [
        ("influence", "Z8", "kann es beeinflussen")
    ]
    found = ask(small, "actor-portfolio", "kind", "identifier", "role_label", actor="A-2")
    assert ("measure", "M2", "Geldgeber") in found and ("measure", "M1", "beteiligt") in found
    assert [row[1] for row in found if row[0] == "goal"] == ["Z1", "Z3", "Z5", "Z6"]


def test_goals_in_separate_groups(tmp_path: Path) -> None:
    """Three measures in a chain are one group; a co-operation or a common funder joins two, a third body does not."""
    rows = {
        "Z1": ["A-1;A-2;", "A-3;A-4;"],
        "Z2": ["A-1;A-2;", "A-2;A-3;", "A-3;A-4;"],
        "Z3": ["A-1;A-2;", "A-5;A-6;"],
        "Z4": ["A-1;A-2;A-7", "A-3;A-4;A-7"],
        "Z5": ["A-1;;", "A-3;;"],
        "Z6": ["A-1;;", "A-3;;", "A-4;;"],
    }
    measures = [
        f"{goal}-{number},{goal},x,{','.join(row.split(';'))}"
        for goal, bodies in rows.items()
        for number, row in enumerate(bodies)
    ]
    sheets = {
        "plan": SHEETS["plan"],
        "kapitel": "Kennung,Titel\nK1,Wohnen",
        "ziele": "\n".join(["Kennung,Kapitel,Wortlaut", *(f"{goal},K1,x" for goal in rows)]),
        "akteure": "\n".join(["Kennung,Name,Art,Ebene", *(f"A-{n},Stelle {n},Verein,Kreis" for n in range(1, 8))]),
        "massnahmen": "\n".join(["Kennung,Ziele,Wortlaut,Verantwortlich,Beteiligt,Finanziert durch", *measures]),
        "kooperationen": "Kennung,Akteure\nC1,A-2; A-5",
    }
    for name, text in sheets.items():
        (tmp_path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    reading = read(tmp_path)
    assert ask(reading, "fragmented-goals", "identifier", "actors", "groups", "members") == [
        ("Z1", 4, 2, "Stelle 1, Stelle 2 | Stelle 3, Stelle 4"),
        ("Z6", 3, 3, "Stelle 1 | Stelle 3 | Stelle 4"),
    ]
    assert ask(reading, "fragmented-goals", "identifier", min=2) == ["Z1", "Z6", "Z5"]
