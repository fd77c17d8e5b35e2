"""What is asked of the desk: an event read once, within bounds.

Refuses what is larger than any page of ours sends: an address of more than 2,000 characters, a form of more than 64 kB.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from coursewright.serving.access.callers import Event
from coursewright.serving.review_desk.visitors import Visitor

LONGEST_ADDRESS = 2_000
LARGEST_FORM = 64_000
MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"


class UnreadableQuestionError(Exception):
    """A request that no page of the desk sends; `status` says why in a number."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Question:
    """One request, and who sent it. `where` holds the parts of the address that its route names."""

    event: Event
    visitor: Visitor
    method: str
    path: str
    where: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)


def method_of(event: Event) -> str:
    """The method; HEAD is GET whose body nobody reads."""
    method = str(event["requestContext"]["http"]["method"])
    return "GET" if method == "HEAD" else method


def path_of(event: Event) -> str:
    """The path, its escapes undone.

    Raises:
        UnreadableQuestionError: the address is longer than any of ours, or no text.
    """
    raw, query = str(event.get("rawPath", "")), str(event.get("rawQueryString", ""))
    if len(raw) + len(query) > LONGEST_ADDRESS:
        raise UnreadableQuestionError(414, f"This address is longer than {LONGEST_ADDRESS:,} characters.")
    return unquote(raw)


def query_of(event: Event) -> dict[str, str]:
    """The parameters of the address; of one that comes twice, the last."""
    return _fields(str(event.get("rawQueryString", "")))


def form_of(event: Event) -> dict[str, str]:
    """The fields of a form that was sent.

    Raises:
        UnreadableQuestionError: it is no form, or too large.
    """
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    if str(headers.get("content-type", "")).partition(";")[0].strip().lower() != FORM:
        raise UnreadableQuestionError(415, f"Forms come as {FORM}.")
    body = event.get("body") or ""
    if len(body) > LARGEST_FORM * 2:
        raise UnreadableQuestionError(413, f"A form may hold {LARGEST_FORM:,} bytes.")
    try:
        data = b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        if len(data) > LARGEST_FORM:
            raise UnreadableQuestionError(413, f"A form may hold {LARGEST_FORM:,} bytes.")
        return _fields(data.decode())
    except (binascii.Error, ValueError) as error:
        raise UnreadableQuestionError(400, "This form cannot be read.") from error


def _fields(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise UnreadableQuestionError(400, "The parameters of this address or form cannot be read.") from error
