"""For verifiers: manifests, attestations and records, byte for byte as they are stored, so anybody can take their digests."""

from __future__ import annotations

import re

from coursewright.compiling.digest import digest_of, is_digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.depositing.attestations import attestations_of
from coursewright.publishing.keys.envelope import opened
from coursewright.publishing.records.log import Log, Record
from coursewright.publishing.records.logs import channel_log, edition_log, expunged_log, heads_of
from coursewright.publishing.records.names import is_channel, is_edition
from coursewright.serving.http.answers import Answer, Body, Leaf, composed, head_of, spliced, stored
from coursewright.serving.http.caching import FOR_EVER, IMMUTABLE, MAX_AGE, cache_control
from coursewright.serving.pin import PinKind
from coursewright.serving.question import Question

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def manifest(question: Question, at: str) -> Answer:
    """The manifest of a release; its digest is the release's. It names every course by its id, as verifiers need it whole."""
    pin = question.pin(at)
    public = question.is_all_public(pin)
    return stored(pin, pin.manifest, Body(leaf=question.reader.leaf(pin.manifest)), "/manifest", public=public)


def attestation(question: Question, at: str) -> Answer:
    """Who says where the release came from, each as a signed envelope. More may be added.

    Raises:
        DamagedObjectError: the bytes of one are no envelope; joined to the others they would be no JSON.
    """
    pin = question.pin(at)
    envelopes = [data for _, data in attestations_of(question.reader.store, pin.manifest)]
    for data in envelopes:
        opened(data)
    if not envelopes:
        raise UnknownNameError(f"release {pin.release} has no attestation")
    body = spliced(head_of(pin, "/attestation"), "attestations", Leaf(b"[" + b",".join(envelopes) + b"]"))
    return composed(pin, body.plain, "/attestation", at_most=MAX_AGE[PinKind.EDITION])


def channel_record(question: Question, channel: str, number: str) -> Answer:
    """Record n of a channel."""
    return _numbered(question, _channel(question, channel), number)


def channel_head(question: Question, channel: str) -> Answer:
    """The newest signed statement of where a channel's log ends."""
    return _newest(question, heads_of(_channel(question, channel)), MAX_AGE[PinKind.CHANNEL])


def edition_record(question: Question, edition: str, number: str) -> Answer:
    """Record n of an edition."""
    return _numbered(question, _edition(question, edition), number)


def edition_head(question: Question, edition: str) -> Answer:
    """The newest signed statement of where an edition's log ends."""
    return _newest(question, heads_of(_edition(question, edition)), MAX_AGE[PinKind.EDITION])


def expunged_record(question: Question, digest: str) -> Answer:
    """The record of a takedown: verifiers believe it, and no answer without it, that an object is gone by right."""
    record = expunged_log(question.reader.store, digest).head() if is_digest(digest) else None
    if record is None:
        raise UnknownNameError(f"no record says that {digest!r} was taken down")
    return _raw(question, record, FOR_EVER, IMMUTABLE)


def _channel(question: Question, channel: str) -> Log:
    if not is_channel(channel):
        raise UnknownNameError(f"{channel!r} is not the name of a channel")
    return channel_log(question.reader.store, channel)


def _edition(question: Question, edition: str) -> Log:
    if not is_edition(edition):
        raise UnknownNameError(f"{edition!r} is not the name of an edition")
    return edition_log(question.reader.store, edition)


def _numbered(question: Question, log: Log, number: str) -> Answer:
    record = log.get(int(number)) if _NUMBER.fullmatch(number) else None
    if record is None:
        raise UnknownNameError(f"{log.prefix} has no record {number!r}")
    return _raw(question, record, FOR_EVER, IMMUTABLE)


def _newest(question: Question, heads: Log, seconds: int) -> Answer:
    record = heads.head()
    if record is None:
        raise UnknownNameError(f"there is no {heads.prefix}")
    return _raw(question, record, seconds, cache_control(seconds, public=True))


def _raw(question: Question, record: Record, seconds: int, control: str) -> Answer:
    return Answer(Body(record.data), digest_of(record.data), seconds, control, question.path)
