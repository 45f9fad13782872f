"""From rows to entries: merged rows are one entry, and what stands once above a block counts for the whole block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ipgraph.intake.cells import DITTO, is_nothing
from ipgraph.intake.grid import Cell
from ipgraph.intake.layout import Table
from ipgraph.intake.ledger import Ledger, Left
from ipgraph.intake.lines import Line
from ipgraph.intake.mapping import ListMap, Target
from ipgraph.intake.relations import chain, label
from ipgraph.model import IDENTIFIER, Model, Sheet, Text
from ipgraph.namespaces import IP

REASONS: Mapping[str, Text] = {
    "repeat": {"de": "wiederholte Kopfzeile", "en": "repeated headings"},
    "hint": {"de": "Erklärung zu den Überschriften", "en": "explanation of the headings"},
    "total": {"de": "Summenzeile", "en": "row with a total"},
    "note": {"de": "Anmerkung unter der Tabelle", "en": "note below the table"},
    "page": {"de": "Seitenzahl oder Wiederholung vom Druck", "en": "page number or repetition from printing"},
    "remark": {"de": "Bemerkung, kein Eintrag", "en": "remark, no entry"},
    "lone": {"de": "Zwischenüberschrift ohne Einträge darunter", "en": "heading of a group without entries"},
}


@dataclass(frozen=True)
class Group:
    """The heading of a group that an entry stands in."""

    sheet: Sheet
    text: str
    cell: Cell


@dataclass
class Entry:
    """One entry of a list.

    Args:
        rows: the rows it takes up.
        groups: the headings it stands under, from the outer to the inner.
        cells: the cells of each column, by its position in the sheet; of a merged area the first.
        above: the cells of the columns that say what it stands under, also those further up that count here.
        alone: whether there is no entry at all, only the heading of a group in which nothing stands.
    """

    rows: list[int]
    groups: tuple[Group, ...] = ()
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    above: dict[int, Cell] = field(default_factory=dict)
    alone: bool = False


def read_entries(table: Table, one: ListMap, lines: Sequence[Line], model: Model, ledger: Ledger) -> list[Entry]:
    """Gather the entries of a table.

    Args:
        table: the table.
        one: what its columns become, and what the levels of its groups are.
        lines: what its rows are.
        model: how the sheets hang together.
        ledger: takes down the rows that are no entries.

    Returns:
        The entries in their order.
    """
    return _Entries(table, one, model, ledger).read(lines)


class _Entries:
    def __init__(self, table: Table, one: ListMap, model: Model, ledger: Ledger) -> None:
        self.table, self.one, self.ledger = table, one, ledger
        self.grid = table.grid
        self.targets: dict[int, tuple[Target, ...]] = {
            column.index: one.columns.get(column.key, ()) for column in table.columns
        }
        name = label(one.kind)
        self.label = next(iter(self._columns_of(one.kind, {name.path} if name else set())), None)
        self.number = self._columns_of(one.kind, {IP + "number", IDENTIFIER})
        self.clusters = list(self._clusters([sheet for _, sheet in reversed(chain(one.kind, model))]))
        self.carried: dict[int, Cell] = {}
        self.groups: list[Group] = []

    def _columns_of(self, sheet: Sheet, paths: set[str]) -> list[int]:
        return [
            index
            for index, targets in self.targets.items()
            if any(target.sheet is sheet and target.field.path in paths for target in targets)
        ]

    def _clusters(self, above: Sequence[Sheet]) -> Iterator[list[int]]:
        """The columns that name one thing which entries stand under, from the outermost to the nearest."""
        for sheet in above:
            name = label(sheet)
            named = self._columns_of(sheet, {name.path} if name else set())
            others = [c for c in self._columns_of(sheet, {f.path for f in sheet.fields}) if c not in named]
            first = [*named[:1], *others]
            yield from ([first] if first else [])
            yield from ([column] for column in named[1:])

    def read(self, lines: Sequence[Line]) -> list[Entry]:
        entries: list[Entry] = []
        opened: Line | None = None
        for line in lines:
            if line.kind == "entry":
                entry = self._entry(line.row, entries[-1] if entries else None)
                if entry not in entries[-1:]:
                    entries.append(entry)
                opened = None
            elif line.kind == "group" and line.level < len(self.one.groups):
                if opened and line.level <= opened.level:
                    entries.append(self._empty_group(opened))
                self._open(line)
                opened = line
            else:
                self.ledger.skip(self.grid, line.row, REASONS.get(line.kind, REASONS["lone"]))
        if opened:
            entries.append(self._empty_group(opened))
        return entries

    def _empty_group(self, line: Line) -> Entry:
        """A group in which nothing stands; the list names it all the same."""
        why = {"de": "darunter steht nichts", "en": "nothing stands below it"}
        self.ledger.empty.append(Left(self.grid.place(line.row), line.text, why))
        return Entry([line.row], tuple(self.groups), alone=True)

    def _open(self, line: Line) -> None:
        """Begin a group: it ends those of its level and below, and what was carried down so far."""
        del self.groups[line.level :]
        self.groups.append(Group(self.one.groups[line.level], line.text, (line.row, line.cells[-1])))
        self.carried.clear()
        for column, _ in self.grid.texts(line.row):
            self.ledger.saw(self.grid, line.row, column)

    def _entry(self, row: int, before: Entry | None) -> Entry:
        cells = dict(self._cells(row))
        if before and self._goes_on(row, cells, before):
            before.rows.append(row)
            for column, cell in cells.items():
                if cell not in before.cells.setdefault(column, []):
                    before.cells[column].append(cell)
            return before
        entry = Entry([row], tuple(self.groups), {column: [cell] for column, cell in cells.items()})
        self._carry(entry)
        return entry

    def _cells(self, row: int) -> Iterator[tuple[int, Cell]]:
        """The cells that count in a row, by column: also those merged down into it, none twice for a wide one."""
        for column in self.targets:
            top, left = self.grid.source(row, column)
            if left == column and self.grid.text(top, left):
                yield column, (top, left)

    def _goes_on(self, row: int, cells: Mapping[int, Cell], before: Entry) -> bool:
        """Whether a row belongs to the entry above: what that is called is merged over both, or stands there alone."""
        if before.alone or self.label is None or before.groups != tuple(self.groups):
            return False
        named = cells.get(self.label)
        if named:
            return named[0] < row and named in before.cells.get(self.label, ())
        clusters = {column for cluster in self.clusters for column in cluster}
        fresh = [c for c in cells if cells[c][0] == row and c not in clusters]
        if any(column in cells for column in self.number) or not fresh or row - before.rows[-1] > 1:
            return False
        if any(cells[c][0] == row for c in cells if c in clusters):
            return False
        text = " | ".join(self.grid.text(*cells[column]) for column in fresh)
        why = {
            "de": f"geht in Zeile {before.rows[0]} weiter: eigener Titel und eigene Nummer fehlen",
            "en": f"goes on with row {before.rows[0]}: it has no title and no number of its own",
        }
        self.ledger.joined.append(Left(self.grid.place(row), text, why))
        return True

    def _carry(self, entry: Entry) -> None:
        """Find what an entry stands under: its own cells, else those last seen above while nothing outer changed."""
        for position, cluster in enumerate(self.clusters):
            given = {}
            for column in cluster:
                for cell in entry.cells.pop(column, []):
                    if DITTO.fullmatch(self.grid.text(*cell)):
                        self.ledger.saw(self.grid, *cell)
                    else:
                        given[column] = cell
                        self._note_nothing(cell)
            if given:
                for later in self.clusters[position:]:
                    for column in later:
                        self.carried.pop(column, None)
                self.carried |= given
        for column, cell in self.carried.items():
            self.ledger.saw(self.grid, *cell)
            if not is_nothing(self.grid.text(*cell)):
                entry.above[column] = cell

    def _note_nothing(self, cell: Cell) -> None:
        text = self.grid.text(*cell)
        if is_nothing(text):
            why = {"de": "heißt: keine Angabe", "en": "means: no entry"}
            self.ledger.nothing.append(Left(self.grid.place(*cell), text, why))
