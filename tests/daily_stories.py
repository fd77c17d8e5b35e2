"""The whole job of the two daily functions, told as stories (see role_stories.py)."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from daily_states import index_key, snapshot_key, sunset_file
from deployed import Deployed
from role_facts import Facts, ends
from role_states import MORE, TODAY

_EVENT = {"time": TODAY.isoformat()}
_TOMORROW = {"time": TODAY.replace(day=26).isoformat()}


def observing(run: Deployed) -> Facts:
    """Observe: sources that say something, nothing new, or cannot be had; statuses of a day, and of a course that is damaged."""
    with TemporaryDirectory() as folder:
        place = sunset_file(Path(folder), ("deep-1", "2026-12-21"))
        nothing = dict.fromkeys(("openai-deprecations", "models-dev"))
        run.settings = {
            "COURSEWRIGHT_SOURCES": json.dumps({**nothing, "llm-sunset": place, "litellm": f"{folder}/nothing.json"}),
            "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        }
        yield "the first of the day", run.invoke(_EVENT)
        run.forget()
        yield "again", run.invoke(_EVENT)
        litellm = Path(folder) / "nothing.json"
        litellm.write_text(json.dumps({"deep-1": {"litellm_provider": "openai", "deprecation_date": "2026-12-21"}}))
        yield "a source whose snapshot was lost", run.invoke(_TOMORROW)
        run.drop("released", index_key(MORE, "2027-Q1"))
        later = {"time": "2026-11-27T00:23:00Z"}
        yield "a lost course", (run.deliver(later), len(run.kept), run.failed(later))
        run.settings = {}
        yield from ends(run)


def reminding(run: Deployed) -> Facts:
    """Remind: what was claimed, what is new, nothing new; a topic that refuses, and what cannot be looked at."""
    run.topics.refuses = True
    yield "the topic refuses", (run.deliver(_EVENT), len(run.kept))
    run.topics.refuses = False
    yield "afterwards", _numbers(run.invoke(_EVENT))
    run.forget()
    yield "again", _numbers(run.invoke(_EVENT))
    run.drop("released", snapshot_key())
    yield "a lost snapshot", run.failed(_EVENT)
    run.drop("released", index_key(MORE, "2027-Q1"))
    yield "a lost course", run.failed(_TOMORROW)
    yield "who was told", sorted(owner for owner, _ in run.topics.told)
    yield from ends(run)


def _numbers(facts: dict[str, object]) -> dict[str, object]:
    """Without ids, which hold what is random."""
    return {**facts, "digests": len(facts["digests"])}  # type: ignore[arg-type]
