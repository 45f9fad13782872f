"""What a package holds: datasets, each as one or several files of the same content."""

from __future__ import annotations

from dataclasses import dataclass, field

from ipgraph.model import Text

OURS = ("ONTOLOGY", "CODE_LIST")
"""Kinds of datasets that come with the program and belong to no county."""


@dataclass(frozen=True)
class File:
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
    files: tuple[File, ...]
    kind: str = ""
    manual: str = ""


@dataclass(frozen=True)
class Edition:
    """One published edition of a package.

    Args:
        number: how it is counted, such as ``2`` or ``1. Fortschreibung``.
        date: ISO day on which it came out; empty where it is not known.
        notes: what has changed with it.
        path: where its files stay for ever, below the folder of the plan, such as ``v/2/``; empty for the top.
        keys: the datasets that it has; those of an earlier edition that the new one lacks have ended.
        catalogue: its ``catalog.ttl``, where it is at hand: its datasets then stay in the new catalogue, for a
            portal forgets what a catalogue no longer names.
    """

    number: str = "1"
    date: str = ""
    notes: Text = field(default_factory=dict)
    path: str = ""
    keys: tuple[str, ...] = ()
    catalogue: bytes = b""
