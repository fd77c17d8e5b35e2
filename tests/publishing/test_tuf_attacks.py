"""The ten attacks that The Update Framework's specification names, tried by mirrors: six of them here, on what is served.

https://theupdateframework.github.io/specification/latest/#goals-to-protect-against-specific-attacks
The four on what is new (fast-forward, freeze, withheld updates, rollback) are in test_tuf_attacks_on_time.py.

Each is refused, or cannot be made here, and a test shows why. Beside each stands its control: the same mirror without the attack,
or the same attack on a verifier who leaves out the check that refuses it.
"""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from itertools import combinations
from pathlib import Path

import pytest

from attacks import (
    ATTACKER,
    ATTACKERS_ROOT,
    HEAD_OF_STABLE,
    LIE,
    Mixed,
    forged_repository,
    honest,
    instead,
    lying,
    said,
    verified,
)
from courses import STAMP
from coursewright.compiling.canonical import canonical
from coursewright.publishing.keys.envelope import HEAD, Envelope, opened, sealed, written
from coursewright.publishing.keys.signing import ROLES, new_signers
from coursewright.publishing.keys.trust_root import Role, TrustRoot, trust_root_of
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.verifying.origin import LARGE, SMALL, Origin
from mirror import Change, Mirror, listening, over_http
from small_store import ROOT, SOON, copied, past

RELEASE = "/v1/2026-Q4.2"
LESSON = f"{RELEASE}/courses/minimal/lessons/writing.md?locale=en"


def test_the_control_of_all_attacks_an_honest_mirror_is_believed() -> None:
    assert [] == verified(honest()).problems


def test_arbitrary_installation_a_lesson_of_the_attackers_is_refused() -> None:
    """The attacker answers with a lesson of their own. Its digest is not the one that the signed records lead to."""
    attack = lying(LESSON, lambda text: text + LIE.encode())

    assert f"{LESSON}: holds other bytes" in said(verified(attack))


def test_arbitrary_installation_a_whole_repository_of_the_attackers_is_refused(tmp_path: Path) -> None:
    """The attacker makes and signs everything anew, with keys of their own. None of them is in the trust root."""
    attack = forged_repository(tmp_path)

    assert "is not signed by a key that the trust root names for heads" in said(verified(attack))
    assert [] == verified(attack, ATTACKERS_ROOT).problems, (
        "the control: it is well made, and believed by whoever trusts those keys"
    )


def _unsigned(data: bytes) -> bytes:
    envelope = opened(data)
    return written(Envelope(envelope.payload_type, envelope.payload, ()))


def _signed_by_another(data: bytes) -> bytes:
    return sealed(HEAD, opened(data).payload, [ATTACKER.heads])


def _signed_by_another_under_the_right_name(data: bytes) -> bytes:
    envelope = opened(_signed_by_another(data))
    return written(Envelope(HEAD, envelope.payload, tuple((STAMP.signers.heads.key_id, sig) for _, sig in envelope.signatures)))


def _signed_by_another_role(data: bytes) -> bytes:
    return sealed(HEAD, opened(data).payload, [STAMP.signers.records, STAMP.signers.attestations])


@pytest.mark.parametrize(
    "change", [_unsigned, _signed_by_another, _signed_by_another_under_the_right_name, _signed_by_another_role]
)
def test_arbitrary_installation_a_head_that_anybody_signed_is_refused(change: Change) -> None:
    """The attacker strips the signature, or signs as somebody else. A signature counts by the key of its role only."""
    assert f"{HEAD_OF_STABLE}: is not signed by a key" in said(verified(lying(HEAD_OF_STABLE, change), at="stable"))


@pytest.mark.parametrize(("path", "at_most"), [(HEAD_OF_STABLE, SMALL), (LESSON, LARGE)])
def test_endless_data_is_read_to_a_bound_and_no_further(path: str, at_most: int) -> None:
    """The attacker answers without end. What is read of an answer is bounded, whatever it says of its length."""
    sent = 0
    usual = over_http(honest())

    def endless(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        if request.path != path:
            usual(request)
            return
        request.send_response(200)
        request.end_headers()
        try:
            while sent < 10 * at_most:
                sent += request.wfile.write(b"x" * 65_536)
        except OSError:
            return

    with listening(endless) as address:
        report = verified(Origin(address), at="stable")

    assert f"{path}: answers with more than {at_most} bytes" in said(report)
    assert at_most < sent < at_most + 16_000_000, "what the sockets held came on top"


def test_extraneous_dependencies_nothing_can_be_added_to_a_release() -> None:
    """The attacker adds a course to a release. A release is its digest, which covers the digest of everything in it."""

    def with_one_more(data: bytes) -> bytes:
        manifest = json.loads(data)
        return canonical({**manifest, "courses": {**manifest["courses"], "more": "ab" * 32}})

    attack = lying(f"{RELEASE}/manifest", with_one_more)

    assert f"{RELEASE}/manifest: holds other bytes" in said(verified(attack, at="2026-Q4"))
    assert not any("more" in path for path in attack.asked), "what was added was not even asked for"


def test_extraneous_dependencies_what_lies_beside_a_release_is_reachable_from_nothing(tmp_path: Path) -> None:
    """The attacker puts an object into the store. A release names all its objects by digest, so nobody ever asks for it."""
    store = copied(past().whole, tmp_path / "released")
    store.put_if_absent(f"objects/ab/{'ab' * 32}", LIE.encode())
    attack = honest(store.root)

    assert [] == verified(attack).problems
    assert not any("ab" * 32 in path for path in attack.asked)


def test_mix_and_match_logs_of_two_pasts_are_refused() -> None:
    """The attacker shows a channel as it is and its edition as it was. The channel names a later record of the edition."""
    attack = Mixed(honest(), honest(past().opened), "/v1/editions/2026-Q4")

    assert "leads to record 1; a channel is at 2" in said(verified(attack, at="stable"))
    assert [] == verified(attack.other, at="stable").problems, "the control: each past on its own is believed"


def test_mix_and_match_a_lesson_of_another_release_is_refused() -> None:
    """The attacker shows a genuine lesson of one release in another. Each release names its own by digest."""
    path = f"{RELEASE}/courses/minimal/lessons/reading.md?locale=en&model=deep-1&role=developer"
    old = honest().answer(path.replace("2026-Q4.2", "2026-Q4.1"))

    assert old != honest().answer(path)
    assert f"{path}: holds other bytes" in said(verified(lying(path, instead(old)), at="2026-Q4"))


SUBSETS = [stolen for size in range(3) for stolen in combinations(ROLES, size)]


@pytest.mark.parametrize("stolen", SUBSETS, ids=" and ".join)
def test_key_compromise_of_one_role_or_two_makes_nobody_believe_a_lie(tmp_path: Path, stolen: tuple[str, ...]) -> None:
    """The attacker has stolen keys, but not of every role. A lie needs an attestation, records and heads."""
    assert verified(forged_repository(tmp_path, *stolen)).errors


def test_key_compromise_of_all_roles_is_ended_by_a_new_trust_root(tmp_path: Path) -> None:
    """The attacker has stolen one key of every role: that is believed, until the publisher hands out a root without them."""
    attack = forged_repository(tmp_path, *ROLES)
    anew = trust_root_of(new_signers())

    assert [] == verified(attack).problems, "the control"
    assert "is not signed by a key" in said(verified(attack, TrustRoot(2, None, anew.roles, anew.keys)))


def test_key_compromise_of_one_key_is_not_enough_where_it_takes_two(tmp_path: Path) -> None:
    """The attacker has stolen one key of every role, and the root asks for two heads' keys, kept in two places."""
    other = trust_root_of(new_signers())
    heads = Role((*ROOT.roles["heads"].keys, *other.roles["heads"].keys), 2)
    two = TrustRoot(1, None, {**ROOT.roles, "heads": heads}, {**ROOT.keys, **other.keys})

    assert "is signed by 1 of the keys" in said(verified(forged_repository(tmp_path, *ROLES), two))


def _of(path: str) -> Change:
    return instead(honest().answer(path))


@pytest.mark.parametrize(
    ("path", "other", "why"),
    [
        (HEAD_OF_STABLE, "/v1/channels/pilot/head", "hold another one"),
        ("/v1/channels/stable/records/1", "/v1/channels/pilot/records/1", "hold another one"),
        ("/v1/editions/2026-Q4/head", "/v1/editions/2027-Q1/head", "hold another one"),
        ("/v1/stable", "/v1/2027-Q1", "as its records say"),
        (f"{RELEASE}/manifest", "/v1/2027-Q1.1/manifest", "holds other bytes"),
        (f"{RELEASE}/attestation", "/v1/2027-Q1.1/attestation", "\"release\" is '2027-Q1.1'"),
        (LESSON, f"{RELEASE}/courses/minimal/lessons/rewriting.md?locale=en", "holds other bytes"),
        (f"{RELEASE}/courses/minimal/activities/check", f"{RELEASE}/courses/minimal/activities/final", "holds something else"),
    ],
)
def test_wrong_software_what_is_genuine_but_was_not_asked_for_is_refused(path: str, other: str, why: str) -> None:
    """The attacker answers with something genuine from elsewhere. Heads and records name their log, all else has its digest."""
    assert why in said(verified(lying(path, _of(other)), at="stable"))


def test_wrong_software_an_attestation_of_another_manifest_is_refused() -> None:
    """The attacker passes off where another release came from. An attestation names the manifest it speaks of."""
    other = json.loads(honest().answer("/v1/2027-Q1.1/attestation"))
    attack = lying(f"{RELEASE}/attestation", instead(json.dumps({**other, "release": "2026-Q4.2"}).encode()))

    assert "it attests manifest" in said(verified(attack, at="stable"))


def test_wrong_software_one_name_with_two_values_is_refused() -> None:
    """The attacker puts two lessons into one answer, so that a verifier takes the one and an app the other."""
    path = LESSON.replace(".md", "")

    def doubled(data: bytes) -> bytes:
        return data.replace(b'"lesson":', b'"lesson":{},"lesson":', 1)

    attack = Mirror(FolderStore(past().whole), {path: doubled})

    assert "a name stands twice in one object" in said(verified(attack, at="stable", now=SOON))
