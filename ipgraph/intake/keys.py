"""Kennungen: the list's own numbers where they are unique, else chapter and number, else the next free number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ipgraph.intake.cells import LIST_NUMBER
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.mapping import FORMS
from ipgraph.intake.source.grid import unbroken

_SEPARATED = re.compile(
    rf"(?P<number>{LIST_NUMBER.pattern})(?P<mark>\s*[:–—|]\s*|\s+[-–]\s+|\s+|$)(?P<rest>.*)", re.DOTALL
)


def split_number(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Part the number of a group from its title.

    Args:
        text: a heading such as ``Handlungsfeld 1: Sprache``, ``II. Bildung``, ``1.1 Sprachkurse``, ``Sprache``.
        vocabulary: what such groups are called.

    Returns:
        Number and title; no number where there is none for sure, no title where the number is all there is.
    """
    text = " ".join(unbroken(text).split())
    opening = vocabulary.opening(text)
    body = opening[1].lstrip(":-– ") if opening else text
    found = _SEPARATED.fullmatch(body)
    if found and _is_number(found["number"], found["mark"], bool(opening)):
        rest = found["rest"].strip()
        return found["number"].rstrip(".)").strip(), rest if opening else vocabulary.unlabelled(rest)
    if opening and body and re.match(r"\S+\s*[:–-]", text):  # "Handlungsfeld: Sprache"
        return "", body
    return "", text


def _is_number(number: str, mark: str, named: bool) -> bool:
    """Whether the beginning of a title is its number, not a word: ``A) …``, ``I. …``.

    Neither is ``2030`` of ``2030 klimaneutral`` nor ``500`` of ``500 Wohnungen``, which would lose its sense.
    """
    if re.fullmatch(r"\d{3,}", number) and not named:
        return not re.fullmatch(r"(?:19|20)\d\d", number) and (bool(mark.strip(" ")) or not mark)
    if re.fullmatch(r"[A-Za-z]|[IVX]+", number):
        return named or bool(mark.strip(" ")) or not mark
    return True


def clean_key(text: str) -> str:
    """A number of the list as a Kennung: one line, no mark at its end; empty where it is too long to be one."""
    text = " ".join(text.split()).strip()
    text = re.sub(r"[.):]+$", "", text)
    return text if len(text) <= 40 and ";" not in text else ""


def choose_form(numbers: Sequence[str]) -> str:
    """How Kennungen are made, from the numbers of all rows (empty where a row has none)."""
    given = [number for number in numbers if number]
    if len(given) < 0.5 * len(numbers) or not given:
        return FORMS[2]
    return FORMS[0] if max(Counter(given).values()) == 1 else FORMS[1]


@dataclass(frozen=True)
class RowMemory:
    """What earlier runs know of some rows.

    Args:
        kept: the Kennung that each row had; empty where it is new.
        gone: all Kennungen that rows of the sheet have had; no other row gets one of them.
    """

    kept: Sequence[str]
    gone: frozenset[str]


def make_keys(
    rows: Sequence[tuple[str, Sequence[str]]],
    form: str,
    letter: str,
    alone: str,
    taken: Iterable[str] = (),
    memory: RowMemory | None = None,
) -> list[str]:
    """Make the Kennung of each row.

    Args:
        rows: number (or nothing) and the Kennungen of the groups it stands in, from the outer to the inner.
        form: one of :data:`ipgraph.intake.mapping.FORMS`.
        letter: what stands between the group and a running number.
        alone: what stands before a running number where there is no group.
        taken: Kennungen that are in use already.
        memory: the Kennungen of earlier runs, for rows without a number.

    Returns:
        One Kennung a row, all different.
    """
    used = set(taken)
    depth = _depth(rows) if form == FORMS[1] else 0
    keys = [""] * len(rows)
    for position, (number, groups) in enumerate(rows):
        if number and form != FORMS[2]:
            prefix = groups[min(depth, len(groups) - 1)] if groups and form == FORMS[1] else ""
            keys[position] = unique(f"{prefix}-{number}" if prefix else number, used)
            used.add(keys[position])
    for position, key in enumerate(memory.kept if memory else ()):
        if key and not keys[position] and key not in used:
            keys[position] = key
            used.add(key)
    gone = memory.gone if memory else frozenset()
    counters: Counter[str] = Counter()
    for position, (_, groups) in enumerate(rows):
        if keys[position]:
            continue
        prefix = f"{groups[0]}-{letter}" if groups else alone
        while not keys[position]:
            counters[prefix] += 1
            key = f"{prefix}{counters[prefix]}"
            if not _in_use(key, used) and key not in gone:
                used.add(key)
                keys[position] = key
    return keys


def _depth(rows: Sequence[tuple[str, Sequence[str]]]) -> int:
    """The outermost level of groups within which no number comes twice."""
    deepest = max((len(groups) for _, groups in rows), default=0)
    for level in range(deepest):
        pairs = Counter((groups[min(level, len(groups) - 1)], number) for number, groups in rows if number and groups)
        if max(pairs.values(), default=1) == 1:
            return level
    return 0


def _in_use(key: str, used: set[str]) -> bool:
    """Whether a Kennung, also one with zeros before its last number, is in use: ``H1-1`` beside ``H1-01``."""
    before, number = re.fullmatch(r"(.*?)0*(\d*)", key, re.DOTALL).groups()  # type: ignore[union-attr]
    return any(f"{before}{'0' * zeros}{number}" in used for zeros in range(4))


def unique(key: str, used: Collection[str]) -> str:
    """A Kennung that nobody has: the key itself, else with the next number behind it that is free."""
    candidate, count = key, 1
    while candidate in used:
        count += 1
        candidate = f"{key}-{count}"
    return candidate
