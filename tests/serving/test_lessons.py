"""A lesson in its forms and languages, and what its answer says of them."""

from __future__ import annotations

import pytest

from library import made, promoted
from served import Api, api_over

LESSONS = "/v1/2026-Q4/courses/ai-foundations/lessons"
TOKENS = f"{LESSONS}/tokens-and-context"


@pytest.fixture(scope="module")
def bilingual() -> Api:
    return api_over(promoted(made("translated")))


@pytest.mark.parametrize(("asked", "given"), [("de", "de"), ("de-AT", "de"), ("DE-ch-1996", "de"), ("en-GB", "en")])
def test_a_language_is_found_by_lookup(bilingual: Api, asked: str, given: str) -> None:
    answer = bilingual.get(f"{TOKENS}?locale={asked}")

    assert given == answer.headers["content-language"] == answer.json()["variant"]["locale"] == answer.json()["lesson"]["locale"]
    assert "locale" not in answer.json()["defaulted"]


@pytest.mark.parametrize("asked", ["fr", "x", "de_AT", ""])
def test_an_unknown_language_takes_the_default_and_is_told(bilingual: Api, asked: str) -> None:
    answer = bilingual.get(f"{TOKENS}?locale={asked}")

    assert "en" == answer.headers["content-language"]
    assert "locale" in answer.json()["defaulted"]


def test_a_lesson_without_the_translation_is_given_in_its_own_language(bilingual: Api) -> None:
    answer = bilingual.get(f"{LESSONS}/prompting-that-works?locale=de")

    assert ("en", True) == (answer.headers["content-language"], "locale" in answer.json()["defaulted"])


def test_a_translation_has_conditions_of_its_own(bilingual: Api) -> None:
    plain = bilingual.get(f"{TOKENS}.md?locale=de").body.decode()
    developer = bilingual.get(f"{TOKENS}.md?locale=de&role=developer").body.decode()

    assert plain.startswith("# Token und Kontext\n")
    assert "Zähle sie im Code." not in plain
    assert "Zähle sie im Code." in developer


def test_every_form_says_where_it_is_in_the_exact_release(bilingual: Api) -> None:
    query = "industry=any&locale=de&model=gpt-4o&role=general"
    for suffix, media_type in (("", "application/json"), (".md", "text/markdown"), (".html", "text/html")):
        answer = bilingual.get(f"{TOKENS}{suffix}?locale=de&model=gpt-4o&role=astronaut")
        exact = f"/v1/2026-Q4.1/courses/ai-foundations/lessons/tokens-and-context{suffix}?{query}"

        assert exact == answer.headers["content-location"]
        assert f'<{exact}>; rel="canonical"' == answer.headers["link"]
        assert answer.headers["content-type"].startswith(media_type)
        assert answer.headers["etag"] == bilingual.get(exact).headers["etag"]


@pytest.mark.parametrize(
    ("accept", "suffix"), [("*/*", ""), ("text/markdown", ".md"), ("text/html,*/*;q=0.8", ".html"), ("image/png", "")]
)
def test_accept_is_heard_by_courtesy_and_nobody_is_refused(bilingual: Api, accept: str, suffix: str) -> None:
    answer, named = bilingual.get(TOKENS, accept=accept), bilingual.get(f"{TOKENS}{suffix}")

    assert (200, "Accept, Accept-Encoding") == (answer.status, answer.headers["vary"])
    assert named.headers["content-type"] == answer.headers["content-type"]
    assert named.headers["content-location"] == answer.headers["content-location"]
    if suffix != ".html":  # whose page names its own address
        assert named.body == answer.body


def test_a_suffix_is_not_overruled(bilingual: Api) -> None:
    answer = bilingual.get(f"{TOKENS}.md", accept="text/html")

    assert ("text/markdown; charset=utf-8", "Accept-Encoding") == (answer.headers["content-type"], answer.headers["vary"])


def test_forms_of_one_address_have_different_tags(bilingual: Api) -> None:
    tags = [bilingual.get(TOKENS, accept=accept).headers["etag"] for accept in ("*/*", "text/markdown", "text/html")]

    assert 3 == len(set(tags))


def test_a_suffix_that_is_none_is_part_of_a_name_nobody_has(bilingual: Api) -> None:
    for name in ("tokens-and-context.pdf", "tokens-and-contextxmd", "tokens-and-context.md.md", ".md"):
        assert 404 == bilingual.get(f"{LESSONS}/{name}").status
