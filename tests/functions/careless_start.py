"""An entry point that does, while it starts, what no function of ours may: what the watch must see."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

CHANNELS = list(Path(os.environ["COURSEWRIGHT_RELEASED"]).glob("channels/*"))
FORMAT = next(Path(os.environ["COURSEWRIGHT_RELEASED"]).rglob("*.json")).read_bytes()
with socket.socket() as _asked:
    REACHED = _asked.connect_ex(("127.0.0.1", 9))


def handler(event: dict[str, Any], context: Any) -> None:  # noqa: ANN401 - Lambda's own
    """Nothing."""
