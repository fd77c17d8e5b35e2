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
from desk_visits import Browser as Visitor
from desk_visits import Clock, access_to, desk_of
from desks import Desk as Stores
from people_of_releases import mapping
from served import COURSEWRIGHT, Api, api_over, port_of, publish_both
from serving.desk import Desk, desks
from sign_in_issuer import SignInIssuer, sign_in_issuer


@pytest.fixture(scope="session")
def published() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        publish_both(Path(name))
        yield Path(name)


@pytest.fixture(scope="session")
def api(published: Path) -> Api:
    from coursewright.publishing.storing.folder_store import FolderStore  # noqa: PLC0415 - after coverage of imports begins

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


@pytest.fixture
def issuer() -> Iterator[SignInIssuer]:
    """Where reviewers sign in."""
    with sign_in_issuer() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(tmp_path: Path) -> Stores:
    """Stores with a release that knows ann@school.example."""
    made = Stores(tmp_path)
    made.publish(mapping(["ann@school.example"]))
    return made


@pytest.fixture
def visitor(known: Stores, issuer: SignInIssuer, clock: Clock) -> Visitor:
    """Somebody before the desk of a deployment, not signed in yet."""
    return Visitor(desk_of(known.candidates, known.released, access_to(known.candidates, issuer, clock=clock)), issuer)
