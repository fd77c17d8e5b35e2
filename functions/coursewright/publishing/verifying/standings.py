"""Whether believed records agree with each other: editions with release names, channels with editions, heads with all of these.

Where a record that another names is damaged or gone, that is said once, at its own key, and not again by all that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from coursewright.compiling.digest import Digest, is_digest
from coursewright.publishing.records.channels import decision_after
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.names import parse_numbered
from coursewright.publishing.verifying.logs_of_store import RESTORE, Chain, record_key
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.records import is_number, says

LOOK = "find out who wrote it and with which key; a promotion writes no such record"
NEWEST_ROOT = "get the newest one from the publisher"
ISSUE = "coursewright heads; or the promotion, rollback or withdrawal that stopped halfway, once more"


def check_names(edition: str, names: Chain, report: Report) -> None:
    """Every release name is of its edition."""
    _each(names, report, lambda record: says(record.body, edition=edition))


def check_edition(edition: str, log: Chain, names: Chain, report: Report) -> None:
    """Every record stands at a release it lists, loses none from the one before, and lists what was named."""

    def objection(record: Record) -> str | None:
        if wrong := wrong_standing(record, edition):
            return wrong
        now, before = standing_in(record), log.records.get(record.number - 1)
        wrong = says(record.body, to=now.release)
        if wrong or (record.number > 1 and before is None):
            return wrong
        then = standing_in(before) if before else None
        wrong = says(record.body, **{"from": then.release if then else None})
        if wrong or then is None:
            return wrong
        return _lost("releases", then.releases, now.releases) or _lost("withdrawn", then.withdrawn, now.withdrawn)

    _each(log, report, objection)
    if log.head:
        _check_names_of(log.head, names, report)


def wrong_standing(record: Record, edition: str) -> str | None:
    """Why a record is not one of where this edition stands; None if it is."""
    release, releases, withdrawn = (record.body.get(name) for name in ("release", "releases", "withdrawn"))
    if (
        not isinstance(release, str)
        or not isinstance(releases, dict)
        or not isinstance(withdrawn, dict)
        or release not in releases
    ):
        return "it does not say what a record of an edition says"
    if not all(isinstance(digest, str) and is_digest(digest) for digest in releases.values()):
        return '"releases" lists what is no digest'
    if not set(withdrawn) <= set(releases) or not all(isinstance(why, str) for why in withdrawn.values()):
        return '"withdrawn" does not say which releases were, and why'
    for listed_as in releases:
        name = parse_numbered(listed_as)
        if name is None or name.is_candidate or name.edition != edition:
            return f"it lists {listed_as!r}, which is no release of this edition"
    return says(record.body, edition=edition, manifest=releases[release])


def check_channel(channel: str, log: Chain, editions: Mapping[str, Chain], report: Report) -> None:
    """Every record stands where a record of an edition stands."""

    def objection(record: Record) -> str | None:
        before = log.records.get(record.number - 1)
        known_before = before is not None or record.number == 1
        if not is_number(record["edition_record"]):
            return "it does not say what a record of a channel says"
        wrong = says(record.body, channel=channel, to=record["edition"])
        if not wrong and known_before:
            wrong = says(record.body, **{"from": before["edition"] if before else None})
        if not wrong and known_before:
            wrong = _wrong_decision(record, before)
        edition = editions.get(record["edition"])
        standing = edition.records.get(record["edition_record"]) if edition else None
        return wrong or (_differs(record, standing) if standing else None)

    for record in log.records.values():
        _require_edition(record, editions, report)
    _each(log, report, objection)


def _wrong_decision(record: Record, before: Record | None) -> str | None:
    """Whether a record names the one that last took the channel to another edition; a log that never did goes on without."""
    if "decision" not in record.body and (before is None or "decision" not in before.body):
        return None
    expected = decision_after(before, record["edition"])
    wrong = says(record.body, decision=expected)
    return wrong or (None if expected is None or is_number(record["decision"]) else 'its "decision" is no number')


def check_heads(log: Chain, heads: Chain, now: datetime, report: Report) -> None:
    """Every head names a record of the log by its digest, never an earlier one than the head before, and the last the newest."""

    def objection(head: Record) -> str | None:
        before, named = heads.records.get(head.number - 1), log.records.get(head["record"])
        if not is_number(head["record"]):
            return "it does not say what a head says"
        wrong = says(head.body, of=log.prefix)
        if not wrong and before and before["record"] > head["record"]:
            wrong = f"it speaks of record {head['record']}, and the head before of record {before['record']}"
        if not wrong and named and named.digest != head["digest"]:
            wrong = f"it says that record {named.number} of {log.prefix} has the digest {head['digest']}, not {named.digest}"
        return wrong

    _each(heads, report, objection)
    for head in heads.records.values():
        _require_record(head, log, report)
    _check_newest(log, heads, now, report)


def _check_newest(log: Chain, heads: Chain, now: datetime, report: Report) -> None:
    if heads.newest == 0 and log.newest:
        report.missing(record_key(heads.prefix, 1), f"no head speaks of {log.prefix}, so nobody outside can verify it", ISSUE)
    if heads.head is None or not is_number(heads.head.body.get("record")):
        return
    if heads.head["record"] < log.newest:
        which = f"no head speaks of record {log.newest} of {log.prefix}, the newest, so nobody outside can verify it"
        report.missing(record_key(heads.prefix, heads.newest + 1), which, ISSUE)
    expires = expiry_of(heads.head)
    if expires is None or expires <= now:
        report.warning(record_key(heads.prefix, heads.newest), f"expired at {heads.head.body.get('expires')}", ISSUE)


def expiry_of(head: Record) -> datetime | None:
    """Until when a head may be believed; None if it does not say."""
    try:
        expires = datetime.fromisoformat(head["expires"])
    except (KeyError, ValueError, TypeError):
        return None
    return expires if expires.tzinfo else None


def _check_names_of(record: Record, names: Chain, report: Report) -> None:
    key = record_key(str(record["log"]), record.number)
    for release, manifest in listed(record).items():
        name = parse_numbered(release)
        if name is None or names.prefix != f"releases/{name.edition}":
            continue  # said by wrong_standing
        if not names.has(name.number):
            report.missing(record_key(names.prefix, name.number), f"edition {name.edition} has stood at {release}", RESTORE)
        elif (named := names.records.get(name.number)) and named.body.get("manifest") != manifest:
            report.error(key, f"it says that {release} is manifest {manifest}; its name says {named.body.get('manifest')}", LOOK)


def listed(record: Record) -> dict[str, Digest]:
    """The releases that a record of an edition lists, as far as it does so rightly."""
    said = record.body.get("releases")
    found = said.items() if isinstance(said, dict) else ()
    return {name: Digest(digest) for name, digest in found if isinstance(digest, str) and is_digest(digest)}


def _require_edition(record: Record, editions: Mapping[str, Chain], report: Report) -> None:
    edition, number = record.body.get("edition"), record.body.get("edition_record")
    known = editions[edition].newest if isinstance(edition, str) and edition in editions else 0
    if is_number(number) and number > known:
        named_by = f"record {record.number} of channel {record.body.get('channel')} stands at it"
        report.missing(record_key(f"editions/{edition}", number), named_by, RESTORE)


def _require_record(head: Record, log: Chain, report: Report) -> None:
    number = head.body.get("record")
    if is_number(number) and number > log.newest:
        report.missing(record_key(log.prefix, number), f"head {head.number} of this log speaks of it", RESTORE)


def _differs(record: Record, standing: Record) -> str | None:
    now = standing_in(standing)
    return says(record.body, edition=now.edition, release=now.release, manifest=now.manifest, withdrawn=now.withdrawn_because)


def _lost(field: str, before: Mapping[str, str], after: Mapping[str, str]) -> str | None:
    gone = sorted(name for name in before if after.get(name) != before[name])
    return f'"{field}" lost or changed {", ".join(gone)}' if gone else None


def _each(chain: Chain, report: Report, objection: Callable[[Record], str | None]) -> None:
    """Say what is wrong with each believed record of a log; one that lacks what such a record says is wrong as well."""
    for record in chain.records.values():
        try:
            wrong = objection(record)
        except (KeyError, TypeError, AttributeError, ValueError):
            wrong = "it does not say what a record of this log says"
        if wrong:
            report.error(record_key(chain.prefix, record.number), wrong, LOOK)
