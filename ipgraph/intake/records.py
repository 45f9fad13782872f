"""The rows of the plan while they come into being, and the ones that others stand under."""

from __future__ import annotations

from dataclasses import dataclass, field

from ipgraph.errors import Place
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.keys import clean_key, split_number, unique
from ipgraph.intake.mapping import ListMapping
from ipgraph.intake.memory import Memory, folded
from ipgraph.intake.relations import NUMBER, label, link
from ipgraph.model import Field, Model, Sheet


@dataclass(eq=False)
class Record:
    """A row of the plan.

    Args:
        sheet: its sheet.
        cells: texts by the property of the column.
        bodies: what cells say about bodies, with their place, by the property of the column.
        references: what cells say about other rows, by the property of the column.
        key: its Kennung, as soon as it has one.
        own_key: the Kennung that the list gives it; empty where it gives none.
        groups: Kennungen of what it stands under, from the outer to the inner.
        about: the row that it tells of, for rows without a Kennung; with the column that says so.
        place: where it stands in the list; None for rows that follow from the list as a whole.
        listed: whether a list of its own tells of it, so that it is meant wherever it is named.
    """

    sheet: Sheet
    cells: dict[str, list[str]] = field(default_factory=dict)
    bodies: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)
    references: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)
    key: str = ""
    own_key: str = ""
    groups: tuple[str, ...] = ()
    about: tuple[Field, Record] | None = None
    place: Place | None = None
    listed: bool = False

    def text(self, path: str) -> str:
        """The first text of a column; empty where it has none."""
        return next(iter(self.cells.get(path, ())), "")

    def take(self, column: Field, text: str) -> bool:
        """Add a text to a column, once.

        Returns:
            Whether it is there now; not where the column holds one text and has another.
        """
        texts = self.cells.get(column.path, [])
        if text not in texts:
            if texts and not column.multiple:
                return False
            self.cells[column.path] = [*texts, text]
        return True

    def put(self, path: str, text: str) -> None:
        """Give the column one text, unless that is empty."""
        if text:
            self.cells[path] = [text]


class Records:
    """All rows of the plan, found again by what they are called.

    Args:
        vocabulary: what groups are called, for parting numbers from titles.
        mapping: the letters before running numbers.
        memory: the Kennungen that earlier runs have given.
    """

    def __init__(self, vocabulary: Vocabulary, mapping: ListMapping, memory: Memory | None = None) -> None:
        self.vocabulary = vocabulary
        self.model: Model = vocabulary.model
        self.mapping = mapping
        self.memory = memory or Memory()
        self.rows: dict[Sheet, list[Record]] = {sheet: [] for sheet in self.model.sheets}
        self._index: dict[tuple[Sheet, str, str], Record] = {}
        self.unnamed_keys: dict[Sheet, list[str]] = {}

    def add(self, record: Record) -> Record:
        """Take in a row; one that has its Kennung can be found from now on."""
        self.rows[record.sheet].append(record)
        if record.key:
            self.name(record)
        return record

    def name(self, record: Record) -> None:
        """Let a row be found by its Kennung, its number and its name, within its group and anywhere."""
        name = label(record.sheet)
        texts = [record.key, record.text(NUMBER), record.text(name.path) if name else ""]
        for text in filter(None, texts):
            for group in (self._group(record), "*"):
                self._index.setdefault((record.sheet, group, folded(text)), record)

    def keys(self, sheet: Sheet) -> set[str]:
        """The Kennungen of a sheet that are in use."""
        return {record.key for record in self.rows[sheet] if record.key}

    def find(self, sheet: Sheet, text: str, group: str = "*") -> Record | None:
        """The row of a sheet with that Kennung, number or name, in that group or anywhere (``*``)."""
        number, title = split_number(text, self.vocabulary)
        forms = (text, title) if title else (text, number)
        found = (self._index.get((sheet, group, folded(form))) for form in forms if form)
        return next((record for record in found if record), None)

    def above(
        self, sheet: Sheet, text: str, number: str, over: Record | None, place: Place | None
    ) -> tuple[Record, bool]:
        """The row that others stand under: found by its name or number, else made.

        Args:
            sheet: its sheet.
            text: its name as written, perhaps with a number; may be empty.
            number: its number, where a column of its own says it.
            over: the row that it stands under itself.
            place: where it is named.

        Returns:
            The row, and whether it was made now.
        """
        wanted = text or number
        if found := (self.find(sheet, wanted, over.key if over else "") or self._from_own_list(sheet, wanted)):
            return found, False
        own, title = split_number(text, self.vocabulary)
        number = clean_key(number) or own
        record = Record(sheet, place=place, groups=(*over.groups, over.key) if over else ())
        record.key = self._key(sheet, number, over, title)
        name = label(sheet)
        if name:
            record.put(name.path, title or ("" if any(c.isdigit() for c in text) else " ".join(text.split())))
        if NUMBER in sheet.by_path:
            record.put(NUMBER, number)
        self._put_under(record, over)
        return self.add(record), True

    def _from_own_list(self, sheet: Sheet, form: str) -> Record | None:
        """A row that a list of its own tells of, whichever group it is in."""
        found = self.find(sheet, form)
        return found if found and found.listed else None

    def unnamed(self, sheet: Sheet, over: Record | None) -> Record:
        """The row without a name that stands in where the list names none: one for each row above it."""
        key = f"{over.key}-{self.mapping.goal_prefix}" if over else f"{self.mapping.chapter_prefix}0"
        found = next((record for record in self.rows[sheet] if record.key == key), None)
        if found:
            return found
        record = Record(sheet, key=key, groups=(*over.groups, over.key) if over else ())
        self.unnamed_keys.setdefault(sheet, []).append(key)
        self._put_under(record, over)
        return self.add(record)

    def remembered(self) -> Memory:
        """The Kennungen of earlier runs, and those of these rows."""
        for sheet, rows in self.rows.items():
            name = label(sheet)
            if name is None or sheet.identifier is None:
                continue
            for record in rows:
                if record.key and record.text(name.path):
                    self.memory.note(sheet.file_name, self._group(record), record.text(name.path), record.key)
        return self.memory

    def _put_under(self, record: Record, over: Record | None) -> None:
        if over and (column := link(record.sheet, over.sheet, self.model)):
            record.cells[column.path] = [over.key]

    def _key(self, sheet: Sheet, number: str, over: Record | None, title: str) -> str:
        """A Kennung for a row above others: its number, else a letter and the next one that is free."""
        used = self.keys(sheet)
        nested = over is not None and over.sheet is not sheet
        prefix = f"{over.key}-{self.mapping.goal_prefix}" if over and nested else self.mapping.chapter_prefix
        if over and not nested:
            prefix = f"{over.key}."
        if number:
            plain = number.isdigit() and nested
            key = f"{prefix}{number}" if plain else number
            if key in used and over:
                key = f"{over.key}-{number}"
            return unique(key, used)
        bare = self.unnamed_keys.get(sheet, ())
        group = over.key if over else ""
        count = sum(self._group(record) == group and record.key not in bare for record in self.rows[sheet])
        if kept := self.memory.key(sheet.file_name, group, title, used):
            return kept
        used |= self.memory.keys(sheet.file_name)
        key = f"{prefix}{count + 1}"
        while key in used:
            count += 1
            key = f"{prefix}{count + 1}"
        return key

    @staticmethod
    def _group(record: Record) -> str:
        return record.groups[-1] if record.groups else ""
