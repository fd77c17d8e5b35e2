"""Every translation is of the lesson as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftTranslation
from coursewright.authoring.finding import Finding, Place, Severity


def stale_translation(draft: Draft) -> Iterator[Finding]:
    """A translation's `translates:` is the SHA-256 of its lesson's file, its language one that `curriculum.yaml` lists.

    A translation that lags behind tells its readers what the original no longer says, and nobody sees it who reads only the
    original. When the lesson has changed, carry the change over, and only then set the new digest: it is a translator's word that
    both say the same, so no fix sets it. A translation needs a lesson beside it, `02-writing.md` for `02-writing.de.md`, and a
    language other than the lesson's own, which is the first of `locales:`.
    """
    for course in draft.courses:
        for module in course.modules:
            for translation in module.translations:
                yield from (
                    Finding("stale-translation", place, message, advice, Severity.WARNING)
                    for place, message, advice in _problems(draft, translation)
                )


def _problems(draft: Draft, translation: DraftTranslation) -> Iterator[tuple[Place, str, str]]:
    locale, original = translation.locale, translation.original
    locales = draft.settings.value.locales if draft.settings else ()
    if locales and locale.casefold() == locales[0].casefold():
        yield (
            Place(translation.path),
            f'"{locale}" is the language of the lesson itself',
            "Delete the file, or name its language.",
        )
    elif locales and locale.casefold() not in [known.casefold() for known in locales]:
        said = f'"{locale}" is no language of this curriculum; there are: {", ".join(locales)}'
        yield Place(translation.path), said, "Add it to `locales:` in curriculum.yaml, or correct the file's name."
    place, said = translation.front.at("translates"), translation.front.value.translates
    if original not in draft.tree.files:
        yield place, f"there is no lesson {original} that this could translate", "Rename the file as the lesson is named now."
        return
    digest = hashlib.sha256(draft.tree.files[original]).hexdigest()
    if digest != said:
        message = f"the lesson has changed since it was translated: its digest is {digest[:12]}…, not {said[:12]}…"
        yield place, message, f"Carry the changes of {original} over, then set `translates: {digest}`."
