"""Sentences on what became of a name in a list."""

from __future__ import annotations

from collections.abc import Mapping

from ipgraph.errors import IpgraphError
from ipgraph.model import Text

PERSON: Text = {
    "de": "Das ist eine Person. Ein Plan nennt Stellen und Funktionen, keine Personen.",
    "en": "This is a person. A plan names bodies and functions, not persons.",
}
ADDRESS: Text = {
    "de": "Das ist eine Anschrift (E-Mail oder Telefon), keine Stelle.",
    "en": "This is an address (mail or telephone), not a body.",
}
MAYBE_PERSON: Text = {
    "de": "Das sieht nach einer Person aus.",
    "en": "This looks like a person.",
}
NOT_UNTIL: Text = {
    "de": "Bis zur Entscheidung nicht aufgenommen.",
    "en": "Not taken up until this is decided.",
}
IS_PERSON: Text = {"de": "Entschieden: eine Person.", "en": "Decided: a person."}
NOBODY: Mapping[str, Text] = {
    "open": {"de": "Hier ist noch niemand benannt.", "en": "Nobody is named here yet."},
    "elsewhere": {
        "de": "Das verweist auf eine andere Stelle der Liste; bitte den Namen ausschreiben.",
        "en": "This refers to another place in the list; please write the name out.",
    },
    "anybody": {"de": "Das benennt keine bestimmte Stelle.", "en": "This names no particular body."},
    "number": {
        "de": "Das ist eine Zahl oder ein Datum, keine Stelle.",
        "en": "This is a number or a date, not a body.",
    },
    "prose": {
        "de": "Das ist ein ganzer Text, kein Name; bitte die Stellen einzeln nennen.",
        "en": "This is a whole text, not a name; please name the bodies one by one.",
    },
    "role": {"de": "Das ist eine Rolle, keine Stelle.", "en": "This is a role, not a body."},
}
SEVERAL: Text = {
    "de": "Das kann eine Stelle sein oder mehrere.",
    "en": "This may be one body or several.",
}

DECIDED: Text = {"de": "Entschieden: dasselbe wie „{}“.", "en": "Decided: the same as “{}”."}
EQUAL: Text = {"de": "Derselbe Name wie „{}“.", "en": "The same name as “{}”."}
OTHER_NAME: Text = {"de": "Kurzer oder anderer Name von „{}“.", "en": "Short or other name of “{}”."}
DECLARED: Text = {
    "de": "In der Liste als Abkürzung von „{}“ erklärt.",
    "en": "The list declares it as short for “{}”.",
}
NEW: Text = {"de": "Noch nicht bekannt; neu aufgenommen.", "en": "Not known yet; taken up as new."}
OWN: Text = {"de": "Entschieden: eine eigene Stelle.", "en": "Decided: a body of its own."}
GONE: Text = {
    "de": "Laut Entscheidung dasselbe wie „{}“; das gibt es aber nicht mehr. Als eigene Stelle aufgenommen.",
    "en": "Decided to be the same as “{}”, which is there no more. Taken up as a body of its own.",
}
SHARED: Text = {"de": "Mehrere Akteure heißen so.", "en": "Several actors are called so."}
OTHER_FORM: Text = {
    "de": "Derselbe Name, aber eine andere Rechtsform.",
    "en": "The same name with another legal form.",
}
AMBIGUOUS: Text = {
    "de": "Die Liste gebraucht diese Abkürzung für Verschiedenes.",
    "en": "The list uses this abbreviation for different bodies.",
}
BRACKETED: Text = {
    "de": "Bis auf den Zusatz in Klammern derselbe Name.",
    "en": "The same name but for the words in brackets.",
}
INITIALS: Text = {"de": "Die Anfangsbuchstaben passen.", "en": "The initials fit."}
COMPOSED: Text = {
    "de": "Der Name setzt sich aus Namen dieser Stelle zusammen.",
    "en": "The name is put together from names of this body.",
}
PLACE: Text = {
    "de": "Bis auf den Ort derselbe Name.",
    "en": "The same name but for the place.",
}
ALIKE: Text = {"de": "Fast derselbe Name.", "en": "Almost the same name."}
UNTIL: Text = {
    "de": "Bis zur Entscheidung als eigene Stelle aufgenommen.",
    "en": "Taken up as a body of its own until this is decided.",
}


def about(template: Text, value: str) -> Text:
    """A sentence with the name that it speaks of."""
    return {lang: text.format(value) for lang, text in template.items()}


def contradiction(name: str, first: str, second: str) -> IpgraphError:
    """The error where a person has said of a name that it is the same as two bodies."""
    return IpgraphError(
        f"„{name}“ kann nicht zugleich dasselbe sein wie „{first}“ und wie „{second}“. Bitte in der Liste der "
        "Entscheidungen bei einem von beiden „verschieden“ wählen.",
        f"“{name}” cannot be the same as “{first}” and as “{second}” at once. Please choose “different” for one of "
        "them in the list of decisions.",
    )
