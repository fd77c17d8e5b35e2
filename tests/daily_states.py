"""What the released bucket holds before the stories of the daily functions, and what sources say in them."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

from coursewright.publishing.records.journal import Journal
from coursewright.publishing.storing.store import object_key
from coursewright.renewing.observing.observed_parts import observed_key
from coursewright.renewing.reminding.reminder import Digest, Reminder
from role_states import MORE, TODAY, YESTERDAY, Desk, Held, desk, observe
from small_course import small

COURSE = "minimal"


class _Killed(BaseException):
    pass


class _Dies:
    """Sends nothing: the run ends there."""

    def tell(self, digest: Digest) -> None:
        raise _Killed(digest.id)


def sunset_file(folder: Path, *rows: tuple[str, str]) -> str:
    """A file like that of llm-sunset, and its path."""
    made = [{"provider": "OpenAI", "model_id": model, "shutdown_date": day, "last_observed": "2026-11-24"} for model, day in rows]
    path = folder / "snapshot.json"
    path.write_text(json.dumps(made))
    return str(path)


def _two_editions(made: Desk) -> None:
    made.publish(small())
    made.publish(small(MORE, "2027-Q1"), "next")


@cache
def to_observe() -> Held:
    """Two editions in use, observed yesterday, and one snapshot that was lost since."""
    with desk() as made:
        _two_editions(made)
        observe(made.released, YESTERDAY, "2026-12-20")
        note = Journal(made.released, "observations/litellm").newest()
        assert note is not None
        (made.root / "released" / "observed" / f"{note['snapshot']}.json").unlink()
        return made.held()


@cache
def to_remind() -> Held:
    """Two editions in use and what was observed, and a digest that was claimed and not sent."""
    with desk() as made:
        _two_editions(made)
        observe(made.released, YESTERDAY, "2026-12-20")
        with suppress(_Killed):
            Reminder(made.released, _Dies(), lambda: YESTERDAY, lambda _: None).run(YESTERDAY.date())
        observe(made.released, TODAY, "2026-12-21")
        return made.held()


def index_key(more: str = "", edition: str | None = None) -> str:
    """Where a course's index is."""
    from courses import manifest  # noqa: PLC0415 - for this only

    return object_key("objects", manifest(small(more, edition))["courses"][COURSE])


def snapshot_key() -> str:
    """Where the newest snapshot of a source is."""
    with desk() as made:
        for key, data in to_remind()["released"].items():
            made.released.put_if_absent(key, data)
        note = Journal(made.released, "observations/litellm").newest()
        assert note is not None
        return observed_key(note["snapshot"])
