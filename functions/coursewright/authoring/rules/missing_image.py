"""Every image is a file of the curriculum."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.figures import MEDIA_TYPES, is_figure
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.findings.guessing import nearest
from coursewright.authoring.links import LinkKind, target_of


def missing_image(draft: Draft) -> Iterator[Finding]:
    """An image is shown from a file next to the lesson (`images/name.svg`), so that a release holds what it shows.

    Images on other sites change and vanish, and tell that site who is reading. Save the image into the module's `images`
    folder, if its licence allows it. SVG, PNG, JPEG, WebP and GIF can be shown.
    """
    for prose in draft.prose:
        for link in prose.document.links:
            if not link.is_image:
                continue
            target = target_of(link.href, prose.path)
            if target.kind is LinkKind.UNSAFE:
                continue  # unsafe-markup says so
            if target.kind is not LinkKind.FILE:
                yield Finding(
                    "missing-image",
                    link.place,
                    f'"{link.href}" is not a file of the curriculum',
                    "Save the image into the module's images folder, and show it from there.",
                )
            elif target.path not in draft.figures and target.path not in draft.unreadable:
                yield Finding("missing-image", link.place, f"there is no image {target.path}", _advice(draft, target.path))


def _advice(draft: Draft, wanted: str) -> str:
    if wanted in draft.tree.files and not is_figure(wanted):
        return f"Only {', '.join(sorted(MEDIA_TYPES))} can be shown."
    shown = {posixpath.basename(path) for path in draft.figures if posixpath.dirname(path) == posixpath.dirname(wanted)}
    meant = nearest(posixpath.basename(wanted), shown, 0.7)
    return f"Did you mean {meant}?" if meant else "Add the file, or correct the name."
