"""What became of an upload: numbered reports beside it, put where nothing is, in a shape with a schema (schemas/releasing/push).

The first says that it was received. One that is `final` says how it ended, and is the last. Between the two may stand failures:
AWS did not do its part, and Lambda tries again. Whoever comes again later finds the final one, and adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coursewright.authoring.reports.findings_json import FindingJson
from coursewright.errors import DamagedObjectError
from coursewright.publishing.depositing.incoming import Upload
from coursewright.publishing.storing.store import Store

State = Literal["received", "deposited", "refused", "failed"]
_NUMBER = re.compile(r"([0-9]{4})\.json")


class PublishReport(BaseModel):
    """One report on an upload."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)

    kind: Annotated[Literal["report"], Field(description="That this is one.")] = "report"
    number: Annotated[int, Field(description="Its number among the reports on this upload, from 1.")]
    state: Annotated[
        State, Field(description="How far it came. After `failed` it is tried again; `refused` means the content or the bundle.")
    ]
    final: Annotated[bool, Field(description="Whether this is the last report.")]
    at: Annotated[str, Field(description="When: ISO 8601, in UTC.")]
    by: Annotated[str, Field(description="Who uploaded it: the name of the session.")]
    bundle: Annotated[str, Field(description="SHA-256 of the bundle, in hex.")]
    attempt: Annotated[str, Field(description="What the pusher calls this attempt.")]
    candidate: Annotated[str | None, Field(description="The candidate it became, like 2026-Q4-rc.1.")] = None
    edition: Annotated[str | None, Field(description="The edition it is a candidate for.")] = None
    manifest: Annotated[str | None, Field(description="SHA-256 of the release's manifest, in hex: what a release is.")] = None
    tree: Annotated[str | None, Field(description="The digest of the content tree.")] = None
    commit: Annotated[str | None, Field(description="The commit the bundle was found to hold.")] = None
    folder: Annotated[str | None, Field(description="The content folder in that commit; empty where it is the root.")] = None
    is_new: Annotated[bool | None, Field(description="False where the same release was a candidate before this upload.")] = None
    written: Annotated[
        int | None,
        Field(description="How many objects the last delivery had to put: those an earlier one put are not among them."),
    ] = None
    objects: Annotated[int | None, Field(description="How many objects the release has.")] = None
    findings: Annotated[tuple[FindingJson, ...], Field(description="What was found in the content.")] = ()
    problem: Annotated[str | None, Field(description="Why it was refused or failed, in a sentence.")] = None
    preview: Annotated[str | None, Field(description="Where the candidate can be seen.")] = None


class Reports:
    """The reports on one upload."""

    def __init__(self, store: Store, upload: Upload) -> None:
        self.store = store
        self.upload = upload

    def last(self) -> PublishReport | None:
        """The newest report.

        Raises:
            StoreError: it cannot be read.
        """
        number = self._newest()
        return self.get(number) if number else None

    def get(self, number: int) -> PublishReport:
        """Report `number`.

        Raises:
            MissingObjectError: there is none yet.
            DamagedObjectError: there is something else.
        """
        key = self._key(number)
        try:
            return PublishReport.model_validate_json(self.store.get(key))
        except ValidationError as error:
            raise DamagedObjectError(f"{key} holds no report") from error

    def receive(self, at: str) -> None:
        """Say that the upload was received, unless that was said before."""
        self._put(self._made(1, "received", at, {}))

    def add(self, state: State, at: str, facts: Mapping[str, Any]) -> PublishReport:
        """Say how it ended, unless that was said before; gives the report that stands."""
        while True:
            last = self.last()
            if last is not None and last.final:
                return last
            report = self._made(last.number + 1 if last else 1, state, at, facts)
            if self._put(report):
                return report

    def _made(self, number: int, state: State, at: str, facts: Mapping[str, Any]) -> PublishReport:
        upload, is_final = self.upload, state in {"deposited", "refused"}
        known = {"by": upload.by, "bundle": upload.bundle, "attempt": upload.attempt}
        return PublishReport(number=number, state=state, final=is_final, at=at, **known, **facts)

    def _put(self, report: PublishReport) -> bool:
        return self.store.put_if_absent(self._key(report.number), report.model_dump_json(indent=2).encode())

    def _newest(self) -> int:
        names = (_NUMBER.fullmatch(key.removeprefix(self.upload.reports)) for key in self.store.keys(self.upload.reports))
        return max((int(name[1]) for name in names if name), default=0)

    def _key(self, number: int) -> str:
        return f"{self.upload.reports}{number:04d}.json"
