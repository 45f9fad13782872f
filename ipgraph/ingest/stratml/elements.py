"""The elements of a StratML document, walked from the root down: each row with what is said in it.

Elements are known by their local names, for documents carry several namespaces, or none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ipgraph.ingest.stratml.notes import Lines, read_notes
from ipgraph.ingest.stratml.places import Path, Place, Places, key_of
from ipgraph.ingest.values import number_text
from ipgraph.model import IDENTIFIER, Model, Sheet, normal
from ipgraph.namespaces import XSD

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PLACEHOLDER = re.compile(r"\[To[ _]be[ _]\w+\]", re.IGNORECASE)
"""What the form of the standard puts into a field that nobody has filled in."""


@dataclass
class Found:
    """A row as a document tells it.

    Args:
        sheet: its sheet.
        element: its element; None for a row that stands as text, or is only named.
        line: its line in the file.
        above: the row it stands in.
        texts: what its elements say, by their path.
        named: stakeholders by the property that they stand for.
        lines: cells that stand as text, by property; they win.
        remarks: what has no column: name of the element, text, line.
        guessed: properties that took a stakeholder without a role.
        ours: whether its identifier is one that we write; then nothing is guessed.
        cells: the texts of the cells by property, when all is read.
        position: its number in the document, such as ``2.1``, where it has no identifier.
    """

    sheet: Sheet
    element: Element | None
    line: int
    above: Found | None = None
    texts: dict[Path, str] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[str, str, int]] = field(default_factory=list)
    guessed: set[str] = field(default_factory=set)
    ours: bool = False
    cells: dict[str, str] = field(default_factory=dict)
    position: str = ""

    def remark(self, path: Path, text: str, line: int) -> None:
        """Keep a text that has no column."""
        if text := clean(text):
            self.remarks.append(("/".join(path[-2:]), text, line))


class Walk:
    """The way through a document.

    Args:
        root: its root element.
        model: sheets and columns.
        places: where they stand.
    """

    def __init__(self, root: Element, model: Model, places: Places) -> None:
        self.model = model
        self.places = places
        self.rows: list[Found] = []
        self._row(places.plan, root, None, ())

    def _row(self, place: Place, element: Element, above: Found | None, path: Path) -> None:
        found = Found(place.sheet, element, line_of(element), above)
        index = len(self.rows)
        self.rows.append(found)
        for name, value in element.attrib.items():
            step = f"@{_local(str(name))}"
            if (step,) in place.by_path:
                self._cell(found, place, (step,), str(value), found.line)
            elif not str(name).startswith("{") and (step[1:], value) != place.fixed:
                found.remark((step,), str(value), found.line)
        self._children(found, place, element, (), path)
        filled = found.texts or found.named or found.lines or found.remarks
        if above and not filled and len(self.rows) == index + 1:
            self.rows.pop()  # an empty element of a form

    def _children(self, found: Found, place: Place, element: Element, steps: Path, path: Path) -> None:
        for child in elements(element):
            name = name_of(child)
            here, whole = (*steps, name), (*path, name)
            kinds = self.places.kinds(whole)
            if kinds:
                self._row(_meant(kinds, child), child, found, whole)
            elif name == self.places.actor.element[-1]:
                self._stakeholder(found, place, child)
            elif here == (place.notes,):
                self._notes(found, place, child)
            elif here in place.by_path:
                self._cell(found, place, here, text_of(child), line_of(child))
            elif len(child):
                self._make_room(found, place, here, child)
                self._children(found, place, child, here, whole)
            else:
                found.remark(here, text_of(child), line_of(child))

    def _cell(self, found: Found, place: Place, path: Path, text: str, line: int) -> None:
        text = clean(text)
        if not text or path in found.texts:
            found.remark(path, text, line)
            return
        column = found.sheet.by_path[place.by_path[path]]
        if column.path == IDENTIFIER:
            key = key_of(found.sheet, text)
            found.ours, text = key is not None, key or text
        elif path[-1].startswith("@") and column.schemes:
            meant = self.places.meanings.get(text)
            if meant is None or self.places.codes[meant] != text:
                found.remark(path, text, line)
            text = self.model.concepts[meant].notation if meant else text
        elif XSD + "decimal" in column.datatypes and re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
            text = number_text(Decimal(text))
        found.texts[path] = text

    @staticmethod
    def _make_room(found: Found, place: Place, path: Path, element: Element) -> None:
        """Let a later target take the place of an earlier one, which becomes a remark."""
        taken = [at for at in found.texts if at[:-1] == path and place.by_path[at] in place.last]
        if clean(text_of(element)):
            for at in taken:
                found.remark(at, found.texts.pop(at), line_of(element))

    # ------------------------------------------------------------------ text for what has no element

    def _notes(self, found: Found, place: Place, element: Element) -> None:
        line = line_of(element)
        free, cells, rows = read_notes(text_of(element))
        if free and (place.notes,) in place.by_path:
            found.texts[place.notes,] = free
        else:
            found.remark((), free, line)
        self._lines(found, cells, line)
        for kind, others in rows:
            sheet = self.model.by_name.get(normal(kind))
            if sheet:
                row = Found(sheet, None, line, found)
                self.rows.append(row)
                self._lines(row, others, line)
            else:
                found.remark((kind,), "; ".join(": ".join(cell) for cell in others), line)

    @staticmethod
    def _lines(found: Found, cells: Lines, line: int) -> None:
        for heading, text in cells:
            column = found.sheet.by_heading.get(normal(heading))
            if column:
                found.lines[column.path] = text.strip()
            else:
                found.remark((heading,), text, line)

    # ------------------------------------------------------------------ stakeholders

    def _stakeholder(self, found: Found, place: Place, element: Element) -> None:
        """A stakeholder of a row: an actor in each of its roles."""
        actor, line = self.places.actor, line_of(element)
        children = list(elements(element))
        said = {name_of(child): clean(text_of(child)) for child in children if not len(child)}
        name = said.pop(self.places.actor_name, "")
        rest = list(said.values())
        taken = False
        roles: list[Element | None] = [child for child in children if len(child)]
        for role in roles or [None]:
            words = [clean(text_of(child)) for child in elements(role)] if role is not None else []
            columns = self._columns(found, place, element.get(actor.fixed[0], ""), words)
            for column in columns if name else []:
                taken = True
                if name not in found.named[column]:
                    found.named[column].append(name)
            known = {normal(found.sheet.by_path[column].name[lang]) for column in columns for lang in ("de", "en")}
            rest += [
                word for word in words if normal(word) not in known and (not columns or word not in self._types(place))
            ]
        if name and not taken:
            self.rows.append(Found(actor.sheet, None, line, self.rows[0], named={"": [name]}))
            found.remark((actor.element[-1],), ": ".join([name, *filter(None, rest)]), line)
        else:
            for text in filter(None, rest):
                found.remark((actor.element[-1],), f"{name}: {text}" if name else text, line)

    @staticmethod
    def _types(place: Place) -> set[str]:
        return {role.type for role in place.roles.values()}

    def _columns(self, found: Found, place: Place, kind: str, words: list[str]) -> list[str]:
        """The properties that a role stands for: by its name, else by its type, else by the kind of stakeholder."""
        headings = (found.sheet.by_heading.get(normal(word)) for word in words)
        sure = [column.path for column in headings if column and column.path in place.roles]
        if sure:
            return sure[:1]
        typed = [next(path for path, one in place.roles.items() if one.type == word) for word in words
                 if word in self._types(place)]  # fmt: skip
        if typed:
            return typed
        kinds = {role.kind for role in place.roles.values()}
        kind = kind if kind in kinds else self.places.actor.fixed[1]
        guessed = [path for path, role in place.roles.items() if role.kind == kind][:1]
        found.guessed.update(guessed)
        return guessed


def _meant(kinds: list[Place], element: Element) -> Place:
    """Which kind of row an element is: our identifiers say it; of others' documents the first kind."""
    for child in elements(element):
        for kind in kinds:
            if (name_of(child),) in kind.at.get(IDENTIFIER, ()) and key_of(kind.sheet, clean(text_of(child))):
                return kind
    return kinds[0]


def elements(element: Element) -> Iterator[Element]:
    """The children that are elements, no comments and no processing instructions."""
    return (child for child in element if isinstance(child.tag, str))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def name_of(element: Element) -> str:
    """The local name of an element."""
    return _local(str(element.tag))


def line_of(element: Element) -> int:
    """The line of an element; 1 in a tree that was never in a file."""
    return element.sourceline or 1


def text_of(element: Element) -> str:
    """All the text in an element."""
    return "".join(str(part) for part in element.itertext())


def clean(text: str) -> str:
    """A text without blanks around its lines, as an indented file has them; empty for a form's placeholder."""
    text = "\n".join(line.strip(" \t\r") for line in text.strip().split("\n"))
    return "" if PLACEHOLDER.fullmatch(text) else text
