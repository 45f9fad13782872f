"""What a program reads to understand the tables: CSVW (W3C 2015) and Data Package (Frictionless, version 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from ipgraph.files import json_bytes
from ipgraph.model import Text
from ipgraph.opendata.content.tables import Column, Listing
from ipgraph.opendata.details.publication import About

CSVW_FILE = "csv-metadata.json"
PACKAGE_FILE = "datapackage.json"

_DIALECT = {
    "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False,
    "header": True,
}  # fmt: skip
"""RFC 4180 in the words of CSV Dialect 1.2; what is left unsaid, frictionless guesses from the text of the cells."""
_FRICTIONLESS = {"decimal": "number", "integer": "integer", "gYear": "year", "boolean": "boolean", "date": "date"}


def csvw(about: About, tables: Sequence[Listing], excel: bool = False) -> bytes:
    """Describe tables in the way of the W3C (Metadata Vocabulary for Tabular Data).

    Args:
        about: the plan that they are of.
        tables: the tables, each in a file beside the description (:func:`ipgraph.opendata.content.tables.csv_bytes`).
        excel: whether they are the variant for Excel.

    Returns:
        ``csv-metadata.json``.
    """
    known = {table.key for table in tables}
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": about.language}],
        "dc:title": about.title,
        "dc:description": [_said(text, lang) for lang, text in about.notice.items() if text] + [about.description],
        "dc:publisher": about.publication.publisher,
        "dc:rights": about.publication.attribution,
        **({"dc:license": {"@id": about.licence}} if about.licence else {}),
        **({"dialect": {"delimiter": ";", "encoding": "utf-8"}} if excel else {}),
        "tables": [_csvw_table(table, known, excel) for table in tables],
    }
    return json_bytes({key: value for key, value in document.items() if value not in ("", [""])})


def _csvw_table(table: Listing, known: set[str], excel: bool) -> dict[str, Any]:
    kind = {"virtual": True, "name": "rdf_type", "propertyUrl": "rdf:type", "valueUrl": table.kind}
    columns = [_csvw_column(column, excel) for column in table.columns]
    # csvw and other readers take an empty cell for a reference that leads nowhere; Data Package knows such keys.
    never_empty = {
        column.name
        for place, column in enumerate(table.columns)
        if column.separator or all(row[place] for row in table.rows)
    }
    keys = [
        {"columnReference": name, "reference": {"resource": f"{target[0]}.csv", "columnReference": target[1]}}
        for name, target in _targets(table, known)
        if name in never_empty and not excel  # where an apostrophe may stand before a Kennung
    ]
    schema = {
        "columns": [*columns, kind] if table.kind else columns,
        "aboutUrl": "{+iri}" if any(column.name == "iri" for column in table.columns) else "",
        "primaryKey": table.primary,
        "foreignKeys": keys,
    }
    return {
        "url": f"{table.key}.csv",
        "dc:title": _both(table.title),
        "dc:description": _both(table.description),
        "tableSchema": {key: value for key, value in schema.items() if value},
    }


def _csvw_column(column: Column, excel: bool) -> dict[str, Any]:
    decimal = excel and column.datatype == "decimal"
    datatype: Any = {"base": "decimal", "format": {"decimalChar": ","}} if decimal else column.datatype
    subject = column.name == "iri"  # of every statement, see aboutUrl; as anyURI, csvw would put its parts there
    described: dict[str, Any] = {
        "name": column.name,
        # A reader compares the first line of the file with the titles, so the name is one of them.
        "titles": {"de": [column.title["de"], column.name], "en": [column.title["en"]]},
        "dc:description": _both(column.description),
        "datatype": "string" if subject else datatype,
        "separator": column.separator,
        "required": column.required,
        "lang": column.language,
        "propertyUrl": column.path,
        "valueUrl": f"{column.base}{{{column.name}}}" if column.base and not excel else "",
        "suppressOutput": subject,
    }
    return {key: value for key, value in described.items() if value}


def data_package(about: About, tables: Sequence[Listing], files: Mapping[str, bytes]) -> bytes:
    """Describe tables in the way of Frictionless (Data Package and Table Schema).

    Args:
        about: the plan that they are of.
        tables: the tables.
        files: their files by path, beside the description.

    Returns:
        ``datapackage.json``. Keys of columns with several values are left out: the standard has no such keys.
    """
    known = {table.key for table in tables}
    licence = {"path": about.licence, "title": about.publication.licence.title}
    document = {
        "profile": "tabular-data-package",
        "name": _name(about.name),
        "title": about.title,
        "description": "\n\n".join(filter(None, [*about.notice.values(), about.description])),
        "homepage": about.address,
        "licenses": [licence] if about.licence else [],
        "contributors": [{"title": about.publication.publisher, "role": "publisher"}],
        "attribution": about.publication.attribution,
        "resources": [_resource(table, known, files[f"{table.key}.csv"]) for table in tables],
    }
    return json_bytes({key: value for key, value in document.items() if value})


def _resource(table: Listing, known: set[str], content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.primary:
        schema["primaryKey"] = table.primary
    single = {column.name for column in table.columns if not column.separator}
    keys = [
        {"fields": name, "reference": {"resource": "" if to == table.key else _name(to), "fields": column}}
        for name, (to, column) in _targets(table, known)
        if name in single
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": _name(table.key),
        "path": f"{table.key}.csv",
        "title": _line(table.title),
        "description": _line(table.description),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    kind = _FRICTIONLESS.get(column.datatype, "string")
    described: dict[str, Any] = {
        "name": column.name,
        "title": _line(column.title),
        "description": _line(column.description),
        "type": "list" if column.separator else kind,
        "format": "uri" if column.datatype == "anyURI" and not column.separator else "",
        "rdfType": column.path,
        "constraints": {"required": True} if column.required else {},
    }
    if column.separator:
        described |= {"delimiter": column.separator, "itemType": "string" if kind == "year" else kind}
    return {key: value for key, value in described.items() if value}


def _targets(table: Listing, known: set[str]) -> list[tuple[str, tuple[str, str]]]:
    """The columns whose values are explained in another table of the package."""
    return [(c.name, (c.target[0], c.target[1])) for c in table.columns if c.target and c.target[0] in known]


def _name(key: str) -> str:
    """A name as Data Package allows: small letters, digits, ``.``, ``-``, ``_``."""
    return key.casefold().replace("/", "-")


def _line(text: Text) -> str:
    """Both languages in one line, for a standard that has one."""
    return text["de"] if text["de"] == text["en"] else f"{text['de']} / {text['en']}"


def _both(text: Text) -> list[dict[str, str]]:
    return [_said(said, lang) for lang, said in text.items() if said]


def _said(text: str, lang: str) -> dict[str, str]:
    return {"@value": text, "@language": lang}
