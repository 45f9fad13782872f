"""A list that grows: what has a Kennung in a folder keeps it, and what is gone frees none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from adopt_lists import book

from ipgraph.bodies.questions import Decision, Decisions, Question
from ipgraph.bodies.recognition import Actor, Mention, Recognition, recognise
from ipgraph.errors import IpgraphError, Place
from ipgraph.intake import adopt
from ipgraph.intake.memory import NAMES, Memory

HEADINGS = ("Handlungsfeld", "Maßnahme", "Zuständig")
ROWS = [
    ("Sprache", "Sprachkurse", "VHS Seldenburg, Jobcenter"),
    ("Sprache", "Sprachpaten", "Caritasverband Seldenburg e. V."),
    ("Arbeit", "Lotsen für Abschlüsse", "Jobcenter"),
]


def run(folder: Path, rows: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
    """Take a list over into a folder; by sheet the name of each Kennung."""
    adopt(book(folder, "liste.xlsx", Liste=[HEADINGS, *rows]), folder / "plan")
    return {
        sheet: names(folder / "plan" / f"{sheet}.csv", heading)
        for sheet, heading in (("akteure", "Name"), ("kapitel", "Titel"), ("massnahmen", "Wortlaut"))
    }


def names(path: Path, heading: str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[heading]: row["Kennung"] for row in csv.DictReader(file)}


def test_new_rows_at_the_top_change_no_kennung(tmp_path: Path) -> None:
    before = run(tmp_path, ROWS)
    more = [
        ("Wohnen", "Mieterführerschein", "Wohnungsamt"),
        ("Sprache", "Vorlesestunden", "Stadtbücherei, Caritasverband Seldenburg"),
    ]
    after = run(tmp_path, [*more, *ROWS])
    for sheet, kept in before.items():
        assert {name: key for name, key in after[sheet].items() if name in kept} == {
            name: key for name, key in kept.items() if name in after[sheet]
        }
        assert len(set(after[sheet].values())) == len(after[sheet])
    assert "Caritasverband Seldenburg" in after["akteure"]  # written without its legal form first
    assert after["akteure"]["Caritasverband Seldenburg"] == before["akteure"]["Caritasverband Seldenburg e. V."]
    assert set(after["akteure"]) - set(before["akteure"]) == {
        "Wohnungsamt",
        "Stadtbücherei",
        "Caritasverband Seldenburg",
    }
    assert after["massnahmen"]["Vorlesestunden"] not in before["massnahmen"].values()


def test_what_is_gone_frees_no_kennung(tmp_path: Path) -> None:
    first = run(tmp_path, ROWS)
    run(tmp_path, ROWS[:1])
    third = run(tmp_path, [*ROWS[:1], ("Arbeit und Beruf", "Ausbildungsmesse", "Handwerkskammer")])
    for sheet, names_of in third.items():
        fresh = {key for name, key in names_of.items() if name not in first[sheet]}
        assert fresh
        assert not fresh & set(first[sheet].values())
    assert run(tmp_path, ROWS) == first


def test_a_run_again_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, ROWS)
    run(tmp_path, ROWS)
    folder = tmp_path / "plan"
    before = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    run(tmp_path, ROWS)
    assert {path.name: path.read_bytes() for path in sorted(folder.iterdir())} == before


def test_a_new_folder_starts_from_one(tmp_path: Path) -> None:
    run(tmp_path, [("Wohnen", "Mieterführerschein", "Wohnungsamt"), *ROWS])
    run(tmp_path, ROWS)
    adopt(tmp_path / "liste.xlsx", tmp_path / "neu", tmp_path / "plan" / "zuordnung.toml")
    adopt(tmp_path / "liste.xlsx", tmp_path / "anders")
    for name in ("akteure.csv", "massnahmen.csv", "kapitel.csv"):
        assert (tmp_path / "neu" / name).read_bytes() == (tmp_path / "anders" / name).read_bytes()
    assert min(names(tmp_path / "neu" / "akteure.csv", "Name").values()) == "A1"


def test_a_damaged_memory_is_told(tmp_path: Path) -> None:
    run(tmp_path, ROWS)
    with pytest.raises(IpgraphError) as caught:
        Memory.read(b"[]", NAMES)
    assert NAMES in caught.value.message["de"]


# ---------------------------------------------------------------- bodies alone


def read(*cells: str, before: Recognition | None = None, decisions: Decisions | None = None) -> Recognition:
    mentions = [Mention(cell, Place("liste.xlsx", "Blatt", row, "Wer", "D")) for row, cell in enumerate(cells, start=2)]
    return recognise(mentions, [], decisions or Decisions(), before.given if before else None)


def test_decisions_change_no_key_of_a_grown_list() -> None:
    first = read("Bildung & Soziales", "VHS", "Musikschule")
    keys = {body.name: body.key for body in first.new}
    split = Decision(Question("Bildung & Soziales", parts=("Bildung", "Soziales")), answer="split")
    second = read("Theater", "Bildung & Soziales", "Musikschule", "VHS", before=first, decisions=Decisions((split,)))
    after = {body.name: body.key for body in second.new}
    assert {name: after[name] for name in ("VHS", "Musikschule")} == {n: keys[n] for n in ("VHS", "Musikschule")}
    assert not {after["Theater"], after["Bildung"], after["Soziales"]} & set(keys.values())
    assert len(set(after.values())) == len(after)


def test_a_known_body_keeps_its_own_kennung() -> None:
    first = read("VHS", "Musikschule")
    place = Place("liste.xlsx", "Blatt", 2, "Wer", "D")
    again = recognise([Mention("VHS, Musikschule", place)], [Actor("A1", "Theater", ())], Decisions(), first.given)
    assert [(body.key, body.name) for body in again.new] == [("A3", "VHS"), ("A2", "Musikschule")]


# ---------------------------------------------------------------- the order in a cell


def test_bodies_stay_in_the_order_of_the_list(tmp_path: Path) -> None:
    rows = [
        ("Sprache", "Erstens", "Wohnungsamt, Jobcenter"),
        ("Sprache", "Zweitens", "Jobcenter, Caritasverband, Wohnungsamt"),
        ("Sprache", "Drittens", "Caritasverband, Wohnungsamt, Caritasverband"),
    ]
    for _ in range(2):
        actors = {key: name for name, key in run(tmp_path, rows)["akteure"].items()}
        with (tmp_path / "plan" / "massnahmen.csv").open(encoding="utf-8", newline="") as file:
            cells = [row["Verantwortlich"].split("; ") for row in csv.DictReader(file)]
        assert [[actors[key] for key in cell] for cell in cells] == [
            ["Wohnungsamt", "Jobcenter"],
            ["Jobcenter", "Caritasverband", "Wohnungsamt"],
            ["Caritasverband", "Wohnungsamt"],
        ]
