from collections.abc import Callable
from pathlib import Path

import pytest

from iopguide.sitecheck import check, csp_source, target

STYLE = "p{color:red}"
POLICY = f"default-src 'none'; style-src {csp_source(STYLE)}"


def page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{title}</title>
<meta name="description" content="About {title}.">
<link rel="icon" href="data:image/svg+xml,x">
<style>{STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


HOME = """<h1>Home</h1>
<a href="levels/iop/#cost">IOP</a> <a href="#top">Top</a> <a href="levels/iop/?a=1">With a question</a>
<a href="https://example.org/" rel="external noreferrer">Out</a> <a href="tel:988">988</a> <a href="mailto:a@example.org">Mail</a>
<h2>Two</h2><h3>Three</h3><h2>Two again</h2>
<img src="assets/a%20b.svg" alt="">
<script type="application/ld+json">{}</script><script src="assets/site.mjs" type="module"></script>"""
LEVEL = '<h1>IOP</h1><h2 id="cost">Cost</h2><a href="../../">Home</a> <a name="old">x</a> <a href="#old">y</a>'
ERROR = '<h1>Not found</h1><a href="/levels/iop/">IOP</a> <a href="/">Home</a>'

Edit = Callable[[str, str, str], None]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with nothing wrong."""
    files = {
        "index.html": page("Home", HOME),
        "levels/iop/index.html": page("IOP", LEVEL),
        "404.html": page("Not found", ERROR),
        "assets/site.mjs": "export const a = 1;\n",
        "assets/a b.svg": "<svg/>",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def edit(site: Path) -> Edit:
    """Replaces words in one file of the site; the words must be there."""

    def replace(name: str, old: str, new: str) -> None:
        text = (site / name).read_text("utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), "utf-8")

    return replace


def test_a_sound_site_has_no_problems(site: Path) -> None:
    assert check(site) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("levels/iop/#cost", "levels/xyz/", 'link "levels/xyz/" leads nowhere; correct the address or add the page.'),
        ("levels/iop/#cost", "levels/iop", 'link "levels/iop" leads nowhere; correct the address or add the page.'),
        ("levels/iop/#cost", "../../x/", 'link "../../x/" leads nowhere; correct the address or add the page.'),
        ("a%20b.svg", "c.svg", 'link "assets/c.svg" leads nowhere; correct the address or add the page.'),
        (
            "#cost",
            "#costs",
            'link "levels/iop/#costs" names a place that levels/iop/index.html does not have; '
            'correct the part after "#" or add a heading for it.',
        ),
        (
            "#top",
            "#x",
            'link "#x" names a place that index.html does not have; correct the part after "#" or add a heading for it.',
        ),
        (
            "levels/iop/#cost",
            "/levels/iop/",
            'link "/levels/iop/" starts at the root of the server; write it relative to this page.',
        ),
        ("#top", "javascript:x()", '<a> runs "javascript:x()"; move the script to a file.'),
        (
            'rel="external noreferrer"',
            "",
            'link "https://example.org/" leaves the site and tells where the reader was; add rel="noreferrer".',
        ),
        (
            "assets/a%20b.svg",
            "//cdn.example/a.svg",
            '<img> uses "//cdn.example/a.svg" from another server; copy it into the site or take it out.',
        ),
        (
            "data:image/svg+xml,x",
            "https://cdn.example/i",
            '<link> uses "https://cdn.example/i" from another server; copy it into the site or take it out.',
        ),
        ("<h1>Home</h1>", "<h1>Home</h1><h1>Again</h1>", "has 2 <h1>; a page has exactly one."),
        ("<h3>Three</h3>", "<h4>Four</h4>", 'heading "Four" is an h4 right after an h2; make it an h3.'),
        ("<h1>", "<h2>Menu</h2><h1>", 'heading "Menu" is an h2 before any h1; make it an h1.'),
        ("<title>Home</title>", "<title> </title>", "has no title; give the page one."),
        ("<title>Home", "<title>IOP", None),
        ('content="About Home."', 'content=" "', "has no description; write the page's summary."),
        (' lang="en"', "", "does not say its language; add lang to <html>."),
        ("http-equiv", "name", "has no Content-Security-Policy; the page shell must set exactly one."),
        (
            "default-src 'none'",
            "default-src 'unsafe-inline'",
            "its Content-Security-Policy says 'unsafe-inline'; take that out.",
        ),
        (f"<style>{STYLE}</style>", "", "has no inline <style>; publishing must leave exactly one."),
        (
            STYLE,
            "p{color:blue}",
            f"its Content-Security-Policy does not allow its inline style; style-src must say {csp_source('p{color:blue}')}.",
        ),
        ("<h1>", '<h1 onclick="x()">', "<h1> has the attribute onclick; move the script to a file."),
        (
            "<h1>",
            '<h1 style="x">',
            "<h1> has a style attribute; give it a class and write the style in docs/assets/site.css.",
        ),
        ('<script type="application/ld+json">', "<script>", "has an inline <script>; move it to a file."),
        ("<h2>Two</h2>", '<h2 id="x">Two</h2><p id="x">', 'the id "x" is used 2 times; each needs its own.'),
        (
            ' alt=""',
            "",
            'image "assets/a%20b.svg" has no alt; say what it shows, or write alt="" if it only decorates.',
        ),
    ],
)
def test_each_fault_of_a_page_has_its_sentence(site: Path, edit: Edit, old: str, new: str, message: str | None) -> None:
    edit("index.html", old, new)
    if message is None:
        assert check(site) == [
            'levels/iop/index.html: title "IOP" is also the title of index.html; give each page its own.'
        ]
    else:
        assert check(site) == [f"index.html: {message}"]


def test_a_page_without_h1(site: Path, edit: Edit) -> None:
    edit("index.html", "<h1>Home</h1>", "")
    assert check(site) == [
        "index.html: has no <h1>; a page has exactly one.",
        'index.html: heading "Two" is an h2 before any h1; make it an h1.',
    ]


@pytest.mark.parametrize("word", ["localStorage", "cookie", "indexedDB"])
def test_a_script_keeps_nothing(site: Path, edit: Edit, word: str) -> None:
    edit("assets/site.mjs", "1", f"window.{word}")
    assert check(site) == [
        f'assets/site.mjs: says "{word}"; a script of this site keeps nothing on the reader\'s device.'
    ]


def test_the_error_page_may_start_at_the_path_of_the_site(site: Path, edit: Edit) -> None:
    edit("index.html", "<title>", '<link rel="canonical" href="https://example.org/guide/"><title>')
    edit("404.html", "/levels/iop/", "/guide/levels/iop/")
    assert check(site) == ['404.html: link "/" leads nowhere; correct the address or add the page.']


def test_all_problems_at_once_sorted(site: Path, edit: Edit) -> None:
    edit("levels/iop/index.html", "../../", "../x/")
    edit("index.html", ' alt=""', "")
    edit("index.html", ' lang="en"', "")
    assert check(site) == [
        "index.html: does not say its language; add lang to <html>.",
        'index.html: image "assets/a%20b.svg" has no alt; say what it shows, or write alt="" if it only decorates.',
        'levels/iop/index.html: link "../x/" leads nowhere; correct the address or add the page.',
    ]


def test_a_folder_without_home_page(tmp_path: Path) -> None:
    assert check(tmp_path) == ["index.html: is missing; the site needs a home page."]


@pytest.mark.parametrize(
    ("page", "address", "file"),
    [
        ("index.html", "", "index.html"),
        ("index.html", "#a", "index.html"),
        ("index.html", "./", "index.html"),
        ("index.html", ".", "index.html"),
        ("a/index.html", "..", "index.html"),
        ("a/index.html", "../", "index.html"),
        ("a/index.html", "../b/#c", "b/index.html"),
        ("a/index.html", "../x%20y.png?z", "x y.png"),
        ("a/index.html", "../../b/", None),
        ("404.html", "/guide/b/", "b/index.html"),
        ("404.html", "/guide/", "index.html"),
        ("404.html", "/other/", None),
    ],
)
def test_where_an_address_leads(page: str, address: str, file: str | None) -> None:
    assert target(page, address, "/guide") == file
