"""The verbs as people run them."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import ROOT, SAMPLE, Edit, run


def test_check_says_that_all_is_well_and_what_is_left() -> None:
    done = run(SAMPLE, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Before launch (advice, nothing stops a build):\n"
        "  content/provider.yml: the owner has not given site_url, operator, licence, phone, address, state, corrections_contact.\n"
        "  content/citations.yml: nobody has read the original of 'book-2013' yet (not-seen).\n"
        "  content/helplines.yml: '988' was not checked on an official page yet (copy).\n"
        "11 pages, 2 sources: no problems.\n"
        "Preview: 11 pages have not been reviewed by a clinician.\n"
    )


def test_the_real_content_has_no_problem() -> None:
    done = run(ROOT, "check")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_verb_is_explained() -> None:
    done = run(SAMPLE, "publish")
    assert done.returncode == 2
    assert "invalid choice: 'publish'" in done.stderr


@pytest.mark.slow
def test_a_faulty_edit_keeps_the_last_good_page(project: Path, edit: Edit) -> None:
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:8765"]
    log = project / "log.txt"
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=project, stdout=out, stderr=out, env=environment)
        try:
            _wait(lambda: "9 to 19" in _get("levels/iop/"), log)
            edit("content/levels/iop.md", "title: Intensive", "title: IOP: intensive")
            _wait(lambda: "content/levels/iop.md:2: a colon inside a text" in log.read_text(), log)
            assert "9 to 19" in _get("levels/iop/")
            edit("content/levels/iop.md", "title: IOP: intensive", "title: Intensive")
            edit("content/levels/iop.md", "[9, 19]", "[10, 18]")
            _wait(lambda: "10 to 18" in _get("levels/iop/"), log)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)


def _get(path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:8765/{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def _wait(ready: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text())
