"""What every story of a function ends with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deployed import Deployed

Facts = Iterator[tuple[str, Any]]


def ends(run: Deployed) -> Facts:
    """What it told others, and what it left behind."""
    yield "events", list(run.bus.told)
    yield "what was kept", len(run.kept)
    yield "the log", run.logged
    yield "what the buckets hold", run.keys()
