"""What a package holds: datasets, each as one or several files of the same content."""

from __future__ import annotations

from dataclasses import dataclass

from ipgraph.model import Text


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
        key: its name in addresses, which never changes, such as ``plan`` or ``ziele``.
        title: its name for people, without place and year (Konventionenhandbuch K19).
        description: what is in it, in plain text.
        keywords: words to find it by.
        files: the files, the most useful one first.
        kind: code of the EU's list of dataset types, such as ``CODE_LIST`` or ``ONTOLOGY``; empty for none.
    """

    key: str
    title: Text
    description: Text
    keywords: tuple[Text, ...]
    files: tuple[File, ...]
    kind: str = ""
