"""The publish function in a process of its own, within a function's memory and time; tells what it answered and what it took."""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path


def main(event: str, megabytes: str, seconds: str) -> None:
    """Hand an event to the handler, within limits; an error ends the process as it would end the function."""
    memory = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    sys.path.insert(0, str(Path(__file__).parents[1] / "functions"))
    handler = import_module("publish").handler
    begun = time.process_time()
    answer = handler(json.loads(event), None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = round(time.process_time() - begun, 2)
    sys.stderr.write(json.dumps({"answer": answer, "peak": peak, "seconds": took}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
