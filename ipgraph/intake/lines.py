"""What each row of a table is: an entry, a heading of a group, a repeated heading, a total, a note below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ipgraph.intake.cells import LIST_NUMBER
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.numbering import depth_of, levels_by_numbers, number_of
from ipgraph.intake.part import Line, Part
from ipgraph.intake.relations import MARKS, chain
from ipgraph.intake.strays import explains, is_page_mark, is_remark, is_total
from ipgraph.model import Sheet

LEVELS = 2
"""So many levels of groups are told apart without numbers: field of action and goal, or chapter and sub-chapter."""

_NOTE = re.compile(
    r"(?:\*|¹|²|³|\d\)|legende|hinweis|anmerkung|erläuterung|quelle|stand\b|abkürzung|note\b|legend|source|seite \d).*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class _Candidate:
    """A row that may be the heading of a group."""

    row: int
    cells: tuple[int, ...]
    text: str
    sheet: Sheet | None
    sure: bool
    look: tuple[object, ...]

    @property
    def is_told(self) -> bool:
        """Whether a word or a number tells that it is the heading of a group."""
        return self.sheet is not None or depth_of(self.text) > 0


def read_lines(part: Part, vocabulary: Vocabulary) -> tuple[list[Line], tuple[Sheet, ...]]:
    """Tell what each row of a table is.

    Args:
        part: the table, and what its columns become.
        vocabulary: what fields of action, goals and so on are called.

    Returns:
        The rows in their order, headings of groups right above the table first, and what the levels of the groups are,
        judging by their words and their order.
    """
    return _Lines(part, vocabulary).read()


class _Lines:
    def __init__(self, part: Part, vocabulary: Vocabulary) -> None:
        self.table, self.targets, self.vocabulary = part.table, part.targets, vocabulary
        self.grid = self.table.grid
        self.kind = part.list_map.kind
        self.above = [sheet for _, sheet in chain(self.kind, vocabulary.model)]
        self.label = next(iter(part.columns_of(self.kind, {self.kind.label_path})), None)
        self.numbers = [index for path in MARKS[::-1] for index in part.columns_of(self.kind, {path})[:1]]
        self.widths = {row: len(self._filled(row)) for row in (*self.table.above, *self.table.rows)}
        self.before_headings = self._before_headings()
        self.entry_depth = self._entry_depth()

    def _filled(self, row: int) -> set[int]:
        """The columns in which something stands in a row, also if it is merged with a row above."""
        found = set()
        for column in self.targets:
            top, left = self.grid.source(row, column)
            if left == column and self.grid.text(top, left):
                found.add(column)
        return found

    def read(self) -> tuple[list[Line], tuple[Sheet, ...]]:
        kinds: dict[int, Line] = {}
        above = self._headings_above()
        titles = {text for row in self.table.above if row not in above for _, text in self.grid.texts(row)}
        for row in self.table.rows:
            texts = [text for _, text in self.grid.texts(row)]
            if self.table.repeats(row):
                kinds[row] = Line(row, "repeat")
            elif row == self.table.rows[0] and explains(self.grid, row):
                kinds[row] = Line(row, "hint")
            elif is_page_mark(texts, titles):
                kinds[row] = Line(row, "page")
            elif is_total(texts, self.vocabulary):
                kinds[row] = Line(row, "total")
            elif is_remark(texts, self.kind, self.vocabulary):
                kinds[row] = Line(row, "remark")
        rest = [row for row in self.table.rows if row not in kinds]
        notes = set(self._notes(rest))
        kinds |= {row: Line(row, "note") for row in notes}
        rest = [row for row in rest if row not in notes]
        groups, sheets = self._groups([*above, *rest])
        kinds |= {line.row: line for line in groups}
        kinds = {row: kinds.get(row, Line(row, "entry")) for row in self.table.rows} | kinds
        return [kinds[row] for row in sorted(kinds)], sheets

    # ------------------------------------------------------------------ headings of groups above headings

    def _before_headings(self) -> frozenset[int]:
        """Rows right above the headings, where each repetition of these has such a row with nothing but a title."""
        rows = [row for row in (*self.table.above, *self.table.rows) if not self.table.repeats(row)]
        starts = [self.table.header[0], *(row for row in self.table.rows if self.table.repeats(row))]
        before = [max((row for row in rows if row < start), default=0) for start in starts]
        if len(starts) < 2 or not all(before) or any(len(self.grid.rows[row]) > 1 for row in before):
            return frozenset()
        return frozenset(before)

    def _headings_above(self) -> list[int]:
        """The rows right above the table that are headings of groups and no titles of the list."""
        found: list[int] = []
        below = self.table.header[0]
        for row in reversed(self.table.above):
            known = row in self.before_headings or self._is_labelled(row)
            if below - row > 2 or not known or self._candidate(row) is None:
                break
            found.insert(0, row)
            below = row
        return found

    def _is_labelled(self, row: int) -> bool:
        """Whether a row calls itself a field of action or a goal, by number or name: ``HF 1 – Energie``."""
        text = " ".join(text for _, text in self.grid.texts(row))
        opening = self.vocabulary.opening_after_number(text)
        told = depth_of(text) > 0 or self.vocabulary.unlabelled(text) != text
        return told and opening is not None and opening[0] in self.above and bool(opening[1])

    # ------------------------------------------------------------------ totals and notes

    def _notes(self, rows: Sequence[int]) -> Iterator[int]:
        """The rows at the end that belong to no entry any more."""
        full = [row for row in rows if self.widths[row] >= 2 and not self._reads_as_legend(row)]
        last = full[-1] if full else (rows[-1] if rows else 0)
        ended = False
        for before, row in pairwise([last, *(row for row in rows if row > last)]):
            gap = row - before > 1
            cells = [column for column, _ in self.grid.texts(row)]
            text = self.grid.text(row, cells[0])
            if not ended and self._goes_on_with_groups(row):
                continue
            alone = len(cells) == 1 and cells[0] == self.label and not self._is_wide(row, cells[0])
            ended = ended or gap or bool(_NOTE.fullmatch(text)) or not alone
            if ended:
                yield row

    def _goes_on_with_groups(self, row: int) -> bool:
        """Whether a row at the end is the heading of one more group, in which nothing stands."""
        if not (one := self._candidate(row)) or not one.sure:
            return False
        before = [two for other in self.table.rows if other < row and (two := self._candidate(other)) and two.sure]
        last = next((number for two in reversed(before) if (number := number_of(two.text)).isdigit()), "")
        return self._is_labelled(row) or bool(last and number_of(one.text) == str(int(last) + 1))

    def _reads_as_legend(self, row: int) -> bool:
        """A row of two cells below, the first of which opens a legend or note."""
        texts = [text for _, text in self.grid.texts(row)]
        return bool(texts) and len(texts) <= 2 and bool(_NOTE.fullmatch(texts[0])) and row > self.table.rows[0]

    # ------------------------------------------------------------------ groups

    def _groups(self, rows: Sequence[int]) -> tuple[list[Line], tuple[Sheet, ...]]:
        if len(self.targets) < 2:
            return [], ()
        found = [one for row in rows if (one := self._candidate(row))]
        sure = {one.row for one in found if one.sure}
        if found and (not sure) and not self._make_sense([one.row for one in found], rows):
            return [], ()
        if sure:
            looks = {one.look for one in found if one.sure}
            found = [one for one in found if one.sure or one.look in looks]
        found = [one for one in found if any(row > one.row for row in rows) or (one.sure and one.is_told)]
        return self._levels(found, rows) if found else ([], ())

    def _candidate(self, row: int) -> _Candidate | None:
        """A row with nothing but a heading in it, perhaps with a number before it."""
        cells = [column for column, _ in self.grid.texts(row)]
        texts = [self.grid.text(row, column) for column in cells]
        if self._filled(row) - set(cells) or not cells:
            return None
        if len(cells) > 1 and len(set(texts)) == 1:
            cells, texts = cells[:1], texts[:1]
        if len(cells) == 2 and LIST_NUMBER.fullmatch(texts[0]) and not re.fullmatch(r"[\d.,\s€%]+", texts[1]):
            return self._numbered(row, cells, texts)
        if len(cells) != 1 or isinstance(self.grid.cells[row, cells[0]], int | float):
            return None
        column, text = cells[0], texts[0]
        opening = self.vocabulary.opening_after_number(text)
        named = opening[0] if opening and opening[0] in self.above and (opening[1] or column != self.label) else None
        targets = [target.sheet for target in self.targets.get(column, ()) if target.sheet in self.above]
        wide = self._is_wide(row, column)
        bold = (row, column) in self.grid.bold and self._bold_is_rare()
        before = (
            self.label is not None
            and column < self.label
            and (targets or not self.targets.get(column) or column in self.numbers)
        )
        if not (named or wide or before or row in self.before_headings) and column != self.label:
            return None
        sure = bool(named or wide or bold or before or row in self.before_headings)
        sheet = named or (targets[0] if targets else None)
        if len(text) > 300 or (not sure and (len(text) > 100 or text.endswith("."))):
            return None
        return _Candidate(row, (column,), text, sheet, sure, (column, wide, bold, depth_of(text), sheet))

    def _numbered(self, row: int, cells: list[int], texts: list[str]) -> _Candidate | None:
        """``1 | Sprache`` above ``1.1 | Sprachkurse | …``: the number goes on below."""
        number = texts[0].rstrip(".)")
        if not set(cells) <= {*self.numbers, self.label, *range(min(cells), min(cells) + 2)}:
            return None
        below = [r for r in self.table.rows if r > row][:3]
        goes_on = any(self.grid.text(r, cells[0]).startswith(number + ".") for r in below)
        goes_on |= 0 < depth_of(number) < self.entry_depth
        opening = self.vocabulary.opening_after_number(" ".join(texts))
        sheet = opening[0] if opening and opening[0] in self.above else None
        bold = (row, cells[1]) in self.grid.bold and self._bold_is_rare()
        if not (goes_on or sheet or bold):
            return None
        text = " ".join(texts)
        return _Candidate(row, tuple(cells), text, sheet, True, (cells[0], "numbered", bold, depth_of(text), sheet))

    def _entry_depth(self) -> int:
        """How deep the numbers of full rows are at least, if nearly all of them have one; else 0."""
        full = [row for row in self.table.rows if self.widths[row] >= 3 and not self.table.repeats(row)]
        texts = [self.grid.text(row, column) for row in full for column in self.numbers[:1]]
        depths = [depth for text in texts if (depth := depth_of(text))]
        return min(depths) if depths and len(depths) >= 0.8 * len(full) else 0

    def _is_wide(self, row: int, column: int) -> bool:
        area = self.grid.area(row, column)
        return area is not None and area.right - area.left >= 1 and area.bottom == area.top

    def _bold_is_rare(self) -> bool:
        """Whether bold type sets rows apart: few rows with several cells have it."""
        full = [row for row in self.table.rows if self.widths[row] >= 2]
        bold = sum(any((row, column) in self.grid.bold for column in self.grid.rows[row]) for row in full)
        return bold < 0.3 * max(1, len(full))

    def _make_sense(self, candidates: Sequence[int], rows: Sequence[int]) -> bool:
        """Whether rows with nothing but a title are headings, where nothing but their place says so.

        A measure of which only the title is known looks the same, so there must be a reason: all other rows have a
        number, or there are several, not too many, the table begins with one, and fuller rows follow each.
        """
        if self.label is None or not rows or median(self.widths[row] for row in rows) < 2:
            return False
        alone = set(candidates)
        others = [row for row in rows if row not in alone]
        numbered = sum(any(self.grid.text(row, column) for column in self.numbers) for row in others)
        if others and numbered < 0.8 * len(others) and (len(alone) < 2 or len(alone) > 0.3 * len(rows)):
            return False
        follows = dict(pairwise(rows))
        return rows[0] in alone and all(
            (below := follows.get(row)) is not None and (below in alone or self.widths[below] >= 2) for row in alone
        )

    def _levels(self, found: list[_Candidate], rows: Sequence[int]) -> tuple[list[Line], tuple[Sheet, ...]]:
        """Tell the outer level from the inner by numbers, else by words, else by look, else by sequence."""
        words = {one.sheet for one in found}
        numbered = levels_by_numbers([(one.text, one.sheet) for one in found])
        looks = list(dict.fromkeys(one.look if len(words) > 1 or words == {None} else one.look[-2] for one in found))
        if numbered:
            pairs = zip(found, numbered, strict=True)
            lines = [Line(one.row, "group", level, one.text, one.cells) for one, level in pairs]
        elif len(looks) == 1:
            lines = list(self._by_sequence(found, rows))
        else:
            keys = [one.look if one.look in looks else one.look[-2] for one in found]
            order = {look: min(position, LEVELS - 1) for position, look in enumerate(looks)}
            lines = [
                Line(one.row, "group", order[key], one.text, one.cells) for one, key in zip(found, keys, strict=True)
            ]
            if not self._nested(lines, rows) and len(words - {None}) < 2:
                lines = [replace(line, level=0) for line in lines]
        named: dict[int, Sheet] = {}
        for one, line in zip(found, lines, strict=True):
            if one.sheet:
                named.setdefault(line.level, one.sheet)
        sheets = [named.get(0, self.above[-1] if self.above else self.kind)]
        for level in range(1, max(line.level for line in lines) + 1):
            sheets.append(named.get(level, sheets[-1]))
        return lines, tuple(sheets)

    @staticmethod
    def _nested(lines: Sequence[Line], rows: Sequence[int]) -> bool:
        """Whether a heading of the inner level stands right below one of the outer level."""
        levels = {line.row: line.level for line in lines}
        return any(levels.get(first) == 0 and levels.get(second) == 1 for first, second in pairwise(rows))

    def _by_sequence(self, found: list[_Candidate], rows: Sequence[int]) -> Iterator[Line]:
        """Levels of headings that all look the same: the second of two in a row is the inner one."""
        follows = dict(pairwise(rows))
        alone = {one.row for one in found}
        pairs = any(follows.get(row) in alone for row in alone)
        before = None
        for one in found:
            inner = pairs and (
                (before is not None and follows.get(before) == one.row) or follows.get(one.row) not in alone
            )
            yield Line(one.row, "group", int(inner and one.row != found[0].row), one.text, one.cells)
            before = one.row
