// Takes the view before and the view now on the page, marks the new passages, and gives the words that say what changed.

import { count } from "./elements.js";

export function difference(before, after) {
  if (before.search === after.search && before.catalogue.release === after.catalogue.release) return { text: "" };
  const ids = ({ content }) => (content.blocks ?? []).map((block) => block.id);
  const [old, now] = [ids(before), ids(after)];
  const gone = old.filter((id) => !now.includes(id)).length;
  const fresh = [...document.querySelectorAll("[data-block]")].filter((node) => !old.includes(node.dataset.block));
  for (const node of fresh) node.classList.add("fresh");
  const learner = ({ catalogue, answer }) => ({ edition: catalogue.edition, ...answer.variant });
  const chosen = Object.entries(learner(after)).filter(([name, value]) => learner(before)[name] !== value).map(([, value]) => value);
  const changes = [fresh.length && count(fresh.length, "new passage"), gone && `${gone} no longer shown`].filter(Boolean);
  const isSame = before.answer.etag.split(".")[0] === after.answer.etag.split(".")[0];
  const what = isSame ? "the very same words" : changes.join(", ") || "not quite the same, see below";
  return { text: [chosen.join(", "), what].filter(Boolean).join(": "), first: fresh[0] };
}
