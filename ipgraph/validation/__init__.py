"""The check: reading problems, required fields and rules, as findings that name the cell.

First the facts that follow from a plan are made by Oxigraph (``shapes/facts.ttl``), then an engine judges plan and
facts against core SHACL, one plan at a time and several plans side by side.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from ipgraph.errors import IpgraphError, Problem
from ipgraph.ingest import Reading
from ipgraph.ingest.rdf import node_key
from ipgraph.model import Model, load_model
from ipgraph.namespaces import CODES, IP
from ipgraph.validation.editions import editions
from ipgraph.validation.engines import ENGINES, Engine
from ipgraph.validation.findings import Chapter, Finding, Goal, Report
from ipgraph.validation.sentences import Sentences, noticed
from ipgraph.validation.shapes import Shapes, load_shapes
from ipgraph.validation.under_check import PlanUnderCheck, codes_for_rules

__all__ = ["validate"]

CORES = min(os.cpu_count() or 1, 4)
"""So many plans are checked side by side, or so many parts of the shapes on one plan; more would wait for Python."""


def validate(reading: Reading, *, shapes: Path | None = None, engine: str = "fast") -> Report:
    """Check plans.

    Args:
        reading: the plans as they were read.
        shapes: a county's own shapes (Turtle), laid over those of the program.
        engine: one of :data:`ipgraph.validation.engines.ENGINES`; all give the same findings.

    Returns:
        Everything found: what the reader noticed first, then what the shapes say. What both say of the same cell is
        said once, in the words of the reader.

    Raises:
        IpgraphError: there is no such engine, or the county's shapes cannot be used.
    """
    if engine not in ENGINES:
        names = ", ".join(ENGINES)
        raise IpgraphError(
            f"Das Prüfprogramm „{engine}“ gibt es nicht. Möglich: {names}.",
            f"There is no engine “{engine}”. Possible: {names}.",
        )
    model, found = load_model(), load_shapes(own=shapes)
    check = _Check(reading, model, found, ENGINES[engine])
    plans = check.plans()
    findings = [*check.beside_plans(), *(finding for plan in plans for finding in plan.findings)]
    smart = next((scheme for scheme in model.schemes if scheme.iri == CODES + "smart"), None)
    return Report(
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        goals=tuple(goal for plan in plans for goal in plan.goals),
        criteria=smart.concepts if smart else (),
        chapters=tuple(chapter for plan in plans for chapter in plan.chapters),
        plans=editions(reading),
        covered=tuple(sorted((one for plan in plans for one in plan.covered), key=lambda finding: finding.order)),
        rules={rule.code: rule for kind in (found.inputs, found.constraints, found.rules) for rule in kind.values()},
    )


@dataclass(frozen=True)
class _Checked:
    """What one plan adds to a report."""

    findings: list[Finding]
    covered: list[Finding]
    goals: tuple[Goal, ...]
    chapters: tuple[Chapter, ...]


class _Check:
    """A check of all plans of a reading."""

    def __init__(self, reading: Reading, model: Model, shapes: Shapes, engine: Engine) -> None:
        self.reading = reading
        self.model = model
        self.shapes = shapes
        self.engine = engine
        self.codes = codes_for_rules(reading)
        self.problems = _by_plan(reading)

    def plans(self) -> list[_Checked]:
        """Each plan by itself, over the cores: pyoxigraph and the quick engine let other threads run meanwhile."""
        with ThreadPoolExecutor(CORES + 1) as pool:  # one more, as they wait for each other to use Python
            return list(pool.map(self._plan, self.reading.plans))

    def _plan(self, iri: str) -> _Checked:
        plan = PlanUnderCheck(self.reading, iri, self.model, self.shapes, self.codes)
        sentences = Sentences(plan, self.reading, self.shapes)
        problems = self.problems.get(iri, [])
        told = {(problem.resource, problem.path) for problem in problems if problem.path}
        threads = max(1, CORES // len(self.reading.plans))
        results = self.engine(plan.triples, self.shapes, threads)
        found = [sentences.finding(result) for result in results if plan.holds(result.focus)]
        # What is of the wrong kind is also too small, and no pattern fits it: the kind is told, which comes first.
        worst = sorted(found, key=lambda one: one.component or "", reverse=True)
        once = {(one.shape, one.focus, one.path, one.value): one for one in worst}.values()
        covered = [one for one in once if (one.focus, one.path) in told]
        own = [one for one in once if (one.focus, one.path) not in told]
        return _Checked([*map(sentences.noticed, problems), *own], covered, plan.goals, plan.chapters)

    def beside_plans(self) -> list[Finding]:
        """What the reader noticed of a sheet or column as a whole; it belongs to the plan if there is only one."""
        plan = self.reading.plans[0] if len(self.reading.plans) == 1 else ""
        return [replace(noticed(problem, self.shapes), plan=plan) for problem in self.problems.get("", ())]


def _by_plan(reading: Reading) -> dict[str, list[Problem]]:
    """What the reader noticed, by the IRI of the plan that the row belongs to; empty for what is no row."""
    rows = sorted({problem.resource for problem in reading.problems if problem.resource})
    values = " ".join(f"<{row}>" for row in rows)
    query = f"SELECT ?row ?plan WHERE {{ VALUES ?row {{ {values} }} ?row <{IP}inPlan> ?plan }}"
    answers = reading.store.select(query).rows if rows else ()
    owners = {node_key(row): node_key(plan) for row, plan in answers}
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in _told_once(reading.problems):
        problems[owners.get(problem.resource or "", "")].append(problem)
    return problems


def _told_once(problems: list[Problem]) -> Iterator[Problem]:
    """An Excel error in a cell is told as such, and not once more as an entry that cannot be read (E-09, E-03)."""
    unreadable = {problem.place: problem for problem in problems if problem.code == "E-03"}
    broken = {problem.place for problem in problems if problem.code == "E-09"}
    for problem in problems:
        if problem.code == "E-09" and (same := unreadable.get(problem.place)):
            yield replace(problem, resource=same.resource, path=same.path)
        elif problem.code != "E-03" or problem.place not in broken:
            yield problem
