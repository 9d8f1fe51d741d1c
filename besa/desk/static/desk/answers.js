// A prepared answer goes into the form as soon as it is chosen; without this module a button does it.
// Listens on the document, because htmx brings new forms.

document.addEventListener("change", (event) => {
  const select = event.target;
  if (!select.matches?.("select[data-templates]")) return;
  const option = select.selectedOptions[0];
  const form = select.form;
  for (const words of form.querySelectorAll("textarea[data-language]")) {
    const text = option.getAttribute(`data-text-${words.dataset.language}`);
    if (text !== null && mayReplace(words)) {
      words.value = text;
      words.dataset.filled = text;
    }
  }
});

/** Words that somebody typed are never thrown away: only empty fields and untouched prepared texts are filled. */
function mayReplace(words) {
  return words.value.trim() === "" || words.value === words.dataset.filled;
}
