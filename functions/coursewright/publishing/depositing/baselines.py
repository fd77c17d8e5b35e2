"""A release as the Baseline that rules looking back are handed: identifiers, kinds, and what was said to have gone."""

from __future__ import annotations

from typing import Any

from coursewright.authoring.baseline import KINDS, Baseline, CourseBefore
from coursewright.authoring.ids.identifiers import kind_of_retired
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.digest import Digest
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.records.names import is_edition
from coursewright.publishing.storing.store import Store, get_json


def baseline_of_release(store: Store, manifest: Digest, name: str) -> Baseline:
    """What a release makes learners have.

    Raises:
        StoreError: an object of the release is missing or damaged.
    """
    courses = get_json(store, manifest)["courses"]
    return Baseline(name, {course: _course(store, get_json(store, digest)) for course, digest in courses.items()})


def baseline_for(store: Store, edition: str | None) -> Baseline | None:
    """What an edition's next release is compared with: where the edition stands, or else the newest edition before it."""
    before = [name for name in store.folders("editions/") if edition is not None and name <= edition]
    for name in reversed(before):
        head = edition_log(store, name).head()
        if head:
            return baseline_of_release(store, Digest(head["manifest"]), str(head["release"]))
    return None


def newest_edition(tree: SourceTree) -> str | None:
    """The last edition by name that a tree has a file for."""
    names = [path.removeprefix("editions/").removesuffix(".yaml") for path in tree.under("editions")]
    return max((name for name in names if is_edition(name)), default=None)


def _course(store: Store, index: dict[str, Any]) -> CourseBefore:
    items, modules, objectives = index["items"], index["modules"], index["objectives"]
    activities = [get_json(store, item["object"]) for item in items.values() if "object" in item]
    questions = [question for activity in activities for question in activity.get("questions", ())]
    retired: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for entry in index["retired"]:
        retired[kind_of_retired(entry["kind"])].add(entry["id"])
    assessed = [question for question in questions if "choices" in question and "formerly" in question]
    return CourseBefore(
        items={name: item["kind"] for name, item in items.items()},
        ids={
            "item": frozenset(items),
            "module": _ids(modules),
            "objective": _ids(objectives),
            "question": _ids(assessed),
        },
        formerly={
            "item": frozenset(old for item in items.values() for old in item["formerly"]),
            "module": _formerly(modules),
            "objective": _formerly(objectives),
            "question": _formerly(assessed),
        },
        retired={kind: frozenset(found) for kind, found in retired.items()},
    )


def _ids(things: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(thing["id"] for thing in things)


def _formerly(things: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(old for thing in things for old in thing["formerly"])
