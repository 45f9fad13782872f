"""The house as a whole: who may import whom, how quickly it starts, what the wheel holds, what no source may hold."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipgraph.model import load_model

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "ipgraph"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "vendor" not in path.parts)
MAXIMUM_LINES = 350

# One direction (docs/decisions/packages.md): a module imports only what stands above it, or left of it on its line.
LINES = """
errors namespaces
resources files archive toml templating
lookups model
elsewhere
sparql
store.answers store.worker store.limited store.embedded store.levels store.http store.remote store
ingest.timespan
ingest.values
ingest.bounds
ingest.keys ingest.sheets ingest.own_parts ingest.problems
ingest.rows
ingest.rdf
ingest.bulk ingest.stored
ingest.stratml.places ingest.stratml.notes ingest.stratml.elements ingest.stratml.document ingest.stratml.problems
ingest.stratml
ingest
reviewed
loading.gathered loading.folder loading.server
validation.own_faults validation.own_shapes validation.narrowing validation.shapes validation.findings
validation.editions validation.engines validation.under_check validation.sentences validation
report.groups report.summary report.comparison report.words report.drawing report.terminal report.machine report.page
report report.rulebook
emit.ooxml.package emit.ooxml.book emit.ooxml.styles emit.ooxml.cells emit.ooxml.boxes emit.ooxml.notes
emit.ooxml.listing emit.ooxml
emit.jsonld emit.serialise emit.tabular emit.losses emit.workbook emit.stratml emit
emit.instructions emit.choices emit.entering emit.form emit.marking emit.checked
bodies.wording bodies.names bodies.breaks bodies.links bodies.reasons bodies.cut bodies.questions bodies.likeness
bodies.register bodies.doubts bodies.surnames bodies.recognition bodies.decisions bodies.kinds bodies
intake.source.grid intake.source.shown intake.source.margins intake.source.excel
intake.source.calamine intake.source.calc intake.source.plain intake.source
intake.headings intake.layout intake.relations intake.remarks intake.mapping intake.part intake.cells intake.reasons
intake.apart intake.numbering intake.strays intake.lines intake.times intake.meanings
intake.guess intake.ledger intake.entries intake.keys intake.naming
intake.proposal intake.given
intake.memory intake.records intake.several intake.rows intake.build intake.open_words intake.actors
intake.output
intake.adoption intake.deposit intake.cell_words intake.key_words intake.summary intake.report intake
columns table
loading.removing loading
catalogue.parameter catalogue.saved_query catalogue
catalogue.answers catalogue.description catalogue.completion catalogue.export
delivery
browse
changes.meaning changes.matching changes.change changes.renames changes.editions changes.words changes changes.report
network.joined network.findings.said network.findings.pairs network.findings.actors network.findings.goals
network.findings.whole network.findings
network network.asking network.layout network.before network.view_model network.view_tables
network.questions network.views network.story network.corrections network.paper network.pictures
network.portable network.lists network.analysis network.exchange network.seating network.meeting
network.coming network.meeting_files
opendata.personal.traces opendata.personal.gate opendata.personal
opendata.details.portals opendata.details.entries opendata.details.settings opendata.details.facts
opendata.details.publication opendata.details
opendata.dcat.dataset opendata.dcat.statements opendata.dcat.surroundings opendata.dcat.former opendata.dcat.series
opendata.dcat.catalogue opendata.dcat.joined opendata.dcat.score opendata.dcat.check opendata.dcat
opendata.content.tables opendata.content.metadata opendata.content.answers opendata.content.tree opendata.content.void
opendata.content.vocabulary opendata.content.inventory opendata.content.pages opendata.content
opendata.package
opendata.editions.retired opendata.editions.record opendata.editions.draft opendata.editions.release opendata.editions
opendata.export
opendata
site.plots site.charts site.forms site.pages site.verdict site.folder site.downloads site.reports site.contents site
server.engine server.requests server.descriptions server.editor server.application server
shell usage misuse options console
commands.plans commands.questions commands.pictures commands.stores commands.publishing commands
cli
__main__
"""
ORDER = LINES.split()

HEAVY = {"IPython", "networkx", "numpy", "openpyxl", "pyshacl", "pyvis", "shifty", "rdflib", "rich", "SPARQLWrapper"}
HEAVY |= {"matplotlib", "psutil", "pyphen", "waitress", "werkzeug"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def ipgraph_imports(path: Path) -> Iterator[str]:
    """Modules of the package that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "ipgraph":
            yield from (alias.name for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ipgraph."):
            module = (node.module or "").removeprefix("ipgraph.")
            parts = {
                alias.name for alias in node.names if (PACKAGE / module.replace(".", "/") / f"{alias.name}.py").exists()
            }
            yield from (f"{module}.{part}" for part in parts)
            if {alias.name for alias in node.names} - parts:
                yield module
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("ipgraph.") for alias in node.names if alias.name.startswith("ipgraph.")
            )


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """String constants of a module without its docstrings, with their line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


# ---------------------------------------------------------------- the order of modules


def test_every_module_has_its_place() -> None:
    found = {name_of(path) for path in MODULES} - {"__init__"}
    assert found == set(ORDER), "put a new module into ORDER; take a removed one out"


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem != "__init__"], ids=name_of)
def test_nothing_imports_to_the_left(path: Path) -> None:
    name = name_of(path)
    allowed = set(ORDER[: ORDER.index(name)])
    assert set(ipgraph_imports(path)) <= allowed


# ---------------------------------------------------------------- what every module keeps to


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAXIMUM_LINES
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_are_opened_with_an_encoding(path: Path) -> None:
    """On a German Windows the default is CP1252."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in {"open", "read_text", "write_text"}:
            continue
        modes = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        modes += [k.value.value for k in node.keywords if k.arg == "mode" and isinstance(k.value, ast.Constant)]
        if any(isinstance(mode, str) and re.fullmatch(r"[rwax+]*b[rwax+]*", mode) for mode in modes):
            continue
        owner = getattr(node.func, "value", None)
        if getattr(owner, "attr", getattr(owner, "id", "")) in {"os", "_opener", "archive"}:  # none opens a text
            continue
        assert any(keyword.arg == "encoding" for keyword in node.keywords), (
            f"line {node.lineno}: {name} without encoding"
        )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_field_of_the_plan_stands_in_python(path: Path) -> None:
    """The columns are declared in ontology/shapes/fields.ttl and nowhere else."""
    headings = {column.name["de"] for sheet in load_model().sheets for column in sheet.fields}
    # Short words such as "Ende" or "Name" are everyday German; these here can only be columns.
    distinctive = {name for name in headings if len(name) > 9 or not name.isalpha()}
    assert {"Ausgangswert", "Beeinflussbar durch", "Gebietskörperschaft", "Zielwert am"} <= distinctive
    for line, text in strings(path):
        found = {name for name in distinctive - {"Basis-IRI"} if re.search(rf"\b{re.escape(name)}(?!\w)", text)}
        assert not found, f"line {line}: {found}"
        assert len(headings & set(re.split(r"[,;|\n]\s*", text))) < 3, f"line {line}: a list of columns"


# ---------------------------------------------------------------- the start


def imported(*arguments: str, cwd: Path) -> set[str]:
    result = run(sys.executable, "-X", "importtime", "-m", "ipgraph", *arguments, cwd=cwd)
    assert result.returncode == 0, result.stderr[-2000:]
    return set(re.findall(r"\|\s+([\w.]+)$", result.stderr, re.MULTILINE))


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    found = imported("--help", cwd=tmp_path)
    assert "ipgraph.cli" in found
    assert not found & (HEAVY | {"pyoxigraph", "yaml", "jinja2"})


def test_a_saved_query_imports_little(tmp_path: Path) -> None:
    found = imported("query", "focus-areas", "-f", "csv", cwd=tmp_path)
    assert "pyoxigraph" in found
    assert not found & (HEAVY | {"jinja2", "ipgraph.store.remote", "ipgraph.store.limited"})


def test_public_names() -> None:
    import ipgraph

    for name in ipgraph.__all__:
        assert getattr(ipgraph, name), name
    with pytest.raises(AttributeError):
        _ = ipgraph.nothing


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it comes out of the wheel, unpacked far from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    result = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY), cwd=folder
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_wheel_holds_everything(installed: Path) -> None:
    inside = installed / "ipgraph"
    for name in ("ontology", "queries", "data", "templates"):
        source = PACKAGE / name if (PACKAGE / name).is_dir() else REPOSITORY / name
        expected = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
        found = {path.relative_to(inside / name).as_posix() for path in (inside / name).rglob("*") if path.is_file()}
        assert {path for path in expected if "__pycache__" not in path} == found, name
    assert (inside / "py.typed").is_file()
    assert (inside / "data" / "musterkreis" / "plan.csv").is_file()
    assert (inside / "data" / "boeblingen-2014" / "README.md").is_file()
    assert not list(installed.rglob("test_*.py"))
    (metadata,) = installed.glob("*.dist-info/METADATA")
    assert "License-Expression: MIT" in metadata.read_text(encoding="utf-8")
    assert (metadata.parent / "licenses" / "LICENSE").is_file()


def test_wheel_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    def ipgraph(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "ipgraph", *arguments, cwd=tmp_path, PYTHONPATH=str(installed))

    where = run(
        sys.executable, "-c", "import ipgraph; print(ipgraph.__file__)", cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert where.stdout.strip() == str(installed / "ipgraph" / "__init__.py")
    assert ipgraph("--version").stdout.startswith("ipgraph 0.")
    assert ipgraph("query", "plan-sizes", "-f", "csv").stdout.count("\n") > 1
    assert "focus-areas" in ipgraph("queries", "-f", "csv").stdout
    assert ipgraph("validate", "--smart", "-o", "smart.txt").returncode == 0
    built = ipgraph("build", str(installed / "ipgraph" / "data" / "boeblingen-2014"), "-o", "site")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "index.html").is_file()


# ---------------------------------------------------------------- words about the house


def test_every_input_problem_is_explained() -> None:
    """docs/input-problems.md lists the codes of the sources, in German and English, and no other."""
    used = {text for path in MODULES for _, text in strings(path) if re.fullmatch(r"E-\d\d", text)}
    text = (REPOSITORY / "docs" / "input-problems.md").read_text(encoding="utf-8")
    german, _, english = text.partition("\n## English")
    assert used
    for part in (german, english):
        assert set(re.findall(r"^\| (E-\d\d) \|", part, re.MULTILINE)) == used


def test_links_of_the_documents_lead_somewhere() -> None:
    documents = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), REPOSITORY / "queries" / "README.md"]
    for path in filter(Path.is_file, documents):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_decisions_have_their_parts() -> None:
    pages = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))
    index = (REPOSITORY / "docs" / "README.md").read_text(encoding="utf-8")
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path.name
        assert f"decisions/{path.name}" in index, f"docs/README.md does not name {path.name}"


def test_changelog_knows_this_version() -> None:
    import ipgraph

    assert f"## [{ipgraph.__version__}]" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
