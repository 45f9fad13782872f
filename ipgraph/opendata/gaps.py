"""What may be missing in a package: the sentences, and where to fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipgraph.model import Text, load_model
from ipgraph.namespaces import IP

SETTINGS_FILE = "veroeffentlichung.toml"
LEVELS: Mapping[str, Text] = {
    "must": {
        "de": "Das fehlt noch, bevor das Paket gemeldet wird:",
        "en": "Still missing before the package is reported:",
    },
    "should": {"de": "Das macht die Daten besser auffindbar:", "en": "This makes the data easier to find:"},
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


def gap(name: str, where: Text, **values: str) -> Gap:
    """What is missing, in words.

    Args:
        name: its name in the list below.
        where: where to fill it in.
        values: what is put into the sentence.

    Returns:
        The gap.
    """
    level, what, why = _WORDS[name]
    return Gap(level, {lang: text.format(**values) for lang, text in what.items()}, why, where)


def column(*properties: str) -> Text:
    """The columns of the plan's own sheet, by the names that the model gives them."""
    sheet = load_model().by_class[IP + "Plan"]
    names = [sheet.by_path[path].name for path in properties]
    return {
        "de": f"Blatt {sheet.name['de']}, " + " und ".join(f"Spalte „{name['de']}“" for name in names),
        "en": f"sheet {sheet.name['en']}, " + " and ".join(f"column “{name['en']}”" for name in names),
    }


def entry(*keys: str) -> Text:
    """Entries of the settings file."""
    return {"de": f"{SETTINGS_FILE}: " + " oder ".join(keys), "en": f"{SETTINGS_FILE}: " + " or ".join(keys)}


def either(one: Text, other: Text) -> Text:
    """One of two places."""
    return {"de": f"{one['de']}; oder {other['de']}", "en": f"{one['en']}; or {other['en']}"}


_WORDS: Mapping[str, tuple[str, Text, Text]] = {
    "address": (
        "must",
        {"de": "Die Adresse, unter der das Paket liegen wird", "en": "The address at which the package will lie"},
        {
            "de": "Ohne sie führt im Katalog jeder Verweis auf eine Datei ins Leere.",
            "en": "Without it every link to a file in the catalogue leads nowhere.",
        },
    ),
    "example": (
        "must",
        {
            "de": "Eine wirkliche Adresse: {host} steht für Beispiele",
            "en": "A real address: {host} is kept for examples",
        },
        {"de": "Dort kann niemand etwas abrufen.", "en": "Nobody can fetch anything there."},
    ),
    "several": (
        "must",
        {"de": "Wer den gemeinsamen Katalog herausgibt", "en": "Who publishes the common catalogue"},
        {
            "de": "Portale wollen wissen, wer für ihn steht; jeder Plan behält seine eigene Stelle.",
            "en": "Portals want to know who stands for it; each plan keeps a body of its own.",
        },
    ),
    "fictional": (
        "must",
        {
            "de": "Ein wirklicher Plan: Dieser ist als fiktiv gekennzeichnet",
            "en": "A real plan: this one is marked as fictional",
        },
        {"de": "Erfundene Daten gehören in kein Portal.", "en": "Made-up data belong in no portal."},
    ),
    "title": (
        "must",
        {"de": "Der Titel des Plans", "en": "The title of the plan"},
        {"de": "Daran erkennen Menschen, was die Daten sind.", "en": "It tells people what the data are."},
    ),
    "licence": (
        "must",
        {"de": "Eine Lizenz", "en": "A licence"},
        {
            "de": "Ohne sie darf niemand die Daten nutzen. Üblich: dl-by-de/2.0, ohne Namensnennung dl-zero-de/2.0.",
            "en": "Without one nobody may use the data. Usual: dl-by-de/2.0, without attribution dl-zero-de/2.0.",
        },
    ),
    "unknown-licence": (
        "must",
        {
            "de": "Eine Lizenz aus der Liste von GovData; „{licence}“ steht nicht darin",
            "en": "A licence of GovData's list; “{licence}” is not in it",
        },
        {
            "de": "Portale nehmen keine andere. Üblich: dl-by-de/2.0, ohne Namensnennung dl-zero-de/2.0.",
            "en": "Portals take no other. Usual: dl-by-de/2.0, without attribution dl-zero-de/2.0.",
        },
    ),
    "publisher": (
        "must",
        {"de": "Die Stelle, die die Daten herausgibt", "en": "The body that publishes the data"},
        {"de": "Sie ist Pflicht seit DCAT-AP.de 3.0.", "en": "It has been mandatory since DCAT-AP.de 3.0."},
    ),
    "contact": (
        "must",
        {
            "de": "Ein Funktionspostfach oder ein Formular für Fragen",
            "en": "A function mailbox or a form for questions",
        },
        {"de": "Portale verlangen, dass man nachfragen kann.", "en": "Portals ask that people can ask."},
    ),
    "issued": (
        "must",
        {"de": "Seit wann es die Daten gibt", "en": "When the data came out"},
        {
            "de": "Portale erkennen daran, welcher von zwei Ständen der neuere ist.",
            "en": "Portals tell by it which of two is the newer one.",
        },
    ),
    "area": (
        "must",
        {"de": "Für welches Gebiet die Daten gelten", "en": "Which area the data are about"},
        {"de": "Nach dem Ort wird am häufigsten gesucht.", "en": "The place is what people search for most."},
    ),
    "https": (
        "should",
        {"de": "Eine Adresse mit https", "en": "An address with https"},
        {
            "de": "Browser warnen vor Dateien, die unverschlüsselt kommen.",
            "en": "Browsers warn of files that come without encryption.",
        },
    ),
    "open-licence": (
        "should",
        {"de": "Eine offene Lizenz statt: {licence}", "en": "An open licence instead of: {licence}"},
        {"de": "Offene Daten darf jeder für alles nutzen.", "en": "Everybody may use open data for everything."},
    ),
    "key": (
        "should",
        {
            "de": "Ein amtlicher Schlüssel, den es gibt; „{key}“ kennt GovData nicht",
            "en": "An official key that exists; GovData does not know “{key}”",
        },
        {
            "de": "Mit ihm finden Portale die Daten unter dem Landkreis.",
            "en": "By it portals find the data under the county.",
        },
    ),
    "period": (
        "should",
        {"de": "Beginn und Ende der Laufzeit", "en": "Start and end of the period"},
        {"de": "Sie sagen, für welche Jahre die Daten gelten.", "en": "They tell which years the data are about."},
    ),
    "base": (
        "should",
        {
            "de": "Eine eigene Adresse, mit der alle Ziele und Maßnahmen anfangen",
            "en": "An address of your own with which all goals and measures begin",
        },
        {
            "de": "Dann lassen sich einzelne Ziele und Maßnahmen im Netz aufrufen und verlinken.",
            "en": "Then single goals and measures can be opened and linked on the web.",
        },
    ),
    "day": (
        "should",
        {
            "de": "Der Tag der Veröffentlichung; angenommen ist {day}, aus dem Plan",
            "en": "The day of publication; assumed is {day}, from the plan",
        },
        {
            "de": "Die Daten erscheinen meist später als der Plan.",
            "en": "The data mostly come out later than the plan.",
        },
    ),
    "same-day": (
        "must",
        {
            "de": "Der Tag der Veröffentlichung dieser Ausgabe; {day} ist nicht später als der der vorigen",
            "en": "The day of publication of this edition; {day} is not later than that of the last one",
        },
        {
            "de": "Portale erkennen daran, welche die neuere ist.",
            "en": "Portals tell by it which one is newer.",
        },
    ),
    "attribution": (
        "should",
        {
            "de": "Wie die Quelle zu nennen ist; angenommen ist „{words}“",
            "en": "How the source is to be named; assumed is “{words}”",
        },
        {
            "de": "Die Lizenz verlangt diesen Wortlaut von allen, die die Daten nutzen.",
            "en": "The licence asks this wording of everybody who uses the data.",
        },
    ),
    "notes": (
        "should",
        {"de": "Was sich mit dieser Ausgabe geändert hat", "en": "What has changed in this edition"},
        {"de": "Wer die vorige nutzt, will es wissen.", "en": "Users of the last one want to know."},
    ),
    "frequency": (
        "should",
        {
            "de": "Wie oft Neues kommt; angenommen ist: unregelmäßig",
            "en": "How often there is something new; assumed is: irregularly",
        },
        {"de": "Portale zeigen es an.", "en": "Portals show it."},
    ),
    "availability": (
        "should",
        {
            "de": "Wie lange die Daten sicher bleiben; angenommen ist AVAILABLE, also einige Jahre",
            "en": "How long the data will surely stay; assumed is AVAILABLE, that is some years",
        },
        {"de": "Wer sich auf die Daten stützt, muss es wissen.", "en": "Who relies on the data has to know."},
    ),
    "homepage": (
        "should",
        {"de": "Die Seite über den Plan", "en": "The page about the plan"},
        {"de": "Dort steht, was die Daten nicht sagen.", "en": "It tells what the data do not."},
    ),
    "provenance": (
        "should",
        {"de": "Wie die Daten entstanden sind", "en": "How the data came about"},
        {"de": "Es schafft Vertrauen.", "en": "It makes people trust them."},
    ),
    "map": (
        "should",
        {"de": "Wo das Gebiet auf der Karte liegt", "en": "Where the area lies on the map"},
        {"de": "Portale zeigen die Daten dann auf der Karte.", "en": "Portals then show the data on a map."},
    ),
}
