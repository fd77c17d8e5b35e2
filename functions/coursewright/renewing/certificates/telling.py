"""What a release means for a certificate, in sentences for who holds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coursewright.publishing.changes.words import quoted
from coursewright.renewing.certificates.rules import Effect

if TYPE_CHECKING:
    from coursewright.renewing.certificates.certificate_effect import CertificateEffect

WORDS: dict[Effect, str] = {
    "current": "current",
    "log": "current, with a change log",
    "delta": "a delta module",
    "recertify": "to be earned anew",
}
_MEANS: dict[Effect, str] = {
    "current": "It holds as it is: nothing that it says of its holder changed.",
    "log": "It holds as it is. What changed since is worth knowing, and nothing has to be done.",
    "delta": "It holds. To keep it up to date, its holder learns what changed, and nothing else.",
    "recertify": "It holds until its own end. To be up to date it is to be earned anew: too much of it changed.",
}


def sentences(effect: CertificateEffect) -> Iterator[str]:
    """The effect, how far what it is about changed, what to learn, and by when."""
    if effect.is_over:
        yield f"It was valid until {effect.valid_until}, which has passed; whoever wants it earns it on {effect.now.release}."
    elif effect.is_back:
        yield f"It was earned on {effect.earned.release}, which is newer than {effect.now.release}: nothing follows from that."
    elif effect.exam:
        yield f"It holds until its own end. To be up to date it is to be earned anew: another exam is needed. {effect.exam}"
    elif effect.least == effect.most:
        yield _MEANS[effect.most]
    else:
        yield f"At the least: {_lower(_MEANS[effect.least])} At the most: {_lower(_MEANS[effect.most])}"
    if not effect.is_back and not effect.is_over:
        yield from _details(effect)


def _details(effect: CertificateEffect) -> Iterator[str]:
    least, most = effect.changed()
    if most:
        share = f"{least:g} %" if least == most else f"{least:g} to {most:g} %"
        yield f"By weight, {share} of what it was earned on changed."
    if effect.most == "log" and (read := _to_read(effect)):
        yield f"Worth reading again: {quoted(read)}."
    if effect.due:
        yield f"That is due by {effect.due}."
    if effect.most in ("delta", "recertify") and not effect.exam:
        sure = [one.text for one in effect.delta() if one.least]
        maybe = [one.text for one in effect.delta() if not one.least]
        yield from ([f"What changed: {quoted(sure)}."] if sure else [])
        yield from ([f"What may have changed: {quoted(maybe)}."] if maybe else [])


def _to_read(effect: CertificateEffect) -> list[str]:
    """Lessons that teach what changed for certain."""
    found = (study for one in effect.objectives if one.least for study in one.study if study.kind == "lesson")
    return list(dict.fromkeys(study.title for study in found))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
