"""A git commit → a .tar.gz bundle of its content folder that proves the commit (proof.py has its form).

One commit and folder, with as much of its history, always give the same bytes on one machine: members are sorted, and times,
owners and modes are fixed. Another version of zlib may pack them otherwise. Hidden files are left out, as they are nobody's.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator

from coursewright.authoring.source_tree import MAX_TREE_BYTES, is_hidden
from coursewright.authoring.sources.commit import Commit, Listed, listing, objects
from coursewright.authoring.sources.history import packed_history
from coursewright.authoring.sources.objects import LINK, SUBMODULE, commit_facts, entries_in
from coursewright.authoring.sources.proof import COMMIT, FOLDER, HISTORY, TREES
from coursewright.errors import SourceError


def bundle_of(commit: Commit) -> bytes:
    """The bundle of a commit's content folder.

    Raises:
        SourceError: git lacks a part of the commit, or it holds more than a bundle may.
    """
    listed = listing(commit)
    files = [
        entry for entry in listed if entry.mode not in (LINK, SUBMODULE) and not entry.is_folder and not is_hidden(entry.path)
    ]
    if sum(entry.size for entry in files) > MAX_TREE_BYTES:
        raise _too_large(commit)
    members = {**dict(_proof(commit, listed)), FOLDER: commit.folder.encode("utf-8", "surrogateescape")}
    members[HISTORY] = packed_history(commit)
    members.update(
        zip((entry.path for entry in files), objects(commit.repository, [(e.object_id, e.path) for e in files]), strict=True)
    )
    return _packed(members, commit)


def _proof(commit: Commit, listed: list[Listed]) -> Iterator[tuple[str, bytes]]:
    """The commit, the trees on the way to its content folder, and those below."""
    data = _object(commit, commit.commit_id)
    yield COMMIT, data
    tree_id, _author = commit_facts(data)
    for part in (*(commit.folder.split("/") if commit.folder else ()), None):
        tree = _object(commit, tree_id)
        yield f"{TREES}{tree_id}", tree
        if part is not None:
            held = {entry.name: entry.object_id for entry in entries_in(tree, tree_id) if entry.is_folder}
            tree_id = held[part]  # it was listed
    below = sorted({entry.object_id for entry in listed if entry.is_folder})
    for name, tree in zip(below, objects(commit.repository, [(name, f"the tree {name}") for name in below]), strict=True):
        yield f"{TREES}{name}", tree


def _object(commit: Commit, object_id: str) -> bytes:
    return next(objects(commit.repository, [(object_id, f"the object {object_id}")]))


def _packed(members: dict[str, bytes], commit: Commit) -> bytes:
    packed = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", 6, packed, 0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8", errors="surrogateescape") as archive,
    ):
        for path in sorted(members):
            info = tarfile.TarInfo(path)
            info.size, info.mode = len(members[path]), 0o644
            archive.addfile(info, io.BytesIO(members[path]))
            if archive.offset > MAX_TREE_BYTES - tarfile.RECORDSIZE:
                raise _too_large(commit)
    return packed.getvalue()


def _too_large(commit: Commit) -> SourceError:
    return SourceError(
        f"commit {commit.commit_id[:12]} holds more than the {MAX_TREE_BYTES:,} bytes that fit into a bundle; "
        "keep videos and data sets outside the content folder and link to them"
    )
