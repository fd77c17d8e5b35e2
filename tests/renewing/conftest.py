"""Desks on which a quarter's work is done, for the tests of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quarters import NAME, OPENED, Desk, desk_with


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The desks that `desk` and `opened` are copies of."""
    before = desk_with(tmp_path_factory.mktemp("desks") / "before")
    after = Desk(before.root.with_name("after"))
    shutil.copytree(before.root, after.root)
    assert 0 == after.run("open", NAME).code
    after.commit(on=OPENED)
    return before.root, after.root


@pytest.fixture
def desk(made_once: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A repository with the valid tree in it; commands are run there."""
    return _copied(made_once[0], tmp_path, monkeypatch)


@pytest.fixture
def opened(made_once: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same once the next edition is opened and committed."""
    return _copied(made_once[1], tmp_path, monkeypatch)


def _copied(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    copy = Desk(tmp_path / "desk")
    shutil.copytree(root, copy.root)
    monkeypatch.chdir(copy.root)
    return copy
