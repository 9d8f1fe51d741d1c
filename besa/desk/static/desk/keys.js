// Single keys, as in a mail program. Never while somebody types, and off for good with one tick (WCAG 2.1.4).
import { toggleMap } from "./map.js";
import { picked, toggle, toggleAll } from "./selection.js";

const OFF = "besa-desk-keys-off";
const ACTS = { a: "acknowledge", r: "answer", s: "start", f: "fix", d: "decline", w: "forward", n: "note" };
// Whoever presses "r" begins to write: a prepared answer is one step back.
const FIRST = "textarea, select:not([data-templates]), input:not([type=hidden])";

const isOff = () => localStorage.getItem(OFF) === "1";
const pane = () => document.getElementById("desk-detail");
const links = () => [...document.querySelectorAll("#desk-items a.cover")];
const isTyping = (element) =>
  element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

function here() {
  const focused = document.activeElement?.closest?.("#desk-items .item");
  return focused ?? document.querySelector("#desk-items .item.selected");
}

// Who stood after and before the report one is at, nearest first: it may leave the list by what is done to it.
let after = [];
let before = [];
function remember() {
  const item = here() ?? document.querySelector("#desk-items .item.picked");
  if (!item) return;
  const ids = [...item.parentElement.children].map((one) => one.id);
  const at = ids.indexOf(item.id);
  after = ids.slice(at + 1);
  before = ids.slice(0, at).reverse();
}

function neighbour(by) {
  const ids = by > 0 ? [...after, ...before] : [...before, ...after];
  return ids.map((id) => document.querySelector(`#desk-items #${id} a.cover`)).find(Boolean);
}

function move(by) {
  const all = links();
  const at = all.indexOf(here()?.querySelector("a.cover"));
  const next = at < 0 ? neighbour(by) ?? all[0] : all[Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  // With a report open beside the list, the next one opens as one goes through it.
  if (next && pane()?.querySelector("article")) next.click();
}

function help() {
  const panel = document.getElementById("desk-help");
  panel.hidden = !panel.hidden;
  for (const button of document.querySelectorAll("[data-desk-do=help][aria-expanded]")) button.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) panel.focus();
}

// The form of an act on the open report: opened, and its first field in focus.
function openForm(act) {
  const key = document.querySelector(`#desk-detail input[name=action][value=${act}]`);
  const box = key?.closest("details");
  if (!box) return;
  box.open = true;
  (box.querySelector(FIRST) ?? box.querySelector("button")).focus();
  box.scrollIntoView({ block: "nearest" });
}

function act(key) {
  if (picked()) {
    const choice = document.getElementById("desk-act");
    if (![...choice.options].some((option) => option.value === key)) return;
    choice.value = key;
    choice.form.requestSubmit();
    return;
  }
  if (pane()?.querySelector("article")) return openForm(key);
  const link = here()?.querySelector("a.cover");
  if (!link) return;
  document.addEventListener("htmx:afterSettle", () => openForm(key), { once: true });
  link.click();
}

const DOES = {
  j: () => move(1),
  k: () => move(-1),
  o: () => here()?.querySelector("a.cover").click(),
  u: () => (here() ?? document.querySelector("#desk-items .item"))?.querySelector("a.cover").focus(),
  x: () => toggle(here()),
  "*": toggleAll,
  "/": () => document.getElementById("desk-q").focus(),
  m: toggleMap,
  z: () => document.querySelector("[data-desk-undo]")?.click(),
  "?": help,
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape" && event.target.id === "desk-q") return event.target.blur();
  if (event.key === "Escape" && !document.getElementById("desk-help").hidden) return help();
  if (isTyping(event.target) || isOff()) return;
  const does = DOES[event.key] ?? (event.key in ACTS ? () => act(ACTS[event.key]) : null);
  if (!does) return;
  event.preventDefault();
  does();
}

function arrows(event) {
  const link = event.target.closest?.("#desk-items a.cover");
  if (!link || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const next = links()[links().indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function listenToKeys() {
  const off = document.querySelector("[data-desk-keys-off]");
  off.checked = isOff();
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
  document.addEventListener("keydown", pressed);
  document.addEventListener("keydown", arrows);
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-desk-do=help]")) help();
  });
}
