"""Workflows, actions and templates as data, and their scripts as a runner runs them, with stand-ins for what they call."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courses import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "curriculum.yml"
ACTION = ROOT / "action.yml"


class _Loader(yaml.SafeLoader):
    """YAML as GitHub and CloudFormation read it: `on` is a word, and a tag is a function's name."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML has it
        sign: [(tag, pattern) for tag, pattern in some if tag != "tag:yaml.org,2002:bool"]
        for sign, some in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _function(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        return {suffix: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {suffix: loader.construct_sequence(node, deep=True)}
    raise AssertionError(f"!{suffix} of a mapping is not used here")


_Loader.add_multi_constructor("!", _function)
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(text: str) -> Any:  # noqa: ANN401 - YAML
    """What a YAML text says."""
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader, see above


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every step of a workflow or an action, with the job it is in."""
    value = read_yaml(path.read_text())
    jobs = value["jobs"] if "jobs" in value else {"action": value["runs"]}
    for name, job in jobs.items():
        yield from ((name, step) for step in job["steps"])


def step(path: Path, job: str, name: str) -> dict[str, Any]:
    """One step, by its name."""
    return next(one for where, one in steps(path) if (where, one.get("name")) == (job, name))


@dataclass
class Runner:
    """A folder where scripts run, and commands that stand in for others and write down how they were called."""

    folder: Path

    def stand_in(self, name: str, script: str = "", at: str = "bin") -> None:
        """A command; `script` is bash that it runs after it wrote its arguments, one a line, to <name>.calls."""
        path = self.folder / at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        log = self.folder / f"{name}.calls"
        path.write_text(f'#!/bin/bash\nprintf "%s\\n" "$@" >> "{log}"; echo "--" >> "{log}"\n{script}\n')
        path.chmod(0o755)

    def calls(self, name: str) -> list[list[str]]:
        """How a command was called."""
        log = self.folder / f"{name}.calls"
        said = log.read_text().split("--\n")[:-1] if log.is_file() else []
        return [one.splitlines() for one in said]

    def run(self, one: Mapping[str, Any], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """A step's script, as GitHub runs bash: it stops at the first error, also in a pipe."""
        missing = set(one.get("env", {})) - set(env)
        assert not missing, f"the step has more in its environment than the test gives: {missing}"
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            **env,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
