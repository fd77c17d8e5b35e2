"""Part of a change log's page: what the release means for who holds a certificate, with the reasoning."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.evidence import Cause
from coursewright.renewing.certificates.studying import Study
from coursewright.renewing.certificates.telling import effect_said, share_said
from coursewright.renewing.upgrading.whats_new import kind, minutes_said
from coursewright.serving.changes.page_parts import page_address


def certificates(effect: CertificateEffect, base: str) -> Iterator[str]:
    """The effect in a few words, in sentences, and objective by objective. `base` is the address that lessons are below."""
    said = effect_said(effect)
    yield f"<h2>If you hold the {escape(effect.title)}</h2>"
    mark = _mark(f"{share_said(*effect.changed())} changed", is_urgent=effect.most in ("delta", "recertify"))
    yield f'<p class="effect">{escape(said[:1].upper() + said[1:])} {mark}</p>'
    yield "".join(f"<p>{escape(sentence)}</p>" for sentence in effect.says())
    changed = [one for one in effect.objectives if one.most]
    if changed:
        rows = "".join(_objective(one, f"{base}/courses/{one.course}") for one in changed)
        summary = f"Objective by objective ({len(changed)} of {len(effect.objectives)})"
        yield f'<details><summary>{summary}</summary><ul class="items">{rows}</ul></details>'


def _objective(one: ObjectiveEffect, course: str) -> str:
    because = "".join(f"<li>{_doubt(cause)}{escape(cause.says)}</li>" for cause in one.causes)
    counts = _mark(f"{share_said(one.least, one.most)} of weight {one.weight}")
    learn = ", ".join(_study(study, course) for study in one.study)
    taught = f"<p>To learn: {learn}</p>" if learn else ""
    return f'<li>{escape(one.text)} {counts}<ul class="reasons">{because}</ul>{taught}</li>'


def _study(study: Study, course: str) -> str:
    address = page_address(course, study.kind, study.id)
    title = f'<a href="{escape(address)}">{escape(study.title)}</a>' if address else escape(study.title)
    return f"{title} ({escape(kind(study.kind))}, {minutes_said(study.minutes)})"


def _mark(text: str, *, is_urgent: bool = False) -> str:
    return f'<span class="mark{" must" if is_urgent else ""}">{text}</span>'


def _doubt(cause: Cause) -> str:
    return "" if cause.is_certain else "<strong>May count:</strong> "
