"""Names as sources write them, and as the ledger does: hosts, parts of the API, the models in a sentence, dated releases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from coursewright.renewing.sources.statements import is_model_id

_DATED = re.compile(r"(?P<name>.+)-(?:\d{4}-\d{2}-\d{2}|\d{4})")
_ASIDE = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r",|;|/|\||\bor\b|\band\b")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_LIKE_A_MODEL = re.compile(r"[a-z].*[0-9-]")
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]*: *\S+")
_COMPLETIONS = "-completions"
"""How OpenAI's page tells a model behind /v1/completions from the same one behind /v1/chat/completions; no id ends so."""


def slug(text: str) -> str:
    """A name in lower-case words joined by hyphens."""
    return _NOT_IN_A_NAME.sub("-", text.lower()).strip("-")


def host_named(text: str, known: Mapping[str, str]) -> str:
    """A host under the ledger's name: as the table says, or else by the source's own."""
    name = slug(text)
    return known.get(name, name)


def models_in(text: str | None) -> tuple[str, ...]:
    """The models of a list in words: `gpt-5 or gpt-4.1`. What is in brackets, and what is no model, says how and not which."""
    words = (word.strip(" `*†.") for word in _BETWEEN.split(_ASIDE.sub("", text or "")))
    return tuple(dict.fromkeys(word for word in words if is_model_id(word) and _LIKE_A_MODEL.match(word)))


def name_of_release(model: str, known: Iterable[str]) -> str | None:
    """The undated name of a dated release, where that is among those known: gpt-5 of gpt-5-2025-08-07, gpt-4 of gpt-4-0613."""
    found = _DATED.fullmatch(model)
    return found["name"] if found and found["name"] in known else None


def is_dated(model: str) -> bool:
    """Whether a name holds the day, or the month and day, of a release: also gpt-4-0125-preview."""
    return re.search(r"-(?:\d{4}-\d{2}-\d{2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:-|$)", model) is not None


def ids_among(names: Iterable[str]) -> list[str]:
    """The names by which a model can be asked for."""
    return [name for name in names if not name.endswith(_COMPLETIONS)]


def moving_name(names: Iterable[str]) -> str | None:
    """Of the names of one dated release, that which moves on to the next."""
    undated = (name for name in names if not is_dated(name))
    return min(undated, key=lambda name: (len(name), name), default=None)


def api_id(text: str) -> str | None:
    """A part of the API as the ledger calls it: `/v1/edits` an endpoint, `OpenAI-Beta: x=v1` a header, all else a product."""
    if re.fullmatch(r"/?v\d+/\S+", text):
        return f"endpoint:/{text.removeprefix('/')}"
    if _HEADER.fullmatch(text):
        return f"header:{'='.join(part.strip() for part in text.split(':', 1))}"
    return f"product:{slug(text)}" if slug(text) else None
