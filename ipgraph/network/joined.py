"""The tables of a plan, joined: what every network is built from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Protocol

from ipgraph.ingest.values import natural_key
from ipgraph.model import Text
from ipgraph.namespaces import local_name

Row = Mapping[str, Any]


class HasRows(Protocol):
    """Anything with rows as dictionaries, such as a result table."""

    def dicts(self) -> Iterable[Row]:
        """Rows by name of column."""
        ...


Tables = Mapping[str, Iterable[Row] | HasRows]
"""Results by id of query: :data:`TABLES`, and where they were asked :data:`MORE`."""

TABLES = ("network-actors", "network-goals", "network-measures", "network-cooperations")
"""The queries that every network needs."""

MORE = ("network-target-groups", "cross-references", "no-measures", "no-measures-en")
"""What makes them say more: target groups, measures that refer to each other, why there are none (both languages)."""

LEAD, PARTICIPANT, FUNDER = "lead", "participant", "funder"

NOT_STATED: Text = {"de": "ohne Angabe", "en": "not stated"}


@dataclass
class Plan:
    """The tables, joined; each part is sorted as people read it.

    Args:
        actors: what is known of each actor, by IRI.
        goals: of each goal, with its chapter, its sub-chapter and its target groups.
        chapters: the top chapters that have goals.
        sections: the sub-chapters (or chapters) that goals hang on, with their top chapter.
        measures: of each measure, with the goals it serves.
        cooperations: of each co-operation, with its actors.
        roles: for each measure its actors with their strongest role.
        references: pairs of measures of which one refers to the other, smaller IRI first.
        without_measures: goals and chapters without measures, with the reason that the plan gives.
    """

    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    goals: dict[str, dict[str, Any]] = field(default_factory=dict)
    chapters: dict[str, dict[str, Any]] = field(default_factory=dict)
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    cooperations: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    references: frozenset[tuple[str, str]] = frozenset()
    without_measures: list[dict[str, Any]] = field(default_factory=list)

    def working(self, measure: str) -> list[str]:
        """The actors that are responsible for a measure or involved in it; giving money alone is no work on it."""
        return [actor for actor, role in self.roles.get(measure, {}).items() if role != FUNDER]

    def actors_by_goal(self) -> dict[str, set[str]]:
        """The actors that work on each goal."""
        found: dict[str, set[str]] = {goal: set() for goal in self.goals}
        for measure, row in self.measures.items():
            for goal in row["goals"]:
                found[goal].update(self.working(measure))
        return found


def join(tables: Tables) -> Plan:
    """Join the tables; a row that is there twice (a faulty plan) counts once, the first value wins.

    Args:
        tables: results by id of query.

    Returns:
        The plan.
    """
    plan = Plan()
    for row in rows(tables, "network-actors"):
        plan.actors.setdefault(text(row["actor"]), _actor(row))
    for row in rows(tables, "network-goals"):
        _goal(plan, row)
    for row in rows(tables, "network-target-groups"):
        if (goal := text(row["goal"])) in plan.goals:
            plan.goals[goal]["groups"].append(_both(row, "group_label", {"de": "", "en": ""}))
    for row in rows(tables, "network-measures"):
        _measure(plan, row)
    for row in rows(tables, "network-cooperations"):
        values = {
            key: text(row.get(key))
            for key in ("identifier", "form", "topic", "begin", "end", "first", "last", "evidence")
        }
        entry = plan.cooperations.setdefault(text(row["cooperation"]), {**values, "actors": []})
        if (actor := text(row.get("actor"))) in plan.actors and actor not in entry["actors"]:
            entry["actors"].append(actor)
    ends = ((text(row.get("source")), text(row.get("target"))) for row in rows(tables, "cross-references"))
    plan.references = frozenset(
        (min(pair), max(pair)) for pair in ends if pair[0] != pair[1] and set(pair) <= plan.measures.keys()
    )
    plan.without_measures = _reasons(tables)
    plan.actors = dict(sorted(plan.actors.items(), key=lambda item: (item[1]["name"].casefold(), item[0])))
    plan.goals = _in_order(plan.goals, "number")
    plan.chapters, plan.sections, plan.measures = (
        _in_order(part, "identifier") for part in (plan.chapters, plan.sections, plan.measures)
    )
    return plan


def _in_order(part: dict[str, dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return dict(sorted(part.items(), key=lambda item: (natural_key(item[1][key]), item[0])))


def pairs(actors: Iterable[str]) -> Iterable[tuple[str, str]]:
    """All pairs of some actors, each once and in order."""
    return combinations(sorted(set(actors)), 2)


def short_number(identifier: str, number: str = "") -> str:
    """What stands on the tile of a goal: unique in the plan and short (``Z-1.2.3`` becomes 1.2.3).

    Args:
        identifier: Kennung.
        number: number as printed; plans often count anew in each sub-chapter, so it serves only without a Kennung.
    """
    match = re.fullmatch(r"[^\W\d]{0,5}[-_ ]?(\d[\d.]*)", identifier)
    return match[1] if match else identifier or number


def rows(tables: Tables, name: str) -> Iterable[Row]:
    """The rows of a table; none where it was not asked."""
    table = tables.get(name, ())
    return table.dicts() if hasattr(table, "dicts") else table


def text(value: object) -> str:
    """A value as text, empty for none."""
    return "" if value is None else str(value)


def _both(row: Row, name: str, missing: Text) -> Text:
    """A label in both languages; the German one serves where there is no English one."""
    german = text(row.get(name))
    return {"de": german or missing["de"], "en": text(row.get(f"{name}_en")) or german or missing["en"]}


def _actor(row: Row) -> dict[str, Any]:
    return {
        "type": "actor",
        "identifier": text(row.get("identifier")),
        "name": text(row.get("name")),
        "short": text(row.get("short_name")),
        "kind": text(row.get("kind")),
        "kind_label": _both(row, "kind_label", NOT_STATED),
        "symbol": text(row.get("kind_symbol")) or "?",
        "colour": text(row.get("kind_colour")) or "#FFFFFF",
        "position": int(row.get("kind_position") or 999),
        "level": text(row.get("level")),
        "level_label": _both(row, "level_label", NOT_STATED),
        "town": text(row.get("municipality")),
    }


def _goal(plan: Plan, row: Row) -> None:
    chapter, section = text(row.get("chapter")), text(row.get("section"))
    if chapter:
        part = {"identifier": text(row.get("chapter_identifier")), "title": text(row.get("chapter_title"))}
        plan.chapters.setdefault(chapter, part)
    if section:
        part = {"identifier": text(row.get("section_identifier")), "title": text(row.get("section_title"))}
        plan.sections.setdefault(section, {**part, "chapter": chapter})
    goal: dict[str, Any] = {
        "type": "goal",
        "identifier": text(row.get("identifier")),
        "number": short_number(text(row.get("identifier")), text(row.get("number"))),
        "wording": text(row.get("wording")),
        "page": row.get("page"),
        "chapter": chapter,
        "section": text(row.get("section_title")),
        "section_iri": section,
        "groups": [],
    }
    plan.goals.setdefault(text(row["goal"]), goal)


def _measure(plan: Plan, row: Row) -> None:
    iri = text(row["measure"])
    words = {key: text(row.get(key)) for key in ("identifier", "wording", "first", "last")}
    measure = plan.measures.setdefault(iri, {**words, "page": row.get("page"), "goals": []})
    named = plan.roles.setdefault(iri, {})
    if (goal := text(row.get("goal"))) in plan.goals and goal not in measure["goals"]:
        measure["goals"].append(goal)
    if (actor := text(row.get("actor"))) in plan.actors:
        role = local_name(text(row.get("role")))
        strength = (FUNDER, PARTICIPANT, LEAD)
        named[actor] = max(named.get(actor, FUNDER), role if role in strength else PARTICIPANT, key=strength.index)


def _reasons(tables: Tables) -> list[dict[str, Any]]:
    """What has no measures and why, in both languages."""
    english: dict[tuple[str, str], Row] = defaultdict(dict)
    english |= {(text(row["part"]), text(row.get("reason"))): row for row in rows(tables, "no-measures-en")}
    found = []
    for row in rows(tables, "no-measures"):
        other = english[text(row["part"]), text(row.get("reason"))]
        entry: dict[str, Any] = {
            key: text(row.get(key)) for key in ("part", "kind", "identifier", "title", "chapter", "reason")
        }
        for name in ("reason_label", "who"):
            entry[name] = {"de": text(row.get(name)), "en": text(other.get(name)) or text(row.get(name))}
        found.append({**entry, "page": row.get("page")})
    return found
