"""What a server can do wrong, and what the user is told: never a traceback, never a secret."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_server import JSON, Asked, Fake, Reply, fake_server

from ipgraph.cli import cli
from ipgraph.errors import IpgraphError
from ipgraph.store import http
from ipgraph.store.remote import RemoteStore

YES = b'{"head": {}, "boolean": true}'
Server = Callable[[Callable[[Asked], Reply]], Fake]


@pytest.fixture
def server() -> Iterator[Server]:
    """Starts fake servers, and ends them."""
    running: list[AbstractContextManager[Fake]] = []

    def start(reply: Callable[[Asked], Reply]) -> Fake:
        running.append(fake_server(reply))
        return running[-1].__enter__()

    yield start
    for one in running:
        one.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[float]:
    """Nobody is logged in, and waiting is written down instead."""
    for name in ("IPGRAPH_USER", "IPGRAPH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    waited: list[float] = []
    monkeypatch.setattr(http.time, "sleep", waited.append)
    return waited


def in_turn(*replies: Reply) -> Callable[[Asked], Reply]:
    """Answers one after the other; the last one again and again."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def store_at(fake: Fake) -> RemoteStore:
    """A store that asks nothing of its own before the first query."""
    store = RemoteStore(fake.address)
    vars(store)["_dataset"] = ()
    return store


def refused(fake: Fake, timeout: float | None = None) -> str:
    with pytest.raises(IpgraphError) as caught:
        store_at(fake).query("ASK {}", timeout=timeout)
    return caught.value.message["de"]


# ---------------------------------------------------------------- busy


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(status: int, server: Server, waits: list[float]) -> None:
    fake = server(in_turn(Reply(status), Reply(status), Reply(body=YES)))
    assert store_at(fake).query("ASK {}") is True
    assert waits == [0.5, 1.0] and len(fake.asked) == 3


def test_it_says_itself_how_long(server: Server, waits: list[float]) -> None:
    soon = email.utils.formatdate(time.time() + 20, usegmt=True)
    replies = (Reply(503, headers={"Retry-After": "7"}), Reply(429, headers={"Retry-After": soon}), Reply(body=YES))
    assert store_at(server(in_turn(*replies))).query("ASK {}") is True
    assert waits[0] == 7 and 10 < waits[1] <= 20


def test_after_some_tries_the_user_is_told(server: Server, waits: list[float]) -> None:
    fake = server(in_turn(Reply(503)))
    assert "überlastet" in refused(fake)
    assert len(fake.asked) == http.TRIES and len(waits) == http.TRIES - 1


def test_nobody_waits_an_hour(server: Server, waits: list[float]) -> None:
    assert "in 3600 Sekunden" in refused(server(in_turn(Reply(429, headers={"Retry-After": "3600"}))))
    assert not waits


# ---------------------------------------------------------------- slow, broken, something else


def test_a_slow_answer_is_not_waited_for(server: Server) -> None:
    """Each byte comes in time; all of them do not."""
    assert "nach 0.3 Sekunden" in refused(server(in_turn(Reply(body=YES, pause=0.05))), timeout=0.3)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(body=YES[:-9]), "ist nicht lesbar"),
        (Reply(body=YES[:-9], shorter=9), "mitten in der Antwort"),
        (Reply(body=b"<html>Welcome</html>", headers={"Content-Type": "text/html"}), "kein SPARQL-Endpunkt"),
        (Reply(404), "kein SPARQL-Endpunkt"),
        (Reply(400, b"1:5 no such thing"), "nicht beantworten (400): 1:5 no such thing"),
        (Reply(500, b"out of\nmemory"), "(500): out of memory"),
        (
            Reply(301, headers={"Location": "https://user:secret@new.example.org/sparql"}),
            "https://new.example.org/sparql",
        ),
        (Reply(403), "lässt das nicht zu"),
    ],
    ids=["broken JSON", "broken off", "web page", "not there", "bad query", "fault", "moved", "forbidden"],
)
def test_each_fault_has_its_sentence(reply: Reply, words: str, server: Server) -> None:
    said = refused(server(in_turn(reply)))
    assert words in said and "secret" not in said


def test_nobody_there() -> None:
    with fake_server(in_turn(Reply())) as fake:
        address = fake.address
    result = CliRunner().invoke(cli, ["query", "plan-sizes", address])
    assert result.exit_code == 2 and "nimmt keine Verbindung an" in result.stderr


# ---------------------------------------------------------------- login


def locked(challenge: str) -> Callable[[Asked], Reply]:
    def reply(asked: Asked) -> Reply:
        given = asked.headers.get("Authorization", "")
        good = given == "Basic a29lbmlnOmdlaGVpbQ==" or (given.startswith("Digest ") and 'username="koenig"' in given)
        return Reply(body=YES) if good else Reply(401, headers={"WWW-Authenticate": challenge})

    return reply


@pytest.mark.parametrize("challenge", ['Basic realm="x"', 'Digest realm="x", nonce="1", qop="auth", algorithm=MD5'])
def test_login_as_the_server_wants_it(challenge: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = server(locked(challenge))
    assert "IPGRAPH_USER" in refused(fake)
    monkeypatch.setenv("IPGRAPH_USER", "koenig")
    monkeypatch.setenv("IPGRAPH_PASSWORD", "geheim")
    store = store_at(fake)
    assert store.query("ASK {}") is True and store.query("ASK {}") is True
    assert [bool(one.headers.get("Authorization")) for one in fake.asked] == [False, False, True, True]


def test_a_wrong_password_is_told_and_not_shown(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPGRAPH_USER", "koenig")
    monkeypatch.setenv("IPGRAPH_PASSWORD", "falsch-4711")
    said = refused(server(locked('Basic realm="x"')))
    assert "Stimmen Name und Passwort" in said and "4711" not in said


@pytest.mark.parametrize("status", [401, 403])
def test_where_a_load_is_refused_the_login_is_blamed(
    status: int, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may say 404 where it has no graph store, and ask for a login only where it takes updates."""
    headers = {"WWW-Authenticate": 'Basic realm="x"'}
    fake = server(lambda asked: Reply(status, headers=headers) if asked.path.startswith("/update") else Reply(404))
    for user, words in (("", "IPGRAPH_USER" if status == 401 else "Zugang"), ("koenig", "Stimmen Name und Passwort")):
        monkeypatch.setenv("IPGRAPH_USER", user)
        said = CliRunner().invoke(cli, ["load", "--codes", "--to", fake.address])
        assert said.exit_code == 2 and words in said.stderr and "Adresse" not in said.stderr


def test_login_from_netrc(server: Server, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login koenig password geheim\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    assert store_at(server(locked('Basic realm="x"'))).query("ASK {}") is True


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://me:geheim@127.0.0.1:1/sparql", "Name und Passwort gehören nicht in die Adresse"),
        ("http://", "keine Adresse"),
        ("http://x:99999/", "keine Adresse"),
        ("https://a b/", "keine Adresse"),
    ],
)
@pytest.mark.parametrize("command", [["query", "plan-sizes"], ["validate"], ["load", "--codes", "--to"]])
def test_addresses_that_will_not_do(command: list[str], address: str, words: str) -> None:
    result = CliRunner().invoke(cli, [*command, address])
    assert result.exit_code == 2 and words in result.stderr and "geheim" not in result.stderr


@pytest.mark.parametrize(
    "command", [["query", "plan-sizes"], ["validate"], ["load", "--codes", "--to"], ["load", "--remove", "x", "--to"]]
)
@pytest.mark.parametrize(
    "reply", [Reply(404), Reply(body=b'{"head": {"vars": ["g", "p"]}, "results": {"bindings": []}}')]
)
def test_a_key_in_the_address_is_sent_and_not_shown(reply: Reply, command: list[str], server: Server) -> None:
    fake = server(in_turn(reply))
    result = CliRunner().invoke(cli, [*command, f"{fake.address}?apikey=geheim"])
    assert "geheim" not in result.stderr and result.stderr
    assert all("apikey=geheim" in asked.path for asked in fake.asked)


# ---------------------------------------------------------------- cut answers


def rows(*values: int) -> bytes:
    found = ", ".join(f'{{"n": {{"type": "literal", "value": "{n}"}}}}' for n in values)
    return f'{{"head": {{"vars": ["n"]}}, "results": {{"bindings": [{found}]}}}}'.encode()


def test_the_rest_of_a_cut_answer_is_fetched(server: Server) -> None:
    said: list[str] = []
    headers = JSON | {"X-SPARQL-MaxRows": "2"}

    def reply(asked: Asked) -> Reply:
        if "?p a" in asked.query:  # where the plans are
            return Reply(body=rows() if "SELECT" in asked.query else YES)
        start = int(asked.query.rpartition("OFFSET")[2] or 0) if "OFFSET" in asked.query else 0
        return Reply(body=rows(*[1, 2, 3, 4, 5][start : start + 2]), headers=headers)

    store = RemoteStore(server(reply).address, warn=lambda text: said.append(text["de"]))
    ordered = store.select("# a comment: SELECT\nSELECT ?n { ?s <x:SELECT> ?n } ORDER BY ?n")
    assert [getattr(row[0], "value", "") for row in ordered.rows] == ["1", "2", "3", "4", "5"] and not said
    assert len(store.select("SELECT ?n { ?s ?p ?n }").rows) == 2
    assert len(said) == 1 and "nach 2 Zeilen abgeschnitten" in said[0]


def test_a_server_without_offset_comes_to_an_end(server: Server) -> None:
    said: list[str] = []

    def reply(asked: Asked) -> Reply:
        if "?p a" in asked.query:
            return Reply(body=rows() if "SELECT" in asked.query else YES)
        return Reply(body=rows(1, 2), headers=JSON | {"X-SPARQL-MaxRows": "2"})

    fake = server(reply)
    store = RemoteStore(fake.address, warn=lambda text: said.append(text["de"]))
    assert len(store.select("SELECT ?n { ?s ?p ?n } ORDER BY ?n").rows) == 2
    assert len(said) == 1 and "nach 2 Zeilen abgeschnitten" in said[0] and len(fake.asked) < 9


def test_an_answer_without_end_is_stopped(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipgraph.store.http.LARGEST", 50_000)
    assert store_at(server(in_turn(Reply(body=YES + b" " * 40_000)))).query("ASK {}") is True
    assert "größer als" in refused(server(in_turn(Reply(body=YES + b" " * 200_000))))


def test_a_time_limit_holds_for_the_first_look_too(server: Server) -> None:
    """What the server holds is asked before the query itself; a server that hangs must not hang the command."""
    address = server(in_turn(Reply(body=YES, pause=0.05))).address
    result = CliRunner().invoke(cli, ["query", "focus-areas", "--endpoint", address, "--timeout", "0.3"])
    assert result.exit_code == 2 and "nach 0.3 Sekunden" in result.stderr


def test_a_warning_goes_to_stderr(server: Server) -> None:
    def reply(asked: Asked) -> Reply:
        if "GRAPH" in asked.query:
            return Reply(body=b'{"head": {"vars": ["g", "p"]}, "results": {"bindings": [{"g": {"type": "uri", "value": '
                         b'"http://x/p"}, "p": {"type": "uri", "value": "http://x/p"}}]}}')  # fmt: skip
        if "ASK" in asked.query:
            return Reply(body=YES)
        return Reply(body=rows(1, 2), headers=JSON | {"X-SPARQL-MaxRows": "2"})

    result = CliRunner().invoke(
        cli, ["query", "-", "--endpoint", server(reply).address, "--lang", "en"], input="SELECT ?n { ?s <x:y> ?n }"
    )
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split() == ["n", "1", "2"] and "has cut the answer after 2 rows" in result.stderr


def test_who_asks_and_how(server: Server) -> None:
    fake = server(in_turn(Reply(body=YES)))
    store_at(fake).query("#+ x: insert data here\nASK {}")
    [asked] = fake.asked
    assert asked.method == "POST" and asked.headers["User-Agent"].startswith("ipgraph/")
    assert asked.headers["Accept"] == "application/sparql-results+json" and asked.query.endswith("ASK {}")
