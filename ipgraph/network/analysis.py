"""What the networks of a plan show, as a workbook: what stands out, who takes part where, a table for experts.

Figures about single bodies stand on the last sheet alone: they are for those who know what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from ipgraph import resources
from ipgraph.network import findings
from ipgraph.network.asking import Asked
from ipgraph.network.findings import Finding
from ipgraph.network.findings.goals import Lack
from ipgraph.network.lists import Cell, ListSheet, lists_workbook

_WIDE = 90


def analysis_workbook(asked: Asked, lang: str = "de") -> bytes:
    """Write the analysis of a plan.

    Args:
        asked: the plan and its answers.
        lang: language of the workbook.

    Returns:
        Content of an ``.xlsx`` file, the same bytes every time.
    """
    said, about = words(), asked.about(lang)
    heads = {name: text[lang] for name, text in said["heads"].items()}
    rows = [
        [said["questions"][one.kind][lang], one.text[lang], said["reasons"][one.reason][lang] if one.reason else ""]
        for one in all_findings(asked)
    ]
    columns = [(heads["question"], 34), (heads["finding"], _WIDE), (heads["reason"], 24)]
    sheets = [
        ListSheet(said["sheets"]["findings"][lang], columns, rows),
        _coverage(asked, "kind", lang),
        _coverage(asked, "town", lang),
        _positions(asked, lang),
        ListSheet(
            said["sheets"]["about"][lang], [(heads["about"], _WIDE)], [[line] for line in about.values() if line]
        ),
    ]
    return lists_workbook(sheets, about)


def all_findings(asked: Asked) -> Iterable[Finding]:
    """All findings about a plan, question after question.

    Args:
        asked: the plan and its answers.

    Returns:
        Of the pairs that should talk, each body is in at most three.
    """
    actors, goals = asked.actors, asked.goals
    yield from findings.overlaps(actors)
    yield from findings.should_talk(actors, most=3)
    yield from findings.fragmented_goals(goals)
    yield from findings.goals_without_measure(goals)
    yield from findings.goals_without_actor(goals)
    yield from findings.goals_without_lead(goals)
    for lack in get_args(Lack):
        yield from findings.chapters_without(goals, lack)
    yield from findings.single_actor_goals(goals)
    yield from findings.isolated(actors)
    yield from findings.bridges(actors)
    yield from findings.cut_points(actors)
    yield from findings.brokers(goals)
    grouping = findings.groups_and_chapters(actors)
    yield Finding("groups_and_chapters", (), grouping.share, grouping.text)


def words() -> dict[str, Any]:
    """The words of the workbook."""
    return resources.words("findings.words.toml")


def _coverage(asked: Asked, by: findings.By, lang: str) -> ListSheet:
    """Kinds of actor or towns against chapters: how many bodies take part."""
    found = asked.coverage(by)
    columns = [(words()["heads"][by][lang], 28), *((f"{n} {title}".strip(), 18) for n, title in found.columns.values())]
    rows: list[list[Cell]] = [
        [label[lang], *(found.cells[row, chapter] for chapter in found.columns)] for row, label in found.rows.items()
    ]
    return ListSheet(words()["sheets"][by][lang], columns, rows, gaps=True)


def _positions(asked: Asked, lang: str) -> ListSheet:
    """Where each actor stands, for experts."""
    names = ("key", "body", "partners", "betweenness", "constraint", "effective", "core", "group", "words")
    widths = (14, 34, 12, 14, 14, 14, 10, 12, _WIDE)
    columns = [(words()["heads"][name][lang], width) for name, width in zip(names, widths, strict=True)]
    rows: list[list[Cell]] = []
    for one in findings.positions(asked.actors):
        who = asked.actors.nodes[one.actor]
        figures = (one.partners, one.betweenness, one.constraint, one.effective, one.core, one.group or None)
        rows.append([who["identifier"], who["name"], *figures, one.text[lang]])
    return ListSheet(words()["sheets"]["positions"][lang], columns, rows)
