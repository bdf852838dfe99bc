// The plain chat page. Everything from the bot is put in as text, never as HTML.
"use strict";

const log = document.getElementById("gesprek");
const form = document.getElementById("invoer");
const veld = document.getElementById("tekst");
let sessie = null;

function maak(naam, tekst, klasse) {
  const element = document.createElement(naam);
  if (tekst) element.textContent = tekst;
  if (klasse) element.className = klasse;
  return element;
}

// Phone numbers, mail and web addresses in running text become links.
function metLinks(element, tekst) {
  const doel = /https?:\/\/[^\s]*[^\s.,)]|[\w.]+@[\w.]+\w|\+31[\d ]{8,13}\d|\b0[89]00-[\d ]{3,9}\d|\b0\d{2,3}[- ]\d[\d ]{5,9}\d|\b14 0\d{2,3}\b|\b11[23]\b/g;
  let klaar = 0;
  for (const gevonden of tekst.matchAll(doel)) {
    element.append(tekst.slice(klaar, gevonden.index));
    const link = maak("a", gevonden[0]);
    if (gevonden[0].startsWith("http")) {
      link.href = gevonden[0];
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    } else if (gevonden[0].includes("@")) link.href = "mailto:" + gevonden[0];
    else link.href = "tel:" + gevonden[0].replace(/[^\d+]/g, "");
    element.append(link);
    klaar = gevonden.index + gevonden[0].length;
  }
  element.append(tekst.slice(klaar));
  return element;
}

// A message is text in blocks; a block may have a heading line (ending in ":") and a list.
function alsBlokken(bericht, tekst) {
  for (const blok of tekst.split("\n\n")) {
    const regels = blok.split("\n");
    if (regels.length > 1 && regels[0].endsWith(":")) bericht.append(maak("h3", regels.shift().slice(0, -1)));
    let lijst = null;
    for (const regel of regels) {
      const punt = regel.match(/^(\d+\.|-) (.*)$/);
      if (punt) {
        const soort = punt[1] === "-" ? "ul" : "ol";
        if (!lijst || lijst.localName !== soort) bericht.append(lijst = maak(soort));
        lijst.append(metLinks(maak("li"), punt[2]));
      } else if (lijst && regel.startsWith("  ")) {
        lijst.lastElementChild.append(maak("br"));
        metLinks(lijst.lastElementChild, regel.trim());
      } else {
        lijst = null;
        bericht.append(metLinks(maak("p"), regel));
      }
    }
  }
}

function toonAntwoord(antwoord) {
  const bericht = maak("div", "", "bericht");
  let tekst = antwoord.text;
  if (antwoord.titel) {
    bericht.append(maak("h2", antwoord.titel));
    tekst = tekst.slice(antwoord.titel.length).trimStart();
  }
  alsBlokken(bericht, tekst);
  if (antwoord.pagina && !antwoord.delen) {
    const link = maak("a", "Lees of print deze route (nieuw tabblad)");
    link.href = antwoord.pagina;
    link.target = "_blank";
    link.rel = "noopener";
    bericht.append(link);
  }
  if (antwoord.buttons.length) {
    const knoppen = maak("div", "", "knoppen");
    for (const knop of antwoord.buttons) {
      const element = maak("button", knop.title);
      element.type = "button";
      element.addEventListener("click", () => verstuur(knop.title, { knop: knop.knop }));
      knoppen.append(element);
    }
    bericht.append(knoppen);
  }
  log.append(bericht);
}

async function vraag(pad, inhoud) {
  const antwoord = await fetch("/chat/" + pad, {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify(inhoud), signal: AbortSignal.timeout(35000),
  });
  return antwoord.json();
}

async function verstuur(zichtbaar, inhoud) {
  const eigen = maak("div", zichtbaar, "bericht eigen");
  log.append(eigen);
  eigen.scrollIntoView();
  log.setAttribute("aria-busy", "true");
  let data;
  try {
    data = await vraag("bericht", { sessie, ...inhoud });
  } catch {
    data = { fout: "Er is geen verbinding. Probeer het opnieuw. Is er gevaar? Bel 112." };
  }
  log.setAttribute("aria-busy", "false");
  for (const antwoord of data.antwoord || [{ text: data.fout, buttons: [] }]) toonAntwoord(antwoord);
  eigen.scrollIntoView();
}

form.addEventListener("submit", (gebeurtenis) => {
  gebeurtenis.preventDefault();
  const tekst = veld.value.trim();
  if (!tekst) return;
  veld.value = "";
  verstuur(tekst, { tekst });
});
veld.addEventListener("keydown", (gebeurtenis) => {
  if (gebeurtenis.key === "Enter" && !gebeurtenis.shiftKey) {
    gebeurtenis.preventDefault();
    form.requestSubmit();
  }
});

vraag("sessie", {}).then((data) => {
  sessie = data.sessie;
  data.antwoord.forEach(toonAntwoord);
}, () => toonAntwoord({ text: "De chat start niet. Laad de pagina opnieuw. Is er gevaar? Bel 112.", buttons: [] }));
