"""Network pages as they are written: complete in themselves, and hostile text stays text."""

from __future__ import annotations

import hashlib
import re
import tomllib
from html.parser import HTMLParser

import network_samples as samples
import pytest
from network_pages import HOSTILE, Tables, hostile, network_of

from ipgraph import resources
from ipgraph.network.views import SCRIPTS

LIMIT = 1_500_000


@pytest.fixture(scope="module")
def large() -> Tables:
    return samples.tables_of(samples.large())


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


def test_policy_names_every_script_and_nothing_else(large: Tables) -> None:
    page = network_of(large)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    text = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in text and "unsafe" not in text and "http" not in text
    assert text.count("'sha256-") == len(re.findall(r"<script>", page)) + len(re.findall(r"<style>", page))


def test_same_input_same_bytes(large: Tables) -> None:
    assert network_of(large) == network_of(large)


def test_every_picture_says_what_it_is(large: Tables) -> None:
    page = network_of(large)
    for words in ("Stand: 22.11.2026", "Quelle: Plan", "steht nicht im Plan", "Fiktiv.", 'lang="de"', "<noscript>"):
        assert words in page


def test_tables_hold_everything_without_scripts(large: Tables) -> None:
    page = network_of(large)
    for row in large["network-actors"]:
        assert f"<bdi>{row['name']}</bdi>" in page
    for row in large["network-goals"]:
        assert f"<bdi>{row['identifier'].removeprefix('Z')}</bdi>" in page
    for row in large["network-measures"]:
        assert f"<bdi>{row['wording']}</bdi>" in page


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
def test_dangerous_addresses_are_left_out(large: Tables, address: str) -> None:
    links = Links()
    links.feed(network_of(large, link=lambda iri: address, pages=[("x", address)]))
    assert links.addresses == ["#tables"]


def test_links_lead_to_the_pages_of_the_site(large: Tables) -> None:
    made = network_of(large, link=lambda iri: "../actor/" + iri.rpartition("/")[2] + ".html")
    assert '<a href="../actor/A001.html"><bdi>' in made
