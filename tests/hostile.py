"""A plan that tries to break out: markup in texts, addresses that run, identifiers that are paths."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

SCRIPT = "</script><script>window.PWN=1</script>"
IMAGE = '<img src=x onerror="window.PWN=2">'
TEMPLATE = "{{7*7}} {% raw %} ${7*7} <%= 7*7 %>"
QUOTES = "\"><svg onload=window.PWN=3> ' onmouseover='window.PWN=4"
COMMENT = "--> <!-- ]]> &amp; &#60;b&#62;"
RIGHT_TO_LEFT = "\u202everkehrt\u202c مرحبا"
EMOJI = "👩‍👩‍👧 Familie 🏳️‍🌈"
LONG = "Donaudampfschifffahrt" * 24
ADDRESSES = ("javascript:window.PWN=5", "data:text/html,<script>window.PWN=6</script>", '"onclick="window.PWN=7')

TEXTS = (
    SCRIPT,
    IMAGE,
    TEMPLATE,
    QUOTES,
    COMMENT,
    RIGHT_TO_LEFT,
    EMOJI,
    LONG,
    '\\"; window.PWN=8; //',
    "\u2028window.PWN=9",
)
"""Ten texts, one for each chapter, goal and actor."""

KEYS = ("a/b c", "..", "%2e%2e", "CON", "a1", "A1", "Straße & Übergang", "index", "../../../out", "-rf")
"""Ten identifiers, none of which is fit for a file name on every system or in every address."""


def write(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """Write tables as a folder of CSV files.

    Args:
        folder: where to; it is made.
        tables: rows by German heading, by name of file.

    Returns:
        The folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def plan(key: str = "probe", title: str = "Probeplan") -> dict[str, str]:
    """The row of a plan."""
    return {
        "Kennung": key,
        "Titel": title,
        "Gebietskörperschaft": "Probekreis",
        "Kreisschlüssel": "00000",
        "Laufzeit von": "2024",
        "Herausgeber": "Probe",
    }


def hostile_plan(folder: Path) -> Path:
    """Write the whole plan into a folder."""
    numbered = list(enumerate(zip(KEYS, TEXTS, strict=True)))
    return write(
        folder,
        {
            "plan": [
                plan("../böse/plan", SCRIPT)
                | {
                    "Motto": IMAGE,
                    "Beschreibung": QUOTES,
                    "Lizenz": ADDRESSES[0],
                    "Kontakt": TEMPLATE,
                    "Fassung": COMMENT,
                }
            ],
            "kapitel": [
                {"Kennung": key, "Titel": text, "Motto": text, "Seite": text}
                for key, text in zip(KEYS, TEXTS, strict=True)
            ],
            "ziele": [
                {
                    "Kennung": key,
                    "Kapitel": key,
                    "Wortlaut": text,
                    "Termin": text,
                    "Beeinflussbar durch": f"{key}; Kreis",
                }
                for key, text in zip(KEYS, TEXTS, strict=True)
            ],
            "massnahmen": [
                {
                    "Kennung": key,
                    "Ziele": "; ".join(KEYS),
                    "Wortlaut": text,
                    "Verantwortlich": KEYS[n - 1],
                    "Beteiligt": key,
                }
                for n, (key, text) in numbered
            ],
            "akteure": [
                {
                    "Kennung": key,
                    "Name": text,
                    "Kurzname": text[:90],
                    "Art": "Verein",
                    "Ebene": text if n % 2 else "Kreis",
                    "Gemeinde": text,
                    "Webseite": ADDRESSES[n % len(ADDRESSES)],
                }
                for n, (key, text) in numbered
            ],
            "statusmeldungen": [
                {
                    "Betrifft": f"Maßnahme: {key}",
                    "Datum": "2024-05-01",
                    "Status": "laufend",
                    "Text": text,
                    "Quelle": text,
                }
                for key, text in zip(KEYS, TEXTS, strict=True)
            ],
            SCRIPT.replace("/", "_"): [{"Kennung": IMAGE}],
        },
    )
