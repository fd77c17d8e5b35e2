"""The roles of authors' repositories (github.yaml), asked what they can do with everything that the stories know."""

from __future__ import annotations

from courses import ROOT
from deployed import STORE_NAME, stack
from granted import granted_to, of_buckets
from iam_policies import Request, Statement, Verdict, judged
from policy_questions import ACCOUNT, every_key, place_of, s3
from transformed import stack_in


def of_github(role: str) -> tuple[Statement, ...]:
    parameters = {"StoreName": STORE_NAME, "Repository": "acme/courses", "RepositoryName": "courses"}
    return (*granted_to(stack_in(ROOT / "github.yaml", parameters, ACCOUNT), role), *of_buckets(stack()))


def _can(role: str) -> set[str]:
    """What a role can do with what the buckets hold, by action, bucket and place."""
    statements, found = of_github(role), set()
    for bucket, key in every_key():
        name, place = f"{STORE_NAME}-{bucket}", place_of(key)
        asked = (s3("GetObject", name, key), s3("PutObject", name, key, s3__if_none_match="*"), s3("DeleteObject", name, key))
        found |= {f"{one.action} {bucket}/{place}" for one in asked if judged(one, statements) is Verdict.ALLOWED}
    return found


def test_an_authors_repository_deposits_and_reads_reports_and_nothing_else() -> None:
    reports = s3("GetObject", f"{STORE_NAME}-incoming", "reports/a/b/0001.json")

    assert {"s3:PutObject incoming/incoming"} == _can("Depositor")
    assert Verdict.ALLOWED is judged(reports, of_github("Depositor"))
    assert Verdict.ALLOWED is not judged(s3("PutObject", f"{STORE_NAME}-incoming", "incoming/a/b"), of_github("Depositor"))


def test_what_compares_candidates_reads_no_answer_key() -> None:
    read = {one.removeprefix("s3:GetObject ") for one in _can("Reader")}

    assert {"candidates/candidates", "candidates/objects", "candidates/private", "released/objects", "released/private",
            "released/releases", "released/editions", "released/channels"} == read  # fmt: skip


def test_what_promotes_asks_the_promote_function_and_touches_no_store() -> None:
    names = [
        f"{STORE_NAME}-{name}" for name in ("promote", "promote:live", "promote:1", "publish", "publish:live", "content-api")
    ]
    asked = {name: Request("lambda:InvokeFunction", ACCOUNT.arn("lambda", f"function:{name}")) for name in names}
    can = {name for name, one in asked.items() if judged(one, of_github("Promoter")) is Verdict.ALLOWED}

    assert set() == _can("Promoter")
    assert {f"{STORE_NAME}-promote", f"{STORE_NAME}-promote:live"} == can
