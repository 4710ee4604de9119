/* Ranked choices: drag a card by its grip, as an extra. The buttons « Monter » and « Descendre » say and do
   the same without this script, and are what the keyboard uses. Dropping sends the form with the new
   order, as a button would; the page that answers shows what is stored. */
"use strict";

const list = document.querySelector("[data-choices]");
const form = list?.closest("form");
const items = () => [...list.querySelectorAll("li[data-offer]")];
const order = () => items().map((item) => item.dataset.offer).join(",");

function addGrip(item) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => hold(event, item, grip));
  item.querySelector(".sheet").append(grip);
}

function hold(event, item, grip) {
  if (event.button) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  item.classList.add("held");
  const before = items();
  const follow = (moved) => pass(item, moved.clientY);
  const release = (ended) => {
    grip.removeEventListener("pointermove", follow);
    grip.removeEventListener("pointerup", release);
    grip.removeEventListener("pointercancel", release);
    item.classList.remove("held");
    if (ended.type === "pointercancel") before.forEach((one) => list.append(one));
    else if (order() !== before.map((one) => one.dataset.offer).join(",")) send();
  };
  grip.addEventListener("pointermove", follow);
  grip.addEventListener("pointerup", release);
  grip.addEventListener("pointercancel", release);
}

/* The others step over the card held, which stays in the document: moved itself, it would lose the pointer. */
function pass(item, y) {
  const all = items();
  const at = all.indexOf(item);
  const [above, below] = [all[at - 1], all[at + 1]];
  if (above && y < middle(above)) item.after(above);
  else if (below && y > middle(below)) item.before(below);
}

function middle(item) {
  const box = item.getBoundingClientRect();
  return box.top + box.height / 2;
}

function send() {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "order", value: order() });
  form.append(field);
  form.requestSubmit();
}

if (form && items().length > 1) items().forEach(addGrip);
