"""How a lesson's page looks, and the policy (Content Security Policy Level 3) that lets it use this stylesheet and nothing else.

Nothing on the page may run: no script, no form, no frame, nothing from elsewhere. Tables align their cells by a style attribute,
which authors' Markdown makes; the policy names its three values by their digests.
"""

from __future__ import annotations

import base64
import hashlib

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --sunken: #f1efe9; --line: #dedad0; --edge: #8a857a; --ink: #22262b; --quiet: #5a6169;
  --accent: #0b5c5a; --tint: #e4f0ee; --warn: #8a4b00; --warn-tint: #fcf0dc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17191c; --sunken: #24282c; --line: #363b40; --edge: #7d848b; --ink: #e4e2dc; --quiet: #a5abb2;
    --accent: #86cfc6; --tint: #1b2f2e; --warn: #f0bd74; --warn-tint: #33291a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2rem 1.1rem 3rem; max-width: 42rem; overflow-wrap: break-word;
  background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; text-wrap: balance; }
h1 { margin: .15rem 0 .6rem; font-size: clamp(1.7rem, 1.3rem + 2vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 2.4rem 0 .6rem; font-size: 1.375rem; letter-spacing: -.01em; }
h3 { margin: 1.9rem 0 .5rem; font-size: 1.125rem; }
p, ul, ol, table, pre, blockquote, figure { margin: 0 0 1.25rem; }
ul, ol { padding-inline-start: 1.4rem; }
li + li { margin-top: .4rem; }
hr { margin: 2.5rem 0; border: 0; border-top: 1px solid var(--line); }
blockquote { padding-inline-start: 1.1rem; border-inline-start: 3px solid var(--edge); color: var(--quiet); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em; }
:not(pre) > code { padding: .1em .35em; border-radius: .3em; background: var(--sunken); }
pre { padding: .9rem 1.1rem; border-radius: .6rem; background: var(--sunken); line-height: 1.55; white-space: pre-wrap; }
.scroll { overflow-x: auto; margin: 0 0 1.25rem; }
.scroll > table { margin: 0; }
table { border-collapse: collapse; font-size: .9375rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
th, td { padding: .5rem 1.25rem .5rem 0; min-width: 7rem; vertical-align: top; text-align: start; }
th, td { border-bottom: 1px solid var(--line); }
th { border-bottom-color: var(--edge); }
img { max-width: 100%; height: auto; }
figure { margin: 1.9rem 0; }
figure p { margin: 0; }
figure img { display: block; width: 100%; min-width: 34rem; max-width: none; }
figcaption { margin-top: .5rem; font-size: .875rem; line-height: 1.45; color: var(--quiet); }
aside, section { margin: 1.75rem 0; padding: .9rem 1.15rem; background: var(--tint); }
aside, section { border-inline-start: 3px solid var(--accent); }
aside > :last-child, section > :last-child { margin-bottom: 0; }
.warning, .withdrawn, .corrected { border-color: var(--warn); background: var(--warn-tint); }
section pre { padding: 0; background: none; }
section h2 { margin: 0 0 .4rem; font-size: .9375rem; color: var(--accent); letter-spacing: 0; }
.course { margin: 0; font-size: .875rem; color: var(--quiet); }
.lead { margin-bottom: 2rem; font-size: 1.1875rem; line-height: 1.5; color: var(--quiet); }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }
footer p { margin: 0 0 .4rem; }
@media print { body { max-width: none; } .scroll { overflow: visible; } figure img { min-width: 0; } }
"""

ALIGNMENTS = ("text-align:left", "text-align:center", "text-align:right")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_for(style: str) -> str:
    """The policy of a page with this stylesheet."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self'",
            f"style-src-elem {_source(style)}",
            f"style-src-attr 'unsafe-hashes' {' '.join(_source(alignment) for alignment in ALIGNMENTS)}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "sandbox",
        )
    )


POLICY = policy_for(STYLE)
