"""The server: SPARQL Protocol, content negotiation, limits, and what it refuses. Real requests to a real server."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlencode, urlsplit

import psutil
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import to_isomorphic
from site_pages import Site
from werkzeug.test import Client

from ipgraph import resources
from ipgraph.catalogue import queries
from ipgraph.emit.serialise import description_bytes
from ipgraph.ingest import read
from ipgraph.server import Limits, Server, _hosts, _stays_here, serving
from ipgraph.server.application import HEADERS
from ipgraph.server.descriptions import FORMATS
from ipgraph.server.editor import SCRIPTS, STYLES
from ipgraph.server.engine import Engine
from ipgraph.store.limited import Question

SOURCE = Path(__file__).resolve().parent.parent / "data" / "boeblingen-2014"
PLAN = "https://w3id.org/ipgraph/data/boeblingen-2014"
GOAL = f"{PLAN}/goal/IKOE-Z2"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def kind(self) -> str:
        return self.headers["Content-Type"].partition(";")[0]


def ask(server: Server, method: str, target: str, body: str | bytes | None = None, **headers: str) -> Reply:
    with closing(http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=60)) as connection:
        connection.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())


def get(server: Server, target: str, **headers: str) -> Reply:
    return ask(server, "GET", target, **headers)


def query(server: Server, sparql: str, *more: tuple[str, str], **headers: str) -> Reply:
    return get(server, "/sparql?" + urlencode([("query", sparql), *more]), **headers)


def number(reply: Reply) -> int:
    assert reply.status == 200, reply.text
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


@contextmanager
def limited(server: Server, limits: Limits) -> Iterator[Client]:
    """The same application with other limits."""
    with closing(Engine(server.application.engine.folder, limits)) as engine:
        yield Client(replace(server.application, engine=engine))


# ---------------------------------------------------------------- the site


def test_the_site_on_disk_is_that_of_a_build(served: Server, boeblingen_site: Site) -> None:
    ours, theirs = served.application.site.folder, boeblingen_site.folder
    names = {path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file()}
    assert names == {path.relative_to(ours) for path in ours.rglob("*") if path.is_file()}
    assert [name for name in names if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []


def test_files_are_served_as_they_are_but_for_the_links_of_the_server(served: Server) -> None:
    site = served.application.site
    for name in sorted(site.files):
        body, disk = get(served, "/" + quote(name)).body, (site.folder / name).read_bytes()
        assert body.startswith(disk) if name == "assets/site.js" else body == disk, name
    assert get(served, "/").body == (site.folder / "index.html").read_bytes()
    assert get(served, "/boeblingen-2014/goal").headers["Location"] == "/boeblingen-2014/goal/"
    assert get(served, "/boeblingen-2014/goal/").status == 200


def test_a_script_is_a_script_whatever_the_registry_says(served: Server) -> None:
    assert get(served, "/assets/site.js").kind == get(served, "/assets/editor.js").kind == "text/javascript"


def test_a_page_that_is_known_is_not_sent_again(served: Server) -> None:
    for target in ("/index.html", "/assets/codemirror.js"):
        assert get(served, target, If_None_Match=get(served, target).headers["ETag"]).status == 304


def test_the_vendored_editor_is_unchanged() -> None:
    folder = resources.folder("vendor") / "codemirror"
    about = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    assert set(about["sha256"]) == {*SCRIPTS, *STYLES} and (folder / "LICENSE").is_file()
    for name, checksum in about["sha256"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name
    assert f'version = "{about["version"]}"' in (folder / "codemirror.js").read_text(encoding="utf-8")


# ---------------------------------------------------------------- SPARQL Protocol


def test_three_ways_to_send_a_query(served: Server) -> None:
    form = "application/x-www-form-urlencoded"
    by_form = ask(served, "POST", "/sparql", urlencode({"query": COUNT}), Content_Type=form)
    directly = ask(served, "POST", "/sparql", COUNT, Content_Type="application/sparql-query")
    assert number(query(served, COUNT)) == number(by_form) == number(directly) > 100


def test_sparqlwrapper_understands_the_endpoint(served: Server) -> None:
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    client = SPARQLWrapper(served.address + "sparql", returnFormat=JSON)
    client.setQuery(queries()["focus-areas"].bind("de"))
    assert client.queryAndConvert()["results"]["bindings"]
    client.setMethod(POST)
    client.setReturnFormat(TURTLE)
    client.setQuery(f"DESCRIBE <{GOAL}>")
    assert b"ontology#Goal" in client.queryAndConvert()


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("text/tab-separated-values, text/csv;q=0.9", "text/tab-separated-values"),
        ("text/turtle, application/sparql-results+json;q=0.1", "application/sparql-results+json"),
    ],
)
def test_tables_in_the_format_that_the_client_likes(served: Server, accept: str, kind: str) -> None:
    reply = query(served, COUNT, **({"Accept": accept} if accept else {}))
    assert (reply.status, reply.kind, reply.headers["Vary"]) == (200, kind, "Accept")


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdf"])
def test_triples_in_every_format(served: Server, name: str) -> None:
    reply = query(served, "CONSTRUCT WHERE { ?s ?p ?o }", ("format", name))
    kinds = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    graph = rdflib.Graph().parse(data=reply.body, format=kinds[name])
    assert len(graph) == number(query(served, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }"))


def test_a_query_chooses_its_graphs(served: Server) -> None:
    everything, plan = number(query(served, COUNT)), ("default-graph-uri", PLAN)
    alone = number(query(served, COUNT, plan))
    assert 0 < alone < everything
    assert number(query(served, COUNT.replace("{", f"FROM <{PLAN}> {{", 1))) == alone
    assert number(query(served, f"# from <here>\n{COUNT}")) == everything
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(query(served, named)) == everything
    assert number(query(served, named, ("named-graph-uri", PLAN))) == alone


def test_a_fault_is_shown_with_line_and_column(served: Server) -> None:
    german = query(served, "SELECT * {\n  ?s ?p\n}", Accept_Language="de")
    english = query(served, "SELECT * {\n  ?s ?p\n}", Accept_Language="en-GB,de;q=0.5")
    assert german.status == english.status == 400
    assert "Zeile 3, Spalte " in german.text and "line 3, column " in english.text
    assert english.headers["Content-Language"] == "en"


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("method", "target", "body", "kind", "status"),
    [
        ("POST", "/sparql", "update=DROP+ALL", FORM, 403),
        ("POST", "/sparql", "DROP ALL", "application/sparql-update", 403),
        ("POST", "/sparql?update=DROP+ALL", "query=ASK{}", FORM, 403),
        ("POST", "/sparql", "query=DROP+ALL", FORM, 400),
        ("POST", "/sparql", "LOAD <file:///etc/passwd>", "application/sparql-query", 400),
        ("POST", "/sparql", "", FORM, 400),
        ("POST", "/sparql", "query=ASK{}&query=ASK{}", FORM, 400),
        ("POST", "/sparql", "ASK {}", "text/plain", 415),
        ("POST", "/sparql", b"ASK {} # \xff", "application/sparql-query", 400),
        ("POST", "/sparql", "query=ASK{}&default-graph-uri=no+iri", FORM, 400),
        ("POST", "/sparql", "#" * 100_000, "application/sparql-query", 413),
        ("POST", "/sparql", "query=" + "+" * 900_000, FORM, 413),
        ("PUT", "/sparql", "ASK {}", "application/sparql-query", 405),
        ("DELETE", "/index.html", None, FORM, 405),
        ("POST", "/index.html", None, FORM, 405),
        ("GET", "/sparql?query=ASK{}&format=docx", None, "", 406),
        ("GET", "/sparql?query=ASK{}&format=html", None, "", 406),
        ("GET", "/sparql?query=ASK{}&format=ttl", None, "", 406),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_with_a_sentence(
    served: Server, method: str, target: str, body: str | bytes | None, kind: str, status: int
) -> None:
    reply = ask(served, method, target, body, Content_Type=kind)
    assert reply.status == status
    assert len(reply.text.strip()) > 15


def test_nothing_is_read_from_files(served: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    iri = secret.as_uri()
    for dataset in (f"FROM <{iri}>", f"FROM NAMED <{iri}>"):
        assert (
            number(
                query(
                    served,
                    f"SELECT (COUNT(*) AS ?n) {dataset} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}",
                )
            )
            == 0
        )
    assert number(query(served, COUNT, ("default-graph-uri", iri))) == 0


# ---------------------------------------------------------------- nothing goes out


@contextmanager
def trap() -> Iterator[tuple[str, list[bytes]]]:
    """An address where nobody may call, and what was said there."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                with caller:
                    calls.append(caller.recv(1000))
                    caller.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        thread = Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)


SPELLINGS = [
    "SELECT * { SERVICE <HERE> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <HERE> { ?s ?p ?o } }",
    "PREFIX h: <HERE> SELECT * { SERVICE h: { ?s ?p ?o } }",
    "PREFIX : <HERE> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { VALUES ?g { <HERE> } SERVICE ?g { ?s ?p ?o } }",
    "SELECT * { VALUES ?x {1} FILTER(?x<2)SERVICE<HERE>{?s ?p ?o} }",
    "SELECT * { VALUES ?g { <HERE> } FILTER(1<2)SERVICE?g#>\n{ ?s ?p ?o } }",
    'SELECT * { VALUES ?x {"""a"} SERVICE <HERE> { ?s ?p ?o } } # \\q """',
    "SELECT * { \\u0053ERVICE <HERE> { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <HERE> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <HERE> { ?s ?p ?o } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <HERE> { ?s ?p ?o } }",
]


def test_no_spelling_calls_another_server(served: Server) -> None:
    with trap() as (address, calls):
        for spelling in SPELLINGS:
            assert query(served, spelling.replace("HERE", address)).status in (400, 403), spelling
        assert calls == []


def test_the_engine_itself_would_call(served: Server) -> None:
    """Else the test above would show nothing; and most of the spellings are good SPARQL to it."""
    engine = served.application.engine
    reached = 0
    for spelling in SPELLINGS:
        with trap() as (address, calls):
            try:
                engine.ask(Question(spelling.replace("HERE", address)), lambda: False)
            except Exception as error:
                assert type(error).__name__ == "Refused"
            reached += bool(calls)
    assert reached >= 8


# ---------------------------------------------------------------- limits


def workers() -> list[psutil.Process]:
    """The processes that answer queries."""
    return [one for one in psutil.Process().children() if any("worker.py" in part for part in one.cmdline())]


def test_a_runaway_query_ends_at_its_time_and_the_next_one_is_answered(served: Server) -> None:
    with limited(served, Limits(seconds=0.5)) as client:
        for _ in range(2):
            answer = client.get("/sparql", query_string={"query": RUNAWAY})
            assert (answer.status_code, "0.5 " in answer.text) == (504, True)
            assert client.get("/sparql", query_string={"query": COUNT}).status_code == 200


def test_a_greedy_query_ends_at_its_memory(served: Server) -> None:
    with limited(served, Limits(seconds=60, memory=200_000_000)) as client:
        answer = client.get("/sparql", query_string={"query": GREEDY})
        assert (answer.status_code, "200 MB" in answer.text) == (413, True)
        assert client.get("/sparql", query_string={"query": COUNT}).status_code == 200


def test_a_giant_answer_is_refused_and_never_cut(served: Server) -> None:
    with limited(served, Limits(seconds=60, answer=1_000_000)) as client:
        for sparql in (ENDLESS, "CONSTRUCT { ?a ?b ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"):
            answer = client.get("/sparql", query_string={"query": sparql})
            assert (answer.status_code, "1 MB" in answer.text) == (413, True)
        fits = client.get("/sparql", query_string={"query": ENDLESS + " LIMIT 1000"})
        assert fits.status_code == 200 and len(json.loads(fits.data)["results"]["bindings"]) == 1000


def test_who_waits_too_long_for_a_turn_is_told_when_to_come_back(served: Server) -> None:
    with limited(served, Limits(seconds=3, together=1, patience=0.01)) as client, ThreadPoolExecutor(1) as other:
        running = other.submit(client.get, "/sparql", query_string={"query": RUNAWAY})
        statuses = set()
        while not running.done():
            answer = client.get("/sparql", query_string={"query": "ASK {}"})
            statuses.add((answer.status_code, answer.headers.get("Retry-After")))
        assert (503, "30") in statuses
        assert running.result().status_code in (503, 504)


def test_many_at_the_same_time_are_all_answered(served: Server) -> None:
    with ThreadPoolExecutor(40) as clients:
        replies = list(clients.map(lambda _: query(served, COUNT), range(120)))
    assert len({number(reply) for reply in replies}) == 1
    assert 0 < len(workers()) <= served.application.engine.limits.together


def test_a_query_ends_when_nobody_waits_for_it(served: Server) -> None:
    address, asked = urlsplit(served.address), urlencode({"query": RUNAWAY})
    with socket.create_connection((address.hostname, address.port)) as client:
        client.sendall(f"GET /sparql?{asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii"))
        busy = next(one for _ in repeat(None) for one in workers() if one.cpu_percent(0.1) > 50)
    busy.wait(0.8 * served.application.engine.limits.seconds)
    assert number(query(served, COUNT)) > 100


def test_slow_clients_hold_nobody_up(served: Server) -> None:
    """Thirty that never end their request, and thirty that never read their answer."""
    address = urlsplit(served.address)
    large = "/sparql?" + urlencode({"query": ENDLESS + " LIMIT 20000", "format": "csv"})
    slow = [socket.create_connection((address.hostname, address.port)) for _ in range(60)]
    for client in slow[:30]:
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n")
    for client in slow[30:34]:
        client.sendall(f"GET {large} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii"))
    try:
        assert number(query(served, COUNT)) > 100
        assert get(served, "/").status == 200
    finally:
        for client in slow:
            client.close()


# ---------------------------------------------------------------- every IRI answers


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [
        (BROWSER, 303, "text/html"),
        ("*/*", 303, "text/html"),
        ("text/turtle", 200, "text/turtle"),
        ("application/ld+json", 200, "application/ld+json"),
        ("application/json", 200, "application/ld+json"),
        ("application/n-triples", 200, "application/n-triples"),
        ("application/rdf+xml", 200, "application/rdf+xml"),
        ("text/html;q=0.3, text/turtle;q=0.5", 200, "text/turtle"),
        ("text/turtle;q=0, application/*", 200, "application/"),
        ("image/png", 406, "text/plain"),
    ],
)
def test_an_iri_answers_as_the_client_likes_it(served: Server, accept: str, status: int, kind: str) -> None:
    for target in (urlsplit(GOAL).path, f"/resource?iri={quote(GOAL, safe='')}"):
        reply = get(served, target, Accept=accept)
        assert reply.status == status
        assert "Accept" in reply.headers["Vary"]
        if status == 303:
            assert reply.headers["Location"] == "/boeblingen-2014/goal/IKOE-Z2.html"
        else:
            assert reply.kind.startswith(kind)
        if status != 406:
            assert f'<{GOAL}>; rel="canonical"' in reply.headers["Link"]
            assert 'rel="alternate describedby"; type="text/turtle"' in reply.headers["Link"]


def test_the_page_is_in_the_language_of_the_reader(served: Server) -> None:
    reply = get(served, urlsplit(GOAL).path, Accept="text/html", Accept_Language="en")
    assert reply.headers["Location"] == "/en/boeblingen-2014/goal/IKOE-Z2.html"
    page = get(served, reply.headers["Location"])
    assert page.status == 200 and f'<{GOAL}>; rel="cite-as"' in page.headers["Link"]


def test_a_format_can_be_named_in_the_address(served: Server) -> None:
    path = urlsplit(GOAL).path
    for name, kind in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-triples")):
        with_end, with_word = get(served, f"{path}.{name}", Accept=BROWSER), get(served, f"{path}?format={name}")
        assert with_end.kind == with_word.kind == kind and with_end.body == with_word.body
    assert get(served, f"{path}.html").headers["Location"] == "/boeblingen-2014/goal/IKOE-Z2.html"
    assert get(served, f"{path}?format=csv").status == 406


def test_every_iri_of_the_plan_answers_the_same_in_every_format(served: Server) -> None:
    client = Client(served.application)
    store = read(SOURCE).store
    iris = {t.subject.value for t in store.triples(PLAN) if "#" not in t.subject.value}
    assert len(iris) > 20
    for iri in sorted(iris):
        page = client.get(urlsplit(iri).path, headers={"Accept": BROWSER})
        assert page.status_code == 303 and client.get(page.headers["Location"]).status_code == 200, iri
        graphs = [
            set(rdflib.Graph().parse(data=answer.data, format=answer.mimetype))
            for answer in (client.get(urlsplit(iri).path, headers={"Accept": kind}) for kind in FORMATS)
        ]
        assert graphs[0] and all(graph == graphs[0] for graph in graphs), iri


def test_json_ld_has_the_resource_on_top_and_only_the_terms_it_uses(served: Server) -> None:
    found = json.loads(get(served, urlsplit(GOAL).path, Accept="application/ld+json").body)
    assert (found["@id"], found["@type"]) == (GOAL, "Goal")
    assert f"{PLAN}/measure/IKOE-M2a" in found["@reverse"]["serves"]
    words = {"@reverse", *found["@reverse"], *found}
    assert {"Goal", "serves", "wording"} <= found["@context"].keys() <= words | {"Goal", "TimeSpan", *_inside(found)}


def _inside(value: object) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(word for one in value.values() for word in _inside(one))}
    return {word for one in value for word in _inside(one)} if isinstance(value, list) else set()


def test_a_description_has_the_same_bytes_whatever_the_order_of_its_triples(served: Server) -> None:
    triples = list(read(SOURCE).store.triples(PLAN))
    mine = [triple for triple in triples if triple.subject.value.startswith(GOAL)]
    for name in FORMATS.values():
        assert description_bytes(mine, GOAL, name) == description_bytes(mine[::-1], GOAL, name)


FOREIGN = """
@prefix ip: <https://w3id.org/ipgraph/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://kreis.example/p> a ip:Plan ; dcterms:identifier "p" ; dcterms:title "Plan Ü"@de ;
  ip:periodStart [ a ip:TimeSpan ; ip:asWritten "2016" ] .
<https://kreis.example/p/goal/Z%C3%84%201> a ip:Goal ; dcterms:identifier "ZÄ 1" ; ip:inPlan <https://kreis.example/p> ;
  <https://kreis.example/own> "https://kreis.example/p/goal/Z%C3%84%201#text" .
<https://kreis.example/p/goal/IRI> a ip:Goal ; dcterms:identifier "IRI" ; ip:inPlan <https://kreis.example/p> .
"""


def test_a_plan_of_another_program_answers_too(tmp_path: Path) -> None:
    source = tmp_path / "foreign.ttl"
    source.write_text(FOREIGN, encoding="utf-8")
    with serving([source], background=False) as server:
        client = Client(server.application)
        for path, size in (("/p", 7), ("/p/goal/Z%C3%84%201", 4), ("/p/goal/IRI", 3)):
            answers = [client.get(path, headers={"Accept": kind}) for kind in FORMATS]
            graphs = [to_isomorphic(rdflib.Graph().parse(data=one.data, format=one.mimetype)) for one in answers]
            assert all(graph == graphs[0] and len(graph) == size for graph in graphs), path
            assert client.get(path, headers={"Accept": BROWSER}).headers["Location"].startswith("/p/")


def test_codes_and_ontology_answer_too(served: Server) -> None:
    code = get(served, "/ipgraph/codes/level/county", Accept="text/turtle")
    assert "skos:Concept" in code.text
    ontology = get(served, "/ipgraph/ontology", Accept="application/n-triples")
    assert len(rdflib.Graph().parse(data=ontology.body, format="nt")) > 100
    assert get(served, "/ipgraph/ontology", Accept=BROWSER).headers["Location"] == "/data/index.html"


def test_what_is_not_there_is_said(served: Server) -> None:
    unknown = get(served, "/resource?iri=https://example.org/nothing", Accept="text/turtle")
    assert (unknown.status, "https://example.org/nothing" in unknown.text) == (404, True)
    page = get(served, "/nothing?<script>", Accept=BROWSER)
    assert (page.status, page.kind, "<script>" in page.text) == (404, "text/html", False)
    hostile = get(served, "/resource?iri=%3Cscript%3Ealert(1)%3C/script%3E", Accept="text/html")
    assert (hostile.status, "<script>" in hostile.text) == (404, False)


def test_the_endpoint_says_what_it_is(served: Server) -> None:
    graph = rdflib.Graph().parse(
        data=get(served, "/sparql", Accept="text/turtle").body, publicID=served.address + "sparql"
    )
    described = "http://www.w3.org/ns/sparql-service-description#"
    assert (rdflib.URIRef(served.address + "sparql"), rdflib.RDF.type, rdflib.URIRef(described + "Service")) in graph
    sizes = [int(size) for size in graph.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))]
    assert max(sizes) == number(query(served, COUNT)) == sum(sizes) - max(sizes)
    assert "editor-data" in get(served, "/sparql", Accept=BROWSER).text
    assert 'lang="en"' in get(served, "/en/sparql", Accept=BROWSER).text


# ---------------------------------------------------------------- examples


def test_an_example_is_filled_by_type_and_never_as_text(served: Server) -> None:
    saved = queries()["deadlines"]
    values = {"from": "2014-01-01", "lang": "en", "plan": 'x" } SERVICE <http://e> { #'}
    reply = get(served, f"/query/deadlines.rq?{urlencode(values)}")
    bound = {name: value for name, value in values.items() if name != "lang"}
    assert (reply.text, reply.kind) == (saved.bind("en", **bound), "application/sparql-query")
    assert query(served, reply.text).status == 200
    wrong = get(served, "/query/deadlines.rq?from=gestern")
    assert (wrong.status, "gestern" in wrong.text) == (400, True)
    assert get(served, "/query/nothing.rq").status == get(served, "/query/..%2f..%2fetc").status == 404


def test_every_example_runs_as_it_is_offered(served: Server) -> None:
    for name in queries():
        assert query(served, get(served, f"/query/{name}.rq").text).status == 200, name


# ---------------------------------------------------------------- strangers


def test_every_answer_carries_the_headers(served: Server) -> None:
    for target in ("/", "/nothing", "/sparql", "/sparql?query=ASK{}", "/sparql?query=x", urlsplit(GOAL).path):
        reply = get(served, target)
        assert {name: reply.headers[name] for name in HEADERS} == HEADERS, target
        assert reply.headers["Access-Control-Allow-Origin"] is None


def test_other_names_are_refused(served: Server) -> None:
    port = urlsplit(served.address).port
    for name in ("localhost", f"127.0.0.1:{port}", f"LOCALHOST:{port}"):
        assert get(served, "/", Host=name).status == 200
    for name in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example", ""):
        assert get(served, "/", Host=name).status == 421, name
        assert get(served, "/sparql?query=ASK{}", Host=name).status == 421, name


def test_further_names_and_addresses_are_ours_too(served: Server) -> None:
    client = Client(replace(served.application, hosts=("plan.example.org", "[::1]")))
    for name, status in (("plan.example.org", 200), ("plan.example.org:443", 200), ("[::1]:8000", 200), ("[::2]", 421)):
        assert client.get("/", headers={"Host": name}).status_code == status, name
    assert Client(replace(served.application, hosts=None)).get("/", headers={"Host": "any.example"}).status_code == 200


def test_other_websites_may_read_the_endpoint_only_when_asked(served: Server) -> None:
    client = Client(replace(served.application, open_to_all=True))
    assert client.get("/sparql?query=ASK{}").headers["Access-Control-Allow-Origin"] == "*"
    assert client.options("/sparql").headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/store/CURRENT", "//etc/passwd", "/assets/../../store",
        "/C:/Windows/win.ini", "/..\\..\\store\\CURRENT", "/index.html%00.css", "/assets/", "/site-files.json",
        "/con", "/data/../index.html",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(served: Server, path: str) -> None:
    address = urlsplit(served.address)
    with socket.create_connection((address.hostname, address.port), timeout=30) as client:
        client.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode("latin-1"))
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert re.match(rb"HTTP/1\.\d 404 ", answer), answer[:200]


@given(st.text(max_size=60))
def test_any_path_gets_an_answer(served: Server, path: str) -> None:
    written = "/" + path.encode("utf-8", "replace").decode("latin-1")  # as WSGI has it (PEP 3333)
    answer = Client(served.application).get("/", environ_overrides={"PATH_INFO": written})
    assert answer.status_code in (200, 301, 303, 404)
    if answer.status_code == 200:
        site = served.application.site
        assert path.strip("/") in site.files | site.added.keys() | {"", "sparql", "en/sparql"}


# ---------------------------------------------------------------- the command


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ipgraph", "serve", str(SOURCE), "--no-browser", *arguments],
        env={**os.environ, "TMPDIR": str(folder), "TMP": str(folder)}, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")
def test_the_command_serves_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with start(tmp_path, "--port", "0") as process:
        assert process.stderr
        told = "".join(iter(process.stderr.readline, "Beenden:  Strg+C\n"))
        host = urlsplit(re.findall(r"^Website: +(\S+)$", told, re.MULTILINE)[0]).netloc
        with closing(http.client.HTTPConnection(host, timeout=60)) as connection:
            connection.request("GET", "/sparql?query=ASK%7B%7D")
            assert json.loads(connection.getresponse().read())["boolean"] is True
        with closing(http.client.HTTPConnection(host)) as connection:
            connection.request("GET", "/sparql?" + urlencode({"query": RUNAWAY}))  # still runs when the end comes
            workers = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            try:
                assert process.wait(60) == 0
            finally:
                process.kill()  # a shell that runs the tests in the background has it ignore the signal
    assert workers and not any(worker.is_running() for worker in workers)
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_in_a_sentence(served: Server, tmp_path: Path) -> None:
    port = str(urlsplit(served.address).port)
    with start(tmp_path, "--port", port) as process:
        assert process.stderr and f"Port {port}" in process.stderr.read()
        assert process.wait(60) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "300.1.1.1"], "Unter der Adresse 300.1.1.1 kann der Server nicht antworten"),
        (["--lang", "en", "--host", "300.1.1.1"], "The server cannot answer at the address 300.1.1.1"),
        (["--port", "99999"], "65535"),
        (["nothing.xlsx"], "nothing.xlsx gibt es nicht"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_sentence(tmp_path: Path, arguments: list[str], told: str) -> None:
    with start(tmp_path, *arguments) as process:
        assert process.stderr
        text = process.stderr.read()
        assert told in text and "Traceback" not in text
        assert process.wait(60) == 2


def test_who_opens_it_to_a_network_is_warned() -> None:
    assert [host for host in ("localhost", "127.0.0.1", "127.1.2.3", "::1", "0.0.0.0", "::", "plan.example.org")
            if not _stays_here(host)] == ["0.0.0.0", "::", "plan.example.org"]  # fmt: skip
    assert _hosts("0.0.0.0", []) is None
    assert _hosts("::1", ["Plan.example.org"]) == ("localhost", "127.0.0.1", "[::1]", "[::1]", "plan.example.org")
