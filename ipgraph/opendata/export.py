"""The open-data package in a folder: no data of persons, its editions, its catalogue; for one plan or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ipgraph.errors import IpgraphError, Problem
from ipgraph.files import distinct, keep_sources, own_folder, save
from ipgraph.ingest import Reading, read
from ipgraph.model import Text
from ipgraph.opendata.content.inventory import RDF_FILES
from ipgraph.opendata.content.pages import page_of_packages
from ipgraph.opendata.dcat.catalogue import CATALOGUE_FILES, catalogue_files
from ipgraph.opendata.dcat.check import Outlook, Report, check_package
from ipgraph.opendata.dcat.dataset import Series
from ipgraph.opendata.dcat.joined import join_catalogues
from ipgraph.opendata.details.facts import plan_facts
from ipgraph.opendata.details.publication import Edition
from ipgraph.opendata.details.settings import Settings, read_settings
from ipgraph.opendata.editions.draft import Draft, draft
from ipgraph.opendata.editions.record import LIST, Version, versions
from ipgraph.opendata.editions.release import Release, claim, prepare
from ipgraph.opendata.package import Package, name_of, package, with_sums
from ipgraph.opendata.personal.gate import Gate, gate

GRAPH_FILE = RDF_FILES["turtle"].path


class PersonalData(IpgraphError):
    """There is what looks like data of persons, so nothing was written.

    Args:
        found: what the gate found.
    """

    def __init__(self, found: Gate) -> None:
        super().__init__(found.sentence["de"], found.sentence["en"])
        self.gate = found


Progress = Callable[[str], None]
"""Told what is being done, one sentence at a time."""


def _silent(text: str) -> None:
    """Nobody reads along."""


@dataclass(frozen=True)
class Exported:
    """What an export did.

    Args:
        folder: where the packages lie.
        packages: the packages, one a plan.
        new: the editions that were not there before, as people call them.
        check: what is still missing before the package should be reported.
        problems: what could not be read as it stands.
        notes: what a person should know, a sentence each.
    """

    folder: Path
    packages: tuple[Package, ...] = field(repr=False)
    new: tuple[str, ...]
    check: Report = field(repr=False)
    problems: list[Problem] = field(repr=False)
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class _Made:
    """A package with its edition."""

    package: Package
    draft: Draft
    series: Series


def export(
    sources: Sequence[str | Path] = (),
    output: str | Path = "offene-daten",
    *,
    settings: Path | None = None,
    exceptions: Path | None = None,
    renames: Path | None = None,
    excel: bool = False,
    progress: Progress = _silent,
) -> Exported:
    """Write the open-data package of one or more plans.

    Args:
        sources: workbooks, CSV folders, RDF files; none for the bundled model plan.
        output: the folder. One plan stands in it; several have a folder each, below one catalogue. An edition that lies
            there already is never changed; a new one is added. A folder with other files in it is refused.
        settings: the settings file of the publication (address, licence, contact …); None for defaults.
        exceptions: list of what may stay although it looks like data of a person, as somebody reviewed it.
        renames: list of rows that got another Kennung since the last edition, as somebody confirmed it.
        excel: whether to add the tables in the way of a German Excel.
        progress: told what is being done.

    Returns:
        What was written.

    Raises:
        PersonalData: something looks like data of a person; nothing was written.
        IpgraphError: a source or a list cannot be read, a plan has no title, the folder holds something else, or the
            edition was published before with other files.
    """
    output = Path(output)
    keep_sources(output, [*sources, settings, exceptions, renames])
    reading, given, notes = _admitted(sources, settings, exceptions, progress)
    _refuse_nameless(reading)
    claim(output)
    _refuse_mixture(output, several=len(reading.plans) > 1)
    made = list(_packages(reading, given, output, renames, exceptions, excel, progress))
    new = _publish([_release(one, given, output) for one in made])
    plans = [one.series for one in made]
    if len(made) > 1:
        pages = page_of_packages([(one.package.folder, one.package.about) for one in made])
        for path, content in {**dict(pages), **catalogue_files(plans, given)}.items():
            save(output / path, content)
    said = (note for one in made for note in one.draft.notes)
    packages = tuple(one.package for one in made)
    return Exported(output, packages, new, check_package(plans, given), reading.problems, (*notes, *said))


def _refuse_nameless(reading: Reading) -> None:
    """Refuse a plan without a title, such as an empty template; raises :class:`IpgraphError`."""
    for iri in reading.plans:
        if not plan_facts(reading.store, iri).title:
            raise IpgraphError(
                "Der Plan hat noch keinen Titel. Bitte das Blatt Plan ausfüllen: Was einmal geschrieben ist, bleibt.",
                "The plan has no title yet. Please fill in the sheet Plan: what was written once stays.",
            )


def _refuse_mixture(output: Path, *, several: bool) -> None:
    """Refuse several plans where one lies at the top, and the other way round; raises :class:`IpgraphError`."""
    if versions(output) if several else any(output.glob(f"*/{LIST}")):
        found = ("einen Plan", "one plan") if several else ("mehrere Pläne", "several plans")
        raise IpgraphError(
            f"In {output} liegt schon das Paket für {found[0]}. Bitte hinter -o einen anderen Ordner angeben.",
            f"{output} already holds the package for {found[1]}. Please give another folder behind -o.",
        )


def check(
    sources: Sequence[str | Path] = (),
    output: str | Path | None = None,
    *,
    settings: Path | None = None,
    exceptions: Path | None = None,
    renames: Path | None = None,
    excel: bool = False,
    progress: Progress = _silent,
) -> Report:
    """Say what is missing before a package should be reported, and write nothing.

    Args:
        sources: as for :func:`export`.
        output: the folder that the package would go to, to say what would become of the editions in it; None for none.
        settings: the settings file of the publication.
        exceptions: list of what may stay although it looks like data of a person.
        renames: list of rows that got another Kennung since the last edition.
        excel: whether there would be tables in the way of a German Excel.
        progress: told what is being done.

    Returns:
        What to fill in, how portals will rate the metadata, and what would become of the editions.

    Raises:
        PersonalData: something looks like data of a person.
        IpgraphError: a source or a list cannot be read, or the folder holds something else.
    """
    reading, given, _ = _admitted(sources, settings, exceptions, progress)
    folder = Path(output) if output else None
    if folder:
        own_folder(folder, LIST)
        _refuse_mixture(folder, several=len(reading.plans) > 1)
    made = list(_packages(reading, given, folder, renames, exceptions, excel, progress))
    report = check_package([one.series for one in made], given)
    return replace(report, editions=tuple(_foreseen(one, given, folder) for one in made)) if folder else report


def _foreseen(made: _Made, settings: Settings, output: Path) -> Outlook:
    """What would become of an edition in the folder."""
    version = made.draft.version
    try:
        release = _release(made, settings, output)
    except IpgraphError as error:
        return Outlook(error.message, refused=True)
    if not release.is_new:
        return Outlook({
            "de": f"„{version.number}“ liegt schon so in {release.folder}; ein Export ändert nichts.",
            "en": f"“{version.number}” lies in {release.folder} already, as it is; an export changes nothing.",
        })  # fmt: skip
    return Outlook({
        "de": f"„{version.number}“ ist in {release.folder} neu. {version.notes['de']}",
        "en": f"“{version.number}” is new in {release.folder}. {version.notes['en']}",
    }, notes=made.draft.notes)  # fmt: skip


def join(packages: Sequence[Path], output: Path, settings: Path | None = None) -> Path:
    """Write one catalogue over packages that were exported before, such as those of several counties.

    Args:
        packages: their folders, or their catalogues.
        output: where the catalogue goes.
        settings: the settings file of the body that publishes the catalogue.

    Returns:
        The catalogue as Turtle; the other forms lie beside it.

    Raises:
        IpgraphError: no package is given, one has no catalogue, or the settings lack address or publisher.
    """
    if not packages:
        raise IpgraphError("Bitte die Ordner der Pakete angeben.", "Please give the folders of the packages.")
    for path, content in join_catalogues(packages, read_settings(settings)).items():
        save(output / path, content)
    return output / CATALOGUE_FILES[0]


def _admitted(
    sources: Sequence[str | Path], settings: Path | None, exceptions: Path | None, progress: Progress
) -> tuple[Reading, Settings, tuple[Text, ...]]:
    """The plans and the settings, if no person is named in them."""
    given = read_settings(settings)
    progress("Lesen / reading …")
    reading = read(*sources)
    progress("Daten von Personen suchen / looking for data of persons …")
    found = gate(reading, exceptions, _published_settings(given, settings))
    if found.hits:
        raise PersonalData(found)
    return reading, given, found.notes


def _published_settings(settings: Settings, path: Path | None) -> dict[str, str]:
    """The texts of the settings that the package repeats, by where they stand."""
    texts = {
        "herausgeber.name": settings.publisher,
        "kontakt.name": settings.contact,
        "kontakt.mail": settings.contact_mail,
        "namensnennung": settings.attribution,
        "herkunft": " ".join(settings.provenance.values()),
        "versionshinweis": " ".join(settings.version_notes.values()),
        "schlagwoerter": "; ".join(word for _, word in settings.keywords),
    }
    return {f"{path.name}, {key}": text for key, text in texts.items() if path and text}


def _packages(
    reading: Reading, settings: Settings, output: Path | None, renames: Path | None, exceptions: Path | None,
    excel: bool, progress: Progress,
) -> Iterator[_Made]:  # fmt: skip
    """The packages, each with its edition."""
    names = distinct(name_of(plan_facts(reading.store, iri)) for iri in reading.plans)
    for iri, name in zip(reading.plans, names, strict=True):
        progress(f"Paket / package: {name} …")
        folder = name if len(names) > 1 else ""
        place = output / folder if output else None
        coming = draft(
            place, reading, iri, number=settings.version, date=settings.issued, renames=renames, exceptions=exceptions
        )
        editions = [_edition(place, version) for version in coming.versions]
        made = package(
            reading, iri, settings=settings, edition=editions[-1], folder=folder, excel=excel, extra=coming.files()
        )
        yield _Made(made, coming, made.series(editions))


def _edition(place: Path | None, version: Version) -> Edition:
    """An edition as the catalogue names it."""
    known = place / version.path / CATALOGUE_FILES[0] if place and version.files else None
    catalogue = known.read_bytes() if known and known.is_file() else b""
    return Edition(version.number, version.date, version.notes, version.path, version.keys, catalogue)


def _release(made: _Made, settings: Settings, output: Path) -> Release:
    """A package with its catalogue, compared with the editions in its folder."""
    files = made.package.files | catalogue_files([made.series], settings)
    keys = [dataset.key for dataset in made.package.datasets]
    return prepare(output / made.package.folder, made.draft, with_sums(files), GRAPH_FILE, keys)


def _publish(releases: Sequence[Release]) -> tuple[str, ...]:
    """Publish editions, none before all are written; the numbers of those that are new."""
    for one in releases:
        claim(one.folder)
    for one in releases:
        one.write()
    for one in releases:
        one.publish()
    return tuple(one.version.number for one in releases if one.is_new)
