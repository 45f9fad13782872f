"""Whether a query sends a part of itself to another server: no spelling hides a ``SERVICE`` from this.

The engine reads a query by trying alternatives, so the same text can be read in two ways: ``<`` opens an IRI or means
"less than", and a long string with a wrong escape becomes two short ones. Here all readings are followed. A place at
which any of them finds the keyword counts; at worst a query is refused that nobody would write.
"""

from __future__ import annotations

import re

_PIECES = (
    re.compile(r'"""(?:[^\\]|\\.)*?"""', re.DOTALL),
    re.compile(r"'''(?:[^\\]|\\.)*?'''", re.DOTALL),
    re.compile(r'"(?:[^"\\\r\n]|\\.)*"'),
    re.compile(r"'(?:[^'\\\r\n]|\\.)*'"),
    re.compile(r"#[^\r\n]*"),
    re.compile(r"#[^\n]*"),
    re.compile(r'<[^\x00-\x20<>"{}|^`\\]*>'),
    re.compile(r"[?$:]\w+"),
    re.compile(r"[?$:](?!\w)|[^\"'#?$:]"),  # any other character; "<" too, for it may mean "less than"
)
"""What can stand at a place of a query (SPARQL 1.1, section 19.8): strings, comments, IRIs, names, the rest."""

_SPACE = r"(?:\s|#[^\r\n]*(?=[\r\n]))*"
_CALL = re.compile(
    rf"SERVICE{_SPACE}(?:SILENT{_SPACE})?(?:[?$]\w+|<[^>]*>|[^\s:<>{{}}]*:[^\s{{}}]*?){_SPACE}\{{", re.IGNORECASE
)
"""``SERVICE``, perhaps ``SILENT``, a variable or an IRI, and a group (rule 59 of the grammar)."""

_MOST = 200
"""How often the word may stand in a query at all."""

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def calls_elsewhere(sparql: str) -> bool:
    r"""Whether a query sends a part of itself to another endpoint (SPARQL 1.1 Federated Query, section 2).

    Args:
        sparql: the query as its author wrote it.

    Returns:
        True where any reading of the text holds a ``SERVICE``, with characters written as ``\u0053`` or as they are.
    """
    return any(_calls(text) for text in {sparql, _ESCAPE.sub(_character, sparql)})


def _calls(text: str) -> bool:
    words = [found.start() for found in re.finditer("SERVICE", text, re.IGNORECASE)]
    if len(words) > _MOST:  # nobody's question, and long to look through
        return True
    calls = {place for place in words if _CALL.match(text, place)}
    if not calls:
        return False
    reached, waiting = {0}, [0]
    while waiting:
        place = waiting.pop()
        ends = {found.end() for piece in _PIECES if (found := piece.match(text, place))}
        waiting += ends - reached
        reached |= ends
    return bool(calls & reached)


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else escape[0]
