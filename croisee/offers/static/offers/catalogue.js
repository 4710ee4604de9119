/* The catalogue's map: a click on a province or a dot follows the link of the list beside it.
   The list says and does the same without this. */
"use strict";

document.addEventListener("click", (event) => {
  const area = event.target.closest?.("[data-area]")?.dataset.area;
  if (!area) return;
  const link = [...document.querySelectorAll("[data-area-link]")].find((a) => a.dataset.areaLink === area);
  if (link) return link.click();
  const box = document.getElementById(`province-${area}`);
  if (box) box.click();
});
