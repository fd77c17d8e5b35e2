"""One store with both editions for all reading tests; tests that write make their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from served import Api, api_over, publish_both


@pytest.fixture(scope="session")
def published() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        publish_both(Path(name))
        yield Path(name)


@pytest.fixture(scope="session")
def api(published: Path) -> Api:
    from coursewright.publishing.folder_store import FolderStore  # noqa: PLC0415 - after coverage of imports begins

    return api_over(FolderStore(published / "released"))
