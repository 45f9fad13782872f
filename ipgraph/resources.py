"""Where the files that belong to the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from ipgraph.errors import IpgraphError

PACKAGE = Path(__file__).resolve().parent
ONTOLOGY_VARIABLE = "IPGRAPH_ONTOLOGY"
"""Environment variable with the folder of another ontology (``shapes/fields.ttl``, ``codes/``), for own columns."""


def folder(name: str) -> Path:
    """Return the folder ``ontology``, ``queries``, ``data``, ``templates`` or ``vendor``.

    Args:
        name: name of the folder.

    Returns:
        Its path: inside the package (always so for templates and vendor; in a wheel for all), else in the
        checkout around the package. For the ontology, the folder that ``IPGRAPH_ONTOLOGY`` names, if it is set.

    Raises:
        IpgraphError: ``IPGRAPH_ONTOLOGY`` names a folder without ``shapes/fields.ttl``.
    """
    if name == "ontology" and (own := os.environ.get(ONTOLOGY_VARIABLE)):
        return _own_ontology(Path(own))
    return bundled(name)


def bundled(name: str) -> Path:
    """The folder as it comes with the program, whatever the environment says."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@cache
def words(name: str) -> dict[str, Any]:
    """The words and sentences of a file in ``templates`` (TOML), read once.

    Args:
        name: its path in that folder, such as ``meeting.words.toml``.
    """
    import tomllib

    return tomllib.loads((folder("templates") / name).read_text(encoding="utf-8"))


def _own_ontology(path: Path) -> Path:
    if not (path / "shapes" / "fields.ttl").is_file():
        raise IpgraphError(
            f"{ONTOLOGY_VARIABLE}: In {path} liegt keine Datei shapes/fields.ttl.",
            f"{ONTOLOGY_VARIABLE}: there is no file shapes/fields.ttl in {path}.",
        )
    return path
