"""Whatever a stranger uploads gets a report, and the candidates' store stays as it was, within the function's memory and time."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from coursewright.authoring.sources.proof import COMMIT, TREES
from coursewright.errors import TooLargeError
from repositories import packed, unpacked
from s3_server import SeaweedFS
from uploads import Desk, digest, event_of, key_of, sound_bundle

LIMITS = Path(__file__).parents[1] / "lambda_limits.py"
MEGABYTES, SECONDS = 1024, 20
SOUND = sound_bundle()
MILLION = 1_000_000


def _bomb() -> bytes:
    """10 GB of zeros in one member of a tar, packed to 10 MB."""
    info, count = tarfile.TarInfo("zeros"), 160
    block = gzip.compress(bytes(64 * MILLION), 6, mtime=0)
    info.size = count * 64 * MILLION
    return gzip.compress(info.tobuf(tarfile.GNU_FORMAT), mtime=0) + block * count


def _many() -> bytes:
    """200,000 files, each with a name of its own and nothing in it."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0) as stream:
        plain = bytearray(tarfile.TarInfo("0000000.md").tobuf(tarfile.USTAR_FORMAT))
        for number in range(200_000):
            plain[:7] = b"%07d" % number
            plain[148:156] = b" " * 8
            plain[148:156] = b"%06o\0 " % sum(plain)
            stream.write(plain)
        stream.write(bytes(10_240))
    return out.getvalue()


def _with(path: str, data: bytes) -> Callable[[], bytes]:
    return lambda: packed({**unpacked(SOUND), path: data})


def _another_commit() -> bytes:
    held = unpacked(SOUND)
    other = unpacked(sound_bundle("people.yaml", b"[]\n"))
    return packed({**held, COMMIT: other[COMMIT]})


def _another_tree() -> bytes:
    held = unpacked(SOUND)
    name = next(path for path in held if path.startswith(TREES))
    return packed({**held, name: held[name] + b"100644 a\0" + bytes(20)})


STRANGE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "cannot be read as .tar.gz"),
    "not gzip": (lambda: b"a stranger's words" * 1000, "cannot be read as .tar.gz"),
    "cut off": (lambda: SOUND[: len(SOUND) // 2], "cannot be read as .tar.gz"),
    "10 GB unpacked": (_bomb, "more than"),
    "200,000 files": (_many, "more than 30,000"),
    "out of the folder": (_with("../../etc/passwd", b"x"), "holds ../../etc/passwd"),
    "a forged commit": (_another_commit, "which its commit names"),
    "a forged tree": (_another_tree, "tree"),
    "another file": (_with("people.yaml", b"[]\n"), "is not what commit"),
    "without a commit": (lambda: packed({"curriculum.yaml": b"title: x\n"}), "does not carry the commit"),
    "too large": (lambda: bytes(100 * MILLION + 1), "at most 100,000,000 are read"),
}


def _run(event: Mapping[str, Any], environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    command = [sys.executable, str(LIMITS), json.dumps(event), str(MEGABYTES), str(SECONDS)]
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "AWS_EC2_METADATA_DISABLED": "true"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=clean | dict(environment), cwd=folder)
    assert 0 == done.returncode, done.stderr
    assert all(len(line) < 500 for line in done.stdout.splitlines())
    said: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return said


def _folders(root: Path) -> dict[str, str]:
    return {f"COURSEWRIGHT_{name.upper()}": str(root / name) for name in ("incoming", "candidates", "released", "keys")}


HEAVY = ("10 GB unpacked", "200,000 files", "too large")
LIGHT = tuple(name for name in STRANGE if name not in HEAVY)


@pytest.mark.parametrize("names", [*((name,) for name in HEAVY), LIGHT], ids=[*HEAVY, "the others"])
def test_a_strangers_bundle_gets_a_report_and_changes_nothing(tmp_path: Path, names: tuple[str, ...]) -> None:
    desk = Desk(tmp_path)
    desk.publisher.take(event_of(desk.upload(SOUND, "before")))
    before = desk.held()
    keys = {name: desk.upload(STRANGE[name][0](), "strange") for name in names}
    said = _run(event_of(*keys.values()), _folders(tmp_path), tmp_path)

    for name, key in keys.items():
        reports = [report for report in desk.reports() if key == f"incoming/{report['bundle']}/{report['attempt']}"]
        assert [("received", False), ("refused", True)] == [(report["state"], report["final"]) for report in reports], name
        assert STRANGE[name][1] in reports[-1]["problem"]
        assert len(reports[-1]["problem"]) < 500
    assert before == desk.held()
    assert said["peak"] < MEGABYTES / 2
    assert said["seconds"] < SECONDS / 2


def test_a_digest_in_the_key_that_is_not_the_bundles_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    key = desk.upload(SOUND, key=f"incoming/{'a' * 64}/one")
    _run(event_of(key), _folders(tmp_path), tmp_path)

    assert (
        f"the bundle has the SHA-256 {digest(SOUND)}, and its key says {'a' * 64}; push it again"
        == (desk.reports()[-1]["problem"])
    )
    assert {} == desk.held()


def test_a_key_with_odd_characters_is_dropped(tmp_path: Path) -> None:
    keys = [f"incoming/{'a' * 64}/{odd}" for odd in ("a b", "a+b", "%2e%2e", "☃", "a\n\x1b[31m", "..")]
    said = _run(event_of(*keys), _folders(tmp_path), tmp_path)

    assert [] == said["answer"]
    assert [] == [path for path in (tmp_path / "incoming", tmp_path / "candidates") if path.exists()]


def test_in_a_real_s3_a_sound_bundle_is_deposited_and_strangers_are_refused(seaweed: SeaweedFS, tmp_path: Path) -> None:
    buckets = {name: seaweed.bucket() for name in ("incoming", "candidates", "released")}
    stores = {name: seaweed.store(bucket) for name, bucket in buckets.items()}
    environment = {f"COURSEWRIGHT_{name.upper()}": f"s3://{bucket}" for name, bucket in buckets.items()}
    environment |= {**seaweed.environment(), "COURSEWRIGHT_KEYS": str(tmp_path / "keys")}
    # an endpoint for events where nobody listens: what cannot be announced is deposited all the same
    environment["AWS_ENDPOINT_URL_EVENTBRIDGE"] = "http://127.0.0.1:1"
    bundles = [SOUND, _bomb(), _another_commit()]
    for data in bundles:
        stores["incoming"].put_if_absent(key_of(data), data)
    said = _run(event_of(*map(key_of, bundles)), environment, tmp_path)
    again = _run(event_of(*map(key_of, bundles)), environment, tmp_path)

    assert ["deposited", "refused", "refused"] == [report["state"] for report in said["answer"]]
    assert said["answer"] == again["answer"]
    assert 6 == len(stores["incoming"].keys("reports/"))
    assert 1 == len(stores["candidates"].keys("candidates/"))
    assert [] == stores["released"].folders("objects/")


def test_in_a_real_s3_no_more_is_read_than_may_be(seaweed: SeaweedFS) -> None:
    store = seaweed.store()
    store.put_if_absent("incoming/x", b"12345")

    assert b"12345" == store.get_at_most("incoming/x", 5)
    with pytest.raises(TooLargeError, match="incoming/x has 5 bytes; at most 4 are read"):
        store.get_at_most("incoming/x", 4)
