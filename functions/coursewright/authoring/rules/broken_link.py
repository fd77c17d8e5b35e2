"""Every link into the curriculum leads to a lesson or an activity, and every anchor to a heading."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.finding import Finding
from coursewright.authoring.links import LinkKind, Target, target_of
from coursewright.authoring.markdown.document import Link


def broken_link(draft: Draft) -> Iterator[Finding]:
    """A link to a file must name a lesson or an activity of the tree; what stands behind `#` must be one of its headings.

    Links are written from file to file (`[tokens](02-tokens-and-context.md#what-counts)`), so that they work on GitHub too;
    compiling turns them into addresses by identifier. An anchor is the heading's words in lower case, joined by hyphens. Links to
    other sites are not followed here: whether they answer depends on the day.
    """
    anchors = {lesson.path: lesson.document.anchors for course in draft.courses for lesson in course.lessons()}
    items = {item.path for course in draft.courses for item in course.items()}
    for prose in draft.prose:
        for link in prose.document.links:
            target = target_of(link.href, prose.path)
            if link.is_image or target.kind not in (LinkKind.FILE, LinkKind.ANCHOR) or target.path in draft.unreadable:
                continue
            if target.kind is LinkKind.ANCHOR and not target.anchor:
                yield Finding("broken-link", link.place, "the link leads nowhere", "Name a file or a heading, or remove it.")
            elif target.path not in items:
                yield _no_such_file(link, target, prose.path, items)
            elif target.anchor and target.anchor not in anchors.get(target.path, frozenset()):
                yield _no_such_heading(link, target, anchors.get(target.path, frozenset()))


def _no_such_file(link: Link, target: Target, from_path: str, items: set[str]) -> Finding:
    close = difflib.get_close_matches(target.path, sorted(items - {from_path}), 1, 0.8)
    folder = posixpath.dirname(from_path)
    advice = f"Did you mean {posixpath.relpath(close[0], folder)}?" if close else "Link to the file of a lesson or an activity."
    return Finding("broken-link", link.place, f'"{link.href}" leads to no lesson or activity', advice)


def _no_such_heading(link: Link, target: Target, anchors: frozenset[str]) -> Finding:
    close = difflib.get_close_matches(target.anchor, sorted(anchors), 1, 0.5)
    known = f"Did you mean #{close[0]}?" if close else f"Its headings: {', '.join(sorted(anchors)) or 'none'}."
    return Finding("broken-link", link.place, f'{target.path} has no heading "#{target.anchor}"', known)
