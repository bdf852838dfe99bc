// Search by lay words in the index of zoekindex.js. What is typed goes nowhere and is kept nowhere.
"use strict";

(() => {
  const MEEST = 6, LANGSTE = 4;
  const { zorgen, woorden, gebieden } = window.ZOEKINDEX;
  const lijst = Object.keys(woorden);
  const vorm = document.getElementById("zoek");
  const veld = document.getElementById("zoekveld");
  const stand = document.getElementById("zoekstand");
  const gevonden = document.getElementById("gevonden");
  const wortel = document.querySelector(".merk").getAttribute("href").replace(/index\.html$/, "");

  // The same as `delen` in zoekindex.py.
  const delen = (tekst) => tekst.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").replace(/['`.,()]/g, "").toLowerCase().match(/[a-z0-9]+/g) || [];

  // Whether two words differ in at most one letter.
  function bijna(een, ander) {
    if (Math.abs(een.length - ander.length) > 1) return false;
    let voor = 0, na = 0;
    const kort = Math.min(een.length, ander.length);
    while (voor < kort && een[voor] === ander[voor]) voor++;
    while (na < kort - voor && een[een.length - 1 - na] === ander[ander.length - 1 - na]) na++;
    return Math.max(een.length, ander.length) - voor - na <= 1;
  }

  // What a word of the question points to, with how much it counts: itself, else its relatives, else a misspelling.
  function treffers(woord) {
    if (woorden[woord]) return [[woord, 1]];
    if (woord.length < 4) return [];
    const familie = lijst.filter((w) => w.startsWith(woord) || (w.length > 4 && woord.includes(w)));
    if (familie.length) return familie.map((w) => [w, 0.5 * Math.min(w.length, woord.length) / Math.max(w.length, woord.length)]);
    return woord.length < 5 ? [] : lijst.filter((w) => w[0] === woord[0] && bijna(w, woord)).map((w) => [w, 0.5]);
  }

  function reeksen(termen) {
    const alle = [];
    for (let lengte = 2; lengte <= LANGSTE; lengte++)
      for (let begin = 0; begin + lengte <= termen.length; begin++) alle.push(termen.slice(begin, begin + lengte).join(" "));
    return alle;
  }

  function zoek(tekst) {
    let termen = delen(tekst);
    const plaats = [...termen, ...reeksen(termen)].reverse().find((deel) => Object.hasOwn(gebieden, deel));
    if (plaats) termen = termen.filter((term) => !plaats.split(" ").includes(term));
    const punten = new Map();
    const tel = (term, factor) => {
      for (const [n, gewicht] of woorden[term]) punten.set(n, (punten.get(n) || 0) + gewicht * factor);
    };
    for (const term of termen) {
      const beste = new Map();
      for (const [woord, factor] of treffers(term))
        for (const [n, gewicht] of woorden[woord]) beste.set(n, Math.max(beste.get(n) || 0, gewicht * factor));
      for (const [n, gewicht] of beste) punten.set(n, (punten.get(n) || 0) + gewicht);
    }
    for (const reeks of reeksen(termen)) if (Object.hasOwn(woorden, reeks)) tel(reeks, 1.5);
    const volgorde = [...punten].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const grens = volgorde.length ? volgorde[0][1] * 0.3 : 0;
    return { gebied: plaats ? gebieden[plaats] : vorm.dataset.gebied, zorgen: volgorde.filter((r) => r[1] >= grens).slice(0, MEEST).map(([n]) => zorgen[n]) };
  }

  function toon() {
    const tekst = veld.value.trim();
    gevonden.replaceChildren();
    if (tekst.length < 3) {
      stand.textContent = "";
      return;
    }
    const uitslag = zoek(tekst);
    const map = uitslag.gebied ? `regio/${uitslag.gebied}` : "landelijk";
    for (const [id, label] of uitslag.zorgen) {
      const punt = document.createElement("li"), link = document.createElement("a");
      link.href = `${wortel}${map}/${id}.html`;
      link.textContent = label;
      punt.append(link);
      gevonden.append(punt);
    }
    const aantal = uitslag.zorgen.length;
    stand.textContent = aantal === 0 ? vorm.dataset.niets : aantal === 1 ? vorm.dataset.een : vorm.dataset.meer.replace("{n}", aantal);
  }

  let wacht;
  vorm.hidden = false;
  veld.addEventListener("input", () => {
    clearTimeout(wacht);
    wacht = setTimeout(toon, 150);
  });
  vorm.addEventListener("submit", (gebeurtenis) => {
    gebeurtenis.preventDefault();
    toon();
  });
})();
