"""What a release means for people: for learners midway on what it is beside, and for certificates that were earned on that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Changes
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.sides import Source
from coursewright.renewing.certificates.telling import effect_said
from coursewright.renewing.upgrading.comparing import comparing
from coursewright.renewing.upgrading.offer import Offer, upgrade_offer
from coursewright.renewing.upgrading.reading import read_offer_side
from coursewright.renewing.upgrading.whats_new import minutes_said
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.compared import changes_of, compared, context, side, today
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.known_models import ledger_of
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response

MOST_SHOWN = 40
"""Items of one part of a plan; of more, how many there are is told."""


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about, day = compared(desk, question), today(desk, question)
    frame = context(desk, question, about, "learners")
    changes = changes_of(desk, about)
    if about.beside is None or changes is None:
        return desk.page(question, "learners.html", **frame, offer=None, certificates=[], day=day)
    ledger, _ = ledger_of(desk, about.pin)
    return desk.page(
        question,
        "learners.html",
        **frame,
        day=day,
        offer=_offer(desk, about.beside, about.pin, changes, ledger, day),
        certificates=list(_certificates(desk, about.beside, about.pin, changes, ledger, day)),
        effect_said=effect_said,
        minutes_said=minutes_said,
        most=MOST_SHOWN,
    )


def _offer(desk: Desk, old: Pin, new: Pin, changes: Changes, ledger: Mapping[str, Any], day: Any) -> Offer:  # noqa: ANN401, PLR0913 - what it is a function of
    courses = [course.id for course in changes.courses]
    read = desk.reader.json
    return upgrade_offer(
        read_offer_side(old.release, old.manifest, old.edition, read, courses, old.withdrawn),
        read_offer_side(new.release, new.manifest, new.edition, read, courses),
        changes,
        ledger,
        day,
        compare=comparing(side(desk, old), side(desk, new)),
    )


def _certificates(  # noqa: PLR0913 - the same
    desk: Desk, old: Pin, new: Pin, changes: Changes, ledger: Mapping[str, Any], day: Any  # noqa: ANN401
) -> Iterator[CertificateEffect]:  # fmt: skip
    programs = desk.reader.json(Digest(desk.reader.manifest(old)["programs"]))
    for credential in programs["credentials"]:
        yield effect_between(str(credential["id"]), _source(desk, old), _source(desk, new), changes, day, ledger=ledger)


def _source(desk: Desk, pin: Pin) -> Source:
    return Source(pin.release, pin.edition, pin.manifest, desk.reader.json)
