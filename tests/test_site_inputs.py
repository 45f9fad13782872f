"""The site of plans that nobody would write on purpose, and of folders that are not ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import hostile
import pytest
from click.testing import CliRunner, Result
from site_pages import Site

from ipgraph.cli import cli
from ipgraph.errors import IpgraphError
from ipgraph.site import MANIFEST, build

REPOSITORY = Path(__file__).resolve().parent.parent
BOEBLINGEN = REPOSITORY / "data" / "boeblingen-2014"


def call(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert result.exit_code in (0, 2), result.output
    return result


def squeezed(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- a hostile plan


def is_ours(tag: str, values: dict[str, str | None]) -> bool:
    """The box of the search and the form of a question, neither of which is sent anywhere."""
    known = values.get("role") == "search" or values.get("class") == "parameters"
    return tag == "form" and known and not values.keys() & {"action", "target", "method"}


class Strict(HTMLParser):
    """Notes what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("img", "iframe", "object", "embed", "base", "form") and not is_ours(tag, values):
            self.found.append(tag)
        if tag == "script" and values.get("src") is None and values.get("type") != "application/json":
            self.found.append("script without src")
        self.found += [name for name in values if name.startswith("on")]
        for name in ("href", "src", "action"):
            if tag != "link" and re.match(r"\s*(javascript|data|vbscript):", values.get(name) or "", re.I):
                self.found.append(f"{name}={values[name]}")


def test_everything_stays_inside_the_folder(hostile_site: Site) -> None:
    assert not (hostile_site.folder.parent / "out").exists()
    assert sorted(path.name for path in hostile_site.folder.parent.iterdir()) == ["plan", "site"]
    for path in hostile_site.files:
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", path), path
        for part in path.split("/"):
            assert part.split(".")[0].lower() not in ("con", "nul", "aux", "prn", ""), path
            assert not part.startswith(".") and not part.endswith("."), path
            assert len(part) < 120
    assert len({path.casefold() for path in hostile_site.files}) == len(hostile_site.files)


def test_hostile_pages_are_whole(hostile_site: Site) -> None:
    assert list(hostile_site.broken()) == []
    assert hostile_site.in_language("de").keys() == hostile_site.in_language("en").keys()
    for kind in ("chapter", "goal", "measure", "actor"):
        found = [iri for lang, iri in hostile_site.by_iri if lang == "de" and f"/{kind}/" in iri]
        assert len(found) == len(hostile.KEYS), kind


def test_hostile_texts_stay_text(hostile_site: Site) -> None:
    for path, page in hostile_site.of_site.items():
        parser = Strict()
        parser.feed(page.text)
        assert parser.found == [], path
        assert "49" not in page.shown.split(), path
    for kind in ("chapter", "goal", "measure"):
        shown = {
            squeezed(page.shown)
            for (lang, iri), page in hostile_site.by_iri.items()
            if lang == "de" and f"/{kind}/" in iri
        }
        for text in hostile.TEXTS:
            assert any(squeezed(text) in page for page in shown), text


def test_hostile_texts_do_not_close_a_script(hostile_site: Site) -> None:
    for path, page in hostile_site.pages.items():
        for content in re.findall(r"<script\b[^>]*>(.*?)</script>", page.text, re.S):
            assert "<script" not in content.lower(), path
        assert "<script>window.PWN" not in page.text, path
    for path in hostile_site.files:
        if path.endswith("search.js"):
            text = hostile_site.read(path)
            entries = json.loads(text.removeprefix("window.ipgraphSearch = ").rstrip().removesuffix(";"))
            assert {hostile.SCRIPT, hostile.LONG} <= {label for _, label, _, _ in entries}
            assert {target for *_, target in entries} <= hostile_site.in_language(
                "en" if path.startswith("en") else "de"
            ).keys()


def test_the_hostile_plan_can_be_taken_away(hostile_site: Site) -> None:
    for path in hostile_site.files:
        if re.match(r"data/[^/]+(/(graph/)?plan|-check-\w+)\.(ttl|jsonld|xlsx)$", path):
            result = call("query", "plan-sizes", hostile_site.folder / path, "-f", "csv")
            assert re.search(r"\b10\b", result.stdout), path


# ---------------------------------------------------------------- unusual plans


def built(plan: Path, folder: Path) -> Site:
    result = call("build", plan, "-o", folder)
    assert result.exit_code == 0, result.output
    site = Site(folder)
    assert list(site.broken()) == []
    return site


def test_a_cycle_of_chapters(tmp_path: Path) -> None:
    chapters = [("A", "C", "Anfang"), ("B", "A", "Mitte"), ("C", "B", "Ende"), ("D", "D", "Selbst")]
    source = hostile.write(
        tmp_path / "plan",
        {
            "plan": [hostile.plan()],
            "kapitel": [{"Kennung": key, "Übergeordnet": above, "Titel": title} for key, above, title in chapters],
            "ziele": [{"Kennung": f"Z{key}", "Kapitel": key, "Wortlaut": f"Ziel {key}"} for key, _, _ in chapters],
        },
    )
    site = built(source, tmp_path / "site")
    tree = site.pages["probe/plan.html"]
    for key, _, title in chapters:
        assert len(re.findall(rf'<span class="name">(?:<a[^>]*>)?{title}<', tree.text)) == 1
        assert f"probe/goal/Z{key}.html" in tree.links
        assert title in site.pages[f"probe/chapter/{key}.html"].shown
    assert "chapter" in " ".join(tree.links)
    assert "Kreis" in site.pages["probe/check.html"].shown or "sich selbst" in site.pages["probe/check.html"].shown


@pytest.mark.parametrize("missing", ["nothing but the plan", "no chapters", "no goals", "no measures"])
def test_plans_that_lack_a_sheet(tmp_path: Path, missing: str) -> None:
    tables = {
        "plan": [hostile.plan()],
        "kapitel": [{"Kennung": "K", "Titel": "Kapitel"}],
        "ziele": [{"Kennung": "Z", "Kapitel": "K", "Wortlaut": "Ein Ziel."}],
        "massnahmen": [{"Kennung": "M", "Ziele": "Z", "Wortlaut": "Eine Maßnahme."}],
    }
    without = {"no chapters": {"kapitel"}, "no goals": {"ziele"}, "no measures": {"massnahmen"}}
    left = {name: rows for name, rows in tables.items() if name not in without.get(missing, set(tables) - {"plan"})}
    site = built(hostile.write(tmp_path / "plan", left), tmp_path / "site")
    for path in ("index.html", "probe/plan.html", "probe/check.html", "probe/smart.html", "networks/index.html"):
        assert "Probeplan" in site.pages[path].text
    for page in site.of_site.values():
        assert "None" not in page.shown.split(), page.path


def test_a_plan_without_identifiers(tmp_path: Path) -> None:
    source = hostile.write(
        tmp_path / "plan",
        {"plan": [hostile.plan(key="")], "ziele": [{"Kennung": "", "Wortlaut": f"Ziel Nummer {n}."} for n in range(3)]},
    )
    site = built(source, tmp_path / "site")
    for number in range(3):
        assert any(f"Ziel Nummer {number}." in page.shown for path, page in site.pages.items() if "/goal/" in path)


def test_an_empty_template(tmp_path: Path) -> None:
    assert call("template", tmp_path / "leer.xlsx").exit_code == 0
    result = call("build", tmp_path / "leer.xlsx", "-o", tmp_path / "site")
    if result.exit_code == 0:
        assert list(Site(tmp_path / "site").broken()) == []
    else:
        assert "leer.xlsx" in result.stderr and not (tmp_path / "site").exists()


def test_the_same_plan_twice_is_refused(tmp_path: Path) -> None:
    result = call("build", BOEBLINGEN, BOEBLINGEN, "-o", tmp_path / "site")
    assert result.exit_code == 2
    assert "boeblingen-2014" in result.stderr
    assert not (tmp_path / "site").exists()


# ---------------------------------------------------------------- the folder


def small(folder: Path, goals: int = 3, key: str = "probe") -> Path:
    return hostile.write(
        folder,
        {
            "plan": [hostile.plan(key)],
            "kapitel": [{"Kennung": "K", "Titel": "Kapitel"}],
            "ziele": [{"Kennung": f"Z{n}", "Kapitel": "K", "Wortlaut": f"Ziel Nummer {n}."} for n in range(goals)],
        },
    )


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "Dokumente"
    other.mkdir()
    (other / "Brief.txt").write_text("lieb", encoding="utf-8")
    result = call("build", small(tmp_path / "plan"), "-o", other)
    assert result.exit_code == 2
    assert "Dokumente" in result.stderr
    assert [path.name for path in other.iterdir()] == ["Brief.txt"]
    english = call("build", small(tmp_path / "plan"), "-o", other, "--lang", "en")
    assert "already holds something else" in english.stderr


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("", encoding="utf-8")
    with pytest.raises(IpgraphError, match="no folder"):
        build([small(tmp_path / "plan")], tmp_path / "site")


def test_a_new_build_takes_away_what_is_gone_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    build([small(tmp_path / "plan", goals=4, key="alt")], folder)
    own = folder / "eigene-seite.txt"
    own.write_text("von Hand", encoding="utf-8")
    before = Site(folder).files
    assert "alt/goal/Z3.html" in before
    build([small(tmp_path / "plan", goals=2, key="neu")], folder)
    after = Site(folder)
    assert "neu/goal/Z1.html" in after.files
    assert not any(path.startswith(("alt/", "en/alt/", "data/alt")) for path in after.files)
    assert own.read_text(encoding="utf-8") == "von Hand"
    assert not [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]
    assert list(after.broken()) == []
    assert set(json.loads(after.read(MANIFEST))) == set(after.files) - {own.name}


def test_a_manifest_that_points_outside_removes_nothing(tmp_path: Path) -> None:
    precious = tmp_path / "wichtig.txt"
    precious.write_text("bleibt", encoding="utf-8")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps(["../wichtig.txt", str(precious)]), encoding="utf-8")
    build([small(tmp_path / "plan")], folder)
    assert precious.read_text(encoding="utf-8") == "bleibt"


def test_english_first(tmp_path: Path) -> None:
    build([small(tmp_path / "plan")], tmp_path / "site", lang="en")
    site = Site(tmp_path / "site")
    assert site.pages["index.html"].lang == "en"
    assert site.pages["de/index.html"].lang == "de"
    assert list(site.broken()) == []


# ---------------------------------------------------------------- a column of one's own


COLUMN = """
field:Goal-slogan a sh:PropertyShape ;
    sh:path ip:slogan ; sh:order 99 ; sh:group field:content ;
    sh:name "Losung"@de , "Slogan"@en ;
    sh:description "Wie das Ziel im Kreis genannt wird."@de , "What the goal is called in the county."@en ;
    sh:datatype rdf:langString ; sh:maxCount 1 .
field:Goal sh:property field:Goal-slogan .
"""


def test_a_new_column_shows_up_without_a_change_in_python(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(REPOSITORY / "ontology", tmp_path / "ontology")
    with (tmp_path / "ontology" / "shapes" / "fields.ttl").open("a", encoding="utf-8", newline="\n") as file:
        file.write(COLUMN)
    goal = {"Kennung": "Z", "Kapitel": "K", "Wortlaut": "Ein Ziel.", "Losung": "Alle an einen Tisch!"}
    source = hostile.write(
        tmp_path / "plan",
        {"plan": [hostile.plan()], "kapitel": [{"Kennung": "K", "Titel": "Kapitel"}], "ziele": [goal]},
    )
    command = (sys.executable, "-m", "ipgraph", "build", str(source), "-o", str(tmp_path / "site"))
    environment = {**os.environ, "IPGRAPH_ONTOLOGY": str(tmp_path / "ontology")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "E-" not in done.stderr
    site = Site(tmp_path / "site")
    for lang, name, help_text in (
        ("de", "Losung", "Wie das Ziel im Kreis genannt wird."),
        ("en", "Slogan", "What the goal is called"),
    ):
        pages = site.in_language(lang)
        assert f"{name} Alle an einen Tisch!" in pages["probe/goal/Z.html"].shown
        assert name in pages["data/index.html"].shown and help_text in pages["data/index.html"].shown
        assert help_text in unescape(pages["probe/goal/Z.html"].text)
    assert "Alle an einen Tisch!" in site.read("data/probe/graph/plan.ttl")
    assert "losung" in site.read("data/probe/tabellen/ziele.csv")
