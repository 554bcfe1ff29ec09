"""Real content, broken at random: always a plain list of problems, never a traceback and never half a site."""

import random
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import ROOT, copy_project, run

from iopguide import render
from iopguide.library import open_library
from iopguide.problems import ContentError

SCRAPS = ["---", ": ", "{{call:", "[@", "<b>", "\t", "'", '"', "- ", "\r\n", "\x00", "é", "# ", "|", "&a *a", "%", "null", "2026-13-40", "\ufeff", "!!x", "{", "]"]  # fmt: skip


def broken(text: str, seed: int) -> str:
    """One to three small accidents of an editor's hand."""
    dice = random.Random(seed)
    for _accident in range(dice.randint(1, 3)):
        rows = text.split("\n")
        place = dice.randrange(len(rows))
        kind = dice.randrange(5)
        if kind == 0:
            del rows[place]
        elif kind == 1:
            rows.insert(place, rows[dice.randrange(len(rows))])
        elif kind == 2:
            cut = dice.randint(0, len(rows[place]))
            rows[place] = rows[place][:cut] + dice.choice(SCRAPS) + rows[place][cut:]
        elif kind == 3:
            rows[place] = rows[place][: dice.randint(0, len(rows[place]))]
        else:
            rows[place] = dice.choice(["", "  "]) + rows[place].strip()
        text = "\n".join(rows)
    return text


def files(root: Path) -> list[Path]:
    return sorted([*(root / "content").rglob("*.*"), *(root / "docs").rglob("*.md")])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(ROOT, tmp_path_factory.mktemp("mutations"))


@pytest.mark.slow
@given(choice=st.integers(0, 10**6), seed=st.integers(0, 10**9))
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_broken_file_is_a_list_of_problems(real: Path, choice: int, seed: int) -> None:
    everything = files(real)
    file = everything[choice % len(everything)]
    before = file.read_text()
    file.write_bytes(broken(before, seed).encode())
    try:
        library = open_library(real)
        for path, document in library.pages.items():
            text = render.markdown(library, path) + render.plain(library, document.meta.summary)
            assert not re.search(r"\{\{|\[@|\{(?:call|text|fact|show):", text), path
    except ContentError as error:
        assert error.problems
        assert all(problem.line >= 1 and problem.message and "\n" not in str(problem) for problem in error.problems)
    finally:
        file.write_text(before)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_build_of_broken_content_leaves_a_whole_site(site: Path, tmp_path: Path, seed: int) -> None:
    root = copy_project(ROOT, tmp_path / "project")
    shutil.copytree(site, root / "site")
    everything = files(root)
    file = everything[(seed * 37) % len(everything)]
    file.write_bytes(broken(file.read_text(), seed).encode())
    done = run(root, "site")
    assert "Traceback" not in done.stdout + done.stderr
    names = {page.relative_to(root / "site").as_posix() for page in (root / "site").rglob("*.html")}
    assert {"index.html", "404.html", "get-help-now/index.html"} <= names
    if done.returncode:
        assert names == {page.relative_to(site).as_posix() for page in site.rglob("*.html")}
        assert "Nothing was built." in done.stderr or "The site was not changed." in done.stderr
