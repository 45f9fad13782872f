"""The workbook handed back: a county's own file with what the check has found in its cells.

A plan that came as CSV or RDF has no cells to mark; it gets the template, filled, and the marks in there.
"""

from __future__ import annotations

import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipgraph.emit.form import template
from ipgraph.emit.losses import losses
from ipgraph.emit.marking import Line, Listing, Mark, mark_workbook
from ipgraph.emit.ooxml.cells import position_of
from ipgraph.emit.tabular import Record, rows
from ipgraph.errors import IpgraphError, Place
from ipgraph.ingest import Reading
from ipgraph.ingest.rows import Origin, plan_from_sheets
from ipgraph.ingest.sheets import column_letter, read_workbook
from ipgraph.model import IDENTIFIER, Sheet, Text, load_model
from ipgraph.report.words import EXAMPLE, more_words, outcome
from ipgraph.validation.findings import Finding, Report
from ipgraph.validation.shapes import SEVERITIES, gravity

WORKBOOKS = (".xlsx", ".xlsm")
"""Suffixes of the sources that are handed back as they are."""
NAMES: Text = {"de": "Prüfung", "en": "Check"}
"""Name of the sheet with the list (see ``ipgraph.ingest.own_parts.HELPER_SHEETS``)."""
_HINT: Text = {
    "de": "Ein Klick auf die Zelle führt dorthin; dort steht dasselbe als Notiz. Die nächste Prüfung nimmt Farben und "
    "Notizen wieder weg und schreibt dieses Blatt neu; eigene Bemerkungen bitte nicht hier eintragen.",
    "en": "A click on the cell leads there, where a note says the same. The next check takes colours and notes off "
    "again and rewrites this sheet; please do not write remarks of your own here.",
}
_HEADINGS = {
    "de": ("Gewicht", "Regel", "Blatt", "Zelle", "Kennung", "Was ist los", EXAMPLE["de"]),
    "en": ("Weight", "Rule", "Sheet", "Cell", "Identifier", "What is the matter", EXAMPLE["en"]),
}
_WIDTHS = (10, 8, 18, 8, 15, 66, 50)
_LINK = 3


@dataclass(frozen=True)
class _Spot:
    """A cell: name of its sheet, row and column from 1."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        return f"{column_letter(self.column - 1)}{self.row}"


def checked_workbook(reading: Reading, report: Report, lang: str = "de") -> bytes:
    """Hand a workbook back with everything that was found in it.

    It is the same file: only colours and notes of the cells in question change, and a sheet that lists the findings
    is put in front. Checking the result again takes the marks off first.

    Args:
        reading: one plan, as it was read.
        report: the outcome of its check.
        lang: language of notes and list ("de", "en").

    Returns:
        Content of the workbook. It is of the kind of the source: one with macros (``.xlsm``) has to be saved as such.

    Raises:
        IpgraphError: there are several plans, or the workbook cannot be changed.
    """
    if len(reading.plans) != 1:
        raise IpgraphError(
            f"Eine Arbeitsmappe fasst einen Plan; hier sind es {len(reading.plans)}. Bitte einen Plan nach dem "
            "anderen prüfen.",
            f"A workbook holds one plan; here are {len(reading.plans)}. Please check one plan after the other.",
        )
    source = reading.sources[0]
    if source.suffix.lower() in WORKBOOKS:
        spots = _Spots(source, reading.origins)
        return _marked(source.read_bytes(), source.name, report.findings, lambda one: spots.of(one.place), lang)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{source.stem}.xlsx"
        template(path, reading, lang)
        placed = _Placed(reading, path, lang)
        return _marked(path.read_bytes(), path.name, [*report.findings, *placed.lost], placed.of, lang)


def _marked(
    content: bytes, name: str, findings: Iterable[Finding], spot: Callable[[Finding], _Spot | None], lang: str
) -> bytes:
    found = sorted(((one, spot(one)) for one in findings), key=lambda pair: gravity(pair[0].severity))
    marks = [
        Mark(spot.sheet, spot.row, spot.column, gravity(one.severity), _note(one, lang)) for one, spot in found if spot
    ]
    counts = Counter(one.severity for one, _ in found)
    listing = Listing(
        names=(NAMES[lang], *NAMES.values()),
        title=f"{NAMES[lang]}: {outcome({severity: counts[severity] for severity in SEVERITIES}, lang)}",
        hint=_HINT[lang],
        headings=_HEADINGS[lang],
        widths=_WIDTHS,
        link=_LINK,
        lines=[Line(gravity(one.severity), _texts(one, spot, lang), _target(spot)) for one, spot in found],
    )
    return mark_workbook(content, name, marks, listing, lambda number: f"{more_words(number, lang)} ({NAMES[lang]})")


def _note(finding: Finding, lang: str) -> str:
    """What the note says: weight and rule, the sentence, an example."""
    example = finding.example.get(lang, "")
    lines = [f"{SEVERITIES[finding.severity][lang]} · {finding.code}", finding.message[lang]]
    return "\n".join(lines + ([f"{EXAMPLE[lang]}: {example}"] if example else []))


def _texts(finding: Finding, spot: _Spot | None, lang: str) -> tuple[str, ...]:
    """A line of the list; what has no cell says where it stands in words."""
    weight, example = SEVERITIES[finding.severity][lang], finding.example.get(lang, "")
    where = (spot.sheet, spot.address) if spot else (finding.cell(lang), "")
    return (weight, finding.code, *where, finding.identifier, finding.message[lang], example)


def _target(spot: _Spot | None) -> tuple[str, str] | None:
    return (spot.sheet, spot.address) if spot else None


# ---------------------------------------------------------------------- cells of the workbook that was read


class _Spots:
    """Which cell of a workbook is meant by a place in it."""

    def __init__(self, path: Path, origins: Mapping[str, Origin]) -> None:
        self._path = path
        self._rows = {(one.sheet.name, one.row): one for one in origins.values() if one.sheet and one.row}
        self._sheets = {one.sheet.name: one.sheet for one in origins.values() if one.sheet}
        self._headings = cache(self._find_headings)

    def of(self, place: Place | None) -> _Spot | None:
        """The cell of a place: of a row the Kennung, of a column or sheet the heading."""
        if place is None or place.sheet is None:
            return None
        row, first = (place.row, 0) if place.row else self._headings(place.sheet)
        column = position_of(f"{place.letter}1")[1] or self._first_column(place.sheet, row) or first + 1
        return _Spot(place.sheet, row, column)

    def _first_column(self, sheet: str, row: int) -> int:
        """Column of the Kennung, else of the first heading; 0 where the sheet was not read."""
        origin = self._rows.get((sheet, row))
        if origin and IDENTIFIER in origin.columns:
            return origin.columns[IDENTIFIER] + 1
        return min(self._sheets[sheet].headings, default=0) + 1 if sheet in self._sheets else 0

    def _find_headings(self, sheet: str) -> tuple[int, int]:
        """Number of the row with the headings and index of its first cell; of the first row with text, if unknown."""
        from openpyxl import load_workbook

        known = self._sheets.get(sheet)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it does not know
            book = load_workbook(self._path, read_only=True, keep_links=False)
        try:
            worksheet = book[sheet]
            worksheet.reset_dimensions()
            for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1):
                texts = {index: " ".join(str(value).split()) for index, value in enumerate(values) if value is not None}
                texts = {index: text for index, text in texts.items() if text}
                if texts and (known is None or known.headings.items() <= texts.items()):
                    return number, min(texts)
        finally:
            book.close()
        return 1, 0


# ---------------------------------------------------------------------- cells of a workbook that is made for it


class _Placed:
    """Which cell of the filled template tells of a resource: rows keep their order within a sheet.

    Args:
        reading: one plan.
        path: the template that was filled with it.
        lang: language of its sheet names.
    """

    def __init__(self, reading: Reading, path: Path, lang: str) -> None:
        model, plan = load_model(), reading.plans[0]
        records = rows(reading.store, plan, model, lang)
        again = plan_from_sheets(read_workbook(path), model, path.stem, path.name)
        self._origins = dict(_paired(records, again.origins.values(), lang))
        self._spots = _Spots(path, again.origins)
        lost = losses(reading.store, plan, model, records, again, path.name)
        self.lost = [Finding(one.code, "info", one.message, {}, plan=plan) for one in lost]
        """What the sheets could not carry."""

    def of(self, finding: Finding) -> _Spot | None:
        """The cell of a finding; None for one of no resource, or of one that has no row."""
        origin = self._origins.get(finding.focus or "")
        return self._spots.of(origin.at(finding.path)) if origin else None


def _paired(
    records: Mapping[Sheet, list[Record]], origins: Iterable[Origin], lang: str
) -> Iterator[tuple[str, Origin]]:
    """The row that was written for each resource."""
    by_sheet: dict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        if origin.sheet:
            by_sheet[origin.sheet.name].append(origin)
    for sheet, written in records.items():
        found = sorted(by_sheet[sheet.name[lang]], key=lambda one: one.row or 0)
        yield from zip((record.iri for record in written if record.cells), found, strict=False)
