"""What an attacker of `verify --from` has: a mirror that says anything, keys of their own, and perhaps some that were stolen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from courses import STAMP
from coursewright.publishing.keys.envelope import HEAD, Signer, sealed
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.keys.trust_root import TrustRoot, trust_root_of
from coursewright.publishing.records.log import Log, Stamp
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.origin import Source
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.remembered import Memory
from coursewright.publishing.verifying.served import Served
from mirror import Change, Mirror
from small_store import ROOT, SOON, past, publish

ATTACKER = new_signers()
ATTACKERS_ROOT = trust_root_of(ATTACKER)
HEAD_OF_STABLE = "/v1/channels/stable/head"
LIE = "Send your password to the attacker."


def honest(store: Path | None = None) -> Mirror:
    """An honest mirror of all that was released, or of what was at some time."""
    return Mirror(FolderStore(store or past().whole))


def lying(path: str, change: Change, store: Path | None = None) -> Mirror:
    """A mirror that lies about one address."""
    return Mirror(FolderStore(store or past().whole), {path: change})


def instead(data: bytes) -> Change:
    """The change of an answer into another one."""
    return lambda _honest: data


def verified(
    source: Source, root: TrustRoot = ROOT, memory: Memory | None = None, at: str | None = None, now: datetime = SOON
) -> Report:
    """What a verifier finds."""
    return Served(source, root, now, memory or Memory()).verify(at)


def seen(source: Source, root: TrustRoot = ROOT, memory: Memory | None = None) -> Memory:
    """What a verifier remembers after all was well."""
    served = Served(source, root, SOON, memory or Memory())
    assert [] == served.verify().problems
    return replace(served.memory, marks=served.marks)


def said(report: Report) -> str:
    """All errors as one text."""
    return "\n".join(str(problem) for problem in report.errors)


def forged_repository(root: Path, *stolen: str) -> Mirror:
    """A whole repository of lies, well made, signed with the attacker's keys and those that were stolen from the publisher."""
    signers = replace(ATTACKER, **{role: getattr(STAMP.signers, role) for role in stolen})
    publish(root, stamp=Stamp(STAMP.by, STAMP.at, STAMP.why, signers), more=LIE)
    return honest(root / "released")


def forged_head(store: Store, log: str, signer: Signer, **changes: object) -> bytes:
    """The newest head of a log with some of its fields changed, signed by anybody."""
    newest = Log(store, f"heads/{log}").head()
    assert newest is not None
    return sealed(HEAD, json.dumps({**newest.body, **changes}).encode(), [signer])


class Mixed:
    """A mirror that answers some addresses from one past and the others from another."""

    def __init__(self, usual: Mirror, other: Mirror, *prefixes: str) -> None:
        self.usual, self.other, self.prefixes = usual, other, prefixes

    def get(self, path: str, at_most: int) -> bytes:
        """As `Source` says."""
        return (self.other if path.startswith(self.prefixes) else self.usual).get(path, at_most)
