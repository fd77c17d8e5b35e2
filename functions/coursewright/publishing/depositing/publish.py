"""An Upload becomes a candidate, or a report says why not. The function of that name is this and nothing else.

It comes as often as S3 and Lambda please: twice, two at once, again after a crash anywhere. So every step is one that can be
done again: the candidate is found if it is there, and a final report ends the matter. What is wrong with a bundle is reported and
done with; where AWS fails, that is reported if it can be, and raised, so that Lambda tries again and at last keeps the event.

A line of the log holds names and numbers, and nothing of what a bundle holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from coursewright.authoring.check import Report, check, settle
from coursewright.authoring.reports.checked_json import checked_note
from coursewright.authoring.reports.findings_json import findings_of
from coursewright.authoring.sources.bundle import read_proved_bundle
from coursewright.compiling.compile import compile_release
from coursewright.errors import (
    CoursewrightError,
    InvalidCurriculumError,
    MissingObjectError,
    PromotionRefusedError,
    SourceError,
)
from coursewright.publishing.depositing.authorship import authorship
from coursewright.publishing.depositing.baselines import baseline_for, newest_edition
from coursewright.publishing.depositing.changes_at_deposit import put_changes_at_deposit
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.depositing.incoming import IncomingStore, Upload, read_upload, uploads_in
from coursewright.publishing.depositing.reports import PublishReport, Reports
from coursewright.publishing.extending.extending import refuse_unless_it_may_extend
from coursewright.publishing.keys.signing import Signers
from coursewright.publishing.promoting.announcing import Announcer, Silent
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.removing.expunged_content import refuse_expunged
from coursewright.publishing.storing.store import Store

Facts = dict[str, Any]


def _now() -> datetime:
    return datetime.now(UTC)


def _log(facts: Facts) -> None:
    sys.stdout.write(json.dumps({"publish": facts}) + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Publisher:
    """The stores, and who signs, tells and keeps the time. `preview` is the address of the preview, if there is one."""

    incoming: IncomingStore
    candidates: Store
    released: Store
    signers: Callable[[], Signers]
    announcer: Announcer = field(default_factory=Silent)
    preview: str = ""
    now: Callable[[], datetime] = _now
    log: Callable[[Facts], None] = _log

    def take(self, event: Mapping[str, Any]) -> list[PublishReport]:
        """Publish every upload that a notification speaks of; one that fails keeps no other from being tried.

        Raises:
            Exception: what the first that failed ended in.
        """
        reports, failures = [], []
        for upload in uploads_in(event):
            if isinstance(upload, str):
                self.log({"dropped": upload})
                continue
            try:
                reports.append(self.publish(upload))
            except Exception as error:  # noqa: BLE001 - raised below, after the others had their turn
                failures.append(error)
        if failures:
            raise failures[0]
        return reports

    def publish(self, upload: Upload) -> PublishReport:
        """Publish one upload, and give the report that stands at the end.

        Raises:
            Exception: it failed, and can be tried again.
        """
        reports = Reports(self.incoming, upload)
        try:
            last = reports.last()
            if last is None:
                reports.receive(self._time())
            report = last if last is not None and last.final else self._ended(upload, reports)
        except Exception as error:
            self.log({"bundle": upload.bundle, "attempt": upload.attempt, "failed": type(error).__name__})
            standing = self._failed(reports, error)
            if standing is None or not standing.final:
                raise
            report = standing  # another delivery of the same event came to an end meanwhile
        facts = {"state": report.state, "report": report.number, "candidate": report.candidate, "findings": len(report.findings)}
        self.log({"bundle": upload.bundle, "attempt": upload.attempt, **facts})
        return report

    def _ended(self, upload: Upload, reports: Reports) -> PublishReport:
        """The final report, once the upload was deposited or refused. What is known by then, a refusal tells too."""
        facts: Facts = {}
        try:
            self._deposited(_bundle(self.incoming, upload), upload, facts)
        except InvalidCurriculumError as error:
            return reports.add("refused", self._time(), {**facts, "problem": f"{error}; see the findings"})
        except (SourceError, PromotionRefusedError) as error:
            return reports.add("refused", self._time(), {**facts, "problem": str(error)})
        return reports.add("deposited", self._time(), facts)

    def _deposited(self, data: bytes, upload: Upload, facts: Facts) -> None:
        tree, proved = read_proved_bundle(data)
        del data  # as large as what it holds may be
        facts.update(tree=tree.tree_id, commit=proved.commit_id, folder=proved.folder)
        tree = tree.by((proved.author,))
        checked: Report = check(tree, baseline=baseline_for(self.released, newest_edition(tree)))
        facts.update(findings=findings_of(checked))
        release = compile_release(settle(checked))
        refuse_expunged(self.released, release.objects, "the content", release.objects)
        refuse_unless_it_may_extend(self.released, release)
        why = f"bundle {upload.bundle}, attempt {upload.attempt}"
        known = {name: facts[name] for name in ("tree", "commit", "folder")}
        source = {**known, **authorship(proved.ancestry, self.released)}
        stamp = Stamp(upload.by, self.now(), why, self.signers())
        candidate = deposit(release, self.candidates, stamp, source, note=checked_note(checked))
        is_new = candidate.record["why"] == why  # also where this upload made it, and crashed before it could say so
        facts.update(
            candidate=str(candidate.name),
            edition=candidate.name.edition,
            manifest=release.manifest,
            is_new=is_new,
            written=candidate.written,
            objects=len(release.objects),
            preview=f"{self.preview.rstrip('/')}/review/{candidate.name}" if self.preview else None,
        )
        if is_new:
            for failure in put_changes_at_deposit(release, candidate.name.edition, self.candidates, self.released):
                self.log({"bundle": upload.bundle, "attempt": upload.attempt, "not compared": failure})
            named = ("candidate", "edition", "manifest", "commit", "folder")
            record = {"record": candidate.record.number, "by": upload.by, "why": why, "at": candidate.record["at"]}
            self.announcer.announce("candidate deposited", {**{name: facts[name] for name in named}, **record})

    def _failed(self, reports: Reports, error: Exception) -> PublishReport | None:
        """The report that stands after a failure; None where the store took none."""
        said = str(error) if isinstance(error, CoursewrightError) else f"something is wrong here ({type(error).__name__})"
        try:
            return reports.add("failed", self._time(), {"problem": f"{said}. It will be tried again"})
        except CoursewrightError:
            return None

    def _time(self) -> str:
        return self.now().astimezone(UTC).isoformat(timespec="seconds")


def _bundle(store: IncomingStore, upload: Upload) -> bytes:
    try:
        return read_upload(store, upload)
    except MissingObjectError as error:  # uploads expire, and an event can lie in a queue for longer
        raise SourceError("the bundle is not there any more; push it again") from error
