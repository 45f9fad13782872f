"""The open-data package in a folder: for one plan the folder itself, for several a folder each below one catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.errors import IpgraphError, Problem
from ipgraph.files import keep_sources, own_folder
from ipgraph.ingest import Reading, read
from ipgraph.opendata.catalog import catalogue_files
from ipgraph.opendata.facts import plan_facts
from ipgraph.opendata.package import SUMS, Package, name_of, package, with_sums
from ipgraph.opendata.settings import Settings, read_settings
from ipgraph.opendata.tables import distinct
from ipgraph.opendata.words import page_of_packages


@dataclass(frozen=True)
class Exported:
    """What an export did: the folder, its files, the packages in it, and what could not be read as it stands."""

    folder: Path
    files: int
    packages: tuple[Package, ...] = field(repr=False)
    problems: list[Problem] = field(repr=False)


def export(
    sources: Sequence[str | Path] = (),
    output: str | Path = "offene-daten",
    *,
    settings: str | Path | None = None,
    excel: bool = False,
    progress: Callable[[str], None] = lambda text: None,
) -> Exported:
    """Write the open-data package of one or more plans.

    Args:
        sources: workbooks, CSV folders, RDF files; none for the bundled model plan.
        output: the folder. A folder with other files in it is refused; one that was written before is replaced whole.
        settings: the settings file of the publication (address, licence, contact …).
        excel: whether to add the tables in the way of a German Excel.
        progress: told what is being done, one sentence at a time.

    Returns:
        What was written.

    Raises:
        IpgraphError: a source or the settings cannot be read, or the folder holds something else.
    """
    output = Path(output)
    keep_sources(output, [*sources, settings])
    given = read_settings(Path(settings) if settings else None)
    own_folder(output, SUMS)
    progress("Lesen / reading …")
    reading = read(*sources)
    packages = tuple(_packages(reading, given, excel, progress))
    progress("Katalog / catalogue …")
    files = {path: content for one in packages for path, content in one.from_root().items()}
    if len(packages) > 1:
        files |= dict(page_of_packages([(one.folder, one.about) for one in packages]))
    files |= catalogue_files([one.part() for one in packages], given)
    replace_folder(output, with_sums(files))
    return Exported(output, len(files) + 1, packages, reading.problems)


def _packages(reading: Reading, settings: Settings, excel: bool, progress: Callable[[str], None]) -> list[Package]:
    names = distinct(name_of(plan_facts(reading.store, iri)) for iri in reading.plans)
    made = []
    for iri, name in zip(reading.plans, names, strict=True):
        progress(f"Paket / package: {name} …")
        folder = name if len(names) > 1 else ""
        made.append(package(reading, iri, settings=settings, folder=folder, excel=excel))
    return made


def replace_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with these files where another one may have been; whoever looks sees the old one or the new one.

    Args:
        path: the folder.
        files: content by path, with slashes.

    Raises:
        IpgraphError: the system refuses to write there.
    """
    new, old = (path.with_name(f".{path.name}.{mark}") for mark in ("neu", "alt"))
    try:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        for name, content in files.items():
            target = new / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if path.exists():
            path.rename(old)
        new.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise IpgraphError(
            f"{path} kann nicht geschrieben werden ({reason}). Ist eine Datei darin noch offen?",
            f"{path} cannot be written ({reason}). Is a file in it still open?",
        ) from error
