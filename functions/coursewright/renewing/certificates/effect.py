"""What a later release means for a certificate: the share of its objectives that changed, and what that comes to.

Takes the release that it was earned on and a later one, what changed between them, and a day. Gives `current`, `log` (current,
and there is something to know), `delta` (a module on exactly the objectives that changed) or `recertify`, as a range from the
least to the most that the evidence allows. Rules:

- Of each objective that the certificate was earned on, the weightiest cause counts (evidence.py, rules.py); of all of them the
  share is the sum of weight times that, of the sum of weights.
- An objective about safety that changed asks for a delta module at least, whatever its weight.
- Where another exam is needed now, the certificate is to be earned anew.
- A certificate is never revoked because models changed. What is asked for is due 90 days after the day of the question, or after
  the release takes effect, and never later than the certificate's own end; who records a due day keeps the first one.
- An earlier release than the one it was earned on means nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from coursewright.publishing.changes.change import Changes, CourseChange
from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.evidence import CoursePast
from coursewright.renewing.certificates.rules import EFFECTS, Effect, Rules, rules_of
from coursewright.renewing.certificates.sides import CertificateSide, require_credential
from coursewright.renewing.certificates.studying import objective_now, studies
from coursewright.renewing.certificates.validity import due_by, valid_until
from coursewright.renewing.model_ends import ModelEnds
from coursewright.renewing.upgrading.heirs import Heirs
from coursewright.renewing.upgrading.order import comes_before
from coursewright.renewing.upgrading.whats_new import whats_new


def effect(  # noqa: PLR0913 - what it is a function of
    credential: str,
    earned: CertificateSide,
    now: CertificateSide,
    changes: Changes,
    as_of: date,
    earned_on: date | None = None,
) -> CertificateEffect:
    """What `now` means for a certificate earned on `earned`.

    Raises:
        UnknownNameError: the release that it was earned on does not award it.
    """
    awarded = require_credential(earned, credential)
    rules, is_back = rules_of(now.programs), comes_before(now.release, earned.release)
    judged = () if is_back else tuple(_objectives(earned, now, changes, rules))
    log = () if is_back else tuple(_log(earned, now, changes))
    exam = None if is_back else _other_exam(earned, now)
    least, most = (_effect(judged, side, rules, is_told=bool(log), is_other_exam=exam is not None) for side in ("least", "most"))
    until = valid_until(earned_on, int(awarded["valid_months"])) if earned_on else None
    effective = now.about.get("effective")
    asks = EFFECTS.index(most) >= EFFECTS.index("delta")
    return CertificateEffect(
        credential=credential,
        title=str(awarded["title"]),
        earned=earned,
        now=now,
        as_of=as_of,
        earned_on=earned_on,
        valid_until=until,
        due=due_by(as_of, date.fromisoformat(effective) if effective else None, until) if asks else None,
        least=least,
        most=most,
        rules=rules,
        objectives=judged,
        log=log,
        exam=exam,
        is_back=is_back,
    )


def _objectives(earned: CertificateSide, now: CertificateSide, changes: Changes, rules: Rules) -> Iterator[ObjectiveEffect]:
    changed: dict[str, CourseChange] = {course.id: course for course in changes.courses}
    ends, baseline = ModelEnds(now.ledger), tuple(now.about.get("baseline_models", ()))
    for name, then in earned.courses.items():
        course, change = now.courses.get(name), changed.get(name)
        causes = CoursePast(then, course, change, baseline, ends).causes()
        safe_now = {one["id"] for one in course.index["objectives"] if one.get("safety")} if course else set()
        for one in then.index["objectives"]:
            why = causes[one["id"]]
            yield ObjectiveEffect(
                course=name,
                id=one["id"],
                text=one["text"],
                weight=one["weight"],
                is_safety=bool(one.get("safety")) or objective_now(change, one["id"]) in safe_now,
                least=max((rules.weights[cause.kind] for cause in why if cause.is_certain), default=0),
                most=max((rules.weights[cause.kind] for cause in why), default=0),
                causes=tuple(sorted(why, key=lambda cause: (-rules.weights[cause.kind], not cause.is_certain))),
                study=tuple(studies(course, change, one["id"], why)) if course else (),
            )


def _effect(judged: Sequence[ObjectiveEffect], side: str, rules: Rules, *, is_told: bool, is_other_exam: bool) -> Effect:
    """What the least or the most comes to, what forces more included."""
    shares = [(one, int(getattr(one, side))) for one in judged]
    found = rules.effect_of(sum(one.weight * share for one, share in shares), sum(one.weight for one, _ in shares))
    if is_other_exam:
        return "recertify"
    floor: Effect = "delta" if any(share for one, share in shares if one.is_safety) else "log" if is_told else "current"
    return max(found, floor, key=EFFECTS.index)


def _other_exam(earned: CertificateSide, now: CertificateSide) -> str | None:
    """Why the exam that is needed now is another one, if it is. One that goes by another name, or none at all, is not."""
    if earned.exam is None or now.exam is None or earned.exam == now.exam:
        return None
    (course, _, before), (there, _, after) = earned.exam.partition("/"), now.exam.partition("/")
    if course == there:
        heirs = Heirs(_index(earned, course), _index(now, course))
        if any(home.id == after and home.is_same for home in heirs.homes(before)):
            return None
    old, new = _title(earned, course, before), _title(now, there, after)
    return f"It was earned by passing “{old}”; now it takes passing “{new}”."


def _index(side: CertificateSide, course: str) -> Mapping[str, Any] | None:
    found = side.courses.get(course)
    return found.index if found else None


def _title(side: CertificateSide, course: str, item: str) -> str:
    index = _index(side, course)
    return str(index["items"].get(item, {}).get("title", item)) if index else item


def _log(earned: CertificateSide, now: CertificateSide, changes: Changes) -> Iterator[str]:
    """What changed in its courses, but for mended words; and what it takes now that it did not take then."""
    for course in changes.courses:
        if course.id in earned.courses and course.cls not in (None, "editorial"):
            yield from whats_new(course, _index(earned, course.id), _index(now, course.id))
    for name in now.courses.keys() - earned.courses.keys():
        yield f"It takes the course “{now.courses[name].index['title']}” now, too."
    if now.credential is None:
        yield "It is no longer awarded. One that was earned holds until its own end."
