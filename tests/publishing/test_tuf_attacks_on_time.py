"""Four of the ten attacks that The Update Framework's specification names: on what is new, and on whoever remembers what was.

The other six, and what all of them have in common, are in test_tuf_attacks.py.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attacks import ATTACKER, HEAD_OF_STABLE, forged_head, forged_repository, honest, instead, lying, said, seen, verified
from courses import STAMP
from coursewright.errors import NoAnswerError
from coursewright.publishing.keys.signing import ROLES, Signers, new_signers
from coursewright.publishing.keys.trust_root import TrustRoot, trust_root_of
from coursewright.publishing.records.heads import issue_heads
from coursewright.publishing.records.log import Log, Stamp
from coursewright.publishing.storing.folder_store import FolderStore
from mirror import Change
from small_store import copied, later, past, publish

RELEASE = "/v1/2026-Q4.2"
LESSON = f"{RELEASE}/courses/minimal/lessons/writing.md?locale=en"


def test_fast_forward_a_number_cannot_be_raised_without_the_key() -> None:
    """The attacker raises the number of a head, so that all honest ones seem old from then on. The number is signed."""
    store = FolderStore(past().whole)
    attack = lying(HEAD_OF_STABLE, instead(forged_head(store, "channels/stable", ATTACKER.heads, number=10**9)))

    assert "is not signed by a key" in said(verified(attack))


def test_fast_forward_a_stolen_heads_key_cannot_raise_the_number_of_records() -> None:
    """The attacker has the heads' key and speaks of record 1,000,000,000. There is none: records are signed with another key."""
    memory = seen(honest())
    forged = forged_head(FolderStore(past().whole), "channels/stable", STAMP.signers.heads, record=10**9)

    assert "records/1000000000: answers 404" in said(verified(lying(HEAD_OF_STABLE, instead(forged)), memory=memory))
    assert [] == verified(honest(), memory=memory).problems, "nothing of it was remembered"


def test_fast_forward_is_recovered_from_by_a_new_trust_root(tmp_path: Path) -> None:
    """The attacker has the heads' key and raises the number of heads only. That is noticed, and forgotten with the key."""
    store = copied(past().whole, tmp_path / "released")
    forged = forged_head(store, "channels/stable", STAMP.signers.heads, number=10**9)
    memory = seen(lying(HEAD_OF_STABLE, instead(forged)))
    signers = Signers(STAMP.signers.attestations, STAMP.signers.records, new_signers().heads)
    issue_heads(store, Stamp(STAMP.by, later(13).at, STAMP.why, signers))
    anew = trust_root_of(signers)
    second = TrustRoot(2, None, anew.roles, anew.keys)

    assert "and head 1000000000 was seen before" in said(verified(honest(), memory=memory))
    assert [] == verified(honest(store.root), second, memory).problems
    assert "is version 1, and version 2 was believed before" in said(
        verified(honest(), memory=seen(honest(store.root), second, memory))
    )


def test_indefinite_freeze_an_expired_head_is_refused() -> None:
    """The attacker goes on showing what was true once. Heads expire, and only the publisher can issue new ones."""
    frozen = honest()

    assert "this may be frozen" in said(verified(frozen, now=later(8 * 24).at))
    assert [] == verified(frozen, now=later(6 * 24).at).problems, "the control: in time it is believed"


def test_indefinite_freeze_a_key_that_was_stolen_for_a_moment_freezes_nobody_for_ever() -> None:
    """The attacker had the heads' key for a moment and signed a head for a thousand years. No head may be valid for so long."""
    forged = forged_head(FolderStore(past().whole), "channels/stable", STAMP.signers.heads, expires="3026-01-01T00:00:00+00:00")

    assert "longer than any head may" in said(verified(lying(HEAD_OF_STABLE, instead(forged))))


def _refusing(status: int) -> Change:
    def refuse(_honest: bytes) -> bytes:
        raise NoAnswerError(f"answers {status}", status)

    return refuse


@pytest.mark.parametrize("path", ["/v1", HEAD_OF_STABLE, "/v1/channels/stable/records/2", f"{RELEASE}/manifest", LESSON])
@pytest.mark.parametrize("change", [_refusing(404), _refusing(500), instead(b""), instead(b"<html>"), instead(b"[" * 100_000)])
def test_malicious_mirrors_preventing_updates_are_noticed_and_harm_no_other_mirror(path: str, change: Change) -> None:
    """The attacker withholds something. That is an error and never "nothing new"; nothing of it is remembered."""
    memory = seen(honest(past().opened))

    assert verified(lying(path, change), memory=memory).errors
    assert [] == verified(honest(), memory=memory).problems, "a good mirror is believed afterwards, with the same memory"


def test_malicious_mirrors_preventing_updates_a_channel_left_out_of_the_list_is_missed() -> None:
    """The attacker no longer lists a channel. Whoever saw it before asks for it all the same, and gets the same answers."""

    def without_stable(data: bytes) -> bytes:
        return json.dumps({**json.loads(data), "channels": []}).encode()

    attack = lying("/v1", without_stable)
    attack.changes[HEAD_OF_STABLE] = _refusing(404)

    assert HEAD_OF_STABLE in said(verified(attack, memory=seen(honest())))
    assert [] == verified(attack).problems, "the control: whoever never saw it cannot miss it"


def test_rollback_is_refused_by_whoever_remembers() -> None:
    """The attacker shows the past, whole and rightly signed. Numbers of records only rise, and were remembered."""
    attack = honest(past().opened)

    assert "it takes the log back to record 1, and record" in said(verified(attack, memory=seen(honest())))
    assert [] == verified(attack).problems, "the control: at first sight nobody can know, until the heads expire"


def test_rollback_of_one_record_to_another_of_its_number_is_refused(tmp_path: Path) -> None:
    """The attacker has two keys and rewrites what was seen. The digest of the newest record was remembered, too."""
    attack = forged_repository(tmp_path, "records", "heads", "attestations")
    memory = seen(honest(past().opened))

    assert "was seen before" in said(verified(attack, memory=memory))


def test_rollback_of_a_past_that_was_rewritten_under_newer_records_is_refused(tmp_path: Path) -> None:
    """The attacker has all keys, rewrites what was seen and goes on from there. The chain does not lead back to what was seen."""
    forged_repository(tmp_path, *ROLES)
    publish(tmp_path, more="What came after the lie.")
    attack = honest(tmp_path / "released")

    assert "was seen there before" in said(verified(attack, memory=seen(honest(past().opened)), at="stable"))
    assert [] == verified(attack, at="stable").problems, "the control: whoever remembers nothing cannot know"


def test_a_rollback_by_the_publisher_is_no_attack() -> None:
    """`past().whole` ends with a channel taken back. That is a new record, so whoever saw the one before goes along."""
    memory = seen(honest(past().extended))
    head = Log(FolderStore(past().whole), "channels/stable").head()

    assert head is not None
    assert "rollback" == head["act"]
    assert [] == verified(honest(), memory=memory).problems
