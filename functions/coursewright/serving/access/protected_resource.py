"""Where a client that was refused learns whom to ask for a token: protected resource metadata (RFC 9728).

An API is named by its audience. The metadata is below that name's host, and nowhere else, so it exists only where the audience is
an https address; a host that a request claims is never believed.
"""

from __future__ import annotations

import re

from coursewright.compiling.digest import digest_of
from coursewright.serving.http.answers import Answer, Body, compact
from coursewright.serving.http.caching import cache_control
from coursewright.serving.question import Question
from coursewright.serving.route import Route

WELL_KNOWN = "/.well-known/oauth-protected-resource"
_NAMED = re.compile(r"https://(?P<host>[A-Za-z0-9.-]+(?::[0-9]+)?)(?P<path>/[A-Za-z0-9._~/-]*)?")
_SECONDS = 300


def metadata_path(audience: str) -> str | None:
    """The path at which the metadata of an audience is; None where it has none."""
    found = _NAMED.fullmatch(audience)
    return f"{WELL_KNOWN}{'' if found['path'] in (None, '/') else found['path']}" if found else None


def metadata_address(audience: str) -> str | None:
    """Its whole address."""
    found = _NAMED.fullmatch(audience)
    return f"https://{found['host']}{metadata_path(audience)}" if found else None


def metadata_route(issuer: str, audience: str, scopes: tuple[str, ...]) -> Route | None:
    """The route that gives it."""
    path = metadata_path(audience)
    if path is None:
        return None
    data = compact(
        {
            "resource": audience,
            "resource_name": "Coursewright content API",
            "authorization_servers": [issuer],
            "scopes_supported": list(scopes),
            "bearer_methods_supported": ["header"],
        }
    )

    def protected_resource(_: Question) -> Answer:
        return Answer(Body(data), digest_of(data), _SECONDS, cache_control(_SECONDS, public=True))

    return Route(path, protected_resource, "Whom to ask for a token")
