"""What the name of a new body says for sure about its kind and level, by the words of ``ontology/codes``."""

from __future__ import annotations

import re

from ipgraph.bodies.wording import PREPOSITIONS, WORD, fold, head
from ipgraph.model import Field, Sheet, normal

_SHORTEST = 4  # letters of a word that stands for a code when more follows: "Amt" may be of anybody
_BEYOND = re.compile(r"\s*[,;(/]|\s[-–]\s")


def kind_of(name: str, sheet: Sheet) -> dict[str, str]:
    """The codes that a name says for sure.

    The name has to be a label of the code list ("Polizei"), or to begin with one and go on with nothing but a proper
    name ("Stadt Ulm", not "Stadt der Zukunft", not "Stadtwerke Ulm", not "Bund der Steuerzahler").

    Args:
        name: name of a body.
        sheet: the sheet of bodies, with the code lists of its columns.

    Returns:
        For each column whose code list has the word: IRI of its property, notation of the code.
        Empty where the name leaves it open.
    """
    begin = _BEYOND.split(name.strip(), maxsplit=1)[0]
    found = {column.path: _notation(begin, column) for column in sheet.fields if column.schemes}
    return {path: notation for path, notation in found.items() if notation}


def _notation(name: str, column: Field) -> str | None:
    first, _, rest = name.partition(" ")
    for scheme in column.schemes:
        if concept := scheme.by_spelling.get(normal(name)):
            return concept.notation
        concept = scheme.by_spelling.get(normal(first))
        if concept and len(first) >= _SHORTEST and _is_proper(rest):
            return concept.notation
    return None


def _is_proper(rest: str) -> bool:
    """Whether the words after a noun can be a proper name: capitals, no preposition, no further noun of a body."""
    words = WORD.findall(rest)
    proper = [word for word in words if word[0].isupper() or word[0].isdigit() or fold(word) == "e"]
    parish = rest.startswith(("St.", "Sankt"))
    return (
        len(proper) == len(words)
        and not any(w.casefold() in PREPOSITIONS for w in words)
        and not head(rest)
        and not parish
    )
