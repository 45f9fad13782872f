"""The bodies of a list: what its cells say about them, which are known already, and those found put into the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.bodies.kinds import kind_of
from ipgraph.bodies.recognition import Actor, Mention, Recognition
from ipgraph.bodies.wording import fold
from ipgraph.emit.tabular import rows as plan_rows
from ipgraph.errors import Place
from ipgraph.ingest import read
from ipgraph.ingest.values import split_values
from ipgraph.intake import reasons
from ipgraph.intake.ledger import Changed, Ledger, Left
from ipgraph.intake.records import Record, Records
from ipgraph.intake.relations import ACTOR, own_parent
from ipgraph.model import IDENTIFIER, Sheet, load_model, normal
from ipgraph.namespaces import SKOS

OTHER_NAMES = SKOS + "altLabel"


@dataclass
class KnownBodies:
    """Bodies that are known before the cells are read.

    Args:
        records: the rows of the list; its own list of bodies counts first.
        source: a plan, list of bodies included, to take known ones from.
    """

    records: Records
    source: Path | None
    _rows: dict[str, Record] = field(default_factory=dict)

    def known(self) -> list[Actor]:
        """All of them, with their spellings."""
        sheet = self.records.model.by_class[ACTOR]
        own = [record for record in self.records.rows[sheet] if record.key]
        taken = {record.key for record in own}
        for record in self._from_source(sheet):
            if record.key not in taken:
                self._rows[record.key] = record
        return [_known(record) for record in (*own, *self._rows.values())]

    def _from_source(self, sheet: Sheet) -> Iterator[Record]:
        if self.source is None:
            return
        reading = read(self.source)
        model = self.records.model
        for plan in reading.plans:
            for row in plan_rows(reading.store, plan, model)[sheet]:
                record = Record(sheet)
                for column in sheet.fields:
                    if text := row.text(column):
                        record.cells[column.path] = split_values(text) if column.multiple else [text]
                record.key = record.text(IDENTIFIER)
                if record.key:
                    yield record

    def put_in(self, recognition: Recognition, ledger: Ledger) -> None:
        """Put the bodies that cells name into the plan: known ones, with what they belong to, and new ones.

        Args:
            recognition: what the cells name. Kind and level of a new body are put in only where its name says them.
            ledger: takes down the bodies for which a column has no place, since it holds one.
        """
        sheet = self.records.model.by_class[ACTOR]
        words = {(one.key, place): one.written for one in recognition.outcomes for place in one.places}
        for record, path, said in _spoken(self.records):
            keys = record.cells.get(path, [])
            for key, place in ((key, place) for text, place in said for key in recognition.keys(text)):
                if key not in keys and keys and not record.sheet.by_path[path].multiple:
                    ledger.left.append(Left(place, words[key, place], reasons.FULL))
                elif key not in keys:
                    record.cells[path] = keys = [*keys, key]
        self._add_used(sheet)
        sure = {outcome.key for outcome in recognition.outcomes if outcome.verdict == "new"}
        for body in recognition.new:
            fresh = Record(sheet, key=body.key)
            fresh.put(sheet.label_path or "", body.name)
            others = [spelling for spelling in dict.fromkeys(body.spellings) if spelling != body.name]
            if others:
                fresh.cells[OTHER_NAMES] = others
            for path, code in kind_of(body.name, sheet).items() if body.key in sure else ():
                fresh.put(path, code)
            self.records.add(fresh)

    def _add_used(self, sheet: Sheet) -> None:
        used = {
            key
            for rows in self.records.rows.values()
            for record in rows
            for column in record.sheet.fields
            if ACTOR in column.references
            for key in record.cells.get(column.path, ())
        }
        above = own_parent(sheet)
        waiting = [key for key in self._rows if key in used]
        added: set[str] = set()
        while waiting:
            key = waiting.pop(0)
            if key in added or key not in self._rows:
                continue
            added.add(key)
            waiting += self._rows[key].cells.get(above.path, []) if above else []
        for key, record in self._rows.items():
            if key in added:
                self.records.add(record)


def _known(record: Record) -> Actor:
    spellings = [text for path in _spellings(record.sheet) for text in record.cells.get(path, ())] or [record.key]
    return Actor(record.key, spellings[0], tuple(dict.fromkeys(spellings)))


def _spellings(sheet: Sheet) -> list[str]:
    """The columns of the sheet of bodies in which one is called something: name, short name, other names."""
    return [path for path in (sheet.label_path, sheet.short_label_path, OTHER_NAMES) if path]


def names_in(source: Path) -> frozenset[str]:
    """The names and other spellings of the bodies of a plan, folded.

    Args:
        source: the plan.

    Raises:
        IpgraphError: it cannot be read.
    """
    model = load_model()
    reading = read(source)
    sheet = model.by_class[ACTOR]
    return frozenset(
        fold(str(value))
        for plan in reading.plans
        for row in plan_rows(reading.store, plan, model)[sheet]
        for path in _spellings(sheet)
        for value in row.cells.get(path, ())
    )


def resolve_keys(records: Records) -> None:
    """Take cells that name bodies by nothing but their Kennungen, or codes of a list, for what they are.

    Args:
        records: all rows, with the bodies that the list itself knows.
    """
    known = records.keys(records.model.by_class[ACTOR])
    for sheet, rows in records.rows.items():
        for record in rows:
            for path, said in list(record.bodies.items()):
                codes = {s for scheme in sheet.by_path[path].schemes for s in scheme.by_spelling}
                parts = [part for text, _ in said for part in split_values(text.replace(",", ";"))]
                if parts and all(part in known or normal(part) in codes for part in parts):
                    record.cells[path] = [*record.cells.get(path, ()), *parts]
                    del record.bodies[path]


def untold(records: Records, recognition: Recognition, ledger: Ledger) -> None:
    """Take down cells that say more than the names that were found in them.

    Args:
        records: the rows with what their cells say about bodies.
        recognition: the names that were found.
        ledger: takes down the cells.
    """
    found: dict[Place, list[str]] = {}
    for outcome in recognition.outcomes:
        for place in outcome.places:
            found.setdefault(place, []).append(outcome.written)
    for mention in mentions(records):
        rest, names = mention.text, found.get(mention.place, [])
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, " ", 1)
        if re.search(r"[^\W\d_]{4,}", re.sub(r"\bsowie\b", "", rest)):
            about = {"de": "Stellen", "en": "bodies"}
            ledger.changed.append(Changed(mention.place, mention.text, "; ".join(names), about))


def mentions(records: Records) -> list[Mention]:
    """What the cells of all rows say about bodies, in the order of the sheets and rows."""
    return [Mention(text, place) for _, _, said in _spoken(records) for text, place in said]


def _spoken(records: Records) -> Iterator[tuple[Record, str, list[tuple[str, Place]]]]:
    """Row, property and cells of everything that cells say about bodies."""
    for rows in records.rows.values():
        for record in rows:
            for path, said in record.bodies.items():
                yield record, path, said
