"""The check of a plan to take away from its site: the report to print, the report for machines, the marked workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ipgraph.emit.checked import checked_workbook
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading
from ipgraph.model import Text
from ipgraph.report import render_report
from ipgraph.report.comparison import Comparison
from ipgraph.site.folder import Folder
from ipgraph.site.verdict import Verdict

WORDS: dict[str, Text] = {
    "html": {"de": "Prüfbericht zum Drucken und Verschicken", "en": "Report to print and to send"},
    "json": {"de": "Prüfbericht für Programme", "en": "Report for programs"},
    "xlsm": {"de": "Arbeitsmappe mit markierten Zellen", "en": "Workbook with the cells marked"},
    "xlsx": {"de": "Arbeitsmappe mit markierten Zellen", "en": "Workbook with the cells marked"},
}


def check_files(
    reading: Reading, verdict: Verdict, compared: Mapping[str, Comparison], name: str, folder: Folder,
    languages: Sequence[str],
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    """Write the files of a check.

    Args:
        reading: the plans.
        verdict: the check of one of them.
        compared: comparison with the last edition by IRI of the plan.
        name: name of the plan's files.
        folder: folder of the site.
        languages: the languages of the site.

    Returns:
        Path, words and size of each file, by language. The workbook is there where the site has a single plan: only
        then is its source at hand as a whole. Where it cannot be marked, the words say why, and there is no path.
    """
    files: dict[str, list[dict[str, Any]]] = {}
    shared = {"json": render_report(verdict.report, "json", compared=compared).encode("utf-8")}
    for lang in languages:
        contents = {"html": render_report(verdict.report, "html", lang, compared=compared).encode("utf-8")} | shared
        files[lang], failed = [], []
        if len(reading.plans) == 1:
            suffix = "xlsm" if reading.sources[0].suffix.lower() == ".xlsm" else "xlsx"
            try:
                contents[suffix] = checked_workbook(reading, verdict.report, lang)
            except IpgraphError as error:  # a site is worth having without it
                failed.append({"path": "", "text": error.message, "size": ""})
        for suffix, content in contents.items():
            path = f"data/{name}-check{'' if suffix == 'json' else '-' + lang}.{suffix}"
            folder.write(path, content)
            files[lang].append({"path": path, "text": WORDS[suffix], "size": folder.size(path)})
        files[lang] += failed
    return files
