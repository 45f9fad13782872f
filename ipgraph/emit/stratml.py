"""Plans out as StratML documents (ISO 17469), Part 2 or Part 1.

Each cell goes into the element that has a place for it. Then the document is read as anyone's document is read, and
every cell that does not come back to the letter is written as a line of text beside its element; a row without an
element stands as text where it belongs. So nothing is lost, and a reader of StratML sees what StratML has words for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from ipgraph.emit.losses import losses
from ipgraph.emit.tabular import Record, Value, facts_of, rows, value_text
from ipgraph.errors import Place as Where
from ipgraph.errors import Problem
from ipgraph.files import save
from ipgraph.ingest.keys import Keys
from ipgraph.ingest.stratml import COMMENT, parse, plan_of
from ipgraph.ingest.stratml.document import Document
from ipgraph.ingest.stratml.elements import elements, name_of, text_of
from ipgraph.ingest.stratml.notes import Lines, read_notes, write_notes
from ipgraph.ingest.stratml.places import Part, Place, identifier, load_places
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, load_model, normal
from ipgraph.namespaces import XSD

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from ipgraph.ingest import Reading


def write_stratml(
    reading: Reading, plan_iri: str, path: FilePath, name: str = "stratml", lang: str = "de"
) -> list[Problem]:
    """Write a plan as a StratML document.

    Args:
        reading: the reading that holds the plan.
        plan_iri: the plan.
        path: the file.
        name: ``stratml`` for Part 2 (performance plans), ``stratml1`` for Part 1 (strategic plans).
        lang: language of the headings in what stands as text ("de", "en").

    Returns:
        What StratML has no element for and is written as text (E-31), and what would not come back (E-15 to E-17).

    Raises:
        IpgraphError: the system refuses to write there.
    """
    from lxml import etree

    model = load_model()
    facts = facts_of(reading.store.triples(plan_iri))
    records = rows(reading.store, plan_iri, model, lang)
    comments = {iri: str(terms[COMMENT][0].value) for iri, terms in facts.items() if terms.get(COMMENT)}
    writer = _Writer(model, load_places().parts[name], records, comments, lang)
    root = writer.document()
    etree.indent(root)
    save(path, etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")
    again = plan_of(parse(path, load_places()), model, path.name)
    return [*writer.problems(path.name), *losses(reading.store, plan_iri, model, records, again, path.name)]


class _Writer:
    def __init__(
        self, model: Model, part: Part, records: dict[Sheet, list[Record]], comments: dict[str, str], lang: str
    ) -> None:
        from lxml import etree

        self.model = model
        self.places = load_places()
        self.part = part
        self.records = records
        self.comments = comments
        self.lang = lang
        self.root = etree.Element(f"{{{part.namespace}}}{part.root}", nsmap={None: part.namespace})
        self.home: dict[str, Element] = {}  # the element in which, or in whose notes, a row stands
        self.after: dict[Element, Element] = {}  # the last element that was put beside another
        self.placed: dict[Element, tuple[Place, Record]] = {}
        self.texts: dict[Element, list[tuple[Sheet, Record]]] = defaultdict(list)
        self.identifiers: set[str] = set()
        self.as_text: Counter[str] = Counter()  # cells and rows that have no element
        self.keys = Keys(model)
        self.known: dict[str, tuple[Sheet, Record]] = {}
        for sheet, found in records.items():
            for record in found:
                self.known[record.iri] = sheet, record
                if key := _first(record, IDENTIFIER):
                    self.keys.add(sheet.target, key, record.iri)

    def document(self) -> Element:
        """Build the document."""
        for sheet, found in self.records.items():
            place = self.places.rows[sheet.target]
            for record in found:
                if record.cells:
                    self._row(place, record)
        self._order(self.root)
        above = [element for element, (place, _) in self.placed.items() if place.within is None]
        self._complete([element for element in above if element is not self.root])  # names of actors mean Kennungen now
        self._complete([element for element in self.placed if element not in above] + [self.root])
        self._order(self.root)
        return self.root

    # ------------------------------------------------------------------ elements

    def _row(self, place: Place, record: Record) -> None:
        target = self._target(place, record)
        element = self._element(place, record, target)
        if element is None:
            home = self.root if target is None else target
            self.home[record.iri] = home
            self.texts[home].append((place.sheet, record))
            self.as_text[place.sheet.iri] += 1
            return
        self.home[record.iri] = element
        self.placed[element] = place, record
        if place.fixed and self.part.allows(name_of(element), (f"@{place.fixed[0]}",)):
            element.set(*place.fixed)
        for column in place.sheet.fields:
            values = record.cells.get(column.path, ())
            if column.path in place.roles:
                self._stakeholders(place, element, column, values)
            elif values and column.path in place.at:
                self._cell(place, element, column, values[0])
        if place.remainder is None and (comment := self.comments.get(record.iri)):
            notes = self._new(element, place.notes)
            notes.text = write_notes(value_text(comment), [])

    def _target(self, place: Place, record: Record) -> Element | None:
        """The element of the row that a row belongs to."""
        if place.within is None:
            return self.root
        for text in record.cells.get(place.within.path, ()):
            for iri in self.keys.find(place.within.references, value_text(text)):
                if iri in self.home:
                    return self.home[iri]
        return None

    def _element(self, place: Place, record: Record, target: Element | None) -> Element | None:
        """The new element of a row; None where this part of the standard has no room for it."""
        if target is None or (not place.element and place is not self.places.plan):
            return None
        if not place.element:
            return self.root if self.root not in self.placed else None
        first = next(row for row in self.places.rows.values() if row.element == place.element)
        key = _first(record, IDENTIFIER)
        if first is not place and (not key or identifier(place.sheet, key) in self.identifiers):
            return None  # only its identifier tells it from the other kind
        beside = not self.part.allows(name_of(target), place.element)
        parent = target.getparent() if beside else target
        if parent is None or not self.part.allows(name_of(parent), place.element):
            return None
        for step in place.element[:-1]:
            found = self._find(parent, step)
            if found is None and any(step == row.element[-1] for row in self.places.rows.values() if row.element):
                return None  # an element that would be a row of its own
            parent = self._new(parent, step) if found is None else found
        element = self._new(parent, place.element[-1])
        if beside:
            self.after.get(target, target).addnext(element)
            self.after[target] = element
        return element

    def _cell(self, place: Place, element: Element, column: Field, value: Value) -> None:
        text = self._text(place, column, value)
        path = next((path for path in place.at[column.path] if self.part.allows(name_of(element), path)), None)
        if not text or path is None:
            return
        if column.path == IDENTIFIER:
            self.identifiers.add(text)
        for step in path:
            if step.startswith("@"):
                element.set(step[1:], text)
            else:
                found = self._find(element, step)
                element = self._new(element, step) if found is None else found
        if not path[-1].startswith("@"):
            element.text = text if path != (place.notes,) else write_notes(text, [])

    def _text(self, place: Place, column: Field, value: Value) -> str:
        """A value in the form that StratML asks for; empty where it has none."""
        if column.path == IDENTIFIER:
            text = identifier(place.sheet, value_text(value))
            return "" if text in self.identifiers else text
        if column.is_time:
            if isinstance(value, date):
                return value.isoformat()
            span = parse_time_span(value_text(value))
            starts = any(path[-1].startswith("Start") for path in place.at[column.path])
            day = (span.earliest or span.latest if starts else span.latest or span.earliest) if span else None
            return day.isoformat() if day else ""
        if XSD + "decimal" in column.datatypes:
            return format(value, "f") if isinstance(value, Decimal) else ""
        text = value_text(value)
        for scheme in column.schemes:
            concept = scheme.by_spelling.get(normal(text))
            return self.places.codes.get(concept.iri, "") if concept else ""
        found = self.keys.find(column.references, text) if column.references else []
        if len(found) == 1 and found[0] in self.known:
            sheet, record = self.known[found[0]]
            return identifier(sheet, _first(record, IDENTIFIER))
        return text

    def _stakeholders(self, place: Place, element: Element, column: Field, values: tuple[Value, ...]) -> None:
        role, actor = place.roles[column.path], self.places.actor
        for value in values:
            name = self._stakeholder_name(column, value_text(value))
            if not name:
                continue
            stakeholder = self._new(element, actor.element[-1])
            stakeholder.set(actor.fixed[0], role.kind)
            self._new(stakeholder, self.places.actor_name).text = name
            if self.part.allows(name_of(stakeholder), self.places.role):
                part = self._new(stakeholder, self.places.role[0])
                self._new(part, self.places.actor_name).text = column.name[self.lang]
                self._new(part, self.places.role[1]).text = role.type

    def _stakeholder_name(self, column: Field, text: str) -> str:
        """The name of an actor or of an entry of a list; empty where the text is neither."""
        found = self.keys.find(column.references, text) if column.references else []
        if len(found) == 1:
            sheet, record = self.known.get(found[0], (None, None))
            return _first(record, sheet.label_path or "") if sheet and record else ""
        return text if any(normal(text) in scheme.by_spelling for scheme in column.schemes) else ""

    def _new(self, parent: Element, name: str) -> Element:
        from lxml import etree

        return etree.SubElement(parent, f"{{{self.part.namespace}}}{name}")

    @staticmethod
    def _find(parent: Element, name: str) -> Element | None:
        return next((child for child in elements(parent) if name_of(child) == name), None)

    def _order(self, element: Element) -> None:
        """Put the children of each element into the order of the standard, and add those that must not be missing."""
        names = [name for name in self.part.children.get(name_of(element), ()) if not name.startswith("@")]
        if not names:
            return
        there = {name_of(child) for child in element}
        for name in names:
            if name in self.part.needed[name_of(element)] and name not in there:
                self._new(element, name)
        element[:] = sorted(element, key=lambda child: names.index(name_of(child)))
        for child in element:
            self._order(child)

    # ------------------------------------------------------------------ text for the rest

    def _complete(self, targets: list[Element]) -> None:
        """Read the document, and write beside each element what does not come back from it."""
        read = {found.element: found.cells for found in Document(self.root, self.model).rows}
        for element in targets:
            place, record = self.placed[element]
            cells = read.get(element, {})
            lines = []
            for column in place.sheet.fields:
                text = record.text(column)
                if text != cells.get(column.path, ""):
                    lines.append((column.name[self.lang], text))
                    self.as_text[column.iri] += bool(text) and column.path not in place.at.keys() | place.roles.keys()
            others = [(sheet.singular[self.lang], _lines(sheet, one, self.lang)) for sheet, one in self.texts[element]]
            if lines or others:
                notes = self._find(element, place.notes)
                notes = self._new(element, place.notes) if notes is None else notes
                notes.text = write_notes(read_notes(text_of(notes))[0], lines, others)

    def problems(self, file: str) -> list[Problem]:
        """E-31: what stands as text because StratML has no element for it."""
        cells = sum(self.as_text[column.iri] for sheet in self.model.sheets for column in sheet.fields)
        if not self.as_text.total():
            return []
        rows, columns = ({lang: self._names(lang, whole) for lang in ("de", "en")} for whole in (True, False))
        message = {
            "de": "Wofür StratML kein eigenes Element hat, steht als Text dabei: "
            + "; ".join(filter(None, [rows["de"], f"{cells} einzelne Angaben ({columns['de']})" if cells else ""]))
            + ". ipgraph liest es wieder ein, andere Programme zeigen es nur.",
            "en": "What StratML has no element of its own for stands there as text: "
            + "; ".join(filter(None, [rows["en"], f"{cells} single entries ({columns['en']})" if cells else ""]))
            + ". ipgraph reads it back, other programs only show it.",
        }
        return [Problem("E-31", message, Where(file))]

    def _names(self, lang: str, whole: bool) -> str:
        """The sheets of which whole rows stand as text; or the columns of which single cells do."""
        if whole:
            found = ((self.as_text[sheet.iri], sheet.name[lang]) for sheet in self.model.sheets)
            return ", ".join(f"{count} {name}" for count, name in found if count)
        parts = []
        for sheet in self.model.sheets:
            if names := [column.name[lang] for column in sheet.fields if self.as_text[column.iri]]:
                parts.append(f"{sheet.singular[lang]}: {', '.join(names)}")
        return "; ".join(parts)


def _lines(sheet: Sheet, record: Record, lang: str) -> Lines:
    return [(column.name[lang], text) for column in sheet.fields if (text := record.text(column))]


def _first(record: Record, path: str) -> str:
    values = record.cells.get(path, ())
    return value_text(values[0]) if values else ""
