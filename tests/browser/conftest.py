"""A real Chromium and a real web server on this machine."""

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser
from projects import serving


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The real site over HTTP."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium.started() as browser:
        yield browser
