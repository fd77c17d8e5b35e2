"""What the daily functions say of their work, line by line: JSON for the log, whose words metric filters count."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any


def log_line(what: str) -> Callable[[dict[str, Any]], None]:
    """Writes facts as one line under a name."""

    def write(facts: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps({what: facts}, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    return write
