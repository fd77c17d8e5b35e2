"""Who wrote what is new is counted from commits that prove themselves, or is not told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.trees import VALID, files_of
from coursewright.authoring.sources import ancestry, history
from coursewright.authoring.sources.ancestry import Ancestry, ancestry_in, packed
from coursewright.authoring.sources.bundle import read_proved_bundle
from coursewright.authoring.sources.commit import find_commit
from coursewright.authoring.sources.history import ancestry_of, packed_history
from coursewright.authoring.sources.proof import HISTORY
from coursewright.errors import SourceError
from repositories import bundled, commit, git, repository, unpacked
from repositories import packed as repacked


def _wrote(root: Path, who: str, message: str = "a change") -> str:
    git(root, "commit", "-q", "--allow-empty", "--author", f"Somebody <{who}>", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first commit by test@example.org, then ann's, then one that cat wrote on a branch, then ben's merge with a trailer."""
    root = repository(tmp_path_factory.mktemp("told") / "r", files_of(VALID))
    _wrote(root, "Ann@School.example")
    git(root, "checkout", "-q", "-b", "side", "HEAD~1")
    _wrote(root, "cat@school.example")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "together\n\nCO-AUTHORED-BY: D <Dan@school.example>", "side")
    git(root, "commit", "-q", "--amend", "--author", "Ben <ben@school.example>", "-C", "HEAD", "--allow-empty")
    git(root, "commit", "-q", "--amend", "--author", "Ben <ben@school.example>", "--no-edit")
    return root


def _ids(root: Path, *names: str) -> list[str]:
    return [git(root, "rev-parse", name) for name in names]


def _told(found: Ancestry, *known: str) -> tuple[str, ...] | None:
    said = found.authorship(known)
    return said.authors if said else None


_MERGE, _ANN, _CAT = ("ben@school.example", "dan@school.example"), ("ann@school.example",), ("cat@school.example",)


def test_authors_are_of_the_commits_that_lead_here_and_to_nothing_known(root: Path) -> None:
    found = ancestry_of(find_commit(root, "HEAD"))
    head, ann, cat, first = _ids(root, "HEAD", "HEAD^1", "HEAD^2", "HEAD~2")

    assert (*_ANN, *_MERGE[:1], *_CAT, *_MERGE[1:], "test@example.org") == _told(found)
    assert sorted((*_ANN, *_MERGE, *_CAT)) == list(_told(found, first) or ())
    assert sorted((*_MERGE, *_CAT)) == list(_told(found, ann) or ())
    assert sorted((*_MERGE, *_ANN)) == list(_told(found, cat, "f" * 40) or ())
    assert () == _told(found, head)
    said = found.authorship((ann, "f" * 40))
    assert said is not None
    assert (ann,) == said.since


def test_a_bundle_brings_the_same_history_whoever_reads_it(root: Path) -> None:
    proved = read_proved_bundle(bundled(root))[1]

    assert ancestry_of(find_commit(root, "HEAD")) == proved.ancestry
    assert read_proved_bundle(repacked({k: v for k, v in unpacked(bundled(root)).items() if k != HISTORY}))[1].ancestry is None


def test_a_shallow_clone_tells_only_what_it_holds_whole(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "shallow")
    found = ancestry_of(find_commit(tmp_path / "shallow", "HEAD"))
    ann, cat, first = _ids(root, "HEAD^1", "HEAD^2", "HEAD~2")

    assert _told(found) is None
    assert sorted((*_MERGE, *_CAT)) == list(_told(found, ann) or ())
    assert _told(found, ann, cat) == _MERGE
    assert sorted((*_ANN, *_MERGE, *_CAT)) == list(_told(found, first) or ())


def _pieces(root: Path) -> list[bytes]:
    return list(ancestry._pieces(packed_history(find_commit(root, "HEAD"))))


def test_who_leaves_a_commit_out_is_not_told_who_the_others_are(root: Path) -> None:
    head, first = _ids(root, "HEAD", "HEAD~2")
    pieces = _pieces(root)

    without_ann = packed(one for one in pieces if b"Ann@School" not in one)
    assert _told(ancestry_in(without_ann, head), first) is None


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda ones: packed(ones[1:]), "begins with commit"),
        (lambda ones: packed([*ones, ones[1]]), "twice"),
        (lambda ones: packed([ones[0], *(one.replace(b"Ann@", b"Eve@") for one in ones[1:])]), "does not lead to"),
        (lambda ones: packed([*ones, b"tree " + b"0" * 40 + b"\nauthor A <a@b>\n\nx"]), "does not lead to"),
        (lambda ones: packed([*ones, b"no commit"]), "does not begin as a commit does"),
        (lambda ones: packed(ones)[:-1], "no whole commit at byte"),
        (lambda _: b"commit -1\0", "no whole commit at byte 0"),
        (lambda _: b"blob 1\0x", "no whole commit at byte 0"),
        (lambda _: b"commit 99999999999999999999999999", "no whole commit at byte 0"),
        (lambda _: b"\0", "no whole commit at byte 0"),
    ],
)
def test_a_history_that_does_not_prove_is_refused_in_a_sentence(
    root: Path, spoil: Callable[[list[bytes]], bytes], why: str
) -> None:
    held = {**unpacked(bundled(root)), HISTORY: spoil(_pieces(root))}

    with pytest.raises(SourceError, match=why):
        read_proved_bundle(repacked(held))


def test_a_history_is_no_longer_than_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (history, ancestry):
        monkeypatch.setattr(module, "MOST_COMMITS", 2)

    assert len(_pieces(root)) == 2
    head = git(root, "rev-parse", "HEAD")
    monkeypatch.setattr(ancestry, "MOST_COMMITS", 1)
    with pytest.raises(SourceError, match="more than 1 commits"):
        ancestry_in(packed(_pieces(root)), head)
    monkeypatch.setattr(ancestry, "MOST_BYTES", 10)
    assert packed(_pieces(root)) == b""


def test_a_commit_without_an_address_names_itself(tmp_path: Path) -> None:
    made = repository(tmp_path / "r", {"curriculum.yaml": b"x"})
    tree = git(made, "rev-parse", "HEAD^{tree}")
    data = f"tree {tree}\nauthor Nobody <> 1 +0000\ncommitter N <n@school.example> 1 +0000\n\nx\n".encode()
    name = git(made, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", data=data)

    assert _told(ancestry_of(find_commit(made, name))) == (f"no address in commit {name[:12]}",)
    assert commit(made)
