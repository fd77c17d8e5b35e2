"""Part of a change log's page: what the release means for who holds a certificate, with the reasoning."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.serving.changes.markdown import effect_said


def certificates(effect: CertificateEffect) -> Iterator[str]:
    """The effect in a few words, in sentences, and objective by objective."""
    must = " must" if effect.most in ("delta", "recertify") else ""
    yield f"<h2>If you hold the {escape(effect.title)}</h2>"
    mark = f'<span class="mark{must}">{_share(*effect.changed())} changed</span>'
    yield f'<p class="effect">{escape(effect_said(effect))} {mark}</p>'
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
    because = " ".join(dict.fromkeys(cause.says for cause in one.causes))
    counts = f"{_share(one.least, one.most)} of {one.weight}"
    return f'<tr><th scope="row">{escape(one.text)}</th><td>{counts}</td><td>{escape(because)}</td></tr>'


def _share(least: float, most: float) -> str:
    return f"{least:g} %" if least == most else f"{least:g} to {most:g} %"
