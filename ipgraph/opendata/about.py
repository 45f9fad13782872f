"""What every file of a package says of the plan that it is from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipgraph.browse import Plan
from ipgraph.model import Text
from ipgraph.namespaces import DCTERMS, IP
from ipgraph.report.words import FICTIONAL


@dataclass(frozen=True)
class About:
    """A plan as the files of its package name it.

    Args:
        iri: the plan.
        name: name of the package: ASCII letters, digits, ``.``, ``-``, ``_``.
        title: title of the plan.
        description: what the plan says of itself; may be empty.
        language: language of its texts, such as ``de``.
        publisher: who publishes it; may be empty.
        licence: address of the licence; empty if nothing is said.
        licence_title: name of the licence.
        attribution: who is to be named; empty if nobody.
        fictional: whether the plan is made up.
        address: where the package will be found, with a slash at its end; empty if not known.
    """

    iri: str
    name: str
    title: str
    description: str
    language: str
    publisher: str
    licence: str
    licence_title: str
    attribution: str
    fictional: bool
    address: str = ""

    @property
    def notice(self) -> Text:
        """The warning before a plan that is made up; nothing for a real one."""
        return FICTIONAL if self.fictional else {"de": "", "en": ""}


def about(plan: Plan, name: str, address: str = "") -> About:
    """What the plan sheet says.

    Args:
        plan: the plan.
        name: name of the package.
        address: where the package will be found.
    """
    text = plan.resource.text
    licence, language = text(DCTERMS + "license"), text(DCTERMS + "language").lower()
    return About(
        iri=plan.iri,
        name=name,
        title=plan.resource.label,
        description=text(DCTERMS + "description"),
        language=language if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", language) else "de",
        publisher=text(DCTERMS + "publisher"),
        licence=licence,
        licence_title=licence,
        attribution=text(DCTERMS + "publisher"),
        fictional=text(IP + "fictional") == "true",
        address=address,
    )
