"""A case run in a forked child, watched: processor time, memory, how it ended, and what it wrote where."""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console

from authoring.hostile.case import Case
from authoring.trees import VALID, files_of, tree_of
from coursewright.authoring.check import Report, check
from coursewright.authoring.reports.findings_json import as_json
from coursewright.authoring.reports.github import as_github
from coursewright.authoring.reports.sarif import as_sarif
from coursewright.authoring.reports.text import as_text
from coursewright.errors import SourceError

TRACED_SECONDS = 3
BACKSTOP_SECONDS = 8
BACKSTOP_BYTES = 1_500_000_000
_ELAPSED_SECONDS = 60
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_TOUCHING = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.truncate", "os.utime")
_REACHING = ("os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.bind")


class _TooLongError(BaseException):
    """Raised where the time goes, so that its traceback shows it."""


@dataclass
class Outcome:
    """How a case ended. `trouble` is what must not happen: a traceback, a signal, a write; `codes` is what was found."""

    name: str
    sort: str
    seconds: float = 0.0
    megabytes: float = 0.0
    codes: list[str] = field(default_factory=list)
    trouble: str = ""


@dataclass
class _Watch:
    """What Python says of itself while a case runs (sys.addaudithook cannot be taken back, so it is switched)."""

    on: bool = False
    seen: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and _is_outside(event, arguments):
            self.seen.append(f"{event} {ascii(arguments)[:200]}")


def _is_outside(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        is_path = not isinstance(arguments[0], int)  # a pipe to git is a number
        return is_path and isinstance(flags, int) and bool(flags & _WRITING) and arguments[0] != os.devnull
    if event == "subprocess.Popen":
        return arguments[0] != "git"
    return event in _TOUCHING or event in _REACHING


def warm_up() -> None:
    """Load what every case needs, so that none pays for it; what is there by then is not collected again in each child."""
    report = check(tree_of(files_of(VALID)))
    _print(report)
    _in_other_forms(report)
    gc.collect()
    gc.freeze()


def run(case: Case, sandbox: Path) -> Outcome:
    """Run a case in a child of its own, in an empty working directory beside a canary."""
    for name in ("cwd", "canary"):
        (sandbox / name).mkdir(parents=True)
    (sandbox / "canary" / "bird").write_text("sings")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(case, sandbox, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != 0 or not told:
        return Outcome(case.name, case.sort, trouble=f"the child ended with {os.waitstatus_to_exitcode(status)}")
    return Outcome(**json.loads(told))


def _be_the_child(case: Case, sandbox: Path, writing: int) -> None:
    status = 1
    try:
        signal.alarm(_ELAPSED_SECONDS)
        os.chdir(sandbox / "cwd")
        outcome = _outcome(case, sandbox)
        with os.fdopen(writing, "w", encoding="ascii") as pipe:
            json.dump(asdict(outcome), pipe)
        status = 0
    finally:
        os._exit(status)


def _outcome(case: Case, sandbox: Path) -> Outcome:
    watch = _Watch()
    sys.addaudithook(watch)
    outcome = Outcome(case.name, case.sort)
    resident = _status("VmRSS")
    read = case.prepare(sandbox)
    gc.collect()
    before = sorted(_listing(sandbox))
    _bound()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here: proc(5)
    begun = _processor_seconds()
    watch.on = True
    try:
        report = check(read())
        _print(report)
        outcome.codes = [f"{figure.width}x{figure.height}" for figure in report.draft.figures.values()]  # measured when asked for
        outcome.codes = sorted({finding.code for finding in report.findings})
    except SourceError:
        outcome.codes = ["refused"]
    except BaseException:  # noqa: BLE001 - every traceback is what this looks for
        outcome.trouble = traceback.format_exc(limit=-6)[-2_000:]
    outcome.seconds = round(_processor_seconds() - begun, 3)
    outcome.megabytes = round((_status("VmHWM") - resident) / 1_000, 1)
    resource.setrlimit(resource.RLIMIT_CPU, (resource.getrlimit(resource.RLIMIT_CPU)[1],) * 2)
    if not outcome.trouble and outcome.codes != ["refused"]:
        outcome.trouble = _in_other_forms(report)
    watch.on = False
    outcome.trouble += "; ".join(watch.seen[:5])
    if sorted(_listing(sandbox)) != before:
        outcome.trouble += "files were written"
    return outcome


def _print(report: Report) -> None:
    """As the command does."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    console = Console(file=out, soft_wrap=True, highlight=False, width=200)
    for line in as_text(report):
        console.print(line)


def _in_other_forms(report: Report) -> str:
    try:
        for form in (as_json, as_sarif):
            json.loads(form(report).encode())
        "\n".join(as_github(report)).encode()
    except Exception:  # noqa: BLE001 - every traceback is what this looks for
        return traceback.format_exc(limit=-6)[-2_000:]
    return ""


def _bound() -> None:
    spent = int(time.process_time()) + 1
    signal.signal(signal.SIGXCPU, _too_long)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + TRACED_SECONDS, spent + BACKSTOP_SECONDS))
    size = _status("VmSize") * 1_000 + BACKSTOP_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _too_long(*_: object) -> None:
    raise _TooLongError("more processor time than any case may take")


def _processor_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _status(name: str) -> int:
    """A figure of this process in kilobytes: proc_pid_status(5)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 // 1_000 for line in lines if line.startswith(f"{name}:"))


def _listing(sandbox: Path) -> Iterator[tuple[str, int, int, int]]:
    """Everything below a folder, links not followed; what is too deep to name is left out."""
    pending = [str(sandbox)]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    found = entry.stat(follow_symlinks=False)
                    yield entry.path, found.st_mode, found.st_size, found.st_mtime_ns
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
        except OSError:
            continue


def clear(sandbox: Path) -> None:
    """Take a case's folder away; rm goes deeper than the stack."""
    subprocess.run(["rm", "-rf", str(sandbox)], check=True)
