"""What an API serves to anybody, verified by nothing but that and a trust root.

For each channel and edition: its signed head, the records it leads to, the release these name, and all content of that release.
What only some may read (answer keys, coach notes, courses one is invited to) cannot be verified from outside.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import NoAnswerError, VerificationError
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.editions import Standing, standing_in
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.names import is_channel, is_edition, parse_numbered
from coursewright.publishing.verifying.origin import SMALL, Source
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.records import is_number, says
from coursewright.publishing.verifying.remembered import Mark, Memory
from coursewright.publishing.verifying.served_content import Progress, ServedRelease
from coursewright.publishing.verifying.served_logs import DISTRUST, ELSEWHERE, MOVED, Followed, ServedLogs
from coursewright.publishing.verifying.standings import NEWEST_ROOT, wrong_standing
from coursewright.publishing.verifying.told import Believed

UNSEEN = "Answer keys, coach notes and editors' notes on editions cannot be verified from outside, only where the store is."
_MOST = 1_000
"""Channels and editions looked at."""


class Served:
    """One verification of one address. `marks` is what to remember if nothing was wrong."""

    def __init__(
        self, source: Source, root: TrustRoot, now: datetime, memory: Memory, progress: Progress = lambda *_: None
    ) -> None:  # fmt: skip
        self.source, self.root, self.now = source, root, now
        self.before = memory
        self.memory = memory.under(root)
        self.progress = progress
        self.report = Report()
        self.logs = ServedLogs(source, root, now, self.report)
        self.marks: dict[str, Mark] = dict(self.memory.marks)
        self._followed: dict[str, Followed | None] = {}
        self._releases: dict[str, Believed] = {}  # what is to be read

    def verify(self, at: str | None = None, expected: Collection[str] = ()) -> Report:
        """One channel, edition or release; without `at` every channel and edition that is listed or was seen before.

        `expected` courses must be shown wherever a release has them, and in one at least.

        Raises:
            VerificationError: `at` is the name of none.
        """
        names = [at] if at else None
        if at and not (is_channel(at) or is_edition(at) or _edition_of(at)):
            raise VerificationError(f"{at!r} is not the name of a channel, an edition or a release")
        if self._root_is_wrong():
            return self.report
        for name in names or self._listed():
            self._resolve(name)
        shown: set[str] = set()
        for _, believed in sorted(self._releases.items()):
            release = ServedRelease(self.source, self.root, believed, self.report, self.progress)
            release.verify()
            shown |= release.seen
        self._require(expected, shown)
        if not self.report.counts["releases"] and not self.report.errors:
            self.report.error("/v1", "leads to no release", DISTRUST)
        return self.report

    def _require(self, expected: Collection[str], shown: Collection[str]) -> None:
        hidden = [one for one in self.report.not_visible if one.rpartition("/")[2] in expected]
        for release, _, course in (one.rpartition("/") for one in hidden):
            self.report.error(f"/v1/{release}/courses/{course}", "is not shown, and was expected to be", DISTRUST)
        for course in sorted(set(expected) - set(shown)):
            self.report.error("/v1", f"leads to no course {course!r} that is shown, and one was expected", DISTRUST)

    def _root_is_wrong(self) -> bool:
        if wrong := self.before.objection(self.root):
            self.report.error("the trust root", wrong, NEWEST_ROOT)
        if wrong := self.root.expired(self.now):
            self.report.error("the trust root", wrong, NEWEST_ROOT)
        return bool(self.report.errors)

    def _resolve(self, name: str) -> None:
        """Find out which release a name stands for, and whether the API says so too."""
        if is_channel(name):
            expected = self._channel(name)
        else:
            edition = _edition_of(name) or name
            standing = self._edition(edition)
            expected = (standing.release, standing.manifest, standing.withdrawn_because) if standing else None
            if standing and name != edition:
                if name not in standing.releases:
                    self.report.error(f"/v1/{name}", f"edition {edition} has never stood at it", DISTRUST)
                    return
                expected = name, standing.releases[name], standing.withdrawn.get(name)
        if expected:
            believed = self._releases.setdefault(expected[0], self._believed(*expected))
            self._check_answer(name, believed, expected[2])

    def _believed(self, release: str, manifest: Digest, withdrawn: str | None) -> Believed:
        """Whether it was withdrawn by now, its edition knows; a channel may not have been told."""
        now = self._edition(_edition_of(release) or "")
        return Believed(release, manifest, now.withdrawn.get(release) if now else withdrawn)

    def _channel(self, channel: str) -> tuple[str, Digest, str | None] | None:
        followed = self._follow(f"channels/{channel}")
        if followed is None:
            return None
        record, where = followed.newest, f"/v1/channels/{channel}/records/{followed.newest.number}"
        edition, number = record.body.get("edition"), record.body.get("edition_record")
        if not isinstance(edition, str) or not is_edition(edition) or not is_number(number):
            self.report.error(where, "does not say what a record of a channel says", DISTRUST)
            return None
        standing = self._standing(edition, number)
        if standing is None:
            return None
        at = {"release": standing.release, "manifest": standing.manifest, "withdrawn": standing.withdrawn_because}
        wrong = says(record.body, channel=channel, **at)
        if wrong:
            self.report.error(where, f"{wrong}, as edition {edition} stood", DISTRUST)
            return None
        return standing.release, standing.manifest, standing.withdrawn_because

    def _edition(self, edition: str) -> Standing | None:
        followed = self._follow(f"editions/{edition}")
        return self._standing_in(followed.newest, edition) if followed else None

    def _standing(self, edition: str, number: int) -> Standing | None:
        """Where an edition stood at one of its records."""
        followed = self._follow(f"editions/{edition}")
        if followed is None:
            return None
        if number > followed.newest.number:
            self.report.error(
                f"/v1/editions/{edition}/head", f"leads to record {followed.newest.number}; a channel is at {number}", DISTRUST
            )
            return None
        record = followed.records.get(number) or self.logs.record(f"editions/{edition}", number)
        return self._standing_in(record, edition) if record else None

    def _standing_in(self, record: Record, edition: str) -> Standing | None:
        if wrong := wrong_standing(record, edition):
            self.report.error(f"/v1/editions/{edition}/records/{record.number}", wrong, DISTRUST)
            return None
        return standing_in(record)

    def _follow(self, prefix: str) -> Followed | None:
        if prefix not in self._followed:
            followed = self._followed[prefix] = self.logs.follow(prefix, self.memory.marks.get(prefix))
            if followed:
                self.marks[prefix] = followed.mark
        return self._followed[prefix]

    def _check_answer(self, name: str, believed: Believed, withdrawn: str | None) -> None:
        """Readers who ask by this name get the release that the records say."""
        path = f"/v1/{name}"
        body = self._json(path)
        if body is None:
            return
        also = {"manifest": believed.manifest, "withdrawn": withdrawn, "pin": f"/v1/{believed.edition}"}
        wrong = replace(believed, withdrawn=withdrawn).objection(body, path, also)
        if wrong:
            self.report.error(path, f"{wrong}, as its records say", MOVED)
        else:
            believed.described[path] = body

    def _listed(self) -> list[str]:
        """Every channel and edition that the API lists or that was seen before: leaving one out does not hide it."""
        body = self._json("/v1") or {}
        known = [log.partition("/")[2] for log in self.memory.marks]
        channels = _names(body.get("channels"), "channel")
        editions = _names(body.get("editions"), "edition")
        found = {name for name in (*channels, *editions, *known) if is_channel(name) or is_edition(name)}
        if not found and not self.report.errors:
            self.report.error("/v1", "lists no channel and no edition", DISTRUST)
        return sorted(found)[:_MOST]

    def _json(self, path: str) -> dict[str, Any] | None:
        try:
            value = json.loads(self.source.get(path, SMALL))
        except NoAnswerError as error:
            self.report.error(path, f"{error}: it cannot be verified", ELSEWHERE)
        except (ValueError, RecursionError):
            self.report.error(path, "is no JSON", DISTRUST)
        else:
            if isinstance(value, dict):
                return value
            self.report.error(path, "is no JSON object", DISTRUST)
        return None


def _edition_of(release: str) -> str | None:
    name = parse_numbered(release)
    return name.edition if name and not name.is_candidate else None


def _names(rows: Any, field: str) -> Iterable[str]:  # noqa: ANN401 - JSON
    if isinstance(rows, list):
        yield from (row[field] for row in rows if isinstance(row, dict) and isinstance(row.get(field), str))
