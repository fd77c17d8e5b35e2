"""A folder, a commit and a bundle of one content are one tree; what may not be part of one is a finding."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import socket
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.trees import VALID, files_of
from coursewright.authoring import source_tree
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources import bundle as bundles
from coursewright.authoring.sources.bundle import read_bundle, read_bundle_file
from coursewright.authoring.sources.commit import find_commit, read_commit
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.errors import SourceError

Member = tuple[tarfile.TarInfo, bytes]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the valid tree as the folder `content` of a repository with one commit."""
    folder = tmp_path / "repository" / "content"
    shutil.copytree(VALID, folder)
    _git(folder.parent, "init", "-q", "-b", "main")
    _commit(folder.parent)
    return folder


def _git(folder: Path, *arguments: str) -> str:
    settings = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True, env=settings)
    return done.stdout.strip()


def _commit(repository: Path) -> str:
    _git(repository, "add", "-A")
    _git(repository, "commit", "-q", "-m", "a commit")
    return _git(repository, "rev-parse", "HEAD")


def _committed(folder: Path, revision: str = "HEAD") -> SourceTree:
    return read_commit(find_commit(folder, revision))


def _file(name: str, data: bytes, **changes: object) -> Member:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in changes.items():
        setattr(info, field, value)
    return info, data


def _tar(*members: Member) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _bundled(*extra: Member, root: str = "") -> bytes:
    return _tar(*(_file(f"{root}{path}", data) for path, data in files_of(VALID).items()), *extra)


def _refused(tree: SourceTree) -> list[tuple[str, str]]:
    return [(finding.place.path, finding.message) for finding in tree.findings]


def test_a_folder_a_commit_and_a_bundle_of_one_content_are_one_tree(content: Path) -> None:
    trees = [
        read_folder(content),
        _committed(content),
        read_bundle(_bundled()),
        read_bundle(_bundled(root="./")),
        read_bundle(_bundled(root="repository-1.0/content/")),
    ]

    assert [sorted(files_of(VALID))] * 5 == [list(tree.files) for tree in trees]
    assert 1 == len({tree.tree_id for tree in trees})
    assert [()] * 5 == [tree.findings for tree in trees]


def test_an_archive_made_by_git_is_a_bundle(content: Path) -> None:
    archive = content.parent / "content.tar.gz"
    _git(content.parent, "archive", "--format=tar.gz", "--prefix=any/", "-o", str(archive), "HEAD")

    assert read_folder(content).tree_id == read_bundle_file(archive).tree_id


def test_one_byte_or_one_name_more_is_another_tree(content: Path) -> None:
    before = read_folder(content).tree_id
    (content / "people.yaml").write_bytes((content / "people.yaml").read_bytes() + b"\n")
    changed = read_folder(content).tree_id
    (content / "README.md").touch()

    assert 3 == len({before, changed, read_folder(content).tree_id})


def test_what_a_file_system_adds_makes_no_difference(content: Path) -> None:
    before = read_folder(content).tree_id
    (content / "people.yaml").chmod(0o755)
    os.utime(content / "people.yaml", (0, 0))
    (content / ".DS_Store").touch()
    (content / "__pycache__").mkdir()
    (content / "__pycache__" / "x.pyc").touch()
    (content / ".hidden").mkdir()
    (content / ".hidden" / "lesson.md").touch()
    (content / "empty").mkdir()
    _commit(content.parent)

    assert before == read_folder(content).tree_id
    assert before == _committed(content).tree_id
    assert (
        before
        == read_bundle(_bundled(_file(".DS_Store", b""), _file("a/.b/c", b""), _file("x", b"", type=tarfile.DIRTYPE))).tree_id
    )


def test_the_order_of_a_listing_does_not_matter() -> None:
    files = files_of(VALID)
    backwards = _tar(*(_file(path, data) for path, data in reversed(files.items())))

    assert read_bundle(_bundled()).tree_id == read_bundle(backwards).tree_id
    assert sorted(files) == list(read_bundle(backwards).files)


def test_a_commit_is_read_as_it_was_made_whatever_the_work_tree_holds(content: Path) -> None:
    before = read_folder(content)
    (content / "people.yaml").write_text("people: []\n")
    (content / "curriculum.yaml").unlink()
    (content / "new.txt").touch()
    _git(content.parent, "add", "-A")

    assert before.tree_id == _committed(content).tree_id
    assert before.files == _committed(content).files


def test_a_filter_that_the_repository_asks_for_is_not_run(content: Path) -> None:
    (content.parent / ".gitattributes").write_text("*.yaml filter=evil text eol=crlf\n")
    _commit(content.parent)
    _git(content.parent, "config", "filter.evil.smudge", "touch ran; cat")
    _git(content.parent, "config", "core.fsmonitor", "touch ran")

    assert read_folder(VALID).tree_id == _committed(content).tree_id
    assert not list(content.parent.rglob("ran"))


def test_a_replacement_of_an_object_is_ignored(content: Path) -> None:
    before = _committed(content)
    blob = _git(content.parent, "rev-parse", "HEAD:content/people.yaml")
    other = _git(content.parent, "rev-parse", "HEAD:content/curriculum.yaml")
    _git(content.parent, "replace", blob, other)

    assert before.tree_id == _committed(content).tree_id


def test_an_older_commit_can_be_named(content: Path) -> None:
    first = _git(content.parent, "rev-parse", "HEAD")
    _git(content.parent, "tag", "-a", "-m", "a tag", "edition")
    (content / "people.yaml").write_text("people: []\n")
    _commit(content.parent)

    assert read_folder(VALID).tree_id == _committed(content, "edition").tree_id
    assert first == find_commit(content, "HEAD~1").commit_id == find_commit(content, first[:10]).commit_id
    assert f"{first[:12]}:content/" == _committed(content, "edition").shown_as


def test_the_content_may_be_the_root_of_its_repository(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path / "root")
    _git(tmp_path / "root", "init", "-q", "-b", "main")
    commit = _commit(tmp_path / "root")
    tree = _committed(tmp_path / "root")

    assert read_folder(VALID).tree_id == tree.tree_id
    assert f"{commit[:12]}:" == tree.shown_as


@pytest.mark.parametrize(
    "revision",
    ["--output=x", "-h", "--all", "", "HEAD..HEAD", "HEAD^{tree}", "no-such", "HEAD --", "$(touch x)", "a\0b", "\ud800", "@{u}"],
)
def test_a_revision_is_a_commit_or_is_refused(content: Path, revision: str) -> None:
    with pytest.raises(SourceError):
        find_commit(content, revision)

    assert not list(content.parent.rglob("x"))


def test_a_commit_without_a_curriculum_is_refused(content: Path) -> None:
    (content / "curriculum.yaml").unlink()
    _commit(content.parent)

    with pytest.raises(SourceError, match=r"holds no content/curriculum\.yaml"):
        _committed(content)


def test_a_folder_outside_any_repository_has_no_commits(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path / "content")

    with pytest.raises(SourceError, match="not a git repository"):
        find_commit(tmp_path / "content", "HEAD")


def test_a_commit_whose_bytes_are_not_there_is_refused(content: Path) -> None:
    blob = _git(content.parent, "rev-parse", "HEAD:content/people.yaml")
    (content.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(SourceError, match=r"git has no bytes for people\.yaml"):
        _committed(content)


def test_a_link_is_refused_wherever_it_leads(content: Path) -> None:
    (content / "claims" / "link.yaml").symlink_to("deep-1-reasons.yaml")
    (content / "out").symlink_to("/etc")
    _commit(content.parent)
    expected = [("claims/link.yaml", "this is a symbolic link, not a file"), ("out", "this is a symbolic link, not a file")]

    assert expected == sorted(_refused(read_folder(content)))
    assert expected == sorted(_refused(_committed(content)))


def test_a_submodule_is_refused(content: Path) -> None:
    commit = _git(content.parent, "rev-parse", "HEAD")
    _git(content.parent, "update-index", "--add", "--cacheinfo", f"160000,{commit},content/module")
    _git(content.parent, "commit", "-q", "-m", "a submodule")

    assert [("module", "this is a submodule, not a file")] == _refused(_committed(content))


def test_a_socket_and_a_pipe_are_refused_and_not_opened(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(content / "pipe")
    monkeypatch.chdir(content)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")

        assert [
            ("pipe", "this is a device or socket, not a file"),
            ("socket", "this is a device or socket, not a file"),
        ] == _refused(read_folder(content))


@pytest.mark.parametrize("name", ["two words.md", "naïve.md", "-rf", "a\nb", "a\n", "a:b", "a\\b", "x" * 201, "q?", "~a"])
def test_a_name_that_other_systems_cannot_hold_is_refused_alike_everywhere(content: Path, name: str) -> None:
    (content / name).touch()
    _commit(content.parent)
    trees = [read_folder(content), _committed(content), read_bundle(_bundled(_file(name, b"")))]

    assert 1 == len({str(_refused(tree)) for tree in trees})
    assert [f"the name {ascii(name)[:120]} cannot be part of a curriculum"] == [said for _, said in _refused(trees[0])]
    assert all(finding.place.path.isprintable() for finding in trees[0].findings)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "a//b", "claims/..", "./../x"])
def test_a_bundle_cannot_reach_out(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tree = read_bundle(_bundled(_file(name, b"evil")))

    assert ["unsafe-file"] == [finding.code for finding in tree.findings]
    assert sorted(files_of(VALID)) == list(tree.files)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_a_bundle_holds_files_only(kind: bytes) -> None:
    tree = read_bundle(_bundled(_file("claims/x.yaml", b"", type=kind, linkname="deep-1-reasons.yaml")))

    assert [("claims/x.yaml", "this is a link or device, not a file")] == _refused(tree)


def test_a_file_too_large_is_refused_alike_everywhere(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (source_tree, bundles):
        monkeypatch.setattr(module, "MAX_FILE_BYTES", 5_000)
    monkeypatch.setattr("coursewright.authoring.sources.folder.MAX_FILE_BYTES", 5_000)
    monkeypatch.setattr("coursewright.authoring.sources.commit.MAX_FILE_BYTES", 5_000)
    (content / "large.txt").write_bytes(bytes(5_001))
    _commit(content.parent)

    for tree in (read_folder(content), _committed(content), read_bundle(_bundled(_file("large.txt", bytes(5_001))))):
        assert [("large.txt", "the file has 5,001 bytes; at most 5,000 are read")] == _refused(tree)


def test_a_bundle_that_unpacks_to_more_than_a_tree_may_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MAX_TREE_BYTES", 1_000_000)
    bomb = gzip.compress(gzip.decompress(_bundled()) + bytes(2_000_000))

    with pytest.raises(SourceError, match="more than 1,000,000 bytes"):
        read_bundle(bomb)


def test_a_bundle_of_more_files_than_a_tree_may_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MAX_FILES", 5)

    with pytest.raises(SourceError, match="more than 5 members"):
        read_bundle(_bundled())


def _cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _without_its_end(data: bytes) -> bytes:
    return data[:-8]


def _damaged(data: bytes) -> bytes:
    return data[:-8] + bytes(byte ^ 1 for byte in data[-8:-4]) + data[-4:]


def _header_upon_header(_: bytes) -> bytes:
    long_name = _file("././@LongLink", b"x", type=tarfile.GNUTYPE_LONGNAME)
    return gzip.compress(b"".join(long_name[0].tobuf() + b"x".ljust(512, b"\0") for _ in range(5_000)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"not a gzip file",
        lambda _: gzip.compress(b"not a tar file" * 100),
        lambda _: b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\xff" * 50,
        _cut_short,
        _without_its_end,
        _damaged,
        _header_upon_header,
    ],
    ids=["empty", "text", "no-tar", "deflate", "half", "no-end", "checksum", "headers"],
)
def test_a_bundle_that_is_none_is_refused_in_a_sentence(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SourceError, match=r"cannot be read as \.tar\.gz"):
        read_bundle(spoil(_bundled()))


def test_a_bundle_without_a_curriculum_is_refused() -> None:
    with pytest.raises(SourceError, match=r"holds no curriculum\.yaml"):
        read_bundle(_tar(_file("people.yaml", b"")))


def test_the_root_of_a_bundle_is_its_shallowest_curriculum() -> None:
    deeper = _file("content/tests/deeper/curriculum.yaml", b"")
    tree = read_bundle(_bundled(deeper, _file("README.md", b"the repository's own"), root="content/"))

    assert {"tests/deeper/curriculum.yaml"} == set(tree.files) - set(files_of(VALID))
    assert "README.md" not in tree.files


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_a_bundle_raise_anything_else(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_bundle(data)
    with pytest.raises(SourceError):
        read_bundle(gzip.compress(data))


def test_a_folder_without_a_curriculum_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no curriculum\.yaml"):
        read_folder(tmp_path)
    with pytest.raises(SourceError, match="is not a folder"):
        read_folder(tmp_path / "nowhere")


def test_a_file_that_the_system_does_not_give_is_refused_in_a_sentence(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(SourceError, match=r"yaml cannot be read: Permission denied"):
        read_folder(content)


def test_a_folder_may_be_deeper_than_the_stack(content: Path) -> None:
    deepest = content
    for _ in range(1_100):
        deepest /= "d"
        deepest.mkdir()
    (deepest / "x.txt").touch()

    try:
        assert 1_100 == max(path.count("/") for path in read_folder(content).files)
    finally:
        subprocess.run(["rm", "-rf", str(content)], check=True)  # shutil.rmtree goes as deep as the stack


def test_the_nearest_curriculum_is_found_from_inside_and_from_beside(content: Path) -> None:
    assert content == find_content(content / "courses" / "minimal")
    assert content == find_content(content)
    assert content == find_content(content.parent)


def test_where_there_is_no_curriculum_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="name a folder with --content"):
        find_content(tmp_path)
