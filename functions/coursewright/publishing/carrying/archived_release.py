"""An exported release as its file holds it: every byte against its digest, and the whole against what the manifest reaches.

Takes the file, once through; gives what it is and which objects it has. Refuses what is missing, damaged, or more than there
should be; each name comes once and in order. Only digests are kept, so memory is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from coursewright.compiling.compiler_format import FORMAT as COMPILER_FORMAT
from coursewright.compiling.digest import Digest, digest_of, is_digest
from coursewright.compiling.spaces import ASSETS, OBJECTS, SPACES
from coursewright.errors import ArchiveError, DamagedObjectError
from coursewright.publishing.carrying.archive import BLOCK, members
from coursewright.publishing.carrying.exporting import FIRST, FORMAT
from coursewright.publishing.depositing.attestations import attestation_key, statement_in
from coursewright.publishing.records.names import is_edition
from coursewright.publishing.storing.reachable import Place, names
from coursewright.publishing.storing.store import object_key

Progress = Callable[[str, int, int], None]
MOST_MEMBERS = 250_000
MOST_NAMED = 1_000_000
LARGEST_MEMBER = 32_000_000
LARGEST_FILE = 4_000_000_000
LARGEST_STREAM = LARGEST_FILE + MOST_MEMBERS * 2 * BLOCK
LARGEST_STATEMENT = 64_000
LARGEST_STATEMENTS = 16_000_000
_FIELDS = {"edition", "format", "kind", "manifest", "private"}


@dataclass(frozen=True, slots=True)
class Verified:
    """An exported release of which every byte was found right: what it is, where it came from, and the places it has."""

    edition: str
    manifest: Digest
    private: Digest
    source: Mapping[str, Any]
    places: frozenset[Place]


@dataclass(slots=True)
class Contents:
    """What a file holds: its first member, which object names which, its manifest, the newest of editions, and the statements."""

    first: dict[str, Any]
    names: dict[Place, tuple[Place, ...]] = field(default_factory=dict)
    manifest: dict[str, Any] | None = None
    newest: dict[Digest, str] = field(default_factory=dict)
    statements: dict[str, dict[str, Any]] = field(default_factory=dict)
    named: int = 0
    stated: int = 0

    def take(self, place: Place, data: bytes) -> None:
        """Note what an object names."""
        value = _json("/".join(place), data) if place[0] != ASSETS and data.startswith(b"{") else {}
        try:
            named = tuple(dict.fromkeys(names(place[0], value)))
            newest = max(value["editions"]) if value.get("kind") == "editions" else ""
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ArchiveError(f"{'/'.join(place)} does not hold what an object of its kind holds") from error
        if not all(isinstance(digest, str) and is_digest(digest) for _, digest in named):
            raise ArchiveError(f"{'/'.join(place)} names something that is no digest")
        self.named += len(named)
        if self.named > MOST_NAMED:
            raise ArchiveError(f"its objects name others more than {MOST_NAMED:,} times")
        if place == (OBJECTS, self.first["manifest"]):
            self.manifest = value
        if isinstance(newest, str) and is_edition(newest):
            self.newest[place[1]] = newest
        self.names[place] = named

    def state(self, name: str, data: bytes) -> None:
        """Note a statement."""
        self.stated += len(data)
        if self.stated > LARGEST_STATEMENTS:
            raise ArchiveError(f"its attestations have more than {LARGEST_STATEMENTS:,} bytes")
        self.statements[name] = _statement(name, data)

    def checked(self) -> Verified:
        """The release, if all that is here is all of it."""
        edition, manifest, private = (self.first[name] for name in ("edition", "manifest", "private"))
        body = self.manifest
        if body is None:
            raise ArchiveError(f"the manifest {manifest} is not in it")
        if body["format"] > COMPILER_FORMAT:
            raise ArchiveError(
                f"it is of compiler format {body['format']}, and this Coursewright knows {COMPILER_FORMAT}; upgrade it"
            )
        if body["private"] != private:
            raise ArchiveError(f"{FIRST} names the private root {private}, and the manifest {body['private']}")
        self._check_reach((OBJECTS, manifest))
        newest = self.newest[body["editions"]]
        if newest != edition:
            raise ArchiveError(f"{FIRST} says edition {edition}, and its content's newest is {newest}")
        return Verified(edition, manifest, private, self._source(manifest, body["tree"]), frozenset(self.names))

    def _check_reach(self, root: Place) -> None:
        """Nothing missing, and nothing more."""
        reached, pending = {root}, [root]
        while pending:
            place = pending.pop()
            if place not in self.names:
                raise ArchiveError(f"{'/'.join(place)} is missing")
            new = set(self.names[place]) - reached
            reached |= new
            pending.extend(new)
        if more := self.names.keys() - reached:
            raise ArchiveError(f"{'/'.join(min(more))} is in it, but no part of the release")

    def _source(self, manifest: Digest, tree: str) -> dict[str, Any]:
        """Where it came from, by the first statement that names a commit, or else the first."""
        if not self.statements:
            raise ArchiveError("it does not say where the release came from: it holds no attestation")
        told = []
        for key, statement in sorted(self.statements.items()):
            definition = statement["predicate"]["buildDefinition"]
            sources = definition["resolvedDependencies"]
            digests = {source["name"]: source["digest"] for source in sources}
            is_of_it = statement["subject"][0]["digest"]["sha256"] == manifest and digests["content"]["sha256"] == tree
            if not is_of_it or key != attestation_key(manifest, sources):
                raise ArchiveError(f"{key} is not about this release")
            commit = digests.get("commit", {}).get("gitCommit")
            folder = definition["externalParameters"].get("folder")
            if not all(value is None or isinstance(value, str) for value in (commit, folder)):
                raise ArchiveError(f"{key} names a commit or a folder that is no text")
            told.append({"tree": tree, "commit": commit, "folder": folder})
        return next((source for source in told if source["commit"]), told[0])


def read_archive(file: BinaryIO, progress: Progress) -> Contents:
    """All that a file holds, each member sound by itself.

    Raises:
        ArchiveError: one is damaged, comes twice, or is too much.
    """
    stream = bounded(file)
    found = Contents(first_member(*next(stream, ("", b""))))
    last = ""
    for number, (name, data) in enumerate(stream, 1):
        if name <= last:
            raise ArchiveError(f"{name} comes twice, or out of order")
        last = name
        if name.startswith("attestations/"):
            found.state(name, data)
        else:
            found.take(place_of(name, data), data)
        progress("verifying", number, 0)
    return found


def bounded(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The members of a file in order, no more of them and no larger than a release can have."""
    total = 0
    for number, (name, size, pieces) in enumerate(members(file)):
        total += size
        if size > LARGEST_MEMBER or total > LARGEST_FILE or number > MOST_MEMBERS:
            raise ArchiveError(
                f"{name} is too much: at most {MOST_MEMBERS:,} objects of {LARGEST_MEMBER:,} bytes, and {LARGEST_FILE:,} in all"
            )
        yield name, b"".join(pieces)


def first_member(name: str, data: bytes) -> dict[str, Any]:
    """What the first member says the file is."""
    value = _json(name, data) if name == FIRST and len(data) <= LARGEST_STATEMENT else None
    if not isinstance(value, dict) or value.get("kind") != "coursewright-release":
        raise ArchiveError(f"it does not begin with {FIRST}, as a file from `coursewright export` does")
    if value.get("format") != FORMAT:
        raise ArchiveError(
            f"it is an export of form {value.get('format')!r}, and this Coursewright reads form {FORMAT}; upgrade it"
        )
    texts = [value.get(one) for one in ("edition", "manifest", "private")]
    if set(value) != _FIELDS or not all(isinstance(text, str) for text in texts):
        raise ArchiveError(f"{FIRST} does not hold what it should")
    if not is_edition(value["edition"]) or not is_digest(value["manifest"]) or not is_digest(value["private"]):
        raise ArchiveError(f"{FIRST} holds an edition or a digest that is none")
    return value


def place_of(name: str, data: bytes) -> Place:
    """Which object a member is: its name must be the key of these very bytes."""
    space, digest = name.partition("/")[0], digest_of(data)
    if space not in SPACES or name.count("/") != object_key("", Digest("")).count("/"):
        raise ArchiveError(f"{name!a} is no part of a release")
    if name != object_key(space, digest):
        raise ArchiveError(f"{name} holds bytes whose digest is {digest}")
    return space, digest


def _statement(name: str, data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_STATEMENT:
        raise ArchiveError(f"{name} has {len(data):,} bytes; at most {LARGEST_STATEMENT:,} are read")
    try:
        value = statement_in(data)
    except (DamagedObjectError, ValueError, RecursionError) as error:
        raise ArchiveError(f"{name} holds no attestation") from error
    return value


def _json(name: str, data: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ArchiveError(f"{name} holds no JSON") from error
