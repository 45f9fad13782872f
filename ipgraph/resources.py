"""Where the files that belong to the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder ``ontology``, ``queries``, ``data``, ``templates`` or ``vendor``.

    Args:
        name: name of the folder.

    Returns:
        Its path: inside the package (always so for templates and vendor; in a wheel for all), else in the
        checkout around the package.
    """
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
