"""A plan compared with its last edition: what has changed for the better or the worse, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipgraph.model import normal
from ipgraph.report.summary import Line, Share, Summary, summarise
from ipgraph.validation.editions import earlier
from ipgraph.validation.findings import Chapter, Edition, Report
from ipgraph.validation.shapes import SEVERITIES


@dataclass(frozen=True)
class Change:
    """A share in two editions.

    Args:
        before: in the last edition; None where it had nothing of the kind.
        now: in this edition.
    """

    before: Share | None
    now: Share

    @property
    def goals(self) -> int | None:
        """Difference in goals; None where the number of goals differs, so that only shares can be compared."""
        same = self.before is not None and self.before.goals == self.now.goals
        return self.now.met - self.before.met if self.before and same else None

    @property
    def points(self) -> int | None:
        """Difference in percentage points of the rounded shares; None where one edition has no goals."""
        if self.before is None or self.before.percent is None or self.now.percent is None:
            return None
        return self.now.percent - self.before.percent


@dataclass(frozen=True)
class ChapterChange:
    """A chapter in two editions.

    Args:
        chapter: the chapter in this edition.
        before: the same chapter in the last edition; None if it is new.
        smart: goals that meet all criteria.
        letters: goals that meet each criterion.
    """

    chapter: Chapter
    before: Chapter | None
    smart: Change
    letters: tuple[Change, ...]


@dataclass(frozen=True)
class RuleChange:
    """How often a rule fired in two editions."""

    code: str
    severity: str
    name: Mapping[str, str]
    before: int
    now: int


@dataclass(frozen=True)
class Comparison:
    """A plan compared with its last edition.

    Args:
        plan: this edition.
        previous: the last edition.
        smart: goals that meet all criteria.
        letters: goals that meet each criterion, in the order of the criteria.
        chapters: the chapters of this edition.
        gone: chapters that only the last edition has.
        counts: number of findings by severity, before and now.
        rules: how often each rule fired, in the order of this edition, then what is no longer found.
    """

    plan: Edition | None
    previous: Edition | None
    smart: Change
    letters: tuple[Change, ...]
    chapters: tuple[ChapterChange, ...]
    gone: tuple[Chapter, ...]
    counts: Mapping[str, tuple[int, int]]
    rules: tuple[RuleChange, ...]

    def of(self, chapter: Chapter | None) -> ChapterChange | None:
        """The change of a chapter of this edition."""
        return next((one for one in self.chapters if one.chapter == chapter), None) if chapter else None


def compare(report: Report, previous: Report) -> Comparison:
    """Compare the check of a plan with that of its last edition.

    Args:
        report: the check of one plan (one of :meth:`Report.parts`).
        previous: the check of its last edition; the two may carry the same Kennung.

    Returns:
        The numbers of both. Chapters are the same if Kennung and title are, else if their title is (numbers change
        hands from edition to edition), else if their Kennung is.
    """
    now, before = summarise(report), summarise(previous)
    pairs = _pairs(now.chapters, before.chapters)
    matched = {old.chapter for _, old in pairs if old}
    return Comparison(
        plan=now.plan,
        previous=before.plan,
        smart=Change(before.total.smart, now.total.smart),
        letters=_letters(now.total, before.total),
        chapters=tuple(_chapter(new, old) for new, old in pairs),
        gone=tuple(line.chapter for line in before.chapters if line.chapter and line.chapter not in matched),
        counts={level: (before.total.counts[level], now.total.counts[level]) for level in SEVERITIES},
        rules=_rules(now, before),
    )


def comparisons(report: Report, previous: Report | None = None) -> dict[str, Comparison]:
    """Compare each plan of a report with its last edition, where there is one.

    Args:
        report: the check of the plans.
        previous: the check of earlier editions; None to look for them in the report itself.

    Returns:
        The comparison by the IRI of the plan. A plan's last edition is the newest one of its district that begins
        before it; where both reports hold a single plan, these two are compared unless they contradict it.
    """
    if previous is not None and len(report.plans) == len(previous.plans) == 1:
        new, old = report.plans[0], previous.plans[0]
        elsewhere = new.district and old.district and new.district != old.district
        later = new.begins and old.begins and new.begins <= old.begins
        return {} if elsewhere or later else {new.iri: compare(report, previous)}
    where = previous or report
    pairs = ((plan, earlier(plan, where.plans)) for plan in report.plans)
    return {plan.iri: compare(report.part(plan), where.part(old)) for plan, old in pairs if old}


def _pairs(now: Sequence[Line], before: Sequence[Line]) -> list[tuple[Line, Line | None]]:
    """Each chapter of this edition with the same of the last one; a chapter is matched only once."""
    left = [line for line in before if line.chapter]
    found: dict[int, Line] = {}
    for key in (_both, _title, _identifier):
        known = {key(line): line for line in reversed(left) if key(line)}
        for number, line in enumerate(now):
            if number not in found and (match := known.pop(key(line), None)):
                found[number] = match
                left.remove(match)
    return [(line, found.get(number)) for number, line in enumerate(now)]


def _both(line: Line) -> str:
    return f"{_identifier(line)}\n{_title(line)}" if _identifier(line) and _title(line) else ""


def _identifier(line: Line) -> str:
    return normal(line.chapter.identifier) if line.chapter else ""


def _title(line: Line) -> str:
    return normal(line.chapter.label) if line.chapter else ""


def _chapter(now: Line, before: Line | None) -> ChapterChange:
    assert now.chapter is not None
    return ChapterChange(
        now.chapter, before.chapter if before else None,
        Change(before.smart if before else None, now.smart), _letters(now, before),
    )  # fmt: skip


def _letters(now: Line, before: Line | None) -> tuple[Change, ...]:
    return tuple(Change(before.letters[n] if before else None, share) for n, share in enumerate(now.letters))


def _rules(now: Summary, before: Summary) -> tuple[RuleChange, ...]:
    counts = {group.code: len(group.findings) for group in before.rules}
    here = [RuleChange(g.code, g.severity, g.name, counts.get(g.code, 0), len(g.findings)) for g in now.rules]
    codes = {group.code for group in now.rules}
    gone = [RuleChange(g.code, g.severity, g.name, len(g.findings), 0) for g in before.rules if g.code not in codes]
    return (*here, *gone)
