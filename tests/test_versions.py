"""Published editions: they never change, follow one another, say what changed, and survive a run that breaks off."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib

from ipgraph.emit.serialise import rdf_bytes
from ipgraph.errors import IpgraphError
from ipgraph.ingest import read
from ipgraph.opendata.editions.draft import FIRST, Draft, draft
from ipgraph.opendata.editions.record import sum_of, versions
from ipgraph.opendata.editions.release import claim, prepare

REPOSITORY = Path(__file__).resolve().parent.parent
BOEBLINGEN = REPOSITORY / "data" / "boeblingen-2014"
MUSTERKREIS = REPOSITORY / "data" / "musterkreis"
BASE = "https://w3id.org/ipgraph/data/boeblingen-2014/"
GRAPH = "graph/plan.ttl"


def put(folder: Path, name: str, key: str, **cells: str) -> None:
    """Write into cells of a row; without any, take it out."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [row for row in rows if row["Kennung"] == key]
    assert cells.keys() <= row.keys()
    row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(one for one in rows if cells or one is not row)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three editions: in the second a goal is gone and an actor is called otherwise; in the third the goal is back."""
    folder = tmp_path_factory.mktemp("plans")
    found = [shutil.copytree(BOEBLINGEN, folder / name) for name in ("eins", "zwei", "drei")]
    for number, path in enumerate(found, start=1):
        put(path, "plan", "boeblingen-2014", Fassung=f"{number}. Fassung")
    for path in found[1:]:
        put(path, "akteure", "A-SPORT", Kennung="A-SPK")
    put(found[1], "ziele", "IKOE-Z2")
    put(found[2], "akteure", "A-VERB")
    return found


@pytest.fixture
def confirmed(tmp_path: Path) -> Path:
    path = tmp_path / "umbenennungen.csv"
    path.write_text(
        "Blatt;Kennung alt;Kennung neu;Geprüft von;Geprüft am\nAkteure;A-SPORT;A-SPK;Amt;2026-02-01\n", encoding="utf-8"
    )
    return path


def package(plan: Path, found: Draft) -> dict[str, bytes]:
    """A small package: the graph, a file that this edition alone has, its history, a catalogue that lists all."""
    reading = read(plan)
    catalogue = "".join(f"{version.number}: {version.path}\n" for version in found.versions)
    return {
        GRAPH: rdf_bytes(reading, "turtle"), f"nur-{plan.name}.txt": b"x", **found.files(),
        "catalog.ttl": catalogue.encode("utf-8"),
    }  # fmt: skip


def release(folder: Path, plan: Path, renames: Path | None = None, **given: str) -> bool:
    claim(folder)
    found = draft(folder, read(plan), renames=renames, **given)
    return publish(folder, found, package(plan, found))


def publish(folder: Path, found: Draft, files: Mapping[str, bytes]) -> bool:
    one = prepare(folder, found, files, GRAPH, ("plan", "ziele"))
    one.write()
    one.publish()
    return one.is_new


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


# ---------------------------------------------------------------- three editions


def test_three_editions_in_a_row(plans: list[Path], confirmed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    frozen: dict[str, bytes] = {}
    for plan in plans:
        assert release(folder, plan, confirmed)
        now = content(folder)
        assert {name: now[name] for name in frozen} == frozen, "what was published never changes"
        frozen = {name: data for name, data in now.items() if name.startswith("v/")}
    known = versions(folder)
    assert [(one.number, one.path, one.previous) for one in known] == [
        ("1. Fassung", "v/1-fassung/", ""), ("2. Fassung", "v/2-fassung/", "1. Fassung"),
        ("3. Fassung", "v/3-fassung/", "2. Fassung"),
    ]  # fmt: skip
    assert known[0].notes == FIRST and known[0].keys == ("plan", "ziele")
    assert known[1].notes["de"].startswith("Gegenüber „1. Fassung“: Angaben zum Plan geändert: Fassung.")
    assert "1 goal gone." in known[1].notes["en"] and "1 Ziel neu." in known[2].notes["de"]
    top = {name for name in content(folder) if not name.startswith("v/")}
    newest = {name.removeprefix("v/3-fassung/") for name in frozen if name.startswith("v/3-fassung/")}
    assert top == newest - {"version.json"} | {"versionen.json"}
    assert all((folder / name).read_bytes() == frozen[f"v/3-fassung/{name}"] for name in top - {"versionen.json"})
    listed = json.loads((folder / "versionen.json").read_text(encoding="utf-8"))
    assert [one["number"] for one in listed] == [one.number for one in known]
    assert "aenderungen.html" not in {name.rpartition("/")[2] for name in frozen if name.startswith("v/1-fassung/")}


def test_retired_rows_stay_resolvable(plans: list[Path], confirmed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    for plan in plans[:2]:
        release(folder, plan, confirmed)
    goal, actor, renamed = (f"{BASE}{end}" for end in ("goal/IKOE-Z2", "actor/A-SPORT", "actor/A-SPK"))
    listed = json.loads((folder / "entfallen.json").read_text(encoding="utf-8"))
    assert listed[goal]["replaced_by"] == [] and listed[goal]["gone"] == "2. Fassung"
    assert listed[goal]["path"] == "v/1-fassung/" and listed[goal]["label"].startswith("Es bestehen verlässliche")
    assert listed[actor]["replaced_by"] == [renamed]
    graph = rdflib.Graph().parse(folder / "entfallen.ttl")
    terms, owl = rdflib.DCTERMS, rdflib.OWL
    assert (rdflib.URIRef(actor), terms.isReplacedBy, rdflib.URIRef(renamed)) in graph
    assert (rdflib.URIRef(goal), owl.deprecated, rdflib.Literal(True)) in graph
    assert not list(graph.objects(rdflib.URIRef(goal), terms.isReplacedBy))
    notes = {str(note) for note in graph.objects(rdflib.URIRef(goal), rdflib.SKOS.historyNote)}
    assert notes == {
        "Entfallen mit „2. Fassung“; zuletzt in „1. Fassung“.",
        "Gone with “2. Fassung”; last in “1. Fassung”.",
    }
    assert not list(graph.triples((None, rdflib.RDF.type, None))), "a query for all goals must not find what is gone"
    page = (folder / "entfallen.html").read_text(encoding="utf-8")
    assert 'id="goal/IKOE-Z2"' in page and f'href="{renamed}"' in page
    assert "A-SPORT" not in {one for one in listed if listed[one]["identifier"] == "A-SPK"}

    release(folder, plans[2], confirmed)
    again = json.loads((folder / "entfallen.json").read_text(encoding="utf-8"))
    assert goal not in again, "it has come back"
    assert again[actor] == listed[actor], "what is gone stays known"
    assert again[f"{BASE}actor/A-VERB"]["last"] == "2. Fassung"
    assert (folder / "v/2-fassung/entfallen.json").read_bytes() != (folder / "entfallen.json").read_bytes()


def test_without_a_confirmation_nothing_replaces_anything(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    release(folder, plans[0])
    found = draft(folder, read(plans[1]))
    retired = {one.identifier: one for one in found.version.retired}
    assert retired["A-SPORT"].replaced_by == ()
    assert any("--renames" in note["de"] for note in found.notes)
    assert b"vermutlich jetzt A-SPK" in found.files()["aenderungen.md"]


def test_a_rename_may_be_confirmed_later(plans: list[Path], confirmed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    release(folder, plans[0])
    release(folder, plans[1])
    release(folder, plans[2], confirmed)
    replaced = [{one.identifier: one.replaced_by for one in version.retired} for version in versions(folder)]
    assert replaced[1]["A-SPORT"] == () and replaced[2]["A-SPORT"] == (f"{BASE}actor/A-SPK",)


def test_a_row_that_became_two_names_both(plans: list[Path], confirmed: Path, tmp_path: Path) -> None:
    folder, new = tmp_path / "paket", shutil.copytree(plans[1], tmp_path / "geteilt")
    rows = list(csv.reader((new / "akteure.csv").read_text(encoding="utf-8").splitlines()))
    split = next(row for row in rows if row[0] == "A-SPK")
    with (new / "akteure.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["A-SPK2", "Sportkreis Nord", *split[2:]])
    with confirmed.open("a", encoding="utf-8") as file:
        file.write("Akteure;A-SPORT;A-SPK2;Amt;2026-02-01\n")
    release(folder, plans[0])
    release(folder, new, confirmed)
    retired = {one.identifier: one.replaced_by for one in versions(folder)[-1].retired}
    assert retired["A-SPORT"] == (f"{BASE}actor/A-SPK", f"{BASE}actor/A-SPK2")
    graph = rdflib.Graph().parse(folder / "entfallen.ttl")
    assert len(list(graph.objects(rdflib.URIRef(f"{BASE}actor/A-SPORT"), rdflib.DCTERMS.isReplacedBy))) == 2
    changes = (folder / "aenderungen.md").read_text(encoding="utf-8")
    assert "A-SPK umbenannt (früher A-SPORT)" in changes
    assert "A-SPK2 neu: Sportkreis Nord – aus A-SPORT entstanden, bestätigt\n" in changes
    public = b"".join(data for name, data in content(folder).items() if not name.endswith(".ttl"))
    assert b"Amt am" not in public and b"Amt, " not in public, "who signed is nobody's business"


def test_a_person_who_was_taken_out_does_not_come_back_with_the_changes(plans: list[Path], tmp_path: Path) -> None:
    folder, named = tmp_path / "paket", shutil.copytree(plans[0], tmp_path / "genannt")
    put(named, "ziele", "IKOE-Z2", Wortlaut="Frau Mustermann und Sabine Berger helfen, Tel. 07031 663-1234.")
    release(folder, named)
    release(folder, plans[2])
    assert "Mustermann" in (folder / "v/1-fassung" / GRAPH).read_text(encoding="utf-8")
    told = "".join(
        text.decode("utf-8") for name, text in content(folder).items() if not name.startswith("v/1-fassung/")
    )
    assert "Mustermann" not in told and "Berger" not in told and "663-1234" not in told
    assert "\\[…\\] und \\[…\\] helfen" in (folder / "aenderungen.md").read_text(encoding="utf-8")


def test_what_is_missing_at_the_top_comes_back(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    release(folder, plans[0])
    before = content(folder)
    (folder / "catalog.ttl").unlink()
    (folder / GRAPH).write_bytes(b"half")
    assert not release(folder, plans[0]) and content(folder) == before


def test_the_oldest_edition_may_be_taken_away(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    for plan in plans[:2]:
        release(folder, plan)
    shutil.rmtree(folder / "v/1-fassung")
    assert [one.number for one in versions(folder)] == ["2. Fassung"]
    assert release(folder, plans[2]) and [one.number for one in versions(folder)] == ["2. Fassung", "3. Fassung"]


def test_another_kennung_of_the_plan_moves_every_address(plans: list[Path], tmp_path: Path) -> None:
    folder, new = tmp_path / "paket", shutil.copytree(plans[0], tmp_path / "neu")
    put(new, "plan", "boeblingen-2014", Kennung="boeblingen-2019", Fassung="Fortschreibung (2019)")
    release(folder, plans[0])
    release(folder, new)
    retired = {one.iri: one.replaced_by for one in versions(folder)[-1].retired}
    assert retired[f"{BASE}goal/IKOE-Z2"] == ("https://w3id.org/ipgraph/data/boeblingen-2019/goal/IKOE-Z2",)
    assert retired[BASE.rstrip("/")] == ("https://w3id.org/ipgraph/data/boeblingen-2019",)
    assert versions(folder)[-1].path == "v/fortschreibung-2019/"


# ---------------------------------------------------------------- what is refused


def test_the_same_again_does_nothing(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    release(folder, plans[0])
    release(folder, plans[1])
    before = content(folder)
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert not release(folder, plans[1])
    assert not release(folder, plans[0]), "an old edition may be made again"
    assert content(folder) == before and stamps == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_published_edition_is_not_overwritten(plans: list[Path], tmp_path: Path) -> None:
    folder, other = tmp_path / "paket", shutil.copytree(plans[0], tmp_path / "anders")
    put(other, "ziele", "IKOE-Z2", Wortlaut="Anders")
    release(folder, plans[0])
    before = content(folder)
    with pytest.raises(IpgraphError) as error:
        release(folder, other)
    assert "bleibt, wie es ist" in error.value.message["de"] and GRAPH in error.value.message["de"]
    assert content(folder) == before
    assert release(folder, other, number="1. Fassung, berichtigt"), "the settings may give another number"
    assert versions(folder)[-1].path == "v/1-fassung-berichtigt/"


def test_numbers_that_look_alike_in_a_path_stay_apart(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    for number in ("Fassung 1", "Fassung (1)", "第一版", "第二版"):
        assert release(folder, plans[0], number=number)
    paths = [one.path for one in versions(folder)]
    assert len(set(paths)) == 4 and all(path.isascii() for path in paths)


def test_folders_of_others_are_refused(plans: list[Path], tmp_path: Path) -> None:
    (tmp_path / "voll").mkdir()
    (tmp_path / "voll" / "brief.txt").write_text("x", encoding="utf-8")
    with pytest.raises(IpgraphError) as error:
        release(tmp_path / "voll", plans[0])
    assert "liegt schon etwas anderes" in error.value.message["de"]
    release(tmp_path / "paket", plans[0])
    with pytest.raises(IpgraphError) as error:
        release(tmp_path / "paket", MUSTERKREIS, number="2. Fassung")
    assert "keine zwei Fassungen" in error.value.message["de"]


def test_damage_is_noticed(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    for plan in plans:
        release(folder, plan)
    (folder / "v/1-fassung/nur-eins.txt").write_bytes(b"y")
    notes = draft(folder, read(plans[0]), number="4. Fassung").notes
    assert any("v/1-fassung/: nur-eins.txt" in note["de"] for note in notes)
    record = folder / "v/2-fassung/version.json"
    shutil.copy(record, tmp_path / "record.json")
    record.write_text("{", encoding="utf-8")
    with pytest.raises(IpgraphError) as error:
        versions(folder)
    assert "version.json" in error.value.message["de"]
    shutil.rmtree(folder / "v/2-fassung")
    with pytest.raises(IpgraphError) as error:
        versions(folder)
    assert "folgen nicht aufeinander" in error.value.message["de"]


def test_two_at_once_are_noticed(plans: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    mine = draft(folder, read(plans[1]))
    release(folder, plans[0])
    with pytest.raises(IpgraphError) as error:
        publish(folder, mine, package(plans[1], mine))
    assert "inzwischen" in error.value.message["de"]


# ---------------------------------------------------------------- a run that breaks off


class Killed(BaseException):
    """What nothing catches."""


def sound(folder: Path, published: Mapping[str, bytes]) -> None:
    """Every edition that can be seen is whole, and those of before are as they were."""
    now = content(folder) if folder.exists() else {}
    assert {name: now.get(name) for name in published} == published
    for version in versions(folder):
        assert all(sum_of(now[version.path + name]) == wanted for name, wanted in version.files.items())


def test_a_run_may_break_off_anywhere(plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = tmp_path / "wie-gewollt"
    for plan in plans[:2]:
        release(wanted, plan)
    started = tmp_path / "begonnen"
    release(started, plans[0])
    published = {name: data for name, data in content(started).items() if name.startswith("v/")}
    found = draft(started, read(plans[1]))
    files = package(plans[1], found)
    write, rename = Path.write_bytes, Path.rename
    steps = 0
    while True:
        folder = shutil.copytree(started, tmp_path / f"lauf-{steps}")
        left = steps

        def broken(path: Path, data: bytes) -> int:
            nonlocal left
            if left == 0:
                write(path, data[: len(data) // 2])
                raise Killed
            left -= 1
            return write(path, data)

        def renamed(path: Path, target: Path) -> Path:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return rename(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", broken)
            patch.setattr(Path, "rename", renamed)
            try:
                publish(folder, found, files)
                ended = True
            except Killed:
                ended = False
        sound(folder, published)
        publish(folder, found, files)
        parts = {name for name in content(folder) if name.endswith(".part")}
        assert {name: data for name, data in content(folder).items() if name not in parts} == content(wanted)
        assert not parts, steps
        if ended:
            break
        steps += 1
    assert steps > 10


KILL = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_versions
replace, count = Path.replace, 0
def deadly(path, target):
    global count
    count += 1
    if count == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(path, target)
Path.replace = deadly
test_versions.release(Path({folder!r}), Path({plan!r}))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_process_is_made_good(plans: list[Path], tmp_path: Path) -> None:
    folder, wanted = tmp_path / "paket", tmp_path / "wanted"
    release(folder, plans[0])
    for plan in plans[:2]:
        release(wanted, plan)
    published = {name: data for name, data in content(folder).items() if name.startswith("v/")}
    code = KILL.format(tests=str(Path(__file__).parent), folder=str(folder), plan=str(plans[1]))
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=False)
    assert result.returncode == -signal.SIGKILL, result.stderr
    sound(folder, published)
    assert content(folder) != content(wanted)
    release(folder, plans[1])
    assert content(folder) == content(wanted)


def test_a_file_is_no_folder_to_publish_in(tmp_path: Path) -> None:
    taken = tmp_path / "paket"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(IpgraphError, match="is no folder"):
        claim(taken)
    assert taken.read_text(encoding="utf-8") == "mine"
