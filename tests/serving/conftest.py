"""One store with both editions for all reading tests; tests that write make their own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser

from browsing import axe_core, chromium
from courses import ROOT
from served import COURSEWRIGHT, Api, api_over, port_of, publish_both
from serving.desk import Desk, desks


@pytest.fixture(scope="session")
def published() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        publish_both(Path(name))
        yield Path(name)


@pytest.fixture(scope="session")
def api(published: Path) -> Api:
    from coursewright.publishing.folder_store import FolderStore  # noqa: PLC0415 - after coverage of imports begins

    return api_over(FolderStore(published / "released"))


@pytest.fixture(scope="session")
def port(published: Path) -> Iterator[int]:
    """A local server over both editions."""
    command = [str(COURSEWRIGHT), "serve", "--store", str(published), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            yield port_of(server)
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def axe() -> str:
    return axe_core()


@pytest.fixture
def sit_down(tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """Starts `serve --watch` over a copy of the small curriculum."""
    with desks(tmp_path) as start:
        yield start
