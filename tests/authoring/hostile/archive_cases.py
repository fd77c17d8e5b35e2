"""Bundles that are made to hurt."""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from authoring.hostile.case import Case, in_bundle, member, pieces_of, valid_members

_END = bytes(1_024)
_MEGABYTE = bytes(1 << 20)


def _gz(pieces: Iterable[bytes], level: int = 1) -> Iterator[bytes]:
    packer = zlib.compressobj(level, wbits=31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _with(*extra: bytes) -> Callable[[], Iterable[bytes]]:
    """The valid tree's bundle, with these members added."""
    return lambda: _gz([valid_members(), *extra, _END])


def _many(make: Callable[[int], bytes], count: int) -> Callable[[], Iterable[bytes]]:
    return lambda: _gz([valid_members(), *map(make, range(count)), _END])


@cache
def _template(kind: bytes) -> bytes:
    return member("x0000000", type=kind)[:512]


def _numbered(number: int, size: int = 0, kind: bytes = tarfile.REGTYPE) -> bytes:
    """The header of a member with a numbered name; made by hand, as 200,000 of them take tarfile seconds."""
    header = bytearray(_template(kind))
    header[:8] = b"x%07d" % number
    header[124:136] = b"%011o\0" % size
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def _ten_gigabytes() -> Iterable[bytes]:
    """Ten thousand MB of zeros as one member, in about 10 MB: one MB packed on its own, again and again."""
    packer = zlib.compressobj(9, wbits=31)
    yield packer.compress(valid_members() + _numbered(0, size=8_000_000_000)) + packer.flush()
    packed = gzip.compress(_MEGABYTE, 9)
    for _ in range(100):
        yield packed * 100


def _a_deflate_bomb() -> Iterable[bytes]:
    """The same as one stream of deflate."""
    packer = zlib.compressobj(9, wbits=31)
    yield packer.compress(valid_members() + _numbered(0, size=8_000_000_000))
    yield packer.flush(zlib.Z_FULL_FLUSH)
    one = zlib.compressobj(9, wbits=-15)
    block = one.compress(_MEGABYTE) + one.flush(zlib.Z_FULL_FLUSH)  # stands for itself, wherever it is
    for _ in range(100):
        yield block * 100


def _files_of_zeros() -> Iterable[bytes]:
    """Members of just under what a file may hold, until the tree holds too much."""
    packed = gzip.compress(_numbered(1, size=9_999_872) + bytes(9_999_872), 6)
    yield gzip.compress(valid_members())
    for _ in range(200):
        yield packed


def _pax(name: str, size: int) -> bytes:
    records = f"{size + len(name) + len(str(size)) + 5} {name}=".encode()
    data = records + b"x" * size + b"\n"
    return member("PaxHeader", data, type=tarfile.XHDTYPE)


def _raw_pax(data: bytes, kind: bytes = tarfile.XHDTYPE) -> bytes:
    return member("PaxHeader", data, type=kind)


def _long_name(size: int) -> bytes:
    return member("././@LongLink", b"n" * size + b"\0", type=tarfile.GNUTYPE_LONGNAME) + member("short", b"x")


def _gnu_sparse() -> bytes:
    header = bytearray(member("sparse", b"", type=tarfile.GNUTYPE_SPARSE)[:512])
    header[386:410] = b"%011o\0%011o\0" % (0, 0)
    header[483:495] = b"%011o\0" % 8_000_000_000
    header[257:265] = b"ustar  \0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def _pax_sparse(pieces: int) -> bytes:
    numbers = ",".join(f"{n},0" for n in range(pieces))
    said = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": numbers, "GNU.sparse.size": "8000000000"}
    records = b""
    for name, value in said.items():
        length = len(name) + len(value) + 3
        total = length + len(str(length + len(str(length))))
        records += f"{total} {name}={value}\n".encode()
    return _raw_pax(records) + member("sparse", b"")


def _wrong_size(text: bytes) -> bytes:
    header = bytearray(member("wrong", b"")[:512])
    header[124:136] = text.ljust(12, b"\0")[:12]
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("curriculum.yaml", "title: a\n")
    return out.getvalue()


def _nested(depth: int) -> bytes:
    data = valid_members() + _END
    for _ in range(depth):
        data = gzip.compress(data)
    return data


_REFUSED: Mapping[str, Callable[[], Iterable[bytes]]] = {
    "10 GB unpacked": _ten_gigabytes,
    "10 GB unpacked, one stream": _a_deflate_bomb,
    "2 GB of files": _files_of_zeros,
    "200,000 members": _many(_numbered, 200_000),
    "200,000 folders": _many(lambda n: _numbered(n, kind=tarfile.DIRTYPE), 200_000),
    "200,000 links": _many(lambda n: _numbered(n, kind=tarfile.SYMTYPE), 200_000),
    "200,000 hidden members": _many(lambda n: _numbered(n).replace(b"x", b".", 1), 200_000),
    "a zip": lambda: [_zip()],
    "bzip2": lambda: [bz2.compress(valid_members() + _END)],
    "a plain tar": lambda: [valid_members(), _END],
    "gzip in gzip": lambda: [_nested(2)],
    "gzip, nine deep": lambda: [_nested(9)],
    "cut in half": lambda: [gzip.compress(valid_members() + _END)[:2_000]],
    "without its end": lambda: [gzip.compress(valid_members() + _END)[:-8]],
    "rubbish behind": lambda: [gzip.compress(valid_members() + _END), b"rubbish" * 100],
    "rubbish": lambda: pieces_of(b"\x1f\x8b\x08\0" + b"\xa5" * 100_000),
    "a header of gzip only": lambda: [b"\x1f\x8b\x08\x1c" + b"\xff" * 100_000],
    "a gzip name without end": lambda: [b"\x1f\x8b\x08\x08\0\0\0\0\0\3" + b"n" * 20_000_000],
    "a million empty gzip members": lambda: [gzip.compress(b"") * 1_000_000],
    "nothing": list,
    "only its end": lambda: [gzip.compress(_END)],
    "zeros": lambda: _gz([_MEGABYTE] * 50),
    "no curriculum": lambda: _gz([member("x"), _END]),
    "a curriculum that is a link": lambda: _gz([member("curriculum.yaml", type=tarfile.SYMTYPE, linkname="x"), _END]),
    "a curriculum that is too large": lambda: _gz([_numbered(0), member("curriculum.yaml", bytes(11_000_000)), _END]),
    "headers upon headers": lambda: _gz([_long_name(1)[:1_024] * 20_000]),
    "global headers upon headers": lambda: _gz([_raw_pax(b"10 a=bcde\n", tarfile.XGLTYPE) * 20_000, valid_members(), _END]),
    "a size of letters": _with(_wrong_size(b"letters")),
    "a negative size": _with(_wrong_size(b"\xff" * 12)),
    "a size of 2**87": _with(_wrong_size(b"\x80" + b"\x7f" * 11)),
    "a pax record of a wrong length": _with(_raw_pax(b"99999999999999999999 a=b\n"), member("x")),
    "a pax size below nought": _with(_raw_pax(b"11 size=-5\n"), member("x", b"abc")),
    "a long name of 2 MB": _with(_long_name(2_000_000)),
    "a pax name of 2 MB": _with(_pax("path", 2_000_000), member("x", b"x")),
    "a pax comment of 20 MB": _with(_pax("comment", 20_000_000), member("x", b"x")),
    "a global pax header of 9 MB": _with(_raw_pax(b"9000013 comment=" + b"x" * 8_999_996 + b"\n", tarfile.XGLTYPE), member("x")),
    "100,000 pax records": _with(_raw_pax(b"".join(b"13 a%05d=bcd\n" % n for n in range(100_000))), member("x")),
    "500,000 pax records of one name": _with(_raw_pax(b"6 a=b\n" * 500_000), member("x")),
    "pax headers of 9 MB": _with(*[_pax("comment", 3_000_000), member("x", b"x")] * 3),
    "another tar behind the end": lambda: _gz([valid_members(), _END, member("x y"), _END]),
    "a sparse member of 50,000 pieces": _with(_pax_sparse(50_000)),
}

_FOUND: Mapping[str, Callable[[], Iterable[bytes]]] = {
    "out of the tree": _with(member("../../evil", b"evil")),
    "out of the tree behind a dot": _with(member("./../evil", b"evil")),
    "out of the tree, later": _with(member("claims/../../evil", b"evil")),
    "absolute": _with(member("/tmp/evil", b"evil")),  # noqa: S108 - must not be written
    "a link to the root": _with(member("all", type=tarfile.SYMTYPE, linkname="/")),
    "a link out": _with(member("claims/x.yaml", type=tarfile.SYMTYPE, linkname="../../../etc/passwd")),
    "a link, and a file through it": _with(
        member("claims/out", type=tarfile.SYMTYPE, linkname="/tmp"),  # noqa: S108 - must not be written
        member("claims/out/evil.yaml", b"evil"),
    ),
    "a hard link out": _with(member("claims/x.yaml", type=tarfile.LNKTYPE, linkname="/etc/passwd")),
    "a hard link to itself": _with(member("claims/x.yaml", type=tarfile.LNKTYPE, linkname="claims/x.yaml")),
    "a device": _with(member("claims/x.yaml", type=tarfile.CHRTYPE, devmajor=1, devminor=5)),
    "a block device": _with(member("claims/x.yaml", type=tarfile.BLKTYPE, devmajor=8, devminor=0)),
    "a pipe": _with(member("claims/x.yaml", type=tarfile.FIFOTYPE)),
    "a contiguous file": _with(member("x y", b"x", type=tarfile.CONTTYPE)),
    "a member of no known type": _with(member("x y", b"x", type=b"?")),
    "a file of 11 MB": _with(member("large", bytes(11_000_000))),
    "files of 11 MB": _with(*(member(f"large{n}", bytes(11_000_000)) for n in range(3))),
    "9,000 links": _many(lambda n: _numbered(n, kind=tarfile.SYMTYPE), 9_000),
    "a name of NULs": _with(member("a\0b", b"x"), member("a b", b"x")),
    "a name that is no UTF-8": _with(member("\udcff\udcfe", b"x")),
    "a name in a pax header": _with(_raw_pax(b"21 path=../../../evil\n"), member("x", b"x"), member("y y")),
}

_READ: Mapping[str, Callable[[], Iterable[bytes]]] = {
    "a sparse member": _with(_gnu_sparse()),
    "a gigantic time": _with(_raw_pax(b"21 mtime=1e9999999999\n"), member("x", b"x")),
    "a time that is no number": _with(_raw_pax(b"13 mtime=nan\n"), member("x", b"x")),
    "an encoding of its own": _with(_raw_pax(b"21 hdrcharset=BINARY\n"), member("x", b"x")),
    "9,000 files": _many(_numbered, 9_000),
    "the settings twice": _with(member("curriculum.yaml", b"title: other\n")),
    "the settings below": _with(member("a/curriculum.yaml", b"title: other\n")),
    "the settings of 9,000 trees": _many(lambda n: member(f"t{n}/curriculum.yaml", b"a: b\n"), 2_000),
    "the valid tree and nothing else": _with(),
    "a tar in the tar": _with(member("inner.tar.gz", gzip.compress(valid_members()))),
    "20 MB behind the end": lambda: _gz([valid_members(), _END, _MEGABYTE * 20]),
    "a time before all": _with(member("x", b"x", mtime=-1)),
    "a mode of everything": _with(member("x", b"x", mode=0o7777777)),
    "a checksum that is wrong": _with(
        bytes(bytearray(member("x y", b"x")[:148]) + struct.pack(">Q", 0) + bytes(356)), bytes(512)
    ),
    "a pax record without a length": _with(_raw_pax(b"a=b\n"), member("x")),
    "a pax size of letters": _with(_raw_pax(b"16 size=letters\n"), member("x", b"abc")),
    "a pax record of length nought": _with(_raw_pax(b"0 a=b\n"), member("x")),
}


def cases() -> Iterator[Case]:
    """Bundles that are refused, that hold what is found, and that only look odd."""
    for name, make in _REFUSED.items():
        yield in_bundle("archive", name, make, "refused")
    for name, make in _FOUND.items():
        yield in_bundle("archive", name, make, "unsafe-file")
    for name, make in _READ.items():
        yield in_bundle("archive", name, make)
