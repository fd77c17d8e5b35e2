"""All of a release that can stop being true: its ledger, and of each course the index, the claims and what depends on what.

Takes a way to read an object by its digest; three reads, and three for each course, whatever the number of lessons. Releases
compiled before courses had claims in one object (compiler format 1) are refused; of those before format 3 it is not known which
models a text names, nor who owns what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.renewing.model_ends import by_name

Read = Callable[[Digest], Mapping[str, Any]]

_NOTHING: Mapping[str, Any] = {}
_NAMES_NOTHING: Mapping[str, Any] = {"owner": None, "path": None, "speaks_of": (), "api": (), "conditions": (), "questions": {}}


def outline(index: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Items of a course index in the order learners meet them; objects are stored in the order of ids."""
    for module in index["modules"]:
        yield from ((name, index["items"][name]) for name in module["items"])


@dataclass(frozen=True, slots=True)
class CourseParts:
    """A course as released: its index, its claims by id, and its `depends` object (empty before compiler format 3)."""

    index: Mapping[str, Any]
    claims: Mapping[str, Mapping[str, Any]]
    depends: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The course's id."""
        return str(self.index["id"])

    def items(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Lessons and activities by their ids, in the order learners meet them."""
        return outline(self.index)

    def item(self, item: str) -> Mapping[str, Any]:
        """What an item depends on."""
        return {**_NAMES_NOTHING, **self.depends.get("items", _NOTHING).get(item, _NOTHING)}

    def names_in(self, item: str) -> set[str]:
        """Every model and family by name that an item is about, has a passage for, states a claim about, or only names."""
        entry, depends = self.index["items"][item], self.item(item)
        asked = [*entry.get("models", ()), *depends["conditions"]]
        asked += [name for claim in entry["claims"] for name in self.claims[claim]["models"]]
        named = [*depends["speaks_of"], *(name for one in depends["questions"].values() for name in one["speaks_of"])]
        return {*by_name(asked), *named}

    def owner_of_claim(self, claim: str) -> str | None:
        """Who looks after a claim, as far as the release says."""
        owner: str | None = self.depends.get("claims", _NOTHING).get(claim, _NOTHING).get("owner")
        return owner

    def path_of_claim(self, claim: str) -> str | None:
        """Where a claim is written, as far as the release says."""
        path: str | None = self.depends.get("claims", _NOTHING).get(claim, _NOTHING).get("path")
        return path

    def objective(self, objective: str) -> Mapping[str, Any]:
        """What an objective's text names."""
        found: Mapping[str, Any] = self.depends.get("objectives", _NOTHING).get(objective, _NAMES_NOTHING)
        return found


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A release, as far as it can stop being true. `name` is how it is spoken of."""

    name: str
    manifest: Digest
    ledger: Mapping[str, Any]
    programs: Mapping[str, Any]
    courses: tuple[CourseParts, ...]


def read_catalogue(name: str, manifest: Digest, read: Read) -> Catalogue:
    """Read what there is to judge of a release.

    Raises:
        UnknownNameError: the release was compiled before courses had a status.
        StoreError: what the reader raises.
    """
    body = read(manifest)
    courses = []
    for digest in body["courses"].values():
        index = read(digest)
        if "claims" not in index:
            raise UnknownNameError(f"{name} was compiled before courses had a status")
        depends = read(index["depends"]) if "depends" in index else _NOTHING
        courses.append(CourseParts(index, read(index["claims"])["claims"], depends))
    return Catalogue(name, manifest, read(body["models"]), read(body["programs"]), tuple(courses))
