"""A table of a list together with what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ipgraph.intake.layout import Table
from ipgraph.intake.lines import Line
from ipgraph.intake.mapping import ListMap
from ipgraph.model import Text


@dataclass(frozen=True)
class Part:
    """A table with what becomes of it and what its rows are.

    Args:
        table: the table.
        one: what its columns become.
        lines: what its rows are.
        reasons: why a column is not taken over, by its key.
    """

    table: Table
    one: ListMap
    lines: tuple[Line, ...]
    reasons: Mapping[str, Text] = field(default_factory=dict)
