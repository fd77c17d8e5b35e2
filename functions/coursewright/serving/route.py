"""A route and its parameters, as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coursewright.serving.http.answers import Answer
from coursewright.serving.http.cross_origin import METHODS, METHODS_POSTED
from coursewright.serving.http.negotiation import JSON

SLUG = {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 80}
_NAME = {"type": "string", "minLength": 1, "maxLength": 60}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, of the path or of the query. `schema` is JSON Schema."""

    name: str
    description: str
    example: str | None = None
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})


PATH_PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter("at", "A channel, an edition or a release, told apart by how they are written.", "2026-Q4", _NAME),
        Parameter("course", "A course, by its id.", "ai-foundations", SLUG),
        Parameter("lesson", "A lesson, by its id; a former id leads on by 308.", "tokens-and-context", SLUG),
        Parameter("activity", "An activity, by its id; a former id leads on by 308.", "final-exam", SLUG),
        Parameter("claim", "A claim, by its id.", "english-token-rule-of-thumb", SLUG),
        Parameter("channel", "A channel.", "stable", _NAME),
        Parameter("edition", "An edition.", "2026-Q4", _NAME),
        Parameter("number", "The number of a record, from 1.", "1", {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"}),
        Parameter("digest", "SHA-256 of the bytes.", None, {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
        Parameter("name", "The file's name; what counts is its suffix.", "figure.svg", _NAME),
    )
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address. Path parameters stand in braces; PATH_PARAMETERS describes them.

    `posted` names a shape where part of the question may come in the body of a POST: what is too long, or nobody's business in
    an address.
    """

    path: str
    answer: Callable[..., Answer]
    summary: str
    query: tuple[Parameter, ...] = ()
    media_types: tuple[str, ...] = (JSON,)
    posted: str | None = None

    @property
    def methods(self) -> str:
        """What it answers, as `Allow` says it."""
        return METHODS_POSTED if self.posted else METHODS

    @property
    def name(self) -> str:
        """What an operation is called."""
        return self.answer.__name__

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the path, in order."""
        return tuple(PATH_PARAMETERS[name] for name in re.findall(r"{(\w+)}", self.path))

    @property
    def rule(self) -> str:
        """The path as Powertools takes it: a regular expression, but for the parameters."""
        return re.sub(r"{(\w+)}", r"<\1>", self.path.replace(".", r"\."))
