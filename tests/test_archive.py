"""Archives: the same bytes for the same files, whatever zlib, system and Python pack them."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.archive import archive_bytes
from ipgraph.cli import cli
from ipgraph.ingest import read
from ipgraph.opendata.package import package

PLAN = Path(__file__).resolve().parent.parent / "data" / "boeblingen-2014"
TEXT = "\n".join(f"Maßnahme {number}: {number * number % 97} Plätze" for number in range(5000)).encode("utf-8")
NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\0/\\:"), min_size=1, max_size=20), min_size=1, max_size=3
).map("/".join)

_compressobj = zlib.compressobj


def another_zlib(*_: Any) -> Any:
    """Packs the same content into other bytes, as zlib-ng does."""
    return _compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_the_bytes_are_those_of_every_machine() -> None:
    content = archive_bytes([("ordner/Maßnahmen.csv", TEXT), ("leer.txt", b"")])
    assert (len(content), hashlib.sha256(content).hexdigest()) == (
        17065,
        "4847d1e9773ff885168f6ea34fb8a91b80e0fb6ce5b51887bdaa542fc46be852",
    )


def test_nothing_in_an_entry_is_of_this_machine() -> None:
    content = archive_bytes([("ordner/Maßnahmen.csv", TEXT), ("leer.txt", b"")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0) and entry.external_attr >> 16 == 0o100644
            assert (entry.create_system, entry.create_version, entry.extract_version, entry.extra) == (3, 20, 20, b"")


@given(files=st.dictionaries(NAMES, st.binary(max_size=300)))
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    assert unpacked(archive_bytes(files.items())) == list(files.items())


def written(folder: Path) -> dict[str, bytes]:
    """A workbook of every kind, and all files of a package."""
    plan, calls = folder / "plan.xlsx", CliRunner()
    for command in (
        ("convert", PLAN, "-o", plan),
        ("template", folder / "vorlage.xlsx"),
        ("query", "focus-areas", PLAN, "-o", folder / "antwort.xlsx"),
        ("validate", plan, "-f", "xlsx", "-o", folder / "geprueft.xlsx"),
    ):
        assert calls.invoke(cli, [*map(str, command)]).exit_code in (0, 1), command
    reading = read(PLAN)
    return package(reading, reading.plans[0]).files | {path.name: path.read_bytes() for path in folder.iterdir()}


def test_another_zlib_writes_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one = written(tmp_path / "one")
    monkeypatch.setattr("zlib.compressobj", another_zlib)
    assert written(tmp_path / "other") == one
    archives = {path: content for path, content in one.items() if content.startswith(b"PK")}
    assert sorted(Path(path).suffix for path in archives) == [".xlsx"] * 4 + [".zip"]
    for path, content in archives.items():
        assert archive_bytes(unpacked(content)) == content, path
