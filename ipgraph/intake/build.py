"""From all tables of a list to the rows of the plan, each with its Kennung."""

from __future__ import annotations

from collections.abc import Sequence

from ipgraph.intake.headings import MEASURE, Vocabulary
from ipgraph.intake.keys import RowMemory, clean_key, make_keys
from ipgraph.intake.ledger import Changed, Ledger
from ipgraph.intake.mapping import FORMS, ListMapping
from ipgraph.intake.memory import Memory
from ipgraph.intake.part import Part
from ipgraph.intake.records import NUMBER, Record, Records
from ipgraph.intake.relations import chain, label
from ipgraph.intake.rows import TableRows
from ipgraph.model import IDENTIFIER, Sheet


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
        kinds = dict.fromkeys(part.one.kind for part in parts)
        for kind in sorted(
            kinds, key=lambda sheet: (sheet.identifier is None, len(chain(sheet, self.model)), sheet.order)
        ):
            fresh: list[Record] = []
            for part in parts:
                if part.one.kind is kind:
                    fresh += TableRows(part, self.records, self.ledger).build()
            self._give_keys(kind, fresh)
        for sheet, rows in self.records.rows.items():
            self._give_keys(sheet, [record for record in rows if not record.key])
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
