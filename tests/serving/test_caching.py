"""ETags, 304s and Cache-Control: an exact release never changes, an edition and a channel may."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import COURSE, MENDED, STAMP, compiled, edited
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.folder_store import FolderStore
from served import Api, api_over, publish_both

LESSON = "courses/ai-foundations/lessons/prompting-that-works"


@pytest.mark.parametrize(
    ("at", "cache_control"),
    [("2026-Q4.1", "public, max-age=31536000, immutable"), ("2026-Q4", "public, max-age=60"), ("stable", "public, max-age=5")],
)
def test_how_long_an_answer_stays_true_depends_on_what_was_named(api: Api, at: str, cache_control: str) -> None:
    for path in ("/courses", "/courses/ai-foundations", f"/{LESSON}", f"/{LESSON}.md", "/models", "/programs"):
        assert cache_control == api.get(f"/v1/{at}{path}").headers["cache-control"]


def test_the_entity_tag_names_the_stored_bytes_and_the_release(api: Api) -> None:
    tags = {at: api.get(f"/v1/{at}/{LESSON}").headers["etag"] for at in ("stable", "2026-Q4", "2026-Q4.1", "2026-Q3")}

    assert tags["stable"] == tags["2026-Q4"] == tags["2026-Q4.1"]
    assert tags["stable"].endswith('.2026-Q4.1"')
    assert tags["2026-Q3"] != tags["stable"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a","b", W/{}', "*"])
def test_a_reader_who_has_it_is_told_so_with_the_same_headers(api: Api, form: str) -> None:
    full = api.get(f"/v1/2026-Q4.1/{LESSON}")
    answer = api.get(f"/v1/2026-Q4.1/{LESSON}", if_none_match=form.format(full.headers["etag"]))
    kept = ("etag", "cache-control", "content-location")

    assert (304, b"") == (answer.status, answer.body)
    assert {name: full.headers[name] for name in kept} == {name: answer.headers[name] for name in kept}


def test_a_reader_who_has_something_else_gets_all_of_it(api: Api) -> None:
    assert 200 == api.get(f"/v1/2026-Q4.1/{LESSON}", if_none_match='"other"').status
    assert 200 == api.get(f"/v1/2026-Q4.1/{LESSON}", if_none_match="").status


def test_a_figure_is_not_sent_twice(api: Api) -> None:
    figure = next(
        block["src"]
        for block in api.get("/v1/stable/courses/ai-foundations/lessons/what-a-model-is").json()["lesson"]["blocks"]
        if block["kind"] == "figure"
    )

    assert 304 == api.get(figure, if_none_match=api.get(figure).headers["etag"]).status


def test_a_warm_reader_sees_a_promotion_and_a_pinned_release_stays(tmp_path: Path) -> None:
    released = publish_both(tmp_path)
    api = api_over(released)
    before = {at: api.get(f"/v1/{at}/{LESSON}").headers["etag"] for at in ("stable", "2026-Q4", "2026-Q4.1")}
    fixed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": MENDED}))
    candidates = FolderStore(tmp_path / "candidates")
    promote(deposit(fixed, candidates, STAMP, {}), candidates, released, "stable", STAMP)

    for at in ("stable", "2026-Q4"):
        answer = api.get(f"/v1/{at}/{LESSON}", if_none_match=before[at])
        assert (200, "2026-Q4.2") == (answer.status, answer.json()["release"])
    assert before["2026-Q4.1"] == api.get(f"/v1/2026-Q4.1/{LESSON}").headers["etag"]


def test_an_edition_that_nobody_promoted_is_not_there_until_it_is(tmp_path: Path) -> None:
    api = api_over(FolderStore(tmp_path / "released"))
    assert {"channels": [], "editions": []} == api.get("/v1").json()
    assert 404 == api.get("/v1/stable").status

    publish_both(tmp_path)

    assert 200 == api.get("/v1/stable").status


def test_a_name_claimed_by_a_promotion_that_died_is_not_readable(tmp_path: Path) -> None:
    released = publish_both(tmp_path)
    from coursewright.publishing.records.logs import releases  # noqa: PLC0415 - only here is a name claimed by hand

    head = releases(released, "2026-Q4").head()
    assert head is not None
    releases(released, "2026-Q4").append(head, STAMP, {"manifest": head["manifest"]})

    assert 404 == api_over(released).get("/v1/2026-Q4.2").status
