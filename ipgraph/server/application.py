"""The web application: the files of the site, the SPARQL endpoint with its editor, and every IRI of the plans."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from ipgraph.catalogue import queries
from ipgraph.errors import IpgraphError
from ipgraph.server.descriptions import FORMATS, Descriptions, endpoint
from ipgraph.server.engine import Engine, Refused, refused
from ipgraph.server.requests import HTML, NAMES, language, media_type, question

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}
"""On every answer. The pages of the site say themselves, more strictly, what they load; nothing is from elsewhere."""

TYPES = {
    ".css": "text/css", ".csv": "text/csv", ".html": HTML, ".js": "text/javascript", ".json": "application/json",
    ".jsonld": "application/ld+json", ".ttl": "text/turtle", ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}  # fmt: skip
"""Media types by suffix. The registry of a Windows machine may call a script plain text, and it would not run."""

DESCRIBED = (HTML, *FORMATS)
_PORT = re.compile(r":\d*$")
METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Site:
    """What is served.

    Args:
        folder: the folder of the site; only the files that its build wrote are served.
        files: their names.
        added: what the server has beside them, by name: pages and scripts of the editor.
        lang: language of its first pages.
    """

    folder: Path
    files: frozenset[str]
    added: Mapping[str, bytes]
    lang: str


@dataclass(frozen=True)
class Application:
    """The WSGI application (PEP 3333).

    Args:
        site: the files.
        descriptions: the IRIs.
        engine: answers queries.
        hosts: names by which browsers may call this server; others are refused, so that no page of a stranger can
            pass for one of ours (DNS rebinding).
        open_to_all: whether scripts of other websites may read the endpoint (CORS).
    """

    site: Site
    descriptions: Descriptions
    engine: Engine
    hosts: tuple[str, ...] | None
    open_to_all: bool

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        request = Request(environ)
        request.max_content_length = request.max_form_memory_size = 4 * self.engine.limits.length
        try:
            response = self._answer(request)
        except Refused as refused:
            response = self._sentence(request, refused.status, refused)
        except HTTPException as error:
            response = self._sentence(request, error.code or 500, IpgraphError(error.name, error.name))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    # ------------------------------------------------------------------ which answer

    def _answer(self, request: Request) -> Response:
        if self.hosts is not None and _PORT.sub("", request.host.lower()) not in self.hosts:
            raise Refused(
                421,
                "Unter diesem Namen antwortet dieser Server nicht (siehe ipgraph serve --allow-host).",
                "This server does not answer to this name (see ipgraph serve --allow-host).",
            )
        path = request.path.lstrip("/")
        if path in ("sparql", "en/sparql", "de/sparql"):
            return self._shared(request, self._sparql(request, path))
        if request.method not in METHODS:
            raise Refused(405, "Hier wird nur gelesen (GET).", "This is for reading only (GET).")
        if path == "resource":
            return self._described(request, request.args.get("iri", ""))
        if path.startswith("query/"):
            return self._example(request, path.removeprefix("query/").removesuffix(".rq"))
        if iri := self.descriptions.by_path.get(request.path):
            return self._described(request, iri)
        stem, _, suffix = request.path.rpartition(".")
        if suffix in NAMES and (iri := self.descriptions.by_path.get(stem)):
            return self._described(request, iri, NAMES[suffix])
        return self._file(request, path)

    # ------------------------------------------------------------------ files

    def _file(self, request: Request, path: str) -> Response:
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        if name in self.site.added:
            response = Response(self.site.added[name], mimetype=_type(name))
            response.add_etag()
            return response.make_conditional(request.environ)
        if name in self.site.files:
            response = send_file(self.site.folder / name, request.environ, mimetype=_type(name), max_age=0)
            if iri := self.descriptions.by_page.get(name):
                response.headers["Link"] = _links(iri)
            return response
        if f"{name}/index.html" in self.site.files:
            return _redirect(301, f"/{quote(name)}/")
        raise Refused(404, "Eine solche Seite gibt es hier nicht.", "There is no such page here.")

    # ------------------------------------------------------------------ resources

    def _described(self, request: Request, iri: str, fixed: str | None = None) -> Response:
        if iri not in self.descriptions.pages and iri not in self.descriptions.by_path.values():
            raise Refused(
                404,
                f"Von {iri[:200] or 'dieser Adresse'} sagen diese Pläne nichts.",
                f"These plans say nothing about {iri[:200] or 'this address'}.",
            )
        page = self.descriptions.pages.get(iri)
        offered = DESCRIBED if page else DESCRIBED[1:]
        chosen = fixed if fixed in offered else None if fixed else media_type(request, offered)
        if chosen is None:
            raise _only_as(offered)
        if chosen == HTML:
            lang = language(request, self.site.lang)
            prefix = "" if lang == self.site.lang else f"{lang}/"
            response = _redirect(303, f"/{prefix}{quote(page or '')}")
        else:
            response = Response(self.descriptions.of(iri, chosen), content_type=_with_charset(chosen))
            response.headers["Content-Location"] = f"/resource?iri={quote(iri, safe='')}&format={_name(chosen)}"
        response.headers["Link"] = _links(iri)
        response.vary.update(["Accept", "Accept-Language"])
        return response

    # ------------------------------------------------------------------ SPARQL

    def _sparql(self, request: Request, path: str) -> Response:
        if request.method == "OPTIONS":
            return Response(status=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refused(405, "Der Endpunkt kennt GET und POST.", "The endpoint knows GET and POST.")
        asked = question(request, self.engine.limits)
        if asked is None:
            return self._endpoint(request, path)
        if asked.table is None and asked.graph is None:
            raise Refused(
                406,
                "Antworten gibt es als JSON, XML, CSV, TSV, Turtle, N-Triples, JSON-LD und RDF/XML.",
                "There are answers as JSON, XML, CSV, TSV, Turtle, N-Triples, JSON-LD and RDF/XML.",
            )
        kind, body = self.engine.ask(asked, request.environ.get("waitress.client_disconnected", lambda: False))
        response = Response(body, content_type=_with_charset(kind))
        response.headers["Cache-Control"] = "no-cache"
        response.vary.add("Accept")
        return response

    def _endpoint(self, request: Request, path: str) -> Response:
        """Without a query: the editor for people, the service description for programs."""
        chosen = media_type(request, DESCRIBED)
        if chosen is None:
            raise _only_as(DESCRIBED)
        if chosen != HTML:
            body = endpoint(self.descriptions, request.base_url, chosen)
            return Response(body, content_type=_with_charset(chosen), headers={"Vary": "Accept"})
        response = Response(self.site.added[f"{path}.html"], mimetype=HTML, headers={"Vary": "Accept"})
        response.headers["Link"] = '</sparql?format=ttl>; rel="describedby"; type="text/turtle"'
        return response

    def _example(self, request: Request, name: str) -> Response:
        """A query of the catalogue with its parameters filled in, by type and never as text."""
        if name not in queries():
            raise Refused(404, "Eine solche Abfrage gibt es im Katalog nicht.", "The catalogue has no such query.")
        values = {key: value for key, value in request.args.items() if value != "" and key != "lang"}
        lang = request.args.get("lang", language(request, self.site.lang))
        try:
            text = queries()[name].bind("en" if lang == "en" else "de", **values)
        except IpgraphError as error:
            raise refused(400, error) from error
        return Response(text, content_type="application/sparql-query; charset=utf-8")

    def _shared(self, request: Request, response: Response) -> Response:
        if self.open_to_all:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, POST"
                response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
        return response

    # ------------------------------------------------------------------ what went wrong

    def _sentence(self, request: Request, status: int, error: IpgraphError) -> Response:
        lang = language(request, self.site.lang)
        text = error.message[lang]
        pages = "html" in request.headers.get("Accept", "") and not request.path.endswith("/sparql")
        back = "Zur ersten Seite" if lang == "de" else "To the first page"
        page = Markup(
            '<!doctype html><html lang="{0}"><head><meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width"><title>{1}</title><link rel="stylesheet" href="/assets/site.css"></head>'
            '<body><main><h1>{1}</h1><p><a href="/">{2}</a></p></main></body></html>'
        ).format(lang, text, back)
        response = Response(
            page if pages else f"{text}\n", status=status, mimetype=HTML if pages else "text/plain",
            headers={"Content-Language": lang, "Vary": "Accept, Accept-Language"},
        )  # fmt: skip
        if status == 405:
            response.headers["Allow"] = "GET, HEAD, OPTIONS" + (", POST" if request.path.endswith("/sparql") else "")
        if status == 503:
            response.headers["Retry-After"] = "30"
        return response


def _only_as(offered: Iterable[str]) -> Refused:
    kinds = ", ".join(offered)
    return Refused(406, f"Das gibt es nur als {kinds}.", f"There is only {kinds}.")


def _links(iri: str) -> str:
    """Where else a resource is described (RFC 8288; names of the relations by signposting.org)."""
    written = quote(iri, safe="")
    links = [f'<{_ascii(iri)}>; rel="canonical"', f'<{_ascii(iri)}>; rel="cite-as"']
    for one in FORMATS:
        links.append(f'</resource?iri={written}&format={_name(one)}>; rel="alternate describedby"; type="{one}"')
    return ", ".join(links)


def _ascii(iri: str) -> str:
    return quote(iri, safe=":/?#[]@!$&'()*+,;=%~-._")


def _name(media: str) -> str:
    return next(name for name, one in NAMES.items() if one == media)


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _redirect(status: int, target: str) -> Response:
    return Response(status=status, headers={"Location": target})


def _type(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
