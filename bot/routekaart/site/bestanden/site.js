// Quick leave and print. Without this script the button is a plain link.
"use strict";

const knop = document.getElementById("snel-weg");

// The page goes blank at once and its place in the history is taken by the other site.
function weg() {
  const doel = knop.href;
  document.title = "";
  for (const veld of document.querySelectorAll("input")) veld.value = "";
  document.body.replaceChildren();
  window.location.replace(doel);
}

knop.addEventListener("click", (gebeurtenis) => {
  gebeurtenis.preventDefault();
  weg();
});

let vorige = -Infinity;
document.addEventListener("keydown", (gebeurtenis) => {
  if (gebeurtenis.key !== "Escape" || gebeurtenis.repeat) return;
  if (gebeurtenis.timeStamp - vorige < 1500) weg();
  else vorige = gebeurtenis.timeStamp;
});

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
