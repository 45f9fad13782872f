"""From the graph back to rows, as the model declares them; and what would be lost on that way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from ipgraph.ingest.keys import Keys
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.sheets import CONTROL
from ipgraph.ingest.values import join_values, literal_text, natural_key, number_text, parse_number
from ipgraph.model import IDENTIFIER, TEXT, TIME_SPAN, Concept, Field, Model, Sheet, normal
from ipgraph.namespaces import DCTERMS, IP, RDF, XSD
from ipgraph.store import Store

Value = str | Decimal | date
"""What stands in a cell: text, a number, or a day that is written as an ISO date."""

NUMBERS = (XSD + "decimal", XSD + "integer", XSD + "gYear")
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Facts = Mapping[str, Mapping[str, list[Term]]]
"""Values by subject and property, in a fixed order."""


@dataclass(frozen=True, eq=False)
class Record:
    """One row.

    Args:
        iri: the resource it tells of (``_:`` and a label for a blank node).
        cells: values by the IRI of the property, in their order in the cell.
    """

    iri: str
    cells: Mapping[str, tuple[Value, ...]]

    def text(self, column: Field) -> str:
        """The cell of a column as text."""
        texts = [value_text(value) for value in self.cells.get(column.path, ())]
        return join_values(texts) if column.multiple or len(texts) > 1 else "".join(texts)


def value_text(value: Value) -> str:
    """The text of one value, without characters that no sheet can hold."""
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return CONTROL.sub("", re.sub(r"\r\n?", "\n", value))


def rows(
    store: Store, plan_iri: str, model: Model, lang: str = "de", sheets: Iterable[Sheet] | None = None
) -> dict[Sheet, list[Record]]:
    """The rows of a plan.

    Args:
        store: the store that holds it.
        plan_iri: the plan.
        model: the sheets and columns to fill.
        lang: language of code labels and of forms such as ``Ziel: 1.1`` ("de", "en").
        sheets: the sheets that are wanted; None for all.

    Returns:
        For each sheet its rows, in the natural order of their Kennungen.
    """
    found = _Rows(facts_of(store.triples(plan_iri)), plan_iri, model, lang)
    return found.of(model.sheets if sheets is None else sheets)


def facts_of(triples: Iterable[ox.Triple]) -> Facts:
    """Order triples by subject and property; a triple as object (RDF 1.2) counts as its text."""
    facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        term: Term = ox.Literal(str(triple.object)) if isinstance(triple.object, ox.Triple) else triple.object
        facts[node_key(triple.subject)][triple.predicate.value].append(term)
    for values in facts.values():
        for terms in values.values():
            if len(terms) > 1:
                terms.sort(key=str)
    return facts


class _Rows:
    def __init__(self, facts: Facts, plan_iri: str, model: Model, lang: str) -> None:
        self.facts = facts
        self.model = model
        self.lang = lang
        self.keys = Keys(model)
        self.language = self.first(plan_iri, DCTERMS + "language").lower() or "de"

    def first(self, subject: str, path: str) -> str:
        found = self.facts[subject].get(path) if subject in self.facts else None
        return str(found[0].value) if found else ""

    def of(self, sheets: Iterable[Sheet]) -> dict[Sheet, list[Record]]:
        members = self.members()
        for sheet, subjects in members.items():
            for subject in subjects:
                if key := self.first(subject, IDENTIFIER).strip():
                    self.keys.add(sheet.target, key, subject)
        return {sheet: self.records(sheet, members[sheet]) for sheet in sheets}

    def members(self) -> dict[Sheet, list[str]]:
        """The resources of each sheet; one of two classes counts for the first sheet."""
        found: dict[Sheet, list[str]] = {sheet: [] for sheet in self.model.sheets}
        for subject, values in self.facts.items():
            classes = {node_key(term) for term in values.get(RDF + "type", ())}
            for sheet in [sheet for sheet in self.model.sheets if sheet.target in classes][:1]:
                found[sheet].append(subject)
        for subjects in found.values():
            subjects.sort(key=lambda iri: (natural_key(self.first(iri, IDENTIFIER)), natural_key(iri)))
        return found

    def records(self, sheet: Sheet, subjects: list[str]) -> list[Record]:
        records = [Record(iri, {c.path: cell for c in sheet.fields if (cell := self.cell(iri, c))}) for iri in subjects]
        columns = [sheet.by_path[path] for path in sheet.key_paths if path in sheet.by_path]

        def position(record: Record) -> tuple[object, object]:
            key = "-".join(record.text(column) for column in columns if column.path in record.cells)
            return natural_key(key), natural_key(record.iri)

        return sorted(records, key=position)

    def cell(self, subject: str, column: Field) -> tuple[Value, ...]:
        terms = self.facts[subject].get(column.path, [])
        if len(terms) > 1 and not column.multiple and TEXT in column.datatypes:
            terms = [*(t for t in terms if isinstance(t, ox.Literal) and t.language == self.language)] or terms
        values = [value for term in terms if (value := self.value(column, term)) is not None]
        return tuple(sorted(values, key=lambda value: natural_key(value_text(value))))

    def value(self, column: Field, term: Term) -> Value | None:
        if isinstance(term, ox.Literal):
            return _literal_value(column, term)
        iri = node_key(term)
        if column.is_time and is_time_node(self.facts, iri):
            return as_day(time_words(self.facts, iri))
        concept = self.model.concepts.get(iri)
        if concept and column.schemes and (text := self.notation(column, concept)):
            return text
        text = self.keys.name(iri, column.references, self.lang)
        return None if text.startswith("_:") else text  # a blank node has no name that a cell could hold

    def notation(self, column: Field, concept: Concept) -> str | None:
        """How a code is written, if the reader will take it for that code."""
        label = concept.label.get(self.lang, "") if self.lang != "de" else ""
        for text in filter(None, (label, concept.notation, *concept.label.values())):
            found = [scheme.by_spelling.get(normal(text)) for scheme in column.schemes]
            meant = next((one for one in found if one), None)
            if meant is concept and not self.keys.find(column.references, text):
                return text
        return None


def _literal_value(column: Field, term: ox.Literal) -> Value:
    kind = term.datatype.value
    if kind in column.datatypes and kind in NUMBERS:
        number = parse_number(literal_text(term))
        return term.value if number is None else number
    if kind in column.datatypes and kind == XSD + "date":
        return as_day(term.value)
    return literal_text(term)


def as_day(words: str) -> str | date:
    """A day where the words are exactly its ISO form, else the words."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
        return words
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def is_time_node(facts: Facts, node: str) -> bool:
    """Whether a node is a date in the words of a plan."""
    values = facts.get(node, {})
    kinds = {node_key(term) for term in values.get(RDF + "type", ())}
    return TIME_SPAN in kinds or any(IP + name in values for name in ("asWritten", "earliest", "latest"))


def time_words(facts: Facts, node: str) -> str:
    """The words of such a date; where a foreign file has none, words that mean the same days."""
    values = facts.get(node, {})
    paths = (IP + "asWritten", IP + "earliest", IP + "latest")
    written, earliest, latest = (str(values[path][0].value) if values.get(path) else "" for path in paths)
    if written:
        return written
    if earliest and latest:
        return earliest if earliest == latest else f"{earliest} bis {latest}"
    return f"ab {earliest}" if earliest else f"bis {latest}" if latest else "laufend"
