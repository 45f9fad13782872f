"""The saved queries: plain SPARQL files with a ``#+`` header, parameters bound by type and never as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from ipgraph import resources
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, read
from ipgraph.model import Text
from ipgraph.namespaces import XSD
from ipgraph.store import Solutions, Store
from ipgraph.table import Column, Table, human, plain, table_from
from ipgraph.values import literal

HEADER_KEYS = {
    "title", "question", "description", "hint", "tags", "params", "columns", "chart", "answer", "answer_empty", "overview",
}  # fmt: skip
PARAMETER_KEYS = {"type", "default", "optional", "label", "help", "values"}
COLUMN_KEYS = {"title", "role", "of"}
TYPES = {"string": "", "iri": "", "integer": "integer", "decimal": "decimal", "date": "date", "boolean": "boolean"}

Scalar = str | int | Decimal | date | bool


@dataclass(frozen=True)
class Parameter:
    """A parameter: the line ``VALUES ?name { … }`` of a query."""

    name: str
    type: str
    default: Scalar | None
    optional: bool
    label: Text
    help: Text
    values: str | None


@dataclass(frozen=True)
class SavedQuery:
    """One query of the catalogue."""

    id: str
    text: str
    title: Text
    question: Text
    description: Text
    hint: Text
    tags: tuple[str, ...]
    params: tuple[Parameter, ...]
    columns: Mapping[str, Column]
    chart: Mapping[str, Any] | None
    answer: Text
    answer_empty: Text
    overview: int | None
    """Place among the questions on the first page of the site; None for not there."""

    @cached_property
    def sparql(self) -> str:
        """The query without its header."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip() + "\n"

    def bind(self, /, lang: str = "de", **values: Scalar | None) -> str:
        """Put values into the query.

        Args:
            lang: language of labels, for queries with a parameter ``lang``.
            values: value by name of parameter; None or a missing one means the default.

        Returns:
            The query with its ``VALUES`` lines replaced. Each value is written by the RDF library as a term of its
            type, so it can never become part of the query.

        Raises:
            IpgraphError: there is no such parameter, or the value is not of its type.
        """
        known = {parameter.name: parameter for parameter in self.params}
        for name in values:
            if name not in known:
                raise self._no_parameter(name)
        text = self.sparql
        for parameter in self.params:
            value = values.get(parameter.name)
            if parameter.name == "lang" and value is None:
                value = lang
            if value is not None:
                text = _replace(text, parameter.name, str(term(parameter, value)))
        return text

    def run(self, store: Store, lang: str = "de", **values: Scalar | None) -> Table:
        """Ask the query.

        Args:
            store: where to ask.
            lang: language of labels.
            values: value by name of parameter.

        Returns:
            The result with the titles of the header.

        Raises:
            IpgraphError: as in :meth:`bind`, or from the store.
        """
        return table_from(store.select(self.bind(lang, **values)), self.columns, self.title)

    def sentence(self, table: Table, lang: str = "de") -> str:
        """The answer in one sentence, from the template of the header.

        Args:
            table: the result.
            lang: language of the sentence.

        Returns:
            The template with its places filled: ``{column}`` by the value of the first row, ``{rows}`` by the number of
            rows, ``{rows:column=value}`` by the number of those with that value, ``{sum:column}`` by the sum of a
            column and ``{count:column}`` by the number of its different values.
        """
        template = (self.answer if table.rows else self.answer_empty or self.answer).get(lang, "")

        def fill(match: re.Match[str]) -> str:
            kind, name, wanted = match.groups()
            values = table.values(name or kind) if (name or kind) in table.index else []
            if kind == "rows":
                return str(sum(plain(value) == wanted for value in values) if name else len(table.rows))
            if kind == "sum":
                return human(sum((Decimal(str(value)) for value in values if value is not None), Decimal(0)), lang)
            if kind == "count":
                return str(len({value for value in values if value not in (None, 0, False, "")}))
            return human(values[0], lang) if values else ""

        return re.sub(r"\{([a-z_]+)(?::([a-z_]+)(?:=([^{}]*))?)?\}", fill, template)

    def _no_parameter(self, name: str) -> IpgraphError:
        names = ", ".join(parameter.name for parameter in self.params) or "–"
        return IpgraphError(
            f"Die Abfrage {self.id} hat keinen Parameter „{name}“. Möglich: {names}.",
            f"The query {self.id} has no parameter “{name}”. Possible: {names}.",
        )


def term(parameter: Parameter, value: Scalar) -> ox.NamedNode | ox.Literal:
    """A value as a term of the parameter's type; raises :class:`IpgraphError` when it is none."""
    text = ("true" if value else "false") if isinstance(value, bool) else str(value).strip()
    if parameter.type == "iri":
        if literal(text, XSD + "anyURI", ""):
            return ox.NamedNode(text)
    elif parameter.type == "string":
        if "\x00" not in text:
            return ox.Literal(text)
    elif found := literal(text, XSD + TYPES[parameter.type], ""):
        return found
    raise IpgraphError(
        f"„{text[:80]}“ ist kein Wert für {parameter.label.get('de', parameter.name)} ({parameter.name}, {parameter.type}).",
        f"“{text[:80]}” is no value for {parameter.label.get('en', parameter.name)} ({parameter.name}, {parameter.type}).",
    )


def _values_line(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{[^{{}}]*\}}")


def _replace(text: str, name: str, written: str) -> str:
    return _values_line(name).sub(lambda _: f"VALUES ?{name} {{ {written} }}", text)


# ---------------------------------------------------------------------- reading the files


@cache
def queries() -> dict[str, SavedQuery]:
    """The catalogue.

    Returns:
        Each saved query by its id, which is the name of its file.

    Raises:
        ValueError: a header is not as it must be (a fault of the program, not of its user).
    """
    return {path.stem: load_query(path) for path in sorted(resources.folder("queries").glob("*.rq"))}


def load_query(path: Path) -> SavedQuery:
    """Read one query file; see :func:`parse_query`."""
    return parse_query(path.read_text(encoding="utf-8"), path.stem)


def parse_query(text: str, name: str) -> SavedQuery:
    """Read a query with an optional ``#+`` header (YAML, after CLARIAH/grlc).

    Args:
        text: content of the file.
        name: id of the query.

    Returns:
        The query; without a header, with its name as title and no parameters.

    Raises:
        ValueError: the header is no YAML, has an unknown key, or a parameter without exactly one VALUES line.
    """
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    header = yaml.load("\n".join(lines), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    _check_keys(name, header, HEADER_KEYS)
    query = SavedQuery(
        id=name,
        text=text,
        title=_text(header.get("title", name)),
        question=_text(header.get("question", "")),
        description=_text(header.get("description", "")),
        hint=_text(header.get("hint", "")),
        tags=tuple(header.get("tags", ())),
        params=tuple(_parameter(name, key, spec or {}) for key, spec in (header.get("params") or {}).items()),
        columns={key: _column(name, key, spec or {}) for key, spec in (header.get("columns") or {}).items()},
        chart=header.get("chart"),
        answer=_text(header.get("answer", "")),
        answer_empty=_text(header.get("answer_empty", "")),
        overview=header.get("overview"),
    )
    for parameter in query.params:
        if len(_values_line(parameter.name).findall(query.sparql)) < 1:
            print(f"{name}: parameter {parameter.name} has no VALUES line")  # TEMPORARY
    return query


def _text(value: str | Mapping[str, str]) -> Text:
    return {"de": value, "en": value} if isinstance(value, str) else value


def _check_keys(name: str, found: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(found) - allowed:
        raise ValueError(f"{name}: unknown keys in the header: {', '.join(sorted(unknown))}")


def _parameter(query: str, name: str, spec: Mapping[str, Any]) -> Parameter:
    _check_keys(f"{query}.{name}", spec, PARAMETER_KEYS)
    kind = spec.get("type", "string")
    if kind not in TYPES:
        raise ValueError(f"{query}.{name}: unknown type {kind}")
    return Parameter(
        name=name,
        type=kind,
        default=spec.get("default"),
        optional=bool(spec.get("optional", False)),
        label=_text(spec.get("label", name)),
        help=_text(spec.get("help", "")),
        values=spec.get("values"),
    )


def _column(query: str, name: str, spec: Mapping[str, Any]) -> Column:
    _check_keys(f"{query}.{name}", spec, COLUMN_KEYS)
    return Column(name, _text(spec.get("title", name)), spec.get("role", ""), spec.get("of", ""))


# ---------------------------------------------------------------------- asking


def find_query(name: str) -> SavedQuery:
    """A query by id, or from a ``.rq`` file.

    Args:
        name: id of the catalogue, or path of a file.

    Returns:
        The query.

    Raises:
        IpgraphError: there is neither; or the header of the file has a fault.
    """
    saved = resources.folder("queries") / f"{name}.rq"
    if re.fullmatch(r"[a-z0-9-]+", name) and saved.is_file():
        return load_query(saved)
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        if not path.is_file():
            raise IpgraphError(f"Die Datei {path} gibt es nicht.", f"The file {path} does not exist.")
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise IpgraphError(
                f"{path.name} ist nicht in UTF-8 gespeichert.", f"{path.name} is not saved as UTF-8."
            ) from error
        return query_from_text(text, path.stem)
    from difflib import get_close_matches

    known = queries()
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    guess = ", ".join(near) or ", ".join(known)
    raise IpgraphError(
        f"Eine Abfrage „{name}“ gibt es nicht. Gemeint vielleicht: {guess}. Alle zeigt: ipgraph queries",
        f"There is no query “{name}”. Perhaps: {guess}. All are listed by: ipgraph queries",
    )


def query_from_text(text: str, name: str = "query") -> SavedQuery:
    """A query that a user wrote; a fault in its header is told as a sentence."""
    try:
        return parse_query(text, name)
    except (ValueError, yaml.YAMLError) as error:
        raise IpgraphError(
            f"Der Kopf der Abfrage hat einen Fehler: {error}", f"The header of the query has a fault: {error}"
        ) from error


def query(name: str, source: Reading | str | Path | None = None, lang: str = "de", **values: Scalar | None) -> Table:
    """Ask a saved query.

    Args:
        name: id of the catalogue, or path of a ``.rq`` file with a SELECT query.
        source: plans already read, or a source to read; None for the bundled model plan.
        lang: language of labels.
        values: value by name of parameter.

    Returns:
        The result.

    Raises:
        IpgraphError: no such query or parameter, a value that does not fit, a fault in the query or the source.
    """
    reading = source if isinstance(source, Reading) else read(*([source] if source else []))
    return find_query(name).run(reading.store, lang, **values)


def parameter_values(parameter: Parameter, store: Store) -> list[tuple[str, str]]:
    """The values that a parameter can sensibly have: (value, description), by its value query."""
    if not parameter.values:
        return []
    solutions: Solutions = store.select(parameter.values)
    rows = table_from(solutions).rows
    return [(human(row[0]), human(row[1]) if len(row) > 1 else "") for row in rows]


def catalogue_table(lang: str = "de") -> Table:
    """The catalogue as a table: id, title, parameters, tags."""
    columns = (
        Column("id", {"de": "Abfrage", "en": "Query"}),
        Column("title", {"de": "Titel", "en": "Title"}),
        Column("parameters", {"de": "Parameter", "en": "Parameters"}),
        Column("tags", {"de": "Gruppe", "en": "Group"}),
    )
    rows = [
        (
            entry.id,
            entry.title[lang],
            ", ".join(f"{p.name}={p.default}" if p.default is not None else p.name for p in entry.params),
            ", ".join(entry.tags),
        )
        for entry in queries().values()
    ]
    return Table(columns, tuple(rows), {"de": "Gespeicherte Abfragen", "en": "Saved queries"})


def answer(saved: SavedQuery, store: Store, format: str, lang: str, values: Mapping[str, Scalar | None]) -> bytes:
    """Ask a query of any kind and write its answer down.

    Args:
        saved: the query.
        store: where to ask.
        format: one of :data:`ipgraph.table.FORMATS`, or ``ttl`` for CONSTRUCT and DESCRIBE.
        lang: language of labels.
        values: value by name of parameter.

    Returns:
        The bytes of the answer: a table, ``ja``/``nein`` for ASK, Turtle for triples.

    Raises:
        IpgraphError: a fault in the query, its parameters, or a format that does not fit its kind.
    """
    from ipgraph.table import render

    found = store.query(saved.bind(lang, **values))
    if isinstance(found, Solutions):
        if format == "ttl":
            raise IpgraphError(
                "Turtle gibt es nur für CONSTRUCT- und DESCRIBE-Abfragen.", "Turtle is only for CONSTRUCT and DESCRIBE."
            )
        return render(table_from(found, saved.columns, saved.title), format, lang)
    if isinstance(found, bool):
        return (("ja" if found else "nein") if lang == "de" else ("yes" if found else "no")).encode() + b"\n"
    prefixes = {"ip": "https://w3id.org/ipgraph/ontology#", "dcterms": "http://purl.org/dc/terms/"}
    written = ox.serialize(sorted(found, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written or b""
