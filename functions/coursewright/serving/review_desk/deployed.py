"""The desk of a deployment, by its environment: who may come, who promotes, and what schedules. Nothing is asked at the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursewright.errors import DeploymentError
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.store_address import client_for
from coursewright.serving.review_desk.access.settings import access_in
from coursewright.serving.review_desk.desk import Desk, Promote
from coursewright.serving.review_desk.rights import Reviewing

STORE_NAME = "COURSEWRIGHT_STORE_NAME"
PATIENCE = 24
"""Seconds that a promotion is waited for: the function that asks has a few more, to say that it is not known how it ended."""


def desk_in(environment: Mapping[str, str], candidates: Store, released: Store, reviewing: Reviewing) -> Desk:
    """See above.

    Raises:
        ConfigurationError: the environment has some of what is needed only.
    """
    name = environment.get(STORE_NAME, "").strip()
    access = access_in(environment, candidates, reviewing)
    return Desk(candidates, released, access, _promoting(name, released), schedules=_schedules(name), holds=True)


def _promoting(name: str, released: Store) -> Promote:
    """Asks the promote function; its client is made when somebody promotes."""
    made: list[Any] = []

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        if not name:
            raise DeploymentError(f"nothing promotes here: {STORE_NAME} is not set")
        from coursewright.publishing.promoting.promote_function import PromoteFunction  # noqa: PLC0415 - a folder has no such function

        if not made:
            made.append(PromoteFunction(client_for("lambda", patience=PATIENCE), f"{name}-promote", released))
        facts: dict[str, Any] = made[0].ask(request)
        return facts

    return ask


def _schedules(name: str) -> Any:  # noqa: ANN401 - publishing/promoting/scheduling.py's
    if not name:
        return None
    from coursewright.publishing.promoting.scheduling import Schedules  # noqa: PLC0415 - a folder has no scheduler

    return Schedules(_LaterClient("scheduler"), name)


class _LaterClient:
    """A client of boto3 that is made when it is first used."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._made: Any = None

    def __getattr__(self, operation: str) -> Any:  # noqa: ANN401 - an operation of the client
        if self._made is None:
            self._made = client_for(self._service)
        return getattr(self._made, operation)
