"""Compressed forms of objects: derived, in no digest, and never believed without it, so a damaged one breaks no promise."""

from __future__ import annotations

from collections.abc import Collection

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import StoreError
from coursewright.publishing.compressed import inflated
from coursewright.publishing.reachable import Place
from coursewright.publishing.store import Store
from coursewright.publishing.verifying.problems import Report

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
