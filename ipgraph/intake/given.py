"""A mapping that a person gives, held against the list: what it names must be there, and must be possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ipgraph.errors import IpgraphError
from ipgraph.intake import reasons
from ipgraph.intake.guess import Guess, TableGuess, guess_table
from ipgraph.intake.headings import Vocabulary, heading_day
from ipgraph.intake.layout import Table, tables_at
from ipgraph.intake.lines import read_lines
from ipgraph.intake.mapping import ListMap, ListMapping, Target
from ipgraph.intake.part import Line, Part
from ipgraph.intake.proposal import Proposal, why_not
from ipgraph.intake.relations import beside, chain, is_bodies, label, own_parent, told_of
from ipgraph.intake.source.grid import Grid
from ipgraph.model import TEXT, Model, Sheet


def hold_against(
    mapping: ListMapping, grids: Sequence[Grid], vocabulary: Vocabulary, bodies: frozenset[str] = frozenset()
) -> Proposal:
    """Hold a mapping from a file against the list.

    Args:
        mapping: the mapping.
        grids: the sheets of the list.
        vocabulary: spellings of headings.
        bodies: folded names of bodies that are known.

    Returns:
        The tables that it names, each with what becomes of it.

    Raises:
        IpgraphError: the mapping names a sheet, a row or a column that the list does not have, or a target that
            cannot hold what is meant for it.
    """
    proposal = Proposal(mapping)
    by_name = {grid.name: grid for grid in grids}
    checks = [_Check(one, mapping, vocabulary.model) for one in mapping.lists]
    headers: dict[str, list[tuple[int, ...]]] = {}
    for check in checks:
        check.headings(by_name)
        headers.setdefault(check.one.sheet, []).append(check.one.header)
    tables = {(name, table.header): table for name, rows in headers.items() for table in tables_at(by_name[name], rows)}
    for check in checks:
        table = tables[check.one.sheet, check.one.header]
        check.columns(table)
        check.groups()
        guess = _as_given(table, check.one, guess_table(table, vocabulary, bodies, frozenset(check.one.groups)))
        proposal.parts.append(_read(Part(table, check.one), guess, vocabulary))
        proposal.guesses.append(guess)
    for grid in grids:
        if grid.name not in headers:
            unread = grid.hidden or not grid.cells
            proposal.skipped.append((grid, why_not(grid, True) if unread else reasons.NOT_IN_MAPPING))
    return proposal


def _read(part: Part, guess: TableGuess, vocabulary: Vocabulary) -> Part:
    why = {one.column.key: one.reason for one in guess.guesses if not one.targets}
    return replace(part, lines=tuple(_lines(part, vocabulary)), reasons=why)


def _lines(part: Part, vocabulary: Vocabulary) -> list[Line]:
    """What the rows are; where the mapping says that there are no groups, none is read as their heading."""
    lines, _ = read_lines(part, vocabulary)
    if part.list_map.groups:
        return lines
    own = [line for line in lines if line.row > part.table.header[-1]]
    return [replace(line, kind="entry") if line.kind == "group" else line for line in own]


def _as_given(table: Table, one: ListMap, guess: TableGuess | None) -> TableGuess:
    """What a mapping makes of each column, and why: where it agrees with the guess, the reason is that of the guess."""
    known = {each.column.key: each for each in guess.guesses} if guess and guess.kind is one.kind else {}
    guesses: list[Guess] = []
    for column in table.columns:
        targets, same = one.columns.get(column.key), known.get(column.key)
        if targets is None:
            guesses.append(Guess(column, (), reasons.NEW_COLUMN, 1.0))
        else:
            why = same.reason if same and same.targets == targets else reasons.GIVEN
            guesses.append(Guess(column, targets, why, 1.0))
    return TableGuess(table, one.kind, tuple(guesses), 1.0)


class _Check:
    """Checks one table of a mapping; the sentences name the entry of the file."""

    def __init__(self, one: ListMap, mapping: ListMapping, model: Model) -> None:
        self.one, self.mapping = one, mapping
        self.above = [sheet for _, sheet in chain(one.kind, model)]
        others = (*told_of(one.kind, model), *beside(one.kind, model))
        self.allowed = [one.kind, *self.above, *(sheet for _, sheet in others)]

    def headings(self, by_name: Mapping[str, Grid]) -> None:
        grid = by_name.get(self.one.sheet)
        if grid is None:
            names = ", ".join(f"„{name}“" for name in by_name)
            raise IpgraphError(
                f"{self._file}: Ein Blatt „{self.one.sheet}“ hat die Liste nicht. Es gibt {names}.",
                f"{self._file}: the list has no sheet “{self.one.sheet}”. There are {names}.",
            )
        missing = [row for row in self.one.header if row not in grid.rows]
        if missing:
            raise self._wrong(
                f"In Zeile {missing[0]} stehen keine Überschriften; die Zeile ist leer.",
                f"there are no headings in row {missing[0]}; the row is empty.",
            )

    def columns(self, table: Table) -> None:
        keys = [column.key for column in table.columns]
        holders: dict[Target, str] = {}
        for key, targets in self.one.columns.items():
            if key not in keys:
                names, row = ", ".join(f"„{name}“" for name in keys), self.one.header[-1]
                raise self._wrong(
                    f"Eine Spalte „{key}“ hat die Liste in Zeile {row} nicht. Es gibt {names}.",
                    f"the list has no column “{key}” in row {row}. There are {names}.",
                )
            for target in targets:
                self._reaches(key, target)
                self._has_room(key, target, holders.setdefault(target, key))
            if len(targets) > 1 and not (len(targets) == 2 and all(map(self._is_end_of_span, targets))):
                raise self._wrong(
                    f"„{key}“ nennt mehrere Spalten. Das geht nur für Anfang und Ende einer Zeitspanne.",
                    f"“{key}” names several columns. Only the start and end of a span can be so.",
                )

    def _is_end_of_span(self, target: Target) -> bool:
        return target.field.is_time and target.sheet is self.one.kind

    def _reaches(self, key: str, target: Target) -> None:
        kind = self.one.kind.name
        if target.sheet not in self.allowed:
            names = ", ".join(f"„{sheet.name['de']}“" for sheet in self.allowed)
            raise self._wrong(
                f"„{key}“ = „{target.name}“ geht nicht, wenn jede Zeile nach „{kind['de']}“ kommt. Möglich sind "
                f"Spalten von {names}.",
                f"“{key}” = “{target.name}” is not possible while each row goes to “{kind['en']}”. Possible are "
                f"columns of {names}.",
            )

    def _has_room(self, key: str, target: Target, holder: str) -> None:
        if key != holder and not _may_share(target, key, holder):
            raise self._wrong(
                f"„{holder}“ und „{key}“ sollen beide „{target.name}“ werden; diese Spalte fasst nur eine Angabe. "
                'Eine von beiden auf "" setzen.',
                f"“{holder}” and “{key}” shall both become “{target.name}”; that column holds one entry. "
                'Set one of them to "".',
            )

    def groups(self) -> None:
        kind, named = self.one.kind.name, (*self.one.groups, self.one.sheet_name)
        possible = (*self.above, self.one.kind)
        wrong: Sheet | None = next((sheet for sheet in named if sheet and sheet not in possible), None)
        if wrong:
            names = ", ".join(f"„{sheet.name['de']}“" for sheet in self.above) or "keine"
            english = ", ".join(f"“{sheet.name['en']}”" for sheet in self.above) or "none"
            raise self._wrong(
                f"Unter „{wrong.name['de']}“ kann „{kind['de']}“ nicht stehen. Möglich: {names}.",
                f"“{kind['en']}” cannot stand under “{wrong.name['en']}”. Possible: {english}.",
            )

    @property
    def _file(self) -> str:
        return self.mapping.source.name if self.mapping.source else "zuordnung.toml"

    def _wrong(self, de: str, en: str) -> IpgraphError:
        sheet = self.one.sheet
        return IpgraphError(
            f"{self._file}: [[liste]] „{sheet}“: {de}",
            f"{self._file}: [[liste]] “{sheet}”: {en}",
        )


def _may_share(target: Target, key: str, other: str) -> bool:
    """Whether two columns may become one: texts are joined, bodies added, days told apart, chapters divided."""
    if target.field.multiple or TEXT in target.field.datatypes or is_bodies(target.field):
        return True
    divides = own_parent(target.sheet) is not None and target.field is label(target.sheet)
    return divides or (target.sheet.identifier is None and heading_day(key) != heading_day(other))
