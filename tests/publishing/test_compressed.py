"""Compressed forms prove nothing, and so must not be believed: whatever is wrong with one is found when it is read."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counting_store import CountingStore
from coursewright.compiling.digest import digest_of
from coursewright.compiling.spaces import ASSETS, KEYS, OBJECTS
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.storing.compressed import (
    compressed_key,
    deflated,
    get_compressed,
    inflated,
    put_compressed,
    stored_block,
)

TEXT = b"".join(b"This is sentence %d of something to be compressed. " % number for number in range(60))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.binary(max_size=100), st.binary(max_size=100))
def test_what_was_deflated_can_be_read_again_and_continued(data: bytes, before: bytes, after: bytes) -> None:
    record = deflated(data)
    stream = stored_block(before) + record + stored_block(after, is_last=True)

    assert data == inflated(record, digest_of(data))
    assert before + data + after == zlib.decompress(stream, -zlib.MAX_WBITS)


def test_every_flipped_bit_is_found_or_does_no_harm() -> None:
    """Some bits are padding. What passes must still give the bytes, and let itself be continued."""
    record, digest = deflated(TEXT), digest_of(TEXT)
    found = 0
    for bit in range(len(record) * 8):
        flipped = bytearray(record)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            assert TEXT == inflated(bytes(flipped), digest)
        except DamagedObjectError:
            found += 1
        else:
            assert TEXT + b"end" == zlib.decompress(bytes(flipped) + stored_block(b"end", is_last=True), -zlib.MAX_WBITS)

    assert found > len(record) * 8 - 16


@pytest.mark.parametrize("length", [0, 1, 5, 100])
def test_a_truncated_or_lengthened_form_is_found(length: int) -> None:
    record, digest = deflated(TEXT), digest_of(TEXT)
    for wrong in (record[:length], record[: -length - 1], record + bytes(length + 1), b"a" * length + record + b"\x00"):
        with pytest.raises(DamagedObjectError):
            inflated(wrong, digest)


@pytest.mark.parametrize("whole", [zlib.compress(TEXT)[2:-4], zlib.compress(TEXT), TEXT])
def test_a_stream_that_cannot_be_continued_is_none(whole: bytes) -> None:
    with pytest.raises(DamagedObjectError):
        inflated(whole, digest_of(TEXT))


def test_another_object_s_form_is_found() -> None:
    with pytest.raises(DamagedObjectError):
        inflated(deflated(TEXT + b"!"), digest_of(TEXT))


def test_a_form_that_would_inflate_without_end_is_not_inflated() -> None:
    bomb = deflated(bytes(70_000_000))

    with pytest.raises(DamagedObjectError):
        inflated(bomb, digest_of(TEXT))


def test_only_public_objects_have_one() -> None:
    store = CountingStore()
    for space, data in ((OBJECTS, TEXT), (OBJECTS, b"{}"), (ASSETS, TEXT + b"1"), (KEYS, TEXT + b"2")):
        put_compressed(store, space, digest_of(data), data)

    assert [compressed_key(digest_of(TEXT)), compressed_key(digest_of(b"{}"))] == list(store.kept)
    assert (TEXT, deflated(TEXT)) == get_compressed(store, digest_of(TEXT))
    with pytest.raises(MissingObjectError):
        get_compressed(store, digest_of(TEXT + b"2"))
