"""What several test modules share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import hostile_plan
from hypothesis import settings
from servers import Server as Endpoint
from servers import in_ci, oxigraph, oxigraph_program, virtuoso, virtuoso_program
from site_pages import Site, build_apart

from ipgraph.server import Limits, Server, serving
from ipgraph.site import build

# Timing decides no test: a busy machine is no fault of the program.
settings.register_profile("ipgraph", deadline=None)
settings.load_profile("ipgraph")

REPOSITORY = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the kept answers of tests/golden/queries anew")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the answers kept in tests/golden/queries are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the project."""
    return REPOSITORY


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium driven by Playwright; without one, tests are skipped on a desk and fail on the build server."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        message = "no Chromium found; install it or set CHROMIUM to its path"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def _there(program: str | None, what: str) -> None:
    """Without an engine, tests are skipped on a desk and fail on the build server."""
    if program is None:
        pytest.fail(f"{what} is missing") if in_ci() else pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """The Oxigraph server, empty at first."""
    _there(oxigraph_program(), "the package oxigraph")
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Virtuoso as Debian ships it, empty at first; it cuts answers after 10,000 rows, and only its owner may write."""
    _there(virtuoso_program(), "the Debian package virtuoso-opensource-7")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


Convert = Callable[..., list[Path]]


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Opens files in LibreOffice and saves them as another kind; skipped or failed without it like the browser."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = "no LibreOffice found; install it (Debian: libreoffice-calc-nogui)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def convert(kind: str, folder: Path, *files: Path) -> list[Path]:
        command = [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", kind]
        done = subprocess.run(
            [*command, "--outdir", str(folder), *map(str, files)],
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        written = [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
        assert all(map(Path.is_file, written)), done.stdout + done.stderr
        return written

    return convert


@pytest.fixture(scope="session")
def boeblingen_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the plan of Böblingen alone."""
    folder = tmp_path_factory.mktemp("sites") / "boeblingen"
    build([REPOSITORY / "data" / "boeblingen-2014"], folder)
    return Site(folder)


@pytest.fixture(scope="session")
def both_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of both plans together."""
    folder = tmp_path_factory.mktemp("sites") / "both"
    build([REPOSITORY / "data" / "boeblingen-2014", REPOSITORY / "data" / "musterkreis"], folder)
    return Site(folder)


@pytest.fixture(scope="session")
def musterkreis_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the model plan alone."""
    return build_apart(REPOSITORY / "data" / "musterkreis", tmp_path_factory.mktemp("sites") / "musterkreis", "1")


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of a plan that tries to break out."""
    folder = tmp_path_factory.mktemp("hostile")
    build([hostile_plan(folder / "plan")], folder / "site")
    return Site(folder / "site")


@pytest.fixture(scope="session")
def served() -> Iterator[Server]:
    """The plan of Böblingen, served on a free port; a query may take five seconds."""
    with serving([REPOSITORY / "data" / "boeblingen-2014"], limits=Limits(seconds=5)) as server:
        yield server
