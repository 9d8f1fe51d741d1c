// Menus that drop down close when something else is clicked, and with Escape.
export function watchDrops() {
  const open = () => document.querySelectorAll("details.dropdown[open]");
  document.addEventListener("click", (event) => {
    for (const drop of open()) if (!drop.contains(event.target)) drop.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of open()) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  });
}
