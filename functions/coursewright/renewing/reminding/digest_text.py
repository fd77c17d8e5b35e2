"""A reminder in words: what is new to its owner, why, since or until when, where, and what to do about it.

Takes an owner's new matters and how many others go on; gives a subject and a text, in plain sentences and lines of mail. Models
that end on one day are told together, and each file once, with the worst of what is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, groupby

from coursewright.renewing.impact.links import API_CHANGED, BROKEN, EXPIRING, STATUSES
from coursewright.renewing.reminding.matters import NOBODY, Matter

LARGEST = 100_000
"""Bytes of what is listed: a message holds 256 kB, and nobody reads on."""
_LONGEST = 400
"""Characters of a sentence; a statement can be long, and is there to be recognised."""
_MARK = "  - "
_AGAIN = "You may have been sent this before: it is not certain that it went out, so it is sent again."
_WORDS = {BROKEN: "broken", EXPIRING: "ends soon, or in part", API_CHANGED: "rests on an API that changes"}
_TO_DO = (
    "What to do: change each of these places so that it holds without what ends, or say in it until when it holds, and open a "
    "pull request. This stops once a release with the change is promoted. `coursewright impact` shows what else depends on it."
)


def subject_of(matters: Sequence[Matter], on: date) -> str:
    """One line, with the worst first, and the next day on which something happens."""
    broken = {one.place for one in matters if one.status == BROKEN}
    others = {one.place for one in matters} - broken
    parts = [f"{_counted(len(broken), 'file')} no longer {'holds' if len(broken) == 1 else 'hold'}"] if broken else []
    if others:
        ahead = [one.event.day for one in matters if one.place in others and one.event.day >= on]
        parts.append(f"{_counted(len(others), 'file')} to look at" + (f", by {min(ahead)}" if ahead else ""))
    return "Course material: " + "; ".join(parts)


def text_of(owner: str, as_of: str, matters: Sequence[Matter], goes_on: int) -> str:
    """The whole text."""
    whose = "Nobody owns what follows, so nobody will mend it; give it an owner." if owner == NOBODY else "You own what follows."
    lines = [f"As of {as_of}. {whose}", ""]
    told = [_told_of(list(together)) for _, together in groupby(sorted(matters, key=_cause), key=_cause)]
    listed = [line for part in told for line in (*part, "")]
    lengths = list(accumulate(len(line.encode()) + 1 for line in listed))
    shown = sum(length <= LARGEST for length in lengths)
    lines += listed[:shown]
    if left := sum(line.startswith(_MARK) for line in listed[shown:]):
        entries = _counted(left, "more entry", "more entries")
        lines += ["", f"And {entries}, too many to list here; `coursewright impact` lists all.", ""]
    lines.append(_TO_DO)
    if goes_on:
        verb = "goes" if goes_on == 1 else "go"
        lines += ["", f"Besides, {_counted(goes_on, 'other matter')} that you were told of {verb} on as before."]
    return "\n".join(lines) + "\n"


def marked_again(text: str) -> str:
    """The text of a message that may have been sent already."""
    return f"{_AGAIN}\n\n{text}"


def _cause(one: Matter) -> tuple[str, str, str]:
    return (one.event.day.isoformat(), one.event.kind, one.happens)


def _told_of(together: Sequence[Matter]) -> Iterator[str]:
    """What happens on one day, and the places that it affects, the worst first."""
    subjects = list(dict.fromkeys(one.event.subject for one in together))
    instead = sorted({new for one in together for new in one.event.replacements})
    named = f" In {'its' if len(subjects) == 1 else 'their'} place the ledger names {_listed(instead)}." if instead else ""
    yield f"{_listed(subjects)}: {together[0].happens}.{named}"
    places: dict[str, list[Matter]] = defaultdict(list)
    for one in sorted(together, key=lambda one: STATUSES.index(one.status)):
        places[one.place].append(one)
    for name, matters in places.items():
        yield from _place(name, matters, named=len(subjects) > 1)


def _place(name: str, matters: Sequence[Matter], *, named: bool) -> Iterator[str]:
    """A file: how bad it is, in which editions, which of its questions, and why."""
    worst = next((one for one in matters if one.kind != "question"), matters[0])
    editions = sorted({edition for one in matters for edition in one.editions})
    questions = sorted({one.id.rpartition("/")[2] for one in matters if one.kind == "question"})
    asked = f"; its {'question' if len(questions) == 1 else 'questions'} {_listed(questions)}" if questions else ""
    about = f", by {_listed(sorted({one.event.subject for one in matters}))}" if named else ""
    yield f"{_MARK}{name} ({_listed(editions)}): {_WORDS[matters[0].status]}{about}{asked}"
    yield f"    {_shortened(worst.says)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    return " and ".join(filter(None, (", ".join(known[:-1]), known[-1])))


def _counted(number: int, what: str, several: str = "") -> str:
    return f"{number} {what if number == 1 else several or f'{what}s'}"
