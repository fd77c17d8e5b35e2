"""What the promote function is asked to do: one act with what its caller saw, told apart by `act`, each field of one form.

A request that has another form is refused before anything is read, with the field and what is wrong with it.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from coursewright.errors import InvalidRequestError
from coursewright.publishing.records.log import Pending

Channel = Annotated[str, Field(min_length=1, max_length=60, description="A channel's name.")]
Seen = Annotated[int, Field(ge=0, strict=True, description="The channel's newest record that was seen; 0 if it had none.")]
By = Annotated[str, Field(min_length=1, max_length=300, description="Who does this.")]
Why = Annotated[str, Field(max_length=2_000, description="Why, for the record.")]
_MOST_SHOWN = 3


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Promote(_Request):
    """Promote a candidate, whose manifest was seen, in a channel, whose record was seen."""

    act: Literal["promote"]
    candidate: Annotated[str, Field(max_length=40)]
    manifest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    channel: Channel
    seen: Seen
    by: By
    why: Why = ""
    again: Annotated[bool, Field(strict=True)] = False
    scheduled: Annotated[str, Field(max_length=100, description="The schedule by which it comes, if it does.")] = ""


class Rollback(_Request):
    """Take a channel, whose record was seen, back to an older edition."""

    act: Literal["rollback"]
    channel: Channel
    to: Annotated[str, Field(max_length=40)]
    seen: Seen
    by: By
    why: Why = ""


class Withdraw(_Request):
    """Withdraw a release."""

    act: Literal["withdraw"]
    release: Annotated[str, Field(max_length=40)]
    by: By
    why: Why


class Heads(_Request):
    """Issue the signed heads that are due."""

    act: Literal["heads"]


class Waiting(_Request):
    """A record of which it is not known whether the store took it."""

    prefix: Annotated[str, Field(pattern=r"^(releases|editions|channels|heads)/[A-Za-z0-9./-]{1,100}$")]
    number: Annotated[int, Field(ge=1, strict=True)]
    data: Annotated[str, Field(max_length=1_000_000, description="Its bytes, in base64.")]


class Settle(_Request):
    """Put such a record again until it is decided."""

    act: Literal["settle"]
    pending: Waiting

    def record(self) -> Pending:
        """The record.

        Raises:
            InvalidRequestError: its data are no base64.
        """
        try:
            data = b64decode(self.pending.data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidRequestError("pending.data is no base64") from error
        return Pending(self.pending.prefix, self.pending.number, data)


Request = Annotated[Promote | Rollback | Withdraw | Heads | Settle, Field(discriminator="act")]
_REQUEST: TypeAdapter[Promote | Rollback | Withdraw | Heads | Settle] = TypeAdapter(Request)


def request_in(payload: Mapping[str, Any]) -> Promote | Rollback | Withdraw | Heads | Settle:
    """The request that a payload makes.

    Raises:
        InvalidRequestError: it makes none; the message names each field that is wrong.
    """
    try:
        return _REQUEST.validate_python(payload)
    except ValidationError as error:
        wrong = [f"{'.'.join(str(part) for part in one['loc']) or 'the payload'}: {one['msg']}" for one in error.errors()]
        more = f"; and {len(wrong) - _MOST_SHOWN} more" if len(wrong) > _MOST_SHOWN else ""
        raise InvalidRequestError(
            f"this is no request of the promote function: {'; '.join(wrong[:_MOST_SHOWN])}{more}"
        ) from error
