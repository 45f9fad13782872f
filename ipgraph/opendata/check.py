"""What a county still has to fill in before it reports its package, and how portals will rate it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ipgraph.namespaces import DATA, DCTERMS, IP
from ipgraph.opendata.catalog import catalogue_files
from ipgraph.opendata.datasets import Part
from ipgraph.opendata.gaps import LEVELS, Gap, column, either, entry, gap
from ipgraph.opendata.parts import Edition
from ipgraph.opendata.publication import Publication, publication
from ipgraph.opendata.score import FROM_FILE, Score, scores
from ipgraph.opendata.settings import Settings

_NOBODYS = re.compile(r"(^|\.)(example|invalid|test|localhost|example\.(com|net|org))$")
"""Names of hosts that are kept for examples (RFC 2606), where nothing can be hosted."""


@dataclass(frozen=True)
class Report:
    """The outcome of a check: what is missing, and what each dataset scores."""

    gaps: tuple[Gap, ...]
    scores: tuple[Score, ...]

    @property
    def exit_code(self) -> int:
        """1 while something is missing without which the package should not be reported, else 0."""
        return int(any(one.level == "must" for one in self.gaps))


def check_package(parts: Sequence[Part], settings: Settings | None = None) -> Report:
    """Say what is missing in a package.

    Args:
        parts: the packages of its plans.
        settings: what the county says beside the plans.

    Returns:
        What to fill in, the most important first, and the score of the metadata of each dataset.
    """
    settings = settings or Settings()
    several = len(parts) > 1
    gaps = list(_hosting(settings))
    if several and not settings.publisher:
        gaps.append(gap("several", entry("herausgeber.name")))
    for part in parts:
        editions = part.editions or [Edition()]
        one = publication(part.facts, settings, editions[-1], alone=not part.folder)
        found = [*_mandatory(one), *_helpful(one), *_following(one, editions[:-1])]
        gaps += [replace(missing, plan=one.title if several else "") for missing in found]
    gaps += _defaults(settings)
    order = list(LEVELS)
    gaps.sort(key=lambda one: order.index(one.level))
    return Report(tuple(gaps), scores(catalogue_files(parts, settings)["catalog.ttl"]))


def _hosting(settings: Settings) -> Iterator[Gap]:
    host = urlsplit(settings.address).hostname or ""
    if not settings.address:
        yield gap("address", entry("adresse"))
    elif _NOBODYS.search(host):
        yield gap("example", entry("adresse"), host=host)
    elif settings.address.startswith("http:"):
        yield gap("https", entry("adresse"))


def _mandatory(one: Publication) -> Iterator[Gap]:
    """What a package must have before it is reported."""
    facts = one.facts
    if facts.fictional:
        yield gap("fictional", column(IP + "fictional"))
    if not facts.title:
        yield gap("title", column(DCTERMS + "title"))
    if not one.licensed:
        where = either(column(DCTERMS + "license"), entry("lizenz"))
        yield gap("unknown-licence" if facts.licence else "licence", where, licence=facts.licence)
    if not (facts.publisher or one.settings.publisher):
        yield gap("publisher", either(column(DCTERMS + "publisher"), entry("herausgeber.name")))
    if not (one.contact_mail or one.contact_page):
        yield gap("contact", either(column(IP + "contact"), entry("kontakt.mail", "kontakt.formular")))
    if not one.issued:
        yield gap("issued", either(column(IP + "adopted"), entry("erschienen")))
    if not (one.area.county or facts.territory):
        yield gap("area", column(IP + "territory", IP + "districtKey"))


def _helpful(one: Publication) -> Iterator[Gap]:
    """What makes a package easier to find and to use."""
    facts, settings = one.facts, one.settings
    if one.licensed and not one.licence.open:
        where = either(column(DCTERMS + "license"), entry("lizenz"))
        yield gap("open-licence", where, licence=one.licence.title)
    if not one.area.county and facts.territory and not facts.fictional:
        yield gap("key", column(IP + "districtKey"), key=facts.district_key)
    if not (facts.start and facts.end):
        yield gap("period", column(IP + "periodStart", IP + "periodEnd"))
    if facts.iri.startswith(DATA):
        yield gap("base", column(IP + "baseIri"))
    if one.issued and not (settings.issued or one.edition.date):
        yield gap("day", entry("erschienen"), day=one.issued)
    if one.licence.attribution and not settings.attribution:
        yield gap("attribution", entry("namensnennung"), words=one.attribution)


def _following(one: Publication, before: Sequence[Edition]) -> Iterator[Gap]:
    """What an edition owes to those who use the one before."""
    if before and not (one.edition.notes or one.settings.version_notes):
        yield gap("notes", entry("versionshinweis"))
    if before and one.edition.date and one.edition.date <= before[-1].date:
        yield gap("same-day", entry("erschienen"), day=one.edition.date)


def _defaults(settings: Settings) -> Iterator[Gap]:
    """What the settings may still say, where a default or nothing stands in."""
    said = (
        ("frequency", "aktualisierung", settings.frequency),
        ("availability", "verfuegbarkeit", settings.availability),
        ("homepage", "startseite", settings.homepage),
        ("provenance", "herkunft", settings.provenance),
        ("map", "raum.rahmen", settings.box),
    )
    return (gap(name, entry(key)) for name, key, value in said if not value)


def report_text(report: Report, lang: str = "de") -> str:
    """The outcome of a check in plain words.

    Args:
        report: the outcome.
        lang: language.

    Returns:
        Lines of text: what must be filled in, what should be, and the score.
    """
    lines: list[str] = []
    for level, head in LEVELS.items():
        gaps = [one for one in report.gaps if one.level == level]
        if gaps:
            lines += [head[lang], *(line for one in gaps for line in _gap_lines(one, lang)), ""]
    if not report.exit_code:
        nothing = {"de": "Das Paket kann gemeldet werden.", "en": "The package can be reported."}
        lines = [nothing[lang], "", *lines]
    return "\n".join([*lines, *_score_lines(report.scores, lang)]) + "\n"


def _gap_lines(one: Gap, lang: str) -> Iterator[str]:
    yield f"- {f'{one.plan}: ' if one.plan else ''}{one.what[lang]}"
    yield f"    {one.why[lang]}"
    yield f"    → {one.where[lang]}"


def _score_lines(found: Sequence[Score], lang: str) -> Iterator[str]:
    yield {
        "de": f"Bewertung durch data.europa.eu (MQA; {FROM_FILE} Punkte sind ohne Server möglich, 405 mit):",
        "en": f"Rating by data.europa.eu (MQA; {FROM_FILE} points are possible without a server, 405 with one):",
    }[lang]
    whole = [score for score in found if not score.missed]
    if whole:
        count, points, rating = f"{len(whole)}", f"{FROM_FILE}", whole[0].rating[lang]
        yield {
            "de": f"- {count} von {len(found)} Datensätzen: {points} Punkte; sobald die Adressen antworten: {rating}",
            "en": f"- {count} of {len(found)} datasets: {points} points; once the addresses answer: {rating}",
        }[lang]
    for score in found:
        if score.missed:
            missing = ", ".join(f"{check.title[lang]} (−{lost:g})" for check, lost in score.missed)
            name = score.title.get(lang) or next(iter(score.title.values()), score.dataset)
            lacks = {"de": "es fehlt", "en": "missing"}[lang]
            yield f"- {name}: {score.points:g}; {lacks}: {missing}"
