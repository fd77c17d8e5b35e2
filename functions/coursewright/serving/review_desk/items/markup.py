"""Compiled HTML → the same at the desk: figures and links lead to pages of the desk, and nothing needs a style in the markup.

What comes in was sanitised when it was compiled, or is words that were escaped; only addresses and alignments are rewritten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.compared import Compared

_FIGURE = re.compile(r'(<img\b[^>]*? src=")/v1/assets/([0-9a-f]{64})/([^"]*)(")')
_LINK = re.compile(r'(<a\b[^>]*? href=")((?:\.\./)+)([^"]*)(")')
_STYLE = re.compile(r'(<t[dh]) style="text-align: ?(left|center|right);?"')
_ID = re.compile(r'(<h[1-6]) id="[^"]*"')
_UP_TO_COURSES = 2


@dataclass(frozen=True, slots=True)
class Markings:
    """How an item's markup is shown on a page about a release; `is_old` is the side whose anchors nobody leads to."""

    about: Compared
    course: str
    is_old: bool = False

    def shown(self, html: str) -> Markup:
        """Markup for the page."""
        led = _FIGURE.sub(self._figure, html)
        led = _STYLE.sub(r'\1 data-align="\2"', _LINK.sub(self._link, led))
        return Markup(_ID.sub(r"\1", led) if self.is_old else led)  # noqa: S704 - see above

    def _figure(self, found: re.Match[str]) -> str:
        address = addresses.asset(self.about.asked, found[2], unescape(found[3]))
        return f"{found[1]}{escape(addresses.with_query(address, beside=self.about.said))}{found[4]}"

    def _link(self, found: re.Match[str]) -> str:
        """`../activities/quiz` of the same course, `../../other/lessons/x#part` of another (compiling/addresses.py)."""
        path, _, anchor = unescape(found[3]).partition("#")
        parts = path.split("/")
        course = parts.pop(0) if found[2].count("../") == _UP_TO_COURSES else self.course
        address = self.about.to_item(course, parts[-1]) + (f"#{anchor}" if anchor else "")
        return f"{found[1]}{escape(address)}{found[4]}"
