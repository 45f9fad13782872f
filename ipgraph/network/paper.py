"""PDF of a network page, printed by a browser that the computer has anyway."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import save

PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome",
)  # fmt: skip
WINDOWS = (
    r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
)  # fmt: skip
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PARTS = {"all": {"de": "", "en": ""}, "sheets": {"de": "-korrektur", "en": "-corrections"}}
"""What is printed (all questions with tables; the sheets to correct), and what is added to the name of its file."""
SECONDS = 180


def browser() -> str | None:
    """A Chromium, Chrome or Edge of this computer; the environment variable CHROMIUM names another one."""
    folders = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    known = [Path(folder, *path.split("\\")) for folder in folders if folder for path in WINDOWS]
    given = os.environ.get("CHROMIUM")
    found = [given] if given else [*map(shutil.which, PROGRAMS), *map(str, filter(Path.is_file, known))]
    return next(filter(None, [*found, *filter(os.path.isfile, MAC)]), None)


def write_pdfs(page: Path, lang: str = "de") -> list[Path]:
    """Print a network page.

    Args:
        page: the page.
        lang: language of the names of the files.

    Returns:
        The files, beside the page: all questions with their tables on A3, and the sheets to correct.

    Raises:
        IpgraphError: there is no browser, or it does not print.
    """
    program = browser()
    if not program:
        raise IpgraphError(
            "Für PDF braucht es Chromium, Chrome oder Edge; hier ist keiner davon zu finden. Sie können die Seite in "
            "jedem Browser öffnen und dort als PDF drucken. Liegt der Browser an einem anderen Ort, nennen Sie ihn in "
            "der Umgebungsvariable CHROMIUM.",
            "PDF needs Chromium, Chrome or Edge; none of them can be found here. You can open the page in any browser "
            "and print it to PDF there. If the browser is in another place, name it in the variable CHROMIUM.",
        )
    return [_print(program, page, part, page.with_name(f"{page.stem}{end[lang]}.pdf")) for part, end in PARTS.items()]


def _print(program: str, page: Path, part: str, target: Path) -> Path:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        printed = Path(folder) / "page.pdf"
        command = [
            program, "--headless", "--disable-gpu", f"--user-data-dir={folder}", "--no-first-run",
            "--no-pdf-header-footer", "--virtual-time-budget=20000", f"--print-to-pdf={printed}",
            *_sandbox(), f"{page.resolve().as_uri()}#paper={part}",
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        except (OSError, subprocess.TimeoutExpired) as error:
            said = [str(error)]
        if not printed.is_file():
            reason = "".join(said)
            raise IpgraphError(
                f"{program} hat {target.name} nicht gedruckt. Bitte die Seite im Browser öffnen und dort drucken. "
                f"Die Meldung gibt es nur auf Englisch: {reason}",
                f"{program} has not printed {target.name}. Please open the page in a browser and print it there. "
                f"{reason}",
            )
        save(target, printed.read_bytes())
    return target


def _sandbox() -> list[str]:
    """Chromium refuses its sandbox to the administrator of a Unix system, such as in a container."""
    identity = getattr(os, "geteuid", None)
    return ["--no-sandbox"] if identity and identity() == 0 else []
