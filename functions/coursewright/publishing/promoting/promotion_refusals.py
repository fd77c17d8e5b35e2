"""What forbids a promotion, each told to whoever asked for it in a sentence with what to do instead. Nothing is written here."""

from __future__ import annotations

from coursewright.compiling.digest import Digest
from coursewright.errors import PromotionRefusedError
from coursewright.publishing.changes.private_marks import PrivateMarks
from coursewright.publishing.changes.side import side_of
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.extending.extending import refuse_larger
from coursewright.publishing.records.channels import last_decision
from coursewright.publishing.records.editions import Standing
from coursewright.publishing.records.log import Log, Record
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.store import Store


def refuse_if_older(edition: str, channel: str, head: Record | None) -> None:
    if head and head["edition"] > edition:
        raise PromotionRefusedError(
            f"{channel} is at edition {head['edition']}, newer than {edition}; a promotion does not take learners back. "
            f"To do that: coursewright rollback {channel} --to {edition}"
        )


def refuse_if_taken_back(log: Log, candidate: Numbered, head: Record) -> None:
    edition = candidate.edition
    decided = last_decision(log, head)
    if decided["act"] == "rollback" and decided["to"] < edition <= decided["from"]:
        channel = decided["channel"]
        why = f": {decided['why'].rstrip('.')}" if decided["why"] else ""
        raise PromotionRefusedError(
            f"{channel} was taken back from {decided['from']} to {decided['to']} by {decided['by']} at {decided['at']}{why}; "
            f"to move it to {edition} all the same: coursewright promote {candidate} --channel {channel} --again"
        )


def refuse_if_gone_on(candidate: Candidate, now: Standing) -> None:
    """A release the edition has left is not promoted again: learners would be taken back without a word."""
    past = now.named(Digest(candidate.record["manifest"]))
    if past and past in now.withdrawn:
        raise PromotionRefusedError(
            f"{past} was withdrawn: {now.withdrawn[past].rstrip('.')}. Mend what was wrong, and deposit and promote that."
        )
    if past and past != now.release:
        raise PromotionRefusedError(f"{now.edition} was at {past} before and has moved on to {now.release}")


def refuse_if_not_editorial(candidate: Candidate, candidates: Store, released: Store, now: Standing) -> None:
    manifest = Digest(candidate.record["manifest"])
    marks = PrivateMarks(released, Digest(now.manifest), candidates, manifest)
    refuse_larger(released, now, side_of(candidates, manifest), str(candidate.name), marks.are_kept)


def refuse_unless_at(seen: int, channel: str, head: Record | None) -> None:
    """The channel must be at the record that the decision was made on; 0 stands for none."""
    if (head.number if head else 0) != seen:
        is_at = f"at record {head.number} ({head['act']} to {head['to']} by {head['by']})" if head else "not there yet"
        raise PromotionRefusedError(
            f"{channel} is {is_at}, not {seen}; look at `coursewright history {channel}`, and decide again"
        )
