// Pictures for the map, drawn here: status symbols, counts of clusters, names of places. So the map needs no
// font files from elsewhere, and shows the same shapes and colours as the rest of the page.
const RATIO = Math.max(2, Math.ceil(window.devicePixelRatio || 1));

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function sheet(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * RATIO);
  canvas.height = Math.ceil(height * RATIO);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.scale(RATIO, RATIO);
  return { canvas, pen };
}

function put(map, id, { canvas, pen }) {
  const image = pen.getImageData(0, 0, canvas.width, canvas.height);
  if (map.hasImage(id)) map.removeImage(id);
  map.addImage(id, image, { pixelRatio: RATIO });
}

function family() {
  return getComputedStyle(document.body).fontFamily;
}

// A cluster: `id` is "n" and the number of reports.
export function drawCount(map, id) {
  const n = Number(id.slice(1));
  const text = new Intl.NumberFormat(document.documentElement.lang, {
    notation: "compact",
    maximumFractionDigits: n < 10000 ? 1 : 0,
  }).format(n);
  const radius = 13 + Math.min(14, Math.log10(n + 1) * 3.5) + Math.max(0, text.length - 3) * 2;
  const paper = sheet(2 * radius + 4, 2 * radius + 4);
  const { pen } = paper;
  pen.translate(radius + 2, radius + 2);
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour("brand");
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = colour("surface");
  pen.stroke();
  pen.fillStyle = colour("on-brand");
  pen.font = `650 13px ${family()}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, 0, 0.5);
  put(map, id, paper);
}

// A name: `id` is "t", the kind of place, a colon and the name.
export function drawName(map, id) {
  const [kind, ...rest] = id.slice(1).split(":");
  const text = rest.join(":");
  const large = kind === "municipality";
  const font = `${large ? 650 : 450} ${large ? 14 : 12}px ${family()}`;
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = font;
  const paper = sheet(ruler.measureText(text).width + 10, 22);
  const { pen } = paper;
  pen.font = font;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = colour("sunken");
  pen.strokeText(text, 5, 11);
  pen.fillStyle = colour(large ? "ink" : "muted");
  pen.fillText(text, 5, 11);
  put(map, id, paper);
}

// The symbols of all states, from the same file as on the page. `states` are the keys in the order of the tiles.
export async function drawStates(map, address, states) {
  const file = new DOMParser().parseFromString(await (await fetch(address)).text(), "image/svg+xml");
  await Promise.all(
    states.map(async (state, number) => {
      const symbol = file.getElementById(`state_${state}`);
      const body = symbol.innerHTML
        .replaceAll("currentColor", colour(state.replaceAll(" ", "_")))
        .replaceAll("var(--cut,#fff)", colour("surface"));
      const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${symbol.getAttribute("viewBox")}" width="64" height="64">${body}</svg>`;
      const picture = new Image(64, 64);
      picture.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await picture.decode();
      const paper = sheet(28, 28);
      const { pen } = paper;
      pen.beginPath();
      pen.arc(14, 14, 13, 0, 2 * Math.PI);
      pen.fillStyle = colour("surface");
      pen.fill();
      pen.lineWidth = 1;
      pen.strokeStyle = colour("edge");
      pen.stroke();
      pen.drawImage(picture, 5, 5, 18, 18);
      put(map, `s${number}`, paper);
    }),
  );
}
