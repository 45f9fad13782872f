"""Sound files with bytes changed at random: each is read, or refused with a sentence that names it.

Short in the test run; for longer: ``IPGRAPH_FUZZ=5000 pytest tests/test_fuzz.py``. What was ever found lies in
``tests/corpus`` and is read again each time.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from adopt_lists import book
from hostile_files import calc, row_of, workbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ipgraph.emit.serialise import rdf_bytes
from ipgraph.errors import IpgraphError
from ipgraph.ingest import read
from ipgraph.intake.source import read_list

EXAMPLES = int(os.environ.get("IPGRAPH_FUZZ", "25"))
CORPUS = Path(__file__).parent / "corpus"
PLAN = {
    "plan": "Kennung,Titel,Laufzeit von\np,Plan,2024\n",
    "ziele": 'Kennung,Kapitel,Wortlaut,Termin\nZ1,K1,"Ein Ziel;\nin zwei Zeilen",Ende 2026\n',
    "indikatoren": 'Kennung,Ziel,Bezeichnung,Zielwert,Zielwert am\nI1,Z1,Anteil,"1.500,5",31.12.2026\n',
}


def as_plan(path: Path) -> None:
    read(path)


def as_list(path: Path) -> None:
    read_list(path)


def plan_rdf(kind: str) -> bytes:
    """The smaller bundled plan in a form of RDF."""
    return rdf_bytes(read(Path(__file__).parents[1] / "data" / "boeblingen-2014"), kind)


def built(build: Callable[[Path], None], folder: Path, name: str) -> bytes:
    build(folder / name)
    return (folder / name).read_bytes()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each kind."""
    folder = tmp_path_factory.mktemp("sound")
    tasks = [{"Maßnahme": "Kurs", "Frist": "2026-05-01", "Stelle": {"Name": "VHS", "Tel": [1, 2.5, None]}}]
    kinds = {"turtle": "ttl", "trig": "trig", "nt": "nt", "nq": "nq", "jsonld": "jsonld", "rdfxml": "rdf"}
    return {
        "xlsx": built(workbook(), folder, "a.xlsx"),
        "ods": built(calc([row_of("2", "Noch eine", "VHS")]), folder, "a.ods"),
        "csv": 'Nr.;Maßnahme;Zuständig\n1;"Kurs;\nabends";VHS\n'.encode("cp1252"),
        "plan csv": PLAN["ziele"].encode(),
        "json": json.dumps({"Stand": "2024", "Liste": tasks}, ensure_ascii=False).encode(),
        **{suffix: plan_rdf(kind) for kind, suffix in kinds.items()},
    }


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[float, str, bytes]]:
    """A few changes: where (as a share of the length), what is done there, with which bytes."""
    pieces = st.one_of(
        st.binary(min_size=1, max_size=6),
        st.sampled_from(
            [b"<", b">", b"&", b'"', b"'", b"\\", b"\0", b"\xff", b"{", b"[", b"<<", b"]]>", b"<!--", b"\n"]
        ),
        st.sampled_from([b"-1", b"0", b"4294967295", b"99999999999999999999", b"1e999", b"NaN", b"XFD1048577", b"A0"]),
    )
    one = st.tuples(st.floats(0, 1), st.sampled_from(["put", "over", "cut", "double"]), pieces)
    return draw(st.lists(one, min_size=1, max_size=6))


def changed(content: bytes, steps: list[tuple[float, str, bytes]]) -> bytes:
    for share, what, piece in steps:
        place = int(share * len(content))
        stretch = 1 + piece[0] % 40
        middle = {
            "put": piece + content[place:],
            "over": piece + content[place + len(piece) :],
            "cut": content[place + stretch :],
            "double": content[place : place + stretch] * 2 + content[place + stretch :],
        }[what]
        content = content[:place] + middle
    return content


def within(archive: bytes, part: int, steps: list[tuple[float, str, bytes]]) -> bytes:
    """Change a part of a packed file, and pack it again, so that the change gets through to the XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = names[part % len(names)]
        for name in names:
            content = source.read(name)
            target.writestr(name, changed(content, steps) if name == chosen else content)
    return out.getvalue()


def try_it(reader: Callable[[Path], None], path: Path, name: str) -> None:
    """Read a file; a sentence is as good as a result, anything else fails."""
    try:
        reader(path)
    except IpgraphError as error:
        assert name in error.message["de"] and name in error.message["en"]


FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
CASES = [
    ("xlsx", as_plan), ("xlsx", as_list), ("ods", as_list), ("csv", as_list), ("json", as_list),
    ("ttl", as_plan), ("trig", as_plan), ("nt", as_plan), ("nq", as_plan), ("jsonld", as_plan), ("rdf", as_plan),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "reader"), CASES, ids=[f"{kind}-{reader.__name__}" for kind, reader in CASES])
def test_any_bytes(kind: str, reader: Callable[[Path], None], sound: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / f"x.{kind}"
    packed = kind in ("xlsx", "ods")

    @FUZZ
    @given(changes(), st.one_of(st.integers(0, 20), st.none()) if packed else st.none())
    def check(steps: list[tuple[float, str, bytes]], part: int | None) -> None:
        content = sound[kind]
        path.write_bytes(changed(content, steps) if part is None else within(content, part, steps))
        try_it(reader, path, path.name)

    check()


def test_any_bytes_of_an_old_workbook(tmp_path: Path, libreoffice: Callable[..., list[Path]]) -> None:
    """The kind that Excel wrote until 2003; of the programs here only LibreOffice still writes it."""
    rows = [
        ("Nr.", "Maßnahme", "Beginn", "Kosten"),
        (1, "Kurs", date(2025, 5, 1), 1200.5),
        (2, "Treff", "laufend", "=1+1"),
    ]
    (path,) = libreoffice("xls:MS Excel 97", tmp_path, book(tmp_path, "x.xlsx", Liste=rows, Leer=[]))
    content = path.read_bytes()
    assert read_list(path)

    @settings(FUZZ, max_examples=max(1, EXAMPLES // 2))  # each takes a process
    @given(changes())
    def check(steps: list[tuple[float, str, bytes]]) -> None:
        path.write_bytes(changed(content, steps))
        try_it(as_list, path, path.name)

    check()


def test_any_bytes_in_a_folder_of_csv_files(sound: dict[str, bytes], tmp_path: Path) -> None:
    for name, text in PLAN.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    @FUZZ
    @given(changes())
    def check(steps: list[tuple[float, str, bytes]]) -> None:
        (tmp_path / "ziele.csv").write_bytes(changed(sound["plan csv"], steps))
        try_it(as_plan, tmp_path, "ziele.csv")

    check()


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name)
def test_what_was_found_before(path: Path) -> None:
    if path.suffix != ".md":
        for reader in (as_plan, as_list):
            try_it(reader, path, path.name)
