"""verify and trust-root, as a person types them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from attacks import honest
from courses import STAMP
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.stores import Stores
from coursewright.publishing.verifying.remembered import recall
from mirror import Mirror, listening, over_http
from small_store import publish

COURSEWRIGHT = Path(sys.executable).parent / "coursewright"


def _run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(COURSEWRIGHT), *arguments], capture_output=True, text=True, check=False, cwd=cwd)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop with keys and a store of today, and its trust root in a file."""
    root = tmp_path_factory.mktemp("laptop")
    stores = Stores(root / ".coursewright")
    stamp = Stamp(STAMP.by, datetime.now(UTC), STAMP.why, stores.signers())
    publish(stores.root, stamp=stamp)
    publish(stores.root, stamp=stamp, more="One more sentence.")
    (root / "root.json").write_text(_run("trust-root", cwd=root).stdout)
    return root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A copy that may be harmed."""
    return Path(shutil.copytree(made, tmp_path / "desk"))


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    with listening(over_http(Mirror(FolderStore(made / ".coursewright" / "released")))) as found:
        yield found


def _harm(desk: Path) -> str:
    """Flip a bit of an object; gives its key."""
    released = desk / ".coursewright" / "released"
    path = max((released / "objects").rglob("*"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    return str(path.relative_to(released))


def test_a_whole_store_is_verified_in_one_line(desk: Path) -> None:
    done = _run("verify", cwd=desk)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("✓ verified ")
    assert 1 == done.stdout.count("\n")
    assert "2 releases" in done.stdout


def test_a_damaged_store_is_said_to_be_one_with_what_to_do(desk: Path) -> None:
    key = _harm(desk)
    done = _run("verify", cwd=desk)

    assert 1 == done.returncode
    assert f"error: {key}: holds" in done.stdout
    assert "To do: move aside what is there" in done.stdout
    assert "✗ 1 error in" in done.stdout


def test_json_says_the_same_for_scripts(desk: Path) -> None:
    key = _harm(desk)
    done = _run("verify", "--json", cwd=desk)
    said = json.loads(done.stdout)

    assert (1, False) == (done.returncode, said["verified"])
    assert [("error", key)] == [(one["severity"], one["where"]) for one in said["problems"] if one["severity"] == "error"]
    assert 2 == said["checked"]["releases"]


def test_only_some_releases(desk: Path) -> None:
    assert "1 release," in _run("verify", "2026-Q4.1", cwd=desk).stdout


def test_the_root_of_another_verifies_nothing(desk: Path) -> None:
    (desk / "other").mkdir()
    publish(
        desk / "other" / ".coursewright", stamp=Stamp("x", datetime.now(UTC), "", Stores(desk / "other/.coursewright").signers())
    )
    _run("trust-root", "--out", "root.json", cwd=desk / "other")
    done = _run("verify", "--root", "other/root.json", cwd=desk)

    assert 1 == done.returncode
    assert "is not signed by a key that the trust root names for records" in done.stdout


def test_a_trust_root_is_written_once(desk: Path) -> None:
    first = _run("trust-root", "--out", "mine.json", cwd=desk)
    again = _run("trust-root", "--out", "mine.json", cwd=desk)

    assert (0, 1) == (first.returncode, again.returncode)
    assert (desk / "mine.json").read_text() == (desk / "root.json").read_text()
    assert "is there already" in again.stderr


def test_an_address_may_end_in_the_version_of_the_api(desk: Path, address: str) -> None:
    plain, with_version = (_run("verify", "--from", f"{address}{end}", "--root", "root.json", cwd=desk) for end in ("", "/v1/"))

    assert (0, plain.stdout) == (with_version.returncode, with_version.stdout)


def test_one_of_a_thing_is_told_of_in_the_singular_and_none_in_words(desk: Path, tmp_path: Path, address: str) -> None:
    (tmp_path / "empty/released").mkdir(parents=True)
    one = _run("verify", "--from", address, "--root", "root.json", "--at", "2026-Q4.1", cwd=desk)
    none = _run("verify", "--store", str(tmp_path / "empty"), "--root", "root.json", cwd=desk)
    unreached = _run("verify", "--from", "http://127.0.0.1:9", "--root", "root.json", cwd=desk)

    assert "1 release," in one.stdout
    assert "✓ nothing is there to be verified" in none.stdout
    assert "✗ 1 error, before anything could be verified" in unreached.stdout


def test_what_is_served_is_verified_and_remembered(desk: Path, address: str) -> None:
    done = _run("verify", "--from", address, "--root", "root.json", "--remember", "seen.json", cwd=desk)

    assert (0, "") == (done.returncode, done.stderr)
    assert "✓ verified" in done.stdout
    assert "Answer keys, coach notes and editors' notes on editions cannot be verified from outside" in done.stdout
    assert 2 == recall(desk / "seen.json").marks["channels/stable"].record
    assert 0 == _run("verify", "--from", address, "--root", "root.json", "--remember", "seen.json", cwd=desk).returncode


def test_what_was_refused_is_not_remembered(desk: Path, address: str) -> None:
    _run("verify", "--from", address, "--root", "root.json", "--remember", "seen.json", cwd=desk)
    before = (desk / "seen.json").read_bytes()
    with listening(over_http(honest())) as other:
        done = _run("verify", "--from", other, "--root", "root.json", "--remember", "seen.json", cwd=desk)

    assert 1 == done.returncode
    assert "is not signed by a key that the trust root names for heads" in done.stdout
    assert before == (desk / "seen.json").read_bytes()
    assert ["seen.json"] == [path.name for path in desk.glob("*seen*")]


def test_the_other_name_may_be_asked_for_alone(desk: Path, address: str) -> None:
    done = _run("verify", "--from", address, "--root", "root.json", "--at", "2026-Q4.1", "--json", cwd=desk)

    assert (0, 1) == (done.returncode, json.loads(done.stdout)["checked"]["releases"])


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["verify", "--store", "nowhere"], 1, "nothing has been promoted in nowhere"),
        (["verify", "2031-Q1"], 1, "there is no release, edition or channel '2031-Q1' here"),
        (["verify", "--root", "nothing.json"], 1, "nothing.json cannot be read as a trust root"),
        (["verify", "--from", "http://127.0.0.1:1"], 1, "--from needs --root"),
        (["verify", "--from", "http://example.org", "--root", "root.json"], 1, "is not https"),
        (["verify", "--from", "http://127.0.0.1:1", "--root", "root.json", "--at", "No Good"], 1, "is not the name of a channel"),
        (["verify", "--from", "http://127.0.0.1:1", "--root", "root.json", "--remember", "root.json"], 1, "holds nothing that a"),
        (["verify", "--at", "stable"], 2, "are for --from"),
        (["verify", "--expect", "minimal"], 2, "are for --from"),
        (["verify", "stable", "--from", "http://127.0.0.1:1"], 2, "by --at"),
        (["trust-root", "--store", "nowhere"], 1, "there are no keys in nowhere; the first deposit makes them"),
        (["trust-root", "--out", "no/such/folder"], 1, "cannot be written"),
    ],
)
def test_misuse_is_said_and_nothing_is_made(desk: Path, arguments: list[str], status: int, said: str) -> None:
    before = sorted(desk.rglob("*"))
    done = _run(*arguments, cwd=desk)

    assert status == done.returncode
    assert said in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert before == sorted(desk.rglob("*"))


def test_nobody_there_is_an_error_that_says_so(desk: Path) -> None:
    done = _run("verify", "--from", "http://127.0.0.1:1", "--root", "root.json", cwd=desk)

    assert 1 == done.returncode
    assert "error: /v1: gives no answer" in done.stdout


def test_what_it_says_to_do_mends_the_store(desk: Path) -> None:
    """With an export alone: imported elsewhere, it has the right bytes under the same key."""
    _run("export", "2026-Q4.2", "kept.release", cwd=desk)
    _run("import", "kept.release", "--store", "elsewhere", cwd=desk)
    released, elsewhere = desk / ".coursewright" / "released", desk / "elsewhere" / "candidates"
    key = next(str(path.relative_to(elsewhere)) for path in sorted((elsewhere / "objects").rglob("*")) if path.is_file())
    (released / key).unlink()
    harmed = _run("verify", cwd=desk)
    shutil.copy(elsewhere / key, released / key)
    mended = _run("verify", cwd=desk)

    assert (1, 0) == (harmed.returncode, mended.returncode)
    assert f"error: {key}: is missing" in harmed.stdout
