"""A lesson as a page of its own, for a person: the stored, sanitised blocks in a small document that may run nothing.

Made when it is asked for: it names the release, which no stored object does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from coursewright.serving.corrections import as_html
from coursewright.serving.items.budget import Portion
from coursewright.serving.items.html_style import STYLE
from coursewright.serving.items.variants import LOCALE, Variant
from coursewright.serving.pin import Pin

_FOCUSABLE = 'class="scroll" tabindex="0" role="group"'


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown: a lesson, or part of it; whose; of which release; and its address in the exact release."""

    pin: Pin
    variant: Variant
    lesson: Mapping[str, Any]
    course: str
    course_locale: str
    part: Portion
    address: str
    next_address: str | None
    corrections: Sequence[Mapping[str, Any]] = ()


def page_of(page: Page) -> bytes:
    """The document."""
    lesson = page.lesson
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(page.variant.locale)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="description" content="{escape(lesson["summary"])}">',
        f"<title>{escape(lesson['title'])} · {escape(page.course)}</title>",
        f'<link rel="canonical" href="{escape(page.address)}">',
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_withdrawn(page.pin),
        "<article>",
        f'<p class="course" lang="{escape(page.course_locale)}">{escape(page.course)}</p>',
        f"<h1>{escape(lesson['title'])}</h1>",
        *([f'<p class="lead">{escape(lesson["summary"])}</p>'] if page.part.is_start else []),
        *(_corrected(page) if page.part.is_start else []),
        *(_block(block) for block in lesson["blocks"]),
        "</article>",
        "</main>",
        *_footer(page),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def _block(block: Mapping[str, Any]) -> str:
    html = str(block["html"])
    match block["kind"]:
        case "note" | "warning" as kind:
            return f'<aside class="{kind}" aria-label="{kind.capitalize()}">{html}</aside>'
        case "try":
            title = f"<h2>{escape(block['title'])}</h2>" if block["title"] else ""
            return f"<section>{title}{html}</section>"
        case "figure":
            caption = f"<figcaption>{escape(block['caption'])}</figcaption>" if block["caption"] else ""
            return f'<figure><div {_FOCUSABLE} aria-label="{escape(block["alt"][:80])}">{html}</div>{caption}</figure>'
        case "table":
            first = str(block["text"]).partition("\n")[0]
            return f'<div {_FOCUSABLE} aria-label="{escape(first)}">{html}</div>'
    return html


def _corrected(page: Page) -> list[str]:
    return [f'<div lang="{escape(page.course_locale)}">{note}</div>' for note in as_html(page.corrections)]


def _withdrawn(pin: Pin) -> list[str]:
    if not pin.withdrawn:
        return []
    said = f"This release was withdrawn: {pin.withdrawn}"
    return [f'<aside class="withdrawn" lang="en"><p><strong>{escape(said)}</strong></p></aside>']


def _footer(page: Page) -> list[str]:
    part, pin = page.part, page.pin
    learner = ", ".join(f"{name} {value}" for name, value in page.variant.values.items() if name != LOCALE)
    lines = [f'<p>Release <a href="{escape(page.address)}">{escape(pin.release)}</a> of edition {escape(pin.edition)}.</p>']
    lines.append(f"<p>Written for {escape(learner)}.</p>")
    if page.next_address:
        shown = f"{len(part.blocks)} of {part.of} blocks are shown."
        lines.insert(0, f'<p>{shown} <a rel="next" href="{escape(page.next_address)}">The next part</a></p>')
    return ['<footer lang="en">', *lines, "</footer>"]
