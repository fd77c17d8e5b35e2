"""What a later release means for a certificate: the share of its objectives that changed, and what that comes to.

Takes the release that it was earned on and a later one, what changed between them, and a day. Gives `current`, `log` (current,
and there is something to know), `delta` (a module on exactly the objectives that changed) or `recertify`, as a range from the
least to the most that the evidence allows. Rules:

- Of each objective that the certificate was earned on, the weightiest cause counts (evidence.py, rules.py), and of one that came
  since, all of it; the share is the sum of weight times that, of the sum of the weights that it was earned on.
- An objective about safety that changed or came asks for a delta module at least, whatever its weight.
- A module needs something to learn: where all that changed is gone, with nothing in its place, that stands in the log.
- Where another exam is needed now, the certificate is to be earned anew.
- Of a credential that is no longer awarded nothing is asked: it could not be earned anew.
- A certificate is never revoked because models changed. What is asked for is due 90 days after the day of the question, or after
  the release takes effect, and never later than the certificate's own end; who records a due day keeps the first one.
- An earlier release than the one it was earned on means nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from coursewright.publishing.changes.change import Changes, CourseChange
from coursewright.renewing.catalogue import CourseParts
from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.evidence import Cause, CoursePast, objectives_that_came
from coursewright.renewing.certificates.log import log_of
from coursewright.renewing.certificates.rules import EFFECTS, Effect, Rules, rules_of
from coursewright.renewing.certificates.sides import CertificateSide, require_credential
from coursewright.renewing.certificates.studying import objective_now, studies
from coursewright.renewing.certificates.validity import due_by, valid_until
from coursewright.renewing.model_ends import ModelEnds
from coursewright.renewing.upgrading.heirs import Heirs
from coursewright.renewing.upgrading.order import comes_before


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
    log = () if is_back else tuple(log_of(credential, earned, now, changes))
    exam = None if is_back else _other_exam(earned, now)
    least, most = (_effect(judged, side, rules, is_told=bool(log), is_other_exam=exam is not None) for side in ("least", "most"))
    if now.credential is None:
        least, most = (min(one, "log", key=EFFECTS.index) for one in (least, most))
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
        causes = CoursePast(then, course, change, baseline, ends, now.eased).causes()
        safe_now = {one["id"] for one in course.index["objectives"] if one.get("safety")} if course else set()
        for one in then.index["objectives"]:
            is_safety = bool(one.get("safety")) or objective_now(change, one["id"]) in safe_now
            yield _judged(name, one, causes[one["id"]], rules, course, change, is_safety=is_safety)
        for one in objectives_that_came(then, course, change) if course else ():
            yield _judged(name, one, [Cause("objective", "It is new.")], rules, course, None, is_new=True)
    for name in [one for one in now.courses if one not in earned.courses]:
        course = now.courses[name]
        why = Cause("objective", f"It is new, with the course “{course.index['title']}”.")
        for one in course.index["objectives"]:
            yield _judged(name, one, [why], rules, course, None, is_new=True)


def _judged(  # noqa: PLR0913 - what an objective is judged by
    course: str,
    one: Mapping[str, Any],
    why: Sequence[Cause],
    rules: Rules,
    now: CourseParts | None,
    change: CourseChange | None,
    *,
    is_safety: bool | None = None,
    is_new: bool = False,
) -> ObjectiveEffect:
    return ObjectiveEffect(
        course=course,
        id=one["id"],
        text=one["text"],
        weight=one["weight"],
        is_safety=bool(one.get("safety")) if is_safety is None else is_safety,
        least=max((rules.weights[cause.kind] for cause in why if cause.is_certain), default=0),
        most=max((rules.weights[cause.kind] for cause in why), default=0),
        causes=tuple(sorted(why, key=lambda cause: (-rules.weights[cause.kind], not cause.is_certain))),
        study=tuple(studies(now, change, one["id"], why)) if now else (),
        is_new=is_new,
    )


def _effect(judged: Sequence[ObjectiveEffect], side: str, rules: Rules, *, is_told: bool, is_other_exam: bool) -> Effect:
    """What the least or the most comes to, what forces more included."""
    if is_other_exam:
        return "recertify"
    changed = [one for one in judged if getattr(one, side)]
    total = sum(one.weight for one in judged if not one.is_new)
    found = rules.effect_of(sum(one.weight * int(getattr(one, side)) for one in changed), total)
    floor: Effect = "delta" if any(one.is_safety for one in changed) else "log" if is_told else "current"
    found = max(found, floor, key=EFFECTS.index)
    return "log" if found == "delta" and not any(one.study for one in changed) else found


def _other_exam(earned: CertificateSide, now: CertificateSide) -> str | None:
    """Why the exam that is needed now is another one, if it is. One that goes by another name, or none at all, is not."""
    if earned.exam is None or now.exam is None or earned.exam == now.exam:
        return None
    (course, _, before), (there, _, after) = earned.exam.partition("/"), now.exam.partition("/")
    if course == there:
        heirs = Heirs(earned.index(course), now.index(course))
        if any(home.id == after and home.is_same for home in heirs.homes(before)):
            return None
    old, new = _title(earned, course, before), _title(now, there, after)
    return f"It was earned by passing “{old}”; now it takes passing “{new}”."


def _title(side: CertificateSide, course: str, item: str) -> str:
    index = side.index(course)
    return str(index["items"].get(item, {}).get("title", item)) if index else item
