"""What an edition's work is made of: from the findings of `check`, and from what is due while the edition is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from authoring.trees import INVALID, VALID, files_of, laid, tree_of, with_files
from courses import CONTENT, tree
from coursewright.authoring.check import check
from coursewright.authoring.findings.acknowledgeable import WORK
from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.findings.help_pages import codes
from coursewright.authoring.sources.folder import read_folder
from coursewright.renewing.work.edition_opening import open_edition
from coursewright.renewing.work.worklists import work_of
from openings import CLAIM, LESSON, ON, OVERLAY, of, opened, shipped, with_fact

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.golden
def test_the_next_quarter_of_the_shipped_content_is_as_it_was_read(golden: Callable[[Path, str], None]) -> None:
    made = shipped()

    assert ["editions/2027-Q1/curriculum.worklist.yaml", "editions/2027-Q1.yaml"] == list(made.files)
    golden(GOLDEN / "curriculum.worklist.yaml", made.files["editions/2027-Q1/curriculum.worklist.yaml"])
    golden(GOLDEN / "2027-Q1.yaml", made.files["editions/2027-Q1.yaml"])


def test_everything_that_check_finds_of_the_new_edition_is_on_a_list() -> None:
    made = shipped()
    files = {**tree(CONTENT).files, **{path: text.encode() for path, text in made.files.items()}}
    found = [finding for finding in check(tree_of(files)).findings if finding.severity is not Severity.HINT]
    listed = {(str(task.item.code), task.item.path): set(task.item.lines) for task in made.tasks}

    assert found
    assert [] == [f for f in found if f.place.line not in listed.get((f.code, f.place.path), set())]


def test_kinds_of_work_are_no_codes_of_findings() -> None:
    assert set() == set(WORK) & set(codes())


@pytest.mark.parametrize(
    ("read", "review_by", "is_due"),
    [
        ("2026-10-01", "2027-01-01", True),
        ("2026-10-01", "2027-03-31", True),
        ("2026-10-01", "2027-04-01", False),
        ("2026-11-24", "2027-03-31", True),
        ("2026-11-25", "2027-03-31", False),
    ],
)
def test_a_claim_that_falls_due_before_the_end_is_read_again_once(read: str, review_by: str, is_due: bool) -> None:
    text = files_of(VALID)[CLAIM].decode().replace("read: 2026-10-01", f"read: {read}")
    made = open_edition(with_files({CLAIM: text.replace("review_by: 2027-01-01", f"review_by: {review_by}")}), "2027-Q1", ON)

    assert ([f"claim-review:{CLAIM}"] if is_due else []) == [task.item.id for task in of("claim-review", made)]


def test_a_claim_is_overdue_or_due_and_not_both() -> None:
    made = opened({CLAIM: ("review_by: 2027-01-01", "review_by: 2026-12-31")})

    assert ["overdue-claim"] == [task.item.code for task in made.tasks if task.item.path == CLAIM]
    assert date(2026, 12, 31) == of("overdue-claim", made)[0].item.due


def test_a_claim_nobody_verified_is_its_owners_to_verify() -> None:
    text = files_of(VALID)[CLAIM].decode()
    made = opened(add={CLAIM: text[: text.index("verified:")]})

    assert [("author", (1,))] == [(task.owner, task.item.lines) for task in of("unverified-claim", made)]


def test_a_text_that_names_a_model_which_ends_within_the_period_is_looked_at() -> None:
    changes = {LESSON: ("\n---\n", "\n---\nAsk swift-1 for it.\n\n")}
    (task,) = of("ending-mention", opened(changes))

    assert ("ending-mention:minimal/writing", "author", date(2027, 1, 1)) == (task.item.id, task.owner, task.item.due)
    assert '"swift-1" is named, and it is shut down on 2027-03-01, while the edition is current' == task.item.what


def test_a_model_that_ends_before_the_edition_begins_is_due_by_its_end() -> None:
    overlay = with_fact("{model: deep-1, field: shutdown, value: 2026-12-20, source: page}")
    made = opened({OVERLAY: overlay})

    assert {date(2026, 12, 20)} == {task.item.due for task in of("dead-model", made)}
    assert f"dead-model:{CLAIM}" in [task.item.id for task in made.tasks]


def test_a_model_that_had_ended_before_work_began_is_due_when_the_edition_begins() -> None:
    overlay = with_fact("{model: deep-1, field: shutdown, value: 2026-11-20, source: page}")

    assert {date(2027, 1, 1)} == {task.item.due for task in of("dead-model", opened({OVERLAY: overlay}))}


def test_a_lesson_that_never_names_what_ends_is_looked_at_for_the_claim_it_states() -> None:
    overlay = with_fact("{model: deep-1, field: shutdown, value: 2026-12-20, source: page}")
    made = opened({OVERLAY: overlay, LESSON: ("\nminutes:", "\nclaims: [deep-1-reasons]\nminutes:")})
    (claim,) = [task.item for task in made.tasks if task.item.id == f"dead-model:{CLAIM}"]
    (lesson,) = [task.item for task in of("affected-item", made) if task.item.path == LESSON]

    assert ("affected-item:minimal/writing", date(2026, 12, 20)) == (lesson.id, lesson.due)
    assert lesson.what.startswith("It states: “The model deep-1 reasons before it answers.”")
    assert lesson.what.endswith("[broken, as it states deep-1-reasons]")
    assert "lesson minimal/writing" in claim.affects


def test_what_is_affected_with_an_exam_are_its_questions_objectives_and_certificates() -> None:
    made = shipped()
    (exam,) = [task.item for task in made.tasks if task.item.id == "dead-model:ai-foundations/final-exam"]

    assert (
        "credential ai-foundations",
        "objective ai-foundations/choose-a-model",
        "question ai-foundations/final-exam/ex-end-date",
        "question ai-foundations/final-exam/ex-temperature",
    ) == exam.affects


def test_claims_and_texts_about_a_part_of_an_api_that_ends_are_looked_at() -> None:
    api = '  - {api: "endpoint:/v1/prompts", field: shutdown, value: 2026-12-24, source: page}\n'
    heir = '  - {api: "endpoint:/v1/prompts", field: replacement, value: the Responses API, source: page}\n'
    overlay = files_of(VALID)[OVERLAY].decode() + "api_facts:\n" + api + heir
    claim = files_of(VALID)[CLAIM].decode() + 'api: ["endpoint:/v1/prompts"]\n'
    made = opened({LESSON: ("\n---\n", "\n---\nSend it to `/v1/prompts`.\n\n")}, {OVERLAY: overlay, CLAIM: claim})

    assert [f"ending-api:{CLAIM}", "ending-api:minimal/writing"] == [task.item.id for task in of("ending-api", made)]
    assert {date(2026, 12, 24)} == {task.item.due for task in of("ending-api", made)}
    assert {"Move to the Responses API, which the ledger names in its place; or tell learners the day and acknowledge this."} == {
        task.item.do for task in of("ending-api", made)
    }


def test_a_part_of_an_api_that_ends_after_the_edition_is_no_work() -> None:
    api = 'api_facts:\n  - {api: "endpoint:/v1/prompts", field: shutdown, value: 2027-04-01, source: page}\n'
    overlay = files_of(VALID)[OVERLAY].decode() + api

    assert [] == of("ending-api", opened({LESSON: ("\n---\n", "\n---\nSend it to `/v1/prompts`.\n\n")}, {OVERLAY: overlay}))


def test_of_several_models_each_has_its_own_advice() -> None:
    made = shipped()
    (exam,) = [task.item for task in made.tasks if task.item.id == "dead-model:ai-foundations/final-exam"]

    assert (
        "gpt-4o: move to gpt-6-luna, which the ledger names in its place. o3: move to gpt-5.6-sol, which the ledger names in its "
        "place. If it is named as history, acknowledge it in the newest edition."
    ) == exam.do


def test_the_ledger_is_read_again_for_each_edition() -> None:
    assert [f"unread-ledger:{OVERLAY}"] == [task.item.id for task in of("unread-ledger", opened())]
    assert [] == of("unread-ledger", opened({OVERLAY: ("read: 2026-10-01", "read: 2026-11-25")}))


@pytest.mark.parametrize("code", ["stale-translation", "unassessed-objective"])
def test_what_check_finds_whatever_the_edition_is_work_for_it(code: str) -> None:
    made = open_edition(laid(INVALID / code), "2027-Q1", ON)

    assert of(code, made)
    assert {date(2027, 1, 1)} == {task.item.due for task in of(code, made)}


def test_a_translation_has_the_name_of_its_lesson_and_its_language() -> None:
    made = open_edition(laid(INVALID / "stale-translation"), "2027-Q1", ON)

    assert "stale-translation:minimal/writing.de" in [task.item.id for task in made.tasks]


def test_an_edition_that_was_not_opened_by_the_command_has_the_work_that_check_finds() -> None:
    work = work_of(read_folder(CONTENT))

    assert work is not None
    assert ("2026-Q4", None) == (work.edition, work.file.opened)
    assert {"dead-model", "ending-model"} == {task.item.code for task in work.tasks if task.acknowledged}
    assert {"ending-mention", "unverified-claim"} == {task.item.code for task in work.tasks if task.acknowledged is None}


def test_who_tells_learners_the_day_of_what_a_lesson_depends_on_tells_it_of_what_is_named() -> None:
    """An acknowledgement of ending-model in a file is about the texts in it, too."""
    edition = files_of(VALID)["editions/2026-Q4.yaml"].decode().replace("2026-12-31", "2027-03-31")
    entry = f"acknowledged:\n  - {{code: ending-model, path: {LESSON}, reason: Told., until: 2027-03-31}}\n"
    lesson = files_of(VALID)[LESSON].decode().replace("\n---\n", "\n---\nAsk swift-1.\n\n")
    codes_with, codes_without = (
        {task.item.code for task in work.tasks if task.acknowledged}
        for more in (entry, "")
        if (work := work_of(with_files({LESSON: lesson, "editions/2026-Q4.yaml": edition + more})))
    )

    assert ({"ending-mention"}, set()) == (codes_with, codes_without)


def test_a_tree_without_an_edition_has_no_work() -> None:
    assert work_of(with_files({"editions/2026-Q4.yaml": None})) is None


def test_more_than_check_tells_of_is_on_the_lists_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` stops telling after so many of a kind; what it leaves out is not done."""
    monkeypatch.setattr("coursewright.authoring.check.MOST", 5)
    claim = files_of(VALID)[CLAIM].decode().replace("review_by: 2027-01-01", "review_by: 2026-12-01")
    many = {f"claims/claim-{number}.yaml": claim for number in range(9)}
    made = opened(add=many)
    told = [finding for finding in check(with_files({**many, **made.files})).findings if finding.code == "overdue-claim"]

    assert (5, 9) == (len(told), len(of("overdue-claim", made)))
