"""The feed of releases, as feed readers take it: read by one (feedparser), and held to RFC 4287."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from corrected_edition import BECAUSE, CORRECTION, WAS, before_and_after, corrected, put
from counting_store import CountingStore
from courses import ARCHIVE, COURSE, STAMP, compiled, edited, release, replaced
from coursewright.compiling.digest import Digest
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.store import object_key
from coursewright.serving.feeds.atom import Entry, Feed, Link, as_xml
from served import Api, api_over
from small_course import reworded, small

FEED = "/v1/releases.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def _read(api: Api, **fields: str) -> Any:  # noqa: ANN401 - of a library without types
    answer = api.get(FEED, **fields)
    assert (200, "application/atom+xml; charset=utf-8") == (answer.status, answer.headers["content-type"])
    found = feedparser.parse(answer.decoded)
    assert not found.bozo, found.get("bozo_exception")
    return found


def _stamp(days: int) -> Stamp:
    return Stamp("tester", datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=days), "a test", STAMP.signers)


def _many(releases: int) -> CountingStore:
    """An edition that was mended so often, a day apart."""
    candidates, released = MemoryStore(), CountingStore()
    for number in range(releases):
        made = reworded(f"word{'s' * number}", seen=False) if number else small()
        promote(deposit(made, candidates, _stamp(number), {"commit": None}), candidates, released, "stable", _stamp(number))
    return released


def test_a_feed_reader_finds_each_release_the_newest_first(api: Api) -> None:
    feed = _read(api)
    newest = feed.entries[0]

    assert ["2026-Q4.1, a new edition", "2026-Q3.1, a new edition"] == [entry.title for entry in feed.entries]
    assert ("AI certification: releases", "Coursewright curriculum maintainers") == (feed.feed.title, feed.feed.author)
    assert ("2026-11-22T12:00:00+00:00", "2026-11-22T12:00:00+00:00") == (newest.updated, newest.published)
    assert "<strong>The model o1 is gone, so this edition no longer teaches it.</strong>" in newest.content[0].value
    assert "text/html" == newest.content[0].type


def test_every_link_leads_somewhere(api: Api) -> None:
    for entry in _read(api).entries:
        for link in entry.links:
            answer = api.get(link.href)
            assert (200, link.type) == (answer.status, answer.headers["content-type"].partition(";")[0])
        assert entry.links[0].href.endswith("/changes.html")


def test_it_has_what_rfc_4287_asks_for(api: Api) -> None:
    root = ET.fromstring(api.get(FEED).decoded)  # noqa: S314 - our own
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert 1 == len(element.findall(f"{ATOM}{name}")), name
    assert [FEED] == [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert f"{ATOM}feed" == root.tag
    ids = [one.text or "" for one in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 3
    assert all(one.startswith("urn:uuid:") for one in ids)
    for entry in root.iter(f"{ATOM}entry"):
        alternates = [(link.get("rel"), link.get("type")) for link in entry.findall(f"{ATOM}link")]
        assert len(alternates) == len(set(alternates))


def test_where_the_server_is_known_its_addresses_lead_there_from_wherever_the_feed_is_read(api: Api) -> None:
    feed = _read(api_over(api.released, address="https://courses.example"))

    assert "https://courses.example/v1/releases.atom" == feed.feed.links[0].href
    assert "https://courses.example/v1/2026-Q4.1/changes.html" == feed.entries[0].link
    assert _read(api).entries[0].id == feed.entries[0].id


def test_ids_stay_when_more_is_released() -> None:
    candidates, released = before_and_after()
    before = _read(api_over(released))
    put(corrected(), candidates, released)
    after = _read(api_over(released))

    assert before.feed.id == after.feed.id
    assert [before.entries[0].id] == [after.entries[1].id]
    assert before.entries[0] == after.entries[1]


def test_a_correction_is_told_with_the_release_that_made_it() -> None:
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    newest, before = _read(api_over(released)).entries

    assert "2026-Q4.2, an update of edition 2026-Q4" == newest.title
    assert (True, True) == (WAS in newest.content[0].value, BECAUSE in newest.content[0].value)
    assert WAS not in before.content[0].value


def test_a_correction_is_told_once_though_later_releases_hold_it_too() -> None:
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    mended = compiled(
        edited({**CORRECTION, f"{COURSE}/asking-well/module.yaml": replaced("What a language", "What  a language")})
    )
    put(mended, candidates, released)
    newest, before, _ = _read(api_over(released)).entries

    assert [False, True] == [WAS in entry.content[0].value for entry in (newest, before)]
    assert "Small mends" in newest.content[0].value


def test_each_withdrawal_is_news_of_its_own_day() -> None:
    released = _many(3)
    for number in (1, 2):
        withdraw(released, Numbered("2026-Q4", number), Stamp("tester", _stamp(7 + number).at, "It was wrong.", STAMP.signers))
    updated = [entry.updated.partition("T")[0] for entry in _read(api_over(released)).entries]

    assert ["2026-11-24", "2026-12-01", "2026-11-30"] == updated


def test_an_update_of_an_older_edition_stands_where_its_day_is() -> None:
    candidates, released = MemoryStore(), CountingStore()
    mended = compiled(
        edited({f"{COURSE}/asking-well/03-prompting-that-works.md": replaced("A good prompt", "A  good prompt")}, ARCHIVE)
    )
    for day, made in enumerate((release(ARCHIVE), release(), mended)):
        promote(
            deposit(made, candidates, _stamp(day), {"commit": None}),
            candidates,
            released,
            f"pilot-{made.manifest[:6]}",
            _stamp(day),
        )

    assert ["2026-Q3.2", "2026-Q4.1", "2026-Q3.1"] == [one.title.partition(",")[0] for one in _read(api_over(released)).entries]


def test_small_mends_are_said_to_be_that() -> None:
    assert (
        "<p>Small mends within edition 2026-Q4: nothing a learner has to know.</p>"
        == _read(api_over(_many(2))).entries[0].summary
    )


def test_a_withdrawn_release_says_so_and_is_news() -> None:
    released = _many(3)
    before = _read(api_over(released)).entries
    withdraw(
        released, Numbered("2026-Q4", 2), Stamp("tester", _stamp(9).at, "It said <nothing> & was \x01 empty.", STAMP.signers)
    )
    now = _read(api_over(released)).entries

    assert ["2026-Q4.3", "Withdrawn: 2026-Q4.2", "2026-Q4.1"] == [entry.title.partition(",")[0] for entry in now]
    assert "This release was withdrawn:</strong> It said &lt;nothing&gt; &amp; was \ufffd empty." in now[1].content[0].value
    assert (before[1].id, before[1].published) == (now[1].id, now[1].published)
    assert "2026-12-01T12:00:00+00:00" == now[1].updated
    assert [before[0], before[2]] == [now[0], now[2]]


def test_the_newest_twenty_are_told_and_no_others() -> None:
    released = _many(23)
    api = api_over(released)
    titles = [entry.title.partition(",")[0] for entry in _read(api).entries]
    released.asked.clear()
    _read(api)

    assert [f"2026-Q4.{number}" for number in range(23, 3, -1)] == titles
    assert ["editions/", "editions"] == [released.asked[0], released.asked[1].split("/")[0]]
    assert 3 >= released.reads, "what was told once costs a warm process no more"


def test_who_has_it_already_gets_no_body_and_news_get_another_tag() -> None:
    candidates, released = before_and_after()
    api = api_over(released)
    first = api.get(FEED)
    same = api.get(FEED, if_none_match=first.headers["etag"])
    put(corrected(), candidates, released)
    other = api.get(FEED, if_none_match=first.headers["etag"])

    assert ("public, max-age=5", "Authorization, Accept-Encoding") == (first.headers["cache-control"], first.headers["vary"])
    assert (304, b"", 200) == (same.status, same.body, other.status)
    assert first.headers["etag"] != other.headers["etag"]


def test_it_is_compressed_where_a_reader_takes_that(api: Api) -> None:
    coded = api.get(FEED, accept_encoding="gzip")

    assert ("gzip", api.get(FEED).body) == (coded.headers["content-encoding"], coded.decoded)


def test_where_nothing_was_released_there_is_no_feed() -> None:
    answer = api_over(CountingStore()).get(FEED)

    assert (404, "urn:coursewright:problem:not-found") == (answer.status, answer.json()["type"])


def test_a_damaged_release_is_told_without_its_note() -> None:
    released = _many(2)
    manifest = Digest(small().manifest)
    for key in [key for key in released.kept if key.endswith(manifest) or key == object_key("objects", manifest)]:
        released.kept[key] = b"{}"
    entries = _read(api_over(released)).entries

    assert ["2026-Q4.2", "2026-Q4.1"] == [entry.title.partition(",")[0] for entry in entries]
    assert "content" not in entries[1] or "" == entries[1].content[0].value


@pytest.mark.parametrize(
    "text", ["<&>\"'", "]]>", "\x00\x01\x0b\x1f\x7f", "\ud800 \ufffe \uffff", "𝄞 é \u2028", "<!-- --> <?xml?>"]
)
def test_whatever_text_it_is_stays_well_formed(text: str) -> None:
    moments = ("2026-11-22T12:00:00+00:00",) * 2
    entry = Entry("urn:uuid:x", text, moments, text, [Link(f"/v1?{text}", "alternate", "text/html", text)], f"<p>{text}</p>")
    data = as_xml(Feed("urn:uuid:y", text, text, "/v1", [entry]))
    root = ET.fromstring(data)  # noqa: S314 - our own
    title = root.findtext(f"{ATOM}title") or ""

    assert len(text) == len(title)
    assert all(other in (one, "\ufffd") for one, other in zip(text, title, strict=True))
