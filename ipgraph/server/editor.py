"""What the server adds to the site: the editor with the catalogue as its examples, and links to it on the pages."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from ipgraph import resources
from ipgraph.catalogue import by_group, groups, parameter_values
from ipgraph.catalogue.saved_query import SavedQuery
from ipgraph.namespaces import CODES, DATA, IP, PREFIXES
from ipgraph.site.contents import Contents
from ipgraph.site.pages import Writer
from ipgraph.store import Store

SCRIPTS = ("codemirror.js", "sparql.js", "matchbrackets.js", "closebrackets.js", "show-hint.js")
STYLES = ("codemirror.css", "show-hint.css")

START = """\
PREFIX ip: <https://w3id.org/ipgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>

SELECT ?goal ?identifier ?wording
WHERE {
  ?goal a ip:Goal ;
        dcterms:identifier ?identifier ;
        ip:wording ?wording .
}
ORDER BY ?identifier
LIMIT 20
"""
"""What stands in the editor at first."""


def added_files(contents: Contents, folder: Path) -> dict[str, bytes]:
    """The files that the server has beside those of the site.

    Args:
        contents: the site.
        folder: its folder.

    Returns:
        Content by name. The script of the site is among them, with the links to the editor at its end; so no file
        of the site has to be changed for them.
    """
    vendor, own = resources.folder("vendor") / "codemirror", resources.folder("templates") / "server"
    files = {f"assets/{name}": (vendor / name).read_bytes() for name in (*SCRIPTS, *STYLES)}
    files |= {f"assets/{name}": (own / name).read_bytes() for name in ("editor.js", "editor.css")}
    script = "assets/site.js"
    files[script] = (folder / script).read_bytes() + (own / "served.js").read_bytes()
    pages = {f"{writer.prefix}sparql.html": _page(writer, contents) for writer in contents.writers}
    return files | {name: page.encode("utf-8") for name, page in pages.items()}


def _page(writer: Writer, contents: Contents) -> str:
    lang = writer.lang
    entries = {key: list(found) for key, found in groupby(by_group(), key=lambda one: one.group)}
    store = contents.reading.store
    data = {
        "queries": {one.id: _example(one, store, lang) for found in entries.values() for one in found},
        "terms": _terms(contents, lang),
        "prefixes": PREFIXES,
        "bases": [*(f"{iri}/" for iri in contents.reading.plans), DATA, CODES, IP],
    }
    return writer.render(
        "server/editor.html.j2",
        "sparql",
        section="editor",
        navigation=[*writer.shared["navigation"], ("editor", "sparql", "SPARQL", "SPARQL")],
        examples=[(groups()[key][lang], found) for key, found in entries.items()],
        scripts=(*SCRIPTS, "editor.js"),
        start=START,
        data=data,
    )


def _example(query: SavedQuery, store: Store, lang: str) -> dict[str, Any]:
    shown = [parameter for parameter in query.params if parameter.name != "lang"]
    return {
        "title": query.title[lang],
        "question": query.question[lang],
        "words": " ".join((query.id, *query.tags, query.description[lang])),
        "columns": {
            name: f"{query.columns[column.of].title[lang]} (IRI)" if column.of else column.title[lang]
            for name, column in query.columns.items()
        },
        "params": [
            {
                "name": parameter.name,
                "label": parameter.label[lang],
                "help": parameter.help[lang],
                "value": "" if parameter.default is None else str(parameter.default),
                "choices": parameter_values(parameter, store)[:200],
            }
            for parameter in shown
        ],
    }


def _terms(contents: Contents, lang: str) -> list[tuple[str, str]]:
    """The classes and properties of the model as they are written in a query, with what they mean."""
    meanings: dict[str, str] = {}
    for sheet in contents.model.sheets:
        meanings.setdefault(sheet.target, sheet.singular[lang])
        for column in sheet.fields:
            meanings.setdefault(column.path, column.name[lang])
    short = {iri: _short(iri) for iri in meanings}
    return sorted((name, meanings[iri]) for iri, name in short.items() if name)


def _short(iri: str) -> str:
    """An IRI with its prefix; empty where there is none."""
    found = (f"{prefix}:{iri[len(space) :]}" for prefix, space in PREFIXES.items() if iri.startswith(space))
    return next(found, "")
