"""The last steps to a plan: references found, bodies put in, all rows written as sheets and read as a graph."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.bodies.actors import KnownActor, Mention, Recognition
from ipgraph.bodies.kinds import kind_of
from ipgraph.emit import write_csv_folder
from ipgraph.emit.tabular import rows as plan_rows
from ipgraph.errors import Place, Problem
from ipgraph.ingest import Reading, read
from ipgraph.ingest.rows import plan_from_sheets
from ipgraph.ingest.sheets import RawSheet, Row
from ipgraph.ingest.values import join_values, split_values
from ipgraph.intake.headings import ACTOR
from ipgraph.intake.ledger import Changed, Ledger, Left
from ipgraph.intake.order import as_listed
from ipgraph.intake.records import Record, Records
from ipgraph.intake.relations import own_parent, parent
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, load_model, normal
from ipgraph.namespaces import IP, SKOS
from ipgraph.store import EmbeddedStore

# ---------------------------------------------------------------------- references


def resolve(records: Records, ledger: Ledger) -> None:
    """Find the rows that cells refer to by Kennung, number or name; a goal that is only numbered is made.

    Args:
        records: all rows; references become Kennungen.
        ledger: takes down what is nowhere to be found.
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
                    if found is None and column.datatypes:
                        record.cells.setdefault(path, []).append(text)
                    elif found is None:
                        ledger.left.append(Left(place, text, {
                            "de": "eine Zeile mit dieser Kennung oder diesem Namen gibt es nicht",
                            "en": "there is no row with this identifier or name",
                        }))  # fmt: skip
                    elif len(column.references) > 1:
                        record.cells.setdefault(path, []).append(f"{found.sheet.local}: {found.key}")
                    elif found.key not in record.cells.setdefault(path, []):
                        record.cells[path].append(found.key)
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
        name, names = found.sheet.singular, ", ".join(f"„{one}“" for one in lists)
        yield Left(place, text, {
            "de": f"{record.key} nennt {name['de']} „{text}“; das Blatt {names} hat es nicht",
            "en": f"{record.key} names {name['en']} “{text}”, which sheet {names} does not have",
        })  # fmt: skip


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


# ---------------------------------------------------------------------- bodies


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

    def known(self) -> list[KnownActor]:
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

    def put_in(self, recognition: Recognition) -> None:
        """Put the bodies that cells name into the plan: known ones, with what they belong to, and new ones.

        Args:
            recognition: what the cells name. Kind and level of a new body are put in only where its name says them.
        """
        sheet = self.records.model.by_class[ACTOR]
        for rows in self.records.rows.values():
            for record in rows:
                for path, mentions in record.bodies.items():
                    keys = dict.fromkeys(key for text, _ in mentions for key in recognition.keys(text))
                    column = record.sheet.by_path[path]
                    keys = keys if column.multiple else dict.fromkeys([*keys][:1])
                    if keys:
                        record.cells[path] = [*record.cells.get(path, ()), *keys]
        self._add_used(sheet)
        sure = {outcome.key for outcome in recognition.outcomes if outcome.verdict == "new"}
        for body in recognition.new:
            fresh = Record(sheet, key=body.key)
            fresh.put(sheet.label_path or "", body.name)
            others = [spelling for spelling in dict.fromkeys(body.spellings) if spelling != body.name]
            if others:
                fresh.cells[SKOS + "altLabel"] = others
            for path, code in kind_of(body.name, self.records.model).items() if body.key in sure else ():
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


def _known(record: Record) -> KnownActor:
    paths = (record.sheet.label_path, record.sheet.short_label_path, SKOS + "altLabel")
    spellings = [text for path in paths if path for text in record.cells.get(path, ())]
    return KnownActor(
        record.key, spellings[0] if spellings else record.key, tuple(dict.fromkeys(spellings or [record.key]))
    )


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
    paths = [path for path in (sheet.label_path, sheet.short_label_path, SKOS + "altLabel") if path]
    return frozenset(
        " ".join(str(value).casefold().split())
        for plan in reading.plans
        for row in plan_rows(reading.store, plan, model)[sheet]
        for path in paths
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
    return [
        Mention(text, place)
        for rows in records.rows.values()
        for record in rows
        for said in record.bodies.values()
        for text, place in said
    ]


# ---------------------------------------------------------------------- out


def plan_files(records: Records, plan: Mapping[str, str], model: Model) -> tuple[dict[str, bytes], list[Problem]]:
    """Write the rows as the CSV files of a plan, in the form that every CSV folder of this program has.

    Args:
        records: the rows.
        plan: the plan's own row, by property.
        model: the sheets.

    Returns:
        Content by name of file, and what the reader of plans has to say about it.

    Raises:
        IpgraphError: the system refuses to write.
    """
    sheet_of_plan = model.by_class[IP + "Plan"]
    told = next(iter(records.rows[sheet_of_plan]), Record(sheet_of_plan))
    own = Record(sheet_of_plan, {path: [text] for path, text in plan.items() if text} | told.cells)
    raws = [_raw(sheet, [own] if sheet is own.sheet else records.rows[sheet]) for sheet in model.sheets]
    graph = plan_from_sheets(raws, model, own.text(IDENTIFIER) or "plan")
    store = EmbeddedStore()
    store.add(graph.iri, graph.triples)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plan"
        problems = write_csv_folder(Reading(store, [graph.iri]), graph.iri, folder)
        files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
        for sheet in model.sheets:
            name = f"{sheet.file_name}.csv"
            files[name] = as_listed(files[name], sheet, records.rows[sheet])
        lost = [*problems, *_not_as_meant(read(folder).problems)]
    return files, lost


def _not_as_meant(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What the reader says about the folder, without what only says that a column is empty."""
    return (problem for problem in problems if problem.path is not None)


def _raw(sheet: Sheet, rows: Iterable[Record]) -> RawSheet:
    raw = RawSheet(f"{sheet.file_name}.csv", sheet.file_name, in_workbook=False)
    raw.headings = {index: column.name["de"] for index, column in enumerate(sheet.fields)}
    for number, record in enumerate(rows, start=2):
        if record.key:
            record.put(IDENTIFIER, record.key)
        cells = {
            index: join_values(texts) if column.multiple else texts[0]
            for index, column in enumerate(sheet.fields)
            if (texts := record.cells.get(column.path))
        }
        raw.rows.append(Row(number, dict(cells)))
    return raw
