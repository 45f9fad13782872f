"""The README tells the truth: its commands are run, its tables compared with the model, its column is added."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ipgraph.catalogue import by_group, groups
from ipgraph.model import load_model

REPOSITORY = Path(__file__).resolve().parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
WIDTH = "100"
ENDLESS = b"Strg+C\r\n"
"""How the output of a command ends that waits for Ctrl-C."""


def commands() -> list[tuple[str, str]]:
    """Every command of the README with the output that it claims."""
    found = []
    for session in SESSIONS:
        for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def on_a_terminal(command: str, cwd: Path) -> str:
    """What a person sees who types the command at a terminal."""
    pty = pytest.importorskip("pty", reason="needs a Unix terminal")
    program, *arguments = shlex.split(command)
    assert program == "ipgraph"
    environment = {**os.environ, "COLUMNS": WIDTH, "TERM": "xterm", "NO_COLOR": "1", "BROWSER": "true"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "ipgraph", *arguments],
        cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where a script runs us with "&"
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            shown += piece
            if shown.endswith(ENDLESS):  # it would go on for ever
                process.send_signal(signal.SIGINT)
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode("utf-8")).replace("\r\n", "\n")


def clean(text: str) -> list[str]:
    """Lines without blanks at their ends, and without empty lines before and after."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").split("\n")


def pattern(expected: list[str]) -> str:
    """A line "…" stands for any lines; a "…" within a line for any part of it."""
    return "".join(r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in expected)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data where the README expects them."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(REPOSITORY / "data", folder / "data")
    return folder


@pytest.mark.parametrize(("command", "expected"), commands(), ids=[command for command, _ in commands()])
def test_command_prints_what_the_readme_says(command: str, expected: str, desk: Path) -> None:
    shown = "\n".join(clean(on_a_terminal(command, desk))) + "\n"
    if not re.fullmatch(pattern(clean(expected)), shown):
        assert shown == "\n".join(clean(expected)), "the README shows something else"


def test_the_tour_shows_every_command() -> None:
    from ipgraph.cli import cli

    assert set(cli.commands) <= {command.split()[1] for command, _ in commands()}


def test_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(REPOSITORY)
    (source,) = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    exec(compile(source, "README.md", "exec"), {})
    assert "Ankommen" in capsys.readouterr().out


def test_sheets_of_the_readme_are_those_of_the_model() -> None:
    rows = re.findall(r"^\| (\S+) \| (.+?) \| `(\S+)\.csv` \| (.+?) \|$", README, re.MULTILINE)
    model = [
        (
            sheet.name["de"],
            sheet.name["en"],
            sheet.file_name,
            ", ".join(f.name["de"] for f in sheet.fields if f.required),
        )
        for sheet in load_model().sheets
    ]
    assert rows == model


def test_column_of_the_readme_can_be_added(tmp_path: Path) -> None:
    (shape,) = re.findall(r"^```turtle\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    ontology = shutil.copytree(REPOSITORY / "ontology", tmp_path / "ontology")
    fields = ontology / "shapes" / "fields.ttl"
    fields.write_text(fields.read_text(encoding="utf-8") + "\n" + shape, encoding="utf-8")
    plan = shutil.copytree(REPOSITORY / "data" / "boeblingen-2014", tmp_path / "plan")
    goals = (plan / "ziele.csv").read_text(encoding="utf-8").split("\n")
    goals[0], goals[1] = goals[0] + ",Beschluss", goals[1] + ",KT 2014/17"
    (plan / "ziele.csv").write_text("\n".join(goals), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "ipgraph", "convert", "plan", "-o", "back"],
        cwd=tmp_path, env={**os.environ, "IPGRAPH_ONTOLOGY": str(ontology)}, capture_output=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0 and b"E-02" not in result.stderr, result.stderr.decode("utf-8")
    assert "KT 2014/17" in (tmp_path / "back" / "ziele.csv").read_text(encoding="utf-8")


def test_questions_of_the_readme_are_those_of_the_catalogue() -> None:
    rows = re.findall(r"^\| ([^|`]+) \| ([^|`]+) \| ((?:`[a-z-]+`(?:, )?)+) \|$", README, re.MULTILINE)
    named = [(german, english, re.findall(r"`([a-z-]+)`", ids)) for german, english, ids in rows]
    ids = {group: [query.id for query in by_group() if query.group == group] for group in groups()}
    assert named == [(title["de"], title["en"], ids[group]) for group, title in groups().items()]
