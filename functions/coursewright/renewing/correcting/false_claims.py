"""Where a claim stands in what learners read: the release of each edition in use, its courses, and the files that state it.

Takes the released store, a claim and a day; gives one entry for each edition that states it. Reads the manifest, the claims and
the course indexes of each, and no lesson.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.authoring.findings.guessing import nearest
from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.records.logs import releases
from coursewright.publishing.records.names import parse_numbered
from coursewright.publishing.storing.store import Store, get_json
from coursewright.renewing.observing.in_use import InUse, releases_in_use


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as the release says it that an edition stands at.

    `files` are the sources of what states it, as they were called then, by item: `course/item`. `commit` and `folder` say where
    the release's sources are in git, where that is known.
    """

    edition: str
    release: str
    statement: str
    courses: tuple[str, ...]
    files: dict[str, str | None]
    commit: str | None
    folder: str | None


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for a claim came to.

    `found` are editions in use that state it, `over` those that state it and whose days are over, of which nobody here can know
    whether learners are still on them, and `wrong` is a sentence for each that cannot be looked at.
    """

    found: list[Stated]
    over: list[Stated]
    wrong: list[str]


def stated_in(store: Store, claim: str, on: date, also: Collection[str] = ()) -> Search:
    """Every edition that states the claim; those named by `also` count as in use.

    Raises:
        UnknownNameError: none states it; the message holds the closest claim that one in use does.
        StoreError: the store cannot be read.
    """
    editions, _ = releases_in_use(store, on, also)
    everything, wrong = releases_in_use(store, on, store.folders("editions/"))
    running = {edition.edition for edition in editions}
    stating = [one for edition in everything if (one := _stated(store, edition, claim))]
    if not stating and not wrong:
        known = {name for edition in editions for name in get_json(store, edition.body["claims"])["claims"]}
        meant = nearest(claim, known)
        advice = f"did you mean {meant}?" if meant else "`coursewright claims list --at EDITION` lists what one states"
        raise UnknownNameError(f"no edition that learners have states a claim {claim!r}; {advice}")
    found = [one for one in stating if one.edition in running]
    return Search(found, [one for one in stating if one.edition not in running], wrong)


def _stated(store: Store, edition: InUse, claim: str) -> Stated | None:
    claims = get_json(store, edition.body["claims"])["claims"]
    if claim not in claims:
        return None
    files = {
        f"{course}/{name}": path
        for course, digest in edition.body["courses"].items()
        for name, path in _files(store, get_json(store, Digest(digest)), claim).items()
    }
    if not files:
        return None
    name = parse_numbered(edition.release)
    record = releases(store, edition.edition).get(name.number) if name else None
    source: dict[str, Any] = (record["source"] if record else None) or {}
    statement = str(get_json(store, Digest(claims[claim]))["statement"])
    courses = tuple(dict.fromkeys(item.partition("/")[0] for item in files))
    return Stated(edition.edition, edition.release, statement, courses, files, source.get("commit"), source.get("folder"))


def _files(store: Store, index: dict[str, Any], claim: str) -> dict[str, str | None]:
    """The items of a course that state it, each with its file; None where the release is too old to name it."""
    stating = [name for module in index["modules"] for name in module["items"] if claim in index["items"][name]["claims"]]
    depends = get_json(store, Digest(index["depends"]))["items"] if stating and "depends" in index else {}
    return {name: depends.get(name, {}).get("path") for name in stating}
