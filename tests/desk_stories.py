"""The review desk's part of the preview's job: somebody signs in, looks at everything, decides, and invites an expert."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from unittest.mock import patch

from coursewright.serving.review_desk.access import settings
from coursewright.serving.review_desk.access.issuer import Issuer
from deployed import Deployed
from desk_visits import Browser
from people_of_releases import mapping
from role_facts import Facts
from role_states import NEWEST, desk, to_read
from sign_in_issuer import SignInIssuer, sign_in_issuer
from small_course import small

AUTHOR = "author@example.org"
CANDIDATE, LATER = "2026-Q4-rc.3", "2027-Q2-rc.1"
PAGES = (
    "/review",
    *(f"/review/{CANDIDATE}{tab}" for tab in ("", "/changes", "/models", "/coverage", "/learners", "/findings", "/comments")),
    f"/review/{CANDIDATE}/items/minimal/final",
    f"/review/{CANDIDATE}/items/minimal/reading",
    "/review/2027-Q1/changes?beside=2026-Q4.2",
    "/review/2026-Q4.2",
    "/review/2026-Q4.2/items/minimal/final",
    "/review/2026-Q4-rc.99",
    "/review/2026-Q4-rc.4",
)


def at_the_desk(run: Deployed) -> Facts:
    """See above."""
    run.add("candidates", with_people())
    noted = {"kind": "checked", "as_of": "2026-11-22", "findings": []}
    run.add("candidates", {f"checked/{small(NEWEST).manifest}.json": json.dumps(noted).encode()})
    with sign_in_issuer() as issuer, patch.object(settings, "Issuer", partial(Issuer, ask=issuer.ask)):
        issuer.person["email"], issuer.secret = AUTHOR, "no-key"
        run.forget()
        browser = Browser(lambda event, _: run.invoke(event), issuer)
        yield "signed in", _told(browser.sign_in())
        for address in PAGES:
            run.forget()
            yield f"{address}, at the desk", _seen(browser.get(address))
        yield from _decided(run, browser)
        yield from _invited(run, browser, issuer)


def _decided(run: Deployed, browser: Browser) -> Facts:
    said = {"csrf": csrf(browser), "why": "a reason"}
    acts = f"/review/{CANDIDATE}/acts"
    promote = {"channel": "pilot@1", "manifest": str(small(NEWEST).manifest)}
    for name, form in (
        ("comment", {"act": "comment", "text": "hello"}),
        ("comment again", {"act": "comment", "text": "hello"}),
        ("request", {"act": "request", "text": "mend it"}),
        ("promote", {"act": "promote", **promote}),
        ("schedule", {"act": "schedule", **promote, "at": "2099-01-04T09:00", "zone": "UTC"}),
        ("schedule", {"act": "schedule", **promote, "at": "2027-01-04T09:00", "zone": "UTC"}),
    ):
        yield name, (_told(browser.post(acts, {**said, **form})), len(run.functions.asked), sorted(run.scheduler.held))
    yield "changes kept", sorted(run.below("candidates", "changes/"))
    yield "notes", sorted(key.rpartition("/")[0] for key in run.below("candidates", "reviews/"))
    yield "what is scheduled", "2027-01-04 09:00" in browser.get("/review")["body"]


def _invited(run: Deployed, browser: Browser, issuer: SignInIssuer) -> Facts:
    form = {"csrf": csrf(browser), "act": "link", "whom": "Dr. Roe", "days": "7"}
    page = browser.post(f"/review/{CANDIDATE}/acts", form)
    link = re.search(r'value="(https://[^"]+)"', page["body"])
    yield "a link", (page["statusCode"], bool(link))
    run.forget()
    expert = Browser(browser.handler, issuer)
    for address in (link[1] if link else "/review", f"/review/{CANDIDATE}", "/review/2026-Q4-rc.1"):
        yield "by the link", expert.get(address)["statusCode"]


@cache
def with_people() -> Mapping[str, bytes]:
    """What the deposit of one more candidate adds, which says who reviews."""
    with desk() as made:
        made.deposit(mapping([AUTHOR], small(NEWEST, "2027-Q2")))
        return {key: data for key, data in made.held()["candidates"].items() if key not in to_read()["candidates"]}


def csrf(browser: Browser) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/review")["body"])
    return found[1] if found else ""


def _told(answer: dict[str, Any]) -> tuple[int, str]:
    """Status, and where to."""
    return answer["statusCode"], str(answer["headers"].get("Location", "")).partition("?")[0]


def _seen(answer: dict[str, Any]) -> tuple[int, str]:
    """Status and page, in short, without what is drawn anew for each session."""
    return answer["statusCode"], hashlib.sha256(re.sub(r"[0-9a-f]{64}", "", answer["body"]).encode()).hexdigest()[:16]
