"""From all tables of a list to the rows of the plan, each with its Kennung, and what it refers to found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipgraph.errors import Place
from ipgraph.intake import reasons
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.keys import RowMemory, clean_key, make_keys
from ipgraph.intake.ledger import Changed, Ledger, Left
from ipgraph.intake.mapping import FORMS, ListMapping
from ipgraph.intake.memory import Memory
from ipgraph.intake.part import Part
from ipgraph.intake.records import Record, Records
from ipgraph.intake.relations import MEASURE, NUMBER, chain, label, parent
from ipgraph.intake.rows import TableRows
from ipgraph.model import IDENTIFIER, Field, Sheet


class Builder:
    """Builds the rows of the plan.

    Args:
        vocabulary: what groups are called.
        mapping: what becomes of the list.
        ledger: takes down what became of every cell.
        memory: the Kennungen that earlier runs have given.
    """

    def __init__(
        self, vocabulary: Vocabulary, mapping: ListMapping, ledger: Ledger, memory: Memory | None = None
    ) -> None:
        self.vocabulary = vocabulary
        self.model = vocabulary.model
        self.mapping = mapping
        self.ledger = ledger
        self.records = Records(vocabulary, mapping, memory)

    def build(self, parts: Sequence[Part]) -> Records:
        """Build all rows; what others stand under comes first, what tells of others last."""
        kinds = dict.fromkeys(part.list_map.kind for part in parts)
        for kind in sorted(
            kinds, key=lambda sheet: (sheet.identifier is None, len(chain(sheet, self.model)), sheet.order)
        ):
            fresh: list[Record] = []
            for part in parts:
                if part.list_map.kind is kind:
                    fresh += TableRows(part, self.records, self.ledger).build()
            self._give_keys(kind, fresh)
        for sheet, rows in self.records.rows.items():
            self._give_keys(sheet, [record for record in rows if not record.key])
        _resolve(self.records, self.ledger)
        return self.records

    def _give_keys(self, kind: Sheet, fresh: list[Record]) -> None:
        if kind.identifier is None:
            return
        rows = [(record.text(IDENTIFIER) or clean_key(record.text(NUMBER)), record.groups[-2:]) for record in fresh]
        own = any(record.text(IDENTIFIER) for record in fresh)
        form = FORMS[0] if own else self.mapping.keys if kind.target == MEASURE else FORMS[0]
        ordered = [(number, tuple(dict.fromkeys(groups))) for number, groups in rows]
        letter = self._letter(kind)
        between = "" if kind.target == MEASURE else letter
        keys = make_keys(ordered, form, between, letter, self.records.keys(kind), self._memory(kind, fresh))
        for record, key in zip(fresh, keys, strict=True):
            record.own_key, record.key = record.text(IDENTIFIER), key
            if record.own_key not in ("", key) and record.place and kind.identifier:
                self.ledger.changed.append(Changed(record.place, record.own_key, key, kind.identifier.name))
            record.put(IDENTIFIER, key)
            self.records.name(record)

    def _memory(self, kind: Sheet, fresh: Sequence[Record]) -> RowMemory:
        """The Kennungen that rows had in earlier runs, each once."""
        memory, name, used = self.records.memory, label(kind), self.records.keys(kind)
        kept: list[str] = []
        for record in fresh:
            group = record.groups[-1] if record.groups else ""
            kept.append(memory.key(kind.file_name, group, record.text(name.path) if name else "", used))
            used.add(kept[-1])
        return RowMemory(kept, frozenset(memory.keys(kind.file_name)))

    def _letter(self, kind: Sheet) -> str:
        """What stands before running numbers: as the mapping says for chapters and goals, else a first letter."""
        above = [sheet for _, sheet in chain(self.model.by_class[MEASURE], self.model)]
        if kind in above:
            return self.mapping.chapter_prefix if kind is above[-1] else self.mapping.goal_prefix
        return kind.singular["de"][0]


def _resolve(records: Records, ledger: Ledger) -> None:
    """Find the rows that cells refer to by Kennung, number or name; a goal that is only numbered is made.

    What is nowhere to be found stays as it was written.
    """
    known = {sheet: {record.key for record in rows} for sheet, rows in records.rows.items()}
    for sheet, rows in list(records.rows.items()):
        for record in list(rows):
            for path, mentions in record.references.items():
                column = sheet.by_path[path]
                for text, place in mentions:
                    found = _referred(records, record, column, text)
                    if found is not None and found.key not in known[found.sheet]:
                        ledger.missing += _not_in_its_list(records, record, found, text, place)
                    key = text if found is None else found.key
                    if found and len(column.references) > 1:
                        key = f"{found.sheet.local}: {key}"
                    if not record.take(column, key):
                        ledger.left.append(Left(place, text, reasons.FULL))
                    elif found is None and not column.datatypes:
                        ledger.kept.append(Left(place, text, reasons.NO_SUCH_ROW))
    for rows in records.rows.values():
        for record in rows:
            if record.about:
                column, other = record.about
                record.cells[column.path] = [f"{other.sheet.local}: {other.key}"]


def _not_in_its_list(records: Records, record: Record, found: Record, text: str, place: Place) -> Iterator[Left]:
    """What to say of a row that is named and that the list of such rows does not have, where there is such a list."""
    lists = dict.fromkeys(
        one.place.sheet or one.place.file for one in records.rows[found.sheet] if one.listed and one.place
    )
    if lists:
        yield Left(place, text, reasons.not_in_its_list(record.key, found.sheet, text, list(lists)))


def _referred(records: Records, record: Record, column: Field, text: str) -> Record | None:
    model = records.model
    sheets = [model.by_class[name] for name in column.references if name in model.by_class]
    group = record.groups[-1] if record.groups else "*"
    found = (records.find(sheet, text, where) for sheet in sheets for where in (group, "*"))
    known = next((one for one in found if one and one is not record), None)
    step = parent(record.sheet, model)
    if known or not step or step[0] is not column:
        return known
    over = next(
        (one for rows in records.rows.values() for one in rows if one.key == group and one.sheet is not record.sheet),
        None,
    )
    if over is None and (above := parent(step[1], model)):
        over = records.unnamed(above[1], None)
    return records.above(step[1], "", text, over, record.place)[0]
