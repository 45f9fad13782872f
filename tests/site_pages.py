"""Reads a site that ``ipgraph build`` wrote, the way a browser would follow it: pages, links, targets."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

TAG = re.compile(r"<([a-z][a-z0-9-]*)((?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*/?>", re.I)
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
INSIDE = re.compile(r"(<(script|style)\b[^>]*>).*?(</\2>)", re.S | re.I)
COMMENT = re.compile(r"<!--.*?-->", re.S)
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "background",
    "cite",
    "manifest",
    "ping",
}


@dataclass(frozen=True)
class Tag:
    """An opening tag."""

    name: str
    attributes: Mapping[str, str]

    @property
    def addresses(self) -> list[str]:
        """What the tag points to."""
        return [value for name, value in self.attributes.items() if name in ADDRESSES]


class Page:
    """One HTML page."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def tags(self) -> list[Tag]:
        """All opening tags, without what stands in scripts."""
        bare = INSIDE.sub(r"\1\3", COMMENT.sub("", self.text))
        return [Tag(name.lower(), _attributes(rest)) for name, rest in TAG.findall(bare)]

    @cached_property
    def ids(self) -> list[str]:
        """Values of ``id``."""
        return [tag.attributes["id"] for tag in self.tags if "id" in tag.attributes]

    @cached_property
    def lang(self) -> str:
        """The language that the page declares."""
        return next(tag.attributes.get("lang", "") for tag in self.tags if tag.name == "html")

    def all(self, name: str, **attributes: str) -> list[Tag]:
        """Tags by name and attributes (``class_`` for one of the classes)."""
        wanted = attributes.pop("class_", None)
        return [
            tag
            for tag in self.tags
            if tag.name == name
            and (wanted is None or wanted in tag.attributes.get("class", "").split())
            and all(tag.attributes.get(key) == value for key, value in attributes.items())
        ]

    @cached_property
    def links(self) -> set[str]:
        """The paths within the site that the page links to, without anchors."""
        targets = (tag.attributes.get("href", "") for tag in self.all("a"))
        return {self.target(one)[0] for one in targets if not is_external(one)}

    def target(self, address: str) -> tuple[str, str]:
        """Path within the site and anchor of an address on this page."""
        path, _, anchor = address.partition("#")
        if not path:
            return self.path, unquote(anchor)
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(path))), unquote(anchor)

    @property
    def shown(self) -> str:
        """The text that people read."""
        bare = INSIDE.sub("", COMMENT.sub("", self.text))
        return " ".join(unescape(re.sub(r"<[^<>]+>", " ", bare)).split())


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(one or two or three) for name, one, two, three in ATTRIBUTE.findall(text)}


def is_external(address: str) -> bool:
    """Whether an address names a scheme or a host."""
    return bool(urlsplit(address).scheme) or address.startswith("//")


class Site:
    """A folder with a site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> dict[str, int]:
        """All files with their sizes, by path with slashes."""
        return {
            path.relative_to(self.folder).as_posix(): path.stat().st_size
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    @cached_property
    def pages(self) -> dict[str, Page]:
        """All HTML pages by path."""
        return {path: Page(path, self.read(path)) for path in self.files if path.endswith(".html")}

    @property
    def of_site(self) -> dict[str, Page]:
        """The pages in the frame of the site, without those that stand alone."""
        return {path: page for path, page in self.pages.items() if not stands_alone(path)}

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.folder / path).read_bytes().decode("utf-8")

    def in_language(self, lang: str, first: str = "de") -> dict[str, Page]:
        """Pages of one language by their path within its folder."""
        prefix = f"{lang}/"
        if lang == first:
            return {path: page for path, page in self.of_site.items() if not path.startswith(("en/", "de/"))}
        return {path.removeprefix(prefix): page for path, page in self.of_site.items() if path.startswith(prefix)}

    @cached_property
    def by_iri(self) -> dict[tuple[str, str], Page]:
        """Pages of resources by language and IRI, as the pages themselves state it."""
        found = {}
        for page in self.of_site.values():
            for iri in re.findall(r'<p class="iri">[^<]*<code>([^<]*)</code>', page.text):
                assert (page.lang, unescape(iri)) not in found, iri
                found[page.lang, unescape(iri)] = page
        return found

    def broken(self) -> Iterator[str]:
        """A sentence for every address that leads nowhere or out of the site."""
        for page in self.pages.values():
            for tag in page.tags:
                for address in tag.addresses:
                    yield from self._fault(page, tag, address)

    def _fault(self, page: Page, tag: Tag, address: str) -> Iterator[str]:
        where = f"{page.path}: <{tag.name}> {address!r}"
        if tag.name == "link" and address.startswith("data:image/svg+xml,"):
            return
        if is_external(address):
            if urlsplit(address).scheme not in ("http", "https"):
                yield f"{where} has another scheme"
            elif tag.name != "a" or "external" not in tag.attributes.get("rel", "").split():
                yield f"{where} leaves the site and does not say so"
            return
        path, anchor = page.target(address)
        if address.startswith("/") or path.startswith("..") or "\\" in address:
            yield f"{where} climbs out of the folder"
        elif path not in self.files:
            yield f"{where} is not there"
        elif is_network(path) and "=" in anchor:
            return  # the state that the network opens in
        elif anchor and path.endswith(".html") and self.pages[path].ids.count(anchor) != 1:
            yield f"{where} has no anchor"


def stands_alone(path: str) -> bool:
    """Whether a page is one file by itself, without the frame of the site: a network, or a report to take away."""
    return is_network(path) or (path.startswith("data/") and path != "data/index.html")


def is_network(path: str) -> bool:
    """Whether a page is a network: one file that speaks both languages."""
    return "networks/" in path and not path.endswith("/index.html")


def build_apart(source: Path, folder: Path, seed: str) -> Site:
    """The site of a plan, written by a process of its own with another hash seed than this one."""
    command = (sys.executable, "-m", "ipgraph", "build", str(source), "-o", str(folder))
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return Site(folder)
