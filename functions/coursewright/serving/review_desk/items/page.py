"""The page of a lesson or an activity: as a learner gets it, beside what these learners have now.

Takes `{at}`, a course and an item, the learner (`for_model=…`), the day (`as_of`) and the view (`side`, `inline` or `now`). Keys,
rubrics and notes for the tutor are read only where a reviewer looks, never for a link's reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import MissingObjectError, UnknownNameError
from coursewright.reviewing.threads import Thread
from coursewright.serving.items.variants import LOCALE
from coursewright.serving.items.versions import Private, Version, course_index, version_of, was_called
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.compared import Compared, changes_of, compared, edition_of, today
from coursewright.serving.review_desk.conversations import conversations
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.items.learner import Text, asked_as, learner_in, switches, texts
from coursewright.serving.review_desk.items.markup import Markings
from coursewright.serving.review_desk.items.neighbours import neighbours
from coursewright.serving.review_desk.items.private import coach_blocks, private_of, taken_down_blocks
from coursewright.serving.review_desk.items.rows import Row, marked_line, rows, unplaced
from coursewright.serving.review_desk.items.standing import claims_stated, summary_of, with_models
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response

VIEWS = (("side", "Side by side"), ("inline", "Inline"), ("now", "As learners get it"))


@dataclass(frozen=True, slots=True)
class Sides:
    """An item in both releases: the indexes of its course, its id, and its version there; None and nothing where it is not."""

    indexes: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]
    names: tuple[str | None, str | None]
    old: Version
    new: Version

    @property
    def shown(self) -> Version:
        """What the page is about: what learners will get, or of an item that is gone, what they have."""
        return self.new if self.new.title is not None else self.old


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about, course, item = compared(desk, question), question.where["course"], question.where["item"]
    is_reviewer = question.visitor.candidate is None
    sides = _sides(desk, about, (course, item), learner_in(question), is_reviewer=is_reviewer)
    said = _threads(desk, about, course, item) if is_reviewer and about.is_candidate else []
    made = rows(sides.old.blocks, sides.new.blocks, (Markings(about, course, is_old=True), Markings(about, course)), said)
    view = _view(question, sides, made)
    before, title = marked_line(sides.old.title, sides.new.title)
    summary_before, summary = marked_line(sides.old.summary or None, sides.new.summary or None)
    return desk.page(
        question,
        "item.html",
        title=f"{sides.shown.title} · {about.pin.release}",
        about=about,
        course=course,
        item=item,
        sides=sides,
        heading=title if sides.new.title is not None else sides.old.title,
        heading_before=before,
        summary=summary,
        summary_before=summary_before,
        runs=_runs(one for one in made if view != "now" or one.new),
        changed=sum(not one.is_plain for one in made),
        hidden=sum(one.is_private for one in made),
        view=view,
        views=VIEWS,
        unfolds=question.query.get("unfold") == "yes",
        loose=unplaced(said, made),
        may_act=about.is_candidate and is_reviewer,
        **_around(desk, question, about, sides),
    )


def _around(desk: Desk, question: Question, about: Compared, sides: Sides) -> dict[str, Any]:
    """What stands around the text: for whom it is, what changed before and after it, and how it stands on a day."""
    course, item, day = question.where["course"], question.where["item"], today(desk, question)
    baseline = edition_of(desk, about.pin).get("baseline_models", ())
    learner = sides.shown.learner or learner_in(question)
    asked = {name: question.query.get(name, "") for name in ("view", "as_of", "unfold")}
    index = sides.indexes[1] or sides.indexes[0]
    standing = with_models(desk, about, f"{course}/{item}", day, baseline)
    entry = sides.shown.entry or {}
    return {
        "day": day,
        "learner": dict(learner),
        "asked": {**asked, **asked_as(learner_in(question))},
        "course_title": index["title"] if index else course,
        "switches": switches(index, entry, learner, _titles(desk, about), baseline) if index and "outcomes" in entry else [],
        "texts": _texts(desk, sides, baseline),
        "near": neighbours(desk, about, changes_of(desk, about), course, item),
        "standing": standing,
        "standing_summary": summary_of(standing),
        "claims": claims_stated(desk, about, sides.indexes, item, day),
        "locale": learner.get(LOCALE, "en"),
    }


def _sides(desk: Desk, about: Compared, where: tuple[str, str], learner: Mapping[str, str], *, is_reviewer: bool) -> Sides:
    (course, item), read = where, desk.reader.json
    now = course_index(read, about.pin.manifest, course)
    before = course_index(read, about.beside.manifest, course) if about.beside else None
    name = item if now and item in now["items"] else None
    was = was_called(before, now, item)
    if name is None and was is None:
        raise UnknownNameError(f"{about.pin.release} has no {item!r} in a course {course!r}")
    old, new = (
        _version(desk, pin, (index, course, one), learner, is_reviewer=is_reviewer)
        for pin, index, one in ((about.beside, before, was), (about.pin, now, name))
    )
    if old.title is None and new.title is None:
        raise UnknownNameError(f"{item!r} was taken down")
    return Sides((before, now), (was, name), old, new)


def _version(
    desk: Desk,
    pin: Pin | None,
    where: tuple[Mapping[str, Any] | None, str, str | None],
    learner: Mapping[str, str],
    *,
    is_reviewer: bool,
) -> Version:
    """An item in a release, with what only reviewers see, if it is for one; nothing of what was taken down, nor of its key."""
    index, course, name = where
    try:
        plain = version_of(desk.reader.json, index, name, learner)
    except MissingObjectError:
        return Version()
    if not is_reviewer or pin is None or name is None or plain.entry is None:
        return plain
    private = private_of(desk, pin, course, name)
    return _whole(version_of(desk.reader.json, index, name, learner, private), private)


def _whole(version: Version, private: Private) -> Version:
    """A lesson with its notes for the tutor, where they were read; an activity has what is private in its place already."""
    is_lesson = version.entry is not None and version.entry["kind"] == "lesson"
    notes = coach_blocks(private, version.learner[LOCALE]) if is_lesson else []
    return replace(version, blocks=[*version.blocks, *notes, *taken_down_blocks(private)])


def _runs(made: Iterable[Row]) -> list[tuple[bool, list[Row]]]:
    """The rows in runs that learners see, and runs that only reviewers see."""
    return [(is_private, list(run)) for is_private, run in groupby(made, key=lambda one: one.is_private)]


def _view(question: Question, sides: Sides, made: Sequence[Row]) -> str:
    """As asked; else side by side where there is something to see there."""
    asked = question.query.get("view", "")
    if asked in dict(VIEWS):
        return asked
    is_compared = sides.old.title is not None and any(not one.is_plain for one in made)
    return "side" if is_compared else "now"


def _texts(desk: Desk, sides: Sides, baseline: Sequence[str]) -> list[Text]:
    (before, now), (was, name) = sides.indexes, sides.names
    if now is None or name is None or sides.new.title is None:
        return []
    known = was if sides.old.title is not None else None
    return texts(((desk.reader.json, before, known), (desk.reader.json, now, name)), sides.new.whole, baseline)


def _titles(desk: Desk, about: Compared) -> Mapping[str, Any]:
    """What dimensions are called; nothing of a release compiled before it told."""
    catalogue = desk.reader.manifest(about.pin).get("catalogue")
    return {one["id"]: one for one in desk.reader.json(Digest(catalogue))["dimensions"]} if catalogue else {}


def _threads(desk: Desk, about: Compared, course: str, item: str) -> list[Thread]:
    """What was said of this item, the oldest first, as one reads down a page."""
    every = conversations(desk, about.pin)
    return [one for one in reversed(every) if (one.first.body.get("course"), one.first.body.get("item")) == (course, item)]
