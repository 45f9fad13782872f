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

from ipgraph.bodies.wording import (
    CAPITAL,
    SMALL,
    any_of,
    head,
    is_first_name,
    is_person,
    listed,
    may_be_person,
    persons,
)
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
    "introduced": {"de": "Nachname hinter einer Funktion", "en": "surname behind a function"},
    "alone": {"de": "die ganze Zelle ist ein Name", "en": "the whole cell is a name"},
    "mail": {"de": "Adresse außerhalb des Kontakts des Plans", "en": "address outside the contact of the plan"},
    "person": {"de": "der Kontakt ist die Adresse einer Person", "en": "the contact is the address of a person"},
    "phone": {"de": "eine Nummer, die jemand anrufen kann", "en": "a number that somebody can call"},
}

_NAMED_AFTER = re.compile(
    rf"[ -](?:\w*(?:{'|'.join(listed('named_after'))})|(?:{'|'.join(map(re.escape, listed('named_after_alone')))}))"
    r"(?:n|s|es)?(?!\w)",
    re.IGNORECASE,
)
"""What a name goes on with where a street, a house, a foundation or a firm is called by it."""

_NEXT = re.compile(rf"(?:[ -]+{CAPITAL}[^\s,;:()/]*){{0,2}}")
_ADDRESSED = re.compile(r"(?:Frau|Herrn?|Hrn?\.|Fr\.|Mrs?\.?|Ms\.?|Eheleute|Ehepaar|Familie)\s")
_NO_TITLE = re.compile(
    r"Fr\.\s+(?:(?:Vor|Nach)?mittag|Abend|Morgen|Früh)|\b(?:Mo|Di|Mi|Do)\b\.?(?:\s?[,/+&–-]\s?|\s(?:und|bis|u\.)\s)Fr\."
    r"|(?:Frau|Herrn?)\s+(?:der|die|das|des|dem|den)\s|\b(?:[Ee]in|[Jj]ed|[Kk]ein)e[rn]?\s+Frau\b"
    r"|Frau\s+(?:Beruf|Familie|Gesundheit|Karriere)\b"
)
"""Fridays, "Herr der Lage", "jede Frau": what begins like a form of address and is none."""

_PAIR = re.compile(
    r"(?<![\w-])(?<!St\. )(?<!Sankt )(?<!Haus )(?<!Villa )(?<!Kloster )(?<!Kapelle )"
    rf"(?=(?P<name>(?P<first>{CAPITAL}\w+(?:-{CAPITAL}\w+)?) "
    r"(?:(?:von|van|de|der|la|zu|el|al|bin|El|Al) )*"
    rf"(?P<last>(?:[AEae]l-)?{CAPITAL}{SMALL}+(?:-{CAPITAL}{SMALL}+)*)(?!\w)))"
)
"""A first name and a surname, at every word: "Leitung Sabine Berger" has two pairs, of which one is a name."""

_OFFICES = any_of(one.upper() if len(one) == 2 else one.capitalize() for one in listed("offices"))
_INTRODUCED = re.compile(
    rf"(?<!\w)(?:{any_of(listed('introducing'))}|{_OFFICES})(?:-in(?:nen)?)?:?\s+"
    rf"(?P<name>(?P<initial>{CAPITAL}\.\s?)?(?P<last>{CAPITAL}{SMALL}+(?:-{CAPITAL}{SMALL}+)?))(?!\w)"
)
"""A surname behind what introduces a person: "Ansprechpartnerin: K. Schulze", "Bürgermeister Weber"."""

_ENUMERATED = re.compile(rf"[A-Z]\.\s?(?:\w+(?:{'|'.join(listed('heading_ends'))})|{'|'.join(listed('headings'))})")
"""A heading with its letter, "A. Bildung", which looks like an initial and a surname."""

_AT = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?[\[({]\s?(?:at|ät|@)\s?[\])}]\s?[\w-]+(?:\s?(?:\.|[\[({]\s?(?:dot|punkt)\s?[\])}])\s?[\w-]+)*",
    re.IGNORECASE,
)
"""A mail address that hides from programs: "maria.huber(at)kreis.de"."""

_DIGITS = re.compile(r"\d")
_NUMBERED = "|".join(word.replace("*", r"\w*") for word in listed("numbered"))
_NO_PHONE = re.compile(
    r"https?://\S+|\b[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,3})?\b|\b97[89][- ]?(?:\d[- ]?){9}[\dX]\b"
    rf"|\b(?:{_NUMBERED})\b[.: -]*(?:Nr\.? ?)?[A-Z]{{0,3}}[ -]?[\d./ -]*\d[\w/]*"
    r"|\b\d{2,4}/(?:19|20)\d\d\b|\b(?:[0-3]?\d\.\s?)?[01]?\d\.(?:19|20)\d\d\b|\b[0-2]?\d[.:][0-5]\d(?=\s*(?:Uhr|[–-]|bis\b))"
)
"""Digits that are no phone number: addresses of the web, IBANs, ISBNs, days, times, file numbers and keys."""

_CALLABLE = re.compile(r"\(?\s?(?:\+|0\s?0?\s?[1-9])")
"""What a number that can be called from elsewhere begins with; without it, any large number would be one."""

_EXTENSION = re.compile(r"\b(?:Rufnummer|Durchwahl|Nebenstelle|Apparat|App\.|DW)\s?:?\s?[–-]?\s?\d[\d /-]*\d")


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
    found = [*_names(text), *_mails(text), *_phones(text, district)]
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
    if _is_name(whole):
        start = text.index(whole)
        yield Trace("name", "alone", start, start + len(whole))
    yield from _titled(text)
    for match in _PAIR.finditer(text):
        given = is_first_name(match["first"]) and match["first"] not in _NO_FIRST
        if given and not head(match["last"]) and not _of_a_place(text, *match.span("name")):
            yield Trace("name", "first", *match.span("name"))
    for match in _INTRODUCED.finditer(text):
        named = may_be_person(match["last"]) or (match["initial"] and not _ENUMERATED.match(match["name"]))
        if named and not _of_a_place(text, *match.span("name")):
            yield Trace("name", "introduced", *match.span("name"))


_NO_FIRST = {"August", "German", "Mercedes", "Silvester"}
"""First names that mostly are words before a noun: "August Ferien", "German Course"."""


def _is_name(whole: str) -> bool:
    """Whether a whole cell is a name, such as "Müller" or "S. Muster"; no season, account or heading."""
    if may_be_person(whole):
        return whole not in ("Sommer", "Winter")
    named = is_person(whole) and not whole.islower() and whole[0] != "@" and whole.split()[0] not in _NO_FIRST
    return named and not _ENUMERATED.fullmatch(whole) and not _NAMED_AFTER.search(whole)


def _titled(text: str) -> Iterator[Trace]:
    """Names behind a form of address or a degree."""
    harmless = [match.span() for match in _NO_TITLE.finditer(text)]
    named = [span for span in persons(text) if not _is_address(text[slice(*span)])]
    for start, end in (*_matches("P-01", text), *named):
        start, end = _begin(text, start, r"\w"), start + len(text[start:end].rstrip("\"'”“»«’"))
        if not any(one <= start < other for one, other in harmless) and not _of_a_place(text, start, end):
            yield Trace("name", "title", start, end)


def _is_address(found: str) -> bool:
    """Whether what :func:`ipgraph.bodies.wording.persons` found is a mail address or a number instead of a name."""
    return "@" in found or _DIGITS.search(found) is not None


def _of_a_place(text: str, start: int, end: int) -> bool:
    """Whether a name goes on as that of a street, a house or a firm: "Dr. Karl-Lenz-Straße", "Robert Bosch Stiftung".

    Behind "Frau" and "Herr" only the word itself counts: "Frau Kaya Familienzentrum" is a person and her house.
    """
    _, hyphen, rest = text[start:end].rpartition("-")
    following = "" if _ADDRESSED.match(text, start) else _next(text, end)
    return _NAMED_AFTER.search(f"{hyphen}{rest if hyphen else ''}{following}") is not None


def _next(text: str, end: int) -> str:
    found = _NEXT.match(text, end)
    return found.group() if found else ""


def _mails(text: str) -> Iterator[Trace]:
    for start, end in (*_matches("P-02", text), *(match.span() for match in _AT.finditer(text))):
        while start and (text[start - 1].isalnum() or text[start - 1] in "._+-"):  # the rule knows ASCII letters only
            start -= 1
        yield Trace("mail", "mail", start, end)


def _phones(text: str, district: str) -> Iterator[Trace]:
    for match in _EXTENSION.finditer(text):
        yield Trace("phone", "phone", *match.span())
    if len(_DIGITS.findall(text)) < 5:
        return
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
    key = digits.replace(" ", "")
    return bool(district) and key.startswith(district) and key.isdigit() and len(key) in (8, 12)


def _matches(code: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the pattern of a rule matches, without the blank or bracket before that belongs to the pattern."""
    for match in _pattern(code).finditer(text):
        yield _begin(text, match.start(), r"[\w+(]"), match.end()


def _begin(text: str, start: int, first: str) -> int:
    """Where what was found begins, from its first character that counts."""
    found = re.compile(first).search(text, start)
    return found.start() if found else start
