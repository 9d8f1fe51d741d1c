// The list beside the map follows the view; the address always leads back to what one sees.
const PAUSE_MS = 300;

function filtersOf(form) {
  const chosen = [...new FormData(form)].filter(([name, value]) => value && ["category", "state", "age"].includes(name));
  return new URLSearchParams(chosen).toString();
}

function viewOf(map) {
  const { lng, lat } = map.getCenter();
  return { lat: lat.toFixed(5), lon: lng.toFixed(5), zoom: map.getZoom().toFixed(2) };
}

function boxOf(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((degrees) => degrees.toFixed(5)).join(",");
}

async function fetchList(query, signal) {
  const answer = await fetch(`${location.pathname}?${query}`, { headers: { "HX-Request": "true" }, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  return holder.content;
}

export function followMap(map, box, setFilters) {
  const form = document.getElementById("map-filters");
  const list = document.querySelector("[data-map-list]");
  if (!form || !list) return;
  let waiting;
  let running;

  const refresh = async () => {
    const filters = filtersOf(form);
    history.replaceState(null, "", `?${new URLSearchParams([...new URLSearchParams(filters), ...Object.entries(viewOf(map))])}`);
    running?.abort();
    running = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const query = new URLSearchParams([...new URLSearchParams(filters), ["bbox", boxOf(map)]]);
      list.replaceChildren(await fetchList(query, running.signal));
      list.scrollTop = 0;
      list.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") list.removeAttribute("aria-busy");
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE_MS);
  };

  if (new URLSearchParams(location.search).has("lat")) refresh();
  map.on("moveend", soon);
  form.addEventListener("change", ({ target }) => {
    if (target.name === "q") return;
    setFilters(filtersOf(form));
    refresh();
  });
  list.addEventListener("click", async (event) => {
    const more = event.target.closest("[data-map-more]");
    if (!more) return;
    event.preventDefault();
    const older = await fetchList(more.getAttribute("href").slice(1)).catch(() => null);
    if (!older) return location.assign(more.href);
    const items = list.querySelector(".items");
    const first = older.querySelector(".item");
    items.append(...older.querySelectorAll(".item"));
    const next = older.querySelector("[data-map-more]");
    if (next) more.setAttribute("href", next.getAttribute("href"));
    else more.closest("p").remove();
    first?.querySelector("a").focus();
  });
}
