"""Who acts on the stores, and what is told when a store does not say whether it took a record."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coursewright.errors import UnknownVerdictError
from coursewright.publishing.depositing.provenance import identity
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.named import Named, resolve
from coursewright.publishing.records.pending import keep
from coursewright.publishing.storing.stores import DEFAULT, Deployed, Stores
from coursewright.reviewing.gatekeeping import holds_by

StoreOption = Annotated[
    str,
    typer.Option("--store", envvar="COURSEWRIGHT_STORE", help="The folder that holds both stores, or s3://NAME of a deployment."),
]
ByOption = Annotated[str | None, typer.Option("--by", help="Who does this. Default: git's user.email.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why, for the record.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document, for scripts.")]


def stamp(stores: Stores, by: str | None, why: str, folder: Path | None = None) -> Stamp:
    """Who, when, why, and the keys of these stores."""
    return Stamp(actor(by, folder), datetime.now(UTC), why, stores.signers())


def actor(by: str | None, folder: Path | None = None) -> str:
    """Who acts: as told, or as git knows."""
    return by or identity(folder or Path.cwd())


def command(stores: Stores, *words: str) -> str:
    """A command to type, for these stores."""
    store = () if stores.address == DEFAULT else ("--store", stores.address)
    return shlex.join(["coursewright", *words, *store])


def after_deposit(stores: Stores, candidate: str) -> str:
    """What to type next: where gates hold a promotion back, reviewers come first.

    Raises:
        ConfigurationError: the environment names a policy that is none.
    """
    holds = isinstance(stores, Deployed) or holds_by(os.environ)
    return command(stores, "review" if holds else "promote", candidate)


def counted(number: int, plural: str) -> str:
    """A number of things, by their name in the plural, which ends in s."""
    return f"{number} {plural.removesuffix('s') if number == 1 else plural}"


def named_in(stores: Stores, text: str) -> Named:
    """The release that a name stands for in these stores.

    Raises:
        UnknownNameError: there is no such thing; the message says what is close to it, or the command that lists what there is.
    """
    return resolve(stores.candidates, stores.released, text, command(stores, "releases"))


@contextmanager
def deciding(stores: Stores, again: str = "") -> Iterator[None]:
    """Keep a record whose verdict is unknown, with the command to run again afterwards, and say what settles it.

    Raises:
        UnknownVerdictError: with the command in its message.
    """
    try:
        yield
    except UnknownVerdictError as unknown:
        again = again or shlex.join(["coursewright", *sys.argv[1:]])
        try:
            name = keep(stores.pending, unknown.pending, again)
        except OSError as error:
            raise UnknownVerdictError(
                f"{unknown}. It could not be kept in {stores.pending} either ({error.strerror}). "
                f"Once there is room, run {again} again: it finds out where everything stands",
                unknown.pending,
            ) from unknown
        raise UnknownVerdictError(
            f"{unknown}. It was kept. To find out whether it won or lost: {command(stores, 'settle', name)}", unknown.pending
        ) from unknown
