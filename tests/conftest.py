"""What all tests share: a small valid project to copy and change, and a real build of it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests/sample"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sample project, complete enough for a real build."""
    return copy_project(SAMPLE, tmp_path / "project")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content built once by the command people use."""
    root = copy_project(ROOT, tmp_path_factory.mktemp("real"))
    done = run(root, "site")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def copy_project(content_from: Path, target: Path) -> Path:
    """Content and pages of one project with the chrome of the real one."""
    for name in ("content", "docs"):
        shutil.copytree(content_from / name, target / name)
    shutil.copytree(ROOT / "docs/assets", target / "docs/assets", dirs_exist_ok=True)
    shutil.copytree(ROOT / "overrides", target / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m iopguide ...` on a project, as a person runs it."""
    command = [sys.executable, "-m", "iopguide", "--root", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replaces words in one file of the project; the words must be there."""

    def replace(path: str, old: str, new: str) -> None:
        file = project / path
        text = file.read_text()
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1))

    return replace
