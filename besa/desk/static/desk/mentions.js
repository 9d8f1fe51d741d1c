// Names of colleagues while somebody types @ in an internal note. Without this module the names are typed in full,
// or ticked in the list under the note. A combobox as the ARIA practices describe it.

let open = null; // {words, list, start}

document.addEventListener("input", (event) => {
  const words = event.target;
  if (!words.matches?.("textarea[data-mentions]")) return;
  const found = begun(words);
  if (!found) return close();
  const names = matching(words, found.text);
  if (names.length) show(words, found.start, names);
  else close();
});

document.addEventListener("keydown", (event) => {
  if (!open || event.target !== open.words) return;
  const options = [...open.list.children];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
    select(options, next);
  } else if (event.key === "Enter" || event.key === "Tab") {
    event.preventDefault();
    take(options[Math.max(at, 0)]);
  } else if (event.key === "Escape") {
    close();
  }
});

document.addEventListener("focusout", (event) => {
  if (open && event.target === open.words) setTimeout(close, 150); // a press on a name comes first
});

/** The part of a name that is being typed after an @ at the beginning of a word. */
function begun(words) {
  const before = words.value.slice(0, words.selectionStart);
  const match = /(?:^|[\s(])@([^\n@]{0,40})$/u.exec(before);
  return match ? { text: match[1], start: before.length - match[1].length } : null;
}

function matching(words, typed) {
  const wanted = plain(typed);
  const boxes = [...words.form.querySelectorAll('input[name="mentioned"]')];
  return boxes
    .map((box) => ({ box, name: box.closest("label").textContent.trim() }))
    .filter(({ name }) => plain(name).split(" ").some((_, n, all) => all.slice(n).join(" ").startsWith(wanted)))
    .slice(0, 8);
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
}

function show(words, start, names) {
  close();
  const list = document.createElement("ul");
  list.className = "desk-names";
  list.id = "desk-names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.dataset.mentions);
  names.forEach(({ box, name }, n) => {
    const option = document.createElement("li");
    option.id = `desk-name-${n}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.dataset.box = box.value;
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(option);
    });
    list.append(option);
  });
  words.after(list);
  words.setAttribute("aria-controls", list.id);
  words.setAttribute("aria-expanded", "true");
  open = { words, list, start };
  select([...list.children], 0);
}

function select(options, chosen) {
  options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
  open.words.setAttribute("aria-activedescendant", options[chosen].id);
}

function take(option) {
  const { words, start } = open;
  const name = option.textContent.split(",")[0];
  const rest = words.value.slice(words.selectionStart);
  words.value = `${words.value.slice(0, start)}${name} ${rest.replace(/^ /, "")}`;
  const caret = start + name.length + 1;
  words.setSelectionRange(caret, caret);
  words.form.querySelector(`input[name="mentioned"][value="${option.dataset.box}"]`).checked = true;
  close();
  words.focus();
}

function close() {
  if (!open) return;
  open.list.remove();
  for (const name of ["aria-controls", "aria-expanded", "aria-activedescendant"]) open.words.removeAttribute(name);
  open = null;
}
