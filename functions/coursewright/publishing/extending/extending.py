"""A release that is to extend an edition is refused if it holds more than editorial changes and corrections (edition_rules.py).

Asked twice: at deposit, so that nobody reviews what cannot be promoted, and nothing is claimed then; and again at promotion, as
the edition may have been opened, or have moved on, meanwhile.
"""

from __future__ import annotations

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS
from coursewright.errors import PromotionRefusedError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.side import Side, side_of
from coursewright.publishing.extending.edition_rules import Extension, KeyIsKept
from coursewright.publishing.records.editions import Standing, standing_in
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.storing.store import Store

_SHOWN = 5


def refuse_unless_it_may_extend(released: Store, release: Release) -> None:
    """Refuse to deposit what could not be promoted. Who deposits may read no keys: where only these tell, promotion will.

    Raises:
        PromotionRefusedError: it could not; with each change that speaks against it, or the first of many.
    """
    head = edition_log(released, str(release.edition)).head()
    now = standing_in(head) if head else None
    if now is None or now.named(release.manifest):
        return
    new = Side(release.manifest, release.json, lambda digest: release.objects[ASSETS, digest])
    refuse_larger(released, now, new, "this content", lambda _: True)


def refuse_larger(released: Store, now: Standing, new: Side, what: str, key_is_kept: KeyIsKept) -> None:
    """Refuse a release that may not extend the edition where it stands.

    Raises:
        PromotionRefusedError: it may not.
    """
    old = side_of(released, Digest(now.manifest))
    found = Extension(now.edition, old, new, changes_between(old, new), key_is_kept).objections()
    if found:
        shown = "; ".join(found[:_SHOWN]) + (f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
        raise PromotionRefusedError(
            f"{now.edition} stands at {now.release}, and learners are pinned to it, but in {what} {shown}. "
            "Put this into a new edition: add editions/<edition>.yaml. A false claim can be corrected in the edition itself: "
            "coursewright correct CLAIM"
        )
