"""What the document says first, in Markdown: paragraphs and lists only, so that the page can show it too."""

from __future__ import annotations

INTRODUCTION = """\
Read-only. Every answer is JSON unless its address says otherwise, and says which exact release it was made from. At a lesson's \
address `Accept` may ask for another form, as a courtesy; programs should use the suffixes `.md` and `.html`.

**Pinning.** `{at}` is a channel (`stable`), an edition (`2026-Q4`) or an exact release (`2026-Q4.1`), told apart by how they \
are written. Resolve a channel once, when a learner starts, and keep the answer's `edition` as the learner's pin. A certificate \
or an audit names the `release`.

**Caching.** An exact release never changes: its answers may be kept for a year. An edition may gain an editorial release, and a \
channel may move: 60 and 5 seconds. Every answer that may be kept has an `ETag`; send it back in `If-None-Match`.

**Errors** are problems by RFC 9457, also for addresses and methods that do not exist. Branch on `type`; show `detail` to \
people. A method other than GET, HEAD and OPTIONS is answered 405, save where a POST is described: it takes a part of the \
question that may be too long for an address, and changes nothing.

**Parameters** that an address does not know are ignored. So should fields be that you do not know: later versions may add some. \
One given twice is one value with a comma in it. An empty `q` filters nothing.

Any web page may read this API (CORS). Courses that are not public are only there for callers who may read them; for all others \
they do not exist.

**Tokens** are optional. One that does not hold is answered 401 whatever was asked for, so leave it out rather than send an old \
one. What it entitles to is kept apart by caches: such answers are `private`, or vary by `Authorization`."""
