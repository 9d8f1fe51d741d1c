// The map under the pin, on the form that corrects a report's place. Without it, a settlement or numbers are chosen.
import { openPinMap } from "../reports/pin-map.js";

function openMap() {
  const form = document.querySelector("details.desk-action[open] form:has([data-pin-map])");
  const box = form?.querySelector("[data-pin-map]");
  if (!box || box.dataset.made) return;
  box.dataset.made = "yes";
  const { lat, lon, place } = form.elements;
  const status = form.querySelector("[data-pin-status]");
  const say = (text) => { status.textContent = text; };
  openPinMap(box, { lat: Number(lat.value), lon: Number(lon.value) }, (point) => {
    lat.value = point.lat.toFixed(6);
    lon.value = point.lon.toFixed(6);
    place.value = "";
    say(status.dataset.moved);
  }, say);
}

openMap();
document.addEventListener("htmx:afterSettle", openMap);
