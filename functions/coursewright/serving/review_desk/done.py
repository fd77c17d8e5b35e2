"""What a page says after a form was taken, by the word in its address: nobody else's sentence gets there."""

from __future__ import annotations

from collections.abc import Mapping

DONE: Mapping[str, str] = {
    "commented": "Your comment is recorded.",
    "resolved": "It is resolved.",
    "requested": "Changes are requested. Approving, or resolving your request, takes it back.",
    "approved": "Your approval is recorded.",
    "overridden": "Your override is recorded. It holds once a second person has recorded the same.",
    "promoted": "It is promoted.",
    "scheduled": "The promotion is scheduled.",
    "taken-back": "The channel was taken back.",
    "withdrawn": "The release is withdrawn.",
    "linked": "The link was made.",
    "unlinked": "The link opens nothing any more.",
    "signed-out": "You are signed out.",
}
