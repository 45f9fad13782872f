"""Another table beside the list, behind an empty column: a legend of short names, of colours, of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipgraph.intake import reasons
from ipgraph.intake.headings import Vocabulary, fold
from ipgraph.intake.layout import find_tables
from ipgraph.intake.relations import MARKS
from ipgraph.intake.source.grid import Grid
from ipgraph.model import Text

MUCH_SHORTER = 0.8
"""A block with less than this share of the rows of the list is a table of its own, if it has no gaps."""


def set_apart(grids: Sequence[Grid], vocabulary: Vocabulary) -> tuple[list[Grid], list[tuple[Grid, Text]]]:
    """Part each list from other tables beside it.

    Args:
        grids: the sheets.
        vocabulary: spellings of headings.

    Returns:
        The sheets without such tables, and the tables, each with the reason why it is not read.
    """
    lists: list[Grid] = []
    others: list[tuple[Grid, Text]] = []
    for grid in grids:
        found = None if grid.hidden else _first_beside(grid, vocabulary)
        if found is None:
            lists.append(grid)
            continue
        top, left = found
        beside = {cell: value for cell, value in grid.cells.items() if cell[0] >= top and cell[1] >= left}
        lists.append(replace(grid, cells={cell: value for cell, value in grid.cells.items() if cell not in beside}))
        bare = replace(grid.layout, margins=[])
        others.append((replace(grid, cells=beside, layout=bare, notes=[], unusable={}), reasons.BESIDE))
    return lists, others


def _first_beside(grid: Grid, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The first row and column of a table beside the list; None if there is none."""
    used = {column for _, column in grid.cells}
    if len(used) > max(used, default=0):  # no column in between is empty
        return None
    tables = find_tables(grid, vocabulary)
    if not tables:
        return None
    start = tables[0].header[-1]
    rows = [row for row in grid.rows if row >= tables[0].header[0]]
    used = {column for row in rows for column in grid.rows[row]}
    for gap in range(min(used) + 1, max(used)):
        spanned = any(area.left <= gap <= area.right and area.bottom >= start for area in grid.layout.merged)
        left, right = ({c for c in used if c < gap}, {c for c in used if c > gap})
        if gap in used or spanned or gap + 1 not in right or gap + 1 not in grid.rows[start]:
            continue
        titled = gap + 1 in grid.rows.get(rows[0] - 1, {}) and not grid.area(rows[0] - 1, gap + 1)
        if _is_own(grid, start, left, right, vocabulary, titled):
            return rows[0] - titled, gap + 1
    return None


def _is_own(grid: Grid, start: int, left: set[int], right: set[int], vocabulary: Vocabulary, titled: bool) -> bool:
    """Whether the columns behind an empty one are no part of the list: they end elsewhere, and mean nothing there."""
    rows = [row for row in grid.rows if row > start]
    own = [row for row in rows if right & grid.rows[row].keys()]
    others = [row for row in rows if left & grid.rows[row].keys()]
    if not own or not others or (len(right) < 2 and not titled):
        return False
    heads = [grid.text(start, column) for column in sorted(right) if grid.text(start, column)]
    if all(vocabulary.knows(head) and not _names_or_repeats(grid, start, left, head, vocabulary) for head in heads):
        return False
    first = min(right)
    whole = own == list(range(start + 1, own[-1] + 1)) and all(first in grid.rows[row] for row in own)
    return titled or (whole and own[-1] != others[-1] and not MUCH_SHORTER <= len(own) / len(others) <= 1)


def _names_or_repeats(grid: Grid, start: int, left: set[int], head: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading calls rows by a number or short name, or says what one of the list says already."""
    if fold(head) in {fold(grid.text(start, column)) for column in left}:
        return True
    return any(match.field.path in MARKS for match in vocabulary.matches(head)[:3])
