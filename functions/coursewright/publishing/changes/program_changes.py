"""What changed beyond courses: programs, credentials, and by which rules certificates are judged later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.pairing import paired
from coursewright.publishing.changes.reading import tokens_of_text
from coursewright.publishing.changes.wording import compared

_PROGRAM = ("program", "programs", ("courses", "credential", "after"))
_CREDENTIAL = ("credential", "credentials", ("valid_months", "completion"))
_WORDS = ("title", "summary", "awarded")
_RULES = "When a certificate is to be brought up to date is judged by other rules."


def program_reasons(old: Mapping[str, Any], new: Mapping[str, Any], *, english: bool) -> Iterator[Reason]:
    """Takes the objects of both releases that hold programs and credentials."""
    for about in (_PROGRAM, _CREDENTIAL):
        yield from _things(old, new, *about, english=english)
    rules = old.get("certificates"), new.get("certificates")
    if None not in rules and rules[0] != rules[1]:  # before compiler format 4 there were none
        yield Reason("credentials", "structural", _RULES)


def _things(  # noqa: PLR0913 - what is told of programs and of credentials alike
    old: Mapping[str, Any], new: Mapping[str, Any], word: str, code: str, binding: Iterable[str], *, english: bool
) -> Iterator[Reason]:  # fmt: skip
    before, after = ({one["id"]: one for one in side[code]} for side in (old, new))
    found = paired(old[code], new[code])
    for name in found.added:
        yield Reason(code, "structural", f"The {word} “{after[name]['title']}” is new.", (name,))
    for name in found.removed:
        yield Reason(code, "structural", f"The {word} “{before[name]['title']}” is not offered any more.", (name,))
    for name in found.was:
        was, now = before[name], after[name]
        if any(was[field] != now[field] for field in binding):
            yield Reason(code, "structural", f"What the {word} “{now['title']}” asks for was changed.", (name,))
        yield from _words(was, now, word, name, english=english)


def _words(was: Mapping[str, Any], now: Mapping[str, Any], word: str, name: str, *, english: bool) -> Iterator[Reason]:
    pairs = [(was.get(field) or "", now.get(field) or "") for field in _WORDS]
    found = [compared(tokens_of_text(old), tokens_of_text(new), english=english) for old, new in pairs if old != new]
    if found and all(one.is_worded_alike for one in found):
        yield Reason("wording", "editorial", f"The wording of the {word} “{now['title']}” was mended.", (name,))
    elif found:
        yield Reason("text", "content", f"What the {word} “{now['title']}” says of itself was changed.", (name,))
