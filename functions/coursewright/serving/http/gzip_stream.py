"""One gzip stream (RFC 1952) round an object's stored compressed form, without compressing the object again.

    header · what comes before, as a stored block · the object's blocks · what comes after, as the last block · CRC and size

Stored blocks for the little that is written at the time of the answer: they cost five bytes each, and the stream is then the
same bytes under every version of zlib, as a strong entity tag promises.
"""

from __future__ import annotations

import zlib

from coursewright.publishing.storing.compressed import stored_block

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LONGEST = 65_535


def can_be_spliced(before: bytes, after: bytes) -> bool:
    """Whether both parts fit into a stored block."""
    return max(len(before), len(after)) <= _LONGEST


def spliced_gzip(before: bytes, plain: bytes, compressed: bytes, after: bytes) -> bytes | None:
    """A gzip stream of the three parts; None where a part is too long for a stored block."""
    if not can_be_spliced(before, after):
        return None
    checksum = zlib.crc32(after, zlib.crc32(plain, zlib.crc32(before)))
    size = (len(before) + len(plain) + len(after)) & 0xFFFFFFFF
    return b"".join(
        (
            _HEADER,
            stored_block(before) if before else b"",
            compressed,
            stored_block(after, is_last=True),
            checksum.to_bytes(4, "little"),
            size.to_bytes(4, "little"),
        )
    )


def gzipped(data: bytes) -> bytes:
    """Bytes of which no compressed form is stored."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()
