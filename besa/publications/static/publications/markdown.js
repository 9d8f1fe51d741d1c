// A toolbar above a box for Markdown. It writes what somebody could type, and leaves the rest to the box.

const AROUND = { bold: "**", italic: "*" };
const BEFORE = { heading: "## ", list: "- ", quote: "> " };

/** Put a toolbar of a template before a box. `askNumber(insert)` lets somebody choose a number, which goes in then. */
export function toolbar(area, template, askNumber) {
  const bar = template.content.firstElementChild.cloneNode(true);
  const only = area.hasAttribute("data-markdown") ? undefined : "number";
  for (const button of [...bar.querySelectorAll("[data-tool]")]) if (only && button.dataset.tool !== only) button.remove();
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) use(area, button.dataset.tool, button.dataset.words ?? "", askNumber);
  });
  area.before(bar);
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
  const inner = chosen(area) || words;
  replace(area, `${before}${inner}${after}`);
  const end = area.selectionEnd - after.length;
  area.setSelectionRange(end - inner.length, end);
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
