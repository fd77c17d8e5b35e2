"""What an owner reads: a whole text, held word for word, and bounded."""

from __future__ import annotations

from datetime import date

from coursewright.renewing.impact.events import Event
from coursewright.renewing.reminding.digest_text import LARGEST, subject_of, text_of
from coursewright.renewing.reminding.matters import NOBODY, Matter

ON = date(2026, 11, 25)
O1 = Event("shutdown", "o1", date(2026, 10, 23), "shut down on 2026-10-23", ("o3", "gpt-5"))
GPT_4O = Event("shutdown", "gpt-4o", date(2027, 1, 14), "shut down on 2027-01-14", ("gpt-6-luna",))
GPT_41 = Event("shutdown", "gpt-4.1", date(2027, 1, 14), "shut down on 2027-01-14", ("gpt-6-luna",))
PROMPTS = Event("api", "endpoint:/v1/prompts", date(2026, 11, 30), "shut down on 2026-11-30")


def matter(  # noqa: PLR0913 - what a matter is made of
    event: Event, kind: str, name: str, status: str, says: str, path: str | None
) -> Matter:
    return Matter(event, event.told(ON), kind, name, "A title", path, ("2026-Q4",), status, says)


MATTERS = [
    matter(O1, "lesson", "c/reasoning", "broken", "It speaks of o1, shut down on 2026-10-23.", "courses/c/reasoning.md"),
    matter(PROMPTS, "claim", "prompts", "api-changed", "It is about endpoint:/v1/prompts.", "claims/prompts.yaml"),
    matter(GPT_4O, "activity", "c/exam", "expiring", "It names gpt-4o.", "courses/c/exam.exam.yaml"),
    matter(GPT_4O, "question", "c/exam/q-1", "expiring", "It names gpt-4o.", "courses/c/exam.exam.yaml"),
    matter(GPT_41, "question", "c/exam/q-2", "expiring", "It names gpt-4.1.", "courses/c/exam.exam.yaml"),
    matter(GPT_41, "lesson", "c/choosing", "expiring", "It names gpt-4.1.", None),
]

TEXT = """\
As of 2026-11-25. You own what follows.

o1: shut down on 2026-10-23. In its place the ledger names gpt-5 and o3.
  - courses/c/reasoning.md (2026-Q4): broken
    It speaks of o1, shut down on 2026-10-23.

endpoint:/v1/prompts: to be shut down on 2026-11-30.
  - claims/prompts.yaml (2026-Q4): rests on an API that changes
    It is about endpoint:/v1/prompts.

gpt-4o and gpt-4.1: to be shut down on 2027-01-14. In their place the ledger names gpt-6-luna.
  - courses/c/exam.exam.yaml (2026-Q4): ends soon, or in part, by gpt-4.1 and gpt-4o; its questions q-1 and q-2
    It names gpt-4o.
  - lesson c/choosing (2026-Q4): ends soon, or in part, by gpt-4.1
    It names gpt-4.1.

What to do: change each of these places so that it holds without what ends, or say in it until when it holds, and open a pull \
request. This stops once a release with the change is promoted. `coursewright impact` shows what else depends on it.

Besides, 2 other matters that you were told of go on as before.
"""


def test_the_text_says_what_and_why_and_until_when_and_where_and_what_to_do() -> None:
    assert TEXT == text_of("ana", "2026-11-25", MATTERS, 2)


def test_the_subject_counts_files_the_worst_first() -> None:
    assert "Course material: 1 file no longer holds; 3 files to look at, by 2026-11-30" == subject_of(MATTERS, ON)
    assert "Course material: 2 files to look at, by 2027-01-14" == subject_of(MATTERS[2:], ON)
    assert "Course material: 1 file no longer holds" == subject_of(MATTERS[:1], ON)


def test_the_subject_names_no_day_that_is_past() -> None:
    """A part that is gone is to be looked at, and was due long ago."""
    part = matter(O1, "lesson", "c/output", "expiring", "It speaks of o1.", "courses/c/output.md")

    assert "Course material: 2 files to look at, by 2026-11-30" == subject_of([part, MATTERS[1]], ON)
    assert "Course material: 1 file to look at" == subject_of([part], ON)


def test_what_nobody_owns_says_so() -> None:
    assert "Nobody owns what follows" in text_of(NOBODY, "2026-11-25", MATTERS[:1], 0)


def test_a_text_of_thousands_of_places_fits_a_message_and_says_how_many_are_left() -> None:
    many = [
        matter(GPT_4O, "lesson", f"c/{number}", "expiring", "It names “gpt-4o”. " * 100, f"courses/c/{number}.md")
        for number in range(5000)
    ]
    found = text_of("ana", "2026-11-25", many, 0)

    assert len(found.encode()) < 1.2 * LARGEST
    listed = found.count("\n  - ")
    assert f"And {5000 - listed:,}".replace(",", "") + " more entries" in found
    assert "What to do:" in found
