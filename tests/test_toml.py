"""Settings files that people write: each fault is told with its place, in words of ours."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipgraph.errors import IpgraphError
from ipgraph.toml import FAULTS, read_toml

MISTAKES = [
    ("name = Landkreis Musterkreis", 8, "text"),
    ('name = "Landkreis', 18, "open"),
    ('name = Landkreis"', 8, "text"),
    ('name = "Amt" für Integration', 14, "text"),
    ("seite = 12 Seiten", 12, "text"),
    ('kontakt = { name = Amt, mail = "x" }', 20, "text"),
    ("name = „Landkreis“", 8, "curly"),
    ('name "Landkreis"', 6, "equals"),
    ('name: "Landkreis"', 5, "equals"),
    ("name", 5, "equals"),
    ("name =", 7, "empty"),
    ("name =   # später", 10, "empty"),
    ('a = "1"\na = "2"', 8, "twice"),
    ('[a]\nb = "1"\n[a]', 3, "twice"),
    ('a = { b = "1", b = "2" }', 23, "twice"),
    ("erschienen = 31.03.2026", 19, "day"),
    ("erschienen = 1.3.26", 17, "day"),
    ("grad = 8,5", 9, "comma"),
    ("kosten = 1.500,50", 15, "comma"),
    ('Maßnahme = "Wortlaut"', 3, "name"),
    ('Übersicht = "x"', 1, "name"),
    ('mein name = "x"', 6, "name"),
    ('wer/was = "x"', 4, "name"),
    ("[Maßnahmen]", 4, "name"),
    ('pfad = "C:\\Users\\Amt"', 13, "backslash"),
    ('pfad = "C:\\Pläne"', 13, "backslash"),
    ('orte = ["Weil", "Leonberg"\nname = "x"', 1, "open"),
    ('orte = ["Weil" "Leonberg"]', 16, "open"),
    ("[[liste]\n", 8, "open"),
    ('text = """Weil', 15, "open"),
    ('name = "a\tb"\nname2 = "\x07"', 10, "text"),
]


@pytest.mark.parametrize(("content", "column", "kind"), MISTAKES)
def test_what_people_get_wrong_is_told_with_its_place(content: str, column: int, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f'ok = "ja"\n\n{content}', encoding="utf-8")
    with pytest.raises(IpgraphError) as caught:
        read_toml(path)
    last = content.strip().split("\n")[-1]
    line = 3 + content.strip().count("\n")
    german, english = caught.value.message["de"], caught.value.message["en"]
    assert german == f"x.toml, Zeile {line}, Spalte {column}: {FAULTS[kind]['de']} In der Zeile steht: {last}"
    assert english == f"x.toml, line {line}, column {column}: {FAULTS[kind]['en']} The line says: {last}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.text(max_size=40), st.text("ab1=\"'[]{},.:#\\-\n Ü„“", max_size=40)))
def test_every_text_is_read_or_told_without_a_word_of_python(content: str, tmp_path: Path) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        expected = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        with pytest.raises(IpgraphError) as caught:
            read_toml(path)
        assert re.match(r"any\.toml(, Zeile \d+, Spalte \d+: | ist nicht in UTF-8)", caught.value.message["de"])
    else:
        assert str(read_toml(path)) == str(expected)  # as text: a NaN is not equal to itself
