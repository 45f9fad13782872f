"""From a result of an engine to a finding that people can read: the cell it is about, and a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from ipgraph.errors import Problem
from ipgraph.ingest import Reading
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.values import day_words
from ipgraph.model import IDENTIFIER, Field, Text
from ipgraph.namespaces import IP, SH
from ipgraph.validation.engines import Result, Term
from ipgraph.validation.findings import Finding
from ipgraph.validation.shapes import Rule, Shapes
from ipgraph.validation.under_check import PlanUnderCheck

PERSONAL_TEXT = IP + "personalText"
LONGEST = 80
"""How much of a value a message quotes."""

_UNNAMED = Rule(
    "F-99",
    {"de": "Angabe passt nicht", "en": "Entry does not fit"},
    {"de": "„{field}“: „{value}“ passt nicht; {help}", "en": "“{field}”: “{value}” does not fit; {help}"},
)
"""What is said of a column for a kind of constraint that has no sentence of its own."""

_READING = Rule("", {"de": "Beim Lesen aufgefallen", "en": "Noticed on reading"}, {})
"""What is said of a reading problem that the shapes do not name."""


class Sentences:
    """The findings of one plan in words.

    Args:
        plan: the plan.
        reading: the reading that it comes from, for the places.
        shapes: rules and messages.
    """

    def __init__(self, plan: PlanUnderCheck, reading: Reading, shapes: Shapes) -> None:
        self._plan = plan
        self._reading = reading
        self._shapes = shapes

    def finding(self, result: Result) -> Finding:
        """The finding for a result of an engine."""
        focus, path, value = result.focus, node_key(result.path), result.value
        own = value if value != focus else None
        limit = self._limit(result)
        rule = self._shapes.rules.get(node_key(result.shape))
        if rule is None:
            focus, path = self._owner(focus, path)
            rule = self._shapes.constraints.get(self._kind(result, focus, path), _UNNAMED)
        elif rule.concerns:
            own = None if path.startswith("http") and path != rule.concerns else own  # a fact, not a cell
            path = rule.concerns
        elif path == PERSONAL_TEXT:
            path = next((name for _, name in self._plan.statements(focus, value)), path)
        finding = Finding(
            code=rule.code,
            severity=result.severity,
            message=self._message(focus, path, value, rule, limit),
            rule_name=rule.name,
            path=path,
            value=None if own is None else _plain(own),
            criterion=rule.criterion,
            shape=node_key(result.shape) or str(result.shape),
            component=result.component,
            example=rule.good if node_key(result.shape) in self._shapes.rules else {},
        )
        return self._placed(finding, focus)

    def _kind(self, result: Result, focus: Term, path: str) -> str:
        """The constraint that a column puts up; for people a date is a value, though it is a node of its own."""
        column = self._plan.column(focus, path)
        not_a_date = result.component == SH + "ClassConstraintComponent" and column is not None and column.is_time
        return SH + "DatatypeConstraintComponent" if not_a_date else result.component

    def noticed(self, problem: Problem) -> Finding:
        """The finding for a problem that the reader noticed in a row of this plan."""
        return self._placed(noticed(problem, self._shapes), ox.NamedNode(problem.resource or self._plan.iri))

    def _placed(self, finding: Finding, focus: Term) -> Finding:
        """The finding with plan, chapter, Kennung, label, heading, example and place of its resource filled in."""
        column = self._plan.column(focus, finding.path)
        path = column.path if column else None
        return replace(
            finding,
            criterion=finding.criterion or self._criterion(finding, focus, path or ""),
            plan=self._plan.iri,
            focus=node_key(focus),
            chapter=self._plan.chapter(focus),
            identifier=self._plan.identifier(focus),
            label=self._plan.label(focus),
            path=path,
            field_name=column.name if column else {},
            example=finding.example or _example(column, finding.code),
            place=finding.place or self._reading.place(node_key(focus), path, self._plan.iri),
        )

    def _criterion(self, finding: Finding, focus: Term, path: str) -> str | None:
        """The SMART criterion that an entry misses which is not there or cannot be read, though its cell is filled."""
        criterion = self._shapes.criteria.get(path)
        if criterion is None or finding.severity != "violation" or finding.shape in self._shapes.rules:
            return None
        readable = any(not isinstance(value, ox.Literal) for value in self._plan.values(focus, path))
        return None if readable else criterion

    def _limit(self, result: Result) -> Term | str | None:
        """What the constraint asks for: a number or text, or of a comparison the value of the other property."""
        limit = self._shapes.parameter(node_key(result.shape), result.component)
        if limit is None or limit.startswith("_:"):
            return None
        if limit.startswith(("http:", "https:")):
            return next(iter(self._plan.values(result.focus, limit)), None)
        return limit

    def _owner(self, focus: Term, path: str) -> tuple[Term, str]:
        """A row and column for a node that is no row itself: a date belongs to the cell it stands in."""
        if self._plan.sheet(focus) is None:
            return next(iter(self._plan.statements(None, focus)), (focus, path))
        return focus, path

    # ------------------------------------------------------------------ words

    def _message(self, focus: Term, path: str, value: Term | None, rule: Rule, limit: Term | str | None) -> Text:
        """The sentence of a rule with its placeholders filled, by language."""
        column = self._plan.column(focus, path)
        found = rule.pattern.search(value.value) if rule.pattern and value is not None else None
        written = next(iter(self._plan.values(focus, path)), None) if path.startswith("http") else None
        several = isinstance(limit, str) and limit.isdecimal() and int(limit) > 1
        messages = {}
        for lang, sentence in (rule.several if several and rule.several else rule.message).items():
            parts = {
                "field": column.name[lang] if column else path,
                "value": self._say(value, lang),
                "written": self._say(written, lang),
                "match": _trimmed(found[0]) if found else "",
                "expected": self._expected(column, limit, lang),
                "help": column.description.get(lang, "") if column else "",
            }
            messages[lang] = _filled(sentence, parts)
        return messages

    def _expected(self, column: Field | None, limit: Term | str | None, lang: str) -> str:
        """What a constraint wants, in words: a number or the value of another column, else the kinds of value."""
        if limit is not None:
            return limit if isinstance(limit, str) else self._say(limit, lang)
        if column is None:
            return ""
        kinds = [self._shapes.label(kind).get(lang, kind) for kind in column.datatypes]
        for name in column.classes:
            sheet = self._plan.model.by_class.get(name)
            kinds.append(sheet.singular[lang] if sheet else self._shapes.label(name).get(lang, name))
        kinds += [f"„{scheme.title[lang]}“" if lang == "de" else f"“{scheme.title[lang]}”" for scheme in column.schemes]
        return {"de": " oder ", "en": " or "}[lang].join(dict.fromkeys(kinds))

    def _say(self, node: Term | None, lang: str) -> str:
        """A node in words: concepts by their name, dates as written, rows by their Kennung, text shortened."""
        if node is None:
            return ""
        concept = self._plan.model.concepts.get(node.value)
        if concept:
            return concept.label.get(lang, concept.notation)
        text = node.value
        if not isinstance(node, ox.Literal):
            written = self._plan.value(node, IP + "asWritten")
            text = written or self._plan.identifier(node) or self._plan.label(node) or text
        return _trimmed(day_words(text) if lang == "de" else text)


def noticed(problem: Problem, shapes: Shapes) -> Finding:
    """A reading problem as a finding, without what only its plan can tell."""
    rule = shapes.inputs.get(problem.code, _READING)
    return Finding(
        problem.code, rule.severity, problem.message, rule.name, focus=problem.resource, path=problem.path,
        value=problem.value, place=problem.place,
    )  # fmt: skip


def _example(column: Field | None, code: str) -> Text:
    """An entry of a column; of a Kennung that is wrong, no other one that may be as wrong here."""
    if column is None or (code.startswith("E-") and (column.references or column.path == IDENTIFIER)):
        return {}
    return column.example


def _plain(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


def _filled(sentence: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: parts.get(found[1], found[0]), sentence).strip()


def _trimmed(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
