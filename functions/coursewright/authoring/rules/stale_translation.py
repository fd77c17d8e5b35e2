"""Every translation is of the lesson as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.translating import faults


def stale_translation(draft: Draft) -> Iterator[Finding]:
    """A translation's `translates:` is the SHA-256 of its lesson's file, its language one that `curriculum.yaml` lists.

    A translation that lags behind tells its readers what the original no longer says, and nobody sees it who reads only the
    original. So a translation that is found here is left out of the release, and its readers get the original until it is mended.
    When the lesson has changed, carry the change over, and only then set the new digest: it is a translator's word that both say
    the same, so no fix sets it. A translation needs a lesson beside it, `02-writing.md` for `02-writing.de.md`, and a language
    other than the lesson's own, which is the first of `locales:`.
    """
    for course in draft.courses:
        for module in course.modules:
            for translation in module.translations:
                yield from (
                    Finding("stale-translation", place, message, advice, Severity.WARNING)
                    for place, message, advice in faults(draft, translation)
                )
