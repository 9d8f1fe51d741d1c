// The desk's list: a report opens beside the list where there is room, and arrow keys go through the list.
// Without this module every report is a page of its own.
const pane = document.querySelector("[data-desk-detail]");

const hasRoom = () => pane !== null && getComputedStyle(pane).display !== "none";

// On a narrow screen there is no pane: the link is followed as a link.
document.addEventListener("htmx:confirm", (event) => {
  if (event.target.matches("#desk-items a.cover") && !hasRoom()) {
    event.preventDefault();
    window.location.assign(event.target.href);
  }
});

// A form that comes back with errors has the status 422, and is shown like any other answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// After settling: until then htmx gives the new line of the list the class of the old one.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== pane) return;
  pane.scrollTop = 0;
  const here = window.location.pathname;
  for (const link of document.querySelectorAll("#desk-items a.cover")) {
    const chosen = new URL(link.href).pathname === here;
    link.closest(".item").classList.toggle("selected", chosen);
    link.toggleAttribute("aria-current", chosen);
  }
  const problem = pane.querySelector(".errors");
  if (problem) problem.focus();
});

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("#desk-items a.cover");
  if (!link || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const links = [...document.querySelectorAll("#desk-items a.cover")];
  const next = links[links.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
