"""The form of an exported release: a tar archive of one kind only, so that equal contents have equal bytes.

A member's header is a function of its name and size: POSIX ustar, a plain file, mode 0600, no owner, no time. Two empty blocks
end the archive, and nothing follows. `tar` lists and unpacks it. Reading takes exactly what writing gives: whatever else tar can
say (links, devices, sparse files, extended headers, owners) is refused with the first header that says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from coursewright.errors import ArchiveError

BLOCK = 512
END = bytes(2 * BLOCK)
_LONGEST = 100
_LARGEST = 8**11
_SIZE = slice(124, 135)
_PREFIX = slice(345, 500)


def member(name: str, size: int) -> bytes:
    """The header of a member (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, ustar)."""
    folder, short = _split(name)
    fields = (
        short.encode().ljust(100, b"\0"),
        b"0000600\0",
        b"0000000\0" * 2,  # owner and group
        b"%011o\0" % size,
        b"%011o\0" % 0,  # the time
        b" " * 8,  # the checksum, while it is taken
        b"0",
        bytes(100),
        b"ustar\x0000",
        bytes(64),
        b"0000000\0" * 2,
        folder.encode().ljust(155, b"\0"),
    )
    header = b"".join(fields).ljust(BLOCK, b"\0")
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]


def padding(size: int) -> bytes:
    """What fills up the last block of a member."""
    return bytes(-size % BLOCK)


def members(file: BinaryIO) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Name, size and bytes of each member, in order; the bytes are to be read, piece by piece, before the next member is.

    Raises:
        ArchiveError: the file ends early, goes on after its end, or holds what an export does not.
    """
    while (header := _exactly(file, BLOCK)) != bytes(BLOCK):
        name, size = _told(header)
        yield name, size, _pieces(file, size)
        if any(_exactly(file, -size % BLOCK)):
            raise ArchiveError(f"there is something behind the end of {name}")
    if any(_exactly(file, BLOCK)) or file.read(1):
        raise ArchiveError("there is something behind the end of the archive")


def _told(header: bytes) -> tuple[str, int]:
    """Name and size, if the header is exactly the one an export would write for them."""
    try:
        short, folder = (header[part].rstrip(b"\0").decode("ascii") for part in (slice(0, _LONGEST), _PREFIX))
        name, size = f"{folder}/{short}" if folder else short, int(header[_SIZE], 8)
        if 0 <= size < _LARGEST and member(name, size) == header:
            return name, size
    except ValueError:
        pass
    raise ArchiveError("a header is none that `coursewright export` writes")


def _split(name: str) -> tuple[str, str]:
    """The two fields of a name: where it is too long for one, all but its last part goes into the other."""
    if len(name) <= _LONGEST:
        return "", name
    folder, _, short = name.rpartition("/")
    return folder, short


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = file.read(min(left, 1 << 16))
        if not piece:
            raise ArchiveError("it ends in the middle of a member")
        left -= len(piece)
        yield piece


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size) if size else b""
    if len(data) != size:
        raise ArchiveError("it ends early")
    return data
