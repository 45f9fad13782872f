"""How the sheets of a plan hang together, as the model has it: what a row stands under, and what is told of it."""

from __future__ import annotations

from ipgraph.model import IDENTIFIER, Field, Model, Sheet
from ipgraph.namespaces import IP

PLAN, MEASURE, ACTOR = IP + "Plan", IP + "Measure", IP + "Actor"
NUMBER = IP + "number"
MARKS = (IDENTIFIER, NUMBER)
"""The columns by which rows are numbered."""


def is_bodies(column: Field) -> bool:
    """Whether a column names bodies by their Kennung: no rows of other sheets, no mere names."""
    return column.references == (ACTOR,) and not column.datatypes


def parent(sheet: Sheet, model: Model) -> tuple[Field, Sheet] | None:
    """The column that says what a row stands under, and the sheet of that: goals for measures, chapters for goals."""
    for column in sheet.fields:
        targets = [name for name in column.references if name in model.by_class]
        if len(targets) == 1 and targets[0] not in (ACTOR, sheet.target):
            return column, model.by_class[targets[0]]
    return None


def chain(sheet: Sheet, model: Model) -> list[tuple[Field, Sheet]]:
    """What a row stands under, from near to far: (Ziele, goals), (Kapitel, chapters) for measures."""
    found: list[tuple[Field, Sheet]] = []
    step = parent(sheet, model)
    while step and step[1] not in [above for _, above in found]:
        found.append(step)
        step = parent(step[1], model)
    return found


def told_of(sheet: Sheet, model: Model) -> list[tuple[Field, Sheet]]:
    """The sheets without a Kennung of their own whose rows tell of a row of this one: status reports, values."""
    return [
        (column, other)
        for other in model.sheets
        if other.identifier is None
        for column in other.fields
        if column.path in other.key_paths and sheet.target in column.references
    ]


def beside(sheet: Sheet, model: Model) -> list[tuple[Field, Sheet]]:
    """The sheets whose rows stand under the same thing as the rows of this one, and under nothing else: indicators of
    the goal that a measure serves. With the column that says so.
    """
    above = chain(sheet, model)
    found = [(parent(other, model), other) for other in model.sheets if other.identifier and other is not sheet]
    return [
        (step[0], other)
        for step, other in found
        if step and above and step[1] is above[0][1] and step[0].required and not step[0].multiple
    ]


def own_parent(sheet: Sheet) -> Field | None:
    """The column in which a row names another one of its sheet as the one above it: chapter and sub-chapter."""
    return next((column for column in sheet.fields if column.references == (sheet.target,)), None)


def link(sheet: Sheet, over: Sheet, model: Model) -> Field | None:
    """The column in which a row says what it stands under: another row of its sheet, or one of the sheet above."""
    if over is sheet:
        return own_parent(sheet)
    step = parent(sheet, model)
    return step[0] if step else None


def label(sheet: Sheet) -> Field | None:
    """The column that a row is called by."""
    return sheet.by_path.get(sheet.label_path or "")


def essential(sheet: Sheet) -> list[Field]:
    """The columns without which a list is none of this sheet: what its rows are called, else what must be there."""
    name = label(sheet)
    if name and name.required:
        return [name]
    return [column for column in sheet.fields if column.required and column.path != IDENTIFIER]
