"""What only a person can decide about the names in a list, and what has been decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ipgraph.bodies.cut import split_key
from ipgraph.bodies.wording import fold, legal_form
from ipgraph.errors import Place
from ipgraph.model import Text

Answer = Literal["same", "different", "split", "one", "person", "body"]


@dataclass(frozen=True)
class Question:
    """A question for a person: whether a name means a body, whether a text names several, or whether a name is a body.

    Args:
        text: the name, or the text, as it stands in the list.
        other: what it may be the same as, by its label; empty for the other two. Without it and without parts the
            question is whether the name is that of a person.
        key: Kennung of the other.
        parts: the names, if the text is several.
        why: why it is asked.
        places: the cells.
    """

    text: str
    other: str = ""
    key: str = ""
    parts: tuple[str, ...] = ()
    why: Text = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """What a question is known by, wherever it stands and however the names are spaced."""
        if self.other:
            return pair_identity(self.text, self.other)
        return ("split", split_key(self.text)) if self.parts else person_identity(self.text)


@dataclass(frozen=True)
class Decision:
    """A row of the sheet of decisions; without an answer it is still open.

    Args:
        question: what was asked; ``why`` holds the words of the sheet.
        where: the cells, in the words of the sheet.
        answer: what the person said.
    """

    question: Question
    where: str = ""
    answer: Answer | None = None


@dataclass(frozen=True)
class Decisions:
    """All rows of the sheet, in their order."""

    rows: tuple[Decision, ...] = ()

    @cached_property
    def answers(self) -> Mapping[tuple[str, ...], Decision]:
        """The rows with an answer, by what they are known by."""
        return {row.question.identity: row for row in self.rows if row.answer}

    @cached_property
    def splits(self) -> Mapping[str, tuple[str, ...]]:
        """The parts of each text that a person has decided on; none for one body (see ``bodies.Splitter``)."""
        return {
            split_key(row.question.text): row.question.parts if row.answer == "split" else ()
            for row in self.rows
            if row.answer in {"split", "one"}
        }

    def of_pair(self, text: str, other: str) -> Answer | None:
        """The answer on two names, in whichever order they were asked."""
        row = self.answers.get(pair_identity(text, other))
        return row.answer if row else None

    def names(self, text: str) -> bool:
        """Whether a person has decided what body a name means."""
        return any(row.answer in {"same", "different"} and row.question.text == text for row in self.rows)

    def of_person(self, text: str) -> Answer | None:
        """The answer on a name that looks like that of a person."""
        row = self.answers.get(person_identity(text))
        return row.answer if row else None


def person_identity(text: str) -> tuple[str, ...]:
    """What the question is known by whether a name is that of a person."""
    return ("person", fold(text))


def pair_identity(text: str, other: str) -> tuple[str, ...]:
    """What a question about two names is known by."""
    return ("pair", *sorted(f"{fold(name)} {legal_form(name)}" for name in (text, other)))
