"""A link says where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity

_SAYS_NOTHING = re.compile(
    r"(?:(?:click|see|read|look|tap|go) )?(?:here|there)|(?:this|that|the)(?: (?:link|page|one|site|website))?"
    r"|link|more|(?:read|learn) more",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def link_text(draft: Draft) -> Iterator[Finding]:
    """A link's text says where it leads: "[tokens](…)", not "[here](…)", and not the bare address.

    Screen readers list the links of a page without the sentences around them, and sighted readers look for them the same way. Ten
    links called "here" are no help; an address is spelt out character by character. Use the title of what it leads to, or the
    words of the sentence that name it. See https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context.html.
    """
    for prose in draft.prose:
        for link in prose.document.links:
            said = " ".join(link.text.split()).rstrip(".:!?")
            if link.is_image or not (not said or _SAYS_NOTHING.fullmatch(said) or _ADDRESS.fullmatch(said)):
                continue
            problem = f'the link text "{said[:60]}" does not say where it leads' if said else "a link has no text"
            yield Finding(
                "link-text", link.place, problem, "Name what it leads to: [the page's title](address).", Severity.WARNING
            )
