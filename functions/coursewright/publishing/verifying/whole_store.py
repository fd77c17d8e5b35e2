"""A store of released content, verified whole: logs, what they say of each other, objects, attestations, and what is beside them.

Records are few and held; objects are read one after the other, and only their digests are kept.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from coursewright.compiling.digest import Digest, is_digest
from coursewright.compiling.spaces import SPACES
from coursewright.errors import StoreError, UnknownNameError
from coursewright.publishing.depositing.attestations import attestation_key, sources_of
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.reachable import Place
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.attested import objection_to
from coursewright.publishing.verifying.derived import check_changes, check_compressed
from coursewright.publishing.verifying.logs_of_store import Chain, read_chain, record_key
from coursewright.publishing.verifying.objects_of_store import REPLACE, ObjectWalk, Progress
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.records import says
from coursewright.publishing.verifying.standings import (
    LOOK,
    NEWEST_ROOT,
    check_channel,
    check_edition,
    check_heads,
    check_names,
    listed,
)
from coursewright.publishing.verifying.takedowns import check_takedown

STRAY = "is named by nothing, and nothing reads it; a promotion that died may have left it"


class WholeStore:
    """One verification of one store."""

    def __init__(self, store: Store, root: TrustRoot, now: datetime, progress: Progress = lambda *_: None) -> None:
        self.store, self.root, self.now = store, root, now
        self.report = Report()
        self.walk = ObjectWalk(store, root, self.report, progress)
        self.editions = {name: self._chain(f"editions/{name}") for name in self._names("editions", "releases", "heads/editions")}
        self.names = {name: self._chain(f"releases/{name}") for name in self.editions}
        self.channels = {name: self._chain(f"channels/{name}") for name in self._names("channels", "heads/channels")}

    def verify(self, only: Collection[str] = ()) -> Report:
        """All of it; or all logs, and the objects of some releases, editions and channels only.

        Raises:
            UnknownNameError: there is no such release, edition or channel here.
        """
        releases = self._releases(only)
        if wrong := self.root.expired(self.now):
            self.report.error("the trust root", wrong, NEWEST_ROOT)
        self._check_logs()
        for release, manifest in sorted(releases.items()):
            self.walk.walk(manifest, release)
            self.report.counts["releases"] += 1
        self._check_names(releases)
        for manifest in sorted(set(releases.values())):
            self._check_attestations(manifest)
        if not only:
            check_compressed(self.store, self.walk.seen if self.walk.is_whole else None, self.report)
            check_changes(self.store, self.report)
            self._look_for_strays(set(releases.values()))
        return self.report

    def _check_logs(self) -> None:
        for edition, log in self.editions.items():
            check_names(edition, self.names[edition], self.report)
            check_edition(edition, log, self.names[edition], self.report)
        for channel, log in self.channels.items():
            check_channel(channel, log, self.editions, self.report)
        for log in (*self.editions.values(), *self.channels.values()):
            check_heads(log, self._chain(f"heads/{log.prefix}"), self.now, self.report)
        for digest in self._names("expunged"):
            check_takedown(self.store, self._chain(f"expunged/{digest}"), self.report)

    def _releases(self, only: Collection[str]) -> dict[str, Digest]:
        """Manifests by release name: what was named, and what editions list."""
        found: dict[str, Digest] = {}
        for edition, log in self.editions.items():
            for record in log.records.values():
                found.update(listed(record))
            for record in self.names[edition].records.values():
                if is_digest(str(record.body.get("manifest"))):
                    found[str(Numbered(edition, record.number))] = Digest(record["manifest"])
        if not only:
            return found
        wanted = {name for one in only for name in self._wanted(one, found)}
        return {name: digest for name, digest in found.items() if name in wanted}

    def _wanted(self, name: str, releases: Collection[str]) -> list[str]:
        """The releases that a name stands for: itself, all of an edition, or where a channel stands."""
        if name in releases:
            return [name]
        if name in self.editions:
            return [release for release in releases if release.startswith(f"{name}.")]
        if name in self.channels:
            head = self.channels[name].head
            return [str(head["release"])] if head else []
        raise UnknownNameError(f"there is no release, edition or channel {name!r} here; `coursewright releases` lists them")

    def _check_names(self, releases: dict[str, Digest]) -> None:
        """Every name says of its manifest what the manifest says, and there is an attestation of where it came from."""
        for edition, names in self.names.items():
            for record in names.records.values():
                if str(Numbered(edition, record.number)) in releases:
                    self._check_name(record, record_key(names.prefix, record.number))

    def _check_name(self, record: Record, key: str) -> None:
        try:
            manifest, source = Digest(record["manifest"]), record["source"]
            content = self.walk.manifests.get(manifest)
            said = {"tree": source["tree"], "private": record["private"]}
            wrong = says(said, tree=content["tree"], private=content["private"]) if content else None
            attested = attestation_key(manifest, sources_of(source))
        except (KeyError, TypeError, AttributeError):
            self.report.error(key, "it does not say what a record of this log says", LOOK)
            return
        if wrong:
            self.report.error(key, f"{wrong}, as its manifest says", LOOK)
        if attested not in self.store.keys(attested.rpartition("/")[0] + "/"):
            self.report.missing(attested, f"it says where {record['edition']}.{record.number} came from", REPLACE)

    def _check_attestations(self, manifest: Digest) -> None:
        for key in self.store.keys(f"attestations/{manifest[:2]}/{manifest}/"):
            self.report.counts["attestations"] += 1
            try:
                wrong = objection_to(self.store.get(key), manifest, self.walk.manifests.get(manifest), self.root, key)
            except StoreError as error:
                wrong = f"cannot be read: {error}"
            if wrong:
                self.report.error(key, wrong, REPLACE)

    def _look_for_strays(self, manifests: Collection[Digest]) -> None:
        """What nothing names. Where what names objects is damaged, what it named is verified all the same: by its own name."""
        for space in SPACES:
            for folder in self.store.folders(f"{space}/"):
                for key in self.store.keys(f"{space}/{folder}/"):
                    place = (space, Digest(key.rpartition("/")[2]))
                    if place not in self.walk.seen:
                        self._look_at_stray(key, place)
        for folder in self.store.folders("attestations/"):
            for key in self.store.keys(f"attestations/{folder}/"):
                if key.split("/")[2] not in manifests and self.walk.is_whole:
                    self.report.note(key, STRAY)

    def _look_at_stray(self, key: str, place: Place) -> None:
        if self.walk.is_whole:
            self.report.note(key, STRAY)
        else:
            self.walk.read(place, "what names it is damaged itself")

    def _chain(self, prefix: str) -> Chain:
        return read_chain(self.store, prefix, self.root, self.report)

    def _names(self, *folders: str) -> list[str]:
        return sorted({name for folder in folders for name in self.store.folders(f"{folder}/")})
