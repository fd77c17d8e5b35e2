"""The tree is the path: imports point only backwards, and the read path stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "functions" / "coursewright"
STAGES = ("authoring", "compiling", "proving", "publishing", "renewing", "reviewing", "serving")
HEAVY = ("pydantic", "yaml", "markdown_it", "mdit_py_plugins", "nh3", "rfc8785", "typer", "rich", "uvicorn", "boto3")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _modules(stage: str) -> list[Path]:
    return sorted((PACKAGE / stage).rglob("*.py"))


def test_stage_folders_sort_in_the_order_data_moves() -> None:
    beside = {"__pycache__", "commands"}
    found = [path.name for path in sorted(PACKAGE.iterdir()) if path.is_dir() and path.name not in beside]

    assert [stage for stage in STAGES if stage in found] == found


@pytest.mark.parametrize("stage", [stage for stage in STAGES if (PACKAGE / stage).is_dir()])
def test_a_stage_imports_only_itself_and_what_comes_before(stage: str) -> None:
    later = STAGES[STAGES.index(stage) + 1 :]
    forward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(stage)
        for name in _imported(path)
        if name.startswith(tuple(f"coursewright.{other}" for other in (*later, "commands", "__main__")))
    ]

    assert [] == forward


@pytest.mark.parametrize("stage", ["authoring", "compiling"])
def test_pure_stages_know_no_aws_no_network_and_no_clock(stage: str) -> None:
    barred = ("boto3", "botocore", "socket", "http", "urllib.request", "time", "random", "secrets", "uuid")
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(stage)
        for name in _imported(path)
        if name.split(".")[0] in barred or name in barred
    ]
    clocks = [
        str(path.relative_to(ROOT)) for path in _modules(stage) if ".now(" in path.read_text() or ".today(" in path.read_text()
    ]

    assert [] == found
    assert [] == clocks


def test_the_content_api_starts_without_anything_that_writes_releases() -> None:
    code = f"import content_api, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "functions", timeout=60
    )

    assert "[]" == done.stdout.strip()


def test_the_content_api_describes_itself_as_lightly_and_only_when_asked() -> None:
    ask = "from coursewright.serving.openapi import document, page; document.document_bytes(), page.page_bytes()"
    loaded = "[name for name in sys.modules if name.startswith('coursewright.serving.openapi')]"
    code = f"import content_api, sys; print({loaded}); {ask}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "functions", timeout=60
    )

    assert ["[]", "[]"] == done.stdout.split("\n")[:2]


def test_the_content_api_compares_releases_as_lightly_and_only_when_asked() -> None:
    seldom = ("coursewright.publishing.changes", "coursewright.renewing.certificates", "xml")
    loaded = f"[name for name in sys.modules if name.startswith({seldom!r})]"
    ask = "from coursewright.serving.feeds import release_feed; from coursewright.serving.changes import answering"
    code = f"import content_api, sys; print({loaded}); {ask}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "functions", timeout=60
    )

    assert ["[]", "[]"] == done.stdout.split("\n")[:2]
