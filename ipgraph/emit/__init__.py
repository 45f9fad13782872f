"""The way out: plans as a CSV folder, a workbook, RDF or StratML. The columns come from the model alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ipgraph.emit.losses import losses
from ipgraph.emit.serialise import RDF_FORMATS, write_rdf
from ipgraph.emit.stratml import write_stratml
from ipgraph.emit.tabular import Record, rows
from ipgraph.errors import IpgraphError, Problem
from ipgraph.files import save
from ipgraph.ingest.rows import plan_from_sheets
from ipgraph.ingest.sheets import read_csv_folder, read_workbook
from ipgraph.model import Sheet, load_model
from ipgraph.namespaces import local_name

if TYPE_CHECKING:
    from ipgraph.ingest import Reading

__all__ = ["convert", "rows", "target_format", "write_csv_folder", "write_rdf", "write_stratml", "write_workbook"]

SUFFIXES = {
    ".xlsx": "xlsx",
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nq",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".owl": "rdfxml",
    ".stratml": "stratml",
    ".stratml1": "stratml1",
}
"""Format by the suffix of the target; StratML may have ``.xml`` behind it. ``stratml1`` is Part 1 of that standard."""

_OTHER_NAMES = {suffix[1:]: name for suffix, name in SUFFIXES.items()} | {
    "ntriples": "nt", "n-triples": "nt", "nquads": "nq", "n-quads": "nq", "json-ld": "jsonld", "rdf/xml": "rdfxml",
}  # fmt: skip


def write_csv_folder(reading: Reading, plan_iri: str, folder: Path, lang: str = "de") -> list[Problem]:
    """Write a plan as a folder of CSV files, one a sheet (RFC 4180, UTF-8, line feeds).

    Args:
        reading: the reading that holds the plan.
        plan_iri: the plan.
        folder: where to; made where it is missing. Other files in it are left alone.
        lang: language of the headings ("de", "en").

    Returns:
        What the sheets could not carry.

    Raises:
        IpgraphError: the system refuses to write there.
    """
    model = load_model()
    records = rows(reading.store, plan_iri, model, lang)
    for sheet, found in records.items():
        save(folder / f"{sheet.file_name}.csv", _csv(sheet, found, lang).encode("utf-8"))
    names = {f"{sheet.file_name}.csv" for sheet in records}
    raws = [raw for raw in read_csv_folder(folder) if raw.file in names]
    again = plan_from_sheets(raws, model, folder.resolve().name)
    return losses(reading.store, plan_iri, model, records, again, folder.name)


def _csv(sheet: Sheet, records: list[Record], lang: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name[lang] for column in sheet.fields])
    writer.writerows([record.text(column) for column in sheet.fields] for record in records)
    return out.getvalue()


def write_workbook(reading: Reading, plan_iri: str, path: Path, lang: str = "de") -> list[Problem]:
    """Write a plan as a workbook, one sheet a class. Text is always text, never a formula.

    Args:
        reading: the reading that holds the plan.
        plan_iri: the plan.
        path: the file.
        lang: language of sheet names and headings ("de", "en").

    Returns:
        What the sheets could not carry.

    Raises:
        IpgraphError: a text is longer than an Excel cell, or the system refuses to write there.
    """
    from ipgraph.emit.workbook import plain_workbook, workbook_bytes

    model = load_model()
    records = rows(reading.store, plan_iri, model, lang)
    save(path, workbook_bytes(plain_workbook(model, records, lang)))
    again = plan_from_sheets(read_workbook(path), model, path.stem)
    return losses(reading.store, plan_iri, model, records, again, path.name)


def target_format(target: Path, format: str | None = None) -> str:
    """Tell the format of a target.

    Args:
        target: file or folder; a name without suffix, or a folder that exists, means CSV.
        format: name of a format, where the target's name shall not decide.

    Returns:
        ``csv``, ``xlsx``, or one of the RDF formats.

    Raises:
        IpgraphError: there is no such format.
    """
    if format:
        name = format.casefold().lstrip(".")
        name = _OTHER_NAMES.get(name, name)
        if name in ("csv", "xlsx", "stratml", "stratml1", *RDF_FORMATS):
            return name
    elif target.is_dir() or not target.suffix:
        return "csv"
    elif target.suffix.lower() in SUFFIXES:
        inner = Path(target.stem).suffix.lower()
        return SUFFIXES[inner if target.suffix.lower() == ".xml" and "stratml" in inner else target.suffix.lower()]
    elif target.suffix.lower() == ".csv":
        raise IpgraphError(
            f"{target.name}: Ein Plan hat mehrere Tabellen. Bitte einen Ordner angeben, zum Beispiel {target.stem}.",
            f"{target.name}: a plan has several tables. Please give a folder, for instance {target.stem}.",
        )
    known = ", ".join(SUFFIXES)
    raise IpgraphError(
        f"„{format or target.suffix}“ kann nicht geschrieben werden. Möglich sind {known} und ein Ordner (CSV).",
        f"“{format or target.suffix}” cannot be written. Possible are {known} and a folder (CSV).",
    )


def convert(
    sources: Iterable[str | Path], target: str | Path, format: str | None = None, lang: str = "de"
) -> list[Problem]:
    """Read plans and write them in another form.

    Args:
        sources: workbooks, CSV folders, RDF files, StratML documents.
        target: the file or folder to write. Several plans go into one RDF file, or into one CSV subfolder each.
        format: name of the format, where the target's name shall not decide.
        lang: language of headings ("de", "en").

    Returns:
        What could not be read as it stands, and what the target could not carry.

    Raises:
        IpgraphError: a source cannot be read, the target cannot be written, or several plans shall go into one
            workbook or StratML document.
    """
    from ipgraph.ingest import read

    target = Path(target)
    name = target_format(target, format)
    reading = read(*sources)
    problems = list(reading.problems)
    if name in RDF_FORMATS:
        write_rdf(reading, target, name)
    elif name in ("xlsx", "stratml", "stratml1"):
        if len(reading.plans) > 1:
            book = name == "xlsx"
            raise IpgraphError(
                f"{'Eine Arbeitsmappe' if book else 'Ein StratML-Dokument'} fasst einen Plan; hier sind es "
                f"{len(reading.plans)}. Bitte einen Plan nach dem anderen umwandeln, oder in einen "
                "Ordner (CSV, ein Unterordner je Plan) oder nach RDF.",
                f"A {'workbook' if book else 'StratML document'} holds one plan; here are {len(reading.plans)}. Please "
                "convert one plan after the other, or into a folder (CSV, one subfolder a plan) or RDF.",
            )
        if name == "xlsx":
            problems += write_workbook(reading, reading.plans[0], target, lang)
        else:
            problems += write_stratml(reading, reading.plans[0], target, name, lang)
    elif len(reading.plans) == 1:
        problems += write_csv_folder(reading, reading.plans[0], target, lang)
    else:
        for plan, folder in _subfolders(reading.plans).items():
            problems += write_csv_folder(reading, plan, target / folder, lang)
    return problems


def _subfolders(plans: list[str]) -> dict[str, str]:
    """A folder name for each plan: its Kennung, with a number where two plans share one."""
    folders: dict[str, str] = {}
    for plan in sorted(plans):
        first = re.sub(r"[^A-Za-z0-9._%~-]", "_", local_name(plan)) or "plan"
        name, number = first, 1
        while name in folders.values():
            number += 1
            name = f"{first}~{number}"
        folders[plan] = name
    return folders
