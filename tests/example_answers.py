"""The addresses of the document's examples, and their answers over the shipped editions, shortened.

What is random or of the day is fixed here: keys, tokens of records, times of promotion. So the examples are the same bytes
whoever makes them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses import ARCHIVE, CONTENT, release
from coursewright.errors import (
    DamagedObjectError,
    ExpungedError,
    InvalidTokenError,
    MissingObjectError,
    StoreError,
    TokenKeysAwayError,
)
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.keys.signing import ROLES, LocalSigner, Signers
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.serving.http.problems import refusal_of
from served import TAKEN_DOWN, Answer, Api, api_over, take_something_down

_COURSE = "/v1/2026-Q4/courses/ai-foundations"
_LESSON = f"{_COURSE}/lessons/tokens-and-context"
_PART = f"{_LESSON}?model=gpt-4o&role=developer&budget=100"
ADDRESSES: Mapping[str, Mapping[str, str]] = {
    "overview": {"all": "/v1"},
    "release": {"channel": "/v1/stable", "edition": "/v1/2026-Q3"},
    "changes": {"offer": "/v1/2026-Q4/changes?since=2026-Q3&completed=what-a-model-is,tokens-and-context&as_of=2026-11-25"},
    "changes_markdown": {"log": "/v1/2026-Q4/changes.md?since=2026-Q3&course=ai-foundations&as_of=2026-11-25"},
    "llms_text": {"courses": "/v1/2026-Q4/llms.txt"},
    "catalogue": {"whole": "/v1/stable/courses", "filtered": "/v1/2026-Q4/courses?model=gpt-4o&level=foundation&limit=10"},
    "course": {"outline": _COURSE},
    "status": {"day": "/v1/2026-Q3/courses/ai-foundations/status?as_of=2026-10-23"},
    "lesson": {"whole": f"{_LESSON}?model=gpt-4o&role=developer", "part": _PART},
    "lesson_markdown": {"part": _PART.replace("?", ".md?")},
    "activity": {
        "formative quiz": f"{_COURSE}/activities/asking-well-check",
        "exam": f"{_COURSE}/activities/final-exam",
        "practice": f"{_COURSE}/activities/choose-and-compare",
        "role-play": f"{_COURSE}/activities/the-eager-colleague",
        "survey": f"{_COURSE}/activities/before-you-start",
    },
    "programs": {"all": "/v1/2026-Q4/programs"},
    "models": {"ledger": "/v1/2026-Q4/models"},
    "claim": {"claim": "/v1/2026-Q4/claims/english-token-rule-of-thumb"},
    "manifest": {"manifest": "/v1/2026-Q4.1/manifest"},
    "attestation": {"attestation": "/v1/2026-Q4.1/attestation"},
    "channel_record": {"record": "/v1/channels/stable/records/1"},
    "channel_head": {"head": "/v1/channels/stable/head"},
    "edition_record": {"record": "/v1/editions/2026-Q4/records/1"},
    "edition_head": {"head": "/v1/editions/2026-Q4/head"},
    "expunged_record": {"record": f"/v1/expunged/{TAKEN_DOWN}"},
}
REFUSED = {
    "bad-parameter": ("GET", "/v1/stable/courses?limit=0"),
    "bad-address": ("GET", "/v1/\0"),
    "not-found": ("GET", "/v1/2026-Q4/courses/ai-foundations/lessons/reasoning"),
    "method-not-allowed": ("POST", "/v1/stable"),
    "gone": ("GET", "/v1/2026-Q4/courses/ai-foundations/activities/prompt-for-o1"),
    "address-too-long": ("GET", f"/v1/stable/courses?q={'long' * 1000}"),
}
BROKEN = {
    "invalid-token": InvalidTokenError("It has expired.", 'Bearer error="invalid_token", error_description="It has expired"'),
    "token-keys-unavailable": TokenKeysAwayError("the issuer does not answer"),
    "damaged-object": DamagedObjectError("the bytes are others"),
    "expunged": ExpungedError("objects/0", "2026-11-02T09:00:00+00:00", "A court ordered it."),
    "missing-object": MissingObjectError("there are none"),
    "store-unavailable": StoreError("it does not answer"),
    "internal": RuntimeError("a mistake of ours"),
}
_MAPS = {"items", "sources"}


def example_api(monkeypatch: pytest.MonkeyPatch) -> Api:
    """The API over both editions, promoted to `stable` at a fixed moment by fixed keys."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: hashlib.sha256(b"an example").hexdigest()[: 2 * size])
    signers = Signers(*(LocalSigner(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(r.encode()).digest())) for r in ROLES))
    candidates, released = MemoryStore(), MemoryStore()
    for folder, day in ((ARCHIVE, datetime(2026, 7, 20, 6, tzinfo=UTC)), (CONTENT, datetime(2026, 10, 26, 6, tzinfo=UTC))):
        stamp = Stamp("coursewright run", day, "an example", signers)
        promote(deposit(release(folder), candidates, stamp, {"commit": None}), candidates, released, "stable", stamp)
    take_something_down(released, Stamp("coursewright run", datetime(2026, 11, 2, 9, tzinfo=UTC), "an example", signers))
    return api_over(released)


def made_examples(api: Api) -> str:
    """The file of examples."""
    figure = api.get("/v1/2026-Q4/courses/ai-foundations").json()["course"]["items"]["checking-an-answer"]["assets"]
    routes = {
        name: {about: {"address": address, "answer": shortened(_said(api.get(address)))} for about, address in asked.items()}
        for name, asked in ADDRESSES.items()
    }
    start = str(api.get(_PART).json()["budget"]["next"])
    for name, suffix in (("lesson", ""), ("lesson_markdown", ".md")):
        address = f"{_PART.replace('?', f'{suffix}?')}&from={start}"
        routes[name]["next part"] = {"address": address, "answer": shortened(_said(api.get(address)))}
    routes["lesson_page"] = {"next part": {"address": f"{_PART.replace('?', '.html?')}&from={start}"}}
    routes["changes_page"] = {"log": {"address": "/v1/2026-Q4/changes.html"}}
    routes["releases_feed"] = {"feed": {"address": "/v1/releases.atom"}}
    digest, file = next(iter(figure.items()))
    routes["asset"] = {"figure": {"address": f"/v1/assets/{digest}/{file}"}}
    problems = {code: api.get(address, method).json() for code, (method, address) in REFUSED.items()}
    for code, error in BROKEN.items():
        problems[code] = json.loads(str(refusal_of(error, _LESSON).body))
    return json.dumps({"problems": problems, "routes": routes}, ensure_ascii=False, indent=1) + "\n"


def _said(answer: Answer) -> Any:  # noqa: ANN401 - JSON, or text
    assert answer.status == 200
    return answer.json() if answer.headers["content-type"] == "application/json" else answer.decoded.decode()


def shortened(value: Any, name: str = "") -> Any:  # noqa: ANN401 - JSON
    """At most two entries of each list and map, and as much of a text as fits a line or two."""
    if isinstance(value, dict):
        kept = list(value.items())[:2] if name in _MAPS else value.items()
        return {key: shortened(one, key) for key, one in kept}
    if isinstance(value, list):
        return [shortened(one) for one in value[:2]]
    if isinstance(value, str) and len(value) > 160 and " " in value[:140]:
        return value[:140].rsplit(" ", 1)[0] + " …"
    return value
