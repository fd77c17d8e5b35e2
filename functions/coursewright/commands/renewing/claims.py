"""`coursewright claims list` and `show`: what is claimed, on what ground, and everything that states it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from coursewright.authoring.findings.guessing import nearest
from coursewright.authoring.sources.edits import last_edits
from coursewright.commands.acting import JsonOption, StoreOption, counted
from coursewright.commands.content import CommitOption, ContentOption, folder_of
from coursewright.commands.days import day_of
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.claims_documents import ClaimJson, ClaimsJson
from coursewright.commands.renewing.impact_table import STYLES
from coursewright.commands.renewing.judged import Judged, judge_content, judge_release
from coursewright.commands.terminal import out
from coursewright.errors import UnknownNameError
from coursewright.publishing.storing.stores import DEFAULT
from coursewright.renewing.impact.claim_register import Entry, register
from coursewright.renewing.impact.heat_map import CURRENT
from coursewright.renewing.impact.impact import impact

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Claims, and what states them.")

_AtOption = Annotated[
    str | None, typer.Option("--at", metavar="NAME", help="Of a release, edition, channel or candidate instead of the content.")
]
_AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge by. Default: today.")]


@dataclass(frozen=True, slots=True)
class _Found:
    """The register of what was asked about, and when each claim's file was last committed."""

    judged: Judged
    as_of: date
    entries: list[Entry]
    edited: Mapping[str, date]


@group.command("list")
def list_command(  # noqa: PLR0913 - a command has the options its users need
    content: ContentOption = None,
    commit: CommitOption = None,
    at: _AtOption = None,
    store: StoreOption = DEFAULT,
    as_of: _AsOfOption = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="ID", help="Only what this person or team looks after.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="Only what is to be checked by this day.")] = None,
    unverified: Annotated[bool, typer.Option("--unverified", help="Only what nobody has tried.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the claims: how each stands, for which models, who looks after it, and how much states it."""
    found, last = _read(content, commit, at, store, as_of), day_of(due, "--due")
    entries = [
        entry
        for entry in found.entries
        if (owner is None or entry.owner == owner)
        and (last is None or entry.review_by <= last)
        and not (unverified and entry.claim["verified_at"])
    ]
    if as_json:
        tell_json(_json(found, entries))
        return
    for line in _lines(found, entries):
        out.print(line)


@group.command("show")
def show_command(  # noqa: PLR0913 - a command has the options its users need
    claim: Annotated[str, typer.Argument(help="The claim's id.")],
    content: ContentOption = None,
    commit: CommitOption = None,
    at: _AtOption = None,
    store: StoreOption = DEFAULT,
    as_of: _AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one claim with its sources, when it was verified and when edited, and every lesson and question that states it."""
    found = _read(content, commit, at, store, as_of)
    entry = next((one for one in found.entries if one.id == claim), None)
    if entry is None:
        meant = nearest(claim, {one.id for one in found.entries})
        advice = f"did you mean {meant}?" if meant else "`coursewright claims list` lists them"
        raise UnknownNameError(f"nothing states a claim {claim!r}; {advice}")
    if as_json:
        tell_json(_json(found, [entry]))
        return
    for line in _shown(found, entry):
        out.print(line)


def _read(content: Path | None, commit: str | None, at: str | None, store: str, as_of: str | None) -> _Found:
    day = day_of(as_of, "--as-of") or datetime.now(UTC).date()
    judged = judge_release(at, store) if at else judge_content(content, commit)
    folder = None if at else folder_of(content)
    edited = last_edits(folder, "claims", commit or "HEAD") if folder else {}
    return _Found(judged, day, register(judged.catalogue, impact(judged.catalogue, day, judged.ledger)), edited)


def _json(found: _Found, entries: list[Entry]) -> ClaimsJson:
    catalogue = found.judged.catalogue
    claims = tuple(_claim_json(found, entry) for entry in entries)
    return ClaimsJson(of=catalogue.name, manifest=catalogue.manifest, as_of=found.as_of.isoformat(), claims=claims)


def _claim_json(found: _Found, entry: Entry) -> ClaimJson:
    edited = found.edited.get(f"claims/{entry.id}.yaml")
    return ClaimJson.model_validate(
        {
            "api": (),
            **entry.claim,
            "status": entry.status,
            "because": entry.because,
            "owner": entry.owner,
            "edited_at": edited.isoformat() if edited else None,
            "lessons": entry.lessons,
            "questions": entry.questions,
        }
    )


def _lines(found: _Found, entries: list[Entry]) -> Iterator[Text]:
    of = found.judged.catalogue.name
    yield Text(f"{counted(len(entries), 'claims')} of {of}, as of {found.as_of}", "bold")
    width = max((len(entry.id) for entry in entries), default=0)
    for entry in entries:
        tried = entry.claim["verified_at"]
        line = Text(f"  {entry.status:<11} ", STYLES.get(entry.status, "green")).append(f"{entry.id:<{width}}  ", "default")
        stated = f"{counted(len(entry.lessons), 'lessons')}, {counted(len(entry.questions), 'questions')}"
        line.append(
            f"{stated:<23}  again by {entry.review_by}  {f'verified {tried}' if tried else 'not verified':<19}", "default"
        )
        yield line.append(f"  {', '.join(entry.claim['models'])}", "dim").append(f"  {entry.owner or ''}".rstrip(), "dim")


def _shown(found: _Found, entry: Entry) -> Iterator[Text]:
    claim = entry.claim
    yield Text(entry.id, "bold").append(f"  {entry.status}", STYLES.get(entry.status, "green"))
    yield Text(f"  {claim['statement']}")
    if entry.status != CURRENT:
        yield from (Text(f"  {because}", STYLES[entry.status]) for because in entry.because)
    tried = claim["verified_at"]
    edited = found.edited.get(f"claims/{entry.id}.yaml")
    rows = [
        ("holds for", ", ".join(claim["models"])),
        ("about", ", ".join(claim.get("api", ()))),
        ("verified", f"{tried}, on {', '.join(claim['verified_against'])}" if tried else "by nobody yet"),
        ("edited", str(edited) if edited else ""),
        ("again by", str(entry.review_by)),
        ("owner", entry.owner or ""),
        *(("source", f"{one['title']}, read {one['read']}: {one['url']}") for one in claim["sources"]),
        *(("lesson", _placed(found, "lesson", name)) for name in entry.lessons),
        *(("question", _placed(found, "question", name)) for name in entry.questions),
    ]
    last = ""
    for name, value in rows:
        if value:
            yield Text(f"  {name if name != last else '':<9} ", "dim").append(value, "default")
            last = name


def _placed(found: _Found, kind: str, name: str) -> str:
    """`course/activity/question  courses/…/08-final-exam.exam.yaml:187`"""
    course, item = name.split("/")[:2]
    parts = next(one for one in found.judged.catalogue.courses if one.id == course)
    path, line = parts.item(item)["path"], found.judged.lines.get((kind, name))
    return f"{name}  {path}{f':{line}' if line else ''}" if path else name
