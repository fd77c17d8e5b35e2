"""Git's objects from their bytes: what they are called, and what a tree or a commit says. Git itself is not asked.

An object's id is a digest over its kind, its size and its bytes: SHA-1 in most repositories, SHA-256 in those that were made
so. SHA-1 is broken: with much effort, two files of one id can be made, and git's own guard against known attacks is not repeated
here. So an id says where content came from; what a release is, our own SHA-256 says (`SourceTree.tree_id`, and the manifest).
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_COMMIT = re.compile(
    rb"tree (?P<tree>[0-9a-f]{64}|[0-9a-f]{40})\n"
    rb"(?:parent [0-9a-f]{40,64}\n)*+"
    rb"author [^<\n]*+<(?P<mail>[^<>\n]*+)>[^\n]*+\n"
    rb"committer [^\n]*+\n"
)
FOLDER, LINK, SUBMODULE = "040000", "120000", "160000"
_SHA1_DIGITS = 40
_LONGEST_MODE = 7  # digits of an octal number


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree. `mode` is one of those git has: folder, file (executable or not), link, submodule."""

    mode: str
    name: str
    object_id: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a tree of its own."""
        return self.mode == FOLDER


def object_id(kind: str, pieces: Iterable[bytes], size: int, like: str) -> str:
    """The id of an object of so many bytes, made as the id it is `like` was made."""
    head = f"{kind} {size}\0".encode()
    digest = hashlib.sha1(head, usedforsecurity=False) if len(like) == _SHA1_DIGITS else hashlib.sha256(head)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def commit_facts(data: bytes) -> tuple[str, str]:
    """The tree a commit names, and its author's e-mail address.

    Raises:
        ValueError: these are not the bytes of a commit.
    """
    found = _COMMIT.match(data)
    if found is None:
        raise ValueError("it does not begin as a commit does: tree, parents, author, committer")
    return found["tree"].decode(), found["mail"].decode("utf-8", "replace")


def entries_in(tree: bytes, like: str) -> Iterator[Entry]:
    """What a tree holds, in its own order, one by one: it may be large, and its reader may want no more.

    Raises:
        ValueError: these are not the bytes of a tree, or it holds a name that no file can have, or one name twice.
    """
    width = len(like) // 2
    at = 0
    names: set[bytes] = set()
    while at < len(tree):
        blank = tree.find(b" ", at, at + _LONGEST_MODE)
        end = tree.find(b"\0", blank)
        if blank < 0 or end < 0 or end + 1 + width > len(tree):
            raise ValueError("it ends within a line")
        name = tree[blank + 1 : end]
        if not name or b"/" in name or name in names:
            raise ValueError(f"it holds the name {name[:100]!r}" + (" twice" if name in names else ""))
        names.add(name)
        yield Entry(_mode(tree[at:blank]), name.decode("utf-8", "surrogateescape"), tree[end + 1 : end + 1 + width].hex())
        at = end + 1 + width


def _mode(digits: bytes) -> str:
    """A mode as git takes it, which knows five of them."""
    if not digits or digits.strip(b"01234567"):
        raise ValueError(f"it holds the mode {digits!r}")
    mode = int(digits, 8)
    if stat.S_ISREG(mode):
        return "100755" if mode & stat.S_IXUSR else "100644"
    if stat.S_ISLNK(mode):
        return LINK
    return FOLDER if stat.S_ISDIR(mode) else SUBMODULE
