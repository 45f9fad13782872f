"""StratML: what we write keeps to the schema and comes back the same; what others write is read, nothing is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from plans import Table, plan_tables, texts, whole_plan, write_csv
from stratml_rules import breaches
from test_roundtrip import same, some

import ipgraph
from ipgraph.emit import write_stratml
from ipgraph.ingest.stratml.notes import read_notes, write_notes
from ipgraph.ingest.stratml.places import identifier, key_of
from ipgraph.model import load_model

MODEL = load_model()
DATA = Path(__file__).parent.parent / "data"


@some(2)
@given(tables=plan_tables(MODEL))
@example(tables=whole_plan(MODEL))
def test_what_we_write_keeps_to_the_rules_and_comes_back(tables: dict[str, Table]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = ipgraph.read(write_csv(tables, folder / "a"))
        for form in ("stratml", "stratml1"):
            path = folder / f"plan.{form}"
            told = write_stratml(first, first.plans[0], path, form)
            assert breaches(path) == []
            assert [problem.sentence() for problem in told if problem.code != "E-31"] == []
            second = ipgraph.read(path)
            same(first, second)
            assert not {"E-32", "E-33", "E-34", "E-35"} & {problem.code for problem in second.problems}
            write_stratml(second, second.plans[0], folder / "again", form, lang="de")
            assert (folder / "again").read_bytes() == path.read_bytes()
