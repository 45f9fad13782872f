"""What a heading of somebody's list means: spellings from the ontology, folded, near spellings last."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ipgraph import resources
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.intake.source.grid import unbroken
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.model import Field, Model, Sheet, Text
from ipgraph.namespaces import SKOS

EXACT, SYNONYM, ENDING, PART, CONTAINED, NEAR = 1.0, 0.96, 0.9, 0.86, 0.76, 0.7
"""How sure a heading is: as in the model, as listed, but for its ending, a part, within a longer one, nearly."""

SURE = 0.9
"""From so sure a match on, it is worth saying that a heading belongs to another sheet."""

NEAR_ENOUGH = 88
"""Share of equal letters, in per cent, from which two spellings of five letters or more count as near."""

JOINT = ": "
"""What stands between the upper and the lower of two headings of one column."""

_LEADING_NUMBER = re.compile(r"^(?:\d{1,4}(?:[.\-]\d{1,4}){0,4}[.)]?|[IVX]{1,5}[.)]|[A-Z][.)])\s*[:–—-]?\s+")
"""A number before a heading: ``1.1 ``, ``2) ``, ``IV. ``."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_ENDINGS = ("innen", "en", "es", "n", "e", "s")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold a heading: no case, umlauts as two letters, no brackets, no marks, no gendered endings, no unit of money.

    Args:
        text: a heading, such as ``Verantwortliche/-r (Amt)``.

    Returns:
        Its folded form, ``verantwortliche``.
    """
    text = unicodedata.normalize("NFC", unbroken(text)).casefold()
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    text = re.sub(r"(?<=\w)(?:[*:_]in(?:nen)?|/-?(?:in(?:nen)?|r|n|s|er|e)\b)", "", text)
    text = re.sub(r"\b(?:in )?(?:tsd\.? |t)?(?:€|eur|euro)(?!\w)|\bin €", " ", text).translate(_UMLAUTS)
    text = re.sub(r"[^\w#]+|_", " ", text)
    return " ".join(text.split())


def _stems(folded: str) -> set[str]:
    """The form and what is left of it without a common ending, if enough is left."""
    cut = {folded.removesuffix(ending) for ending in _ENDINGS if folded.endswith(ending)}
    return {folded, *(stem for stem in cut if len(stem) >= 5)}


def heading_day(heading: str) -> str:
    """The date that a heading names (``Sachstand 12/2024``, ``Stand 01.03.2024``); empty where it names none."""
    found = re.search(
        r"\b(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}[./]\d{4}|\d{4}-\d\d(?:-\d\d)?|(?:19|20)\d\d)\b", heading
    )
    return found[0] if found and parse_time_span(found[0]) else ""


@dataclass(frozen=True)
class Match:
    """A column of the model that a heading can mean.

    Args:
        sheet: the sheet of the column.
        field: the column.
        score: how sure, from 0 to 1.
        reason: why, in words.
        listed: whether the spelling is one of those listed for lists; the forms of the model itself are too common
            ("Titel", "Seite") to mean a column of another sheet.
    """

    sheet: Sheet
    field: Field
    score: float
    reason: Text
    listed: bool


@dataclass(frozen=True)
class _Spelling:
    """A spelling of a column: as written in the ontology, as the model's own form or as one listed for lists."""

    sheet: Sheet
    field: Field
    written: str
    own: bool
    listed: bool


class Vocabulary:
    """All spellings of headings and of names of lists.

    Args:
        model: the sheets and columns.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        triples = Lookups(turtle_triples([_headings_file()]))
        self._synonyms: Mapping[str, list[str]] = {
            iri: triples.values(iri, SKOS + "hiddenLabel")
            for sheet in model.sheets
            for iri in (sheet.iri, *(column.iri for column in sheet.fields))
        }

    @cached_property
    def _by_spelling(self) -> Mapping[str, list[_Spelling]]:
        """What each folded spelling can mean."""
        found: dict[str, list[_Spelling]] = defaultdict(list)
        for sheet in self.model.sheets:
            for column in sheet.fields:
                own = {fold(name): name for name in reversed([*column.name.values()])}
                listed = {fold(name): name for name in reversed(self._synonyms[column.iri])}
                for spelling, name in (listed | own).items():
                    found[spelling].append(_Spelling(sheet, column, name, spelling in own, spelling in listed))
        return found

    @cached_property
    def _by_stem(self) -> Mapping[str, list[str]]:
        stems: dict[str, list[str]] = defaultdict(list)
        for spelling in self._by_spelling:
            for stem in _stems(spelling):
                stems[stem].append(spelling)
        return stems

    @cached_property
    def _names(self) -> Mapping[str, Sheet]:
        """Sheets by what a list of their rows, or one row, is called, folded."""
        names: dict[str, Sheet] = {}
        for sheet in self.model.sheets:
            for name in (*sheet.name.values(), *sheet.singular.values(), *self._synonyms[sheet.iri]):
                names.setdefault(fold(name), sheet)
        return names

    def named(self, text: str) -> Sheet | None:
        """The sheet whose rows, or one of whose rows, are called so (``Handlungsfelder``); None if none is."""
        return self._names.get(fold(text))

    def opening(self, text: str) -> tuple[Sheet, str] | None:
        """The sheet that the first word or words of a text name, with the rest: ``Handlungsfeld 1: Sprache``."""
        words = text.split()
        for count in (3, 2, 1):
            head = " ".join(words[:count]).rstrip(":.-–")
            if len(words) >= count and (sheet := self.named(head)):
                return sheet, " ".join(words[count:])
        return None

    def opening_after_number(self, text: str) -> tuple[Sheet, str] | None:
        """Like :meth:`opening`, also where a number stands before the word: ``1.1 Ziel: …``, ``2 Handlungsfeld …``.

        A plural opens a text about several such rows (``2 Ziele und Wege``) and is no heading of one of them.
        """
        if opening := self.opening(text):
            return opening
        bare = _LEADING_NUMBER.sub("", text, count=1)
        opening = self.opening(bare) if bare != text else None
        if opening is None or fold(bare).split()[0] in _plurals(opening[0]):
            return None
        return opening

    def unlabelled(self, title: str) -> str:
        """A title without a word before it that only says what it is: ``Ziel: Strom``, ``Handlungsfeld Verkehr``.

        Without a mark after it the word goes only from titles of what stands under nothing else, where a name follows.
        """
        opening = self.opening(title)
        if opening is None or not opening[1]:
            return title
        rest = opening[1]
        marked = re.search(r"[:–—-]\s*$", title[: len(title) - len(rest)].rstrip()) or re.match(r"[:–—-]\s", rest)
        named = (
            rest[0].isupper() and self._is_outermost(opening[0]) and fold(title).split()[0] not in _plurals(opening[0])
        )
        return rest.lstrip(":–—- ") or title if marked or named else title

    def _is_outermost(self, sheet: Sheet) -> bool:
        """Whether rows of a sheet stand under none of another sheet, but under others of their own."""
        return any(column.references == (sheet.target,) for column in sheet.fields)

    def mentions(self, text: str) -> Sheet | None:
        """The sheet that a title or name of a sheet speaks of (``Unsere Maßnahmen 2024``)."""
        return next((sheet for word in fold(text).split() if (sheet := self._names.get(word))), None)

    def knows(self, text: str) -> bool:
        """Whether a text is a heading that some column of the model goes by."""
        folded = fold(text)
        return any(form in self._by_spelling for form in (folded, re.sub(r" ?\d+$", "", folded)))

    def likely(self, text: str) -> bool:
        """Whether a text means some column of the model, a near spelling included."""
        return len(text) <= 90 and any(True for _ in self.matches(text))

    @lru_cache(maxsize=4096)  # noqa: B019 - one vocabulary a run
    def matches(self, heading: str) -> tuple[Match, ...]:
        """The columns that a heading can mean, each once with its best reason.

        Args:
            heading: as written; of two rows joined by :data:`JOINT`, the upper first.

        Returns:
            Matches, best first; in the order of the model where equally good.
        """
        best: dict[tuple[str, str], Match] = {}
        for spelling, score, how in self._spellings(heading):
            for one in self._by_spelling[spelling]:
                sure = EXACT if one.own and score == SYNONYM else score
                known = best.get((one.sheet.iri, one.field.iri))
                if known is None or known.score < sure:
                    why = _reason(how, one)
                    best[one.sheet.iri, one.field.iri] = Match(one.sheet, one.field, sure, why, one.listed)
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.sheet.order, match.field.order)))

    def name_of_rows(self, heading: str) -> Match | None:
        """What a heading surely means, if that is what rows of some sheet are called."""
        found = (match for match in self.matches(heading) if match.listed and match.score > SURE)
        return next((match for match in found if match.field.path == match.sheet.label_path), None)

    def _spellings(self, heading: str) -> Iterator[tuple[str, float, str]]:
        """Known spellings that a heading may stand for, with a score and how it was found."""
        forms = list(_forms(heading))
        for form, loss in forms:
            if form in self._by_spelling:
                yield form, SYNONYM - loss, "same"
            for stem in _stems(form):
                for spelling in self._by_stem.get(stem, ()):
                    if spelling != form and min(len(spelling), len(form)) >= 5:
                        yield spelling, ENDING - loss, "ending"
        whole = forms[0][0] if forms else ""
        parts = [fold(part) for part in re.split(r"[/,;&|+]|\b(?:und|bzw\.?|oder|and|or)\b", heading)]
        for position, part in enumerate(part for part in parts if part and part != whole):
            if part in self._by_spelling:
                yield part, PART - 0.02 * min(position, 5), "part"
        yield from ((spelling, CONTAINED, "contained") for spelling in self._contained(whole))
        yield from ((spelling, NEAR, "near") for spelling in self._near(whole))

    def _contained(self, whole: str) -> list[str]:
        """The longest known spellings, of six letters or more, that stand within a heading as whole words."""
        words = whole.split()
        runs = (
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
            if end - start < len(words)
        )
        found = [run for run in runs if len(run) >= 6 and run in self._by_spelling]
        longest = max(map(len, found), default=0)
        return [run for run in found if len(run) == longest] if len(words) <= 7 else []

    def _near(self, whole: str) -> list[str]:
        from rapidfuzz import fuzz, process

        if len(whole) < 5 or whole in self._by_spelling:
            return []
        spellings = [spelling for spelling in self._by_spelling if len(spelling) >= 5]
        found = process.extract(whole, spellings, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=3)
        return [spelling for spelling, _, _ in found]


def _plurals(sheet: Sheet) -> set[str]:
    """What several rows of a sheet are called and one is not, folded."""
    return {fold(name) for name in sheet.name.values()} - {fold(name) for name in sheet.singular.values()}


def _headings_file() -> Path:
    """The spellings; those that come with the program, where an ontology of somebody's own has none."""
    own = resources.folder("ontology") / "shapes" / "fields-headings.ttl"
    return own if own.is_file() else resources.bundled("ontology") / "shapes" / "fields-headings.ttl"


def _forms(heading: str) -> Iterator[tuple[str, float]]:
    """The folded forms of a heading with what each loses in certainty: whole, lower row, without number or year."""
    whole = fold(heading)
    upper, _, lower = heading.rpartition(JOINT)
    tries = [(whole, 0.0), (fold(f"{upper} {lower}"), 0.0)]
    if upper:
        tries += [(fold(lower), 0.02), (fold(upper), 0.1)]
    tries += [(re.sub(r"^\d+ | ?\d+$|^(?:der|die|das|the) ", "", form), loss + 0.01) for form, loss in tuple(tries)]
    tries += [(re.sub(r"\b(?:\d{1,2} ){0,2}\d{4}\b", "", form).strip(), loss + 0.01) for form, loss in tuple(tries)]
    seen: set[str] = set()
    for form, loss in tries:
        if form and form not in seen:
            seen.add(form)
            yield form, loss


def _reason(how: str, one: _Spelling) -> Text:
    if how == "same" and one.own:
        return {"de": "Die Überschrift ist dieselbe.", "en": "The heading is the same."}
    de, en = _HOW[how]
    names = {lang: f"{one.sheet.name[lang]}: {one.field.name[lang]}" for lang in ("de", "en")}
    return {
        "de": de.format(spelling=one.written, name=names["de"]),
        "en": en.format(spelling=one.written, name=names["en"]),
    }


_HOW: Mapping[str, tuple[str, str]] = {
    "same": ("„{spelling}“ ist ein anderes Wort für „{name}“.", "“{spelling}” is another word for “{name}”."),
    "ending": ("Bis auf die Endung „{spelling}“, also „{name}“.", "“{spelling}” but for its ending, so “{name}”."),
    "part": (
        "Ein Teil der Überschrift ist „{spelling}“, also „{name}“.",
        "A part of the heading is “{spelling}”, so “{name}”.",
    ),
    "contained": (
        "In der Überschrift steht „{spelling}“, also „{name}“.",
        "The heading contains “{spelling}”, so “{name}”.",
    ),
    "near": ("Fast geschrieben wie „{spelling}“, also „{name}“.", "Spelt almost like “{spelling}”, so “{name}”."),
}
