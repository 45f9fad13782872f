"""A saved query: a plain SPARQL file with a ``#+`` header, whose parameters are bound by type and never as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyoxigraph as ox
import yaml

from ipgraph.catalogue.parameter import TYPES, Given, Parameter, terms, written
from ipgraph.errors import IpgraphError
from ipgraph.model import IDENTIFIER, Text
from ipgraph.namespaces import IP
from ipgraph.store import Store
from ipgraph.table import Column, Table, human, plain, table_from

HEADER_KEYS = {
    "title", "question", "description", "hint", "tags", "params", "columns", "chart", "answer", "answer_empty",
    "across", "overview",
}  # fmt: skip
PARAMETER_KEYS = {"type", "default", "optional", "several", "label", "help", "values"}
COLUMN_KEYS = {"title", "role", "of"}
_PLANS = (
    f"SELECT ?graph ?plan WHERE {{ VALUES ?plan {{ %s }} "
    f"GRAPH ?graph {{ ?graph a <{IP}Plan> ; <{IDENTIFIER}> ?plan }} }}"
)
_VALUES_LINE = re.compile(
    r"""VALUES\s+\?(\w+)\s*\{(?:[^{}"'<>]|<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')*\}""",
    re.IGNORECASE,
)


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
    across: bool
    """Whether it looks beyond the plans that are chosen, to compare them with the others."""
    overview: int | None
    """Place among the questions on the first page of the site; None for not there."""

    @property
    def group(self) -> str:
        """The group of the catalogue it stands in (a key of ``queries/groups.yaml``); empty for a query of a user."""
        return self.tags[0] if self.tags else ""

    @cached_property
    def sparql(self) -> str:
        """The query without its header."""
        return "\n".join(line for line in self.text.split("\n") if not line.startswith("#+")).strip() + "\n"

    def bind(self, /, lang: str = "de", **values: Given) -> str:
        """Put values into the query.

        Args:
            lang: language of labels, for queries with a parameter ``lang``.
            values: value by name of parameter, several as a list; None or a missing one means the default.

        Returns:
            The query with its ``VALUES`` lines replaced. Each value is written by the RDF library as a term of its
            type, and what was written is read back by the parser, so it can never become part of the query.

        Raises:
            IpgraphError: there is no such parameter, or the value is not of its type.
        """
        known = {parameter.name: parameter for parameter in self.params}
        for name in values:
            if name not in known:
                raise self._no_parameter(name)
        texts: dict[str, str] = {}
        for parameter in self.params:
            value = values.get(parameter.name)
            if parameter.name == "lang" and value is None:
                value = lang
            if found := terms(parameter, value):
                texts[parameter.name] = written(parameter, found)
        # All lines in one pass: a value that looks like a VALUES line is never taken for one.
        return _VALUES_LINE.sub(
            lambda line: f"VALUES ?{line[1]} {{ {texts[line[1]]} }}" if line[1] in texts else line[0], self.sparql
        )

    def run(self, store: Store, lang: str = "de", **values: Given) -> Table:
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
        solutions = store.select(self.bind(lang, **values), graphs=self.graphs(store, values))
        return table_from(solutions, self.columns, self.title)

    def graphs(self, store: Store, values: Mapping[str, Given]) -> tuple[str, ...]:
        """The graphs of the plans that the query is asked about, so that a store of many does not search through all.

        Args:
            store: where to ask.
            values: value by name of parameter; ``plan`` chooses plans by their Kennung.

        Returns:
            IRIs of named graphs; none where all have to be looked into: no plan is chosen, the query looks beyond the
            chosen ones, or the store has not a graph a plan.
        """
        parameter = next((one for one in self.params if one.name == "plan"), None)
        chosen = terms(parameter, values.get("plan")) if parameter and not self.across else ()
        if not chosen:
            return ()
        rows = store.select(_PLANS % " ".join(map(str, chosen))).rows
        graphs = {graph.value for graph, _ in rows if isinstance(graph, ox.NamedNode)}
        return tuple(sorted(graphs)) if {plan for _, plan in rows} == set(chosen) else ()

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
            if kind == "sum" and name:
                return human(sum((Decimal(str(value)) for value in values if value is not None), Decimal(0)), lang)
            if kind == "count" and name:
                return str(len({value for value in values if value not in (None, 0, False, "")}))
            return human(values[0], lang) if values else ""

        return re.sub(r"\{([a-z_]+)(?::([a-z_]+)(?:=([^{}]*))?)?\}", fill, template)

    def _no_parameter(self, name: str) -> IpgraphError:
        names = ", ".join(parameter.name for parameter in self.params)
        return IpgraphError(
            f"Die Abfrage {self.id} hat keinen Parameter „{name}“"
            + (f". Möglich: {names}." if names else "; sie hat keine."),
            f"The query {self.id} has no parameter “{name}”" + (f". Possible: {names}." if names else "; it has none."),
        )


# ---------------------------------------------------------------------- reading the header


def parse_query(text: str, name: str = "query") -> SavedQuery:
    """Read a query with an optional ``#+`` header (YAML, after CLARIAH/grlc).

    Args:
        text: content of the file.
        name: id of the query.

    Returns:
        The query; without a header, with its name as title and no parameters.

    Raises:
        IpgraphError: the header is no YAML, has an unknown key, or a parameter without exactly one VALUES line.
    """
    header = _header(text, name)
    _check_keys(name, header, HEADER_KEYS)
    _check_keys(name, header.get("params") or {}, None)
    _check_keys(name, header.get("columns") or {}, None)
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
        across=bool(header.get("across", False)),
        overview=header.get("overview"),
    )
    lines = _VALUES_LINE.findall(query.sparql)
    for parameter in query.params:
        if (found := lines.count(parameter.name)) != 1:
            raise IpgraphError(
                f"{name}: Zum Parameter {parameter.name} gehört genau eine Zeile VALUES ?{parameter.name} {{ … }}; "
                f"hier sind es {found}.",
                f"{name}: parameter {parameter.name} has {found} VALUES lines instead of one",
            )
    return query


def _header(text: str, name: str) -> Any:
    """What stands behind ``#+``."""
    lines = {n: line for n, line in enumerate(text.split("\n"), start=1) if line.startswith("#+")}
    plain_lines = [line[2:].removeprefix(" ") for line in lines.values()]
    try:
        return yaml.load("\n".join(plain_lines), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day such as 2026-02-30
        mark = getattr(error, "problem_mark", None)
        line = [*lines][min(mark.line if mark else 0, len(lines) - 1)]
        raise IpgraphError(
            f"{name}: Der Kopf der Abfrage hat einen Fehler in oder vor Zeile {line}, etwa eine offene Klammer oder "
            f"einen Doppelpunkt in einem Text ohne Anführungszeichen: {lines[line]}",
            f"{name}: the header of the query has a fault in or before line {line}, such as an open bracket, or a "
            f"colon in a text without quotation marks: {lines[line]}",
        ) from error


def _text(value: str | Mapping[str, str]) -> Text:
    return {"de": value, "en": value} if isinstance(value, str) else value


def _check_keys(name: str, found: object, allowed: set[str] | None) -> None:
    """Refuse what are no entries with a name, and names that are not allowed; None for any name."""
    if not isinstance(found, dict):
        raise IpgraphError(
            f"{name}: Im Kopf der Abfrage steht „{found}“ statt Angaben der Form „name: wert“.",
            f"{name}: the header of the query says “{found}” instead of entries such as “name: value”",
        )
    if unknown := set() if allowed is None else set(map(str, found)) - allowed:
        names = ", ".join(sorted(unknown))
        raise IpgraphError(
            f"{name}: Im Kopf der Abfrage gibt es diese Angaben nicht: {names}. "
            f"Möglich: {', '.join(sorted(allowed or ()))}.",
            f"{name}: unknown keys in the header: {names}",
        )


def _parameter(query: str, name: str, spec: Mapping[str, Any]) -> Parameter:
    _check_keys(f"{query}.{name}", spec, PARAMETER_KEYS)
    kind = spec.get("type", "string")
    if kind not in TYPES:
        raise IpgraphError(
            f"{query}.{name}: Den Typ „{kind}“ gibt es nicht. Möglich: {', '.join(TYPES)}.",
            f"{query}.{name}: unknown type {kind}",
        )
    return Parameter(
        name=name,
        type=kind,
        default=spec.get("default"),
        optional=bool(spec.get("optional", False)),
        label=_text(spec.get("label", name)),
        help=_text(spec.get("help", "")),
        values=spec.get("values"),
        several=bool(spec.get("several", name == "plan")),  # a plan is always a choice among those that were read
    )


def _column(query: str, name: str, spec: Mapping[str, Any]) -> Column:
    _check_keys(f"{query}.{name}", spec, COLUMN_KEYS)
    return Column(name, _text(spec.get("title", name)), spec.get("role", ""), spec.get("of", ""))
