"""One body or two: what a comma, an "und" or a slash between two pieces of text separates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ipgraph.bodies.breaks import Places, goes_on, may_go_on
from ipgraph.bodies.wording import PREPOSITIONS, Standing, fold, head, is_numbered, legal_form, standing

Link = Literal["cut", "join", "ask", "perhaps"]
"""Between two pieces of text: two bodies, one, a question; "perhaps": one if an "und" follows that joins, else ask."""

_GOVERNED = re.compile(r".*\s(?:für|zur|zum|gegen|von|der|des|den|im|in)\s+(?=\S)")
_OPEN = re.compile(r"\s(?:für|zur|zum|gegen)\s")
_HALF_OPEN = re.compile(r"\s(?:der|des|den|von|im|in)\s")
_TOPICAL = re.compile(
    r"(?:\w*(?:fachbereich|abteilung|dezernat|referat|sachgebiet|stelle|fachdienst|team|arbeitskreis|arbeitsgruppe"
    r"|arbeitsgemeinschaft|netzwerk|bündnis|ausschuss|projekt|initiative|forum|bereich|ministerium|amt)|runder tisch"
    r"|AK|AG|FB|SG|FD|Abt\.?|Dez\.?|Ref\.?)\s+(?=[A-ZÄÖÜ][a-zäöüß])",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r"(?:landratsamt|lra|landkreis|kreis|kreisverwaltung|landkreisverwaltung|stadt|stadtverwaltung|gemeinde"
    r"|gemeindeverwaltung|\w*ministerium|regierungspräsidium|dezernat|dez\.?|fachbereich|fb|universität|hochschule)(?!\w)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:abteilung|abt\.?|sachgebiet|sg|referat|ref\.?|fachdienst|fd|team|geschäftsstelle|regionalstelle|regionaldirektion|außenstelle"
    r"|zweigstelle|ortsgruppe|ortsverein|ortsverband|kreisverband|bezirksverband|regionalverband|niederlassung|standort|bereich)(?!\w)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:\w*amt|stabsstelle|dezernat|dez\.?|fachbereich|fb|\w*beauftragte\w*|\w*büro)(?!\w)", re.IGNORECASE
)
_TERRITORY = re.compile(r"(?:stadt|gemeinde|landkreis|kreis|land)", re.IGNORECASE)
ADJECTIVE = re.compile(r"\w+(?:isch|lich|ig|al|iv|ell)(?:e[rsnm]?)|\w{2,5}\.", re.IGNORECASE)
_SET_PHRASES = frozenset({("staedte", "gemeinden"), ("stadt", "land"), ("kirche", "gesellschaft")})


@dataclass(frozen=True)
class Atom:
    """What stands between two separators."""

    start: int
    end: int
    separator: str
    text: str
    name: str
    standing: Standing
    alone: bool
    dropped: bool


def links(atoms: Sequence[Atom], places: Places, is_one: Callable[[str], bool]) -> list[Link]:
    """For each piece of text how it is linked to the one before.

    Args:
        atoms: the pieces of text, from left to right.
        places: what is the name of a place.
        is_one: whether a name is that of one body, as far as the list tells.
    """
    found: list[Link] = ["cut"] * len(atoms)
    first = 0
    read = list(atoms)  # a name that runs over two lines counts as one
    for index in range(1, len(atoms)):
        group, atom = read[first:index], atoms[index]
        if atom.separator != "line":
            found[index] = _link(group, atom)
        else:
            found[index] = _link_over_line(group, atom, places, is_one)
            if found[index] == "join":
                name = f"{group[-1].name} {atom.name}"
                read[index] = replace(atom, text=f"{group[-1].text} {atom.text}", name=name, standing=standing(name))
        if found[index] == "cut" or (found[index] == "ask" and _OPEN.search(atom.name)):
            first = index  # "Landratsamt, Amt für Jugend und Familie": the subjects are those of the office
    for index in reversed(range(1, len(atoms))):
        if found[index] == "perhaps":
            joins = index + 1 < len(atoms) and found[index + 1] == "join"
            found[index] = "join" if joins else "ask"
    return found


def _link(group: Sequence[Atom], atom: Atom) -> Link:
    first, last = group[0], group[-1]
    if first.dropped or atom.dropped or atom.separator == "with":
        return "cut"
    if _goes_on(first.text, atom.text) or _pair(last.name, atom.name):
        return "join"
    if atom.separator in {"dash", "colon"}:
        return "join" if atom.standing is Standing.NONE and atom.separator == "dash" else "ask"
    if _below(last.name, atom.name) or _meeting(last.name, atom.name) in _SET_PHRASES:
        return "ask"
    if atom.separator == "slash" and is_numbered(last.name) != is_numbered(atom.name):
        return "ask"  # "Amt 32 / Ordnungsamt": one office under two names, or two
    if _OPEN.search(first.name) or (_TOPICAL.match(first.name) and first.standing is not Standing.NONE):
        return _link_to_open(group, atom)
    if _HALF_OPEN.search(first.name) and atom.separator != "comma" and _governs_body(group):
        return "ask"
    return _link_to_closed(last, atom)


def _link_over_line(group: Sequence[Atom], atom: Atom, places: Places, is_one: Callable[[str], bool]) -> Link:
    """A line break parts two bodies where a comma would, if both are sure; else it may be no more than a full line."""
    last = group[-1]
    if last.dropped or atom.dropped:
        return "cut"
    if is_one(f"{last.name} {atom.name}") or goes_on(last.name, atom.name, places):
        return "join"
    both_alone = is_one(last.name) and is_one(atom.name)
    if may_go_on(last.name, atom.name, places) and not both_alone:
        return "ask"
    sure = all(one.alone or one.standing is not Standing.NONE for one in (last, atom))
    link = _link(group, replace(atom, separator="comma"))
    return link if sure or link != "cut" else "ask"


def _link_to_open(group: Sequence[Atom], atom: Atom) -> Link:
    """The group names an office by its subjects ("Amt für Bildung"), so that more subjects may follow."""
    listed = atom.separator == "comma"
    if atom.standing is Standing.NONE:
        return "perhaps" if listed else "join"
    if atom.standing is Standing.GENERIC:
        return "perhaps"
    if atom.standing is Standing.SHORT and not listed:
        return "join" if legal_form(atom.name) and not legal_form(group[0].name) else "ask"
    return "cut" if listed or not _governs_body(group) else "ask"


def _link_to_closed(last: Atom, atom: Atom) -> Link:
    """The group is a body with its full name ("Jugendamt"), or words that do not look like one ("Lernpaten")."""
    left = last.standing is not Standing.NONE or last.alone
    right = atom.standing is not Standing.NONE or atom.alone
    if left and right:
        shared_place = _TERRITORY.fullmatch(last.name) and " " in atom.name and atom.separator != "comma"
        return "ask" if shared_place else "cut"
    if not last.alone and last.standing is Standing.NONE and legal_form(atom.name) and not head(atom.name):
        return "join" if atom.separator != "comma" else "ask"  # "Kunst und Kultur e. V."
    if not left and not right:
        return "ask"
    noun = last.name[:1].isupper() and not ADJECTIVE.fullmatch(last.name.split(" ")[-1])
    return "cut" if right and atom.separator == "comma" and noun else "ask"


def _governs_body(group: Sequence[Atom]) -> bool:
    """Whether the last subject of a name looks like a body itself: "Förderverein für Schulen"."""
    if len(group) > 1:
        return group[-1].standing is not Standing.NONE
    name = group[0].name
    subject = _GOVERNED.sub("", _TOPICAL.sub("", name) if not _OPEN.search(name) else name)
    return standing(subject) is not Standing.NONE


def _below(left: str, right: str) -> bool:
    """Whether the right name may be a part of the left one: "Landratsamt, Amt für Soziales"; "IHK, Geschäftsstelle"."""
    if left.split(" ")[0] == right.split(" ")[0]:
        return False  # "FB 3 / FB 5"
    return bool(
        _UNIT.match(right)
        or (_PARENT.match(left) and _OFFICE.match(right))
        or (_UNIT.match(left) and re.match(r"(?:landratsamt|lra|landkreis|stadt|gemeinde)\b", right, re.IGNORECASE))
    )


def _goes_on(left: str, right: str) -> bool:
    """Whether the right text takes up a preposition of the left one: "Jobcenter der Stadt und des Kreises"."""
    word = right.split(" ")[0]
    cases = {"der", "des", "den", "dem"}
    return word in PREPOSITIONS and bool((cases if word in cases else {word}) & set(left.split(" ")))


def _meeting(left: str, right: str) -> tuple[str, str]:
    """The folded words that meet between two texts: the last of the left one, the first of the right one."""
    return fold(left.split(" ")[-1]), fold(right.split(" ")[0])


def _pair(left: str, right: str) -> bool:
    """Whether two words are women and men of one group: "Lotsinnen und Lotsen"."""
    first, second = sorted(_meeting(left, right), key=lambda word: not word.endswith("innen"))
    return first.endswith("innen") and not second.endswith("innen") and first[:4] == second[:4]
