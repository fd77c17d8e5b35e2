"""What commands print as JSON, as JSON Schema, by the stage they belong to: the same shapes always give the same bytes."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from coursewright.authoring.schemas import DIALECT, file_of
from coursewright.authoring.schemas import ID as AUTHORED
from coursewright.commands.command_line import VERBS
from coursewright.commands.publishing.documents import (
    CopyJson,
    DepositJson,
    ExportJson,
    ExpungeJson,
    HeadsJson,
    ImportJson,
    PromoteJson,
    RollbackJson,
    SchedulesJson,
    SettleJson,
    WithdrawJson,
)
from coursewright.commands.publishing.views import DiffJson, DiffTextJson, HistoriesJson, ReleasesJson, ShowJson
from coursewright.commands.renewing.certificate_documents import CertificateEffectJson
from coursewright.commands.renewing.changes_documents import ChangesJson
from coursewright.commands.renewing.claims_documents import ClaimsJson
from coursewright.commands.renewing.correct_documents import CorrectJson
from coursewright.commands.renewing.edition_documents import (
    EditionAcknowledgeJson,
    EditionCloseJson,
    EditionOpenJson,
    EditionStatusJson,
)
from coursewright.commands.renewing.impact_documents import ImpactJson
from coursewright.commands.renewing.models_documents import LedgerDiffJson, ListJson, ModelShowJson, SyncJson, TimelineJson
from coursewright.commands.renewing.observing_documents import ObserveJson, RemindJson
from coursewright.commands.reviewing.review_documents import ReviewJson
from coursewright.commands.reviewing.reviews_document import ReviewsJson
from coursewright.publishing.depositing.reports import PublishReport

ID = AUTHORED

RELEASING: dict[str, type[BaseModel]] = {
    "deposit": DepositJson,
    "push": PublishReport,
    "promote": PromoteJson,
    "schedule": SchedulesJson,
    "rollback": RollbackJson,
    "withdraw": WithdrawJson,
    "expunge": ExpungeJson,
    "settle": SettleJson,
    "heads": HeadsJson,
    "history": HistoriesJson,
    "releases": ReleasesJson,
    "show": ShowJson,
    "diff": DiffJson,
    "export": ExportJson,
    "import": ImportJson,
    "backup": CopyJson,
    "restore": CopyJson,
}
RENEWING: dict[str, type[BaseModel]] = {
    "observe": ObserveJson,
    "remind": RemindJson,
    "impact": ImpactJson,
    "changes": ChangesJson,
    "certificate-effect": CertificateEffectJson,
    "claims-list": ClaimsJson,
    "claims-show": ClaimsJson,
    "models-sync": SyncJson,
    "models-list": ListJson,
    "models-show": ModelShowJson,
    "models-diff": LedgerDiffJson,
    "models-timeline": TimelineJson,
    "edition-open": EditionOpenJson,
    "edition-status": EditionStatusJson,
    "edition-acknowledge": EditionAcknowledgeJson,
    "edition-close": EditionCloseJson,
    "correct": CorrectJson,
}
REVIEWING: dict[str, type[BaseModel]] = {
    "diff-item": DiffTextJson,
    "review": ReviewJson,
    "approve": ReviewJson,
    "request-changes": ReviewJson,
    "override": ReviewJson,
    "reviews": ReviewsJson,
}
STAGES = {"releasing": RELEASING, "renewing": RENEWING, "reviewing": REVIEWING}
"""What each command prints with --json or --format json, by the folder of its schema."""


def document_schema_files() -> dict[str, str]:
    """The schema of each command's document, by the folder and the name of the file that holds it."""
    return {
        f"{stage}/{file_of(verb)}": f"{json.dumps(_schema(stage, verb, shape), indent=2, ensure_ascii=False)}\n"
        for stage, documents in STAGES.items()
        for verb, shape in documents.items()
    }


def _schema(stage: str, verb: str, shape: type[BaseModel]) -> dict[str, Any]:
    made = shape.model_json_schema(schema_generator=_Plain, mode="serialization")
    words = verb if verb in VERBS else verb.replace("-", " ")
    title = {"title": f"What `coursewright {words}` prints as JSON"}
    return {
        "$schema": DIALECT,
        "$id": f"{ID}{stage}:{verb}",
        **title,
        **{key: made[key] for key in made if key not in {"title", "description"}},
    }


class _Plain(GenerateJsonSchema):
    """Pydantic's schema, less the titles it makes of field names."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - as Pydantic calls it
        return False
