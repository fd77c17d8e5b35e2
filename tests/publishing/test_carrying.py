"""export and import, as a person types them: a release as one file, with the same bytes anywhere."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from coursewright.commands.acting import after_deposit
from coursewright.commands.publishing.carrying import export_command, import_command
from coursewright.commands.publishing.releasing import deposit_command, promote_command
from coursewright.errors import ArchiveError, DamagedObjectError
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import object_key
from coursewright.publishing.storing.stores import stores_at
from desks import Desk
from small_course import VALID, small
from typed import Typed


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "here")
    desk.publish(small())
    return desk


@pytest.fixture
def typed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(desk.root, capsys)


@pytest.fixture
def there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Other stores, with nothing in them."""
    return Typed(tmp_path / "there", capsys)


def test_what_is_imported_is_what_was_exported(typed: Typed, there: Typed, tmp_path: Path) -> None:
    file = tmp_path / "release.tar"
    told = typed.json("export", export_command, "stable", file)
    back = there.json("import", import_command, file)

    assert (told["name"], told["bytes"], told["sha256"]) == (
        "2026-Q4.1",
        file.stat().st_size,
        hashlib.sha256(file.read_bytes()).hexdigest(),
    )
    assert (back["candidate"], back["is_new"], back["objects"]) == ("2026-Q4-rc.1", True, len(small().objects))
    assert dict(reachable(Desk(there.root).candidates, small().manifest)) == dict(small().objects)


def test_an_export_of_an_import_has_the_same_bytes(typed: Typed, there: Typed, tmp_path: Path) -> None:
    """Also where it is another number's candidate there, and after it was promoted there."""
    Desk(there.root).deposit(small("Somebody else's."))
    files = [tmp_path / f"{number}.tar" for number in range(4)]
    typed(export_command, "2026-Q4-rc.1", files[0])
    typed(export_command, "2026-Q4", files[1])
    there(import_command, files[0])
    there(export_command, "2026-Q4-rc.2", files[2])
    there(promote_command, "2026-Q4-rc.2")
    there(export_command, "stable", files[3])

    assert {files[0].read_bytes()} == {file.read_bytes() for file in files}


def test_an_import_is_a_candidate_and_no_release(typed: Typed, there: Typed, tmp_path: Path) -> None:
    typed(export_command, "stable", tmp_path / "release.tar")
    said = there(import_command, tmp_path / "release.tar", by="ada")

    assert "✓ imported 2026-Q4-rc.1" in said
    assert f"Next: coursewright promote 2026-Q4-rc.1 --store {there.root}" in said
    assert not (there.root / "released").exists()


def test_where_gates_hold_a_candidate_back_its_review_is_next(
    typed: Typed, there: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(export_command, "stable", tmp_path / "release.tar")
    monkeypatch.setenv("COURSEWRIGHT_POLICY", "release")
    new = Typed(tmp_path / "new", there.screen)

    assert f"Next: coursewright review 2026-Q4-rc.1 --store {there.root}" in there(import_command, tmp_path / "release.tar")
    assert f"Next: coursewright review 2026-Q4-rc.1 --store {new.root}" in new(deposit_command, VALID)
    assert "coursewright review X --store s3://acme-courses" == after_deposit(stores_at("s3://acme-courses"), "X")


def test_where_it_came_from_comes_along(typed: Typed, there: Typed, tmp_path: Path) -> None:
    typed(export_command, "stable", tmp_path / "release.tar")
    there(import_command, tmp_path / "release.tar", by="ada")
    files = Desk(there.root).files()
    said = {path: data for path, data in Desk(typed.root).files().items() if path.startswith("candidates/attestations/")}

    assert said.items() <= files.items()
    assert len(said) == 1


def test_importing_again_writes_nothing(typed: Typed, there: Typed, tmp_path: Path) -> None:
    typed(export_command, "stable", tmp_path / "release.tar")
    there(import_command, tmp_path / "release.tar")
    before = Desk(there.root).files()

    assert "already deposited as 2026-Q4-rc.1" in there(import_command, tmp_path / "release.tar")
    assert before == Desk(there.root).files()


def test_an_export_says_that_it_is_private_and_only_its_owner_can_read_it(typed: Typed, tmp_path: Path) -> None:
    said = typed(export_command, "stable", tmp_path / "release.tar")

    assert "It holds answer keys, coach notes and addresses" in said
    assert (tmp_path / "release.tar").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "release.tar").write_text("mine")

    with pytest.raises(ArchiveError, match="exists; nothing is overwritten"):
        typed(export_command, "stable", tmp_path / "release.tar")
    assert (tmp_path / "release.tar").read_text() == "mine"


def test_an_export_that_fails_leaves_no_file(typed: Typed, desk: Desk, tmp_path: Path) -> None:
    damaged = desk.released.root / object_key(*max(small().objects))
    damaged.chmod(0o644)
    damaged.write_bytes(b"{}")

    with pytest.raises(DamagedObjectError):
        typed(export_command, "stable", tmp_path / "release.tar")
    assert not (tmp_path / "release.tar").exists()


def test_a_release_goes_through_a_pipe(desk: Desk, tmp_path: Path) -> None:
    command = str(Path(sys.executable).parent / "coursewright")
    made = subprocess.run([command, "export", "stable", "-", "--store", str(desk.root)], capture_output=True, check=True)
    taken = subprocess.run(
        [command, "import", "-", "--store", str(tmp_path / "piped")], input=made.stdout, capture_output=True, check=True
    )

    assert b"It holds answer keys" in made.stderr
    assert "✓ imported 2026-Q4-rc.1".encode() in taken.stdout
