"""What a package says of itself: the plan and the settings put together, and what stands in where both are silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ipgraph.ingest.sheets import CONTROL
from ipgraph.ingest.values import is_web_address
from ipgraph.model import Text
from ipgraph.opendata.details import portals
from ipgraph.opendata.details.entries import MAIL
from ipgraph.opendata.details.facts import PlanFacts
from ipgraph.opendata.details.settings import Settings
from ipgraph.report.words import FICTIONAL

Keyword = tuple[str, str]
"""Language and word."""

UNKNOWN = "Herausgebende Stelle nicht angegeben"
FICTIONAL_WORD: Text = {"de": "fiktiv", "en": "fictional"}
KEYWORDS: tuple[Keyword, ...] = (
    ("de", "Integrationsplan"), ("de", "Integration"), ("de", "Migration"),
    ("en", "integration plan"), ("en", "integration"), ("en", "migration"),
)  # fmt: skip
"""What fits every plan, and the terms for plans."""
_CLOSED = "other-closed"
_NO_TAG = re.compile(r"[^\w .-]+")


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


@dataclass(frozen=True)
class Publication:
    """Every value that the catalogue writes, decided.

    Args:
        facts: what the plan says.
        settings: what the county says beside it.
        edition: which edition it is.
        title: title of the plan; of its Kennung, where it has none.
        publisher: the body that decided on the release.
        licence: the licence; GovData's "other closed licence", where nobody has given one.
        attribution: how the source is to be named.
        contact: the office that answers questions.
        contact_mail: its mail address.
        contact_page: its form; the package's own address, where there is nothing else.
        issued: when the data came out: day, month or year.
        modified: when they last changed: day, month or year.
        area: what the official key says.
        keywords: words to find every dataset by.
        provenance: how the data came about.
        version_notes: what has changed with this edition.
    """

    facts: PlanFacts
    settings: Settings
    edition: Edition
    title: str
    publisher: str
    licence: portals.Licence
    attribution: str
    contact: str
    contact_mail: str
    contact_page: str
    issued: str
    modified: str
    area: portals.Area
    keywords: tuple[Keyword, ...]
    provenance: Text
    version_notes: Text

    @property
    def licensed(self) -> bool:
        """Whether somebody has given a licence."""
        return self.licence.iri != portals.LICENCES + _CLOSED

    @property
    def fictional(self) -> bool:
        """Whether the plan is made up."""
        return self.facts.fictional

    def named(self, title: Text) -> Text:
        """A title that says so when the plan is made up."""
        return fictional_title(title) if self.fictional else title

    def told(self, description: Text) -> Text:
        """A description that says so when the plan is made up."""
        return fictional_words(description) if self.fictional else description


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
    def questions(self) -> str:
        """Office and address for questions; empty where no address is known."""
        said = self.publication
        address = said.contact_mail or said.contact_page
        return f"{said.contact}, {address}" if address else ""

    @property
    def notice(self) -> Text:
        """The warning before a plan that is made up; nothing for a real one."""
        return FICTIONAL if self.publication.fictional else {"de": "", "en": ""}


def fictional_title(title: Text) -> Text:
    """A title that says that the plan is made up."""
    return {lang: f"{text} ({FICTIONAL_WORD[lang]})" for lang, text in title.items()}


def fictional_words(description: Text) -> Text:
    """A description that says first that the plan is made up."""
    return {lang: f"{FICTIONAL[lang]} {text}" for lang, text in description.items()}


def publication(
    facts: PlanFacts, settings: Settings | None = None, edition: Edition | None = None, *, alone: bool = True
) -> Publication:
    """Decide what a package says of itself.

    Args:
        facts: what the plan says.
        settings: what the county says beside it.
        edition: which edition it is.
        alone: whether the package holds one plan. Then the settings come before the plan; of several plans each keeps
            its own publisher, contact and licence, and the settings fill gaps.

    Returns:
        All values. No date is ever that of today.
    """
    settings, edition = settings or Settings(), edition or Edition()
    title = facts.title or facts.identifier or facts.iri
    publisher = _first(alone, settings.publisher, facts.publisher) or _said(facts.territory) or UNKNOWN
    mail, page = _contact(facts, settings, alone)
    issued = edition.date or settings.issued or facts.adopted or facts.start
    return Publication(
        facts=facts,
        settings=settings,
        edition=edition,
        title=title,
        publisher=f"{publisher} ({FICTIONAL_WORD['de']})" if facts.fictional else publisher,
        licence=_licence(facts, settings, alone),
        attribution=settings.attribution if alone and settings.attribution else f"Datenquelle: {publisher}, {title}",
        contact=(settings.contact if alone else "") or publisher,
        contact_mail=mail,
        contact_page=page,
        issued=issued,
        modified=max(settings.modified or facts.newest, issued),
        area=portals.area(facts.district_key),
        keywords=tuple(dict.fromkeys((lang, tag) for lang, word in _keywords(facts, settings) if (tag := _tag(word)))),
        provenance=settings.provenance or _provenance(facts, title),
        version_notes=(alone and settings.version_notes) or edition.notes or settings.version_notes,
    )


def _first(settings_first: bool, from_settings: str, from_plan: str) -> str:
    order = (from_settings, from_plan) if settings_first else (from_plan, from_settings)
    return next(filter(None, map(_said, order)), "")


def _said(text: str) -> str:
    """What is left of a text for people: no control characters, no blanks around."""
    return CONTROL.sub("", text).strip()


def _contact(facts: PlanFacts, settings: Settings, alone: bool) -> tuple[str, str]:
    """Mail address and form: the settings' or those in the plan, never a mixture of two offices."""
    mail = facts.contact.removeprefix("mailto:")
    of_plan = (mail if MAIL.fullmatch(mail) else "", facts.contact if is_web_address(facts.contact) else "")
    of_settings = (settings.contact_mail, settings.contact_page)
    order = (of_settings, of_plan) if alone else (of_plan, of_settings)
    return next(filter(any, order), ("", ""))


def _licence(facts: PlanFacts, settings: Settings, alone: bool) -> portals.Licence:
    of_plan = portals.licence(facts.licence) if facts.licence else None
    found = (settings.licence or of_plan) if alone else (of_plan or settings.licence)
    return found or portals.given_licence(_CLOSED)


def _keywords(facts: PlanFacts, settings: Settings) -> Iterator[Keyword]:
    yield from KEYWORDS
    if facts.territory:
        yield ("de", facts.territory)
    for iri in samples(settings):
        yield from (("de", word) for word in portals.muster_words(iri))
    yield from settings.keywords
    if facts.fictional:
        yield from FICTIONAL_WORD.items()


def _tag(word: str) -> str:
    """A keyword as CKAN takes it; empty where nothing is left of it.

    Over one with other signs than letters, digits, blank, ``-``, ``_`` and ``.``, or not of 2 to 100 of them, CKAN
    refuses the whole dataset (``tag_name_validator`` and ``tag_length_validator`` of CKAN 2.11).
    """
    tag = " ".join(_NO_TAG.sub(" ", word).split())
    return tag if 2 <= len(tag) <= 100 else ""


def samples(settings: Settings) -> tuple[str, ...]:
    """The entries of the Musterdatenkatalog: those of the settings, else the one for integration."""
    return settings.samples or (portals.MUSTER + "sozialeHilfe/flucht/integration",)


def _provenance(facts: PlanFacts, title: str) -> Text:
    day = {"de": f", beschlossen {facts.adopted}", "en": f", adopted {facts.adopted}"} if facts.adopted else {}
    return {
        "de": f"Aus den Tabellen des Plans „{title}“{day.get('de', '')}, umgewandelt mit ipgraph.",
        "en": f"From the tables of the plan “{title}”{day.get('en', '')}, converted by ipgraph.",
    }


def period(facts: PlanFacts) -> str:
    """The period of a plan in years: ``2024–2028``, ``ab 2014``; empty where the plan has none."""
    years: Iterable[str] = dict.fromkeys(day[:4] for day in (facts.start, facts.end) if day)
    return "–".join(years)
