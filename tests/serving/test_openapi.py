"""The document is valid OpenAPI 3.1, says everything, and what the server answers is what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.openapi.document import document, document_bytes
from coursewright.serving.openapi.operations import OPERATIONS
from coursewright.serving.routes import ROUTES
from fuzzing import fuzz
from served import Api


def _described(value: Any, where: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Every field of every shape without a description."""
    if isinstance(value, dict):
        for name, field in value.get("properties", {}).items():
            if "description" not in field and "$ref" not in field:
                yield f"{where}.{name}"
        for name, one in value.items():
            yield from _described(one, f"{where}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from _described(one, where)


def test_it_is_valid() -> None:
    assert [] == [str(error) for error in OpenAPIV31SpecValidator(document()).iter_errors()]


def test_every_route_is_in_it_with_three_methods() -> None:
    assert {route.path for route in ROUTES} == set(document()["paths"])
    assert {route.name for route in ROUTES} == set(OPERATIONS)
    assert all({"get", "head", "options"} <= set(item) for item in document()["paths"].values())


def test_every_name_leads_somewhere_and_every_field_says_what_it_is() -> None:
    schemas = document()["components"]["schemas"]
    text = json.dumps(document())
    unused = [name for name in schemas if f'"#/components/schemas/{name}"' not in text]

    assert [] == list(_described({name: {"properties": shape.get("properties", {})} for name, shape in schemas.items()}, ""))
    assert [] == unused


def test_every_refusal_is_in_it_with_an_example() -> None:
    shown = {
        code
        for response in document()["components"]["responses"].values()
        for content in response.get("content", {}).values()
        for code in content["examples"]
    }

    assert {row.code for row in PROBLEMS} == shown


def test_it_is_served_as_it_is_committed(api: Api) -> None:
    answer = api.get("/v1/openapi.json")
    again = api.get("/v1/openapi.json", if_none_match=answer.headers["etag"])

    assert (200, document_bytes()) == (answer.status, answer.body)
    assert "public, max-age=300" == answer.headers["cache-control"]
    assert (304, b"") == (again.status, again.body)
    assert document_bytes() == api.get("/v1/openapi.json", accept_encoding="gzip").decoded


def test_the_first_address_leads_to_it(api: Api) -> None:
    links = api.get("/v1").headers["link"]

    assert '</v1/openapi.json>; rel="service-desc", </v1/docs>; rel="service-doc"' == links


@pytest.mark.timeout(180)
def test_two_hundred_questions_find_nothing_undocumented(published: Path, port: int, tmp_path: Path) -> None:
    run = fuzz(published, port, 200, tmp_path, "examples,fuzzing")

    assert 0 == run.ended, run.report
    assert run.calls >= 200
    assert run.found > 0.25, str(run)
