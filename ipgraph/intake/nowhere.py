"""Why a column of a list has no place in the plan, in a sentence."""

from __future__ import annotations

from ipgraph.intake.headings import Vocabulary
from ipgraph.intake.layout import Column
from ipgraph.intake.mapping import Target
from ipgraph.intake.relations import label
from ipgraph.model import Sheet, Text

SURE = 0.9
"""From so sure a match on, it is worth saying that a heading belongs to another sheet."""


def why_nowhere(
    column: Column, target: Target | None, holder: Column | None, unnamed: bool, sheet: Sheet, vocabulary: Vocabulary
) -> Text:
    """Say why a column is not taken over.

    Args:
        column: the column.
        target: the column of the plan that its heading suits best, if any.
        holder: the column of the list that has taken that place.
        unnamed: whether that place belongs to rows, such as goals, that the list does not name.
        sheet: the sheet of the plan that the rows become rows of.
        vocabulary: what headings there are.

    Returns:
        A sentence in German and English.
    """
    if not column.heading:
        return {"de": "Die Spalte hat keine Überschrift.", "en": "The column has no heading."}
    if target is None:
        return _elsewhere(column, vocabulary)
    names, name = target.sheet.name, target.field.name
    if holder:
        return {
            "de": f"„{target.name}“ kommt schon aus der Spalte „{holder.key}“.",
            "en": f"“{name['en']}” comes from the column “{holder.key}” already.",
        }
    if unnamed:
        return {
            "de": f"Das gehört zu einem Eintrag im Blatt „{names['de']}“; die Liste nennt keinen.",
            "en": f"This belongs to an entry of the sheet “{names['en']}”; the list names none.",
        }
    return {
        "de": f"Die Überschrift passt zu „{target.name}“, die Werte passen nicht.",
        "en": f"The heading suits “{names['en']}, {name['en']}”, the values do not.",
    }


def _elsewhere(column: Column, vocabulary: Vocabulary) -> Text:
    """A heading that the sheet does not know belongs to another sheet, or to none."""
    matches = vocabulary.matches(column.heading)
    found = [match for match in matches if match.listed and match.score > SURE and match.field is label(match.sheet)]
    if not found:
        return {
            "de": "Für diese Überschrift hat der Plan keine Spalte.",
            "en": "The plan has no column for this heading.",
        }
    return {"de": "Der Plan hat dafür keinen Platz.", "en": "The plan has no place for it."}
