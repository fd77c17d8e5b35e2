"""What changed in what learners meet before any course: names, languages, and the ways in which learners are told apart.

Reasons name nothing, as every caller may read what they are about, and names are of programs and credentials.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.pairing import Thing, paired
from coursewright.publishing.changes.reading import Token, mark, tokens_of_text
from coursewright.publishing.changes.wording import compared

Catalogue = Mapping[str, Any]

_NAMES = ("title", "publisher")
_WORDING = "How the curriculum is called was mended in its wording."
_CALLED = "The curriculum, or who publishes it, is called otherwise now."
_LANGUAGES = "There are other languages to choose from."


def is_in_english(*catalogues: Catalogue) -> bool:
    """Whether authors write in English in each. Old formats tell nothing, and knew of nothing else."""
    return all(str(next(iter(one.get("locales", ())), "en")).partition("-")[0] == "en" for one in catalogues)


def name_reasons(old: Mapping[str, Any], new: Mapping[str, Any], *, english: bool) -> Iterator[Reason]:
    """Takes the manifests of both releases."""
    if all(name in side for name in _NAMES for side in (old, new)) and any(old[name] != new[name] for name in _NAMES):
        found = compared(_names(old), _names(new), english=english)
        yield Reason("wording", "editorial", _WORDING) if found.is_worded_alike else Reason("text", "content", _CALLED)


def catalogue_reasons(old: Catalogue, new: Catalogue, *, english: bool) -> Iterator[Reason]:
    """What there is to choose from. The order of values is none of it; which one is assumed is told of each lesson it changes.

    What only one of them tells at all is news of the compiler, and none for learners.
    """
    if "locales" in old and "locales" in new and set(old["locales"]) != set(new["locales"]):
        yield Reason("text", "content", _LANGUAGES)
    if "dimensions" not in old or "dimensions" not in new:
        return
    before, after = ({one["id"]: one for one in side["dimensions"]} for side in (old, new))
    found = paired(before.values(), after.values())
    for name in found.added:
        yield Reason("dimensions", "content", f"“{after[name]['title']}” is a new way to tell learners apart.")
    for name in found.removed:
        yield Reason("dimensions", "content", f"“{before[name]['title']}” tells learners apart no more.")
    for name in found.was:
        yield from _dimension(before[name], after[name], english=english)


def _dimension(old: Thing, new: Thing, *, english: bool) -> Iterator[Reason]:
    if _shown(old) == _shown(new):
        return
    if compared(_labels(old), _labels(new), english=english).is_worded_alike:
        yield Reason("wording", "editorial", f"The wording of “{new['title']}” was mended.")
    else:
        yield Reason("dimensions", "content", f"What there is to choose from under “{new['title']}” was changed.")


def _shown(dimension: Thing) -> tuple[str, dict[str, str]]:
    return dimension["title"], {value["id"]: value["text"] for value in dimension["values"]}


def _labels(dimension: Thing) -> Iterator[Token]:
    title, values = _shown(dimension)
    yield from tokens_of_text(title)
    for name in sorted(values):
        yield mark(name)
        yield from tokens_of_text(values[name])


def _names(manifest: Mapping[str, Any]) -> Iterator[Token]:
    for name in _NAMES:
        yield mark(name)
        yield from tokens_of_text(manifest[name])
