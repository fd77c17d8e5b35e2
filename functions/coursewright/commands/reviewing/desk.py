"""The review desk of a laptop: over its own stores or a deployment's, for whoever sits at it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coursewright.commands.acting import actor
from coursewright.publishing.storing.stores import Deployed, Stores
from coursewright.reviewing.gatekeeping import gatekeeper_for, holds_by
from coursewright.serving.http.local_server import Handler

if TYPE_CHECKING:
    from coursewright.publishing.promoting.scheduling import Schedules
    from coursewright.serving.review_desk.desk import Promote

ReviewerOption = Annotated[str | None, typer.Option("--by", help="Who you are at the review desk. Default: git's user.email.")]


def local_desk(stores: Stores, by: str | None, port: int) -> Handler:
    """The desk at a port of this machine's own address."""
    from coursewright.serving.review_desk.desk import review_desk  # noqa: PLC0415 - templates, which few commands need
    from coursewright.serving.review_desk.loopback import Loopback  # noqa: PLC0415 - the same

    access, schedules = Loopback(actor(by), port), schedules_in(stores)
    holds = isinstance(stores, Deployed) or holds_by(os.environ)
    return review_desk(stores.candidates, stores.released, access, promote_in(stores), schedules=schedules, holds=holds)


def schedules_in(stores: Stores) -> Schedules | None:
    """Where promotions wait for their time: with a deployment's scheduler; a folder has none."""
    if not isinstance(stores, Deployed):
        return None
    from coursewright.publishing.promoting.scheduling import schedules_of  # noqa: PLC0415 - boto3

    return schedules_of(stores.name)


def promote_in(stores: Stores) -> Promote:
    """Who promotes: the function of a deployment, or for a folder the same piece in this process."""
    if isinstance(stores, Deployed):
        from coursewright.publishing.promoting.promote_function import promote_function  # noqa: PLC0415 - boto3

        deployed = stores

        def ask(request: dict[str, Any]) -> dict[str, Any]:
            return promote_function(deployed.name, deployed.released).ask(request)

        return ask
    from coursewright.publishing.promoting.promoter import Promoter  # noqa: PLC0415 - Pydantic

    asked = gatekeeper_for(os.environ, stores.candidates, stores.released, is_shared=False)
    return Promoter(stores.candidates, stores.released, stores.signers, log=lambda _: None, gatekeeper=asked).take
