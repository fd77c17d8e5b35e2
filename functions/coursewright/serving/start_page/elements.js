// Takes plain values and gives small pieces: elements, dates, counted words, links to this page with another question.

export const $ = (name) => document.getElementById(`cw-${name}`);
export const TODAY = new Date().toISOString().slice(0, 10);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = aligned(value); // only ever the API's own sanitised html
    else if (name === "on") node.addEventListener(...value);
    else if (![undefined, null, false].includes(value)) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter(Boolean));
  return node;
}

// The page's policy lets no style stand in the markup, so columns say by an attribute of their own how they are aligned.
const aligned = (html) => html.replace(/<(t[dh]) style="text-align: ?(left|center|right);?">/g, '<$1 data-align="$2">');

export const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const kindName = (kind) => (kind === "roleplay" ? "Role-play" : capital(kind));
const longDate = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
export const date = (iso) => el("time", { datetime: iso }, longDate.format(new Date(iso)));

export function link(changes, anchor = "") {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) value ? parameters.set(name, value) : parameters.delete(name);
  return `?${parameters}${anchor}`;
}
