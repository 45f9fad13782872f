"""What a network page needs besides the networks: level, target group and years for its filters, roles in measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ipgraph.network import FUNDER, LEAD, PARTICIPANT, Row, Tables

Text = dict[str, str]
Years = tuple[int | None, int | None]
"""First and last year; None where it is open."""

QUERIES = ("network-target-groups",)
"""The queries that the filters need besides those of the networks."""


@dataclass
class Facets:
    """Values by IRI of what they are of.

    Args:
        levels: code and label of the level of an actor.
        groups: codes and labels of the target groups of a goal.
        years: when a measure or a co-operation runs; those without a date are missing.
        roles: actors of a measure with their strongest role.
    """

    levels: dict[str, tuple[str, Text]] = field(default_factory=dict)
    groups: dict[str, dict[str, Text]] = field(default_factory=lambda: defaultdict(dict))
    years: dict[str, Years] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


def facets(tables: Tables) -> Facets:
    """Collect what the filters look at.

    Args:
        tables: results by id of query.

    Returns:
        The values; a filter whose columns are missing has none.
    """
    found = Facets()
    for row in rows(tables, "network-actors"):
        if row.get("level"):
            found.levels.setdefault(str(row["actor"]), (_code(row["level"]), _label(row, "level_label")))
    for row in rows(tables, "network-target-groups"):
        found.groups[str(row["goal"])].setdefault(_code(row["group"]), _label(row, "group_label"))
    for query, column in (("network-measures", "measure"), ("network-cooperations", "cooperation")):
        for row in rows(tables, query):
            years = (_year(row.get("first")), _year(row.get("last")))
            if years != (None, None):
                found.years.setdefault(str(row[column]), years)
    strength = (FUNDER, PARTICIPANT, LEAD)
    for row in rows(tables, "network-measures"):
        if row.get("actor"):
            role, known = _code(row.get("role")), found.roles[str(row["measure"])]
            named = role if role in strength else PARTICIPANT
            known[str(row["actor"])] = max(known.get(str(row["actor"]), FUNDER), named, key=strength.index)
    return found


def rows(tables: Tables, name: str) -> Iterable[Row]:
    """The rows of a result, whether it is a table or a list; none where it is missing."""
    table = tables.get(name, ())
    return table.dicts() if hasattr(table, "dicts") else table


def _label(row: Row, column: str) -> Text:
    german = str(row.get(column) or "")
    return {"de": german, "en": str(row.get(f"{column}_en") or german)}


def _code(iri: object) -> str:
    return str(iri).rpartition("/")[2]


def _year(day: object) -> int | None:
    return int(str(day)[:4]) if day else None
