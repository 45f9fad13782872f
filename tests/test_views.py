"""Network pages as they are written: complete in themselves, and hostile text stays text."""

from __future__ import annotations

import hashlib
import math
import random
import re
import tomllib
from datetime import date
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import network_samples as samples
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_pages import HOSTILE, Tables, hostile, network_of

from ipgraph import resources
from ipgraph.errors import IpgraphError
from ipgraph.network import actor_goal_network, actor_network, findings, layout, paper, questions
from ipgraph.network.before import changes, running
from ipgraph.network.story import read_story
from ipgraph.network.views import SCRIPTS

LIMIT = 1_500_000


@pytest.fixture(scope="module")
def large() -> Tables:
    return samples.tables_of(samples.large())


@pytest.fixture(scope="module")
def large_page(large: Tables) -> str:
    return network_of(large)


@pytest.fixture(scope="module")
def small() -> Tables:
    return samples.tables_of(samples.SMALL)


class Links(HTMLParser):
    """All addresses and event handlers of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "link" and dict(attrs).get("rel") == "icon" and (dict(attrs)["href"] or "").startswith("data:image/"):
            return  # the icon, drawn in the page itself
        for name, value in attrs:
            if name in {"src", "href", "action", "data", "poster", "srcset"} and name != "data":
                self.addresses.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)


def test_vendored_renderer_is_unchanged() -> None:
    folder = resources.folder("vendor") / "vis-network"
    about = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    assert hashlib.sha256((folder / about["file"]).read_bytes()).hexdigest() == about["sha256"]
    assert f"@version {about['version']}" in (folder / about["file"]).read_text(encoding="utf-8")[:400]
    assert (folder / "LICENSE-MIT").is_file() and (folder / "LICENSE-APACHE-2.0").is_file()


def test_pages_ask_nothing_of_anybody_and_are_small(large: Tables) -> None:
    page = network_of(large, pages=[("Andere", "other.html")])
    links = Links()
    links.feed(page)
    assert set(links.addresses) == {"#tables", "other.html"}
    assert links.handlers == []
    assert len(page.encode()) < LIMIT
    assert "sourceMappingURL" not in page and "cdn" not in re.sub(r"<script>.*?</script>", "", page, flags=re.S)


def test_policy_names_every_script_and_nothing_else(large_page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', large_page)
    assert policy
    text = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in text and "unsafe" not in text and "http" not in text
    assert text.count("'sha256-") == len(re.findall(r"<script>", large_page)) + large_page.count("<style>")


def test_same_input_same_bytes(large: Tables, large_page: str) -> None:
    assert network_of(large) == large_page


def test_every_picture_says_what_it_is(large_page: str) -> None:
    for words in ("Stand: 22.11.2026", "Quelle: Plan", "steht nicht im Plan", "Fiktiv.", 'lang="de"', "<noscript>"):
        assert words in large_page


def test_tables_hold_everything_without_scripts(large: Tables, large_page: str) -> None:
    for row in large["network-actors"]:
        assert f"<bdi>{row['name']}</bdi>" in large_page
    for row in large["network-goals"]:
        assert f"<bdi>{row['identifier'].removeprefix('Z')}</bdi>" in large_page
    for row in large["network-measures"]:
        assert f"<bdi>{row['wording']}</bdi>" in large_page


def test_hostile_text_is_text_in_the_source(large: Tables) -> None:
    page = network_of(hostile(large), notice=HOSTILE[0], subtitle=HOSTILE[1], source=HOSTILE[4], as_of=HOSTILE[0])
    links = Links()
    links.feed(page)
    assert "img" not in links.tags and "svg" not in links.tags
    assert links.tags.count("script") == len(SCRIPTS) + 2 and links.handlers == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "java\nscript:x", " javascript:x", "//["],
)
def test_dangerous_addresses_are_left_out(small: Tables, address: str) -> None:
    links = Links()
    links.feed(network_of(small, link=lambda iri: address, pages=[("x", address)]))
    assert links.addresses == ["#tables"]


def test_links_lead_to_the_pages_of_the_site(small: Tables) -> None:
    made = network_of(small, link=lambda iri: "../actor/" + iri.rpartition("/")[2] + ".html")
    assert '<a href="../actor/A.html"><bdi>' in made


def test_how_long_a_cooperation_runs_is_said_in_both_languages(small: Tables) -> None:
    rows = [dict(row, end="2030") for row in small["network-cooperations"]]
    page = network_of({**small, "network-cooperations": rows})
    for lang, words in (("de", "Arbeitskreis – Beratung (bis 2030)"), ("en", "Arbeitskreis – Beratung (until 2030)")):
        assert f'<span class="t" lang="{lang}">{words}</span>' in page


def test_goals_without_a_chapter_are_told_in_both_languages(small: Tables) -> None:
    found = {**small, "network-goals": [dict(row, chapter=None) for row in small["network-goals"]]}
    view = questions.view_of(actor_network(found), actor_goal_network(found), lambda iri: None)
    assert [chapter["t"] for chapter in view.data["chapters"]] == [{"de": "ohne Kapitel", "en": "no chapter"}]


def test_what_has_no_wording_goes_by_its_identifier(small: Tables) -> None:
    bare = {name: [{**row, "wording": None} for row in rows] for name, rows in small.items()}
    page = network_of(bare, link=lambda iri: iri.rpartition("/")[2] + ".html")
    assert '<a href="Z3.html"><bdi>Z3</bdi></a>' in page and '<a href="M3.html"><bdi>M3</bdi></a>' in page


# ---------------------------------------------------------------- the whole plan, before and after, the story, paper

OUTLINE = st.dictionaries(
    st.integers(0, 11), st.dictionaries(st.text("ab", max_size=2), st.integers(0, 5), max_size=4), max_size=12
)


@given(OUTLINE, st.integers(0, 20))
def test_in_the_tree_everything_has_a_place_of_its_own(shape: dict[int, dict[str, int]], measures: int) -> None:
    outline = {
        chapter: {
            section: {f"g{chapter}.{section}.{n}": [f"m{chapter}.{section}.{n}.{m}" for m in range(measures)]
                      for n in range(goals)}
            for section, goals in sections.items()
        }
        for chapter, sections in shape.items()
    }  # fmt: skip
    tree = layout.tree_layout(outline)
    assert len(set(tree.places.values())) == len(tree.places)
    assert len(tree.heads) == len(outline) + sum(map(len, outline.values()))
    heads = {tuple(head["at"]) for head in tree.heads}
    for column, row, *_ in tree.places.values():
        assert column < max(tree.columns, 1) and row < tree.rows and (column, row) not in heads


def test_layouts_are_the_same_twice_and_no_two_share_a_place() -> None:
    graph = findings.ties(actor_network(samples.tables_of(samples.large())))
    first, second = layout.actor_layout(graph), layout.actor_layout(graph)
    assert first == second and set(first) == set(graph)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in first.values())
    assert len(set(first.values())) == len(first)


def test_layouts_of_next_to_nothing() -> None:
    assert layout.actor_layout(nx.Graph()) == {}
    alone = nx.Graph()
    alone.add_node("a")
    assert set(layout.actor_layout(alone)) == {"a"}
    assert layout.frame(0) == [] and len(set(layout.frame(8))) == 8
    none, one = ({"network-actors": rows} for rows in ([], [{"actor": "a", "identifier": "A"}]))
    assert layout.sector_layout(actor_goal_network(none), {}) == {}
    assert layout.sector_layout(actor_goal_network(one), {}) == {"a": (0.0, 1.0)}


def test_large_networks_are_laid_out_by_pivots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MANY", 80)
    monkeypatch.setattr(layout, "PIVOTS", 6)
    graph = nx.path_graph([f"n{number:04}" for number in range(84)])
    assert len(layout._terms(graph, list(graph))) < 84 * 83 / 2
    places = layout.actor_layout(graph)
    assert places == layout.actor_layout(graph) and len(set(places.values())) == 84


MIDDLES = st.lists(st.tuples(st.floats(-900, 900), st.floats(-400, 400)), max_size=40)


@given(MIDDLES)
def test_boxes_that_overlap_are_compared(middles: list[tuple[float, float]]) -> None:
    xs, ys = [x for x, _ in middles], [y for _, y in middles]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "MANY", 0)
        compared = {frozenset((i, j)) for i, others in layout._to_the_right(xs, ys, 150, 64) for j in others}
    near = [(i, j) for i, j in combinations(range(len(xs)), 2) if abs(xs[i] - xs[j]) < 150 and abs(ys[i] - ys[j]) < 64]
    assert compared.issuperset(map(frozenset, near))


def test_four_times_as_many_boxes_take_four_times_as_many_comparisons() -> None:
    def comparisons(boxes: int) -> int:
        rng, side = random.Random(3), 70 * math.sqrt(boxes)
        xs, ys = ([rng.uniform(0, side) for _ in range(boxes)] for _ in "xy")
        return sum(len(others) for _, others in layout._to_the_right(xs, ys, 150, 64))

    assert comparisons(4_000) < 5 * comparisons(1_000)


@pytest.mark.parametrize(("actors", "slides"), [(100, True), (1, False)])
def test_a_threshold_is_offered_where_there_are_pairs(actors: int, slides: bool) -> None:
    found = samples.tables_of(samples.large(actors=actors))
    view = questions.view_of(actor_network(found), actor_goal_network(found), lambda iri: None)
    assert {one["id"]: one["slider"] for one in view.presets if "slider" in one} == {"overlaps": slides, "all": slides}


@pytest.mark.parametrize("most", [0, 40, 200])
def test_where_lines_are_left_out_the_page_starts_with_those_it_has(
    large: Tables, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(questions, "MOST_LINES", most)
    view = questions.view_of(actor_network(large), actor_goal_network(large), lambda iri: None)
    drawn = [edge for edge in view.edges if edge["d"]["t"] == "overlap"]
    (table,) = (table for table in view.tables if table.id == "overlaps")
    assert len(table.rows) == len(drawn) and view.data["least"] >= view.data["fewest"] > 1
    placed = {node["id"] for node in view.nodes if "overlaps_all" in node["d"].get("p", {})}
    assert placed == {edge[end] for edge in drawn for end in ("from", "to")}


def test_changes_between_two_states(small: Tables) -> None:
    """Counted by hand: K-1 ties C and D, goal 3 has one measure."""
    before = {**small, "network-cooperations": []}
    before["network-measures"] = [row for row in small["network-measures"] if row["goal_identifier"] != "Z3"]
    before["network-actors"] = [row for row in small["network-actors"] if row["identifier"] != "G"]
    states = [(actor_network(tables), actor_goal_network(tables)) for tables in (small, before)]
    forth, back = changes(*states), changes(*states[::-1])
    keys = {iri: row["identifier"] for iri, row in states[0][0].graph["actors"].items()}
    assert [(keys[a], keys[b]) for a, b in forth.new] == [("C", "D")] and forth.lost == {}
    assert {(keys[a], keys[b]): what for (a, b), what in back.lost.items()} == {("C", "D"): "K-1"}
    assert [iri.rpartition("/")[2] for iri in forth.closed] == ["Z3"] == [i.rpartition("/")[2] for i in back.opened]
    assert forth.opened == () == back.closed and forth.gone == ()
    gone = {**small, "network-actors": [row for row in small["network-actors"] if row["identifier"] != "C"]}
    lost = changes((actor_network(gone), actor_goal_network(gone)), states[0])
    names = {row["identifier"]: row["name"] for row in small["network-actors"]}
    assert {frozenset(pair) for pair in lost.gone} == {frozenset((names["C"], names[key])) for key in ("A", "D")}


def test_a_day_of_the_plan() -> None:
    rows = [{"first": "2020-01-01", "last": "2021-12-31"}, {"first": date(2022, 1, 1), "last": None}, {}]
    found = running({"network-measures": rows, "network-actors": [1]}, date(2021, 6, 1))
    assert found["network-measures"] == [rows[0], rows[2]] and found["network-actors"] == [1]


QUESTIONS = ["ties", "all"]


@given(st.lists(st.tuples(st.text("aß \u202e</>&", max_size=20), st.sampled_from(QUESTIONS)), min_size=1, max_size=5))
def test_a_story_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("story") / "abend.txt"
    path.write_text("# Abend\n\n" + "".join(f"{text}\n#q={asked}&k=3\n\n" for text, asked in steps), encoding="utf-8")
    assert read_story(path, QUESTIONS) == [{"t": text.strip(), "s": f"q={asked}&k=3"} for text, asked in steps]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "keinen Schritt"),
        (b"Satz\n", "Zeile 1: Unter diesem Satz fehlt die Ansicht"),
        (b"#q=ties\n\nNoch\nein Satz\n", "Zeile 3"),
        (b"#q=gibtesnicht\n", "Zeile 1: Eine Frage \u201egibtesnicht\u201c"),
        ("Öffnung".encode("latin-1"), "nicht in UTF-8"),
    ],
)
def test_a_story_that_is_none(tmp_path: Path, text: bytes, said: str) -> None:
    (tmp_path / "abend.txt").write_bytes(text)
    with pytest.raises(IpgraphError) as caught:
        read_story(tmp_path / "abend.txt", QUESTIONS)
    assert said in caught.value.message["de"]


def test_without_a_browser_a_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "browser", lambda: None)
    with pytest.raises(IpgraphError, match="Chromium, Chrome or Edge"):
        paper.write_pdfs(tmp_path / "netz.html")
    monkeypatch.setattr(paper, "browser", lambda: str(tmp_path / "no-such-program"))
    with pytest.raises(IpgraphError, match="has not printed"):
        paper.write_pdfs(tmp_path / "netz.html")


def test_the_names_of_the_pdfs_are_in_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "browser", lambda: "browser")
    monkeypatch.setattr(paper, "_print", lambda program, page, part, target: target)
    assert [path.name for path in paper.write_pdfs(tmp_path / "netz.html")] == ["netz.pdf", "netz-korrektur.pdf"]
    english = paper.write_pdfs(tmp_path / "network.html", "en")
    assert [path.name for path in english] == ["network.pdf", "network-corrections.pdf"]


def test_a_browser_is_found_where_windows_puts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    monkeypatch.setattr(paper, "MAC", ())
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    for name in ("PROGRAMFILES", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    assert paper.browser() == str(program)
    monkeypatch.setenv("CHROMIUM", "anderer")
    assert paper.browser() == "anderer"
