"""The table of routes becomes an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html).

The same code always gives the same bytes: they are committed as schemas/serving/openapi.json, and a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Any

from coursewright import __version__
from coursewright.serving.http.negotiation import JSON, PROBLEM
from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.openapi import (
    activity_schemas,
    certificate_schemas,
    change_schemas,
    course_schemas,
    fingerprint_schemas,
    lesson_schemas,
    offer_schemas,
    program_schemas,
    release_schemas,
    status_schemas,
    verification_schemas,
)
from coursewright.serving.openapi.examples import examples, problem_examples, values_asked
from coursewright.serving.openapi.headers import FOUND, HEADERS, MOVED, PREFLIGHT, REFUSED, SOMETIMES_REPEATED, STORED, headers
from coursewright.serving.openapi.introduction import INTRODUCTION
from coursewright.serving.openapi.operations import OPERATIONS, TAGS, Operation
from coursewright.serving.openapi.posted import posted_operation
from coursewright.serving.openapi.terms import Schema, ref
from coursewright.serving.route import Parameter, Route

FOLDER, NAME = "schemas/serving", "openapi.json"
_SCHEMAS = (
    release_schemas,
    program_schemas,
    change_schemas,
    offer_schemas,
    certificate_schemas,
    course_schemas,
    fingerprint_schemas,
    status_schemas,
    lesson_schemas,
    activity_schemas,
    verification_schemas,
)
_RESPONSES = {
    HTTPStatus.BAD_REQUEST: "BadRequest",
    HTTPStatus.UNAUTHORIZED: "BadToken",
    HTTPStatus.NOT_FOUND: "NotFound",
    HTTPStatus.METHOD_NOT_ALLOWED: "MethodNotAllowed",
    HTTPStatus.GONE: "Gone",
    HTTPStatus.REQUEST_URI_TOO_LONG: "AddressTooLong",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Internal",
    HTTPStatus.BAD_GATEWAY: "BadObject",
    HTTPStatus.SERVICE_UNAVAILABLE: "Away",
}
_REFUSED_MORE = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Allow",),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After",),
}


@cache
def document_bytes() -> bytes:
    """The document as it is served and committed."""
    return (json.dumps(document(), ensure_ascii=False, indent=2) + "\n").encode()


def openapi_files() -> dict[str, str]:
    """The file that is committed, by name."""
    return {NAME: document_bytes().decode()}


@cache
def document() -> dict[str, Any]:
    """The document."""
    from coursewright.serving.routes import ROUTES  # noqa: PLC0415 - the table holds the route that gives this document

    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Coursewright content API",
            "version": __version__,
            "summary": "Courses, lessons and activities, each learner pinned to the edition they started on.",
            "description": INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "Where this document came from."}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "paths": {route.path: _path_item(route, OPERATIONS[route.name]) for route in ROUTES},
        "components": {
            "schemas": dict(sorted((name, schema) for part in _SCHEMAS for name, schema in part.SCHEMAS.items())),
            "headers": HEADERS,
            "parameters": {"If-None-Match": _IF_NONE_MATCH},
            "responses": _responses(),
            "securitySchemes": {"bearer": _BEARER},
        },
        "security": [{}, {"bearer": []}],
    }


_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token of RFC 9068, by the operator's issuer and for this API as its audience. Scope `course:<id>` "
    "entitles to a course that is not public, `course:*` to all of them. Without a token there is what is public.",
}

_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "Entity tags of answers the reader has, as `ETag` gave them, or `*`. Is it one of them, the answer is 304.",
    "schema": {"type": "string"},
}


def _path_item(route: Route, about: Operation) -> dict[str, Any]:
    answers = _answers(route, about)
    asked = [{"$ref": "#/components/parameters/If-None-Match"}]
    common = {"tags": [about.tag], "parameters": asked}
    post = {"post": posted_operation(route, about, answers)} if route.posted else {}
    bodiless = {status: _without_body(response) for status, response in answers.items()}
    return {
        "summary": route.summary,
        "parameters": _parameters(route),
        "get": {
            "operationId": route.name,
            "summary": route.summary,
            "description": about.about,
            **common,
            "responses": answers,
        },
        "head": {
            "operationId": f"{route.name}_head",
            "summary": f"{route.summary}: the fields alone",
            **common,
            "responses": bodiless,
        },
        **post,
        "options": {
            "operationId": f"{route.name}_options",
            "summary": f"{route.summary}: what may be sent",
            "security": [{}],
            "tags": [about.tag],
            "responses": _preflight(route),
        },
    }


def _preflight(route: Route) -> dict[str, Schema]:
    """OPTIONS looks at nothing but whether there is such an address: a segment may hold what no address does."""
    names = {"204": "Options", "400": "BadRequest", "404": "NotFound", "414": "AddressTooLong"}
    return {
        status: {"$ref": f"#/components/responses/{name}"}
        for status, name in names.items()
        if status != "404" or route.path_parameters
    }


def _parameters(route: Route) -> list[Schema]:
    asked = values_asked(route)
    in_path = [{**_parameter(one, asked), "in": "path", "required": True} for one in route.path_parameters]
    return [*in_path, *({**_parameter(one, asked), "in": "query"} for one in route.query)]


def _parameter(parameter: Parameter, asked: dict[str, str]) -> Schema:
    value: Any = asked.get(parameter.name, parameter.example)
    if value is not None and parameter.schema.get("type") == "integer":
        value = int(value)
    shown = {} if value is None else {"example": value}
    return {"name": parameter.name, "description": parameter.description, "schema": dict(parameter.schema), **shown}


def _answers(route: Route, about: Operation) -> dict[str, Schema]:
    found = {
        "description": f"{route.summary}.",
        "headers": headers((*(name for name in _found(route) if name not in about.sometimes), *about.fields), about.sometimes),
        "content": {media_type: _content(route, about, media_type) for media_type in route.media_types},
    }
    refused = [
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.REQUEST_URI_TOO_LONG,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ]
    if route.path_parameters:
        refused.append(HTTPStatus.NOT_FOUND)
    if about.reads_store:  # any object may be damaged, or taken down
        refused += [HTTPStatus.GONE, HTTPStatus.BAD_GATEWAY]
    answers: dict[str, Schema] = {"200": found, "304": {"$ref": "#/components/responses/NotModified"}}
    if about.may_move:
        answers["308"] = {"$ref": "#/components/responses/Moved"}
    return answers | {str(int(status)): {"$ref": f"#/components/responses/{_RESPONSES[status]}"} for status in sorted(refused)}


def _found(route: Route) -> tuple[str, ...]:
    """An asset's bytes are compressed already, or few, so nothing about it varies."""
    return STORED if route.media_types[0].startswith("image/") else FOUND


def _content(route: Route, about: Operation, media_type: str) -> Schema:
    shown = {name: one for name, one in examples(route.name).items() if "answer" in one and media_type == route.media_types[0]}
    named = {name: {"summary": one["address"], "value": one["answer"]} for name, one in shown.items()}
    with_examples = {"examples": named} if named else {}
    if media_type == JSON:
        return {"schema": ref(about.shape) if about.shape else {"type": "object"}, **with_examples}
    return {"schema": {"type": "string"} if media_type.startswith(("text/", "application/atom+xml")) else {}, **with_examples}


def _without_body(response: Schema) -> Schema:
    if "$ref" not in response:
        return {"description": response["description"], "headers": response["headers"]}
    name = response["$ref"].rpartition("/")[2]
    return response if name in ("NotModified", "Moved") else {"$ref": f"#/components/responses/{name}Head"}


def _responses() -> dict[str, Schema]:
    made: dict[str, Schema] = {
        "NotModified": {"description": "The reader has it already.", "headers": headers(STORED, SOMETIMES_REPEATED)},
        "Moved": {"description": "It has another id now; follow `Location`, and keep the new one.", "headers": headers(MOVED)},
        "Options": {"description": "What may be sent here.", "headers": headers(PREFLIGHT)},
    }
    for status, name in _RESPONSES.items():
        more = _REFUSED_MORE.get(status, ())
        said = {"description": _meaning(status), "headers": headers((*REFUSED, *more))}
        shown = problem_examples(row.code for row in PROBLEMS if row.status == status)
        made[name] = {**said, "content": {PROBLEM: {"schema": ref("Problem"), **({"examples": shown} if shown else {})}}}
        made[f"{name}Head"] = said
    return made


def _meaning(status: HTTPStatus) -> str:
    return " ".join(_sentences(f"`{row.code}`: {row.title}. {row.detail}" for row in PROBLEMS if row.status == status))


def _sentences(texts: Iterable[str]) -> Iterable[str]:
    return (text.strip() for text in texts)
