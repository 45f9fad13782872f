"""What a value means, whatever form it was read from, and how it is said.

Two editions are compared by meaning: ``31.12.2026`` in a workbook is ``2026-12-31`` in RDF, a row is its Kennung
whatever address it has, a code is the same in any language, and neither blanks nor line breaks make a difference.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from ipgraph.browse import Plan, Resource, Term, TimeWords
from ipgraph.emit.tabular import NUMBERS, value_text
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.values import day_words, literal_text
from ipgraph.model import IDENTIFIER, TEXT, Field, Sheet, Text
from ipgraph.namespaces import DCTERMS, IP, XSD

SHORT = 60
"""Characters of a label behind a Kennung; more would hide what is told of it."""

PLAN = IP + "Plan"

Identity = tuple[str, str]
"""What a row is in any edition: its class and its key."""


class Meanings:
    """Values of one edition.

    Args:
        plan: the edition.
        renamed: rows that are called otherwise in the edition that it is compared with.
    """

    def __init__(self, plan: Plan, renamed: Mapping[Identity, Identity] | None = None) -> None:
        self.plan = plan
        self._renamed = renamed or {}
        self._language = (plan.resource.text(DCTERMS + "language") or "de").lower()

    def identity(self, resource: Resource) -> Identity:
        """What a row is, whatever its address: the plan itself, or the values that make its key."""
        if resource.sheet.target == PLAN:
            return PLAN, "plan"
        own = (resource.sheet.target, self._key(resource))
        return self._renamed.get(own, own)

    def _key(self, resource: Resource) -> str:
        if resource.sheet.key_paths == (IDENTIFIER,):
            return resource.identifier.strip()
        return "\n".join(" ".join(sorted(self._parts(resource, column))) for column in _keys(resource.sheet))

    def _parts(self, resource: Resource, column: Field) -> Iterator[str]:
        """The values of a column that belongs to a key; a row by its Kennung, which stays when the row is gone."""
        for term in resource.terms.get(column.path, ()):
            target = self.plan.resources.get(node_key(term))
            yield self.identity(target)[1] if target else self._meaning(column, term)[0]

    def of(self, resource: Resource, column: Field) -> dict[str, Text]:
        """The values of a column by what they mean, each as people write it.

        Args:
            resource: a row.
            column: one of its columns.

        Returns:
            Nothing where the cell is empty.
        """
        terms = resource.terms.get(column.path, [])
        if len(terms) > 1 and not column.multiple and TEXT in column.datatypes:
            terms = [t for t in terms if isinstance(t, ox.Literal) and t.language == self._language] or terms
        found = (self._meaning(column, term) for term in terms)
        return {key: said for key, said in found if key}

    def _meaning(self, column: Field, term: Term) -> tuple[str, Text]:
        if isinstance(term, ox.Literal):
            return _literal(column, term)
        iri = node_key(term)
        if target := self.plan.resources.get(iri):
            return " ".join(self.identity(target)), name(target)
        if time := self.plan.times.get(iri):
            return _time(time)
        if concept := self.plan.model.concepts.get(iri):
            return iri, {lang: concept.label.get(lang) or concept.notation for lang in ("de", "en")}
        return iri, {"de": iri, "en": iri}


def name(resource: Resource) -> Text:
    """A row in a few words: its Kennung and what it is called."""
    label = resource.text(resource.sheet.label_path or "")
    label = label if len(label) <= SHORT else label[:SHORT].rsplit(" ", 1)[0] + " …"
    said = f"{resource.identifier} ({label})" if resource.identifier and label else resource.identifier or label
    return {lang: said or resource.sheet.singular[lang] for lang in ("de", "en")}


def title(resource: Resource, meanings: Meanings) -> Text:
    """What stands for the Kennung of a row that has none by its nature: what it is about, and when."""
    if resource.identifier or resource.sheet.identifier:
        return dict.fromkeys(("de", "en"), resource.identifier)
    parts = [said for column in _keys(resource.sheet) for said in meanings.of(resource, column).values()]
    return {lang: ", ".join(part[lang] for part in parts) for lang in ("de", "en")}


def _keys(sheet: Sheet) -> list[Field]:
    return [sheet.by_path[path] for path in sheet.key_paths if path in sheet.by_path]


def squeeze(text: str) -> str:
    """A text in composed characters, blanks and line breaks as single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _literal(column: Field, term: ox.Literal) -> tuple[str, Text]:
    text = squeeze(value_text(literal_text(term)))
    if term.datatype.value in NUMBERS and (number := _number(term.value)):
        return number, {"de": number.replace(".", ","), "en": number}
    if term.datatype.value == XSD + "boolean":
        return term.value, {"de": text, "en": {"ja": "yes", "nein": "no"}.get(text, text)}
    if column.references and not column.datatypes:  # a Kennung that nothing has
        return text, {"de": f"{text} (nicht gefunden)", "en": f"{text} (not found)"}
    return text, {"de": day_words(text), "en": text}


def _number(text: str) -> str:
    """A number in one form, all its digits kept; empty where the text is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    digits = format(number, "f") if number.is_finite() else ""
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _time(time: TimeWords) -> tuple[str, Text]:
    words = squeeze(time.written) or " – ".join(filter(None, (time.earliest, time.latest)))
    days = f"{time.earliest or ''}/{time.latest or ''}"
    return days if days != "/" else words.casefold(), {"de": day_words(words), "en": words}
