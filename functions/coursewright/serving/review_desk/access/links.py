"""Signed links: an outside expert reads one candidate for some days, and nothing else, and does nothing.

A link's token says which candidate, which manifest and which note of its journal: the note `link` that a reviewer wrote when
they made it. What no such note is there for gives nothing, and so does what a note `unlink` took back: whoever has the secret
alone can make no link that works. The token comes once, as a parameter (paths are in the API's access log, parameters are not),
and goes into a cookie; the page that is gone on at has neither.

Nothing is read before a token's signature holds; what is read then is what it names, whatever was asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from coursewright.errors import BadParameterError
from coursewright.publishing.records.logs import candidates as candidate_log
from coursewright.publishing.records.names import parse_numbered
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.review_log import reviews_of
from coursewright.serving.access.callers import Event
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.access.cookies import LINK, cookie, kept
from coursewright.serving.review_desk.access.signing_keys import SigningKeys
from coursewright.serving.review_desk.answers import see_other
from coursewright.serving.review_desk.question import query_of
from coursewright.serving.review_desk.visitors import Response, Visitor

LONGEST = timedelta(days=30)
PATH = f"{addresses.BASE}/links"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its address, and the fields of the note `link` without which it gives nothing."""

    id: str
    address: str
    note: Mapping[str, Any]


class Links:
    """Makes and takes links to candidates of a store."""

    def __init__(self, keys: SigningKeys, candidates: Store, origin: str, now: Callable[[], datetime]) -> None:
        self.keys, self.candidates, self.origin, self.now = keys, candidates, origin, now

    def make(self, candidate: str, manifest: str, whom: str, until: datetime) -> Link:
        """A link to one candidate, for one person, until then.

        Raises:
            BadParameterError: it would be over already, or is to last longer than links do.
        """
        now = self.now()
        if not now < until <= now + LONGEST:
            raise BadParameterError("until", f"a time within {LONGEST.days} days from now")
        named = secrets.token_urlsafe(12)
        token = self.keys.signed("link", {"id": named, "candidate": candidate, "manifest": manifest}, until)
        told = until.astimezone(UTC).isoformat(timespec="seconds")
        return Link(
            named,
            f"{self.origin}{addresses.with_query(PATH, token=token)}",
            {"id": named, "whom": whom, "until": told, "manifest": manifest},
        )

    def opened(self, event: Event) -> Response | None:
        """What following a link is answered with; None where it gives nothing."""
        token = query_of(event).get("token", "")
        found = self._held(token)
        if found is None:
            return None
        left = int(found["exp"]) - int(self.now().timestamp())
        return {**see_other(addresses.release(found["candidate"])), "cookies": [kept(LINK, token, left)]}

    def visitor(self, event: Event) -> Visitor | None:
        """Who came by a link."""
        found = self._held(cookie(event, LINK))
        if found is None:
            return None
        until = datetime.fromtimestamp(int(found["exp"]), UTC)
        return Visitor("", str(found["candidate"]), until.isoformat(timespec="seconds"))

    def _held(self, token: str) -> Mapping[str, Any] | None:
        """What a token says, if it is good, and its link was made here and not taken back."""
        found = self.keys.read("link", token)
        if not found or int(found["exp"]) - int(found["iat"]) > LONGEST.total_seconds():
            return None
        candidate, manifest = str(found["candidate"]), str(found["manifest"])
        name = parse_numbered(candidate)
        there = candidate_log(self.candidates, name.edition).get(name.number) if name and name.is_candidate else None
        if there is None or there["manifest"] != manifest:
            return None
        notes = [one for one in reviews_of(self.candidates, candidate) if one.body.get("id") == found["id"]]
        was_made = any(one.act == "link" and one.body.get("manifest") == manifest for one in notes)
        return found if was_made and all(one.act != "unlink" for one in notes) else None
