"""Which row of an edition is which row of the next: by Kennung, and what was probably renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ipgraph.browse import Resource
from ipgraph.changes.meaning import Meanings, squeeze
from ipgraph.model import Sheet

CLOSE = 85
"""Least likeness of two wordings, in percent (normalised Indel similarity, as RapidFuzz reckons it)."""

LONG = 20
"""Characters that a wording needs so that likeness says something: "Amt 50" and "Amt 51" are two bodies."""

Contents = Mapping[str, frozenset[str]]
"""What a row says: its values by the IRI of the column."""


@dataclass(frozen=True)
class Pair:
    """A row in two editions.

    Args:
        old: in the old edition; None where it is new.
        new: in the new edition; None where it is gone.
    """

    old: Resource | None
    new: Resource | None

    @property
    def row(self) -> Resource:
        """The row as it stands now, else as it stood."""
        row = self.new or self.old
        assert row is not None
        return row


@dataclass(frozen=True)
class Likely:
    """A guess that a row was given another Kennung; a person has to say whether that is so.

    Args:
        other: the row of the other edition.
        percent: likeness of the wordings; 100 where they are the same.
    """

    other: Resource
    percent: int


def contents(resource: Resource, meanings: Meanings) -> Contents:
    """What a row says, but for its keys."""
    columns = (column for column in resource.sheet.fields if column.path not in resource.sheet.key_paths)
    return {column.path: frozenset(found) for column in columns if (found := meanings.of(resource, column))}


def pairs(sheet: Sheet, old: Meanings, new: Meanings) -> list[Pair]:
    """Match the rows of a sheet by their key.

    Args:
        sheet: the sheet.
        old: the old edition.
        new: the new edition.

    Returns:
        Every row of both editions once. Where several rows of an edition have the same key, those with the same
        content belong together, then the rest in their order; without any key only the same content counts.
    """
    before, after = _by_key(sheet, old), _by_key(sheet, new)
    found: list[Pair] = []
    for key in [*after, *(key for key in before if key not in after)]:
        found += _paired(before.get(key, []), after.get(key, []), old, new, loose=bool(key) or sheet.identifier is None)
    return found


def _by_key(sheet: Sheet, meanings: Meanings) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = defaultdict(list)
    for resource in meanings.plan.of(sheet.local):
        found[meanings.identity(resource)[1]].append(resource)
    return found


def _paired(
    before: list[Resource], after: list[Resource], old: Meanings, new: Meanings, *, loose: bool
) -> Iterator[Pair]:
    if len(before) == len(after) == 1 and loose:
        yield Pair(before[0], after[0])
        return
    left = [(resource, contents(resource, old)) for resource in before]
    open_rows = []
    for resource in after:
        said = contents(resource, new)
        same = next((one for one in left if one[1] == said), None)
        if same is None:
            open_rows.append(resource)
        else:
            left.remove(same)
            yield Pair(same[0], resource)
    together = min(len(left), len(open_rows)) if loose else 0
    yield from (Pair(one[0], other) for one, other in zip(left[:together], open_rows[:together], strict=True))
    yield from (Pair(None, resource) for resource in open_rows[together:])
    yield from (Pair(one[0], None) for one in left[together:])


def likely_renamed(found: Sequence[Pair]) -> dict[str, Likely]:
    """Find rows that are gone under one Kennung and new under another.

    Args:
        found: the rows of one sheet.

    Returns:
        By the IRI of a row the one of the other edition, both ways: the same wording, where only one row of each
        edition has it, else a close one, where each is the closest to the other.
    """
    gone = [pair.old for pair in found if pair.old and not pair.new and pair.old.sheet.identifier]
    came = [pair.new for pair in found if pair.new and not pair.old and pair.new.sheet.identifier]
    same = list(_same(gone, came))
    taken = {row.iri for one in same for row in one[:2]}
    close = _close([row for row in gone if row.iri not in taken], [row for row in came if row.iri not in taken])
    matches = [*same, *close]
    return {old.iri: Likely(new, percent) for old, new, percent in matches} | {
        new.iri: Likely(old, percent) for old, new, percent in matches
    }


def wording(resource: Resource) -> str:
    """What a row is called, in a form to compare."""
    return squeeze(resource.text(resource.sheet.label_path or "")).casefold()


def _same(gone: Iterable[Resource], came: Iterable[Resource]) -> Iterator[tuple[Resource, Resource, int]]:
    before, after = _by_wording(gone), _by_wording(came)
    for text, rows in before.items():
        if text and len(rows) == len(after.get(text, ())) == 1:
            yield rows[0], after[text][0], 100


def _by_wording(rows: Iterable[Resource]) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = defaultdict(list)
    for row in rows:
        found[wording(row)].append(row)
    return found


def _close(gone: list[Resource], came: list[Resource]) -> Iterator[tuple[Resource, Resource, int]]:
    gone = [row for row in gone if len(wording(row)) >= LONG]
    came = [row for row in came if len(wording(row)) >= LONG]
    if not gone or not came:
        return
    import numpy as np
    from rapidfuzz import fuzz, process

    scores = process.cdist(
        [wording(row) for row in gone], [wording(row) for row in came], scorer=fuzz.ratio, score_cutoff=CLOSE,
        dtype=np.uint8,
    )  # fmt: skip
    for row, best in enumerate(scores.argmax(axis=1)):
        score = int(scores[row, best])
        if score and int(scores[:, best].argmax()) == row:
            yield gone[row], came[best], min(score, 99)
