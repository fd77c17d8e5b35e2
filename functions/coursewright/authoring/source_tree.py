"""The bytes of one content tree, by path, wherever they came from.

Takes the members a reader found (folder, commit, bundle) and refuses, as findings, what may not be part of a curriculum: links,
devices, names that other systems cannot hold, files past the bounds. What is left out everywhere alike: hidden files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from coursewright.authoring.findings.finding import Finding, Place

MAX_FILE_BYTES = 10_000_000
MAX_TREE_BYTES = 200_000_000
MAX_FILES = 30_000
MAX_NAMES = 10 * MAX_FILES  # of files and of the folders they are in, each time they are named
_LONGEST_PATH = 4_096
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.", re.IGNORECASE)


@dataclass(frozen=True)
class SourceTree:
    """Files by path relative to the folder of `curriculum.yaml`, in path order; `findings` says what was refused.

    `shown_as` goes before a path where it is shown to a person, so that an editor can jump to it. `authors` are the git
    identities (e-mail addresses) of who committed to it, where that is known; they are no part of the content.
    """

    files: Mapping[str, bytes]
    shown_as: str = ""
    findings: tuple[Finding, ...] = ()
    authors: tuple[str, ...] = ()
    tree_id: str = field(init=False)

    def __post_init__(self) -> None:
        ordered = dict(sorted(self.files.items()))
        object.__setattr__(self, "files", MappingProxyType(ordered))
        object.__setattr__(self, "tree_id", _tree_id(ordered))

    def by(self, authors: tuple[str, ...]) -> SourceTree:
        """The same tree, with who committed to it."""
        return replace(self, authors=authors)

    def under(self, folder: str) -> Iterator[str]:
        """Paths below a folder, in order."""
        return (path for path in self.files if path.startswith(f"{folder}/"))


def _tree_id(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the paths and the SHA-256 of each file: the same for a folder, a commit and a bundle of one content."""
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())
    return hashlib.sha256(listing.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Member:
    """One entry a reader came across; `data` is None for what is no regular file, and `kind` then says what it is."""

    path: str
    kind: str
    size: int
    data: bytes | None


def assemble(members: Iterable[Member], shown_as: str = "") -> SourceTree:
    """Keep what may be part of a curriculum; turn the rest into findings. The order of the members does not matter."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    total = count = names = 0
    for member in members:
        if is_hidden(member.path):
            continue
        count, total, names = count + 1, total + member.size, names + member.path.count("/") + 1
        problem = _problem(member)
        too_much = count > MAX_FILES or names > MAX_NAMES or (problem is None and total > MAX_TREE_BYTES)
        if too_much:
            findings.append(_too_large())
            break
        if problem is None and member.data is not None:
            files[member.path] = member.data
        elif problem is not None:
            findings.append(problem)
    return SourceTree(files, shown_as, (*findings, *_twins(files)))


def _too_large() -> Finding:
    return Finding(
        "tree-too-large",
        Place("curriculum.yaml"),
        f"the tree holds more than {MAX_FILES:,} files or {MAX_TREE_BYTES:,} bytes",
        "Keep videos and data sets outside the content folder and link to them.",
    )


def _twins(paths: Iterable[str]) -> Iterator[Finding]:
    """Names that are one where capital and small letters are not told apart: on Windows, and mostly on macOS."""
    entries: dict[tuple[int, str], tuple[int, str, bool]] = {}  # by the folder's number and the folded name
    for path in sorted(paths):
        folder = 0
        parts = path.split("/")
        for index, part in enumerate(parts):
            is_file = index == len(parts) - 1
            number, first, was_file = entries.setdefault((folder, part.lower()), (len(entries) + 1, part, is_file))
            if first != part or was_file != is_file:
                yield Finding(
                    "unsafe-file",
                    Place(path),
                    f'"{part}" and "{first}" beside it have one name on systems that do not tell A from a',
                    "Rename one of the two; a copy of the tree on such a system would hold only one of them.",
                )
                break
            folder = number


def is_hidden(path: str) -> bool:
    """Hidden files and caches are nobody's content: `.DS_Store`, `.git`, `__pycache__`."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.split("/") if part != "..")


def _problem(member: Member) -> Finding | None:
    parts = member.path.split("/")
    if len(member.path) > _LONGEST_PATH or not all(_NAME.fullmatch(part) for part in parts):
        return Finding(
            "unsafe-file",
            Place(_printable(member.path)),
            f"the name {ascii(member.path[:_LONGEST_PATH])[:120]} cannot be part of a curriculum",
            "Name files and folders with ASCII letters, digits, dots, hyphens and underscores; start with a letter or a digit.",
        )
    if reserved := next((part for part in parts if _RESERVED.fullmatch(part)), None):
        return Finding(
            "unsafe-file",
            Place(member.path),
            f'Windows cannot hold the name "{reserved}"',
            "Choose another: no dot at the end, and none of con, prn, aux, nul, com1 …, lpt1 … before the first dot.",
        )
    if member.data is None and member.kind != "file":
        return Finding(
            "unsafe-file",
            Place(member.path),
            f"this is a {member.kind}, not a file",
            "Put a copy of the file here instead: a release holds bytes, not references out of the tree.",
        )
    if member.size > MAX_FILE_BYTES:
        return Finding(
            "unsafe-file",
            Place(member.path),
            f"the file has {member.size:,} bytes; at most {MAX_FILE_BYTES:,} are read",
            "Make the file smaller, or keep it outside the content folder and link to it.",
        )
    return None


def _printable(path: str) -> str:
    return "".join(character if character.isascii() and character.isprintable() else "?" for character in path[:200])
