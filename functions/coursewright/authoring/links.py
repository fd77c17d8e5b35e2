"""What an authored link leads to: another site, a place in this text, a file of the tree, or nothing safe."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

SAFE_SCHEMES = frozenset({"https", "mailto"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NOT_IN_URLS = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\]")


class LinkKind(StrEnum):
    """Where a link leads."""

    EXTERNAL = "external"
    FILE = "file"
    ANCHOR = "anchor"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Target:
    """A link taken apart. `path` is a path of the tree for FILE, `reason` a sentence for UNSAFE."""

    kind: LinkKind
    path: str = ""
    anchor: str = ""
    reason: str = ""


def target_of(href: str, from_path: str) -> Target:
    """Take a link apart, as seen from the file it stands in."""
    if _NOT_IN_URLS.search(unquote(href)):
        return Target(LinkKind.UNSAFE, reason="the address holds backslashes or invisible characters")
    if href.startswith("//"):
        return Target(LinkKind.UNSAFE, reason="the address leaves out its scheme")
    if scheme := _SCHEME.match(href):
        return _with_scheme(scheme[1].lower(), href)
    path, _, anchor = href.partition("#")
    if path.startswith("/"):
        return Target(LinkKind.UNSAFE, reason="the address is relative to a site that is not known here")
    if not path:
        return Target(LinkKind.ANCHOR, from_path, unquote(anchor))
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(from_path), unquote(path)))
    return Target(LinkKind.FILE, joined, unquote(anchor))


def _with_scheme(scheme: str, href: str) -> Target:
    if scheme not in SAFE_SCHEMES:
        return Target(LinkKind.UNSAFE, reason=f"{scheme}: is not a kind of address learners are sent to")
    if scheme == "https":
        authority = href[len("https:") :].removeprefix("//")
        authority = re.split("[/?#]", authority, maxsplit=1)[0]
        if not href.lower().startswith("https://") or not authority or "@" in authority:
            return Target(LinkKind.UNSAFE, reason="the address does not say plainly which site it leads to")
    return Target(LinkKind.EXTERNAL, href)
