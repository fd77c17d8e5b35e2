"""Gatekeepers for promotions: one that holds back what a gate is closed for, as shared stores want it, and one that only tells.

What either says goes into the public records of a promotion: the judgement by gates, approvals by the ids of people, the policy
and where it was read, the digest of the evidence, and whether it `holds` there. Whoever has both stores judges again by
`judged_of`, and gets the same evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coursewright.errors import ConfigurationError, GatesClosedError, StoreError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.gatekeeper import Gatekeeper
from coursewright.publishing.storing.store import Store

if TYPE_CHECKING:
    from coursewright.reviewing.judging import Judgement  # loaded when somebody promotes: most starts of a process do not

POLICY = "COURSEWRIGHT_POLICY"
HOLDS, TELLS = "release", "none"
_NAMED = 3
"""So many of the things that fail at a gate are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Keeps back a candidate for which a gate is closed."""

    candidates: Store
    released: Store

    def __call__(self, candidate: Candidate, channel: str, at: datetime) -> Mapping[str, Any]:
        """See `Gatekeeper`."""
        found = _judge(self.candidates, self.released, candidate, channel, at)
        if not found.is_open:
            raise GatesClosedError(_sentence(candidate, found), [_told(one) for one in found.closed])
        return {**found.record(), "holds": True}


@dataclass(frozen=True, slots=True)
class Telling:
    """Keeps back nothing. Where nobody can tell, that is told too: a laptop's store may lack anything."""

    candidates: Store
    released: Store

    def __call__(self, candidate: Candidate, channel: str, at: datetime) -> Mapping[str, Any]:
        """See `Gatekeeper`."""
        try:
            return {**_judge(self.candidates, self.released, candidate, channel, at).record(), "holds": False}
        except StoreError:
            return {"approvals": [], "gates": [], "policy": None, "evidence": None, "holds": False}


def gatekeeper_for(environment: Mapping[str, str], candidates: Store, released: Store, *, is_shared: bool) -> Gatekeeper:
    """Holding for stores that several people share; for a folder Telling, unless the environment asks for the other.

    Raises:
        ConfigurationError: the environment asks for something else.
    """
    holds = is_shared or holds_by(environment)
    return Holding(candidates, released) if holds else Telling(candidates, released)


def holds_by(environment: Mapping[str, str]) -> bool:
    """Whether closed gates hold a promotion back in a folder.

    Raises:
        ConfigurationError: the environment says what is no policy.
    """
    said = environment.get(POLICY, "").strip()
    if said not in ("", HOLDS, TELLS):
        raise ConfigurationError(
            f"{POLICY} is {said[:40]!r}; say {HOLDS} (a closed gate holds a promotion back) or {TELLS} (it is only told), "
            "or leave it out, which is the same as the second"
        )
    return said == HOLDS


def _judge(candidates: Store, released: Store, candidate: Candidate, channel: str, at: datetime) -> Judgement:
    from coursewright.reviewing.judging import judge  # noqa: PLC0415 - see above

    return judge(candidates, released, candidate, channel, at)


def _told(verdict: Any) -> dict[str, Any]:  # noqa: ANN401 - a Verdict
    return {"gate": verdict.gate, "reason": verdict.reason, "items": list(verdict.items)}


def _sentence(candidate: Candidate, found: Judgement) -> str:
    """What keeps it back, a line a gate."""
    count = len(found.closed)
    gates = "a gate is" if count == 1 else f"{count} gates are"
    lines = [f"  {one.gate}: {one.reason.rstrip('.')}{_items(one.items)}." for one in found.closed]
    return "\n".join([f"{candidate.name} may not go to {found.channel} yet; {gates} closed:", *lines])


def _items(items: tuple[str, ...]) -> str:
    more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
    return f" ({'; '.join(items[:_NAMED])}{more})" if items else ""
