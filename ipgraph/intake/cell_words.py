"""What there is to say about single cells: in other words, unknown to a code list, unreadable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ipgraph.intake.deposit import LEFT_OVER, MAPPING
from ipgraph.intake.ledger import Changed, Ledger
from ipgraph.intake.meanings import distinct
from ipgraph.intake.source.grid import Grid
from ipgraph.intake.source.shown import A_FORMULA, FAILED, NO_RESULT
from ipgraph.model import Text

QUOTES = {"de": ("„", "“"), "en": ("“", "”")}


def about_cells(ledger: Ledger) -> Iterator[Text]:
    """What became of the cells that did not simply get in."""
    if ledger.left:
        yield {
            "de": f"Ohne Platz im Plan: {len(ledger.left)} {'Angabe' if len(ledger.left) == 1 else 'Angaben'}, "
            f"mit Zelle und Grund in {LEFT_OVER}.",
            "en": f"Without a place in the plan: {len(ledger.left)} {'entry' if len(ledger.left) == 1 else 'entries'}, "
            f"with cell and reason in {LEFT_OVER}.",
        }
    yield from _kept(ledger)
    yield from _unlisted(ledger)
    yield from _in_other_words(ledger)
    nothing = Counter(one.text for one in ledger.nothing)
    if nothing:
        shown = {"de": ", ".join(f"„{text}“ {n}-mal" for text, n in nothing.most_common(4)),
                 "en": ", ".join(f"“{text}” {n} times" for text, n in nothing.most_common(4))}  # fmt: skip
        yield {
            "de": f"Als „keine Angabe“ gelesen: {shown['de']}.",
            "en": f"Read as “no entry”: {shown['en']}.",
        }
    if ledger.divided:
        first, times = ledger.divided[0], f"{len(ledger.divided)}-mal"
        yield {
            "de": f"Zeitspannen in einer Spalte für nur ein Datum ({times}, zum Beispiel „{first.text}“): Der Anfang "
            f"steht in „{first.reason['de']}“.",
            "en": f"Spans of time in a column for one date ({len(ledger.divided)}, for instance “{first.text}”): "
            f"where they begin is in “{first.reason['en']}”.",
        }
    for one in ledger.missing[:8]:
        where = {lang: one.place.words(lang).removeprefix(one.place.file).lstrip(", ") for lang in ("de", "en")}
        yield {
            "de": f"{one.reason['de']} ({where['de']}). Dafür steht jetzt eine leere Zeile da.",
            "en": f"{one.reason['en']} ({where['en']}). An empty row stands in for it now.",
        }
    if len(ledger.missing) > 8:
        yield {
            "de": f"Ebenso an {len(ledger.missing) - 8} weiteren Stellen.",
            "en": f"The same in {len(ledger.missing) - 8} more places.",
        }
    if ledger.empty:
        names = {lang: "; ".join(f"{q[0]}{one.text[:60]}{q[1]}" for one in ledger.empty[:6]) +
                 (" …" if len(ledger.empty) > 6 else "") for lang, q in (("de", "„“"), ("en", "“”"))}  # fmt: skip
        yield {
            "de": f"Überschriften, unter denen kein Eintrag steht; sie sind im Plan: {names['de']}.",
            "en": f"Headings without an entry below them; they are in the plan: {names['en']}.",
        }
    if ledger.joined:
        rows = ", ".join(str(one.place.row) for one in ledger.joined[:6]) + (" …" if len(ledger.joined) > 6 else "")
        yield {
            "de": f"Ohne Titel und Nummer, darum zur Zeile darüber genommen: Zeile {rows}.",
            "en": f"Without title and number, so taken with the row above: row {rows}.",
        }


def _kept(ledger: Ledger) -> Iterator[Text]:
    """Texts that stand in the plan though they are no value of their column."""
    if ledger.kept:
        many = len(ledger.kept) > 1
        example = ledger.kept[0].text[:40]
        yield {
            "de": f"{len(ledger.kept)} {'Angaben stehen' if many else 'Angabe steht'} im Plan, wie die Liste sie "
            f"schreibt, {'sind' if many else 'ist'} dort aber noch zu ändern (zum Beispiel „{example}“). "
            "ipgraph validate zeigt die Zellen.",
            "en": f"{len(ledger.kept)} {'entries stand' if many else 'entry stands'} in the plan as the list writes "
            f"{'them' if many else 'it'}, still to be changed there (for instance “{example}”). "
            "ipgraph validate shows the cells.",
        }


def _unlisted(ledger: Ledger) -> Iterator[Text]:
    """Words that no code list knows, one sentence a column."""
    for (_, key), one in ledger.unlisted.items():
        words, number = [word for word, _ in distinct(one.words)], len(one.words)
        shown = {lang: ", ".join(f"{q[0]}{word[:30]}{q[1]}" for word in words[:6]) for lang, q in QUOTES.items()}
        more = " …" if len(words) > 6 else ""
        lists = {lang: ", ".join(scheme.title[lang] for scheme in one.column.schemes) for lang in QUOTES}
        kept = (
            {"de": "Als Text ist das im Plan", "en": "As text it is in the plan"}
            if one.as_text
            else {"de": "So steht es auch im Plan", "en": "So it stands in the plan, too"}
        )
        yield {
            "de": f"„{key}“: {number} {'Angabe steht' if number == 1 else 'Angaben stehen'} nicht in der Liste "
            f"„{lists['de']}“ ({shown['de']}{more}). {kept['de']}; was es heißt, lässt sich in {MAPPING} sagen.",
            "en": f"“{key}”: {number} {'entry is' if number == 1 else 'entries are'} not in the list "
            f"“{lists['en']}” ({shown['en']}{more}). {kept['en']}; what it means can be said in {MAPPING}.",
        }


def _in_other_words(ledger: Ledger) -> Iterator[Text]:
    """Short words that stand in the plan in other words: all of a column in one sentence."""
    found: dict[str, list[Changed]] = {}
    for one in ledger.changed:
        same = re.split(r"\W+", one.written) == re.split(r"\W+", one.instead)  # but for marks and line breaks
        if not same and len(one.written) < 50:
            found.setdefault(one.target["de"], []).append(one)
    for changes in found.values():
        by_word: dict[str, list[Changed]] = {}
        for one in changes:
            by_word.setdefault(one.instead, []).append(one)
        groups = [group for group in by_word.values() if len(group) > 1 or _is_value(group[0])]
        if not groups:
            continue
        shown = groups if len(groups) <= 12 else groups[:6]  # all words of a code list, some amounts and dates
        parts = {lang: "; ".join(_translated(group, lang) for group in shown) for lang in QUOTES}
        rest, target = len(groups) - len(shown), changes[0].target
        yield {
            "de": f"{target['de']}, in anderen Worten: {parts['de']}{f'; … ({rest} weitere)' if rest else ''}.",
            "en": f"{target['en']}, in other words: {parts['en']}{f'; … ({rest} more)' if rest else ''}.",
        }


def _is_value(one: Changed) -> bool:
    """Whether it is a word of a code list, a date or an amount, and no title whose number was parted from it."""
    return bool(one.meant) or (any(map(str.isdigit, one.instead)) and " | " not in one.instead)


def _translated(changes: list[Changed], lang: str) -> str:
    opening, closing = QUOTES[lang]
    times = {"de": "-mal", "en": " times"}[lang]
    written = [
        f"{opening}{word}{closing}" + (f" ({number}{times})" if number > 1 else "")
        for word, number in Counter(one.written for one in changes).items()
    ]
    return f"{', '.join(written)} → {opening}{changes[0].words(lang)}{closing}"


def about_unusable(grid: Grid) -> Iterator[Text]:
    """Formulas without result, and errors: one sentence a sheet and kind, with the first cells."""
    for why in (NO_RESULT, A_FORMULA, FAILED):
        found = [(cell, text) for cell, (text, reason) in sorted(grid.unusable.items()) if reason is why]
        if not found:
            continue
        places = [grid.place(*cell) for cell, _ in found]
        cells = ", ".join(one.cell or one.words("de").removeprefix(grid.file).lstrip(", ") for one in places[:5])
        cells += " …" if len(found) > 5 else ""
        text, many = found[0][1], len(found) > 1
        what: Mapping[str, tuple[str, str]] = {
            NO_RESULT["de"]: (
                f"{len(found)} Formeln haben" if many else f"Die Formel {text} hat",
                f"{len(found)} formulas have" if many else f"the formula {text} has",
            ),
            A_FORMULA["de"]: (
                f"{len(found)} Formeln stehen als Text da" if many else f"Die Formel {text} steht als Text da",
                f"{len(found)} formulas stand there as text" if many else f"the formula {text} stands there as text",
            ),
            FAILED["de"]: (
                f"{len(found)} Zellen zeigen nur eine Fehlermeldung" if many else f"Eine Zelle zeigt nur {text}",
                f"{len(found)} cells show nothing but an error" if many else f"one cell shows nothing but {text}",
            ),
        }
        de, en = what[why["de"]]
        none = why is NO_RESULT
        yield {
            "de": f"„{grid.name}“: {de}{' kein gespeichertes Ergebnis' if none else ''} ({cells}); sie "
            f"{'zählen' if many else 'zählt'} nicht."
            + (" Die Datei in Excel öffnen, speichern und noch einmal übernehmen." if none else ""),
            "en": f"“{grid.name}”: {en}{' no stored result' if none else ''} ({cells}); left out."
            + (" Open the file in Excel, save it and take it over again." if none else ""),
        }
