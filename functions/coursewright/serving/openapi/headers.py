"""The fields of answers, and which kind of answer has which."""

from __future__ import annotations

from typing import Any

from coursewright.serving.http.cross_origin import METHODS, METHODS_POSTED
from coursewright.serving.openapi.terms import Schema


def _field(description: str, *, always: bool = True, **schema: Any) -> Schema:  # noqa: ANN401 - keywords of JSON Schema
    return {"description": description, "required": always, "schema": {"type": "string", **schema}}


HEADERS: dict[str, Schema] = {
    "ETag": _field(
        'Names these bytes: `"<digest>.<release>"`, with `.gzip` where they are coded. Send it back: `If-None-Match`.',
        pattern='^(?:W/)?"[^"]+"$',
    ),
    "Cache-Control": _field(
        "How long the answer stays true, and who may keep it: an exact release a year and `immutable`, an edition 60 seconds, "
        "a channel 5. Courses that are not public are `private`. What says what a learner completed is kept by nobody.",
        pattern="^(?:(?:public|private), max-age=[0-9]+(?:, immutable)?|private, no-store)$",
    ),
    "Content-Location": _field("The address of these very bytes, in the exact release.", pattern="^/v1"),
    "Content-Encoding": _field("`gzip`, where the request takes it and it is worth it.", always=False, enum=["gzip"]),
    "Content-Language": _field("The language of the text."),
    "Vary": _field("The request's fields that the answer was chosen by."),
    "Link": _field(
        '`rel="canonical"`: this answer in the exact release. `rel="next"`: where to go on. '
        '`rel="service-desc"` and `"service-doc"`: this document and its page.'
    ),
    "Coursewright-Budget": _field(
        "Only with `budget` or `from`: what the JSON form says in `budget`, as a dictionary of RFC 9651.", always=False
    ),
    "Age": _field(
        "Only while the store cannot be reached: how many seconds ago it was certain that this is the newest.",
        always=False,
        pattern="^[0-9]+$",
    ),
    "Cache-Status": _field("Only beside `Age`: says the same as RFC 9211 has it.", always=False),
    "Content-Security-Policy": _field("What the bytes may do in a browser: nothing but show themselves."),
    "Cross-Origin-Resource-Policy": _field("Any site may show it.", enum=["cross-origin"]),
    "X-Content-Type-Options": _field("The media type is meant as it is said.", enum=["nosniff"]),
    "Access-Control-Allow-Origin": _field("Any page may read the answer.", enum=["*"]),
    "Location": _field("Where it is now, with the same query.", pattern="^/v1/"),
    "Allow": _field("What is answered.", enum=[METHODS, METHODS_POSTED]),
    "Retry-After": _field("After how many seconds to ask again.", pattern="^[0-9]+$"),
    "WWW-Authenticate": _field("What is wrong with the token, as RFC 6750 has it.", pattern='^Bearer error="[a-z_]+"'),
    "No-Store": _field("Refusals are kept by nobody.", enum=["no-store"]),
    "Access-Control-Allow-Methods": _field("What a page may send.", enum=[METHODS, METHODS_POSTED]),
    "Access-Control-Allow-Headers": _field("The fields a page may send."),
    "Access-Control-Max-Age": _field("For how many seconds that need not be asked again."),
}
"""By name; `No-Store` is `Cache-Control` as refusals have it."""

_EVERYWHERE = ("X-Content-Type-Options", "Access-Control-Allow-Origin")
STORED = ("ETag", "Cache-Control", "Age", "Cache-Status", *_EVERYWHERE)
FOUND = (*STORED, "Vary", "Content-Encoding")
SOMETIMES_REPEATED = ("Vary", "Content-Location")
"""What a 304 has wherever the 200 has it."""
MOVED = ("Location", "Cache-Control", "Age", "Cache-Status", *_EVERYWHERE)
REFUSED = ("No-Store", *_EVERYWHERE)
PREFLIGHT = (
    "Allow",
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
)


def headers(names: tuple[str, ...], sometimes: tuple[str, ...] = ()) -> dict[str, Schema]:
    """References to fields, by the names they have in an answer; and some that are not always there."""
    found = {"Cache-Control" if name == "No-Store" else name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return dict(sorted({**found, **{name: {**HEADERS[name], "required": False} for name in sometimes}}.items()))
