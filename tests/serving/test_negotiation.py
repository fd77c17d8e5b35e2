"""Which form, which coding, which language: the cases RFC 9110 and RFC 4647 describe, and those that are no such field."""

from __future__ import annotations

import pytest

from coursewright.serving.http.negotiation import HTML, JSON, MARKDOWN, looked_up, preferred_form, takes_gzip

FORMS = (JSON, MARKDOWN, HTML)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("text/markdown", MARKDOWN),
        ("TEXT/Markdown; charset=utf-8", MARKDOWN),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/html;q=0.5, text/markdown;q=0.6", MARKDOWN),
        ("text/html, application/json", JSON),
        ("text/*", MARKDOWN),
        ("text/*;q=0.5, text/html", HTML),
        ("application/json;q=0, */*", MARKDOWN),
        ("application/json;q=0.2, text/html;q=0.1", JSON),
        ("image/png", JSON),
        ("application/json;q=0", JSON),
        ("text/html;q=high", JSON),
        ("text/html;q=1.5", JSON),
        (";;,,;q=", JSON),
    ],
)
def test_accept_chooses_a_form_and_json_wins_ties(accept: str, form: str) -> None:
    assert form == preferred_form(accept, FORMS)


@pytest.mark.parametrize(
    ("accept_encoding", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("GZip", True),
        ("x-gzip", True),
        ("br, gzip, deflate", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("br", False),
        ("identity", False),
        ("identity;q=1, gzip;q=0.5", False),
        ("identity;q=0.5, gzip;q=0.5", True),
        ("identity;q=0.5, gzip;q=1.0", True),
        ("gzip;q=2", False),
    ],
)
def test_a_coding_is_used_only_where_it_is_taken(accept_encoding: str, taken: bool) -> None:
    assert taken is takes_gzip(accept_encoding)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (None, ("en", True)),
        ("", ("en", True)),
        ("en", ("en", False)),
        ("de", ("de", False)),
        ("DE-at", ("de", False)),
        ("de-Latn-AT-1996", ("de", False)),
        ("zh-Hant-TW", ("zh-Hant", False)),
        ("zh-hant-x-private", ("zh-Hant", False)),
        ("zh", ("en", True)),
        ("d", ("en", True)),
        ("fr-CA", ("en", True)),
        ("-de", ("en", True)),
        ("*", ("en", True)),
        ("de_AT", ("en", True)),
    ],
)
def test_a_language_is_looked_up_from_the_particular_to_the_general(asked: str | None, answer: tuple[str, bool]) -> None:
    assert answer == looked_up(asked, ("en", "de", "zh-Hant"), "en")
