"""Look-ups in RDF over plain dictionaries: quick enough for every start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from ipgraph.namespaces import RDF

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def turtle_triples(paths: Iterable[Path]) -> Iterator[ox.Triple]:
    """The triples of Turtle files; blank nodes of different files stay apart."""
    for path in paths:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple


class Lookups:
    """The few look-ups needed to read shapes and codes.

    Args:
        triples: what to look things up in.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.objects: dict[tuple[str, str], list[Node]] = defaultdict(list)
        self.subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            subject, predicate, obj = key(triple.subject), triple.predicate.value, triple.object
            self.objects[subject, predicate].append(obj)
            if not isinstance(obj, ox.Literal):
                self.subjects[predicate, key(obj)].append(subject)

    def value(self, subject: str, predicate: str) -> str | None:
        """The one value of a property as text; None if there is none."""
        found = self.objects.get((subject, predicate))
        return key(found[0]) if found else None

    def values(self, subject: str, predicate: str) -> list[str]:
        """All values of a property as text."""
        return [key(term) for term in self.objects.get((subject, predicate), ())]

    def text(self, subject: str, predicate: str) -> dict[str, str]:
        """The values of a property by language."""
        found = self.objects.get((subject, predicate), ())
        return {term.language or "": term.value for term in found if isinstance(term, ox.Literal)}

    def items(self, subject: str, predicate: str) -> list[str]:
        """The members of an RDF list."""
        head, members = self.value(subject, predicate), []
        while head and head != RDF + "nil":
            members.append(self.value(head, RDF + "first") or "")
            head = self.value(head, RDF + "rest")
        return members


def key(term: Node) -> str:
    """The key of a term: its IRI or text; ``_:`` and the label of a blank node."""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))
