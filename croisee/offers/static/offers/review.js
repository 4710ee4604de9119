/* Keys of the page of an offer, as told on screen. Never while somebody types, and whoever
   is bothered by keys of one letter (speech input) turns them off (WCAG 2.1.4). */
"use strict";
const wanted = document.querySelector("[data-keys]");
if (wanted) {
  wanted.closest("label").hidden = false;
  wanted.checked = localStorage.getItem("keys") !== "off";
  wanted.addEventListener("change", () => localStorage.setItem("keys", wanted.checked ? "on" : "off"));
}
document.addEventListener("keydown", (event) => {
  if (!wanted?.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found instanceof HTMLDetailsElement) {
    found.open = true;
    found.querySelector("textarea")?.focus();
  } else found.click();
});
