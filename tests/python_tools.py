"""Tools from PyPI that tests run, each in an environment of its own below .venvs/: their pins and ours would not agree."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from courses import ROOT

ENVIRONMENTS = ROOT / ".venvs"


def python_tool(name: str, version: str, use: str) -> Path:
    """A tool's command; the test is skipped where no registry is found. `use` says what for."""
    folder = ENVIRONMENTS / name
    ENVIRONMENTS.mkdir(exist_ok=True)
    with (ENVIRONMENTS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / f".{version}").is_file():
            done = _install(folder, f"{name}=={version}")
            if done.returncode and "CI" not in os.environ:
                pytest.skip(f"{name} {version}, which {use}, could not be installed: {done.stderr.strip()[-300:]}")
            assert 0 == done.returncode, done.stderr
            (folder / f".{version}").touch()
    return folder / "bin" / name


def _install(folder: Path, what: str) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", what]
    return subprocess.run(install, capture_output=True, text=True, check=False)
