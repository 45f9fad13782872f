"""Findings put together as people work through them: by rule and by chapter, the worst first, nothing said twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from ipgraph.errors import Place
from ipgraph.ingest.values import natural_key
from ipgraph.model import Text
from ipgraph.validation.findings import Chapter, Finding, Report
from ipgraph.validation.shapes import gravity

T = TypeVar("T")
K = TypeVar("K")
FEWEST_WORDS = 3
"""How many words several sentences must share, so that one of them can be said for all."""
GAP = "…"


@dataclass(frozen=True)
class Case:
    """Findings of one rule that say the same and read the same when put right.

    Args:
        part: what sets their sentence apart from those of the other cases, by language; empty where nothing does.
        example: how the entry could read, by language.
        findings: the findings, in order.
    """

    part: Text
    example: Text
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class RuleGroup:
    """All findings of one rule.

    Args:
        code: code of the rule.
        severity: its weight.
        name: its short name, by language.
        why: why it is there, by language; empty if the rule does not say.
        message: the sentence that all findings share, with … where they differ; empty if they share too little.
        example: how an entry could read, by language, where all findings have the same example.
        cases: the findings, those with the same sentence together, the most frequent first.
    """

    code: str
    severity: str
    name: Text
    why: Text
    message: Text
    example: Text
    cases: tuple[Case, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the rule."""
        return tuple(finding for case in self.cases for finding in case.findings)

    @cached_property
    def file(self) -> str:
        """The file in which all findings stand; empty if there are several."""
        files = {finding.place.file if finding.place else "" for finding in self.findings}
        return files.pop() if len(files) == 1 else ""

    @cached_property
    def spot(self) -> Place | None:
        """The part of the source in which all findings stand; None if there are several."""
        spots = {spot(finding) for finding in self.findings}
        return spots.pop() if len(spots) == 1 else None


@dataclass(frozen=True)
class ChapterGroup:
    """All findings of one chapter.

    Args:
        chapter: the chapter; None for what belongs to no chapter.
        rows: the findings, those of the same resource together, in the order of their Kennungen.
    """

    chapter: Chapter | None
    rows: tuple[tuple[Finding, ...], ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the chapter."""
        return tuple(finding for row in self.rows for finding in row)


def by_rule(report: Report) -> list[RuleGroup]:
    """The findings of a report by rule: the gravest first, then the most frequent.

    Args:
        report: the outcome of a check.

    Returns:
        One group a rule; every finding stands in exactly one case of one group.
    """
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.code, finding.severity].append(finding)
    groups = [_rule_group(report, members) for members in found.values()]
    return sorted(groups, key=lambda group: (gravity(group.severity), -len(group.findings), group.code))


def by_chapter(report: Report) -> list[ChapterGroup]:
    """The findings of a report by chapter, in the order of the chapters; what belongs to none comes last.

    Args:
        report: the outcome of a check.

    Returns:
        One group for each chapter that has findings; every finding stands in exactly one.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    known = {chapter.iri for chapter in report.chapters}
    for finding in report.findings:
        found[finding.chapter if finding.chapter in known else ""].append(finding)
    groups = [ChapterGroup(chapter, _rows(found[chapter.iri])) for chapter in report.chapters if found[chapter.iri]]
    return [*groups, *([ChapterGroup(None, _rows(found[""]))] if found[""] else [])]


def spot(finding: Finding) -> Place | None:
    """The file, sheet and column of a finding, whatever its row; None if its place is not known."""
    return replace(finding.place, row=None) if finding.place else None


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Items by key, in the order in which the keys first occur."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


# ---------------------------------------------------------------------- one rule


def _rule_group(report: Report, findings: Sequence[Finding]) -> RuleGroup:
    first = findings[0]
    rule = report.rules.get(first.code)
    said = grouped(findings, lambda one: (tuple(sorted(one.message.items())), tuple(sorted(one.example.items()))))
    message, parts = _shared([dict(sentence) for sentence, _ in said])
    examples = {example for _, example in said}
    example = dict(examples.pop()) if len(examples) == 1 else {}
    cases = [
        Case(part, {} if example else dict(own), tuple(members))
        for ((_, own), members), part in zip(said.items(), parts, strict=True)
    ]
    return RuleGroup(
        first.code, first.severity, first.rule_name, rule.description if rule else {}, message, example,
        tuple(sorted(cases, key=lambda case: -len(case.findings))),
    )  # fmt: skip


def _shared(messages: Sequence[Text]) -> tuple[Text, list[Text]]:
    """What all sentences share, and what sets each apart, by language; nothing shared: each sentence as a whole."""
    by_language = {lang: _frame([message[lang] for message in messages]) for lang in messages[0]}
    if not all(by_language.values()):
        return {}, list(messages)
    frames = {lang: found for lang, found in by_language.items() if found}
    shared = {lang: sentence for lang, (sentence, _) in frames.items()}
    return shared, [{lang: parts[number] for lang, (_, parts) in frames.items()} for number in range(len(messages))]


def _frame(sentences: Sequence[str]) -> tuple[str, list[str]] | None:
    """The sentence with … for the words in which it differs, and those words; None if too few words are the same."""
    if len(set(sentences)) == 1:
        return sentences[0], [""] * len(sentences)
    pieces = [_pieces(sentence) for sentence in sentences]
    shortest = min(map(len, pieces))
    head = _same(pieces, shortest)
    tail = _same([one[::-1] for one in pieces], shortest - head)
    before, after = "".join(pieces[0][:head]), "".join(pieces[0][len(pieces[0]) - tail :])
    if len(re.findall(r"\w+", before + after)) < FEWEST_WORDS:
        return None
    return before + GAP + after, ["".join(one[head : len(one) - tail]).strip(" ;,") for one in pieces]


def _pieces(sentence: str) -> list[str]:
    """The words of a sentence and what stands between them; what stands in quotes or brackets counts as one word."""
    return re.findall(r"\([^()]*\)|„[^“]*“|“[^”]*”|\s+|[^\s„“”()]+|.", sentence)


def _same(words: Sequence[Sequence[str]], most: int) -> int:
    """How many words from the beginning are the same in all."""
    return next((n for n in range(most) if len({one[n] for one in words}) > 1), most)


# ---------------------------------------------------------------------- one chapter


def _rows(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Findings of the same resource together, the worst first; resources in the order of their Kennungen."""
    rows = grouped(findings, lambda one: one.focus or f"{one.cell()} {one.message['de']}")
    worst_first = [tuple(sorted(row, key=lambda one: gravity(one.severity))) for row in rows.values()]
    return tuple(sorted(worst_first, key=lambda row: (not row[0].identifier, natural_key(row[0].identifier))))
