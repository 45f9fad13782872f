"""From the words in the cells of a list to bodies: known, new, doubtful, or nobody. Nothing is merged in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ipgraph.bodies import reasons
from ipgraph.bodies.cut import Piece, Splitter
from ipgraph.bodies.doubts import doubts
from ipgraph.bodies.questions import Decisions, Question
from ipgraph.bodies.register import Actor, Body, Identity, Register, identity
from ipgraph.bodies.surnames import judged, persons_asked
from ipgraph.bodies.wording import fold
from ipgraph.errors import Place
from ipgraph.model import Text

__all__ = ["Actor", "Decisions", "Mention", "Outcome", "Recognition", "recognise"]

Verdict = Literal["known", "new", "doubtful", "nobody"]

_MOST = 3  # candidates that a person is asked about for one name


@dataclass(frozen=True)
class Mention:
    """A cell that names bodies: its text as written, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Outcome:
    """What became of a string.

    Args:
        written: the string as it stands in the list.
        verdict: "known"; "new"; "doubtful": a body of its own until a person has decided, but nobody if it looks like
            a person; or "nobody".
        key: Kennung of the body; None for nobody.
        reason: why.
        candidates: what else it may be: Kennungen with a score from 0 to 100; for a text that may be several bodies,
            their names, each with 0.
        places: the cells.
    """

    written: str
    verdict: Verdict
    key: str | None
    reason: Text
    candidates: tuple[tuple[str, float], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Recognition:
    """The bodies that a list names.

    Args:
        outcomes: every string once, in order of first appearance.
        new: the bodies that are not known yet, the doubtful ones among them.
        questions: what a person has to decide.
        given: the Kennungen of all names that are no known ones, those of earlier runs among them.
    """

    outcomes: tuple[Outcome, ...]
    new: tuple[Actor, ...]
    questions: tuple[Question, ...]
    _keys: Mapping[str, tuple[str, ...]] = field(repr=False)
    given: Mapping[Identity, str] = field(default_factory=dict, repr=False)

    def keys(self, text: str) -> tuple[str, ...]:
        """The Kennungen of the bodies that a cell names, in order, each once.

        Args:
            text: text of one of the cells that were recognised.

        Raises:
            KeyError: no cell had that text.
        """
        return self._keys[text]


def recognise(
    mentions: Sequence[Mention],
    known: Sequence[Actor],
    decisions: Decisions,
    earlier: Mapping[Identity, str] | None = None,
) -> Recognition:
    """Recognise the bodies that the cells of a list name.

    A cell is cut only where that is safe. A name is taken for a body only if it is written the same (but for case,
    umlauts, hyphens, dots, legal form and article), if it is declared as another name or an abbreviation of it, or if
    a person has decided so. Whatever else looks alike becomes a question, and a body of its own until it is answered.
    A decision changes the Kennung of no other body.

    Args:
        mentions: the cells, in their order.
        known: the bodies that have a Kennung.
        decisions: what a person has decided (see :mod:`ipgraph.bodies.decisions`).
        earlier: the Kennungen that names got before (:attr:`Recognition.given`); they keep them.

    Returns:
        What became of every string, the new bodies, the open questions.

    Raises:
        IpgraphError: two decisions contradict each other.
    """
    earlier = earlier or {}
    reserved = {**earlier, **_Reading(mentions, known, Decisions(), earlier).keys_by_name()}
    found = _Reading(mentions, known, decisions, reserved).recognition()
    return replace(found, given={**reserved, **{identity(body.name): body.key for body in found.new}})


@dataclass(frozen=True)
class _Meaning:
    """The body that a name means, and why."""

    body: Body
    reason: Text


class _Reading:
    """One way through the list, from the first cell to the last."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        known: Sequence[Actor],
        decisions: Decisions,
        reserved: Mapping[Identity, str],
    ) -> None:
        self.mentions = mentions
        self.decisions = decisions
        self.register = Register(known, reserved)
        self.meanings: dict[Identity, _Meaning] = {}
        cells = dict.fromkeys(mention.text for mention in mentions)
        spellings = [spelling for body in self.register.bodies for spelling in body.spellings]
        splitter = Splitter(spellings, cells, decisions.splits)
        self.pieces = {text: self._read(splitter, text) for text in cells}
        named = [piece for pieces in self.pieces.values() for piece in pieces if piece.kind != "nobody"]
        self.names = {identity(piece.name): piece.name for piece in named}
        self.declared = _declared(named)
        self.same = self._decided_same()
        self.own = {identity(row.question.text) for row in decisions.rows if row.answer == "different"}
        for piece in named:
            if piece.kind == "unclear":
                self._take_unclear(piece)
            else:
                body = self._understand(piece.name).body
                for spelling in piece.also:
                    if len(self.declared[fold(spelling)]) == 1 and not self.register.find(spelling):
                        self.register.learn(body, spelling)

    def keys_by_name(self) -> dict[Identity, str]:
        """The Kennungen of new names; after them those for the parts of unclear texts, in case they are split."""
        keys = {identity(body.name): body.key for body in self._new()}
        for part in [part for body in self._new() for part in body.parts]:
            found = [body for body in self.register.find(part) if not body.known]
            if identity(part) not in keys:
                keys[identity(part)] = found[0].key if found else self.register.key_for(part)
        return keys

    def recognition(self) -> Recognition:
        """What the list says."""
        self._compare()
        outcomes = self._outcomes()
        places: dict[Body, dict[Place, None]] = {}
        for outcome, body in outcomes:
            if body:
                places.setdefault(body, {}).update(dict.fromkeys(outcome.places))
        return Recognition(
            tuple(outcome for outcome, _ in outcomes),
            tuple(Actor(body.key, body.name, tuple(body.spellings)) for body in self._new()),
            (
                *(question for body in self._new() for question in _questions(body, tuple(places[body]))),
                *persons_asked(
                    (piece, mention.place) for mention in self.mentions for piece in self.pieces[mention.text]
                ),
            ),
            {text: tuple(dict.fromkeys(self._keys(pieces))) for text, pieces in self.pieces.items()},
        )

    def _read(self, splitter: Splitter, text: str) -> tuple[Piece, ...]:
        pieces = splitter.split(text)
        return tuple(piece if self.register.find(piece.name) else judged(piece, self.decisions) for piece in pieces)

    def _new(self) -> list[Body]:
        return [body for body in self.register.bodies if not body.known]

    # ------------------------------------------------------------ what a name means

    def _decided_same(self) -> dict[Identity, list[str]]:
        """By name, what a person has said it is the same as."""
        same: dict[Identity, list[str]] = {}
        for row in self.decisions.rows:
            if row.answer == "same":
                same.setdefault(identity(row.question.text), []).append(row.question.other)
        return same

    def _take_unclear(self, piece: Piece) -> None:
        """Keep a text that may be several bodies as one, until a person has decided."""
        if identity(piece.name) not in self.meanings:
            body = self.register.add(piece.name)
            body.parts = piece.parts
            self.meanings[identity(piece.name)] = _Meaning(body, reasons.SEVERAL)

    def _understand(self, name: str, above: tuple[Identity, ...] = ()) -> _Meaning:
        """The body that a name means.

        Args:
            name: the name.
            above: the names whose meaning is being looked for, so that no decision leads round in a circle.
        """
        this = identity(name)
        if this not in self.meanings:
            meaning = (
                self._decided(name, (*above, this)) or self._spelt(name) or self._abbreviated(name, (*above, this))
            )
            self.meanings[this] = meaning or self._new_body(name)
        return self.meanings[this]

    def _decided(self, name: str, above: tuple[Identity, ...]) -> _Meaning | None:
        bodies: dict[Body, str] = {}
        for label in self.same.get(identity(name), ()):
            body = self.register.labelled(label)
            if not body and identity(label) in self.names and identity(label) not in above:
                body = self._understand(label, above).body
            if body:
                bodies[body] = label
        if len(bodies) > 1:
            raise reasons.contradiction(name, *list(bodies.values())[:2])
        if not bodies:
            return None
        ((body, label),) = bodies.items()
        self.register.learn(body, name)
        return _Meaning(body, reasons.about(reasons.DECIDED, label))

    def _spelt(self, name: str) -> _Meaning | None:
        """A body that has the name as one of its spellings."""
        found = self.register.find(name)
        if len(found) != 1:
            return None
        (body,) = found
        self.register.learn(body, name)
        if fold(name) == fold(body.name):
            return _Meaning(body, reasons.about(reasons.EQUAL, body.name))
        return _Meaning(body, reasons.about(reasons.OTHER_NAME, body.name))

    def _abbreviated(self, name: str, above: tuple[Identity, ...]) -> _Meaning | None:
        """A body whose name stands somewhere in the list with this abbreviation in a bracket."""
        names = self.declared.get(fold(name), {})
        if len(names) != 1 or self.register.find(name):
            return None
        (long,) = names.values()
        if identity(long) in above:
            return None
        body = self._understand(long, above).body
        return _Meaning(body, reasons.about(reasons.DECLARED, long))

    def _new_body(self, name: str) -> _Meaning:
        shared, other_form = self.register.find(name), self.register.with_other_form(name)
        body = self.register.add(name)
        if shared:
            self._doubt(body, shared, 100.0, reasons.SHARED)
        elif other_form:
            self._doubt(body, other_form, 100.0, reasons.OTHER_FORM)
        if gone := self.same.get(identity(name)):
            return _Meaning(body, reasons.about(reasons.GONE, gone[0]))
        return _Meaning(body, reasons.OWN if identity(name) in self.own else reasons.NEW)

    # ------------------------------------------------------------ what it may mean as well

    def _compare(self) -> None:
        """Find what each new body may be the same as."""
        new = [body for body in self._new() if not body.parts]
        for body in new:
            long = self.declared.get(fold(body.name), {})
            if len(long) > 1:
                self._doubt(body, [self._understand(name).body for name in long.values()], 100.0, reasons.AMBIGUOUS)
        for body, other, score, why in doubts(new, self.register):
            self._doubt(body, [other], score, why)

    def _doubt(self, body: Body, others: Sequence[Body], score: float, why: Text) -> None:
        """Note what a body may be the same as, unless a person has said that it is not."""
        for other in others:
            if other is not body and self.decisions.of_pair(body.name, other.label) != "different":
                best, _ = body.candidates.get(other, (0.0, why))
                if score > best:
                    body.candidates[other] = score, why

    # ------------------------------------------------------------ what is told

    def _outcomes(self) -> list[tuple[Outcome, Body | None]]:
        pieces: dict[str, Piece] = {}
        places: dict[str, dict[Place, None]] = {}
        for mention in self.mentions:
            for piece in self.pieces[mention.text]:
                pieces.setdefault(piece.written, piece)
                places.setdefault(piece.written, {})[mention.place] = None
        return [self._outcome(piece, tuple(places[written])) for written, piece in pieces.items()]

    def _outcome(self, piece: Piece, places: tuple[Place, ...]) -> tuple[Outcome, Body | None]:
        if piece.note is reasons.MAYBE_PERSON:
            return Outcome(piece.written, "doubtful", None, _said(piece.note, reasons.NOT_UNTIL), (), places), None
        if piece.kind == "nobody":
            return Outcome(piece.written, "nobody", None, piece.note or {}, (), places), None
        meaning = self.meanings[identity(piece.name)]
        body = meaning.body
        best = _best(body)
        candidates = (*((part, 0.0) for part in body.parts), *((other.key, score) for other, score, _ in best))
        verdict: Verdict = "known" if body.known else "doubtful" if candidates else "new"
        said = [meaning.reason]
        if verdict == "doubtful":
            said = [best[0][2] if best else reasons.SEVERAL, reasons.UNTIL]
        if piece.kind == "body" and piece.note:
            said.append(piece.note)
        return Outcome(piece.written, verdict, body.key, _said(*said), candidates, places), body

    def _keys(self, pieces: Sequence[Piece]) -> Iterator[str]:
        return (self.meanings[identity(piece.name)].body.key for piece in pieces if piece.kind != "nobody")


def _said(*texts: Text) -> Text:
    return {lang: " ".join(text[lang] for text in texts) for lang in ("de", "en")}


def _declared(pieces: Sequence[Piece]) -> dict[str, dict[str, str]]:
    """By folded abbreviation, the names that it stands behind in a bracket."""
    declared: dict[str, dict[str, str]] = {}
    for piece in pieces:
        for spelling in piece.also:
            declared.setdefault(fold(spelling), {}).setdefault(fold(piece.name), piece.name)
    return declared


def _best(body: Body) -> list[tuple[Body, float, Text]]:
    """The best candidates of a body; of two that are as good, the one that was met first."""
    found = [(other, score, why) for other, (score, why) in body.candidates.items()]
    return sorted(found, key=lambda candidate: -candidate[1])[:_MOST]


def _questions(body: Body, places: tuple[Place, ...]) -> list[Question]:
    if body.parts:
        return [Question(body.name, parts=body.parts, why=reasons.SEVERAL, places=places)]
    return [Question(body.name, other.label, other.key, why=why, places=places) for other, _, why in _best(body)]
