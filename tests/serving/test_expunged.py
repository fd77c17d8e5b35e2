"""What was taken down is answered 410 with the reason, also by who verifies from outside; and withheld content is not excused."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from attacks import ATTACKER, said, verified
from coursewright.compiling.digest import Digest
from coursewright.errors import NoAnswerError
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.storing.store import Store
from coursewright.publishing.verifying.problems import Report, Severity
from coursewright.serving.openapi.document import document
from described import assert_shaped, faults
from mirror import Mirror
from served import Answer, api_over
from taken_down import COURSE, ORDERED, address, figure, lesson, take_down, withdrawn

LESSON = f"{COURSE}/lessons/reading"


class Withholding(Mirror):
    """A mirror that answers 410 for some objects, with records of its own making."""

    def __init__(self, store: Store, gone: str, records: Mapping[str, bytes]) -> None:
        super().__init__(store)
        self.gone, self.records = gone, records

    def answer(self, path: str) -> bytes:
        if path in self.records:
            return self.records[path]
        if path.startswith(self.gone):
            raise NoAnswerError("answers 410", 410)
        return super().answer(path)


class FromHandler:
    """The content API's handler, as a `Source`; it takes one call at a time."""

    def __init__(self, store: Store) -> None:
        self.api = api_over(store)
        self.lock = threading.Lock()

    def get(self, path: str, at_most: int) -> bytes:
        with self.lock:
            answer = self.api.get(path)
        if answer.status != 200 or len(answer.body) > at_most:
            raise NoAnswerError(f"answers {answer.status}", answer.status)
        return answer.body


def record_of(store: Store, digest: str) -> Record:
    record = expunged_log(store, digest).head()
    assert record
    return record


def assert_told(answer: Answer) -> None:
    problem = answer.json()
    assert (410, "no-store") == (answer.status, answer.headers["cache-control"])
    assert ("urn:coursewright:problem:expunged", "A court ordered it.") == (problem["type"], problem["reason"])
    assert [] == faults(problem, "Problem")


def test_a_lesson_is_410_in_the_form_that_went_and_all_else_can_be_read(tmp_path: Path) -> None:
    desk = withdrawn(tmp_path)
    take_down(desk, lesson().json)
    api = api_over(desk.released)

    for gone in (address(), address(".html"), address(budget="100")):
        assert_told(api.get(gone))
    there = (COURSE, f"{COURSE}/lessons/writing", address(".md"), address().replace("Q4.1", "Q4"), "/v1/2026-Q4.1")
    assert [200] * 5 == [api.get(other).status for other in there]


def test_a_figure_is_410_and_its_lesson_can_be_read(tmp_path: Path) -> None:
    desk = withdrawn(tmp_path)
    take_down(desk, figure())
    api = api_over(desk.released)

    assert_told(api.get(f"/v1/assets/{figure()}/lines.svg"))
    assert 200 == api.get(address()).status
    other = next(block["src"] for block in api.get("/v1/2026-Q4/courses/minimal/lessons/reading").json()["lesson"]["blocks"]
                 if block["kind"] == "figure")  # fmt: skip
    assert 200 == api.get(other).status


def test_an_absence_is_not_remembered(tmp_path: Path) -> None:
    """A process that was told 410 answers again once the bytes are there: by mistake, or because a takedown was repaired."""
    desk = withdrawn(tmp_path)
    place = next(desk.released.root.rglob(lesson().json))
    data = place.read_bytes()
    take_down(desk, lesson().json)
    api = api_over(desk.released)
    assert_told(api.get(address()))
    place.write_bytes(data)

    assert 200 == api.get(address()).status


def test_the_record_is_served_as_it_is_stored(tmp_path: Path) -> None:
    desk = withdrawn(tmp_path)
    take_down(desk, figure())
    api = api_over(desk.released)
    answer = api.get(f"/v1/expunged/{figure()}")

    assert record_of(desk.released, figure()).data == answer.body
    assert "public, max-age=31536000, immutable" == answer.headers["cache-control"]
    assert_shaped(answer, "SignedRecord")
    assert [404, 404] == [api.get(f"/v1/expunged/{name}").status for name in (lesson().json, "x")]


def test_the_description_says_so_wherever_an_object_is_read() -> None:
    paths = document()["paths"]
    may = {path for path, item in paths.items() if "410" in item["get"]["responses"]}

    assert set(paths) - may == {"/v1/openapi.json", "/v1/docs"}


def test_from_outside_a_signed_record_excuses_what_is_gone(tmp_path: Path) -> None:
    desk = withdrawn(tmp_path)
    take_down(desk, lesson().json, lesson().markdown, figure())
    report = verified(FromHandler(desk.released), at="2026-Q4.1")

    assert [] == report.errors
    notes = [one for one in report.problems if one.severity is Severity.NOTE]
    assert {path.partition("?")[0] for path in (one.where for one in notes)} == {
        LESSON,
        f"{LESSON}.md",
        f"/v1/assets/{figure()}/lines.svg",
    }
    assert all("A court ordered it." in one.what for one in notes)


def withheld(store: Store, records: Mapping[str, bytes]) -> Report:
    """What a verifier finds at a mirror that says of a figure that it was taken down."""
    return verified(Withholding(store, f"/v1/assets/{figure()}", records), at="2026-Q4.1")


def test_from_outside_410_without_a_record_is_found_out(tmp_path: Path) -> None:
    report = withheld(withdrawn(tmp_path).released, {})

    assert [f"/v1/assets/{figure()}/lines.svg"] == [one.where for one in report.errors]
    assert "answers 410, and no record that is to be believed says that it was taken down" in said(report)


def test_from_outside_a_forged_record_excuses_nothing(tmp_path: Path) -> None:
    forged = withdrawn(tmp_path / "forged")
    take_down(forged, figure(), stamp=replace(ORDERED, signers=ATTACKER))
    record = record_of(forged.released, figure())

    report = withheld(withdrawn(tmp_path / "honest").released, {f"/v1/expunged/{figure()}": record.data})
    assert [f"/v1/assets/{figure()}/lines.svg"] == [one.where for one in report.errors]


def test_from_outside_a_record_excuses_no_other_object(tmp_path: Path) -> None:
    """Neither as it is, nor another log's record, however well signed, nor a damaged one."""
    other = withdrawn(tmp_path / "other")
    digest = lesson().json
    take_down(other, digest)
    record = record_of(other.released, digest)
    honest = withdrawn(tmp_path / "honest").released
    wrong = expunged_log(other.released, figure()).append(
        None, ORDERED, {"act": "expunge", "object": Digest(digest), "releases": [], "law": ""}
    )

    for data in (record.data, wrong.data, b"{}", json.dumps(json.loads(record.data)).encode()):
        assert withheld(honest, {f"/v1/expunged/{figure()}": data}).errors
