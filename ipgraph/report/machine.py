"""A report for machines: JSON, and a SHACL validation report in Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from ipgraph.errors import Place
from ipgraph.namespaces import FIELD, IP, PREFIXES, RDF, RULE, SH
from ipgraph.report.comparison import Change, Comparison
from ipgraph.report.groups import RuleGroup, by_rule
from ipgraph.report.summary import Line, Share, summarise
from ipgraph.validation.findings import Chapter, Edition, Finding, Report


def json_text(report: Report, compared: Mapping[str, Comparison]) -> str:
    """All of a report as JSON.

    Args:
        report: the outcome of a check.
        compared: comparison with the last edition by IRI of the plan.

    Returns:
        ``counts``, ``summary`` (a plan each), ``comparison``, ``rules``, ``findings``.
    """
    return _written({
        "counts": dict(report.counts),
        "summary": [_summary(part) for part in report.parts()],
        "comparison": [_comparison(one, report) for one in compared.values()],
        "rules": [_rule(group) for group in by_rule(report)],
        "findings": [_finding(finding) for finding in report.findings],
    })  # fmt: skip


def smart_json(report: Report) -> str:
    """The SMART matrix as JSON, goal by goal."""
    return _written({
        "criteria": [
            {"iri": criterion.iri, "notation": criterion.notation, "label": dict(criterion.label)}
            for criterion in report.criteria
        ],
        "goals": [
            {
                "plan": row.goal.plan,
                "goal": row.goal.iri,
                "identifier": row.goal.identifier,
                "wording": row.goal.label,
                "chapter": row.goal.chapter,
                "met": {criterion.notation: not row.missing[criterion.iri] for criterion in report.criteria},
                "missing": {
                    criterion.notation: [finding.code for finding in row.missing[criterion.iri]]
                    for criterion in report.criteria
                },
                "words": {lang: row.words(lang) for lang in ("de", "en")},
            }
            for row in report.smart()
        ],
    })  # fmt: skip


def _written(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rule(group: RuleGroup) -> dict[str, Any]:
    return {
        "code": group.code,
        "name": dict(group.name),
        "severity": group.severity,
        "why": dict(group.why),
        "findings": len(group.findings),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": dict(finding.message),
        "example": dict(finding.example),
        "plan": finding.plan,
        "chapter": finding.chapter,
        "focus": finding.focus,
        "identifier": finding.identifier,
        "label": finding.label,
        "path": finding.path,
        "field": dict(finding.field_name),
        "value": finding.value,
        "criterion": finding.criterion,
        "place": _place(finding.place),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column, "cell": place.cell}


# ---------------------------------------------------------------------- the summary


def _summary(report: Report) -> dict[str, Any]:
    summary = summarise(report)
    letters = [criterion.notation for criterion in summary.criteria]
    return {
        "plan": _plan(summary.plan),
        **_line(summary.total, letters),
        "chapters": [{**_chapter(line.chapter), **_line(line, letters)} for line in summary.lines],
    }


def _plan(plan: Edition | None) -> dict[str, Any] | None:
    return {"iri": plan.iri, "identifier": plan.identifier, "title": plan.label} if plan else None


def _chapter(chapter: Chapter | None) -> dict[str, Any]:
    """A chapter; without IRI for what belongs to none."""
    return {
        "chapter": chapter.iri if chapter else None,
        "identifier": chapter.identifier if chapter else "",
        "title": chapter.label if chapter else "",
    }


def _line(line: Line, letters: list[str]) -> dict[str, Any]:
    return {
        "goals": line.goals,
        "smart": _share(line.smart),
        "letters": {letter: _share(share) for letter, share in zip(letters, line.letters, strict=True)},
        "counts": dict(line.counts),
    }


def _share(share: Share | None) -> dict[str, Any] | None:
    return {"met": share.met, "goals": share.goals, "percent": share.percent} if share else None


def _comparison(comparison: Comparison, report: Report) -> dict[str, Any]:
    letters = [criterion.notation for criterion in report.criteria]

    def by_letter(changes: tuple[Change, ...]) -> dict[str, Any]:
        return {letter: _change(change) for letter, change in zip(letters, changes, strict=True)}

    return {
        "plan": _plan(comparison.plan),
        "previous": _plan(comparison.previous),
        "smart": _change(comparison.smart),
        "letters": by_letter(comparison.letters),
        "chapters": [
            {**_chapter(one.chapter), "before": one.before.iri if one.before else None, "smart": _change(one.smart),
             "letters": by_letter(one.letters)}
            for one in comparison.chapters
        ],
        "gone": [_chapter(chapter) for chapter in comparison.gone],
        "counts": {level: {"before": before, "now": now} for level, (before, now) in comparison.counts.items()},
        "rules": [
            {"code": one.code, "name": dict(one.name), "severity": one.severity, "before": one.before, "now": one.now}
            for one in comparison.rules
        ],
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    return {
        "before": _share(change.before),
        "now": _share(change.now),
        "goals": change.goals,
        "points": change.points,
    }


# ---------------------------------------------------------------------- SHACL


def turtle(report: Report) -> str:
    """A SHACL validation report (SHACL 1.0, section 3.6): what the shapes say, whatever the reader said already."""
    found = [finding for finding in (*report.findings, *report.covered) if finding.shape and finding.focus]
    top = ox.BlankNode("report")
    triples = [
        ox.Triple(top, ox.NamedNode(RDF + "type"), ox.NamedNode(SH + "ValidationReport")),
        ox.Triple(top, ox.NamedNode(SH + "conforms"), ox.Literal(not found)),
    ]
    nodes = [(ox.BlankNode(f"result{number}"), finding) for number, finding in enumerate(found, start=1)]
    triples += [ox.Triple(top, ox.NamedNode(SH + "result"), node) for node, _ in nodes]
    for node, finding in nodes:
        triples += [ox.Triple(node, ox.NamedNode(name), term) for name, term in _terms(finding)]
    prefixes = PREFIXES | {"sh": SH, "rule": RULE, "field": FIELD}
    written = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode("utf-8")
    lines = written.splitlines()  # the prefixes come in any order; sorted, the same report is the same file
    return "\n".join(sorted(lines[: len(prefixes)]) + lines[len(prefixes) :]) + "\n"


def _terms(finding: Finding) -> Iterator[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]:
    yield RDF + "type", ox.NamedNode(SH + "ValidationResult")
    yield IP + "code", ox.Literal(finding.code)
    yield SH + "resultSeverity", ox.NamedNode(SH + finding.severity.capitalize())
    focus = finding.focus or ""
    yield SH + "focusNode", ox.BlankNode(focus[2:]) if focus.startswith("_:") else ox.NamedNode(focus)
    if finding.path:
        yield SH + "resultPath", ox.NamedNode(finding.path)
    yield SH + "sourceShape", ox.NamedNode(finding.shape or "")
    yield SH + "sourceConstraintComponent", ox.NamedNode(finding.component or "")
    for lang, text in sorted(finding.message.items()):
        yield SH + "resultMessage", ox.Literal(text, language=lang)
