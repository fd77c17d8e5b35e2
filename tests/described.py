"""The OpenAPI document as tests use it: the shape of an answer, and whether an answer has it."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from coursewright.serving.openapi.document import document
from served import Answer

BASE = "urn:coursewright:openapi"


@cache
def shape(name: str) -> Draft202012Validator:
    """A named shape of the document, with its formats checked."""
    schemas = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": document()["components"]}
    schema = {**schemas, "$ref": f"#/components/schemas/{name}"}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(value: Any, name: str) -> list[str]:  # noqa: ANN401 - JSON
    """Where a value has not the shape of this name."""
    found = shape(name).iter_errors(value)
    return [f"{name} at {'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}" for fault in found]


def assert_shaped(answer: Answer, name: str) -> dict[str, Any]:
    """The answer is a 200 of this shape; gives its value."""
    assert answer.status == 200
    value = answer.json()
    assert [] == faults(value, name)
    return value
