"""The words of a list that a person may have to explain: those that a code list of the plan does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipgraph.intake import remarks
from ipgraph.intake.cells import is_nothing
from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.ledger import Ledger
from ipgraph.intake.mapping import ListMap, Target
from ipgraph.intake.meanings import Unlisted, distinct
from ipgraph.intake.part import Part
from ipgraph.intake.relations import told_of
from ipgraph.intake.remarks import quoted

FEW = 8
"""A column that is not mapped may hold words of a code list if it has no more different ones."""


def open_words(parts: Sequence[Part], vocabulary: Vocabulary, ledger: Ledger, lang: str) -> dict[ListMap, list[str]]:
    """The lines of the mapping file in which a person can say what words mean.

    Args:
        parts: the tables with what becomes of them.
        vocabulary: what headings mean.
        ledger: knows the words that no code list knew.
        lang: language of the comments ("de", "en").

    Returns:
        Lines by table: a section for each column with such words, the words commented out.
    """
    found: dict[ListMap, list[str]] = {}
    for (one, key), unlisted in ledger.unlisted.items():
        found.setdefault(one, []).extend(_section(key, unlisted, None, lang))
    for part in parts:
        for key, unlisted, target in _unmapped(part, vocabulary):
            found.setdefault(part.list_map, []).extend(_section(key, unlisted, target, lang))
    return found


def _unmapped(part: Part, vocabulary: Vocabulary) -> Iterator[tuple[str, Unlisted, Target]]:
    """The columns that go nowhere, though their heading is that of a code list (``Ampel``), if they have few words."""
    sheets = [part.list_map.kind, *(sheet for _, sheet in told_of(part.list_map.kind, vocabulary.model))]
    rows = [line.row for line in part.lines if line.kind == "entry"]
    for column in part.table.columns:
        if part.list_map.columns.get(column.key) or not column.heading:
            continue
        coded = [m for m in vocabulary.matches(column.heading)
                 if m.field.schemes and not m.field.references and m.sheet in sheets]  # fmt: skip
        words = [text for row in rows if (text := part.table.grid.text(row, column.index)) and not is_nothing(text)]
        if coded and len(words) > 1 and len(set(words)) <= FEW and max(len(word.split()) for word in words) <= 3:
            yield column.key, Unlisted(coded[0].field, False, words), Target(coded[0].sheet, coded[0].field)


def _section(key: str, unlisted: Unlisted, target: Target | None, lang: str) -> Iterator[str]:
    title = ", ".join(scheme.title[lang] for scheme in unlisted.column.schemes)
    known = [concept.notation for scheme in unlisted.column.schemes for concept in scheme.concepts]
    yield ""
    yield from remarks.VALUES[lang].format(title=title, words=", ".join(known)).split("\n")
    if target:
        yield remarks.UNMAPPED[lang].format(target=quoted(target.name))
    yield f"[liste.werte.{quoted(key)}]"
    yield from (f'# {quoted(word)} = ""' for word, _ in distinct(unlisted.words))
