"""Changes to read: as text for a terminal, as Markdown, as a page; by sheet, then by chapter, then row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

from markupsafe import Markup, escape

from ipgraph.changes import Changes, words
from ipgraph.changes.change import Cell, Change
from ipgraph.changes.renames import COLUMNS
from ipgraph.model import Sheet, Text
from ipgraph.report.drawing import Part, Say, drawn
from ipgraph.report.page import render_page
from ipgraph.reviewed import unsigned
from ipgraph.table import FORMATS as TABLE_FORMATS
from ipgraph.table import render
from ipgraph.validation.findings import Edition

FORMATS = tuple(format for format in TABLE_FORMATS if format != "tsv")
SHORT = 100
"""Characters of a label on a terminal; the other forms have it whole."""

LONG, AROUND = 160, 6
"""Characters of two texts that are shown whole; words around what differs in longer ones."""

ALIKE = 0.4
"""Least share of words that two texts have in common so that marking the others helps to read them."""


def written(changes: Changes, format: str, lang: str = "de", *, terminal: bool = False) -> bytes:
    """Write changes in one of :data:`FORMATS`.

    Args:
        changes: the differences between two editions.
        format: ``table``, ``md`` and ``html`` are for reading, grouped by sheet and chapter; ``csv``, ``json`` and
            ``xlsx`` have one row for each new or gone row of the plan and for each changed cell.
        lang: language of what people read.
        terminal: whether a text is for a terminal, in its width and colours.

    Returns:
        The content of the file.

    Raises:
        IpgraphError: there is no such format.
    """
    if format == "table":
        return drawn(_paragraphs(changes, lang), terminal).encode("utf-8")
    if format == "md":
        return markdown(changes, lang).encode("utf-8")
    if format == "html":
        return page(changes, lang).encode("utf-8")
    return render(changes.table(lang), format, lang)


def heading(changes: Changes) -> str:
    """Which edition is compared with which: "Integrationsplan: 1. Fassung → 2. Fassung"."""
    name, numbers = _name(changes.new, ""), changes.numbers
    if _name(changes.old, "") == name and all(numbers) and numbers[0] != numbers[1]:
        return f"{name}: {numbers[0]} → {numbers[1]}"
    old, new = (_name(*one) for one in zip((changes.old, changes.new), changes.numbers, strict=True))
    return f"{old} → {new}" if old != new else new


def _name(edition: Edition, number: str) -> str:
    name = edition.label or edition.identifier or edition.iri
    return f"{name} ({number})" if number else name


def grouped(changes: Changes, sheet: Sheet, lang: str) -> list[tuple[str, list[Change]]]:
    """The changes of a sheet by chapter; the heading is empty where no row belongs to one."""
    found = [
        (title, list(group))
        for title, group in groupby(changes.of(sheet), lambda change: words.chapter(change.chapter, lang))
    ]
    several = len(found) > 1 or any(title for title, _ in found)
    return [(title or (words.NO_CHAPTER[lang] if several else ""), group) for title, group in found]


def _paragraphs(changes: Changes, lang: str) -> Iterator[Part]:
    yield Say(heading(changes), style="bold")
    yield from (Say(sentence[lang]) for sentence in (*changes.sentences, *changes.notes))
    for sheet in changes.sheets:
        yield Say("")
        yield Say(sheet.name[lang], style="bold")
        for title, group in grouped(changes, sheet, lang):
            if title:
                yield Say(title, indent=2)
            for change in group:
                yield from _row(change, lang)


def _row(change: Change, lang: str) -> Iterator[Part]:
    label = change.label if len(change.label) <= SHORT else change.label[:SHORT].rsplit(" ", 1)[0] + " …"
    yield Say("- " + headline(change, lang, label), indent=4)
    for cell in change.cells:
        yield Say(_cell(cell, lang), indent=8)


def _cell(cell: Cell, lang: str) -> str:
    """What stood in a cell and what stands there now; of long texts what differs, with some words around it."""
    before, after = excerpts(cell.before[lang], cell.after[lang])
    return f"{cell.column.name[lang]}: {before or '–'} → {after or '–'}"


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Two texts without the words at their beginning and end that both have, but for :data:`AROUND` of them.

    Args:
        before: the old text.
        after: the new text.

    Returns:
        Both, as they are where they are short.
    """
    if len(before) + len(after) <= LONG:
        return before, after
    old, new = before.split(), after.split()
    shorter = min(len(old), len(new))
    same = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    alike = next((n for n in range(shorter - same) if old[-1 - n] != new[-1 - n]), shorter - same)
    start, end = max(0, same - AROUND), max(0, alike - AROUND)
    return _between(old, start, end), _between(new, start, end)


def _between(words: list[str], start: int, end: int) -> str:
    return "… " * (start > 0) + " ".join(words[start : len(words) - end]) + " …" * (end > 0)


def headline(change: Change, lang: str, label: str) -> str:
    """What has become of a row, on one line: "Z1.2 neu: Wortlaut – vermutlich früher Z1.4 (gleicher Wortlaut)"."""
    said = f"{change.identifier[lang]} {words.KINDS[change.kind][lang]}".strip()
    if change.kind == "renamed" and change.pair.old:
        said += f" ({'früher' if lang == 'de' else 'formerly'} {change.pair.old.identifier})"
    note = words.note(change, lang)
    return said + (f": {label}" if label else "") + (f" – {note}" if note else "")


def suggested(changes: Changes, lang: str = "de") -> bytes:
    """The guesses as a list to sign, as :func:`ipgraph.changes.renames.renames` reads it.

    Args:
        changes: the differences between two editions.
        lang: language of the headings.

    Returns:
        A CSV file.
    """
    guesses = ((one, one.likely) for one in changes.changes if one.likely and one.kind == "new")
    rows = ([one.sheet.name[lang], likely.other.identifier, one.pair.row.identifier] for one, likely in guesses)
    return unsigned(COLUMNS, rows, lang)


# ---------------------------------------------------------------------- Markdown

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown(changes: Changes, lang: str = "de") -> str:
    """Write changes as Markdown (CommonMark).

    Args:
        changes: the differences between two editions.
        lang: language of what people read.
    """
    lines = [f"# {words.TITLE[lang]}", "", _plain(heading(changes)), ""]
    lines += [f"- {_plain(sentence[lang])}" for sentence in (*changes.sentences, *changes.notes)]
    for sheet in changes.sheets:
        lines += ["", f"## {sheet.name[lang]}"]
        for title, group in grouped(changes, sheet, lang):
            lines += ["", *([f"### {_plain(title)}", ""] if title else [])]
            for change in group:
                lines.append(f"- {_plain(headline(change, lang, change.label))}")
                lines += [f"  - {_plain(_cell(cell, lang))}" for cell in change.cells]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text on one line in which nothing counts as markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


# ---------------------------------------------------------------------- page


def page(changes: Changes, lang: str = "de") -> str:
    """Write changes as one page of HTML that asks for nothing from anywhere.

    Args:
        changes: the differences between two editions.
        lang: language of the page.
    """
    return render_page(
        "changes.html.j2", lang, changes=changes, said=words, headline=headline, marked=marked,
        heading=heading(changes), parts=[(sheet, grouped(changes, sheet, lang)) for sheet in changes.sheets],
    )  # fmt: skip


def marked(before: str, after: str) -> Text:
    """Two texts with the words marked that only one of them has.

    Args:
        before: the old text.
        after: the new text.

    Returns:
        Both as HTML, ``before`` and ``after``; unmarked where they have little in common.
    """
    old, new = re.findall(r"\S+|\s+", before), re.findall(r"\S+|\s+", after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return {"before": escape(before), "after": escape(after)}
    steps = matcher.get_opcodes()
    return {
        "before": Markup("").join(_part(old[i:j], "del", step) for step, i, j, _, _ in steps),
        "after": Markup("").join(_part(new[i:j], "ins", step) for step, _, _, i, j in steps),
    }


def _part(tokens: list[str], tag: str, step: str) -> Markup:
    text = escape("".join(tokens))
    return text if step == "equal" or not text else Markup(f"<{tag}>{{}}</{tag}>").format(text)
