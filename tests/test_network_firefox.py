"""The network page in the other family of browsers: every question and kind of circle, saving, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from firefox import Firefox, firefox, firefox_program
from network_pages import DRAWN, LABELS, PRESENT, PRESETS, TILES, overlapping
from servers import in_ci

from ipgraph.ingest import read
from ipgraph.network.pictures import network

pytestmark = pytest.mark.browser
MUSTERKREIS = Path(__file__).parent.parent / "data" / "musterkreis"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Firefox]:
    """A window of Firefox; without one the test is skipped on a desk and fails on the build server."""
    program = firefox_program()
    if program is None:
        message = "no Firefox found; install it (Debian: firefox-esr) or set FIREFOX to its path"
        pytest.fail(message) if in_ci() else pytest.skip(message)
    profile = tmp_path / "profile"
    profile.mkdir()
    with firefox(program, profile) as found:
        yield found


def test_everything_works_in_firefox(window: Firefox, tmp_path: Path) -> None:
    path = tmp_path / "netz.html"
    path.write_text(network(read(MUSTERKREIS)), encoding="utf-8", newline="\n")
    window.call("WebDriver:SetWindowRect", width=1280, height=720)
    window.call("WebDriver:Navigate", url=path.as_uri())
    for number, preset in enumerate(window.run(PRESETS)):
        window.run(PRESENT, [preset, number % 2 == 0])
        window.run(DRAWN)
        assert overlapping(window.run(LABELS)) == [], preset
        assert window.run(TILES) == [], preset
    for kind in "agmc":
        node = window.run("(kind) => [...ipg.nodes.keys()].find((id) => ipg.type(id) === kind)", kind)
        window.run("(id) => ipg.focus(id)", node)
        window.run(DRAWN)
        assert overlapping(window.run(LABELS)) == [], kind
        assert window.run("() => document.getElementById('details').innerText.length") > 40, kind
    picture = window.run("() => { ipg.ask('all'); return ipg.picture().toDataURL('image/png').length }")
    assert picture > 100_000
    assert window.run("() => ipg.svg().startsWith('<svg') && ipg.table().length > 1000")
    window.run("() => ipg.paper.build('all', 'a3')")
    assert window.run("() => document.querySelectorAll('#paper svg').length") >= 10
    assert window.run("() => performance.getEntriesByType('resource').map((one) => one.name)") == []
    assert [line for line in window.console() if path.name in line] == []
