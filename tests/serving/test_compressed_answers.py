"""Answers in gzip, spliced of stored forms: the same bytes for those who take them, and never for those who do not."""

from __future__ import annotations

import gzip
import zlib

import pytest

from courses import STAMP, release
from coursewright.compiling.digest import digest_of
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.compressed import compressed_key, deflated
from coursewright.serving.http.delivery import SMALLEST
from coursewright.serving.http.gzip_stream import spliced_gzip
from library import made, promoted
from served import Api, api_over

BASE = "/v1/stable/courses/ai-foundations"
STORED = (BASE, f"{BASE}/lessons/structured-output", f"{BASE}/lessons/structured-output.md", f"{BASE}/activities/final-exam")
COMPOSED = (f"{BASE}/lessons/structured-output.html", f"{BASE}/lessons/structured-output?budget=900", f"{BASE}/status")


@pytest.mark.parametrize("address", [*STORED, *COMPOSED, "/v1/stable/models"])
def test_who_takes_gzip_gets_the_same_answer_in_less(api: Api, address: str) -> None:
    plain, coded = api.get(address), api.get(address, accept_encoding="br, gzip")

    assert ("gzip", None) == (coded.headers["content-encoding"], plain.headers.get("content-encoding"))
    assert plain.body == coded.decoded
    assert len(coded.body) < len(plain.body)
    assert "Accept-Encoding" in plain.headers["vary"] == coded.headers["vary"]
    assert {**plain.headers, "etag": "", "content-encoding": "gzip"} == {**coded.headers, "etag": ""}


@pytest.mark.parametrize("address", STORED)
def test_it_is_one_member_and_the_stored_form_is_in_it_untouched(api: Api, address: str) -> None:
    body = api.get(address, accept_encoding="gzip").body
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    inflate.decompress(body)

    assert inflate.eof
    assert b"" == inflate.unused_data
    stored = [data for key, data in _files(api).items() if key.startswith("gzip/")]
    assert any(data in body for data in stored)


def _files(api: Api) -> dict[str, bytes]:
    return {key: api.released.get(key) for key in api.released.keys("gzip/")}


@pytest.mark.parametrize("address", STORED)
def test_each_form_has_a_strong_tag_of_its_own(api: Api, address: str) -> None:
    plain, coded = (api.get(address, accept_encoding=coding).headers["etag"] for coding in ("identity", "gzip"))

    assert plain == coded.replace(".gzip", "") != coded
    assert not coded.startswith("W/")
    assert 304 == api.get(address, accept_encoding="gzip", if_none_match=coded).status
    assert 200 == api.get(address, accept_encoding="gzip", if_none_match=plain).status
    assert 304 == api.get(address, if_none_match=f"{coded}, W/{plain}").status


@pytest.mark.parametrize("address", COMPOSED)
def test_what_is_compressed_for_the_occasion_has_a_weak_tag(api: Api, address: str) -> None:
    tag = api.get(address, accept_encoding="gzip").headers["etag"]

    assert tag.startswith('W/"')
    assert 304 == api.get(address, accept_encoding="gzip", if_none_match=tag).status


def test_a_head_too_long_for_a_stored_block_makes_the_tag_weak() -> None:
    """Then all of it is compressed for the occasion, and may differ with the version of zlib."""
    store = promoted(release())
    withdraw(store, Numbered("2026-Q4", 1), Stamp(STAMP.by, STAMP.at, "a long story " * 6000, STAMP.signers))
    address = "/v1/2026-Q4.1/courses/ai-foundations"
    coded = api_over(store).get(address, accept_encoding="gzip")

    assert api_over(store).get(address).body == coded.decoded
    assert coded.headers["etag"].startswith('W/"')
    assert 304 == api_over(store).get(address, accept_encoding="gzip", if_none_match=coded.headers["etag"]).status


def test_small_answers_and_figures_stay_plain(api: Api) -> None:
    lesson = api.get(f"{BASE}/lessons/tokens-and-context").json()["lesson"]
    figure = next(block["src"] for block in lesson["blocks"] if block["kind"] == "figure")
    for address in ("/v1", "/v1/stable/manifest", figure):
        answer = api.get(address, accept_encoding="gzip")
        assert "content-encoding" not in answer.headers
    assert len(api.get("/v1").body) < SMALLEST
    assert "vary" not in api.get(figure).headers


def test_every_public_object_has_a_compressed_form_before_the_release_is_named() -> None:
    store = promoted(made("translated"))
    objects = [data for key, data in store.kept.items() if key.startswith("objects/")]

    assert len(objects) > 50
    assert {compressed_key(digest_of(data)) for data in objects} == {key for key in store.kept if key.startswith("gzip/")}
    keys = list(store.kept)
    first_name = next(number for number, key in enumerate(keys) if key.startswith("releases/"))
    assert all(not key.startswith("gzip/") for key in keys[first_name:])


@pytest.mark.parametrize(("before", "plain", "after"), [(b"", b"", b""), (b"a", b"", b"c"), (b"a" * 65_535, b"b" * 99_999, b"")])
def test_any_three_parts_make_one_stream(before: bytes, plain: bytes, after: bytes) -> None:
    made_of = spliced_gzip(before, plain, deflated(plain), after)

    assert made_of is not None
    assert before + plain + after == gzip.decompress(made_of)


def test_a_part_too_long_for_a_stored_block_is_left_to_the_compressor() -> None:
    assert spliced_gzip(b"a" * 65_536, b"b", deflated(b"b"), b"") is None


def test_the_server_on_this_machine_passes_it_on(port: int, api: Api) -> None:
    import http.client  # noqa: PLC0415 - only here

    address = f"{BASE}/lessons/structured-output"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()

    assert "gzip" == response.getheader("Content-Encoding")
    assert api.get(address, accept_encoding="gzip").body == response.read()
    connection.close()


def test_without_compressed_forms_answers_are_the_same() -> None:
    """As in a store whose releases were promoted before there were any."""
    store = promoted(made("translated"))
    whole = api_over(store).get(f"{BASE}/lessons/structured-output")
    for key in [key for key in store.kept if key.startswith("gzip/")]:
        del store.kept[key]
    bare = api_over(store).get(f"{BASE}/lessons/structured-output", accept_encoding="gzip")

    assert whole.body == bare.decoded
    assert bare.headers["etag"].startswith('W/"')
