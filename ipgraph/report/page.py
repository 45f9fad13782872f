"""A report as one page of HTML: to read on a screen, to print on A4, to send by mail. It asks for nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ipgraph.report import words
from ipgraph.report.comparison import Comparison
from ipgraph.report.groups import ChapterGroup, by_chapter
from ipgraph.report.summary import Summary, summarise
from ipgraph.templating import lone_page
from ipgraph.validation.findings import Report, SmartRow
from ipgraph.validation.shapes import SEVERITIES


@dataclass(frozen=True)
class PlanPart:
    """What the page shows of one plan.

    Args:
        key: begins the anchors of this plan: empty if it is the only one.
        summary: its first page.
        comparison: what has changed since the last edition, if there is one.
        chapters: its findings by chapter.
        goals: its SMART matrix.
    """

    key: str
    summary: Summary
    comparison: Comparison | None
    chapters: tuple[ChapterGroup, ...]
    goals: tuple[SmartRow, ...]

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """Where the findings of a chapter stand on the page, by its IRI."""
        numbered = enumerate(self.chapters, start=1)
        return {group.chapter.iri: f"#{self.key}chapter-{number}" for number, group in numbered if group.chapter}


def plan_parts(report: Report, compared: Mapping[str, Comparison]) -> list[PlanPart]:
    """A report plan by plan, as pages show it.

    Args:
        report: the outcome of a check.
        compared: comparison with the last edition by IRI of the plan.

    Returns:
        One part a plan, then one for what belongs to no plan.
    """
    found = report.parts()
    keys = [f"plan{number}-" if len(found) > 1 else "" for number in range(1, len(found) + 1)]
    return [plan_part(part, compared, key) for part, key in zip(found, keys, strict=True)]


def plan_part(part: Report, compared: Mapping[str, Comparison], key: str = "") -> PlanPart:
    """What pages show of one plan.

    Args:
        part: the check of one plan.
        compared: comparison with the last edition by IRI of the plan.
        key: begins the anchors of this plan.

    Returns:
        Summary, comparison and findings by chapter.
    """
    comparison = compared.get(part.plans[0].iri) if part.plans else None
    return PlanPart(key, summarise(part), comparison, tuple(by_chapter(part)), tuple(part.smart()))


def report_page(
    report: Report, compared: Mapping[str, Comparison], lang: str, by: str = "rule", *, smart: bool = False
) -> str:
    """Write a report as one page.

    Args:
        report: the outcome of a check.
        compared: comparison with the last edition by IRI of the plan.
        lang: language of the page.
        by: what comes first, ``rule`` or ``chapter``; the other follows.
        smart: whether to write the SMART matrix, goal by goal, instead of the findings.

    Returns:
        A complete HTML document without scripts that asks for nothing from anywhere.
    """
    order = () if smart else ("chapter", "rule") if by == "chapter" else ("rule", "chapter")
    parts = plan_parts(report, compared)
    outcome = words.outcome(report.counts, lang)
    return render_page("report.html.j2", lang, parts=parts, order=order, smart=smart, outcome=outcome)


def render_page(template: str, lang: str, **values: Any) -> str:
    """Render one of the pages that stand alone.

    Args:
        template: name of the template.
        lang: language of the page.
        values: what the template shows.

    Returns:
        The HTML, with its style sheet inside.
    """
    return lone_page(template, ("report.css", "checked.css"), lang=lang, **{**shared_words(lang), **values})


def shared_words(lang: str) -> dict[str, Any]:
    """What templates that show findings need: sentences and small helpers."""

    def translated(de: str, en: str) -> str:
        return de if lang == "de" else en

    return {"t": translated, "words": words, "weights": SEVERITIES}
