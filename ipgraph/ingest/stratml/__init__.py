"""StratML documents (ISO 17469) in: both parts, our own and those of others, as rows of sheets.

What an element says goes into the column that has its place there; what no column has is kept as ``rdfs:comment``
(or in the column that takes the remainder) and reported with its line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ipgraph.ingest.bounds import MEGABYTE, refuse_large
from ipgraph.ingest.rows import PlanGraph, plan_from_sheets
from ipgraph.ingest.sheets import RawSheet, Row
from ipgraph.ingest.stratml import problems
from ipgraph.ingest.stratml.document import Document, last
from ipgraph.ingest.stratml.elements import Found, name_of
from ipgraph.ingest.stratml.places import Places, load_places
from ipgraph.model import Model, Sheet
from ipgraph.namespaces import RDFS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".stratml", ".stratml1")
COMMENT = RDFS + "comment"
LARGEST = 50 * MEGABYTE


def read_stratml(path: Path, model: Model) -> PlanGraph:
    """Read a document.

    Args:
        path: the file.
        model: sheets and columns.

    Returns:
        The plan, with the line of each row as its place.

    Raises:
        IpgraphError: the file is no StratML, broken, too large, or holds a document type or entities.
    """
    return plan_of(parse(path, load_places()), model, path.name)


def is_stratml(path: Path) -> bool:
    """Whether an XML file is StratML, by the name of its first element.

    Args:
        path: the file.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(4096).replace(b"\0", b"")  # UTF-16 too
    roots = "|".join(part.root for part in load_places().parts.values())
    return bool(re.search(rf"<(?:[\w.-]+:)?(?:{roots})[\s/>]".encode(), head))


def parse(path: Path, places: Places) -> Element:
    """The root of a document, read without entities, document types and anything from elsewhere.

    Args:
        path: the file.
        places: what the root may be called.

    Raises:
        IpgraphError: the file is no StratML, broken, too large, or holds a document type.
    """
    from lxml import etree

    refuse_large(path, LARGEST)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise problems.broken(path.name, error.lineno or 1, error.msg or "") from error
    if root.getroottree().docinfo.doctype:
        raise problems.doctype(path.name)
    roots = [part.root for part in places.parts.values()]
    if name_of(root) not in roots:
        raise problems.no_stratml(path.name, name_of(root), roots)
    return root


def plan_of(root: Element, model: Model, file: str) -> PlanGraph:
    """The plan that a document tells.

    Args:
        root: its root.
        model: sheets and columns.
        file: name of the file.

    Returns:
        The plan with what could not be taken as it stands.
    """
    document = Document(root, model)
    rows = {sheet.name["de"]: document.of(sheet) for sheet in model.sheets}
    raws = [_raw(sheet, rows[sheet.name["de"]], file) for sheet in model.sheets]
    graph = plan_from_sheets(raws, model, Path(file).stem, file)
    iris: dict[str, list[str]] = defaultdict(list)
    for iri, origin in graph.origins.items():
        if origin.sheet and origin.row is not None:
            iris[origin.sheet.name].append(iri)
    for name, found in rows.items():
        for iri, row in zip(iris[name], found, strict=False):
            if text := _comment(row, document.places):
                graph.triples.append(ox.Triple(ox.NamedNode(iri), ox.NamedNode(COMMENT), ox.Literal(text)))
    graph.problems += problems.about(document, file)
    return graph


def _raw(sheet: Sheet, rows: list[Found], file: str) -> RawSheet:
    indexes = {column.path: index for index, column in enumerate(sheet.fields)}
    raw = RawSheet(file, sheet.name["de"], in_workbook=False)
    raw.headings = {index: column.name["de"] for index, column in enumerate(sheet.fields)}
    raw.rows = [Row(found.line, {indexes[path]: text for path, text in found.cells.items()}) for found in rows]
    return raw


def _comment(found: Found, places: Places) -> str:
    """What has no column, as one text; of a sheet with a column for the rest, only what programs need."""
    whole = places.rows[found.sheet.target].remainder is None
    kept = [
        f"{label}: {text}" if label else text
        for label, text, _ in found.remarks
        if last(label) not in places.personal and (whole or last(label) in places.technical)
    ]
    return "\n".join(kept)
