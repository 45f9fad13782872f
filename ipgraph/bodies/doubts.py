"""What a new name may be the same as; nothing of it is decided here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipgraph.bodies import reasons
from ipgraph.bodies.breaks import Places, without_place
from ipgraph.bodies.likeness import alike_pairs, features, initials, is_composed
from ipgraph.bodies.names import BRACKET
from ipgraph.bodies.register import Body, Register
from ipgraph.bodies.wording import fold
from ipgraph.model import Text

Doubt = tuple[Body, Body, float, Text]
"""A new body, another that it may be, a score from 0 to 100, and why."""

_COMPOSED = 80.0  # score of "Caritas Ulm" where "Caritas" is short for "Caritasverband Ulm"
_INITIALS = 85.0  # score of "DRK" against "Deutsches Rotes Kreuz"
_BUT_FOR_THE_PLACE = 70.0  # score of "Jobcenter" against "Jobcenter Landkreis Rottal"
_BESIDE_BRACKET = 90.0  # score of "LRA BB (Dez. 4)" against "LRA BB"


def doubts(new: Sequence[Body], register: Register) -> Iterator[Doubt]:
    """Find what new bodies may be the same as.

    Args:
        new: the new bodies, each of which may also be one of those before it.
        register: all bodies.

    Yields:
        The doubts; a pair may occur more than once.
    """
    yield from _beside_brackets(new, register)
    yield from _initials(new, register)
    yield from _composed(new, register)
    yield from _but_for_the_place(new, register)
    yield from _alike(new, register)


def _beside_brackets(new: Sequence[Body], register: Register) -> Iterator[Doubt]:
    for body in new:
        if match := BRACKET.fullmatch(body.name):
            for other in register.find(match[1]):
                yield body, other, _BESIDE_BRACKET, reasons.BRACKETED


def _initials(new: Sequence[Body], register: Register) -> Iterator[Doubt]:
    """Abbreviations that are explained nowhere."""
    long: dict[str, list[Body]] = {}
    for body in register.bodies:
        if not body.parts and (letters := initials(body.name)):
            long.setdefault(letters, []).append(body)
    for body in new:
        if " " not in body.name and sum(letter.isupper() for letter in body.name) >= 3:
            for other in long.get(fold(body.name), ()):
                yield body, other, _INITIALS, reasons.INITIALS


def _composed(new: Sequence[Body], register: Register) -> Iterator[Doubt]:
    known = [(body, [features(text) for text in body.spellings]) for body in register.bodies if body.known]
    for body in new:
        name = features(body.name)
        for other, spellings in known:
            if is_composed(name, spellings):
                yield body, other, _COMPOSED, reasons.COMPOSED


def _but_for_the_place(new: Sequence[Body], register: Register) -> Iterator[Doubt]:
    """Names of which one says whose body it is, where there is no other of that name: "Jobcenter Landkreis Rottal"."""
    places = Places(text for body in register.bodies for text in body.spellings)
    of_places: dict[str, dict[Body, None]] = {}
    plain: dict[str, list[Body]] = {}
    for body in register.bodies:
        for text in () if body.parts else body.spellings:
            if base := without_place(text, places):
                of_places.setdefault(fold(base), {})[body] = None
            else:
                plain.setdefault(fold(text), []).append(body)
    fresh = set(new)
    for base, bodies in of_places.items():
        same = plain.get(base, [])
        if len(bodies) != 1 or len(set(same)) != 1:
            continue
        (one,), other = bodies, same[0]
        if one in fresh and other.known:
            yield one, other, _BUT_FOR_THE_PLACE, reasons.PLACE
        elif other in fresh and one.known:
            yield other, one, _BUT_FOR_THE_PLACE, reasons.PLACE


def _alike(new: Sequence[Body], register: Register) -> Iterator[Doubt]:
    names = [body.name for body in new]
    known = [(text, body) for body in register.bodies if body.known for text in body.spellings]
    for index, other, score in alike_pairs(names, [text for text, _ in known]):
        yield new[index], known[other][1], score, reasons.ALIKE
    for index, other, score in alike_pairs(names, names):
        if other < index:
            yield new[index], new[other], score, reasons.ALIKE
