"""Hostile and broken files: read or refused with a sentence, in little memory, by every reader that may get them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hostile_files import CASES, Case, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from ipgraph.cli import cli
from ipgraph.ingest import bounds

PAIRS = [(case, reader) for case in CASES for reader in case.readers]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What one process with little memory made of each file; the last file it began is the one that ended it."""
    if sys.platform != "linux":
        pytest.skip("the memory of a process is bounded in another way here")
    folder = tmp_path_factory.mktemp("hostile")
    for case in CASES:
        case.build(folder / case.name)
    program = Path(__file__).with_name("hostile_files.py")
    done = subprocess.run(
        [sys.executable, str(program), str(folder)], capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (lines[-1:], done.stderr[-2000:])
    return {(line["file"], line["reader"]): line for line in lines if "outcome" in line}


@pytest.mark.parametrize(("case", "reader"), PAIRS, ids=[f"{case.name}-{reader}" for case, reader in PAIRS])
def test_every_file_is_read_or_refused(
    case: Case, reader: str, outcomes: dict[tuple[str, str], dict[str, Any]]
) -> None:
    found = outcomes[case.name, reader]
    assert found["outcome"] in (("read", "refused") if case.outcome == "any" else (case.outcome,)), found["told"]
    if found["outcome"] == "refused":
        german, english = found["told"]
        named = case.name if Path(case.name).suffix else "massnahmen.csv"
        assert german.startswith(named) and english.startswith(named)
        assert german != english
        assert "Traceback" not in german and len(german) < 500


def test_nothing_came_near_the_limit(outcomes: dict[tuple[str, str], dict[str, Any]]) -> None:
    """The worst file may take some 500 MB; the limit of the process is three times as much."""
    heaviest = max(outcomes.values(), key=lambda found: found["peak"])
    assert heaviest["peak"] < 800, heaviest


def test_what_stands_beside_empty_rows_is_read(outcomes: dict[tuple[str, str], dict[str, Any]]) -> None:
    for name in ("a million formatted rows.xlsx", "up to XFD1048576.xlsx"):
        for reader in ("plan", "list"):
            assert outcomes[name, reader]["count"] == 8, "the plan and one measure; or eight cells"


def test_formulas_count_with_their_result_or_are_told(outcomes: dict[tuple[str, str], dict[str, Any]]) -> None:
    told = outcomes["formulas.xlsx", "plan"]["told"]
    assert [text for text in told if "Zelle B5" in text and "kein gespeichertes Ergebnis" in text]
    assert outcomes["formulas.xlsx", "list"]["told"][0].startswith("=1+1: ")


@pytest.mark.parametrize("command", ["validate", "adopt", "build", "convert"])
def test_the_command_ends_with_a_sentence(command: str, tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    workbook(strings=lambda part: b'<!DOCTYPE sst [<!ENTITY a "b">]>' + part)(path)
    output = () if command == "validate" else ("-o", str(tmp_path / "out"))
    result = CliRunner().invoke(cli, [command, str(path), *output])
    assert result.exit_code == 2
    assert "bombe.xlsx enthält eigene XML-Deklarationen" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------------- what is left out is empty

TEXTS = st.sampled_from(["a", "Maßnahme 1\nzweite Zeile", "<v>", "</row>", "=1+1", "x" * 300, 5, 2.5, True])
CELLS = st.dictionaries(
    st.tuples(st.integers(1, 90), st.sampled_from([1, 2, 3, 700, 750, 16384])), st.one_of(TEXTS, st.none()), max_size=60
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, tail=st.integers(0, 300), chunk=st.integers(70, 900))
def test_every_value_is_still_there(
    cells: dict[tuple[int, int], object], tail: int, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small chunks, so that marks are cut anywhere; the copy has the values, and merged areas of the file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), value in cells.items():
        sheet.cell(row, column, value).font = Font(bold=True)
    for row in range(100, 100 + tail):
        sheet.cell(row, 1).font = Font(bold=True)
    sheet.merge_cells("B2:C3")
    book.save(tmp_path / "x.xlsx")
    monkeypatch.setattr(bounds, "MEGABYTE", chunk)
    whole = load_workbook(tmp_path / "x.xlsx")
    light = load_workbook(bounds.workbook_within_bounds(tmp_path / "x.xlsx"))

    def found(workbook: Workbook) -> dict[str, object]:
        stored = workbook.worksheets[0]._cells.values()  # not every cell up to XFD
        return {cell.coordinate: cell.value for cell in stored if cell.value is not None}

    assert found(light) == found(whole)
    assert light.worksheets[0].merged_cells.ranges == whole.worksheets[0].merged_cells.ranges
