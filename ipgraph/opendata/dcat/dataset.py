"""What a catalogue describes, in the words of DCAT: distributions, datasets, and the series that they are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipgraph.model import Text
from ipgraph.opendata.details.facts import PlanFacts
from ipgraph.opendata.details.publication import Edition

OURS = ("ONTOLOGY", "CODE_LIST")
"""Kinds of datasets that come with the program and belong to no county."""


@dataclass(frozen=True)
class Distribution:
    """One form in which a dataset can be had: a ``dcat:Distribution``.

    Args:
        path: where it lies in the package, with slashes, such as ``tabellen/ziele.csv``.
        title: its name for people.
        format: code of the EU's list of file types, such as ``CSV`` or ``RDF_TURTLE``.
        media_type: IANA media type, such as ``text/csv``.
        conforms_to: what describes its form: a path in the package or an address; empty for nothing.
    """

    path: str
    title: Text
    format: str
    media_type: str
    conforms_to: str = ""


@dataclass(frozen=True)
class Dataset:
    """Files of the same content: a ``dcat:Dataset``.

    Args:
        key: its name in addresses, which never changes, such as ``gesamt`` or ``ziele``.
        title: its name for people, without place and year (Konventionenhandbuch K19).
        description: what is in it, in plain text.
        keywords: words to find it by.
        files: the files, the most useful one first.
        kind: code of the EU's list of dataset types, such as ``CODE_LIST`` or ``ONTOLOGY``; empty for none.
        manual: path in the package, with its anchor, of the page that explains columns or terms; empty for none.
    """

    key: str
    title: Text
    description: Text
    keywords: tuple[Text, ...]
    files: tuple[Distribution, ...]
    kind: str = ""
    manual: str = ""


@dataclass(frozen=True)
class Series:
    """The package of one plan, edition after edition: a ``dcat:DatasetSeries`` with the datasets of the newest edition.

    Args:
        facts: what the plan says.
        datasets: its datasets; the paths of their files start at the root of the package.
        files: content of the files by that path.
        folder: folder of the plan below the root, where several plans lie together; empty for a plan alone at the root.
        page: path from the root of a page that tells what is in it; empty for the folder.
        editions: the editions, oldest first, the last is this one; none for a package without editions.
    """

    facts: PlanFacts
    datasets: Sequence[Dataset]
    files: Mapping[str, bytes]
    folder: str = ""
    page: str = ""
    editions: Sequence[Edition] = ()
