/* The desk: small helps over lists that work without them. */
"use strict";

/* Shift and click: tick all rows from the last ticked one to this one. */
let last = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.closest(".grid tbody")) return;
  const boxes = [...box.closest("tbody").querySelectorAll('input[type="checkbox"]')];
  if (event.shiftKey && last && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
  }
  last = box;
  mark(box.closest("table"));
});

/* A ticked row looks selected at once. */
function mark(table) {
  for (const row of table.tBodies[0].rows) {
    row.classList.toggle("selected", Boolean(row.querySelector('input[type="checkbox"]:checked')));
  }
}

/* Suggestions of the search field: arrows walk through them, Escape closes, leaving closes. */
const finder = document.querySelector(".desk-bar .find");
if (finder) {
  const input = finder.querySelector("#find");
  const found = finder.querySelector("#find-found");
  const close = () => found.replaceChildren();
  finder.addEventListener("keydown", (event) => {
    const stops = [input, ...found.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (event.key === "Escape" && found.children.length) {
      event.preventDefault();
      close();
      input.focus();
    } else if (here >= 0 && stops.length > 1 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(here + step + stops.length) % stops.length].focus();
    }
  });
  finder.addEventListener("focusout", (event) => {
    if (!finder.contains(event.relatedTarget)) setTimeout(() => finder.contains(document.activeElement) || close(), 150);
  });
}

/* The page one is on is in sight in the row of pages, also where that row is longer than a telephone. */
const here = document.querySelector(".desk-nav [aria-current]");
if (here) {
  const row = here.closest("ul");
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
