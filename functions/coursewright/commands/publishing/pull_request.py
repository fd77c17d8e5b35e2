"""What a workflow says about a candidate in a pull request: the preview, what changes for learners, and what a later step needs.

Takes the report that `coursewright push --wait --json` printed and, where a role may read the stores, what `diff --json` and
`releases --json` printed. Gives a comment in Markdown and outputs for later steps. All of it was written by authors, so none of
it is markup: what they wrote stands in code, where nobody is mentioned and nothing is a link.

Run as `python -m coursewright.commands.publishing.pull_request`, with a file for each of these; `--help` lists them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from coursewright.publishing.records.names import parse_numbered

MARK = "<!-- coursewright: one comment, kept up to date -->"
"""By this line a later run finds the comment to change."""
_LARGEST = 60_000
"""Bytes; GitHub takes comments of 65,536 characters."""
_SHOWN = 50
_LINK = re.compile(r"https://[A-Za-z0-9._~:/?#&=%+-]+")


def comment(report: Mapping[str, Any], diff: Mapping[str, Any] | None, channel: str) -> str:
    """The comment, which is bounded."""
    lines = [MARK, "### Coursewright", "", *_state(report)]
    if diff is not None:
        lines += ["", *_changes(diff, channel)]
    elif report.get("candidate"):
        lines += [
            "",
            f"What changes was not looked up: `{channel}` may not be there yet, or no role to read the stores was given.",
        ]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) <= _LARGEST:
        return text
    return text.encode()[:_LARGEST].decode(errors="ignore").rpartition("\n")[0] + "\n\nThe rest is in the log of the run.\n"


def outputs(
    report: Mapping[str, Any], diff: Mapping[str, Any] | None, releases: Mapping[str, Any] | None, channel: str
) -> dict[str, str]:
    """What a promotion is told: the release and the channel's record that were seen, and whether it changes anything."""
    name, manifest = str(report.get("candidate") or ""), str(report.get("manifest") or "")
    found = parse_numbered(name)
    if found is None or not found.is_candidate or not re.fullmatch(r"[0-9a-f]{64}", manifest):
        return {"candidate": "", "manifest": "", "seen": "", "changes": "false"}
    records = [one["record"] for one in (releases or {}).get("channels", ()) if one["name"] == channel]
    seen = str(int(records[0])) if records else "0" if releases is not None else ""
    is_same = diff is not None and diff["old"]["manifest"] == manifest
    return {"candidate": name, "manifest": manifest, "seen": seen, "changes": "true" if seen and not is_same else "false"}


def _state(report: Mapping[str, Any]) -> Iterator[str]:
    if report.get("candidate"):
        known = "" if report.get("is_new") else " It was a candidate already: the same content gives the same release."
        yield f"`{_plain(report['candidate'])}` is deposited, manifest `{_plain(str(report['manifest'])[:12])}`.{known}"
        if _LINK.fullmatch(str(report.get("preview") or "")):
            yield f"Preview, as a learner will see it: <{report['preview']}>"
        return
    yield "**Nothing was deposited.**"
    if report.get("problem"):
        yield ""
        yield _code(str(report["problem"]))
    findings = report.get("findings") or []
    if findings:
        yield ""
        yield from (_code(_finding(one)) for one in findings[:_SHOWN])
        yield from [f"\n… and {len(findings) - _SHOWN} more"] if len(findings) > _SHOWN else []


def _changes(diff: Mapping[str, Any], channel: str) -> Iterator[str]:
    old = _plain(diff["old"]["name"])
    if diff["old"]["manifest"] == diff["new"]["manifest"]:
        yield f"It is what `{channel}` has now (`{old}`), byte for byte."
        return
    counts = ", ".join(f"{count} {_plain(what)}" for what, count in diff["counts"].items() if count)
    yield f"Since `{old}`, which `{channel}` has now: {counts or 'no lesson or activity differs'}."
    yield ""
    lines = list(_differences(diff))
    yield from (_code(line) for line in lines[:_SHOWN])
    yield from [f"\n… and {len(lines) - _SHOWN} lines more"] if len(lines) > _SHOWN else []


def _differences(diff: Mapping[str, Any]) -> Iterator[str]:
    marks = {"added": "+", "removed": "-", "kept": "~"}
    for course in diff["courses"]:
        yield f"{marks.get(course['change'], '?')} {course['id']}" + (
            f": {', '.join(course['changed'])}" if course["changed"] else ""
        )
        for item in course["items"]:
            said = [*item["changed"], *(["moved"] if item["moved"] else [])]
            yield f"    {marks.get(item['change'], '?')} {item['id']}  {item['kind']}  {', '.join(said)}".rstrip()
    if diff["changed"]:
        yield f"also changed: {', '.join(diff['changed'])}"


def _finding(one: Mapping[str, Any]) -> str:
    place = one.get("place") or one
    where = ":".join(str(place[part]) for part in ("path", "line", "column") if place.get(part) is not None)
    return f"{where}: {one.get('severity', 'error')}: {one.get('message', '')} [{one.get('code', '')}]"


def _plain(text: str) -> str:
    """Fit to stand between backticks."""
    return re.sub(r"[^A-Za-z0-9._ -]", "?", text)


def _code(text: str) -> str:
    """A line of an indented code block; whatever breaks a line is a blank in it."""
    return "    " + "".join(sign if sign.isprintable() else " " for sign in text)


def _read(path: Path | None) -> dict[str, Any] | None:
    """What a command printed; None where it was not run, or printed nothing."""
    if path is None or not path.is_file() or not path.read_text().strip():
        return None
    value = json.loads(path.read_text())
    if not isinstance(value, dict):
        sys.exit(f"{path} does not hold what a command prints with --json")
    return value


def main(arguments: Sequence[str]) -> None:
    """Write the comment and the outputs."""
    parser = argparse.ArgumentParser(prog="pull_request", description="What a workflow says about a candidate.")
    for name in ("report", "diff", "releases", "body", "outputs"):
        parser.add_argument(f"--{name}", type=Path, required=name in {"body", "outputs"})
    parser.add_argument("--channel", required=True)
    given = parser.parse_args(arguments)
    report = _read(given.report) or {"problem": "the push gave no report; its log says why"}
    diff, releases = _read(given.diff), _read(given.releases)
    given.body.write_text(comment(report, diff, given.channel))
    with given.outputs.open("a") as file:
        file.writelines(f"{name}={value}\n" for name, value in outputs(report, diff, releases, given.channel).items())


if __name__ == "__main__":
    main(sys.argv[1:])
