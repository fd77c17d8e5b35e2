"""The digests of the shipped editions stand in a file, so that a change of bytes shows up in review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from courses import ARCHIVE, CONTENT, manifest, release

GOLDEN = Path(__file__).parent / "golden" / "digests.json"


@pytest.mark.golden
def test_the_shipped_editions_compile_to_the_digests_on_file(golden: Callable[[Path, str], None]) -> None:
    found = {
        name: {
            "manifest": release(folder).manifest,
            "private": release(folder).private_root,
            "tree": manifest(release(folder))["tree"],
            "objects": len(release(folder).objects),
        }
        for name, folder in (("2026-Q3", ARCHIVE), ("2026-Q4", CONTENT))
    }

    golden(GOLDEN, json.dumps(found, indent=2) + "\n")
