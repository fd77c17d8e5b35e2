"""What a call of an AWS API asks of IAM: for each call, the actions and resources that its caller must be granted.

Takes the service, the operation and its parameters; gives requests for `iam_policies.judged`. A call that is not in the table is
an error, so that no call goes unjudged. The table follows the Service Authorization Reference
(https://docs.aws.amazon.com/service-authorization/latest/reference/), and for S3 also
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from iam_policies import NotUnderstoodError, Request

Parameters = Mapping[str, Any]
SECURE = {"aws:securetransport": ("true",)}


@dataclass(frozen=True)
class Account:
    """Where the calls are made: what stands in ARNs, and which key each alias names."""

    region: str = "eu-central-1"
    number: str = "123456789012"
    aliases: Mapping[str, str] = field(default_factory=dict)

    def arn(self, service: str, rest: str) -> str:
        """The ARN of something of this account."""
        return f"arn:aws:{service}:{self.region}:{self.number}:{rest}"


def requests_of(service: str, operation: str, parameters: Parameters, account: Account) -> list[Request]:
    """What a call asks of IAM.

    Raises:
        NotUnderstoodError: the table does not have it.
    """
    try:
        asked = _TABLE[service, operation]
    except KeyError as error:
        raise NotUnderstoodError(f"what {service}.{operation} asks of IAM is not in the table of {__name__}") from error
    return asked(parameters, account)


def listing_of(bucket: str) -> Request:
    """What S3 asks before it says that an object is absent: whether the caller may list its bucket, with no prefix to judge by.

    Who may not is told 403 in place of 404 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, Permissions).
    """
    return Request("s3:ListBucket", f"arn:aws:s3:::{bucket}", SECURE)


def _on_object(action: str) -> Callable[[Parameters, Account], list[Request]]:
    def asked(parameters: Parameters, _account: Account) -> list[Request]:
        named = "Version" if "VersionId" in parameters else ""
        resource = f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"
        return [Request(f"s3:{action}{named}", resource, SECURE | _conditional(parameters))]

    return asked


def _conditional(parameters: Parameters) -> dict[str, tuple[str, ...]]:
    keys = {
        "IfNoneMatch": "s3:if-none-match",
        "IfMatch": "s3:if-match",
        "ServerSideEncryption": "s3:x-amz-server-side-encryption",
    }
    return {key: (str(parameters[name]),) for name, key in keys.items() if name in parameters}


def _put(parameters: Parameters, account: Account) -> list[Request]:
    named = {"Tagging": "PutObjectTagging", "ACL": "PutObjectAcl", "ObjectLockMode": "PutObjectRetention"}
    also = [action for name, action in named.items() if name in parameters]
    return [one for action in ("PutObject", *also) for one in _on_object(action)(parameters, account)]


def _delete_many(parameters: Parameters, account: Account) -> list[Request]:
    each = [{"Bucket": parameters["Bucket"], **one} for one in parameters["Delete"]["Objects"]]
    return [request for one in each for request in _on_object("DeleteObject")(one, account)]


def _list(parameters: Parameters, _account: Account) -> list[Request]:
    said = {"Prefix": "s3:prefix", "Delimiter": "s3:delimiter", "MaxKeys": "s3:max-keys"}
    context = {key: (str(parameters[name]),) for name, key in said.items() if name in parameters}
    return [Request("s3:ListBucket", f"arn:aws:s3:::{parameters['Bucket']}", SECURE | context)]


def _with_key(action: str) -> Callable[[Parameters, Account], list[Request]]:
    def asked(parameters: Parameters, account: Account) -> list[Request]:
        name = str(parameters["KeyId"])
        alias = name.rpartition(":")[2] if "alias/" in name else None
        key = account.aliases.get(alias, f"an unknown alias, {alias}") if alias else name
        said = {"MessageType": "kms:messagetype", "SigningAlgorithm": "kms:signingalgorithm"}
        context = {key: (str(parameters[name]),) for name, key in said.items() if name in parameters}
        if alias:
            context["kms:requestalias"] = (alias,)
        return [Request(f"kms:{action}", key if key.startswith("arn:") else account.arn("kms", f"key/{key}"), context)]

    return asked


def _put_events(parameters: Parameters, account: Account) -> list[Request]:
    asked = []
    for entry in parameters["Entries"]:
        bus = str(entry.get("EventBusName", "default"))
        context = {"events:source": (str(entry["Source"]),), "events:detail-type": (str(entry["DetailType"]),)}
        resource = bus if bus.startswith("arn:") else account.arn("events", f"event-bus/{bus}")
        asked.append(Request("events:PutEvents", resource, context))
    return asked


def _on_schedule(action: str) -> Callable[[Parameters, Account], list[Request]]:
    def asked(parameters: Parameters, account: Account) -> list[Request]:
        resource = account.arn("scheduler", f"schedule/{parameters.get('GroupName', 'default')}/{parameters['Name']}")
        found = [Request(f"scheduler:{action}", resource)]
        if role := parameters.get("Target", {}).get("RoleArn"):
            found.append(Request("iam:PassRole", str(role), {"iam:passedtoservice": ("scheduler.amazonaws.com",)}))
        return found

    return asked


def _list_schedules(_parameters: Parameters, _account: Account) -> list[Request]:
    """It knows no resource."""
    return [Request("scheduler:ListSchedules", "*")]


def _invoke(parameters: Parameters, account: Account) -> list[Request]:
    name = str(parameters["FunctionName"])
    at = f":{parameters['Qualifier']}" if "Qualifier" in parameters else ""
    resource = name if name.startswith("arn:") else account.arn("lambda", f"function:{name}{at}")
    return [Request("lambda:InvokeFunction", resource)]


def _publish(parameters: Parameters, _account: Account) -> list[Request]:
    return [Request("sns:Publish", str(parameters["TopicArn"]))]


def _get_secret(parameters: Parameters, account: Account) -> list[Request]:
    name = str(parameters["SecretId"])
    resource = name if name.startswith("arn:") else account.arn("secretsmanager", f"secret:{name}")
    return [Request("secretsmanager:GetSecretValue", resource)]


def _free(_parameters: Parameters, _account: Account) -> list[Request]:
    """Anybody with credentials may ask who they are."""
    return []


_TABLE: Mapping[tuple[str, str], Callable[[Parameters, Account], list[Request]]] = {
    ("s3", "GetObject"): _on_object("GetObject"),
    ("s3", "HeadObject"): _on_object("GetObject"),
    ("s3", "PutObject"): _put,
    ("s3", "DeleteObject"): _on_object("DeleteObject"),
    ("s3", "DeleteObjects"): _delete_many,
    ("s3", "ListObjectsV2"): _list,
    ("s3", "ListObjectVersions"): lambda parameters, _: [
        Request("s3:ListBucketVersions", f"arn:aws:s3:::{parameters['Bucket']}", SECURE)
    ],
    ("kms", "Sign"): _with_key("Sign"),
    ("kms", "GetPublicKey"): _with_key("GetPublicKey"),
    ("kms", "DescribeKey"): _with_key("DescribeKey"),
    ("kms", "Verify"): _with_key("Verify"),
    ("events", "PutEvents"): _put_events,
    ("scheduler", "CreateSchedule"): _on_schedule("CreateSchedule"),
    ("scheduler", "DeleteSchedule"): _on_schedule("DeleteSchedule"),
    ("scheduler", "GetSchedule"): _on_schedule("GetSchedule"),
    ("scheduler", "ListSchedules"): _list_schedules,
    ("lambda", "Invoke"): _invoke,
    ("secretsmanager", "GetSecretValue"): _get_secret,
    ("sns", "Publish"): _publish,
    ("sts", "GetCallerIdentity"): _free,
}
OPERATIONS = frozenset(_TABLE)
