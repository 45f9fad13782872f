"""Networks for other programs: valid, read back whole, the same bytes, whatever stands in a plan."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import network_samples as samples
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from ipgraph.ingest import read
from ipgraph.network import actor_goal_network, actor_network
from ipgraph.network.analysis import analysis_workbook, words
from ipgraph.network.asking import ask
from ipgraph.network.exchange import gexf, graphml, kumu, node_link
from ipgraph.network.portable import portable

ABOUT = {"source": "Probe", "date": "01.02.2026", "notice": "", "caveat": "Nicht <dokumentiert> & „so“"}
GEXF = "{http://gexf.net/1.3}"
Graph = nx.Graph


@pytest.fixture(scope="module", params=["actors", "goals"])
def graph(request: pytest.FixtureRequest) -> Graph:
    tables = samples.tables_of(samples.SMALL)
    return actor_network(tables) if request.param == "actors" else actor_goal_network(tables)


@pytest.fixture(scope="session")
def schemas(repository: Path) -> dict[str, etree.XMLSchema]:
    folder = repository.parent / "shared" / "dcat-ap-de" / "xsd"
    if not folder.is_dir():
        pytest.skip("the schemas of GraphML and GEXF are not beside the checkout")
    paths = {"graphml": folder / "graphml-1.1" / "graphml.xsd", "gexf": folder / "gexf-1.3" / "gexf.xsd"}
    return {name: etree.XMLSchema(etree.parse(path)) for name, path in paths.items()}


def test_valid_against_the_schemas(graph: Graph, schemas: dict[str, etree.XMLSchema]) -> None:
    for name, data in (("graphml", graphml(graph, ABOUT)), ("gexf", gexf(graph, ABOUT))):
        schemas[name].assertValid(etree.fromstring(data))


def test_read_back_by_networkx(graph: Graph) -> None:
    made = portable(graph)
    for back in (nx.read_graphml(io.BytesIO(graphml(graph, ABOUT))), nx.read_gexf(io.BytesIO(gexf(graph, ABOUT)))):
        assert set(back) == set(made) and {frozenset(e) for e in back.edges} == {frozenset(e) for e in made.edges}
        for node, row in made.nodes(data=True):
            kept = {name: back.nodes[node][name] for name in ("label", "name", "node_type", "identifier", "iri")}
            assert kept == {name: row[name] for name in kept}
        for a, b, row in made.edges(data=True):
            assert back[a][b]["relation"] == row["relation"] and float(back[a][b]["weight"]) == row["weight"]
    data = json.loads(node_link(graph, ABOUT))
    assert data["graph"] == ABOUT
    assert nx.utils.graphs_equal(nx.node_link_graph(data, edges="edges"), nx.Graph(made, **ABOUT))


def test_the_same_bytes_and_nothing_of_today(graph: Graph) -> None:
    for write in (graphml, gexf, node_link):
        assert write(graph, ABOUT) == write(graph, ABOUT)
    assert kumu(graph) == kumu(graph)
    assert b"lastmodified" not in gexf(graph) and b"NetworkX" not in gexf(graph)


def test_gexf_carries_places_and_colours_where_programs_look_for_them(graph: Graph) -> None:
    text = gexf(graph, ABOUT).decode("utf-8")
    assert text.count("<viz:color ") == text.count("<viz:position ") == text.count("<viz:size ") == len(graph)
    root = etree.fromstring(text.encode())
    (description,) = root.iter(f"{GEXF}description")
    assert description.text == "Probe\n01.02.2026\nNicht <dokumentiert> & „so“"
    places = {(p.get("x"), p.get("y")) for p in root.iter(f"{GEXF}position")}
    assert len(places) == len(graph), "no two in one place"


def test_what_the_schemas_ask_for_also_where_they_are_not_at_hand(graph: Graph) -> None:
    root = etree.fromstring(gexf(graph, ABOUT))
    assert set(root.attrib) == {"version"} and set(root.find(f"{GEXF}graph").attrib) == {"defaultedgetype", "mode"}
    assert all(re.fullmatch(r"[\w.-]+", node, re.ASCII) for node in portable(graph)), "XML name tokens"
    keys = [key.get("id") for key in etree.fromstring(graphml(graph)).iter("{*}key")]
    assert len(keys) == len(set(keys))


def test_nothing_that_gephi_takes_amiss(graph: Graph) -> None:
    """As its importer (ImporterGraphML) reads: keys of a graph are an error; ``d3`` is the label of a node, whatever
    it is called, and ``d7`` that of an edge; of types it knows these and some more; colours are whole numbers."""
    root = etree.fromstring(graphml(graph, ABOUT))
    keys = {key.get("id"): key for key in root.iter("{*}key")}
    assert {key.get("for") for key in keys.values()} == {"node", "edge"} and not {"d3", "d7"} & set(keys)
    assert {key.get("attr.type") for key in keys.values()} <= {"string", "boolean", "int", "long", "double"}
    assert root[0].tag.endswith("}desc") and root[0].text == "Probe\n01.02.2026\nNicht <dokumentiert> & „so“"
    for name in ("label", "x", "y", "size", "r", "g", "b"):
        assert keys[f"node-{name}"].get("attr.name") == name
    channels = [data.text for data in root.iter("{*}data") if data.get("key") in ("node-r", "node-g", "node-b")]
    assert len(channels) == 3 * len(graph) and all(0 <= int(text) <= 255 for text in channels)


def test_what_an_actor_and_a_tie_tell() -> None:
    made = portable(actor_network(samples.tables_of(samples.SMALL)), "en")
    node = made.nodes["actor-A"]
    assert (node["name"], node["kind"], node["level"], node["town"]) == (
        "Amt für Übergänge", "County administration", "County", "Neustadt",
    )  # fmt: skip
    both = "1 Ziel Nummer 1 ist erreicht.; 2 Ziel Nummer 2 ist erreicht."
    assert (node["goals"], node["goal_count"], node["measure_count"], node["partners"]) == (both, 2, 2, 1)
    assert node["chapter"] == "K1 Sprache" and node["iri"].endswith("/A")
    overlap, tie = made["actor-A"]["actor-B"], made["actor-C"]["actor-D"]
    assert (overlap["relation"], overlap["tied"], overlap["shared_goals"], overlap["newman"]) == (
        "overlap", False, both, 1.5,
    )  # fmt: skip
    assert (tie["relation"], tie["tied"], tie["cooperations"], tie["weight"]) == ("tie", True, "Beratung", 1)
    assert not made.has_edge("actor-B", "actor-C"), "a single goal in common is told by the network of goals"


def test_tables_can_be_read_without_the_plan_beside_them() -> None:
    tables = samples.tables_of(samples.SMALL)
    long = "Alle neu Zugewanderten finden in den ersten vier Wochen eine Stelle, die ihnen in ihrer Sprache weiterhilft"
    wordy = {**tables, "network-measures": [dict(row, wording=long) for row in tables["network-measures"]]}
    for network in (actor_network, actor_goal_network):
        elements, connections = map(rows, kumu(network(wordy), "Integrationsplan | Probe"))
        assert {row["Plan"] for row in (*elements, *connections)} == {"Integrationsplan / Probe"}
        told = [name for row in connections for name in row["Measures"].split("; ") if name]
        assert told and all(re.fullmatch(r"M\d Alle neu Zugewanderten .{20,40} …", name) for name in told)
        worked = [name for row in elements for name in row["Goals"].split("; ") if name]
        assert worked and all(re.fullmatch(r"\d Ziel Nummer \d ist erreicht\.", name) for name in worked)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_kumu_knows_every_end_of_a_connection(graph: Graph) -> None:
    elements, connections = map(rows, kumu(graph))
    labels = [row["Label"] for row in elements]
    assert len(labels) == len(set(labels)) == len(graph)
    assert {row[end] for row in connections for end in ("From", "To")} <= set(labels)
    assert {row["Direction"] for row in connections} == {"undirected"}
    assert {row["Type"] for row in elements} >= {"Verein"}


def test_kumu_takes_a_stroke_in_a_name_for_several(graph: Graph) -> None:
    tables = samples.tables_of(samples.SMALL)
    named = {**tables, "network-actors": [dict(row, name=f"{row['name']} | Nord") for row in tables["network-actors"]]}
    elements, connections = map(rows, kumu(actor_network(named)))
    assert "Caritasverband / Nord" in {row["Label"] for row in elements}
    assert not any("|" in value for row in connections for value in row.values())
    assert any("|" in row["Tags"] for row in elements), "tags are several"


def test_two_bodies_of_one_name_stay_two() -> None:
    tables = samples.tables_of(samples.SMALL)
    same = {**tables, "network-actors": [dict(row, name="Verein") for row in tables["network-actors"]]}
    elements, connections = map(rows, kumu(actor_network(same)))
    assert {row["Label"] for row in elements} == {f"Verein ({key})" for key in "ABCDEFG"}
    assert len(connections) == 4


NASTY = st.text(max_size=12) | st.sampled_from(
    ["</script>", "\x00\x1b", "=1+1", '"', "a\r\nb", "\u202e", "🙂", "x" * 500]
)


@given(st.lists(st.tuples(NASTY, NASTY), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_plan(named: list[tuple[str, str]]) -> None:
    actors: list[dict[str, Any]] = [
        {"actor": f"urn:{n}", "identifier": key, "name": name, "municipality": name}
        for n, (key, name) in enumerate(named)
    ]
    meets = [{"cooperation": "urn:c", "identifier": "c", "topic": row["name"], "actor": row["actor"]} for row in actors]
    graph = actor_network({"network-actors": actors, "network-cooperations": meets})
    for data in (graphml(graph, {"source": "x"}), gexf(graph, {"source": "x"})):
        etree.fromstring(data)
    ids = [node["id"] for node in json.loads(node_link(graph))["nodes"]]
    assert len(set(ids)) == len(ids) == len(actors)
    elements, connections = map(rows, kumu(graph))
    assert len({row["Label"] for row in elements}) == len(actors)
    assert len(connections) == len(actors) * (len(actors) - 1) // 2


@pytest.mark.parametrize("count", [0, 1])
def test_next_to_nothing(count: int, schemas: dict[str, etree.XMLSchema]) -> None:
    tables = {"network-actors": [{"actor": "a", "identifier": "A", "name": "Stelle"}][:count]}
    for graph in (actor_network(tables), actor_goal_network(tables)):
        schemas["graphml"].assertValid(etree.fromstring(graphml(graph)))
        schemas["gexf"].assertValid(etree.fromstring(gexf(graph)))
        assert len(json.loads(node_link(graph))["nodes"]) == count and len(rows(kumu(graph)[0])) == count


def test_workbook_of_the_analysis(repository: Path) -> None:
    asked = ask(read(repository / "data" / "musterkreis"))
    data = analysis_workbook(asked)
    assert data == analysis_workbook(asked)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Was auffällt", "Wer wirkt wo mit", "Gemeinden", "Für Fachleute", "Woher das kommt"]
    questions = Counter(row[0].value for row in book.worksheets[0].iter_rows(min_row=2))
    assert questions["Gleiche Ziele – kein Kontakt"] == 166 and questions["Ziele in getrennten Gruppen"] == 8
    assert questions["Ziele ohne Maßnahme"] == 12 and questions["Entlang der Kapitel oder quer?"] == 1
    reasons = Counter(row[2].value for row in book.worksheets[0].iter_rows(min_row=2))
    assert (
        reasons["anderswo abgedeckt"] == 9 and reasons["nicht vor Ort zu beeinflussen"] == 2 and reasons["offen"] == 3
    )
    kinds = book.worksheets[1]
    zeros = [cell for row in kinds.iter_rows(min_row=2, min_col=2) for cell in row if cell.value == 0]
    assert len(zeros) == 51 and all(cell.fill.fgColor.rgb == "00FBE9D9" for cell in zeros)
    key, name = (cell.value for cell in book.worksheets[3][2][:2])
    assert (key, name) in {(row["identifier"], row["name"]) for _, row in asked.actors.nodes(data=True)}
    about = [row[0].value for row in book.worksheets[4].iter_rows(min_row=2)]
    assert about == list(filter(None, asked.about().values())) and any("fiktiv" in line.lower() for line in about)
    assert book.worksheets[3].max_row == 110 and all(c.data_type != "f" for s in book for row in s for c in row)


def test_the_page_and_the_workbook_call_a_question_the_same(repository: Path) -> None:
    path = repository / "ipgraph" / "templates" / "network.texts.toml"
    presets = tomllib.loads(path.read_text(encoding="utf-8"))["presets"]
    same = {"overlaps": "overlaps", "talk": "should_talk", "bridges": "bridges", "isolated": "isolated"}
    same |= {"single": "single_actor_goals", "fragmented": "fragmented_goals"}
    same |= {f"without_{lack}": f"goals_without_{lack}" for lack in ("measure", "actor", "lead")}
    assert {name: presets[name]["title"] for name in same} == {
        n: words()["questions"][kind] for n, kind in same.items()
    }


def test_every_question_has_a_name() -> None:
    said = words()
    for asked in (said["questions"], said["reasons"], said["heads"], said["sheets"]):
        assert all(set(text) == {"de", "en"} and all(text.values()) for text in asked.values())
    assert all(len(title) <= 31 for text in said["sheets"].values() for title in text.values())


def test_a_large_network_leaves_the_places_to_the_program() -> None:
    many = [{"actor": f"a{n}", "identifier": f"A{n}", "name": f"Stelle {n}"} for n in range(1001)]
    made = portable(actor_network({"network-actors": many}))
    assert len(made) == 1001 and not any("x" in row for _, row in made.nodes(data=True))
    assert b"viz:position" not in gexf(actor_network({"network-actors": many}))
