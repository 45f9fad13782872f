"""From the sheets of a list to a mapping, guessed: where the tables are, what their rows and columns become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ipgraph.ingest.timespan import parse_time_span
from ipgraph.intake import reasons
from ipgraph.intake.entries import read_entries
from ipgraph.intake.guess import TableGuess, guess_table
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.keys import choose_form, clean_key
from ipgraph.intake.layout import Table, find_tables, tables_at
from ipgraph.intake.ledger import Ledger
from ipgraph.intake.lines import read_lines
from ipgraph.intake.mapping import ListMap, ListMapping
from ipgraph.intake.naming import about_plan
from ipgraph.intake.part import Part
from ipgraph.intake.relations import MARKS, MEASURE, chain
from ipgraph.intake.source.grid import Grid
from ipgraph.model import IDENTIFIER, Sheet, Text

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
            proposal.skipped.append((grid, why_not(grid, bool(tables))))
        for one in found:
            columns = {guess.column.key: guess.targets for guess in one.guesses}
            drafts.append((one, ListMap(grid.name, one.table.header, one.kind, columns, as_of=_as_of(one.table))))
    named = _named_sheets([(one.table, draft) for one, draft in drafts], vocabulary)
    for one, draft in drafts:
        lines, groups = read_lines(Part(one.table, draft), vocabulary)
        if groups:  # they may name goals, so that columns about goals have a place after all
            again = guess_table(one.table, vocabulary, bodies, frozenset(groups))
            one = again if again and again.kind is one.kind else one
            draft = replace(draft, columns={guess.column.key: guess.targets for guess in one.guesses})
        top = [sheet for _, sheet in chain(draft.kind, vocabulary.model)][-1:]
        headed = any(line.row < one.table.header[0] for line in lines) and set(top) <= set(groups)
        if draft.sheet in named and not headed:  # a heading right above the table says it better
            draft = replace(draft, sheet_name=named[draft.sheet])
        draft = replace(draft, groups=groups)
        why = {guess.column.key: guess.reason for guess in one.guesses if not guess.targets}
        proposal.parts.append(Part(one.table, draft, tuple(lines), why))
        proposal.guesses.append(one)
    proposal.mapping = ListMapping(
        plan={IDENTIFIER: stem} | about_plan(proposal.parts, AS_OF),
        lists=tuple(part.list_map for part in proposal.parts),
        keys=choose_form(_numbers(proposal.parts, vocabulary)),
    )
    return proposal


def why_not(grid: Grid, headed: bool) -> Text:
    """Why a sheet holds no table of a plan; whether it has headings at all."""
    if grid.hidden:
        return reasons.HIDDEN_SHEET
    if not grid.cells:
        return reasons.EMPTY_SHEET
    return reasons.NO_ENTRIES if headed else reasons.NO_TABLE


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
        if part.list_map.kind.target != MEASURE:
            continue
        marks = part.columns_of(part.list_map.kind, MARKS)
        for entry in read_entries(part, vocabulary.model, Ledger()):
            if entry.alone:
                continue
            texts = [part.table.grid.text(*cell) for index in marks for cell in entry.cells.get(index, ())]
            numbers.append(clean_key(texts[0]) if texts else "")
    return numbers
