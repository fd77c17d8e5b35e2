"""Golden files are compared in every run and written only by `make golden`; a real S3 server starts where one is asked for.

What the functions ask of their stores, in whichever test, is held against the policies of their roles when the tests are over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asked_everywhere import not_granted, remembered
from s3_server import SeaweedFS, started


@pytest.fixture(scope="session", autouse=True)
def _asked_within_roles() -> Iterator[None]:
    """An error here, at the end of a process's last test, names what some test made a function ask for and no role grants."""
    with remembered() as asked:
        yield
    assert [] == (not_granted(asked) if asked else [])


@pytest.fixture
def golden() -> Callable[[Path, str], None]:
    """Compare a text with a golden file; with COURSEWRIGHT_GOLDEN=write, write the file instead."""

    def compare(path: Path, found: str) -> None:
        if os.environ.get("COURSEWRIGHT_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found)
        assert path.read_text() == found, f"{path.name} differs; if the change is meant, run `make golden` and review it"

    return compare


@pytest.fixture(scope="session")
def seaweed() -> Iterator[SeaweedFS]:
    """One real S3 server for all tests of a process, a second after the first of them asks; each takes buckets of its own."""
    with started(SeaweedFS()) as server:
        yield server
