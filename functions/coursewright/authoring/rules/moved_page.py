"""No link leads to where a lesson or an activity was before."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftActivity, DraftLesson
from coursewright.authoring.findings.finding import Edit, Finding
from coursewright.authoring.ids.moving import heir_of
from coursewright.authoring.links import LinkKind, Target, target_of
from coursewright.authoring.markdown.document import Link
from coursewright.authoring.words import said_at


def moved_page(draft: Draft) -> Iterator[Finding]:
    """A link to a lesson or an activity names the file it is in now, not one it was in before.

    Files are renamed and moved; identifiers stay. Where the file a link names is gone, but its identifier is still somebody's, or
    stands in a `formerly:`, or under `retired:` with an heir, the link can be told where to go. It is an error all the same,
    because links are followed from file to file. Let the fix set the new address; a `#heading` that the new file does not have
    is left off, so look whether another heading fits.
    """
    for prose in draft.prose:
        for link in prose.document.links:
            target = target_of(link.href, prose.path)
            if link.is_image or target.kind is not LinkKind.FILE or target.path in draft.unreadable:
                continue
            if heir := heir_of(draft, target.path):
                yield _finding(draft, link, target, heir, prose.path)


def _finding(draft: Draft, link: Link, target: Target, heir: DraftLesson | DraftActivity, from_path: str) -> Finding:
    anchors = heir.document.anchors if isinstance(heir, DraftLesson) else frozenset()
    anchor = f"#{target.anchor}" if target.anchor in anchors else ""
    address = posixpath.relpath(heir.path, posixpath.dirname(from_path)) + anchor
    plainly = said_at(draft, link.place) == link.href  # a reference, or a text in YAML, is placed as a whole
    return Finding(
        "moved-page",
        link.place,
        f'"{link.href}" is gone; "{heir.id}" is now in {heir.path}',
        f"Link to {address}.",
        fix=Edit(link.place, address) if plainly else None,
    )
