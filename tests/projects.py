"""Projects to build in tests: the sample, the real one, and the command line run on a copy of them."""

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests/sample"
Edit = Callable[[str, str, str], None]


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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Prints nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder over HTTP on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
