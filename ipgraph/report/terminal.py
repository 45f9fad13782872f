"""A report to read on a terminal or in a text file: the summary first, then rule by rule or chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from ipgraph.report import words
from ipgraph.report.comparison import Comparison
from ipgraph.report.drawing import NO_BREAK, Grid, Part, Say, drawn
from ipgraph.report.groups import Case, ChapterGroup, RuleGroup, by_chapter, grouped, spot
from ipgraph.report.summary import Line, Summary, summarise
from ipgraph.validation.findings import Finding, Report, SmartRow
from ipgraph.validation.shapes import SEVERITIES

MET, MISSED = "✓", "–"
MOST_PLACES = 50
"""How many places of a rule, or of a chapter, the text names; the other formats name all."""
LABEL = 60
"""How much of a label stands beside a Kennung."""
STYLES = {"violation": "bold red", "warning": "bold yellow", "info": "bold cyan"}


def findings_text(report: Report, compared: Mapping[str, Comparison], lang: str, by: str, terminal: bool) -> str:
    """Write the findings as text.

    Args:
        report: the outcome of a check.
        compared: comparison with the last edition by IRI of the plan.
        lang: language of the sentences.
        by: ``rule`` or ``chapter``.
        terminal: whether it is drawn for a terminal, in its width and with several places in a line; else each
            finding is one line, easy to search.

    Returns:
        The text, ending in a line break.
    """
    return drawn(_report(report, compared, lang, by, terminal), terminal)


def smart_text(report: Report, lang: str, terminal: bool) -> str:
    """Write the SMART matrix as text, goal by goal."""
    return drawn(_matrix(report, lang), terminal)


def _report(report: Report, compared: Mapping[str, Comparison], lang: str, by: str, terminal: bool) -> Iterator[Part]:
    parts = [(part, summarise(part)) for part in report.parts()]
    if len(parts) > 1:
        yield _grid([(words.plan_words(one.plan, lang), one.total) for _, one in parts], parts[0][1], lang, "plan")
    for part, summary in parts:
        yield from _summary(summary, compared.get(summary.plan.iri) if summary.plan else None, lang)
        if by == "chapter":
            for chapter in by_chapter(part):
                yield from _chapter(chapter, lang)
        else:
            for rule in summary.rules:
                yield from _rule(rule, report, lang, terminal)
    if report.findings:
        yield Say("")
        yield Say(words.outcome(report.counts, lang), style="bold")


# ---------------------------------------------------------------------- the summary


def _summary(summary: Summary, comparison: Comparison | None, lang: str) -> Iterator[Part]:
    if summary.plan:
        yield Say(words.plan_words(summary.plan, lang), style="bold")
        if summary.plan.fictional:
            yield Say(words.FICTIONAL[lang])
        yield Say(words.smart_sentence(summary, lang))
    else:
        yield Say(words.NO_PLAN[lang], style="bold")
    yield Say(words.outcome(summary.total.counts, lang))
    if len(summary.rules) > 1:
        yield Say(words.first_rules(summary, lang))
    if comparison:
        yield Say(words.comparison_title(comparison, lang) + ":")
        yield from (Say(sentence, 2) for sentence in words.comparison_sentences(comparison, summary, lang))
    if summary.lines and (summary.total.goals or summary.findings):
        total = {"de": "Alle", "en": "All"}[lang]
        rows = [(words.chapter_words(line.chapter, lang), line) for line in summary.lines] + [(total, summary.total)]
        yield _grid(rows, summary, lang, "chapter")


def _grid(rows: Iterable[tuple[str, Line]], summary: Summary, lang: str, kind: str) -> Grid:
    letters = [criterion.notation for criterion in summary.criteria]
    first = {
        "chapter": {"de": "Kapitel", "en": "Chapter"},
        "plan": {"de": "Plan", "en": "Plan"},
    }[kind][lang]
    titles = (first, {"de": "Ziele", "en": "Goals"}[lang], "SMART", *letters, *(w[lang] for w in SEVERITIES.values()))
    return Grid(titles, tuple((name, *_figures(line, lang)) for name, line in rows), total=kind == "chapter")


def _figures(line: Line, lang: str) -> Iterator[str]:
    yield str(line.goals)
    yield from (words.percent(share, lang) for share in (line.smart, *line.letters))
    yield from (str(number) for number in line.counts.values())


# ---------------------------------------------------------------------- rule by rule


def _rule(rule: RuleGroup, report: Report, lang: str, terminal: bool) -> Iterator[Part]:
    yield Say("")
    weight = SEVERITIES[rule.severity][lang]
    yield Say(f"{rule.code} {rule.name[lang]} ({weight}, {len(rule.findings)})", style=STYLES[rule.severity])
    if rule.message:
        yield Say(rule.message[lang], 2)
    if rule.why:
        yield Say(f"{words.WHY[lang]}: {rule.why[lang]}", 2)
    if rule.example:
        yield Say(_example(rule.example[lang], lang), 2, "green")
    several = len(rule.cases) * 2 <= len(rule.findings) or len(rule.cases) == 1
    if terminal and several:
        yield from _enumerated(rule.cases, report, lang)
    else:
        yield from _listed(rule.cases, lang)


def _example(text: str, lang: str) -> str:
    return f"{words.EXAMPLE[lang]}: {text}"


def _listed(cases: Sequence[Case], lang: str) -> Iterator[Part]:
    """A finding a line; an example stands with the first finding that has it."""
    found = [(finding, case) for case in cases for finding in case.findings]
    told: set[str] = set()
    for finding, case in found[:MOST_PLACES]:
        line = ": ".join(filter(None, (_name(finding), finding.cell(lang), words.apart(finding, case, lang))))
        example = case.example.get(lang, "")
        addition = f" ({_example(example, lang)})" if example and example not in told else ""
        told.add(example)
        yield Say(f"- {line or words.NO_PLACE[lang]}{addition}", 2)
    yield from _more(len(found), lang)


def _enumerated(cases: Sequence[Case], report: Report, lang: str) -> Iterator[Part]:
    """The places of all findings with the same sentence in one paragraph, or in one for each chapter."""
    left = MOST_PLACES
    for case in cases:
        shown = case.findings[: max(left, 0)]
        if shown and words.apart(case.findings[0], case, lang):
            yield Say(f"{case.part[lang]} ({len(case.findings)})", 2, "bold")
        for where, members in grouped(shown, spot).items():
            number = f" ({len(members)})" if len(cases) > 1 else ""
            yield Say(f"{words.spot_words(where, lang)}{number}:", 4, "bold")
            yield from _by_chapter(members, report, lang)
        if shown and case.example:
            yield Say(_example(case.example[lang], lang), 6, "green")
        left -= len(case.findings)
    yield from _more(sum(len(case.findings) for case in cases), lang)


def _by_chapter(findings: Sequence[Finding], report: Report, lang: str) -> Iterator[Part]:
    """A paragraph for each chapter where that makes the list shorter to read, else one for all."""
    known = {chapter.iri: chapter for chapter in report.chapters}
    chapters = grouped(findings, lambda one: known.get(one.chapter))
    if len(findings) < 2 * len(chapters) or len(chapters) == 1:
        yield Say(", ".join(_short(finding, lang) for finding in findings), 6)
        return
    for chapter, members in chapters.items():
        name = shorten(words.chapter_words(chapter, lang), LABEL, placeholder=" …")
        yield Say(f"{name}: {', '.join(_short(finding, lang) for finding in members)}", 6)


def _short(finding: Finding, lang: str) -> str:
    """A place in two words: ``Z1.2.3 (F12)``."""
    name, place = _name(finding), words.nearby(finding, lang)
    short = f"{name} ({place})" if name and place else name or place or words.NO_PLACE[lang]
    return short.replace(" ", NO_BREAK) if len(short) < LABEL // 2 else short


def _name(finding: Finding) -> str:
    return shorten(words.who(finding), LABEL, placeholder=" …")


def _more(number: int, lang: str) -> Iterator[Part]:
    if number > MOST_PLACES:
        yield Say(words.more_words(number - MOST_PLACES, lang), 2)


# ---------------------------------------------------------------------- chapter by chapter


def _chapter(group: ChapterGroup, lang: str) -> Iterator[Part]:
    yield Say("")
    yield Say(f"{words.chapter_words(group.chapter, lang)} ({len(group.findings)})", style="bold")
    shown = 0
    for row in group.rows:
        if shown >= MOST_PLACES:
            break
        shown += len(row)
        yield Say(_heading(row[0], lang), 2, "bold")
        for finding in row:
            weight = SEVERITIES[finding.severity][lang]
            yield Say(f"{weight} {finding.code}: {finding.message[lang]}", 4)
            if finding.cell(lang):
                yield Say(finding.cell(lang), 6, "dim")
            if finding.example:
                yield Say(_example(finding.example[lang], lang), 6, "green")
    if shown < len(group.findings):
        yield Say(words.more_words(len(group.findings) - shown, lang), 2)


def _heading(finding: Finding, lang: str) -> str:
    label = shorten(finding.label, LABEL, placeholder=" …")
    return f"{finding.identifier} {label}".strip() or finding.cell(lang) or words.NO_PLACE[lang]


# ---------------------------------------------------------------------- the SMART matrix


def _matrix(report: Report, lang: str) -> Iterator[Part]:
    letters = tuple(criterion.notation for criterion in report.criteria)
    first, last = {"de": ("Ziel", "Was fehlt"), "en": ("Goal", "What is missing")}[lang]
    for part in report.parts():
        summary = summarise(part)
        if len(report.plans) > 1 and summary.plan:
            yield Say(words.plan_words(summary.plan, lang), style="bold")
        if part.goals:
            rows = part.smart()
            lines = tuple((row.goal.identifier, *_marks(row), " ".join(row.words(lang))) for row in rows)
            yield Grid((first, *letters, last), lines, sentences=True)
        if summary.plan:
            yield Say(words.smart_sentence(summary, lang))
            yield Say(words.letters_sentence(summary, lang)) if part.goals else Say("")


def _marks(row: SmartRow) -> list[str]:
    return [MISSED if found else MET for found in row.missing.values()]
