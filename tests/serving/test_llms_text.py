"""`llms.txt` has the form of llmstxt.org, and its links lead to what they say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from courses import ROOT, STAMP, compiled, release
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.names import Numbered
from coursewright.serving.feeds import llms_text
from library import course, library, promoted
from served import Api, api_over
from serving.known_callers import TOKEN, Known

_LINK = re.compile(r"- \[(.+?)(?<!\\)\]\(([^()\s]+)\)(?:: .+)?")


def _text(api: Api, at: str = "stable", **fields: str) -> str:
    answer = api.get(f"/v1/{at}/llms.txt", **fields)
    assert (200, "text/plain; charset=utf-8") == (answer.status, answer.headers["content-type"])
    return answer.decoded.decode()


def test_it_begins_with_a_title_and_a_quoted_summary_and_then_has_lists_of_links(api: Api) -> None:
    title, _, summary, *rest = _text(api).splitlines()
    sections = "\n".join(rest).split("\n## ")

    assert ("# AI certification", True) == (title, summary.startswith("> 1 course with 8 lessons, by "))
    assert ["AI Foundations", "Optional"] == [section.partition("\n")[0] for section in sections[1:]]
    assert 1 == _text(api).count("\n# ") + 1
    for section in sections[1:]:
        links = [line for line in section.splitlines() if line.startswith("-")]
        assert links
        assert all(map(_LINK.fullmatch, links))


@pytest.mark.parametrize(("at", "leads_to"), [("stable", "2026-Q4"), ("2026-Q3", "2026-Q3"), ("2026-Q3.1", "2026-Q3.1")])
def test_every_link_leads_to_what_it_names_and_keeps_the_reader_where_they_are(api: Api, at: str, leads_to: str) -> None:
    links = _LINK.findall(_text(api, at))

    assert 8 == sum(to.endswith(".md") and "/lessons/" in to for _, to in links)
    for _, to in links:
        assert to.startswith(f"/v1/{leads_to}")
        assert 200 == api.get(to).status
    for title, to in links:
        if "/lessons/" in to:
            assert api.get(to).body.decode().startswith(f"# {title}\n")


def test_where_the_server_is_known_links_lead_there_from_anywhere(api: Api) -> None:
    known = api_over(api.released, address="https://courses.example/")
    links = _LINK.findall(_text(known))

    assert {"https://courses.example"} == {to.partition("/v1/")[0] for _, to in links}
    assert _text(api) == _text(known).replace("https://courses.example", "")


def test_a_deployment_knows_where_it_is(api: Api, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEWRIGHT_RELEASED", str(published / "released"))
    monkeypatch.setenv("COURSEWRIGHT_CONTENT_URL", "https://courses.example")
    deployed = Api(runpy.run_path(str(ROOT / "functions" / "content_api.py"))["handler"], api.released)

    assert "(https://courses.example/v1/2026-Q4/courses/ai-foundations/lessons/what-a-model-is.md)" in _text(deployed)
    assert "COURSEWRIGHT_CONTENT_URL: !Sub https://${DomainName}\n" in (ROOT / "template.yaml").read_text()


def test_of_many_lessons_the_courses_are_listed_each_with_a_list_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llms_text, "MOST_LESSONS", 5)
    api = api_over(promoted(compiled(library(course("more", 3)))))
    whole = _text(api)
    links = dict(_LINK.findall(whole))

    assert "> 2 courses with 11 lessons, by " in whole
    assert "- [More](/v1/2026-Q4/llms.txt?course=more): What more is about. 3 lessons." in whole
    assert 4 == len(links)
    for title, lessons in (("More", 3), ("AI Foundations", 8)):
        answer = api.get(links[title])
        assert f"> 1 course with {lessons} lessons, by " in answer.body.decode()
        assert lessons == answer.body.decode().count("/lessons/")
        assert answer.headers["content-location"].endswith(links[title].partition("?")[2])


def test_a_course_that_is_not_there_or_not_for_this_caller_has_no_list() -> None:
    api = api_over(promoted(compiled(library(course("closed", availability="invited")))), callers=Known())

    for name in ("closed", "none"):
        assert 404 == api.get(f"/v1/stable/llms.txt?course={name}").status
    answer = api.get("/v1/stable/llms.txt?course=closed", **TOKEN)
    assert (200, True) == (answer.status, answer.headers["cache-control"].startswith("private"))


def test_it_is_cached_as_what_was_asked_for(api: Api) -> None:
    fields = {at: api.get(f"/v1/{at}/llms.txt").headers["cache-control"] for at in ("stable", "2026-Q4", "2026-Q4.1")}

    assert {
        "stable": "public, max-age=5",
        "2026-Q4": "public, max-age=60",
        "2026-Q4.1": "public, max-age=31536000, immutable",
    } == fields
    assert 304 == api.get("/v1/stable/llms.txt", if_none_match=api.get("/v1/stable/llms.txt").headers["etag"]).status


def test_a_course_that_is_not_public_is_there_for_its_readers_alone() -> None:
    api = api_over(promoted(compiled(library(course("closed", availability="invited")))), callers=Known())

    assert "Closed" not in _text(api)
    assert "## Closed" in _text(api, **TOKEN)
    assert "2 courses with 9 lessons" in _text(api, **TOKEN)
    assert api.get("/v1/stable/llms.txt", **TOKEN).headers["cache-control"].startswith("private")


def test_a_title_is_no_markup() -> None:
    api = api_over(promoted(compiled(library(course("odd", title="'A [b](c) <i> *d*'")))))
    title = r"A \[b\](c) \<i\> \*d\*"

    assert f"- [{title}: outline](/v1/2026-Q4/courses/odd): " in _text(api)


def test_a_withdrawn_release_says_so() -> None:
    store = promoted(release())
    withdraw(store, Numbered("2026-Q4", 1), STAMP)

    assert "\nThis release was withdrawn: a test\n" in _text(api_over(store))
