"""The files of a plan to take away from its site: workbook, CSV, Turtle, JSON-LD."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ipgraph.emit import target_format, write_csv_folder, write_rdf, write_workbook
from ipgraph.ingest import Reading
from ipgraph.model import Text, load_model
from ipgraph.site.folder import Folder


def downloads(reading: Reading, plan: str, name: str, folder: Folder) -> list[dict[str, Any]]:
    """Write the files of a plan.

    Args:
        reading: the plans.
        plan: IRI of the plan.
        name: name of the files, without suffix.
        folder: folder of the site.

    Returns:
        Path, name, words and size of each file.
    """
    base = f"data/{name}"
    write_workbook(reading, plan, folder.target(f"{base}.xlsx"))
    for suffix in (".ttl", ".jsonld"):
        target = folder.target(f"{base}{suffix}")
        write_rdf(replace(reading, plans=[plan]), target, target_format(target))
    for sheet in load_model().sheets:
        folder.target(f"{base}/{sheet.file_name}.csv")
    write_csv_folder(reading, plan, folder.path / base)
    folder.zip(f"{base}.zip", sorted((folder.path / base).glob("*.csv")))
    words: dict[str, Text] = {
        ".xlsx": {"de": "Arbeitsmappe für Excel und LibreOffice", "en": "Workbook for Excel and LibreOffice"},
        ".zip": {"de": "Alle Tabellen als CSV", "en": "All tables as CSV"},
        ".ttl": {"de": "Graph als Turtle", "en": "Graph as Turtle"},
        ".jsonld": {"de": "Graph als JSON-LD", "en": "Graph as JSON-LD"},
    }
    return [
        {"path": base + suffix, "name": name + suffix, "text": text, "size": folder.size(base + suffix)}
        for suffix, text in words.items()
    ]
