"""deposit, promote and releases, as a person types them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from courses import CONTENT, ROOT, release

COURSEWRIGHT = Path(sys.executable).parent / "coursewright"


def _run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(COURSEWRIGHT), *arguments], capture_output=True, text=True, check=False, cwd=cwd)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A repository with the shipped content committed."""
    shutil.copytree(CONTENT, tmp_path / "content")
    for command in (["init", "-q"], ["add", "content"], ["commit", "-q", "-m", "content"]):
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *identity, *command], cwd=tmp_path, check=True)
    return tmp_path


def test_from_content_to_release_in_two_commands(desk: Path) -> None:
    deposited = _run("deposit", cwd=desk)
    promoted = _run("promote", "2026-Q4-rc.1", "--by", "me@example.org", "--why", "first", cwd=desk)
    listed = _run("releases", cwd=desk)

    assert "✓ deposited 2026-Q4-rc.1" in deposited.stdout
    assert release().manifest[:12] in deposited.stdout
    assert "✓ promoted 2026-Q4.1" in promoted.stdout
    for text in ("stable", "2026-Q4.1", "2026-Q4-rc.1", "me@example.org", "first"):
        assert text in listed.stdout
    assert (0, 0, 0) == (deposited.returncode, promoted.returncode, listed.returncode)


def test_a_deposit_and_a_promotion_as_documents(desk: Path) -> None:
    documents = {
        verb: json.loads(_run(verb, *arguments, "--json", cwd=desk).stdout)
        for verb, *arguments in (("deposit",), ("promote", "2026-Q4-rc.1"))
    }
    for verb, told in documents.items():
        Draft202012Validator(json.loads((ROOT / "schemas" / "releasing" / f"{verb}.schema.json").read_text())).validate(told)

    assert {told["manifest"] for told in documents.values()} == {release().manifest}
    assert (documents["deposit"]["candidate"], documents["deposit"]["is_new"]) == ("2026-Q4-rc.1", True)
    assert (documents["promote"]["release"], documents["promote"]["channel_record"]) == ("2026-Q4.1", 1)


def test_the_same_again_says_that_nothing_was_written(desk: Path) -> None:
    for _ in range(2):
        deposited, promoted = _run("deposit", cwd=desk), _run("promote", "2026-Q4-rc.1", cwd=desk)

    assert "already deposited as 2026-Q4-rc.1" in deposited.stdout
    assert "nothing was written" in deposited.stdout
    assert "already; nothing was moved" in promoted.stdout


def test_a_commit_is_deposited_whatever_the_work_tree_holds(desk: Path) -> None:
    (desk / "content" / "people.yaml").write_text("broken: [")
    by_commit = _run("deposit", "--commit", "HEAD", cwd=desk)
    by_folder = _run("deposit", cwd=desk)

    assert release().manifest[:12] in by_commit.stdout
    assert by_folder.returncode == 1
    assert "content/people.yaml:2:1: error: not YAML" in by_folder.stderr


def test_a_broken_tree_is_deposited_nowhere(desk: Path) -> None:
    (desk / "content" / "people.yaml").unlink()
    done = _run("deposit", cwd=desk)

    assert done.returncode == 1
    assert "there is no people.yaml" in done.stderr
    assert not (desk / ".coursewright").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["promote", "2026-Q4-rc.7"], "there is no candidate '2026-Q4-rc.7'"),
        (["promote", "stable"], "is not the name of a candidate; they look like 2026-Q4-rc.1"),
        (["promote", "2026-Q4-rc.1", "--channel", "No Good"], "cannot be a channel"),
        (["deposit", "--content", "nowhere"], "nowhere is not a folder"),
        (["deposit", "--commit", "nothing"], "there is no commit 'nothing' in "),
        (["deposit", "--commit", "--output=stolen"], "there is no commit '--output=stolen' in "),
    ],
)
def test_a_refusal_is_one_sentence(desk: Path, arguments: list[str], said: str) -> None:
    done = _run(*arguments, cwd=desk)

    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(desk.glob("stolen"))


def test_releases_of_nothing_say_what_to_do_next(tmp_path: Path) -> None:
    assert "Next: coursewright deposit" in _run("releases", cwd=tmp_path).stdout


def test_misuse_exits_with_two(desk: Path) -> None:
    assert _run("promote", cwd=desk).returncode == 2
    assert _run("frobnicate", cwd=desk).returncode == 2
