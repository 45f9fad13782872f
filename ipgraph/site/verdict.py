"""The outcome of a check as the pages show it: beside each resource, goal by goal, and the plan as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ipgraph.browse import Plan, Resource
from ipgraph.model import Text
from ipgraph.report.comparison import Comparison
from ipgraph.report.groups import grouped
from ipgraph.report.page import PlanPart, plan_part
from ipgraph.validation.findings import Edition, Finding, Report, SmartRow


@dataclass(frozen=True)
class Letter:
    """One criterion of one goal."""

    letter: str
    name: Text
    met: bool


@dataclass(frozen=True)
class Verdict:
    """All that a check says about one plan.

    Args:
        report: the check of this plan alone.
        part: its summary and its findings in groups.
        letters: the criteria of each goal, by its IRI.
        by_focus: the findings by the IRI of their resource; empty for those without one.
    """

    report: Report
    part: PlanPart
    letters: Mapping[str, tuple[Letter, ...]]
    by_focus: Mapping[str, list[Finding]]


@dataclass(frozen=True)
class Node:
    """A chapter in the tree of the plan, or a goal as its leaf."""

    resource: Resource
    counts: list[tuple[Text, int]]
    children: list[Node] = field(default_factory=list)
    leaves: list[Node] = field(default_factory=list)


def of(plan: Edition, report: Report, compared: Mapping[str, Comparison]) -> Verdict:
    """Pick out of a report what belongs to one plan.

    Args:
        plan: the plan.
        report: the check of all plans that were read.
        compared: comparison with the last edition by IRI of the plan.

    Returns:
        What the pages of this plan show; what belongs to no plan is shown with each.
    """
    loose = tuple(finding for finding in report.findings if not finding.plan) if len(report.plans) > 1 else ()
    mine = report.part(plan)
    part = replace(mine, findings=mine.findings + loose)
    return Verdict(
        report=part,
        part=plan_part(part, compared),
        letters={row.goal.iri: _letters(part, row) for row in part.smart()},
        by_focus=grouped(part.findings, lambda finding: finding.focus or ""),
    )


def _letters(report: Report, row: SmartRow) -> tuple[Letter, ...]:
    return tuple(Letter(one.notation, one.label, not row.missing[one.iri]) for one in report.criteria)


# ---------------------------------------------------------------------- the plan as a tree


def tree(plan: Plan) -> list[Node]:
    """The chapters of a plan with their sub-chapters and goals.

    A chapter in a cycle of chapters has no top; such chapters are listed at the end, so that none is lost.
    """
    chapters = plan.of("chapter")
    inside: dict[Resource | None, list[Resource]] = {}
    for resource in [*chapters, *plan.of("goal")]:
        inside.setdefault(resource.container, []).append(resource)
    placed: set[Resource] = set()

    def node(chapter: Resource) -> Node:
        placed.add(chapter)
        members = inside.get(chapter, [])
        children = [node(one) for one in members if one.sheet is chapter.sheet and one not in placed]
        leaves = [_leaf(one) for one in members if one.sheet is not chapter.sheet]
        placed.update(leaf.resource for leaf in leaves)
        return Node(chapter, _counts([*leaves], children), children, leaves)

    nodes = [node(chapter) for chapter in chapters if chapter.container is None]
    nodes += [node(chapter) for chapter in chapters if chapter not in placed]
    loose = [_leaf(goal) for goal in plan.of("goal") if goal not in placed]
    return nodes + loose


def _leaf(goal: Resource) -> Node:
    return Node(goal, [({"de": "Maßnahmen", "en": "measures"}, len(_measures(goal)))])


def _measures(goal: Resource) -> set[Resource]:
    return {row for rows in goal.incoming.values() for row in rows if row.sheet.local == "measure"}


def _counts(leaves: list[Node], children: list[Node]) -> list[tuple[Text, int]]:
    goals = {leaf.resource for leaf in _all_leaves(leaves, children)}
    measures = {measure for goal in goals for measure in _measures(goal)}
    return [({"de": "Ziele", "en": "goals"}, len(goals)), ({"de": "Maßnahmen", "en": "measures"}, len(measures))]


def _all_leaves(leaves: list[Node], children: list[Node]) -> list[Node]:
    return leaves + [leaf for child in children for leaf in _all_leaves(child.leaves, child.children)]
