"""How long an author waits after saving a file: `coursewright check FILE`, its start included.

Beside it, in the same run: the check of the whole content, a Python that does nothing (what no program in Python goes below), and
PyMarkdown on the same lesson, a checker of Markdown that also starts anew for each file. It judges one file by itself;
`coursewright check` reads the whole curriculum each time, because what one file names stands in others.

The commands take turns, so that a busy spell of the machine falls on all of them alike. Wall time is what an author waits;
CPU time (user and system) says what the command costs even where other work runs beside it.

    .venv/bin/python benchmarks/check_one_file.py [RUNS]
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
CHECK = (str(Path(PYTHON).with_name("coursewright")), "check")
COURSE = "content/courses/ai-foundations"
LESSON = f"{COURSE}/asking-well/02-tokens-and-context.md"
YAML = f"{COURSE}/asking-well/05-asking-well-check.quiz.yaml"
PEER = "pymarkdown"
HOW_TO_INSTALL = "uv tool install pymarkdownlnt==0.9.41, or pipx install pymarkdownlnt==0.9.41"  # apart: it has pins of its own
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Python keeps what it compiled, as it does unless told not to; the first run of each command, which compiles, is not counted."""

Run = tuple[float, float]


def main(runs: int) -> None:
    """Run every command in turn, so many times, and print what they took."""
    commands = _commands()
    for command in commands.values():
        _run(command)
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(_run(command))
    print(f"{runs} runs each on Python {sys.version.split()[0]}; milliseconds\n")
    print(f"{'':44} {'wall median':>12} {'CPU median':>12} {'CPU least':>12}")
    for name, pairs in taken.items():
        wall, cpu = ([pair[index] * 1000 for pair in pairs] for index in (0, 1))
        print(f"{name:44} {median(wall):12.0f} {median(cpu):12.0f} {min(cpu):12.0f}")
    if shutil.which(PEER) is None:
        print(f"\nTo see PyMarkdown beside it: {HOW_TO_INSTALL}")


def _commands() -> Mapping[str, Sequence[str]]:
    commands = {
        "coursewright check, one lesson": (*CHECK, LESSON),
        "coursewright check, one YAML file": (*CHECK, YAML),
        "coursewright check, the whole content": (*CHECK, "--content", "content"),
        "python -c pass": (PYTHON, "-c", "pass"),
    }
    if peer := shutil.which(PEER):
        commands["pymarkdown scan, one lesson"] = (peer, "scan", LESSON)
    return commands


def _run(command: Sequence[str]) -> Run:
    """Wall and CPU seconds of a command that says its say (0 or 1) and not that it could not be run."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=ENVIRONMENT)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} failed: {done.stderr.decode()}")
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
