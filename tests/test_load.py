"""Plans into a store folder or onto a server: as a whole, or not at all."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from fake_server import Asked, Reply, fake_server
from servers import Server

import ipgraph
from ipgraph.cli import cli
from ipgraph.emit import convert
from ipgraph.errors import IpgraphError
from ipgraph.loading import load
from ipgraph.loading.folder import _straight
from ipgraph.loading.server import Target
from ipgraph.namespaces import CODES_GRAPH
from ipgraph.store import EmbeddedStore, embedded, is_store
from ipgraph.store.remote import RemoteStore

PLANS = ("boeblingen-2014", "musterkreis")


def test_a_source_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, usual = tmp_path / "plans.nq", Path.open
    source.write_bytes(b"")

    def locked(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == source:
            raise PermissionError(13, "Permission denied")
        return usual(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(IpgraphError, match=r"^plans\.nq cannot be opened"):
        load(source, to=tmp_path / "store")
    assert list(tmp_path.iterdir()) == [source]


@pytest.fixture(scope="module")
def data(repository: Path) -> Path:
    return repository / "data"


def run(*arguments: str, cwd: Path, lang: str = "de") -> tuple[int, str]:
    result = CliRunner().invoke(cli, [*arguments, "--lang", lang])
    return result.exit_code, result.stderr


# ---------------------------------------------------------------- folder


def test_a_new_store_and_one_plan_more(data: Path, tmp_path: Path) -> None:
    place = tmp_path / "stores" / "plans"
    code, said = run("load", str(data / "boeblingen-2014"), "--to", str(place), cwd=tmp_path)
    assert code == 0 and said == f"In {place} geladen – Pläne: 1, Tripel: 531.\n"
    code, said = run("load", str(data / "musterkreis"), "--to", str(place), cwd=tmp_path, lang="en")
    assert code == 0 and said == f"Loaded into {place} – plans: 1, triples: 13590.\n"
    store, both = EmbeddedStore(place), ipgraph.read(*(data / plan for plan in PLANS))
    assert store.graphs() == sorted(both.plans)
    for graph in (CODES_GRAPH, *both.plans):
        assert set(store.triples(graph)) == set(both.store.triples(graph))
    assert [path.name for path in place.parent.iterdir()] == ["plans"]


def test_a_plan_is_replaced_as_a_whole(data: Path, tmp_path: Path) -> None:
    place, changed = tmp_path / "store", shutil.copytree(data / "boeblingen-2014", tmp_path / "changed")
    load(data / "boeblingen-2014", to=place)
    measures = changed / "massnahmen.csv"
    measures.write_text("".join(measures.read_text(encoding="utf-8").splitlines(keepends=True)[:1]), encoding="utf-8")
    load(changed, to=place)
    assert set(EmbeddedStore(place).triples(plan := EmbeddedStore(place).graphs()[0])) == set(
        ipgraph.read(changed).store.triples(plan)
    )


def test_the_code_lists_alone(tmp_path: Path) -> None:
    code, said = run("load", "--codes", "--to", str(tmp_path / "store"), cwd=tmp_path)
    assert code == 0 and said.startswith(f"In {tmp_path / 'store'} geladen – Codelisten, Tripel: ")
    assert "enthält keinen Plan" in run("validate", str(tmp_path / "store"), cwd=tmp_path)[1]


def test_what_cannot_be_loaded(data: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "brief.txt").write_text("x", encoding="utf-8")
    for arguments, words in (
        (["--to", "store"], "was geladen wird"),
        ([str(data / "musterkreis"), "--codes", "--to", "store"], "was geladen wird"),
        ([str(data / "musterkreis"), "--to", str(tmp_path / "full")], "schon etwas anderes"),
        ([str(data / "musterkreis"), "--to", str(tmp_path / "full" / "brief.txt")], "kein Ordner"),
        ([str(tmp_path / "none.xlsx"), "--to", str(tmp_path / "new")], "gibt es nicht"),
    ):
        code, said = run("load", *arguments, cwd=tmp_path)
        assert code == 2 and words in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]


def test_a_store_that_is_being_written(data: Path, tmp_path: Path) -> None:
    place = tmp_path / "store"
    load(data / "boeblingen-2014", to=place)
    writing = ox.Store(str(place))
    with pytest.raises(IpgraphError, match="Another program"):
        load(data / "boeblingen-2014", to=place)
    assert EmbeddedStore(place).graphs(), "reading goes on"
    del writing


@pytest.mark.parametrize(
    ("told", "opened"),
    [
        ("While open a file for random read: plans/000033.sst: No such file or directory", True),
        ("No such file or directory: while stat a file for size: plans/000137.log", True),
        ("Invalid argument: no CURRENT", False),
    ],
)
def test_a_store_that_is_tidied_up_meanwhile_is_opened_anew(
    told: str, opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What RocksDB says when files of the list that was read a moment ago are gone."""
    answers = iter([RuntimeError(told), OSError(told), "store"])

    def read_only(_: str) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(embedded, "ox", SimpleNamespace(Store=SimpleNamespace(read_only=read_only)))
    if opened:
        assert embedded._opened(tmp_path, writing=False) == "store"
    else:
        with pytest.raises(IpgraphError, match="CURRENT"):
            embedded._opened(tmp_path, writing=False)


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_graphs_that_are_plans_go_straight_in(suffix: str, data: Path, tmp_path: Path) -> None:
    """What we wrote ourselves needs no reading statement by statement; the outcome is the same."""
    path = tmp_path / f"plans.{suffix}"
    convert([data / plan for plan in PLANS], path)
    assert _straight([path], tmp_path / "probe", lambda _: None) is not None
    done = load(path, to=tmp_path / "store")
    both, store = ipgraph.read(path), EmbeddedStore(tmp_path / "store")
    assert (done.plans, done.triples) == (2, sum(len(list(both.store.triples(plan))) for plan in both.plans))
    for graph in (CODES_GRAPH, *both.plans):
        assert set(store.triples(graph)) == set(both.store.triples(graph))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(" <https://w3id.org/ipgraph/data/boeblingen-2014> .", " ."),
        lambda text: text + "<http://x/a> <http://x/b> <http://x/c> .\n",
        lambda text: text.replace("#inPlan>", "#wasInPlan>", 1),
        lambda text: text.replace("boeblingen-2014> .\n", "boeblingen-14> .\n", 1),
    ],
    ids=["default graph", "a statement without graph", "without its plan", "another graph"],
)
def test_other_files_are_read_as_always(change: Callable[[str], str], data: Path, tmp_path: Path) -> None:
    path = tmp_path / "plans.nq"
    convert([data / "boeblingen-2014"], path)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert _straight([path], tmp_path / "probe", lambda _: None) is None
    load(path, to=tmp_path / "store")
    reading, store = ipgraph.read(path), EmbeddedStore(tmp_path / "store")
    assert store.graphs() == reading.plans
    assert set(store.triples(reading.plans[0])) == set(reading.store.triples(reading.plans[0]))


def test_a_broken_file_is_told_as_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "plans.nq").write_text("<a> <b>", encoding="utf-8")
    assert "nicht lesbar" in run("load", str(tmp_path / "plans.nq"), "--to", str(tmp_path / "s"), cwd=tmp_path)[1]
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("existing", [False, True], ids=["new", "existing"])
def test_an_end_at_any_moment_leaves_whole_plans(existing: bool, data: Path, tmp_path: Path) -> None:
    """The loading process is killed, earlier and later; the store opens, and each plan is the old or the new one."""
    changed = shutil.copytree(data / "musterkreis", tmp_path / "changed")
    status = changed / "statusmeldungen.csv"
    status.write_text("".join(status.read_text(encoding="utf-8").splitlines(keepends=True)[:1]), encoding="utf-8")
    plan = ipgraph.read(changed).plans[0]
    old, new = (set(ipgraph.read(source).store.triples(plan)) for source in (data / "musterkreis", changed))
    place, begun = tmp_path / "store", tmp_path / "begun"
    if existing:
        load(data / "musterkreis", to=place)
    chance = random.Random(4)
    program = (
        "import pathlib, sys; from ipgraph.loading import load\n"
        "load(sys.argv[1], to=sys.argv[2], progress=lambda text: pathlib.Path(sys.argv[3], text[:4]).mkdir())"
    )
    seen = set()
    for _ in range(3):
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir()
        with subprocess.Popen([sys.executable, "-c", program, str(changed), str(place), str(begun)]) as process:
            while process.poll() is None and not (begun / "Lade").exists():
                time.sleep(0.002)
            time.sleep(chance.random() * 0.4)
            process.kill()
        if not existing and not place.exists():
            continue
        assert is_store(place)
        found = set(EmbeddedStore(place).triples(plan))
        assert found in ([old, new] if existing else [new])
        seen.add(found == new)
        if existing and found == new:
            load(data / "musterkreis", to=place)
        elif not existing:
            shutil.rmtree(place)
    load(changed, to=place)
    assert set(EmbeddedStore(place).triples(plan)) == new
    assert not list(tmp_path.glob(".*.part")), "what a killed load left is cleared away by the next"


# ---------------------------------------------------------------- server


def graph_of(server: Server, graph: str) -> set[ox.Triple]:
    return set(RemoteStore(server.query).triples(graph))


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    found: Server = request.getfixturevalue(f"{request.param}_server")
    monkeypatch.setenv("IPGRAPH_USER", found.user)
    monkeypatch.setenv("IPGRAPH_PASSWORD", found.password)
    return found


def lines(*triples: ox.Triple) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def some(number: int) -> list[ox.Triple]:
    end = ox.NamedNode("http://x.example/plan\\u002F1".replace("\\u002F", "/"))
    return [ox.Triple(end, ox.NamedNode("http://x.example/p"), ox.Literal(f"Ä {n}")) for n in range(number)]


def test_a_graph_is_replaced_by_either_way(server: Server) -> None:
    """By the graph store, and by updates in batches where there is none."""
    graph = "http://x.example/ways"
    target = Target(server.query)
    target.replace(graph, lines(*some(3)))
    assert graph_of(server, graph) == set(some(3))
    by_update = Target(server.query)
    by_update.graph_stores = []
    by_update.replace(graph, lines(*some(2500)))
    assert graph_of(server, graph) == set(some(2500))
    target.replace(graph, lines(*some(1)))
    assert graph_of(server, graph) == set(some(1))
    target.remove(graph)
    assert graph_of(server, graph) == set()
    by_update.replace(graph, lines(*some(2)))
    by_update.remove(graph)
    assert graph_of(server, graph) == set()


@pytest.mark.parametrize("part", [0.2, 0.95])
def test_a_broken_connection_leaves_the_old_state(part: float, server: Server) -> None:
    import socket

    graph = "http://x.example/broken"
    target = Target(server.query)
    target.replace(graph, lines(*some(2)))
    address = f"{target.graph_stores[0]}?graph={urllib.parse.quote(graph, safe='')}"
    body = lines(*some(2000))
    request = urllib.request.Request(address, body, method="PUT")
    target.connection._authorise(request)
    parts = urllib.parse.urlsplit(address)
    head = [
        f"PUT {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}", "Content-Type: application/n-triples",
        f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in request.header_items()), "", "",
    ]  # fmt: skip
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as wire:
        wire.sendall("\r\n".join(head).encode() + body[: int(len(body) * part)])
    assert graph_of(server, graph) == set(some(2))
    target.replace(graph, body)
    assert graph_of(server, graph) == set(some(2000))


def test_a_server_without_either_way(data: Path, tmp_path: Path) -> None:
    with fake_server(lambda asked: Reply(404)) as fake:
        code, said = run("load", str(data / "boeblingen-2014"), "--to", fake.address, cwd=tmp_path)
    assert code == 2 and "weder ein Graph Store noch eine Adresse für Updates" in said


def test_the_folder_of_a_website_is_no_graph_store(data: Path, tmp_path: Path) -> None:
    """``ipgraph serve`` has its website at /data/; the user is not told that the server has moved there."""

    def reply(asked: Asked) -> Reply:
        return Reply(301, headers={"Location": "/data/"}) if asked.path.startswith("/data?") else Reply(404)

    with fake_server(reply) as fake:
        code, said = run("load", str(data / "boeblingen-2014"), "--to", fake.address, cwd=tmp_path)
    assert code == 2 and "weder ein Graph Store" in said and "umgezogen" not in said
    assert any(asked.path.startswith("/data?") for asked in fake.asked)


def test_a_server_that_takes_only_some(data: Path, tmp_path: Path) -> None:
    """The failing graph is named; what was there before is still there."""

    def reply(asked: Asked) -> Reply:
        return Reply(500, b"disk full") if asked.method == "PUT" and "boeblingen" in asked.path else Reply(200)

    with fake_server(reply) as fake:
        code, said = run("load", str(data / "boeblingen-2014"), "--to", fake.address, cwd=tmp_path)
    assert code == 2 and "boeblingen-2014 nicht (500): disk full" in said


def test_without_a_login_nothing_is_written(data: Path, virtuoso_server: Server, tmp_path: Path) -> None:
    assert "IPGRAPH_USER" not in os.environ
    code, said = run("load", str(data / "boeblingen-2014"), "--to", virtuoso_server.query, cwd=tmp_path)
    assert code == 2 and "verlangt eine Anmeldung" in said


def test_an_incomplete_plan_does_not_take_the_place_of_a_good_one(tmp_path: Path, repository: Path) -> None:
    store = tmp_path / "store"
    ipgraph.load(repository / "data" / "boeblingen-2014", to=store)
    before = sorted(map(str, ipgraph.read(store).store.triples(ipgraph.read(store).plans[0])))
    broken = tmp_path / "boeblingen-2014"
    shutil.copytree(repository / "data" / "boeblingen-2014", broken)
    goals = broken / "ziele.csv"
    goals.write_text(goals.read_text(encoding="utf-8").replace("Kennung", "Knnung", 1), encoding="utf-8")
    with pytest.raises(IpgraphError) as caught:
        ipgraph.load(broken, to=store)
    assert caught.value.message["de"].startswith("Nichts geladen") and "--force" in caught.value.message["de"]
    reading = ipgraph.read(store)
    assert sorted(map(str, reading.store.triples(reading.plans[0]))) == before
    assert ipgraph.load(broken, to=store, force=True).plans == 1


@pytest.mark.parametrize("target", ["ftp://example.org/store", "htps://example.org/sparql"])
def test_other_kinds_of_addresses_are_no_folders(target: str, repository: Path) -> None:
    with pytest.raises(IpgraphError, match="neither a folder nor an address"):
        ipgraph.load(repository / "data" / "boeblingen-2014", to=target)


def test_a_plan_is_removed_and_the_others_stay(data: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(*(data / plan for plan in PLANS), to=store)
    code, said = run("load", "--remove", "musterkrei", "--to", str(store), cwd=tmp_path)
    assert code == 2 and "Es gibt: boeblingen-2014, musterkreis-2024." in said
    code, said = run("load", "--remove", "musterkreis-2024", "--to", str(store), cwd=tmp_path)
    assert code == 0 and f"musterkreis-2024 aus {store} entfernt." in said
    left = EmbeddedStore(store)
    assert sorted(left.graphs()) == sorted(ipgraph.read(data / "boeblingen-2014").plans)
    assert any(left.triples(CODES_GRAPH))


def test_a_graph_of_several_plans_is_not_removed_for_one_of_them(data: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store", writing=True)
    for name in PLANS:
        reading = ipgraph.read(data / name)
        store.add("https://example.org/all", reading.store.triples(reading.plans[0]))
    store.flush()
    count = len(store)
    del store
    code, said = run("load", "--remove", "musterkreis-2024", "--to", str(tmp_path / "store"), cwd=tmp_path)
    assert code == 2 and "mit anderen Plänen" in said and len(EmbeddedStore(tmp_path / "store")) == count


def test_what_cannot_be_removed(data: Path, tmp_path: Path) -> None:
    assert run("load", "--remove", "x", "--to", str(tmp_path), cwd=tmp_path)[0] == 2
    code, said = run("load", str(data / "musterkreis"), "--remove", "x", "--to", str(tmp_path), cwd=tmp_path)
    assert code == 2 and "keine Quelle" in said


def test_a_plan_is_removed_from_a_server(data: Path, server: Server, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPGRAPH_USER", server.user)
        patch.setenv("IPGRAPH_PASSWORD", server.password)
        load(data / "boeblingen-2014", to=server.query)
        graph = ipgraph.read(data / "boeblingen-2014").plans[0]
        assert graph_of(server, graph)
        code, said = run("load", "--remove", "boeblingen-2014", "--to", server.query, cwd=tmp_path)
    assert code == 0, said
    assert not graph_of(server, graph)
