"""From rows to entries: merged rows are one entry, and what stands once above a block counts for the whole block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ipgraph.bodies.wording import DITTO
from ipgraph.intake import reasons
from ipgraph.intake.cells import is_nothing
from ipgraph.intake.ledger import Ledger, Left
from ipgraph.intake.part import Line, Part
from ipgraph.intake.relations import MARKS, chain
from ipgraph.intake.source.grid import Cell
from ipgraph.model import Model, Sheet


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


def read_entries(part: Part, model: Model, ledger: Ledger) -> list[Entry]:
    """Gather the entries of a table.

    Args:
        part: the table, what becomes of it and what its rows are.
        model: how the sheets hang together.
        ledger: takes down the rows that are no entries.

    Returns:
        The entries in their order.
    """
    return _Entries(part, model, ledger).read(part.lines)


class _Entries:
    def __init__(self, part: Part, model: Model, ledger: Ledger) -> None:
        self.part, self.ledger = part, ledger
        self.grid = part.table.grid
        kind = part.list_map.kind
        self.label = next(iter(part.columns_of(kind, {kind.label_path})), None)
        self.number = part.columns_of(kind, MARKS)
        self.clusters = list(self._clusters([sheet for _, sheet in reversed(chain(kind, model))]))
        self.carried: dict[int, Cell] = {}
        self.groups: list[Group] = []

    def _clusters(self, above: Sequence[Sheet]) -> Iterator[list[int]]:
        """The columns that name one thing which entries stand under, from the outermost to the nearest."""
        for sheet in above:
            named = self.part.columns_of(sheet, {sheet.label_path})
            others = [column for column in self.part.columns_of(sheet, sheet.by_path) if column not in named]
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
            elif line.kind == "group" and line.level < len(self.part.list_map.groups):
                if opened and line.level <= opened.level:
                    entries.append(self._empty_group(opened))
                self._open(line)
                opened = line
            else:
                self.ledger.skip(self.grid, line.row, reasons.ROWS[line.kind])
        if opened:
            entries.append(self._empty_group(opened))
        return entries

    def _empty_group(self, line: Line) -> Entry:
        """A group in which nothing stands; the list names it all the same."""
        self.ledger.empty.append(Left(self.grid.place(line.row), line.text, reasons.EMPTY_GROUP))
        return Entry([line.row], tuple(self.groups), alone=True)

    def _open(self, line: Line) -> None:
        """Begin a group: it ends those of its level and below, and what was carried down so far."""
        del self.groups[line.level :]
        self.groups.append(Group(self.part.list_map.groups[line.level], line.text, (line.row, line.cells[-1])))
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
        for column in self.part.targets:
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
        self.ledger.joined.append(Left(self.grid.place(row), text, reasons.goes_on(before.rows[0])))
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
            self.ledger.nothing.append(Left(self.grid.place(*cell), text, reasons.NO_ENTRY))
