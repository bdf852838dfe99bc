// The window: the header's buttons, the look of the school, and WebChat fed by the connection.
"use strict";

const blok = document.getElementById("gegevens");
const { tekst, max_tekens } = JSON.parse(blok.textContent);
const gast = new URLSearchParams(location.hash.slice(1));
const ingebed = window.parent !== window;
const knop = (naam) => document.getElementById(naam);
const meld = (wat, meer) => ingebed && window.parent.postMessage({ wegwijzer: wat, ...meer }, "*");

// A browser that keeps nothing for frames of other sites only loses the talk at a reload.
const geheugen = {
  lees(naam) { try { return sessionStorage.getItem(naam); } catch { return null; } },
  schrijf(naam, waarde) { try { sessionStorage.setItem(naam, waarde); } catch { /* not kept */ } },
  wis() { try { sessionStorage.clear(); } catch { /* nothing kept */ } },
};

const STIJL = {
  "--basis-color-action-1-inverse-bg-default": "#154273",
  "--basis-color-action-1-inverse-color-default": "#ffffff",
  "--basis-color-action-1-color-default": "#154273",
  "--basis-color-default-bg-document": "#f4f6f9",
  "--basis-color-default-bg-default": "#ffffff",
  "--basis-color-default-color-document": "#1b1b1b",
  "--basis-color-default-border-default": "#767676",
  "--basis-focus-outline-color": "#000000",
  "--basis-border-radius-md": "8px",
  "--basis-text-font-family-default": "system-ui, sans-serif",
};
const LEESBAAR = [ // text, background, least contrast
  ["--basis-color-action-1-inverse-color-default", "--basis-color-action-1-inverse-bg-default", 4.5],
  ["--basis-color-action-1-color-default", "--basis-color-default-bg-default", 4.5],
  ["--basis-color-action-1-color-default", "--basis-color-default-bg-document", 4.5],
  ["--basis-color-default-color-document", "--basis-color-default-bg-default", 4.5],
  ["--basis-color-default-color-document", "--basis-color-default-bg-document", 4.5],
  ["--basis-color-default-border-default", "--basis-color-default-bg-default", 3],
];

function helderheid(kleur) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = kleur;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = Array.from(pen.getImageData(0, 0, 1, 1).data, (deel) => {
    const c = deel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// The look of the school, or ours where its colours cannot be read by everyone.
function kiesStijl() {
  const gekozen = { ...STIJL };
  for (const naam of Object.keys(STIJL)) {
    const waarde = gast.get(naam);
    const soort = naam.includes("color") ? "color" : naam.includes("radius") ? "border-radius" : "font-family";
    if (waarde && CSS.supports(soort, waarde)) gekozen[naam] = waarde;
  }
  const contrast = (een, ander) => {
    const [laag, hoog] = [helderheid(gekozen[een]), helderheid(gekozen[ander])].sort((a, b) => a - b);
    return (hoog + 0.05) / (laag + 0.05);
  };
  if (LEESBAAR.some(([letter, grond, minst]) => contrast(letter, grond) < minst)) {
    for (const naam of Object.keys(STIJL)) if (naam.includes("color")) gekozen[naam] = STIJL[naam];
  }
  for (const [naam, waarde] of Object.entries(gekozen)) document.documentElement.style.setProperty(naam, waarde);
  return gekozen;
}

function opties(stijl) {
  const [grond, op, actie, vlak, bel, letter, rand, , straal, lettertype] = Object.keys(STIJL).map((naam) => stijl[naam]);
  const rond = CSS.supports("border-radius", straal) ? parseFloat(straal) || 0 : 8;
  return {
    accent: actie, primaryFont: lettertype, monospaceFont: lettertype, backgroundColor: vlak, rootHeight: "100%", rootWidth: "100%",
    bubbleBackground: bel, bubbleTextColor: letter, bubbleBorderColor: rand, bubbleBorderRadius: rond, bubbleMaxWidth: 640, bubbleMinHeight: 32,
    bubbleFromUserBackground: grond, bubbleFromUserTextColor: op, bubbleFromUserBorderColor: grond, bubbleFromUserBorderRadius: rond,
    hideUploadButton: true, hideTelephoneKeypadButton: true, disableFileUpload: true, sendBoxTextWrap: true, sendBoxMaxHeight: 120, sendBoxHeight: 48, sendBoxTextColor: letter,
    sendBoxBackground: bel, sendBoxButtonColor: actie, sendBoxPlaceholderColor: "#595959", sendBoxBorderTop: `1px solid ${rand}`,
    subtle: "#595959", groupTimestamp: false, sendTimeout: 600000, typingAnimationDuration: 5000, markdownRespectCRLF: true,
    transcriptActivityVisualKeyboardIndicatorColor: actie, autoScrollSnapOnActivity: 1, autoScrollSnapOnPage: true,
  };
}

function hostConfig(stijl) {
  const letter = stijl["--basis-color-default-color-document"];
  const kleur = { default: letter, subtle: letter };
  const kleuren = { default: kleur, dark: kleur, light: kleur, accent: kleur, good: kleur, warning: kleur, attention: kleur };
  const vlak = (backgroundColor) => ({ backgroundColor, foregroundColors: kleuren });
  return {
    fontFamily: stijl["--basis-text-font-family-default"],
    fontSizes: { small: 15, default: 16, medium: 17, large: 20, extraLarge: 24 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 12 },
    actions: { actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, maxActions: 30, spacing: "default" },
    containerStyles: {
      default: vlak(stijl["--basis-color-default-bg-default"]), emphasis: vlak("#eef1f5"), accent: vlak("#e5f0fb"), good: vlak("#e3f4e6"),
      warning: vlak("#fff3d6"), attention: vlak("#fde5e3"),
    },
    textStyles: { heading: { weight: "bolder", size: "large" } }, textBlock: { headingLevel: 2 },
  };
}

async function gesprek() {
  const oud = geheugen.lees("sessie");
  const verloop = oud ? await post("gesprek", { sessie: oud }) : {};
  if (verloop.verloop) return { sessie: oud, activiteiten: verloop.verloop };
  const { sessie, antwoord } = await post("sessie", { gemeente: gast.get("gemeente") || null, schoolsoort: gast.get("schoolsoort") || null });
  geheugen.schrijf("sessie", sessie);
  return { sessie, activiteiten: antwoord };
}

function begin(melding) {
  geheugen.wis();
  geheugen.schrijf("melding", melding);
  location.reload();
}

function weg() {
  geheugen.wis();
  document.title = "";
  document.body.replaceChildren();
  if (ingebed) meld("weg");
  else location.replace(naar);
}

async function wis(verbinding) {
  try {
    const { gewist, fout, status } = await post("wissen", { sessie: verbinding.sessie });
    if (gewist || status === 401) begin("gewist");
    else verbinding.zeg(fout);
  } catch {
    verbinding.zeg(tekst.geen_verbinding);
  }
}

async function kopieer(inhoud) {
  try {
    await navigator.clipboard.writeText(inhoud);
    knop("melding").textContent = tekst.gekopieerd;
  } catch {
    knop("melding").textContent = tekst.kopieren_mislukt;
  }
  setTimeout(() => { knop("melding").textContent = ""; }, 6000);
}

function print(doel) {
  const kaart = doel?.closest(".ac-adaptiveCard");
  const blad = document.createElement("div");
  blad.id = "blad";
  if (kaart) blad.append(kaart.cloneNode(true));
  for (const [n, vakje] of [...blad.querySelectorAll("input")].entries()) vakje.checked = kaart.querySelectorAll("input")[n].checked;
  document.body.append(blad);
  window.print();
  blad.remove();
}

function kaartActies(verbinding, winkel) {
  const lokaal = {
    kopieer: ({ tekst: inhoud }) => kopieer(inhoud),
    print: (waarde, doel) => print(doel),
    nieuw: () => begin("opnieuw_begonnen"),
    nogmaals: ({ id }) => verbinding.nogmaals(id),
  };
  return () => (volgende) => (actie) => {
    const { type, value: waarde } = actie.cardAction;
    if (waarde?.lokaal) return lokaal[waarde.lokaal]?.(waarde, actie.target);
    if (waarde?.knop) {
      const payload = { displayText: waarde.titel, text: waarde.titel, value: { knop: waarde.knop } };
      return winkel.dispatch({ type: "WEB_CHAT/SEND_MESSAGE_BACK", payload });
    }
    if (type === "openUrl" && /^(tel|mailto):/.test(waarde)) return location.assign(waarde);
    return volgende(actie);
  };
}

const invoer = () => document.querySelector("[data-id=webchat-sendbox-input]");

function start(verbinding) {
  const stijl = kiesStijl();
  const winkel = window.WebChat.createStore();
  const element = document.createElement("div");
  element.className = "webchat";
  knop("gesprek").replaceChildren(element);
  window.WebChat.renderWebChat({
    directLine: verbinding, userID: "leraar", locale: "nl-NL", store: winkel, nonce: blok.dataset.nonce, styleOptions: opties(stijl),
    adaptiveCardsHostConfig: hostConfig(stijl), cardActionMiddleware: kaartActies(verbinding, winkel),
    activityStatusMiddleware: () => () => () => false,
    overrideLocalizedStrings: (woorden) => ({ ...woorden, ...tekst.webchat }),
  }, element);
}

function toetsen() {
  let vorige = -Infinity;
  addEventListener("keydown", (toets) => {
    if (toets.key !== "Escape" || toets.repeat) return;
    if (toets.timeStamp - vorige < 1500) return weg();
    vorige = toets.timeStamp;
    if (!toets.target.closest?.(".webchat__basic-transcript")) meld("sluit", { escape: true });
  }, true);
}

const naar = knop("weg").href;
const gestart = gesprek().then(({ sessie, activiteiten }) => {
  const verbinding = new Verbinding(sessie, tekst);
  const melding = geheugen.lees("melding");
  geheugen.schrijf("melding", "");
  if (melding) verbinding.zeg(tekst[melding]);
  for (const een of activiteiten) verbinding.toon(een.activiteit);
  knop("wis").addEventListener("click", () => wis(verbinding));
  start(verbinding);
}).catch((fout) => {
  knop("stand").textContent = tekst.geen_start;
  console.warn(String(fout));
});

knop("opnieuw").addEventListener("click", () => begin("opnieuw_begonnen"));
knop("weg").addEventListener("click", (klik) => { klik.preventDefault(); weg(); });
knop("sluit").hidden = !ingebed;
knop("sluit").addEventListener("click", () => meld("sluit"));
addEventListener("message", ({ source, data }) => {
  if (source !== window.parent) return;
  if (data?.wegwijzer === "open") gestart.then(() => invoer()?.focus());
  if (data?.wegwijzer === "weg") weg();
});
toetsen();
gestart.then(() => {
  meld("klaar", { naar });
  if (!ingebed) invoer()?.focus();
});
