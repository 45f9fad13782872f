"""The check of one plan on one page: how many goals are SMART, by letter and by chapter, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ipgraph.model import Concept
from ipgraph.report.groups import RuleGroup, by_rule
from ipgraph.validation.findings import Chapter, Edition, Report, SmartRow
from ipgraph.validation.shapes import SEVERITIES


@dataclass(frozen=True)
class Share:
    """So many of so many goals.

    Args:
        met: number of goals for which it holds.
        goals: number of goals.
    """

    met: int
    goals: int

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, halves up; 0 and 100 only for none and all. None where there are no goals."""
        if not self.goals or self.met in (0, self.goals):
            return 100 * self.met // self.goals if self.goals else None
        return min(max((200 * self.met + self.goals) // (2 * self.goals), 1), 99)


@dataclass(frozen=True)
class Line:
    """A line of the summary: a chapter, or the plan as a whole.

    Args:
        smart: goals that meet all criteria.
        letters: goals that meet each criterion, in the order of the criteria.
        counts: number of findings by severity.
        chapter: the chapter; None for the whole plan and for what belongs to no chapter.
    """

    smart: Share
    letters: tuple[Share, ...]
    counts: Mapping[str, int]
    chapter: Chapter | None = None

    @property
    def goals(self) -> int:
        """Number of goals."""
        return self.smart.goals


@dataclass(frozen=True)
class Summary:
    """What a head of office reads.

    Args:
        plan: the plan; None for findings that belong to no plan.
        criteria: the SMART criteria in their order.
        total: the plan as a whole.
        chapters: one line a chapter, in the order of the chapters.
        loose: goals and findings that belong to no chapter; None if there are none.
        rules: the findings by rule, the worst first.
    """

    plan: Edition | None
    criteria: tuple[Concept, ...]
    total: Line
    chapters: tuple[Line, ...]
    loose: Line | None
    rules: tuple[RuleGroup, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines but the total."""
        return (*self.chapters, *([self.loose] if self.loose else []))

    @cached_property
    def by_iri(self) -> Mapping[str, Chapter]:
        """Chapter by its IRI."""
        return {line.chapter.iri: line.chapter for line in self.chapters if line.chapter}

    @cached_property
    def findings(self) -> int:
        """Number of findings."""
        return sum(self.total.counts.values())


def summarise(report: Report) -> Summary:
    """Sum up the check of one plan.

    A goal is SMART when it meets all criteria of the code list (Doran 1981 names five, as the list does); what
    counts as met, :meth:`Report.smart` says.

    Args:
        report: one of :meth:`Report.parts`.

    Returns:
        Numbers for the plan and for each chapter.
    """
    rows = report.smart()
    known = {chapter.iri for chapter in report.chapters}
    goals: dict[str, list[SmartRow]] = {}
    for row in rows:
        goals.setdefault(row.goal.chapter if row.goal.chapter in known else "", []).append(row)
    counts: dict[str, Counter[str]] = {}
    for finding in report.findings:
        counts.setdefault(finding.chapter if finding.chapter in known else "", Counter())[finding.severity] += 1

    def line(iri: str, chapter: Chapter | None = None) -> Line:
        return _line(report, goals.get(iri, []), counts.get(iri, Counter()), chapter)

    return Summary(
        plan=report.plans[0] if report.plans else None,
        criteria=report.criteria,
        total=_line(report, rows, Counter(report.counts)),
        chapters=tuple(line(chapter.iri, chapter) for chapter in report.chapters),
        loose=line("") if "" in goals or "" in counts else None,
        rules=tuple(by_rule(report)),
    )


def _line(report: Report, rows: Sequence[SmartRow], counts: Counter[str], chapter: Chapter | None = None) -> Line:
    return Line(
        smart=Share(sum(row.met == len(report.criteria) for row in rows), len(rows)),
        letters=tuple(Share(sum(not row.missing[one.iri] for row in rows), len(rows)) for one in report.criteria),
        counts={level: counts[level] for level in SEVERITIES},
        chapter=chapter,
    )
