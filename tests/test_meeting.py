"""The meeting kit: who is invited and why, who sits with whom, pages that print and a workbook to work on."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import network_samples as samples
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, read
from ipgraph.network import actor_goal_network, actor_network, findings
from ipgraph.network.asking import Asked, ask
from ipgraph.network.coming import read_coming
from ipgraph.network.meeting import MOST_REASONS, plan_meeting
from ipgraph.network.meeting_files import meeting_files, meeting_kit, place_of_kit
from ipgraph.network.seating import Weights, seat, sizes

ABOUT = {"source": "Probe & <b>", "date": "01.02.2026", "notice": "Fiktiv.", "caveat": "Nicht dokumentiert heißt …"}


# ---------------------------------------------------------------- seats


@given(st.integers(0, 400))
def test_sizes(people: int) -> None:
    found = sizes(people)
    assert sum(found) == people
    assert all(4 <= size <= 8 for size in found) if people >= 4 else len(found) <= 1
    assert max(found, default=0) - min(found, default=0) <= 1


@st.composite
def gatherings(draw: st.DrawFn) -> tuple[list[str], Weights]:
    """Some people, and points of some pairs."""
    people = [f"p{n}" for n in range(draw(st.integers(0, 30)))]
    if len(people) < 2:
        return people, {}
    pairs = st.tuples(st.sampled_from(people), st.sampled_from(people)).filter(lambda pair: pair[0] < pair[1])
    return people, draw(st.dictionaries(pairs, st.integers(1, 9), max_size=60))


def score(tables: list[list[str]] | list[tuple[str, ...]], weights: Weights) -> int:
    """The points of all pairs that sit at one table."""
    at = {person: number for number, table in enumerate(tables) for person in table}
    return sum(points for (a, b), points in weights.items() if a != b and at.get(a, -1) == at.get(b, -2))


def by_lot(people: int, weights: Weights) -> float:
    """The points that seating by lot has on average, with tables as in :func:`sizes`.

    Args:
        people: how many come.
        weights: points of pairs of them.
    """
    together = sum(size * (size - 1) for size in sizes(people))
    return sum(weights.values()) * together / (people * (people - 1)) if people > 1 else 0.0


@given(gatherings())
@settings(max_examples=150, deadline=None)
def test_everybody_sits_at_one_table_and_no_worse_than_by_lot(gathering: tuple[list[str], Weights]) -> None:
    people, weights = gathering
    tables = seat(people, weights)
    assert sorted(person for table in tables for person in table) == sorted(people)
    assert sorted(map(len, tables), reverse=True) == sizes(len(people))
    assert score(tables, weights) >= by_lot(len(people), weights) - 1e-9
    assert seat(people, weights) == tables


@given(gatherings())
@settings(max_examples=60, deadline=None)
def test_nobody_gains_by_changing_places_with_a_neighbour_of_one_to_talk_to(
    gathering: tuple[list[str], Weights],
) -> None:
    people, weights = gathering
    tables = seat(people, weights)
    at = {person: number for number, table in enumerate(tables) for person in table}
    before = score(tables, weights)
    for (a, b), other in ((pair, other) for pair in weights for other in tables[at[pair[1]]]):
        swap = {a: other, other: a}
        assert score([[swap.get(person, person) for person in table] for table in tables], weights) <= before, (a, b)


def test_by_lot_is_the_mean_of_many_lots() -> None:
    people = [f"p{n}" for n in range(11)]
    weights = {
        (a, b): len(a + b) + int(b[1:]) for a in people for b in people if a < b and (int(a[1:]) + int(b[1:])) % 3
    }
    rng, total, rounds = random.Random(5), 0, 2000
    for _ in range(rounds):
        rng.shuffle(people)
        total += score([people[:6], people[6:]], weights)
    assert sizes(11) == [6, 5] and total / rounds == pytest.approx(by_lot(11, weights), rel=0.02)


def test_the_obvious_seating_is_found() -> None:
    people = [f"{team}{n}" for n in range(6) for team in "abc"]
    weights = {(a, b): 3 for a in people for b in people if a < b and a[0] == b[0]}
    assert {"".join(sorted({person[0] for person in table})) for table in seat(people, weights)} == {"a", "b", "c"}


def test_better_than_many_lots_on_the_model_plan(musterkreis: Asked) -> None:
    meeting = plan_meeting(musterkreis.actors, musterkreis.goals)
    weights = {pair.nodes: int(pair.size) for table in meeting.tables for pair in table.talks}
    people = [actor for table in meeting.tables for actor in table.members]
    rng, best = random.Random(1), 0
    for _ in range(100):
        rng.shuffle(people)
        places = iter(people)
        best = max(best, score([[next(places) for _ in range(size)] for size in sizes(len(people))], weights))
    ours = sum(weights.values())
    assert ours == score([table.members for table in meeting.tables], weights) > 2 * best


# ---------------------------------------------------------------- the meeting


@pytest.fixture(scope="module")
def reading(repository: Path) -> Reading:
    return read(repository / "data" / "musterkreis")


@pytest.fixture(scope="module")
def musterkreis(reading: Reading) -> Asked:
    return ask(reading)


@pytest.fixture(scope="module")
def small() -> tuple[nx.Graph, nx.Graph]:
    tables = samples.tables_of(samples.SMALL)
    return actor_network(tables), actor_goal_network(tables)


def test_everybody_is_invited_with_a_reason(musterkreis: Asked) -> None:
    meeting = plan_meeting(musterkreis.actors, musterkreis.goals)
    assert {one.actor for one in meeting.invitations} == set(musterkreis.actors)
    assert all(1 <= len(one.reasons) <= MOST_REASONS + 1 for one in meeting.invitations)
    assert [one.points for one in meeting.invitations] == sorted(
        (one.points for one in meeting.invitations), reverse=True
    )
    at = {actor: table.number for table in meeting.tables for actor in table.members}
    assert at == {one.actor: one.table for one in meeting.invitations}
    for table in meeting.tables:
        assert all(set(pair.nodes) <= set(table.members) for pair in table.talks)


def test_reasons_of_a_small_plan(small: tuple[nx.Graph, nx.Graph]) -> None:
    meeting = plan_meeting(*small)
    why = {meeting.actors[one.actor]["identifier"]: [r["de"] for r in one.reasons] for one in meeting.invitations}
    assert why["A"][0] == "Gespräch mit Bildungsbüro: 2 gemeinsame Ziele (1, 2)."
    assert why["B"][0].startswith("Im Plan mit keiner anderen Stelle verbunden")
    assert why["C"] == [
        "Das Ziel 3 hängt an dieser Stelle allein: Wer kann sie unterstützen?",
        "Am Ziel 2 arbeiten 3 Stellen. Sie bilden 2 Gruppen, die im Plan nicht verbunden sind.",
    ]
    assert why["D"] == ["Steht im Plan, aber noch bei keinem Ziel."]
    assert [meeting.actors[one.actor]["identifier"] for one in meeting.invitations][:2] == ["A", "B"]


def test_agenda_says_what_the_plan_says(small: tuple[nx.Graph, nx.Graph]) -> None:
    steps = {step.title["de"]: step for step in plan_meeting(*small).agenda}
    assert steps["Ziele ohne Maßnahme"].said[0]["de"] == (
        "Für Ziel 4 ist noch keine Maßnahme eingetragen. „Ziel Nummer 4 ist erreicht.“"
    )
    assert "Amt für Übergänge und Bildungsbüro" in steps["Gleiche Ziele, kein Kontakt im Plan"].said[0]["de"]
    assert steps["Das Bild"].said == () and list(steps)[-1] == "Der nächste Plan"


def test_one_chapter_and_those_who_come(musterkreis: Asked) -> None:
    a, b = musterkreis.actors, musterkreis.goals
    meeting = plan_meeting(a, b, chapter="k3")
    within = {goal for goal, row in b.graph["goals"].items() if row["number"].startswith("3.")}
    assert {one.actor for one in meeting.invitations} == {actor for goal in within for actor in b[goal]}
    assert meeting.chapter["de"].startswith("Kapitel 3 „")
    assert plan_meeting(a, b, chapter="3.2").chapter["en"].startswith("chapter 3.2 “")
    for table in meeting.tables:
        assert all(within & set(a[x][y]["shared"]) for x, y in (pair.nodes for pair in table.talks))
    few = plan_meeting(a, b, invited=["A-LRA", " kreisjugendamt ", "", "Bildungsbüro"])
    assert len(few.invitations) == 3 and [len(table.members) for table in few.tables] == [3]
    with pytest.raises(IpgraphError, match="Verein Unbekannt"):
        plan_meeting(a, b, invited=["A-LRA", "Verein Unbekannt"])
    both = plan_meeting(
        a, b, chapter="3", invited=["A-LRA", *(row["identifier"] for row in a.graph["actors"].values())]
    )
    assert len(both.invitations) == len(a), "whoever has been invited has a seat, whatever the meeting is about"
    away = [one for one in both.invitations if not within.intersection(a.nodes[one.actor]["goals"])]
    assert away and all(
        "Steht im Plan" not in r["de"] for one in away if a.nodes[one.actor]["goals"] for r in one.reasons
    )
    with pytest.raises(IpgraphError, match="Possible: K1, K2"):
        plan_meeting(a, b, chapter="99")


# ---------------------------------------------------------------- its files


def test_workbook_holds_text_only(small: tuple[nx.Graph, nx.Graph]) -> None:
    tables = samples.tables_of(samples.SMALL)
    tables["network-actors"] = [dict(row, name=f"=1+1\x0b\ufffe {row['name']}") for row in tables["network-actors"]]
    meeting = plan_meeting(actor_network(tables), actor_goal_network(tables))
    files = meeting_files(meeting, ABOUT, "de")
    assert files == meeting_files(meeting, ABOUT, "de")
    assert list(files) == ["treffen.xlsx", "einladungen.html", "tische.html", "ablauf.html"]
    book = load_workbook(io.BytesIO(files["treffen.xlsx"]))
    assert book.sheetnames == ["Einladungsliste", "Tischgruppen", "Ablauf"]
    assert [sheet.max_row for sheet in book.worksheets] == [8, 8, 8]
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet for cell in row)
    assert book.worksheets[0]["B2"].value == "=1+1 Amt für Übergänge"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_are_whole_and_nothing_in_them_runs(small: tuple[nx.Graph, nx.Graph], lang: str) -> None:
    tables = samples.tables_of(samples.SMALL)
    evil = "</style><script>alert(1)</script>"
    tables["network-actors"] = [dict(row, name=f"{evil} {row['name']}") for row in tables["network-actors"]]
    meeting = plan_meeting(actor_network(tables), actor_goal_network(tables))
    for name, data in meeting_files(meeting, ABOUT, lang).items():
        if name.endswith(".html"):
            text = data.decode("utf-8")
            page = html.fromstring(text)
            assert page.get("lang") == lang and not page.xpath("//script|//link|//img|//@onclick")
            (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            assert policy.startswith("default-src 'none'; style-src 'sha256-")
            shown = page.xpath("string(//main)")
            assert evil in shown and all(words in shown for words in ABOUT.values())
            assert "{" not in shown and "None" not in shown


def test_a_reason_more_is_written_out_and_two_are_counted() -> None:
    for alone, expected in ((MOST_REASONS, MOST_REASONS), (MOST_REASONS + 1, MOST_REASONS + 1), (9, MOST_REASONS + 1)):
        tables = {
            "network-actors": [{"actor": "a", "identifier": "A", "name": "Stelle"}],
            "network-goals": [{"goal": f"g{n}", "identifier": f"Z{n}"} for n in range(alone - 1)],
            "network-measures": [
                {"measure": f"m{n}", "goal": f"g{n}", "actor": "a", "role": "/lead"} for n in range(alone - 1)
            ],
        }
        (one,) = plan_meeting(actor_network(tables), actor_goal_network(tables)).invitations
        assert len(one.reasons) == expected
        assert ("weitere Gründe" in one.reasons[-1]["de"]) == (alone > MOST_REASONS + 1)


def test_only_reasons_that_are_read_are_put_into_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """All have reason to talk to all others: 4,950 pairs, of which a hundred people read some 600."""
    tables = {
        "network-actors": [{"actor": f"a{n:02}", "identifier": f"A{n}", "name": f"Stelle {n}"} for n in range(100)],
        "network-goals": [{"goal": f"g{n}", "identifier": f"Z{n}"} for n in range(2)],
        "network-measures": [
            {"measure": f"m{n}-{goal}", "goal": f"g{goal}", "actor": f"a{n:02}", "role": "/lead"}
            for n in range(100)
            for goal in range(2)
        ],
    }
    told, reasons = [], findings.Acquaintance.reasons

    def counted(known: findings.Acquaintance, a: str, b: str) -> list[findings.Reason]:
        told.append((a, b))
        return reasons(known, a, b)

    monkeypatch.setattr(findings.Acquaintance, "reasons", counted)
    meeting = plan_meeting(actor_network(tables), actor_goal_network(tables))
    assert len(told) <= 100 * (MOST_REASONS + 1) + sum(len(table.talks) for table in meeting.tables)
    reasons_each = 1 + 99 + 2  # tied with nobody, 99 to talk to, two goals that leave all apart
    last = {one.reasons[-1]["de"] for one in meeting.invitations}
    assert last == {f"Und {reasons_each - MOST_REASONS} weitere Gründe."}


def test_names_from_right_to_left_keep_to_themselves() -> None:
    tables = samples.tables_of(samples.SMALL)
    tables["network-actors"] = [
        dict(row, name="جمعية") if row["identifier"] == "B" else row for row in tables["network-actors"]
    ]
    meeting = plan_meeting(actor_network(tables), actor_goal_network(tables))
    (first, *_) = meeting.invitations
    assert first.reasons[0]["de"] == "Gespräch mit \u2068جمعية\u2069: 2 gemeinsame Ziele (1, 2)."
    assert "<bdi>جمعية</bdi>" in meeting_files(meeting, ABOUT)["tische.html"].decode("utf-8")


def test_a_table_tells_first_of_pairs_that_bring_in_somebody_new(musterkreis: Asked) -> None:
    for table in plan_meeting(musterkreis.actors, musterkreis.goals).tables:
        named = {actor for pair in table.talks for actor in pair.nodes}
        count = next(n for n in range(len(table.talks) + 1) if {a for p in table.talks[:n] for a in p.nodes} == named)
        assert count < len(named) or not named


def test_two_bodies_of_one_name_both_come(small: tuple[nx.Graph, nx.Graph]) -> None:
    tables = samples.tables_of(samples.SMALL)
    tables["network-actors"] = [dict(row, name="Verein", short_name="V") for row in tables["network-actors"]]
    same = actor_network(tables), actor_goal_network(tables)
    assert len(plan_meeting(*same, invited=["verein"]).invitations) == 7
    assert len(plan_meeting(*same, invited=["A", "B"]).invitations) == 2


def test_guests_sit_with_the_others(small: tuple[nx.Graph, nx.Graph]) -> None:
    meeting = plan_meeting(*small, invited=["A", "B", "C", "Feuerwehr {0}"], guests=True)
    guest = meeting.invitations[-1]
    assert meeting.actors[guest.actor]["name"] == "Feuerwehr {0}" and guest.reasons[0]["en"].startswith("Guest")
    assert [len(table.members) for table in meeting.tables] == [4] and guest.actor in meeting.tables[0].members
    assert b"Feuerwehr {0}" in meeting_files(meeting, ABOUT)["tische.html"]
    assert len(plan_meeting(*small, invited=["Feuerwehr"], guests=True).invitations) == 1


def test_next_to_nothing(small: tuple[nx.Graph, nx.Graph]) -> None:
    tables = {"network-actors": [{"actor": "a", "identifier": "A", "name": "Stelle"}]}
    meeting = plan_meeting(actor_network(tables), actor_goal_network(tables))
    assert len(meeting.invitations) == len(meeting.tables) == 1
    assert len(meeting_files(meeting, ABOUT)) == 4
    with pytest.raises(IpgraphError, match="nobody to invite yet: no body takes part in this plan"):
        plan_meeting(actor_network({}), actor_goal_network({}))
    rows = samples.tables_of(samples.SMALL)
    rows["network-measures"] = []
    with pytest.raises(IpgraphError, match="in chapter 2 “Arbeit”"):
        plan_meeting(actor_network(rows), actor_goal_network(rows), chapter="2")


def test_list_of_those_who_come(reading: Reading, tmp_path: Path) -> None:
    names = tmp_path / "zusagen.txt"
    names.write_text("\ufeffA-LRA\r\nBildungsbüro\r\n\r\n", encoding="utf-8")
    assert "Stellen: 2." in meeting_kit(reading, invite=names)["einladungen.html"].decode("utf-8")
    names.with_suffix(".csv").write_bytes("Bildungsbüro;x\r\nA-LRA;x\r\n".encode("cp1252"))
    assert "Stellen: 2." in meeting_kit(reading, invite=names.with_suffix(".csv"))["einladungen.html"].decode("utf-8")
    with pytest.raises(IpgraphError, match=r"zusagen\.xlsx"):
        meeting_kit(reading, invite=tmp_path / "zusagen.xlsx")
    names.with_suffix(".csv").write_text("Kennung,Name\nA-LRA,x\n", encoding="utf-8")
    assert read_coming(names.with_suffix(".csv")) == (["A-LRA"], False), "a heading is nobody"
    names.write_text(" \n\n", encoding="utf-8")
    with pytest.raises(IpgraphError, match="is empty"):
        read_coming(names)
    with pytest.raises(IpgraphError, match=r"treffen\.xlsx does not exist"):
        read_coming(tmp_path)
    names.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IpgraphError, match="UTF-8"):
        meeting_kit(reading, invite=names)


def test_a_kit_that_people_work_with_is_not_written_over(tmp_path: Path) -> None:
    place_of_kit(tmp_path / "new")
    place_of_kit(tmp_path)
    (tmp_path / "meeting.xlsx").write_bytes(b"marks")
    with pytest.raises(IpgraphError, match="another folder"):
        place_of_kit(tmp_path)
    with pytest.raises(IpgraphError, match="needs a folder"):
        place_of_kit(tmp_path / "meeting.xlsx")


@pytest.mark.parametrize(("lang", "name"), [("de", "treffen.xlsx"), ("en", "meeting.xlsx")])
def test_the_kit_s_own_workbook_says_who_comes(reading: Reading, tmp_path: Path, lang: str, name: str) -> None:
    kit = tmp_path / name
    kit.write_bytes(meeting_kit(reading, lang=lang)[name])
    with pytest.raises(IpgraphError, match="nobody is marked"):
        meeting_kit(reading, invite=kit)
    book = load_workbook(kit)
    sheet = book.worksheets[0]
    marked = [sheet.cell(row, 2).value for row in range(3, 60, 5)]
    for row in range(3, 60, 5):
        sheet.cell(row, 7).value = "x"
        sheet.cell(row + 1, 7).value = "nein" if row % 2 else " – "
    added = sheet.max_row + 1
    sheet.cell(added, 2).value, sheet.cell(added, 7).value = "Feuerwehr", "ja"
    sheet.cell(3, 2).value = "anders geschrieben"
    sheet.insert_rows(1)
    sheet["A1"] = "Stand: Dienstag"
    book.move_sheet(sheet, 2)
    book.save(kit)
    keys, guests = read_coming(tmp_path)
    assert read_coming(kit) == (keys, guests)
    assert guests and len(keys) == len(marked) + 1 and keys[-1] == "Feuerwehr"
    again = load_workbook(io.BytesIO(meeting_kit(reading, invite=kit)["treffen.xlsx"]))
    assert {row[1].value for row in again.worksheets[0].iter_rows(min_row=2)} == {*marked, "Feuerwehr"}


def test_pages_fit_on_a4(musterkreis: Asked, tmp_path: Path, browser: Any) -> None:
    """As a browser prints them: no table takes two pages, and nothing is wider than the page."""
    meeting = plan_meeting(musterkreis.actors, musterkreis.goals)
    page = browser.new_page(viewport={"width": 688, "height": 1000})  # 182 mm
    page.emulate_media(media="print")
    for name, data in meeting_files(meeting, musterkreis.about("de"), "de").items():
        if name.endswith(".html"):
            (tmp_path / name).write_bytes(data)
            page.goto((tmp_path / name).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 688, name
            heights = page.evaluate("[...document.querySelectorAll('.card')].map(card => card.offsetHeight)")
            assert all(height <= 1009 for height in heights), "267 mm: a table has one sheet"
            assert len(heights) == (len(meeting.tables) if name == "tische.html" else 0)
    long = replace(meeting, actors={key: {**row, "name": "Amt" * 170} for key, row in meeting.actors.items()})
    for name, data in meeting_files(long, musterkreis.about("de"), "de").items():
        if name.endswith(".html"):
            (tmp_path / name).write_bytes(data)
            page.goto((tmp_path / name).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 688, f"{name}: a name of 510 letters"
    page.close()
