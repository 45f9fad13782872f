"""What a StratML document says, as cells of rows: names of stakeholders and identifiers become Kennungen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ipgraph.ingest.stratml.elements import Found, Walk, clean
from ipgraph.ingest.stratml.places import Place, identifier, load_places
from ipgraph.ingest.values import join_values, natural_key
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, normal

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Document:
    """The rows of a document.

    Args:
        root: its root element; it may be a tree that was just built.
        model: sheets and columns.
    """

    def __init__(self, root: Element, model: Model) -> None:
        self.places = load_places()
        self.rows = Walk(root, model, self.places).rows
        self.placed: list[Found] = []  # rows that are named by their position
        self._own_cells()
        self._actors()
        self._keyed: dict[str, list[Found]] = defaultdict(list)  # rows by their Kennung, whatever its case
        self._identified: dict[str, Found] = {}
        for found in self.rows:
            if key := found.cells.get(IDENTIFIER):
                self._keyed[key.casefold()].append(found)
                self._identified.setdefault(identifier(found.sheet, key), found)
                self._identified.setdefault(key, found)
        before: dict[str, Found] = {}  # the last row of each class
        for found in self.rows:
            self._references(found, self.places.rows[found.sheet.target], before)
            before[found.sheet.target] = found
        for found in self.rows:
            found.cells = {path: text for path, text in (found.cells | found.lines).items() if text}
            self._remainder(found, self.places.rows[found.sheet.target])
        self.rows = [found for found in self.rows if found.cells or found.remarks]

    def of(self, sheet: Sheet) -> list[Found]:
        """The rows of a sheet in the natural order of their Kennungen, as they are written."""

        def position(found: Found) -> tuple[object, ...]:
            return natural_key("-".join(found.cells[path] for path in sheet.key_paths if path in found.cells))

        return sorted((found for found in self.rows if found.sheet is sheet and found.cells), key=position)

    def _own_cells(self) -> None:
        counts: dict[tuple[int, str], int] = defaultdict(int)
        for found in self.rows:
            texts: dict[str, list[str]] = defaultdict(list)
            for path, text in found.texts.items():
                texts[self.places.rows[found.sheet.target].by_path[path]].append(text)
            found.cells = {path: ": ".join(several) for path, several in texts.items()}
            if IDENTIFIER in found.lines:
                found.cells[IDENTIFIER] = found.lines[IDENTIFIER]
            if found.above is None or found.element is None or not found.sheet.identifier:
                continue
            counts[id(found.above), found.sheet.target] += 1
            number = str(counts[id(found.above), found.sheet.target])
            found.position = f"{found.above.position}.{number}" if found.above.position else number
            if IDENTIFIER not in found.cells and found.sheet is not self.places.actor.sheet:
                found.cells[IDENTIFIER] = found.position
                self.placed.append(found)

    # ------------------------------------------------------------------ actors

    def _actors(self) -> None:
        """Turn the names of stakeholders into Kennungen; one that no list names is a new actor, named by its name."""
        sheet = self.places.actor.sheet
        label = sheet.label_path or ""
        keys: dict[str, str] = {}
        passing = [found for found in self.rows if "" in found.named]
        self.rows = [found for found in self.rows if "" not in found.named]
        for found in self.rows:
            if found.sheet is sheet:
                name = clean(found.lines.get(label, found.cells.get(label, "")))
                if found.element is not None:
                    found.cells.setdefault(IDENTIFIER, name)
                keys.setdefault(name, found.cells.get(IDENTIFIER, ""))
        for found in passing:
            self._actor(found.named[""][0], keys, found)
        for found in list(self.rows):
            for path, names in found.named.items():
                column = found.sheet.by_path[path]
                if path in found.lines:
                    continue
                known = [name if self._code(column, name, keys) else self._actor(name, keys, found) for name in names]
                found.cells[path] = join_values(known)

    @staticmethod
    def _code(column: Field, name: str, keys: dict[str, str]) -> bool:
        """Whether a name is an entry of a list, such as a level, and no actor."""
        listed = any(normal(name) in scheme.by_spelling for scheme in column.schemes)
        return not column.references or (listed and not keys.get(name))

    def _actor(self, name: str, keys: dict[str, str], found: Found) -> str:
        sheet = self.places.actor.sheet
        if not keys.get(name):
            keys[name] = name
            cells = {sheet.label_path or "": name, IDENTIFIER: name}
            self.rows.append(Found(sheet, None, found.line, self.rows[0], cells=cells))
        return keys[name]

    # ------------------------------------------------------------------ references

    def _references(self, found: Found, place: Place, before: dict[str, Found]) -> None:
        """Turn identifiers into Kennungen, and say to which row an element belongs by where it stands."""
        for path in [path for path in place.at if path in found.cells]:
            column = found.sheet.by_path[path]
            meant = self._identified.get(found.cells[path])
            if meant and meant.sheet.target in column.references:
                found.cells[path] = self._reference(column, meant)
        if found.element is None or place.within is None:
            return
        row = found.above
        while row is not None and row.sheet.target not in place.within.references:
            row = row.above
        row = row or next((before[name] for name in place.within.references if name in before), None)
        if row is not None and row.cells.get(IDENTIFIER):
            key = self._reference(place.within, row)
            found.cells[place.within.path] = join_values([key]) if place.within.multiple else key

    def _reference(self, column: Field, row: Found) -> str:
        """The Kennung of a row, with its kind where another row that may be meant has the same."""
        key = row.cells[IDENTIFIER]
        same = [one for one in self._keyed[key.casefold()] if one.sheet.target in column.references]
        return key if len(same) < 2 else f"{row.sheet.singular['de']}: {key}"

    def _remainder(self, found: Found, place: Place) -> None:
        """Put what has no column into the column that takes the rest, where the sheet has one."""
        if place.remainder is None:
            return
        skip = self.places.technical | self.places.personal
        rest = [f"{label}: {text}" if label else text for label, text, _ in found.remarks if last(label) not in skip]
        if rest:
            path = place.remainder.path
            found.cells[path] = "\n\n".join(filter(None, [found.cells.get(path), *rest]))


def last(label: str) -> str:
    """The name of the element or attribute that a remark is about."""
    return label.rpartition("/")[2].lstrip("@")
