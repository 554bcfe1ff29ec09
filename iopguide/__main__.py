"""The command line: `python -m iopguide check | site | serve | prove | test | quick`. Make targets are thin aliases of these."""

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from iopguide import advice, questionnaire_references
from iopguide.library import open_library
from iopguide.loader import load
from iopguide.problems import ContentError, Problem
from iopguide.questionnaire import Questionnaire

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
    """Runs every check of the project, those with a browser beside the others, and prints the ten slowest parts of each."""
    parts = [rest] if rest else [["-m", "browser"], ["-m", "not browser"]]
    return _checks(root, *(["--durations=10", *part] for part in parts))


def quick(root: Path, rest: list[str]) -> int:
    """Runs the checks that need no browser and no build of the whole site."""
    return _checks(root, ["-m", "not browser and not slow", *rest])


def prove(root: Path, _: list[str]) -> int:
    """Tries the rules of the questionnaire on every possible set of answers, and keeps the verdict."""
    from iopguide import proof

    questionnaire = _questionnaire(root)
    result, findings = proof.prove(questionnaire)
    print(f"{result.classes:,} different sets of answers, {len(questionnaire.questions)} questions.")
    for name, counts in (("Result", dict(result.outcomes)), ("Rule", result.rules)):
        print(*(f"  {name} {key}: {count:,}" for key, count in counts.items()), sep="\n")
    if findings:
        print(*findings, f"\nNot proved: {len(findings)} findings. Nothing was kept.", sep="\n", file=sys.stderr)
        return 1
    (root / "content" / "proof.yml").write_text(proof.text(result), "utf-8")
    print("Every invariant holds for every set of answers. Kept in content/proof.yml.")
    return 0


def prove_mutations(root: Path, _: list[str]) -> int:
    """Takes out each rule, and moves each to the top: each time an invariant must break. Takes about ten minutes."""
    from iopguide import proof

    survivors = []
    for name, mutant in proof.mutants(_questionnaire(root)):
        findings = proof.prove(mutant)[1]
        print(f"{name}: {findings[0] if findings else 'NOTHING BREAKS'}", flush=True)
        survivors += [] if findings else [name]
    print(f"Mutations that no invariant notices: {', '.join(survivors) or 'none'}.")
    return 1 if survivors else 0


def _questionnaire(root: Path) -> Questionnaire:
    """The questionnaire alone, so that it can be proved while other files are being written."""
    content, problems = load(root)
    mine = [problem for problem in problems if problem.path == "content/questionnaire.yml"]
    if mine or content.questionnaire is None:
        missing = Problem("content/questionnaire.yml", 1, "", "the file is missing. Put it back.")
        raise ContentError(mine or [missing])
    if faults := list(questionnaire_references.problems(content.questionnaire)):
        raise ContentError(faults)
    return content.questionnaire.meta


def _checks(root: Path, *parts: list[str]) -> int:
    """The linters, then the parts of the tests side by side; what the later parts say follows when the first has ended."""
    linters = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    codes = [subprocess.run(_module(linter), cwd=root, check=False).returncode for linter in linters]
    with tempfile.TemporaryFile() as said:
        outputs = [None] + [said] * (len(parts) - 1)
        running = [
            subprocess.Popen(_module(["pytest", *part]), cwd=root, stdout=output)
            for part, output in zip(parts, outputs, strict=True)
        ]
        codes += [tests.wait() for tests in running]
        said.seek(0)
        print(said.read().decode(), end="")
    return int(any(codes))


def _module(words: list[str]) -> list[str]:
    return [sys.executable, "-m", *words]


def _mkdocs(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "mkdocs", *words], cwd=root, check=False, env=environment)


_VERBS = {
    "check": check,
    "site": site,
    "serve": serve,
    "prove": prove,
    "prove-mutations": prove_mutations,
    "test": test,
    "quick": quick,
}

if __name__ == "__main__":
    sys.exit(main())
