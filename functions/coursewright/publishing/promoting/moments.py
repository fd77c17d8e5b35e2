"""A time that a person typed, in a time zone → the moment it is, or a sentence: EventBridge takes times that never come.

Refused: what is no time or no zone, what is past, an hour that clocks skip in spring, and one that they show twice in autumn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from coursewright.errors import ScheduleRefusedError

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_OF_A_MACHINE = {"localtime", "Factory"}
"""Names that zone data has beside the zones."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What clocks show there, without an offset, and the zone they are in."""

    local: datetime
    zone: str

    @property
    def utc(self) -> datetime:
        """The same everywhere."""
        return self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def moment(at: str, zone: str, now: datetime) -> Moment:
    """The moment at which clocks in a zone show this time.

    Raises:
        ScheduleRefusedError: there is none, there are two, or it is past.
    """
    local, there = _local(at), _zone(zone)
    found = Moment(local, zone)
    if found.utc.astimezone(there).replace(tzinfo=None) != local:
        raise ScheduleRefusedError(f"in {zone} clocks never show {at}: they are put forward over it; name another time")
    if local.replace(tzinfo=there).utcoffset() != local.replace(tzinfo=there, fold=1).utcoffset():
        raise ScheduleRefusedError(f"in {zone} clocks show {at} twice, for they are put back; name the hour you mean in UTC")
    if found.utc <= now:
        raise ScheduleRefusedError(f"{at} in {zone} is past; it is {now.astimezone(there):%Y-%m-%dT%H:%M} there")
    return found


def _local(at: str) -> datetime:
    try:
        if _FORM.fullmatch(at):
            return datetime.fromisoformat(at)
    except ValueError as error:
        raise ScheduleRefusedError(f"{at} is no time: {error}") from error
    raise ScheduleRefusedError(
        f"{at!r} is no time; write it as 2027-01-04T09:00, without an offset, and the zone with --timezone"
    )


def _zone(name: str) -> ZoneInfo:
    known = available_timezones() - _OF_A_MACHINE
    if name in known:
        return ZoneInfo(name)
    alike = get_close_matches(name, known, 2)
    ask = f"did you mean {' or '.join(alike)}?" if alike else "zones look like Europe/Berlin; UTC is one too"
    raise ScheduleRefusedError(f"there is no time zone {name!r}; {ask}")
