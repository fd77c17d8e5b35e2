"""Where an edition stands: each record of its log holds the whole of it, so that one read tells a reader everything.

An edition is opened by the first promotion into it, extended by editorial releases, and taken back by a withdrawal: then it
stands at its newest release that is good, or, if there is none, where it was, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.names import number_of


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition at one record of its log: where it stands, where it has stood, and what was withdrawn and why."""

    edition: str
    release: str
    manifest: Digest
    releases: Mapping[str, Digest]
    withdrawn: Mapping[str, str]

    @property
    def withdrawn_because(self) -> str | None:
        """Why the release it stands at was withdrawn, if it was."""
        return self.withdrawn.get(self.release)

    def named(self, manifest: Digest) -> str | None:
        """The release of this manifest that the edition has stood at."""
        return next((name for name, known in self.releases.items() if known == manifest), None)

    def extended(self, release: str, manifest: Digest) -> Standing:
        """The edition after it moved to one more release."""
        return Standing(self.edition, release, manifest, {**self.releases, release: manifest}, self.withdrawn)

    def without(self, release: str, why: str) -> Standing:
        """The edition after one of its releases was withdrawn.

        Raises:
            UnknownNameError: it has never stood at this release.
        """
        if release not in self.releases:
            raise UnknownNameError(f"edition {self.edition} has never stood at {release}; its releases: {_listed(self.releases)}")
        withdrawn = {**self.withdrawn, release: why}
        good = [name for name in self.releases if name not in withdrawn]
        now = self.release if self.release in good else max(good, key=number_of, default=self.release)
        return Standing(self.edition, now, self.releases[now], self.releases, withdrawn)


def opened_with(edition: str, release: str, manifest: Digest) -> Standing:
    """An edition that begins with this release."""
    return Standing(edition, release, manifest, {release: manifest}, {})


def standing_in(record: Record) -> Standing:
    """Where an edition stands by a record of its log."""
    return Standing(record["edition"], record["release"], record["manifest"], record["releases"], record["withdrawn"])


def edition_body(act: str, seen: Record | None, now: Standing, approved: Mapping[str, Any]) -> dict[str, Any]:
    """What a record of an edition's log says. `approved` holds approvals, gate results and the policy they were judged by."""
    return {
        "act": act,
        "edition": now.edition,
        "release": now.release,
        "manifest": now.manifest,
        "releases": dict(now.releases),
        "withdrawn": dict(now.withdrawn),
        "from": seen["release"] if seen else None,
        "to": now.release,
        **approved,
    }


def _listed(names: Mapping[str, Digest]) -> str:
    ordered: Sequence[str] = sorted(names, key=number_of)
    return ", ".join(ordered[-5:])
