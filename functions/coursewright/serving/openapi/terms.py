"""The words in which the shapes of answers are said: JSON Schema 2020-12, as plain dictionaries.

An object is closed unless it is a map: a field that is not described here is not in an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

DIGEST_PATTERN = "^[0-9a-f]{64}$"
EDITION_PATTERN = "^[0-9]{4}-[A-Z0-9]{1,8}$"
RELEASE_PATTERN = r"^[0-9]{4}-[A-Z0-9]{1,8}\.[1-9][0-9]{0,8}$"
CHANNEL_PATTERN = "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
SLUG_PATTERN = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
SELECTOR_PATTERN = "^(?:has:[a-z_]+|[a-z0-9][a-z0-9.:_-]{0,79})$"
API_PATTERN = "^(?:endpoint|parameter|header|product):[^ ]{1,100}$"
LOCALE_PATTERN = "^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"


def text(description: str, **more: Any) -> Schema:  # noqa: ANN401 - keywords of JSON Schema
    """Any text."""
    return {"type": "string", "description": description, **more}


def slug(description: str) -> Schema:
    """An identifier that authors gave."""
    return text(description, pattern=SLUG_PATTERN, maxLength=80)


def digest(description: str) -> Schema:
    """SHA-256 in hex."""
    return text(description, pattern=DIGEST_PATTERN)


def day(description: str) -> Schema:
    """A day of the calendar."""
    return text(description, format="date")


def moment(description: str) -> Schema:
    """A moment, with its offset from UTC."""
    return text(description, format="date-time")


def number(description: str, least: int = 0, most: int | None = None) -> Schema:
    """A whole number."""
    return {"type": "integer", "description": description, "minimum": least, **({} if most is None else {"maximum": most})}


def flag(description: str) -> Schema:
    """Yes or no."""
    return {"type": "boolean", "description": description}


def one_of(description: str, values: Iterable[str]) -> Schema:
    """One of a few words."""
    return text(description, enum=list(values))


def fixed(value: str) -> Schema:
    """Always the same word: it tells this object from its neighbours."""
    return {"const": value, "description": f"Always `{value}`."}


def optional(schema: Schema) -> Schema:
    """The same, or null."""
    kinds = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **kinds}


def listed(description: str, items: Schema, **more: Any) -> Schema:  # noqa: ANN401 - keywords of JSON Schema
    """A list."""
    return {"type": "array", "description": description, "items": items, **more}


def keyed(description: str, values: Schema, keys: Schema | None = None) -> Schema:
    """A map; its keys are names, not fields."""
    named = {"propertyNames": keys} if keys else {}
    return {"type": "object", "description": description, **named, "additionalProperties": values}


def closed(description: str, fields: Mapping[str, Schema], may_lack: Iterable[str] = ()) -> Schema:
    """An object with these fields and no others; all of them are there but those it may lack."""
    lacking = set(may_lack)
    return {
        "type": "object",
        "description": description,
        "properties": dict(fields),
        "required": [name for name in fields if name not in lacking],
        "additionalProperties": False,
    }


def ref(name: str, description: str = "") -> Schema:
    """A shape with a name of its own."""
    about = {"description": description} if description else {}
    return {"$ref": f"#/components/schemas/{name}", **about}


def told_apart(description: str, field: str, by: Mapping[str, str]) -> Schema:
    """One of several shapes, told apart by a field."""
    mapping = {value: f"#/components/schemas/{name}" for value, name in by.items()}
    return {
        "description": description,
        "oneOf": [ref(name) for name in dict.fromkeys(by.values())],
        "discriminator": {"propertyName": field, "mapping": mapping},
    }


PIN = {
    "release": text("The exact release this answer was made from. A certificate or an audit names it.", pattern=RELEASE_PATTERN),
    "edition": text("Its edition. Keep it as the learner's pin.", pattern=EDITION_PATTERN),
    "pin": text("The address of this answer in the edition: what to ask for next time.", pattern="^/v1/"),
    "withdrawn": text("Why the release was withdrawn. Only there if it was; what it holds can still be read."),
}


def answer(description: str, fields: Mapping[str, Schema], may_lack: Iterable[str] = ()) -> Schema:
    """A JSON answer about a release: its pin, then these fields."""
    return closed(description, {**PIN, **fields}, {*may_lack, *({"withdrawn"} - set(fields))})


CORRECTED = listed("Claims that the edition corrected and this states. Only there if there are any.", ref("Corrected"))

OBJECTIVES = listed("The objectives it teaches or tests, by their ids in the course.", slug("An objective's id."))
FORMERLY = listed("Ids this had before. They go on working for ever, by 308.", slug("A former id."))
MINUTES = number("How long it takes, in minutes.", 1)
SELECTORS = listed(
    "Families, models, or `has:` and a capability.", text("A family, a model or a capability.", pattern=SELECTOR_PATTERN)
)
MODEL_ID = text("A model, as its provider writes it.", pattern="^[a-z0-9][a-z0-9.:_-]{0,79}$")
API_PART = text("endpoint:, parameter:, header: or product:, and its name.", pattern=API_PATTERN)
API_PARTS = listed("Parts of an API.", API_PART)
LOCALE = text("A language, as a BCP 47 tag.", pattern=LOCALE_PATTERN)
