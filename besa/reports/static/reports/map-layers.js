// What the map is made of: the ground, and the reports on it.
import { colour } from "./map-images.js";

const LABELS = ["names-large", "names-small"];

// Boundaries and names on paper, or on the base map where there is one: what every map of ours stands on.
export function groundOf(box) {
  const sources = { ground: { type: "geojson", data: absolute(box.dataset.boundaries) } };
  const layers = [{ id: "paper", type: "background", paint: { "background-color": colour("sunken") } }];
  const base = box.dataset.base;
  if (base) {
    sources.base = { type: "raster", tiles: [base], tileSize: 256, maxzoom: 19, attribution: box.dataset.attribution };
    layers.push({ id: "base", type: "raster", source: "base" });
  }
  layers.push(
    {
      id: "boundaries",
      type: "line",
      source: "ground",
      filter: ["==", ["get", "kind"], "boundary"],
      paint: { "line-color": colour("edge"), "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.6, 12, 1.6] },
    },
    // A base map has names of its own; ours come back when it cannot be reached.
    ...names(base ? "none" : "visible"),
  );
  return { version: 8, sources, layers };
}

export function styleOf(box) {
  const { version, sources, layers } = groundOf(box);
  sources.reports = {
    type: "vector",
    tiles: [tilesOf(box, box.dataset.filters)],
    minzoom: 0,
    maxzoom: 18,
  };
  layers.push(
    {
      id: "clusters",
      type: "symbol",
      source: "reports",
      "source-layer": "clusters",
      layout: {
        // Two leading digits are enough above a thousand, and keep the number of pictures small.
        "icon-image": ["concat", "n", ["to-string", ["case", [">=", ["get", "n"], 1000], ["*", 100, ["round", ["/", ["get", "n"], 100]]], ["get", "n"]]]],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": ["get", "n"],
      },
    },
    {
      id: "points",
      type: "symbol",
      source: "reports",
      "source-layer": "reports",
      layout: {
        "icon-image": ["concat", "s", ["to-string", ["get", "s"]]],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.65, 15, 0.85, 17, 1],
        "symbol-sort-key": ["get", "s"],
      },
    },
  );
  return { version, sources, layers };
}

function names(visibility) {
  const large = ["==", ["get", "kind"], "municipality"];
  // The name of a municipality stands below its place, where the count of its reports often is.
  const layer = (id, filter, minzoom, down) => ({
    id,
    type: "symbol",
    source: "ground",
    minzoom,
    filter: ["all", ["==", ["geometry-type"], "Point"], filter],
    layout: {
      visibility,
      "icon-image": ["concat", "t", ["get", "kind"], ":", ["get", "name"]],
      "symbol-sort-key": ["case", ["get", "active"], 0, 1],
      "icon-padding": 4,
      "icon-offset": [0, down],
    },
  });
  return [layer(LABELS[1], ["!", large], 10.5, 0), layer(LABELS[0], large, 6.5, 22)];
}

export function showNames(map) {
  for (const id of LABELS) map.setLayoutProperty(id, "visibility", "visible");
}

export function tilesOf(box, filters) {
  return absolute(box.dataset.tiles) + (filters ? `?${filters}` : "");
}

function absolute(path) {
  // Not URL(): it would escape the braces of the tile's numbers.
  return location.origin + path;
}
