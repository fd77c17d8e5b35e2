"""What a release means for a certificate, in sentences for who holds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coursewright.publishing.changes.words import quoted
from coursewright.renewing.certificates.rules import Effect
from coursewright.renewing.upgrading.whats_new import minutes_said

if TYPE_CHECKING:
    from coursewright.renewing.certificates.certificate_effect import CertificateEffect

WORDS: dict[Effect, str] = {
    "current": "current",
    "log": "current, with a change log",
    "delta": "a delta module",
    "recertify": "to be earned anew",
}
_OBJECTIVES = 3
"""Objectives that a sentence names, each a sentence itself: what is asked for is told one by one beside it."""
_MEANS: dict[Effect, str] = {
    "current": "It holds as it is: nothing that it says of its holder changed.",
    "log": "It holds as it is. What changed since is worth knowing, and nothing has to be done.",
    "delta": "It holds. To keep it up to date, its holder learns what changed or is new, and nothing else.",
    "recertify": "It holds until its own end. To be up to date it is to be earned anew: too much of it changed.",
}


def sentences(effect: CertificateEffect) -> Iterator[str]:
    """The effect, how far what it is about changed, what to learn, and by when."""
    if effect.is_over:
        yield f"It was valid until {effect.valid_until}, which has passed; whoever wants it earns it on {effect.now.release}."
    elif effect.is_back:
        yield f"It was earned on {effect.earned.release}, which is newer than {effect.now.release}: nothing follows from that."
    elif effect.now.credential is None:
        yield "It holds until its own end. It is no longer awarded, so nothing is asked of who holds it."
    elif effect.exam:
        yield f"It holds until its own end. To be up to date it is to be earned anew: another exam is needed. {effect.exam}"
    elif effect.least == effect.most:
        yield _MEANS[effect.most]
    else:
        yield f"At the least: {_lower(_MEANS[effect.least])} At the most: {_lower(_MEANS[effect.most])}"
    if not effect.is_back and not effect.is_over:
        yield from _details(effect)


def _details(effect: CertificateEffect) -> Iterator[str]:
    if effect.changed()[1]:
        yield _share(effect)
    if effect.most == "log":
        again, new = _to_read(effect, is_new=False), _to_read(effect, is_new=True)
        yield from ([f"Worth reading again: {quoted(again)}."] if again else [])
        yield from ([f"New, and worth reading: {quoted(new)}."] if new else [])
    if effect.due:
        is_sure = effect.least in ("delta", "recertify")
        yield f"That is due by {effect.due}." if is_sure else f"Where that is asked for, it is due by {effect.due}."
    if effect.most in ("delta", "recertify") and not effect.exam:
        yield from _what(effect)


def _share(effect: CertificateEffect) -> str:
    share = share_said(*effect.changed())
    if any(one.is_new and one.most for one in effect.objectives):
        return f"By weight, what changed or is new comes to {share} of what it was earned on."
    return f"By weight, {share} of what it was earned on changed."


def _what(effect: CertificateEffect) -> Iterator[str]:
    """The objectives of a module, those that changed for certain first, and what nobody teaches any more."""
    told = (
        ("What changed", [one for one in effect.delta() if one.least and not one.is_new]),
        ("What may have changed", [one for one in effect.delta() if not one.least and not one.is_new]),
        ("What is new", [one for one in effect.delta() if one.is_new]),
        ("What is gone, with nothing to learn in its place", effect.gone()),
    )
    yield from (f"{said}: {quoted([one.text for one in found], _OBJECTIVES)}." for said, found in told if found)
    if effect.most == "delta":
        yield f"To learn it takes {minutes_said(effect.minutes())}."


def _to_read(effect: CertificateEffect, *, is_new: bool) -> list[str]:
    """Lessons that teach what changed, or came, for certain."""
    told = [one for one in effect.objectives if one.least and one.is_new == is_new]
    return list(dict.fromkeys(study.title for one in told for study in one.study if study.kind == "lesson"))


def effect_said(effect: CertificateEffect) -> str:
    """The effect in a few words: the least, and the most where that is more; of one that has come to its own end, that."""
    if effect.is_over:
        return "past its own end"
    least, most = WORDS[effect.least], WORDS[effect.most]
    return least if least == most else f"{least}; at the most {most}"


def share_said(least: float, most: float) -> str:
    """`15 to 17.5 %`"""
    return f"{least:g} %" if least == most else f"{least:g} to {most:g} %"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
