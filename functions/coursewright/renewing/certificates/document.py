"""What a release means for a certificate, as JSON, for the content API and for `coursewright certificate-effect`.

```
credential, title    what was earned
earned, now          {release, edition}
as_of, earned_on, valid_until, is_over, due
effect               {least, most}: current | log | delta | recertify
changed              {least, most}, in percent of all objectives by weight
says                 in sentences, for who holds it
weights, thresholds  the publisher's rules that were applied, in percent
objectives           [{course, id, text, weight, safety, new, share: {least, most}, because: [{kind, says, certain, items}],
                       study: [{id, title, kind, minutes}]}]: all it was earned on, then what came since
delta                {objectives: [{course, id, certain}], minutes}: exactly those that changed or came, or may have, and that
                     something teaches; each item's minutes once; null where no module is asked for
log                  what changed of it and in its courses, in plain words
exam, is_back        why the exam is another one, if it is; asked about an older release
```
"""

from __future__ import annotations

from typing import Any

from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.sides import CertificateSide


def certificate_document(effect: CertificateEffect) -> dict[str, Any]:
    """The whole effect."""
    least, most = effect.changed()
    return {
        "credential": effect.credential,
        "title": effect.title,
        "earned": _side(effect.earned),
        "now": _side(effect.now),
        "as_of": effect.as_of.isoformat(),
        "earned_on": effect.earned_on.isoformat() if effect.earned_on else None,
        "valid_until": effect.valid_until.isoformat() if effect.valid_until else None,
        "is_over": effect.is_over,
        "due": effect.due.isoformat() if effect.due else None,
        "effect": {"least": effect.least, "most": effect.most},
        "changed": {"least": least, "most": most},
        "says": list(effect.says()),
        "weights": dict(effect.rules.weights),
        "thresholds": {"delta": effect.rules.delta, "recertify": effect.rules.recertify},
        "objectives": [_objective(one) for one in effect.objectives],
        "delta": _delta(effect),
        "log": list(effect.log),
        "exam": effect.exam,
        "is_back": effect.is_back,
    }


def _side(side: CertificateSide) -> dict[str, str]:
    return {"release": side.release, "edition": side.edition}


def _objective(one: ObjectiveEffect) -> dict[str, Any]:
    return {
        "course": one.course,
        "id": one.id,
        "text": one.text,
        "weight": one.weight,
        "safety": one.is_safety,
        "new": one.is_new,
        "share": {"least": one.least, "most": one.most},
        "because": [
            {"kind": cause.kind, "says": cause.says, "certain": cause.is_certain, "items": list(cause.items)}
            for cause in one.causes
        ],
        "study": [{"id": s.id, "title": s.title, "kind": s.kind, "minutes": s.minutes} for s in one.study],
    }


def _delta(effect: CertificateEffect) -> dict[str, Any] | None:
    if effect.most not in ("delta", "recertify"):
        return None
    objectives = [{"course": one.course, "id": one.id, "certain": one.least > 0} for one in effect.delta()]
    return {"objectives": objectives, "minutes": effect.minutes()}
