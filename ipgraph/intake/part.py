"""A table of a list together with what becomes of it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ipgraph.intake.layout import Table
from ipgraph.intake.mapping import ListMap, Target
from ipgraph.model import Sheet, Text

Kind = Literal["entry", "group", "repeat", "hint", "total", "note", "page", "remark"]


@dataclass(frozen=True)
class Line:
    """A row of a table.

    Args:
        row: its number.
        kind: what it is.
        level: of a group: 0 for the outer level, 1 for the inner.
        text: of a group: its heading, with its number before it.
        cells: of a group: the columns that the heading stands in.
    """

    row: int
    kind: Kind
    level: int = 0
    text: str = ""
    cells: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """A table with what becomes of it and what its rows are.

    Args:
        table: the table.
        list_map: what its columns become.
        lines: what its rows are, as soon as they have been looked at (:func:`ipgraph.intake.lines.read_lines`).
        reasons: why a column is not taken over, by its key.
    """

    table: Table
    list_map: ListMap
    lines: tuple[Line, ...] = ()
    reasons: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def targets(self) -> Mapping[int, tuple[Target, ...]]:
        """What each column becomes, by its position in the sheet."""
        return {column.index: self.list_map.columns.get(column.key, ()) for column in self.table.columns}

    def columns_of(self, sheet: Sheet, paths: Container[str | None]) -> list[int]:
        """The positions of the columns that become one of some columns of a sheet."""
        return [
            index
            for index, targets in self.targets.items()
            if any(target.sheet is sheet and target.field.path in paths for target in targets)
        ]
