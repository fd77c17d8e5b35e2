"""Compressed forms of objects: derived records that let a server answer compressed without compressing.

Each holds the object's raw deflate data (RFC 1951), ended by a sync flush: on a byte boundary and without a last block, so that
other blocks can be put before and after it and the whole is one stream. A derived record is in no digest and proves nothing:
readers inflate it, compare the result with the object's own digest, and do without it if it is missing or damaged.

Every public object has one, small ones as well: a reader asks for this form first, and would ask twice for what has none.
"""

from __future__ import annotations

import zlib

from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import DamagedObjectError
from coursewright.publishing.storing.store import Store

_RAW = -zlib.MAX_WBITS
_LARGEST = 64_000_000


def stored_block(data: bytes, *, is_last: bool = False) -> bytes:
    """Up to 65,535 bytes as a deflate block that holds them as they are; its bytes depend on no version of zlib."""
    size = len(data)
    return bytes((is_last,)) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + data


_CONTINUATION = stored_block(b"?") + stored_block(b"", is_last=True)
"""What must be understood after a compressed form; a flipped bit at its end could leave its bytes right and this wrong."""


def compressed_key(digest: Digest) -> str:
    """Where the compressed form of an object is kept."""
    return f"gzip/{digest[:2]}/{digest}"


def deflated(data: bytes) -> bytes:
    """The bytes as deflate blocks that others may follow."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9)
    return deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)


def inflated(record: bytes, digest: Digest) -> bytes:
    """The object's own bytes.

    Raises:
        DamagedObjectError: the record is not the compressed form of the object with this digest, ready to be continued.
    """
    inflate = zlib.decompressobj(_RAW)
    try:
        data = inflate.decompress(record, _LARGEST)
        is_open = not inflate.unconsumed_tail and inflate.decompress(_CONTINUATION) == b"?" and inflate.eof
    except zlib.error as error:
        raise DamagedObjectError(f"{compressed_key(digest)} does not inflate: {error}") from error
    if not is_open or inflate.unused_data or digest_of(data) != digest:
        raise DamagedObjectError(f"{compressed_key(digest)} does not hold the compressed form of that object")
    return data


def put_compressed(store: Store, space: str, digest: Digest, data: bytes) -> None:
    """Put the compressed form of a public object. Figures are compressed as they are, and keys are not for readers."""
    if space == OBJECTS:
        store.put_if_absent(compressed_key(digest), deflated(data))


def get_compressed(store: Store, digest: Digest) -> tuple[bytes, bytes]:
    """An object's own bytes and their compressed form, from one read.

    Raises:
        MissingObjectError: it has none in this store.
        DamagedObjectError: what is there is not its compressed form.
    """
    record = store.get(compressed_key(digest))
    return inflated(record, digest), record
