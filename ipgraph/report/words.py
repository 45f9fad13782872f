"""The sentences of a report, in German and English: one wording for the terminal, the page and the site."""

from __future__ import annotations

from collections.abc import Mapping

from ipgraph.errors import Place
from ipgraph.model import Text
from ipgraph.namespaces import local_name
from ipgraph.report.comparison import Change, Comparison
from ipgraph.report.groups import Case, RuleGroup
from ipgraph.report.summary import Share, Summary
from ipgraph.validation.findings import Chapter, Edition, Finding
from ipgraph.validation.shapes import SEVERITIES

NO_GOALS: Text = {"de": "Der Plan enthält keine Ziele.", "en": "The plan has no goals."}
NO_FINDINGS: Text = {"de": "Keine Befunde.", "en": "No findings."}
OUTSIDE: Text = {"de": "Außerhalb der Kapitel", "en": "Outside the chapters"}
NO_PLAN: Text = {"de": "Zu keinem Plan gehörig", "en": "Belonging to no plan"}
NO_PLACE: Text = {"de": "ohne Ortsangabe", "en": "place not known"}
FICTIONAL: Text = {
    "de": "Fiktiver Plan: Landkreis, Stellen und Zahlen sind erfunden.",
    "en": "Fictional plan: county, bodies and figures are made up.",
}
NO_KEY: Text = {"de": "ohne Kennung", "en": "no identifier"}
WHY: Text = {"de": "Warum", "en": "Why"}
EXAMPLE: Text = {"de": "So könnte es lauten", "en": "It could read"}
WEIGHTS: Mapping[str, Text] = {
    "violation": {"de": "fehlt oder ist falsch; bitte ändern", "en": "missing or wrong; please change"},
    "warning": {"de": "schwächt den Plan; nach Möglichkeit ergänzen", "en": "weakens the plan; add it where possible"},
    "info": {"de": "bitte ansehen; kann auch so richtig sein", "en": "please look; it may be right as it is"},
}
"""What each weight asks of the reader."""


def counts_words(counts: Mapping[str, int], lang: str) -> str:
    """Numbers of findings by weight: ``muss: 23, soll: 30, Hinweis: 10``."""
    return ", ".join(f"{word[lang]}: {counts[level]}" for level, word in SEVERITIES.items())


def outcome(counts: Mapping[str, int], lang: str) -> str:
    """The outcome of a check in one sentence."""
    number = sum(counts.values())
    if not number:
        return NO_FINDINGS[lang]
    one, many = {"de": ("Befund", "Befunde"), "en": ("finding", "findings")}[lang]
    return f"{number} {one if number == 1 else many} – {counts_words(counts, lang)}."


def share_words(share: Share, lang: str) -> str:
    """A share in words: ``70 von 78 Zielen (90 %)``."""
    if not share.goals:
        return {"de": "keine Ziele", "en": "no goals"}[lang]
    return {
        "de": f"{share.met} von {share.goals} {'Ziel' if share.goals == 1 else 'Zielen'} ({percent(share, lang)})",
        "en": f"{share.met} of {share.goals} {'goal' if share.goals == 1 else 'goals'} ({percent(share, lang)})",
    }[lang]


def percent(share: Share | None, lang: str) -> str:
    """A share in per cent; a dash where there are no goals."""
    if share is None or share.percent is None:
        return "–"
    return f"{share.percent} %" if lang == "de" else f"{share.percent}%"


def smart_sentence(summary: Summary, lang: str) -> str:
    """How many goals are SMART, in one sentence."""
    share, number = summary.total.smart, len(summary.criteria)
    if not share.goals:
        return NO_GOALS[lang]
    return {
        "de": f"Alle {number} SMART-Kriterien erfüllt: {share_words(share, lang)}.",
        "en": f"All {number} SMART criteria met: {share_words(share, lang)}.",
    }[lang]


def first_rules(summary: Summary, lang: str, most: int = 3) -> str:
    """Where to begin: the rules that are grave and frequent."""
    named = ", ".join(f"{rule.code} {rule.name[lang]} ({len(rule.findings)})" for rule in summary.rules[:most])
    return f"Zuerst ansehen: {named}." if lang == "de" else f"Look first at: {named}."


def chapter_words(chapter: Chapter | None, lang: str) -> str:
    """A chapter by its Kennung and title."""
    return f"{chapter.identifier} {chapter.label}".strip() or chapter.iri if chapter else OUTSIDE[lang]


def plan_words(plan: Edition | None, lang: str) -> str:
    """A plan by its title, else its Kennung, else its IRI."""
    return (plan.label or plan.identifier or local_name(plan.iri)) if plan else NO_PLAN[lang]


# ---------------------------------------------------------------------- one finding


def who(finding: Finding) -> str:
    """What a finding is about: its Kennung, else its label; empty for a sheet or column as a whole."""
    return finding.identifier or finding.label


def nearby(finding: Finding, lang: str) -> str:
    """Where a finding stands within its sheet and column: the cell, else the row."""
    place = finding.place
    if place is None or not place.row:
        return ""
    return place.cell or f"{'Zeile' if lang == 'de' else 'row'} {place.row}"


def where(finding: Finding, rule: RuleGroup, lang: str) -> str:
    """Where a finding stands, without what :func:`common_place` says for all findings of its rule."""
    return nearby(finding, lang) if rule.spot else finding.cell(lang).removeprefix(f"{rule.file}, ")


def common_place(rule: RuleGroup, lang: str) -> str:
    """The sheet and column, or at least the file, that all findings of a rule have in common; empty if none."""
    return rule.spot.words(lang) if rule.spot else rule.file


def apart(finding: Finding, case: Case, lang: str) -> str:
    """What sets a finding apart from others of its rule; empty where its place says the same (a column)."""
    column = finding.field_name.get(lang, "")
    return "" if column and case.part[lang].strip("„“”") == column else case.part[lang]


def spot_words(spot: Place | None, lang: str) -> str:
    """Where several findings stand."""
    return spot.words(lang) if spot else NO_PLACE[lang]


def more_words(number: int, lang: str) -> str:
    """What is left out of a list."""
    return f"… und {number} weitere" if lang == "de" else f"… and {number} more"


# ---------------------------------------------------------------------- compared with the last edition


def change_words(change: Change, lang: str) -> str:
    """A change in numbers: ``67 → 70 (+3)``, and shares where the number of goals differs: ``86 % → 90 % (+4)``."""
    if change.before is None:
        return "neu" if lang == "de" else "new"
    if change.goals is not None:
        return f"{change.before.met} → {change.now.met} ({signed(change.goals)})"
    step = "" if change.points is None else f" ({signed(change.points)})"
    return f"{percent(change.before, lang)} → {percent(change.now, lang)}{step}"


def signed(number: int) -> str:
    """A difference with its sign: ``+3``, ``−3``, ``±0``."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "±0"


def letters_sentence(summary: Summary, lang: str) -> str:
    """How many goals meet each criterion, in one sentence."""
    letters = ", ".join(
        f"{one.notation} {share.met}" for one, share in zip(summary.criteria, summary.total.letters, strict=True)
    )
    return f"Je Kriterium: {letters}." if lang == "de" else f"By criterion: {letters}."


def comparison_title(comparison: Comparison, lang: str) -> str:
    """With which edition a plan is compared."""
    plan = comparison.previous
    year = {"de": f", ab {plan.begins[:4]}", "en": f", from {plan.begins[:4]}"}[lang] if plan and plan.begins else ""
    title = plan_words(plan, lang)
    return {
        "de": f"Verglichen mit der vorigen Ausgabe („{title}“{year})",
        "en": f"Compared with the last edition (“{title}”{year})",
    }[lang]


def comparison_sentences(comparison: Comparison, summary: Summary, lang: str, *, letters: bool = True) -> list[str]:
    """What has changed, in plain words and numbers; by letter and chapter only if wanted (pages have a table)."""
    return [
        _smart_change(comparison.smart, lang),
        *([_letter_changes(comparison, summary, lang), *_chapter_shares(comparison, lang)] if letters else []),
        _count_changes(comparison, lang),
        *_chapter_changes(comparison, lang),
    ]


def _smart_change(change: Change, lang: str) -> str:
    before, now = change.before or Share(0, 0), change.now
    if change.goals is not None:
        more = {"de": ("mehr", "weniger", "gleich viele"), "en": ("more", "fewer", "as many")}[lang]
        step = f"{abs(change.goals)} {more[change.goals < 0]}" if change.goals else more[2]
    elif change.points is not None:
        step = f"{signed(change.points)} {'Prozentpunkte' if lang == 'de' else 'percentage points'}"
    else:
        step = "nicht vergleichbar" if lang == "de" else "not comparable"
    return {
        "de": f"Alle Kriterien erfüllt: jetzt {share_words(now, lang)}, vorher {share_words(before, lang)}; {step}.",
        "en": f"All criteria met: now {share_words(now, lang)}, before {share_words(before, lang)}; {step}.",
    }[lang]


def _letter_changes(comparison: Comparison, summary: Summary, lang: str) -> str:
    changes = zip(summary.criteria, comparison.letters, strict=True)
    told = ", ".join(f"{criterion.notation} {change_words(change, lang)}" for criterion, change in changes)
    return f"Je Kriterium: {told}." if lang == "de" else f"By criterion: {told}."


def _chapter_shares(comparison: Comparison, lang: str) -> list[str]:
    told = ", ".join(
        f"{one.chapter.identifier or one.chapter.label} {change_words(one.smart, lang)}"
        for one in comparison.chapters
        if one.before
    )
    return (
        [f"Je Kapitel (alle Kriterien): {told}." if lang == "de" else f"By chapter (all criteria): {told}."]
        if told
        else []
    )


def _count_changes(comparison: Comparison, lang: str) -> str:
    told = ", ".join(
        f"{SEVERITIES[level][lang]} {before} → {now} ({signed(now - before)})"
        for level, (before, now) in comparison.counts.items()
    )
    return f"Befunde: {told}." if lang == "de" else f"Findings: {told}."


def _chapter_changes(comparison: Comparison, lang: str) -> list[str]:
    new = [chapter_words(one.chapter, lang) for one in comparison.chapters if one.before is None]
    gone = [chapter_words(one, lang) for one in comparison.gone]
    titles = {"de": ("Neue Kapitel", "Entfallene Kapitel"), "en": ("New chapters", "Chapters no longer there")}[lang]
    return [f"{title}: {'; '.join(found)}." for title, found in zip(titles, (new, gone), strict=True) if found]
