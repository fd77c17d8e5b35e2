"""A process killed in the middle of a promotion, against a real S3 server: readers see old or new, and a second run completes.

`test_s3_points` tries every call in one process; here the process really ends, with whatever was on the wire.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from courses import STAMP
from coursewright.errors import UnknownNameError
from coursewright.publishing.depositing.deposit import deposit, find_candidate
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.generations import ExpiringStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.serving.pin import Pins
from s3_server import SeaweedFS
from small_course import reworded, small

SHARES = (0.02, 0.25, 0.5, 0.75, 0.9, 0.99)
"""How far into the calls of a promotion its process is killed."""


@dataclass(frozen=True)
class Buckets:
    """The two buckets of a server."""

    server: SeaweedFS
    candidates: str
    released: str

    def deposit_and_promote(self, word: str, at: int = 0) -> int:
        """Deposit and promote; killed as its `at`-th call is answered. Gives how many calls it took."""
        calls = [0]

        def count(**_: object) -> None:
            calls[0] += 1
            if calls[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)

        client = self.server.client()
        client.meta.events.register("after-call.s3" if at % 2 else "before-call.s3", count)
        candidates, released = ExpiringStore(S3Store(client, self.candidates)), S3Store(client, self.released)
        made = reworded(word) if word else small()
        found = deposit(made, candidates, STAMP, {"commit": "c" * 40})
        promote(found, candidates, released, "stable", replace(STAMP, why=word))
        return calls[0]

    def seen(self) -> str | None:
        """The manifest that readers of the channel get, whole."""
        store = self.server.store(self.released)
        try:
            pin = Pins(store).resolve("stable")
        except UnknownNameError:
            return None
        assert dict(reachable(store, pin.manifest))
        return str(pin.manifest)


@pytest.fixture(scope="module")
def buckets() -> Iterator[Buckets]:
    small(), reworded("compiled before there is a child")
    with SeaweedFS() as server:
        yield Buckets(server, server.bucket(), server.bucket())


@pytest.mark.endurance
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_killed_process_leaves_old_or_new_and_a_second_run_completes(buckets: Buckets) -> None:
    buckets.deposit_and_promote("")
    calls = buckets.deposit_and_promote("counted")
    for number, share in enumerate(SHARES):
        word, old = f"word{number}", buckets.seen()
        new = str(reworded(word).manifest)
        child = os.fork()
        if child == 0:
            try:
                buckets.deposit_and_promote(word, max(1, int(calls * share) + number % 2))
            finally:
                os._exit(9)  # it should have been killed; a child must not run the rest of the test session
        status = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(status), f"the call at {share} was not reached"
        assert buckets.seen() in (old, new)

        buckets.deposit_and_promote(word)
        assert buckets.seen() == new
    again = find_candidate(S3Store(buckets.server.client(), buckets.candidates), parse_candidate("2026-Q4-rc.3"))
    assert again
    assert again.record["generation"] == "2026-11"
    print(f"killed at {len(SHARES)} of {calls} calls, {calls} made by an undisturbed run")  # noqa: T201 - the figure
