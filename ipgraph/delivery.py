"""A check from the sources to the file that is handed on: read, check, compare, write."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import keep_sources
from ipgraph.ingest import read
from ipgraph.model import Text
from ipgraph.report import FORMATS as REPORT_FORMATS
from ipgraph.report import render_report, words
from ipgraph.report.comparison import comparisons
from ipgraph.report.rulebook import LABELS, Series, rulebook, rulebook_json, rulebook_page, rulebook_text
from ipgraph.table import Column, Table, render
from ipgraph.validation import validate
from ipgraph.validation.findings import Report
from ipgraph.validation.shapes import SEVERITIES

SUFFIXES = {
    ".txt": "text", ".html": "html", ".htm": "html", ".json": "json", ".ttl": "ttl", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".csv": "csv", ".md": "md",
}  # fmt: skip
"""The format that the suffix of a file stands for."""
SMART_FORMATS = ("text", "html", "json")
FORMATS = (*REPORT_FORMATS, "xlsx")
RULE_FORMATS = ("text", "html", "json", "csv", "md", "xlsx")

RULE_COLUMNS = (
    Column("code", {"de": "Regel", "en": "Rule"}),
    Column("series", {"de": "Gruppe", "en": "Group"}),
    Column("severity", {"de": "Gewicht", "en": "Weight"}),
    Column("name", {"de": "Worum es geht", "en": "What it is about"}),
    Column("message", {"de": "Was sie sagt", "en": "What it says"}),
    Column("why", words.WHY),
    Column("limit", LABELS["limit"]),
    Column("good", LABELS["good"]),
    Column("bad", LABELS["bad"]),
    Column("own", {"de": "Eigene Regeln", "en": "Own rules"}),
)

NOT_COMPARED: Text = {
    "de": "Nicht verglichen: Die vorige Ausgabe gehört zu einem anderen Landkreis als die geprüften Pläne, oder sie "
    "beginnt nicht vor ihnen.",
    "en": "Not compared: the last edition belongs to another district than the plans that were checked, or it does not "
    "begin before them.",
}
HANDED_ON: Text = {
    "de": "Zum Drucken: -o pruefbericht.html. Als Arbeitsmappe mit markierten Zellen: -o geprueft.xlsx.",
    "en": "To print: -o report.html. As a workbook with the cells marked: -o checked.xlsx.",
}


@dataclass(frozen=True)
class Wanted:
    """How the outcome of a check is wanted.

    Args:
        format: name of the format; None to take that of the output's suffix, else text.
        lang: language of what people read.
        output: where it will be written; None for standard output.
        smart: whether the SMART matrix is wanted instead of the findings.
        by: what the findings are sorted by, ``rule`` or ``chapter``.
        previous: the last edition of the plan, if it is to be compared.
        shapes: a county's own shapes.
        engine: what judges the plan.
    """

    format: str | None = None
    lang: str = "de"
    output: Path | None = None
    smart: bool = False
    by: str = "rule"
    previous: str | None = None
    shapes: Path | None = None
    engine: str = "fast"


@dataclass(frozen=True)
class Delivery:
    """What came out of a check.

    Args:
        content: the bytes of the file.
        exit_code: 1 when something must be mended, else 0.
        notes: what else the user should know, a sentence each.
    """

    content: bytes
    exit_code: int
    notes: tuple[Text, ...] = ()


def check(sources: Sequence[str | Path], wanted: Wanted) -> Delivery:
    """Read plans, check them and write the outcome.

    Args:
        sources: workbooks, CSV folders, RDF files; none for the bundled model plan.
        wanted: what to write, and how.

    Returns:
        The content of the file.

    Raises:
        IpgraphError: a source cannot be read, the format does not fit, or the output would overwrite a source.
    """
    format = chosen_format(wanted.format, wanted.output, SMART_FORMATS if wanted.smart else FORMATS)
    keep_sources(wanted.output, [*sources, wanted.previous, wanted.shapes])
    reading = read(*sources)
    report = validate(reading, shapes=wanted.shapes, engine=wanted.engine)
    if format == "xlsx":
        from ipgraph.emit.checked import checked_workbook

        _keep_kind(wanted.output, reading.sources)
        content = checked_workbook(reading, report, wanted.lang)
        return Delivery(content, report.exit_code, _written(wanted.output, report))
    earlier = None
    if wanted.previous:
        earlier = validate(read(wanted.previous), shapes=wanted.shapes, engine=wanted.engine)
    compared = comparisons(report, earlier)
    terminal = wanted.output is None and sys.stdout.isatty()
    text = render_report(
        report, format, wanted.lang, smart=wanted.smart, by=wanted.by, compared=compared, terminal=terminal
    )
    notes = [*_written(wanted.output, report), *([NOT_COMPARED] if earlier is not None and not compared else [])]
    if terminal and report.findings:
        notes.append(HANDED_ON)
    return Delivery(text.encode("utf-8"), report.exit_code, tuple(notes))


def _written(output: Path | None, report: Report) -> tuple[Text, ...]:
    """What is said when the outcome goes into a file and not to the eyes."""
    if output is None:
        return ()
    return (
        {
            "de": f"{output} geschrieben. {words.outcome(report.counts, 'de')}",
            "en": f"{output} written. {words.outcome(report.counts, 'en')}",
        },
    )


def rules(shapes: Path | None, asked: str | None, lang: str, output: Path | None) -> bytes:
    """Write the catalogue of rules.

    Args:
        shapes: a county's own shapes, laid over those of the program.
        asked: name of the format, if one was given.
        lang: language of the texts.
        output: the file, if one was given.

    Returns:
        The content of the file.

    Raises:
        IpgraphError: the format does not fit, or the county's shapes cannot be used.
    """
    keep_sources(output, [shapes])
    format, book = chosen_format(asked, output, RULE_FORMATS), rulebook(shapes)
    match format:
        case "text":
            text = rulebook_text(book, lang, terminal=output is None and sys.stdout.isatty())
        case "html":
            text = rulebook_page(book, lang)
        case "json":
            text = rulebook_json(book)
        case _:
            return render(_rules_table(book, lang), format, lang)
    return text.encode("utf-8")


def _rules_table(book: Sequence[Series], lang: str) -> Table:
    """The catalogue of rules for spreadsheets, one row a rule."""
    rows = [
        (
            entry.code, series.name[lang], SEVERITIES[entry.severity][lang], entry.name[lang],
            "\n".join(message[lang] for message in entry.messages),
            *(text.get(lang, "") for text in (entry.why, entry.limits, entry.good, entry.bad)), entry.own_words(lang),
        )
        for series in book
        for entry in series.entries
    ]  # fmt: skip
    return Table(RULE_COLUMNS, tuple(rows), {"de": "Die Regeln der Prüfung", "en": "The rules of the check"})


def chosen_format(asked: str | None, output: Path | None, possible: Sequence[str]) -> str:
    """The format asked for, else the one of the file's suffix, else text.

    Args:
        asked: name of the format, if one was given.
        output: the file, if one was given.
        possible: the formats that there are.

    Returns:
        One of ``possible``.

    Raises:
        IpgraphError: the format or the suffix is none of them, or it is a workbook and would go to a terminal.
    """
    suffix = output.suffix.lower() if output else ""
    format = asked or SUFFIXES.get(suffix, "" if suffix else "text")
    if format not in possible:
        names = ", ".join(possible)
        raise IpgraphError(
            f"Das gibt es nicht als „{asked or suffix}“. Möglich: {names} (mit -f, oder als Endung hinter -o).",
            f"There is no “{asked or suffix}” of this. Possible: {names} (with -f, or as the suffix behind -o).",
        )
    if format == "xlsx" and output is None and sys.stdout.isatty():
        raise IpgraphError(
            "Eine Arbeitsmappe passt nicht auf den Bildschirm. Bitte eine Datei angeben, etwa: -o geprueft.xlsx",
            "A workbook does not fit on the screen. Please give a file, such as: -o checked.xlsx",
        )
    return format


def _keep_kind(output: Path | None, sources: Sequence[Path]) -> None:
    """Refuse to name a workbook with macros like one without: Excel would not open it."""
    kinds = {source.suffix.lower() for source in sources}
    if output and output.suffix and kinds == {".xlsm"} != {output.suffix.lower()}:
        raise IpgraphError(
            f"{output.name}: Die Arbeitsmappe enthält Makros; bitte mit der Endung .xlsm speichern.",
            f"{output.name}: the workbook has macros; please save it with the suffix .xlsm.",
        )
