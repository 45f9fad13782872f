"""Whether two names that are not written the same may mean one body; see docs/decisions/actor-matching.md.

A score finds pairs that look alike, quickly; then the words of both names are compared one by one. For what makes two
bodies different is often a single letter (SWU, SWR), a number (Amt 50, Amt 51) or a place (Ulm, Neu-Ulm), and what does
not is often a whole word (Stadt Ulm, Stadtverwaltung Ulm).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ipgraph.bodies.wording import PREPOSITIONS, fold, head_ending, meanings, raw_words

CUTOFF = 75.0
"""Least score of a pair whose words are compared: two slips in eight letters give 75, one in five gives 80."""

DOTTED_CUTOFF = 30.0
"""The same where a dot cuts a word short: "soz. Dienste"."""

_SAME, _SINGULAR = meanings("same"), meanings("singular")
_TERRITORY = frozenset({"kreis", "stadt"})
"""Words that say whose body it is, and that people leave out."""

_ROWS = 500  # of the table of scores at a time: memory stays small however long the list is
_GENDER = re.compile(r"[/*:_]-?(?:in|innen|r|n)(?!\w)|\((?:in|innen|r|n)\)")  # "Beauftragte/r"
_NUMBER = re.compile(r"\d|^[IVX]+$")
_ONE_LETTER = re.compile(r"[a-zäöü]\.?")  # "f.", "u."
_ENDINGS = frozenset({"", "e", "er", "es", "en", "em", "n", "s", "r"})


@dataclass(frozen=True)
class _Word:
    """A word of a name, folded; whether a dot cuts it short; whether every letter of it counts."""

    folded: str
    dotted: bool = False
    exact: bool = False


@dataclass(frozen=True)
class Features:
    """What of a name is compared.

    Args:
        words: its words, abbreviations written out.
        parts: the same with the territory apart: "Kreisjugendamt" as "Kreis", "Jugendamt".
        numbers: numbers, and single words that count.
        content: the parts without the territory, in alphabetical order, as one text for the score.
    """

    words: tuple[_Word, ...]
    parts: tuple[_Word, ...]
    numbers: tuple[str, ...]
    content: str

    @property
    def kind(self) -> tuple[object, ...]:
        """What two names must share to be alike: their numbers, and how many words they have beside the territory."""
        return self.numbers, sum(part.folded not in _TERRITORY for part in self.parts)


def features(name: str) -> Features:
    """Take a name apart for comparison.

    Args:
        name: a name without role words.
    """
    raws = raw_words(_GENDER.sub("", name))
    numbers = [raw for raw in raws if _NUMBER.search(raw)]
    words = [
        _word(raw)
        for raw in raws
        if raw not in numbers and raw.casefold() not in PREPOSITIONS and not _ONE_LETTER.fullmatch(raw)
    ]
    words = [word for word in words if word.folded]
    parts = [part for word in words for part in _parts(word)]
    content = sorted(part.folded for part in parts if part.folded not in _TERRITORY)
    content = content or sorted(part.folded for part in parts)
    return Features(tuple(words), tuple(parts), tuple(sorted(map(fold, numbers))), " ".join(content))


def initials(name: str) -> str:
    """The first letters of the words of a name: "drk" for "Deutsches Rotes Kreuz"; empty for less than three."""
    parts = [part for raw in raw_words(name) if raw.casefold() not in PREPOSITIONS for part in raw.split("-")]
    letters = "".join(fold(part)[:1] for part in parts)
    return letters if len(letters) >= 3 else ""


def _word(raw: str) -> _Word:
    folded = fold(raw)
    folded = _SAME.get(folded, folded)
    for plural, singular in _SINGULAR.items():
        if folded.endswith(plural):
            folded = folded.removesuffix(plural) + singular
    return _Word(folded, raw.endswith("."), len(folded) <= 3 or raw.isupper())


def _parts(word: _Word) -> Iterator[_Word]:
    """A word, or two where it begins with the territory."""
    territory = next((text for text in sorted(_TERRITORY) if word.folded.startswith(text)), "")
    rest = word.folded.removeprefix(territory)
    if territory and len(rest) >= 5:
        yield from (_Word(territory), _Word(rest, word.dotted))
    else:
        yield word


def alike(first: Features, second: Features) -> bool:
    """Whether two names may mean one body: the same words but for a slip of the pen, an ending, or the territory.

    Args:
        first: features of a name.
        second: features of another.
    """
    if first.kind != second.kind:
        return False
    undivided = first.words == first.parts and second.words == second.parts
    return _all_alike(first.parts, second.parts) or (not undivided and _all_alike(first.words, second.words))


def _all_alike(first: Sequence[_Word], second: Sequence[_Word]) -> bool:
    left, right = list(first), list(second)
    shared = [word for matches in (_same, _nearly) for word in _take_pairs(left, right, matches)]
    return (
        not (left and right)
        and all(word.folded in _TERRITORY for word in (*left, *right))
        and any(word.folded not in _TERRITORY for word in shared)
    )


def is_composed(name: Features, spellings: Sequence[Features]) -> bool:
    """Whether a name takes its words from the spellings of one body, and holds one of them: "Caritas Ulm".

    Args:
        name: features of a name.
        spellings: features of all spellings of a body ("Caritasverband Ulm", "Caritas").
    """
    if len(name.words) < 2:
        return False
    words = {word.folded for word in name.parts if word.folded not in _TERRITORY}
    held = ({word.folded for word in other.parts} - _TERRITORY for other in spellings)
    if not any(part and part <= words for part in held):
        return False
    said = [word for other in spellings for word in other.parts]
    numbers = {number for other in spellings for number in other.numbers}
    unsaid = [word for word in name.parts if word.folded in words and not any(_same(word, other) for other in said)]
    return set(name.numbers) <= numbers and all(word.dotted and any(_nearly(word, o) for o in said) for word in unsaid)


def _take_pairs(left: list[_Word], right: list[_Word], matches: Callable[[_Word, _Word], bool]) -> list[_Word]:
    """Take out of both lists the words that match, in whatever order they stand; return those of the left one."""
    taken = []
    for word in list(left):
        partner = next((other for other in right if matches(word, other)), None)
        if partner:
            left.remove(word)
            right.remove(partner)
            taken.append(word)
    return taken


def _same(first: _Word, second: _Word) -> bool:
    return first.folded == second.folded


@lru_cache(maxsize=100_000)
def _nearly(first: _Word, second: _Word) -> bool:
    """Whether two words are the same but for a slip of the pen, an ending, or a dot that stands for the rest."""
    short, long = sorted((first, second), key=lambda word: len(word.folded))
    if short.dotted and len(short.folded) >= 2 and long.folded.startswith(short.folded):
        return True
    if first.exact or second.exact:
        return False
    one, other = sorted((_ending(first.folded), _ending(second.folded)))
    if not other.startswith(one):
        return False  # Integrationsrat, Integrationsamt
    return (
        _bare(short.folded) == _bare(long.folded)
        or _inflected(short.folded, long.folded)
        or _slips(short.folded, long.folded, bool(one))
    )


_ending = lru_cache(maxsize=100_000)(head_ending)


@lru_cache(maxsize=100_000)
def _bare(folded: str) -> str:
    """A word without the marks that people forget: umlauts, doubled letters."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"(?<=[aou])e", "", folded))


def _inflected(short: str, long: str) -> bool:
    """Whether two words differ in nothing but an ending: "Deutsche", "Deutsches"."""
    stem = next((index for index, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return stem >= 3 and {short[stem:], long[stem:]} <= _ENDINGS


def _slips(short: str, long: str, is_body: bool) -> bool:
    """Whether two words differ in a letter or two that are missing, wrong, too many or in the wrong order.

    Two are borne only in the noun of a body and in long words, for names of places differ so: Waldenbuch, Waldenburg.
    The measure is the optimal string alignment distance.
    """
    from rapidfuzz.distance import OSA

    framed = len(short) >= 12 and short[:3] == long[:3] and short[-3:] == long[-3:]
    most = 2 if framed or (is_body and len(short) >= 8 and short[0] == long[0]) else 1
    return len(short) >= 5 and OSA.distance(short, long, score_cutoff=most) <= most


def alike_pairs(names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Find the pairs of names that may mean one body.

    Args:
        names: names.
        others: names to compare them with.

    Yields:
        Index of a name, index of another, score from 0 to 100.
    """
    found, against = _by_kind(names), _by_kind(others)
    pairs: list[tuple[int, int, float]] = []
    for kind in found:
        short, whole = found[kind]
        other_short, other_whole = against.get(kind, ([], []))
        pairs += _alike_within(whole, other_whole, CUTOFF)
        pairs += _alike_within(whole, other_short, DOTTED_CUTOFF)
        pairs += _alike_within(short, other_short + other_whole, DOTTED_CUTOFF)
    yield from sorted(pairs)


_Listed = list[tuple[int, Features]]


def _by_kind(names: Sequence[str]) -> dict[tuple[object, ...], tuple[_Listed, _Listed]]:
    """Names by what they must share to be alike; those that a dot cuts short apart."""
    kinds: dict[tuple[object, ...], tuple[_Listed, _Listed]] = {}
    for index, name in enumerate(names):
        taken = features(name)
        short = any(word.dotted for word in taken.words)
        kinds.setdefault(taken.kind, ([], []))[0 if short else 1].append((index, taken))
    return kinds


def _alike_within(names: _Listed, others: _Listed, cutoff: float) -> Iterator[tuple[int, int, float]]:
    if not others:
        return
    from rapidfuzz import fuzz, process

    contents = [other.content for _, other in others]
    for start in range(0, len(names), _ROWS):
        rows = names[start : start + _ROWS]
        scores = process.cdist([name.content for _, name in rows], contents, scorer=fuzz.ratio, score_cutoff=cutoff)
        for row, column in zip(*scores.nonzero(), strict=True):
            (index, name), (other_index, other) = rows[int(row)], others[int(column)]
            if alike(name, other):
                yield index, other_index, round(float(scores[row, column]), 1)
