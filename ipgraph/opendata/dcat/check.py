"""What a county still has to fill in before it reports its package, and how portals will rate it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ipgraph import resources
from ipgraph.model import Text, load_model
from ipgraph.namespaces import DATA, DCTERMS, IP
from ipgraph.opendata.dcat.catalogue import catalogue_files
from ipgraph.opendata.dcat.dataset import Series
from ipgraph.opendata.dcat.score import FROM_FILE, Score, scores
from ipgraph.opendata.details.publication import Edition, Publication, publication
from ipgraph.opendata.details.settings import Settings
from ipgraph.report.drawing import Say, drawn

_NOBODYS = re.compile(r"(^|\.)(example|invalid|test|localhost|example\.(com|net|org))$")
"""Names of hosts that are kept for examples (RFC 2606), where nothing can be hosted."""


SETTINGS_FILE = "veroeffentlichung.toml"
LEVELS: Mapping[str, Text] = {
    "must": {
        "de": "Das fehlt noch, bevor das Paket gemeldet wird:",
        "en": "Still missing before the package is reported:",
    },
    "should": {
        "de": "Freiwillig; so sind die Daten leichter zu finden und zu nutzen:",
        "en": "Voluntary; so the data are easier to find and to use:",
    },
}
"""The weights of a gap, the heavier one first."""


@dataclass(frozen=True)
class Gap:
    """Something that is missing.

    Args:
        level: ``must`` or ``should``.
        what: what is missing.
        why: why that matters.
        where: where to fill it in.
        plan: title of the plan, where there are several.
    """

    level: str
    what: Text
    why: Text
    where: Text
    plan: str = ""


@dataclass(frozen=True)
class Outlook:
    """What would become of an edition, were it published now.

    Args:
        text: that, in a sentence or two.
        notes: what a person should know first, a sentence each.
        refused: whether it could not be published.
    """

    text: Text
    notes: tuple[Text, ...] = ()
    refused: bool = False


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    Args:
        gaps: what is missing, the most important first.
        scores: what each dataset scores.
        editions: what would become of the edition of each plan, where it is known which came before.
    """

    gaps: tuple[Gap, ...]
    scores: tuple[Score, ...]
    editions: tuple[Outlook, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 while the package should not be reported or could not be published, else 0."""
        return int(any(one.level == "must" for one in self.gaps) or any(one.refused for one in self.editions))


def check_package(plans: Sequence[Series], settings: Settings | None = None) -> Report:
    """Say what is missing in a package.

    Args:
        plans: the packages of each plan.
        settings: what the county says beside the plans.

    Returns:
        What to fill in, the most important first, and the score of the metadata of each dataset.
    """
    settings = settings or Settings()
    several = len(plans) > 1
    gaps = list(_hosting(settings))
    if several and not settings.publisher:
        gaps.append(_gap("several", _entry("herausgeber.name")))
    for plan in plans:
        editions = plan.editions or [Edition()]
        one = publication(plan.facts, settings, editions[-1], alone=not plan.folder)
        found = [*_mandatory(one), *_helpful(one), *_following(one, editions[:-1])]
        gaps += [replace(missing, plan=one.title if several else "") for missing in found]
    gaps += _defaults(settings)
    order = list(LEVELS)
    gaps.sort(key=lambda one: order.index(one.level))
    return Report(tuple(gaps), scores(catalogue_files(plans, settings)["catalog.ttl"]))


def _hosting(settings: Settings) -> Iterator[Gap]:
    host = urlsplit(settings.address).hostname or ""
    if not settings.address:
        yield _gap("address", _entry("adresse"))
    elif _NOBODYS.search(host):
        yield _gap("example", _entry("adresse"), host=host)
    elif settings.address.startswith("http:"):
        yield _gap("https", _entry("adresse"))


def _mandatory(one: Publication) -> Iterator[Gap]:
    """What a package must have before it is reported."""
    facts = one.facts
    if facts.fictional:
        yield _gap("fictional", _column(IP + "fictional"))
    if not facts.title:
        yield _gap("title", _column(DCTERMS + "title"))
    if not one.licensed:
        where = _either(_column(DCTERMS + "license"), _entry("lizenz"))
        yield _gap("unknown-licence" if facts.licence else "licence", where, licence=facts.licence)
    if not (facts.publisher or one.settings.publisher):
        yield _gap("publisher", _either(_column(DCTERMS + "publisher"), _entry("herausgeber.name")))
    if not (one.contact_mail or one.contact_page):
        yield _gap("contact", _either(_column(IP + "contact"), _entry("kontakt.mail", "kontakt.formular")))
    if not one.issued:
        yield _gap("issued", _either(_column(IP + "adopted"), _entry("erschienen")))
    if not (one.area.county or facts.territory):
        yield _gap("area", _column(IP + "territory", IP + "districtKey"))


def _helpful(one: Publication) -> Iterator[Gap]:
    """What makes a package easier to find and to use."""
    facts, settings = one.facts, one.settings
    if one.licensed and not one.licence.open:
        where = _either(_column(DCTERMS + "license"), _entry("lizenz"))
        yield _gap("open-licence", where, licence=one.licence.title)
    if not one.area.county and facts.territory and not facts.fictional:
        yield _gap("key", _column(IP + "districtKey"), key=facts.district_key)
    ends = {IP + "periodStart": facts.start, IP + "periodEnd": facts.end}
    if not all(ends.values()):
        yield _gap("period", _column(*(path for path, day in ends.items() if not day)))
    if facts.iri.startswith(DATA):
        yield _gap("base", _column(IP + "baseIri"))
    if one.issued and not (settings.issued or one.edition.date):
        yield _gap("day", _entry("erschienen"), day=one.issued)
    if one.licence.attribution and not settings.attribution:
        yield _gap("attribution", _entry("namensnennung"), words=one.attribution)


def _following(one: Publication, before: Sequence[Edition]) -> Iterator[Gap]:
    """What an edition owes to those who use the one before."""
    if before and not one.version_notes:
        yield _gap("notes", _entry("versionshinweis"))
    if before and one.edition.date and one.edition.date <= before[-1].date:
        yield _gap("same-day", _entry("erschienen"), day=one.edition.date)


def _defaults(settings: Settings) -> Iterator[Gap]:
    """What the settings may still say, where a default or nothing stands in."""
    said = (
        ("frequency", "aktualisierung", settings.frequency),
        ("availability", "verfuegbarkeit", settings.availability),
        ("homepage", "startseite", settings.homepage),
        ("provenance", "herkunft", settings.provenance),
        ("map", "raum.rahmen", settings.box),
    )
    return (_gap(name, _entry(key)) for name, key, value in said if not value)


def _gap(name: str, where: Text, **values: str) -> Gap:
    """What is missing, by its name in ``gaps.toml``; values are put into the sentence."""
    words = resources.words("opendata/gaps.toml")[name]
    what = {lang: text.format(**values) for lang, text in words["what"].items()}
    return Gap(words["level"], what, words["why"], where)


def _column(*properties: str) -> Text:
    """The columns of the plan's own sheet, by the names that the model gives them."""
    sheet = load_model().by_class[IP + "Plan"]
    names = [sheet.by_path[path].name for path in properties]
    return {
        "de": f"Blatt {sheet.name['de']}, " + " und ".join(f"Spalte „{name['de']}“" for name in names),
        "en": f"sheet {sheet.name['en']}, " + " and ".join(f"column “{name['en']}”" for name in names),
    }


def _entry(*keys: str) -> Text:
    """Entries of the settings file."""
    return {"de": f"{SETTINGS_FILE}: " + " oder ".join(keys), "en": f"{SETTINGS_FILE}: " + " or ".join(keys)}


def _either(one: Text, other: Text) -> Text:
    """One of two places."""
    return {"de": f"{one['de']}; oder {other['de']}", "en": f"{one['en']}; or {other['en']}"}


def report_text(report: Report, lang: str = "de", terminal: bool = False) -> str:
    """The outcome of a check in plain words.

    Args:
        report: the outcome.
        lang: language.
        terminal: whether for a terminal, in lines of its width.

    Returns:
        Lines of text: what must be filled in, what should be, and the score.
    """
    return drawn(_paragraphs(report, lang), terminal)


def _paragraphs(report: Report, lang: str) -> Iterator[Say]:
    for edition in report.editions:
        yield from map(Say, (edition.text[lang], *(note[lang] for note in edition.notes)))
        yield Say("")
    if not report.exit_code:
        nothing = {"de": "Das Paket kann gemeldet werden.", "en": "The package can be reported."}
        yield from (Say(nothing[lang], style="bold"), Say(""))
    for level, head in LEVELS.items():
        gaps = [one for one in report.gaps if one.level == level]
        if gaps:
            yield Say(head[lang], style="bold")
            for one in gaps:
                yield Say(f"- {f'{one.plan}: ' if one.plan else ''}{one.what[lang]}")
                yield Say(one.why[lang], 4)
                yield Say(f"→ {one.where[lang]}", 4)
            yield Say("")
    if any(SETTINGS_FILE in one.where["de"] for one in report.gaps):
        command = f"ipgraph export --settings-template -o {SETTINGS_FILE}"
        how = {"de": f"{SETTINGS_FILE} ist die Datei für --settings. Ein Formular dafür: {command}",
               "en": f"{SETTINGS_FILE} is the file for --settings. A form to fill in: {command}"}  # fmt: skip
        yield from (Say(how[lang]), Say(""))
    yield from map(Say, _score_lines(report.scores, lang))


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
