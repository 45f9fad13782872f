"""A table of a list together with what its columns become."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property

from ipgraph.intake.layout import Table
from ipgraph.intake.mapping import ListMap, Target
from ipgraph.model import Sheet


@dataclass(frozen=True, eq=False)
class MappedTable:
    """A table of a list with what becomes of it."""

    table: Table
    list_map: ListMap

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
