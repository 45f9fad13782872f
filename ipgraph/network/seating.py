"""Who sits at which table: those who should talk sit together.

The aim is the sum of the points of all pairs that sit at one table. People are seated one after another, each where
the expected sum is highest if all who come after were seated by lot (the method of conditional expectations: Erdős and
Selfridge 1973, Spencer 1987). So the seating is never worse than seating by lot is on average. Then two people change
places as long as that adds points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

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
    near = _near(people, weights)
    tables = _placed(people, near)
    _change_places(tables, near)
    place = {person: number for number, person in enumerate(people)}
    return [sorted(table, key=place.__getitem__) for table in tables]


def _near(people: Sequence[str], weights: Weights) -> dict[str, dict[str, int]]:
    """For each person the points with others."""
    near: dict[str, dict[str, int]] = {person: {} for person in people}
    for (a, b), points in weights.items():
        if a != b and a in near and b in near:
            near[a][b] = near[b][a] = near[a].get(b, 0) + points
    return near


def _placed(people: Sequence[str], near: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    """Seat one after another, those with most points first."""
    tables: list[list[str]] = [[] for _ in sizes(len(people))]
    at: dict[str, int] = {}
    free = sizes(len(people))
    waiting = [0] * len(free)  # points of those at each table with people who are not seated yet
    unseated = sum(sum(others.values()) for others in near.values()) // 2  # points among people who are not seated yet
    order = sorted(range(len(people)), key=lambda n: (-sum(near[people[n]].values()), n))
    for left, person in zip(range(len(people) - 1, -1, -1), (people[n] for n in order), strict=True):
        here: dict[int, int] = defaultdict(int)
        for other, points in near[person].items():
            if other in at:
                here[at[other]] += points
                waiting[at[other]] -= points
        coming = sum(near[person].values()) - sum(here.values())
        unseated -= coming
        chosen = _best(free, here, waiting, coming, unseated, left)
        tables[chosen].append(person)
        at[person] = chosen
        free[chosen] -= 1
        waiting[chosen] += coming
    return tables


def _best(
    free: Sequence[int], here: Mapping[int, int], waiting: Sequence[int], coming: int, unseated: int, left: int
) -> int:
    """The table at which a person leaves the highest expected sum.

    Of the ``left`` people who come after, each takes each free seat with the same chance: the points ``waiting`` at a
    table count free / left, and the points ``unseated`` among them free (free - 1) / (left (left - 1)). What is the
    same for all tables is left out; whole numbers keep the comparison exact.
    """
    pairs = max(left - 1, 1)

    def worth(table: int) -> int:
        rest = free[table] - 1
        meeting = here.get(table, 0) * max(left, 1) * pairs
        return meeting + (coming * rest - waiting[table]) * pairs - 2 * unseated * rest

    return max((table for table, seats in enumerate(free) if seats), key=lambda table: (worth(table), -table))


def _change_places(tables: list[list[str]], near: Mapping[str, Mapping[str, int]]) -> None:
    """Let two people change places as long as that adds points."""
    at = {person: number for number, table in enumerate(tables) for person in table}
    for _ in range(_ROUNDS):
        if not sum(_moved(person, tables, at, near) for person in near):
            return


def _moved(person: str, tables: list[list[str]], at: dict[str, int], near: Mapping[str, Mapping[str, int]]) -> bool:
    """Let a person change places with the one, at a table of somebody to talk to, where that adds most points."""

    def with_table(one: str, number: int, without: str = "") -> int:
        return sum(near[one].get(other, 0) for other in tables[number] if other != without)

    own = at[person]
    here = with_table(person, own)
    gain, best = 0, ""
    for number in sorted({at[other] for other in near[person]} - {own}):
        for other in tables[number]:
            before = here + with_table(other, number)
            after = with_table(person, number, other) + with_table(other, own, person)
            if after - before > gain:
                gain, best = after - before, other
    if best:
        there = at[best]
        tables[own][tables[own].index(person)] = best
        tables[there][tables[there].index(best)] = person
        at[person], at[best] = there, own
    return bool(best)
