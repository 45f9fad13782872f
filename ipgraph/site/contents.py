"""All pages of a site and the files beside them, from what was read and what the check has found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ipgraph import resources
from ipgraph.browse import Plan, Resource, as_of, in_groups, load_plan
from ipgraph.catalogue import SavedQuery, by_group, groups, parameter_values, queries
from ipgraph.ingest import Reading
from ipgraph.model import load_model
from ipgraph.namespaces import DCTERMS, FIELD, IP
from ipgraph.network.pictures import COMPARED, PICTURES, network
from ipgraph.report import words as sentences
from ipgraph.report.comparison import Comparison
from ipgraph.report.rulebook import Series, said
from ipgraph.site import verdict
from ipgraph.site.downloads import downloads
from ipgraph.site.folder import Folder
from ipgraph.site.forms import fields
from ipgraph.site.pages import Addresses, Answer, Writer, columns_for, search_entries, sheets_of
from ipgraph.site.reports import check_files
from ipgraph.table import Table, human, render
from ipgraph.validation.findings import Report
from ipgraph.validation.shapes import SEVERITIES

FACTS = (FIELD + "bodies", FIELD + "time")
"""Blocks of columns that the first page shows below the title of a plan."""

RULES = "rules/index.html"
"""Address of the catalogue of rules."""

ASSETS = {
    "site.css": ("site/site.css", "checked.css"),
    "site.js": ("site/site.js", "site/tables.js", "site/form.js"),
}
"""Files of the look of the site, and the files that each is made of."""

ANSWER_FILES = (("csv", "CSV"), ("json", "JSON"), ("xlsx", "Excel"))


class Contents:
    """All pages of a site. Each method writes one kind of page, in both languages.

    Args:
        reading: the plans.
        report: their check.
        compared: comparison with the last edition by IRI of the plan.
        earlier: where the last editions are.
        book: the rules of the check.
        folder: folder of the site.
        lang: language of the first pages.
        progress: told what is being done.
    """

    def __init__(
        self, reading: Reading, report: Report, compared: Mapping[str, Comparison], earlier: Reading,
        book: Sequence[Series], folder: Folder, lang: str, progress: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.reading = reading
        self.book = book
        self.folder = folder
        self.progress = progress
        self.model = load_model()
        self.asked: dict[str, Table] = {}  # the same query is shown on several pages
        wanted = {p.values: p for query in queries().values() for p in query.params if p.values}
        self.choices = {text: parameter_values(parameter, reading.store) for text, parameter in wanted.items()}
        self.plans = [load_plan(reading.store, iri, self.model) for iri in reading.plans]
        self.addresses = Addresses(len(self.plans) > 1)
        for plan in self.plans:
            self.addresses.add(plan)
        self.verdicts = {plan.iri: verdict.of(plan, report, compared) for plan in report.plans}
        self.rules_section = "check" if len(self.plans) == 1 else "rules"
        languages = (lang, "en" if lang == "de" else "de")
        self.progress("Dateien / files …")
        folders = self.addresses.folders
        self.downloads = [
            (plan, *downloads(self.reading, plan.iri, folders[plan.iri], self.folder, self._known_answers()))
            for plan in self.plans
        ]
        self.checks = {
            iri: check_files(self.reading, found, compared, folders[iri], self.folder, languages)
            for iri, found in self.verdicts.items()
        }
        self.networks = [(plan, self._networks(plan, compared.get(plan.iri), earlier, lang)) for plan in self.plans]
        self.writers = [
            Writer(one, prefix, other, self.addresses, self.model, self._shared(one))
            for one, prefix, other in (
                (languages[0], "", (languages[1], f"{languages[1]}/")),
                (languages[1], f"{languages[1]}/", (languages[0], "")),
            )
        ]

    def write(self) -> None:
        """Write everything."""
        templates = resources.folder("templates")
        for name, parts in ASSETS.items():
            self.folder.write(f"assets/{name}", "".join((templates / p).read_text(encoding="utf-8") for p in parts))
        for writer in self.writers:
            self.progress(f"Seiten / pages: {writer.lang} …")
            self._questions(writer)
            for plan in self.plans:
                self._plan(writer, plan)
            self._page(writer, "rules.html.j2", RULES, section=self.rules_section, book=self.book, said=said)
            self._page(writer, "data.html.j2", "data/index.html", section="data", downloads=self.downloads)
            self._page(
                writer, "networks.html.j2", "networks/index.html", section="networks", networks_by_plan=self.networks
            )
            self._search(writer)
            if len(self.plans) > 1:
                cards = [self._card(writer, plan) for plan in self.plans]
                self._page(writer, "plans.html.j2", "index.html", section="plans", plans=cards)

    def _page(self, writer: Writer, template: str, path: str, **values: Any) -> None:
        self.folder.write(writer.prefix + path, writer.render(template, path, **values))

    def _shared(self, lang: str) -> dict[str, Any]:
        several = "Integrationspläne" if lang == "de" else "Integration plans"
        title = self.plans[0].resource.label if len(self.plans) == 1 else several
        return {
            "site_title": title,
            "weights": SEVERITIES,
            "words": sentences,
            "rules_path": RULES,
            **self._around(self.plans),
        }

    def _around(self, plans: list[Plan]) -> dict[str, Any]:
        """What stands around the pages of these plans: notice, licence, day, sections (one plan has its own)."""
        licences = {plan.resource.text(DCTERMS + "license") for plan in plans}
        own = [(self.addresses.overview(plan), self.addresses.folders[plan.iri]) for plan in plans if len(plans) == 1]
        return {
            "fictional": [plan.resource.label for plan in plans if self._fictional(plan)],
            "all_fictional": all(self._fictional(plan) for plan in plans),
            "licence": licences.pop() if len(licences) == 1 else "",
            "as_of": as_of(plans),
            "navigation": [
                *([("plans", "index.html", "Pläne", "Plans")] if len(self.plans) > 1 else []),
                *(("overview", first, "Überblick", "Overview") for first, _ in own),
                *(("plan", f"{folder}/plan.html", "Der Plan", "The plan") for _, folder in own),
                ("questions", "questions/index.html", "Fragen", "Questions"),
                *(("check", f"{folder}/check.html", "Prüfung", "Check") for _, folder in own),
                *([("rules", RULES, "Regeln", "Rules")] if len(plans) > 1 else []),
                ("networks", "networks/index.html", "Netze", "Networks"),
                ("data", "data/index.html", "Daten", "Data"),
            ],
        }

    @staticmethod
    def _fictional(plan: Plan) -> bool:
        return plan.resource.text(IP + "fictional") == "true"

    # ------------------------------------------------------------------ questions

    def _answers(self, lang: str, entries: Iterable[SavedQuery], plan: Plan | None = None) -> list[Answer]:
        return [Answer(query, self._ask(query, lang, plan), lang) for query in entries]

    def _known_answers(self) -> dict[str, Table] | None:
        """The answers in German, where they are about one plan alone."""
        return {query.id: self._ask(query, "de", None) for query in by_group()} if len(self.plans) == 1 else None

    def _ask(self, query: SavedQuery, lang: str, plan: Plan | None) -> Table:
        has_plan = any(parameter.name == "plan" for parameter in query.params)
        only = {"plan": plan.resource.identifier} if plan and has_plan and len(self.plans) > 1 else {}
        bound = query.bind(lang, **only)
        if bound not in self.asked:
            self.asked[bound] = query.run(self.reading.store, lang, **only)
        return self.asked[bound]

    def _questions(self, writer: Writer) -> None:
        answers = self._answers(writer.lang, by_group())
        sources = [f"{folder}.xlsx" for folder in self.addresses.folders.values()]
        for one in answers:
            for suffix, _ in ANSWER_FILES:
                content = render(one.table, suffix, writer.lang)
                self.folder.write(f"{writer.prefix}questions/{one.query.id}.{suffix}", content)
            self._page(
                writer,
                "question.html.j2",
                f"questions/{one.query.id}.html",
                section="questions",
                query=one.query,
                table=one.table,
                sentence=one.sentence,
                chart=one.chart,
                files=ANSWER_FILES,
                sparql=one.query.bind(writer.lang),
                fields=fields(one.query, one.table, self.choices, writer.lang),
                sources=sources,
            )
        grouped = [
            (group, groups()[group][writer.lang], list(members))
            for group, members in groupby(answers, key=lambda one: one.query.group)
        ]
        self._page(writer, "questions.html.j2", "questions/index.html", section="questions", groups=grouped)

    # ------------------------------------------------------------------ one plan

    def _plan(self, writer: Writer, plan: Plan) -> None:
        folder = self.addresses.folders[plan.iri]
        shown: dict[str, Any] = {
            "folder": folder,
            "plan": plan,
            "overview": self.addresses.overview(plan),
            **self._around([plan]),
        }
        found = self.verdicts[plan.iri]
        self._overview(writer, plan, shown)
        self._page(
            writer,
            "tree.html.j2",
            f"{folder}/plan.html",
            section="plan",
            resource=plan.resource,
            groups=in_groups(plan.resource.filled),
            tree=verdict.tree(plan),
            sheets=sheets_of(plan, self.model),
            **shown,
        )
        checked = {"part": found.part, "letters": found.letters, "files": self.checks[plan.iri][writer.lang]}
        self._page(writer, "check.html.j2", f"{folder}/check.html", section="check", **checked, **shown)
        self._page(writer, "smart.html.j2", f"{folder}/smart.html", section="check", **checked, **shown)
        for sheet, _ in sheets_of(plan, self.model):
            rows = plan.of(sheet.local)
            columns = [column for column in sheet.fields if any(column.path in row.terms for row in rows)]
            short = [column for column in columns if column.group.order <= 5][:7]
            path = f"{folder}/{sheet.local}/index.html"
            self._page(writer, "list.html.j2", path, section="plan", sheet=sheet, rows=rows, columns=short, **shown)
        statuses = self._statuses(writer.lang, plan)
        for resource in plan.resources.values():
            if resource.iri in self.addresses.by_iri and resource is not plan.resource:
                self._resource(writer, plan, resource, statuses, shown)

    def _overview(self, writer: Writer, plan: Plan, shown: dict[str, Any]) -> None:
        chosen = sorted((q for q in queries().values() if q.overview is not None), key=lambda q: q.overview or 0)
        resource = plan.resource
        facts = [column for column in resource.filled if column.group.iri in FACTS]
        found = self.verdicts[plan.iri]
        self._page(
            writer,
            "overview.html.j2",
            self.addresses.overview(plan),
            section="overview",
            territory_path=IP + "territory",
            motto=resource.text(IP + "motto"),
            description=resource.text(DCTERMS + "description"),
            facts=facts,
            sizes=self._sizes(writer.lang, plan),
            answers=self._answers(writer.lang, chosen, plan),
            part=found.part,
            networks=next(files for one, files in self.networks if one is plan),
            **shown,
        )

    def _sizes(self, lang: str, plan: Plan) -> list[tuple[str, Any, Any, str]]:
        table = self._ask(queries()["plan-sizes"], lang, plan)
        folder = self.addresses.folders[plan.iri]
        return [(str(r["part"]), r["recorded"], r["stated"], f"{folder}/{r['list']}/index.html") for r in table.dicts()]

    def _statuses(self, lang: str, plan: Plan) -> dict[str, dict[str, str]]:
        table = self._ask(queries()["current-status"], lang, plan)
        return {str(row["part"]): {name: human(value, lang) for name, value in row.items()} for row in table.dicts()}

    def _resource(
        self, writer: Writer, plan: Plan, resource: Resource, statuses: dict[str, dict[str, str]], shown: dict[str, Any]
    ) -> None:
        german = writer.lang == "de"
        page = self.addresses.by_iri
        depth = "../../"
        crumbs = [
            ("Überblick" if german else "Overview", depth + self.addresses.overview(plan)),
            ("Der Plan" if german else "The plan", depth + page[plan.iri]),
        ]
        crumbs += [
            (one.identifier or one.label, depth + page[one.iri]) for one in resource.ancestors if one.iri in page
        ]
        incoming = [(linking, rows, columns_for(rows, linking)) for linking, rows in resource.linked]
        heading = (resource.identifier, resource.label)
        found = self.verdicts[plan.iri]
        self._page(
            writer,
            "resource.html.j2",
            page[resource.iri],
            section="plan",
            resource=resource,
            crumbs=[*crumbs, (resource.identifier or resource.label, None)],
            groups=in_groups(column for column in resource.filled if resource.text(column.path) not in heading),
            incoming=incoming,
            findings=found.by_focus.get(resource.iri, []),
            smart=found.letters.get(resource.iri),
            status=statuses.get(resource.iri),
            **shown,
        )

    def _card(self, writer: Writer, plan: Plan) -> dict[str, Any]:
        return {
            "plan": plan,
            "path": self.addresses.overview(plan),
            "territory": plan.resource.text(IP + "territory"),
            "fictional": self._fictional(plan),
            "sizes": self._sizes(writer.lang, plan),
        }

    def _search(self, writer: Writer) -> None:
        """The index of the search box: a script, because pages opened from disk may not fetch files."""
        entries = search_entries(self.plans, self.addresses, queries().values(), writer.lang)
        text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
        self.folder.write(f"{writer.prefix}assets/search.js", f"window.ipgraphSearch = {text};\n")

    # ------------------------------------------------------------------ files

    def _networks(self, plan: Plan, compared: Comparison | None, earlier: Reading, lang: str) -> list[dict[str, Any]]:
        self.progress("Netze / networks …")
        path = f"networks/{self.addresses.folders[plan.iri]}.html"
        back = (
            {"de": "Zur Website des Plans", "en": "To the website of the plan"},
            f"../{self.addresses.overview(plan)}",
        )
        before = compared.previous if compared else None
        page = network(
            self.reading, "actors", lang, plan.iri, self._from_networks, (back,),
            previous=earlier if before else None, previous_plan=before.iri if before else None,
        )  # fmt: skip
        self.folder.write(path, page)
        return [
            {"path": f"{path}#v={view}", "title": picture.title, "text": picture.text}
            for view, picture in (*PICTURES.items(), *([("before", COMPARED)] if before else []))
        ]

    def _from_networks(self, iri: str) -> str | None:
        path = self.addresses.by_iri.get(iri)
        return f"../{path}" if path else None
