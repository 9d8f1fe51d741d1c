// A map under a fixed pin, loaded only when somebody opens it: it weighs more than all the rest.

/** Open the map in its box; `chosen` gets {lat, lon} when the person says "here". */
export async function openPinMap(box, start, chosen, say) {
  if (!box.hidden) return;
  box.hidden = false;
  const map = await makeMap(box, start).catch(() => null);
  if (!map) {
    box.hidden = true;
    say(box.dataset.failed);
    return;
  }
  box.querySelector("button").addEventListener("click", () => {
    const { lat, lng } = map.getCenter();
    chosen({ lat, lon: lng });
  });
  box.scrollIntoView({ block: "nearest" });
  map.getCanvas().focus();
}

async function makeMap(box, start) {
  const { tiles, attribution, script, worker, style, center, zoom, label } = box.dataset;
  await Promise.all([loadStyle(style), loadScript(script)]);
  const { maplibregl } = window;
  maplibregl.setWorkerUrl(worker);
  const [lon, lat] = start ? [start.lon, start.lat] : center ? center.split(",").map(Number) : [20.9, 42.0];
  const map = new maplibregl.Map({
    container: box.querySelector(".pin-map-canvas"),
    style: baseMap(tiles, attribution),
    center: [lon, lat],
    zoom: start ? 17 : Number(zoom),
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    locale: { "Map.Title": label },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  return map;
}

function baseMap(tiles, attribution) {
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--sunken").trim() || "#eee";
  const layers = [{ id: "paper", type: "background", paint: { "background-color": paper } }];
  if (!tiles) return { version: 8, sources: {}, layers };
  const base = { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 19, attribution };
  return { version: 8, sources: { base }, layers: [...layers, { id: "base", type: "raster", source: "base" }] };
}

function loadScript(address) {
  return loaded(Object.assign(document.createElement("script"), { src: address }));
}

function loadStyle(address) {
  return loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
}

function loaded(element) {
  return new Promise((done, failed) => {
    element.onload = done;
    element.onerror = failed;
    document.head.append(element);
  });
}
