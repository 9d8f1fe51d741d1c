// A toolbar above a box for Markdown. It writes what somebody could type, and leaves the rest to the box.

const AROUND = { bold: "**", italic: "*" };
const BEFORE = { heading: "## ", list: "- ", quote: "> " };
const KEYS = { b: "bold", i: "italic", k: "link" };
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Put a toolbar of a template before a box. `askNumber(insert)` lets somebody choose a number, which goes in then. */
export function toolbar(area, template, askNumber) {
  const bar = template.content.firstElementChild.cloneNode(true);
  const only = area.hasAttribute("data-markdown") ? undefined : "number";
  for (const button of [...bar.querySelectorAll("[data-tool]")]) if (only && button.dataset.tool !== only) button.remove();
  const buttons = [...bar.querySelectorAll("[data-tool]")];
  const press = (button) => use(area, button.dataset.tool, button.dataset.words ?? "", askNumber);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) press(button);
  });
  area.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && KEYS[event.key.toLowerCase()];
    const button = tool && buttons.find((one) => one.dataset.tool === tool);
    if (!button) return;
    event.preventDefault();
    press(button);
  });
  walkable(bar, buttons);
  area.before(bar);
}

/** One stop of the Tab key, and the arrows from there, as people who cannot see it expect of a toolbar. */
function walkable(bar, buttons) {
  const reach = (button) => buttons.forEach((one) => (one.tabIndex = one === button ? 0 : -1));
  reach(buttons[0]);
  bar.addEventListener("focusin", (event) => reach(event.target));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const ends = { Home: 0, End: buttons.length - 1 };
    const next = ends[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : undefined);
    if (next === undefined) return;
    event.preventDefault();
    buttons.at(next % buttons.length).focus();
  });
}

function use(area, tool, words, askNumber) {
  if (tool in AROUND) return wrap(area, AROUND[tool], AROUND[tool]);
  if (tool in BEFORE) return lines(area, BEFORE[tool]);
  if (tool === "link") return wrap(area, "[", "](https://)", words);
  if (tool === "footnote") return footnote(area, words);
  if (tool === "number") return askNumber((code) => replace(area, code));
}

/** Write at the cursor as if it had been typed, so that it can be undone. */
function replace(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

function wrap(area, before, after, words = "") {
  if (before === after && chosen(area) && unwrap(area, before)) return;
  const inner = chosen(area) || words;
  replace(area, `${before}${inner}${after}`);
  const end = area.selectionEnd - after.length;
  area.setSelectionRange(end - inner.length, end);
}

/** Take the marks away again; whether there were some around what is chosen. A mark of two stars is none of one. */
function unwrap(area, mark) {
  const inner = chosen(area);
  const start = area.selectionStart - mark.length;
  const end = area.selectionEnd + mark.length;
  const around = (at, step) => {
    let n = 0;
    while (area.value[at + n * step] === "*") n += 1;
    return n;
  };
  const stars = Math.min(around(area.selectionStart - 1, -1), around(area.selectionEnd, 1));
  if (stars !== mark.length && stars !== 3) return false;
  area.setSelectionRange(start, end);
  replace(area, inner);
  area.setSelectionRange(start, start + inner.length);
  return true;
}

function lines(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  area.setSelectionRange(start, area.selectionEnd);
  const marked = chosen(area)
    .split("\n")
    .map((line) => (line.startsWith(mark) ? line.slice(mark.length) : mark + line));
  replace(area, marked.join("\n"));
}

function footnote(area, words) {
  const used = [...area.value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const number = Math.max(0, ...used) + 1;
  replace(area, `[^${number}]`);
  area.setSelectionRange(area.value.length, area.value.length);
  replace(area, `\n\n[^${number}]: ${words}`);
  area.setSelectionRange(area.value.length - words.length, area.value.length);
}
