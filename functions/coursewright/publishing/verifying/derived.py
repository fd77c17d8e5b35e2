"""What is derived, in no digest and never needed, so that a damaged one breaks no promise: compressed forms, and what changed."""

from __future__ import annotations

from collections.abc import Collection

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import StoreError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.record import RULES, changes_bytes
from coursewright.publishing.changes.side import side_of
from coursewright.publishing.storing.compressed import inflated
from coursewright.publishing.storing.reachable import Place
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.problems import Report

MAKE_ANEW = "move it aside; readers work it out, and so does the next promotion that needs it"
ASIDE = "move it aside; readers do without it, and the next promotion of the object makes it anew"


def check_compressed(store: Store, named: Collection[Place] | None, report: Report) -> None:
    """Every compressed form is the one of its object. A missing one is no problem: nothing promises that there is one.

    `named` is every object that something names, if that is known.
    """
    for folder in store.folders("gzip/"):
        for key in store.keys(f"gzip/{folder}/"):
            report.counts["compressed forms"] += 1
            digest = Digest(key.rpartition("/")[2])
            try:
                inflated(store.get(key), digest)
            except StoreError as error:
                report.warning(key, str(error), ASIDE)
            if named is not None and (OBJECTS, digest) not in named:
                report.note(key, "is the compressed form of an object that nothing names")


def check_changes(store: Store, report: Report) -> None:
    """Every record of what changed between two releases says what working it out says; those by other rules are not read."""
    for old in store.folders(f"changes/{RULES}/"):
        for key in store.keys(f"changes/{RULES}/{old}/"):
            report.counts["changes"] += 1
            sides = (side_of(store, name) for name in (old, key.rpartition("/")[2]))
            try:
                worked_out = changes_bytes(changes_between(*sides))
            except StoreError as error:
                report.note(key, f"cannot be worked out again: {error}")
                continue
            if store.get(key) != worked_out:
                report.warning(key, "does not say what changed between these releases", MAKE_ANEW)
