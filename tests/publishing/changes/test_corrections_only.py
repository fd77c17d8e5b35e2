"""A correction moves an edition; nothing else may be slipped into it, neither at deposit nor at promotion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import pytest

from counting_store import CountingStore
from courses import STAMP, added, compiled, key_moved, replaced
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import PromotionRefusedError
from coursewright.publishing.changes.record import changes_key, get_changes
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.extending.edition_rules import Extension
from coursewright.publishing.extending.extending import refuse_unless_it_may_extend
from coursewright.publishing.promoting.promotion import Promotion, promote
from coursewright.publishing.records.log import Pending
from coursewright.publishing.storing.store import object_key
from releases_as_sides import changed, side
from small_course import VALID

CLAIM, ANOTHER = "deep-1-reasons", "deep-1-answers"
EDITION, COURSE, CURRICULUM = "editions/2026-Q4.yaml", "courses/minimal", "curriculum.yaml"
STATES, OTHER = f"{COURSE}/first/01-reading.md", f"{COURSE}/first/02-writing.md"
QUIZ, EXAM = f"{COURSE}/first/03-check.quiz.yaml", f"{COURSE}/second/04-final.exam.yaml"
Change = Callable[[str], str]
Changes = dict[str, Change]
NAMED = f"""\
corrections:
  - claim: {CLAIM}
    on: 2026-11-25
    was: The model deep-1 reasons before it answers.
    because: It does so only where it is asked to.
"""
CORRECTION: Changes = {
    EDITION: added(NAMED),
    f"claims/{CLAIM}.yaml": replaced("reasons before it answers", "reasons only where it is asked to"),
    STATES: replaced("Your model reasons before it answers.", "Your model reasons where you ask it to."),
}


_QUESTION = """\
  - id: where-to-stop
    text: Where does a text stop?
    objectives: [read]
    choices:
      - {text: On its last line, correct: true, explanation: It stops there.}
      - {text: On its first line, explanation: That is where it starts.}
"""


def _also(path: str, change: Change) -> Changes:
    return {path: lambda text: change(CORRECTION[path](text))}


SLIPPED: dict[str, tuple[Changes, str]] = {
    "a passage more": (_also(STATES, added("Something new.")), "nothing else; a paragraph was added"),
    "a passage on something else": (
        _also(STATES, replaced("Begin at the beginning.", "Begin at the end.")),
        r"reading \(content\): .*“Begin at the end\. The .* …” shares no word that weighs with what was false \(deep-1-reasons\)",
    ),
    "a note on something else": (
        _also(STATES, added("::: note\nBuy the book, it is cheap.\n:::")),
        r"“Buy the book, it is cheap\.” shares no word",
    ),
    "a summary": (_also(STATES, replaced("A text is read from its beginning", "A text is read from its end")), "shares no word"),
    "a question on something else": (
        {QUIZ: replaced("Where does a text stop?", "Where does a page stop?")},
        "page stop.* shares no word",
    ),
    "an explanation of something else": (
        {QUIZ: replaced("It stops there.", "It goes on.")},
        r"check \(content\): The explanations of its answers were changed; “It goes on.” shares no word",
    ),
    "a note with a link": (
        _also(STATES, added("::: note\nRead [this](https://ads.example.org) too.\n:::")),
        r"a link to https://ads\.example\.org was added, which is no source of a corrected claim",
    ),
    "a link in what it had": (
        _also(STATES, replaced("Begin at the beginning.", "Begin [here](https://ads.example.org).")),
        r"a link to https://ads\.example\.org was added",
    ),
    "a link in an explanation": (
        {QUIZ: replaced("That is where it ends.", "It ends [here](https://ads.example.org).")},
        r"check \(content\): .*; a link to https://ads\.example\.org was added",
    ),
    "a figure in a note": (_also(STATES, added("::: note\n![Lines.](images/lines.svg)\n:::")), "a figure was added"),
    "a prompt in a note": (_also(STATES, added("::: note\n```try Count\nCount them.\n```\n:::")), "code was added"),
    "a table in a note": (_also(STATES, added("::: note\n| a | b |\n| - | - |\n| c | d |\n:::")), "a table was added"),
    "notes for claims that it does not correct": (
        _also(STATES, added("::: note\nOne.\n:::\n\n::: warning\nAnother.\n:::")),
        "2 notes were added, and there is room for 1",
    ),
    "a lesson in a note": (
        _also(STATES, added(f"::: note\n{'Something new. ' * 60}\n:::")),
        "it grew from 42 to 164 words, and there is room for 142",
    ),
    "words that the edition did not say": (
        {EDITION: lambda text: CORRECTION[EDITION](text).replace("reasons before it answers", "costs nothing")},
        "quotes “The model deep-1 costs nothing.”, but learners read “The model deep-1 reasons before it answers.”",
    ),
    "another lesson": ({OTHER: added("Something new.")}, r"writing \(content\): What it says was changed"),
    "another claim": (
        {f"claims/{ANOTHER}.yaml": replaced("answers", "refuses")},
        rf"reading \(claim\): What it states about .*; {ANOTHER} is not among",
    ),
    "a claim that is new there": (
        {OTHER: replaced("minutes: 2", f"minutes: 2\nclaims: [{CLAIM}]")},
        r"writing \(claim\): It states something new",
    ),
    "a claim that holds for more": (
        _also(f"claims/{CLAIM}.yaml", replaced("models: [deep]", "models: [deep, swift]")),
        "may narrow what a claim holds for",
    ),
    "a pass mark": ({EXAM: replaced("pass_mark: 60", "pass_mark: 50")}, r"final \(assessment\): The pass mark is 50"),
    "fewer attempts": (
        {EXAM: replaced("attempts: 2", "attempts: 1")},
        r"final \(assessment\): There is one attempt now; it was 2",
    ),
    "another key": ({QUIZ: key_moved}, r"check \(assessment\): The answers that count as right"),
    "questions that serve other objectives": (
        {EXAM: replaced("objectives: [write]\n    choices", "objectives: [read]\n    choices")},
        r"final \(structural\): A question serves another objective now",
    ),
    "other choices": ({QUIZ: replaced("At its end", "In its middle")}, r"check \(assessment\): .*no part of a correction"),
    "other minutes and an objective": (
        {f"{COURSE}/course.yaml": replaced("weight: 60", "weight: 61"), OTHER: replaced("minutes: 2", "minutes: 3")},
        r"objective read \(structural\): It counts 61",
    ),
    "a lesson in another place": (
        {
            **_also(STATES, replaced("---\n", "---\nid: leading\nformerly: [reading]\n")),
            f"{COURSE}/course.yaml": replaced("heir: reading", "heir: leading"),
        },
        r"leading \(structural\): It is listed under another name",
    ),
    "another level": ({f"{COURSE}/course.yaml": replaced("level: foundation", "level: expert")}, "It is on another level now"),
    "a program": ({"programs/minimal.yaml": replaced("title: ", "title: New ")}, r"beyond courses \(content\)"),
    "other people to choose from": (
        {CURRICULUM: replaced("Somebody who writes programs", "Somebody who sells them")},
        r"content\): What there is to choose from under “Role” was changed",
    ),
    "another language": (
        {CURRICULUM: replaced("locales: [en]", "locales: [de]")},
        r"minimal \(content\): It is written in another language now",
    ),
    "another publisher": (
        {CURRICULUM: replaced("publisher: The tests", "publisher: Others")},
        r"content\): The curriculum, or who publishes it, is called otherwise",
    ),
    "a correction that is not named": ({EDITION: lambda text: text}, r"reading \(claim\): What it states about deep was put"),
    "a correction that corrects nothing": (
        {f"claims/{CLAIM}.yaml": lambda text: text},
        rf"{CLAIM} is among the corrections, but what is claimed is as it was",
    ),
    "another edition's correction": (
        {EDITION: lambda text: text, "editions/2026-Q3.yaml": lambda _: _older()},
        r"reading \(claim\): What it states about deep was put",
    ),
}


_RAISED = "raised:\n  - {item: minimal/reading, to: claim, reason: Read it again.}\n"
_LOWERED = "minimal/reading was raised to claim in 2026-Q4, and nobody can lower a class"
TAKEN_OUT = [
    (_RAISED, "", _LOWERED),
    (_RAISED, _RAISED.replace("to: claim", "to: content"), _LOWERED),
    (NAMED, "", f"the correction of {CLAIM} in 2026-Q4 was taken out"),
]
"""What an edition's file held, what it holds instead, and why a release of that may not extend the edition."""


@cache
def _files() -> dict[str, str]:
    """The small curriculum, in which a lesson states two claims."""
    files = {path: data.decode() for path, data in read_folder(VALID).files.items() if not path.endswith(".svg")}
    files[f"claims/{ANOTHER}.yaml"] = files[f"claims/{CLAIM}.yaml"].replace("reasons before it answers", "answers in English")
    files[STATES] = files[STATES].replace(f"claims: [{CLAIM}]", f"claims: [{CLAIM}, {ANOTHER}]")
    files[QUIZ] += _QUESTION
    return files


def _older() -> str:
    text = _files()[EDITION].replace("2026-10-01\n  until: 2026-12-31", "2026-07-01\n  until: 2026-09-30") + NAMED
    return text.replace("effective: 2026-10-01", "effective: 2026-07-01")


def _with(changes: Changes) -> Release:
    files = dict(_files())
    for path, change in changes.items():
        files[path] = change(files.get(path, ""))
    figures = {path: data for path, data in read_folder(VALID).files.items() if path.endswith(".svg")}
    return compiled(SourceTree({**{path: text.encode() for path, text in files.items()}, **figures}))


@cache
def _before() -> Release:
    return _with({})


@dataclass
class Desk:
    """Both stores, and the edition as learners have it."""

    candidates: CountingStore = field(default_factory=CountingStore)
    released: CountingStore = field(default_factory=CountingStore)

    def __post_init__(self) -> None:
        self.promote(self.deposit(_before()))

    def deposit(self, made: Release) -> Candidate:
        return deposit(made, self.candidates, STAMP, {"commit": "c" * 40})

    def promote(self, candidate: Candidate) -> Promotion:
        return promote(candidate, self.candidates, self.released, "stable", STAMP)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_correction_extends_its_edition_and_says_so(desk: Desk) -> None:
    made = _with(CORRECTION)
    refuse_unless_it_may_extend(desk.released, made)
    done = desk.promote(desk.deposit(made))
    found = changed(_before(), made)

    assert "2026-Q4.2" == str(done.release)
    assert [CLAIM] == [one.claim for one in found.corrections]
    assert {(CLAIM,)} == {item.corrects for item in found.items()}
    assert found == get_changes(desk.released, _before().manifest, made.manifest)
    assert "claim" == found.cls


def test_notes_may_be_added_to_what_states_the_claim(desk: Desk) -> None:
    noted = _also(STATES, added("::: note\nThat it reasons was told otherwise before.\n:::"))

    refuse_unless_it_may_extend(desk.released, _with({**CORRECTION, **noted}))


def test_a_question_that_states_the_claim_may_be_put_otherwise_with_what_explains_it(desk: Desk) -> None:
    asked = {QUIZ: lambda text: text.replace("does a text begin?", "would you begin?").replace("where it ends", "no beginning")}

    refuse_unless_it_may_extend(desk.released, _with({**CORRECTION, **asked}))


def test_a_note_may_lead_to_a_source_of_the_claim(desk: Desk) -> None:
    noted = _also(STATES, added("::: note\nWhen deep-1 reasons is told on [its page](https://example.org/models).\n:::"))

    refuse_unless_it_may_extend(desk.released, _with({**CORRECTION, **noted}))


def test_a_part_of_what_was_stated_may_be_quoted(desk: Desk) -> None:
    short = {EDITION: lambda text: CORRECTION[EDITION](text).replace("was: The model deep-1 reasons", "was: deep-1 reasons")}

    refuse_unless_it_may_extend(desk.released, _with({**CORRECTION, **short}))


def test_what_learners_were_told_once_is_told_still(desk: Desk) -> None:
    desk.promote(desk.deposit(_with(CORRECTION)))

    with pytest.raises(PromotionRefusedError, match=f"the correction of {CLAIM} in 2026-Q4 was taken out"):
        refuse_unless_it_may_extend(desk.released, _with({**CORRECTION, EDITION: lambda text: text}))


def test_a_claim_may_be_withdrawn_with_what_was_said_of_it(desk: Desk) -> None:
    gone = replaced(f"claims: [{CLAIM}, {ANOTHER}]", f"claims: [{ANOTHER}]")
    passage = "::: models deep\nYour model reasons before it answers.\n:::\n"
    withdrawn = {EDITION: CORRECTION[EDITION], STATES: lambda text: gone(text).replace(passage, "")}
    made = _with({**withdrawn, QUIZ: replaced(f"claims: [{CLAIM}]", "claims: []")})

    refuse_unless_it_may_extend(desk.released, made)
    assert {"claim-withdrawn"} <= {reason.code for item in changed(_before(), made).items() for reason in item.reasons}


@pytest.mark.parametrize("case", SLIPPED)
def test_what_is_slipped_in_is_refused_with_the_reason_and_nothing_is_claimed(desk: Desk, case: str) -> None:
    changes, why = SLIPPED[case]
    made = _with({**CORRECTION, **changes})
    kept = dict(desk.released.kept), dict(desk.candidates.kept)
    with pytest.raises(PromotionRefusedError, match=why):
        refuse_unless_it_may_extend(desk.released, made)
    assert kept == (desk.released.kept, desk.candidates.kept)

    candidate = desk.deposit(made)
    with pytest.raises(PromotionRefusedError, match=why):
        desk.promote(candidate)
    assert kept[0] == desk.released.kept


def test_what_changed_is_kept_before_anybody_can_ask(desk: Desk) -> None:
    made = _with(CORRECTION)
    desk.promote(desk.deposit(made))
    order = list(desk.released.kept)

    kept, moved = changes_key(_before().manifest, made.manifest), Pending("editions/2026-Q4", 2, b"").key
    assert order.index(kept) < order.index(moved)


def test_a_raised_class_is_refused_too(desk: Desk) -> None:
    made = _with({EDITION: added("raised:\n  - {item: minimal/reading, to: structural, reason: Read it again.}\n")})

    with pytest.raises(PromotionRefusedError, match="minimal/reading is raised to structural: Read it again"):
        refuse_unless_it_may_extend(desk.released, made)
    assert ["structural"] == [item.cls for item in changed(_before(), made).items()]


@pytest.mark.parametrize(("entry", "instead", "why"), TAKEN_OUT)
def test_what_editors_said_is_taken_out_of_no_edition(entry: str, instead: str, why: str) -> None:
    before, after = (_with({EDITION: added(text)}) for text in (entry, instead))
    found = Extension("2026-Q4", side(before), side(after), changed(before, after), lambda _: True).objections()

    assert why in "; ".join(found)
    assert [] == Extension("2026-Q4", side(before), side(before), changed(before, before), lambda _: True).objections()


def test_an_old_release_that_is_damaged_keeps_no_new_one_from_learners(desk: Desk) -> None:
    """What changed since it cannot be told; the promotion is."""
    second = _with(CORRECTION)
    desk.promote(desk.deposit(second))
    third = _with({**CORRECTION, OTHER: replaced("minutes: 2", "minutes: 3")})
    damaged = object_key(OBJECTS, Digest(_before().json(_before().manifest)["courses"]["minimal"]))
    desk.released.kept[damaged] = b"{}"

    desk.promote(desk.deposit(third))

    assert [False, True] == [get_changes(desk.released, old.manifest, third.manifest) is not None for old in (_before(), second)]
