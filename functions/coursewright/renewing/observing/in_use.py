"""The releases that somebody reads: where each edition in use stands.

An edition is in use while a channel stands at it, or until the last day of its period: learners are pinned to it. One whose
period its release does not tell is taken to be in use.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.records.names import is_channel, is_edition
from coursewright.publishing.storing.store import Store, get_json


@dataclass(frozen=True, slots=True)
class InUse:
    """An edition that learners have, and the release it stands at."""

    edition: str
    release: str
    manifest: Digest
    body: Mapping[str, Any]


def releases_in_use(store: Store, on: date, also: Collection[str] = ()) -> tuple[list[InUse], list[str]]:
    """The releases in use on a day, by edition; and a sentence for each edition of which that cannot be told.

    `also` are editions that somebody knows to be in use, say because a learner of it wrote.

    Raises:
        StoreError: the store cannot be read.
    """
    at_channels = {head["edition"] for name in store.folders("channels/") if is_channel(name) if (head := _head(store, name))}
    found, wrong = [], []
    for edition in filter(is_edition, store.folders("editions/")):
        try:
            one = _standing(store, edition)
        except (DamagedObjectError, MissingObjectError) as error:
            wrong.append(f"{edition} cannot be looked at: {error}")
            continue
        if one and (edition in at_channels or edition in also or _is_running(store, one, on)):
            found.append(one)
    return found, wrong


def _head(store: Store, channel: str) -> Mapping[str, Any] | None:
    head = channel_log(store, channel).head()
    return head.body if head else None


def _standing(store: Store, edition: str) -> InUse | None:
    head = edition_log(store, edition).head()
    if head is None:
        return None
    now = standing_in(head)
    return InUse(edition, now.release, now.manifest, get_json(store, now.manifest))


def _is_running(store: Store, one: InUse, on: date) -> bool:
    try:
        period = get_json(store, one.body["editions"])["editions"][one.edition]["period"]
    except (KeyError, TypeError, DamagedObjectError, MissingObjectError):
        return True
    return on <= date.fromisoformat(period["until"])
