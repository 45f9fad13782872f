"""The entries of a settings file, each taken once as what it must be; the sentence for a fault names file and entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import toml_of
from ipgraph.ingest.values import is_web_address
from ipgraph.model import Text
from ipgraph.opendata import portals

NO_TEXT: Text = {}
MAIL = re.compile(r"[^\s@<>\"{}|\\^`:,;()\[\]]+@[^\s@<>\"{}|\\^`:,;()\[\]/?#]+\.[^\s@<>\"{}|\\^`:,;()\[\]/?#.]+")
"""A mail address: near enough to RFC 5322 (section 3.4.1), and fit for a ``mailto`` IRI."""


class Entries:
    """The entries of a file by their dotted keys; each is taken once, and what nobody took is not known."""

    def __init__(self, path: Path) -> None:
        data = toml_of(path)
        self.file = path.name
        self.found: dict[str, object] = {}
        self.known: list[str] = []
        for key, value in data.items():
            if isinstance(value, dict) and not set(value) <= {"de", "en"}:
                self.found |= {f"{key}.{inner}": one for inner, one in value.items()}
            else:
                self.found[key] = value
        self.sections = {key for key, value in data.items() if value == {}}

    def take(self, key: str) -> object:
        """The raw value of an entry; None where the file does not have it."""
        self.known.append(key)
        return self.found.get(key)

    def no_others(self) -> None:
        """Refuse what is not known, with the nearest name that is."""
        sections = {key.partition(".")[0] for key in self.known if "." in key}
        for key in self.found:
            if key in self.known or (key in self.sections and key in sections):
                continue
            hint = self._near(key)
            raise IpgraphError(
                f"{self.file}: Die Angabe „{key}“ gibt es nicht.{hint['de']}",
                f"{self.file}: there is no entry “{key}”.{hint['en']}",
            )

    def _near(self, key: str) -> Text:
        """What a name that is not known probably means; in TOML, what stands below a section belongs to it."""
        section, _, inner = key.rpartition(".")
        above = get_close_matches(inner, [one for one in self.known if "." not in one], 1, 0.8) if section else []
        if above:
            return {
                "de": f" Gemeint ist wohl „{above[0]}“; das gehört über die erste Zeile mit eckigen Klammern.",
                "en": f" You probably mean “{above[0]}”; it belongs above the first line with square brackets.",
            }
        near = get_close_matches(key, self.known, 1)
        if near:
            return {"de": f" Gemeint ist wohl „{near[0]}“.", "en": f" You probably mean “{near[0]}”."}
        return {"de": "", "en": ""}

    def wrong(self, key: str, value: object, de: str, en: str) -> IpgraphError:
        """The sentence about a value that cannot be used."""
        shown = f"„{value}“" if isinstance(value, str) else str(value)
        return IpgraphError(f"{self.file}: {key} = {shown} {de}", f"{self.file}: {key} = {shown} {en}")

    def text(self, key: str) -> str:
        """A text on one line."""
        value = self.take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(key, value, "ist kein Text. Texte stehen in Anführungszeichen.",
                             "is no text. Texts stand in quotation marks.")  # fmt: skip
        return " ".join(value.split())

    def texts(self, key: str) -> Text:
        """A text in German, or in both languages."""
        value = self.take(key)
        if value is None:
            return NO_TEXT
        found = {"de": value} if isinstance(value, str) else value
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            raise self.wrong(key, value, 'ist kein Text. Möglich ist "…" oder { de = "…", en = "…" }.',
                             'is no text. Possible is "…" or { de = "…", en = "…" }.')  # fmt: skip
        return {lang: " ".join(one.split()) for lang, one in sorted(found.items()) if one.strip()}

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.take(key)
        return () if value is None else self._listed(key, value)

    def _listed(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(key, value, 'ist keine Liste von Texten. Richtig ist: ["…", "…"]',
                             'is no list of texts. Write: ["…", "…"]')  # fmt: skip
        return tuple(dict.fromkeys(" ".join(one.split()) for one in value))

    def keywords(self, key: str) -> tuple[tuple[str, str], ...]:
        """Words with their language: a list is German, a table has both."""
        value = self.take(key)
        by_language = value if isinstance(value, dict) else {"de": value} if value is not None else {}
        return tuple((lang, word) for lang in sorted(by_language) for word in self._listed(key, by_language[lang]))

    def address(self, key: str, slash: bool = False) -> str:
        """An address of the web; with a slash at its end, where it is that of a folder."""
        value = self.text(key)
        if value and (not is_web_address(value) or (slash and ("#" in value or "?" in value))):
            raise self.wrong(key, value, "ist keine Adresse, die mit https:// oder http:// beginnt.",
                             "is no address that begins with https:// or http://.")  # fmt: skip
        return value.rstrip("/") + "/" if value and slash else value

    def addresses(self, key: str) -> tuple[str, ...]:
        """A list of addresses."""
        found = self.words(key)
        for value in found:
            if not is_web_address(value):
                raise self.wrong(key, value, "ist keine Adresse, die mit https:// oder http:// beginnt.",
                                 "is no address that begins with https:// or http://.")  # fmt: skip
        return found

    def day(self, key: str) -> str:
        """A day, as TOML writes it or as a text."""
        value = self.take(key)
        try:
            if isinstance(value, str):
                value = date.fromisoformat(value)
        except ValueError:
            value = str(value)
        if value is None:
            return ""
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(key, value, "ist kein Tag. Richtig ist: 2026-03-31",
                             "is no day. Write: 2026-03-31")  # fmt: skip
        return value.isoformat()

    def _coded(self, key: str, word: str, namespace: str, possible: Collection[str]) -> str:
        iri = word if word.startswith(namespace) else namespace + word
        if iri not in possible:
            names = portals.short(possible, namespace)
            near = get_close_matches(word, names, 12, 0.5) if len(names) > 20 else names
            listed = ", ".join(near or names[:12])
            raise self.wrong(key, word, f"gibt es nicht. Möglich sind etwa: {listed}.",
                             f"does not exist. Possible are, for instance: {listed}.")  # fmt: skip
        return iri

    def code(self, key: str, namespace: str, possible: Collection[str]) -> str:
        """A code of a list, in its short form or as IRI."""
        word = self.text(key)
        return self._coded(key, word, namespace, possible) if word else ""

    def codes(self, key: str, namespace: str, possible: Collection[str]) -> tuple[str, ...]:
        """Several codes of a list."""
        return tuple(self._coded(key, word, namespace, possible) for word in self.words(key))

    def licence(self, key: str) -> portals.Licence | None:
        """A licence of GovData's list."""
        word = self.text(key)
        found = portals.licence(word) if word else None
        if word and found is None:
            names = ", ".join(portals.short((one.iri for one in portals.licences() if one.open), portals.LICENCES))
            raise self.wrong(key, word, f"kennt GovData nicht. Möglich sind etwa: {names}.",
                             f"is not known to GovData. Possible are, for instance: {names}.")  # fmt: skip
        return found

    def samples(self, key: str) -> tuple[str, ...]:
        """Entries of the Musterdatenkatalog, as IRI or as what follows its namespace."""
        found = (word if is_web_address(word) else portals.MUSTER + word.strip("/") for word in self.words(key))
        samples = tuple(found)
        for iri in samples:
            if not iri.startswith(portals.MUSTER) or not is_web_address(iri):
                raise self.wrong(key, iri, "ist kein Eintrag des Musterdatenkatalogs (https://musterdatenkatalog.de).",
                                 "is no entry of the Musterdatenkatalog (https://musterdatenkatalog.de).")  # fmt: skip
        return samples

    def mail(self, key: str) -> str:
        """A mail address."""
        value = self.text(key)
        if value and not MAIL.fullmatch(value):
            raise self.wrong(key, value, "ist keine Mailadresse.", "is no mail address.")
        return value

    def phone(self, key: str) -> str:
        """A phone number in digits, with ``+`` and the code of the country in front (RFC 3966, section 5.1.4)."""
        value = self.text(key)
        digits = re.sub(r"[\s()/.-]", "", value)
        if value and not re.fullmatch(r"\+\d{6,15}", digits):
            raise self.wrong(key, value, "ist keine Telefonnummer mit Vorwahl des Landes. Richtig ist: +49 7031 6630",
                             "is no phone number with the code of the country. Write: +49 7031 6630")  # fmt: skip
        return digits

    def degrees(self, key: str, limits: Sequence[int]) -> tuple[float, ...]:
        """Degrees of longitude and latitude in turn; empty for none."""
        value = self.take(key)
        if value is None:
            return ()
        numbers = [one for one in value if type(one) in (int, float)] if isinstance(value, list) else []
        inside = [abs(one) <= limit for one, limit in zip(numbers, limits, strict=False)]
        if not isinstance(value, list) or len(numbers) != len(value) or len(value) != len(limits) or not all(inside):
            raise self.wrong(key, value, f"sind nicht {len(limits)} Zahlen in Grad, erst Länge, dann Breite.",
                             f"are not {len(limits)} numbers in degrees, longitude before latitude.")  # fmt: skip
        if len(numbers) == 4 and (numbers[0] >= numbers[2] or numbers[1] >= numbers[3]):
            raise self.wrong(key, value, "ist verdreht. Die Reihenfolge ist Westen, Süden, Osten, Norden.",
                             "is twisted. The order is west, south, east, north.")  # fmt: skip
        return tuple(float(one) for one in numbers)
