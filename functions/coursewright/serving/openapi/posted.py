"""The operation of a route that takes part of its question in the body of a POST."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursewright.serving.http.negotiation import JSON
from coursewright.serving.openapi.operations import Operation
from coursewright.serving.openapi.terms import Schema, ref
from coursewright.serving.route import Route


def posted_operation(route: Route, about: Operation, answers: Mapping[str, Any]) -> Schema:
    """As GET is answered, but for what tells one stored answer from another: this one is stored by nobody."""
    found = answers["200"]
    fields = {name: one for name, one in found["headers"].items() if name not in about.sometimes}
    forms = {media_type: {"schema": one["schema"]} for media_type, one in found["content"].items()}
    return {
        "operationId": f"{route.name}_post",
        "summary": f"{route.summary}: part of the question in the body",
        "description": "The question of GET, with what the body says besides. It changes nothing, and nothing of it is stored.",
        "tags": [about.tag],
        "requestBody": {"required": True, "content": {JSON: {"schema": ref(route.posted or "")}}},
        "responses": {
            **{status: answer for status, answer in answers.items() if status != "304"},
            "200": {"description": found["description"], "headers": fields, "content": forms},
        },
    }
