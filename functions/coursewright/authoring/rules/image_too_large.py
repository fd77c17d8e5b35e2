"""No figure is larger than a page needs."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.figures import Figure
from coursewright.authoring.findings.finding import Finding, Place, Severity

MOST_BYTES_OF_SVG = 200_000
MOST_BYTES = 500_000
MOST_PIXELS = 2400


def image_too_large(draft: Draft) -> Iterator[Finding]:
    """A figure has at most 500 kB and 2400 pixels a side, an SVG at most 200 kB.

    Learners read on telephones and pay for what they load, and a figure that arrives late moves the text they are reading. Twice
    the width of a page, for sharp screens, is fewer than 2400 pixels. Scale a photograph down and save it as JPEG or WebP. An SVG
    this large usually holds a pasted photograph or thousands of points: export it anew as "plain" or "optimised" SVG.
    """
    for path, figure in sorted(draft.figures.items()):
        if problem := _problem(figure, len(draft.tree.files[path])):
            yield Finding(
                "image-too-large", Place(path), problem, "Scale it down, or save it with fewer details.", Severity.WARNING
            )


def _problem(figure: Figure, size: int) -> str | None:
    is_svg = figure.media_type == "image/svg+xml"
    most = MOST_BYTES_OF_SVG if is_svg else MOST_BYTES
    if size > most:
        return f"the figure has {size:,} bytes; {most:,} are enough"
    if not is_svg and max(figure.width, figure.height) > MOST_PIXELS:
        return f"the figure has {figure.width:,} by {figure.height:,} pixels; {MOST_PIXELS:,} a side are enough"
    return None
