"""The templates of pages: everything is escaped unless we mark it as safe, and a name that is missing is a fault."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

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


shared_environment = cache(environment)
"""The environment of pages that add nothing to it."""


def lone_page(template: str, styles: Sequence[str], scripts: Sequence[str] = (), **values: Any) -> str:
    """A page that stands alone: nothing runs in it but its own scripts, and it asks for nothing from anywhere.

    Args:
        template: name of the template.
        styles: names of its style sheets, which go into the page.
        scripts: texts of its scripts, which go into the page.
        values: what it shows.

    Returns:
        The HTML. Its content security policy allows these, and pictures within the page or made by it.
    """
    style = "".join((resources.folder("templates") / name).read_text(encoding="utf-8") for name in styles)
    run = f"script-src {' '.join(map(checksum, scripts))}; " if scripts else ""
    seen = "data: blob:" if scripts else "data:"
    policy = (
        f"default-src 'none'; {run}style-src {checksum(style)}; img-src {seen}; base-uri 'none'; form-action 'none'"
    )
    page = shared_environment().get_template(template)
    return page.render(style=Markup(style), scripts=map(Markup, scripts), policy=policy, **values).rstrip() + "\n"


def checksum(text: str) -> str:
    """A style or script inside a page as a content security policy names it (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
