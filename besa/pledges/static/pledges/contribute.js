// What somebody sends on a pledge: photos read for their place, shrunk and shown, and a proof of work instead of a
// confirmation by mail. Without this script the form works, and the proof is a link in a mail.
import { Photos } from "../core/photos.js";
import { Proof } from "../core/proof.js";

const form = document.getElementById("contribute");
const { elements, dataset } = form;
const status = form.querySelector("[data-status]");
const proof = new Proof(dataset.challenge, dataset.solver);
const photos = new Photos(form, {
  changed: () => proof.begin(),
  placed: ({ lat, lon }) => {
    elements.lat.value = lat.toFixed(6);
    elements.lon.value = lon.toFixed(6);
  },
  say: (words) => (status.textContent = words),
});

form.addEventListener("input", () => proof.begin());
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (status.textContent === dataset.sending) return;
  status.textContent = dataset.sending;
  const chosen = new DataTransfer();
  for (const file of photos.files) chosen.items.add(file);
  photos.input.files = chosen.files;
  elements.proof.value = (await proof.take())?.payload ?? "";
  form.submit();
});
// Back in the browser's history shows the page as it was left: it can be sent again.
window.addEventListener("pageshow", () => (status.textContent = ""));
