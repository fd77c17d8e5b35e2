"""Where somebody goes on after they signed in: to a page of the desk that they came from, and nowhere else."""

from __future__ import annotations

import re

from coursewright.serving.review_desk.addresses import BASE

LONGEST = 1000
_PART = "[A-Za-z0-9._~!$'()*+,;=:@%-]+"
_PAGE = re.compile(rf"{BASE}(?:/{_PART})*(?:\?(?:[/?&]|{_PART})*)?")
_OWN = re.compile(rf"{BASE}/(?:sign-in|sign-out|callback|links)(?:[/?].*)?")


def page_to_return_to(wanted: str, referrer: str, origin: str) -> str:
    """The address that was asked for, or that the link was followed from, if it is a page of the desk; else its first page."""
    came_from = referrer.removeprefix(origin) if referrer.startswith(f"{origin}/") else ""
    return next((one for one in (wanted, came_from) if _is_page(one)), BASE)


def _is_page(address: str) -> bool:
    plain = len(address) <= LONGEST and _PAGE.fullmatch(address) is not None and _OWN.fullmatch(address) is None
    return plain and not {".", ".."} & set(address.partition("?")[0].split("/")) and "%2e" not in address.lower()
