// How many are ticked, ticking a page at once, and a range with the shift key.
const ticks = () => [...document.querySelectorAll("#desk-items input[name=pick]")];

function tell() {
  const words = document.querySelector("[data-desk-selected]");
  if (!words) return;
  const all = ticks();
  const n = all.filter((tick) => tick.checked).length;
  const { none, one, many } = words.dataset;
  words.textContent = n === 0 ? none : n === 1 ? one : many.replace("{n}", n);
  const every = document.querySelector("[data-desk-all]");
  every.checked = n > 0 && n === all.length;
  every.indeterminate = n > 0 && n < all.length;
  for (const tick of all) tick.closest(".item").classList.toggle("picked", tick.checked);
}

export function toggle(item) {
  const tick = item?.querySelector("input[name=pick]");
  if (tick) tick.checked = !tick.checked;
  tell();
}

export function toggleAll() {
  const all = ticks();
  const some = all.some((tick) => tick.checked);
  for (const tick of all) tick.checked = !some;
  tell();
}

export const picked = () => ticks().filter((tick) => tick.checked).length;

let last;
export function watchSelection() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-desk-all]")) for (const tick of ticks()) tick.checked = target.checked;
    if (target.matches("[data-desk-all], #desk-items input[name=pick]")) tell();
  });
  document.addEventListener("click", (event) => {
    const tick = event.target;
    if (!tick.matches?.("#desk-items input[name=pick]")) return;
    const all = ticks();
    if (event.shiftKey && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(tick)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = tick.checked;
      tell();
    }
    last = tick;
  });
  document.addEventListener("desk:listed", tell);
  tell();
}
