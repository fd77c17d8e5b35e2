// Takes a view and gives the article's elements: an item with its heading and notices, or the problem met instead.

import { activityBody } from "./activities.js";
import { TODAY, capital, el, kindName, link } from "./elements.js";
import { lessonBody } from "./lesson.js";

export function problemPage({ problem: { title, detail, elsewhere }, outline }) {
  const ways = elsewhere.map((at) => [link({ at }), `Read it in ${at}`]);
  ways.push(outline ? [link({ item: "" }), `Start ${outline.title} from the beginning`] : ["?", "Start again"]);
  return [el("h1", { tabindex: "-1" }, title), el("p", {}, capital(detail ?? "")),
    el("ul", {}, ways.map(([href, words]) => el("li", {}, el("a", { href }, words))))];
}

export function contentPage(view) {
  const { content, outline } = view;
  const module = outline.modules.find((each) => each.items.includes(view.id));
  const isLesson = content.kind === "lesson";
  return [
    ...[...view.notices, ...variantNotices(view)].map((text) => el("p", { class: "notice" }, text)),
    el("p", { class: "place" }, [module?.title, kindName(content.kind), `${content.minutes} min`].filter(Boolean).join(" · ")),
    el("h1", { tabindex: "-1" }, content.title),
    el("p", { class: "lead" }, content.summary),
    isLesson && content.objectives.length > 0 && el("div", { class: "aims" }, el("p", {}, "Afterwards you can"),
      el("ul", {}, content.objectives.map(({ text }) => el("li", {}, text)))),
    isLesson ? lessonBody(content) : activityBody(content),
    neighbours(view),
  ].flat(2).filter(Boolean);
}

function variantNotices({ answer, asked, ledger, catalogue }) {
  const unknown = (answer.defaulted ?? []).filter((name) => asked.get(name))
    .map((name) => `${catalogue.edition} does not know ${name} “${asked.get(name)}”, so it answers as for “${answer.variant[name]}”.`);
  const model = ledger.models.find(({ id }) => id === answer.variant?.model);
  const replacement = model?.replacements[0] ? ` Its maker names ${model.replacements[0]} in its place.` : "";
  return model?.shutdown && model.shutdown <= TODAY ? [...unknown, `${model.id} was shut down on ${model.shutdown}.${replacement}`] : unknown;
}

function neighbours({ outline, order, id }) {
  const way = (to, word) => to && el("a", { href: link({ item: to }), class: word.toLowerCase() }, el("small", {}, word), outline.items[to].title);
  const here = order.indexOf(id);
  return el("nav", { class: "neighbours", "aria-label": "Previous and next" }, way(order[here - 1], "Previous"), way(order[here + 1], "Next"));
}
