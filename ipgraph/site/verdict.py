"""The outcome of a check as the pages show it: by rule, by resource, by SMART criterion and chapter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from ipgraph.browse import Plan, Resource
from ipgraph.model import Concept, Text
from ipgraph.site.charts import Series, bar_chart
from ipgraph.validation.findings import Finding, Report, RuleSummary, SmartRow
from ipgraph.validation.shapes import SEVERITIES

SEVERAL: dict[str, Text] = {
    "violation": {"de": "Fehler", "en": "errors"},
    "warning": {"de": "Warnungen", "en": "warnings"},
    "info": {"de": "Hinweise", "en": "notes"},
}
"""The weights of findings in the plural."""


@dataclass(frozen=True)
class Letter:
    """One criterion of one goal."""

    letter: str
    name: Text
    met: bool


@dataclass(frozen=True)
class MatrixRow:
    """One goal in the SMART matrix."""

    goal: Resource
    letters: tuple[Letter, ...]
    met: int
    missing: dict[str, list[str]]


@dataclass(frozen=True)
class ChapterRow:
    """How many of a chapter's goals meet each criterion, in per cent."""

    chapter: Resource
    goals: int
    shares: tuple[int, ...]


@dataclass(frozen=True)
class Smart:
    """How SMART the goals of one plan are."""

    criteria: tuple[Concept, ...]
    rows: tuple[MatrixRow, ...]
    chapters: tuple[ChapterRow, ...]
    sentence: Text
    chart: dict[str, Markup]

    @property
    def letters(self) -> dict[str, tuple[Letter, ...]]:
        """The criteria of each goal, by its IRI."""
        return {row.goal.iri: row.letters for row in self.rows}


@dataclass(frozen=True)
class Verdict:
    """All that a check says about one plan."""

    smart: Smart
    rules: list[RuleSummary]
    severities: list[tuple[str, int, Text]]
    by_focus: dict[str, list[Finding]]


@dataclass(frozen=True)
class Node:
    """A chapter in the tree of the plan, or a goal as its leaf."""

    resource: Resource
    counts: list[tuple[Text, int]]
    children: list[Node] = field(default_factory=list)
    leaves: list[Node] = field(default_factory=list)


def of(plan: Plan, report: Report) -> Verdict:
    """Pick out of a report what belongs to one plan.

    Args:
        plan: the plan.
        report: the check of all plans that were read.

    Returns:
        Findings by rule and by resource, numbers by severity, and the SMART matrix.
    """
    mine = tuple(finding for finding in report.findings if finding.plan in ("", plan.iri))
    by_focus: dict[str, list[Finding]] = {}
    for finding in mine:
        by_focus.setdefault(finding.focus or "", []).append(finding)
    part = Report(mine, tuple(goal for goal in report.goals if goal.plan == plan.iri), report.criteria)
    severities = [(level, part.counts[level], SEVERAL[level]) for level in SEVERITIES]
    return Verdict(_smart(plan, part), part.summary(), severities, by_focus)


def _smart(plan: Plan, report: Report) -> Smart:
    rows = tuple(_matrix_row(plan.resources[row.goal.iri], row, report.criteria) for row in report.smart())
    met = [sum(row.letters[index].met for row in rows) for index in range(len(report.criteria))]
    all_met = sum(row.met == len(report.criteria) for row in rows)
    sentence = {
        "de": f"{all_met} von {len(rows)} Zielen erfüllen alle {len(report.criteria)} Kriterien.",
        "en": f"{all_met} of {len(rows)} goals meet all {len(report.criteria)} criteria.",
    }
    charts = {
        lang: bar_chart(
            [f"{criterion.notation} – {criterion.label[lang]}" for criterion in report.criteria],
            [
                Series({"de": "erfüllt", "en": "met"}[lang], tuple(map(float, met))),
                Series({"de": "offen", "en": "open"}[lang], tuple(float(len(rows) - number) for number in met)),
            ],
            {"de": "SMART-Kriterien der Ziele", "en": "SMART criteria of the goals"}[lang],
            lang,
        )
        for lang in ("de", "en")
    }
    return Smart(report.criteria, rows, tuple(_by_chapter(rows, len(report.criteria))), sentence, charts)


def _matrix_row(goal: Resource, row: SmartRow, criteria: Iterable[Concept]) -> MatrixRow:
    letters = tuple(Letter(one.notation, one.label, not row.missing[one.iri]) for one in criteria)
    return MatrixRow(goal, letters, row.met, {lang: row.words(lang) for lang in ("de", "en")})


def _by_chapter(rows: Sequence[MatrixRow], criteria: int) -> Iterable[ChapterRow]:
    """Shares for each top chapter, its sub-chapters included."""
    grouped: dict[Resource, list[MatrixRow]] = {}
    for row in rows:
        top = next(iter(row.goal.ancestors), None)
        if top:
            grouped.setdefault(top, []).append(row)
    for chapter, members in grouped.items():
        met = (sum(row.letters[index].met for row in members) for index in range(criteria))
        yield ChapterRow(chapter, len(members), tuple(round(100 * number / len(members)) for number in met))


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
