"""The command line: `python -m iopguide check | site | serve | test | quick`. Make targets are thin aliases of these."""

import argparse
import datetime
import os
import subprocess
import sys
from pathlib import Path

from iopguide import advice
from iopguide.library import open_library
from iopguide.problems import ContentError

_SITE = "site"


def main(words: list[str] | None = None) -> int:
    """Runs one verb in the project folder; 0 if all is well."""
    parser = argparse.ArgumentParser(prog="python -m iopguide", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project folder (default: here)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, function in _VERBS.items():
        verbs.add_parser(name, help=(function.__doc__ or "").strip())
    given, rest = parser.parse_known_args(words)
    if rest and given.verb not in ("test", "quick"):
        parser.error(f"'{' '.join(rest)}' is not known here")
    try:
        return _VERBS[given.verb](given.root.resolve(), rest)
    except ContentError as error:
        print(error, f"\nProblems: {len(error.problems)}. Nothing was built.", sep="\n", file=sys.stderr)
        return 1


def check(root: Path, _: list[str]) -> int:
    """Reads all content and says what is wrong, without a build."""
    library = open_library(root)
    lines = list(advice.before_launch(library, datetime.date.today()))
    if lines:
        print("Before launch (advice, nothing stops a build):", *lines, sep="\n  ")
    print(f"{len(library.pages)} pages, {len(library.content.citations)} sources: no problems.")
    if line := advice.preview(library):
        print(line)
    return 0


def site(root: Path, _: list[str]) -> int:
    """Builds the finished site into site/; the old one stays until the new one is whole."""
    from iopguide import publish, sitecheck

    library = open_library(root)
    try:
        publish.build_and_swap(
            root / _SITE,
            lambda folder: _mkdocs(root, "build", "--strict", "--site-dir", str(folder)).check_returncode(),
            sitecheck.check,
        )
    except (publish.PublishError, subprocess.CalledProcessError) as error:
        print(error, "The site was not changed.", sep="\n", file=sys.stderr)
        return 1
    print(f"{root / _SITE} is ready. {advice.preview(library)}")
    return 0


def serve(root: Path, _: list[str]) -> int:
    """Previews the site at http://127.0.0.1:8000 and reloads on every change."""
    try:
        return _mkdocs(root, "serve").returncode
    except KeyboardInterrupt:
        return 0


def test(root: Path, rest: list[str]) -> int:
    """Runs every check of the project and prints its ten slowest parts."""
    return _checks(root, "--durations=10", *rest)


def quick(root: Path, rest: list[str]) -> int:
    """Runs the checks that need no browser and no build of the whole site."""
    return _checks(root, "-m", "not browser and not slow", *rest)


def _checks(root: Path, *words: str) -> int:
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["pytest", *words])
    return max(
        subprocess.run([sys.executable, "-m", *command], cwd=root, check=False).returncode for command in commands
    )


def _mkdocs(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "mkdocs", *words], cwd=root, check=False, env=environment)


_VERBS = {"check": check, "site": site, "serve": serve, "test": test, "quick": quick}

if __name__ == "__main__":
    sys.exit(main())
