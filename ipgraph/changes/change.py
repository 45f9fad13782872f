"""A row that is not as it was in the last edition."""

from __future__ import annotations

from dataclasses import dataclass, field

from ipgraph.browse import Resource
from ipgraph.changes.matching import Likely, Pair
from ipgraph.model import Field, Sheet, Text

NO_TEXT: Text = {"de": "", "en": ""}


@dataclass(frozen=True)
class Cell:
    """A column of a row that says something else; of several values in a cell only those that differ.

    Args:
        column: the column.
        before: what stood there; empty where nothing did.
        after: what stands there now; empty where nothing does.
    """

    column: Field
    before: Text
    after: Text


@dataclass(frozen=True)
class Change:
    """A row that is not as it was.

    Args:
        kind: ``new``, ``gone``, ``renamed`` (confirmed), ``moved`` (to another chapter, goal …) or ``changed``; of
            several the first of these.
        pair: the row in both editions.
        identifier: its Kennung, else what it is about and when.
        chapter: the top chapter that it belongs to; None if it belongs to none.
        cells: the columns that changed.
        likely: the row that it probably was, or became, under another Kennung.
        note: who confirmed the other Kennung.
    """

    kind: str
    pair: Pair
    identifier: Text
    chapter: Resource | None
    cells: tuple[Cell, ...] = ()
    likely: Likely | None = None
    note: Text = field(default_factory=lambda: NO_TEXT)

    @property
    def sheet(self) -> Sheet:
        """The sheet of the row."""
        return self.pair.row.sheet

    @property
    def label(self) -> str:
        """What the row is called; empty where nothing says it."""
        return self.pair.row.text(self.sheet.label_path or "")
