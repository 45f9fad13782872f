"""The resources of a plan with their links in both directions, and how pages name and link them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.browse import Plan, Resource, TimeWords, in_groups, load_plan
from ipgraph.ingest import read
from ipgraph.ingest.values import natural_key
from ipgraph.model import load_model
from ipgraph.site import verdict
from ipgraph.site.pages import Addresses, Page, Writer, columns_for, sheets_of, slug
from ipgraph.table import Iri


def loaded(folder: Path) -> Plan:
    reading = read(folder)
    return load_plan(reading.store, reading.plans[0], load_model())


def named(plan: Plan, key: str) -> Resource:
    (found,) = [one for one in plan.resources.values() if one.identifier == key]
    return found


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    tables = {
        "plan": [hostile.plan()],
        "kapitel": [
            {"Kennung": "K1", "Titel": "Bildung"},
            {"Kennung": "K1.1", "Übergeordnet": "K1", "Titel": "Schule"},
        ],
        "ziele": [
            {
                "Kennung": f"Z{n}",
                "Kapitel": "K1.1",
                "Wortlaut": f"Ziel {n}",
                "Termin": term,
                "Beeinflussbar durch": "Kreis; A1",
            }
            for n, term in ((10, "2016"), (2, "Ende 2016"), (1, "laufend"))
        ],
        "massnahmen": [
            {"Kennung": "M1", "Ziele": "Z1; Z2", "Wortlaut": "Tun", "Verantwortlich": "A1", "Beteiligt": "A1; A2"},
            {"Kennung": "M2", "Ziele": "Z1", "Wortlaut": "Lassen"},
        ],
        "akteure": [
            {"Kennung": "A1", "Name": "Landratsamt", "Kurzname": "LRA", "Art": "Landkreisverwaltung", "Ebene": "Kreis"},
            {"Kennung": "A2", "Name": "Verein", "Art": "Verein", "Ebene": "Gemeinde"},
        ],
        "statusmeldungen": [
            {"Betrifft": "Maßnahme: M1", "Datum": "2025-03-01", "Status": "laufend", "Text": "Es geht los."},
            {"Betrifft": "Maßnahme: M1", "Datum": "2024-03-01", "Status": "geplant"},
        ],
    }
    return loaded(hostile.write(tmp_path_factory.mktemp("browse") / "plan", tables))


# ---------------------------------------------------------------- resources


def test_resources_are_in_natural_order(plan: Plan) -> None:
    assert [goal.identifier for goal in plan.of("goal")] == ["Z1", "Z2", "Z10"]


def test_labels(plan: Plan) -> None:
    assert plan.resource.label == "Probeplan"
    assert (named(plan, "A1").label, named(plan, "A1").short_label) == ("Landratsamt", "LRA")
    assert (named(plan, "A2").label, named(plan, "A2").short_label) == ("Verein", "Verein")
    assert [report.label for report in plan.of("status-report")].count("Es geht los.") == 1
    assert all(report.label for report in plan.of("status-report")), "a row without text is called by its kind"


def test_links_lead_both_ways(plan: Plan) -> None:
    goal, measure, actor = named(plan, "Z1"), named(plan, "M1"), named(plan, "A1")
    (serves,) = [column for column in measure.filled if goal in measure.values(column)]
    assert serves.multiple and {one.identifier for one in goal.incoming[serves]} == {"M1", "M2"}
    assert sorted(column.local for column in actor.incoming) == sorted(
        {column.local for row in plan.resources.values() for column in row.filled if actor in row.values(column)}
    )


def test_linked_is_in_the_order_of_sheets(plan: Plan) -> None:
    for resource in plan.resources.values():
        orders = [(rows[0].sheet.order, column.order) for column, rows in resource.linked]
        assert orders == sorted(orders)
        assert sum(len(rows) for _, rows in resource.linked) == sum(map(len, resource.incoming.values()))


def test_what_belongs_to_what(plan: Plan) -> None:
    assert [one.identifier for one in named(plan, "M1").ancestors] == ["K1", "K1.1", "Z1"]
    assert [one.identifier for one in named(plan, "Z2").ancestors] == ["K1", "K1.1"]
    assert named(plan, "K1").ancestors == []


def test_values_are_typed(plan: Plan) -> None:
    goal = named(plan, "Z2")
    values = {column.local: goal.values(column) for column in goal.filled}
    assert [value for found in values.values() for value in found if isinstance(value, TimeWords)] == [
        TimeWords("Ende 2016", "2016-10-01", "2016-12-31")
    ]
    kinds = {type(value) for found in values.values() for value in found}
    assert {Resource, Iri, TimeWords, str} <= kinds


def test_columns_come_in_groups(plan: Plan) -> None:
    goal = named(plan, "Z1")
    groups = in_groups(goal.filled)
    assert [columns[0].group.order for _, columns in groups] == sorted(columns[0].group.order for _, columns in groups)
    assert [column for _, columns in groups for column in columns] == goal.filled


def test_columns_of_a_table_leave_out_the_page_itself(plan: Plan) -> None:
    for linking, rows in named(plan, "Z1").linked:
        chosen = columns_for(rows, linking)
        assert linking not in chosen and 0 < len(chosen) <= 6
        assert rows[0].sheet.identifier is None or rows[0].sheet.identifier in chosen


def test_sheets_with_pages(plan: Plan) -> None:
    assert [(sheet.local, number) for sheet, number in sheets_of(plan, load_model())] == [
        ("chapter", 2),
        ("goal", 3),
        ("measure", 2),
        ("actor", 2),
    ]


@given(st.lists(st.text(max_size=12), max_size=12))
def test_natural_order_is_an_order(keys: list[str]) -> None:
    backwards = keys[::-1]
    assert sorted(backwards, key=natural_key) == sorted(keys, key=natural_key)
    assert sorted(["Z10", "Z2", "z1", "Z2.10", "Z2.9"], key=natural_key) == ["z1", "Z2", "Z2.9", "Z2.10", "Z10"]


# ---------------------------------------------------------------- the tree


def test_the_tree_counts_measures_once(plan: Plan) -> None:
    (top,) = verdict.tree(plan)
    assert [number for _, number in top.counts] == [3, 2]
    (school,) = top.children
    assert [leaf.resource.identifier for leaf in school.leaves] == ["Z1", "Z2", "Z10"]
    assert [leaf.counts[0][1] for leaf in school.leaves] == [2, 1, 0]


def nodes(tree: list[verdict.Node]) -> Iterator[Resource]:
    for node in tree:
        yield node.resource
        yield from nodes(node.children)
        yield from nodes(node.leaves)


@given(st.lists(st.sampled_from(["", "0", "1", "2", "3", "4"]), min_size=5, max_size=5))
def test_no_chapter_is_lost_or_twice_in_any_tangle(tmp_path_factory: pytest.TempPathFactory, above: list[str]) -> None:
    """Whatever the chapters claim to belong to: cycles of any length, chains, several tops."""
    folder = tmp_path_factory.mktemp("tangle")
    chapters = [{"Kennung": str(n), "Übergeordnet": one, "Titel": f"Kapitel {n}"} for n, one in enumerate(above)]
    goals = [{"Kennung": f"Z{n}", "Kapitel": str(n), "Wortlaut": f"Ziel {n}"} for n in range(5)]
    made = loaded(hostile.write(folder, {"plan": [hostile.plan()], "kapitel": chapters, "ziele": goals}))
    shown = [resource.identifier for resource in nodes(verdict.tree(made))]
    assert sorted(shown) == sorted([*map(str, range(5)), *(f"Z{n}" for n in range(5))])
    for resource in made.resources.values():
        assert len(resource.ancestors) <= 6


# ---------------------------------------------------------------- addresses


@given(st.text(min_size=1, max_size=120))
def test_a_slug_is_a_safe_name(key: str) -> None:
    name = slug(key)
    assert 0 < len(name) <= 90
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
    assert not name.startswith(".") and not name.endswith(".")
    assert name.split(".")[0].casefold() not in ("con", "nul", "aux", "prn", "index", "plan")


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_different_keys_have_different_slugs(one: str, other: str) -> None:
    if one != other:
        assert slug(one) != slug(other)


def test_plain_keys_stay_as_they_are() -> None:
    for key in ("Z1.2", "A-LRA", "M_3", "boeblingen-2014"):
        assert slug(key) == key


def test_addresses_differ_where_windows_sees_no_difference(tmp_path: Path) -> None:
    keys = ["a1", "A1", "ä", "Ä", "x/y", "x y", "assets", "..", "index"]
    rows = [{"Kennung": key, "Titel": key} for key in keys]
    made = loaded(hostile.write(tmp_path, {"plan": [hostile.plan("Assets")], "kapitel": rows}))
    addresses = Addresses(several_plans=False)
    addresses.add(made)
    assert addresses.folders[made.iri].casefold() != "assets"
    assert len({path.casefold() for path in addresses.by_iri.values()}) == len(keys) + 1


# ---------------------------------------------------------------- values as HTML


@pytest.fixture
def page(plan: Plan) -> Page:
    addresses = Addresses(several_plans=False)
    addresses.add(plan)
    return Page(Writer("de", "", ("en", "en/"), addresses, load_model(), {}), "probe/goal/Z1.html")


def test_values_in_words(page: Page) -> None:
    assert page.value(Decimal("12.50")) == "12,5"
    assert page.value(date(2016, 5, 1)) == "01.05.2016"
    assert page.value(True) == "ja"
    assert page.value("eins\nzwei") == "eins<br>zwei"
    assert page.value("<b>&") == "&lt;b&gt;&amp;"
    assert page.value(TimeWords("2016-05-01", "2016-05-01", "2016-05-01")) == "01.05.2016"
    assert page.value(TimeWords("laufend", None, None)) == "laufend"
    assert page.value(TimeWords("Ende 2016", "2016-10-01", "2016-12-31")) == (
        '<span title="01.10.2016 – 31.12.2016">Ende 2016</span>'
    )


@pytest.mark.parametrize("text", [*hostile.ADDRESSES, "https://a.b/<c>", 'https://a.b/"c', "ftp://a.b/c", "//a.b/c"])
def test_only_web_addresses_become_links(page: Page, text: str) -> None:
    assert "<a" not in page.value(text)
    assert "<a" not in page.value(Iri(text))


def test_web_addresses_say_that_they_lead_out(page: Page) -> None:
    assert page.value("https://example.org/ä?x=1&y=2#z") == (
        '<a href="https://example.org/ä?x=1&amp;y=2#z" rel="external noreferrer">https://example.org/ä?x=1&amp;y=2#z</a>'
    )


def test_links_between_pages(page: Page, plan: Plan) -> None:
    actor = named(plan, "A1")
    assert page.link(actor) == '<a href="../../probe/actor/A1.html">Landratsamt</a>'
    assert page.link(actor, "LRA") == '<a href="../../probe/actor/A1.html" title="Landratsamt">LRA</a>'
    assert page.link(plan.of("status-report")[0]) in {report.label for report in plan.of("status-report")}
    assert (page.root, page.home, page.other_language) == ("../../", "../../", "../../en/probe/goal/Z1.html")
