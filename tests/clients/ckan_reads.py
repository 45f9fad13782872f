"""What CKAN's harvester makes of a catalogue: its own parser, without a server. Not part of the tests: CKAN is large.

In an environment of its own (CKAN is AGPL and pins much; 1 minute, 230 MB)::

    python -m venv ckan && ckan/bin/pip install -U pip wheel 'setuptools<81'
    ckan/bin/pip install 'ckan[requirements]' ckanext-dcat
    ckan/bin/python tests/clients/ckan_reads.py PACKAGE/catalog.ttl PACKAGE/catalog.rdf PACKAGE/catalog.jsonld

Debian needs ``libpq-dev`` and ``libmagic1`` for it. GovData's own profile is on no registry: with a clone of
https://github.com/GovDataOfficial/ckanext-dcatde, add ``--govdata CLONE``. Ends with 1 where a package lacks
anything that a portal shows, has a tag that CKAN refuses, or where the three syntaxes do not give the same packages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import ckanext
from ckanext.dcat.processors import RDFParser
from ckanext.dcat.profiles import EuropeanDCATAP2Profile

FORMATS = {".ttl": "turtle", ".rdf": "xml", ".jsonld": "json-ld"}
PROFILES = ("euro_dcat_ap_2", "euro_dcat_ap_3")
PACKAGE = ("title", "notes")
EXTRAS = ("uri", "identifier", "issued", "modified", "publisher_name", "contact_name", "theme", "language",
          "spatial_uri", "access_rights", "frequency", "provenance", "temporal_start")  # fmt: skip
RESOURCE = ("uri", "name", "url", "download_url", "format", "mimetype", "size", "hash", "hash_algorithm", "license",
            "rights", "issued", "modified", "status", "availability")  # fmt: skip
GOVDATA = ("groups", "availability", "metadata_original_html")
TAG = re.compile(r"[\w .-]{2,100}")
"""What CKAN takes for a tag, where it does not clean them: over any other it refuses the whole dataset."""


def packages(path: Path, profile: str, govdata: Path | None) -> list[dict[str, Any]]:
    """The datasets that CKAN reads from a file."""
    parser = RDFParser(profiles=["euro_dcat_ap_2" if govdata else profile])
    if govdata:
        ckanext.__path__.append(str(govdata / "ckanext"))
        from ckanext.dcatde.profiles import DCATdeProfile

        # Since 6.9.0 it reads what DCAT-AP 2 has too; before, it went on where that profile had ended.
        alone = issubclass(DCATdeProfile, EuropeanDCATAP2Profile)
        parser._profiles = [DCATdeProfile] if alone else [*parser._profiles, DCATdeProfile]
    parser.parse(path.read_text(encoding="utf-8"), _format=FORMATS[path.suffix])
    return sorted(parser.datasets(), key=lambda one: str(extras(one).get("uri")))


def extras(package: dict[str, Any]) -> dict[str, Any]:
    """The further fields of a package by name."""
    return {one["key"]: one["value"] for one in package.get("extras", [])}


def missing(package: dict[str, Any], fields: tuple[str, ...]) -> list[str]:
    """What a portal would show and the package does not have, and the tags that CKAN refuses."""
    further = extras(package)
    gaps = [name for name in PACKAGE if not package.get(name)]
    gaps += [name for name in fields if not (further.get(name) or package.get(name))]
    gaps += ["tags"] if not package.get("tags") else []
    gaps += [f"tag {one['name']}" for one in package.get("tags", []) if not TAG.fullmatch(one["name"])]
    gaps += ["resources"] if not package.get("resources") else []
    gaps += [
        f"{one.get('uri')}: {name}" for one in package.get("resources", []) for name in RESOURCE if not one.get(name)
    ]
    return gaps


def in_order(value: Any) -> Any:
    """A value whose lists do not depend on the order of a graph."""
    if isinstance(value, str) and value.startswith(("[", "{")):
        with suppress(ValueError):  # a text of the plan may begin so too
            return in_order(json.loads(value))
    if isinstance(value, dict):
        return {key: in_order(one) for key, one in sorted(value.items())}
    return sorted(map(in_order, value), key=repr) if isinstance(value, list) else value


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("catalogues", nargs="+", type=Path)
    options.add_argument("--govdata", type=Path, help="clone of ckanext-dcatde")
    given = options.parse_args()
    faults = 0
    for profile in (*PROFILES, *(["govdata"] if given.govdata else [])):
        read, fields = {}, EXTRAS + GOVDATA if profile == "govdata" else EXTRAS
        for path in given.catalogues:
            found = packages(path, profile, given.govdata if profile == "govdata" else None)
            gaps = [f"{extras(one).get('uri')}: {gap}" for one in found for gap in missing(one, fields)]
            read[path.name] = in_order(found)
            files = sum(len(one["resources"]) for one in found)
            print(f"{profile}: {path.name}: {len(found)} packages, {files} files, {len(gaps)} gaps")
            faults += len(gaps) + (not found)
            print(*(f"  {gap}" for gap in gaps), sep="\n", end="\n" if gaps else "")
        first, *others = read.values()
        if any(one != first for one in others):
            faults += 1
            print(f"{profile}: the syntaxes give different packages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
