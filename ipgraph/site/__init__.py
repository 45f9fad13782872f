"""The main job: one folder with everything, to open from disk or to copy to any web server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.errors import Problem
from ipgraph.ingest import read
from ipgraph.report.comparison import comparisons
from ipgraph.report.rulebook import rulebook
from ipgraph.site.contents import Contents
from ipgraph.site.folder import MANIFEST, Folder
from ipgraph.validation import validate

__all__ = ["MANIFEST", "BuildResult", "build"]


@dataclass(frozen=True)
class BuildResult:
    """What a build did: the folder, the number of HTML pages, what could not be read, and all that it was made of."""

    folder: Path
    pages: int
    problems: list[Problem]
    contents: Contents = field(repr=False)


def build(
    sources: Sequence[str | Path] = (),
    output: str | Path = "site",
    lang: str = "de",
    progress: Callable[[str], None] = lambda text: None,
    *,
    previous: str | Path | None = None,
    shapes: Path | None = None,
) -> BuildResult:
    """Write the whole site of one or more plans.

    Args:
        sources: workbooks, CSV folders, RDF files; none for the bundled model plan.
        output: folder of the site. A folder with other files in it is refused.
        lang: language of the first pages; the other language stands in a folder beside them.
        progress: told what is being done, one sentence at a time.
        previous: the last edition of the plan, to compare the check and the networks with; it gets no pages of its
            own.
        shapes: a county's own shapes for the check.

    Returns:
        What was written.

    Raises:
        IpgraphError: a source or the county's shapes cannot be read, or the folder holds something else.
    """
    progress("Lesen / reading …")
    reading = read(*sources)
    folder = Folder(Path(output))
    progress("Prüfen / checking …")
    report = validate(reading, shapes=shapes)
    earlier = read(previous) if previous else reading
    compared = comparisons(report, validate(earlier, shapes=shapes) if previous else None)
    contents = Contents(reading, report, compared, earlier, rulebook(shapes), folder, lang, progress)
    contents.write()
    folder.finish()
    pages = sum(name.endswith(".html") for name in folder.written)
    return BuildResult(folder.path, pages, reading.problems, contents)
