"""The whole job of each function, told as a story: what it is asked, in order, and what became of it.

A story takes the function as it is deployed, with its buckets as role_states.py leaves them, and gives one fact after another: a
name, and what was answered or what the buckets hold. Who may do everything gives the facts that any sufficient role must give.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coursewright.compiling.spaces import ASSETS, SPACES
from coursewright.publishing.keys.envelope import HEAD, RECORD, sealed
from coursewright.publishing.keys.kms_signing import kms_signers
from coursewright.publishing.keys.signing import Signers, new_signers
from coursewright.publishing.records.log import Pending
from coursewright.serving.routes import ROUTES
from daily_states import to_observe, to_remind
from daily_stories import observing, reminding
from deployed import Deployed
from desk_stories import at_the_desk
from issuer import bearing, token
from role_facts import Facts, ends
from role_states import (
    ASKED,
    MORE,
    NEWEST,
    OLD,
    TAKEN,
    UNCHECKED,
    Held,
    bundles,
    mended,
    moved,
    ours,
    outline,
    shared,
    taken_down,
    to_promote,
    to_publish,
    to_read,
)
from served import Answer, Api
from small_course import small
from uploads import digest, event_of, key_of


@dataclass(frozen=True)
class Story:
    """What the buckets hold before, and what happens then."""

    before: Callable[[], Held]
    told: Callable[[Deployed], Facts]


_COURSE = "/courses/minimal"
_FIGURE = "/v1/assets/{}/lines.svg"
OF_A_RELEASE = (
    "", "/manifest", "/attestation", "/courses", "/courses?q=minimal&limit=1", _COURSE, f"{_COURSE}/status?as_of=2026-11-25",
    f"{_COURSE}/lessons/writing", f"{_COURSE}/lessons/writing.md", f"{_COURSE}/lessons/writing.html?model=gpt-4o",
    f"{_COURSE}/lessons/reading?budget=100", f"{_COURSE}/activities/check", f"{_COURSE}/activities/final",
    f"{_COURSE}/activities/before", f"{_COURSE}/activities/editor", "/programs", "/models", "/claims/deep-1-reasons",
    "/llms.txt", "/changes?as_of=2026-11-25", "/changes.md?as_of=2026-11-25", "/changes.html?as_of=2026-11-25",
)  # fmt: skip
OF_A_PREVIEW = (*OF_A_RELEASE, "/impact?as_of=2027-01-15")
ABSENT = (
    "/v1/canary", "/v1/2025-Q1", "/v1/2026-Q4.9", "/v1/2025-Q1.1/manifest", f"/v1/2026-Q4{_COURSE}/lessons/nothing",
    "/v1/2026-Q4/courses/nothing", "/v1/2026-Q4/claims/nothing", _FIGURE.format("0" * 64),
    "/v1/channels/stable/records/99", "/v1/channels/canary/head", "/v1/channels/canary/records/1",
    "/v1/editions/2026-Q4/records/99", "/v1/editions/2025-Q1/head", "/v1/nothing/at/all", f"/v1/expunged/{'0' * 64}",
)  # fmt: skip
LOST_LEDGER = f"/v1/2027-Q1{_COURSE}/status?as_of=2026-11-25"
NOT_KEPT = "/v1/2026-Q4.1/changes?since=2026-Q4.2&as_of=2026-11-25"
"""What changes going back, no promotion keeps."""
KEPT = "/v1/2027-Q1/changes?since=2026-Q4.2&as_of=2026-11-25"
"""What promotion kept, and the takedown left: neither release needed what was taken down."""
TAKEN_DOWN = f"/v1/2026-Q4.1{_COURSE}/lessons/reading.md"


@cache
def of_none() -> tuple[str, ...]:
    """Addresses that are of no release."""
    figure = next(name for space, name in sorted(small().objects) if space == ASSETS)
    numbered = (f"/v1/{log}/{end}" for log in ("channels/stable", "editions/2026-Q4") for end in ("records/1", "head"))
    return (
        "/v1",
        "/v1/releases.atom",
        "/v1/openapi.json",
        "/v1/docs",
        _FIGURE.format(figure),
        f"/v1/expunged/{taken_down()}",
        *numbered,
    )


def without_address(*addresses: str) -> list[str]:
    """The routes that no address is of."""
    rules = {route.rule: re.compile(re.sub(r"<[^>]+>|\{[^}]+\}", "[^/]+", route.path) + r"(\?.*)?") for route in ROUTES}
    return [rule for rule, pattern in rules.items() if not any(pattern.fullmatch(one) for one in addresses)]


def reading(run: Deployed) -> Facts:
    """The content API: every route cold and warm, what is absent, withdrawn, taken down, and what moves meanwhile."""
    api = Api(lambda event, _: run.invoke(event), None)  # type: ignore[arg-type]  # nobody asks it for its store
    addresses = [*of_none(), *(f"/v1/{at}{path}" for at in ("2026-Q4.2",) for path in OF_A_RELEASE)]
    assert [] == without_address(*addresses)
    for address in addresses:
        run.forget()
        yield f"{address}, cold", _seen(api.get(address))
    run.forget()
    for address in (*addresses, *addresses, "/v1/stable", "/v1/pilot", "/v1/2027-Q1", "/v1/2026-Q4", "/v1/2026-Q4.1"):
        yield f"{address}, warm", _seen(api.get(address))
    for address in (*ABSENT, TAKEN_DOWN, LOST_LEDGER, NOT_KEPT, KEPT):
        run.forget()
        yield f"{address}, cold", _seen(api.get(address))
        yield f"{address}, warm", _seen(api.get(address))
    before = _seen(api.get("/v1/2027-Q1"))
    run.add("released", moved())
    yield "what moved is seen", (before != (seen := _seen(api.get("/v1/2027-Q1"))), seen)
    yield "the log", run.logged


def previewing(run: Deployed) -> Facts:
    """The preview: candidates by every route, what is released beside them, and who may not see it."""
    reviewer = bearing(token("preview"))
    api = Api(lambda event, _: run.invoke(event), None)  # type: ignore[arg-type]  # the same

    def seen(address: str, who: Mapping[str, str] = reviewer) -> Any:  # noqa: ANN401 - a fact
        return _seen(api.get(address, **who))

    for path in OF_A_PREVIEW:
        run.forget()
        yield f"a candidate{path}, cold", seen(f"/v1/2026-Q4-rc.3{path}")
    run.forget()
    for address in (*(f"/v1/{at}{path}" for at in ("2026-Q4-rc.3", "2026-Q4.2") for path in OF_A_PREVIEW), *of_none()):
        yield f"{address}, warm", seen(address)
    for address in (
        "/v1/2026-Q4.2/attestation",
        "/v1/stable",
        "/v1/2027-Q1-rc.1",
        "/v1/2026-Q4.1",
        TAKEN_DOWN,
        LOST_LEDGER,
        *of_none(),
    ):
        run.forget()
        yield f"{address}, cold", seen(address)
    for address in (*ABSENT, "/v1/2026-Q4-rc.99", "/v1/2025-Q1-rc.1", "/v1/2026-Q4-rc.4", "/v1/2026-Q4-rc.4/courses"):
        run.forget()
        yield f"{address}, cold", seen(address)
        yield f"{address}, warm", seen(address)
    yield "without a token", seen("/v1/2026-Q4-rc.3", {})
    yield "with another", seen("/v1/2026-Q4-rc.3", bearing(token("course:*")))
    yield from at_the_desk(run)
    yield "the log", run.logged


def publishing(run: Deployed) -> Facts:
    """Publish: deposits, an event that comes twice, bundles that are refused or gone, and keys that fail for a while."""
    events = {name: event_of(key_of(bundles()[name])) for name in ("sound", MORE, TAKEN, "drawn", "larger", "unsound")}
    events |= {"again": events["sound"], "by another": event_of(key_of(bundles()["sound"], "two"))}
    events["gone"] = event_of(f"incoming/{digest(b'gone')}/one")
    third = event_of(key_of(bundles()[NEWEST]))
    for name, event in events.items():
        run.forget()
        yield name, (run.deliver(event), run.reports())
    key, data = outline()
    run.drop("released", key)
    yield "what learners have is lost", (run.deliver(third), run.reports(), len(run.kept))
    run.add("released", {key: data})
    run.kms.are_disabled = True
    run.forget()
    yield "keys that are disabled", (run.deliver(third), run.reports(), len(run.kept))
    run.kms.are_disabled = False
    yield "after that", (run.deliver(third), run.reports())
    yield "a test of S3", run.deliver({"Event": "s3:TestEvent"})
    yield from ends(run)


def _request(name: str, release: Any, seen: int, channel: str = "stable", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a release; JSON
    said = {"act": "promote", "candidate": name, "manifest": release.manifest, "channel": channel, "seen": seen}
    return {**said, "by": "a-reviewer", "why": "a reason", **more}


def _waiting(prefix: str, signers: Signers, name: str) -> dict[str, Any]:
    """A record that a promotion left undecided."""
    kind, signer = (HEAD, signers.heads) if prefix.startswith("heads/") else (RECORD, signers.records)
    body = {"log": prefix, "number": 1, "by": "a-reviewer", "at": "2026-11-25T12:00:00+00:00", "token": name}
    pending = Pending(prefix, 1, sealed(kind, json.dumps(body).encode(), [signer]))
    return {"act": "settle", "pending": {"prefix": prefix, "number": 1, "data": b64encode(pending.data).decode()}}


def _held_back(run: Deployed, edition: str) -> Facts:
    """What gates keep back: what nobody checked, what somebody asks to change, and while nobody knows what was observed."""
    yield "not checked", run.said(_request(f"{edition}-rc.10", ours(UNCHECKED), 7))
    asked = _request(f"{edition}-rc.11", ours(ASKED), 7)
    yield "changes asked for, by a schedule", run.said({**asked, "scheduled": "tuesday"})
    lost = run.below("released", "observed/")
    for key in lost:
        run.drop("released", key)
    yield "what was observed is lost", run.said(asked)
    run.add("released", lost)


def promoting(run: Deployed) -> Facts:
    """Promote: every act, done, done before, refused, lost; what the store lost, and candidates that are not whole."""
    q4, stable = "2026-Q4", {"channel": "stable", "by": "a-reviewer", "why": "a reason"}
    yield "heads that are due", run.said({"act": "heads"})
    yield "heads that are fresh", run.said({"act": "heads"})
    first = _request(f"{q4}-rc.1", ours(), 0)
    for name in ("first", "first, again"):
        run.forget()
        yield name, run.said(first)
    for number, space in enumerate(SPACES, 2):
        run.drop("released", shared(space))
        yield f"one of {space} was lost", run.said(_request(f"{q4}-rc.{number}", mended(space), number - 1))
    yield "moved since", run.said(_request(f"{q4}-rc.7", ours(MORE), 1))
    yield "another channel", run.said(_request(f"{q4}-rc.7", ours(MORE), 0, "pilot"))
    yield "another manifest", run.said(_request(f"{q4}-rc.7", ours(), 6))
    yield "no candidate", run.said(_request(f"{q4}-rc.99", ours(), 6))
    expired = _request(f"{q4}-rc.8", ours(OLD), 7)
    yield "expired", (run.deliver(expired), len(run.kept), run.failed(expired))
    yield "taken down", run.said(_request(f"{q4}-rc.9", ours(TAKEN), 7))
    yield "by a schedule", run.said(_request(f"{q4}-rc.99", ours(), 1, scheduled="monday"))
    yield from _held_back(run, q4)
    yield "another edition", run.said(_request("2027-Q1-rc.1", ours(edition="2027-Q1"), 7))
    for request in ({"to": q4, "seen": 2}, {"to": q4, "seen": 8}, {"to": q4, "seen": 9}, {"to": "2025-Q1", "seen": 9}):
        run.forget()
        yield f"back, {request}", run.said({"act": "rollback", **stable, **request})
    yield "back, no channel", run.said({"act": "rollback", **stable, "channel": "canary", "to": q4, "seen": 0})
    for release in (f"{q4}.1", f"{q4}.1", f"{q4}.99", "2025-Q1.1"):
        run.forget()
        yield f"withdraw {release}", run.said({"act": "withdraw", "release": release, "by": "a-reviewer", "why": "a reason"})
    signers = kms_signers(_Asked(run), run.stack.parameters["StoreName"])
    for prefix in ("channels/settled", "editions/2030-Q1", "releases/2030-Q1", "heads/channels/settled"):
        one, other = (_waiting(prefix, signers, name) for name in ("one", "other"))
        for name, request in (("one", one), ("one, again", one), ("other", other)):
            yield f"settle {prefix}, {name}", run.said(request)
    yield "settle what others signed", run.said(_waiting("channels/settled", new_signers(), "theirs"))
    yield "no request", run.said({"act": "delete"})
    yield from ends(run)


@dataclass(frozen=True)
class _Asked:
    """KMS as asked by who may ask it anything."""

    run: Deployed

    def get_public_key(self, **parameters: Any) -> Any:  # noqa: ANN401 - as boto3 has it
        return self.run.kms("GetPublicKey", parameters)[1]

    def sign(self, **parameters: Any) -> Any:  # noqa: ANN401 - the same
        return self.run.kms("Sign", parameters)[1]


def _seen(answer: Answer) -> tuple[int, str]:
    """Status and body, in short."""
    told = "" if answer.status < 400 else answer.json().get("detail", "")
    return answer.status, told or hashlib.sha256(answer.decoded).hexdigest()[:16]


STORIES: Mapping[str, Story] = {
    "ContentApi": Story(to_read, reading),
    "PreviewApi": Story(to_read, previewing),
    "Publish": Story(to_publish, publishing),
    "Promote": Story(to_promote, promoting),
    "Observe": Story(to_observe, observing),
    "Remind": Story(to_remind, reminding),
}
"""By the function's logical name."""
