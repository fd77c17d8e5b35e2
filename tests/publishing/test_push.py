"""From a commit to a candidate on the command line: on a laptop, and by way of a bucket that a publisher watches."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from coursewright.authoring.sources.bundle import read_proved_bundle
from coursewright.authoring.sources.folder import read_folder
from coursewright.publishing.depositing.incoming import upload_at
from coursewright.publishing.depositing.publish import Publisher
from coursewright.publishing.depositing.reports import PublishReport
from coursewright.publishing.keys.signing import new_signers
from repositories import commit, git, repository
from s3_server import SeaweedFS
from small_course import VALID

COURSEWRIGHT = Path(sys.executable).parent / "coursewright"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {f"content/{name}": data for name, data in read_folder(VALID).files.items()}
    return repository(tmp_path / "r", files)


def _run(root: Path, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "HOME": str(root), "AWS_EC2_METADATA_DISABLED": "true", **(environment or {})}
    return subprocess.run([COURSEWRIGHT, *words], cwd=root, capture_output=True, text=True, check=False, env=clean)


def test_a_bundle_is_written_and_its_digest_printed(root: Path) -> None:
    done = _run(root, "bundle", "--content", "content", "--out", "b.tar.gz")
    data = (root / "b.tar.gz").read_bytes()

    assert (0, f"{hashlib.sha256(data).hexdigest()}\n") == (done.returncode, done.stdout), done.stderr
    assert git(root, "rev-parse", "HEAD") == read_proved_bundle(data)[1].commit_id
    assert "differs" not in done.stderr


def test_what_is_not_committed_is_said_and_left_out(root: Path) -> None:
    (root / "content" / "people.yaml").write_text("[]\n")
    done = _run(root, "push", "--content", "content", "--json")

    assert 0 == done.returncode, done.stderr
    assert "differs from commit" in done.stderr
    assert git(root, "rev-parse", "HEAD") == json.loads(done.stdout)["commit"]


def test_a_push_on_a_laptop_deposits_and_a_second_one_says_that_it_is_there(root: Path) -> None:
    first, second = (_run(root, "push", "--content", "content", "--wait") for _ in range(2))

    assert (0, 0) == (first.returncode, second.returncode), first.stderr + second.stderr
    assert "✓ deposited 2026-Q4-rc.1: " in first.stdout
    assert "is there already as incoming/" in second.stderr
    assert 1 == len(list((root / ".coursewright" / "incoming" / "incoming").rglob("push-*")))


def test_a_refused_push_tells_findings_and_ends_with_1(root: Path) -> None:
    (root / "content" / "people.yaml").write_text("title: [\n")
    commit(root)
    done = _run(root, "push", "--content", "content", "--attempt", "a", "--format", "github")
    as_json = _run(root, "push", "--content", "content", "--attempt", "a", "--json")

    assert (1, 1) == (done.returncode, as_json.returncode)
    assert "::error file=content/people.yaml,line=2," in done.stdout
    assert "coursewright: refused: 1 error in the sources; see the findings" in done.stderr
    assert ("refused", None) == (PublishReport.model_validate_json(as_json.stdout).state, json.loads(as_json.stdout)["candidate"])
    assert not (root / ".coursewright" / "candidates").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("push", "--attempt", "../a"), 2, "use letters, digits"),
        (("push", "--store", "s3://test-courses", "--json"), 2, "wait for it with --wait"),
        (("push", "--content", "nowhere"), 2, "nowhere is no folder"),
        (("push", "--content", "content", "--commit", "nothing"), 1, "there is no commit 'nothing'"),
    ],
)
def test_misuse_is_said(root: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = _run(root, *words)

    assert (code, True, False) == (done.returncode, said in done.stderr, "Traceback" in done.stderr), done.stderr
    assert not (root / ".coursewright").exists()


@contextmanager
def _watched(seaweed: SeaweedFS, incoming: str) -> Iterator[None]:
    """A publisher that is told of what comes into a bucket, as S3 would tell it."""
    store, signers, stop = seaweed.store(incoming), new_signers(), threading.Event()
    publisher = Publisher(store, seaweed.store(), seaweed.store(), lambda: signers, log=lambda _: None)

    def watch() -> None:
        while not stop.wait(0.1):
            for key in store.keys("incoming/"):
                upload = upload_at(key, "testing")
                assert upload
                publisher.publish(upload)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_push_to_s3_waits_for_the_final_report_or_says_that_none_came(root: Path, seaweed: SeaweedFS) -> None:
    name = f"test-push-{os.getpid()}"
    incoming = seaweed.bucket(f"{name}-incoming")
    words = ("push", "--content", "content", "--store", f"s3://{name}", "--attempt", "one", "--json", "--wait")
    late = _run(root, *words, "--seconds", "1", environment=seaweed.environment())
    with _watched(seaweed, incoming):
        done = _run(root, *words, environment=seaweed.environment())

    assert (1, "") == (late.returncode, late.stdout)
    assert "no final report came within 1 seconds (there is none at all)" in late.stderr
    assert "--attempt one" in late.stderr
    assert 0 == done.returncode, done.stderr
    report = PublishReport.model_validate_json(done.stdout)
    assert ("deposited", "testing", 2) == (report.state, report.by, report.number)
