// Maps of reports. The library is only loaded when a map comes into sight; without it, lists show the same.
import { drawCount, drawName, drawStates } from "./map-images.js";
import { showNames, styleOf, tilesOf } from "./map-layers.js";
import { followMap } from "./map-list.js";
import { loadLibrary, localeOf } from "./map-start.js";

const STATES = ["received", "acknowledged", "in_progress", "fixed", "declined", "forwarded", "duplicate", "withdrawn", "reopened"];
// Boundaries and names of places are all there is to see: nearer, a small map would be empty.
const NEAREST_WITHOUT_BASE = 11;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

function makeMap(box) {
  const large = box.classList.contains("map-page");
  const zoom = Number(box.dataset.zoom ?? 7.5);
  const map = new maplibregl.Map({
    container: box,
    style: styleOf(box),
    center: [Number(box.dataset.lon ?? 20.6), Number(box.dataset.lat ?? 42.3)],
    zoom: large || box.dataset.base ? zoom : Math.min(zoom, NEAREST_WITHOUT_BASE),
    minZoom: 5,
    maxZoom: 18.5,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    cooperativeGestures: !large,
    attributionControl: { compact: true },
    locale: localeOf(box),
    fadeDuration: calm.matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  if (large) map.addControl(new maplibregl.GeolocateControl({ trackUserLocation: false }), "top-right");
  return map;
}

function drawMissing(map) {
  map.on("styleimagemissing", ({ id }) => {
    if (id.startsWith("n")) drawCount(map, id);
    else if (id.startsWith("t")) drawName(map, id);
  });
}

function showCards(map, box) {
  const popup = new maplibregl.Popup({ maxWidth: "20rem", offset: 14, focusAfterOpen: true });
  map.on("click", "points", async ({ features: [point] }) => {
    const answer = await fetch(box.dataset.card.replace("/0/", `/${point.id}/`));
    if (!answer.ok) return;
    const card = document.createElement("div");
    card.innerHTML = await answer.text();
    popup.setLngLat(point.geometry.coordinates).setDOMContent(card).addTo(map);
  });
  map.on("click", "clusters", ({ features: [cluster] }) => {
    const to = { center: cluster.geometry.coordinates, zoom: Math.min(18, Math.floor(map.getZoom()) + 2) };
    if (calm.matches) map.jumpTo(to);
    else map.easeTo(to);
  });
  for (const layer of ["points", "clusters"]) {
    map.on("mouseenter", layer, () => map.getCanvas().classList.add("pointing"));
    map.on("mouseleave", layer, () => map.getCanvas().classList.remove("pointing"));
  }
}

function surviveWithoutBase(map) {
  map.on("error", ({ sourceId }) => {
    if (sourceId === "base") showNames(map);
  });
}

function markReport(map, box) {
  const number = STATES.indexOf(box.dataset.marker);
  if (number < 0) return;
  const point = { type: "Point", coordinates: [Number(box.dataset.lon), Number(box.dataset.lat)] };
  map.addSource("marker", { type: "geojson", data: point });
  map.addLayer({
    id: "marker-ring",
    type: "circle",
    source: "marker",
    paint: { "circle-radius": 20, "circle-opacity": 0, "circle-stroke-width": 4, "circle-stroke-color": getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() },
  });
  map.addLayer({ id: "marker", type: "symbol", source: "marker", layout: { "icon-image": `s${number}`, "icon-size": 1.2, "icon-allow-overlap": true } });
}

function tellApproximate(map, box) {
  const note = Object.assign(document.createElement("p"), { className: "map-note", textContent: box.dataset.textApproximate, hidden: true });
  box.append(note);
  map.on("idle", () => {
    note.hidden = map.querySourceFeatures("ground", { filter: ["==", ["get", "approximate"], true] }).length === 0;
  });
}

async function start(box) {
  try {
    await loadLibrary(box);
    maplibregl.setWorkerUrl(box.dataset.worker);
    const map = makeMap(box);
    box.map = map;
    drawMissing(map);
    surviveWithoutBase(map);
    const drawn = drawStates(map, box.dataset.icons, STATES);
    dark.addEventListener("change", () => {
      map.setStyle(styleOf(box));
      drawStates(map, box.dataset.icons, STATES);
    });
    showCards(map, box);
    tellApproximate(map, box);
    await Promise.all([map.once("load"), drawn]);
    markReport(map, box);
    followMap(map, box, (filters) => map.getSource("reports").setTiles([tilesOf(box, filters)]));
    box.dataset.ready = "";
  } catch {
    const words = Object.assign(document.createElement("p"), { className: "map-failed", textContent: box.dataset.textFailed });
    box.replaceChildren(words);
  }
}

const sight = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      start(target);
    }
  },
  { rootMargin: "200px" },
);
for (const box of document.querySelectorAll("[data-map]")) sight.observe(box);
