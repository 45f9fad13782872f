"""Rules that search texts for a pattern, narrowed to the resources in which Oxigraph finds it.

An engine compiles a pattern anew for each text, Oxigraph once for all. So the quick engine is given the resources that
have such a text as the targets of the rule, and judges those: it finds the same, as ``tests/test_engines.py`` holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ipgraph.lookups import Lookups, key
from ipgraph.namespaces import IP, RDF, SH

_TARGET = ox.NamedNode(SH + "targetClass")
_CONSTRAINT_FREE = {SH + name for name in ("targetClass", "path", "not", "severity", "name", "description", "message")}


@dataclass(frozen=True)
class Narrowed:
    """A rule of the form ``sh:not [ sh:pattern … ]`` on one property of one class.

    Args:
        shape: the rule.
        target: the class of its resources.
        path: the property.
        pattern: what it does not want to find.
    """

    shape: ox.NamedNode
    target: ox.NamedNode
    path: ox.NamedNode
    pattern: ox.Literal

    @property
    def candidates(self) -> ox.NamedNode:
        """The class of the resources in which the pattern is found."""
        return ox.NamedNode(f"{self.shape.value}#candidates")

    @property
    def fact(self) -> str:
        """The query (CONSTRUCT) that puts resources into that class."""
        return (
            f"CONSTRUCT {{ ?one a {self.candidates} }} "
            f"WHERE {{ ?one a {self.target} ; {self.path} ?text . FILTER (REGEX(STR(?text), {self.pattern})) }}"
        )


def narrowable(lookups: Lookups, rules: Iterable[str]) -> dict[ox.NamedNode, Narrowed]:
    """Find the rules that only search texts.

    Args:
        lookups: the shapes.
        rules: IRIs of the rules to look at.

    Returns:
        The rules that say nothing but that a pattern must not be found, by their shape.
    """
    said: dict[str, set[str]] = {iri: set() for iri in rules}
    for subject, predicate in lookups.objects:
        if subject in said:
            said[subject].add(predicate)
    found = {}
    for iri, predicates in said.items():
        constraints = {one for one in predicates if not one.startswith((IP, RDF))} - _CONSTRAINT_FREE
        if not constraints and (narrowed := _narrowed(lookups, iri)):
            found[narrowed.shape] = narrowed
    return found


def _narrowed(lookups: Lookups, iri: str) -> Narrowed | None:
    targets, paths, unwanted = (lookups.objects.get((iri, SH + name), []) for name in ("targetClass", "path", "not"))
    if not len(targets) == len(paths) == len(unwanted) == 1:
        return None
    (target,), (path,), (inner,) = targets, paths, unwanted
    label = key(inner)
    inside = {predicate for subject, predicate in lookups.objects if subject == label}
    patterns = lookups.objects.get((label, SH + "pattern"), [])
    if inside != {SH + "pattern"} or len(patterns) != 1 or not isinstance(patterns[0], ox.Literal):
        return None
    if not isinstance(target, ox.NamedNode) or not isinstance(path, ox.NamedNode):
        return None
    return Narrowed(ox.NamedNode(iri), target, path, patterns[0])


def narrowed(triples: Iterable[ox.Triple], rules: Mapping[ox.NamedNode, Narrowed]) -> Iterable[ox.Triple]:
    """The shapes with the targets of such rules replaced by their candidates."""
    for triple in triples:
        rule = rules.get(triple.subject) if isinstance(triple.subject, ox.NamedNode) else None
        yield ox.Triple(triple.subject, _TARGET, rule.candidates) if rule and triple.predicate == _TARGET else triple
