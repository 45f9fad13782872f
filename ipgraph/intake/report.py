"""The report of a take-over: on a terminal, as a page to print, and what was left as a workbook."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ipgraph.errors import Place
from ipgraph.intake import summary
from ipgraph.intake.adoption import Adoption
from ipgraph.intake.guess import Guess
from ipgraph.intake.ledger import Left
from ipgraph.intake.part import Part

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


WIDTH = 100


def text_report(done: Adoption, lang: str) -> str:
    """The report for a terminal.

    Args:
        done: the take-over.
        lang: "de" or "en".

    Returns:
        Lines of at most 100 characters, the last one ended.
    """
    return "\n".join(_lines(done, lang)) + "\n"


def _lines(done: Adoption, lang: str) -> Iterator[str]:
    german = lang == "de"
    yield f"{done.source.name} → {done.folder}"
    if done.mapping:
        yield (f"Nach der Zuordnung {done.mapping}." if german else f"By the mapping {done.mapping}.")
    for part, guess in zip(done.proposal.parts, done.proposal.guesses, strict=True):
        yield ""
        yield from _wrapped(summary.where(part)[lang], "")
        for one in guess.guesses:
            yield from _column(part, one, lang)
    if skipped := summary.skipped(done):
        yield ""
        yield "Ohne Einträge:" if german else "Without entries:"
        for sentence in skipped[:12]:
            yield from _wrapped(sentence[lang], "  ")
        if len(skipped) > 12:
            yield f"  … {len(skipped) - 12} weitere in uebernahme.html" if german else f"  … {len(skipped) - 12} more"
    yield ""
    yield from _wrapped(summary.outcome(done)[lang], "")
    for point in summary.points(done):
        yield from _wrapped(point[lang], "  ", "- ")
    yield ""
    yield "Als Nächstes:" if german else "What next:"
    for number, step in enumerate(summary.next_steps(done), start=1):
        yield from _wrapped(step[lang], "  ", f"{number}. ")


def _column(part: Part, one: Guess, lang: str) -> Iterator[str]:
    samples = " · ".join(_short(text, 30) for text in summary.samples(part, one))
    if not one.column.heading and not samples:
        return
    heading = one.column.key or "?"
    yield f"  {heading}  →  {targets(one, lang)}"
    yield from _wrapped(one.reason[lang], "      ")
    if samples:
        yield from _wrapped(("Zum Beispiel: " if lang == "de" else "For instance: ") + samples, "      ")


def targets(one: Guess, lang: str) -> str:
    """What a column becomes, in words."""
    if not one.targets:
        return "nicht übernommen" if lang == "de" else "not taken over"
    names = [target.field.name[lang] for target in one.targets]
    joint = " und " if lang == "de" else " and "
    return f"{one.targets[0].sheet.name[lang]}: {joint.join(names)}"


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _wrapped(text: str, indent: str, mark: str = "") -> list[str]:
    rest = indent + " " * len(mark)
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent + mark,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


# ---------------------------------------------------------------------- as a page


def page(done: Adoption, lang: str) -> str:
    """The report as one page of HTML that needs nothing else.

    Args:
        done: the take-over.
        lang: "de" or "en".

    Returns:
        The page.
    """
    from ipgraph.templating import lone_page

    def t(de: str, en: str) -> str:
        return en if lang == "en" else de

    def places(found: Sequence[Place]) -> str:
        return "; ".join(short_place(one, lang) for one in found[:6]) + (" …" if len(found) > 6 else "")

    return lone_page(
        "adopt.html.j2",
        ["adopt.css"],
        done=done,
        lang=lang,
        t=t,
        place=lambda one: short_place(one.place, lang),
        places=places,
        summary=summary,
        targets=targets,
        parts=list(zip(done.proposal.parts, done.proposal.guesses, strict=True)),
        name=done.source.name,
    )


def short_place(place: Place, lang: str) -> str:
    """A place of the list without the name of its file."""
    return place.words(lang).removeprefix(place.file).lstrip(", ") or place.file


# ---------------------------------------------------------------------- what was left, as a workbook


def left_over_workbook(done: Adoption, lang: str) -> bytes | None:
    """All that did not get into the plan, a cell or row a line.

    Args:
        done: the take-over.
        lang: language of the headings.

    Returns:
        The workbook; None where nothing was left.
    """
    if not done.ledger.left and not done.ledger.skipped:
        return None
    from ipgraph.emit.workbook import new_workbook, workbook_bytes

    german = lang == "de"
    book = new_workbook()
    for name, rows in (
        ("Nicht übernommen" if german else "Not taken over", done.ledger.left),
        ("Zeilen ohne Eintrag" if german else "Rows without entry", done.ledger.skipped),
    ):
        if rows:
            _fill(book.create_sheet(name), rows, lang)
    return workbook_bytes(book)


def _fill(worksheet: Worksheet, rows: Sequence[Left], lang: str) -> None:
    from openpyxl.styles import Alignment, Font

    from ipgraph.emit.workbook import cell_at, lay_out_print, put_text
    from ipgraph.ingest.sheets import CONTROL, EXCEL_CELL

    headings = (
        ("Wo", "Was da steht", "Warum nicht im Plan")
        if lang == "de"
        else ("Where", "What it says", "Why not in the plan")
    )
    for column, (heading, wide) in enumerate(zip(headings, (44, 80, 60), strict=True), start=1):
        cell = cell_at(worksheet, 1, column)
        put_text(cell, heading)
        cell.font = Font(bold=True)
        worksheet.column_dimensions["ABC"[column - 1]].width = wide
    for row, one in enumerate(rows, start=2):
        for column, text in enumerate((one.place.words(lang), one.text, one.reason[lang]), start=1):
            cell = cell_at(worksheet, row, column)
            put_text(cell, CONTROL.sub("", text)[:EXCEL_CELL])
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    worksheet.freeze_panes = "A2"
    lay_out_print(worksheet, 1)
