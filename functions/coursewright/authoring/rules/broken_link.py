"""Every link into the curriculum leads to a lesson or an activity, and every anchor to a heading."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Edit, Finding
from coursewright.authoring.findings.guessing import edit_to, nearest
from coursewright.authoring.ids.moving import heir_of
from coursewright.authoring.links import LinkKind, Target, target_of
from coursewright.authoring.markdown.document import Link
from coursewright.authoring.words import said_at


def broken_link(draft: Draft) -> Iterator[Finding]:
    """A link to a file must name a lesson or an activity of the tree; what stands behind `#` must be one of its headings.

    Links are written from file to file (`[tokens](02-tokens-and-context.md#what-counts)`), so that they work on GitHub too;
    compiling turns them into addresses by identifier. An anchor is the heading's words in lower case, joined by hyphens. Links to
    other sites are not followed here: whether they answer depends on the day.
    """
    anchors = {page.path: page.document.anchors for course in draft.courses for page in course.pages()}
    files = {item.path for course in draft.courses for item in course.items()}
    for prose in draft.prose:
        for link in prose.document.links:
            target = target_of(link.href, prose.path)
            items = {*files, prose.path} if target.kind is LinkKind.ANCHOR and prose.path in anchors else files
            if link.is_image or target.kind not in (LinkKind.FILE, LinkKind.ANCHOR) or target.path in draft.unreadable:
                continue
            if target.kind is LinkKind.ANCHOR and not target.anchor:
                yield Finding("broken-link", link.place, "the link leads nowhere", "Name a file or a heading, or remove it.")
            elif target.path not in items and heir_of(draft, target.path) is None:  # else moved-page says where it is
                yield _no_such_file(draft, link, target, prose.path, items)
            elif target.path in items and target.anchor and target.anchor not in anchors.get(target.path, frozenset()):
                yield _no_such_heading(draft, link, target, anchors.get(target.path, frozenset()))


def _no_such_file(draft: Draft, link: Link, target: Target, from_path: str, items: set[str]) -> Finding:
    near = nearest(target.path, items - {from_path}, 0.8)
    meant = posixpath.relpath(near, posixpath.dirname(from_path)) if near else None
    advice = f"Did you mean {meant}?" if meant else "Link to the file of a lesson or an activity."
    message, anchor = f'"{link.href}" leads to no lesson or activity', f"#{target.anchor}" if target.anchor else ""
    return Finding("broken-link", link.place, message, advice, fix=_fix(draft, link, meant and meant + anchor))


def _listed(anchors: frozenset[str]) -> str:
    shown = sorted(anchors)[:12]
    return ", ".join(shown) + (" …" if len(anchors) > len(shown) else "") or "none"


def _no_such_heading(draft: Draft, link: Link, target: Target, anchors: frozenset[str]) -> Finding:
    meant = nearest(target.anchor, anchors, 0.5)
    advice = f"Did you mean #{meant}?" if meant else f"Its headings: {_listed(anchors)}."
    message = f'{target.path} has no heading "#{target.anchor}"'
    fix = _fix(draft, link, f"{link.href.partition('#')[0]}#{meant}" if meant else None)
    return Finding("broken-link", link.place, message, advice, fix=fix)


def _fix(draft: Draft, link: Link, meant: str | None) -> Edit | None:
    """The edit of a link whose place is just its target: a reference, and a text in YAML, stand there as a whole."""
    return edit_to(link.href, meant, link.place) if said_at(draft, link.place) == link.href else None
