"""Golden files are compared in every run and written only by `make golden`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def golden() -> Callable[[Path, str], None]:
    """Compare a text with a golden file; with COURSEWRIGHT_GOLDEN=write, write the file instead."""

    def compare(path: Path, found: str) -> None:
        if os.environ.get("COURSEWRIGHT_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found)
        assert path.read_text() == found, f"{path.name} differs; if the change is meant, run `make golden` and review it"

    return compare
