"""The open-data package of a plan inside its site."""

from __future__ import annotations

from dataclasses import dataclass

from ipgraph.ingest import Reading
from ipgraph.model import Text
from ipgraph.opendata.content.answers import Answers
from ipgraph.opendata.content.inventory import PAGES
from ipgraph.opendata.content.pages import size_words
from ipgraph.opendata.dcat.catalogue import catalogue_files
from ipgraph.opendata.package import Package, package, with_sums
from ipgraph.site.folder import Folder


@dataclass(frozen=True)
class Download:
    """A file to take away: its path in the site, its name, what it is, and how large."""

    path: str
    name: str
    text: Text
    size: Text


def downloads(
    reading: Reading, plan: str, name: str, folder: Folder, answers: Answers | None
) -> tuple[list[Download], dict[str, str]]:
    """Write the package of a plan.

    Args:
        reading: the plans.
        plan: IRI of the plan.
        name: name of its folder.
        folder: folder of the site.
        answers: the answers about this plan alone in German, if somebody has asked already.

    Returns:
        The files of the whole plan, and the page of the package by language.
    """
    made = package(reading, plan, answers=answers)
    files = made.files | catalogue_files([made.series()])
    for path, content in with_sums(files).items():
        folder.write(f"data/{name}/{path}", content)
    return _whole(made, name), {lang: f"data/{name}/{page}" for lang, page in PAGES.items()}


def _whole(made: Package, name: str) -> list[Download]:
    return [
        Download(
            f"data/{name}/{file.path}", file.path.rpartition("/")[2], file.title, size_words(len(made.files[file.path]))
        )
        for file in made.datasets[0].files
    ]
