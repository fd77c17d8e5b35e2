"""The OpenAPI document as one page for people: nothing on it runs, and nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from http import HTTPStatus
from typing import Any

from coursewright.serving.http.negotiation import JSON
from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.openapi.document import document
from coursewright.serving.openapi.operations import OPERATIONS, TAGS
from coursewright.serving.openapi.page_parts import (
    anchor_of_shape,
    broken,
    example,
    fields,
    kind_of,
    paragraphs,
    parameters,
    rich,
    table,
)
from coursewright.serving.openapi.page_style import STYLE

_MORE = (("errors", "Errors"), ("fields", "Header fields"), ("shapes", "Shapes"))


@cache
def page_bytes() -> bytes:
    """The page."""
    return _page(document()).encode()


def _page(made: dict[str, Any]) -> str:
    info = made["info"]
    by_name = {item["get"]["operationId"]: (path, item["get"], item["parameters"]) for path, item in made["paths"].items()}
    operations = [by_name[name] for name in OPERATIONS]
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="description" content="{escape(info["summary"])}">',
        f"<title>{escape(info['title'])}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#content">Skip to the content</a>',
        "<header>",
        f"<h1>{escape(info['title'])}</h1>",
        f'<p class="lead">{escape(info["summary"])}</p>',
        f'<p>Version {escape(info["version"])}. For programs: <a href="/v1/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>',
        paragraphs(info["description"]),
        "</header>",
        *_navigation(operations),
        '<main id="content">',
        *(_tag(name, operations) for name in TAGS),
        _errors(made),
        _header_fields(made),
        _shapes(made),
        "</main>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def _anchor(text: str) -> str:
    return text.lower().replace(" ", "-").replace("_", "-")


def _heading(level: int, anchor: str, title: str) -> str:
    return f'<h{level} id="{anchor}"><a href="#{anchor}">{escape(title)}</a></h{level}>'


def _navigation(operations: Iterable[tuple[str, Any, Any]]) -> list[str]:
    lines = ['<nav aria-label="Contents">', "<details open><summary>Contents</summary><div>"]
    for tag in TAGS:
        mine = [about for _, about, _ in operations if about["tags"] == [tag]]
        links = "".join(f'<li><a href="#{_anchor(one["operationId"])}">{escape(one["summary"])}</a></li>' for one in mine)
        lines.append(f"<p>{escape(tag)}</p><ul>{links}</ul>")
    more = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in _MORE)
    return [*lines, f"<p>Everywhere</p><ul>{more}</ul>", "</div></details>", "</nav>"]


def _tag(tag: str, operations: Iterable[tuple[str, Any, Any]]) -> str:
    mine = [_operation(path, about, asked) for path, about, asked in operations if about["tags"] == [tag]]
    return "\n".join([_heading(2, _anchor(tag), tag), f"<p>{rich(TAGS[tag])}</p>", *mine])


def _operation(path: str, about: dict[str, Any], asked: Any) -> str:  # noqa: ANN401 - JSON
    found = about["responses"]["200"]
    shape = OPERATIONS[about["operationId"]].shape
    shapes = {JSON: f" ({kind_of({'$ref': shape})})"} if shape else {}
    forms = " or ".join(f"<code>{escape(media_type)}</code>{shapes.get(media_type, '')}" for media_type in found["content"])
    shown = [one for content in found["content"].values() for one in content.get("examples", {}).values()]
    return "\n".join(
        [
            _heading(3, _anchor(about["operationId"]), about["summary"]),
            f'<p class="address"><code><span class="method">GET</span> {broken(path)}</code></p>',
            paragraphs(about["description"]),
            table(f"Parameters of {about['summary']}", ("Parameter", "Meaning"), parameters(asked)),
            f"<p>Answers {forms}. {_own_fields(about)}</p>",
            f"<p>Besides 200: {_statuses(about)}</p>",
            *(example(f"`GET {one['summary']}`", one["value"]) for one in shown),
        ]
    )


def _own_fields(about: dict[str, Any]) -> str:
    own = OPERATIONS[about["operationId"]].fields
    named = ", ".join(f'<a href="#field-{name.lower()}">{escape(name)}</a>' for name in own)
    return f"Fields of its own: {named}."


def _statuses(about: dict[str, Any]) -> str:
    others = [f"{status} {escape(HTTPStatus(int(status)).phrase)}" for status in about["responses"] if status != "200"]
    return ", ".join(others) + '; see <a href="#errors">Errors</a>.'


def _errors(made: dict[str, Any]) -> str:
    rows = [
        (f"<code>{escape(row.type)}</code>", f"{int(row.status)} {escape(row.status.phrase)}", rich(f"{row.title}. {row.detail}"))
        for row in PROBLEMS
    ]
    shown = {
        code: one["value"]
        for response in made["components"]["responses"].values()
        for content in response.get("content", {}).values()
        for code, one in content.get("examples", {}).items()
    }
    return "\n".join(
        [
            _heading(2, "errors", "Errors"),
            f"<p>Each is a {kind_of({'$ref': 'Problem'})}, <code>application/problem+json</code>, and kept by nobody.</p>",
            table("Errors", ("Type", "Meaning"), rows),
            *(example(f"`{code}`", value) for code, value in shown.items()),
        ]
    )


def _header_fields(made: dict[str, Any]) -> str:
    rows = [
        (f'<code id="field-{name.lower()}">{escape(name)}</code>', "", rich(one["description"]))
        for name, one in made["components"]["headers"].items()
        if name != "No-Store"
    ]
    return "\n".join([_heading(2, "fields", "Header fields"), table("Header fields", ("Field", "Meaning"), rows)])


def _shapes(made: dict[str, Any]) -> str:
    lines = [_heading(2, "shapes", "Shapes"), "<p>What stands in JSON answers. <code>a[].b</code> is the field b of each a.</p>"]
    for name, schema in made["components"]["schemas"].items():
        lines.append(_heading(3, anchor_of_shape(name), name))
        lines.append(f"<p>{rich(schema.get('description', ''))}</p>")
        if "oneOf" in schema:
            lines.append(f"<p>By <code>{schema['discriminator']['propertyName']}</code>: {kind_of(schema)}.</p>")
        lines.append(table(f"Fields of {name}", ("Field", "Meaning"), fields(schema)))
    return "\n".join(lines)
