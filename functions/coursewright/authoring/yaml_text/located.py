"""A file's text becomes a shape that knows where each of its parts stands; what does not fit becomes findings.

Validated as strict JSON, so that a date is read from text while `"5"` is no number. The path of each Pydantic error is walked
down the YAML nodes to a line and column.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.shapes.base import Shape
from coursewright.authoring.yaml_text.yaml_nodes import Node, read_yaml

S = TypeVar("S", bound=Shape)
S_co = TypeVar("S_co", bound=Shape, covariant=True)

MOST_EXPLAINED = 200


@dataclass(frozen=True, slots=True)
class Located(Generic[S_co]):
    """A shape with the nodes it was read from."""

    path: str
    value: S_co
    root: Node

    def at(self, *steps: str | int) -> Place:
        """Where a part stands, named by the fields and indexes that lead to it."""
        return self.root.at(*steps)

    def key(self, name: str) -> Place:
        """Where a field's name stands; the file's beginning where it does not."""
        return self.root.keys.get(name, Place(self.path))


def read_shape(shape: type[S], data: bytes, path: str, first_line: int = 1) -> tuple[Located[S] | None, tuple[Finding, ...]]:
    """Read one YAML file as the shape it should have."""
    root, findings = read_yaml(data, path, first_line)
    if root is None and findings:
        return None, findings
    if root is None or not isinstance(root.value, dict):
        fields = ", ".join(sorted(_field_names(shape))[:6])
        return None, (
            Finding(
                "not-a-mapping",
                root.place if root else Place(path, first_line),
                "the file should hold fields, one on a line",
                f"Write `field: value` lines: {fields} …",
            ),
        )
    try:
        value = shape.model_validate_json(json.dumps(root.plain()))
    except ValidationError as error:
        return None, (*findings, *explain(shape, error, root))
    return (None, findings) if findings else (Located(path, value, root), ())


def explain(shape: type[Shape], error: ValidationError, root: Node) -> Iterable[Finding]:
    """One finding for each thing Pydantic objects to, at the place of the node it objects to; of very many, the first."""
    problems = error.errors(include_url=False, include_input=False)
    inner = {problem["loc"][:depth] for problem in problems for depth in range(len(problem["loc"]))}
    for count, problem in enumerate(problems):
        if count >= MOST_EXPLAINED:
            said = f"{len(problems) - count:,} more things do not fit in this file"
            yield Finding("invalid-value", root.place, said, "Mend the others first; the rest is told then.")
            return
        if problem["type"] == "too_short" and problem["loc"] in inner:
            continue  # it counts only the items that passed
        yield _finding(shape, problem["type"], problem["loc"], problem["msg"], problem.get("ctx", {}), root)


def _finding(  # noqa: PLR0913 - the six facts of one Pydantic error
    shape: type[Shape], kind: str, loc: tuple[str | int, ...], said: str, context: Mapping[str, Any], root: Node
) -> Finding:
    holder, name, key = _walk(root, loc)
    if kind == "missing":
        return Finding("missing-field", holder.place, f'"{loc[-1]}" is missing', f"Add `{loc[-1]}:` here.")
    if kind == "extra_forbidden":
        known = sorted(_names_at(shape, loc))
        close = difflib.get_close_matches(str(loc[-1]), known, 1)
        hint = f"Did you mean `{close[0]}`?" if close else f"Fields here: {', '.join(known)}." if known else "Remove it."
        return Finding("unknown-field", key or holder.place, f'there is no field "{loc[-1]}" here', hint)
    if kind == "union_tag_not_found":
        return Finding("missing-field", holder.place, '"kind" is missing', "Add `kind:` here.")
    if kind == "union_tag_invalid":
        said = f'"kind" must be one of {context["expected_tags"]}'
        return Finding("invalid-value", holder.at("kind"), said, "Set `kind:` to one of them.")
    sentence, advice = _sentence(kind, said, context)
    return Finding("invalid-value", key if loc and loc[-1] == "[key]" and key else holder.place, f"{name}{sentence}", advice)


def _walk(root: Node, loc: tuple[str | int, ...]) -> tuple[Node, str, Place | None]:
    """The node a Pydantic location leads to, a name for it, and the place of the last key on the way."""
    node, name, key = root, "this ", None
    tagged: Node | None = None
    for step in loc:
        if node is not tagged and _is_tag(node, step):
            tagged = node  # the tag of a union comes first, even where a field has its name: `kind: text`, `text: …`
        elif isinstance(node.value, dict) and step in node.value:
            key, node = node.keys[str(step)], node.value[str(step)]
            name = f'"{step}" '
        elif isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
            key, node = None, node.value[step]
            name = f"item {step + 1} "
        # else the tag of a union, "[key]", or a field that is missing: stay
    return node, name, key


def _is_tag(node: Node, step: str | int) -> bool:
    """Whether a step is the value of a mapping's own `kind:`, by which unions are told apart."""
    kind = node.value.get("kind") if isinstance(node.value, dict) else None
    return kind is not None and kind.value == step


_ADVICE: Mapping[str, tuple[str, str]] = {
    "string_type": ("must be text", 'Write text; quote it if it looks like a number or true/false: "…".'),
    "int_type": ("must be a whole number", "Write digits only, without quotes."),
    "bool_type": ("must be true or false", "Write true or false, without quotes."),
    "tuple_type": ("must be a list", "Write `- item` lines, or [a, b]."),
    "dict_type": ("must hold fields", "Write `field: value` lines below it."),
    "model_type": ("must hold fields", "Write `field: value` lines below it."),
    "date_from_datetime_parsing": ("must be a date", "Write it as 2026-10-23."),
    "date_parsing": ("must be a date", "Write it as 2026-10-23."),
    "date_type": ("must be a date", "Write it as 2026-10-23."),
}


_LIMITS: Mapping[str, tuple[str, str]] = {
    "literal_error": ("must be {expected}", "Use one of these words."),
    "string_too_long": ("is longer than {max_length} characters", "Shorten it."),
    "string_too_short": ("is empty", "Write something here, or remove the field."),
    "too_short": ("needs at least {min_length}", "Add what is missing."),
    "too_long": ("may have at most {max_length}", "Remove some, or split it in two."),
    "greater_than_equal": ("must be at least {ge}", "Use a larger number."),
    "less_than_equal": ("must be at most {le}", "Use a smaller number."),
}


def _sentence(kind: str, said: str, context: Mapping[str, Any]) -> tuple[str, str]:
    if kind in _ADVICE:
        return _ADVICE[kind]
    if kind in _LIMITS:
        sentence, advice = _LIMITS[kind]
        return sentence.format_map(context), advice
    if kind == "string_pattern_mismatch":
        return _pattern_sentence(str(context.get("pattern", "")))
    if kind == "value_error":
        return f"does not fit: {said.removeprefix('Value error, ')}", "Change it, or what it has to fit."
    return f"cannot be used: {said}", "Change it to what is asked for."


_PATTERNS: tuple[tuple[str, str, str], ...] = (  # what a pattern holds, what it asks for, how to write that; the first that fits
    ("^[a-z]{2,3}", "must be a language tag", "Write it like en or pt-BR."),
    ("^https", "must be an https address", "Write the whole address: https://…"),
    ("[0-9a-f]{64}", "must be 64 hex digits", "Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"),
    (r"^\S", "must be one line of text", "Write it on one line, without a space in front."),
    ("/", "must name an activity as course/activity", "Write it like ai-foundations/final-exam."),
    ("has:", "must be a model, a family, or has:<capability>", "Write it as the ledger does, in lower case."),
    (".:_-", "must be a model", "Write it as the ledger does, in lower case."),
    ("", "must be lower-case words joined by hyphens", "Use a-z, 0-9 and hyphens only, like prompt-basics."),
)


def _pattern_sentence(pattern: str) -> tuple[str, str]:
    return next((sentence, advice) for held, sentence, advice in _PATTERNS if held in pattern)


def _field_names(shape: type[Shape]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


@cache
def _schema(shape: type[Shape]) -> dict[str, Any]:
    return shape.model_json_schema()


def _names_at(shape: type[Shape], loc: tuple[str | int, ...]) -> set[str]:
    """The fields of the shape that holds the last step of a location."""
    schema = _schema(shape)
    definitions = schema.get("$defs", {})
    here: Any = schema
    for step in loc[:-1]:
        here = _step(_resolved(here, definitions), step, definitions)
        if here is None:
            return set()
    return set(_resolved(here, definitions).get("properties", {}))


def _resolved(schema: Any, definitions: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON Schema
    while isinstance(schema, dict) and "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _step(schema: Any, step: str | int, definitions: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON Schema
    if isinstance(step, int):
        return schema.get("items")
    mapping = schema.get("discriminator", {}).get("mapping", {})
    if step in mapping:
        return definitions[mapping[step].rsplit("/", 1)[-1]]
    for option in schema.get("anyOf", [schema]):
        found = _resolved(option, definitions)
        if step in found.get("properties", {}):
            return found["properties"][step]
        if isinstance(found.get("additionalProperties"), dict):
            return found["additionalProperties"]
        for named in found.get("patternProperties", {}).values():
            return named
    return None
