"""Part of a change log's page: what the release means for who holds a certificate, with the reasoning."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.evidence import Cause
from coursewright.renewing.certificates.telling import effect_said, share_said


def certificates(effect: CertificateEffect) -> Iterator[str]:
    """The effect in a few words, in sentences, and objective by objective."""
    said = effect_said(effect)
    must = " must" if effect.most in ("delta", "recertify") else ""
    yield f"<h2>If you hold the {escape(effect.title)}</h2>"
    mark = f'<span class="mark{must}">{share_said(*effect.changed())} changed</span>'
    yield f'<p class="effect">{escape(said[:1].upper() + said[1:])} {mark}</p>'
    yield "".join(f"<p>{escape(sentence)}</p>" for sentence in effect.says())
    changed = [one for one in effect.objectives if one.most]
    if changed:
        rows = "".join(_row(one) for one in changed)
        head = '<tr><th scope="col">Objective</th><th scope="col">Counts</th><th scope="col">Why</th></tr>'
        label = f"{effect.title}: objectives that changed"
        yield (
            f"<details><summary>Objective by objective ({len(changed)} of {len(effect.objectives)})</summary>"
            f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(label)}">'
            f'<table class="reasons"><thead>{head}</thead><tbody>{rows}</tbody></table></div></details>'
        )


def _row(one: ObjectiveEffect) -> str:
    because = "".join(f"<li>{_doubt(cause)}{escape(cause.says)}</li>" for cause in one.causes)
    counts = f"{share_said(one.least, one.most)} of {one.weight}"
    return f'<tr><th scope="row">{escape(one.text)}</th><td>{counts}</td><td><ul>{because}</ul></td></tr>'


def _doubt(cause: Cause) -> str:
    return "" if cause.is_certain else "<strong>May count:</strong> "
