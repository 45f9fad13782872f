"""Writing a report down: for people on a terminal, in a file or on paper, as JSON, as a SHACL report in Turtle."""

from __future__ import annotations

from collections.abc import Mapping

from ipgraph.errors import IpgraphError
from ipgraph.report.comparison import Comparison, comparisons
from ipgraph.report.machine import json_text, smart_json, turtle
from ipgraph.report.terminal import findings_text, smart_text
from ipgraph.validation.findings import Report

FORMATS = ("text", "html", "json", "ttl")


def render_report(
    report: Report,
    format: str = "text",
    lang: str = "de",
    *,
    smart: bool = False,
    by: str = "rule",
    terminal: bool = False,
    compared: Mapping[str, Comparison] | None = None,
) -> str:
    """Write a report.

    Args:
        report: the outcome of a check.
        format: one of :data:`FORMATS`.
        lang: language of the sentences, ``de`` or ``en``.
        smart: whether to write the SMART matrix instead of the findings (not in ``ttl``).
        by: what the findings are sorted by, ``rule`` or ``chapter`` (``text`` and ``html``).
        terminal: whether ``text`` is drawn for a terminal.
        compared: comparison with the last edition by IRI of the plan; None to look for earlier editions among the
            plans of the report.

    Returns:
        The text of the report, ending in a line break. It carries escape codes only where it is drawn for a terminal
        and standard output is one.

    Raises:
        IpgraphError: there is no such format.
    """
    compared = comparisons(report) if compared is None else compared
    match format:
        case "text":
            return smart_text(report, lang, terminal) if smart else findings_text(report, compared, lang, by, terminal)
        case "html":
            from ipgraph.report.page import report_page

            return report_page(report, compared, lang, by, smart=smart)
        case "json":
            return smart_json(report) if smart else json_text(report, compared)
        case "ttl":
            return turtle(report)
    names = ", ".join(FORMATS)
    raise IpgraphError(
        f"Das Format „{format}“ gibt es nicht. Möglich: {names}.",
        f"There is no format “{format}”. Possible: {names}.",
    )
