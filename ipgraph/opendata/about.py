"""What every file of a package says of the plan that it is from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipgraph.model import Text
from ipgraph.opendata.publication import Publication
from ipgraph.report.words import FICTIONAL


@dataclass(frozen=True)
class About:
    """A plan as the files of its package name it.

    Args:
        publication: what the catalogue says of it.
        name: name of the package: ASCII letters, digits, ``.``, ``-``, ``_``.
        address: where the package will be found, with a slash at its end; empty if not known.
    """

    publication: Publication
    name: str
    address: str = ""

    @property
    def iri(self) -> str:
        """The plan."""
        return self.publication.facts.iri

    @property
    def title(self) -> str:
        """Title of the plan."""
        return self.publication.title

    @property
    def description(self) -> str:
        """What the plan says of itself; may be empty."""
        return self.publication.facts.description

    @property
    def language(self) -> str:
        """Language of the plan's texts as a tag of BCP 47; German where the plan names none."""
        code = self.publication.facts.language.lower()
        return code if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code) else "de"

    @property
    def licence(self) -> str:
        """Address of the licence; empty if nobody has given one."""
        given = self.publication.licence
        return (given.page or given.iri) if self.publication.licensed else ""

    @property
    def notice(self) -> Text:
        """The warning before a plan that is made up; nothing for a real one."""
        return FICTIONAL if self.publication.fictional else {"de": "", "en": ""}
