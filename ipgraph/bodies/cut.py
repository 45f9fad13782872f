"""Cut a cell into the bodies that it names, but only where it is safe; elsewhere say how it could be cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ipgraph.bodies import reasons
from ipgraph.bodies.breaks import Places, with_line_breaks
from ipgraph.bodies.links import ADJECTIVE, Atom, links
from ipgraph.bodies.names import BRACKET, LEADING, declared, not_in_name, peel
from ipgraph.bodies.wording import (
    LONGEST,
    ROLES,
    Standing,
    fold,
    head,
    is_address,
    is_person,
    may_be_person,
    nobody,
    office_without_holder,
    persons,
    squeeze,
    standing,
    without_article,
)
from ipgraph.model import Text

_HARD = re.compile(r"[;|•▪‣●➢➔→◦∙]|[-=]+>|(?<=[\s,])[a-h]\)\s+")
_ITEM = re.compile(r"(?:^|(?<=[\s,;]))(\d{1,2})([.)])\s*(?=[^\W\d])")
_SOFT = re.compile(
    r"\s*(?P<comma>,)(?!\d)\s*(?:(?:und|sowie)\s+)?"
    r"|\s+(?P<with>(?:in (?:Kooperation|Zusammenarbeit|Abstimmung) mit|(?:gemeinsam|zusammen) mit)(?: der| dem)?)\s+"
    r"|\s+(?P<and>und/oder|und|sowie|and|oder|bzw\.|u\.?(?!\s*[aävm]\b)|plus)\s+|\s+(?P<amp>[&+])\s+|(?<!\d)(?P<plus>\+)(?=[A-ZÄÖÜ])"
    r"|(?<!\d)\s*(?P<slash>/+)\s*(?!in\b|innen\b|[rnse]\b|\d)"
    r"|\s+(?P<dash>[-–—])\s+(?!\d)|(?P<colon>:)\s+|[ ]*(?P<line>\n)\s*",
)
_EXAMPLE = re.compile(
    r"^(?:z\. ?B\.?|u\. ?a\.?|insb\.?|insbesondere|bspw\.?|wie|darunter|bestehend aus|d\. ?h\.)\s+", re.IGNORECASE
)
_ROLE_BEFORE = re.compile(rf"{ROLES}\s*:\s*$", re.IGNORECASE)
_GONE = "\x00"  # stands where a person stood
_BRACKET_WITH_GAP = re.compile(rf"\s*\(([^()]*{_GONE}[^()]*)\)")
_PROSE = 10 * LONGEST  # characters of a text that is not even looked at
_EDGE = re.compile(
    r"^(?:(?:und|sowie|oder|bzw\.|and)(?:\s+|$)|[\s,/&+:)\]–-]+)+|(?:(?:\s+|^)(?:und|sowie|oder|bzw\.|and)|[\s,/&+:–(\[]+)+$"
)


@dataclass(frozen=True)
class Piece:
    """A part of a cell.

    Args:
        written: the words as they stand in the cell.
        kind: a body; nobody (a person, a role, "offen"); or unclear: one body or several.
        name: the name without role words; of an unclear piece, all its words.
        also: other spellings that the cell itself declares ("KI" in "Kommunales Integrationszentrum (KI)").
        parts: the names of an unclear piece, if it is several.
        note: why it names nobody, or which words are no part of the name.
    """

    written: str
    kind: Literal["body", "nobody", "unclear"]
    name: str = ""
    also: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    note: Text | None = None


def split_key(text: str) -> str:
    """An unclear text as a person's answer about it is remembered: without regard to case and spaces."""
    return squeeze(text).casefold()


class Splitter:
    """Cuts cells, knowing what else stands in the list.

    Args:
        spellings: names of known bodies; what they contain is never cut.
        cells: all cells of the list: what stands alone in one of them is a body in the others, too.
        answers: what a person has said about unclear texts, by :func:`split_key`: the parts, or nothing for one body.
    """

    def __init__(
        self, spellings: Iterable[str], cells: Iterable[str], answers: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._answers = answers or {}
        spellings = sorted({squeeze(text) for text in spellings} - {""})
        self._known = {fold(text) for text in spellings}
        whole = [*spellings, *sorted(text for text, parts in self._answers.items() if not parts)]
        whole = [text for text in whole if _SOFT.search(text) or persons(text) or ";" in text]
        whole.sort(key=lambda text: (-len(text), text))
        self._whole = re.compile("|".join(map(_pattern, whole)), re.IGNORECASE) if whole else None
        cells = list(cells)
        self._places = Places([*spellings, *cells])
        self._surnames = frozenset(name for cell in cells for name in self._named(cell))
        self._alone: frozenset[str] = frozenset()
        self._alone = frozenset(self._standing_alone(cells))

    def split(self, cell: str) -> tuple[Piece, ...]:
        """The pieces of a cell.

        Args:
            cell: its text.

        Returns:
            The bodies from left to right, then the persons. Only separators are left out.
        """
        pieces: list[Piece] = []
        text, named = self._without_persons(with_line_breaks(cell))
        for chunk in self._chunks(text):
            pieces += self._bodies(chunk)
        pieces += [
            Piece(name, "nobody", note=reasons.ADDRESS if is_address(name) else reasons.PERSON) for name in named
        ]
        if not pieces and cell.strip():
            pieces.append(Piece(squeeze(cell), "nobody", note=reasons.NOBODY["open"]))  # "-"
        return tuple(pieces)

    def _named(self, cell: str) -> Iterator[str]:
        """The surnames of the persons in a cell: "Maier" alone is the same person in another."""
        for person in self._without_persons(with_line_breaks(cell))[1]:
            surname = person.rpartition(" ")[2]
            if surname[:1].isupper() and surname.isalpha() and not head(surname):
                yield surname

    def _is_person(self, name: str) -> bool:
        return name in self._surnames or is_person(name)

    def _standing_alone(self, cells: Iterable[str]) -> Iterable[str]:
        for cell in cells:
            text, _ = self._without_persons(with_line_breaks(cell))
            for chunk in self._chunks(text):
                atoms = self._atoms(chunk)
                if len(atoms) == 1 and not atoms[0].dropped:
                    yield fold(atoms[0].name)

    # ------------------------------------------------------------ separators that are sure

    def _covered(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in self._whole.finditer(text)] if self._whole else []

    def _without_persons(self, text: str) -> tuple[str, list[str]]:
        """Take persons out of a text; a semicolon stands in their place, unless they filled a bracket."""
        named: list[str] = []
        kept = self._covered(text)
        for start, end in reversed(persons(text)):
            if any(first < end and start < last for first, last in kept):
                continue
            if role := _ROLE_BEFORE.search(text, max(0, start - 40), start):
                start = role.start()
            named.insert(0, squeeze(text[start:end]))
            before, after = text[:start].rstrip(), text[end:].lstrip()
            text = f"{before}{_GONE} {after}"
        return _BRACKET_WITH_GAP.sub(_without_gaps, text).replace(_GONE, ";"), named

    def _mask(self, text: str) -> str:
        """The text with an ``x`` for every character at which it must not be cut: in brackets, in known names."""
        letters = list(text)
        opened: list[int] = []
        for index, letter in enumerate(text):
            if letter in "([":
                opened.append(index)
            elif letter in ")]" and opened:
                first = opened.pop()
                letters[first + 1 : index] = "x" * (index - first - 1)
        for start, end in self._covered(text):
            letters[start:end] = "x" * (end - start)
        return "".join(letters)

    def _chunks(self, text: str) -> list[str]:
        mask = self._mask(text)
        cuts = [match.span() for match in _HARD.finditer(mask)]
        items = list(_ITEM.finditer(mask))
        counted = [int(match[1]) for match in items] == list(range(1, len(items) + 1))
        cuts += [match.span() for match in items if match[2] == ")" or (counted and len(items) > 1)]
        chunks, start = [], 0
        for first, last in [*sorted(cuts), (len(text), len(text))]:
            chunks.append(_trim(text[start:first]))
            start = max(start, last)
        return [chunk for chunk in chunks if chunk]

    # ------------------------------------------------------------ separators that may belong to a name

    def _atoms(self, chunk: str) -> list[Atom]:
        mask = self._mask(chunk)
        atoms, start, separator = [], 0, ""
        for match in _SOFT.finditer(mask):
            before, after = chunk[start : match.start()], chunk[match.end() :]
            kind = match.lastgroup or ""
            ellipsis = before.rstrip().endswith("-") or re.match(r"-\w", after)
            role = kind == "colon" and LEADING.match(chunk[start : match.end()] + "x")
            if not before.strip() or not after.strip() or (ellipsis and kind != "dash") or role:
                continue
            atoms.append(self._atom(chunk, start, match.start(), separator))
            start, separator = match.end(), kind
        atoms.append(self._atom(chunk, start, len(chunk), separator))
        if any(atom.separator in {"and", "amp", "plus"} for atom in atoms):  # "Koch und Bauer" may be a firm
            return atoms
        return [replace(atom, dropped=True) if self._may_be_person(atom.name) else atom for atom in atoms]

    def _may_be_person(self, name: str) -> bool:
        return may_be_person(name) and fold(name) not in self._known

    def _atom(self, chunk: str, start: int, end: int, separator: str) -> Atom:
        name = self._piece(chunk[start:end], plain=True).name
        folded = fold(name)
        surely = Standing.BODY if folded in self._known else standing(name)
        dropped = not name or bool(nobody(name)) or self._is_person(name)
        return Atom(start, end, separator, squeeze(chunk[start:end]), name, surely, folded in self._alone, dropped)

    def _is_one(self, name: str) -> bool:
        """Whether a name is known, or stands alone in a cell."""
        return fold(name) in self._known or fold(name) in self._alone

    def _bodies(self, chunk: str) -> list[Piece]:
        atoms = self._atoms(chunk)
        linked = links(atoms, self._places, self._is_one)
        pieces, first = [], 0
        for index in range(1, len(atoms) + 1):
            if index < len(atoms) and linked[index] != "cut":
                continue
            group = range(first, index)
            text = chunk[atoms[first].start : atoms[index - 1].end]
            asked = [i for i in group if i > first and linked[i] == "ask"]
            starts = [first, *asked]
            parts = [
                chunk[atoms[a].start : atoms[b - 1].end] for a, b in zip(starts, [*starts[1:], index], strict=True)
            ]
            pieces += self._decided(text, parts) if asked else [self._piece(text)]
            first = index
        return [found for piece in pieces for found in self._opened(piece)]

    def _decided(self, text: str, parts: Sequence[str]) -> list[Piece]:
        """An unclear text as a person has decided about it; unclear where nobody has."""
        answer = self._answers.get(split_key(text))
        if answer is None:
            names = tuple(name for part in _completed(parts) if (name := self._piece(part, plain=True).name))
            return [Piece(squeeze(text), "unclear", squeeze(text), parts=names)]
        return [self._piece(part, plain=True) for part in answer or (text,)]

    def _opened(self, piece: Piece) -> list[Piece]:
        return self._decided(piece.written, piece.parts) if piece.kind == "unclear" else [piece]

    # ------------------------------------------------------------ what belongs to the name

    def _piece(self, text: str, plain: bool = False) -> Piece:
        """A piece from its words: role words off, abbreviations noted.

        Args:
            text: words that are one piece.
            plain: take a list of bodies in a bracket as part of the name, not as a question.
        """
        written = name = squeeze(text)
        if len(written) > _PROSE:
            return Piece(written, "nobody", note=reasons.NOBODY["prose"])
        dropped: list[str] = []
        also: tuple[str, ...] = ()
        if fold(name) not in self._known:
            name = self._without_holder(peel(name, dropped), dropped)
            if match := BRACKET.fullmatch(name):
                also = declared(match[1], match[2])
                name = max(match[1], match[2], key=len) if also else name
                members = () if also or plain else self._members(match[2])
                if members:
                    above = self._piece(match[1], plain=True).name
                    return Piece(written, "unclear", written, parts=(above, *members))
        reason = "" if fold(name) in self._known else nobody(name)
        if reason or self._is_person(name):
            return Piece(written, "nobody", note=reasons.NOBODY[reason] if reason else reasons.PERSON)
        return Piece(written, "body", without_article(name), also, note=not_in_name(dropped))

    def _without_holder(self, name: str, dropped: list[str]) -> str:
        """A name without the surname behind it: "Landrat Huber"."""
        if self._is_person(name):
            return name
        before, _, last = name.rpartition(" ")
        office = before if before and last in self._surnames else office_without_holder(name)
        if office:
            dropped.append(name[len(office) :].strip())
        return office or name

    def _members(self, inside: str) -> tuple[str, ...]:
        """The bodies that a bracket lists; none where it says something else."""
        content = _EXAMPLE.sub("", inside)
        pieces = self.split(content)
        surely = [
            piece.kind == "body" and (fold(piece.name) in self._known or standing(piece.name) is not Standing.NONE)
            for piece in pieces
        ]
        return tuple(piece.name for piece in pieces) if all(surely) and (len(pieces) > 1 or content != inside) else ()


def _completed(parts: Sequence[str]) -> list[str]:
    """Parts with the noun that they share with the next: "evangelische" before "katholische Kirche"."""
    parts = [squeeze(part) for part in parts]
    for index in reversed(range(len(parts) - 1)):
        adjective, _, noun = parts[index + 1].partition(" ")
        if noun and ADJECTIVE.fullmatch(parts[index]) and ADJECTIVE.fullmatch(adjective):
            parts[index] += f" {noun}"
    return parts


def _pattern(spelling: str) -> str:
    """A pattern for a spelling, whatever its spaces and umlauts."""
    text = re.escape(spelling).replace(r"\ ", r"\s+")
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        text = text.replace(umlaut, f"(?:{umlaut}|{letters})")
    return rf"(?<!\w){text}(?!\w)"


def _without_gaps(bracket: re.Match[str]) -> str:
    """A bracket from which persons were taken, without the separators that stood between them; maybe nothing."""
    parts = [part.strip(" ,;:/") for part in bracket[1].split(_GONE)]
    inside = ", ".join(part for part in parts if part)
    return f" ({inside})" if inside else " "


def _trim(chunk: str) -> str:
    """A chunk without the separators and words of connection at its edges."""
    text = _EDGE.sub("", chunk.strip()).strip()
    return text[1:-1].strip() if re.fullmatch(r"\([^()]*\)", text) else text
