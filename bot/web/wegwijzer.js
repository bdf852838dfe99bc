// One script tag on the page of a school: a button, and behind it the chat in a frame of our own. Nothing loads before it is opened.
(() => {
  "use strict";
  const script = document.currentScript;
  const basis = new URL(".", script.src);
  const { gemeente = "", schoolsoort = "", positie = "rechts", tekst = "Zorg over een leerling?" } = script.dataset;
  const STIJL = ["color-action-1-inverse-bg-default", "color-action-1-inverse-color-default", "color-action-1-color-default",
    "color-default-bg-document", "color-default-bg-default", "color-default-color-document", "color-default-border-default",
    "focus-outline-color", "border-radius-md", "text-font-family-default"].map((naam) => `--basis-${naam}`);
  const kant = positie === "links" ? "left" : "right";

  const vel = new CSSStyleSheet();
  vel.replaceSync(`
    :host { all: initial; font: 1rem/1.5 var(--basis-text-font-family-default, system-ui, sans-serif); }
    button { position: fixed; bottom: 1rem; ${kant}: 1rem; z-index: 2147483646; min-height: 3rem; max-width: calc(100vw - 2rem);
      padding: .5rem 1.25rem; border: 2px solid #fff; border-radius: 1.5rem; font: inherit; font-weight: 600; cursor: pointer;
      background: var(--basis-color-action-1-inverse-bg-default, #154273); color: var(--basis-color-action-1-inverse-color-default, #fff); }
    :focus-visible { outline: 3px solid var(--basis-focus-outline-color, #000); outline-offset: 2px; box-shadow: 0 0 0 5px #fff; }
    .venster { position: fixed; bottom: 5rem; ${kant}: 1rem; z-index: 2147483647; width: min(27rem, calc(100vw - 2rem));
      height: min(44rem, calc(100vh - 6rem)); overflow: auto; border: 1px solid #767676; border-radius: .5rem; background: #fff; color: #1b1b1b;
      box-shadow: 0 .25rem 1.5rem #0005; }
    [hidden] { display: none; }
    p { margin: 1rem; }
    a { color: #154273; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    @media (max-width: 30rem), (max-height: 30rem) { .klaar { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } }
    @media print { :host { display: none; } }`);

  const maak = (naam, eigenschappen, ...kinderen) => {
    const element = Object.assign(document.createElement(naam), eigenschappen);
    element.append(...kinderen);
    return element;
  };
  const bel = (nummer) => maak("a", { href: `tel:${nummer.replace("-", "")}` }, nummer);
  const stand = maak("span", {}, "De chat wordt geladen.");
  const nood = maak("p", {}, stand, " Is er gevaar? Bel ", bel("112"), ". Twijfel je over de veiligheid? Bel Veilig Thuis: ", bel("0800-2000"),
    ". Of kijk op de ", maak("a", { href: new URL("../routekaart/", basis) }, "routekaart"), ".");
  const knop = maak("button", { type: "button", ariaExpanded: "false" }, tekst);
  const venster = maak("div", { className: "venster", hidden: true, role: "dialog", ariaLabel: "Wegwijzer" }, nood);
  const huis = maak("div", { lang: "nl", id: "wegwijzer" });
  const schaduw = huis.attachShadow({ mode: "open" });
  schaduw.adoptedStyleSheets = [vel];
  schaduw.append(knop, venster);
  let frame, naar, wachten, vorige = -Infinity;

  function laad() {
    const stijl = getComputedStyle(document.documentElement);
    const gegevens = new URLSearchParams({ gemeente, schoolsoort });
    for (const naam of STIJL) if (stijl.getPropertyValue(naam)) gegevens.set(naam, stijl.getPropertyValue(naam).trim());
    stand.textContent = "De chat wordt geladen.";
    frame = maak("iframe", { src: `${basis}#${gegevens}`, title: "Wegwijzer, de chat", referrerPolicy: "origin", allow: "clipboard-write" });
    venster.append(frame);
    wachten = setTimeout(() => { // the bot is down, or refuses to be shown here
      frame.remove();
      frame = null;
      stand.textContent = "De chat start nu niet.";
    }, 20000);
  }

  function zet(open) {
    venster.hidden = !open;
    knop.ariaExpanded = String(open);
    if (!open) return knop.focus();
    if (frame) frame.contentWindow.postMessage({ wegwijzer: "open" }, basis.origin);
    else laad();
  }

  function leeg() {
    document.documentElement.replaceChildren();
    location.replace(naar);
  }

  // The page is empty at once; the frame has a moment to forget its session.
  function weg() {
    document.title = "";
    huis.style.display = "none";
    for (const ander of [...document.body.childNodes]) if (ander !== huis) ander.remove();
    frame.contentWindow.postMessage({ wegwijzer: "weg" }, basis.origin);
    setTimeout(leeg, 300);
  }

  knop.addEventListener("click", () => zet(venster.hidden));
  addEventListener("keydown", (toets) => {
    if (toets.key !== "Escape" || toets.repeat || !naar || !frame) return;
    if (toets.timeStamp - vorige < 1500) weg();
    vorige = toets.timeStamp;
    if (!venster.hidden) zet(false);
  });
  addEventListener("message", ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== basis.origin) return;
    if (data.wegwijzer === "klaar") {
      clearTimeout(wachten);
      naar = data.naar;
      venster.classList.add("klaar");
      if (!venster.hidden) zet(true);
    } else if (data.wegwijzer === "sluit") {
      vorige = data.escape ? performance.now() : -Infinity;
      zet(false);
    } else if (data.wegwijzer === "weg") {
      document.title = "";
      leeg();
    }
  });
  document.body.append(huis);
})();
