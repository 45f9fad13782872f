"""A take-over as a whole: what was found, what became of it, where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.bodies.recognition import Recognition
from ipgraph.errors import Problem
from ipgraph.intake.ledger import Ledger
from ipgraph.intake.proposal import Proposal
from ipgraph.intake.records import Records
from ipgraph.intake.source.grid import Grid


@dataclass
class Adoption:
    """A list that was taken over.

    Args:
        source: the list.
        folder: the plan.
        proposal: what was found where, and what became of each column, with reasons.
        ledger: what became of the cells that did not simply get in.
        recognition: what became of each name of a body.
        records: the rows of the plan.
        problems: what the reader of plans says about the new plan.
        mapping: the mapping file that was used; None where the mapping is a guess.
        grids: the sheets of the list.
    """

    source: Path
    folder: Path
    proposal: Proposal
    ledger: Ledger
    recognition: Recognition
    records: Records
    problems: Sequence[Problem] = ()
    mapping: Path | None = None
    grids: Sequence[Grid] = field(default_factory=list, repr=False)
