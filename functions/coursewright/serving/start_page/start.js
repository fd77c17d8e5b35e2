// Takes the query string as the state, and shows the lesson or activity it asks for; also the navigation and its events.

import { contentPage, problemPage } from "./article.js";
import { difference } from "./difference.js";
import { $, link } from "./elements.js";
import { answerLine, renderOutline, renderPickers } from "./frame.js";
import { hasMoved, load, problem } from "./reading.js";

let shown = null; // the view on the page, to tell what differs in the next one
let turn = 0; // answers that arrive after a newer question are dropped

const remember = () => history.replaceState({ y: scrollY }, "");

function go(href) {
  remember();
  history.pushState(null, "", href);
  return route({ moved: true });
}

async function route({ moved = false, y = 0 } = {}) {
  const mine = ++turn;
  const view = { asked: new URLSearchParams(location.search), search: location.search, notices: [] };
  $("main").setAttribute("aria-busy", "true");
  await load(view).catch((error) => {
    view.problem = error.title ? error : problem("This page has a fault", error.message);
  });
  if (mine !== turn) return;
  const sameItem = shown?.answer && view.answer && shown.name === view.name && shown.course === view.course;
  const restore = sameItem ? keepPlace() : () => scrollTo(0, y);
  render(view);
  $("main").setAttribute("aria-busy", "false");
  restore();
  announce(sameItem ? difference(shown, view) : { text: "" });
  if (!sameItem && moved) $("article").querySelector("h1").focus({ preventScroll: true });
  if (y === 0) toAnchor();
  shown = view;
}

function toAnchor() {
  const anchor = decodeURIComponent(location.hash.slice(1));
  if (anchor) $("article").querySelector(`#${CSS.escape(anchor)}`)?.scrollIntoView();
}

// When only the learner or the edition changes, the passage being read stays where it is on the screen.
function keepPlace() {
  const block = [...document.querySelectorAll("[data-block]")].find((node) => node.getBoundingClientRect().top > 90);
  const top = block?.getBoundingClientRect().top;
  const y = scrollY;
  return () => {
    const same = block && document.querySelector(`[data-block="${block.dataset.block}"]`);
    if (y > 0) scrollTo(0, same ? scrollY + same.getBoundingClientRect().top - top : y);
  };
}

function render(view) {
  if (view.overview) renderPickers(view, go);
  if (view.outline) renderOutline(view);
  $("article").replaceChildren(...(view.problem ? problemPage(view) : contentPage(view)));
  $("answer").replaceChildren(...(view.answer ? answerLine(view) : []));
  document.title = `${view.problem?.title ?? view.content.title} · Coursewright`;
  for (const a of $("article").querySelectorAll('a[href^="../"]')) {
    const [, id, anchor = ""] = a.getAttribute("href").match(/^\.\.\/(?:lessons|activities)\/([^#?]+)(#.*)?$/) ?? [];
    if (id) a.setAttribute("href", link({ item: id }, anchor));
  }
  markScrollable();
}

function announce({ text, first = null }) {
  $("status").textContent = text;
  $("toast").classList.toggle("said", Boolean(text));
  $("show").hidden = !first;
  $("show").onclick = () => first.scrollIntoView({ block: "center" });
}

// A keyboard can scroll only what it can reach.
function markScrollable() {
  for (const node of document.querySelectorAll(".scroll")) node.tabIndex = node.scrollWidth > node.clientWidth ? 0 : -1;
}

// What is being written (`serve --watch`) shows itself: a reader of `next` follows it, and stays at the passage being read.
async function follow() {
  const before = shown;
  if (before?.at === "next" && !document.hidden && (await hasMoved(before)) && shown === before) await route({ y: scrollY });
  setTimeout(follow, 1500);
}

history.scrollRestoration = "manual";
addEventListener("resize", markScrollable);
addEventListener("pagehide", remember);
addEventListener("popstate", ({ state }) => (shown?.search === location.search ? toAnchor() : route({ moved: true, y: state?.y })));
$("dismiss").addEventListener("click", () => announce({ text: "" }));
document.addEventListener("click", (event) => {
  const a = event.target.closest('a[href^="?"]');
  if (!a || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(a.getAttribute("href"));
});
route({ y: history.state?.y }).then(follow);
