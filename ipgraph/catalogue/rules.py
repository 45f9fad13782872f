"""The catalogue of rules in any of its formats: as text and pages, and as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.report import words
from ipgraph.report.rulebook import LABELS, Series, rulebook, rulebook_json, rulebook_page, rulebook_text
from ipgraph.table import Column, Table, render
from ipgraph.validation.shapes import SEVERITIES

COLUMNS: tuple[tuple[str, Text], ...] = (
    ("code", {"de": "Regel", "en": "Rule"}),
    ("series", {"de": "Gruppe", "en": "Group"}),
    ("severity", {"de": "Gewicht", "en": "Weight"}),
    ("name", {"de": "Worum es geht", "en": "What it is about"}),
    ("message", {"de": "Was sie sagt", "en": "What it says"}),
    ("why", words.WHY),
    ("limit", LABELS["limit"]),
    ("good", LABELS["good"]),
    ("bad", LABELS["bad"]),
    ("own", {"de": "Eigene Regeln", "en": "Own rules"}),
)
WRITERS: dict[str, Callable[[Sequence[Series], str, bool], str]] = {
    "text": rulebook_text,
    "html": lambda book, lang, terminal: rulebook_page(book, lang),
    "json": lambda book, lang, terminal: rulebook_json(book),
}
TABLES = ("csv", "md", "xlsx")
FORMATS = (*WRITERS, *TABLES)


def rules_as(format: str = "text", lang: str = "de", own: Path | None = None, *, terminal: bool = False) -> bytes:
    """Write the catalogue of rules.

    Args:
        format: one of :data:`FORMATS`.
        lang: language, ``de`` or ``en``.
        own: a county's own shapes, laid over those of the program.
        terminal: whether ``text`` is drawn for a terminal.

    Returns:
        The bytes of the file, UTF-8 where it is text.

    Raises:
        IpgraphError: there is no such format, or the county's shapes cannot be used.
    """
    book = rulebook(own)
    if format in WRITERS:
        return WRITERS[format](book, lang, terminal).encode("utf-8")
    if format in TABLES:
        return render(rules_table(book, lang), format, lang)
    names = ", ".join(FORMATS)
    raise IpgraphError(
        f"Den Katalog der Regeln gibt es nicht als „{format}“. Möglich: {names}.",
        f"There is no catalogue of rules as “{format}”. Possible: {names}.",
    )


def rules_table(book: Sequence[Series], lang: str = "de") -> Table:
    """The catalogue of rules as a table, one row a rule."""
    rows = [
        (
            entry.code, series.name[lang], SEVERITIES[entry.severity][lang], entry.name[lang],
            "\n".join(message[lang] for message in entry.messages),
            *(text.get(lang, "") for text in (entry.why, entry.limits, entry.good, entry.bad)), entry.own_words(lang),
        )
        for series in book
        for entry in series.entries
    ]  # fmt: skip
    title = {"de": "Die Regeln der Prüfung", "en": "The rules of the check"}
    return Table(tuple(Column(name, heading) for name, heading in COLUMNS), tuple(rows), title)
