/* The matching board: panels change in place, focus and scroll stay where they are, and what changed
   is said to screen readers. Without this file every panel is an ordinary page. */
"use strict";

/* A long act says that it runs and takes no second click; the server finishes it whether one waits
   here or not, and does nothing twice. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (document.querySelector(".waiting")) event.preventDefault();
  if (!button?.dataset.busy || event.defaultPrevented) return;
  button.setAttribute("aria-disabled", "true");
  const note = document.getElementById("wait").content.cloneNode(true);
  const words = note.querySelector("p");
  words.textContent = `${button.dataset.busy} ${words.textContent}`;
  document.querySelector("#said .messages").replaceChildren(note); // a status: it is heard too
});
window.addEventListener("pageshow", () => {
  document.querySelector(".waiting")?.remove();
  for (const button of document.querySelectorAll("[data-busy]")) button.removeAttribute("aria-disabled");
});

/* The fragment of an address is for pages without scripts: here nothing jumps. */
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.closest("#panneau")) event.detail.path = event.detail.path.split("#")[0];
});

/* An answer that is not the board (signed out meanwhile, refused, broken) is shown as the page it is. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (target?.id !== "panneau" || xhr.responseText.includes('id="panneau"')) return;
  event.detail.shouldSwap = false;
  location.assign(requestConfig.verb === "get" ? requestConfig.path : location.href);
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "panneau") return;
  const detail = document.getElementById("detail");
  const said = document.querySelector("#said .messages")?.textContent.trim();
  const asked = event.detail.requestConfig?.elt;
  const opened = asked?.matches?.('a[href$="#detail"]');
  const heard = document.getElementById("heard");
  if (heard) heard.textContent = said || (opened ? detail?.querySelector("h2")?.textContent : "") || "";
  /* The button pressed is gone: go on from the panel it belonged to. */
  if (document.activeElement === document.body) focusOn(detail?.querySelector("h2"));
  if (opened && detail && !inSight(detail)) detail.scrollIntoView({ block: "start" });
});

function focusOn(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function inSight(element) {
  const { top } = element.getBoundingClientRect();
  return top < innerHeight - 120 && top > -80;
}
