"""Parts of the page: rich text, what a field takes, and tables of parameters, fields and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from coursewright.serving.openapi.terms import Schema

Row = tuple[str, str, str]
"""Name, what it takes, and what it means; all in HTML."""


def rich(text: str) -> str:
    """One paragraph of a description: code and strong words."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)


def paragraphs(text: str) -> str:
    """A whole description."""
    return "".join(f"<p>{rich(part)}</p>" for part in text.split("\n\n"))


def anchor_of_shape(name: str) -> str:
    """Where the page shows a named shape."""
    return f"shape-{name}"


def kind_of(schema: Schema) -> str:
    """What a value is, in a few words, with links to named shapes."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{anchor_of_shape(name)}">{escape(name)}</a>'
    if several := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(kind_of(one) for one in several)
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    types = schema.get("type", "any bytes")
    first, *others = types if isinstance(types, list) else [types]
    if first == "array":
        return f"list of {kind_of(schema['items'])}"
    if first == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map to {kind_of(schema['additionalProperties'])}"
    named = {"date": "day", "date-time": "moment", "uri": "address"}.get(schema.get("format", ""), str(first))
    return " or ".join((named, *others))


def limits_of(schema: Schema) -> str:
    """What else is known of a value: its words, its bounds, its pattern."""
    said = []
    if "enum" in schema:
        said.append(" ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"] if value is not None))
    if "minimum" in schema and "maximum" in schema:
        said.append(f"{schema['minimum']:,} to {schema['maximum']:,}")
    if "default" in schema:
        said.append(f"default {escape(str(schema['default']))}")
    if "pattern" in schema and len(schema["pattern"]) <= _SHOWN_PATTERN:
        said.append(f"<code>{escape(schema['pattern'])}</code>")
    return "".join(f'<span class="about">{one}</span>' for one in said)


_SHOWN_PATTERN = 48


def fields(schema: Schema, prefix: str = "") -> Iterator[Row]:
    """The fields of an object, and those of objects in it that have no name of their own, `a.b` and `a[].b`."""
    needed = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        sometimes = "" if name in needed else ", not always"
        about = rich(one.get("description", "")) + limits_of(one)
        yield f"<code>{escape(prefix + name)}</code>", kind_of(one) + sometimes, about
        inner, mark = one, "."
        if one.get("type") == "array":
            inner, mark = one["items"], "[]."
        elif isinstance(one.get("additionalProperties"), dict):
            inner, mark = one["additionalProperties"], ".*."
        if "properties" in inner:
            yield from fields(inner, f"{prefix}{name}{mark}")


def parameters(listed: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The parameters of a route."""
    for one in listed:
        schema = one["schema"]
        example = f" Like <code>{escape(str(one['example']))}</code>." if "example" in one else ""
        needed = "in the path" if one["in"] == "path" else "optional"
        yield (
            f"<code>{escape(one['name'])}</code>",
            f"{kind_of(schema)}, {needed}",
            rich(one["description"]) + example + limits_of(schema),
        )


def table(caption: str, columns: tuple[str, str], rows: Iterable[Row]) -> str:
    """Rows as a table, or nothing where there are none."""
    made = [
        f'<tr><th scope="row">{name}<span class="about">{kind}</span></th><td>{about}</td></tr>' for name, kind, about in rows
    ]
    if not made:
        return ""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    groups = '<colgroup><col class="name"><col></colgroup>'
    return f'<table aria-label="{escape(caption)}">{groups}<thead><tr>{head}</tr></thead><tbody>{"".join(made)}</tbody></table>'


def example(title: str, value: Any) -> str:  # noqa: ANN401 - JSON, or text
    """An example that opens."""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return f"<details><summary>Example: {rich(title)}</summary><pre><code>{escape(shown, quote=False)}</code></pre></details>"


def broken(path: str) -> str:
    """A path that may be broken over lines after each slash."""
    return escape(path).replace("/", "/<wbr>")
