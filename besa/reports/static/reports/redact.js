// Words that a moderator selects in a text are added to the list of words to remove, and shown as chosen.

const list = document.querySelector("[data-redact-list]");
const add = document.querySelector("[data-redact-add]");
const said = document.querySelector("[data-redact-said]");
const texts = [...document.querySelectorAll("[data-redact-text]")];
const letter = /[\p{L}\p{N}_]/u;
let selected = null;

/** The range within one text that somebody has selected, or null. */
function selection() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const inside = texts.some((text) => text.contains(range.startContainer) && text.contains(range.endContainer));
  return inside && range.toString().trim() ? range.cloneRange() : null;
}

/** Widen a range to whole words: half a word is never removed. */
function whole(range) {
  const { startContainer: first, endContainer: last } = range;
  let start = range.startOffset;
  let end = range.endOffset;
  if (first.nodeType === Node.TEXT_NODE && letter.test(first.data[start] ?? "")) {
    while (start > 0 && letter.test(first.data[start - 1])) start -= 1;
    range.setStart(first, start);
  }
  if (last.nodeType === Node.TEXT_NODE && end > 0 && letter.test(last.data[end - 1])) {
    while (end < last.data.length && letter.test(last.data[end])) end += 1;
    range.setEnd(last, end);
  }
  return range;
}

function passages() {
  return list.value.split("\n").map((line) => line.trim().replace(/\s+/gu, " ")).filter(Boolean);
}

/** Every place at which a passage stands in a text node, whatever its case. */
function* places(node, passage) {
  const text = node.data.toLocaleLowerCase();
  const wanted = passage.toLocaleLowerCase();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (letter.test(node.data[at - 1] ?? "") && letter.test(wanted[0])) continue;
    if (letter.test(node.data[end] ?? "") && letter.test(wanted.at(-1))) continue;
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, Math.min(end, node.data.length));
    yield range;
  }
}

function show() {
  if (!CSS.highlights) return;
  const ranges = [];
  for (const text of texts) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) for (const passage of passages()) ranges.push(...places(walker.currentNode, passage));
  }
  CSS.highlights.set("redact", new Highlight(...ranges));
}

if (list && add) {
  document.addEventListener("selectionchange", () => {
    const range = selection();
    if (range) selected = range;
    add.disabled = !selected;
  });
  add.addEventListener("click", () => {
    const passage = whole(selected).toString().trim().replace(/\s+/gu, " ");
    if (!passages().includes(passage)) list.value = [...passages(), passage, ""].join("\n");
    said.textContent = said.dataset.added;
    selected = null;
    add.disabled = true;
    document.getSelection().removeAllRanges();
    show();
  });
  list.addEventListener("input", show);
  show();
}
