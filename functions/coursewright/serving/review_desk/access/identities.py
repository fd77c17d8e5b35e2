"""Who a token says somebody is, as people.yaml would name them.

By default the claim `email`, and only if `email_verified` is true: otherwise whoever may type an address at the issuer could be
anybody. Nothing is fallen back to: a `sub` that looks like somebody's address would be one more way to be them. An issuer whose
addresses are not marked as verified is used with another claim (its `sub`, say), and people.yaml then lists what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EMAIL = "email"
LONGEST = 200


def identity_in(claims: Mapping[str, Any], claim: str = EMAIL) -> str | None:
    """The identity, in lower case; None where the claims give none that can be believed."""
    found = claims.get(claim)
    if claim == EMAIL and claims.get("email_verified") not in (True, "true"):
        return None
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST or not found.isprintable():
        return None
    return found.strip().lower()
