"""Commands as a person types them, but in this process: what they print, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from jsonschema import Draft202012Validator

from courses import ROOT


@dataclass
class Typed:
    """Types commands that act on one folder of stores, or on those at an address."""

    root: Path
    screen: pytest.CaptureFixture[str]
    status: int = 0
    address: str = ""

    def __call__(self, command: Callable[..., None], *arguments: Any, **options: Any) -> str:  # noqa: ANN401 - as typed
        """All that a command printed; its exit code is in `status`."""
        self.status = 0
        try:
            command(*arguments, store=self.address or self.root, **options)
        except typer.Exit as ended:
            self.status = ended.exit_code
        shown = self.screen.readouterr()
        return shown.out + shown.err

    def json(self, verb: str, command: Callable[..., None], *arguments: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        """What a command printed with --json, held against the schema of its verb."""
        told: dict[str, Any] = json.loads(self(command, *arguments, as_json=True, **options))
        found = next((ROOT / "schemas").glob(f"*/{verb}.schema.json"))
        schema = json.loads(found.read_text())
        Draft202012Validator(schema).validate(told)
        return told
