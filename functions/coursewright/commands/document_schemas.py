"""What the commands of releasing print with --json, as JSON Schema: the same shapes always give the same bytes."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from coursewright.authoring.schemas import DIALECT, file_of
from coursewright.authoring.schemas import ID as AUTHORED
from coursewright.commands.documents import (
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
from coursewright.commands.impact_documents import ImpactJson
from coursewright.commands.views import DiffJson, HistoriesJson, ReleasesJson, ShowJson
from coursewright.publishing.reports import PublishReport

FOLDER = "schemas/releasing"
ID = f"{AUTHORED}releasing:"

DOCUMENTS: dict[str, type[BaseModel]] = {
    "impact": ImpactJson,
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
"""What each command prints with --json."""


def document_schema_files() -> dict[str, str]:
    """The schema of each command's document, by the name of the file that holds it."""
    return {
        file_of(verb): f"{json.dumps(_schema(verb, shape), indent=2, ensure_ascii=False)}\n" for verb, shape in DOCUMENTS.items()
    }


def _schema(verb: str, shape: type[BaseModel]) -> dict[str, Any]:
    made = shape.model_json_schema(schema_generator=_Plain, mode="serialization")
    title = {"title": f"What `coursewright {verb} --json` prints"}
    return {
        "$schema": DIALECT,
        "$id": f"{ID}{verb}",
        **title,
        **{key: made[key] for key in made if key not in {"title", "description"}},
    }


class _Plain(GenerateJsonSchema):
    """Pydantic's schema, less the titles it makes of field names."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - as Pydantic calls it
        return False
