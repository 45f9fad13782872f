"""The story of an evening: views with a sentence each, read from a plain text file that a facilitator can write.

A step is a sentence and, on the line below it, the address of the view from ``#`` on, as the browser shows it::

    Wo ist noch nichts eingetragen?
    #q=without_measure

    Diese beiden haben sechs gleiche Ziele.
    #q=overlaps&k=6&n=a:A-STAB

Other lines that begin with ``#`` are remarks. The page writes and reads the same form.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import text_of


def read_story(path: Path, questions: Sequence[str]) -> list[dict[str, str]]:
    """Read the steps of a story.

    Args:
        path: the file, in UTF-8.
        questions: the names of the questions on the page.

    Returns:
        For each step its sentence ``t`` (may be empty) and its view ``s`` (an address without ``#``).

    Raises:
        IpgraphError: the file cannot be read, a sentence has no view below it, a view asks for a question that the
            page does not have, or there is no step at all.
    """
    steps: list[dict[str, str]] = []
    sentence: list[str] = []
    begun = 0
    for number, line in enumerate(map(str.strip, text_of(path).splitlines()), 1):
        at = line.find("#q=")
        if at >= 0:
            _known(line[at + 3 :].partition("&")[0], questions, path.name, number)
            steps.append({"t": " ".join(sentence), "s": line[at + 1 :]})
            sentence = []
        elif line and not line.startswith("#"):
            begun = begun if sentence else number
            sentence.append(line)
    if sentence:
        raise IpgraphError(
            f"{path.name}, Zeile {begun}: Unter diesem Satz fehlt die Ansicht, eine Zeile wie #q=overlaps. "
            "Sie steht in der Adresszeile des Browsers, wenn das Netz die Ansicht zeigt.",
            f"{path.name}, line {begun}: the view is missing below this sentence, a line such as #q=overlaps. "
            "The address bar of the browser holds it while the network shows the view.",
        )
    if not steps:
        raise IpgraphError(
            f"{path.name} enthält keinen Schritt: einen Satz, darunter eine Zeile wie #q=overlaps.",
            f"{path.name} holds no step: a sentence, below it a line such as #q=overlaps.",
        )
    return steps


def _known(asked: str, questions: Sequence[str], name: str, line: int) -> None:
    if asked not in questions:
        known = ", ".join(questions)
        raise IpgraphError(
            f"{name}, Zeile {line}: Eine Frage „{asked}“ gibt es auf dieser Seite nicht. Möglich: {known}.",
            f"{name}, line {line}: there is no question “{asked}” on this page. Possible: {known}.",
        )
