"""The bodies of a list: those known beforehand, what its cells say about them, and those found put into the plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
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


Rows = Mapping[str, Record]
"""Rows of bodies by their Kennung."""


def known_rows(source: Path | None) -> Rows:
    """The bodies of another plan.

    Args:
        source: the plan; None for none.

    Raises:
        IpgraphError: it cannot be read.
    """
    if source is None:
        return {}
    model, reading = load_model(), read(source)
    sheet = model.by_class[ACTOR]
    rows: dict[str, Record] = {}
    for row in (row for plan in reading.plans for row in plan_rows(reading.store, plan, model)[sheet]):
        record = Record(sheet)
        for column in sheet.fields:
            if text := row.text(column):
                record.cells[column.path] = split_values(text) if column.multiple else [text]
        record.key = record.text(IDENTIFIER)
        if record.key:
            rows[record.key] = record
    return rows


def names_of(known: Rows) -> frozenset[str]:
    """The names and other spellings of bodies, folded."""
    return frozenset(fold(text) for record in known.values() for text in _spellings(record))


def known_actors(records: Records, known: Rows) -> list[Actor]:
    """The bodies that have a Kennung, with their spellings.

    Args:
        records: the rows of the list; its own list of bodies counts first.
        known: the bodies of another plan.
    """
    own = {record.key: record for record in records.rows[records.model.by_class[ACTOR]] if record.key}
    found: list[Actor] = []
    for record in [*own.values(), *(record for key, record in known.items() if key not in own)]:
        spellings = _spellings(record) or [record.key]
        found.append(Actor(record.key, spellings[0], tuple(dict.fromkeys(spellings))))
    return found


def _spellings(record: Record) -> list[str]:
    """What a body is called: name, short name, other names."""
    paths = (record.sheet.label_path, record.sheet.short_label_path, OTHER_NAMES)
    return [text for path in paths if path for text in record.cells.get(path, ())]


# ---------------------------------------------------------------------- what cells say


def mentions(records: Records) -> list[Mention]:
    """What the cells of all rows say about bodies, in the order of the sheets and rows."""
    return [Mention(text, place) for _, _, said in _spoken(records) for text, place in said]


def _spoken(records: Records) -> Iterator[tuple[Record, str, list[tuple[str, Place]]]]:
    """Row, property and cells of everything that cells say about bodies."""
    for rows in records.rows.values():
        for record in rows:
            for path, said in record.bodies.items():
                yield record, path, said


def resolve_keys(records: Records, ledger: Ledger) -> None:
    """Take cells that name bodies by nothing but their Kennungen, or codes of a list, for what they are.

    Args:
        records: all rows, with the bodies that the list itself knows.
        ledger: takes down those for which a column has no place, since it holds one.
    """
    known = records.keys(records.model.by_class[ACTOR])
    for record, path, said in list(_spoken(records)):
        column = record.sheet.by_path[path]
        codes = {spelling for scheme in column.schemes for spelling in scheme.by_spelling}
        parts = [(part, place) for text, place in said for part in split_values(text.replace(",", ";"))]
        if parts and all(part in known or normal(part) in codes for part, _ in parts):
            del record.bodies[path]
            for part, place in parts:
                if not record.take(column, part):
                    ledger.left.append(Left(place, part, reasons.FULL))


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


# ---------------------------------------------------------------------- into the plan


def put_in(records: Records, known: Rows, recognition: Recognition, ledger: Ledger) -> None:
    """Put the bodies that cells name into the plan: known ones, with what they belong to, and new ones.

    Args:
        records: the rows of the list.
        known: the bodies of another plan.
        recognition: what the cells name. Kind and level of a new body are put in only where its name says them.
        ledger: takes down the bodies for which a column has no place, since it holds one.
    """
    words = {(one.key, place): one.written for one in recognition.outcomes for place in one.places}
    for record, path, said in _spoken(records):
        for key, place in ((key, place) for text, place in said for key in recognition.keys(text)):
            if not record.take(record.sheet.by_path[path], key):
                ledger.left.append(Left(place, words.get((key, place), key), reasons.FULL))
    sheet = records.model.by_class[ACTOR]
    own = records.keys(sheet)
    used = _used(records, {key: record for key, record in known.items() if key not in own})
    for record in (record for key, record in known.items() if key in used):
        records.add(record)
    sure = {outcome.key for outcome in recognition.outcomes if outcome.verdict == "new"}
    for actor in recognition.new:
        records.add(_fresh(actor, sheet, actor.key in sure))


def _fresh(actor: Actor, sheet: Sheet, sure: bool) -> Record:
    """The row of a new body."""
    record = Record(sheet, key=actor.key)
    record.put(sheet.label_path or "", actor.name)
    others = [spelling for spelling in dict.fromkeys(actor.spellings) if spelling != actor.name]
    if others:
        record.cells[OTHER_NAMES] = others
    for path, code in kind_of(actor.name, sheet).items() if sure else ():
        record.put(path, code)
    return record


def _used(records: Records, known: Rows) -> Collection[str]:
    """The Kennungen of the known bodies that rows name, and of those that they are parts of."""
    named = {
        key
        for rows in records.rows.values()
        for record in rows
        for column in record.sheet.fields
        if ACTOR in column.references
        for key in record.cells.get(column.path, ())
    }
    above = own_parent(records.model.by_class[ACTOR])
    waiting, used = [key for key in known if key in named], set()
    while waiting:
        key = waiting.pop()
        if key in known and key not in used:
            used.add(key)
            waiting += known[key].cells.get(above.path, []) if above else []
    return used
