"""Whether a page runs anything that its author, and not its maker, put there: what a browser says, and what stands in the page.

A browser tells what ran, what the page's policy stopped (as an event, or in its console where a page may run no script at all),
and what was asked of other hosts. What waits for a click or a mouse is
found in the page: an element, attribute or address that a harmless page of its kind has none of. The page is then written down
and read once more, since a second reading is where markup can mutate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

_MARKDOWN = (
    *("a[href]", "a[rel]", "a[title]", "code[class]", "img[src]", "img[alt]", "img[title]", "img[width]", "img[height]"),
    *("ol[start]", "td[style]", "th[style]"),
    *(f"h{level}{id_}" for level in range(1, 7) for id_ in ("", "[id]")),
    *("a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "s", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
)
_RAN = """
  window.__ran = []; window.__stopped = [];
  for (const name of ["alert", "confirm", "prompt", "print"])
    window[name] = (...said) => { window.__ran.push(name + " " + said.join()); };
"""
_LISTEN = """
  document.addEventListener("securitypolicyviolation",
    (one) => window.__stopped.push([one.violatedDirective, one.blockedURI, one.sample].join(" ")));
"""
_READ = r"""
  () => {
    const parts = (root) => {
      const found = new Set();
      for (const one of root.querySelectorAll("*")) {
        const tag = one.tagName.toLowerCase();
        found.add(tag);
        for (const { name, value } of one.attributes) {
          found.add(`${tag}[${name}]`);
          if (/^(href|src|action|formaction|data|poster|xlink:href|srcset|background|ping)$/.test(name)) {
            const scheme = value.replace(/[\u0000-\u0020]/g, "").match(/^([a-z][a-z0-9+.-]*):/i);
            if (scheme) found.add(`${scheme[1].toLowerCase()}:`);
          }
          if (name === "style" && !/^text-align: ?(left|right|center);?$/.test(value)) found.add(`style ${value}`);
        }
      }
      return found;
    };
    const again = new DOMParser().parseFromString(document.documentElement.outerHTML, "text/html");
    return [...new Set([...parts(document), ...parts(again)])];
  }
"""
_SCHEMES = frozenset({"https:", "mailto:", "http:"})
"""Those that a page may hold; only https and mailto can be authored, and http is this machine's own address."""


_ACTIVE = re.compile(
    r"^(?:script|iframe|object|embed|foreignobject|handler|base|meta|link)$|\[on|^(?:javascript|data|vbscript):", re.IGNORECASE
)


@dataclass
class Watched:
    """A page, and what happened on it so far."""

    page: Page
    home: str
    known: set[str] = field(default_factory=lambda: set(_MARKDOWN))
    happened: list[str] = field(default_factory=list)

    def learn(self, addresses: Iterable[str]) -> None:
        """What harmless pages are made of."""
        for address in addresses:
            self.known.update(self._parts(address))

    def trouble(self, address: str, *, like_a_page: bool = True) -> list[str]:
        """Everything at an address that should not be; nothing, if it is inert. A drawing is not made like a page."""
        parts = self._parts(address)
        strange = [one for one in parts if one not in self.known and one not in _SCHEMES] if like_a_page else _active(parts)
        away = [] if self.page.url == f"{self.home}{address}" else [f"went to {self.page.url}"]
        told = [*self.ran(), *(f"stopped {one}" for one in self.stopped()), *strange, *away, *self.happened]
        self.happened.clear()
        return [f"{address}: {one}" for one in told]

    def ran(self) -> list[str]:
        """What called for a dialog."""
        return [f"ran {one}" for one in self.page.evaluate("window.__ran")]

    def runs(self, address: str) -> int:
        """How many times something at an address called for a dialog."""
        self.open(address)
        return len(self.ran())

    def stopped(self) -> list[str]:
        """What the page's policy stopped."""
        return list(self.page.evaluate("window.__stopped"))

    def open(self, address: str) -> None:
        """Open a page, and wait until the start page has shown what it was asked for."""
        self.page.goto(f"{self.home}{address}", wait_until="load", timeout=15_000)
        if address.startswith("/?"):
            self.page.wait_for_selector("main[aria-busy=false] h1", timeout=15_000)

    def text(self, selector: str) -> list[str]:
        """What stands in elements."""
        return list(self.page.locator(selector).evaluate_all("all => all.map((one) => one.textContent)"))

    def _parts(self, address: str) -> list[str]:
        self.open(address)
        return list(self.page.evaluate(_READ))

    def asked(self, request: Request) -> None:
        """A request that the page made."""
        there = urlsplit(request.url)
        if f"{there.scheme}://{there.netloc}" != self.home and there.scheme not in ("about", "blob"):
            self.happened.append(f"asked {request.url[:200]}")


def _active(parts: Iterable[str]) -> list[str]:
    """Parts that could run something, whatever they are parts of."""
    return [one for one in parts if _ACTIVE.search(one)]


@contextmanager
def watched(browser: Browser, home: str, *, bypass_csp: bool = False, listens: bool = True) -> Iterator[Watched]:
    """A page of its own; `bypass_csp` takes the page's policy away, for a control that has to run what it is given.

    What listens on a page that may run no script is stopped itself, so where anything stopped has to be told it does not listen.
    """
    context = browser.new_context(bypass_csp=bypass_csp)
    context.add_init_script(_RAN + (_LISTEN if listens else ""))
    page = context.new_page()
    seen = Watched(page, home)
    page.on("request", seen.asked)
    page.on("popup", lambda other: seen.happened.append(f"opened {other.url}"))
    page.on("download", lambda one: seen.happened.append(f"downloaded {one.url}"))
    page.on("console", lambda one: seen.happened.append(f"stopped {one.text[:200]}") if one.type == "error" else None)
    page.on("pageerror", lambda error: seen.happened.append(f"failed {error}"))
    yield seen
    context.close()
