"""Every figure is shown by some text."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.links import target_of


def unused_image(draft: Draft) -> Iterator[Finding]:
    """A figure in an `images` folder is shown in some lesson or activity.

    One that is not was forgotten: by the lesson, which then lacks it, or when the lesson was rewritten, and then the next author
    will wonder whether it may be deleted. Show it, or delete the file; git keeps it. A figure still in the making belongs
    outside the content folder.
    """
    shown = {target_of(link.href, prose.path).path for prose in draft.prose for link in prose.document.links}
    for path in sorted(draft.figures):
        course = path.split("/images/", 1)[0].rsplit("/", 1)[0]
        if path in shown or any(unread.startswith(f"{course}/") for unread in draft.unreadable):
            continue  # what could not be read may show it
        yield Finding(
            "unused-image",
            Place(path),
            "no text shows this figure",
            "Show it where it belongs, or delete the file.",
            Severity.WARNING,
        )
