"""What the buckets hold before the stories of the functions are told: histories of a small curriculum, by bucket and key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from courses import STAMP, manifest
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS, SPACES
from coursewright.publishing.changes.record import put_changes
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.log import Pending, Stamp
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.removing.expunging import expunge
from coursewright.publishing.removing.takedown import FolderRemover
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.generations import ExpiringStore
from coursewright.publishing.storing.store import object_key
from coursewright.renewing.observing.observed_parts import observed_key
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.observing.status_documents import document_of, status_key
from gated import REVIEWERS, gated, observed
from judged_candidates import BY, peopled
from releases_as_sides import changed
from small_course import LESSON, VALID, punctuated, reworded, small
from uploads import key_of, sound_bundle
from watched import ScriptedSource, fact

Held = Mapping[str, Mapping[str, bytes]]
MORE, NEWEST, OLD, TAKEN = "One more sentence.", "The newest sentence.", "An old sentence.", "A sentence that a court forbids."
UNCHECKED, ASKED = "A sentence that nobody checked.", "A sentence that somebody asks to change."
LONG_AGO = replace(STAMP, at=STAMP.at - timedelta(days=120))


@dataclass
class Desk:
    """Stores in a folder, of which the candidates' expires."""

    root: Path
    released: FolderStore = field(init=False)
    candidates: ExpiringStore = field(init=False)

    def __post_init__(self) -> None:
        self.released = FolderStore(self.root / "released")
        self.candidates = ExpiringStore(FolderStore(self.root / "candidates"))

    def deposit(self, release: Release, stamp: Stamp = STAMP) -> Candidate:
        return deposit(release, self.candidates, stamp, {"tree": release.manifest, "commit": "c" * 40})

    def publish(self, release: Release, channel: str = "stable") -> None:
        promote(self.deposit(release), self.candidates, self.released, channel, STAMP)

    def take_down(self, more: str) -> None:
        """Record the takedown of a lesson with this sentence, which no release needs."""
        taken = only_in(small(more), small())
        expunged_log(self.released, taken).append(None, STAMP, {"act": "expunge", "object": taken, "releases": [], "law": ""})

    def held(self) -> Held:
        """Every byte, by bucket and key."""
        found: dict[str, dict[str, bytes]] = {"incoming": {}, "candidates": {}, "released": {}}
        for bucket, objects in found.items():
            files = (path for path in (self.root / bucket).rglob("*") if path.is_file())
            objects.update((path.relative_to(self.root / bucket).as_posix(), path.read_bytes()) for path in files)
        return found


TODAY = datetime(2026, 11, 25, 0, 23, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)


def observe(released: FolderStore, at: datetime, day: str) -> None:
    """Two sources say when deep-1 ends, and the status of every course in use is written down."""
    sources = [ScriptedSource("llm-sunset", [fact("deep-1", day)]), ScriptedSource("litellm", [fact("deep-1", day, "litellm")])]
    Observer(released, sources, lambda _: None).run(at)


def lose_ledger(released: FolderStore, release: Release, on: datetime) -> None:
    """Lose the ledger that a status names."""
    document = document_of(released, release.manifest, "minimal", on.date())
    assert document is not None
    (released.root / observed_key(document.ledger)).unlink()


@contextmanager
def desk() -> Iterator[Desk]:
    """An empty one, for a moment."""
    with TemporaryDirectory() as folder:
        yield Desk(Path(folder))


def only_in(release: Release, *others: Release) -> Digest:
    """A lesson's text that one release has and the others have not."""
    known = {place for other in others for place in other.objects}
    texts = [digest for (space, digest), data in release.objects.items() if space == OBJECTS and not data.startswith(b"{")]
    return next(digest for digest in sorted(texts) if (OBJECTS, digest) not in known)


def taken_down() -> Digest:
    """What was taken down of what was released."""
    return only_in(small(), small(MORE))


@cache
def to_read() -> Held:
    """Two editions, one extended; a release withdrawn and an object of it taken down; a candidate, and one that expired.

    Statuses were written down, with what was observed. Some things were lost: a ledger, a compressed form, the record of a name,
    and an attestation among the candidates.
    """
    with desk() as made:
        made.publish(small())
        made.publish(small(), "pilot")
        made.publish(small(MORE))
        made.publish(small(MORE, "2027-Q1"))
        rollback(made.released, "stable", STAMP)
        withdraw(made.released, Numbered("2026-Q4", 1), replace(STAMP, why="A figure was wrong."))
        expunge(made.released, [FolderRemover(made.released.root)], taken_down(), replace(STAMP, why="A court ordered it."))
        made.deposit(small(NEWEST))
        made.deposit(small(OLD), LONG_AGO)
        shutil.rmtree(made.root / "candidates" / "generations" / LONG_AGO.time[:7])
        observe(made.released, YESTERDAY, "2026-12-20")
        observe(made.released, TODAY, "2026-12-21")
        lose_ledger(made.released, small(MORE, "2027-Q1"), TODAY)
        no_status = status_key(small(MORE).manifest, "minimal", TODAY.date())
        for lost in (compressed_key(small(MORE).manifest), Pending("releases/2026-Q4", 1, b"").key, no_status):
            (made.root / "released" / lost).unlink()
        shutil.rmtree(next((made.root / "candidates" / "attestations").glob(f"*/{small(MORE).manifest}")))  # as after a restore
        return made.held()


@cache
def moved() -> Mapping[str, bytes]:
    """What one more promotion adds to the released store."""
    with desk() as made:
        for bucket, objects in to_read().items():
            for key, data in objects.items():
                path = made.root / bucket / key
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        made.publish(small("A sentence of the day after.", "2027-Q1"))
        before = to_read()["released"]
        return {key: data for key, data in made.held()["released"].items() if key not in before}


@cache
def bundles() -> Mapping[str, bytes]:
    """One that is sound, some punctuated otherwise, one with a figure drawn anew, one with a new passage, and one not sound."""
    text = read_folder(VALID).files[LESSON]
    changed = {more: sound_bundle(LESSON, punctuated(text, more)) for more in (MORE, NEWEST, TAKEN)}
    figure = "courses/minimal/first/images/lines.svg"
    drawn = read_folder(VALID).files[figure].replace(b"black", b"blue")
    larger = sound_bundle(LESSON, text + b"\nA new passage.\n")
    return {
        "sound": sound_bundle(),
        **changed,
        "drawn": sound_bundle(figure, drawn),
        "larger": larger,
        "unsound": sound_bundle("people.yaml", b"title: [\n"),
    }


@cache
def to_publish() -> Held:
    """An edition that learners have, a takedown, and bundles that came in."""
    with desk() as made:
        made.publish(small())
        made.take_down(TAKEN)
        uploads = {key_of(data): data for data in bundles().values()} | {key_of(bundles()["sound"], "two"): bundles()["sound"]}
        return {**made.held(), "candidates": {}, "incoming": uploads}


@cache
def ours(more: str = "", edition: str | None = None) -> Release:
    """A release that names its people."""
    return peopled(base=small(more, edition))


@cache
def mended(space: str) -> Release:
    """One that extends it, and shares something of this kind with it that its store will have lost."""
    return peopled(base=reworded(f"mended-{space}"))


@cache
def to_promote() -> Held:
    """Candidates of two editions, one that expired, one that needs what was taken down; and an edition that stands for long.

    All were approved by two others, but for two: of one nothing was checked, and of one somebody asks for changes. What changes
    from that edition to the first candidate is kept, and something was observed of a model.
    """
    with desk() as made:
        made.publish(ours(edition="2028-Q1"), "legacy")
        observed(made.released, "deep-1", "2029-06-30")
        put_changes(made.candidates, changed(ours(edition="2028-Q1"), ours()))
        reviewed = gated(made.candidates, made.released)
        every = [ours(), *(mended(space) for space in SPACES), ours(MORE), ours(OLD), ours(TAKEN), ours(edition="2027-Q1")]
        for one in every:
            candidate = made.deposit(one, replace(BY, at=LONG_AGO.at) if one is ours(OLD) else BY)
            reviewed.check(candidate)
            reviewed.let_pass(candidate, *REVIEWERS)
        made.deposit(ours(UNCHECKED), BY)
        asked = made.deposit(ours(ASKED), BY)
        reviewed.check(asked)
        reviewed.let_pass(asked, *REVIEWERS)
        reviewed.say(asked, "request", "dan@school.example", text="Not yet.")
        shutil.rmtree(made.root / "candidates" / "generations" / LONG_AGO.time[:7])
        made.take_down(TAKEN)
        return made.held()


def outline() -> tuple[str, bytes]:
    """The key and bytes of a course as learners have it, which the next deposit is compared with."""
    found = Digest(manifest(small())["courses"]["minimal"])
    return object_key(OBJECTS, found), small().objects[OBJECTS, found]


def shared(space: str) -> str:
    """The key of an object that a release shares with the one before."""
    found = sorted(digest for place, digest in ours().objects if place == space)
    common = [one for one in found if (space, one) in mended(space).objects]
    return object_key(space, common[-1])
