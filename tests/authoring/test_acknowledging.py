"""What an edition says to live with is counted apart, until its day; an error is not, and nothing is acknowledged in vain."""

from __future__ import annotations

from datetime import date

import pytest

from authoring.trees import VALID, files_of, lines_of, with_files
from coursewright.authoring.baseline import LOOKING_BACK, Baseline
from coursewright.authoring.check import Report, check
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.rules import rules

EDITION = "editions/2026-Q4.yaml"
NOTES = {"claims/notes.txt": "", "claims/deep/notes.txt": "", "claims-2/notes.txt": ""}
FOUND = [f"{path}:1:1 unknown-file" for path in sorted(NOTES)]


def entry(code: str = "unknown-file", path: str | None = None, until: str = "2026-12-31") -> str:
    where = f"path: {path}, " if path else ""
    return f"  - {{code: {code}, {where}reason: It is decided., until: {until}}}\n"


def acknowledging(*entries: str, as_of: date | None = None, baseline: Baseline | None = None, edition: str = EDITION) -> Report:
    """What is said of a tree with three notes in it, whose edition acknowledges some findings."""
    text = files_of(VALID)[EDITION].decode() + "acknowledged:\n" + "".join(entries)
    return check(with_files({**NOTES, edition: text}), as_of, baseline)


def places(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.place.path for finding in findings]


def test_without_an_acknowledgement_everything_is_found() -> None:
    report = check(with_files(NOTES))

    assert sorted(FOUND) == sorted(lines_of(report))
    assert () == report.acknowledged


def test_an_acknowledged_finding_is_counted_apart() -> None:
    report = acknowledging(entry())

    assert [] == lines_of(report)
    assert sorted(NOTES) == sorted(places(report.acknowledged))
    assert {"unknown-file"} == {finding.code for finding in report.acknowledged}


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("claims/notes.txt", ["claims-2/notes.txt", "claims/deep/notes.txt"]),
        ("claims/deep", ["claims-2/notes.txt", "claims/notes.txt"]),
        ("claims/deep/", ["claims-2/notes.txt", "claims/notes.txt"]),
        ("claims", ["claims-2/notes.txt"]),
    ],
    ids=["a file", "a folder", "a folder with a slash", "a folder whose name begins another's"],
)
def test_a_path_is_a_file_or_a_folder(path: str, left: list[str]) -> None:
    assert left == places(acknowledging(entry(path=path)).findings)


@pytest.mark.parametrize("path", ["claim", "notes.txt", "claims/deep/not"])
def test_a_part_of_a_name_is_no_path(path: str) -> None:
    report = acknowledging(entry(path=path))

    assert sorted([*FOUND, f"{EDITION}:10:5 acknowledgement-idle"]) == sorted(lines_of(report))


def test_an_error_cannot_be_acknowledged() -> None:
    claim = "claims/deep-1-reasons.yaml"
    text = files_of(VALID)[claim].decode().replace("owner: author", "owner: nobody")
    edition = files_of(VALID)[EDITION].decode() + "acknowledged:\n" + entry("unknown-person")
    report = check(with_files({claim: text, EDITION: edition}))

    assert [f"{claim}:7:8 unknown-person", f"{EDITION}:10:5 acknowledgement-idle"] == lines_of(report)
    assert () == report.acknowledged


def test_what_is_acknowledged_twice_is_counted_once() -> None:
    report = acknowledging(entry(), entry(path="claims"))

    assert [] == lines_of(report)
    assert len(NOTES) == len(report.acknowledged)


@pytest.mark.parametrize(("until", "has_ended"), [("2026-09-30", True), ("2026-10-01", False)])
def test_an_acknowledgement_holds_on_its_last_day_and_not_after(until: str, has_ended: bool) -> None:
    report = acknowledging(entry(until=until))

    assert sorted([*FOUND, f"{EDITION}:10:5 acknowledgement-ended"] if has_ended else []) == sorted(lines_of(report))


def test_the_day_is_the_one_the_tree_is_judged_by() -> None:
    assert [] == lines_of(acknowledging(entry(until="2026-11-01"), as_of=date(2026, 11, 1)))
    assert "acknowledgement-ended" in {f.code for f in acknowledging(entry(until="2026-11-01"), as_of=date(2026, 11, 2)).findings}


def test_one_that_has_ended_does_not_take_from_one_that_holds() -> None:
    report = acknowledging(entry(until="2026-09-30"), entry(path="claims/deep"))

    assert ["claims-2/notes.txt", "claims/notes.txt", EDITION] == places(report.findings)
    assert ["claims/deep/notes.txt"] == places(report.acknowledged)


def test_one_that_has_ended_and_fits_nothing_is_idle() -> None:
    report = acknowledging(entry(), entry("overdue-claim", until="2026-09-30"))

    assert [f"{EDITION}:11:5 acknowledgement-idle"] == lines_of(report)
    assert [Severity.HINT] == [finding.severity for finding in report.findings]


@pytest.mark.parametrize("code", sorted(LOOKING_BACK))
def test_what_looks_back_is_not_idle_where_there_is_nothing_to_look_back_at(code: str) -> None:
    assert [] == lines_of(acknowledging(entry(), entry(code)))
    assert [f"{EDITION}:11:5 acknowledgement-idle"] == lines_of(acknowledging(entry(), entry(code), baseline=Baseline("before")))


def test_the_codes_that_look_back_are_codes_of_rules() -> None:
    assert {rule.__name__.replace("_", "-") for rule in rules()} >= LOOKING_BACK


def test_only_the_newest_edition_acknowledges() -> None:
    report = acknowledging(entry(), edition="editions/2026-Q3.yaml")

    assert sorted(FOUND) == sorted(lines_of(report))


def test_nothing_is_acknowledged_where_the_edition_cannot_be_read() -> None:
    edition = files_of(VALID)[EDITION].decode() + "acknowledged: all\n"
    report = check(with_files({**NOTES, EDITION: edition}))

    assert sorted([*FOUND, f"{EDITION}:9:15 invalid-value"]) == sorted(lines_of(report))
