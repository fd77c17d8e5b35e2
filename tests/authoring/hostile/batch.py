"""The child process of test_hostile.py: warms up once, then runs every n-th case in a fork of its own.

python -m authoring.hostile.batch <k> <n> <folder>      prints one JSON object for each case
"""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import asdict
from pathlib import Path

from authoring.hostile.case import Case
from authoring.hostile.every import cases
from authoring.hostile.watching import Outcome, clear, run, warm_up

NEARLY_TOO_SLOW = 1.5  # seconds
REFERENCE = 0.106  # CPU seconds of `_reference` on the machine the bound of 2 s was set on, an otherwise idle one


def main(number: int, batches: int, folder: Path, wanted: str = "") -> None:
    """Run the cases of one batch."""
    warm_up()
    slower = max(1.0, min(_reference() for _ in range(3)) / REFERENCE)
    chosen = [case for case in cases()[number::batches] if re.search(wanted, f"{case.sort} {case.name}")]
    for case in chosen:
        outcome = _at_its_best(case, folder / "sandbox")
        outcome.seconds = round(outcome.seconds / slower, 3)
        missed = case.says and not set(case.says) & set(outcome.codes)
        if missed and not outcome.trouble:
            outcome.trouble = f"none of {', '.join(case.says)} is among {outcome.codes}"
        print(json.dumps(asdict(outcome)), flush=True)  # noqa: T201 - this is how it answers


def _reference() -> float:
    """CPU seconds of a fixed piece of work: how much slower this machine is just now."""
    began, total = time.process_time(), 0
    for number in range(2_000_000):
        total += number * number % 7
    return time.process_time() - began


def _at_its_best(case: Case, sandbox: Path) -> Outcome:
    """Up to three runs of a case that seems slow: whatever else the machine does only adds to a figure."""
    best = run(case, sandbox)
    clear(sandbox)
    for _ in range(2):
        if best.seconds < NEARLY_TOO_SLOW:
            break
        best = min(best, run(case, sandbox), key=lambda outcome: outcome.seconds)
        clear(sandbox)
    return best


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
