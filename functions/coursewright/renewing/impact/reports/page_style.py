"""How the page of an impact looks: on a screen, light or dark, on a phone, and on paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --raised: #ffffff; --line: #dedad0; --ink: #22262b; --quiet: #5a6169; --accent: #0b5c5a;
  --broken: #b3261e; --broken-tint: #f9d7d3; --expiring: #8a4b00; --expiring-tint: #fbe3bd;
  --api-changed: #5b3aa6; --api-changed-tint: #e6defa; --re-probe: #0a5c8a; --re-probe-tint: #d4e9f7;
  --unverified: #59595f; --unverified-tint: #e4e3e0; --current: #22613c; --current-tint: #dcefe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17191c; --raised: #1e2125; --line: #363b40; --ink: #e4e2dc; --quiet: #a5abb2; --accent: #86cfc6;
    --broken: #ffb4ab; --broken-tint: #5c1f1b; --expiring: #f6c983; --expiring-tint: #4d3410;
    --api-changed: #cbb8ff; --api-changed-tint: #3a2a66; --re-probe: #9bd3f7; --re-probe-tint: #123e57;
    --unverified: #c9c8c4; --unverified-tint: #383a3e; --current: #9fd8b3; --current-tint: #1c3b28;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 82rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
h1 { margin: 0; font-size: clamp(1.6rem, 1.2rem + 1.8vw, 2.2rem); line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 3rem 0 .75rem; font-size: 1.3rem; }
h3 { margin: 0; font-size: 1.1rem; }
p { margin: .4rem 0; max-width: 60rem; }
.quiet { color: var(--quiet); }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.5rem 0 0; padding: 0; list-style: none; }
.counts li { padding: .5rem .9rem; border-radius: .6rem; font-variant-numeric: tabular-nums; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; }
.broken { color: var(--broken); background: var(--broken-tint); }
.expiring { color: var(--expiring); background: var(--expiring-tint); }
.api-changed { color: var(--api-changed); background: var(--api-changed-tint); }
.re-probe { color: var(--re-probe); background: var(--re-probe-tint); }
.unverified { color: var(--unverified); background: var(--unverified-tint); }
.current { color: var(--current); background: var(--current-tint); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .6rem; background: var(--raised); }
.scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: separate; border-spacing: 0; font-size: .875rem; line-height: 1.4; }
th, td { padding: .45rem .7rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; background: var(--raised); }
tr:last-child > * { border-bottom: 0; }
.map td { min-width: 6rem; padding: .25rem; }
.map td > span { display: block; padding: .25rem .4rem; border-radius: .35rem; font-size: .8125rem; text-align: center; }
.map tbody th { min-width: 15rem; max-width: 22rem; font-weight: 500; }
.map tbody th { position: sticky; inset-inline-start: 0; background: var(--raised); }
th small, td small { display: block; font-weight: 400; color: var(--quiet); }
.narrow { width: fit-content; max-width: 100%; }
.event { margin: 1.25rem 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: .6rem; }
.event { background: var(--raised); }
.event .scroll { margin-top: .8rem; border-radius: .4rem; }
.event table { width: 100%; }
.status { padding: .1rem .5rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .map tbody th { min-width: 9rem; max-width: 11rem; } body { padding-inline: .9rem; } }
@media print { .scroll { overflow: visible; border: 0; } .event { break-inside: avoid; } body { max-width: none; } }
"""
