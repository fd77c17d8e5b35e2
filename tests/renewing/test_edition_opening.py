"""What an edition begins with: its baseline, what goes over from the one before, and its lists as files."""

from __future__ import annotations

from datetime import date

import yaml

from authoring.trees import VALID, files_of, with_files
from coursewright.authoring.check import check
from openings import CLAIM, OVERLAY, of, opened, with_fact


def test_what_is_written_is_read_back_and_is_no_unknown_file() -> None:
    made = opened()
    report = check(with_files(dict(made.files)))

    assert ["ending-model", "todo-left"] == [finding.code for finding in report.findings]
    assert {None: 3, "author": 1} == {owner: len(file.value.items) for owner, file in report.draft.worklists["2027-Q1"]}


def test_a_worklist_without_its_edition_and_one_of_nobody_known_are_findings() -> None:
    made = opened()
    lists = [path for path in made.files if path.endswith("author.worklist.yaml")]
    strays = check(with_files({path: made.files[path] for path in lists}))
    renamed = dict(made.files)
    renamed["editions/2027-Q1/nemo.worklist.yaml"] = renamed.pop(lists[0])
    unknown = [finding for finding in check(with_files(dict(renamed))).findings if finding.code == "unknown-person"]

    assert [("unknown-file", lists[0])] == [(finding.code, finding.place.path) for finding in strays.findings]
    assert ["editions/2027-Q1/nemo.worklist.yaml"] == [finding.place.path for finding in unknown]


def test_the_baseline_moves_to_what_lasts_and_says_so() -> None:
    facts = (
        "{model: deep-1, field: shutdown, value: 2027-01-20, source: page}",
        "{model: deep-1, field: replacement, value: swift-1, source: page}",
        "{model: swift-1, field: replacement, value: swift-2, source: page}",
    )
    made = opened({OVERLAY: with_fact(*facts)})

    assert {"deep-1": ("swift-2",)} == made.opening.moved
    assert ("swift-2",) == made.work.file.baseline_models


def test_a_baseline_of_which_nothing_lasts_is_kept_and_is_work() -> None:
    overlay = with_fact(
        *(f"{{model: {name}, field: shutdown, value: 2027-02-01, source: page}}" for name in ("deep-1", "swift-2"))
    )
    made = opened({OVERLAY: overlay})

    assert (("swift-2", "deep-1"), {}) == (made.work.file.baseline_models, made.opening.moved)
    assert "ending-model:editions/2027-Q1.yaml" in [task.item.id for task in made.tasks]


def test_what_replaces_itself_in_a_circle_lasts_no_longer() -> None:
    facts = [f"{{model: {name}, field: shutdown, value: 2027-02-01, source: page}}" for name in ("deep-1", "swift-2")]
    facts += [
        f"{{model: {a}, field: replacement, value: {b}, source: page}}" for a, b in (("deep-1", "swift-2"), ("swift-2", "deep-1"))
    ]

    assert ("swift-2", "deep-1") == opened({OVERLAY: with_fact(*facts)}).work.file.baseline_models


def test_an_acknowledgement_goes_over_with_its_day_if_it_still_fits() -> None:
    edition = files_of(VALID)["editions/2026-Q4.yaml"].decode()
    entries = (
        "acknowledged:\n"
        "  - {code: ending-model, path: curriculum.yaml, reason: 'It is: told.', until: 2026-12-31, by: author}\n"
        "  - {code: dead-model, reason: Gone., until: 2026-12-31}\n"
    )
    swift = files_of(VALID)[OVERLAY].decode()
    made = opened(add={"editions/2026-Q4.yaml": edition + entries, OVERLAY: swift})
    written = yaml.safe_load(made.files["editions/2027-Q1.yaml"])["acknowledged"]

    said = {"code": "ending-model", "path": "curriculum.yaml", "reason": "It is: told.", "until": date(2026, 12, 31)}
    assert [{**said, "by": "author"}] == written
    assert ["dead-model"] == [entry.code for entry in made.left_behind]
    assert ["ending-model:curriculum.yaml"] == [task.item.id for task in of("ending-model", made)]


def test_one_that_holds_into_the_new_period_is_no_work_yet() -> None:
    edition = files_of(VALID)["editions/2026-Q4.yaml"].decode()
    entry = "acknowledged:\n  - {code: ending-model, path: curriculum.yaml, reason: Told., until: 2027-02-01}\n"
    made = opened(add={"editions/2026-Q4.yaml": edition + entry})

    assert [] == of("ending-model", made)
    assert ["ending-model"] == [entry.code for entry in made.carried]


def test_a_list_too_long_for_one_file_goes_on_in_the_next() -> None:
    claim = files_of(VALID)[CLAIM].decode()
    unverified = claim[: claim.index("verified:")]
    many = {f"claims/claim-{number}-{'x' * 60}.yaml": unverified for number in range(200)}
    made = opened(add=many)
    lists = [path for path in made.files if path.endswith(".worklist.yaml") and "/author." in path]
    report = check(with_files({**many, **made.files}))

    assert ["editions/2027-Q1/author.worklist.yaml", "editions/2027-Q1/author.2.worklist.yaml"] == lists[:2]
    assert [] == [finding for finding in report.findings if finding.place.path.startswith("editions/2027-Q1/")]
    assert len(made.tasks) == sum(len(file.value.items) for _, file in report.draft.worklists["2027-Q1"])
