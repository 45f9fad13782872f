"""From the entries of one table to rows of the plan: each cell into its column, or into the account of what is left."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from ipgraph.errors import Place
from ipgraph.ingest.values import cell_text, split_values
from ipgraph.intake import reasons
from ipgraph.intake.cells import Taken, is_code, is_nothing
from ipgraph.intake.entries import Entry, read_entries
from ipgraph.intake.headings import heading_day
from ipgraph.intake.keys import clean_key
from ipgraph.intake.layout import Column
from ipgraph.intake.ledger import Ledger, Left
from ipgraph.intake.mapping import Target
from ipgraph.intake.meanings import Unlisted, bracketed_day, labels, read_meant
from ipgraph.intake.part import Part
from ipgraph.intake.records import Record, Records
from ipgraph.intake.relations import MEASURE, NUMBER, beside, chain, is_bodies, label, link, own_parent, parent, told_of
from ipgraph.intake.several import titles_in
from ipgraph.intake.source.grid import Cell
from ipgraph.intake.times import day_column, filled_by, read_span
from ipgraph.model import IDENTIFIER, TEXT, Field, Sheet, Text


class TableRows:
    """Builds the rows of one table.

    Args:
        part: the table, what becomes of it and what its rows are.
        records: takes the rows, and finds those that others stand under.
        ledger: takes down what became of every cell.
    """

    def __init__(self, part: Part, records: Records, ledger: Ledger) -> None:
        self.records, self.ledger, self.model = records, ledger, records.model
        self.part, self.list_map = part, part.list_map
        self.grid = part.table.grid
        self.kind = part.list_map.kind
        self.chain = [sheet for _, sheet in chain(self.kind, self.model)]
        self.beside = {sheet: column for column, sheet in beside(self.kind, self.model)}
        self._also: list[Record] = []
        self._made: dict[tuple[Sheet, str, str], Record] = {}
        self.told = {sheet: column for column, sheet in told_of(self.kind, self.model)}
        self.columns = {column.index: column for column in part.table.columns}

    def build(self) -> list[Record]:
        """Build them, in their order, as yet without Kennungen."""
        entries = read_entries(self.part, self.model, self.ledger)
        return [record for entry in entries if (record := self._record(entry))]

    def _record(self, entry: Entry) -> Record | None:
        above = self._above(entry)
        if entry.alone:
            return None
        record = Record(self.kind, place=self.grid.place(entry.rows[0]), listed=True)
        record.groups = (*above[-1].groups, above[-1].key) if above else ()
        for index, cells in entry.cells.items():
            targets = self.part.targets[index]
            if targets and targets[0].sheet is self.kind:
                others = self._others(entry, index)
                for cell in cells:
                    self._put(record, filled_by(targets, self.grid.cells[cell], others), cell, self.columns[index])
        told = list(self._told(record, entry))
        self._beside(entry, above)
        for index, cells in entry.cells.items():
            if not self.part.targets[index]:
                for cell in cells:
                    self._leave(
                        cell, self.columns[index], self.part.reasons.get(self.columns[index].key, reasons.NOT_TAKEN)
                    )
        if not (record.cells or record.bodies or record.references or told):
            return None
        self._put_under(record, above)
        self.records.add(record)
        for one in told:
            self.records.add(one)
        return record

    def _others(self, entry: Entry, index: int) -> list[Field]:
        """The columns of the plan that other cells of an entry fill."""
        said = (i for i, cells in entry.cells.items() if not all(is_nothing(self.grid.text(*cell)) for cell in cells))
        return [target.field for i in said if i != index for target in self.part.targets[i]]

    def _put_under(self, record: Record, above: list[Record]) -> None:
        """Let the entry refer to what it stands under."""
        column = link(self.kind, above[-1].sheet, self.model) if above else None
        if column and column.path not in record.references:
            also = [one.key for one in self._also] if column.multiple and above[-1].sheet is self.chain[0] else []
            record.cells[column.path] = [*dict.fromkeys([above[-1].key, *also])]

    # ------------------------------------------------------------------ what an entry stands under

    def _above(self, entry: Entry) -> list[Record]:
        """The rows that an entry stands under, from the outer to the inner; made where the list names them first."""
        found: list[Record] = []
        self._also = []
        if self.list_map.sheet_name:
            found.append(self._named(self.list_map.sheet_name, self.grid.name, "", found, None))
        for group in entry.groups:
            found.append(self._named(group.sheet, group.text, "", found, group.cell))
        if entry.alone:
            return found
        for sheet in reversed(self.chain):
            found += self._from_columns(sheet, entry, found)
        return self._filled_up(found, entry)

    def _from_columns(self, sheet: Sheet, entry: Entry, found: list[Record]) -> Iterator[Record]:
        """What columns say about one of the sheets above."""
        name = label(sheet)
        titles: list[Cell] = []
        others: dict[str, Cell] = {}
        for index in sorted(entry.above):
            for target in self.part.targets[index][:1]:
                if target.sheet is sheet and target.field is name:
                    titles.append(entry.above[index])
                elif target.sheet is sheet:
                    others.setdefault(target.field.path, entry.above[index])
        marks = [others.pop(path) for path in (IDENTIFIER, NUMBER) if path in others]
        number = self.grid.text(*marks[0]) if marks else ""
        over = list(found)
        for position, cell in enumerate(titles or marks[:1]):
            text = self.grid.text(*cell) if titles else ""
            last = sheet is self.chain[0] and position == len(titles) - 1
            text, *further = titles_in(text, sheet, self.records.vocabulary) if last else [text]
            record = self._named(sheet, text, number if position == 0 else "", over, cell)
            self._also = [self._named(sheet, one, "", over, cell) for one in further]
            over.append(record)
            yield record
        if titles or marks:
            for path, cell in others.items():
                self._put_once(over[-1], sheet.by_path[path], cell)

    def _named(self, sheet: Sheet, text: str, number: str, found: list[Record], cell: Cell | None) -> Record:
        over = next((one for one in reversed(found) if one.sheet is sheet or one.sheet in self._over(sheet)), None)
        if over and over.sheet is sheet and own_parent(sheet) is None:
            over = next((one for one in reversed(found) if one.sheet in self._over(sheet)), None)
        nearest = self._over(sheet)[:1]
        if over is None and self.kind.target == MEASURE and nearest and not self._over(nearest[0]):
            over = self.records.unnamed(nearest[0], None)
        place = self.grid.place(*cell) if cell else self.grid.place()
        record, new = self.records.above(sheet, text, number, over, place)
        name = label(sheet)
        written = " ".join(text.split())
        if new and cell and name and record.text(name.path) != written and text:
            parts = ((IDENTIFIER, record.key), (name.path, record.text(name.path)))
            instead = " | ".join(part for _, part in parts if part)
            if instead != written:
                self.ledger.change(self.grid, cell, "", instead, sheet.name, written)
        return record

    def _over(self, sheet: Sheet) -> list[Sheet]:
        return [above for _, above in chain(sheet, self.model)]

    def _filled_up(self, found: list[Record], entry: Entry) -> list[Record]:
        """Complete the line between an entry and what it stands under: a goal without wording for each chapter."""
        if not self.chain or (found and found[-1].sheet in (self.chain[0], self.kind)):
            return found
        step = parent(self.kind, self.model)
        given = step and any(step[0] in [t.field for t in self.part.targets[index]] for index in entry.cells)
        if given or not (found or self.kind.target == MEASURE):
            return found
        over = found[-1] if found else None
        for sheet in reversed(self.chain):
            if over is None or over.sheet in self._over(sheet):
                over = self.records.unnamed(sheet, over)
                found.append(over)
        return found

    def _put_once(self, record: Record, column: Field, cell: Cell) -> None:
        """Put what a cell says about a row above into that row, unless it says the same already."""
        if is_bodies(column):
            said = record.bodies.setdefault(column.path, [])
            mention = (self.grid.text(*cell), self._place(cell))
            if mention not in said:
                said.append(mention)
            return
        taken = self._read(cell, column)
        known = record.cells.get(column.path, [])
        self.ledger.saw(self.grid, *cell)
        if not {*taken.values, *taken.rest} <= set(known):
            self._take(record, Target(record.sheet, column), taken, cell)

    # ------------------------------------------------------------------ the entry itself

    def _put(self, record: Record, targets: tuple[Target, ...], cell: Cell, column: Column) -> None:
        value = self.grid.cells[cell]
        text = cell_text(value).strip()
        if len(targets) == 2:
            if len(self.part.targets[cell[1]]) == 1:
                self.ledger.divided.append(Left(self._place(cell), text, targets[0].field.name))
            for target, taken in zip(targets, read_span(value), strict=True):
                self._take(record, target, taken, cell)
            return
        target = targets[0]
        path = target.field.path
        if path in (IDENTIFIER, NUMBER):
            self._put_number(record, target, text, cell)
        elif is_bodies(target.field) and not is_code(value, target.field):
            if is_nothing(text):
                self._take(record, target, Taken(nothing=True), cell)
            else:
                record.bodies.setdefault(path, []).append((text, self._place(cell)))
                self.ledger.saw(self.grid, *cell)
        elif target.field.references and not is_code(value, target.field):
            for part in split_values(text.replace(",", ";") if target.field.multiple else text):
                record.references.setdefault(path, []).append((part, self._place(cell)))
            self.ledger.saw(self.grid, *cell)
        else:
            self._take(record, target, self._read(cell, target.field), cell)

    def _put_number(self, record: Record, target: Target, text: str, cell: Cell) -> None:
        plain = " ".join(text.split())
        if is_nothing(plain):
            self._take(record, target, Taken(nothing=True), cell)
        elif target.field.path == IDENTIFIER and not clean_key(plain):
            self._leave(cell, self.columns[cell[1]], reasons.TOO_LONG)
        elif target.field.path in record.cells:
            self._leave(cell, self.columns[cell[1]], reasons.FULL)
        else:
            record.put(target.field.path, clean_key(plain) if target.field.path == IDENTIFIER else plain)
            self.ledger.saw(self.grid, *cell)

    def _take(self, record: Record, target: Target, taken: Taken, cell: Cell) -> None:
        """Put a cell into a column; what cannot be read goes in as written (docs/decisions/unreadable-cells.md)."""
        self.ledger.saw(self.grid, *cell)
        heading = self.columns[cell[1]].heading if cell[1] in self.columns else ""
        if taken.nothing:
            place = self.grid.place(*cell, heading or None)
            self.ledger.nothing.append(Left(place, self.grid.text(*cell), reasons.NO_ENTRY))
            return
        texts = [*taken.values, *taken.rest]
        if not texts:
            return
        known = record.cells.setdefault(target.field.path, [])
        if target.field.multiple:
            known += [text for text in texts if text not in known]
        elif not known:
            known += texts
        elif TEXT in target.field.datatypes:
            known[0] = "\n".join((known[0], *texts))
        elif texts != known:
            self.ledger.leave(self.grid, cell, heading, self.grid.text(*cell), reasons.FULL)
            return
        for part in taken.rest:
            self.ledger.keep(self.grid, cell, heading, part, reasons.no_value(target.field, part))
            self._note_unlisted(cell, target.field, part, as_text=False)
        if taken.instead:
            meant = labels(target.field, taken.values)
            self.ledger.change(self.grid, cell, heading, taken.instead, target.field.name, meant=meant)
        day, dated = heading_day(heading), day_column(target)
        if day and dated and not any(one.field is dated for found in self.part.targets.values() for one in found):
            record.cells.setdefault(dated.path, [day])  # "Zielwert (2026)"

    def _read(self, cell: Cell, column: Field) -> Taken:
        key = self.columns[cell[1]].key if cell[1] in self.columns else ""
        return read_meant(self.grid.cells[cell], column, self.list_map.values.get(key, {}))

    def _note_unlisted(self, cell: Cell, column: Field, text: str, as_text: bool) -> None:
        if column.schemes and cell[1] in self.columns:
            key = (self.list_map, self.columns[cell[1]].key)
            self.ledger.unlisted.setdefault(key, Unlisted(column, as_text)).words.append(text)

    def _leave(self, cell: Cell, column: Column, why: Text) -> None:
        self.ledger.leave(self.grid, cell, column.heading, self.grid.text(*cell), why)

    def _place(self, cell: Cell) -> Place:
        column = self.columns.get(cell[1])
        return self.grid.place(*cell, column.heading or None if column else None)

    # ------------------------------------------------------------------ what is told beside and of the entry

    def _said(self, entry: Entry, sheets: Container[Sheet]) -> Iterator[tuple[Target, Cell]]:
        """The cells of an entry that belong to rows of other sheets."""
        for index, cells in entry.cells.items():
            for target in self.part.targets[index][:1]:
                if target.sheet in sheets:
                    yield from ((target, cell) for cell in cells)

    def _beside(self, entry: Entry, above: Sequence[Record]) -> None:
        """What columns say about the goal of a measure: an indicator, made once for each goal and name."""
        said: dict[Sheet, list[tuple[Target, Cell]]] = {}
        for target, cell in self._said(entry, self.beside):
            said.setdefault(target.sheet, []).append((target, cell))
        over = above[-1] if above else None
        for sheet, found in said.items():
            name = label(sheet)
            title = " ".join(self.grid.text(*cell) for target, cell in found if target.field is name)
            known = (sheet, over.key if over else "", title)
            if known not in self._made:
                one = Record(sheet, place=self.grid.place(entry.rows[0]))
                if over:
                    one.groups, one.cells[self.beside[sheet].path] = (*over.groups, over.key), [over.key]
                self._made[known] = self.records.add(one)
            for target, cell in found:
                self._put_once(self._made[known], target.field, cell)

    def _told(self, record: Record, entry: Entry) -> Iterator[Record]:
        """Status reports: one for the columns of each day; a day without anything reported on it makes none."""
        said: dict[tuple[Sheet, str], list[tuple[Target, Cell]]] = {}
        behind: dict[Sheet, str] = {}  # the day that stands in brackets behind a status
        for target, cell in self._said(entry, self.told):
            day = heading_day(self.columns[cell[1]].heading)
            said.setdefault((target.sheet, day), []).append((target, cell))
            if target.field.schemes and (found_day := bracketed_day(self.grid.text(*cell))):
                behind.setdefault(target.sheet, found_day)
        for (sheet, day), found in said.items():
            one = Record(sheet, about=(self.told[sheet], record), place=record.place)
            speaks = any(not target.field.is_time and not self._says_nothing(target, cell) for target, cell in found)
            for target, cell in found:
                if speaks or self._says_nothing(target, cell):
                    self._tell(one, target, cell)
                else:
                    self._leave(cell, self.columns[cell[1]], reasons.ONLY_A_DAY)
            if speaks:
                dates = [column.path for column in sheet.fields if column.is_time]
                if dates and not any(path in one.cells for path in dates):
                    one.put(dates[0], day or behind.get(sheet) or self.list_map.as_of)
                yield one

    def _says_nothing(self, target: Target, cell: Cell) -> bool:
        return self._read(cell, target.field).nothing

    def _tell(self, one: Record, target: Target, cell: Cell) -> None:
        """A word that no code list knows is kept as the text of the report."""
        taken = self._read(cell, target.field)
        name = label(target.sheet)
        if target.field.schemes and taken.rest and name and TEXT in name.datatypes:
            text = self.grid.text(*cell)
            self._note_unlisted(cell, target.field, text, as_text=True)
            self._take(one, Target(target.sheet, name), Taken((text,), instead=text), cell)
        elif target.field.references or is_bodies(target.field):
            self._put(one, (target,), cell, self.columns[cell[1]])
        else:
            self._take(one, target, taken, cell)
