"""Writing a report down: for people on a terminal or in a file, as JSON, as a SHACL report in Turtle."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from ipgraph import namespaces
from ipgraph.errors import IpgraphError
from ipgraph.namespaces import IP, RDF, SH
from ipgraph.validation.findings import Finding, Report, SmartRow
from ipgraph.validation.shapes import SEVERITIES

MET, MISSED = "✓", "–"


def render_report(
    report: Report, format: str = "text", lang: str = "de", *, smart: bool = False, terminal: bool | None = None
) -> str:
    """Write a report.

    Args:
        report: the outcome of a check.
        format: one of :data:`WRITERS`.
        lang: language of the sentences, ``de`` or ``en``.
        smart: whether to write the SMART matrix instead of the findings (``text`` and ``json``).
        terminal: whether ``text`` is drawn as tables; None: if standard output is a terminal.

    Returns:
        The text of the report, ending in a line break. It carries no escape codes.

    Raises:
        IpgraphError: there is no such format.
    """
    writer = WRITERS.get(format)
    if writer is None:
        names = ", ".join(WRITERS)
        raise IpgraphError(
            f"Das Format „{format}“ gibt es nicht. Möglich: {names}.",
            f"There is no format “{format}”. Possible: {names}.",
        )
    return writer(report, lang, smart, sys.stdout.isatty() if terminal is None else terminal)


# ---------------------------------------------------------------------- for people


def _text(report: Report, lang: str, smart: bool, terminal: bool) -> str:
    rows = report.smart() if smart else []
    if terminal:
        drawn = _smart_table(report, rows, lang) if smart else _findings_table(report, lang)
    else:
        drawn = "\n".join(_smart_lines(report, rows, lang) if smart else _lines(report, lang))
    last = _smart_sentence(report, rows, lang) if smart else sentence(report)[lang]
    return f"{drawn.rstrip()}\n\n{last}\n".lstrip("\n")


def sentence(report: Report) -> Mapping[str, str]:
    """The outcome in one sentence, by language."""
    if not report.findings:
        return {"de": "Keine Befunde.", "en": "No findings."}
    return {
        lang: f"{_number(len(report.findings), one, many)}: "
        + ", ".join(_number(report.counts[level], *words[lang]) for level, words in _LEVELS.items())
        + "."
        for lang, one, many in (("de", "Befund", "Befunde"), ("en", "finding", "findings"))
    }


_LEVELS = {
    "violation": {"de": ("Fehler", "Fehler"), "en": ("error", "errors")},
    "warning": {"de": ("Warnung", "Warnungen"), "en": ("warning", "warnings")},
    "info": {"de": ("Hinweis", "Hinweise"), "en": ("note", "notes")},
}


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _lines(report: Report, lang: str) -> Iterator[str]:
    """One line a finding, in blocks by rule: easy to search, and to read without a table."""
    for rule in report.summary():
        yield f"\n{rule.code} {rule.name[lang]} ({SEVERITIES[rule.severity][lang]}, {len(rule.findings)})"
        for finding in rule.findings:
            where = finding.cell(lang)
            yield "  " + ": ".join(part for part in (where, _who(finding, where), finding.message[lang]) if part)


def _who(finding: Finding, where: str = "") -> str:
    """The Kennung, or the label or IRI of what has none."""
    return finding.identifier or finding.label or ("" if where else finding.focus or "")


def _findings_table(report: Report, lang: str) -> str:
    titles = {
        "de": ("Regel", "Gewicht", "Kennung", "Was ist los", "Wo"),
        "en": ("Rule", "Weight", "Identifier", "What is the matter", "Where"),
    }[lang]
    rows = [
        (finding.code, SEVERITIES[finding.severity][lang], _who(finding), finding.message[lang], finding.cell(lang))
        for finding in report.findings
    ]
    heads = {"de": ("Regel", "Worum es geht", "Gewicht", "Anzahl"), "en": ("Rule", "About", "Weight", "Number")}[lang]
    summary = [
        (rule.code, rule.name[lang], SEVERITIES[rule.severity][lang], str(len(rule.findings)))
        for rule in report.summary()
    ]
    return _table(titles, rows) + "\n" + _table(heads, summary) if rows else ""


def _smart_table(report: Report, rows: list[SmartRow], lang: str) -> str:
    letters = [criterion.notation for criterion in report.criteria]
    titles = {"de": ("Ziel", *letters, "Was fehlt"), "en": ("Goal", *letters, "What is missing")}[lang]
    return _table(titles, [(row.goal.identifier, *_marks(row), "\n".join(row.words(lang))) for row in rows])


def _smart_lines(report: Report, rows: list[SmartRow], lang: str) -> Iterator[str]:
    width = max((len(row.goal.identifier) for row in rows), default=0)
    yield " " * width + "  " + " ".join(criterion.notation for criterion in report.criteria)
    for row in rows:
        yield f"{row.goal.identifier:<{width}}  {' '.join(_marks(row))}  {' '.join(row.words(lang))}".rstrip()


def _marks(row: SmartRow) -> list[str]:
    return [MISSED if found else MET for found in row.missing.values()]


def _smart_sentence(report: Report, rows: list[SmartRow], lang: str) -> str:
    full = sum(row.met == len(report.criteria) for row in rows)
    each = ", ".join(
        f"{criterion.notation} {sum(not row.missing[criterion.iri] for row in rows)}" for criterion in report.criteria
    )
    return {
        "de": f"{full} von {len(rows)} Zielen erfüllen alle Kriterien; je Kriterium: {each}.",
        "en": f"{full} of {len(rows)} goals meet all criteria; by criterion: {each}.",
    }[lang]


def _table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=True)
    for title in titles:
        table.add_column(title, overflow="fold", min_width=min(len(title), 8))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(force_terminal=False, width=shutil.get_terminal_size((100, 24)).columns)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


# ---------------------------------------------------------------------- for machines


def _json(report: Report, lang: str, smart: bool, terminal: bool) -> str:
    data = _smart_data(report) if smart else _data(report)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _data(report: Report) -> dict[str, object]:
    return {
        "counts": dict(report.counts),
        "rules": [
            {"code": rule.code, "name": dict(rule.name), "severity": rule.severity, "findings": len(rule.findings)}
            for rule in report.summary()
        ],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": dict(finding.message),
        "plan": finding.plan,
        "focus": finding.focus,
        "identifier": finding.identifier,
        "label": finding.label,
        "path": finding.path,
        "field": dict(finding.field_name),
        "value": finding.value,
        "criterion": finding.criterion,
        "place": None if place is None else {
            "file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column, "cell": place.cell,
        },
    }  # fmt: skip


def _smart_data(report: Report) -> dict[str, object]:
    return {
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
                "met": {criterion.notation: not row.missing[criterion.iri] for criterion in report.criteria},
                "missing": {
                    criterion.notation: [finding.code for finding in row.missing[criterion.iri]]
                    for criterion in report.criteria
                },
                "words": {lang: row.words(lang) for lang in ("de", "en")},
            }
            for row in report.smart()
        ],
    }


def _turtle(report: Report, lang: str, smart: bool, terminal: bool) -> str:
    """A SHACL validation report (SHACL 1.0, section 3.6); what only the reader noticed is not part of it."""
    found = [finding for finding in report.findings if finding.shape and finding.focus]
    top = ox.BlankNode("report")
    triples = [
        ox.Triple(top, _iri(RDF + "type"), _iri(SH + "ValidationReport")),
        ox.Triple(top, _iri(SH + "conforms"), ox.Literal(not found)),
    ]
    nodes = [(ox.BlankNode(f"result{number}"), finding) for number, finding in enumerate(found, start=1)]
    triples += [ox.Triple(top, _iri(SH + "result"), node) for node, _ in nodes]
    for node, finding in nodes:
        triples += [ox.Triple(node, _iri(name), term) for name, term in _terms(finding)]
    prefixes = namespaces.PREFIXES | {"sh": SH, "rule": namespaces.RULE, "field": namespaces.FIELD}
    written = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode("utf-8")
    lines = written.splitlines()  # the prefixes come in any order; sorted, the same report is the same file
    return "\n".join(sorted(lines[: len(prefixes)]) + lines[len(prefixes) :]) + "\n"


def _terms(finding: Finding) -> Iterator[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]:
    yield RDF + "type", _iri(SH + "ValidationResult")
    yield IP + "code", ox.Literal(finding.code)
    yield SH + "resultSeverity", _iri(SH + finding.severity.capitalize())
    focus = finding.focus or ""
    yield SH + "focusNode", ox.BlankNode(focus[2:]) if focus.startswith("_:") else _iri(focus)
    if finding.path:
        yield SH + "resultPath", _iri(finding.path)
    yield SH + "sourceShape", _iri(finding.shape or "")
    yield SH + "sourceConstraintComponent", _iri(finding.component or "")
    for lang, text in sorted(finding.message.items()):
        yield SH + "resultMessage", ox.Literal(text, language=lang)


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


WRITERS: dict[str, Callable[[Report, str, bool, bool], str]] = {"text": _text, "json": _json, "ttl": _turtle}
