"""One seam: the same questions give the same answers in memory, in a folder, and on two servers."""

from __future__ import annotations

import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from servers import Server, oxigraph

import ipgraph
from ipgraph.catalogue import queries
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading
from ipgraph.loading import load
from ipgraph.namespaces import CODES, CODES_GRAPH
from ipgraph.network.pictures import network
from ipgraph.store import EmbeddedStore, Solutions, Store
from ipgraph.store.remote import RemoteStore
from ipgraph.table import plain, table_from

PLANS = ("boeblingen-2014", "musterkreis")
KINDS = ("memory", "folder", "oxigraph", "virtuoso")
SERVERS = ("oxigraph", "virtuoso")

TERMS = """
@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :boolean true , false ; :decimal 97000.00 , 0.50 , -3 ; :integer 007 ; :string "x" , "ÄÖ \\" \\\\ \\n 👩‍👩‍👧" ;
   :tagged "Ziel"@de , "goal"@en-GB ; :date "2016-05-01"^^xsd:date ; :year "2016"^^xsd:gYear ;
   :iri <http://example.org/ä/plan%2F1> ; :link <https://example.org/a?x=1&y=2#z> .
"""


@pytest.fixture(scope="module")
def both(repository: Path) -> Reading:
    return ipgraph.read(*(repository / "data" / plan for plan in PLANS))


@pytest.fixture(scope="module")
def addresses(
    request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Both plans by ``ipgraph load`` in a store of a kind; made when first asked for."""
    made: dict[str, str] = {}

    def address(kind: str) -> str:
        if kind not in made:
            with pytest.MonkeyPatch.context() as patch:
                if kind == "folder":
                    made[kind] = target = str(tmp_path_factory.mktemp("stores") / "both")
                else:
                    server: Server = request.getfixturevalue(f"{kind}_server")
                    made[kind] = target = server.query
                    patch.setenv("IPGRAPH_USER", server.user)
                    patch.setenv("IPGRAPH_PASSWORD", server.password)
                    put(server, "http://example.org/terms", TERMS)
                load(*(repository / "data" / plan for plan in PLANS), to=target)
        return made[kind]

    return address


@pytest.fixture(scope="module")
def store_of(addresses: Callable[[str], str], both: Reading) -> Callable[[str], Store]:
    def store(kind: str) -> Store:
        if kind == "memory":
            return both.store
        return EmbeddedStore(Path(addresses(kind))) if kind == "folder" else RemoteStore(addresses(kind))

    return store


def put(server: Server, graph: str, turtle: str) -> None:
    """Put a graph on a server without our own code."""
    lines = ox.serialize(ox.parse(turtle, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES) or b""
    address = f"{server.graphs}?graph={urllib.parse.quote(graph, safe='')}"
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, server.graphs, server.user, server.password)
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))
    with opener.open(urllib.request.Request(address, lines, {"Content-Type": "application/n-triples"}, method="PUT")):
        pass


# ---------------------------------------------------------------- the contract


@pytest.mark.parametrize("kind", KINDS)
def test_plans_and_their_triples(kind: str, store_of: Callable[[str], Store], both: Reading) -> None:
    store = store_of(kind)
    assert store.graphs() == sorted(both.plans)
    for graph in (*both.plans, CODES_GRAPH):
        assert set(store.triples(graph)) == set(both.store.triples(graph)), graph


@pytest.mark.parametrize("kind", KINDS)
def test_answers_of_every_kind(kind: str, store_of: Callable[[str], Store]) -> None:
    store = store_of(kind)
    header = "#+ title: describe what was inserted, ask, construct\n"
    unbound = "SELECT ?a ?b { VALUES ?a { 1 } OPTIONAL { ?b a <x:none> } }"
    assert store.query(header + unbound) == Solutions(("a", "b"), ((ox.Literal(1), None),))
    assert store.query("PREFIX select: <x:> ASK { ?p a <https://w3id.org/ipgraph/ontology#Plan> }") is True
    assert store.query("ASK { ?p a <x:none> }") is False
    built = store.query("CONSTRUCT { ?p a <x:plan> } { ?p a <https://w3id.org/ipgraph/ontology#Plan> }")
    assert isinstance(built, list) and len(built) == 2 and all(isinstance(one, ox.Triple) for one in built)
    assert store.select("SELECT (COUNT(*) AS ?n) { ?s a <x:none> }", timeout=60).rows == ((ox.Literal(0),),)


@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize("kind", KINDS)
def test_one_plan_and_the_code_lists(
    kind: str, timeout: float | None, store_of: Callable[[str], Store], both: Reading
) -> None:
    """Where plans are named, only these are looked into, and the code lists."""
    store = store_of(kind)
    plans = "SELECT ?p WHERE { ?p a <https://w3id.org/ipgraph/ontology#Plan> }"
    codes = f"ASK {{ ?code <http://www.w3.org/2004/02/skos/core#inScheme> <{CODES}status> }}"
    for plan in both.plans:
        assert store.select(plans, timeout=timeout, graphs=[plan]).rows == ((ox.NamedNode(plan),),)
        assert store.query(codes, timeout=timeout, graphs=[plan]) is True


@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize("kind", ["memory", "folder"])
def test_from_chooses_a_graph(
    kind: str, timeout: float | None, store_of: Callable[[str], Store], both: Reading
) -> None:
    """A query that says FROM asks that graph alone, and nothing where there is none of that name."""
    count = "SELECT (COUNT(*) AS ?n) FROM <%s> WHERE { ?p a <https://w3id.org/ipgraph/ontology#Plan> }"
    for graph, plans in ((both.plans[0], 1), ("http://example.org/none", 0)):
        assert store_of(kind).select(count % graph, timeout=timeout).rows == ((ox.Literal(plans),),)


@pytest.mark.parametrize("kind", KINDS)
def test_faults_in_a_query_are_told_alike(kind: str, store_of: Callable[[str], Store]) -> None:
    store = store_of(kind)
    for sparql, words in (
        ("SELECT ?x {\n  ?x a }", "Zeile 2, Spalte"),
        ("ASK { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <x:a> <x:b> 1 }", "Daten ändern"),
    ):
        with pytest.raises(IpgraphError) as caught:
            store.query(sparql)
        assert words in caught.value.message["de"]
    with pytest.raises(IpgraphError, match="no SELECT"):
        store.select("ASK {}")


@pytest.mark.parametrize("kind", ["folder", *SERVERS])
def test_terms_are_the_same(kind: str, store_of: Callable[[str], Store], tmp_path: Path) -> None:
    memory = EmbeddedStore()
    memory.add("http://example.org/terms", (q.triple for q in ox.parse(TERMS, format=ox.RdfFormat.TURTLE)))
    query = "SELECT ?p ?o { GRAPH <http://example.org/terms> { ?s ?p ?o } }"
    wanted = set(memory.select(query).rows)
    if kind == "folder":
        place = tmp_path / "terms"
        disk = ox.Store(str(place))
        disk.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode("http://example.org/terms"))
                    for t in memory.triples("http://example.org/terms"))  # fmt: skip
        del disk
        assert set(EmbeddedStore(place).select(query).rows) == wanted
    else:
        assert set(store_of(kind).select(query).rows) == wanted
        assert set(store_of(kind).triples("http://example.org/terms")) == set(
            memory.triples("http://example.org/terms")
        )


@pytest.mark.parametrize("kind", ["memory", "folder"])
def test_a_query_that_runs_away_is_stopped(kind: str, store_of: Callable[[str], Store]) -> None:
    with pytest.raises(IpgraphError, match=r"not done after 0\.2 seconds"):
        store_of(kind).query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", timeout=0.2)


def test_with_a_limit_the_answer_is_the_same(both: Reading) -> None:
    query = queries()["network-measures"]
    assert both.store.query(query.bind(), timeout=60) == both.store.query(query.bind())
    construct = "CONSTRUCT { ?s ?p [] } { ?s a <https://w3id.org/ipgraph/ontology#Chapter> ; ?p ?o }"
    limited, free = (both.store.query(construct, timeout=limit) for limit in (60, None))
    assert isinstance(limited, list) and isinstance(free, list) and len(limited) == len(free) > 100


# ---------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("kind", ["folder", *SERVERS])
@pytest.mark.parametrize("name", sorted(queries()))
def test_the_catalogue_gives_the_same_rows(
    name: str, kind: str, store_of: Callable[[str], Store], both: Reading
) -> None:
    query, store = queries()[name], store_of(kind)

    def rows(asked: Store, lang: str, compiled: str = "") -> list[tuple[str, ...]]:
        found = table_from(asked.select(query.bind(lang) + compiled))
        return [tuple(map(plain, row)) for row in found.rows]

    for lang in ("de", "en"):
        here, there = rows(both.store, lang), rows(store, lang)
        if kind == "virtuoso" and there != here and any(rows(store, lang, f"# {n}\n") == here for n in range(5)):
            # It compiles each text anew, by samples of the data.
            pytest.xfail("Virtuoso loses rows at times, and not always the same ones (queries/README.md)")
        assert there == here


# ---------------------------------------------------------------- sources that are stores


@pytest.mark.parametrize("kind", ["folder", *SERVERS])
def test_a_store_is_a_source(kind: str, addresses: Callable[[str], str], both: Reading) -> None:
    """What was fetched is what was loaded; the check finds the same, without cells."""
    told: list[str] = []
    fetched = ipgraph.read(addresses(kind), warn=lambda text: told.append(text["de"]))
    assert not told and sorted(fetched.plans) == sorted(both.plans)
    keys = [
        sorted((one.focus, one.code, one.path or "", str(one.value)) for one in ipgraph.validate(reading).findings)
        for reading in (fetched, both)
    ]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_can_be_asked_where_it_is(kind: str, addresses: Callable[[str], str], both: Reading) -> None:
    told: list[str] = []
    reading = ipgraph.read(addresses(kind), fetch=False, warn=lambda text: told.append(text["de"]))
    assert isinstance(reading.store, RemoteStore) and not told
    page, same = (network(one, "actors", plan="musterkreis-2024") for one in (reading, both))
    assert page == same
    assert ipgraph.query("plan-sizes", reading).rows == ipgraph.query("plan-sizes", addresses("folder")).rows


def test_a_store_beside_a_file(addresses: Callable[[str], str], repository: Path) -> None:
    with pytest.raises(IpgraphError, match="already in another source"):
        ipgraph.read(addresses("folder"), repository / "data" / "musterkreis")


def test_virtuoso_cuts_and_we_fetch_the_rest(store_of: Callable[[str], Store], both: Reading) -> None:
    """The model plan has more triples than Virtuoso gives at once; rows in an order come page by page."""
    large = max(both.plans, key=lambda plan: len(list(both.store.triples(plan))))
    assert len(list(both.store.triples(large))) > 10_000
    query = f"SELECT ?s ?p ?o {{ GRAPH <{large}> {{ ?s ?p ?o }} }}"
    store, said = store_of("virtuoso"), []
    assert isinstance(store, RemoteStore)
    noisy = RemoteStore(store.endpoint, warn=lambda text: said.append(text["de"]))
    assert set(noisy.select(f"{query} ORDER BY STR(?s) STR(?p) STR(?o)").rows) == set(both.store.select(query).rows)
    assert not said
    assert len(noisy.select(query).rows) == 10_000
    assert len(said) == 1 and "nach 10000 Zeilen abgeschnitten" in said[0]


def test_a_server_of_another_shape(tmp_path: Path, oxigraph_server: Server, both: Reading, repository: Path) -> None:
    """Plans together in the default graph are told apart by ip:inPlan; where it is no union, the graphs are named."""
    del oxigraph_server  # without the package this is skipped like the others
    triples = [triple for plan in both.plans for triple in both.store.triples(plan)]
    body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    said: list[str] = []
    with oxigraph(tmp_path / "server", union=False) as server:
        request = urllib.request.Request(f"{server.graphs}?default", body, method="PUT")
        request.add_header("Content-Type", "application/n-triples")
        with urllib.request.urlopen(request):
            pass
        store = RemoteStore(server.query)
        for plan in both.plans:
            assert set(store.triples(plan)) == set(both.store.triples(plan))
        reading = ipgraph.read(server.query, fetch=False, warn=lambda text: said.append(text["de"]))
        assert "ipgraph load --codes --to" in said[0]
        labels = [row["kind_label"] for row in ipgraph.query("actors-without-cooperation", reading).dicts()]
        assert labels and not any(labels)
        with urllib.request.urlopen(urllib.request.Request(f"{server.graphs}?default", method="DELETE")):
            pass
        load(*(repository / "data" / plan for plan in PLANS), to=server.query)
        reading = ipgraph.read(server.query, fetch=False)
        assert ipgraph.query("plan-sizes", reading).rows == ipgraph.query("plan-sizes", both).rows
