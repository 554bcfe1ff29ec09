"""Menu, breadcrumb and reading order of every page, from the library alone."""

from dataclasses import dataclass

from iopguide.library import Library
from iopguide.references import COLLECTIONS

_PARENTS = {"levels": "compare.md", "sources": "sources.md"}


@dataclass(frozen=True)
class Link:
    """A link inside the site; `url` is relative to the site's root, '' for the home page."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Section:
    """One group of links of the menu."""

    title: str
    items: tuple[Link, ...]


def url(path: str) -> str:
    """The address of a page: conditions/alcohol.md is at conditions/alcohol/."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    parts = [part for part in (folder, "" if name == "index" else name) if part]
    return "".join(f"{part}/" for part in parts)


def menu(library: Library, current: str) -> tuple[Section, ...]:
    """The menu as seen from the page `current`."""
    return tuple(
        Section(section.title, tuple(_link(library, path.removeprefix("/"), current) for path in section.pages))
        for section in library.content.menu.meta.sections
    )


def breadcrumb(library: Library, path: str) -> tuple[Link, ...]:
    """The pages above `path`, home first; empty on the home page."""
    if path == "index.md":
        return ()
    folder = path.split("/")[0] if "/" in path else ""
    parent = _PARENTS.get(folder, f"{folder}/index.md") if folder else ""
    above = [parent] if parent in library.pages and parent != path else []
    return (Link("Home", ""), *(_link(library, name, "") for name in above))


def neighbours(library: Library, path: str) -> tuple[Link | None, Link | None]:
    """The pages before and after `path` in reading order, inside its own group."""
    group = next((group for group in _groups(library) if path in group), [])
    place = group.index(path) if path in group else -1
    before = _link(library, group[place - 1], "") if place > 0 else None
    after = _link(library, group[place + 1], "") if 0 <= place < len(group) - 1 else None
    return before, after


def _groups(library: Library) -> list[list[str]]:
    records = [
        [path for path in library.pages if path.startswith(f"{kind}/") and path != f"{kind}/index.md"]
        for kind in COLLECTIONS
    ]
    menus = [[path.removeprefix("/") for path in section.pages] for section in library.content.menu.meta.sections]
    return [*records, *menus]


def _link(library: Library, path: str, current: str) -> Link:
    meta = library.pages[path].meta
    return Link(meta.nav or meta.title, url(path), path == current)
