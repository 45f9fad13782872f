"""Take over a list that staff already keep: find its headings, guess what each column is, and write a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ipgraph.bodies.decisions import read_decisions, write_decisions
from ipgraph.bodies.recognition import recognise
from ipgraph.errors import IpgraphError
from ipgraph.intake import reasons
from ipgraph.intake.actors import known_actors, known_rows, mentions, names_of, put_in, resolve_keys, untold
from ipgraph.intake.adoption import Adoption
from ipgraph.intake.apart import set_apart
from ipgraph.intake.build import Builder
from ipgraph.intake.deposit import DECISIONS, LEFT_OVER, MAPPING, REPORT, Deposit
from ipgraph.intake.given import hold_against
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.ledger import Ledger, Left
from ipgraph.intake.mapping import read_mapping, write_mapping
from ipgraph.intake.memory import NAMES, Memory
from ipgraph.intake.open_words import open_words
from ipgraph.intake.output import plan_files
from ipgraph.intake.proposal import Proposal, propose
from ipgraph.intake.relations import ACTOR, MEASURE, PLAN
from ipgraph.intake.remarks import list_of
from ipgraph.intake.report import left_over_workbook, page, text_report
from ipgraph.intake.source import read_list
from ipgraph.intake.source.grid import Grid
from ipgraph.intake.summary import argument
from ipgraph.model import Field, Model, Sheet, load_model, normal

__all__ = ["Adoption", "adopt", "text_report"]

HEAD = 10
"""The headings of a plan stand in one of so many first rows that are not empty."""


def adopt(
    source: str | Path,
    folder: str | Path,
    mapping: str | Path | None = None,
    actors: str | Path | None = None,
    *,
    force: bool = False,
    lang: str = "de",
) -> Adoption:
    """Take over a list that staff already keep, in whatever shape, as the CSV folder of a plan.

    Args:
        source: the list: ``.xlsx``, ``.xlsm``, ``.xls``, ``.ods``, ``.csv``, ``.tsv``, ``.txt`` or ``.json``.
        folder: where the plan goes, with the mapping, a report, and the questions about bodies.
        mapping: a mapping file; None for the one in the folder, or a guess where there is none.
        actors: a plan whose bodies are known already.
        force: whether CSV files that were edited in the folder may be overwritten.
        lang: language of report and questions ("de", "en").

    Returns:
        What was taken over and what was not. Nothing of the list is missing in both.

    Raises:
        IpgraphError: the list cannot be read, holds no table of a plan or is a plan already, the mapping does not fit
            it, or the folder holds something that would be lost.
    """
    path, model = Path(source), load_model()
    deposit = Deposit(Path(folder), force)
    vocabulary = Vocabulary(model)
    grids, beside = set_apart(read_list(path), vocabulary)
    ledger = Ledger()
    used = _mapping_file(deposit, mapping)
    if not used and _is_plan(grids, model):
        raise _no_list(path)
    known = known_rows(Path(actors) if actors else None)
    proposal = (
        _held(used, path, grids, vocabulary, names_of(known), given=mapping is not None)
        if used
        else propose(grids, vocabulary, names_of(known), path.stem)
    )
    proposal.skipped += beside
    if not proposal.parts:
        raise _no_table(path, proposal)
    memory = Memory.read(deposit.read(NAMES), NAMES)
    records = Builder(vocabulary, proposal.mapping, ledger, memory).build(proposal.parts)
    resolve_keys(records, ledger)
    decisions = read_decisions(deposit.path / DECISIONS)
    recognition = recognise(mentions(records), known_actors(records, known), decisions, memory.bodies)
    put_in(records, known, recognition, ledger)
    untold(records, recognition, ledger)
    _account_for_the_rest(proposal, grids, ledger)
    files, problems = plan_files(records, proposal.mapping.plan, model)
    records.remembered().note_bodies(recognition.given)
    done = Adoption(path, deposit.path, proposal, ledger, recognition, records, problems, used, grids)
    _write(deposit, done, files, lang)
    if recognition.questions or (deposit.path / DECISIONS).exists():
        write_decisions(deposit.path / DECISIONS, recognition, decisions, lang)
    return done


def _is_plan(grids: Sequence[Grid], model: Model) -> bool:
    """Whether a workbook is one of ours: its main sheets have our names and every column that a plan must have."""
    ours: set[str] = set()
    for grid in grids:
        sheet = model.by_name.get(normal(grid.name))
        required = {column for column in sheet.fields if column.required} if sheet else set()
        if sheet and any(required <= _headings(grid, row, sheet) for row in list(grid.rows)[:HEAD]):
            ours.add(sheet.target)
    return ours >= {PLAN, MEASURE, ACTOR}


def _headings(grid: Grid, row: int, sheet: Sheet) -> set[Field | None]:
    return {sheet.by_heading.get(normal(text)) for _, text in grid.texts(row)}


def _no_list(path: Path) -> IpgraphError:
    check = f"ipgraph validate {argument(path)}"
    return IpgraphError(
        f"{path.name} ist schon ein Plan und muss nicht übernommen werden; so, wie die Datei ist, liest sie: {check}",
        f"{path.name} is a plan already and need not be taken over; as it is, it is read by: {check}",
    )


def _mapping_file(deposit: Deposit, mapping: str | Path | None) -> Path | None:
    """The mapping file to use: the one given, else the one that lies in the folder already."""
    if mapping is not None:
        return Path(mapping)
    own = deposit.path / MAPPING
    return own if own.is_file() else None


def _held(
    used: Path, path: Path, grids: Sequence[Grid], vocabulary: Vocabulary, names: frozenset[str], *, given: bool
) -> Proposal:
    """Hold a mapping file against the list; one that lies in the folder may be that of another list."""
    mapping = read_mapping(used, vocabulary.model)
    try:
        return hold_against(mapping, grids, vocabulary, names)
    except IpgraphError as error:
        other = None if given else list_of(used)
        if other is None or other == path.name:
            raise
        raise IpgraphError(
            f"In diesem Ordner liegt die Übernahme einer anderen Liste ({other}); ihre Zuordnung passt nicht zu "
            f"{path.name}. Bitte einen anderen Ordner angeben (-o).",
            f"This folder holds the take-over of another list ({other}); its mapping does not fit {path.name}. "
            "Please give another folder (-o).",
        ) from error


def _no_table(path: Path, proposal: Proposal) -> IpgraphError:
    why = {
        lang: "; ".join(f"„{grid.name}“: {reason[lang]}" for grid, reason in proposal.skipped[:3])
        for lang in ("de", "en")
    }
    return IpgraphError(
        f"{path.name}: Darin ist keine Liste zu erkennen ({why['de']}). Gebraucht wird eine Zeile mit Überschriften "
        "wie „Maßnahme“, „Zuständig“ oder „Frist“ über den Einträgen.",
        f"{path.name}: no list can be made out in it ({why['en']}). It takes a row of headings such as “measure”, "
        "“responsible” or “deadline” above the entries.",
    )


def _account_for_the_rest(proposal: Proposal, grids: Sequence[Grid], ledger: Ledger) -> None:
    """Take down every cell that nothing has dealt with: titles, other sheets, and what no rule foresaw."""
    for part in proposal.parts:
        grid = part.table.grid
        for row in part.table.header:
            for column, _ in grid.texts(row):
                ledger.saw(grid, row, column)
        groups = {line.row for line in part.lines}
        for row in (row for row in part.table.above if row not in groups):
            ledger.skip(grid, row, reasons.ABOVE)
    for grid, reason in proposal.skipped:
        for row in grid.rows:
            ledger.skip(grid, row, reason)
    for grid in grids:
        for cell, (text, why) in sorted(grid.unusable.items()):
            ledger.leave(grid, cell, "", text, why)
        ledger.left += [Left(grid.place(*one.cell), one.text, one.reason) for one in grid.layout.margins]
        for cell in ledger.unseen(grid):
            ledger.leave(grid, cell, "", grid.text(*cell), reasons.NOWHERE)


def _write(deposit: Deposit, done: Adoption, plan: Mapping[str, bytes], lang: str) -> None:
    """Write everything into the folder; the mapping file of a person stays as it is."""
    files, own, used = dict(plan), deposit.path / MAPPING, done.mapping
    if used is None:
        more = open_words(done.proposal.parts, done.records.vocabulary, done.ledger, lang)
        text = write_mapping(done.proposal.mapping, done.records.model, done.source.name, deposit.path.name, lang, more)
        files[MAPPING] = text.encode("utf-8")
    elif used.resolve() != own.resolve():
        if own.is_file() and deposit.edited(MAPPING) and own.read_bytes() != used.read_bytes():
            raise IpgraphError(
                f"{own} wurde geändert und ist nicht die Zuordnung, die mit --map angegeben ist. Eine der beiden "
                "löschen oder einen anderen Ordner angeben (-o).",
                f"{own} was changed and is not the mapping given with --map. Delete one of them or give another "
                "folder (-o).",
            )
        files[MAPPING] = used.read_bytes()
    if left := left_over_workbook(done, lang):
        files[LEFT_OVER] = left
    files[NAMES] = done.records.memory.written()
    files[REPORT] = page(done, lang).encode("utf-8")
    deposit.write(files, kept=(MAPPING, DECISIONS))
