"""Names of people, mail addresses and phone numbers in a text.

What the rules P-01 to P-04 of ``ontology/shapes/structure.ttl`` look for is found here with their own patterns; what
no pattern can tell comes from :mod:`ipgraph.bodies.wording` (first names, degrees) and from phonenumbers (numbering
plans of all countries). See ``docs/decisions/personal-data.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ipgraph.bodies.wording import head, is_person, listed, may_be_person, persons
from ipgraph.model import Text
from ipgraph.validation.shapes import load_shapes

KINDS: Mapping[str, Text] = {
    "name": {"de": "Name einer Person", "en": "name of a person"},
    "mail": {"de": "E-Mail-Adresse", "en": "mail address"},
    "phone": {"de": "Telefonnummer", "en": "phone number"},
}
WHY: Mapping[str, Text] = {
    "title": {"de": "Anrede oder akademischer Grad vor einem Namen", "en": "form of address or degree before a name"},
    "first": {"de": "Vorname und Nachname", "en": "first name and surname"},
    "alone": {"de": "die ganze Zelle ist ein Name", "en": "the whole cell is a name"},
    "mail": {"de": "Adresse außerhalb des Kontakts des Plans", "en": "address outside the contact of the plan"},
    "person": {"de": "der Kontakt ist die Adresse einer Person", "en": "the contact is the address of a person"},
    "phone": {"de": "eine Nummer, die jemand anrufen kann", "en": "a number that somebody can call"},
}

_NAMED_AFTER = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|haus|heim|hof|halle|schule|gymnasium|kolleg|stiftung|preis"
    r"|zentrum|treff|kindergarten|kita|bibliothek|klinik|verein)(?:n|s|es)?(?!\w)",
    re.IGNORECASE,
)
"""What streets, houses and foundations end in that are named after a person."""

_NEXT = re.compile(r"[^\s,;:()/]*(?:[ -]+[A-ZÄÖÜ][^\s,;:()/]*){0,2}")
_NO_TITLE = re.compile(
    r"Fr\.\s+(?:(?:Vor|Nach)?mittag|Abend|Morgen|Früh)|(?<=[–-])\s?Fr\.|(?:Frau|Herrn?)\s+(?:der|die|das|des|dem|den)\s"
)
"""Fridays, and "Herr der Lage": what begins like a form of address and is none."""

_PAIR = re.compile(
    r"(?<![\w-])(?<!St\. )(?<!Sankt )(?P<first>[A-ZÄÖÜ]\w+(?:-[A-ZÄÖÜ]\w+)?) (?:(?:von|van|de|zu|el|al) )?"
    r"(?P<last>[A-ZÄÖÜÇŞİ][a-zäöüßçğışéèáàó]+)(?!\w)"
)
_DIGITS = re.compile(r"\d")
_NO_PHONE = re.compile(
    r"https?://\S+|\b[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,3})?\b|\b97[89][- ]?(?:\d[- ]?){9}[\dX]\b"
    r"|\b(?:Az|Aktenzeichen|AGS|ARS|\w*[Ss]chlüssel|ISBN|IBAN|HRB|USt-IdNr|Drs|Drucksache|Vorlage)\b[.: ]*[\w./ -]*\d"
    r"|\b\d{2,4}/(?:19|20)\d\d\b"
)
"""Digits that are no phone number: addresses of the web, IBANs, ISBNs, file numbers and keys that are called so."""

_CALLABLE = re.compile(r"\(?(?:\+|00?[1-9])")
"""What a number that can be called from elsewhere begins with; without it, any large number would be one."""


@dataclass(frozen=True)
class Trace:
    """Something personal in a text.

    Args:
        kind: one of :data:`KINDS`.
        why: one of :data:`WHY`.
        start: where it begins.
        end: where it ends.
    """

    kind: str
    why: str
    start: int
    end: int


def traces(text: str, district: str = "") -> list[Trace]:
    """Find what is personal in a text.

    Args:
        text: any text.
        district: key of the plan's district; what begins with it and has as many digits as a municipality's key (8) or
            regional key (12) is that and no phone number.

    Returns:
        What was found, from left to right; of what overlaps the longest.
    """
    found = [*_names(text), *_mails(text), *(_phones(text, district) if len(_DIGITS.findall(text)) >= 5 else ())]
    kept: list[Trace] = []
    for one in sorted(found, key=lambda trace: (trace.start - trace.end, trace.start, trace.why)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda trace: trace.start)


def is_of_a_person(mail: str) -> bool:
    """Whether a mail address looks like that of a person, by rule P-04."""
    return _pattern("P-04").search(mail) is not None


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """What a rule does not want to find in a text."""
    return next(rule.pattern for rule in load_shapes().rules.values() if rule.code == code and rule.pattern)


def _names(text: str) -> Iterator[Trace]:
    whole = text.strip()
    if may_be_person(whole) or (is_person(whole) and whole[0] != "@" and not _NAMED_AFTER.search(whole)):
        start = text.index(whole)
        yield Trace("name", "alone", start, start + len(whole))
    titled = [span for span in persons(text) if not _is_address(text[slice(*span)])]
    for start, end in (*_matches("P-01", text), *titled):
        start, end = _begin(text, start, r"\w"), start + len(text[start:end].rstrip("\"'”“»«’"))
        if not _of_a_place(text, end) and not _NO_TITLE.search(text, max(0, start - 2), end + 12):
            yield Trace("name", "title", start, end)
    for match in _PAIR.finditer(text):
        known = set(match["first"].casefold().split("-")) <= _first_names()
        if known and not head(match["last"]) and not _of_a_place(text, match.end()):
            yield Trace("name", "first", *match.span())


def _is_address(found: str) -> bool:
    """Whether what :func:`ipgraph.bodies.wording.persons` found is a mail address or a number instead of a name."""
    return "@" in found or _DIGITS.search(found) is not None


@cache
def _first_names() -> frozenset[str]:
    """First names that are no words before a noun: "August Ferien", "German Course"."""
    return frozenset(listed("first_names")) - {"august", "german"}


def _of_a_place(text: str, end: int) -> bool:
    """Whether a name goes on as that of a street, a house or a foundation: "Dr. Karl-Lenz-Straße"."""
    start = max(text.rfind(" ", 0, end), text.rfind("-", 0, end)) + 1
    following = _NEXT.match(text, start)
    return bool(following and _NAMED_AFTER.search(following.group()))


def _mails(text: str) -> Iterator[Trace]:
    for start, end in _matches("P-02", text):
        yield Trace("mail", "mail", start, end)


def _phones(text: str, district: str) -> Iterator[Trace]:
    import phonenumbers

    masked = _NO_PHONE.sub(lambda match: "x" * len(match.group()), text)
    found = [(match.start, match.end) for match in phonenumbers.PhoneNumberMatcher(masked, "DE")]
    found += [span for span in persons(masked) if "@" not in masked[slice(*span)] and _DIGITS.search(masked, *span)]
    found = [span for span in found if masked[span[0]].isalpha() or _CALLABLE.match(masked, span[0])]
    for start, end in (*found, *_matches("P-03", masked)):
        start = _begin(masked, start, r"[\d+(]" if ")" in masked[start:end] else r"[\d+]")
        if not _is_key(text[start:end], district):
            yield Trace("phone", "phone", start, end)


def _is_key(digits: str, district: str) -> bool:
    return bool(district) and digits.startswith(district) and digits.isdigit() and len(digits) in (8, 12)


def _matches(code: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the pattern of a rule matches, without the blank or bracket before that belongs to the pattern."""
    for match in _pattern(code).finditer(text):
        yield _begin(text, match.start(), r"[\w+(]"), match.end()


def _begin(text: str, start: int, first: str) -> int:
    """Where what was found begins, from its first character that counts."""
    found = re.compile(first).search(text, start)
    return found.start() if found else start
