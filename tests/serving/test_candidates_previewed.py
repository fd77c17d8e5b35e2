"""The preview: candidates as learners will get them, for callers who may see them, kept by nobody; and never a key."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from counting_store import CountingStore
from courses import ARCHIVE, COURSE, ROOT, STAMP, added, compiled, edited, release
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, COACH, KEYS, OBJECTS, PRIVATE
from coursewright.errors import MissingObjectError, StoreRefusedError
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.generations import place_of
from coursewright.serving.access.tokens import Bearers, Reviewers, reviewers_in
from coursewright.serving.previewing.candidate_reading import ReviewedStore
from coursewright.serving.previewing.preview_application import Everyone, preview_api
from coursewright.serving.routes import ROUTES
from issuer import SETTINGS, bearing, token
from library import course
from served import COURSEWRIGHT, Api, api_over, port_of, publish_both

LESSON = "courses/ai-foundations/lessons/prompting-that-works"
CANDIDATE = "2026-Q4-rc.1"
PATHS = (
    "", "/manifest", "/attestation", "/courses", "/courses?q=prompt", "/courses/ai-foundations", "/programs",
    "/courses/ai-foundations/status?as_of=2026-11-25", f"/{LESSON}?model=gpt-4o", f"/{LESSON}.md", f"/{LESSON}.html", "/models",
    "/courses/ai-foundations/activities/final-exam", "/claims/english-token-rule-of-thumb",
)  # fmt: skip


def _changed() -> Release:
    """The shipped edition with one more sentence and an invited course."""
    tree = edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("One more sentence.")})
    return compiled(SourceTree({**tree.files, **course("closed", availability="invited")}))


@dataclass
class Both:
    """Both stores: the edition before is promoted, and the next has a candidate."""

    candidates: CountingStore = field(default_factory=CountingStore)
    released: CountingStore = field(default_factory=CountingStore)

    def __post_init__(self) -> None:
        before = deposit(release(ARCHIVE), self.candidates, STAMP, {"commit": "c" * 40})
        promote(before, self.candidates, self.released, "stable", STAMP)
        self.candidate = deposit(_changed(), self.candidates, STAMP, {"commit": "d" * 40})

    def preview(self) -> Api:
        return Api(preview_api(self.candidates, self.released, Everyone()), self.released)

    def promote(self) -> None:
        promote(self.candidate, self.candidates, self.released, "stable", STAMP)


def test_a_candidate_is_answered_as_it_will_be_once_it_is_promoted() -> None:
    """But for its name, its address, and when it was promoted; and lasting addresses stay at the candidate."""
    both = Both()
    seen = [both.preview().get(f"/v1/{CANDIDATE}{path}") for path in PATHS]
    both.promote()
    learners = api_over(both.released, callers=Everyone())
    for path, previewed in zip(PATHS, seen, strict=True):
        promoted = learners.get(f"/v1/2026-Q4.1{path}")
        assert (200, 200) == (previewed.status, promoted.status)
        text = previewed.decoded.decode().replace(CANDIDATE, "2026-Q4.1")
        expected = promoted.decoded.decode().replace('"pin":"/v1/2026-Q4/', '"pin":"/v1/2026-Q4.1/')
        expected = expected.replace('"pin":"/v1/2026-Q4"', '"pin":"/v1/2026-Q4.1"')
        expected = re.sub('"promoted_at":"[^"]*"', '"promoted_at":null', expected)
        assert expected == text
    assert b"One more sentence." in seen[PATHS.index(f"/{LESSON}.md")].body


def test_released_names_can_be_read_beside_it_and_links_of_a_list_go_on() -> None:
    api = Both().preview()

    assert [200] * 4 == [api.get(f"/v1/{at}/{LESSON}").status for at in ("stable", "2026-Q3", "2026-Q3.1", CANDIDATE)]
    first = api.get(f"/v1/{CANDIDATE}/courses?limit=1")
    second = api.get(f"/v1/{CANDIDATE}/courses?limit=1&cursor={first.json()['next_cursor']}")
    assert [["ai-foundations"], ["closed"]] == [[card["id"] for card in one.json()["courses"]] for one in (first, second)]
    assert f'</v1/{CANDIDATE}/courses?limit=1>; rel="canonical"' in first.headers["link"]
    assert [404, 404] == [api.get(f"/v1/{at}").status for at in ("2026-Q4-rc.2", "2027-Q1-rc.1")]


def test_nobody_keeps_or_indexes_an_answer() -> None:
    api = Both().preview()
    for address in (f"/v1/{CANDIDATE}", "/v1", "/v1/2026-Q3.1", "/v1/openapi.json", "/v1/2026-Q4-rc.9", "/v2", "/v1/\0"):
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            headers = api.get(address, method).headers
            assert ("no-store", "noindex") == (headers["cache-control"], headers["x-robots-tag"])
    tag = api.get(f"/v1/{CANDIDATE}/{LESSON}").headers["etag"]
    assert "no-store" == api.get(f"/v1/{CANDIDATE}/{LESSON}", if_none_match=tag).headers["cache-control"]


def test_the_content_api_goes_on_knowing_no_candidate() -> None:
    both = Both()
    both.released.kept.update({key: data for key, data in both.candidates.kept.items() if key.startswith("candidates/")})
    api = api_over(both.released, callers=Everyone())

    assert [404] * len(PATHS) == [api.get(f"/v1/{CANDIDATE}{path}").status for path in PATHS]


def test_it_is_for_callers_with_a_token_for_it_and_for_nobody_else() -> None:
    both = Both()
    reviewers = Reviewers(Bearers(SETTINGS, scopes=("preview",)))
    api = Api(preview_api(both.candidates, both.released, reviewers), both.released)
    metadata = 'resource_metadata="https://courses.example/.well-known/oauth-protected-resource/v1"'
    said = (
        f'Bearer error="insufficient_scope", error_description="The token is not of scope preview", scope="preview", {metadata}'
    )
    for address in [*(re.sub(r"{(\w+)}", "x", route.path) for route in ROUTES), f"/v1/{CANDIDATE}", "/v2"]:
        without, other = api.get(address), api.get(address, **bearing(token("course:* previews")))
        assert (401, f'Bearer scope="preview", {metadata}') == (without.status, without.headers["www-authenticate"])
        assert (403, said) == (other.status, other.headers["www-authenticate"])
        assert 401 == api.get(address, **bearing(token("preview", exp=1))).status
        assert {"no-store"} == {one.headers["cache-control"] for one in (without, other)}
        assert api.get(address, "OPTIONS").status in (204, 404)
    for path in (f"/{LESSON}", "/courses/closed"):
        assert 200 == api.get(f"/v1/{CANDIDATE}{path}", **bearing(token("course:x preview"))).status
    found = api.get("/.well-known/oauth-protected-resource/v1")
    assert (200, ["preview"]) == (found.status, found.json()["scopes_supported"])


def test_without_settings_everything_is_refused() -> None:
    both = Both()
    api = Api(preview_api(both.candidates, both.released, reviewers_in({})), both.released)

    for fields in ({}, bearing(token("preview"))):
        answer = api.get(f"/v1/{CANDIDATE}", **fields)
        assert (401, "Bearer", "urn:coursewright:problem:token-required") == (
            answer.status,
            answer.headers["www-authenticate"],
            answer.json()["type"],
        )


def test_objects_of_a_generation_are_found_by_what_the_record_says() -> None:
    both = Both()
    kept, spaces = both.candidates.kept, (f"{OBJECTS}/", f"{ASSETS}/")
    for key in [key for key in kept if key.startswith(spaces)]:
        kept[f"generations/2026-11/{key}"] = kept.pop(key)
    assert 502 == both.preview().get(f"/v1/{CANDIDATE}").status
    assert ["", "generations/2026-11/"] == [place_of({}), place_of({"generation": "2026-11"})]

    store = ReviewedStore(both.candidates, both.released)
    record = both.candidate.record
    store.look_into(replace(record, body={**record.body, "generation": "2026-11"}))
    manifest = str(both.candidate.record["manifest"])
    assert store.get(f"objects/{manifest[:2]}/{manifest}") == kept[f"generations/2026-11/objects/{manifest[:2]}/{manifest}"]


def test_no_key_and_no_coach_note_can_be_read_through_it_and_nothing_written() -> None:
    both = Both()
    store = ReviewedStore(both.candidates, both.released)
    private = [key for one in (both.candidates, both.released) for key in one.kept if key.startswith((KEYS, COACH, PRIVATE))]
    assert {KEYS, COACH, PRIVATE} == {key.partition("/")[0] for key in private}
    for key in (*private, *(f"generations/2026-11/{key}" for key in private), "generations/2026-11/objects/aa/b", "keys"):
        with pytest.raises(MissingObjectError, match="not for reviewers"):
            store.get(key)
    with pytest.raises(StoreRefusedError):
        store.put_if_absent("objects/aa/b", b"")


def test_the_entry_point_reads_both_stores_and_refuses_everybody_without_an_issuer(tmp_path: Path) -> None:
    publish_both(tmp_path)
    code = (
        "import preview_api, sys\n"
        "heavy = ('pydantic', 'yaml', 'markdown_it', 'rfc8785', 'typer', 'uvicorn', 'boto3', 'jwt', 'cryptography')\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "event = {'rawPath': '/v1/2026-Q4-rc.1', 'requestContext': {'http': {'method': 'GET'}}, 'headers': {}}\n"
        "print(preview_api.handler(event, None)['statusCode'])"
    )
    stores = {"COURSEWRIGHT_RELEASED": str(tmp_path / "released"), "COURSEWRIGHT_CANDIDATES": str(tmp_path / "candidates")}
    environment = {**os.environ, **stores}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=ROOT / "functions", timeout=60, env=environment,
    )  # fmt: skip

    assert ["[]", "401"] == done.stdout.split("\n")[:2]


def test_a_laptop_serves_its_candidates_without_a_token(tmp_path: Path) -> None:
    empty = subprocess.run(
        [str(COURSEWRIGHT), "serve", "--candidates", "--store", str(tmp_path / "none"), "--port", "0"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (1, True) == (empty.returncode, "has no candidates" in empty.stderr)
    publish_both(tmp_path)
    command = [str(COURSEWRIGHT), "serve", "--candidates", "--store", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            base = f"http://127.0.0.1:{port_of(server)}"
            for address in (f"/v1/{CANDIDATE}/{LESSON}.md", "/v1/stable", f"/?at={CANDIDATE}"):
                with urllib.request.urlopen(f"{base}{address}", timeout=20) as answer:  # noqa: S310 - our own server
                    assert 200 == answer.status
        finally:
            server.terminate()
