// The desk: a report opens beside the list where there is room. Without this every link and button leads to a page.
import { listenToKeys } from "./keys.js";
import { showMap } from "./map.js";
import { watchSelection } from "./selection.js";

const pane = document.querySelector("[data-desk-detail]");

const hint = pane.firstElementChild;

const hasRoom = () => getComputedStyle(pane).display !== "none";
const isOnList = (event) => document.getElementById("desk-body")?.contains(event.target);

// On a narrow screen there is no pane: the link is followed as a link, the form sent as a form.
document.addEventListener("htmx:confirm", (event) => {
  if (hasRoom() || !isOnList(event)) return;
  if (event.target.matches("#desk-items a.cover")) {
    event.preventDefault();
    window.location.assign(event.target.href);
  } else if (event.target.matches("#desk-picks")) {
    event.preventDefault();
    event.target.submit();
  }
});

// What is empty is not in the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("#desk-filters")) return;
  const given = event.detail.parameters;
  for (const name of new Set(Object.keys(given))) if (given[name] === "") delete given[name];
});

// A form that comes back with errors has the status 422, and is shown like any other answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

function markOpen() {
  const here = window.location.pathname;
  for (const link of document.querySelectorAll("#desk-items a.cover")) {
    const chosen = new URL(link.href).pathname === here;
    link.closest(".item").classList.toggle("selected", chosen);
    link.toggleAttribute("aria-current", chosen);
  }
}

// After settling: until then htmx gives the new line of the list the class of the old one.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === pane) {
    pane.scrollTop = 0;
    pane.classList.add("open");
    markOpen();
    pane.querySelector(".errors")?.focus();
  } else if (document.getElementById("desk-body")) {
    countDown();
    markOpen();
    document.dispatchEvent(new Event("desk:listed"));
  }
});

function closePane() {
  pane.replaceChildren(hint);
  pane.classList.remove("open");
}

// A cancel button beside the list closes what is open there.
pane.addEventListener("click", (event) => {
  const link = event.target.closest("form[data-bulk-form] a.button");
  if (!link) return;
  event.preventDefault();
  closePane();
  document.querySelector("#desk-items a.cover")?.focus();
});

// When a bulk act is asked for there is nothing left to fill in.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status === 204 && event.target.matches("[data-bulk-form]")) closePane();
});

// What waits is looked at again when its time is over, and every second second until it is done.
let waiting;
function countDown() {
  clearTimeout(waiting);
  const seconds = [...document.querySelectorAll("[data-desk-refresh]")].map((one) => Number(one.dataset.deskRefresh));
  if (!seconds.length) return;
  waiting = setTimeout(refreshUnlessBusy, 1000 * Math.max(2, Math.min(...seconds) + 1));
}
function refreshUnlessBusy() {
  // Nobody's ticks are taken away under their hands.
  if (document.querySelector("#desk-items :checked")) {
    waiting = setTimeout(refreshUnlessBusy, 2000);
  } else document.body.dispatchEvent(new Event("desk:refresh"));
}

// After an act the report may stand in another view: the list and its counts are read again.
document.addEventListener("desk:acted", refreshUnlessBusy);

watchSelection();
listenToKeys();
showMap(document.querySelector("[data-desk-map]"));
countDown();
