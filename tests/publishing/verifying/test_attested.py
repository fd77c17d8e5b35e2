"""What an attestation must say, each with the one thing changed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from courses import STAMP
from coursewright.compiling.digest import Digest
from coursewright.publishing.depositing.attestations import attestation_key, attestations_of
from coursewright.publishing.keys.envelope import RECORD, STATEMENT, sealed
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.verifying.attested import objection_to
from small_course import small
from small_store import ROOT, past

MANIFEST = small().manifest
SAYS: dict[str, Any] = json.loads(small().objects["objects", MANIFEST])
KEY, DATA = next(iter(attestations_of(FolderStore(past().whole), MANIFEST)))


def _statement() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(base64.b64decode(json.loads(DATA)["payload"]))
    return value


def _signed(statement: object, kind: str = STATEMENT) -> bytes:
    return sealed(kind, json.dumps(statement).encode(), [STAMP.signers.attestations])


def test_one_that_was_released_has_no_objection() -> None:
    assert objection_to(DATA, MANIFEST, SAYS, ROOT, KEY) is None
    assert objection_to(_signed(_statement()), MANIFEST, SAYS, ROOT) is None, "the control of all tests below"


def _build(change: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    def changed(statement: dict[str, Any]) -> dict[str, Any]:
        statement["predicate"]["buildDefinition"] |= change
        return statement

    return changed


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda said: said | {"subject": [{"name": "manifest", "digest": {"sha256": "ab" * 32}}]},
            f"it attests manifest {'ab' * 32}",
        ),
        (lambda said: said | {"subject": [*said["subject"], *said["subject"]]}, "it attests manifest"),
        (lambda said: said | {"subject": []}, "it attests something else"),
        (_build({"buildType": "other"}), "a build of another type, 'other'"),
        (_build({"resolvedDependencies": []}), "it attests content tree (none)"),
        (
            _build({"resolvedDependencies": [{"name": "content", "digest": {"sha256": "ab" * 32}}]}),
            f"it attests content tree {'ab' * 32}, and the manifest names",
        ),
        (_build({"internalParameters": {"format": 99}}), "it attests compiler format 99"),
        (_build({"internalParameters": None}), "does not say what an attestation says"),
        (_build({"resolvedDependencies": [1]}), "does not say what an attestation says"),
        (lambda said: said | {"predicate": []}, "does not say what an attestation says"),
        (lambda _: [], "does not say what an attestation says"),
        (lambda _: None, "does not say what an attestation says"),
    ],
)
def test_one_that_says_something_else_is_refused(change: Callable[[dict[str, Any]], Any], why: str) -> None:
    assert why in str(objection_to(_signed(change(_statement())), MANIFEST, SAYS, ROOT))


def test_what_is_signed_as_something_else_is_no_attestation() -> None:
    assert "which is no attestation" in str(objection_to(_signed(_statement(), RECORD), MANIFEST, SAYS, ROOT))


def test_one_signed_by_another_role_is_refused() -> None:
    by_records = sealed(STATEMENT, json.dumps(_statement()).encode(), [STAMP.signers.records])

    assert "is not signed by a key that the trust root names for attestations" == objection_to(by_records, MANIFEST, SAYS, ROOT)


def test_one_at_the_key_of_other_sources_is_refused() -> None:
    other = attestation_key(Digest(MANIFEST), [])

    assert "it attests other sources than its key says" == objection_to(DATA, MANIFEST, SAYS, ROOT, other)
