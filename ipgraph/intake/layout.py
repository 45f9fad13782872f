"""Where the tables are on a sheet: title rows, one or more rows of headings, the rows below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ipgraph.ingest.sheets import column_letter
from ipgraph.intake.headings import JOINT, Vocabulary, fold
from ipgraph.intake.source.grid import Grid, unbroken

WINDOW = 60
"""Among so many rows that are not empty the headings are looked for."""

LONGEST_HEADING = 90
"""No heading has more characters."""

_YEAR = r"(?:19|20)\d\d"
_TIME_HEADING = re.compile(
    rf"(?:(?:ab|seit|bis|nach|vor|in|from|until)\s+|[<>≥≤]\s*)?{_YEAR}(?:\s*[/–-]\s*\d{{2,4}})?\s*(?:ff?\.?)?"
    rf"|ff\.?|später|danach|later"
    rf"|(?:Q ?[1-4]|[1-4]\. ?(?:Q(?:uartal|\.)?|Hj\.?|Halbjahr)|(?:I{{1,3}}|IV)(?:\.(?: Quartal)?)?|KW ?\d{{1,2}})"
    rf"(?:[ /.]*(?:{_YEAR}|\d\d))?"
    r"|(?:Jan|Feb|M(?:ä|ae)?rz?|Apr|Mai|May|Jun|Jul|Aug|Sept?|O[kc]t|Nov|De[zc])[a-zä]*\.?(?:[ /.'’-]*(?:\d{4}|\d\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        index: where it stands, from 0.
        heading: its heading, of several rows joined by a colon; empty where it has none.
        key: what it is called in the mapping file: the heading, with its letter where that is not clear alone.
    """

    index: int
    heading: str
    key: str


@dataclass(frozen=True, eq=False)
class Table:
    """A table on a sheet.

    Args:
        grid: the sheet.
        header: the rows with the headings.
        columns: its columns, from the left; also those without heading in which something stands.
        above: rows with something in them between this table and what stands before it: titles, explanations.
        rows: rows with something in them below the headings.
    """

    grid: Grid
    header: tuple[int, ...]
    columns: tuple[Column, ...]
    above: tuple[int, ...]
    rows: tuple[int, ...]

    def samples(self, column: Column, rows: Iterable[int], count: int = 3) -> tuple[str, ...]:
        """The first different values of a column in some rows, for showing."""
        values = (self.grid.text(row, column.index) for row in rows)
        return tuple(list(dict.fromkeys(value for value in values if value))[:count])

    def repeats(self, row: int) -> bool:
        """Whether a row holds the headings once more, as lists that were made for paper do on every page."""
        return row in self._repeated

    @cached_property
    def _repeated(self) -> frozenset[int]:
        headers = [{index: fold(text) for index, text in self.grid.texts(row)} for row in self.header]
        return frozenset(row for row in self.rows if any(self._is_like(row, heads) for heads in headers))

    def _is_like(self, row: int, heads: Mapping[int, str]) -> bool:
        """Whether a row says nothing but what a row of headings says, and most of it."""
        cells = self.grid.rows[row]
        if not cells.keys() <= heads.keys() or len(cells) < max(1, 0.6 * len(heads)):
            return False
        same = all(fold(text) == heads[index] for index, text in self.grid.texts(row))
        return same and (len(cells) > 1 or len(heads) == 1)


def find_tables(grid: Grid, vocabulary: Vocabulary) -> list[Table]:
    """Find the tables of a sheet.

    Args:
        grid: the sheet.
        vocabulary: what headings there are.

    Returns:
        The tables from the top; none where no row looks like headings.
    """
    rows = list(grid.rows)
    first = _header(grid, rows, vocabulary)
    if not first:
        return []
    further = _further(grid, [row for row in rows if row > first[-1]], first, vocabulary)
    return [table for table in tables_at(grid, [first, *further]) if table.rows]


def tables_at(grid: Grid, headers: Sequence[tuple[int, ...]]) -> list[Table]:
    """The tables of a sheet whose rows of headings are known, one for each, from the top.

    Args:
        grid: the sheet.
        headers: the rows of headings of each table.

    Returns:
        The tables, each ending where the next begins.
    """
    rows = list(grid.rows)
    starts = sorted(headers)
    tables = []
    for position, start in enumerate(starts):
        last = position + 1 == len(starts)
        below = tuple(row for row in rows if start[-1] < row and (last or row < starts[position + 1][0]))
        above = tuple(row for row in rows if row < start[0]) if position == 0 else ()
        tables.append(Table(grid, start, _columns(grid, start, below), above, below))
    return tables


def _header(grid: Grid, rows: list[int], vocabulary: Vocabulary) -> tuple[int, ...] | None:
    """The rows of the headings: the first that is nearly as rich in known headings as the best."""
    window = rows[:WINDOW]
    counts = {row: _known(grid, row, vocabulary) for row in window}
    best = max(counts.values(), default=0)
    if best == 0:
        return None
    for position, row in enumerate(window):
        if counts[row] >= max(1, 0.6 * best) and _plausible(grid, row, counts[row], rows[position + 1 :]):
            return _with_neighbours(grid, row, rows)
    return None


def _known(grid: Grid, row: int, vocabulary: Vocabulary) -> int:
    """How many cells of a row are headings; none, if they are too few among those that are no times."""
    texts = [text for _, text in grid.texts(row)]
    known = sum(vocabulary.likely(text) and len(text.split()) <= 8 for text in set(texts))
    others = sum(not (is_time_heading(text) or vocabulary.likely(text)) for text in texts)
    return known if known >= 0.4 * (known + others) else 0


def is_time_heading(text: str) -> bool:
    """Whether a text heads a column of a time line: ``2024``, ``2024/25``, ``ff.``, ``III. Quartal``, ``Jan``."""
    return bool(_TIME_HEADING.fullmatch(" ".join(text.split())))


def _plausible(grid: Grid, row: int, known: int, below: list[int]) -> bool:
    """Whether the rows below fill the columns of a row that may hold headings."""
    columns = set(grid.rows[row])
    if any(len(text) > LONGEST_HEADING for _, text in grid.texts(row)) or not below:
        return False
    filled = [columns & set(grid.rows[other]) for other in below[:WINDOW]]
    if len(columns) == 1:  # a list of one column: nothing else stands on the sheet
        return known == 1 and all(set(grid.rows[other]) == columns for other in below)
    full = sum(len(found) >= 2 for found in filled)
    return full >= 1 if known > 1 else full >= 2 and len(columns) >= 3


def _with_neighbours(grid: Grid, row: int, rows: list[int]) -> tuple[int, ...]:
    """The row together with one above it that spans several columns, or one below it that divides them."""
    header = [row]
    if row - 1 in grid.rows and _spans(grid, row - 1, row):
        header.insert(0, row - 1)
    while header[-1] + 1 in grid.rows and _divides(grid, header, header[-1] + 1):
        header.append(header[-1] + 1)
    return tuple(header)


def _spans(grid: Grid, upper: int, lower: int) -> bool:
    """Whether a row holds headings of headings: merged over some, not all, columns, or going down into the next."""
    columns = set(grid.rows[lower]) | set(grid.rows[upper])
    down = wide = False
    for column in grid.rows[upper]:
        area = grid.area(upper, column)
        if area and area.bottom >= lower:
            down = True
        if area and area.right > area.left:
            wide = wide or not columns <= set(range(area.left, area.right + 1))
    return (down or wide) and all(len(text) <= LONGEST_HEADING for _, text in grid.texts(upper))


def _divides(grid: Grid, header: list[int], row: int) -> bool:
    """Whether all cells of a row stand below headings that span several columns."""
    upper = header[-1]
    heads = grid.rows[upper]
    for column, text in grid.texts(row):
        area = grid.area(upper, column)
        wide = area is not None and area.right > area.left and area.bottom < row
        open_ = column not in heads and any(other < column for other in heads) and (column - 1) in (
            set(heads) | set(grid.rows[row])
        )  # fmt: skip
        start = column in heads and (column + 1) not in heads and (column + 1) in grid.rows[row]
        if not (wide or open_ or start) or len(text) > LONGEST_HEADING or not isinstance(grid.rows[row][column], str):
            return False
    return len(grid.rows[row]) >= 2 and len(grid.rows[row]) < len(_width(grid, header))


def _width(grid: Grid, header: list[int]) -> set[int]:
    return {column for row in header for column in grid.rows[row]} | {
        column
        for row in header
        for start in grid.rows[row]
        if (area := grid.area(row, start))
        for column in range(area.left, area.right + 1)
    }


def _further(grid: Grid, rows: list[int], first: tuple[int, ...], vocabulary: Vocabulary) -> Iterator[tuple[int, ...]]:
    """Rows further down in which another table begins: nothing but known headings, and other ones than before."""
    current = Counter(fold(text) for row in first for _, text in grid.texts(row))
    for row in rows:
        texts = [text for _, text in grid.texts(row)]
        known = [text for text in texts if vocabulary.knows(text)]
        if len(set(known)) < 3 or len(known) < 0.8 * len(texts) or row + 1 not in grid.rows:
            continue
        heads = Counter(map(fold, texts))
        if sum((heads & current).values()) < 0.6 * sum(heads.values()):
            current = heads
            yield (row,)


def _columns(grid: Grid, header: tuple[int, ...], below: tuple[int, ...]) -> tuple[Column, ...]:
    headings = _headings(grid, header)
    used = sorted({column for row in below for column in grid.rows[row]} | set(headings))
    counts = Counter(headings.values())
    columns = []
    for index in used:
        heading = headings.get(index, "")
        clear = heading and counts[heading] == 1
        columns.append(Column(index, heading, heading if clear else f"{heading} [{column_letter(index)}]".strip()))
    return tuple(columns)


def _headings(grid: Grid, header: tuple[int, ...]) -> Mapping[int, str]:
    """The heading of each column, of several rows joined."""
    columns = sorted(_width(grid, list(header)))
    headings = {}
    for index in columns:
        parts = []
        for row in header:
            text = grid.text(*grid.source(row, index))
            if not text and row != header[-1] and grid.text(header[-1], index):
                text = _left(grid, row, index, header[-1])
            text = " ".join(unbroken(text).split())
            if text and text not in parts:
                parts.append(text)
        if parts:
            headings[index] = JOINT.join(parts)
    return headings


def _left(grid: Grid, row: int, index: int, lower: int) -> str:
    """The heading further left that spans this column without being merged, as in a CSV file."""
    while index > 0 and grid.text(lower, index):
        index -= 1
        if text := grid.text(row, index):
            return text if grid.text(lower, index) else ""
    return ""
