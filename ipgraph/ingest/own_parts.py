"""What our own template puts into a workbook beside the plan: helper sheets, and rows that show how to fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ipgraph.errors import Problem
from ipgraph.ingest.sheets import RawSheet, Row
from ipgraph.ingest.values import cell_text
from ipgraph.model import Field, Sheet, Text, normal

HELPER_SHEETS = {"anleitung", "instructions", "listen", "lists", "prüfung", "prüfung 2", "check", "check 2"}
"""Sheets that the program itself writes into a workbook and that carry no plan."""

INSTRUCTIONS: Text = {"de": "Anleitung zu dieser Arbeitsmappe", "en": "Instructions for this workbook"}
"""What the sheet with the instructions begins with."""

EXAMPLE: Text = {"de": "Beispiel: ", "en": "Example: "}
"""What the first cell of a row begins with that only shows how an entry is written."""


def example_texts(sheet: Sheet, lang: str) -> Mapping[str, str]:
    """The row that shows how an entry is written.

    Args:
        sheet: the sheet.
        lang: language ("de", "en").

    Returns:
        Text of each cell by the IRI of its column; the first one says that the row is an example.
    """
    texts = {column.path: column.example[lang] for column in sheet.fields if column.example}
    first = sheet.fields[0]
    return texts | {first.path: EXAMPLE[lang] + texts.get(first.path, "")}


def without_examples(raw: RawSheet, sheet: Sheet) -> RawSheet:
    """A sheet without the rows that call themselves an example.

    One that says something else than the template put there may be an entry: that is noted as a problem (E-19).

    Args:
        raw: the sheet as it was read.
        sheet: what its headings mean.

    Returns:
        The sheet without them; right below the headings they count as part of these.
    """
    columns = {index: sheet.by_heading.get(normal(heading)) for index, heading in raw.headings.items()}
    first = next((index for index, column in columns.items() if column is sheet.fields[0]), None)
    examples = [row for row in raw.rows if first in row.cells and _is_marked(cell_text(row.cells[first]))]
    if first is None or not examples:
        return raw
    changed = (row for row in examples if not _is_ours(row, columns, sheet))
    problems = [*raw.problems, *(_changed(raw, row, first) for row in changed)]
    below = examples[0].number == raw.heading_row + 1
    heading_row = examples[0].number if below else raw.heading_row
    return replace(
        raw, rows=[row for row in raw.rows if row not in examples], problems=problems, heading_row=heading_row
    )


def _is_marked(text: str) -> bool:
    return normal(text).startswith(tuple(normal(mark) for mark in EXAMPLE.values()))


def _is_ours(row: Row, columns: Mapping[int, Field | None], sheet: Sheet) -> bool:
    """Whether nothing stands in an example row but what the template wrote there."""
    written = [example_texts(sheet, lang) for lang in EXAMPLE]
    return all(
        column is not None
        and normal(cell_text(row.cells[index])) in {normal(texts.get(column.path, "")) for texts in written}
        for index, column in columns.items()
        if index in row.cells
    )


def _changed(raw: RawSheet, row: Row, index: int) -> Problem:
    return Problem(
        "E-19",
        {
            "de": "Die Zeile nennt sich „Beispiel“ und wurde nicht gelesen, obwohl anderes darin steht als in der "
            "Vorlage. Ist sie ein Eintrag, bitte „Beispiel:“ löschen.",
            "en": "The row calls itself “example” and was not read, though it says something else than the template "
            "does. If it is an entry, please delete “Example:”.",
        },
        raw.place(row.number, index),
        cell_text(row.cells[index])[:200],
    )
