// What every page gets. Nothing here is needed to read or to send anything.
import { watchDrops } from "./disclosure.js";
import { offerInstallation } from "./installation.js";

const root = document.documentElement;
root.classList.add("js");

for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => {
    // Remembered for the front door, whose address names no language.
    document.cookie = `language=${link.dataset.language}; path=/; max-age=31536000; samesite=lax`;
  });
}

document.querySelector("[data-focus-on-load]")?.focus();

document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  event.target.closest("form[data-submit-on-change]")?.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-share]");
  if (!button) return;
  if ("share" in button.dataset) {
    await navigator.share({ title: document.title, url: button.dataset.share || location.href }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(button.dataset.copy);
  (button.querySelector("span") ?? button).textContent = button.dataset.copied;
});

for (const button of document.querySelectorAll("[data-share]")) button.hidden = !navigator.share;

for (const form of document.querySelectorAll("form[data-leaving]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    import("./leaving.js").then(({ leave }) => leave(form), () => form.submit());
  });
}
if (document.querySelector("[data-signed-out]")) import("./leaving.js").then(({ forgetRoute }) => forgetRoute());

watchDrops();
offerInstallation();
