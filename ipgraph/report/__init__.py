"""Writing a report down: for people on a terminal, in a file or on paper, as JSON, as a SHACL report in Turtle."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ipgraph.errors import IpgraphError
from ipgraph.report.comparison import Comparison, comparisons
from ipgraph.report.machine import json_text, smart_json, turtle
from ipgraph.report.terminal import findings_text, smart_text
from ipgraph.validation.findings import Report


@dataclass(frozen=True)
class Request:
    """How a report is wanted; see :func:`render_report`."""

    lang: str
    smart: bool
    by: str
    terminal: bool
    compared: Mapping[str, Comparison]


def render_report(
    report: Report,
    format: str = "text",
    lang: str = "de",
    *,
    smart: bool = False,
    by: str = "rule",
    terminal: bool | None = None,
    compared: Mapping[str, Comparison] | None = None,
) -> str:
    """Write a report.

    Args:
        report: the outcome of a check.
        format: one of :data:`WRITERS`.
        lang: language of the sentences, ``de`` or ``en``.
        smart: whether to write the SMART matrix instead of the findings (not in ``ttl``).
        by: what the findings are sorted by, ``rule`` or ``chapter`` (``text`` and ``html``).
        terminal: whether ``text`` is drawn for a terminal; None: if standard output is one.
        compared: comparison with the last edition by IRI of the plan; None to look for earlier editions among the
            plans of the report.

    Returns:
        The text of the report, ending in a line break. It carries escape codes only where it is drawn for a terminal
        and standard output is one.

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
    drawn = sys.stdout.isatty() if terminal is None else terminal
    return writer(report, Request(lang, smart, by, drawn, comparisons(report) if compared is None else compared))


def _text(report: Report, wanted: Request) -> str:
    if wanted.smart:
        return smart_text(report, wanted.lang, wanted.terminal)
    return findings_text(report, wanted.compared, wanted.lang, wanted.by, wanted.terminal)


def _html(report: Report, wanted: Request) -> str:
    from ipgraph.report.page import report_page

    return report_page(report, wanted.compared, wanted.lang, wanted.by, smart=wanted.smart)


def _json(report: Report, wanted: Request) -> str:
    return smart_json(report) if wanted.smart else json_text(report, wanted.compared)


WRITERS: dict[str, Callable[[Report, Request], str]] = {
    "text": _text,
    "html": _html,
    "json": _json,
    "ttl": lambda report, wanted: turtle(report),
}
