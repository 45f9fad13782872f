"""Who sits at which table: those who should talk sit together.

The aim is the sum of the points of all pairs that sit at one table. People are seated one after another, each where
the expected sum is highest if all who come after were seated by lot (the method of conditional expectations: Erdős and
Selfridge 1973, Spencer 1987). So the seating is never worse than seating by lot is on average. Then two people change
places as long as that adds points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer]
Weights = Mapping[tuple[str, str], int]
"""Points of pairs, whichever way round; a pair that is missing has none."""

LEAST, MOST, USUAL = 4, 8, 6
"""Smallest and largest table, and the one that is aimed at."""

_ROUNDS = 100
"""Of changing places; each adds points, so that it ends by itself long before."""


def sizes(people: int) -> list[int]:
    """Sizes of tables for a number of people.

    Args:
        people: how many.

    Returns:
        As near to six and to each other as can be, the larger ones first. From 4 people on all are 4 to 8; fewer than
        4 sit at one table.
    """
    if people < LEAST:
        return [people] if people else []
    tables = min(max(round(people / USUAL), -(-people // MOST)), people // LEAST)
    share, more = divmod(people, tables)
    return [share + 1] * more + [share] * (tables - more)


def seat(people: Sequence[str], weights: Weights) -> list[list[str]]:
    """Seat people so that those who should talk sit together.

    Args:
        people: who comes; the order decides among equals.
        weights: points of pairs; those of people who do not come count for nothing.

    Returns:
        The tables, with sizes as in :func:`sizes`; everybody sits at exactly one.
    """
    points = _points(people, weights)
    tables, near = _placed(points)
    seats = np.array([person for table in tables for person in table], dtype=np.int64)
    at = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    for _ in range(_ROUNDS):
        if not sum(_moved(person, seats, at, points, near) for person in range(len(people))):
            break
    return [[people[n] for n in sorted(seats[at == number])] for number in range(len(tables))]


def _points(people: Sequence[str], weights: Weights) -> Numbers:
    """The points of everybody (rows) with everybody (columns)."""
    place = {person: number for number, person in enumerate(people)}
    points = np.zeros((len(people), len(people)), dtype=np.int32)
    for (a, b), found in weights.items():
        if a != b and a in place and b in place:
            points[place[a], place[b]] += found
            points[place[b], place[a]] += found
    return points


def _placed(points: Numbers) -> tuple[list[list[int]], Numbers]:
    """Seat one after another, those with most points first.

    Args:
        points: of everybody with everybody.

    Returns:
        The tables; and for each table (rows) the points of everybody (columns) with those who sit there.
    """
    free = np.array(sizes(len(points)), dtype=np.int64)
    tables: list[list[int]] = [[] for _ in free]
    near = np.zeros((len(free), len(points)), dtype=np.int64)
    waiting = np.zeros_like(free)  # points of those at each table with people who are not seated yet
    everything = points.sum(axis=1, dtype=np.int64)
    unseated = int(everything.sum()) // 2  # points among people who are not seated yet
    for seated, person in enumerate(np.argsort(-everything, kind="stable")):
        here = near[:, person]
        coming = int(everything[person] - here.sum())
        waiting -= here
        unseated -= coming
        chosen = _best(free, here, waiting, coming, unseated, len(points) - 1 - seated)
        tables[chosen].append(int(person))
        near[chosen] += points[person]
        free[chosen] -= 1
        waiting[chosen] += coming
    return tables, near


def _best(free: Numbers, here: Numbers, waiting: Numbers, coming: int, unseated: int, left: int) -> int:
    """The table at which a person leaves the highest expected sum, the first among equals.

    Of the ``left`` people who come after, each takes each free seat with the same chance: the points ``waiting`` at a
    table count free / left, and the points ``unseated`` among them free (free - 1) / (left (left - 1)). What is the
    same for all tables is left out; whole numbers keep the comparison exact.
    """
    pairs = max(left - 1, 1)
    rest = free - 1
    worth = here * max(left, 1) * pairs + (coming * rest - waiting) * pairs - 2 * unseated * rest
    return int(np.where(free > 0, worth, np.iinfo(np.int64).min).argmax())


def _moved(person: int, seats: Numbers, at: Numbers, points: Numbers, near: Numbers) -> bool:
    """Let a person change places with the one, at a table of somebody to talk to, where that adds most points.

    All seats are looked at in one go: among 3,000 people everybody may have reason to talk to hundreds.

    Args:
        person: who.
        seats: the person on each seat; changed.
        at: the table of each seat, in order.
        points: of everybody with everybody.
        near: as in :func:`_placed`; changed.

    Returns:
        Whether they changed places.
    """
    here = int(np.flatnonzero(seats == person)[0])
    own, mine = at[here], near[at, person]
    gain = mine - mine[here] + near[own, seats] - near[at, seats] - 2 * points[person, seats]
    gain[(mine == 0) | (at == own)] = 0
    there = int(gain.argmax())
    if gain[there] <= 0:
        return False
    other = seats[there]
    seats[here], seats[there] = other, person
    change = points[other] - points[person]
    near[own] += change
    near[at[there]] -= change
    return True
