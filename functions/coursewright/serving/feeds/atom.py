"""A feed in XML, by RFC 4287: what a feed reader shows of a list of releases.

Takes entries; gives bytes. XML 1.0 cannot hold most control characters and some others, however they are written: each becomes
U+FFFD, so that a feed stays well-formed whatever somebody wrote. Addresses are relative to the server's root; where that is
known, `xml:base` (RFC 4287, section 2) says it, so that they lead on from wherever the feed was copied to.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from coursewright.serving.http.negotiation import ATOM

NAMESPACE = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
HTML_TYPE, JSON_TYPE, MARKDOWN_TYPE = "text/html", "application/json", "text/markdown"

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:coursewright:feed")


@dataclass(frozen=True, slots=True)
class Link:
    """Where an entry leads. `relation` is that of the registry of link relations."""

    href: str
    relation: str
    media_type: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One release. `moments` are when it was promoted, and when what is said of it last changed."""

    id: str
    title: str
    moments: tuple[str, str]
    edition: str
    links: Sequence[Link]
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    """All of it, the newest first. `base` is the server's root, if it is known."""

    id: str
    title: str
    author: str
    own_address: str
    entries: Sequence[Entry]
    base: str = ""


def lasting_id(*names: str) -> str:
    """An id that is the same for the same names and for no others, for ever (RFC 9562, section 5.5)."""
    return uuid.uuid5(_IDS, "\n".join(names)).urn


def as_xml(feed: Feed) -> bytes:
    """The document."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("feed"), {f"{{{_XML}}}base": _writable(f"{feed.base}/")} if feed.base else {})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", max(entry.moments[1] for entry in feed.entries))
    _add(_sub(root, "author"), "name", feed.author)
    _links(root, [Link(feed.own_address, "self", ATOM.partition(";")[0]), Link("/v1", "related", JSON_TYPE)])
    for entry in feed.entries:
        _entry(_sub(root, "entry"), entry)
    ET.indent(root, " ")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _entry(element: ET.Element, entry: Entry) -> None:
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", entry.moments[0])
    _add(element, "updated", entry.moments[1])
    _sub(element, "category", term=entry.edition)
    _links(element, entry.links)
    _add(element, "content", entry.content, type="html")


def _links(element: ET.Element, links: Iterable[Link]) -> None:
    for link in links:
        titled = {"title": link.title} if link.title else {}
        _sub(element, "link", rel=link.relation, type=link.media_type, href=link.href, **titled)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    _sub(parent, name, **attributes).text = _writable(text)


def _sub(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, _name(name), {key: _writable(value) for key, value in attributes.items()})


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _writable(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
