"""The catalogue of rules: what each says, why it is there, what is good and what is not, where its limits lie."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ipgraph.model import Model, Text, load_model
from ipgraph.report import words
from ipgraph.report.drawing import Part, Say, drawn
from ipgraph.report.groups import GAP, grouped
from ipgraph.validation.shapes import SEVERITIES, Rule, load_shapes

LANGUAGES = ("de", "en")
SERIES: Mapping[str, Text] = {
    "B": {"de": "Aufbau des Plans", "en": "Structure of the plan"},
    "K": {"de": "Zusammenarbeit", "en": "Co-operation"},
    "P": {"de": "Keine Angaben über Personen", "en": "No personal data"},
    "F": {"de": "Pflichtangaben und Form", "en": "Required entries and form"},
    "E": {"de": "Beim Lesen bemerkt", "en": "Noticed on reading"},
}
"""What the first letter of a code stands for, in the order of the catalogue; before them the SMART criteria."""
OTHERS: Text = {"de": "Weitere Regeln", "en": "Further rules"}
LIMITS: Mapping[str, Text] = {
    "minInclusive": {"de": "mindestens {}", "en": "at least {}"},
    "maxInclusive": {"de": "höchstens {}", "en": "at most {}"},
    "minExclusive": {"de": "mehr als {}", "en": "more than {}"},
    "maxExclusive": {"de": "weniger als {}", "en": "less than {}"},
    "minLength": {"de": "mindestens {} Zeichen", "en": "at least {} characters"},
    "maxLength": {"de": "höchstens {} Zeichen", "en": "at most {} characters"},
    "minCount": {"de": "mindestens {} Angaben", "en": "at least {} entries"},
    "maxCount": {"de": "höchstens {} Angaben", "en": "at most {} entries"},
    "qualifiedMinCount": {"de": "mindestens {} davon", "en": "at least {} of them"},
    "qualifiedMaxCount": {"de": "höchstens {} davon", "en": "at most {} of them"},
    "in": {"de": "eines von: {}", "en": "one of: {}"},
}
"""The thresholds of SHACL in words."""
OWN: Mapping[str, Text] = {
    "off": {"de": "ausgeschaltet durch {}", "en": "switched off by {}"},
    "changed": {"de": "geändert durch {}", "en": "changed by {}"},
    "added": {"de": "hinzugefügt durch {}", "en": "added by {}"},
}
"""What a county's own shapes may do to a rule."""
COLUMN: Text = {"de": "[Spalte]", "en": "[column]"}
"""What stands in the catalogue for the name of a column."""
LABELS: Mapping[str, Text] = {
    "limit": {"de": "Grenze", "en": "Limit"},
    "good": {"de": "Gut", "en": "Good"},
    "bad": {"de": "Nicht gut", "en": "Not good"},
}


@dataclass(frozen=True)
class Entry:
    """One rule of the catalogue; all texts by language, empty where the rule does not say.

    Args:
        code: its code.
        severity: its weight.
        name: its short name.
        messages: what it says, with … for what differs from cell to cell.
        why: why it is there.
        good: an entry that it accepts.
        bad: an entry on which it fires.
        limits: its thresholds in words.
        values: its thresholds by the name of their SHACL parameter.
        own: what a county's own shapes did to it: a key of :data:`OWN`, or empty.
        file: name of the file with these shapes.
    """

    code: str
    severity: str
    name: Text
    messages: tuple[Text, ...]
    why: Text
    good: Text
    bad: Text
    limits: Text
    values: Mapping[str, tuple[str, ...]]
    own: str = ""
    file: str = ""

    def own_words(self, lang: str) -> str:
        """What a county's own shapes did to the rule, in words; empty if nothing."""
        return OWN[self.own][lang].format(self.file) if self.own else ""


@dataclass(frozen=True)
class Series:
    """The rules whose codes begin with the same letter."""

    letter: str
    name: Text
    entries: tuple[Entry, ...]


def rulebook(own: Path | None = None) -> tuple[Series, ...]:
    """The catalogue of rules.

    Args:
        own: a county's own shapes, laid over those of the program.

    Returns:
        All rules by the letter of their codes: SMART, structure, co-operation, persons, columns, reading.

    Raises:
        IpgraphError: the county's shapes cannot be used.
    """
    shapes, model = load_shapes(own=own), load_model()
    known = {rule.code for rule in load_shapes().rules.values()}
    kinds = (*shapes.rules.values(), *shapes.constraints.values(), *shapes.inputs.values())
    by_code = grouped(sorted(kinds, key=lambda rule: (rule.code, rule.message.get("de", ""))), lambda rule: rule.code)
    entries = [_entry(rules, known, shapes.own, model) for rules in by_code.values()]
    names = _names([rule for rule in kinds if rule.criterion], model)
    series = grouped(entries, lambda entry: entry.code[:1])
    order = sorted(series, key=lambda letter: list(names).index(letter) if letter in names else len(names))
    return tuple(Series(letter, names.get(letter, OTHERS), tuple(series[letter])) for letter in order)


def _names(smart: Sequence[Rule], model: Model) -> dict[str, Text]:
    """Names of the series: the SMART criteria in their order, then the others."""
    criteria = {rule.criterion or "": rule.code[:1] for rule in smart}
    concepts = sorted((model.concepts[iri] for iri in criteria if iri in model.concepts), key=lambda one: one.position)
    return {criteria[concept.iri]: concept.label for concept in concepts} | dict(SERIES)


def _entry(rules: Sequence[Rule], known: set[str], file: str, model: Model) -> Entry:
    """One code; of the kinds of constraint on columns, several may have the same."""
    first = rules[0]
    changed = "changed" if any(rule.own for rule in rules) else ""
    if first.code not in known and changed and first.code[:1] not in "EF":
        changed = "added"
    own = "off" if not all(rule.active for rule in rules) else changed
    values = {name: limit for name, limit in first.limits.items() if limit}
    messages = [_message(text, values) for rule in rules for text in (rule.message, rule.several) if text]
    return Entry(
        code=first.code, severity=first.severity, name=first.name, messages=tuple(messages), why=first.description,
        good=first.good, bad=first.bad, limits=_limits(values, model), values=values, own=own, file=file if own else "",
    )  # fmt: skip


def _message(text: Text, values: Mapping[str, tuple[str, ...]]) -> Text:
    """A sentence with its limit filled in and … for what differs from cell to cell."""
    single = [limit[0] for limit in values.values() if len(limit) == 1]
    limit = {"expected": single[0]} if len(single) == 1 else {}

    def filled(sentence: str, known: Mapping[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], GAP), sentence)

    return {lang: filled(sentence, {"field": COLUMN[lang], **limit}) for lang, sentence in text.items()}


def _limits(values: Mapping[str, tuple[str, ...]], model: Model) -> Text:
    def named(value: str, lang: str) -> str:
        concept = model.concepts.get(value)
        return concept.label.get(lang, concept.notation) if concept else value

    if not values:
        return {}
    return {
        lang: "; ".join(
            LIMITS[name][lang].format(", ".join(named(value, lang) for value in limit))
            for name, limit in values.items()
        )
        for lang in LANGUAGES
    }


# ---------------------------------------------------------------------- writing


def rulebook_text(book: Sequence[Series], lang: str, terminal: bool) -> str:
    """The catalogue as text, a paragraph a rule."""
    return drawn((part for series in book for part in _series(series, lang)), terminal)


def _series(series: Series, lang: str) -> Iterator[Part]:
    yield Say("")
    yield Say(f"{series.letter} – {series.name[lang]}", style="bold underline")
    for entry in series.entries:
        yield Say("")
        changed = f", {entry.own_words(lang)}" if entry.own else ""
        yield Say(f"{entry.code} {entry.name[lang]} ({SEVERITIES[entry.severity][lang]}{changed})", style="bold")
        yield from (Say(message[lang], 2) for message in entry.messages)
        yield from (Say(f"{label}: {text}", 2) for label, text in said(entry, lang))


def said(entry: Entry, lang: str) -> list[tuple[str, str]]:
    """What the catalogue says of a rule beside its sentence: label and text."""
    texts = (
        (words.WHY, entry.why), (LABELS["limit"], entry.limits), (LABELS["good"], entry.good),
        (LABELS["bad"], entry.bad),
    )  # fmt: skip
    return [(label[lang], text[lang]) for label, text in texts if text]


def rulebook_json(book: Sequence[Series]) -> str:
    """The catalogue as JSON: a list of series, each with its rules."""
    data = [
        {
            "letter": series.letter,
            "name": dict(series.name),
            "rules": [
                {
                    "code": entry.code,
                    "severity": entry.severity,
                    "name": dict(entry.name),
                    "messages": [dict(message) for message in entry.messages],
                    "why": dict(entry.why),
                    "good": dict(entry.good),
                    "bad": dict(entry.bad),
                    "limits": {name: list(limit) for name, limit in entry.values.items()},
                    "active": entry.own != "off",
                    "own": entry.own or None,
                    "file": entry.file or None,
                }
                for entry in series.entries
            ],
        }
        for series in book
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def rulebook_page(book: Sequence[Series], lang: str) -> str:
    """The catalogue as one page that stands alone."""
    from ipgraph.report.page import render_page

    return render_page("rules.html.j2", lang, book=book, said=said)
