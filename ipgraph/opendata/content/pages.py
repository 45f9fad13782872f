"""What people read in a package: the first page, the data dictionary, the page about the vocabulary, the licence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ipgraph.model import Text
from ipgraph.opendata.content.inventory import ANSWERS, DICTIONARIES, MODEL, PAGES, TABLES, TREE, WORKBOOK
from ipgraph.opendata.content.tables import Listing
from ipgraph.opendata.content.vocabulary import vocabulary
from ipgraph.opendata.dcat.dataset import Dataset
from ipgraph.opendata.details.publication import About
from ipgraph.report.page import render_page

LICENCE, README = "LIZENZ.txt", "README.txt"

STARTS: tuple[tuple[Text, str], ...] = (
    ({"de": "Mit Excel oder LibreOffice lesen", "en": "Read with Excel or LibreOffice"}, WORKBOOK.path),
    ({"de": "Mit R, Python oder einer Datenbank auswerten", "en": "Analyse with R, Python or a database"},
     f"{TABLES}/datapackage.json"),
    ({"de": "In eine Website oder App einbauen", "en": "Build into a website or app"}, TREE.path),
    ({"de": "Mit SPARQL befragen, mit anderen Daten verknüpfen", "en": "Ask with SPARQL, link with other data"},
     "graph/plan.ttl"),
    ({"de": "Netze zeichnen (Gephi, yEd)", "en": "Draw networks (Gephi, yEd)"}, "netze/akteure.gexf"),
)  # fmt: skip

TYPES: Mapping[str, Text] = {
    "string": {"de": "Text", "en": "text"},
    "decimal": {"de": "Zahl", "en": "number"},
    "integer": {"de": "ganze Zahl", "en": "whole number"},
    "gYear": {"de": "Jahr", "en": "year"},
    "boolean": {"de": "true oder false", "en": "true or false"},
    "date": {"de": "Tag (JJJJ-MM-TT)", "en": "day (YYYY-MM-DD)"},
    "anyURI": {"de": "Adresse", "en": "address"},
}


def first_pages(
    about: About, datasets: Sequence[Dataset], answers: Sequence[Listing], files: Mapping[str, bytes], excel: bool
) -> Iterator[tuple[str, bytes]]:
    """The page that explains the package, in German and English.

    Args:
        about: the plan.
        datasets: what is in the package.
        answers: the answers in it.
        files: the files by path, for their sizes.
        excel: whether there is a variant of the tables for Excel.

    Yields:
        Path and content.
    """
    values = {
        "sizes": {path: size_words(len(content)) for path, content in files.items()},
        "datasets": datasets,
        "answers": answers,
        "answers_folder": ANSWERS,
        "starts": STARTS,
        "excel": excel,
        "licence": licence_text(about),
    }
    yield from _pages("package/index.html.j2", PAGES, about, values)


def dictionaries(about: About, tables: Sequence[Listing]) -> Iterator[tuple[str, bytes]]:
    """The data dictionary, in German and English: path and content."""
    yield from _pages("package/dictionary.html.j2", DICTIONARIES, about, {"tables": tables, "types": TYPES})


def vocabulary_pages(about: About, files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The page about the vocabulary, in German and English: path and content."""
    paths = {lang: f"{MODEL}/{name}" for lang, name in PAGES.items()}
    known = vocabulary()
    yield from _pages("package/vocabulary.html.j2", paths, about,
                      {"ontology": known, "parts": known.parts, "files": files})  # fmt: skip


def page_of_packages(packages: Sequence[tuple[str, About]]) -> Iterator[tuple[str, bytes]]:
    """The first page over several packages, in German and English: path and content.

    Args:
        packages: folder and plan of each.
    """
    for lang, path in PAGES.items():
        values = {"about": None, "other": PAGES["en" if lang == "de" else "de"], "page": path, "packages": packages}
        yield path, render_page("package/several.html.j2", lang, **values).encode("utf-8")


def _pages(
    template: str, paths: Mapping[str, str], about: About, values: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    names = {lang: path.rpartition("/")[2] for lang, path in paths.items()}
    for lang, path in paths.items():
        other = names["en" if lang == "de" else "de"]
        yield path, render_page(template, lang, about=about, other=other, **values).encode("utf-8")


def size_words(size: int) -> Text:
    """The size of a file for people."""
    if size < 1_000_000:
        text = f"{max(1, round(size / 1000))} KB"
        return {"de": text, "en": text}
    number = f"{size / 1_000_000:.1f}"
    return {"de": f"{number.replace('.', ',')} MB", "en": f"{number} MB"}


def licence_text(about: About) -> str:
    """The terms, in German and English."""
    publication = about.publication
    if not publication.licensed:
        return (
            "Für diese Daten ist noch keine Lizenz angegeben. Bitte fragen Sie nach, bevor Sie sie nutzen.\n"
            "No licence is given for these data yet. Please ask before you use them.\n"
        )
    name = f"{publication.licence.title} ({about.licence})"
    lines = [f"Die Daten stehen unter: {name}", f"The data are under: {name}"]
    if publication.licence.attribution:
        lines += ["", "Bitte nennen Sie / please name:", publication.attribution]
    return "\n".join(lines) + "\n"


def texts(about: About, archive: str) -> Iterator[tuple[str, bytes]]:
    """The licence and the short read-me, as plain text that opens everywhere: path and content."""
    heading = [about.title, *filter(None, about.notice.values())]
    yield LICENCE, _text([*heading, "", licence_text(about)])
    yield README, _text([
        *heading, "",
        "Offene Daten zu diesem Plan. Was jede Datei ist, steht in index.html (im Browser öffnen).",
        "Was jede Spalte bedeutet: datenwoerterbuch.html. Für Excel: plan.xlsx.",
        "Lizenz: LIZENZ.txt. Prüfsummen: SHA256SUMS.",
        "",
        "Open data about this plan. What each file is: index.en.html (open in a browser).",
        "What each column means: data-dictionary.html. For Excel: plan.xlsx.",
        "Licence: LIZENZ.txt. Checksums: SHA256SUMS.",
        "",
        f"Herausgegeben von / published by: {about.publication.publisher}",
        *([f"Fragen an / questions to: {about.questions}"] if about.questions else []),
        f"Alles in einer Datei / all in one file: {archive}",
    ])  # fmt: skip


def _text(lines: Sequence[str]) -> bytes:
    """Plain text for any editor, the old one of Windows too."""
    return "\r\n".join([*"\n".join(lines).rstrip().splitlines(), ""]).encode("utf-8")
