"""What each published source said last, kept in the released store: observations, which never touch what was released.

Takes what a source says now; gives what that came to. A snapshot is canonical JSON at `observed/<digest>.json`, and the journal
`observations/<source>` says which snapshot was the newest, and when. A source that says what it said before writes nothing.

What a source has ceased to say is carried along under `dropped`: publishers take rows away once a model is gone, and it is gone
all the same. What it says anew takes the place of that.

Refused, and then nothing is written: a source that went back in time, and one of which suspiciously much has vanished (it was cut
off, or changed its form). Some vanished rows are usual, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import digest_of
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.records.journal import Journal, Note
from coursewright.publishing.storing.store import Store, is_key
from coursewright.renewing.observing.observed_parts import get_observed, observed_key

if TYPE_CHECKING:
    from coursewright.authoring.findings.finding import Finding  # which whoever reminds does not need

Fact = dict[str, Any]

JOURNALS = "observations"
VANISHED_AT_MOST = 0.2
"""The share of a source's facts that may be gone at once. litellm drops models when they end; 39 ended in the largest quarter."""
_FEW = 10
"""Facts that may vanish from any source: shares of little say nothing."""


class Said(Protocol):
    """What one source says now, as a reader of it gives it (renewing/sources)."""

    @property
    def source(self) -> str:
        """The source's name."""
        ...

    @property
    def version(self) -> str | None:
        """The version of what was read, if it has one."""
        ...

    @property
    def as_of(self) -> date | None:
        """The day it says it is of, if it does."""
        ...

    @property
    def facts(self) -> Iterable[Any]:
        """Facts about models and about APIs."""
        ...

    @property
    def aliases(self) -> Iterable[Any]:
        """What undated names pointed to."""
        ...

    @property
    def findings(self) -> Iterable[Finding]:
        """What is odd about it."""
        ...

    @property
    def withheld(self) -> frozenset[tuple[str, str, str]]:
        """What it speaks of in a way that cannot be true (model or API, host, field): left out of the facts, and not vanished."""
        ...


@dataclass(frozen=True, slots=True)
class Observation:
    """What looking at a source came to: `observed`, `unchanged`, `stale` or `shrunk`; and a sentence where one is needed."""

    source: str
    outcome: str
    facts: int
    says: str = ""


def observe(store: Store, said: Said, at: str, *, accepted: bool = False) -> Observation:
    """Keep what a source says now, if it is something else than before; once somebody `accepted` it, whatever it is.

    Raises:
        StoreError: the store failed; doing it again finishes it.
        LostRaceError: somebody else observes the same source just now.
    """
    if not is_key(said.source) or "/" in said.source:
        raise ValueError(f"{said.source!r} cannot be a source's name")
    journal = Journal(store, f"{JOURNALS}/{said.source}")
    newest = journal.newest()
    before, is_lost = _before(store, newest)
    found = _snapshot(said, before)
    facts = len(found["facts"])
    if before and not accepted and (wrong := _objection(found, before, said.withheld)):
        return Observation(said.source, *wrong)
    data = canonical(found)
    digest = digest_of(data)
    if newest and newest["snapshot"] == digest and not is_lost:
        return Observation(said.source, "unchanged", facts)
    store.put_if_absent(observed_key(digest), data)
    if newest and newest["snapshot"] == digest:
        return Observation(said.source, "observed", facts, "what it had said was lost, and is there again")
    about = {"source": said.source, "version": found["version"], "as_of": found["as_of"], "facts": facts}
    journal.add(newest, {"act": "observe", **about, "snapshot": digest, "at": at})
    gone = len(_keys(before["facts"]) - _keys(found["facts"])) if before else 0
    return Observation(
        said.source, "observed", facts, f"{gone} of its facts {'is' if gone == 1 else 'are'} no longer said" if gone else ""
    )


def _before(store: Store, newest: Note | None) -> tuple[Mapping[str, Any] | None, bool]:
    """What a source said before, and whether that is lost."""
    try:
        return (get_observed(store, newest["snapshot"]) if newest else None), False
    except MissingObjectError:
        return None, True


def newest_snapshots(store: Store) -> tuple[dict[str, tuple[Note, Mapping[str, Any]]], dict[str, str]]:
    """The newest snapshot of each source that was ever observed, with the note that names it; and why others cannot be read.

    Raises:
        StoreError: the store cannot be read.
    """
    found: dict[str, tuple[Note, Mapping[str, Any]]] = {}
    wrong = {}
    for name in store.folders(f"{JOURNALS}/"):
        try:
            if note := Journal(store, f"{JOURNALS}/{name}").newest():
                found[name] = note, get_observed(store, note["snapshot"])
        except (DamagedObjectError, MissingObjectError) as error:
            wrong[name] = str(error)
    return found, wrong


def _snapshot(said: Said, before: Mapping[str, Any] | None) -> dict[str, Any]:
    facts = _sorted(map(plain, said.facts))
    known = _keys(facts)
    earlier = [*before["facts"], *before["dropped"]] if before else []
    return {
        "kind": "observed",
        "source": said.source,
        "version": said.version,
        "as_of": said.as_of.isoformat() if said.as_of else None,
        "facts": facts,
        "dropped": _sorted(fact for fact in earlier if key_of(fact) not in known),
        "aliases": _sorted(map(plain, said.aliases)),
    }


def _objection(
    found: Mapping[str, Any], before: Mapping[str, Any], withheld: frozenset[tuple[str, str, str]]
) -> tuple[str, int, str] | None:
    facts = len(found["facts"])
    if found["as_of"] and before["as_of"] and found["as_of"] < before["as_of"]:
        return "stale", facts, f"it is of {found['as_of']}, and was of {before['as_of']} before; that is kept"
    had = _keys(before["facts"])
    gone = {key for key in had - _keys(found["facts"]) if key[1:] not in withheld}
    if len(gone) > max(_FEW, VANISHED_AT_MOST * len(had)) or (had and not facts):
        return "shrunk", facts, f"{len(gone)} of {len(had)} facts have vanished at once; what it said before is kept"
    return None


def key_of(fact: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """What a fact is about: a model or an API, a host, a field."""
    return ("api" if "api" in fact else "model", str(fact.get("api") or fact["model"]), fact["host"], fact["field"])


def plain(shape: Any) -> Fact:  # noqa: ANN401 - a fact of any reader
    """A fact or an alias as JSON."""
    if isinstance(shape, Mapping):
        return dict(shape)
    if hasattr(shape, "model_dump"):
        made: Fact = shape.model_dump(mode="json")
        return made
    names = getattr(type(shape), "__slots__", ()) or vars(shape)
    said = ((name, getattr(shape, name)) for name in names)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said}


def _keys(facts: Iterable[Mapping[str, Any]]) -> set[tuple[str, str, str, str]]:
    return {key_of(fact) for fact in facts}


def _sorted(facts: Iterable[Fact]) -> list[Fact]:
    """Each once, in one order."""
    return [fact for _, fact in sorted({canonical(fact): fact for fact in facts}.items())]
