"""A bundle that carries its commit holds exactly what the commit says, or is refused in a sentence."""

from __future__ import annotations

import hashlib
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.trees import VALID, files_of
from coursewright.authoring import source_tree
from coursewright.authoring.sources import bundle as bundles
from coursewright.authoring.sources import bundling, proof
from coursewright.authoring.sources.bundle import read_bundle, read_bundle_file, read_proved_bundle
from coursewright.authoring.sources.commit import find_commit, read_commit
from coursewright.authoring.sources.objects import object_id
from coursewright.authoring.sources.proof import COMMIT, FOLDER, HISTORY, TREES
from coursewright.errors import SourceError
from repositories import bundled, commit, git, packed, repository, unpacked

_FOLDER = "courses/of ours"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valid tree, two folders down in a repository that holds other things too."""
    files = {f"{_FOLDER}/{path}": data for path, data in files_of(VALID).items()}
    others = {"README.md": b"ours\n", "courses/other/x.txt": b"x\n", f"{_FOLDER}/.github/hidden.yml": b"a: b\n"}
    return repository(tmp_path_factory.mktemp("one") / "repository", files | others) / _FOLDER


@pytest.fixture(scope="module")
def whole(content: Path) -> dict[str, bytes]:
    return unpacked(bundled(content))


def _id(kind: str, data: bytes) -> str:
    return hashlib.sha1(b"%s %d\0%s" % (kind.encode(), len(data), data), usedforsecurity=False).hexdigest()


def test_a_bundle_and_its_commit_are_one_tree_and_the_commit_is_proved(content: Path) -> None:
    found = find_commit(content, "HEAD")
    tree, proved = read_proved_bundle(bundled(content))

    assert read_commit(found) == tree
    assert (found.commit_id, _FOLDER, "test@example.org") == (proved.commit_id, proved.folder, proved.author)
    assert git(content, "rev-parse", "HEAD") == proved.commit_id


def test_the_bundle_of_a_commit_has_the_same_bytes_every_time(content: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    git(tmp_path / "elsewhere", "clone", "-q", str(content.parents[1]), ".")

    assert bundled(content) == bundled(content)
    assert bundled(content) == bundled(tmp_path / "elsewhere" / _FOLDER)


def test_a_bundle_holds_what_the_format_says_and_nothing_hidden(content: Path, whole: dict[str, bytes]) -> None:
    trees = git(content, "ls-tree", "-r", "-d", "--format=%(objectname)", "--full-tree", f"HEAD:{_FOLDER}").split()
    way = [git(content, "rev-parse", name) for name in ("HEAD^{tree}", "HEAD:courses", f"HEAD:{_FOLDER}")]

    assert {COMMIT, FOLDER, HISTORY, *(f"{TREES}{name}" for name in (*trees, *way)), *files_of(VALID)} == set(whole)
    assert git(content, "rev-parse", "HEAD") == _id("commit", whole[COMMIT])
    assert _FOLDER.encode() == whole[FOLDER]


def test_on_the_command_line_such_a_bundle_is_a_content_like_any_other(content: Path, tmp_path: Path) -> None:
    (tmp_path / "pushed.tar.gz").write_bytes(bundled(content))
    tree = read_bundle_file(tmp_path / "pushed.tar.gz")

    assert read_commit(find_commit(content, "HEAD")).tree_id == tree.tree_id
    assert "pushed.tar.gz:" == tree.shown_as


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("folder", ["", "content", "a/b/c"])
def test_ids_of_both_kinds_are_computed_wherever_the_content_is(tmp_path: Path, object_format: str, folder: str) -> None:
    prefix = f"{folder}/" if folder else ""
    root = repository(tmp_path / "r", {f"{prefix}{path}": data for path, data in files_of(VALID).items()}, object_format)
    tree, proved = read_proved_bundle(bundled(root / folder))

    assert read_commit(find_commit(root / folder, "HEAD")) == tree
    assert (git(root, "rev-parse", "HEAD"), folder) == (proved.commit_id, proved.folder)


_NAMES = st.text(st.sampled_from("aB.-é ~_\n"), min_size=1, max_size=4).filter(lambda name: name not in {".", ".."})
_PATHS = st.lists(_NAMES.filter(lambda name: name.lower() != ".git"), min_size=1, max_size=3).map("/".join)
_KINDS = st.sampled_from(["file", "executable", "link", "submodule", "large"])
_LARGE = 3_000


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_PATHS, st.tuples(_KINDS, st.binary(max_size=20)), max_size=8), st.booleans())
def test_whatever_a_repository_holds_its_bundle_and_its_commit_are_judged_alike(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, made: dict[str, tuple[str, bytes]], at_root: bool
) -> None:
    for module in (source_tree, bundles):
        monkeypatch.setattr(module, "MAX_FILE_BYTES", _LARGE - 1)
    monkeypatch.setattr("coursewright.authoring.sources.commit.MAX_FILE_BYTES", _LARGE - 1)
    folder = "" if at_root else "con tent"
    root = tmp_path_factory.mktemp("r")
    git(root, "init", "-q", "-b", "main")
    prefix = f"{folder}/" if folder else ""
    _index(root, f"{prefix}curriculum.yaml", "file", b"title: A\n")
    for path, (kind, data) in made.items():
        if not any(other != path and f"{other}/".startswith(f"{path}/") for other in made):  # a file is no folder too
            _index(root, f"{prefix}{path}", kind, data)
    tree_id = git(root, "write-tree")
    commit_id = git(root, "commit-tree", tree_id, "-m", "made")
    found = replace(find_commit(root, commit_id), folder=folder)

    assert read_commit(found) == read_proved_bundle(bundling.bundle_of(found))[0]


def _index(root: Path, path: str, kind: str, data: bytes) -> None:
    """Put an entry into the index, past the file system."""
    modes = {"file": "100644", "executable": "100755", "link": "120000", "submodule": "160000", "large": "100644"}
    body = data if kind != "large" else data.ljust(_LARGE, b"x")
    name = "1" * 40 if kind == "submodule" else git(root, "hash-object", "-w", "--stdin", data=body)
    git(root, "update-index", "-z", "--index-info", data=f"{modes[kind]} {name}\t{path}\0".encode())


Spoil = Callable[[dict[str, bytes]], dict[str, bytes]]


def _other_message(held: dict[str, bytes]) -> dict[str, bytes]:
    return {**held, COMMIT: held[COMMIT].replace(b"a commit", b"another"), HISTORY: b""}


def test_a_changed_commit_is_another_commit(whole: dict[str, bytes]) -> None:
    before, after = (read_proved_bundle(packed(held))[1] for held in (whole, _other_message(whole)))

    assert before.commit_id != after.commit_id
    assert _id("commit", _other_message(whole)[COMMIT]) == after.commit_id


def _forged_commit(held: dict[str, bytes]) -> dict[str, bytes]:
    """The commit's own bytes, with the tree of other content: what a forger would like to get by with."""
    tree = held[COMMIT].split(b"\n", 1)[0]
    return {**held, COMMIT: held[COMMIT].replace(tree, b"tree " + b"1" * 40)}


def _tree_of(held: dict[str, bytes], name: bytes) -> str:
    """The path of the tree that holds a file of this name."""
    return next(path for path, data in held.items() if path.startswith(TREES) and b" " + name + b"\0" in data)


def _forged_tree(held: dict[str, bytes]) -> dict[str, bytes]:
    path = _tree_of(held, b"curriculum.yaml")
    return {**held, path: held[path].replace(b"100644 curriculum.yaml", b"100755 curriculum.yaml")}


def _renamed_forged_tree(held: dict[str, bytes]) -> dict[str, bytes]:
    """The same under the name that its bytes do have: then nothing leads to it."""
    path = _tree_of(held, b"curriculum.yaml")
    data = held[path].replace(b"100644 curriculum.yaml", b"100755 curriculum.yaml")
    return {**{name: value for name, value in held.items() if name != path}, f"{TREES}{_id('tree', data)}": data}


def _swapped(held: dict[str, bytes]) -> dict[str, bytes]:
    return {**held, "people.yaml": held["curriculum.yaml"], "curriculum.yaml": held["people.yaml"]}


def _one_byte(held: dict[str, bytes]) -> dict[str, bytes]:
    return {**held, "people.yaml": held["people.yaml"] + b"\n"}


def _without(*names: str) -> Spoil:
    return lambda held: {path: data for path, data in held.items() if path not in names}


def _with(path: str, data: bytes) -> Spoil:
    return lambda held: {**held, path: data}


def _without_a_tree(held: dict[str, bytes]) -> dict[str, bytes]:
    return _without(_tree_of(held, b"curriculum.yaml"))(held)


def _superfluous_tree(held: dict[str, bytes]) -> dict[str, bytes]:
    return {**held, f"{TREES}{_id('tree', b'')}": b""}


_FORGERIES: dict[str, tuple[Spoil, str]] = {
    "the commit names another tree": (_forged_commit, "holds no tree 1111"),
    "a tree was changed": (_forged_tree, "holds a tree whose id is"),
    "a tree was changed and renamed": (_renamed_forged_tree, "holds no tree [0-9a-f]{40}, which its commit names"),
    "two files were swapped": (_swapped, r"\.yaml in the bundle is not what commit [0-9a-f]{12} holds: its id is"),
    "a byte was added": (_one_byte, r"people\.yaml in the bundle is not what commit"),
    "a file is missing": (_without("people.yaml"), r"does not hold people\.yaml, which commit [0-9a-f]{12} does"),
    "a file too many": (_with("claims/more.yaml", b""), r"holds claims/more\.yaml, which commit [0-9a-f]{12} does not"),
    "a hidden file too many": (_with(".hidden", b""), r"holds \.hidden, which commit [0-9a-f]{12} does not"),
    "a hidden file that is another": (_with(".github/hidden.yml", b"c"), r"\.github/hidden\.yml in the bundle is not what"),
    "a file out of the tree": (_with("../evil", b"evil"), r"holds \.\./evil, which commit"),
    "an absolute file": (_with("/etc/evil", b"evil"), "holds /etc/evil, which commit"),
    "a large file that is another": (_with("people.yaml", bytes(10_000_001)), r"people\.yaml in the bundle is not what commit"),
    "a tree is missing": (_without_a_tree, "holds no tree [0-9a-f]{40}, which its commit names"),
    "a tree too many": (_superfluous_tree, "holds the tree 4b825dc[0-9a-f]{33}, which its commit does not name"),
    "a tree under no id": (_with(f"{TREES}x", b""), "trees/x in the bundle holds a tree whose id is"),
    "a tree of 11 MB": (_with(f"{TREES}x", bytes(11_000_000)), "trees/x in the bundle has 11,000,000 bytes"),
    "more beside the proof": (_with(".coursewright/released", b""), "which is no part of what proves a commit"),
    "no folder is named": (_without(FOLDER), r"no \.coursewright/folder"),
    "the root for the folder": (_with(FOLDER, b""), "does not name in this folder|holds no"),
    "another folder": (_with(FOLDER, b"courses/other"), "holds no tree|does not name"),
    "no folder of the commit": (_with(FOLDER, b"nowhere"), "holds no folder nowhere, which the bundle says it is of"),
    "a file for a folder": (_with(FOLDER, b"README.md"), r"holds no folder README\.md"),
    "a folder out of the tree": (_with(FOLDER, b"../x"), r"holds no folder \.\./x"),
    "a folder that is no path": (_with(FOLDER, b"/courses//x"), "is no path from the root of a repository"),
    "a folder without end": (_with(FOLDER, b"x" * 9_999), "is no path from the root of a repository"),
    "a commit that is none": (_with(COMMIT, b"a commit"), r"commit in the bundle is no commit: it does not begin"),
    "an empty commit": (_with(COMMIT, b""), "is no commit"),
    "a commit of 11 MB": (_with(COMMIT, bytes(11_000_000)), "at most 10,000,000 are read"),
}


@pytest.mark.parametrize("name", _FORGERIES)
def test_a_forgery_is_refused_in_a_sentence(whole: dict[str, bytes], name: str) -> None:
    spoil, said = _FORGERIES[name]
    spoilt = packed(spoil(whole))

    with pytest.raises(SourceError, match=said) as refused:
        read_proved_bundle(spoilt)
    with pytest.raises(SourceError, match=said):
        read_bundle(spoilt)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_beside_a_commit_only_files_may_be(whole: dict[str, bytes], kind: bytes) -> None:
    info = tarfile.TarInfo("claims/x.yaml")
    info.type, info.linkname = kind, "deep-1-reasons.yaml"

    with pytest.raises(SourceError, match=r"may hold files only; claims/x\.yaml is a link or device"):
        read_proved_bundle(packed(whole, info))


def test_a_file_that_comes_twice_is_refused(whole: dict[str, bytes]) -> None:
    with pytest.raises(SourceError, match=r"holds people\.yaml twice"):
        read_proved_bundle(packed(whole, tarfile.TarInfo("people.yaml")))


def test_a_plain_bundle_proves_nothing(whole: dict[str, bytes]) -> None:
    plain = packed({path: data for path, data in whole.items() if not path.startswith(".coursewright/")})

    with pytest.raises(SourceError, match="does not carry the commit it is of; make it with coursewright push"):
        read_proved_bundle(plain)
    assert read_bundle(plain).tree_id == read_bundle(packed(whole)).tree_id


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (b"100644 a", "ends within a line"),
        (b"100644 a\0" + bytes(19), "ends within a line"),
        (b"100644", "ends within a line"),
        (b"123456789 a\0" + bytes(20), "ends within a line"),
        (b"100844 a\0" + bytes(20), "holds the mode b'100844'"),
        (b"100644 a/b\0" + bytes(20), "holds the name b'a/b'"),
        (b"100644 \0" + bytes(20), "holds the name b''"),
        (b"100644 a\0" + bytes(20) + b"40000 a\0" + bytes(20), "holds the name b'a' twice"),
    ],
)
def test_a_tree_that_git_would_not_make_is_refused(tree: bytes, said: str) -> None:
    name = _id("tree", tree)
    body = f"tree {name}\nauthor A <a@example.org> 0 +0000\ncommitter A <a@example.org> 0 +0000\n\nm\n".encode()
    held = {COMMIT: body, FOLDER: b"", f"{TREES}{name}": tree, "a": b""}

    with pytest.raises(SourceError, match=said):
        read_proved_bundle(packed(held))


def _nested(levels: int, names: int) -> dict[str, bytes]:
    """A few trees, each holding the next under several names: they stand for any number of files."""
    blob = _id("blob", b"")
    tree = b"".join(b"100644 f%d\0" % n + bytes.fromhex(blob) for n in range(names))
    held = {}
    for _ in range(levels):
        name = _id("tree", tree)
        held[f"{TREES}{name}"] = tree
        tree = b"".join(b"40000 d%d\0" % n + bytes.fromhex(name) for n in range(names))
    name = _id("tree", tree)
    body = f"tree {name}\nauthor A <a@example.org> 0 +0000\ncommitter A <a@example.org> 0 +0000\n\nm\n".encode()
    return {**held, f"{TREES}{name}": tree, COMMIT: body, FOLDER: b""}


@pytest.mark.parametrize(("levels", "names"), [(60, 10), (20_000, 1)])
def test_a_few_trees_cannot_stand_for_more_than_a_curriculum_holds(
    monkeypatch: pytest.MonkeyPatch, levels: int, names: int
) -> None:
    monkeypatch.setattr(proof, "MAX_LISTING", 2_000_000)

    with pytest.raises(SourceError, match="holds more than 30,000 files and folders"):
        read_proved_bundle(packed(_nested(levels, names)))


def test_the_names_on_the_way_are_bounded(monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes]) -> None:
    monkeypatch.setattr(proof, "_MOST_ON_THE_WAY", 2)

    with pytest.raises(SourceError, match="the folders on the way to courses/of ours hold more than 2 names"):
        read_proved_bundle(packed(whole))


def test_what_proves_a_commit_is_counted_apart_from_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes]
) -> None:
    trees = sum(path.startswith(".coursewright/") for path in whole)
    monkeypatch.setattr(bundles, "MAX_FILES", max(trees, len(whole) - trees))
    read_proved_bundle(packed(whole))
    monkeypatch.setattr(bundles, "MAX_FILES", trees - 1)

    with pytest.raises(SourceError, match="the bundle holds more than"):
        read_proved_bundle(packed(whole))


def test_a_commit_that_does_not_fit_into_a_bundle_is_refused_where_it_is_made(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, said in ((1_000, "holds more than the 1,000 bytes"), (len(zlib.compress(b"")) + 40_000, "that fit into a bundle")):
        monkeypatch.setattr(bundling, "MAX_TREE_BYTES", most)
        with pytest.raises(SourceError, match=said):
            bundled(content)


def test_a_commit_whose_trees_are_not_all_there_is_not_bundled(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {f"content/{path}": data for path, data in files_of(VALID).items()})
    tree = git(root, "rev-parse", "HEAD^{tree}")
    bundle = bundled(root / "content")
    (root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()

    assert read_proved_bundle(bundle)[1].commit_id == git(root, "rev-parse", "HEAD")
    with pytest.raises(SourceError, match="is not all there"):
        bundled(root / "content")


def test_a_signed_commit_and_a_merge_keep_their_ids(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", dict(files_of(VALID)))
    git(root, "checkout", "-q", "-b", "side")
    commit(root, "side")
    git(root, "checkout", "-q", "main")
    commit(root, "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merged", "side")
    body = git(root, "cat-file", "commit", "HEAD").encode() + b"\n"
    signed = body.replace(b"\n\n", b"\ngpgsig -----BEGIN\n \n -----END\n\n", 1)
    name = git(root, "hash-object", "-t", "commit", "-w", "--stdin", data=signed)

    assert {name, git(root, "rev-parse", "HEAD")} == {
        read_proved_bundle(bundled(root, one))[1].commit_id for one in (name, "HEAD")
    }


def test_the_id_of_an_object_is_that_of_git() -> None:
    assert "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" == object_id("blob", [], 0, "0" * 40)
    assert "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813" == object_id("blob", [], 0, "0" * 64)
