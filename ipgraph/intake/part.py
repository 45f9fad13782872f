"""A table of a list together with what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ipgraph.intake.lines import Line
from ipgraph.intake.mapped import MappedTable
from ipgraph.model import Text


@dataclass(frozen=True, eq=False)
class Part(MappedTable):
    """A table with what becomes of it and what its rows are.

    Args:
        table: the table.
        list_map: what its columns become.
        lines: what its rows are.
        reasons: why a column is not taken over, by its key.
    """

    lines: tuple[Line, ...]
    reasons: Mapping[str, Text] = field(default_factory=dict)
