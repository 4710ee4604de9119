/* Lists of the desk: small helps. The lists work without them. */
"use strict";

/* How many rows are ticked, said in the bar of acts. */
const told = document.querySelector("[data-ticked]");
const count = () => {
  const number = document.querySelectorAll('.grid tbody input[name="coches"]:checked').length;
  if (told) told.textContent = `${number} ${number > 1 ? told.dataset.many : told.dataset.one}`;
};
if (told) {
  count();
  document.addEventListener("change", count);
  document.addEventListener("click", () => setTimeout(count));
}

/* A double click on a row opens its fields; Escape leaves them; Enter saves from any of them. */
document.querySelector("[data-list]")?.addEventListener("dblclick", (event) => {
  if (event.target.closest("a, input, select, textarea, button")) return;
  event.target.closest("tr")?.querySelector("[data-edit]")?.click();
});
const edited = document.querySelector("tr.selected .editing")?.closest("tr");
if (edited) {
  const fields = '[form="row-form"]:not([type="hidden"]):not(button)';
  const first = edited.querySelector(`.is-invalid${fields}`) ?? edited.querySelector(fields);
  /* Going to the row's own address takes the focus away: wait until the page has arrived. */
  window.addEventListener("load", () => setTimeout(() => first?.focus(), 50));
  edited.addEventListener("keydown", (event) => {
    if (event.key === "Escape") edited.querySelector(".editing a").click();
  });
}
