from pathlib import Path

import cssselect2
import lxml.html
import material
import pytest
import tinycss2

from iopguide.stylesheet import combine, purge

PAGE = """<!doctype html><html lang="en"><body class="md-x"><main id="top"><p class="a">x</p><p class="b">y</p>
<details><summary>s</summary></details><ul class="list"><li><a href="x/">u</a></li></ul>
<svg><rect fill="var(--drawn)"/></svg></main></body></html>"""

MARKUP = """<h1 id="a">One</h1><h2>Two</h2><h3>Three</h3><p>A <a href="b/">link</a>, <code>code</code>, <kbd>k</kbd>,
<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> <abbr title="x">y</abbr></p><hr>
<ul><li><p>x</p><ul><li>y</li></ul></li></ul><ol><li>z</li></ol><dl><dt>d</dt><dd>e</dd></dl>
<blockquote><p>q</p></blockquote><pre><code>c</code></pre><img src="i.svg" alt=""><figure><figcaption>f</figcaption></figure>
<table><thead><tr><th>1</th></tr></thead><tbody><tr><td>2</td></tr></tbody></table>
<div class="admonition note"><p class="admonition-title">T</p><p>x</p></div><details class="tip"><summary>s</summary></details>
<div class="footnote"><ol><li id="fn:1"><p>n <a class="footnote-backref" href="#fnref:1">back</a></p></li></ol></div>"""


@pytest.mark.parametrize(
    "css",
    [
        "p{z:1}",
        "#top{z:1}",
        "p.a+p.b{z:1}",
        ".a~.b{z:1}",
        "main a{z:1}",
        "ul>li>a{z:1}",
        ".md-x main>ul a{z:1}",
        ":root{z:1}",
        "*{z:1}",
        'a[href^="x"]{z:1}',
        "p:not(.gone){z:1}",
        "p:not(.a,.gone){z:1}",
        "p:nth-child(2n + 1){z:1}",
        "a:hover{z:1}",
        "a:focus-visible{z:1}",
        ":is(.gone,p:hover){z:1}",
        "details[open]>summary::marker{z:1}",
        "details[open] summary:after{z:1}",
        '[aria-expanded="true"] a{z:1}',
        "p::-webkit-scrollbar{z:1}",
        "p:some-future-class{z:1}",
        "ns|p{z:1}",
        "@media (min-width:60em) and (max-width:70em){p{z:1}}",
        "@supports (a:b){@media print{p{z:1}}}",
        "@layer base,top;",
        "@page{margin:1cm}",
        ":root{--a:var(--b);--b:1}p{z:var(--a,2)}",
        ":root{--drawn:red}",
        ":root{--empty: }p{z:var(--empty)}",
        "p{animation:fade 1s}@keyframes fade{from{z:0}to{z:1}}",
        '@font-face{font-family:"One";src:url("data:a")}p{font:1em "One"}',
        "p{z:1;&:hover{z:2}@media print{z:3}}",
        "p{z:calc(1px + 2px),3px!important}",
        "p{z:url(\"data:image/svg+xml,<svg  a='b'/>\")}",
    ],
)
def test_what_a_page_can_use_is_kept_as_it_is(css: str) -> None:
    assert purge(css, [PAGE]) == css


@pytest.mark.parametrize(
    "css",
    [
        ".gone{z:1}",
        "#gone{z:1}",
        "video{z:1}",
        ".a.b{z:1}",
        "p.b+p.a{z:1}",
        ".b~.a{z:1}",
        "main>a{z:1}",
        "p a{z:1}",
        ":is(.gone,h1):hover{z:1}",
        'a[href^="y"]{z:1}',
        "[data-md-color-scheme=slate]{z:1}",
        "details[open]>.gone{z:1}",
        "@media print{.gone{z:1}}",
        "@supports (a:b){@media print{.gone{z:1}}}",
        "@keyframes fade{from{z:var(--a)}}:root{--a:1}",
        '@font-face{font-family:"One";src:url("data:a")}',
        ":root{--a:var(--b);--b:var(--c);--c:1}",
        "@property --a{syntax:'*'}",
        '@charset "UTF-8";',
        "/* nothing */",
        "p{}",
    ],
)
def test_what_no_page_can_use_is_dropped(css: str) -> None:
    assert purge(css, [PAGE]) == ""


def test_one_selector_of_a_list_falls_alone() -> None:
    assert purge("p, .gone, a:hover { z: 1 }", [PAGE]) == "p,a:hover{z:1}"


def test_a_list_with_a_selector_of_one_browser_stays_whole() -> None:
    assert purge(".gone::-moz-x, p { z: 1 }", [PAGE]) == ".gone::-moz-x,p{z:1}"


def test_an_empty_layer_keeps_its_rank() -> None:
    assert purge("@layer one { .gone { z: 1 } } @layer two { p { z: 1 } }", [PAGE]) == "@layer one;@layer two{p{z:1}}"


def test_spare_space_and_comments_go() -> None:
    css = "p  >  a ,\n li /* why */ a {\n  color : red ;\n  margin : 0 , 1px  2px ;\n}\n"
    assert purge(css, [PAGE]) == "li a{color:red;margin:0,1px 2px}"


def test_any_page_is_enough() -> None:
    assert purge(".one{z:1}.two{z:2}", ['<p class="one">', '<p class="two">']) == ".one{z:1}.two{z:2}"


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".made{z:1}", True),
        (".list>.made+span{z:1}", False),
        (".list>.made li{z:1}", True),
        (".list .made{z:1}", True),
        (".list.made>b{z:1}", False),
        (".gone .made{z:1}", False),
        (".gone.made{z:1}", False),
        ("[hidden].made{z:1}", True),
        ("p:is(.made,.gone){z:1}", True),
        (":root{--read:1}", True),
    ],
)
def test_what_a_script_may_add_is_kept_if_the_rest_is_there(css: str, kept: bool) -> None:
    assert purge(css, [PAGE], {"made", "--read"}) == (css if kept else "")


def test_sheets_are_joined_in_order(tmp_path: Path) -> None:
    (tmp_path / "one.css").write_bytes(b"\xef\xbb\xbfp{z:1}")
    (tmp_path / "two.css").write_text("a{z:2}", "utf-8")
    assert combine([tmp_path / "one.css", tmp_path / "two.css"]) == "p{z:1}\na{z:2}"


def test_every_rule_of_material_that_cssselect2_matches_survives() -> None:
    page = f'<html><body class="md-typeset">{MARKUP}</body></html>'
    sheets = Path(material.__file__).parent / "templates/assets/stylesheets"
    css = combine(sorted(sheets.glob("main.*.min.css")))
    elements = list(cssselect2.ElementWrapper.from_html_root(lxml.html.document_fromstring(page)).iter_subtree())
    purged = purge(css, [page])
    matched = {text for text in _selectors(css) if _matches(text, elements)}
    assert len(matched) > 50
    assert matched <= _selectors(purged)
    assert len(purged) < len(css) / 5


def _selectors(css: str) -> set[str]:
    found: set[str] = set()
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    while rules:
        rule = rules.pop()
        if rule.type == "qualified-rule" and _sets_more_than_custom_properties(rule):
            found |= {part.strip() for part in tinycss2.serialize(rule.prelude).split(",")}
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            rules += tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    return found


def _sets_more_than_custom_properties(rule: tinycss2.ast.QualifiedRule) -> bool:
    declarations = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return any(part.type == "declaration" and not part.name.startswith("--") for part in declarations)


def _matches(text: str, elements: list[cssselect2.ElementWrapper]) -> bool:
    try:
        (selector,) = cssselect2.compile_selector_list(text)
    except (cssselect2.SelectorError, ValueError):
        return False
    return any(selector.test(element) for element in elements)
