"""Repositories made for tests, and bundles of them, whole or spoilt."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

from coursewright.authoring.sources.bundling import bundle_of
from coursewright.authoring.sources.commit import find_commit


def git(folder: Path, *arguments: str, data: bytes = b"", on: str = "2026-11-22") -> str:
    """What git says, untouched by the settings of who runs the tests."""
    settings = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        **{f"GIT_{who}_DATE": f"{on}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
    }
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True, env=settings, input=data)
    return done.stdout.decode().strip()


def repository(root: Path, files: Mapping[str, bytes], object_format: str = "sha1") -> Path:
    """A repository with these files in one commit."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main", f"--object-format={object_format}")
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    commit(root)
    return root


def commit(root: Path, message: str = "a commit", on: str = "2026-11-22") -> str:
    """Everything there is, committed at noon of a day; gives the commit's id."""
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "--allow-empty", "-m", message, on=on)
    return git(root, "rev-parse", "HEAD")


def bundled(content: Path, revision: str = "HEAD") -> bytes:
    """The bundle of a commit of a content folder."""
    return bundle_of(find_commit(content, revision))


def unpacked(bundle: bytes) -> dict[str, bytes]:
    """What a bundle holds, by path."""
    with tarfile.open(fileobj=io.BytesIO(bundle)) as archive:
        files = ((info.name, archive.extractfile(info)) for info in archive)
        return {path: file.read() for path, file in files if file}


def packed(members: Mapping[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    """A bundle of these members, and of some without bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, data in members.items():
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return gzip.compress(out.getvalue(), 1, mtime=0)
