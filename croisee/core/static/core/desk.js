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
