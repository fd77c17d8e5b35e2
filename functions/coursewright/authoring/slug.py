"""Identifiers, by ASCII rules only: Unicode tables differ between Python versions, and release bytes may not."""

from __future__ import annotations

import re
from typing import Annotated, NewType

from pydantic import StringConstraints

Slug = NewType("Slug", str)
"""What authors name things by: lower-case ASCII words joined by hyphens, at most 80 characters."""

_LONGEST = 80
SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
SlugField = Annotated[Slug, StringConstraints(pattern=SLUG_PATTERN, max_length=_LONGEST)]

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_ORDER_PREFIX = re.compile(r"^[0-9]+-(?=.)")


def slugify(text: str) -> Slug:
    """The slug of a heading: ASCII letters and digits kept, the rest hyphens; "section" if nothing is left."""
    ascii_lower = "".join(character.lower() if character.isascii() else " " for character in text.replace("'", ""))
    return Slug(_NOT_SLUG.sub("-", ascii_lower).strip("-")[:_LONGEST].rstrip("-") or "section")


def is_slug(text: str) -> bool:
    """Whether the text is a slug as it stands."""
    return len(text) <= _LONGEST and re.fullmatch(SLUG_PATTERN, text) is not None


def without_order_prefix(name: str) -> str:
    """`02-tokens` → `tokens`: the prefix orders files and is no part of an identifier."""
    return _ORDER_PREFIX.sub("", name)
