"""A name as it stands in a cell: what belongs to it, what is said beside it, which abbreviation it declares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipgraph.bodies.wording import HEDGES, ROLES, WORD, any_of, fold, listed, nobody, squeeze
from ipgraph.model import Text

BRACKET = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]")
LEADING = re.compile(rf"(?:(?:{ROLES}|Träger)(?: und {ROLES})?\s*:\s*|{HEDGES}[:,]?\s+)(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(
    rf"[\s,]+{any_of(listed('more'))}$|[?!:,;…*]+$|(?<=[a-zäöüß]{{5}})\.$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?:ab|bis|seit|von|in)\s+)?(?:\d{1,2}\.)*(?:\d{1,2}/)?(?:19|20)\d\d"
    r"(?:\s*(?:-|–|bis)\s*(?:\d{1,2}\.)*(?:19|20)?\d\d)?"
)
_UNTIL = re.compile(r"\s+(?:ab|bis|seit)\s+\d[\d./]*$")


def peel(name: str, dropped: list[str]) -> str:
    """Take off what is no part of a name: "ggf.", "Leitung:", "(federführend)", "u. a."."""
    while True:
        if match := LEADING.match(name):
            dropped.append(squeeze(match.group()))
            rest = name[match.end() :]
        elif name[:1] == "(" and name[-1:] == ")" and ")" not in name[1:-1]:
            rest = name[1:-1]
        elif (match := BRACKET.fullmatch(name)) and (
            nobody(match[2]) in {"open", "role", "anybody", "elsewhere"}
            or match[2].casefold() == "träger"
            or _TIME.fullmatch(match[2].strip())
        ):
            dropped.append(f"({match[2]})")
            rest = match[1]
        elif match and nobody(match[1]) == "open":
            dropped.append(match[1])
            rest = match[2]
        elif (match := (_TRAILING.search(name) or _UNTIL.search(name))) and match.start():
            dropped.append(squeeze(match.group()).strip(",; "))
            rest = name[: match.start()]
        else:
            return name
        name = rest.strip()


def declared(outside: str, inside: str) -> tuple[str, ...]:
    """The abbreviation, where a name has it in a bracket behind it, or the other way round; else nothing."""
    if abbreviates(inside, outside):
        return (inside,)
    return (outside,) if abbreviates(outside, inside) else ()


def abbreviates(short: str, name: str) -> bool:
    """Whether some capitals can abbreviate a name: its letters occur there in their order, from the start of a word."""
    if not re.fullmatch(r"[A-ZÄÖÜ][\w.&-]{1,9}", short) or sum(letter.isupper() for letter in short) < 2:
        return False
    letters, text = fold(short), " ".join(WORD.findall(name)).casefold()
    starts = [match.start() for match in re.finditer(rf"\b{re.escape(letters[:1])}", text)]
    return len(letters) < len(fold(name)) and any(_in_order(letters, text[start:]) for start in starts)


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def not_in_name(dropped: Sequence[str]) -> Text | None:
    """A sentence on the words that :func:`peel` took off; None where there are none."""
    said = [text for text in dropped if re.search(r"\w|\?", text)]
    if not said:
        return None
    german = ", ".join(f"„{text}“" for text in said)
    english = ", ".join(f"“{text}”" for text in said)
    return {"de": f"{german} gehört nicht zum Namen.", "en": f"{english} is no part of the name."}
