"""How the page about the API looks, and the policy that lets it use this stylesheet and nothing else."""

from __future__ import annotations

import base64
import hashlib

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --sunken: #f1efe9; --line: #dedad0; --edge: #8a857a; --ink: #22262b; --quiet: #5a6169;
  --accent: #0b5c5a; --tint: #e4f0ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17191c; --sunken: #24282c; --line: #363b40; --edge: #7d848b; --ink: #e4e2dc; --quiet: #a5abb2;
    --accent: #86cfc6; --tint: #1b2f2e;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; inset-inline-start: -999rem; padding: .5rem 1rem; background: var(--paper); }
.skip:focus { inset: .5rem auto auto .5rem; z-index: 1; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.7rem, 1.3rem + 2vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 3.5rem 0 .5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); font-size: 1.5rem; letter-spacing: -.01em; }
h3 { margin: 2.75rem 0 .25rem; font-size: 1.1875rem; }
h3 a, h2 a { color: inherit; text-decoration: none; }
h3 a:hover, h2 a:hover { text-decoration: underline; }
p, ul, table, pre, details { margin: 0 0 1rem; }
ul { padding-inline-start: 1.3rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em; }
code { padding: .1em .3em; border-radius: .3em; background: var(--sunken); overflow-wrap: anywhere; }
pre { padding: .9rem 1.1rem; border-radius: .6rem; background: var(--sunken); line-height: 1.5; }
pre, pre code { white-space: pre-wrap; overflow-wrap: anywhere; }
pre code, .address code { padding: 0; background: none; font-size: 1em; }
.lead { font-size: 1.125rem; color: var(--quiet); }
.address { margin: .35rem 0 .75rem; padding: .5rem .8rem; border-inline-start: 3px solid var(--accent); background: var(--tint); }
.address code { overflow-wrap: normal; word-break: normal; }
.method { font-weight: 600; color: var(--accent); }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.5; table-layout: fixed; }
th, td { padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
td:last-child, th:last-child { padding-inline-end: 0; }
thead th { border-bottom-color: var(--edge); font-size: .8125rem; color: var(--quiet); }
tbody th { font-weight: 400; }
col.name { width: 38%; }
.about { display: block; font-size: .8125rem; line-height: 1.45; color: var(--quiet); }
details { border: 1px solid var(--line); border-radius: .6rem; }
summary { padding: .5rem .9rem; cursor: pointer; font-size: .9375rem; overflow-wrap: anywhere; }
details > pre { margin: 0; border-radius: 0 0 .6rem .6rem; font-size: .8125rem; }
nav summary { font-weight: 600; }
nav ul { margin: 0 0 .75rem; padding: 0; list-style: none; font-size: .9375rem; }
nav p { margin: .9rem 0 .2rem; font-size: .8125rem; font-weight: 600; color: var(--quiet); }
nav li a { display: block; padding: .2rem 0; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
nav details > div { padding: 0 .9rem .5rem; }
header, nav, main { padding: 1.25rem 1.1rem; max-width: 52rem; }
header { padding-bottom: 0; }
main { padding-top: 0; padding-bottom: 4rem; }
@media (min-width: 64rem) {
  body {
    display: grid; grid-template: auto 1fr / 17rem minmax(0, 1fr); column-gap: 3rem;
    max-width: 74rem; margin: 0 auto; padding-inline: 1.5rem;
  }
  header, main { grid-column: 2; padding-inline: 0; }
  header { padding-top: 2rem; }
  nav { grid-area: 1 / 1 / 3 / 2; position: sticky; top: 0; height: 100vh; padding: 1.5rem 0; overflow-y: auto; }
  nav { border-inline-end: 1px solid var(--line); }
  nav details { border: 0; }
  nav details > div, nav summary { padding-inline: .3rem; }
  col.name { width: 30%; }
}
@media print { nav { display: none; } }
"""

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
