"""From the sheets of a list to a mapping: guessed, or read from a file and held against what is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ipgraph.errors import IpgraphError
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.intake.entries import read_entries
from ipgraph.intake.grid import Grid
from ipgraph.intake.guess import Guess, TableGuess, guess_table
from ipgraph.intake.headings import MEASURE, Vocabulary
from ipgraph.intake.keys import choose_form, clean_key
from ipgraph.intake.layout import Table, find_tables, tables_at
from ipgraph.intake.ledger import Ledger
from ipgraph.intake.lines import Line, read_lines
from ipgraph.intake.mapping import ListMap, ListMapping, Target
from ipgraph.intake.naming import about_plan
from ipgraph.intake.part import Part
from ipgraph.intake.relations import beside, chain, is_bodies, label, own_parent, told_of
from ipgraph.intake.suits import heading_day
from ipgraph.model import IDENTIFIER, TEXT, Sheet, Text
from ipgraph.namespaces import IP

AS_OF = re.compile(r"\b(?:stand|status|as of)\b[:\s]*(?:vom|am|of)?\s*(?P<day>[^\s,;()|][^,;()|]*)", re.IGNORECASE)
"""The day of a list, as it stands above or below it: ``Stand: 12.03.2024``."""

_NO_NAME = re.compile(r"(?:tabelle|sheet|blatt|table|liste|list|tab)?[\s_-]*\d*|(?:19|20)\d\d.*", re.IGNORECASE)


@dataclass
class Proposal:
    """What is to be taken over and how.

    Args:
        mapping: the mapping.
        parts: the tables with what becomes of them.
        guesses: why, table by table; the columns of a mapping file have no other reason than the file.
        skipped: sheets without a table of a plan, with the reason.
    """

    mapping: ListMapping
    parts: list[Part] = field(default_factory=list)
    guesses: list[TableGuess] = field(default_factory=list)
    skipped: list[tuple[Grid, Text]] = field(default_factory=list)


def propose(grids: Sequence[Grid], vocabulary: Vocabulary, bodies: frozenset[str], stem: str) -> Proposal:
    """Guess the mapping of a list.

    Args:
        grids: its sheets.
        vocabulary: spellings of headings.
        bodies: folded names of bodies that are known.
        stem: name of the file without its ending, for the Kennung of the plan.

    Returns:
        The mapping with its reasons; without any table where nothing looks like a list.
    """
    proposal = Proposal(ListMapping({IDENTIFIER: stem}, ()))
    drafts: list[tuple[TableGuess, ListMap]] = []
    for grid in grids:
        tables = [] if grid.hidden else find_tables(grid, vocabulary)
        found = [one for table in tables if (one := guess_table(table, vocabulary, bodies))]
        if found and len(found) < len(tables):  # a row that only looks like headings cuts no table in two
            tables = tables_at(grid, [one.table.header for one in found])
            found = [one for table in tables if (one := guess_table(table, vocabulary, bodies))]
        if not found:
            proposal.skipped.append((grid, _why_not(grid, bool(tables))))
        for one in found:
            columns = {guess.column.key: guess.targets for guess in one.guesses}
            drafts.append((one, ListMap(grid.name, one.table.header, one.kind, columns, as_of=_as_of(one.table))))
    named = _named_sheets([(one.table, draft) for one, draft in drafts], vocabulary)
    for one, draft in drafts:
        lines, groups = read_lines(one.table, draft, vocabulary)
        if groups:  # they may name goals, so that columns about goals have a place after all
            again = guess_table(one.table, vocabulary, bodies, frozenset(groups))
            one = again if again and again.kind is one.kind else one
            draft = replace(draft, columns={guess.column.key: guess.targets for guess in one.guesses})
        top = [sheet for _, sheet in chain(draft.kind, vocabulary.model)][-1:]
        headed = any(line.row < one.table.header[0] for line in lines) and set(top) <= set(groups)
        if draft.sheet in named and not headed:  # a heading right above the table says it better
            draft = replace(draft, sheet_name=named[draft.sheet])
        draft = replace(draft, groups=groups)
        reasons = {guess.column.key: guess.reason for guess in one.guesses if not guess.targets}
        proposal.parts.append(Part(one.table, draft, tuple(lines), reasons))
        proposal.guesses.append(one)
    proposal.mapping = ListMapping(
        plan={IDENTIFIER: stem} | about_plan(proposal.parts, AS_OF),
        lists=tuple(part.one for part in proposal.parts),
        keys=choose_form(_numbers(proposal.parts, vocabulary)),
    )
    return proposal


def _why_not(grid: Grid, headed: bool) -> Text:
    if grid.hidden:
        return {"de": "ausgeblendetes Blatt, nicht gelesen", "en": "hidden sheet, not read"}
    if not grid.cells:
        return {"de": "leeres Blatt", "en": "empty sheet"}
    if headed:
        return {
            "de": "Tabelle ohne Spalte, die einen Eintrag benennt (Maßnahme, Ziel, Name …)",
            "en": "table without a column that names an entry (measure, goal, name …)",
        }
    return {"de": "keine Tabelle mit Überschriften gefunden", "en": "no table with headings found"}


def _named_sheets(drafts: Sequence[tuple[Table, ListMap]], vocabulary: Vocabulary) -> dict[str, Sheet]:
    """The sheets whose names are titles: where several hold entries of one kind and none says what they stand under."""
    named: dict[str, Sheet] = {}
    for kind in dict.fromkeys(draft.kind for _, draft in drafts):
        above = [sheet for _, sheet in chain(kind, vocabulary.model)]
        same = [draft for _, draft in drafts if draft.kind is kind]
        if not above:
            continue
        top = above[-1]
        says = any(target.sheet is top for draft in same for targets in draft.columns.values() for target in targets)
        names = list(dict.fromkeys(draft.sheet for draft in same))
        speaking = [name for name in names if not _NO_NAME.fullmatch(name) and vocabulary.named(name) is None]
        opening = [name for name in names if (found := vocabulary.opening(name)) and found[0] is top and found[1]]
        if not says and ((len(names) > 1 and len(speaking) == len(names)) or (len(names) == 1 and opening)):
            named |= dict.fromkeys(names, top)
    return named


def _as_of(table: Table) -> str:
    """The day that a title or a note names: ``Stand: 12.03.2024``."""
    for row in (*table.above, *table.rows[-6:]):
        for _, text in table.grid.texts(row):
            for found in AS_OF.finditer(text):
                words = found["day"].strip().rstrip(".")
                for form in (words, " ".join(words.split()[:2]), words.split()[0]):
                    if parse_time_span(form) and any(c.isdigit() for c in form):
                        return form
    return ""


def _numbers(parts: Sequence[Part], vocabulary: Vocabulary) -> list[str]:
    """The numbers of all measures of the list, as far as they have one."""
    numbers = []
    for part in parts:
        if part.one.kind.target != MEASURE:
            continue
        marks = [column.index for column in part.table.columns if any(
            target.sheet is part.one.kind and target.field.path in (IP + "number", IDENTIFIER)
            for target in part.one.columns.get(column.key, ()))]  # fmt: skip
        for entry in read_entries(part.table, part.one, part.lines, vocabulary.model, Ledger()):
            if entry.alone:
                continue
            texts = [part.table.grid.text(*cell) for index in marks for cell in entry.cells.get(index, ())]
            numbers.append(clean_key(texts[0]) if texts else "")
    return numbers


# ---------------------------------------------------------------------- a mapping from a file


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
    headers: dict[str, list[tuple[int, ...]]] = {}
    for one in mapping.lists:
        _named_grid(one, by_name, mapping)
        headers.setdefault(one.sheet, []).append(one.header)
    tables = {(name, table.header): table for name, rows in headers.items() for table in tables_at(by_name[name], rows)}
    for one in mapping.lists:
        table = tables[one.sheet, one.header]
        _check_columns(one, table, mapping, vocabulary)
        guesses = _guesses(table, one, vocabulary, bodies)
        reasons = {guess.column.key: guess.reason for guess in guesses if not guess.targets}
        proposal.parts.append(Part(table, one, _lines(table, one, vocabulary), reasons))
        proposal.guesses.append(TableGuess(table, one.kind, guesses, 1.0))
    unnamed: Text = {"de": "steht nicht in der Zuordnung", "en": "is not in the mapping"}
    for grid in grids:
        if grid.name not in headers:
            proposal.skipped.append((grid, _why_not(grid, True) if grid.hidden or not grid.cells else unnamed))
    return proposal


def _lines(table: Table, one: ListMap, vocabulary: Vocabulary) -> tuple[Line, ...]:
    """What the rows are; where the mapping says that there are no groups, none is read as their heading."""
    lines, _ = read_lines(table, one, vocabulary)
    if one.groups:
        return tuple(lines)
    own = [line for line in lines if line.row > table.header[-1]]
    return tuple(replace(line, kind="entry") if line.kind == "group" else line for line in own)


def _guesses(table: Table, one: ListMap, vocabulary: Vocabulary, bodies: frozenset[str]) -> tuple[Guess, ...]:
    """What a mapping makes of each column, and why: where it agrees with the guess, the reason is that of the guess."""
    why: Text = {"de": "So steht es in der Zuordnung.", "en": "So it says in the mapping."}
    new: Text = {"de": "Die Spalte steht nicht in der Zuordnung.", "en": "The column is not in the mapping."}
    guess = guess_table(table, vocabulary, bodies, frozenset(one.groups))
    known = {each.column.key: each for each in guess.guesses} if guess and guess.kind is one.kind else {}
    found = []
    for column in table.columns:
        targets, same = one.columns.get(column.key, ()), known.get(column.key)
        agrees = same is not None and same.targets == targets and column.key in one.columns
        reason = same.reason if same and agrees else why if column.key in one.columns else new
        found.append(Guess(column, targets, reason, 1.0))
    return tuple(found)


def _named_grid(one: ListMap, by_name: dict[str, Grid], mapping: ListMapping) -> Grid:
    grid = by_name.get(one.sheet)
    if grid is None:
        names = ", ".join(f"„{name}“" for name in by_name)
        raise _wrong(
            mapping,
            f"Ein Blatt „{one.sheet}“ hat die Liste nicht. Es gibt {names}.",
            f"the list has no sheet “{one.sheet}”. There are {names}.",
        )
    missing = [row for row in one.header if row not in grid.rows]
    if missing:
        raise _wrong(
            mapping,
            f"[[liste]] „{one.sheet}“: In Zeile {missing[0]} stehen keine Überschriften; die Zeile ist leer.",
            f"[[liste]] “{one.sheet}”: there are no headings in row {missing[0]}; the row is empty.",
        )
    return grid


def _check_columns(one: ListMap, table: Table, mapping: ListMapping, vocabulary: Vocabulary) -> None:
    where = f"[[liste]] „{one.sheet}“"
    keys = [column.key for column in table.columns]
    model = vocabulary.model
    above = [sheet for _, sheet in chain(one.kind, model)]
    allowed = [one.kind, *above, *(sheet for _, sheet in (*told_of(one.kind, model), *beside(one.kind, model)))]
    holders: dict[Target, str] = {}
    for key, targets in one.columns.items():
        if key not in keys:
            names = ", ".join(f"„{name}“" for name in keys)
            raise _wrong(
                mapping,
                f"{where}: Eine Spalte „{key}“ hat die Liste in Zeile {one.header[-1]} nicht. Es gibt {names}.",
                f"{where}: the list has no column “{key}” in row {one.header[-1]}. There are {names}.",
            )
        for target in targets:
            if target.sheet not in allowed:
                names = ", ".join(f"„{sheet.name['de']}“" for sheet in allowed)
                raise _wrong(
                    mapping,
                    f"{where}: „{key}“ = „{target.name}“ geht nicht, wenn jede Zeile nach "
                    f"„{one.kind.name['de']}“ kommt. Möglich sind Spalten von {names}.",
                    f"{where}: “{key}” = “{target.name}” is not possible while each row goes to "
                    f"“{one.kind.name['en']}”. Possible are columns of {names}.",
                )
            if target in holders and not _may_share(target, one, key, holders[target]):
                raise _wrong(
                    mapping,
                    f"{where}: „{holders[target]}“ und „{key}“ sollen beide „{target.name}“ werden; diese Spalte "
                    'fasst nur eine Angabe. Eine von beiden auf "" setzen.',
                    f"{where}: “{holders[target]}” and “{key}” shall both become “{target.name}”; that column "
                    'holds one entry. Set one of them to "".',
                )
            holders.setdefault(target, key)
        if len(targets) > 2 or (
            len(targets) == 2 and not all(t.field.is_time and t.sheet is one.kind for t in targets)
        ):
            raise _wrong(
                mapping,
                f"{where}: „{key}“ nennt mehrere Spalten. Das geht nur für Anfang und Ende einer Zeitspanne.",
                f"{where}: “{key}” names several columns. Only the start and end of a span can be so.",
            )
    for sheet in (*one.groups, *([one.sheet_name] if one.sheet_name else ())):
        if sheet not in above and sheet is not one.kind:
            names = ", ".join(f"„{other.name['de']}“" for other in above) or "keine"
            raise _wrong(
                mapping,
                f"{where}: Unter „{sheet.name['de']}“ kann „{one.kind.name['de']}“ nicht stehen. Möglich: {names}.",
                f"{where}: “{one.kind.name['en']}” cannot stand under “{sheet.name['en']}”. Possible: {names}.",
            )


def _may_share(target: Target, one: ListMap, key: str, other: str) -> bool:
    """Whether two columns may become one: texts are joined, bodies added, days told apart, chapters divided."""
    if target.field.multiple or TEXT in target.field.datatypes or is_bodies(target.field):
        return True
    divides = own_parent(target.sheet) is not None and target.field is label(target.sheet)
    return divides or (target.sheet.identifier is None and heading_day(key) != heading_day(other))


def _wrong(mapping: ListMapping, de: str, en: str) -> IpgraphError:
    name = mapping.source.name if mapping.source else "zuordnung.toml"
    return IpgraphError(f"{name}: {de}", f"{name}: {en}")
