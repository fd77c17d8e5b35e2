// Takes a lesson and gives its body's elements: the blocks, and the claims they rest on.

import { TODAY, capital, date, el } from "./elements.js";

export const lessonBody = ({ blocks, claims }) => [blocks.map(blockNode), restsOn(claims)];

function blockNode(block) {
  const make = { figure, try: tryCard, note: callOut, warning: callOut, table: scroller, code: scroller }[block.kind];
  const node = make ? make(block) : el("div", { html: block.html });
  node.classList.add("block", block.kind);
  node.dataset.block = block.id;
  return node;
}

const scroller = ({ html, kind }) => el("div", { class: "scroll", "aria-label": capital(kind), role: "group", html });
const callOut = ({ html, kind }) => el("div", { role: "note" }, el("p", { class: "label" }, capital(kind)), el("div", { html }));

function figure({ src, alt, caption, width, height }) {
  const image = el("div", { class: "scroll", role: "group", "aria-label": "Figure" }, el("img", { src, alt, width, height }));
  return el("figure", {}, image, caption ? el("figcaption", {}, caption) : "");
}

export function tryCard({ title, prompt }) {
  const text = el("p", { class: "prompt" }, prompt);
  const said = el("span", { role: "status" });
  const button = el("button", { type: "button", on: ["click", async () => { said.textContent = await copy(text); }] }, "Copy prompt");
  const name = title ? `Try it: ${title}` : "Try it";
  return el("div", { class: "block try", role: "group", "aria-label": name }, el("p", { class: "label" }, name), text,
    el("p", { class: "act" }, button, said));
}

async function copy(node) {
  const isCopied = await navigator.clipboard?.writeText(node.textContent).then(() => true, () => false);
  if (isCopied) return "Copied";
  getSelection().selectAllChildren(node);
  return document.execCommand("copy") ? "Copied" : "Selected: copy it with your keyboard";
}

function restsOn(claims) {
  if (!claims.length) return null;
  const entry = (claim) => el("li", {}, el("p", {}, claim.statement), el("p", { class: "proof" },
    claim.sources.flatMap(({ url, title, read }, n) => [n ? "; " : "", el("a", { href: url }, title), " (read ", date(read), ")"]),
    " · ", claim.verified_at ? ["verified ", date(claim.verified_at)] : "no verification recorded",
    claim.verified_against.length ? ` against ${claim.verified_against.join(", ")}` : "",
    claim.review_by ? [" · ", claim.review_by < TODAY ? "review was due " : "review by ", date(claim.review_by)] : ""));
  return el("section", { class: "rests", "aria-labelledby": "cw-rests" }, el("h2", { id: "cw-rests" }, "What this rests on"),
    el("ul", {}, claims.map(entry)));
}
