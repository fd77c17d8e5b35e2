"""What a reader prefers, by RFC 9110, section 12: a form of the lesson, a content coding; and the language by RFC 4647 lookup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/json"
MARKDOWN = "text/markdown; charset=utf-8"
HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"

_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def preferences(field: str) -> dict[str, float]:
    """A list with weights (`gzip;q=0.5, *;q=0`), by lower-case name. A weight that is none makes its member count for nothing."""
    found: dict[str, float] = {}
    for member in field.lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        weights = [value.strip() for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"]
        weight = weights[0] if weights else "1"
        if name and _WEIGHT.fullmatch(weight):
            found[name] = max(found.get(name, 0.0), float(weight))
    return found


def preferred_form(accept: str, forms: Iterable[str]) -> str:
    """Which of some media types a reader wants most; on a tie, and where none is wanted, the first: it is never refused."""
    wanted = preferences(accept)
    offered = tuple(forms)
    weights = {form: _weight(wanted, form) for form in offered}
    best = max(offered, key=lambda form: weights[form])
    return best if weights[best] > 0 else offered[0]


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a reader takes gzip, and does not like it less than plain bytes."""
    wanted = preferences(accept_encoding)
    gzip = wanted.get("gzip", wanted.get("x-gzip", wanted.get("*", 0.0)))
    return gzip > 0 and gzip >= wanted.get("identity", 0.0)


def looked_up(asked: str | None, known: Iterable[str], default: str) -> tuple[str, bool]:
    """The known language tag for the one asked for, and whether it is only the default: RFC 4647, section 3.4."""
    by_name = {tag.lower(): tag for tag in known}
    parts = (asked or "").lower().split("-")
    while parts and parts[0]:
        if "-".join(parts) in by_name:
            return by_name["-".join(parts)], False
        parts.pop()
        if parts and len(parts[-1]) == 1:  # a singleton only introduces what was dropped
            parts.pop()
    return default, True


def _weight(wanted: Mapping[str, float], form: str) -> float:
    """The weight of the most specific range that covers a media type."""
    media_type = form.partition(";")[0]
    for covering in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if covering in wanted:
            return wanted[covering]
    return 0.0
