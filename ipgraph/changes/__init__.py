"""What has changed between two editions of a plan: row by row, in the words of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ipgraph.browse import Resource, is_membership, load_plan
from ipgraph.changes import editions, words
from ipgraph.changes.change import NO_TEXT, Cell, Change
from ipgraph.changes.matching import Pair, likely_renamed, pairs
from ipgraph.changes.meaning import Meanings, title
from ipgraph.changes.renames import Renames, renames
from ipgraph.ingest import Reading, read
from ipgraph.ingest.values import natural_key
from ipgraph.model import Sheet, Text, load_model
from ipgraph.namespaces import IP
from ipgraph.table import Iri, Table, Value
from ipgraph.validation.findings import Edition

EDITION = IP + "edition"


@dataclass(frozen=True)
class Changes:
    """All differences between two editions.

    Args:
        old: the old edition.
        new: the new edition.
        changes: the rows that differ, by sheet, chapter and Kennung.
        rows: every row of both editions, whether it differs or not.
        numbers: what the editions call themselves ("1. Fassung"); empty where they do not.
        notes: what else a person should know, a sentence each.
    """

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    rows: tuple[Pair, ...]
    numbers: tuple[str, str] = ("", "")
    notes: tuple[Text, ...] = ()

    @property
    def guesses(self) -> bool:
        """Whether a row was probably renamed, which nobody has confirmed yet."""
        return any(change.likely for change in self.changes)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.changes

    def of(self, sheet: Sheet) -> tuple[Change, ...]:
        """The changes of one sheet."""
        return tuple(change for change in self.changes if change.sheet is sheet)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets in which something changed, in their order."""
        return tuple(dict.fromkeys(change.sheet for change in self.changes))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """What has changed, one sentence a sheet: "3 Ziele neu, 2 entfallen."."""
        return tuple(words.of_sheet(sheet, self.of(sheet)) for sheet in self.sheets) or (words.SAME,)

    @property
    def summary(self) -> Text:
        """The same in one short text."""
        return {lang: " ".join(sentence[lang] for sentence in self.sentences) for lang in ("de", "en")}

    def table(self, lang: str = "de") -> Table:
        """The differences as a table, one row for each new or gone row of the plan and for each changed cell."""
        return Table(words.COLUMNS, tuple(row for change in self.changes for row in _rows(change, lang)), words.TITLE)


def _rows(change: Change, lang: str) -> Iterator[tuple[Value, ...]]:
    start = (
        change.sheet.file_name, change.sheet.name[lang], words.chapter(change.chapter, lang) or None,
        change.identifier[lang] or None, Iri(change.pair.row.iri), change.label or None, change.kind,
        words.KINDS[change.kind][lang],
    )  # fmt: skip
    note = words.note(change, lang) or None
    if not change.cells:
        yield (*start, None, None, None, None, note)
    for cell in change.cells:
        texts = (cell.before[lang] or None, cell.after[lang] or None)
        yield (*start, cell.column.local, cell.column.name[lang], *texts, note)


Source = str | Path | Reading


def diff(old: Source, new: Source, renames: Path | None = None) -> Changes:
    """Compare two editions of a plan.

    Args:
        old: workbook, CSV folder, RDF file, store or address with the old edition, or a reading of it.
        new: the same of the new edition.
        renames: list of the rows that got another Kennung, as a person confirmed it.

    Returns:
        What differs in meaning; that one edition is a workbook and the other RDF makes no difference.

    Raises:
        IpgraphError: a source cannot be read, or the two are no editions of one plan.
    """
    before, after = (one if isinstance(one, Reading) else read(one) for one in (old, new))
    return between(before, after, editions.chosen(before, after), renames)


def between(
    old: Reading, new: Reading, chosen: tuple[Edition, Edition], listed: Path | None = None, *, signed: bool = True
) -> Changes:
    """The same as :func:`diff`, where it is known which plan of each reading is meant; without names for the public."""
    one, other = chosen
    editions.refuse_others(one, other)
    was, now = (load_plan(reading.store, plan.iri, load_model()) for reading, plan in ((old, one), (new, other)))
    known = renames(was, now, listed, signed=signed)
    before = Meanings(was, {identity: rename.new for identity, rename in known.confirmed.items()})
    after = Meanings(now)
    rows = {sheet: pairs(sheet, before, after) for sheet in was.model.sheets}
    changes = (sorted(_of_sheet(sheet, found, before, after, known), key=_place) for sheet, found in rows.items())
    notes = [*known.notes, *([words.TURNED] if one.begins and other.begins and other.begins < one.begins else [])]
    numbers = (was.resource.text(EDITION), now.resource.text(EDITION))
    matched = tuple(chain.from_iterable(rows.values()))
    return Changes(one, other, tuple(chain.from_iterable(changes)), matched, numbers, tuple(notes))


def _of_sheet(sheet: Sheet, found: Sequence[Pair], old: Meanings, new: Meanings, known: Renames) -> Iterator[Change]:
    likely = likely_renamed(found)
    for pair in found:
        row, meanings = (pair.new, new) if pair.new else (pair.row, old)
        change = Change("gone", pair, title(row, meanings), _chapter(row), likely=likely.get(row.iri))
        part = known.parts.get((sheet.target, row.identifier.strip())) if pair.new and not pair.old else None
        if part:
            change = replace(change, likely=None, note=words.part_of(part.old[1], part.note))
        if pair.old is None or pair.new is None:
            yield replace(change, kind="new") if pair.new else change
            continue
        cells = tuple(_cells(sheet, pair.old, pair.new, old, new))
        rename = known.confirmed.get((sheet.target, pair.old.identifier.strip()))
        if rename or cells:
            note = rename.note if rename else NO_TEXT
            yield replace(change, kind="renamed" if rename else _kind(cells, pair.new), cells=cells, note=note)


def _kind(cells: Sequence[Cell], row: Resource) -> str:
    """Whether a row has moved: its first place is another one, and that is there."""
    places = [column for column in row.sheet.fields if is_membership(column)][:1]
    return "moved" if row.container and any(cell.column in places for cell in cells) else "changed"


def _cells(sheet: Sheet, was: Resource, now: Resource, old: Meanings, new: Meanings) -> Iterator[Cell]:
    for column in sheet.fields:
        before, after = old.of(was, column), new.of(now, column)
        if before.keys() != after.keys():
            yield Cell(column, _said(before, after), _said(after, before))


def _said(values: dict[str, Text], others: dict[str, Text]) -> Text:
    """The values that the other edition has not, as one text."""
    own = [said for key, said in values.items() if key not in others]
    return {lang: "; ".join(said[lang] for said in own) for lang in ("de", "en")}


def _chapter(row: Resource) -> Resource | None:
    return next((one for one in (*row.ancestors, row) if one.sheet.target == IP + "Chapter"), None)


def _place(change: Change) -> tuple[object, ...]:
    """Where a change stands in a report: chapter, Kennung; what belongs to no chapter first."""
    chapter = natural_key(change.chapter.identifier) if change.chapter else ((), "")
    return chapter, natural_key(change.identifier["de"]), change.pair.row.iri
