"""The rules as they stand in ``ontology/shapes/``: what each is called, what it says, where it is put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from ipgraph import resources
from ipgraph.lookups import Lookups, turtle_triples
from ipgraph.model import Text, both_languages
from ipgraph.namespaces import INPUT, IP, RDFS, SH, local_name, prologue
from ipgraph.validation.narrowing import Narrowed, narrowable, narrowed
from ipgraph.validation.own_faults import NUMBERS
from ipgraph.validation.own_shapes import TARGETS, overlaid, read_own

SEVERITIES: Mapping[str, Text] = {
    "violation": {"de": "muss", "en": "must"},
    "warning": {"de": "soll", "en": "should"},
    "info": {"de": "Hinweis", "en": "note"},
}
"""The three weights of a finding, the gravest first, and what people call them."""

LIMITS = (*NUMBERS, "qualifiedMinCount", "qualifiedMaxCount", "in")
"""Parameters of SHACL that are a threshold; 0 and 1 as a number of values say only whether there may be one."""


def gravity(severity: str) -> int:
    """0 for the gravest weight."""
    return list(SEVERITIES).index(severity)


@dataclass(frozen=True)
class Rule:
    """A rule, or what is said of a kind of constraint on a column.

    Args:
        code: stable code (``T-02``; ``F-01`` and so on for columns).
        name: short name, by language.
        message: sentence with placeholders, by language.
        several: sentence where a column needs (or may hold) more than one value, by language; else empty.
        severity: one of :data:`SEVERITIES`.
        description: why the rule is there, by language.
        criterion: IRI of the SMART criterion that a goal misses when the rule fires.
        concerns: IRI of the property in whose column a finding can be put right.
        pattern: what the rule does not want to find in a text.
        good: how an entry could read that the rule accepts, by language.
        bad: an entry on which the rule fires, by language.
        limits: its thresholds, by the name of their parameter in SHACL.
        active: whether the rule is switched on.
        own: whether a county's own shapes have changed, added or switched off the rule.
    """

    code: str
    name: Text
    message: Text
    several: Text = field(default_factory=dict)
    severity: str = "violation"
    description: Text = field(default_factory=dict)
    criterion: str | None = None
    concerns: str | None = None
    pattern: re.Pattern[str] | None = None
    good: Text = field(default_factory=dict)
    bad: Text = field(default_factory=dict)
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    active: bool = True
    own: bool = False


@dataclass(frozen=True, eq=False)
class Shapes:
    """Everything in ``ontology/shapes/``, with a county's own shapes laid over it.

    Args:
        triples: shapes and ontology.
        rules: rule by the IRI of its shape.
        constraints: what is said of a column, by the IRI of the constraint component.
        inputs: name and weight of what the reader notices, by code (``E-03``).
        facts: SPARQL CONSTRUCT queries for what follows from a plan.
        narrowed: the rules that only search texts; their candidates are among the facts.
        own: name of the file with a county's own shapes; empty if there is none.
        lookups: the same triples, for look-ups.
    """

    triples: tuple[ox.Triple, ...]
    rules: Mapping[str, Rule]
    constraints: Mapping[str, Rule]
    inputs: Mapping[str, Rule]
    facts: tuple[str, ...]
    narrowed: Mapping[ox.NamedNode, Narrowed]
    own: str
    lookups: Lookups

    @property
    def judging(self) -> list[ox.Triple]:
        """Shapes and ontology without the rules for facts, which have been applied when an engine judges."""
        return [t for t in self.triples if t.predicate.value not in (SH + "rule", SH + "construct")]

    def part(self, part: int, of: int) -> bytes:
        """A part of what the quick engine judges by; rules that search texts look at their candidates only.

        Args:
            part: which part, from 0.
            of: number of parts of about the same size; a shape has its targets in one of them and so judges once.

        Returns:
            Shapes and ontology (N-Triples).
        """
        judging = list(narrowed(self.judging, self.narrowed))
        targeted = sorted({t.subject for t in judging if t.predicate.value in TARGETS}, key=str)
        others = {*targeted} - {*targeted[part::of]}
        kept = (t for t in judging if t.predicate.value not in TARGETS or t.subject not in others)
        return ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b""

    @cached_property
    def criteria(self) -> Mapping[str, str]:
        """The SMART criterion that hangs on a property: its rules look at it, or name it as what they concern."""
        found: dict[str, str] = {}
        for iri, rule in self.rules.items():
            path = rule.concerns or self.lookups.value(iri, SH + "path")
            if rule.criterion and path:
                found.setdefault(path, rule.criterion)
        return found

    def parameter(self, shape: str, component: str) -> str | None:
        """The value that a shape gives to a kind of constraint: 5 for ``sh:maxInclusive 5``.

        Args:
            shape: IRI of the shape; ``_:`` and a label where a column was added without a name.
            component: IRI of the constraint component, named after its parameter (SHACL 1.0, section 4).

        Returns:
            The value, an IRI or the text of a literal; None if the shape has no such constraint.
        """
        name = local_name(component).removesuffix("ConstraintComponent")
        return self.lookups.value(shape, SH + name[:1].lower() + name[1:])

    def label(self, iri: str) -> Text:
        """Name of a class, property or datatype, by language."""
        return _text(self.lookups, iri, RDFS + "label")


def load_shapes(ontology: Path | None = None, own: Path | None = None) -> Shapes:
    """Read all shapes, once for each folder.

    Args:
        ontology: folder with ``shapes/``; None for the one in use. A file that it lacks is taken from the ontology
            that comes with the program, so that own columns do not switch the rules off.
        own: a county's own shapes (Turtle), laid over the others: what it states of a rule takes the place of what
            we state (see ``ipgraph/validation/own_shapes.py``).

    Returns:
        Rules, messages and facts.

    Raises:
        IpgraphError: the county's file cannot be read, names a rule that does not exist, or is no valid SHACL.
    """
    root = (ontology or resources.folder("ontology")).resolve()
    if own is None:
        return _load_shapes(root)
    given = _load_shapes(root).triples
    stated = read_own(own, given)
    changed = {triple.subject.value for triple in stated if isinstance(triple.subject, ox.NamedNode)}
    return _shapes(overlaid(given, stated), changed, own.name)


@cache
def _load_shapes(root: Path) -> Shapes:
    given = resources.bundled("ontology")
    names = {path.relative_to(folder) for folder in (given, root) for path in folder.glob("shapes/*.ttl")}
    paths = [root / name if (root / name).is_file() else given / name for name in (Path("ipgraph.ttl"), *sorted(names))]
    return _shapes(turtle_triples(paths), frozenset(), "")


def _shapes(triples: Iterable[ox.Triple], changed: AbstractSet[str], own: str) -> Shapes:
    triples = tuple(triples)
    lookups = Lookups(triples)
    coded = sorted(subject for subject, predicate in lookups.objects if predicate == IP + "code")
    rules = {iri: _rule(lookups, iri, iri in changed) for iri in coded}
    queries = [query for (_, name), found in lookups.objects.items() if name == SH + "construct" for query in found]
    facts = [prologue() + query.value for query in queries if isinstance(query, ox.Literal)]
    # A county's pattern may hold what Oxigraph cannot read.
    searching = narrowable(lookups, (iri for iri in coded if iri not in changed))
    return Shapes(
        triples=triples,
        rules={iri: rule for iri, rule in rules.items() if not iri.startswith((SH, INPUT))},
        constraints={iri: rule for iri, rule in rules.items() if iri.startswith(SH)},
        inputs={rule.code: rule for iri, rule in rules.items() if iri.startswith(INPUT)},
        facts=tuple(sorted([*facts, *(rule.fact for rule in searching.values())])),
        narrowed=searching,
        own=own,
        lookups=lookups,
    )


def _rule(lookups: Lookups, iri: str, own: bool) -> Rule:
    unwanted = lookups.value(iri, SH + "not")
    pattern = lookups.value(unwanted, SH + "pattern") if unwanted else None
    ignore_case = bool(unwanted) and "i" in (lookups.value(unwanted or "", SH + "flags") or "")
    return Rule(
        code=lookups.value(iri, IP + "code") or "",
        name=_text(lookups, iri, SH + "name"),
        message=_text(lookups, iri, SH + "message"),
        several=_text(lookups, iri, IP + "messageForSeveral"),
        severity=local_name(lookups.value(iri, SH + "severity") or "violation").lower(),
        description=_text(lookups, iri, SH + "description"),
        criterion=lookups.value(iri, IP + "smartCriterion"),
        concerns=lookups.value(iri, IP + "concerns"),
        pattern=re.compile(pattern, re.IGNORECASE if ignore_case else 0) if pattern else None,
        good=_text(lookups, iri, IP + "goodExample"),
        bad=_text(lookups, iri, IP + "badExample"),
        limits=_limits(lookups, iri),
        active=lookups.value(iri, SH + "deactivated") != "true",
        own=own,
    )


def _limits(lookups: Lookups, iri: str) -> dict[str, tuple[str, ...]]:
    limits = {}
    for name in LIMITS:
        value = lookups.value(iri, SH + name)
        if value is not None and not (name.endswith("Count") and value in ("0", "1")):
            limits[name] = tuple(lookups.items(iri, SH + name)) if name == "in" else (value,)
    return limits


def _text(lookups: Lookups, iri: str, predicate: str) -> Text:
    return both_languages(lookups.text(iri, predicate))
