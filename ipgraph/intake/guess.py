"""The guess: which sheet of the plan the rows of a table belong to, and what each column becomes, with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ipgraph.bodies.wording import fold as fold_name
from ipgraph.ingest.values import Native, cell_text
from ipgraph.intake import reasons
from ipgraph.intake.cells import is_nothing, is_small_number, suits
from ipgraph.intake.headings import Match, Vocabulary, heading_day
from ipgraph.intake.layout import Column, Table
from ipgraph.intake.mapping import Target
from ipgraph.intake.relations import (
    MARKS,
    MEASURE,
    NUMBER,
    PLAN,
    beside,
    chain,
    essential,
    is_bodies,
    label,
    own_parent,
    told_of,
)
from ipgraph.intake.strays import stray_rows
from ipgraph.model import TEXT, Field, Sheet, Text

FOREIGN = 0.93
"""What a heading counts that belongs to another sheet than the rows."""

ENOUGH = 0.4
"""A column is placed if it is at least so sure."""

PLAN_COLUMNS = 4
"""A table with one row is that of a plan itself if it has so many columns of one."""

SAMPLE = 200
"""So many values of a column are looked at."""


@dataclass(frozen=True)
class Guess:
    """What a column becomes.

    Args:
        column: the column of the list.
        targets: columns of the plan; none where it has no place, two for a span of time.
        reason: why.
        score: how sure, from 0 to 1.
    """

    column: Column
    targets: tuple[Target, ...]
    reason: Text
    score: float = 0.0


@dataclass(frozen=True)
class TableGuess:
    """What the rows of a table are and what its columns become."""

    table: Table
    kind: Sheet
    guesses: tuple[Guess, ...]
    score: float


@dataclass(frozen=True)
class _Candidate:
    position: int
    targets: tuple[Target, ...]
    score: float
    reason: Text


def guess_table(
    table: Table,
    vocabulary: Vocabulary,
    bodies: frozenset[str] = frozenset(),
    named: frozenset[Sheet] = frozenset(),
) -> TableGuess | None:
    """Guess what a table holds.

    Args:
        table: the table.
        vocabulary: spellings of headings.
        bodies: folded names of bodies that are known already, for columns whose heading says nothing.
        named: the sheets whose rows headings between the rows name.

    Returns:
        The best guess; None where no sheet of the plan fits.
    """
    guesses = (_Guesser(table, sheet, vocabulary, bodies, named).guess() for sheet in vocabulary.model.sheets)
    return max((one for one in guesses if one), key=lambda one: one.score, default=None)


class _Guesser:
    def __init__(
        self, table: Table, sheet: Sheet, vocabulary: Vocabulary, bodies: frozenset[str], named: frozenset[Sheet]
    ) -> None:
        self.table, self.sheet, self.vocabulary, self.bodies, self.named = table, sheet, vocabulary, bodies, named
        model = vocabulary.model
        self.above = [other for _, other in chain(sheet, model)]
        self.told = [other for _, other in told_of(sheet, model)]
        self.beside = [other for _, other in beside(sheet, model)]
        strays = stray_rows(table, vocabulary)
        self.rows = [row for row in table.rows if not table.repeats(row) and row not in strays]
        self.values = {column.index: self._values(column) for column in table.columns}

    def _values(self, column: Column) -> list[Native]:
        found = (self.table.grid.cells.get((row, column.index)) for row in self.rows)
        values = (value for value in found if value is not None and not is_nothing(cell_text(value)))
        return list(islice(values, SAMPLE))

    def guess(self) -> TableGuess | None:
        assigned = self._assign()
        if self.sheet.target == PLAN and (len(self.rows) > 1 or len(assigned) < PLAN_COLUMNS):
            return None
        placed = {target.field.iri for one in assigned.values() for target in one.targets}
        needed = essential(self.sheet)
        if needed and not all(column.iri in placed for column in needed):
            assigned |= self._by_values(assigned)
            placed = {target.field.iri for one in assigned.values() for target in one.targets}
            if not all(column.iri in placed for column in needed):
                return None
        assigned |= self._by_values(assigned)
        assigned = self._without_orphans(assigned)
        if not self._has_evidence(assigned):
            return None
        guesses = tuple(
            assigned.get(position) or self._nowhere(position, assigned) for position in range(len(self.table.columns))
        )
        return TableGuess(self.table, self.sheet, guesses, self._score(guesses))

    def _has_evidence(self, assigned: Mapping[int, Guess]) -> bool:
        """Whether more speaks for this sheet than a name and a number, which every list has."""
        name = label(self.sheet)
        bare = (*MARKS, name.path if name else "")
        columns = [one for one in assigned.values() if any(target.field.path not in bare for target in one.targets)]
        named = any(
            name and any(target.field is name for target in one.targets)
            and self.vocabulary.named(one.column.heading) is self.sheet
            for one in assigned.values()
        )  # fmt: skip
        return named or self._is_titled() or len(columns) >= (1 if self.sheet.target == MEASURE else 2)

    def _is_titled(self) -> bool:
        """Whether the name of the sheet, or a line above the table, speaks of such rows."""
        titles = [self.table.grid.name, *(self.table.grid.text(row, 0) for row in self.table.above)]
        return any(self.vocabulary.mentions(title) is self.sheet for title in titles if len(title) < 80)

    def _score(self, guesses: Sequence[Guess]) -> float:
        placed = [one for one in guesses if one.targets]
        score = sum(one.score for one in placed)
        name = label(self.sheet)
        for one in placed:
            if name and any(target.field is name for target in one.targets):
                score += 1.0 if self.vocabulary.named(one.column.heading) is self.sheet else 0.3
        if self._is_titled():
            score += 0.8
        return score + (0.3 if self.sheet.target == MEASURE and len(placed) > 2 else 0.0)

    # ------------------------------------------------------------------ by headings

    def _assign(self) -> dict[int, Guess]:
        """Give each column its best target, the surest first; a target that holds one value is given once."""
        candidates = [one for position in range(len(self.table.columns)) for one in self._candidates(position)]
        candidates.sort(key=lambda one: (-one.score, one.position, *(target.field.order for target in one.targets)))
        assigned: dict[int, Guess] = {}
        taken: dict[tuple[str, str], int] = {}
        for one in candidates:
            column = self.table.columns[one.position]
            keys = [(target.field.iri, self._day_of(column, target)) for target in one.targets]
            if one.position in assigned or one.score < ENOUGH:
                continue
            if any(key in taken and not self._may_share(taken[key], one, target)
                   for key, target in zip(keys, one.targets, strict=True)):  # fmt: skip
                continue
            assigned[one.position] = Guess(column, one.targets, one.reason, one.score)
            taken |= dict.fromkeys(keys, one.position)
        return assigned

    def _may_share(self, holder: int, one: _Candidate, target: Target) -> bool:
        """Whether a second column may have the same target: bodies, and a part of what the first column divides."""
        if target.field.multiple and is_bodies(target.field):
            return True
        divides = (
            own_parent(target.sheet) is not None and target.field is label(target.sheet) and target.sheet in self.above
        )
        return divides and one.score > 0.7 and self._divided(holder, one.position)

    def _divided(self, outer: int, inner: int) -> bool:
        """Whether each value of one column stands beside only one of another, and there are more of them."""
        columns = self.table.columns
        pairs: dict[str, set[str]] = {}
        last = ""
        for row in self.table.rows:
            first = self.table.grid.text(*self.table.grid.source(row, columns[outer].index)) or last
            second = self.table.grid.text(*self.table.grid.source(row, columns[inner].index))
            last = first
            if second:
                pairs.setdefault(second, set()).add(first)
        outers = set().union(*pairs.values()) if pairs else set()
        return len(pairs) > len(outers) > 0 and all(len(found) == 1 for found in pairs.values())

    def _day_of(self, column: Column, target: Target) -> str:
        """The date in a heading such as ``Sachstand 2024``: such columns tell of different days."""
        return heading_day(column.heading) if target.sheet in self.told else ""

    def _candidates(self, position: int) -> Iterator[_Candidate]:
        column = self.table.columns[position]
        if not column.heading:
            return
        matches = [match for match in self.vocabulary.matches(column.heading) if self._weight(match)]
        times = [match for match in matches if match.sheet is self.sheet and match.field.is_time]
        if len(times) == 2 and times[0].score == times[1].score:
            targets = tuple(Target(match.sheet, match.field) for match in times)
            why = reasons.span(column.heading, *(match.field for match in times))
            yield _Candidate(position, targets, times[0].score * self._fit(position, times[0].field) + 0.01, why)
        for match in matches:
            score = match.score * self._weight(match) * self._fit(position, match.field, match.sheet)
            score *= self._number_beside(position, match)
            yield _Candidate(position, (Target(match.sheet, match.field),), score, match.reason)

    def _weight(self, match: Match) -> float:
        if match.sheet is self.sheet:
            return 1.0
        return FOREIGN if match.listed and match.sheet in (*self.above, *self.told, *self.beside) else 0.0

    def _number_beside(self, position: int, match: Match) -> float:
        """A bare "Nr." is that of the rows; of two, each numbers what stands right beside it."""
        if match.field.path not in MARKS:
            return 1.0
        if match.sheet is not self.sheet and not self._is_plain_number(position, match):
            return 1.0
        plain = [p for p in range(len(self.table.columns)) if self._is_plain_number(p, match)]
        if len(plain) < 2:
            return 1.0 if match.sheet is self.sheet else 0.0
        beside = self.table.columns[position + 1].heading if position + 1 < len(self.table.columns) else ""
        named = next((m.sheet for m in self.vocabulary.matches(beside)
                      if m.field is label(m.sheet) and m.sheet in (self.sheet, *self.above)), self.sheet)  # fmt: skip
        return 1.0 if named is match.sheet else 0.5

    def _is_plain_number(self, position: int, match: Match) -> bool:
        """Whether a heading calls the number of the rows themselves as well as that of what they stand under."""
        found = self.vocabulary.matches(self.table.columns[position].heading)
        return any(m.sheet is self.sheet and m.field.path == NUMBER and m.score >= match.score - 0.05 for m in found)

    # ------------------------------------------------------------------ by values

    def _fit(self, position: int, column: Field, sheet: Sheet | None = None) -> float:
        """How well the values suit a column, from 0.35 to 1."""
        values = self.values[self.table.columns[position].index]
        if not values:
            return 1.0
        share = sum(suits(value, column) for value in values) / len(values)
        if sheet is not None and sheet in self.above and column is label(sheet):
            # What rows stand under may be told by its number, and comes again and again or stands once above many.
            share = max(share, 0.8 * sum(is_small_number(value) for value in values) / len(values))
            if len({cell_text(value) for value in values}) == len(self.table.rows) > 3:
                share *= 0.6
        if TEXT in column.datatypes and column is not label(self.sheet):
            share *= 0.9
        return 0.35 + 0.65 * share

    def _by_values(self, assigned: Mapping[int, Guess]) -> dict[int, Guess]:
        """What the values alone say, for columns whose heading says nothing."""
        placed = {target.field.iri for one in assigned.values() for target in one.targets}
        found: dict[int, Guess] = {}
        for position, column in enumerate(self.table.columns):
            values = self.values[column.index]
            if position in assigned or len(values) < 2 or any(True for _ in self._candidates(position)):
                continue
            for field, sheet, reason in self._value_rules():
                if field.iri in placed:
                    continue
                if sum(
                    suits(value, field, strict=True) or self._is_body(value, field) for value in values
                ) >= 0.8 * len(values):
                    found[position] = Guess(column, (Target(sheet, field),), reason, 0.5)
                    placed.add(field.iri)
                    break
        return found

    def _value_rules(self) -> Iterator[tuple[Field, Sheet, Text]]:
        """Columns whose values are so plain that no heading is needed."""
        for sheet in (self.sheet, *self.told):
            for field in sheet.fields:
                if field.schemes and not field.references:
                    yield field, sheet, reasons.codes(field.schemes[0])
        for field in self.sheet.fields:
            if is_bodies(field) and self.bodies:
                yield field, self.sheet, reasons.BODIES
        name = label(self.sheet)
        if name and TEXT in name.datatypes:
            yield name, self.sheet, reasons.TEXTS

    def _is_body(self, value: Native, column: Field) -> bool:
        return is_bodies(column) and fold_name(cell_text(value)) in self.bodies

    # ------------------------------------------------------------------ what is left over

    def _without_orphans(self, assigned: dict[int, Guess]) -> dict[int, Guess]:
        """Take back what would be said of goals (a target group) where the list names no goals."""
        targets = [target for one in assigned.values() for target in one.targets]
        named = {target.sheet for target in targets if target.field is label(target.sheet)} | self.named
        named |= {target.sheet for target in targets if target.field.path in MARKS}

        def orphan(target: Target) -> bool:
            if target.sheet in self.beside:
                return target.sheet not in named or self.above[0] not in named
            return target.sheet in self.above and target.sheet not in named

        return {position: one for position, one in assigned.items() if not any(map(orphan, one.targets))}

    def _nowhere(self, position: int, assigned: Mapping[int, Guess]) -> Guess:
        return Guess(self.table.columns[position], (), self._why_nowhere(position, assigned))

    def _why_nowhere(self, position: int, assigned: Mapping[int, Guess]) -> Text:
        """Why a column of the list has no place in the plan."""
        heading = self.table.columns[position].heading
        if not heading:
            return reasons.NO_HEADING
        wanted = max(self._candidates(position), key=lambda one: one.score, default=None)
        if wanted is None:
            return reasons.elsewhere(self.vocabulary.name_of_rows(heading))
        target = wanted.targets[0]
        holder = next((one.column for one in assigned.values() if target in one.targets), None)
        if holder:
            return reasons.held(target, holder.key)
        if target.sheet is not self.sheet and wanted.score >= ENOUGH:
            return reasons.unnamed(target.sheet)
        return reasons.unsuited(target)
