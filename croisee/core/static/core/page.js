/* Every page. What is here only helps: each page works without it. */
"use strict";

/* After a refused form, start at the summary of errors: the screen reader reads it, the eye finds it. */
document.querySelector("[data-focus]")?.focus();

/* A double click sends one form, not two. The server holds that anyway; this spares a wait. */
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  const now = event.timeStamp;
  if (now - (sent.get(event.target) ?? -Infinity) < 1000) event.preventDefault();
  else sent.set(event.target, now);
});
