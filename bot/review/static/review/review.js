// Keyboard shortcuts for a stack of conversations, and a word where something takes long. Every page works without this.
"use strict";

for (const form of document.querySelectorAll("form[data-bezig]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    form.append(status);
    // after the browser has read the button's value
    setTimeout(() => { button.disabled = true; status.textContent = form.dataset.bezig; }, 0);
  });
}
// the page came back with the back button: nothing is busy any more
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const toggle = document.getElementById("toetsen-aan");
if (toggle) {
  toggle.checked = localStorage.getItem("sneltoetsen") !== "uit";
  toggle.addEventListener("change", () => localStorage.setItem("sneltoetsen", toggle.checked ? "aan" : "uit"));

  const turns = [...document.querySelectorAll(".beurt")];
  const hash = turns.findIndex((turn) => `#${turn.id}` === location.hash);
  let here = hash;
  const go = (step) => {
    if (!turns.length) return;
    if (turns[here]) turns[here].classList.remove("hier");
    here = Math.min(Math.max(here + step, 0), turns.length - 1);
    turns[here].classList.add("hier");
    turns[here].focus();
  };
  const judge = (value) => {
    const turn = turns[Math.max(here, 0)];
    const radio = turn && turn.querySelector(`input[name=contact_goed][value=${value}]`);
    if (!radio) return;
    radio.checked = true;
    const select = turn.querySelector("select");
    if (value === "nee") select.focus(); else radio.form.requestSubmit();
  };
  const state = (value) => document.querySelector(`[data-staat=${value}]`).click();
  const keys = {
    j: () => go(1), k: () => go(-1), g: () => judge("ja"), f: () => judge("nee"),
    b: () => state("bekeken"), d: () => state("bespreken"), s: () => state("klaar"),
    v: () => document.getElementById("volgend").click(), n: () => document.getElementById("notitie").focus(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (!toggle.checked || typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}
