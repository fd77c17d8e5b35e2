"""Every image says in words what it shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.figures import is_figure
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.markdown.document import Link

_KIND = re.compile(
    r"(?:(?:an?|the|this) )?(?:image|picture|graphic|figure)(?: (?:of|showing|shows|that shows)\b.*)?", re.IGNORECASE | re.DOTALL
)
_MADE_BY_A_PROGRAM = re.compile(r"[\d_-]")


def image_alt(draft: Draft) -> Iterator[Finding]:
    """An image has alternative text that says what it shows: `![Three lines, one below the other.](images/lines.svg)`.

    Whoever cannot see the image gets this text instead: from a screen reader, on a slow line, or as a model that reads the lesson
    to them. A file name tells them nothing; "image of" is what a screen reader says anyway; and the caption, which is read out
    too, would be heard twice. Say what a colleague would say on the telephone, so that the lesson can be followed without the
    image. See https://www.w3.org/WAI/tutorials/images/.
    """
    for prose in draft.prose:
        for link in prose.document.links:
            if link.is_image and (problem := _problem(link)):
                advice = "Say what the image shows, as if on the telephone, between the square brackets."
                yield Finding("image-alt", link.place, problem, advice, Severity.WARNING)


def _problem(link: Link) -> str | None:
    said = " ".join(link.text.split())
    name = posixpath.basename(link.href)
    stem = name.rsplit(".", 1)[0]
    if not said:
        return f'the image "{name}" has no alternative text'
    if (is_figure(said) and " " not in said) or (said == stem and _MADE_BY_A_PROGRAM.search(stem)):
        return f'the alternative text "{said}" is a file\'s name'
    if _KIND.fullmatch(said):
        return f'the alternative text "{said[:60]}" says first that it is an image'
    if said.rstrip(".").casefold() == " ".join(link.title.split()).rstrip(".").casefold():
        return f'the alternative text "{said[:60]}" repeats the caption'
    return None
