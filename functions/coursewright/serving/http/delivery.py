"""An Answer becomes a response: its content coding chosen, its entity tag compared, its fields written.

The plain and the coded form have different entity tags. One made of a stored compressed form is the same bytes whoever makes it,
so its tag is strong; one compressed for the occasion may differ with the version of zlib, so its tag is weak.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Response

from coursewright.serving.http.answers import Answer, Body
from coursewright.serving.http.caching import age_fields, matches
from coursewright.serving.http.cross_origin import READABLE
from coursewright.serving.http.gzip_stream import can_be_spliced, gzipped, spliced_gzip
from coursewright.serving.http.negotiation import takes_gzip

SMALLEST = 1000
"""Bytes below which an answer stays plain: it fits into one packet either way."""


def delivered(answer: Answer, headers: Mapping[str, str]) -> Response[Any]:
    """The response for an answer, given the fields of the request, by lower-case name."""
    if answer.status is not HTTPStatus.OK:
        return Response(answer.status, None, None, {**_about(answer), **answer.fields})
    is_coded = (
        "Accept-Encoding" in answer.vary and _is_worth_coding(answer.body) and takes_gzip(headers.get("accept-encoding", ""))
    )
    is_strong = not is_coded or _is_spliced(answer.body)
    etag = f'{"" if is_strong else "W/"}"{answer.tag}{".gzip" if is_coded else ""}"'
    fields = {**({"ETag": etag} if answer.tag else {}), **_about(answer)}
    if answer.location:
        fields["Content-Location"] = answer.location
    if answer.tag and matches(headers.get("if-none-match", ""), etag):
        return Response(HTTPStatus.NOT_MODIFIED, None, None, fields)
    fields |= answer.fields
    if is_coded:
        return _as_base64(answer.media_type, _coded(answer.body), {**fields, "Content-Encoding": "gzip"})
    plain = answer.body.plain
    if answer.is_binary:
        return _as_base64(answer.media_type, plain, fields)
    return Response(HTTPStatus.OK, answer.media_type, plain.decode(), fields)


def _about(answer: Answer) -> dict[str, str]:
    """The fields that a 304 repeats (RFC 9110, section 15.4.5), and those that every response has."""
    fields = {"Cache-Control": answer.cache_control, **age_fields(answer.age, answer.seconds)}
    if answer.vary:
        fields["Vary"] = ", ".join(answer.vary)
    return {**fields, "X-Content-Type-Options": "nosniff", **READABLE}


def _as_base64(media_type: str, data: bytes, fields: dict[str, str]) -> Response[str]:
    """Bytes, as Lambda wants them. Powertools would take them for a JSON value, where the media type is JSON's."""
    response = Response(HTTPStatus.OK, media_type, base64.b64encode(data).decode(), fields)
    response.base64_encoded = True
    return response


def _is_worth_coding(body: Body) -> bool:
    return len(body.before) + len(body.leaf.plain) + len(body.after) >= SMALLEST


def _is_spliced(body: Body) -> bool:
    """Whether the coded form is the same bytes whoever makes it; told without making it, as a 304 has no body."""
    return body.leaf.compressed is not None and can_be_spliced(body.before, body.after)


def _coded(body: Body) -> bytes:
    leaf = body.leaf
    made = spliced_gzip(body.before, leaf.plain, leaf.compressed, body.after) if leaf.compressed is not None else None
    return gzipped(body.plain) if made is None else made
