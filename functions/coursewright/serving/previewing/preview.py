"""Drafts beside what was promoted: an edition that holds them, and channel `next` at the newest, in memory and nowhere else.

Takes each release as it is compiled; gives a store from which the content API answers as if it had been promoted. Nothing is
written to the released store, no gate and no rule of editions is asked, and keys and coach notes are left out, as no reader of
this store may have them. The last drafts stay readable by name, so that whoever reads one when the next comes can go on.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.records.channels import NOBODY, channel_body
from coursewright.publishing.records.editions import Standing, edition_body
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.logs import channel_log, edition_log, heads_of, releases
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.overlay_store import OverlayStore
from coursewright.publishing.storing.reachable import Place
from coursewright.publishing.storing.store import Store, object_key

CHANNEL = "next"
KEPT = 20
"""Drafts that can be read; older ones are let go, or a long day of writing would fill the memory."""


class Preview:
    """Shows drafts over a released store. `newest` is the one that `next` is at, with what it was compiled to."""

    def __init__(self, released: Store, year: int, kept: int = KEPT) -> None:
        self.edition = _free_edition(released, year)
        self.shadows = CHANNEL in released.folders("channels/")
        self.newest: tuple[Numbered, Release] | None = None
        self._front = MemoryStore()
        self._signers = new_signers()
        self._drafts: dict[str, tuple[Digest, frozenset[Place]]] = {}
        self._kept = kept
        logs = [edition_log(released, self.edition), channel_log(released, CHANNEL)]
        hidden = (*logs, *map(heads_of, logs), releases(released, self.edition))
        self.store = OverlayStore(self._front, released, [f"{log.prefix}/" for log in hidden])

    def show(self, release: Release, at: datetime) -> Numbered:
        """Put a release where readers of `next` find it, in the order of a promotion: they see the old or the new whole."""
        places = frozenset(place for place in release.objects if place[0] in (OBJECTS, ASSETS))
        for place in places:
            self._front.put_if_absent(object_key(*place), release.objects[place])
        stamp = Stamp("coursewright serve --watch", at, "", self._signers)
        named = releases(self.store, self.edition)
        body = {"candidate": None, "edition": self.edition, "manifest": release.manifest, "private": release.private_root}
        name = Numbered(self.edition, named.append(named.head(), stamp, {**body, "source": {}}).number)
        self._drafts[str(name)] = release.manifest, places
        old = [self._drafts.pop(one)[1] for one in list(self._drafts)[: -self._kept]]
        self._move(str(name), release.manifest, stamp)
        self._let_go(old)
        self.newest = name, release
        return name

    def _move(self, name: str, manifest: Digest, stamp: Stamp) -> None:
        readable = {draft: known for draft, (known, _) in self._drafts.items()}
        standing = Standing(self.edition, name, manifest, readable, {})
        edition, channel = edition_log(self.store, self.edition), channel_log(self.store, CHANNEL)
        seen = edition.head()
        moved = edition.append(seen, stamp, edition_body("promote", seen, standing, NOBODY))
        seen = channel.head()
        channel.append(seen, stamp, channel_body("promote", CHANNEL, seen, moved))

    def _let_go(self, drafts: list[frozenset[Place]]) -> None:
        needed = frozenset(chain.from_iterable(places for _, places in self._drafts.values()))
        for place in frozenset(chain.from_iterable(drafts)) - needed:
            self._front.forget(object_key(*place))


def _free_edition(released: Store, year: int) -> str:
    """A name for the edition of drafts that no promoted edition has."""
    taken = released.folders("editions/")
    names = (f"{year}-NEXT{more or ''}" for more in chain((0,), count(2)))
    return next(name for name in names if name not in taken)
