"""From rows to triples: mints an IRI for each row, resolves references, reads each cell as its field asks.

What cannot be read stays in the graph as plain text on its property, so that nothing is lost, and is reported
with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from ipgraph.errors import Place, Problem
from ipgraph.ingest import problems
from ipgraph.ingest.keys import Keys
from ipgraph.ingest.own_parts import HELPER_SHEETS, without_examples
from ipgraph.ingest.problems import near
from ipgraph.ingest.sheets import RawSheet, Row
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import Native, cell_text, is_web_address, literal, split_values
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, normal
from ipgraph.namespaces import DATA, DCTERMS, IP, RDF, XSD

RDF_TYPE = ox.NamedNode(RDF + "type")
IN_PLAN = ox.NamedNode(IP + "inPlan")
TITLE_ROWS = 10
"""So many rows may stand above the headings: a title, the day of the list, an explanation."""


@dataclass(frozen=True)
class Origin:
    """Where a resource came from: a file as a whole, or a row of a sheet.

    Args:
        file: name of the file.
        sheet: the sheet as it was read; None for a file as a whole.
        row: number of the row.
        columns: index of each column by the IRI of its property.
    """

    file: str
    sheet: RawSheet | None = None
    row: int | None = None
    columns: Mapping[str, int] = field(default_factory=dict)

    def at(self, path: str | None = None) -> Place:
        """The place of the cell with that property; of the row, where the sheet has no such column."""
        if self.sheet is None:
            return Place(self.file)
        return self.sheet.place(self.row, self.columns.get(path or ""))


@dataclass
class PlanGraph:
    """One plan as triples, with what was found on the way."""

    iri: str
    triples: list[ox.Triple] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Entry:
    """A row that has got its IRI."""

    sheet: Sheet
    raw: RawSheet
    row: Row
    columns: dict[int, Field]
    iri: str

    def place(self, index: int) -> Place:
        """The place of a cell of this row."""
        return self.raw.place(self.row.number, index)


def plan_from_sheets(raws: list[RawSheet], model: Model, source: str, file: str = "") -> PlanGraph:
    """Turn the sheets of one plan into triples.

    Args:
        raws: the sheets as they stand in the file.
        model: sheets and fields to look for.
        source: name of the file or folder, for the plan's Kennung where it has none.
        file: name of the file with its ending, for what is told about it.

    Returns:
        The plan's graph with origins and problems.

    Raises:
        IpgraphError: none of the sheets belongs to a plan.
    """
    return _Reader(model, source, file).read(raws)


class _Reader:
    def __init__(self, model: Model, source: str, file: str) -> None:
        self.model = model
        self.source = source
        self.file = file or source
        self.graph = PlanGraph("")
        self.language = "de"
        self.entries: list[_Entry] = []
        self.keys = Keys(model)

    def read(self, raws: list[RawSheet]) -> PlanGraph:
        matched = list(self._matched(raws))
        if not matched:
            raise problems.no_plan(self.file, [raw.name for raw in raws], self.model)
        self._plan(matched)
        # Rows without a Kennung of their own are named after those they refer to, so they come last.
        for raw, sheet in sorted(matched, key=lambda pair: pair[1].identifier is None):
            self._enter(raw, sheet)
        for entry in self.entries:
            self._emit(entry)
        return self.graph

    # ------------------------------------------------------------------ sheets and columns

    def _matched(self, raws: list[RawSheet]) -> Iterator[tuple[RawSheet, Sheet]]:
        for raw in raws:
            sheet = self.model.by_name.get(normal(raw.name))
            if sheet is None and normal(raw.name) in HELPER_SHEETS:
                continue
            if raw.hidden:
                if sheet and raw.rows:
                    self._note(problems.hidden_sheet(raw))
                continue
            headed = without_examples(self._headed(raw, sheet), sheet) if sheet else raw
            self.graph.problems.extend(headed.problems)
            if sheet:
                self.graph.problems.extend(headed.beyond_headings())
                yield headed, sheet
            elif raw.rows:
                self._note(problems.unknown_sheet(raw, self.model))

    def _headed(self, raw: RawSheet, sheet: Sheet) -> RawSheet:
        """The sheet with the row that holds its headings, where a title stands above them."""

        def known(cells: Mapping[int, Native]) -> int:
            return sum(normal(cell_text(value)) in sheet.by_heading for value in cells.values())

        if known(raw.headings) < 2:
            for index, row in enumerate(raw.rows[:TITLE_ROWS]):
                if known(row.cells) > 1:
                    self._note(problems.title_above(raw, row.number))
                    return raw.headed(index)
        return raw

    def _columns(self, raw: RawSheet, sheet: Sheet) -> dict[int, Field]:
        columns: dict[int, Field] = {}
        for index, heading in raw.headings.items():
            column = sheet.by_heading.get(normal(heading))
            if column is None:
                self._note(problems.unknown_column(raw, sheet, index))
            elif column in columns.values():
                self._note(problems.column_twice(raw, index))
            else:
                columns[index] = column
        missing = [column for column in sheet.fields if column.required and column not in columns.values()]
        self.graph.problems += (problems.column_missing(raw, column) for column in missing if raw.rows)
        return columns

    # ------------------------------------------------------------------ identity

    def _plan(self, matched: list[tuple[RawSheet, Sheet]]) -> None:
        """Find the plan's own row: it gives the IRI of everything else."""
        rows = [(raw, sheet, row) for raw, sheet in matched if sheet.target == IP + "Plan" for row in raw.rows]
        cells: dict[str, str] = {}
        if rows:
            raw, sheet, row = rows[0]
            headings = self._known_columns(raw, sheet)
            for index, value in row.cells.items():
                if column := headings.get(index):
                    cells.setdefault(column.path, cell_text(value))
        else:
            empty = next((raw for raw, sheet in matched if sheet.target == IP + "Plan"), None)
            place = empty.place() if empty else Place(self.file)
            self._note(problems.no_plan_row(place, self.source, empty is not None))
        base = cells.get(IP + "baseIri") or DATA
        if not is_web_address(base):
            base = DATA
        base = base if base.endswith(("/", "#")) else base + "/"
        self.graph.iri = base + _quoted(cells.get(IDENTIFIER) or self.source)
        language = cells.get(DCTERMS + "language", "de")
        with suppress(ValueError):  # what is no language leaves the usual one
            ox.Literal("", language=language)
            self.language = language
        if not rows:
            self.graph.triples += [self._triple(self.graph.iri, RDF_TYPE, ox.NamedNode(IP + "Plan"))]
            self.graph.triples += [self._triple(self.graph.iri, IN_PLAN, ox.NamedNode(self.graph.iri))]
            self.graph.origins[self.graph.iri] = self._first_row(matched)

    def _first_row(self, matched: list[tuple[RawSheet, Sheet]]) -> Origin:
        """Where the row of the plan has to go that nobody has filled in yet: below the headings of its sheet."""
        for raw, sheet in matched:
            if sheet.target == IP + "Plan" and raw.headings:
                columns = {column.path: index for index, column in self._known_columns(raw, sheet).items()}
                return Origin(raw.file, raw, raw.heading_row + 1, columns)
        return Origin(self.file)

    @staticmethod
    def _known_columns(raw: RawSheet, sheet: Sheet) -> dict[int, Field]:
        found = {index: sheet.by_heading.get(normal(heading)) for index, heading in raw.headings.items()}
        return {index: column for index, column in found.items() if column}

    def _enter(self, raw: RawSheet, sheet: Sheet) -> None:
        columns = self._columns(raw, sheet)
        indexes = {column.path: index for index, column in columns.items()}
        for row in raw.rows:
            if not row.cells.keys() & columns.keys():
                continue
            cells = {column.path: (index, row.cells[index]) for index, column in columns.items() if index in row.cells}
            iri = self._mint(raw, sheet, row, cells)
            self.entries.append(_Entry(sheet, raw, row, columns, iri))
            self.graph.origins[iri] = Origin(raw.file, raw, row.number, indexes)
            for path in filter(None, (sheet.label_path, sheet.short_label_path)):
                if path in cells and IDENTIFIER in cells:
                    self.keys.label(cell_text(cells[path][1]), cell_text(cells[IDENTIFIER][1]))

    def _mint(self, raw: RawSheet, sheet: Sheet, row: Row, cells: dict[str, tuple[int, Native]]) -> str:
        """The IRI of a row: base, plan, class and Kennung."""
        key = "-".join(self._key(sheet.by_path[path], cells[path][1]) for path in sheet.key_paths if path in cells)
        if sheet.target == IP + "Plan":
            return self._mint_plan(raw, sheet, row, key)
        if not key:
            iri = self._unique(f"{self.graph.iri}/{sheet.local}/~{row.number}")
            self._note(problems.no_key(raw.place(row.number), sheet, iri))
            return iri
        first = f"{self.graph.iri}/{sheet.local}/{_quoted(key)}"
        iri = self._unique(first)
        if sheet.identifier and iri != first:
            index, value = cells[IDENTIFIER]
            other = self.graph.origins[first].at()
            self._note(problems.key_twice(raw.place(row.number, index), key, other, iri, isinstance(value, float)))
        if sheet.identifier:
            self.keys.add(sheet.target, key, iri)
        return iri

    def _key(self, column: Field, value: Native) -> str:
        """What a cell adds to the key of its row; a reference counts the same however it is spelt."""
        text = cell_text(value).strip()
        found = self.keys.find(column.references, text) if column.references else []
        return self.keys.name(found[0], column.references) if len(found) == 1 else text

    def _mint_plan(self, raw: RawSheet, sheet: Sheet, row: Row, key: str) -> str:
        if self.graph.iri in self.graph.origins:
            self._note(problems.second_plan(raw.place(row.number)))
            return self._unique(self.graph.iri + "/plan/" + _quoted(key or str(row.number)))
        if not key:
            self._note(problems.no_plan_key(raw.place(row.number), self.source))
        else:
            self.keys.add(sheet.target, key, self.graph.iri)
        return self.graph.iri

    def _unique(self, iri: str) -> str:
        number, candidate = 1, iri
        while candidate in self.graph.origins:
            number += 1
            candidate = f"{iri}~{number}"
        return candidate

    # ------------------------------------------------------------------ values

    def _emit(self, entry: _Entry) -> None:
        triples = self.graph.triples
        triples.append(self._triple(entry.iri, RDF_TYPE, _node(entry.sheet.target)))
        triples.append(self._triple(entry.iri, IN_PLAN, _node(self.graph.iri)))
        for index, value in entry.row.cells.items():
            column = entry.columns.get(index)
            if column is None:
                continue
            values: list[Native] = [value]
            if column.multiple and isinstance(value, str):
                values = list(split_values(value))
            for one in values:
                term = self._term(entry, column, index, one)
                triples.append(self._triple(entry.iri, _node(column.path), term))

    def _term(self, entry: _Entry, column: Field, index: int, value: Native) -> ox.NamedNode | ox.Literal:
        text = cell_text(value).strip()
        if column.path == IDENTIFIER and hasattr(value, "isoformat"):
            self._note(problems.made_a_date(entry.place(index), text, entry.iri, column))
        found = self.keys.find(column.references, text) if column.references else []
        if len(found) == 1:
            return _node(found[0])
        if len(found) > 1:
            holders = self.keys.holders(column.references, text)
            self._note(problems.ambiguous(entry.place(index), text, entry.iri, column, holders))
            return ox.Literal(text)
        for scheme in column.schemes:
            if concept := scheme.by_spelling.get(normal(text)):
                return _node(concept.iri)
        if column.is_time and (node := self._time(entry.iri, column, text)):
            return node
        for datatype in column.datatypes:
            if read := literal(value, datatype, self.language):
                return read
        self._note(self._unreadable(entry.place(index), text, entry.iri, column))
        return ox.Literal(text)

    def _time(self, subject: str, column: Field, text: str) -> ox.NamedNode | None:
        span = parse_time_span(text)
        if span is None:
            return None
        joint = "/" if "#" in subject else "#"  # an IRI has at most one fragment
        node = f"{subject}{joint}{column.local}" + (f"-{_quoted(text)}" if column.multiple else "")
        add = self.graph.triples.append
        add(self._triple(node, RDF_TYPE, _node(IP + "TimeSpan")))
        add(self._triple(node, _node(IP + "asWritten"), ox.Literal(span.written)))
        for name, day in (("earliest", span.earliest), ("latest", span.latest)):
            if day:
                value = ox.Literal(day.isoformat(), datatype=_node(XSD + "date"))
                add(self._triple(node, _node(IP + name), value))
        return ox.NamedNode(node)

    def _unreadable(self, place: Place, text: str, iri: str, column: Field) -> Problem:
        several = self.keys.several(column, text)
        apart = problems.semicolons(several) if several else None
        if column.schemes:
            return problems.not_in_list(place, text, iri, column, self.model, apart)
        if not column.references:
            return problems.unreadable(place, text, iri, column)
        sheets = [self.model.by_class[name] for name in column.references if name in self.model.by_class]
        hint = apart or near(self.keys.labelled(text), self.keys.known(column.references))
        return problems.nowhere(place, text, iri, column, sheets, hint)

    def _note(self, problem: Problem) -> None:
        self.graph.problems.append(problem)

    @staticmethod
    def _triple(subject: str, predicate: ox.NamedNode, obj: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(_node(subject), predicate, obj)


@lru_cache(maxsize=4096)
def _node(iri: str) -> ox.NamedNode:
    """A node; subjects and properties come again and again, and making one means checking its IRI."""
    return ox.NamedNode(iri)


def _quoted(key: str) -> str:
    """A Kennung as a part of an IRI; ``~`` stays free to tell duplicates apart."""
    return quote(key, safe="").replace("~", "%7E")
