"""`coursewright verify` and `coursewright trust-root`: what was released is what it says it is, checked from the bytes up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coursewright.commands.acting import JsonOption, StoreOption, counted
from coursewright.commands.terminal import out, progress, say
from coursewright.errors import KeyFileError, VerificationError
from coursewright.publishing.keys.trust_root import TrustRoot, as_text, read_trust_root, trust_root_of
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at
from coursewright.publishing.verifying.objects_of_store import Progress
from coursewright.publishing.verifying.origin import Origin
from coursewright.publishing.verifying.problems import Report, Severity
from coursewright.publishing.verifying.remembered import Memory, recall, remember
from coursewright.publishing.verifying.served import UNSEEN, Served
from coursewright.publishing.verifying.whole_store import WholeStore

RootOption = Annotated[Path | None, typer.Option("--root", help="A trust root: the keys to believe.")]
_SHOWN_NOTES = 20


def verify_command(  # noqa: PLR0913 - a command has the options its users need
    names: Annotated[list[str] | None, typer.Argument(help="Releases, editions or channels whose objects to read.")] = None,
    store: StoreOption = DEFAULT,
    root: RootOption = None,
    address: Annotated[str | None, typer.Option("--from", help="Verify what is served here, by the public API alone.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="With --from: one channel, edition or release.")] = None,
    memory: Annotated[Path | None, typer.Option("--remember", help="With --from: a file that keeps how far was seen.")] = None,
    expect: Annotated[list[str] | None, typer.Option("--expect", help="With --from: a course that must be shown.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a store, or what an API serves: every byte, record, signature and head; report every problem."""
    with progress() as report_progress:
        if address is None:
            _refuse_misuse(at or memory or expect, "--at, --remember and --expect are for --from")
            report = _of_store(names or [], stores_at(store), root, report_progress)
        else:
            _refuse_misuse(names, "with --from, name one channel, edition or release by --at")
            report = _of_address(address, root, at, memory, expect or [], report_progress)
    _tell(report, is_from_outside=address is not None, as_json=as_json)
    if report.errors:
        raise typer.Exit(1)


def trust_root_command(
    store: StoreOption = DEFAULT,
    to: Annotated[Path | None, typer.Option("--out", help="A file to write it to, instead of showing it.")] = None,
) -> None:
    """Print the trust root of this store's keys: hand it to whoever verifies what you publish."""
    text = as_text(_own_root(stores_at(store), "the first deposit makes them; or name another store with --store"))
    if to is None:
        out.file.write(text)
        return
    try:
        with to.open("x") as file:
            file.write(text)
    except FileExistsError as error:
        raise VerificationError(f"{to} is there already; a trust root is not overwritten") from error
    except OSError as error:
        raise VerificationError(f"{to} cannot be written: {error.strerror}") from error
    say(f"✓ wrote {to}. Hand it to verifiers by a way that whoever serves the content does not control.")


def _of_store(names: list[str], stores: Stores, root: Path | None, report_progress: Progress) -> Report:
    if not stores.has_released:
        raise VerificationError(
            f"nothing has been promoted in {stores.address}; name another with --store, or an address with --from"
        )
    believed = read_trust_root(root) if root else _own_root(stores, "name the keys to believe with --root")
    return WholeStore(stores.released, believed, datetime.now(UTC), report_progress).verify(names)


def _of_address(  # noqa: PLR0913 - what the command was told
    address: str, root: Path | None, at: str | None, memory: Path | None, expected: list[str], report_progress: Progress
) -> Report:
    if root is None:
        raise KeyFileError("--from needs --root: the keys to believe, which no address can tell you about itself")
    served = Served(
        Origin(_without_version(address)),
        read_trust_root(root),
        datetime.now(UTC),
        recall(memory) if memory else Memory(),
        report_progress,
    )
    report = served.verify(at, expected)
    if memory and not report.errors:
        remember(memory, replace(served.memory, marks=served.marks))
    return report


def _without_version(address: str) -> str:
    """The address of an API, also where its version was copied with it."""
    return address.rstrip("/").removesuffix("/v1")


def _refuse_misuse(given: object, said: str) -> None:
    if given:
        raise typer.BadParameter(said)


def _own_root(stores: Stores, otherwise: str) -> TrustRoot:
    """The keys of these stores; none are made for it."""
    if not stores.has_keys:
        raise KeyFileError(f"there are no keys in {stores.address}; {otherwise}")
    return trust_root_of(stores.signers())


def _tell(report: Report, *, is_from_outside: bool, as_json: bool) -> None:
    if as_json:
        out.file.write(json.dumps(_as_json(report), indent=2, ensure_ascii=False) + "\n")
        return
    notes = [one for one in report.problems if one.severity is Severity.NOTE]
    for one in report.problems:
        if one not in notes[_SHOWN_NOTES:]:
            say(str(one), _STYLES[one.severity])
    if len(notes) > _SHOWN_NOTES:
        say(f"… and {len(notes) - _SHOWN_NOTES} notes more; --json has all of them", "dim")
    looked_at = ", ".join(counted(count, name) for name, count in report.counts.items() if count)
    if is_from_outside:
        for course in report.not_visible:
            say(f"not visible, not verified: {course}", "dim")
        say(UNSEEN, "dim")
    if report.errors:
        found = counted(len(report.errors), "errors")
        say(f"✗ {found} in {looked_at}" if looked_at else f"✗ {found}, before anything could be verified", "bold red")
    elif looked_at:
        say(f"✓ verified {looked_at}", "green")
    else:
        say("✓ nothing is there to be verified, and nothing is wrong", "green")


def _as_json(report: Report) -> dict[str, object]:
    return {
        "verified": not report.errors,
        "checked": dict(report.counts),
        "not_visible": report.not_visible,
        "problems": [
            {"severity": one.severity.value, "where": one.where, "what": one.what, "to_do": one.to_do} for one in report.problems
        ],
    }


_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
