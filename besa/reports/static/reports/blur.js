// Boxes drawn on a photo with mouse, pen or finger, beside the grid that works without this script.

const FULL = 1000; // thousandths of the picture's side, as the server counts
const LEAST = 8; // anything smaller was a click on a cell

const frame = document.querySelector("[data-blur]");
const field = document.querySelector("[data-blur-boxes]");
const undo = document.querySelector("[data-blur-undo]");
const boxes = [];

function place(event) {
  const area = frame.getBoundingClientRect();
  const share = (value, start, length) => Math.round(Math.min(1, Math.max(0, (value - start) / length)) * FULL);
  return [share(event.clientX, area.left, area.width), share(event.clientY, area.top, area.height)];
}

function between([x1, y1], [x2, y2]) {
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2), height: Math.abs(y1 - y2) };
}

function show(element, box) {
  element.style.left = `${box.x / 10}%`;
  element.style.top = `${box.y / 10}%`;
  element.style.width = `${box.width / 10}%`;
  element.style.height = `${box.height / 10}%`;
}

function keep() {
  field.value = boxes.map(({ box }) => [box.x, box.y, box.width, box.height].join(",")).join(";");
}

function draw(start) {
  const from = place(start);
  const element = document.createElement("div");
  element.className = "blur-box";
  let box = null;

  function move(event) {
    const drawn = between(from, place(event));
    if (drawn.width < LEAST || drawn.height < LEAST) return;
    box = drawn;
    if (!element.isConnected) frame.append(element);
    show(element, box);
  }

  function end() {
    frame.removeEventListener("pointermove", move);
    if (!element.isConnected) return;
    boxes.push({ element, box });
    keep();
    // The click that ends a drag would also tick the cell under it.
    frame.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    setTimeout(() => frame.dispatchEvent(new Event("click")), 0);
  }

  frame.addEventListener("pointermove", move);
  addEventListener("pointerup", end, { once: true });
}

if (frame) {
  frame.addEventListener("pointerdown", (event) => event.isPrimary && draw(event));
  undo.addEventListener("click", () => {
    boxes.pop()?.element.remove();
    keep();
  });
}
