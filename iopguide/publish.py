"""Turns what MkDocs built into the published site: inline styles, nothing spare, checked, then put in place at once."""

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from iopguide import sitecheck, stylesheet

_STYLE_LINK = re.compile(r"""<link\b(?=[^>]*\srel=["']?stylesheet["'\s>])[^>]*?\shref=["']?([^"'\s>]+)[^>]*>\s*""")
_STYLE_POLICY = re.compile(
    r"""(Content-Security-Policy["'][^>]*?style-src[^;>]*?)(?:'self'|&#39;self&#39;)""", re.IGNORECASE
)
_FETCHED = re.compile(r"""@import[^;]*|url\(\s*["']?(?!data:|\#|["'])[^"')]+""")
_SCRIPTS = (".js", ".mjs")
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A comment that has its lines for itself: a third of our scripts, and readers need none of it."""
_TEXTS = (*_SCRIPTS, ".css", ".json", ".svg", ".webmanifest")
_FOR_MACHINES = {"robots.txt", "favicon.ico", "CNAME", ".nojekyll", "_headers", "_redirects", ".htaccess"}
_SITEMAPS = {"sitemap.xml", "sitemap.xml.gz"}
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


class PublishError(Exception):
    """The new site is not fit to be published. Carries every problem found."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def build_and_swap(site: Path, build: Callable[[Path], None], check: Callable[[Path], list[str]]) -> None:
    """Builds in a new folder beside `site`, and puts it in place of `site` only if it is whole and `check` finds nothing."""
    site = site.resolve()
    with _alone(site):
        _clean_up(site)
        new = site.with_name(f".{site.name}-new-{os.getpid()}")
        new.mkdir()
        try:
            build(new)
            transform(new)
            if problems := check(new):
                raise PublishError(problems)
            _swap(new, site)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def transform(folder: Path) -> None:
    """Gives all pages that link the same style sheets one identical inline style instead, and deletes what none refers to."""
    pages = {file: file.read_bytes().decode() for file in sorted(folder.rglob("*.html"))}
    bare = {file: _STYLE_LINK.sub("", text) for file, text in pages.items()}
    kept = _in_use(folder, bare.values())
    for sheets, files in _by_sheets(folder, pages).items():
        texts = [bare[file] for file in files]
        style = stylesheet.purge(stylesheet.combine(list(sheets)), texts, _said_by_scripts(folder, texts))
        if lines := [
            f"the style sheets load {text!r}; write it as a data: address." for text in _FETCHED.findall(style)
        ]:
            raise PublishError(lines)
        for file in files:
            file.write_bytes(_with_style(pages[file], style).encode())
    for file in kept:
        if file.suffix in _SCRIPTS:
            file.write_text(_COMMENT.sub("", file.read_text("utf-8")), "utf-8")
    _delete_others(folder, kept | set(pages))


# Inline styles


def _by_sheets(folder: Path, pages: dict[Path, str]) -> dict[tuple[Path, ...], list[Path]]:
    """The pages that link the same style sheets, by those sheets."""
    home = pages.get(folder / "index.html")
    if home is None:
        raise PublishError(["index.html: is missing; the site needs a home page."])
    base = sitecheck.base_path(home)
    groups: dict[tuple[Path, ...], list[Path]] = {}
    problems = []
    for file, text in pages.items():
        page = file.relative_to(folder).as_posix()
        addresses = _STYLE_LINK.findall(text)
        names = [sitecheck.target(page, address, base) or "" for address in addresses]
        wrong = [address for address, name in zip(addresses, names, strict=True) if not (folder / name).is_file()]
        problems += [f'{page}: style sheet "{address}" is not there; correct its address.' for address in wrong]
        if not names:
            problems.append(f"{page}: links no style sheet; every page needs the shell of overrides/main.html.")
        groups.setdefault(tuple(folder / name for name in names), []).append(file)
    if problems:
        raise PublishError(problems)
    return groups


def _with_style(text: str, style: str) -> str:
    places = iter([f"<style>{style}</style>\n"])
    text = _STYLE_LINK.sub(lambda _: next(places, ""), text)
    return _STYLE_POLICY.sub(lambda found: found[1] + sitecheck.csp_source(style), text, count=1)


# Nothing spare


def _in_use(folder: Path, pages: Iterable[str]) -> set[Path]:
    """The files whose name a page or a file in use says, and those that other programs look for."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix not in (".html", ".map")]
    kept = {file for file in files if file.name in _FOR_MACHINES or ".well-known" in file.relative_to(folder).parts}
    texts = list(pages)
    if any('rel="canonical"' in text for text in texts):
        kept |= {file for file in files if file.name in _SITEMAPS}
    while texts:
        said = {unquote(word) for word in re.findall(r"[^\s/\\\"'`<>()?#=,;&|]+", texts.pop())}
        new = {file for file in files if file.name in said} - kept
        kept |= new
        texts += [file.read_text("utf-8") for file in new if file.suffix in _TEXTS]
    return kept


def _said_by_scripts(folder: Path, pages: Iterable[str]) -> set[str]:
    """Every word of the scripts that these pages run: each may be a class that a script sets."""
    scripts = (file.read_text("utf-8") for file in _in_use(folder, pages) if file.suffix in _SCRIPTS)
    return {name for script in scripts for name in re.findall(r"[\w-]+", script)}


def _delete_others(folder: Path, kept: set[Path]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()


# In place at once


@contextmanager
def _alone(site: Path) -> Iterator[None]:
    """Holds the folder around the site; the system lets go of it when this process ends, however it ends."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    held = os.open(site.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError([f"{site.name}: another build is under way; wait until it has ended."]) from None
        yield
    finally:
        os.close(held)


def _clean_up(site: Path) -> None:
    """Ends what a killed run left: an old site still moved aside goes back, unfinished folders go away."""
    old = site.with_name(f".{site.name}-old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (old, *site.parent.glob(f".{site.name}-new-*")):
        shutil.rmtree(leftover, ignore_errors=True)


def _swap(new: Path, site: Path) -> None:
    if not site.exists():
        new.rename(site)
    elif not _exchange(new, site):
        old = site.with_name(f".{site.name}-old")
        site.rename(old)
        try:
            new.rename(site)
        except OSError:
            old.rename(site)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(new: Path, site: Path) -> bool:
    """Swaps two folders in one step, so that the site is there at every moment; False where the system cannot do that."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    if library.renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(site), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(site))
