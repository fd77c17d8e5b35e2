"""The part of a bundle that proves which commit it holds, and the content it then is. Nothing here asks git.

A bundle carries, beside the files of the content folder, below `.coursewright/`:

    commit        the commit, as git keeps it
    folder        the content folder's path from the root of the repository; empty where it is the root
    trees/<id>    each tree on the way from the root to that folder, and each below it
    history       the commits that led to it, as far as they are at hand (ancestry.py); older bundles have none

Every id is computed again: of the commit, of each tree on the way, of each file. Files and trees must be those that the commit
names, no more and no fewer, but for what is hidden: that is nobody's content, and need not be there. So a bundle cannot pass off
other content as a commit's, as far as SHA-1 goes (objects.py says how far). Anybody can make a commit, in anybody's name: that a
commit is one of a certain repository, only that repository can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coursewright.authoring.source_tree import MAX_FILE_BYTES, MAX_FILES, Member, SourceTree, assemble, is_hidden
from coursewright.authoring.sources.ancestry import Ancestry, ancestry_in
from coursewright.authoring.sources.folder import SETTINGS
from coursewright.authoring.sources.objects import LINK, SUBMODULE, Entry, commit_facts, entries_in, object_id
from coursewright.errors import SourceError

PROOF = ".coursewright/"
COMMIT, FOLDER, TREES, HISTORY = f"{PROOF}commit", f"{PROOF}folder", f"{PROOF}trees/", f"{PROOF}history"
MAX_LISTING = 20_000_000  # characters of all paths: a few trees, each in the other, can stand for any number
KINDS = {LINK: "symbolic link", SUBMODULE: "submodule"}
_MOST_ON_THE_WAY = 300_000  # names in the trees that lead to the content folder
_LONGEST_FOLDER = 4_096


@dataclass(frozen=True, slots=True)
class ProvedCommit:
    """A commit that was found to hold exactly the content at hand: its id, the content folder in it, and its author's address.

    `ancestry` is what led to it, as far as the bundle tells.
    """

    commit_id: str
    folder: str
    author: str
    ancestry: Ancestry | None = None


@dataclass(frozen=True, slots=True)
class Digested(Member):
    """A file too large to be kept: its ids, by how many digits they have."""

    ids: Mapping[int, str] = field(default_factory=dict)


def proved(members: Sequence[Member]) -> tuple[SourceTree, ProvedCommit]:
    """The content of a bundle that carries its commit, and the commit.

    Raises:
        SourceError: the bundle is not what its commit says.
    """
    by_path = _by_path(members)
    said = {path: _bytes(by_path.pop(path)) for path in list(by_path) if path.startswith(PROOF)}
    try:
        tree_id, author = commit_facts(said.get(COMMIT, b""))
    except ValueError as error:
        raise SourceError(f"{COMMIT} in the bundle is no commit: {error}") from error
    trees = _Trees(_checked(said, tree_id), tree_id)
    folder = _folder(said)
    commit_id = object_id("commit", [said[COMMIT]], len(said[COMMIT]), tree_id)
    found = list(trees.below(trees.at(folder, commit_id), commit_id))
    trees.refuse_others()
    if SETTINGS not in {path for path, _ in found}:
        raise SourceError(f"commit {commit_id[:12]} holds no {folder or '.'}/{SETTINGS}")
    content = list(_content(found, by_path, commit_id))
    ancestry = ancestry_in(said[HISTORY], commit_id) if said.get(HISTORY) else None
    return assemble(content, shown_as(commit_id, folder)), ProvedCommit(commit_id, folder, author, ancestry)


def shown_as(commit_id: str, folder: str) -> str:
    """What goes before a path of the content of a commit where it is shown."""
    return f"{commit_id[:12]}:{f'{folder}/' if folder else ''}"


def _by_path(members: Sequence[Member]) -> dict[str, Member]:
    by_path: dict[str, Member] = {}
    for member in members:
        if member.kind != "file":
            raise SourceError(
                f"the bundle carries its commit, and so may hold files only; {_shown(member.path)} is a {member.kind}"
            )
        if member.path in by_path:
            raise SourceError(f"the bundle holds {_shown(member.path)} twice")
        by_path[member.path] = member
    return by_path


def _bytes(member: Member) -> bytes:
    if member.data is None:
        raise SourceError(f"{_shown(member.path)} in the bundle has {member.size:,} bytes; at most {MAX_FILE_BYTES:,} are read")
    return member.data


def _checked(said: Mapping[str, bytes], like: str) -> dict[str, bytes]:
    """The trees, by their ids, each of which is that of its bytes."""
    trees: dict[str, bytes] = {}
    for path, data in said.items():
        if path in (COMMIT, FOLDER, HISTORY):
            continue
        name = path.removeprefix(TREES)
        if path == name:
            raise SourceError(f"the bundle holds {_shown(path)}, which is no part of what proves a commit")
        found = object_id("tree", [data], len(data), like)
        if found != name:
            raise SourceError(f"{_shown(path)} in the bundle holds a tree whose id is {found}")
        trees[name] = data
    return trees


def _folder(said: Mapping[str, bytes]) -> str:
    if FOLDER not in said:
        raise SourceError(f"the bundle carries a commit, and no {FOLDER}, which says where in it the content is")
    folder = said[FOLDER][: _LONGEST_FOLDER + 1].decode("utf-8", "surrogateescape")
    if len(folder) > _LONGEST_FOLDER or (folder and not all(folder.split("/"))):
        raise SourceError(f"{FOLDER} in the bundle holds {_shown(folder)}, which is no path from the root of a repository")
    return folder


class _Trees:
    """Trees by id, and which of them were come across."""

    def __init__(self, trees: Mapping[str, bytes], root: str) -> None:
        self.trees = trees
        self.root = root
        self.met: set[str] = set()

    def at(self, folder: str, commit_id: str) -> str:
        """The id of the content folder's tree."""
        tree_id, count = self.root, 0
        for part in folder.split("/") if folder else ():
            following = None
            for entry in self._entries(tree_id):
                count += 1
                if count > _MOST_ON_THE_WAY:
                    raise SourceError(f"the folders on the way to {_shown(folder)} hold more than {_MOST_ON_THE_WAY:,} names")
                if entry.name == part and entry.is_folder:
                    following = entry.object_id
            if following is None:
                raise SourceError(f"commit {commit_id[:12]} holds no folder {_shown(folder)}, which the bundle says it is of")
            tree_id = following
        return tree_id

    def below(self, tree_id: str, commit_id: str) -> Iterator[tuple[str, Entry]]:
        """All that is below a tree and is no folder, in the order of git's own listing."""
        pending = [("", self._entries(tree_id))]
        count = size = 0
        while pending:
            prefix, entries = pending[-1]
            entry = next(entries, None)
            if entry is None:
                pending.pop()
                continue
            path = f"{prefix}{entry.name}"
            count, size = count + 1, size + len(path)
            if count > MAX_FILES or size > MAX_LISTING:
                raise SourceError(f"commit {commit_id[:12]} holds more than {MAX_FILES:,} files and folders")
            if entry.is_folder:
                pending.append((f"{path}/", self._entries(entry.object_id)))
            else:
                yield path, entry

    def refuse_others(self) -> None:
        """No tree may be here that nothing led to."""
        if others := sorted(set(self.trees) - self.met):
            raise SourceError(f"the bundle holds the tree {others[0]}, which its commit does not name in this folder")

    def _entries(self, tree_id: str) -> Iterator[Entry]:
        self.met.add(tree_id)
        if tree_id not in self.trees:
            raise SourceError(f"the bundle holds no tree {tree_id}, which its commit names")
        try:
            yield from entries_in(self.trees[tree_id], self.root)
        except ValueError as error:
            raise SourceError(f"the tree {tree_id} in the bundle is none: {error}") from error


def _content(found: Sequence[tuple[str, Entry]], files: dict[str, Member], commit_id: str) -> Iterator[Member]:
    """The members of the tree, as they are read from the commit itself: first what is refused, then files."""
    kept: list[Member] = []
    for path, entry in found:
        if entry.mode in KINDS:
            if not is_hidden(path):
                yield Member(path, KINDS[entry.mode], 0, None)
            continue
        member = files.pop(path, None)
        if member is not None:
            _refuse_unless(member, entry, commit_id)
        elif not is_hidden(path):
            raise SourceError(f"the bundle does not hold {_shown(path)}, which commit {commit_id[:12]} does")
        if member is None or is_hidden(path):
            continue
        if member.data is None:
            yield Member(path, "file", member.size, None)
        else:
            kept.append(member)
    if files:
        raise SourceError(f"the bundle holds {_shown(min(files))}, which commit {commit_id[:12]} does not")
    yield from kept


def _refuse_unless(member: Member, entry: Entry, commit_id: str) -> None:
    if isinstance(member, Digested):
        blob = member.ids[len(commit_id)]
    else:
        blob = object_id("blob", [member.data or b""], member.size, commit_id)
    if blob != entry.object_id:
        path = _shown(member.path)
        raise SourceError(
            f"{path} in the bundle is not what commit {commit_id[:12]} holds: its id is {blob}, not {entry.object_id}"
        )


def _shown(path: str) -> str:
    return ascii(path[:200])[1:-1]
