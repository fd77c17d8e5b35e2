"""The scripts of the workflow and the action, run as a runner runs them: what they call, with what, and how they end."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from courses import CONTENT, ROOT
from workflows import ACTION, WORKFLOW, Runner, step

CANDIDATE, MANIFEST = "2026-Q4-rc.2", "ab" * 32
REPORT = {"candidate": CANDIDATE, "manifest": MANIFEST, "is_new": True, "findings": [], "preview": "https://preview.example/x"}
_PUSH = ["--store", "s3://acme-courses", "--attempt", "github-7-1", "--wait", "--json"]
HOSTILE = 'stable"; touch harmed; echo "$(touch harmed)`touch harmed`'
"""What an input, a branch or a title may hold."""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    runner = Runner(tmp_path)
    bin_of_tool = tmp_path / "coursewright" / "bin"
    bin_of_tool.mkdir(parents=True)
    (bin_of_tool / "python").symlink_to(sys.executable)
    return runner


@pytest.mark.parametrize(("version", "code"), [("a" * 40, 0), ("main", 1), ("v1.0.0", 1), ("a" * 39, 1), (f"{'a' * 40}\nx", 1)])
def test_a_version_that_can_move_is_refused(runner: Runner, version: str, code: int) -> None:
    done = runner.run(step(WORKFLOW, "check", "Refuse a version that can move"), {"VERSION": version})

    assert (code, bool(code)) == (done.returncode, "::error::version must be a whole commit id" in done.stdout)


@pytest.mark.parametrize("content", ["content", HOSTILE])
def test_a_deposit_pushes_the_commit_and_keeps_the_report(runner: Runner, content: str) -> None:
    runner.stand_in("coursewright", f"echo '{json.dumps(REPORT)}'", at="coursewright/bin")
    env = {"STORE": "acme-courses", "CONTENT": content, "ATTEMPT": "github-7-1", "COMMIT": "c" * 40}
    done = runner.run(step(WORKFLOW, "deposit", "Deposit"), env)

    assert 0 == done.returncode, done.stderr
    assert [["push", "--commit", "c" * 40, "--content", content, *_PUSH]] == runner.calls("coursewright")
    assert REPORT == json.loads((runner.folder / "report.json").read_text())
    assert not (runner.folder / "harmed").exists()


@pytest.mark.parametrize(
    ("channels", "verbs"), [(["stable"], ["releases", "diff"]), (["pilot"], ["releases"]), ([], ["releases"])]
)
def test_what_changes_is_compared_with_the_channel_if_it_is_there(runner: Runner, channels: list[str], verbs: list[str]) -> None:
    (runner.folder / "report.json").write_text(json.dumps(REPORT))
    releases = json.dumps({"channels": [{"name": name, "record": 3} for name in channels]})
    runner.stand_in("coursewright", f"echo '{releases}'", at="coursewright/bin")
    done = runner.run(
        step(WORKFLOW, "deposit", "Compare with what learners have"), {"STORE": "acme-courses", "CHANNEL": "stable"}
    )

    assert 0 == done.returncode, done.stderr
    assert verbs == [call[0] for call in runner.calls("coursewright")]
    assert ("diff" not in verbs) or ["diff", "stable", CANDIDATE] == runner.calls("coursewright")[1][:3]


def test_what_is_said_goes_to_the_summary_and_to_later_jobs(runner: Runner) -> None:
    (runner.folder / "report.json").write_text(json.dumps(REPORT))
    (runner.folder / "releases.json").write_text(json.dumps({"channels": [{"name": "stable", "record": 3}]}))
    env = {"CHANNEL": "stable", "PYTHONPATH": str(ROOT / "functions")}
    done = runner.run(step(WORKFLOW, "deposit", "Say it"), env)

    assert 0 == done.returncode, done.stderr
    lines = (runner.folder / "output").read_text().splitlines()
    assert [f"candidate={CANDIDATE}", f"manifest={MANIFEST}", "seen=3", "changes=true"] == lines[:4]
    body = (runner.folder / "body.md").read_text()
    assert body == (runner.folder / "summary").read_text()
    assert (f"body<<{lines[-1]}", body) == (lines[4], "".join(f"{line}\n" for line in lines[5:-1]))


def test_a_push_that_gave_no_report_is_said_too(runner: Runner) -> None:
    done = runner.run(step(WORKFLOW, "deposit", "Say it"), {"CHANNEL": "stable", "PYTHONPATH": str(ROOT / "functions")})

    assert 0 == done.returncode, done.stderr
    assert "**Nothing was deposited.**" in (runner.folder / "body.md").read_text()
    assert "candidate=\n" in (runner.folder / "output").read_text()


@pytest.mark.parametrize(
    ("there", "method", "address"),
    [("", "POST", "repos/octo/courses/issues/5/comments"), ("77", "PATCH", "repos/octo/courses/issues/comments/77")],
)
def test_one_comment_is_written_or_changed(runner: Runner, there: str, method: str, address: str) -> None:
    runner.stand_in("gh", f'if [ "$2" = --paginate ]; then echo "{there}"; fi')
    env = {"GH_TOKEN": "test", "BODY": f"<!-- coursewright: x -->\n{HOSTILE}", "NUMBER": "5", "GITHUB_REPOSITORY": "octo/courses"}
    done = runner.run(step(WORKFLOW, "comment", "Write the comment, or change the one that is there"), env)

    assert 0 == done.returncode, done.stderr
    looked, wrote = runner.calls("gh")
    assert ["api", "--paginate", "repos/octo/courses/issues/5/comments", "--jq"] == looked[:4]
    assert ["api", "--method", method, address, "--field", f"body=@{runner.folder}/body.md", "--silent"] == wrote
    assert f"{env['BODY']}\n" == (runner.folder / "body.md").read_text()
    assert not (runner.folder / "harmed").exists()


@pytest.mark.parametrize("seen", ["3", "0"])
def test_what_was_seen_is_promoted(runner: Runner, seen: str) -> None:
    runner.stand_in("coursewright", at="coursewright/bin")
    env = {"STORE": "acme-courses", "CHANNEL": "stable", "CANDIDATE": CANDIDATE, "MANIFEST": MANIFEST, "SEEN": seen}
    env |= {"WHY": HOSTILE, "GITHUB_ACTOR": "octo"}
    done = runner.run(step(WORKFLOW, "promote", "Promote what was seen"), env)

    assert 0 == done.returncode, done.stderr
    expected = ["promote", CANDIDATE, "--channel", "stable", "--store", "s3://acme-courses", "--by", "octo", "--why", HOSTILE]
    assert [[*expected, "--manifest", MANIFEST, "--seen", seen]] == runner.calls("coursewright")
    assert not (runner.folder / "harmed").exists()


def test_the_action_shows_findings_on_their_lines_and_for_code_scanning(runner: Runner) -> None:
    shutil.copytree(CONTENT, runner.folder / "content")
    lesson = runner.folder / "content" / "courses" / "ai-foundations" / "asking-well" / "02-tokens-and-context.md"
    (runner.folder / "coursewright" / "bin" / "coursewright").symlink_to(Path(sys.executable).parent / "coursewright")
    check = step(ACTION, "action", "Check")
    good = runner.run(check, {"CONTENT": "content", "STRICT": "false"})
    lesson.write_text(f"{lesson.read_text()}\n[nowhere](nowhere.md)\n")
    bad = runner.run(check, {"CONTENT": "content", "STRICT": "false"})

    assert (0, 1) == (good.returncode, bad.returncode), good.stdout + good.stderr
    assert "::error file=content/courses/ai-foundations/asking-well/02-tokens-and-context.md,line=" in bad.stdout
    sarif = json.loads((runner.folder / "coursewright.sarif").read_text())
    assert "broken-link" in {one["ruleId"] for one in sarif["runs"][0]["results"]}
    assert f"sarif={runner.folder}/coursewright.sarif\n" in (runner.folder / "output").read_text()


def test_the_action_misused_is_not_taken_for_findings(runner: Runner) -> None:
    (runner.folder / "coursewright" / "bin" / "coursewright").symlink_to(Path(sys.executable).parent / "coursewright")
    done = runner.run(step(ACTION, "action", "Check"), {"CONTENT": "nowhere", "STRICT": "false"})

    assert 0 != done.returncode
    assert "nowhere" in done.stderr


@pytest.mark.parametrize("ends", [0, 1])
@pytest.mark.parametrize("content", ["content", HOSTILE])
def test_reviews_are_brought_as_annotations_and_into_the_summary(runner: Runner, content: str, ends: int) -> None:
    runner.stand_in(
        "coursewright", f'if [ "${{@: -1}}" = markdown ]; then echo "### Review"; fi; exit {ends}', at="coursewright/bin"
    )
    env = {"CONTENT": content, "DESK": "https://preview.example", "COURSEWRIGHT_TOKEN": "t"}
    done = runner.run(step(ACTION, "action", "Reviews"), env)

    assert 0 == done.returncode, done.stderr
    asked = ["reviews", "--content", content, "--desk", "https://preview.example", "--format"]
    assert [[*asked, "github"], [*asked, "markdown"]] == runner.calls("coursewright")
    assert "### Review\n" == (runner.folder / "summary").read_text()
    assert not (runner.folder / "harmed").exists()


def test_reviews_that_cannot_be_asked_for_as_they_are_fail_the_step(runner: Runner) -> None:
    runner.stand_in("coursewright", "exit 2", at="coursewright/bin")
    env = {"CONTENT": "content", "DESK": "", "COURSEWRIGHT_TOKEN": "t"}

    assert 0 != runner.run(step(ACTION, "action", "Reviews"), env).returncode


def test_a_fork_has_no_token_and_its_reviews_are_left_out(runner: Runner) -> None:
    runner.stand_in("coursewright", at="coursewright/bin")
    env = {"CONTENT": "content", "DESK": "https://preview.example", "COURSEWRIGHT_TOKEN": ""}
    done = runner.run(step(ACTION, "action", "Reviews"), env)

    assert (0, True) == (done.returncode, "left out" in done.stdout)
    assert [] == runner.calls("coursewright")
