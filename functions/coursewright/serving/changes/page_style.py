"""How a change log looks: as a lesson's page does, and its own lists and tables; and the policy that lets in this style alone."""

from __future__ import annotations

from coursewright.serving.items.html_style import STYLE as COMMON
from coursewright.serving.items.html_style import policy_for

STYLE = (
    COMMON
    + """
h1 { margin-bottom: .4rem; }
h2 { padding-top: 1.4rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.0625rem; }
.corrected p:last-child { margin-bottom: 0; }
.note { margin: 1.75rem 0; padding: .3rem 0 .3rem 1.15rem; border-inline-start: 3px solid var(--line); }
.note > :last-child { margin-bottom: 0; }
.items { list-style: none; padding: 0; }
.items > li { margin: 0; padding: .7rem 0; border-top: 1px solid var(--line); }
.items > li:first-child { border-top: 0; padding-top: .2rem; }
.items p { margin: .15rem 0 0; color: var(--quiet); font-size: .9375rem; line-height: 1.5; }
.about { color: var(--quiet); font-size: .875rem; white-space: nowrap; }
.mark {
  display: inline-block; padding: 0 .5em; border-radius: 1em; background: var(--tint); color: var(--accent);
  font-size: .8125rem; font-weight: 600; line-height: 1.6;
}
.mark.must { background: var(--warn-tint); color: var(--warn); }
.plan { width: 100%; }
.plan th, .plan td { min-width: 0; padding-inline-end: .8rem; }
.plan .number { text-align: end; padding-inline-end: 0; white-space: nowrap; }
.plan th[scope="row"] { font-weight: 600; }
tbody th { border-bottom-color: var(--line); }
details { margin: 0 0 .9rem; }
summary { cursor: pointer; font-weight: 600; }
details > .items { margin: .4rem 0 0; }
.effect { font-size: 1.0625rem; font-weight: 600; }
.reasons { margin: .3rem 0 0; color: var(--quiet); font-size: .9375rem; line-height: 1.5; }
.reasons li { margin-top: .15rem; }
@media print { details::details-content { content-visibility: visible; block-size: auto; } }
"""
)

POLICY = policy_for(STYLE)
