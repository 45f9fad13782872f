"""Where the fields of a plan stand in StratML (ISO 17469), read from ``ontology/mappings/stratml.ttl``.

The order of elements follows the schemas PerformancePlanOrReport20160216.xsd (Part 2) and
StrategicPlanISOVersion20140401.xsd (Part 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path as FilePath

from ipgraph import resources
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.model import Field, Sheet, load_model
from ipgraph.namespaces import local_name

ST = "https://w3id.org/ipgraph/stratml/"
Path = tuple[str, ...]
"""Names of elements, one below the other; an attribute begins with ``@``."""

_PLAIN = "A-Za-z0-9.\\-\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff"
"""What a name in XML may hold (Namespaces in XML, NCName) and what needs no escape in ours."""


@dataclass(frozen=True)
class Part:
    """One part of the standard.

    Args:
        root: name of the root element.
        namespace: its namespace.
        children: for each element what may stand in it, in order; attributes begin with ``@``.
        needed: for each element the children that are written even when they are empty.
    """

    root: str
    namespace: str
    children: Mapping[str, Path]
    needed: Mapping[str, frozenset[str]]

    def allows(self, start: str, path: Path) -> bool:
        """Whether that path may stand below an element of that name."""
        for step in path:
            if step not in self.children.get(start, ()):
                return False
            start = step
        return True


@dataclass(frozen=True)
class Role:
    """A column that is told by stakeholders: their role (``Performer``) and of what kind they are."""

    type: str
    kind: str


@dataclass(frozen=True)
class Place:
    """Where the rows of a sheet stand.

    Args:
        sheet: the sheet.
        element: the path of a row; empty for the root, and for rows that have no element of their own.
        within: the column that says to which row it belongs.
        notes: the element for text; empty where a row has no element.
        remainder: the column that takes what has no column.
        fixed: attribute and value that are always the same.
        at: paths by the IRI of a property.
        last: properties of which the last value counts.
        roles: the columns told by stakeholders, by the IRI of their property.
    """

    sheet: Sheet
    element: Path
    within: Field | None
    notes: str
    remainder: Field | None
    fixed: Path
    at: Mapping[str, tuple[Path, ...]]
    last: frozenset[str]
    roles: Mapping[str, Role]

    @cached_property
    def by_path(self) -> Mapping[Path, str]:
        """Property by the path that its value stands at."""
        return {path: name for name, paths in self.at.items() for path in paths}


@dataclass(frozen=True)
class Places:
    """All of it.

    Args:
        parts: the parts of the standard: ``stratml`` (Part 2) and ``stratml1`` (Part 1).
        rows: place by class.
        codes: word of StratML by the IRI of an entry of a code list.
        meanings: IRI of the entry that a word is read as.
        personal: names of elements that tell of a person.
        technical: names of elements that only programs need.
        role: the elements in which a stakeholder's role stands, and its type.
    """

    parts: Mapping[str, Part]
    rows: Mapping[str, Place]
    codes: Mapping[str, str]
    meanings: Mapping[str, str]
    personal: frozenset[str]
    technical: frozenset[str]
    role: Path

    def kinds(self, path: Path) -> list[Place]:
        """The places whose rows may stand at a path that begins at the root."""
        return [row for row in self.rows.values() if row.element and path[-len(row.element) :] == row.element]

    @cached_property
    def plan(self) -> Place:
        """The place of the plan itself: the root."""
        return next(row for row in self.rows.values() if not row.element and row.notes)

    @cached_property
    def actor_name(self) -> str:
        """The element with the name of a stakeholder."""
        return self.actor.at[self.actor.sheet.label_path or ""][0][-1]

    @cached_property
    def actor(self) -> Place:
        """Where the stakeholders of the whole plan stand: the rows that the columns with a role refer to."""
        named = (
            name for row in self.rows.values() for path in row.roles for name in row.sheet.by_path[path].references
        )
        return self.rows[next(named)]


def load_places() -> Places:
    """Read the places, once for each ontology.

    Returns:
        The places for the model of :func:`ipgraph.model.load_model`; a column without a place is written as text. An
        ontology of one's own without ``mappings/stratml.ttl`` uses the bundled one.
    """
    return _load_places(resources.folder("ontology").resolve())


@cache
def _load_places(root: FilePath) -> Places:
    model = load_model(root)
    own = root / "mappings" / "stratml.ttl"
    path = own if own.is_file() else resources.bundled("ontology") / "mappings" / "stratml.ttl"
    facts = Lookups(turtle_triples([path]))
    fields = {column.iri: column for sheet in model.sheets for column in sheet.fields}
    concepts = [iri for iri in model.concepts if facts.value(iri, ST + "code")]
    return Places(
        parts={"stratml": _part(facts, "part2"), "stratml1": _part(facts, "part1")},
        rows={sheet.target: _place(facts, sheet, fields) for sheet in model.sheets},
        codes={iri: facts.value(iri, ST + "code") or "" for iri in concepts},
        meanings={word: iri for iri in concepts for word in facts.values(iri, ST + "means")},
        personal=frozenset(facts.values(ST + "words", ST + "personal")),
        technical=frozenset(facts.values(ST + "words", ST + "technical")),
        role=tuple((facts.value(ST + "words", ST + "roleType") or "").split("/")),
    )


def _part(facts: Lookups, name: str) -> Part:
    contents = [text.partition(":") for text in facts.values(ST + name, ST + "content")]
    children = {element: tuple(rest.split()) for element, _, rest in contents}
    return Part(
        root=facts.value(ST + name, ST + "root") or "",
        namespace=facts.value(ST + name, ST + "namespace") or "",
        children={element: tuple(child.rstrip("!") for child in found) for element, found in children.items()},
        needed={
            element: frozenset(child[:-1] for child in found if child.endswith("!"))
            for element, found in children.items()
        },
    )


def _place(facts: Lookups, sheet: Sheet, fields: Mapping[str, Field]) -> Place:
    def text(iri: str, name: str) -> str:
        return facts.value(iri, ST + name) or ""

    return Place(
        sheet=sheet,
        element=tuple(filter(None, text(sheet.iri, "element").split("/"))),
        within=fields.get(text(sheet.iri, "within")),
        notes=text(sheet.iri, "notes"),
        remainder=fields.get(text(sheet.iri, "remainder")),
        fixed=tuple(text(sheet.iri, "fixed").split("=")) if text(sheet.iri, "fixed") else (),
        at={
            column.path: tuple(tuple(path.split("/")) for path in text(column.iri, "at").split())
            for column in sheet.fields
            if text(column.iri, "at")
        },
        last=frozenset(column.path for column in sheet.fields if text(column.iri, "keep") == "last"),
        roles={
            column.path: Role(text(column.iri, "role"), text(column.iri, "stakeholder"))
            for column in sheet.fields
            if text(column.iri, "role")
        },
    )


def identifier(sheet: Sheet, key: str) -> str:
    """A Kennung as an ``xsd:ID``: with its class, so that it is unique in the document: ``Goal_Z3.1``."""
    return f"{local_name(sheet.target)}_" + re.sub(f"[^{_PLAIN}]", lambda found: f"_{ord(found[0]):x}_", key)


def key_of(sheet: Sheet, text: str) -> str | None:
    """The reverse of :func:`identifier`; None where the text is the identifier of something else."""
    prefix = f"{local_name(sheet.target)}_"
    if not text.startswith(prefix):
        return None
    try:
        key = re.sub("_([0-9a-f]{1,6})_", lambda found: chr(int(found[1], 16)), text.removeprefix(prefix))
    except ValueError:
        return None
    return key if identifier(sheet, key) == text else None
