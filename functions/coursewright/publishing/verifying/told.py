"""What an answer tells beside stored JSON: of which release it is, its lasting address, whether it was withdrawn, for whom it is.

No digest covers that. All of it follows from signed records, the manifest, and what was asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.records.names import parse_numbered
from coursewright.publishing.verifying.records import says


@dataclass(frozen=True, slots=True)
class Believed:
    """A release as signed records say it is, and how it was described under each name it was looked for by."""

    release: str
    manifest: Digest
    withdrawn: str | None
    described: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Its own address."""
        return f"/v1/{self.release}"

    @property
    def edition(self) -> str:
        """The edition it is of."""
        name = parse_numbered(self.release)
        return name.edition if name else ""

    def objection(self, body: Mapping[str, Any], path: str, also: Mapping[str, Any]) -> str | None:
        """Why an answer for a path of this release does not tell what it must; None if it does."""
        pin = f"/v1/{self.edition}{path.removeprefix(self.base)}"
        wrong = says(body, **{"release": self.release, "edition": self.edition, "pin": pin, **also})
        if not wrong and body.get("withdrawn") != self.withdrawn:  # left out where it was not
            wrong = f'"withdrawn" is {body.get("withdrawn")!r}, and should be {self.withdrawn!r}'
        return wrong


def wrong_description(body: Mapping[str, Any], says_manifest: Mapping[str, Any], commits: Collection[str | None]) -> str | None:
    """Why a release is described otherwise than its manifest says, or as made from a commit that no attestation names."""
    wrong = says(body, **{name: says_manifest[name] for name in ("title", "publisher", "tree", "format")})
    if not wrong and body.get("commit") not in commits:
        wrong = f'"commit" is {body.get("commit")!r}, and attested is {" or ".join(sorted(map(str, commits)))}'
    return wrong
