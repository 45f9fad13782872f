"""The German of a cell that names bodies: fold a name, see what is a body, a person, a role, or nobody.

The words stand in ``templates/adopt.words.toml``, names of persons in ``adopt.names.toml``, and what is only named
after them in ``personal.words.toml``. They are words of the language; the codes of the plan stand in ``ontology/codes``
and nowhere here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache

from ipgraph import resources

_LISTS = {
    name: words
    for file in ("adopt.words.toml", "adopt.names.toml", "personal.words.toml")
    for name, words in resources.words(file).items()
}


def listed(name: str) -> tuple[str, ...]:
    """The words of a list, in their order."""
    return tuple(_LISTS[name].split() if isinstance(_LISTS[name], str) else _LISTS[name])


def meanings(name: str) -> dict[str, str]:
    """A table of words and what they stand for."""
    return dict(_LISTS[name])


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of some phrases, the longest first: ``*`` is any ending, a space may be missing after a dot."""
    patterns = []
    for phrase in sorted(phrases, key=lambda text: (-len(text), text)):
        pattern = re.escape(phrase).replace(r"\*", r"[^,;]*" if phrase.endswith((" *", ".*")) else r"[\w/:*]*")
        pattern = pattern.replace(r"\.\ ", r"\.? ?").replace(r"\ ", r"\s+")
        patterns.append(pattern + (r"(?!\w)" if phrase[-1].isalnum() else ""))
    return "(?:" + "|".join(patterns) + ")"


LONGEST = 160
"""Characters of a name; what is longer is prose."""

WORD = re.compile(r"\w[\w.'’]*(?:-\w[\w.'’]*)*")
PREPOSITIONS = frozenset(listed("prepositions"))
ROLES = any_of(listed("roles"))
HEDGES = any_of(listed("hedges"))

NOTHING = re.compile(rf"[-–—./\\?\s_]*|\(?{any_of(listed('nothing'))}\)?", re.IGNORECASE)
"""What says in any column that there is nothing: ``-``, ``k. A.``, ``n. n.``, ``?``."""

DITTO = re.compile(any_of(listed("ditto")) + "|[\"„“”〃']{1,2}", re.IGNORECASE)
"""What means in any column: as above."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ł": "l", "ø": "o", "đ": "d", "ı": "i"})
_NUMBER_GAP = re.compile(r"(?<=\d)[\s.,/:–-]+(?=\d)")
_LEGAL = re.compile(
    r"(?<![\w.])(e\.? ?V(?:\.|\b)|e\. ?v\.|e\. ?G\.|eG\b|gGmbH|gemeinnützige GmbH|gUG|GmbH & Co\.? KG|GmbH|mbH|AöR"
    r"|KdöR|KöR|AG(?=$|[,)(])|KG(?=$|[,)(]))(?!\w)"
)
_ARTICLE = re.compile(r"^(?:der|die|das|den|dem|des|vom|beim|durch)\s+(?=\S)")

_NOBODY = {
    "elsewhere": re.compile(rf"{DITTO.pattern}|{any_of(listed('elsewhere'))}", re.IGNORECASE),
    "open": re.compile(rf"[\W_]*|[\W_]*{any_of((*listed('nothing'), *listed('open')))}[\W_]*", re.IGNORECASE),
    "number": re.compile(r"#?[\d\s.,:/€%–-]*\d[\d\s.,:/€%–-]*(?:euro|eur|uhr|tsd|std)?\.?", re.IGNORECASE),
    "anybody": re.compile(any_of(listed("anybody")), re.IGNORECASE),
    "role": re.compile(rf"(?:{ROLES}|{HEDGES})(?:[\s,/]+(?:und )?{ROLES})*:?", re.IGNORECASE),
}

_MAIL = re.compile(r"(?:mailto:)?(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<!\w)(?:tel(?:efon)?|fon|mobil|handy|fax)\b\.?:?\s*\+?[\d\s()/.-]{4,}\d|(?<!\w)\+?0\d{2,5}\s?[/-]\s?\d[\d\s-]{3,}",
    re.IGNORECASE,
)
CAPITAL, SMALL = (f"[{''.join(filter(case, map(chr, range(0x41, 0x250))))}]" for case in (str.isupper, str.islower))
"""Letters of names as all of Europe writes them, as patterns: Şahin, Łukasz, Țepeș."""

_OF = r"(?:(?:von|van|vom|zu|zur|de|der|el|al)\s+)*"
_TITLE = re.compile(
    rf"(?<![\w-])(?:Frau|Herrn?|Hr\.|Fr\.|Hrn\.|Eheleute|Ehepaar|Familie(?=\s+{any_of(listed('surnames'))})|Mr\.?|Mrs\.?"
    rf"|Ms\.?)\s+(?:(?:Prof|Dr|Dipl)\.[\w.-]*\s*)*(?={_OF}(?:{CAPITAL}\.\s?)*{CAPITAL}[\w’'-])"
)
_DEGREE = re.compile(
    r"(?<![\w-])(?:(?:(?:Prof|Dr|PD|Priv|Univ|Mag|Ing)\.(?:in\b)?(?:-?\w+\.)*|Dipl\.(?:-?\w+\.)*(?:-\w+)?(?:\s*\(FH\))?)"
    rf"(?:\s*(?:[a-z]{{2,6}}|h\.\s?c)\.)*\s*)+(?={_OF}{CAPITAL}{SMALL}+)"
)
_DEGREE_BEHIND = re.compile(
    rf"(?P<name>(?<![\w-]){CAPITAL}{SMALL}+(?:[ -]{CAPITAL}{SMALL}+){{0,3}}),?\s+"
    r"(?:[MB]\.\s?(?:A|Sc|Ed|Eng)\.|LL\.\s?[MB]\.|Dipl\.-\w+\.?)(?!\w)"
)
_SURNAME = re.compile(rf"\s*{_OF}{CAPITAL}[\w’'.-]*")
_INITIAL = re.compile(
    rf"(?:{CAPITAL}|Th|Ch|Chr|Joh|Ph)\.(?:[ -]?{CAPITAL}\.)*\s?{CAPITAL}{SMALL}+(?:-{CAPITAL}{SMALL}+)?"
    rf"|{CAPITAL}{SMALL}+, {CAPITAL}\."
)
_ACCOUNT = re.compile(r"@\w[\w.-]*|[a-z]\.[a-z]{3,}|[a-z]{3,}[._][a-z]")
_LAST_FIRST = re.compile(
    rf"(?:^|(?<=[;\n/(]))\s*(?P<last>{CAPITAL}\w+), (?P<first>{CAPITAL}\w+(?:-\w+)?)(?=\s*(?:[;\n/()]|$))"
)
_NAME = re.compile(rf"{CAPITAL}(?:{SMALL}|’)+(?:-{CAPITAL}{SMALL}+)?")

_HEADS, _PLURALS, _NO_HEADS = listed("heads"), listed("plurals"), listed("no_heads")
_WHOLE, _NAMES, _SUBJECTS = frozenset(listed("whole")), frozenset(listed("names")), frozenset(listed("subjects"))
_OFFICES, _PLACE_ENDINGS = frozenset(listed("offices")), listed("place_endings")
_SURE_PLACE_ENDINGS, _NO_PLACES = listed("sure_place_endings"), listed("no_places")
_UNITS = frozenset(listed("units"))
_SURNAMES = frozenset(listed("surnames"))
_NUMBERED = re.compile(
    r"(?:amt|dez|dezernat|abt|abteilung|fb|fachbereich|sg|sachgebiet|ref|referat|fd|fachdienst|team)\.? ?"
    r"(?:\d[\w.]*|[IVX]+)(?!\w)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜa-z0-9-]{0,4}[A-ZÄÖÜ0-9]")


class Standing(Enum):
    """How surely some words name a body on their own."""

    NONE = "none"
    """Nothing says so: "Sport", "Lernpaten"."""
    GENERIC = "generic"
    """A kind of body, which may also be the subject of another: "Schulen", "Kirche"."""
    SHORT = "short"
    """An abbreviation or a name with a legal form: "RMV", "Donum Vitae e. V."; it may be the end of a longer name."""
    BODY = "body"
    """A body: "Jugendamt", "Stadt Ulm", "Amt 50"."""


def squeeze(text: str) -> str:
    """Text in composed characters with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\xad", "").split())


def legal_form(name: str) -> str:
    """The legal form that a name holds ("ev", "ggmbh"); empty where it names none."""
    found = _LEGAL.findall(name)
    return re.sub(r"\W", "", found[-1]).casefold() if found else ""


def raw_words(name: str) -> list[str]:
    """The words of a name as written, without a leading article and the legal form: "f.", "Neu-Ulm", "5_1" for 5.1."""
    text = _ARTICLE.sub("", _LEGAL.sub(" ", squeeze(name))).replace("&", " und ")
    return WORD.findall(_NUMBER_GAP.sub("_", text))


def words(name: str) -> list[str]:
    """The words of a name, folded: small letters, ``ä`` as ``ae``, no accents, dots and hyphens, no legal form."""
    return [folded for word in raw_words(name) if (folded := _letters(word))]


def _letters(word: str) -> str:
    text = unicodedata.normalize("NFKD", word.casefold().translate(_UMLAUTS))
    return re.sub(r"\W", "", "".join(letter for letter in text if not unicodedata.combining(letter)))


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """A name in the form in which two spellings that differ in nothing of weight are the same.

    Args:
        name: a name as written.

    Returns:
        Its folded words in one; where nothing but a legal form is left, its letters.
    """
    return "".join(words(name)) or re.sub(r"\W", "", squeeze(name).casefold())


def without_article(name: str) -> str:
    """A name without the small article or preposition before it: "das Jugendamt" is "Jugendamt"."""
    return _ARTICLE.sub("", name)


def nobody(text: str) -> str:
    """Why a text names nobody.

    Args:
        text: a cell, or a part of one.

    Returns:
        ``"open"`` (nothing, or not yet), ``"elsewhere"`` (see above), ``"anybody"``, ``"number"``, ``"role"``,
        ``"prose"`` (too long for a name), or an empty text where it may name somebody.
    """
    text = squeeze(text).strip("()[] ")
    if len(text) > LONGEST:
        return "prose"
    return next((reason for reason, pattern in _NOBODY.items() if pattern.fullmatch(text)), "")


def persons(text: str) -> list[tuple[int, int]]:
    """Where a text names persons, or gives an address that belongs to one.

    Args:
        text: a cell, or a part of one.

    Returns:
        Spans, from left to right, none within another.
    """
    spans = [match.span() for pattern in (_MAIL, _PHONE) for match in pattern.finditer(text)]
    spans += [(match.start(), _end_of_name(text, match.end())) for match in _TITLE.finditer(text)]
    for match in _DEGREE.finditer(text):
        end = _end_of_name(text, match.end())
        if not head(re.split(r"[,;(/\n]", text[end:])[0]):  # "Dr. Haas Stiftung" is a body
            spans.append((match.start(), end))
    for match in _DEGREE_BEHIND.finditer(text):
        if not head(match["name"]):
            spans.append(match.span())
    for match in _LAST_FIRST.finditer(text):  # "Muster, Sabine"
        if is_first_name(match["first"]) and not head(match["last"]):
            spans.append((match.start("last"), match.end()))
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def is_person(name: str) -> bool:
    """Whether a whole name is that of a person without a title: "Sabine Muster", "S. Muster", "s.muster"."""
    parts = name.split()
    named = 2 <= len(parts) <= 3 and is_first_name(parts[0]) and all(map(_NAME.fullmatch, parts))
    return bool(_INITIAL.fullmatch(name) or _ACCOUNT.fullmatch(name)) or (
        named and not any(head(part) for part in parts)
    )


def is_first_name(name: str) -> bool:
    """Whether a word is a first name, or several with hyphens: "Ayşe", "Anna-Lena"."""
    return all(fold(part) in _first_names() for part in name.split("-"))


@cache
def _first_names() -> frozenset[str]:
    return frozenset(map(fold, listed("first_names")))


def may_be_person(name: str) -> bool:
    """Whether a name is one of the commonest surnames and nothing else: "Müller"."""
    return name in _SURNAMES


def is_address(text: str) -> bool:
    """Whether a text is a mail address or a telephone number and nothing else."""
    return bool(_MAIL.fullmatch(text) or _PHONE.fullmatch(text))


def office_without_holder(name: str) -> str:
    """The office alone, where a name is that of an office and of who holds it: "Landrat" for "Landrat Huber".

    Args:
        name: a name without role words.

    Returns:
        The office; an empty text if there is none, or if what follows may be a town.
    """
    office, _, holder = name.partition(" ")
    person = office.casefold() in _OFFICES and _NAME.fullmatch(holder) and not holder.endswith(_PLACE_ENDINGS)
    return office if person else ""


def is_place_like(word: str) -> bool:
    """Whether a word ends like the name of a town or a region: "Altdorf", "Rottal"."""
    proper = len(word) >= 5 and word[0].isupper() and not word.isupper()
    return proper and word.endswith(_SURE_PLACE_ENDINGS) and not word.casefold().endswith(_NO_PLACES)


def _end_of_name(text: str, start: int) -> int:
    """Where the name of a person ends: after at most three words, before one that is a body or an abbreviation."""
    end = start
    for _ in range(3):
        match = _SURNAME.match(text, end)
        if not match or (end > start and (head(match.group()) or match.group().strip().isupper())):
            break
        end = match.end()
    return end - 1 if text[start:end].endswith((".", "-")) else end


@lru_cache(maxsize=50_000)
def head(name: str) -> str:
    """The noun of a body in a name, or its ending: "amt" in "Staatliches Schulamt Ulm"; empty where there is none."""
    for word in WORD.findall(name):
        if word.casefold() in PREPOSITIONS:
            break
        folded = "".join(words(word))
        for form in (folded, folded.removesuffix("n")):  # "in den Städten"
            if form in _WHOLE or (form.endswith(_PLURALS) and not form.endswith(_NO_HEADS)):
                return form
        if ending := head_ending(folded):
            return ending
    return ""


def head_ending(folded: str) -> str:
    """The ending by which a folded word is the noun of a body ("amt" in "jugendamt"); empty where it is none."""
    if folded.endswith(_NO_HEADS):
        return ""
    return max((ending for ending in _HEADS if folded.endswith(ending)), key=len, default="")


def is_numbered(name: str) -> bool:
    """Whether a name is that of an office by its number: "Amt 50", "Dez. II"."""
    return bool(_NUMBERED.match(name))


@lru_cache(maxsize=50_000)
def standing(name: str) -> Standing:
    """How surely some words name a body on their own.

    Args:
        name: a name without role words.
    """
    parts = WORD.findall(name)
    found = head(name)
    if is_numbered(name) or (len(parts) > 1 and parts[0].strip(".") in _UNITS):
        return Standing.BODY
    if found:
        lone = len(parts) == 1 and fold(name) == found and found not in _NAMES
        return Standing.GENERIC if lone or found.endswith(_PLURALS) else Standing.BODY
    if not parts or parts[0].strip(".") in _SUBJECTS:
        return Standing.NONE
    capitals = _CAPITALS.fullmatch(parts[0].strip("."))
    if legal_form(name) or (capitals and all(part[0].isupper() or part[0].isdigit() for part in parts)):
        return Standing.SHORT
    return Standing.NONE
