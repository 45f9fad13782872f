"""Networks and their measures on a plan that can be counted by hand, and against saved queries of the same name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import network_samples as samples
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_pages import Tables

from ipgraph.ingest import read
from ipgraph.network import actor_goal_network, actor_network, findings
from ipgraph.network.asking import Asked, ask
from ipgraph.network.findings.actors import betweenness
from ipgraph.network.findings.said import Finding
from ipgraph.network.joined import short_number

BASE = "https://w3id.org/ipgraph/data/probe/"


def short(iri: str) -> str:
    return iri.removeprefix(BASE)


def names(found: list[Finding]) -> list[tuple[str, ...]]:
    return [tuple(short(node) for node in finding.nodes) for finding in found]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return samples.tables_of(samples.SMALL)


@pytest.fixture(scope="module")
def actors(tables: Tables) -> nx.Graph[str]:
    return actor_network(tables)


@pytest.fixture(scope="module")
def goals(tables: Tables) -> nx.Graph[str]:
    return actor_goal_network(tables)


@pytest.fixture(scope="module", params=["musterkreis", "boeblingen-2014", "small"])
def asked(request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    if request.param == "small":
        path = tmp_path_factory.mktemp("small") / "plan.ttl"
        path.write_text(samples.SMALL, encoding="utf-8")
        return ask(read(path))
    return ask(read(repository / "data" / request.param))


# ---------------------------------------------------------------- the networks, by hand


def test_tied_pairs_come_from_measures_in_any_role_and_from_cooperations(actors: nx.Graph[str]) -> None:
    tied = {(short(a), short(b)) for a, b, edge in actors.edges(data=True) if edge["tied"]}
    assert tied == {("A", "C"), ("C", "D"), ("D", "E")}
    edge = actors[BASE + "C"][BASE + "D"]
    assert edge["measures"] == () and [short(c) for c in edge["cooperations"]] == ["K-1"]


def test_giving_money_is_not_working_on_the_goal(actors: nx.Graph[str]) -> None:
    assert actors.nodes[BASE + "D"]["goals"] == ()
    assert [short(goal) for goal in actors.nodes[BASE + "E"]["goals"]] == ["Z5"]


def test_weight_counts_big_goals_less(actors: nx.Graph[str]) -> None:
    # goal 1 has two actors (1 / 1), goal 2 has three (1 / 2)
    assert actors[BASE + "A"][BASE + "B"]["weight"] == 1.5


def test_role_is_the_strongest(goals: nx.Graph[str]) -> None:
    assert goals[BASE + "C"][BASE + "Z2"]["role"] == "lead"
    assert goals[BASE + "A"][BASE + "Z2"]["role"] == "lead"
    assert goals[BASE + "C"][BASE + "Z3"]["role"] == "participant"


@pytest.mark.parametrize(
    ("identifier", "shown"), [("Z1.2.3", "1.2.3"), ("Z-7", "7"), ("12", "12"), ("ABCDEF", "ABCDEF")]
)
def test_number_on_a_tile(identifier: str, shown: str) -> None:
    assert short_number(identifier, "1") == shown


# ---------------------------------------------------------------- the measures, by hand


def test_overlaps(actors: nx.Graph[str]) -> None:
    found = findings.overlaps(actors)
    assert names(found) == [("A", "B")]
    assert "2 gleiche Ziele (1, 2)" in found[0].text["de"] and "2 goals in common" in found[0].text["en"]
    assert names(findings.overlaps(actors, 1)) == [("A", "B"), ("B", "C")]
    assert findings.overlaps(actors, 3) == []


def test_isolated_and_bridges(actors: nx.Graph[str]) -> None:
    assert names(findings.isolated(actors)) == [("B",), ("F",), ("G",)]
    found = findings.bridges(actors)
    assert names(found) == [("C",), ("D",)]
    assert all("verlieren andere den Kontakt" in finding.text["de"] for finding in found)


def test_goals_that_stand_out(goals: nx.Graph[str]) -> None:
    assert findings.goals_without_actor(goals) == []
    assert names(findings.single_actor_goals(goals)) == [("Z3", "C"), ("Z5", "E"), ("Z6", "F")]


def test_goal_with_measures_that_name_nobody(tables: Tables) -> None:
    rows = [dict(row, actor=None, role=None) for row in tables["network-measures"]]
    graph = actor_goal_network({**tables, "network-measures": rows})
    assert names(findings.goals_without_actor(graph)) == [("Z1",), ("Z2",), ("Z3",), ("Z5",), ("Z6",)]


def test_names_with_braces_are_only_text(tables: Tables) -> None:
    rows = [dict(row, name="{0} {x} %s") for row in tables["network-actors"]]
    broken = {**tables, "network-actors": rows}
    assert "{0} {x} %s" in findings.isolated(actor_network(broken))[0].text["de"]
    assert "{0} {x} %s" in findings.single_actor_goals(actor_goal_network(broken))[0].text["en"]


def test_many_at_work_counts_tied_pairs() -> None:
    found = samples.rows(samples.store_of(samples.SMALL), "many-at-work")
    counts = [(row["identifier"], row["actors"], row["tied"], row["pairs"], row["isolated"]) for row in found]
    assert counts == [("K1.1", 3, 1, 3, 1), ("Z2", 3, 1, 3, 1)]


def test_should_talk_gives_points_and_reasons(actors: nx.Graph[str]) -> None:
    found = findings.should_talk(actors)
    assert names(found) == [("A", "B"), ("E", "F")] and [f.size for f in found] == [6, 3]
    assert found[0].why == {
        "de": "2 gemeinsame Ziele (1, 2); bei allen ist eine der beiden Stellen verantwortlich; beide in Neustadt",
        "en": "2 goals in common (1, 2); one of them is responsible at all of these; both in Neustadt",
    }
    assert found[1].why["en"] == "their measures refer to each other; both in Altdorf"
    assert found[1].text["de"].startswith("Eltern-Café und Frauentreff: ihre Maßnahmen")
    assert names(findings.should_talk(actors, points=2)) == [("A", "B"), ("E", "F"), ("B", "C")]
    assert findings.should_talk(actors, points=7) == []


def test_partners_in_common_count_from_two_on(tables: Tables) -> None:
    meets = [{"cooperation": f"K{n}", "actor": BASE + a} for n, pair in enumerate(("BD", "BC")) for a in pair]
    rows = {**tables, "network-cooperations": [*tables["network-cooperations"], *meets]}
    # A knows C; B knows C and D; E knows D: no two in common yet
    assert {f.nodes: f.size for f in findings.should_talk(actor_network(rows))}[BASE + "A", BASE + "B"] == 6
    more = [{"cooperation": "K9", "actor": BASE + a} for a in "AD"]
    graph = actor_network({**rows, "network-cooperations": [*rows["network-cooperations"], *more]})
    (pair,) = [f for f in findings.should_talk(graph) if f.nodes == (BASE + "A", BASE + "B")]
    assert pair.size == 7 and pair.why["de"].endswith("2 gemeinsame Partner")


def test_points_are_those_of_the_reasons(asked: Asked) -> None:
    known = findings.Acquaintance(asked.actors)
    for a, b in known.candidates():
        assert known.points(a, b) == sum(reason.points for reason in known.reasons(a, b)) == known.points(b, a)


def test_each_actor_has_at_most_so_many_pairs(asked: Asked) -> None:
    found = findings.should_talk(asked.actors, most=3)
    for actor in asked.actors:
        assert sum(actor in f.nodes for f in found) <= 3
    assert found == [f for f in findings.should_talk(asked.actors) if f in found], "in the same order"


def test_cut_points(actors: nx.Graph[str]) -> None:
    found = findings.cut_points(actors)
    assert names(found) == [("C", "A"), ("D", "E")]
    assert found[0].text["de"] == (
        "Fällt Caritasverband aus, verliert eine Stelle im Plan den Kontakt zu den anderen (Amt für Übergänge)."
    )


def test_betweenness_of_a_chain(actors: nx.Graph[str]) -> None:
    # C lies between A and D and between A and E: 2 of the 15 pairs of the six others
    assert findings.bridges(actors)[0].size == pytest.approx(2 / 15, abs=1e-6)


def test_betweenness_of_many_is_estimated_and_the_same_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipgraph.network.findings.actors.PIVOTS", 50)
    tied = nx.barabasi_albert_graph(120, 3, seed=4)
    tied = nx.relabel_nodes(tied, {n: f"a{n}" for n in tied})
    tied.add_nodes_from(["alone", "too"])
    found, exact = betweenness(tied), nx.betweenness_centrality(tied)
    assert found == betweenness(tied) and found != exact and found["alone"] == 0
    assert max(found, key=lambda n: found[n]) == max(exact, key=lambda n: exact[n])
    few = tied.subgraph([f"a{n}" for n in range(100)])
    assert betweenness(few) == pytest.approx(nx.betweenness_centrality(few))


def test_brokers(goals: nx.Graph[str]) -> None:
    found = findings.brokers(goals)
    assert names(found) == [("C",)], "in two chapters, and the only one in K1.1 and K2"
    assert found[0].size == 2 and "in 2 Kapiteln" in found[0].text["de"] and "(1.1–2)" in found[0].text["de"]
    assert names(findings.brokers(goals, minimum=1))[1:] == [("A",), ("B",), ("E",), ("F",)]


def test_goals_and_chapters_that_lack_something(tables: Tables, goals: nx.Graph[str]) -> None:
    without = findings.goals_without_measure(goals)
    assert names(without) == [("Z4",)] and without[0].reason == "open"
    assert without[0].text["de"] == "Für Ziel 4 ist noch keine Maßnahme eingetragen."
    assert names(findings.goals_without_lead(goals)) == [("Z3",)]
    assert [findings.chapters_without(goals, lack) for lack in ("measure", "actor", "lead")] == [[], [], []]
    rows = [row for row in tables["network-measures"] if row["identifier"] in ("M4", "M6")]
    rest = actor_goal_network({**tables, "network-measures": rows})
    assert names(findings.chapters_without(rest, "lead")) == [("K2",)]
    assert "Kapitel 2 „Arbeit“" in findings.chapters_without(rest, "lead")[0].text["de"]
    assert names(findings.chapters_without(rest, "actor")) == [("K1",)]


def test_reasons_stand_apart(asked: Asked) -> None:
    found = findings.goals_without_measure(asked.goals)
    for finding in found:
        said = {"open": "noch keine Maßnahme", "covered": "verweist", "not-ours": "beeinflussen"}[finding.reason]
        assert said in finding.text["de"]


def test_fragmented_goals(tables: Tables, goals: nx.Graph[str]) -> None:
    (found,) = findings.fragmented_goals(goals)
    assert names([found]) == [("Z2", "A", "B", "C")]
    assert "3 Stellen. Sie bilden 2 Gruppen, die im Plan nicht verbunden" in found.text["de"]
    for scope in ("plan", "goal"):
        groups = findings.goal_groups(goals, BASE + "Z2", scope)  # type: ignore[arg-type]
        assert [list(map(short, group)) for group in groups] == [["A", "C"], ["B"]]
    together = [{"cooperation": "K9", "actor": BASE + actor} for actor in "AB"]
    tied = actor_goal_network({**tables, "network-cooperations": [*tables["network-cooperations"], *together]})
    assert findings.fragmented_goals(tied) == []
    (thin,) = findings.fragmented_goals(tied, density=0.7)
    assert names([thin]) == [("Z2", "A", "B", "C")] and "Nur 2 von 3 Paaren" in thin.text["de"]


def test_those_who_meet_at_another_goal_only_may_not_know_of_one_another_at_this_one(tables: Tables) -> None:
    elsewhere = [
        {"measure": "M9", "identifier": "M9", "goal": BASE + "Z3", "actor": BASE + actor, "role": "/participant"}
        for actor in "AB"
    ]
    found = findings.fragmented_goals(
        actor_goal_network({**tables, "network-measures": [*tables["network-measures"], *elsewhere]})
    )
    # A, B and C all work on goal 3 now, where C has a measure of its own: tied with A by M3 of goal 2
    assert names(found) == [("Z2", "A", "B", "C"), ("Z3", "A", "B", "C")]
    assert all("2 Gruppen, die der Plan bei diesem Ziel nicht verbindet" in f.text["de"] for f in found)


def test_few_tied_pairs_are_told(tables: Tables) -> None:
    """Stars, so in one group: of six 5 of 15 pairs are tied, which is enough; of seven 6 of 21; of eight 7 of 28."""
    for size, expected in ((6, 0), (7, 1), (8, 1)):
        actors = [{"actor": f"a{n}", "identifier": f"a{n}", "name": f"A {n}"} for n in range(size)]
        measures = [
            {"measure": f"m{n}", "identifier": f"m{n}", "goal": "g", "actor": f"a{who}", "role": "/lead"}
            for n in range(1, size)
            for who in (0, n)
        ]
        star = {
            "network-actors": actors,
            "network-goals": [{"goal": "g", "identifier": "Z1"}],
            "network-measures": measures,
        }
        found = findings.fragmented_goals(actor_goal_network(star))
        assert len(found) == expected and all(f"Nur {size - 1} von" in f.text["de"] for f in found)


def test_a_funder_joins_the_measures_of_a_goal_but_not_its_actors(tables: Tables) -> None:
    money = [
        {"measure": BASE + m, "identifier": m, "goal": BASE + "Z2", "actor": BASE + "G", "role": "/funder"}
        for m in ("M2", "M3")
    ]
    graph = actor_goal_network({**tables, "network-measures": [*tables["network-measures"], *money]})
    assert len(findings.goal_groups(graph, BASE + "Z2", "goal")) == 1
    assert names(findings.fragmented_goals(graph)) == [("Z2", "A", "B", "C")]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.sets(st.integers(0, 9), min_size=1, max_size=4)), max_size=12),
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_fragmented_as_the_definition_has_it(measures: list[tuple[int, set[int]]], pairs: set[tuple[int, int]]) -> None:
    """Three or more actors in two or more components of the tie graph, or a density below 0.3: by networkx alone."""
    tied: nx.Graph[str] = nx.Graph()
    working: dict[str, set[str]] = {f"g{n}": set() for n in range(3)}
    for goal, actors in measures:
        working[f"g{goal}"] |= {f"a{n}" for n in actors}
        tied.add_edges_from((f"a{a}", f"a{b}") for a in actors for b in actors if a < b)
    tied.add_edges_from((f"a{a}", f"a{b}") for a, b in pairs)
    expected = set()
    for goal, who in working.items():
        inner = nx.Graph(tied.subgraph(who))
        inner.add_nodes_from(who)
        if len(who) >= 3 and (nx.number_connected_components(inner) >= 2 or nx.density(inner) < 0.3):
            expected.add(goal)
    graph = actor_goal_network(
        {
            "network-actors": [{"actor": f"a{n}", "identifier": f"a{n}", "name": f"A {n}"} for n in range(10)],
            "network-goals": [{"goal": f"g{n}", "identifier": f"Z{n}"} for n in range(3)],
            "network-measures": [
                {"measure": f"m{n}", "identifier": f"m{n}", "goal": f"g{goal}", "actor": f"a{a}", "role": "/lead"}
                for n, (goal, actors) in enumerate(measures)
                for a in actors
            ],
            "network-cooperations": [
                {"cooperation": f"c{a}{b}", "actor": f"a{n}"} for a, b in sorted(pairs) for n in (a, b)
            ],
        }
    )
    found = findings.fragmented_goals(graph)
    assert {f.nodes[0] for f in found if "bei diesem Ziel" not in f.text["de"]} == expected


def test_positions_of_a_chain(actors: nx.Graph[str]) -> None:
    found = {short(p.actor): p for p in findings.positions(actors)}
    assert [found[a].partners for a in "ABCDE"] == [1, 0, 2, 2, 1]
    assert (found["C"].constraint, found["C"].effective, found["C"].core) == (0.5, 2.0, 1)
    assert (found["A"].constraint, found["B"].constraint, found["B"].effective, found["B"].core) == (1.0, None, None, 0)
    assert found["B"].group == 0 and found["A"].group > 0
    assert "mit 2 Stellen verbunden" in found["C"].text["de"] and "2.0 remain" in found["C"].text["en"]


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), min_size=1))
@settings(max_examples=40, deadline=None)
def test_positions_are_those_of_networkx(pairs: set[tuple[int, int]]) -> None:
    graph = network_of(pairs)
    tied = findings.ties(graph)
    constraint, effective, core = nx.constraint(tied), nx.effective_size(tied), nx.core_number(tied)
    for position in findings.positions(graph):
        if position.constraint is None:
            assert math.isnan(constraint[position.actor]) and math.isnan(effective[position.actor])
        else:
            assert position.constraint == pytest.approx(constraint[position.actor], abs=1e-5)
            assert position.effective == pytest.approx(effective[position.actor], abs=1e-5)
        assert position.core == core[position.actor]


def network_of(pairs: set[tuple[int, int]], goal_of: dict[int, int] | None = None) -> nx.Graph[str]:
    """Ten actors, tied in pairs; each may work on one goal, in a chapter of the same number."""
    goal_of = goal_of or {}
    return actor_network(
        {
            "network-actors": [{"actor": f"a{n}", "identifier": f"a{n}", "name": f"A {n}"} for n in range(10)],
            "network-goals": [
                {"goal": f"g{g}", "identifier": f"g{g}", "chapter": f"k{g}", "chapter_identifier": f"K{g}"}
                for g in sorted(set(goal_of.values()))
            ],
            "network-measures": [
                {"measure": f"m{a}", "identifier": f"m{a}", "goal": f"g{g}", "actor": f"a{a}", "role": "/lead"}
                for a, g in goal_of.items()
            ],
            "network-cooperations": [
                {"cooperation": f"c{a}{b}", "actor": f"a{n}"} for a, b in sorted(pairs) for n in (a, b)
            ],
        }
    )


def test_groups_against_chapters() -> None:
    cliques = {(a, b) for a in range(10) for b in range(a) if (a < 5) == (b < 5)} | {(4, 5)}
    pairs = {(min(pair), max(pair)) for pair in cliques}
    along = findings.groups_and_chapters(network_of(pairs, {n: n // 5 for n in range(10)}))
    assert along.groups == (("a0", "a1", "a2", "a3", "a4"), ("a5", "a6", "a7", "a8", "a9"))
    # 21 ties, 20 of them inside; each half has 21 of 42 ends: 20/21 - 2 * (1/2)²
    assert along.modularity == pytest.approx(20 / 21 - 0.5, abs=1e-5)
    assert along.share == 1 and "entlang der Kapitel" in along.text["de"]
    across = findings.groups_and_chapters(network_of(pairs, {n: n % 5 for n in range(10)}))
    assert across.share == 0.2 and "across them" in across.text["en"]
    nothing = findings.groups_and_chapters(network_of(set()))
    assert nothing.groups == () and nothing.text["de"].startswith("Der Plan nennt keine Zusammenarbeit")


def test_coverage() -> None:
    store = samples.store_of(samples.SMALL)
    rows = samples.rows(store, "coverage-town-chapter")

    class Answer:
        def dicts(self) -> Iterator[dict[str, Any]]:
            return iter(rows)

    found = findings.coverage(Answer(), "town")
    assert list(found.rows) == ["Altdorf", "Neustadt"] and list(found.columns.values()) == [
        ("1", "Sprache"),
        ("2", "Arbeit"),
    ]
    k1, k2 = BASE + "K1", BASE + "K2"
    assert found.cells == {("Altdorf", k1): 1, ("Neustadt", k1): 2, ("Altdorf", k2): 1, ("Neustadt", k2): 0}
    (gap,) = found.gaps
    assert gap.nodes == (k2, "Neustadt")
    assert gap.text["de"] == "Im Kapitel 2 „Arbeit“ wirkt laut Plan keine Stelle aus Neustadt mit."


# ---------------------------------------------------------------- against the saved queries


def test_pairs_agree_with_the_queries(asked: Asked) -> None:
    over = [(str(r["actor_a"]), str(r["actor_b"]), r["shared"]) for r in asked.answer("overlaps").dicts()]
    found = findings.overlaps(asked.actors)
    assert sorted(over) == sorted((min(f.nodes), max(f.nodes), f.size) for f in found)
    assert [row[2] for row in over] == [f.size for f in found]
    talk = list(asked.answer("should-talk").dicts())
    ours = findings.should_talk(asked.actors)
    assert [(str(r["actor_a"]), str(r["actor_b"]), r["score"]) for r in talk] == [(*f.nodes, f.size) for f in ours]
    assert [len(str(r["reasons"]).split("; ")) for r in talk] == [len(f.why["de"].split("; ")) for f in ours]


def test_actors_agree_with_the_queries(asked: Asked) -> None:
    alone = {str(r["actor"]) for r in asked.answer("actors-without-cooperation").dicts()}
    assert alone == {f.nodes[0] for f in findings.isolated(asked.actors)}
    brokers = [(str(r["actor"]), r["chapters"]) for r in asked.answer("brokers").dicts()]
    assert brokers == [(f.nodes[0], f.size) for f in findings.brokers(asked.goals)]


def test_goals_agree_with_the_queries(asked: Asked) -> None:
    missing = [(str(r["part"]), r["reason"], r["kind"]) for r in asked.answer("no-measures").dicts()]
    goals = {(f.nodes[0], f.reason) for f in findings.goals_without_measure(asked.goals)}
    assert goals == {(part, reason) for part, reason, kind in missing if kind == "goal"}
    chapters = [(f.nodes[0], f.reason) for f in findings.chapters_without(asked.goals, "measure")]
    assert chapters == [(part, reason) for part, reason, kind in missing if kind in ("chapter", "subchapter")]
    single = {(str(r["goal"]), str(r["actor"])) for r in asked.answer("goals-on-one-actor").dicts()}
    assert single == {f.nodes for f in findings.single_actor_goals(asked.goals)}
    split = [(str(r["goal"]), r["actors"], r["groups"]) for r in asked.answer("fragmented-goals").dicts()]
    groups = [
        (f.nodes[0], f.size, len(findings.goal_groups(asked.goals, f.nodes[0], "goal")))
        for f in findings.fragmented_goals(asked.goals)
    ]
    assert sorted(split) == sorted(row for row in groups if row[2] > 1)


@pytest.mark.parametrize("by", ["kind", "town"])
def test_coverage_agrees_with_the_network(asked: Asked, by: findings.By) -> None:
    found = asked.coverage(by)
    graph = asked.goals
    for (row, chapter), number in found.cells.items():
        working = [
            actor
            for actor, data in graph.graph["actors"].items()
            if data[by] == row and any(graph.nodes[goal]["chapter"] == chapter for goal in graph[actor])
        ]
        assert len(working) == number
    assert len(found.gaps) == sum(number == 0 for number in found.cells.values())


# ---------------------------------------------------------------- next to nothing, and anything


def test_a_plan_with_next_to_nothing() -> None:
    one = {"network-actors": [{"actor": "a", "identifier": "a", "name": "Stelle"}]}
    for tables in ({}, one):
        actors, goals = actor_network(tables), actor_goal_network(tables)
        for ask_actors in (findings.overlaps, findings.bridges, findings.cut_points, findings.should_talk):
            assert ask_actors(actors) == []
        assert len(findings.isolated(actors)) == len(findings.positions(actors)) == len(actors)
        for ask_goals in (
            findings.brokers, findings.goals_without_measure, findings.goals_without_actor,
            findings.goals_without_lead, findings.single_actor_goals, findings.fragmented_goals,
        ):  # fmt: skip
            assert ask_goals(goals) == []
        assert findings.groups_and_chapters(actors).groups == ()


def test_every_sentence_speaks_both_languages_and_blames_nobody(asked: Asked) -> None:
    a, b = asked.actors, asked.goals
    said = [
        *findings.overlaps(a), *findings.isolated(a), *findings.bridges(a), *findings.cut_points(a),
        *findings.should_talk(a), *findings.brokers(b), *findings.goals_without_measure(b),
        *findings.single_actor_goals(b), *findings.fragmented_goals(b), *findings.chapters_without(b, "measure"),
        *asked.coverage("kind").gaps,
    ]  # fmt: skip
    texts = [finding.text for finding in said] + [findings.groups_and_chapters(a).text]
    texts += [position.text for position in findings.positions(a)]
    for text in texts:
        assert set(text) == {"de", "en"} and all(words.endswith((".", "?")) for words in text.values()), text
        assert text["de"] != text["en"]
        assert not any(
            word in text["de"].casefold() for word in ("doppelarbeit", "defizit", "ranking", "schwachstelle")
        )
