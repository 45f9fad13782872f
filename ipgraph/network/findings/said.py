"""What a finding is, and how its sentence is put together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import networkx as nx

from ipgraph.model import Text


@dataclass(frozen=True)
class Finding:
    """Something that stands out.

    Args:
        kind: name of the function that found it.
        nodes: the actors, goals or chapters it is about.
        size: what it is ordered by.
        text: the sentence, by language.
        reason: code of the reason that the plan gives, if it is about something that is not there: ``covered``
            (elsewhere), ``not-ours`` (to influence), ``inside`` (see what is in it), ``open``.
        why: the part of the sentence that says why, for a column of a table; empty where the sentence says no more.
    """

    kind: str
    nodes: tuple[str, ...]
    size: float
    text: Text
    reason: str = ""
    why: Text = field(default_factory=dict)


def by_node(found: Iterable[Finding]) -> dict[str, list[Text]]:
    """Sentences by the node that they are about first."""
    marks: dict[str, list[Text]] = {}
    for finding in found:
        marks.setdefault(finding.nodes[0], []).append(finding.text)
    return marks


def goal_only(finding: Finding) -> Finding:
    """The same finding about the goal alone: its actors appear when somebody chooses it."""
    return replace(finding, nodes=finding.nodes[:1])


def name(graph: nx.Graph[str], actor: str) -> str:
    """The name of an actor."""
    return str(graph.graph["actors"][actor]["name"])


def fill(sentence: Text, *values: object) -> Text:
    """A sentence with its values, in each language; a value may have languages of its own."""
    return {
        lang: words.format(*(_apart(value[lang] if isinstance(value, dict) else value) for value in values))
        for lang, words in sentence.items()
    }


def _apart(value: object) -> object:
    """A value whose direction of writing ends with it: an Arabic name does not draw the next number to its left.

    Unicode Standard Annex 9: a first strong isolate and its end around it.
    """
    return f"\u2068{value}\u2069" if isinstance(value, str) and _LEFTWARDS.search(value) else value


_LEFTWARDS = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Scripts that run from right to left, and the signs that turn the direction."""


def counted(number: int, one: str, many: str, single: str = "ein") -> str:
    """A number with its noun: *ein Ziel*, *2 Ziele*."""
    return f"{single} {one}" if number == 1 else f"{number} {many}"


def listed(values: Iterable[Any], most: int | None = None) -> str:
    """Values behind one another; from the limit on an ellipsis stands for the rest."""
    texts = [str(value) for value in values]
    return ", ".join(texts if most is None or len(texts) <= most else [*texts[:most], "…"])


def numbers(graph: nx.Graph[str], goals: Iterable[str]) -> str:
    """The numbers of goals."""
    return listed(graph.graph["goals"][goal]["number"] for goal in goals)
