"""Both engines give the same findings: on every example of a rule, on both bundled plans, on plans made up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from plans import plan_tables, write_csv

import ipgraph
from ipgraph import resources
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading
from ipgraph.model import load_model
from ipgraph.validation.engines import ENGINES
from ipgraph.validation.findings import Report
from ipgraph.validation.shapes import load_shapes

EXAMPLES = Path(__file__).parent / "rules"
BASE = (EXAMPLES / "base.ttl").read_text(encoding="utf-8")


def keys(report: Report) -> set[tuple[object, ...]]:
    """What the engines have to agree on: resource, property, rule, weight, and the value and words that people read."""
    return {
        (one.focus, one.path, one.shape, one.component, one.severity, one.value, one.message["de"])
        for one in report.findings
    }


def agreed(reading: Reading, shapes: Path | None = None) -> Report:
    """The report of the quick engine, once the reference has said the same."""
    fast = ipgraph.validate(reading, shapes=shapes, engine="fast")
    reference = ipgraph.validate(reading, shapes=shapes, engine="pyshacl")
    assert keys(fast) == keys(reference)
    assert fast.findings == reference.findings
    return fast


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("[A-Z]-*.ttl")), ids=lambda path: path.stem)
def test_on_each_example(path: Path, tmp_path: Path) -> None:
    probe = tmp_path / "probe.ttl"
    probe.write_text(BASE + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert bool(agreed(ipgraph.read(probe)).findings) is ("-invalid-" in path.stem)


@pytest.mark.parametrize("name", ["musterkreis", "boeblingen-2014"])
def test_on_the_bundled_plans(name: str) -> None:
    assert len(agreed(ipgraph.read(resources.folder("data") / name)).findings) > 20


def test_on_several_plans_at_once() -> None:
    """With more plans than cores each is judged by one thread, with one plan the shapes are dealt out."""
    data = resources.folder("data")
    together = agreed(ipgraph.read(data / "musterkreis", data / "boeblingen-2014"))
    apart = [ipgraph.validate(ipgraph.read(data / name)) for name in ("musterkreis", "boeblingen-2014")]
    assert keys(together) == keys(apart[0]) | keys(apart[1])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plan_tables(load_model()))
def test_on_plans_made_up(tables: dict[str, list[list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        agreed(ipgraph.read(write_csv(tables, Path(folder) / "plan")))


def test_on_blank_nodes_in_rdf(tmp_path: Path) -> None:
    """Dates without an address of their own keep their label, so that the finding is told of the cell."""
    text = ':M1 ip:begin [ a ip:TimeSpan ] ; ip:end [ a ip:TimeSpan ; ip:asWritten "bald" ; ip:earliest "bald" ] .'
    probe = tmp_path / "probe.ttl"
    probe.write_text(BASE + text, encoding="utf-8")
    found = agreed(ipgraph.read(probe)).findings
    assert {(one.code, one.identifier) for one in found} >= {("F-01", "M1"), ("F-03", "M1")}


def test_on_a_date_that_belongs_to_no_cell(tmp_path: Path) -> None:
    """A fault in RDF that no column can show is told all the same, without a place in a row."""
    probe = tmp_path / "probe.ttl"
    probe.write_text(BASE + "<https://w3id.org/ipgraph/data/probe#lost> a ip:TimeSpan .", encoding="utf-8")
    assert [(one.code, one.field_name) for one in agreed(ipgraph.read(probe)).findings] == [("F-01", {})]


def test_with_own_shapes(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix rule: <https://w3id.org/ipgraph/rule/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "rule:T-01 sh:severity sh:Violation . rule:A-02 sh:maxInclusive 1 . rule:S-06 sh:deactivated true .",
        encoding="utf-8",
    )
    report = agreed(ipgraph.read(), own)
    assert report.exit_code == 1
    assert "S-06" not in {one.code for one in report.findings}


def test_shapes_dealt_out_are_all_there() -> None:
    shapes = load_shapes()
    whole = set(shapes.part(0, 1).splitlines())
    halves = [set(shapes.part(part, 2).splitlines()) for part in (0, 1)]
    assert halves[0] | halves[1] == whole
    target = b"<http://www.w3.org/ns/shacl#target"
    assert not {line for line in halves[0] & halves[1] if target in line}
    assert all(any(target in line for line in half) for half in halves)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(IpgraphError, match="fast, pyshacl"):
        ipgraph.validate(ipgraph.read(), engine="jena")


def test_the_quick_engine_needs_neither_rdflib_nor_pyshacl() -> None:
    code = (
        "import sys, ipgraph; ipgraph.validate(ipgraph.read()); print(sorted({'rdflib', 'pyshacl'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.strip() == "[]"
    assert set(ENGINES) == {"fast", "pyshacl"}
