// Where the reports of the list are. It shows what the list shows, the private ones too, and asks the server for nothing.
import { drawName, drawStates } from "../reports/map-images.js";
import { groundOf, showNames } from "../reports/map-layers.js";
import { loadLibrary, localeOf } from "../reports/map-start.js";

const STATES = ["received", "acknowledged", "in_progress", "fixed", "declined", "forwarded", "duplicate", "withdrawn", "reopened"];
const HIDDEN = "besa-desk-map-hidden";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let box;

const rows = () => [...document.querySelectorAll("#desk-items .item[data-lat]")];

function points() {
  const chosen = document.querySelector("#desk-items .item.selected")?.id;
  return {
    type: "FeatureCollection",
    features: rows().map((row) => ({
      type: "Feature",
      properties: { id: row.id, s: STATES.indexOf(row.dataset.state), chosen: row.id === chosen },
      geometry: { type: "Point", coordinates: [Number(row.dataset.lon), Number(row.dataset.lat)] },
    })),
  };
}

function fit(map) {
  const bounds = new maplibregl.LngLatBounds();
  for (const { geometry } of points().features) bounds.extend(geometry.coordinates);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 32, maxZoom: 15, animate: !calm.matches, duration: 300 });
}

function addReports(map) {
  map.addSource("listed", { type: "geojson", data: points() });
  map.addLayer({
    id: "chosen", type: "circle", source: "listed", filter: ["get", "chosen"],
    paint: { "circle-radius": 18, "circle-opacity": 0, "circle-stroke-width": 4, "circle-stroke-color": getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() },
  });
  map.addLayer({
    id: "listed", type: "symbol", source: "listed",
    layout: { "icon-image": ["concat", "s", ["to-string", ["get", "s"]]], "icon-allow-overlap": true, "icon-size": 0.85 },
  });
}

async function start() {
  try {
    await loadLibrary(box);
    maplibregl.setWorkerUrl(box.dataset.worker);
    const { lat, lon, zoom } = box.dataset;
    const map = new maplibregl.Map({
      container: box, style: groundOf(box), center: [Number(lon), Number(lat)], zoom: Number(zoom), minZoom: 5, maxZoom: 18.5,
      dragRotate: false, pitchWithRotate: false, maxPitch: 0, attributionControl: { compact: true }, locale: localeOf(box),
      fadeDuration: calm.matches ? 0 : 200,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    map.on("styleimagemissing", ({ id }) => id.startsWith("t") && drawName(map, id));
    map.on("error", ({ sourceId }) => sourceId === "base" && showNames(map));
    await Promise.all([map.once("load"), drawStates(map, box.dataset.icons, STATES)]);
    addReports(map);
    fit(map);
    map.on("click", "listed", ({ features: [point] }) => document.querySelector(`#${point.properties.id} a.cover`)?.click());
    map.on("mouseenter", "listed", () => map.getCanvas().classList.add("pointing"));
    map.on("mouseleave", "listed", () => map.getCanvas().classList.remove("pointing"));
    const follow = () => map.getSource("listed").setData(points());
    document.addEventListener("desk:listed", () => (follow(), fit(map)));
    document.addEventListener("htmx:afterSettle", follow);
    box.dataset.ready = "";
  } catch {
    box.replaceChildren(Object.assign(document.createElement("p"), { className: "map-failed", textContent: box.dataset.textFailed }));
  }
}

export function toggleMap() {
  const hidden = box.toggleAttribute("hidden");
  localStorage.setItem(HIDDEN, hidden ? "1" : "0");
}

// The library is loaded when the map comes into sight: never on a telephone, where there is no room for it.
export function showMap(where) {
  box = where;
  if (localStorage.getItem(HIDDEN) === "1") box.setAttribute("hidden", "");
  new IntersectionObserver((entries, watcher) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    start();
  }).observe(box);
}
