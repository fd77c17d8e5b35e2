"""`coursewright serve` and `coursewright run`: the content API on this machine, answered by the handler Lambda runs."""

from __future__ import annotations

import importlib
import os
import socket
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn

from coursewright.commands.acting import StoreOption, command
from coursewright.commands.content import ContentOption
from coursewright.commands.publishing import acts
from coursewright.commands.publishing.releasing import (
    closed_gates,
    deposit_content,
    tell_deposit,
    tell_gates,
    tell_promotion,
)
from coursewright.commands.reviewing.desk import ReviewerOption, local_desk
from coursewright.commands.serving.watching import looking_on, working_copy
from coursewright.commands.terminal import complain, say
from coursewright.errors import PromotionRefusedError, SourceError
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.records.named import candidate_names
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at
from coursewright.serving.http.local_server import DESK, Handler, LocalServer
from coursewright.serving.pin import Pin
from coursewright.serving.previewing.preview import CHANNEL
from coursewright.serving.previewing.preview_application import Everyone, preview_api
from coursewright.serving.previewing.working_copy import working_api
from coursewright.serving.reader import Reader

PortOption = Annotated[int, typer.Option("--port", help="0 takes a free one.", min=0, max=65535)]
HOST = "127.0.0.1"


def serve_command(  # noqa: PLR0913 - what can be said of it
    store: StoreOption = DEFAULT,
    port: PortOption = 8000,
    watch: Annotated[
        bool, typer.Option("--watch", help="Also serve the content as it is now in channel next, with findings as you save.")
    ] = False,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Also serve candidates by name, like /v1/2026-Q4-rc.1, and every course.")
    ] = False,
    content: ContentOption = None,
    by: ReviewerOption = None,
) -> None:
    """Serve what was promoted: the content API under /v1, a start page that shows a lesson, and the review desk."""
    if watch and candidates:
        raise typer.BadParameter(
            "--watch serves drafts, which are no candidates; choose one of the two", param_hint="--candidates"
        )
    if watch:
        _serve_working_copy(content, store, port)
    elif content is not None:
        raise typer.BadParameter("only --watch reads content; without it, what was promoted is served", param_hint="--content")
    elif candidates:
        _serve_candidates(stores_at(store), port, by)
    else:
        _serve(store, port, "stable", by)


def run_command(
    contents: Annotated[list[Path] | None, typer.Argument(help="Content folders in the order of their editions.")] = None,
    store: StoreOption = DEFAULT,
    port: PortOption = 0,
    channel: Annotated[str, typer.Option("--channel", help="The channel to move.")] = "stable",
    by: ReviewerOption = None,
) -> None:
    """Check, compile, deposit and promote each content folder, then serve: the whole path in one command."""
    stores = stores_at(store)
    closed = [gate for content in contents or [Path("content")] for gate in _publish(content, stores, channel)]
    tell_gates(closed)
    _serve(store, port, channel, by)


def _publish(content: Path, stores: Stores, channel: str) -> tuple[str, ...]:
    """Content → what is served; gives the gates that were closed for it."""
    say(f"{content}", "bold")
    candidate, release = deposit_content(content, None, stores, None, "coursewright run")
    tell_deposit(candidate, release)
    head = channel_log(stores.released, channel).head()
    edition_head = edition_log(stores.released, candidate.name.edition).head()
    if head and head["edition"] > candidate.name.edition and edition_head and edition_head["manifest"] == release.manifest:
        say(f"✓ {edition_head['release']} was promoted before; {channel} has gone on to {head['edition']}")
        return ()
    try:
        promotion = acts.promote(candidate, stores, channel, None, "coursewright run")
        tell_promotion(promotion, channel)
        return closed_gates(promotion.review)
    except PromotionRefusedError as refused:
        complain(f"not promoted: {refused}")
        say("  What was promoted before is served. To start again with empty stores: make clean-store", "dim")
        return ()


def _serve_working_copy(content: Path | None, store: str, port: int) -> None:
    copy = working_copy(content, stores_at(store).released)
    with looking_on(copy):
        _answer(working_api(copy), port, copy.preview.store, CHANNEL, f"?at={CHANNEL}")


def _serve_candidates(stores: Stores, port: int, by: str | None) -> None:
    """No token is asked for: who can reach this machine's own address can read the folder."""
    names = list(candidate_names(stores.candidates))
    if not names:
        raise SourceError(f"{stores.address} has no candidates; run `{command(stores, 'deposit')}` first")
    say(f"Candidates: {', '.join(f'/v1/{name}' for name in names[-5:])}")
    handler = preview_api(stores.candidates, stores.released, Everyone())
    _answer(handler, port, stores.released, "stable", f"?at={names[-1]}", partial(local_desk, stores, by))


def _serve(store: str, port: int, channel: str, by: str | None) -> None:
    stores = stores_at(store)
    if not stores.has_released:
        raise SourceError(
            f"nothing has been promoted in {stores.address}; run `{command(stores, 'run')}`, or deposit and promote first; "
            f"or `{command(stores, 'serve', '--watch')}`, which serves the content as it is"
        )
    os.environ["COURSEWRIGHT_RELEASED"] = stores.released_at
    handler = importlib.import_module("content_api").handler
    _answer(handler, port, stores.released, channel, desk_at=partial(local_desk, stores, by))


def _answer(  # noqa: PLR0913 - what answers, where, and what is told of it
    handler: Handler,
    port: int,
    store: Store,
    channel: str,
    shown: str = "",
    desk_at: Callable[[int], Handler] | None = None,
) -> None:
    with _listener(port) as listener:
        taken = listener.getsockname()[1]
        desk = desk_at(taken) if desk_at else None
        _tell(f"http://{HOST}:{taken}", store, channel, shown, has_desk=desk is not None)
        config = uvicorn.Config(LocalServer(handler, desk), log_level="warning", lifespan="off", server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)  # before the address is told, so that whoever reads it can connect
    except OSError as error:
        listener.close()
        raise SourceError(f"port {port} is taken; name another with --port, or 0 for a free one") from error
    return listener


def _tell(base: str, store: Store, channel: str, shown: str, *, has_desk: bool) -> None:
    say("")
    say(f"Coursewright is at {base}", "bold green")
    say(f"  {base}/{shown}   a lesson as a learner's app shows it")
    if has_desk:
        say(f"  {base}{DESK}   what reviewers see, and where they decide")
    say("Try:")
    for address in addresses_to_try(Reader(store), channel):
        say(f"  curl '{base}{address}'")
    say("Stop with Ctrl+C.", "dim")


def addresses_to_try(reader: Reader, channel: str) -> list[str]:
    """A few addresses of what is really there: a course, a lesson for another model, the edition before, what changed since."""
    pins = [pin for pin in reader.pins.channels() if pin.asked == channel] or reader.pins.channels()
    found = ["/v1"]
    for pin in pins[:1]:
        for course, digest in sorted(reader.manifest(pin)["courses"].items())[:1]:
            index = reader.json(digest)
            lessons = [name for name, item in index["items"].items() if item["kind"] == "lesson"]
            by_outcomes = sorted(lessons, key=lambda name: -len(index["items"][name]["outcomes"]))
            base = f"/v1/{pin.asked}/courses/{course}"
            model = _another_model(reader, pin, index)
            found += [base, *(f"{base}/lessons/{name}{more}" for name in by_outcomes[:1] for more in ("", f".md?model={model}"))]
    older = [pin.edition for pin in reader.pins.editions()][1:2]
    changes = [f"/v1/{pin.asked}/changes.md?since={edition}" for pin in pins[:1] for edition in older]
    return [*found, *(f"/v1/{edition}" for edition in older), *changes]


def _another_model(reader: Reader, pin: Pin, index: Mapping[str, Any]) -> str:
    """A model that the edition was checked on and that is not the default, if there is one; else any."""
    editions = reader.json(reader.manifest(pin)["editions"])["editions"]
    models, checked_on = index["dimensions"]["model"], editions.get(pin.edition, {}).get("baseline_models", ())
    known = [one for one in checked_on if one in models["values"] and one != models["default"]]
    return str([*known, models["values"][-1]][0])
