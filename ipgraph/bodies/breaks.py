"""Line breaks in a cell: a new body, or a name that was too long for its column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ipgraph.bodies.wording import PREPOSITIONS, WORD, Standing, head, is_place_like, legal_form, squeeze, standing

SURE = ";"
"""What stands for a line break that is sure to part two bodies; elsewhere the line break stays."""

_LEFT_OPEN = re.compile(r"(?:[-/&+,]|(?<!\w)(?:" + "|".join(sorted(PREPOSITIONS)) + r"))$", re.IGNORECASE)
_RIGHT_OPEN = re.compile(r"(?:[(&/]|(?:" + "|".join(sorted(PREPOSITIONS - {"auf"})) + r")\s)")
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪‣●➢➔→◦∙o]\s+|[a-h]\)\s*)")
_LEGAL_START = re.compile(r"(?:e\.? ?V\b|e\. ?G\b|eG\b|g?GmbH\b|gUG\b|gemeinnützige\b|mbH\b|AöR\b|K[dö]*R\b|i\. ?G\.)")
_ADJECTIVE = re.compile(
    r"(?:\w+(?:isch|lich|ig|al|iv|ell)e[rsn]?|\w*deutsche[rsn]?|\w*ärztliche[rsn]?|rote[rs]|ev\.|evang\.|kath\.)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"(?:helferkreis|\w*arbeitskreis|\w*arbeitsgruppe|arbeitsgemeinschaft|\w*netzwerk|bündnis|ausschuss|projekt"
    r"|\w*initiative|forum|runder tisch|stabsstelle|fachstelle|koordinierungsstelle|fachbereich|abteilung|dezernat"
    r"|referat|sachgebiet|fachdienst|team|amt|verein|förderverein|bereich|geschäftsbereich|zentrum|haus|büro|AK|AG|FB"
    r"|SG|FD|GB|Abt\.?|Dez\.?|Ref\.?)",
    re.IGNORECASE,
)
_TERRITORY = r"(?:landkreis|kreis|stadt|kreisstadt|gemeinde|markt|lk|samtgemeinde|verbandsgemeinde|bezirk|region)"
_LONE_TERRITORY = re.compile(_TERRITORY, re.IGNORECASE)
_COUNTY_OFFICE = re.compile(r"landratsamt|lra|kreisverwaltung", re.IGNORECASE)
_NO_ADJECTIVE = frozenset(
    {"jugendliche", "ehrenamtliche", "freiwillige", "geistliche", "angehörige", "sachverständige"}
)
_PLACE_PREFIXES = frozenset({"Bad", "Sankt", "St."})
_PREFIXED = re.compile(r"(?:Bad|Sankt|St\.) [\w-]+$")
_COUNTY = re.compile(
    r"(?!(?:Land|Stadt|Helfer|Arbeits|Freundes|Unterstützer|Personen|Gesprächs|Förder|Initiativ|Frauen|Kultur|Um)kreis)"
    r"[A-ZÄÖÜ][\w-]*[Kk]reis"
)
_WITH_TERRITORY = re.compile(rf"(?i:{_TERRITORY})\s+[A-ZÄÖÜ]|{_COUNTY.pattern}$")
_SAID = re.compile(
    rf"(?<!\w)(?i:{_TERRITORY}|landratsamt) +(?P<place>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*)(?![\w-])"
)


def with_line_breaks(cell: str) -> str:
    """A cell in which line breaks stand only where a new body may begin, and :data:`SURE` where one does.

    A bullet, an empty line or a tabulator begins a new body; a hyphen, a comma or a preposition at the break goes on.

    Args:
        cell: text of a cell.
    """
    lines = re.sub(r"\r\n?", "\n", cell).replace("\t", "\n\n").split("\n")
    bulleted = sum(bool(_BULLET.match(line)) for line in lines) > 1
    text, apart = "", True
    for line in lines:
        bare, bullet = squeeze(_BULLET.sub("", line)), bool(_BULLET.match(line))
        if not bare:
            apart = True
        elif not text:
            text, apart = bare, False
        elif not bullet and not apart and (_LEFT_OPEN.search(text) or _RIGHT_OPEN.match(bare)):
            text, apart = _joined(text, bare), False
        else:
            between = f"{SURE}\n" if bullet or apart else " " if bulleted and line[:1].isspace() else "\n"
            text, apart = f"{text}{between}{bare}", False
    return text


def _joined(text: str, bare: str) -> str:
    """A line with the next; the hyphen of a word that was only broken falls away: "Jugend-" and "amt"."""
    if not text.endswith("-") or _RIGHT_OPEN.match(bare):
        return f"{text} {bare}"
    return text[:-1] + bare if bare[0].islower() and text[-2:-1].isalpha() else text + bare


class Places:
    """What is the name of a place: by its ending, or because a list has it after "Stadt" or "Landkreis".

    Args:
        texts: cells of the list and names of known bodies.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._said = frozenset(match["place"] for text in texts for match in _SAID.finditer(text))

    def is_place(self, name: str) -> bool:
        """Whether a name is that of a place and nothing else, but for a legal form: "Altdorf", "Rottal e. V."."""
        words = WORD.findall(_without_form(name))
        words = words[1:] if words and words[0] in _PLACE_PREFIXES else words
        return 0 < len(words) <= 3 and all(map(self._is_place_word, words))

    def is_territory(self, name: str) -> bool:
        """Whether a name is a place, or a county or town by its name: "Landkreis Rottal"."""
        first, _, rest = name.partition(" ")
        return self.is_place(name) or bool(rest and re.fullmatch(_TERRITORY, first, re.IGNORECASE) and _proper(rest))

    def ends_in_place(self, name: str) -> bool:
        """Whether the last word of a longer name is a place."""
        words = WORD.findall(_without_form(name))
        return len(words) > 1 and self._is_place_word(words[-1])

    def _is_place_word(self, word: str) -> bool:
        parts = [part for part in word.split("-") if part]
        return word[:1].isupper() and (
            word in self._said or (not head(word) and any(is_place_like(part) for part in parts))
        )


@lru_cache(maxsize=10_000)
def _without_form(name: str) -> str:
    found = legal_form(name)
    return re.sub(r"\s*\(?(?:e\.? ?V\.?|e\.? ?G\.?|g?GmbH|gUG)\)?$", "", name).strip() if found else name


def _proper(text: str) -> bool:
    """Whether words can be a proper name: capitals throughout, no noun of a body."""
    words = WORD.findall(text)
    return 0 < len(words) <= 3 and all(word[0].isupper() and not word.isupper() for word in words) and not head(text)


def goes_on(left: str, right: str, places: Places) -> bool:
    """Whether a line surely goes on with the name in the line before.

    Args:
        left: the name before the break.
        right: what stands behind it.
        places: what is a place.
    """
    last = left.split(" ")[-1]
    if _LEGAL_START.match(right) or (last == "Freiwillige" and right.startswith("Feuerwehr")):
        return True
    if right[:1].islower():  # "katholischer Frauen", not "örtliche Vereine"
        return standing(right) is Standing.NONE and not re.match(r"\w+e\s", right)
    if _ADJECTIVE.fullmatch(last) and last.casefold() not in _NO_ADJECTIVE:
        return True
    if _LONE_TERRITORY.fullmatch(left) and _proper(right) and (" " not in right or _PREFIXED.match(right)):
        return True
    if _COUNTY_OFFICE.fullmatch(left) and _COUNTY.fullmatch(right):
        return True
    if places.is_place(right):
        return standing(left) is not Standing.NONE and not places.ends_in_place(left) and not places.is_place(left)
    return bool(_UNFINISHED.fullmatch(left)) and standing(right) is Standing.NONE and right[:1].isupper()


def may_go_on(left: str, right: str, places: Places) -> bool:
    """Whether two names that could stand alone may as well be one: "Jobcenter" above "Landkreis Rottal"."""
    return (
        places.is_place(right)
        or (bool(_WITH_TERRITORY.match(right)) and not places.ends_in_place(left) and not _WITH_TERRITORY.match(left))
        or bool(_UNFINISHED.fullmatch(left))
    )


def without_place(name: str, places: Places) -> str:
    """A name without the place or county at its end: "Jobcenter" of "Jobcenter Landkreis Rottal"; empty if it has none.

    Args:
        name: name of a body.
        places: what is a place.
    """
    parts = _without_form(name).split(" ")
    for index in range(1, len(parts)):
        base, rest = " ".join(parts[:index]), " ".join(parts[index:])
        rest = re.sub(r"^(?:(?:in|im|des|der|für|von|vom) )+(?=\S)", "", rest).replace("kreises ", "kreis ")
        if places.is_territory(rest) and standing(base) in {Standing.BODY, Standing.SHORT}:
            return base
    return ""
