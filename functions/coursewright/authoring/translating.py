"""Translations: what is wrong with one, and which are released.

Only one without fault is: of the lesson as it is now, in a language of the curriculum. Learners get the original where there is
none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping

from coursewright.authoring.curriculum import Translation
from coursewright.authoring.draft import Draft, DraftTranslation
from coursewright.authoring.findings.finding import Place

Fault = tuple[Place, str, str]
"""Where it is, what is wrong, and what to do."""


def released_translations(draft: Draft) -> Mapping[str, tuple[Translation, ...]]:
    """The translations of each lesson, by its path, in the order of their languages' tags as curriculum.yaml spells them."""
    found: dict[str, list[Translation]] = defaultdict(list)
    for course in draft.courses:
        for module in course.modules:
            for made in module.translations:
                if not any(True for _ in faults(draft, made)):
                    found[made.original].append(Translation(_spelt(draft, made), made.path, made.front.value, made.document))
    return {path: tuple(sorted(several, key=lambda one: one.locale)) for path, several in found.items()}


def faults(draft: Draft, translation: DraftTranslation) -> Iterator[Fault]:
    """Why a translation may not be released."""
    yield from _of_language(draft, translation)
    original = translation.original
    place, said = translation.front.at("translates"), translation.front.value.translates
    if original not in draft.tree.files:
        yield place, f"there is no lesson {original} that this could translate", "Rename the file as the lesson is named now."
        return
    digest = hashlib.sha256(draft.tree.files[original]).hexdigest()
    if digest != said:
        message = f"the lesson has changed since it was translated: its digest is {digest[:12]}…, not {said[:12]}…"
        yield place, message, f"Carry the changes of {original} over, then set `translates: {digest}`."


def _of_language(draft: Draft, translation: DraftTranslation) -> Iterator[Fault]:
    locale = translation.locale
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


def _spelt(draft: Draft, translation: DraftTranslation) -> str:
    """Tags differ in case only for the eye (RFC 5646, section 2.1.1); the curriculum's spelling is what readers ask for."""
    locales = draft.settings.value.locales if draft.settings else ()
    return next((known for known in locales if known.casefold() == translation.locale.casefold()), translation.locale)
