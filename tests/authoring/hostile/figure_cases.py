"""Figures that are made to hurt, or are not what their names say."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from authoring.hostile.case import Case, laid_over

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20">%s</svg>'


def _png(width: int, height: int, rest: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + chunk + rest


def _entities(levels: int) -> bytes:
    said = [b'<!ENTITY a0 "lol">'] + [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, levels)]
    return b"<!DOCTYPE svg [" + b"".join(said) + b"]>" + _SVG % (b"<text>&a%d;</text>" % (levels - 1))


_FIGURES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "entity bomb": ("svg", lambda: _entities(10)),
    "quadratic entities": (
        "svg",
        lambda: b'<!DOCTYPE svg [<!ENTITY a "' + b"x" * 100_000 + b'">]>' + _SVG % (b"<text>" + b"&a;" * 10_000 + b"</text>"),
    ),
    "an entity from a file": (
        "svg",
        lambda: b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SVG % b"<text>&a;</text>",
    ),
    "an entity from a site": (
        "svg",
        lambda: b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>' + _SVG % b"",
    ),
    "an outside document type": ("svg", lambda: b'<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">' + _SVG % b"<path/>"),
    "100,000 groups": ("svg", lambda: _SVG % (b"<g>" * 100_000 + b"</g>" * 100_000)),
    "1,000,000 groups": ("svg", lambda: _SVG % (b"<g>" * 1_000_000 + b"</g>" * 1_000_000)),
    "100,000 groups, open": ("svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 100_000),
    "100,000 SVGs": ("svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' * 50_000),
    "9 MB of paths": ("svg", lambda: _SVG % (b"<path/>" * 1_280_000)),
    "a path of 9 MB": ("svg", lambda: _SVG % (b'<path d="M' + b"0 " * 4_500_000 + b'"/>')),
    "300,000 attributes": ("svg", lambda: _SVG % (b"<path " + b"".join(b'a%d="" ' % n for n in range(300_000)) + b"/>")),
    "300,000 name spaces": ("svg", lambda: _SVG % (b"<g " + b"".join(b'xmlns:a%d="b" ' % n for n in range(100_000)) + b"/>")),
    "20,000 name spaces, nested": (
        "svg",
        lambda: _SVG % (b"".join(b'<g xmlns:a%d="b">' % n for n in range(20_000)) + b"</g>" * 20_000),
    ),
    "a name of 9 MB": ("svg", lambda: _SVG % (b"<" + b"a" * 9_000_000 + b"/>")),
    "a comment of 9 MB": ("svg", lambda: _SVG % (b"<!--" + b"a" * 9_000_000 + b"-->")),
    "an open comment of 9 MB": ("svg", lambda: _SVG % (b"<!--" + b"<" * 9_000_000)),
    "open CDATA": ("svg", lambda: _SVG % (b"<![CDATA[" * 900_000)),
    "styles": ("svg", lambda: _SVG % (b"<style>" + b"@import url(//a);" * 100_000 + b"</style><path/>")),
    "a style attribute of 2 MB": ("svg", lambda: _SVG % (b'<path style="' + b"a:url(" * 400_000 + b'"/>')),
    "styles that nest": ("svg", lambda: _SVG % (b"<style>" + b"a{" * 300_000 + b"</style><path/>")),
    "styles of brackets": ("svg", lambda: _SVG % (b"<style>a{b:" + b"(" * 1_000_000 + b"</style><path/>")),
    "a style attribute of brackets": ("svg", lambda: _SVG % (b'<path style="a:' + b"([{" * 300_000 + b'"/>')),
    "a script": ("svg", lambda: _SVG % b"<script>alert(1)</script><path/>"),
    "handlers": ("svg", lambda: _SVG % b'<path onload="alert(1)"/>'),
    "a web page inside": ("svg", lambda: _SVG % b"<foreignObject><iframe src='javascript:a'/></foreignObject>"),
    "a data address of 9 MB": ("svg", lambda: _SVG % (b'<image href="data:image/png;base64,' + b"A" * 9_000_000 + b'"/>')),
    "a data address in a data address": (
        "svg",
        lambda: _SVG % (b'<image href="data:image/svg+xml;base64,' + b"PHN2Zz4=" * 10_000 + b'"/>'),
    ),
    "50,000 uses": ("svg", lambda: _SVG % (b'<g id="a"/>' + b'<use href="#a"/>' * 50_000)),
    "a gigantic size": ("svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="1e999" height="%s"/>' % (b"9" * 5_000)),
    "a size of a megabyte": (
        "svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="1"/>' % (b"9" * 1_000_000),
    ),
    "a size without sense": ("svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="NaN" height="-1" viewBox="x"/>'),
    "a size in percent": ("svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="1e309em"/>'),
    "sizes of units": (
        "svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="1"/>' % (b"1." * 90_000 + b"x"),
    ),
    "gzipped SVG": ("svg", lambda: gzip.compress(_SVG % (b" " * 50_000_000))),
    "UTF-16": ("svg", lambda: (b'<?xml version="1.0" encoding="utf-16"?>' + _SVG % b"").decode().encode("utf-16")),
    "UTF-7": ("svg", lambda: b'<?xml version="1.0" encoding="utf-7"?>' + _SVG % b"+ADw-script+AD4-"),
    "not UTF-8": ("svg", lambda: _SVG % b"<text>\xff\xfe</text>"),
    "NUL in SVG": ("svg", lambda: _SVG % b"<te\0xt/>"),
    "no bytes, svg": ("svg", lambda: b""),
    "a web page": ("svg", lambda: b"<!doctype html><script>alert(1)</script>"),
    "a stylesheet": ("svg", lambda: b'<?xml-stylesheet href="javascript:alert(1)"?>' + _SVG % b"<path/>"),
    "a truncated PNG": ("png", lambda: _png(10, 10)[:20]),
    "a signature and nothing": ("png", lambda: b"\x89PNG\r\n\x1a\n"),
    "a gigantic PNG": ("png", lambda: _png(2**31 - 1, 2**31 - 1)),
    "a PNG of no size": ("png", lambda: _png(0, 0)),
    "a PNG bomb": ("png", lambda: _png(100_000, 100_000, b"\0\0\0\0IDAT" + zlib.compress(bytes(5_000_000)))),
    "a declared size of 100 MB": ("png", lambda: _png(1, 1) + struct.pack(">I", 100_000_000) + b"IDAT"),
    "a PNG that is a web page": ("png", lambda: _png(1, 1, b"<script>alert(1)</script>")),
    "a web page that is a PNG": ("png", lambda: b"<script>alert(1)</script>"),
    "a PNG that is a zip": ("png", lambda: _png(1, 1, b"PK\x03\x04" + bytes(100))),
    "an SVG that is a PNG": ("png", lambda: _SVG % b""),
    "no bytes, png": ("png", lambda: b""),
    "a PNG of 9.9 MB": ("png", lambda: _png(1, 1, bytes(9_900_000))),
    "a PNG of 11 MB": ("png", lambda: _png(1, 1, bytes(11_000_000))),
    "a truncated JPEG": ("jpg", lambda: b"\xff\xd8\xff\xe0\0"),
    "a JPEG of markers": ("jpg", lambda: b"\xff\xd8" + b"\xff" * 9_000_000),
    "a JPEG of empty segments": ("jpg", lambda: b"\xff\xd8" + b"\xff\xe0\0\2" * 2_400_000),
    "a JPEG of segments of no length": ("jpg", lambda: b"\xff\xd8" + b"\xff\xe0\0\0" * 2_400_000),
    "a JPEG with a segment that ends nowhere": ("jpeg", lambda: b"\xff\xd8\xff\xe1\xff\xff" + bytes(10)),
    "a GIF of its signature": ("gif", lambda: b"GIF89a"),
    "a gigantic GIF": ("gif", lambda: b"GIF89a\xff\xff\xff\xff\0\0\0"),
    "a GIF that is a script": ("gif", lambda: b"GIF89a/*" + bytes(10) + b"*/=1;alert(1)"),
    "a WebP of its signature": ("webp", lambda: b"RIFF\0\0\0\0WEBP"),
    "a WebP with a wrong length": ("webp", lambda: b"RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff" + bytes(4)),
    "a lossless WebP, cut": ("webp", lambda: b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0/"),
    "a lossy WebP, cut": ("webp", lambda: b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0" + b"\xff" * 5),
}


def cases() -> Iterator[Case]:
    """Each figure beside a lesson."""
    for name, (kind, make) in _FIGURES.items():
        yield laid_over("figure", name, {f"courses/minimal/first/images/hostile.{kind}": make})
