"""Reads the finished pages as a browser would and names everything that is wrong with them. Called by publish, last of all."""

import base64
import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import lxml.html
from lxml.html import HtmlElement

_ADDRESSES = ("href", "src", "srcset", "poster", "data", "action", "formaction", "xlink:href")
_NAMES_ONLY = {
    "canonical",
    "alternate",
    "author",
    "license",
    "help",
    "next",
    "prev",
    "me",
}  # <link>s nothing is loaded for
_OUTWARD = ("mailto", "tel", "sms", "data")
_DATA = ("application/ld+json", "application/json")
"""Scripts that are data: browsers never run them."""
_STORES = re.compile(r"\b(?:localStorage|sessionStorage|indexedDB|serviceWorker|cookieStore|cookies?)\b", re.IGNORECASE)


def check(folder: Path) -> list[str]:
    """Every problem of a published site, one sentence each, sorted; empty if there is none."""
    if not (folder / "index.html").is_file():
        return ["index.html: is missing; the site needs a home page."]
    site = Site(folder)
    problems = {f"{page.path}: {line}" for page in site.pages.values() for rule in _RULES for line in rule(page, site)}
    return sorted(problems | set(_same_titles(site)) | set(_scripts_store_nothing(folder)))


def target(page: str, address: str, base: str = "") -> str | None:
    """The file of the site that an address on `page` leads to, if there is one; None if it lies outside the site.

    `base` is the path the site is published under ('/guide'), for addresses that start at the server's root.
    """
    path = unquote(urlsplit(address).path)
    if not path:
        return page
    if path.startswith("/"):
        if not path.startswith(f"{base}/"):
            return None
        full = path.removeprefix(f"{base}/")
    else:
        full = posixpath.join(posixpath.dirname(page), path)
    file = posixpath.normpath(full or ".")
    if file.startswith(".."):
        return None
    is_folder = posixpath.basename(full) in ("", ".", "..")
    return posixpath.normpath(f"{file}/index.html") if is_folder else file


def base_path(home: str) -> str:
    """The path the site is published under, from the canonical address on its home page: '' or like '/guide'."""
    found = _parse(home).xpath("string(//link[@rel='canonical']/@href)")
    return urlsplit(str(found)).path.rstrip("/")


def csp_source(style: str) -> str:
    """What a Content-Security-Policy says to allow exactly this inline style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


class Page:
    """One HTML file of the site."""

    def __init__(self, path: str, html: str) -> None:
        self.path = path
        self.html = html
        self.tree = _parse(html)
        self.elements = [element for element in self.tree.iter() if isinstance(element.tag, str)]

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in order, repeated ones too."""
        return [name for element in self.elements if (name := element.get("id")) is not None]

    @cached_property
    def anchors(self) -> set[str]:
        """Everything that '#...' can name."""
        return {"", "top", *self.ids, *(a.get("name") or "" for a in self.named("a"))}

    @cached_property
    def addresses(self) -> list["Address"]:
        """Every address on the page, with the element that bears it."""
        return [
            Address(element, name, part)
            for element in self.elements
            for name in _ADDRESSES
            if (value := element.get(name)) is not None and (name != "data" or element.tag == "object")
            for part in _parts(name, value)
        ]

    def named(self, *tags: str) -> list[HtmlElement]:
        """All elements of these kinds, in order."""
        return [element for element in self.elements if element.tag in tags]

    def meta(self, attribute: str, name: str) -> list[str]:
        """What the <meta> elements of this name say."""
        metas = [meta for meta in self.named("meta") if (meta.get(attribute) or "").lower() == name]
        return [(meta.get("content") or "").strip() for meta in metas]

    @cached_property
    def title(self) -> str:
        """The words of <title>."""
        return next((_words(title) for title in self.named("title")), "")


@dataclass(frozen=True)
class Address:
    """One address and where it stands."""

    element: HtmlElement
    attribute: str
    text: str

    @cached_property
    def scheme(self) -> str:
        """'https' for `//example.org/` too, '' inside the site."""
        text = re.sub(r"[\x00-\x20]+", "", self.text).lower()  # as a browser reads it
        found = re.match(r"[a-z][a-z0-9+.-]*(?=:)", text)
        return "https" if text.startswith("//") else found[0] if found else ""

    @property
    def is_link(self) -> bool:
        """A reader follows it; nothing is loaded for it."""
        relations = set((self.element.get("rel") or "").lower().split())
        is_name = self.element.tag == "link" and bool(relations) and relations <= _NAMES_ONLY
        return self.attribute.endswith("href") and (self.element.tag in ("a", "area") or is_name)


class Site:
    """All pages of the folder by their path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        files = sorted(folder.rglob("*.html"))
        self.pages = {
            page.path: page for page in (Page(_path(file, folder), file.read_text("utf-8")) for file in files)
        }
        self.base = base_path(self.pages["index.html"].html)
        self._files = {_path(file, folder) for file in folder.rglob("*") if file.is_file()}

    def leads_to(self, page: Page, address: str) -> str | None:
        """The existing file an address leads to."""
        file = target(page.path, address, self.base)
        return file if file in self._files else None


Rule = Callable[[Page, Site], Iterator[str]]


def _links(page: Page, site: Site) -> Iterator[str]:
    for address in page.addresses:
        if address.scheme == "javascript":
            yield f'<{address.element.tag}> runs "{address.text}"; move the script to a file.'
        elif not address.scheme:
            yield from _inside(page, site, address.text)


def _inside(page: Page, site: Site, address: str) -> Iterator[str]:
    plain, fragment = urldefrag(address)
    anchor = unquote(fragment).partition(":~:")[0]
    if plain.startswith("/") and page.path != "404.html":
        yield f'link "{address}" starts at the root of the server; write it relative to this page.'
        return
    file = site.leads_to(page, plain)
    if file is None:
        yield f'link "{address}" leads nowhere; correct the address or add the page.'
    elif file in site.pages and anchor not in site.pages[file].anchors:
        yield f'link "{address}" names a place that {file} does not have; correct the part after "#" or add a heading for it.'


def _third_parties(page: Page, site: Site) -> Iterator[str]:
    for address in page.addresses:
        if address.scheme in ("", "javascript", *_OUTWARD):
            continue
        relations = (address.element.get("rel") or "").lower().split()
        if not address.is_link:
            yield f'<{address.element.tag}> uses "{address.text}" from another server; copy it into the site or take it out.'
        elif address.element.tag != "link" and "noreferrer" not in relations:
            yield f'link "{address.text}" leaves the site and tells where the reader was; add rel="noreferrer".'


def _headings(page: Page, site: Site) -> Iterator[str]:
    headings = page.named("h1", "h2", "h3", "h4", "h5", "h6")
    count = sum(heading.tag == "h1" for heading in headings)
    if count != 1:
        yield f"has {count or 'no'} <h1>; a page has exactly one."
    level = 0
    for heading in headings:
        new = int(heading.tag[1])
        if new > level + 1:
            before = f"right after an h{level}" if level else "before any h1"
            yield f'heading "{_words(heading)}" is an h{new} {before}; make it an h{level + 1}.'
        level = new


def _head(page: Page, site: Site) -> Iterator[str]:
    if not page.title:
        yield "has no title; give the page one."
    if not any(page.meta("name", "description")):
        yield "has no description; write the page's summary."
    if not (page.tree.get("lang") or "").strip():
        yield "does not say its language; add lang to <html>."


def _policy(page: Page, site: Site) -> Iterator[str]:
    policies = page.meta("http-equiv", "content-security-policy")
    styles = [style.text or "" for style in page.named("style")]
    if len(policies) != 1:
        yield f"has {len(policies) or 'no'} Content-Security-Policy; the page shell must set exactly one."
    if len(styles) != 1:
        yield f"has {len(styles) or 'no'} inline <style>; publishing must leave exactly one."
    for policy in policies:
        for word in sorted(set(re.findall(r"'?unsafe-[\w-]*'?", policy))):
            yield f"its Content-Security-Policy says {word}; take that out."
        for style in styles:
            if csp_source(style) not in _directive(policy, "style-src"):
                yield f"its Content-Security-Policy does not allow its inline style; style-src must say {csp_source(style)}."


def _directive(policy: str, name: str) -> list[str]:
    directives = (part.split() for part in policy.split(";"))
    return next((words[1:] for words in directives if words and words[0].lower() == name), [])


def _nothing_inline(page: Page, site: Site) -> Iterator[str]:
    for element in page.elements:
        for name in map(str, element.attrib):
            if name.startswith("on"):
                yield f"<{element.tag}> has the attribute {name}; move the script to a file."
            elif name == "style":
                yield f"<{element.tag}> has a style attribute; give it a class and write the style in docs/assets/site.css."
    for script in page.named("script"):
        if "src" not in script.attrib and (script.get("type") or "").lower() not in _DATA:
            yield "has an inline <script>; move it to a file."


def _ids(page: Page, site: Site) -> Iterator[str]:
    for name, count in Counter(page.ids).items():
        if count > 1:
            yield f'the id "{name}" is used {count} times; each needs its own.'


def _pictures(page: Page, site: Site) -> Iterator[str]:
    for image in page.named("img"):
        if "alt" not in image.attrib:
            source = (image.get("src") or "")[:80]
            yield f'image "{source}" has no alt; say what it shows, or write alt="" if it only decorates.'


_RULES: tuple[Rule, ...] = (_links, _third_parties, _headings, _head, _policy, _nothing_inline, _ids, _pictures)


def _same_titles(site: Site) -> Iterator[str]:
    first: dict[str, str] = {}
    for page in site.pages.values():
        other = first.setdefault(page.title, page.path)
        if page.title and other != page.path:
            yield f'{page.path}: title "{page.title}" is also the title of {other}; give each page its own.'


def _scripts_store_nothing(folder: Path) -> Iterator[str]:
    for file in (*folder.rglob("*.js"), *folder.rglob("*.mjs")):
        for word in sorted(set(_STORES.findall(file.read_text("utf-8")))):
            yield f'{_path(file, folder)}: says "{word}"; a script of this site keeps nothing on the reader\'s device.'


def _parts(attribute: str, value: str) -> list[str]:
    if attribute != "srcset":
        return [value.strip()]
    return [part.split()[0] for part in re.split(r",\s+|,$", value.strip()) if part.strip()]


def _parse(html: str) -> HtmlElement:
    return lxml.html.document_fromstring(html if html.strip() else "<html></html>")


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _path(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()
