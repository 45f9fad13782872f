"""Turning things into HTML pages: addresses, links, escaping, and the templates of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment
from markupsafe import Markup, escape

from ipgraph.browse import Plan, Resource, TimeWords
from ipgraph.catalogue.saved_query import SavedQuery
from ipgraph.files import checksum, slug
from ipgraph.model import Field, Model
from ipgraph.site.charts import CARD, chart
from ipgraph.table import Column, Iri, Table, Value, human, plain
from ipgraph.templating import environment


@dataclass
class Addresses:
    """Where each plan and each resource has its page, relative to the folder of a language."""

    several_plans: bool
    by_iri: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(
        default_factory=lambda: {
            *("en", "de", "assets", "questions", "networks", "check", "data", "rules"),
            *("sparql", "resource", "query"),  # what the server has beside the site
        }
    )

    def add(self, plan: Plan) -> None:
        """Give every resource of a plan that has a Kennung a page of its own."""
        folder = self._free(slug(plan.resource.identifier or plan.iri), plan.iri)
        self.folders[plan.iri] = folder
        for resource in plan.resources.values():
            if resource.iri == plan.iri:
                self.by_iri[resource.iri] = f"{folder}/plan.html"
            elif resource.sheet.identifier:
                key = resource.iri.rpartition(f"/{resource.sheet.local}/")[2] or resource.iri
                name = self._free(f"{folder}/{resource.sheet.local}/{slug(unquote(key))}", resource.iri)
                self.by_iri[resource.iri] = f"{name}.html"

    def _free(self, name: str, iri: str) -> str:
        """The name, or with a checksum where Windows would take it for another (``A1`` and ``a1``)."""
        name = f"{name}-{checksum(iri)}" if name.casefold() in self._taken else name
        self._taken.add(name.casefold())
        return name

    def overview(self, plan: Plan) -> str:
        """The first page of a plan: that of the site, where it is the only one."""
        return f"{self.folders[plan.iri]}/index.html" if self.several_plans else "index.html"


@cache
def _environment() -> Environment:
    made = environment("site")
    made.tests["resource"] = lambda value: isinstance(value, Resource)
    made.filters["plain"] = plain
    made.tests["time_words"] = lambda value: isinstance(value, TimeWords)
    return made


@dataclass(frozen=True)
class Writer:
    """Renders the pages of one language.

    Args:
        lang: ``de`` or ``en``.
        prefix: folder of this language within the site, empty or with a slash at its end.
        other: the other language and its folder.
        addresses: where the resources have their pages.
        model: sheets, fields and code lists.
        shared: what every page needs (the plans, the notice, the navigation).
    """

    lang: str
    prefix: str
    other: tuple[str, str]
    addresses: Addresses
    model: Model
    shared: Mapping[str, Any]

    def render(self, template: str, path: str, **values: Any) -> str:
        """Render a page.

        Args:
            template: name of the template.
            path: address of the page within the folder of its language.
            values: what the template shows.

        Returns:
            The HTML.
        """
        page = Page(self, path)
        context = {
            "page": page,
            "lang": self.lang,
            "t": page.words,
            "model": self.model,
            **self.shared,
            **values,
        }
        return _environment().get_template(template).render(context)


@dataclass(frozen=True)
class Page:
    """One page: knows where it lies and so how to link from there."""

    writer: Writer
    path: str

    @property
    def root(self) -> str:
        """From here to the folder of the site, with a slash at its end or empty."""
        return "../" * (self.writer.prefix + self.path).count("/")

    @property
    def home(self) -> str:
        """From here to the folder of the language."""
        return "../" * self.path.count("/")

    @property
    def other_language(self) -> str:
        """The same page in the other language."""
        return self.root + self.writer.other[1] + self.path

    def words(self, de: str, en: str) -> str:
        """The words of this page's language."""
        return en if self.writer.lang == "en" else de

    def href(self, path: str) -> str:
        """Address of another page of the same language."""
        return self.home + path

    def link_of(self, iri: object) -> str | None:
        """Address of the page of a resource; None if it has none."""
        path = self.writer.addresses.by_iri.get(str(iri))
        return self.href(path) if path else None

    def link(self, resource: Resource, text: str | None = None) -> Markup:
        """A link to a resource: its Kennung and its label."""
        path = self.link_of(resource.iri)
        label = text or resource.label
        if path is None:
            return escape(label)
        hint = Markup(f' title="{escape(resource.label)}"') if label != resource.label else ""
        return Markup(f'<a href="{escape(path)}"{hint}>{escape(label)}</a>')

    def value(self, value: Value | Resource | TimeWords) -> Markup:
        """A value as HTML: links for resources and addresses, words for codes and dates."""
        if isinstance(value, Resource):
            tag = Markup(f'<span class="id">{escape(value.identifier)}</span> ') if value.identifier else Markup("")
            return tag + self.link(value)
        if isinstance(value, TimeWords):
            return self._time(value)
        concept = self.writer.model.concepts.get(str(value))
        if concept:
            meaning = escape(concept.definition.get(self.writer.lang, ""))
            words = escape(concept.label.get(self.writer.lang, concept.notation))
            return Markup(f'<span class="code" title="{meaning}">{words}</span>')
        if isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"]+", value):
            return Markup('<a href="{0}" rel="external noreferrer">{0}</a>').format(value)
        return Markup("<br>").join(escape(human(value, self.writer.lang)).splitlines())

    def _time(self, value: TimeWords) -> Markup:
        days = sorted({day for day in (value.earliest, value.latest) if day})
        if days == [value.written]:
            return escape(human(date.fromisoformat(days[0]), self.writer.lang))
        if not days:
            return escape(value.written)
        shown = " – ".join(human(date.fromisoformat(day), self.writer.lang) for day in days)
        return Markup('<span title="{}">{}</span>').format(shown, value.written)

    def sort_value(self, row: Resource, column: Field) -> Markup:
        """An attribute by which a table sorts a cell of words for a time: its first day."""
        first = next(iter(row.values(column)), None)
        days = [first.earliest, first.latest] if isinstance(first, TimeWords) else []
        return Markup("").join(Markup(' data-value="{}"').format(day) for day in list(filter(None, days))[:1])

    def cell(self, table: Table, column: Column, row: tuple[Value, ...]) -> Markup:
        """A cell of a result, linked where another column has its address."""
        text = human(row[table.index[column.name]], self.writer.lang)
        for other in table.columns:
            if other.of == column.name and isinstance(iri := row[table.index[other.name]], Iri):
                path = self.link_of(iri)
                if path:
                    return Markup(f'<a href="{escape(path)}">{escape(text)}</a>')
        return escape(text)


def columns_for(rows: list[Resource], linking: Field, most: int = 6) -> list[Field]:
    """The columns of a table of rows that refer to a page's resource: filled ones, without the reference itself."""
    sheet = rows[0].sheet
    filled = [c for c in sheet.fields if c is not linking and any(c.path in row.terms for row in rows)]
    first = [c for c in filled if c.path in (sheet.label_path, sheet.short_label_path) or c is sheet.identifier]
    rest = [c for c in filled if c not in first and c.group.order <= 5]
    chosen = (first + rest)[:most]
    return [column for column in filled if column in chosen]


def sheets_of(plan: Plan, model: Model) -> list[tuple[Any, int]]:
    """The sheets of a plan that have pages of their own, with the number of their rows."""
    counted = [(sheet, len(plan.of(sheet.local))) for sheet in model.sheets if sheet.identifier and sheet.order > 1]
    return [(sheet, number) for sheet, number in counted if number]


def search_entries(
    plans: Iterable[Plan], addresses: Addresses, queries: Iterable[SavedQuery], lang: str
) -> list[list[str]]:
    """What the search box finds: Kennung, label, kind and page of each resource and each question."""
    entries = [
        [resource.identifier, resource.label, resource.sheet.singular[lang], path]
        for plan in plans
        for resource in plan.resources.values()
        if (path := addresses.by_iri.get(resource.iri))
    ]
    entries += [["", query.title[lang], "SPARQL", f"questions/{query.id}.html"] for query in queries]
    return entries


@dataclass(frozen=True)
class Answer:
    """A saved query with its result."""

    query: SavedQuery
    table: Table
    lang: str

    @cached_property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return self.query.sentence(self.table, self.lang)

    @cached_property
    def chart(self) -> Markup | None:
        """The answer as a picture."""
        return chart(self.table, self.query.chart, self.lang)

    @cached_property
    def card_chart(self) -> Markup | None:
        """The same, small enough for a card on the first page."""
        return chart(self.table, self.query.chart, self.lang, CARD)
