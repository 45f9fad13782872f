"""The templates of pages: everything is escaped unless we mark it as safe, and a name that is missing is a fault."""

from __future__ import annotations

import base64
import hashlib

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ipgraph import resources


def environment(*folders: str) -> Environment:
    """Templates in ``ipgraph/templates``.

    Args:
        folders: subfolders that are searched first.

    Returns:
        An environment of its own, to which tests and filters can be added.
    """
    top = resources.folder("templates")
    return Environment(
        loader=FileSystemLoader([*(top / folder for folder in folders), top], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def checksum(text: str) -> str:
    """A style or script inside a page as a content security policy names it (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
