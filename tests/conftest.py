"""What all tests share: a small valid project to copy and change, and the real site built once."""

from pathlib import Path

import pytest
from projects import ROOT, SAMPLE, Edit, copy_project, run


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


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replaces words in one file of the project; the words must be there."""

    def replace(path: str, old: str, new: str) -> None:
        file = project / path
        text = file.read_text()
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1))

    return replace
