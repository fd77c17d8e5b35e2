"""How long one event's impact takes on a large catalogue: 10,000 lessons and as many quizzes, 2,000 claims, 500 models.

There is no peer that works this out, so what stands beside it is what people do instead: looking for the model's name in every
file, by `git grep` over the same number of lessons, which finds neither claims by other names nor questions nor objectives.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from catalogues import FIRST, made_up
from coursewright.renewing.impact.impact import impact
from coursewright.renewing.impact.what_if import Question, answered

_LESSONS, _CLAIMS, _MODELS = 10_000, 2_000, 500
_TIMES = 7


def main() -> None:
    """Print a table in Markdown."""
    catalogue = made_up(25, _LESSONS, _CLAIMS, _MODELS)
    day = FIRST + timedelta(days=200)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        rows = {
            "impact of one event": lambda: answered(catalogue, Question(day, model="model-100")),
            "impact of everything on a day": lambda: impact(catalogue, day),
            "git grep for one name": lambda: _grep(Path(folder), "model-100"),
        }
        print("| 10,000 lessons, seconds | median | worst |\n| --- | ---: | ---: |")
        for name, work in rows.items():
            taken = sorted(_seconds(work) for _ in range(_TIMES))
            print(f"| {name} | {statistics.median(taken):.2f} | {taken[-1]:.2f} |")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _write(folder: Path) -> None:
    """As many lessons of a usual length, in git."""
    text = "A lesson says what it says, and goes on for some time. " * 100
    for number in range(_LESSONS):
        (folder / f"{number:05d}.md").write_text(f"{text}\nIt names model-{number * 5 % _MODELS}.\n")
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x")):
        subprocess.run(["git", *words], cwd=folder, check=True)  # noqa: S607 - git, as a user would


def _grep(folder: Path, name: str) -> None:
    subprocess.run(["git", "grep", "-lw", name], cwd=folder, check=True, capture_output=True)  # noqa: S607 - the same


if __name__ == "__main__":
    main()
