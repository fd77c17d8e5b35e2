"""Packages from the npm registry that tests drive, installed once into .node/."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from courses import ROOT

NODE = ROOT / ".node"


def node_package(name: str, version: str, use: str) -> Path:
    """The folder of a package; the test is skipped where there is no npm, or where npm finds no registry. `use` says what for."""
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip(f"npm and node are not on PATH; {name} {use}")
    folder = NODE / "node_modules" / name
    NODE.mkdir(exist_ok=True)
    with (NODE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        manifest = folder / "package.json"
        if not manifest.is_file() or json.loads(manifest.read_text())["version"] != version:
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={NODE}"]
            done = subprocess.run([*command, f"{name}@{version}"], capture_output=True, text=True, check=False)
            if done.returncode and "CI" not in os.environ:
                pytest.skip(f"npm could not install {name} {version}: {done.stderr.strip()[-300:]}")
            assert 0 == done.returncode, done.stderr
    return folder
