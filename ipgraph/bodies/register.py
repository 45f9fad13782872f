"""The bodies while a list is read: the known ones by their spellings, new ones with a Kennung of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ipgraph.bodies.wording import fold, legal_form
from ipgraph.model import Text

Identity = tuple[str, str]
"""What spellings of one name share: the folded name and the legal form."""


@dataclass(frozen=True)
class Actor:
    """A body with its Kennung.

    Args:
        key: the Kennung.
        name: the full name.
        spellings: all spellings: name, short name, other names.
    """

    key: str
    name: str
    spellings: tuple[str, ...]


@dataclass(eq=False)
class Body:
    """A body while the list is read.

    Args:
        key: its Kennung.
        name: its name.
        label: the name as a person is shown it, with the Kennung where two known bodies are called the same.
        known: whether it had its Kennung before.
        spellings: its spellings, in the order they were met.
        candidates: what else it may be, each with a score and why.
        parts: the names, if it is several bodies.
    """

    key: str
    name: str
    label: str
    known: bool
    spellings: list[str] = field(default_factory=list)
    candidates: dict[Body, tuple[float, Text]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()


def identity(name: str) -> Identity:
    """What spellings of one name share."""
    return fold(name), legal_form(name)


class Register:
    """Bodies by their spellings.

    Args:
        known: the bodies that have a Kennung.
        reserved: Kennungen that are meant for new names.
    """

    def __init__(self, known: Sequence[Actor], reserved: Mapping[Identity, str]) -> None:
        self._reserved = reserved
        self._taken = {key.casefold() for key in (*(actor.key for actor in known), *reserved.values())}
        self._number = max((int(key[1:]) for key in reserved.values() if re.fullmatch(r"A\d+", key)), default=0)
        self._given: set[str] = {actor.key for actor in known}
        self._reserved_by_name: dict[str, set[Identity]] = {}
        for name in reserved:
            self._reserved_by_name.setdefault(name[0], set()).add(name)
        self._spellings: dict[str, list[tuple[str, Body]]] = {}  # folded -> legal form, body
        self._labels: dict[str, Body] = {}
        self.bodies: list[Body] = []
        names = Counter(fold(actor.name) for actor in known)
        for actor in known:
            label = actor.name if names[fold(actor.name)] == 1 else f"{actor.name} ({actor.key})"
            body = Body(actor.key, actor.name, label, known=True)
            self.bodies.append(body)
            self._labels[fold(label)] = body
            for spelling in (actor.name, *actor.spellings):
                self.learn(body, spelling)

    def find(self, name: str) -> list[Body]:
        """The bodies that are called so; if one of the known has it as its full name, only that one."""
        form = legal_form(name)
        found = [body for other, body in self._spellings.get(fold(name), ()) if not form or not other or form == other]
        found = list(dict.fromkeys(found))
        named = [body for body in found if fold(body.name) == fold(name)]
        return named if len(named) == 1 else found

    def with_other_form(self, name: str) -> list[Body]:
        """The bodies that are called so but for the legal form: the association beside its gGmbH."""
        return list(dict.fromkeys(body for _, body in self._spellings.get(fold(name), ())))

    def labelled(self, label: str) -> Body | None:
        """The known body that a person was shown under a label."""
        return self._labels.get(fold(label))

    def add(self, name: str) -> Body:
        """Take up a new body.

        Args:
            name: its name.

        Returns:
            The body, with the Kennung that is reserved for the name, or the next one that is free.
        """
        key = self.key_for(name)
        body = Body(key, name, name, known=False)
        self.bodies.append(body)
        self.learn(body, name)
        return body

    def learn(self, body: Body, spelling: str) -> None:
        """Note a spelling of a body."""
        if spelling and spelling not in body.spellings:
            body.spellings.append(spelling)
            self._spellings.setdefault(fold(spelling), []).append((legal_form(spelling), body))

    def key_for(self, name: str) -> str:
        """Give out the Kennung that is reserved for a name, be it with or without its legal form; else the next one."""
        this = identity(name)
        others = self._reserved_by_name.get(this[0], set()) - {this}
        alike = {self._reserved[other] for other in others if not this[1] or not other[1]}
        key = self._reserved.get(this) or (alike.pop() if len(alike) == 1 else None)
        if key is None or key in self._given:
            key = self.next_key()
        self._given.add(key)
        return key

    def next_key(self) -> str:
        """The next Kennung that nobody has: A1, A2 and so on."""
        while True:
            self._number += 1
            key = f"A{self._number}"
            if key.casefold() not in self._taken:
                return key
