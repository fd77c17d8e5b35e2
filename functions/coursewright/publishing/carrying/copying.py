"""One released store becomes a copy of another: a backup, or a restored store.

Objects come first, with what stands beside them, then manifests; then every release that a new record leads to is read back from
the copy and verified; only then come records: names, editions, channels, heads, each log from its first record up. So whoever
reads the copy at any moment, also of a run that was killed, finds whole releases or nothing. What is there is left alone, so a
run can be repeated, and then writes only what is new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import BackupError, DamagedObjectError, MissingObjectError
from coursewright.publishing.carrying.copied_blobs import check_blob
from coursewright.publishing.carrying.copied_logs import CopiedLog, judged_log, key_of, refuse_if_behind, refuse_other_history
from coursewright.publishing.carrying.copied_notes import copied_note, in_order
from coursewright.publishing.carrying.inventory import LOGS, Inventory, inventory
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.log import Record
from coursewright.publishing.storing.at_once import Found, Given, each, width_of
from coursewright.publishing.storing.reachable import Place, names
from coursewright.publishing.storing.store import Store, get_verified, object_key

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to: what there is, objects with what stands beside them, and what of it was written by this run.

    Notes are those of daily functions. `left_out` are keys that nothing needs and that were not fit to be copied.
    """

    objects: int
    records: int
    notes: int
    written_objects: int
    written_records: int
    written_notes: int
    left_out: tuple[str, ...]


class Copying:
    """One run, from a source to a target. With a trust root, only what its keys signed is copied."""

    def __init__(self, source: Store, target: Store, root: TrustRoot | None = None, progress: Progress = lambda *_: None) -> None:
        self.source, self.target, self.root, self.progress = source, target, root, progress
        self.width = width_of(source, target)
        self.left_out: list[str] = []
        self.gone: frozenset[str] = frozenset()

    def run(self, *, full: bool = False) -> Copied:
        """Copy what the target lacks. `full` also reads again, in both stores, what was copied before.

        Raises:
            MissingObjectError, DamagedObjectError: the source is not whole; the message names the key.
            BackupError: the two stores hold different histories, or the source holds none.
        """
        here, there = inventory(self.source), inventory(self.target)
        if not here.logs:
            raise BackupError("nothing has been promoted in the source, so there is nothing to copy")
        self.left_out += here.strays
        self.gone = here.expunged | there.expunged
        logs = self._judged(here, there, full=full)
        manifests = _manifests(record for log in logs for record in (log.read.values() if full else log.news))
        written = self._copy(here, there, manifests, full=full)
        self._refuse_unless_whole(manifests)
        recorded = self._record(logs)
        notes = 0 if self.root else self._note(here, there, full=full)
        counts = (len(here.blobs), here.records, len(here.notes), written, recorded, notes)
        return Copied(*counts, tuple(sorted(self.left_out)))

    def _judged(self, here: Inventory, there: Inventory, *, full: bool) -> list[CopiedLog]:
        """All logs, in the order in which they may be written."""
        logs = []
        for prefix in there.logs.keys() - here.logs.keys():
            if prefix.startswith("expunged/"):
                continue  # taken down since the backup was made
            refuse_if_behind(self.source, prefix, 0, max(there.logs[prefix]))
        for prefix, numbers in here.logs.items():
            theirs = there.logs.get(prefix, frozenset())
            log = judged_log(self._read, prefix, numbers, theirs, self.root, full=full)
            refuse_other_history(self.source, self.target, log, theirs)
            logs.append(log)
        return logs

    def _read(self, keys: Sequence[str]) -> Iterable[bytes]:
        return self._each("reading", keys, self.source.get)

    def _copy(self, here: Inventory, there: Inventory, manifests: set[Digest], *, full: bool) -> int:
        """Manifests only after all else is there, so that whoever finds one finds what it names."""
        wanted = here.blobs if full else here.blobs - there.blobs
        wanted = frozenset(key for key in wanted if key.rpartition("/")[2] not in self.gone)  # nothing brings them back
        last = {object_key(OBJECTS, digest) for digest in manifests} & wanted
        return sum(sum(self._each("copying", sorted(keys), self._copy_one)) for keys in (wanted - last, last))

    def _copy_one(self, key: str) -> bool:
        """Copy one key; whether that wrote something."""
        data = self.source.get(key)
        try:
            check_blob(key, data, self.root)
        except DamagedObjectError:
            if not key.startswith("gzip/"):
                raise
            self.left_out.append(key)  # readers do without it, and would not believe it
            return False
        return self._put(key, data)

    def _refuse_unless_whole(self, manifests: set[Digest]) -> None:
        """Read back from the target all that these releases are made of, level by level."""
        level: set[Place] = {(OBJECTS, digest) for digest in manifests}
        seen: set[Place] = set()
        while level:
            seen |= level
            level = {place for named in self._each("verifying", sorted(level), self._named_by) for place in named} - seen

    def _named_by(self, place: Place) -> list[Place]:
        try:
            data = get_verified(self.target, *place)
        except MissingObjectError as error:
            if place[1] in self.gone:
                return []
            raise MissingObjectError(
                f"{object_key(*place)} is in neither store, and a release needs it: bring it back from another backup or by "
                "coursewright promote --full. No record was copied"
            ) from error
        return list(names(place[0], json.loads(data))) if place[0] != ASSETS and data.startswith(b"{") else []

    def _record(self, logs: Sequence[CopiedLog]) -> int:
        """Write records: what leads to others after these, and each log from its first record up."""
        of_kind = ([log for log in logs if log.prefix.rpartition("/")[0] == kind] for kind in LOGS)
        return sum(sum(self._each("recording", some, self._record_one)) for some in of_kind)

    def _record_one(self, log: CopiedLog) -> int:
        return sum(self._put(key_of(log.prefix, record.number), record.data) for record in log.news)

    def _note(self, here: Inventory, there: Inventory, *, full: bool) -> int:
        copy = copied_note(self.source, self.target, self.left_out)
        return sum(sum(self._each("noting", keys, copy)) for keys in in_order(here.notes, there.notes, full=full))

    def _put(self, key: str, data: bytes) -> bool:
        if self.target.put_if_absent(key, data):
            return True
        if self.target.get(key) != data:
            raise BackupError(f"{key} holds other bytes in the target than in the source; move aside whichever is wrong")
        return False

    def _each(self, what: str, given: Sequence[Given], do: Callable[[Given], Found]) -> Iterator[Found]:
        """What is done with each, in order, as many at once as both stores take, with progress."""
        for done, found in enumerate(each(do, given, self.width), 1):
            self.progress(what, done, len(given))
            yield found


def _manifests(records: Iterable[Record]) -> set[Digest]:
    """The releases that records lead to; heads lead to records only."""
    return {Digest(record["manifest"]) for record in records if "manifest" in record.body}
