"""What can be told of the text of a query without asking it: its form, its prefixes, and where it has a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from ipgraph.elsewhere import calls_elsewhere
from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.namespaces import PREFIXES

UPDATES = {"INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY"}
"""Words that SPARQL 1.1 Update requests begin with."""

_IRI = r"""<[^<>"{}|^`\\\s]*>"""
_COMMENT = r"\#[^\n]*"
_STRING = r"""\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
_TOKEN = re.compile(
    rf"(?P<iri>{_IRI})|(?P<comment>{_COMMENT})|(?P<string>{_STRING})"
    r"|(?P<word>[?$@]?[\w:-]+(?:\.[\w:-]+)*)|(?P<mark>&&|\|\||\^\^|[<>!]=|\S)",
    re.DOTALL,
)
_BRACKET = re.compile(rf"""[^<#"'{{}}()\[\]]*(?:{_IRI}|{_COMMENT}|{_STRING}|([{{}}()\[\]])|.)""", re.DOTALL)
"""A bracket as its group, or what may hide one: so nine of ten tokens are passed over."""
_FROM = re.compile(r"FROM(?<![\w:-]FROM)(?![\w:-])")
_PAD = 64
"""Empty lines put before a token: more than the letters of the longest keyword, which the parser runs past a fault."""

MOST_NESTED = 200
"""So many brackets within each other may be parsed; saved queries have a tenth of that."""

_WIDE = 120
"""Characters of a line that are shown around a fault."""

_OF_SELECT: dict[str, Text] = {
    "The SELECT contains a variable that is unbound": {
        "de": "SELECT nennt eine Variable, die neben COUNT und Ähnlichem auch hinter GROUP BY stehen muss",
        "en": "SELECT names a variable that, beside COUNT and the like, has to stand behind GROUP BY too",
    },
    "Duplicated variable name in SELECT": {
        "de": "SELECT nennt eine Variable zweimal",
        "en": "SELECT names a variable twice",
    },
    "The SELECT overrides an existing variable using an expression": {
        "de": "SELECT gibt hinter AS einer Variablen einen Wert, die schon einen hat; dort eine neue nennen",
        "en": "SELECT gives a value behind AS to a variable that has one; name a new one there",
    },
}
"""What the parser says of a SELECT as a whole, once it has read to its end."""


def tokens(sparql: str) -> Iterator[re.Match[str]]:
    """The tokens of a query in their order, without its comments."""
    return (found for found in _TOKEN.finditer(sparql) if not found["comment"])


def depth(sparql: str) -> int:
    """How many brackets of a query lie within each other at most."""
    deepest = now = 0
    for bracket in filter(None, _BRACKET.findall(sparql)):
        now += 1 if bracket in "{([" else -1
        deepest = max(deepest, now)
    return deepest


def form(sparql: str) -> str:
    """The word that a request begins with after its prefixes: SELECT, ASK, CONSTRUCT, INSERT …; empty where none is."""
    words = [found[0].upper() for found in tokens(sparql) if not found["iri"]]
    place = 0
    while words[place : place + 1] in (["BASE"], ["PREFIX"]):
        place += 2 if words[place] == "PREFIX" else 1
    return words[place] if place < len(words) else ""


def outer_words(sparql: str) -> set[str]:
    """The words of a query that stand in no braces, in capitals, such as SELECT, ORDER, LIMIT."""
    found, deep = set(), 0
    for token in tokens(sparql):
        deep += (token[0] == "{") - (token[0] == "}")
        if token["word"] and not deep:
            found.add(token[0].upper())
    return found


def at_most(sparql: str, rows: int) -> str:
    """A SELECT query with a limit of its rows; as it is where it has one, ends with values, or is of another form."""
    if form(sparql) != "SELECT" or outer_words(sparql) & {"LIMIT", "VALUES"}:
        return sparql
    return f"{sparql}\nLIMIT {rows}\n"


def prefixes(sparql: str) -> dict[str, str]:
    """Namespaces by prefix, as the query declares them; those that hang on a BASE are left out."""
    found = [token[0] for token in tokens(sparql)]
    return {
        name[:-1]: iri[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.upper() == "PREFIX" and name.endswith(":") and re.match(r"<[a-zA-Z][\w+.-]*:", iri)
    }


def chooses_graphs(sparql: str) -> bool:
    """Whether a query says itself which graphs it asks (``FROM``, SPARQL 1.1, section 13.2)."""
    maybe = _FROM.search(sparql.upper())  # spares nearly every query the look at each of its tokens
    return maybe is not None and any(found["word"] and found[0].upper() == "FROM" for found in tokens(sparql))


def fault_in(sparql: str) -> IpgraphError | None:
    """Parse a query without asking it.

    Args:
        sparql: the query as its author wrote it, with its header, so that lines are counted as in the file.

    Returns:
        What is wrong with it; None when it can be parsed (or may not even be tried: it calls another
        service, or its brackets go too deep).
    """
    if calls_elsewhere(sparql) or depth(sparql) > MOST_NESTED:
        return None
    message = _parse(sparql)
    return query_fault(sparql, message) if message else None


def query_fault(sparql: str, message: str) -> IpgraphError:
    """Say where a query has its fault: line, column and the line itself, as far as the engine tells.

    Args:
        sparql: the query.
        message: what the engine said of it.

    Returns:
        A sentence, then the line with a mark under the place. Oxigraph tells how far it *tried* to read, which lies
        behind the fault by as much as its longest keyword; so the place is searched for (:func:`_offending`).
    """
    if form(sparql) in UPDATES:
        return IpgraphError(
            f"„{form(sparql)}“ würde Daten ändern. ipgraph query liest nur: SELECT, ASK, CONSTRUCT oder DESCRIBE.",
            f"“{form(sparql)}” would change data. ipgraph query only reads: SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )
    if not re.search(r"\d+:\d+", message):
        return IpgraphError(f"Die Abfrage hat einen Fehler: {message}", f"The query has a fault: {message}")
    if not any(tokens(sparql)):
        return IpgraphError("Die Abfrage ist leer.", "The query is empty.")
    start = _offending(sparql)
    if name := _bound_twice(sparql, start):
        twice = {
            "de": f"„{name[0]}“ hat schon einen Wert; hinter AS eine neue Variable nennen",
            "en": f"“{name[0]}” has a value already; name a new variable behind AS",
        }
        return _at(sparql, name.start(), twice)
    message = _parse(sparql[:start])  # cut there, no keyword leads past what is said of that very place
    said = next((words for sentence, words in _OF_SELECT.items() if sentence in message), None)
    if said:
        selects = [found.start() for found in tokens(sparql) if found[0].upper() == "SELECT"]
        start = selects[0] if start == len(sparql) else max(place for place in selects if place <= start)
    return _at(sparql, start, said or _unfit(sparql, start))


def _unfit(sparql: str, start: int) -> Text:
    """What can be said of a token that does not fit where it stands."""
    found = _TOKEN.match(sparql, start)
    if found is None:
        return {
            "de": "Sie endet hier zu früh; vielleicht fehlt eine Klammer",
            "en": "It ends too early here; perhaps a bracket is missing",
        }
    token = found[0]
    prefix, colon, _ = token.partition(":")
    if found["word"] and colon and prefix not in {*prefixes(sparql), "_"}:
        line = f"PREFIX {prefix}: <{PREFIXES.get(prefix, '…')}>"
        return {"de": f"Der Präfix „{prefix}:“ fehlt; oben: {line}", "en": f"No prefix “{prefix}:”; above: {line}"}
    if token in "\"'":
        return {"de": "Hier beginnt ein Text, der nicht endet", "en": "A text begins here that does not end"}
    return {
        "de": f"„{token}“ passt hier nicht. Der Fehler steht hier oder kurz davor, etwa ein fehlender Punkt",
        "en": f"“{token}” does not fit here. The fault is here or just before, such as a missing full stop",
    }


def _at(sparql: str, start: int, said: Text) -> IpgraphError:
    """The sentence for a fault at one place of the text, with the line and a mark under the place."""
    start = min(start, len(sparql.rstrip()))
    line, column = sparql.count("\n", 0, start) + 1, start - sparql.rfind("\n", 0, start)
    shown, before = sparql.split("\n")[line - 1].rstrip("\r"), column - 1
    if len(shown) > _WIDE:
        cut = max(0, before - _WIDE // 2)
        shown, before = "…" * bool(cut) + shown[cut : cut + _WIDE] + "…", before - cut + bool(cut)
    # The mark stands below its letter however wide tabs are drawn: those before it are kept.
    mark = re.sub(r"[^\t]", " ", shown[:before].ljust(before)) + "^"
    return IpgraphError(
        f"Die Abfrage hat einen Fehler in Zeile {line}, Spalte {column}: {said['de']}.\n{shown}\n{mark}",
        f"The query has a fault in line {line}, column {column}: {said['en']}.\n{shown}\n{mark}",
    )


def _offending(sparql: str) -> int:
    """Where the first token stands that cannot follow what is before it; the length of the text for its end.

    Halving finds the last token that the parser reaches. It reaches a token when empty lines put before it move the
    place at which it gives up. (A bracket right behind a word is left where it is: Oxigraph wants ``COALESCE(`` whole.)
    """
    places = [found.start() for found in tokens(sparql)]
    places = [place for place in places if not re.match(r"\w\(", sparql[max(0, place - 1) : place + 1])]
    starts = [*places, len(sparql)]
    low, high = 0, len(starts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _reached(sparql, starts[middle]) else (low, middle - 1)
    return starts[low]


def _bound_twice(sparql: str, start: int) -> re.Match[str] | None:
    """The variable behind AS that has a value already, if the group that ends at ``start`` is refused for that.

    The parser says so with no word, at the end of the group. So another name is tried: if it then reads on, that is it.
    """
    found = list(tokens(sparql[:start])) if sparql[start : start + 1] == "}" else []
    for before, name, after in zip(found, found[1:], found[2:], strict=False):
        if before[0].upper() == "AS" and name[0][0] in "?$" and after[0] == ")":
            other = f"{sparql[: name.start()]}?no_such_name{sparql[name.end() :]}"
            if not _parse(other) or _offending(other) > start + len(other) - len(sparql):
                return name
    return None


def _reached(sparql: str, start: int) -> bool:
    message = _parse(sparql[:start] + "\n" * _PAD + sparql[start:])
    line = re.search(r"(\d+):\d+", message)
    return line is None or int(line[1]) > sparql.count("\n", 0, start) + _PAD


def _parse(sparql: str) -> str:
    """What the parser of Oxigraph says of a query; empty when it can read it."""
    try:
        ox.Store().query(sparql)
    except (SyntaxError, RuntimeError, OSError) as error:
        return str(error)
    return ""
