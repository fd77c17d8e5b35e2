"""What changed of a credential and in its courses, in plain words: for who holds it and need not do anything about it.

Takes both releases and what changed between them. Gives sentences on the credential itself first, then on each course, with its
title where there are several. What was only mended in words is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.publishing.changes.change import Changes, CourseChange
from coursewright.renewing.certificates.sides import CertificateSide
from coursewright.renewing.upgrading.whats_new import whats_new


def log_of(credential: str, earned: CertificateSide, now: CertificateSide, changes: Changes) -> Iterator[str]:
    """The sentences, none where nothing of it changed."""
    yield from _of_credential(credential, earned, now, changes)
    for course in changes.courses:
        if course.id in earned.courses and course.cls not in (None, "editorial"):
            yield from _of_course(course, earned, now)


def _of_course(course: CourseChange, earned: CertificateSide, now: CertificateSide) -> Iterator[str]:
    if course.change == "removed":  # of a credential that is awarded still, it was told already
        yield from () if now.credential else (f"The course “{course.title}” is gone.",)
        return
    about = f"{course.title}: " if len(earned.courses) > 1 else ""
    yield from (f"{about}{sentence}" for sentence in whats_new(course, earned.index(course.id), now.index(course.id)))


def _of_credential(credential: str, earned: CertificateSide, now: CertificateSide, changes: Changes) -> Iterator[str]:
    if now.credential is None:
        yield "It is no longer awarded. One that was earned holds until its own end."
        return
    names = {credential, *earned.leading(), *now.leading()}
    yield from (one.says for one in changes.reasons if names.intersection(one.names) and one.cls != "editorial")
    months = [int(side.credential["valid_months"]) for side in (earned, now) if side.credential]
    if len(set(months)) > 1:
        yield f"It is awarded for {months[-1]} months now; one that was earned before keeps its {months[0]}."
    before, after = earned.needed(), now.needed()
    yield from (f"It takes the course “{now.title(name)}” now, too." for name in after if name not in before)
    yield from (f"It no longer takes the course “{earned.title(name)}”." for name in before if name not in after)
