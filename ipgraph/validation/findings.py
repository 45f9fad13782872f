"""What a check has found, by rule and by SMART criterion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ipgraph.errors import Place
from ipgraph.ingest.values import natural_key
from ipgraph.model import Concept, Text
from ipgraph.validation.shapes import SEVERITIES, Rule, gravity


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    Args:
        code: code of the rule (``T-02``), of a required field (``F-01``) or of a reading problem (``E-03``).
        severity: ``violation``, ``warning`` or ``info``.
        message: one sentence, by language.
        rule_name: short name of the rule, by language.
        plan: IRI of the plan; empty where it cannot be told.
        focus: IRI of the resource; None for a sheet or column as a whole.
        identifier: Kennung of the resource, if it has one.
        label: the resource in words, if it has any.
        path: IRI of the property whose cell is meant.
        field_name: heading of the column, by language; empty if none is meant.
        value: the value found: text, number or IRI.
        place: where it stands in the source.
        criterion: IRI of the SMART criterion.
        shape: IRI of the shape that fired; None for what only the reader noticed.
        component: IRI of the SHACL constraint component.
        example: how the entry could read, by language; empty if there is no example.
        chapter: IRI of the top chapter that the resource belongs to; empty if it belongs to none.
    """

    code: str
    severity: str
    message: Text
    rule_name: Text
    plan: str = ""
    focus: str | None = None
    identifier: str = ""
    label: str = ""
    path: str | None = None
    field_name: Text = field(default_factory=dict)
    value: str | None = None
    place: Place | None = None
    criterion: str | None = None
    shape: str | None = None
    component: str | None = None
    example: Text = field(default_factory=dict)
    chapter: str = ""

    def cell(self, lang: str = "de") -> str:
        """Where it stands, in words: ``ziele.csv, Zeile 12, Spalte Termin``; empty if not known."""
        return self.place.words(lang) if self.place else ""

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: what only the reader noticed first, then severity, code, Kennung in natural order, place."""
        row = self.place.row if self.place else None
        return (
            not self.code.startswith("E-"),
            gravity(self.severity),
            self.code,
            self.plan,
            natural_key(self.identifier),
            row or 0,
            self.focus or "",
            self.path or "",
            self.message["de"],
        )


@dataclass(frozen=True)
class Goal:
    """A goal as the SMART matrix needs it.

    Args:
        iri: its IRI.
        plan: IRI of its plan.
        identifier: its Kennung.
        label: its wording.
        indicators: IRIs of its indicators.
        chapter: IRI of the top chapter that it belongs to; empty if it belongs to none.
    """

    iri: str
    plan: str
    identifier: str
    label: str
    indicators: tuple[str, ...]
    chapter: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter at the top of a plan.

    Args:
        iri: its IRI.
        plan: IRI of its plan.
        identifier: its Kennung.
        label: its title.
    """

    iri: str
    plan: str
    identifier: str
    label: str


@dataclass(frozen=True)
class Edition:
    """A plan as one of possibly several editions of the same territory.

    Args:
        iri: IRI of the plan.
        identifier: its Kennung.
        label: its title.
        district: key of its district; empty if not given.
        begins: first day of its period, ISO; empty if not known.
        fictional: whether the plan says of itself that it is made up.
    """

    iri: str
    identifier: str
    label: str
    district: str = ""
    begins: str = ""
    fictional: bool = False


@dataclass(frozen=True)
class SmartRow:
    """One row of the SMART matrix.

    Args:
        goal: the goal.
        missing: what is missing, by the IRI of each criterion; nothing missing means that the criterion is met.
    """

    goal: Goal
    missing: Mapping[str, tuple[Finding, ...]]

    @property
    def met(self) -> int:
        """Number of criteria that are met."""
        return sum(not found for found in self.missing.values())

    def words(self, lang: str = "de") -> list[str]:
        """What is missing, one sentence each."""
        return list(dict.fromkeys(finding.message[lang] for found in self.missing.values() for finding in found))


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    Args:
        findings: everything found, in a fixed order.
        goals: the goals of all plans, in the order of plan and Kennung.
        criteria: the SMART criteria in their order.
        chapters: the top chapters of all plans, in the order of plan and Kennung.
        plans: the plans, in the order of the sources.
        rules: what each code stands for, why it is there and what a good entry looks like.
        covered: what the shapes say of cells of which the reader has spoken; part of the SHACL report alone.
    """

    findings: tuple[Finding, ...]
    goals: tuple[Goal, ...]
    criteria: tuple[Concept, ...]
    chapters: tuple[Chapter, ...] = ()
    plans: tuple[Edition, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    covered: tuple[Finding, ...] = ()

    def part(self, plan: Edition) -> Report:
        """What of the report concerns one plan; of a single plan all, also what names no plan."""
        if len(self.plans) == 1:
            return self
        return self._where(plan.iri, (plan,))

    def parts(self) -> list[Report]:
        """The report plan by plan; what belongs to no plan stands at the end as a report without one."""
        if len(self.plans) < 2:
            return [self]
        loose = self._where("", ())
        return [*(self.part(plan) for plan in self.plans), *([loose] if loose.findings else [])]

    def _where(self, plan: str, plans: tuple[Edition, ...]) -> Report:
        return replace(
            self,
            findings=tuple(one for one in self.findings if one.plan == plan),
            covered=tuple(one for one in self.covered if one.plan == plan),
            goals=tuple(one for one in self.goals if one.plan == plan),
            chapters=tuple(one for one in self.chapters if one.plan == plan),
            plans=plans,
        )

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by severity, zeros included."""
        return {level: sum(finding.severity == level for finding in self.findings) for level in SEVERITIES}

    @property
    def exit_code(self) -> int:
        """Exit code of the check: 1 when something is wrong in the data, else 0."""
        return 1 if self.counts["violation"] else 0

    def smart(self) -> list[SmartRow]:
        """The SMART matrix, goal by goal.

        A criterion is missed when a rule with that criterion fires on the goal, whatever its severity. Rules on
        indicators count when they fire on all indicators of the goal: one complete indicator makes it measurable.
        """
        by_focus: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            if finding.criterion and finding.focus:
                by_focus[finding.focus].append(finding)
        return [SmartRow(goal, self._missing(goal, by_focus)) for goal in self.goals]

    def _missing(self, goal: Goal, by_focus: Mapping[str, list[Finding]]) -> dict[str, tuple[Finding, ...]]:
        missing = {}
        for criterion in self.criteria:
            own = _of(criterion, by_focus.get(goal.iri, ()))
            each = [_of(criterion, by_focus.get(indicator, ())) for indicator in goal.indicators]
            missing[criterion.iri] = tuple(own + ([one for found in each for one in found] if all(each) else []))
        return missing


def _of(criterion: Concept, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.criterion == criterion.iri]
