"""The same commit gives the same digest on any machine, any supported Python, any day."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from courses import ARCHIVE, CONTENT, ROOT, compiled, release, tree
from coursewright.authoring.source_tree import SourceTree

_COMPILE = """
import sys
from pathlib import Path
from coursewright.authoring.check import check, settle
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.compile import compile_release
print(compile_release(settle(check(read_folder(Path(sys.argv[1]))))).manifest)
"""
_ON_ANOTHER_DAY = "import time_machine; time_machine.travel('2031-02-28T23:59:59-11:00').start()\n"


def _digest(folder: Path, python: Path | str = sys.executable, code: str = _COMPILE, **environment: str) -> str:
    done = subprocess.run(
        [str(python), "-c", code, str(folder)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "functions"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("folder", [CONTENT, ARCHIVE], ids=["2026-Q4", "2026-Q3"])
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4294967295", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "UTC"},
        {"PYTHONOPTIMIZE": "2", "LANG": "de_DE.ISO-8859-1"},
    ],
    ids=["seed 0", "seed 1, far east", "last seed, Turkish", "C locale", "optimised, Latin 1"],
)
def test_hash_seed_locale_and_time_zone_make_no_difference(folder: Path, environment: dict[str, str]) -> None:
    assert release(folder).manifest == _digest(folder, **environment)


def test_the_day_makes_no_difference() -> None:
    assert release().manifest == _digest(CONTENT, code=_ON_ANOTHER_DAY + _COMPILE)


def test_file_times_and_the_order_of_the_directory_make_no_difference(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "copied"
    paths = [path.relative_to(CONTENT) for path in CONTENT.rglob("*") if path.is_file()]
    random.Random(7).shuffle(paths)  # noqa: S311 - an order, not a secret
    for number, path in enumerate(paths):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CONTENT / path, copy / path)
        os.utime(copy / path, (number * 1000, number * 1000))

    assert release().manifest == _digest(copy)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_files_are_read_makes_no_difference(seed: int) -> None:
    files = list(tree().files.items())
    random.Random(seed).shuffle(files)  # noqa: S311 - an order, not a secret

    assert release().manifest == compiled(SourceTree(dict(files))).manifest


def _interpreters() -> list[tuple[str, Path]]:
    """Every other supported Python of this machine, found on the PATH or where pyenv keeps them."""
    found = []
    for minor in (11, 12, 13):
        if sys.version_info[:2] == (3, minor):
            continue
        homes = sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python3.{minor}"))
        on_path = shutil.which(f"python3.{minor}")
        candidates = [*homes, *([Path(on_path)] if on_path else [])]
        working = [path for path in candidates if subprocess.run([path, "-V"], capture_output=True, check=False).returncode == 0]
        found += [(f"3.{minor}", path) for path in working[:1]]
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("version", ["3.11", pytest.param("3.12", marks=pytest.mark.thorough), "3.13"])
def test_every_supported_python_of_this_machine_gives_the_same_digest(version: str) -> None:
    """Each gets an environment of its own under .venvs, made once."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        python = Path(sys.executable)
    else:
        interpreters = dict(_interpreters())
        if version not in interpreters:
            pytest.skip(f"no Python {version} on this machine")
        python = _environment(version, interpreters[version])

    assert release().manifest == _digest(CONTENT, python)
    assert release(ARCHIVE).manifest == _digest(ARCHIVE, python)


def _environment(version: str, interpreter: Path) -> Path:
    home = ROOT / ".venvs" / version
    pins = ROOT / "functions" / "requirements.txt"
    ready = home / ".ready"
    if not ready.exists() or ready.read_text() != pins.read_text():
        subprocess.run([interpreter, "-m", "venv", "--clear", str(home)], check=True)
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(pins)], check=True)
        ready.write_text(pins.read_text())
    return home / "bin" / "python"
