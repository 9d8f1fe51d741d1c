// Practice: points at what the present exercise is about. Without this the banner says it in words. Whoever leaves takes
// the route along that this phone kept for them to practise with.
import { forgetPractised } from "../core/field-keeping.js";

const CLASS = "practice-point";

const found = (selector) => {
  try {
    return [...document.querySelectorAll(selector)];
  } catch {
    return []; // a browser that does not know :has() gets the words alone
  }
};

const point = () => {
  const banner = document.getElementById("practice");
  const wanted = new Set(banner ? JSON.parse(banner.dataset.points).flatMap(found) : []);
  for (const one of document.querySelectorAll(`.${CLASS}`)) {
    if (!wanted.has(one)) one.classList.remove(CLASS);
  }
  for (const one of wanted) one.classList.add(CLASS);
};

document.addEventListener("htmx:afterSettle", point);
point();

let left = false;
document.addEventListener("submit", async (event) => {
  if (event.submitter?.value !== "leave" || left) return;
  event.preventDefault();
  left = true;
  await forgetPractised("own:route");
  event.target.requestSubmit(event.submitter);
});
