"""Stores with both shipped editions promoted, for functions that are started on them. Nobody writes to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from served import publish_both


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `candidates` and `released`."""
    return publish_both(tmp_path_factory.mktemp("stores")).root.parent


@pytest.fixture
def released(stores: Path) -> Path:
    """The second of the two."""
    return stores / "released"
