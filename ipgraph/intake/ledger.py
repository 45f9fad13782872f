"""The account of a take-over: what became of every cell, so that nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ipgraph.errors import Place
from ipgraph.intake.mapping import ListMap
from ipgraph.intake.meanings import Unlisted
from ipgraph.intake.source.grid import Cell, Grid
from ipgraph.model import Text


@dataclass(frozen=True)
class Left:
    """Something that did not simply get into the plan: where it stands, what it says, why."""

    place: Place
    text: str
    reason: Text


@dataclass(frozen=True)
class Changed:
    """Something that stands in the plan in other words: where, what it said, what it says now, in which column.

    ``meant`` says the same as ``instead`` in each language, where it is the word of a code list.
    """

    place: Place
    written: str
    instead: str
    target: Text
    meant: Text = field(default_factory=dict)

    def words(self, lang: str) -> str:
        """What it says now, in a language."""
        return self.meant.get(lang, self.instead)


@dataclass
class Ledger:
    """What became of the cells of a list.

    Args:
        left: cells that did not get into the plan.
        kept: texts that stand in the plan as they were written, though they are no value of their column.
        changed: cells that got in with other words.
        nothing: cells that say that there is nothing (``-``).
        skipped: whole rows and sheets that hold no entry: totals, notes, repeated headings.
        joined: rows that go on with the entry above them.
        missing: goals that measures name and the list of goals does not have: the place, what names it, what for.
        empty: headings of groups in which no entry stands; they are in the plan.
        divided: cells that say more, or another side, of a span than their column is meant for; the reason is what
            their beginning is called.
        unlisted: words that no code list knows, by table and column of the list.
    """

    left: list[Left] = field(default_factory=list)
    kept: list[Left] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    nothing: list[Left] = field(default_factory=list)
    skipped: list[Left] = field(default_factory=list)
    joined: list[Left] = field(default_factory=list)
    missing: list[Left] = field(default_factory=list)
    empty: list[Left] = field(default_factory=list)
    divided: list[Left] = field(default_factory=list)
    unlisted: dict[tuple[ListMap, str], Unlisted] = field(default_factory=dict)
    _seen: dict[tuple[int, Cell], Grid] = field(default_factory=dict, repr=False)

    def saw(self, grid: Grid, row: int, column: int) -> None:
        """Note that a cell is dealt with."""
        self._seen[id(grid), (row, column)] = grid

    def leave(self, grid: Grid, cell: Cell, heading: str, text: str, reason: Text) -> None:
        """Note that a cell, or a part of it, did not get in."""
        self.saw(grid, *cell)
        self.left.append(Left(grid.place(*cell, heading or None), text, reason))

    def keep(self, grid: Grid, cell: Cell, heading: str, text: str, reason: Text) -> None:
        """Note that a cell, or a part of it, got in as it was written, though it cannot be read."""
        self.saw(grid, *cell)
        self.kept.append(Left(grid.place(*cell, heading or None), text, reason))

    def change(
        self,
        grid: Grid,
        cell: Cell,
        heading: str,
        instead: str,
        target: Text,
        written: str = "",
        meant: Text | None = None,
    ) -> None:
        """Note that a cell got in with other words."""
        self.saw(grid, *cell)
        place = grid.place(*cell, heading or None)
        self.changed.append(Changed(place, written or grid.text(*cell), instead, target, meant or {}))

    def skip(self, grid: Grid, row: int, reason: Text) -> None:
        """Note that a row holds no entry."""
        cells = list(grid.texts(row))
        for column, _ in cells:
            self.saw(grid, row, column)
        self.skipped.append(Left(grid.place(row), " | ".join(text for _, text in cells), reason))

    def unseen(self, grid: Grid) -> Iterator[Cell]:
        """The cells that nothing has dealt with."""
        return (cell for cell in sorted(grid.cells) if (id(grid), cell) not in self._seen)
