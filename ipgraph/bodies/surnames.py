"""Names that look like persons: they stay out of the plan until somebody has said that they are bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ipgraph.bodies import reasons
from ipgraph.bodies.cut import Piece
from ipgraph.bodies.questions import Decisions, Question
from ipgraph.bodies.wording import may_be_person
from ipgraph.errors import Place


def judged(piece: Piece, decisions: Decisions) -> Piece:
    """A piece; one that is a mere surname names nobody, unless a person has decided that it is a body.

    Args:
        piece: a part of a cell, whose name is not that of a known body.
        decisions: what a person has decided.
    """
    if piece.kind != "body" or not may_be_person(piece.name):
        return piece
    answer = decisions.of_person(piece.name)
    if answer == "body" or decisions.names(piece.name):
        return piece
    return replace(piece, kind="nobody", note=reasons.IS_PERSON if answer else reasons.MAYBE_PERSON)


def persons_asked(pieces: Iterable[tuple[Piece, Place]]) -> Iterator[Question]:
    """What has to be asked about names that look like persons.

    Args:
        pieces: the parts of all cells, and where they stand.

    Yields:
        A question a name.
    """
    places: dict[str, dict[Place, None]] = {}
    for piece, place in pieces:
        if piece.note is reasons.MAYBE_PERSON:
            places.setdefault(piece.name, {})[place] = None
    for name, found in places.items():
        yield Question(name, why=reasons.MAYBE_PERSON, places=tuple(found))
