// The connection between the window and the bot, in the shape of Direct Line: one message at a time, each with an id of its own,
// and sent again with that id after a lost connection. The bot answers an id once.
"use strict";

const WACHTTIJDEN = [1000, 2000, 4000, 8000, 8000, 8000];

function stroom(laatste) {
  const waarnemers = new Set();
  const gemist = [];
  return {
    zend(waarde) {
      if (laatste !== undefined) laatste = waarde;
      if (!waarnemers.size && laatste === undefined) gemist.push(waarde);
      for (const waarnemer of waarnemers) waarnemer.next(waarde);
    },
    subscribe(waarnemer) {
      const een = typeof waarnemer === "function" ? { next: waarnemer } : waarnemer;
      waarnemers.add(een);
      if (laatste !== undefined) een.next(laatste);
      while (gemist.length) een.next(gemist.shift());
      return { unsubscribe: () => waarnemers.delete(een) };
    },
    [Symbol.observable || "@@observable"]() { return this; },
  };
}

async function post(pad, inhoud) {
  const antwoord = await fetch(`/chat/${pad}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(inhoud), signal: AbortSignal.timeout(45000),
  });
  if (antwoord.status >= 502) throw new Error("a proxy answers in place of the bot");
  return { status: antwoord.status, ...await antwoord.json() };
}

const straks = (duur) => new Promise((klaar) => {
  const wekker = setTimeout(klaar, duur);
  addEventListener("online", () => { clearTimeout(wekker); klaar(); }, { once: true });
});

class Verbinding {
  constructor(sessie, tekst) {
    this.sessie = sessie;
    this.tekst = tekst;
    this.activity$ = stroom();
    this.connectionStatus$ = stroom(2);
    this.rij = Promise.resolve();
    this.mislukt = new Map();
    this.teller = 0;
  }

  end() {}

  toon(activiteit) {
    this.teller += 1;
    this.activity$.zend({ id: `${this.teller}`, timestamp: new Date().toISOString(), ...activiteit,
      channelData: { ...activiteit.channelData, "webchat:sequence-id": this.teller } });
  }

  // A sentence of the window itself, with buttons that it carries out itself.
  zeg(tekst, ...knoppen) {
    const actions = knoppen.map(([title, data]) => ({ type: "Action.Submit", title, associatedInputs: "none", data }));
    const kaart = { type: "AdaptiveCard", version: "1.5", lang: "nl", speak: knoppen.map(([titel]) => titel).join(", "), body: [], actions };
    const attachments = knoppen.length ? [{ contentType: "application/vnd.microsoft.card.adaptive", content: kaart }] : [];
    this.toon({ type: "message", from: { id: "bot", role: "bot" }, text: tekst, textFormat: "plain", attachments });
  }

  postActivity(activiteit) {
    return { subscribe: (waarnemer) => {
      const id = crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join("-");
      if (activiteit.type === "message") {
        this.toon({ ...activiteit, id, from: { id: "leraar", role: "user" }, textFormat: "plain" });
        this.vraag(id, activiteit.value?.knop ? { knop: activiteit.value.knop } : { tekst: activiteit.text });
      }
      waarnemer.next(id);
      waarnemer.complete();
      return { unsubscribe() {} };
    } };
  }

  nogmaals(id) {
    const inhoud = this.mislukt.get(id);
    this.mislukt.delete(id);
    if (inhoud) this.vraag(id, inhoud);
  }

  vraag(id, inhoud) {
    this.rij = this.rij.then(() => this.beurt(id, inhoud));
  }

  async beurt(id, inhoud) {
    const bezig = () => this.activity$.zend({ type: "typing", id: `${id}-${Date.now()}`, from: { id: "bot", role: "bot" }, timestamp: new Date().toISOString() });
    bezig();
    const typen = setInterval(bezig, 4000);
    try {
      const data = await this.stuur({ sessie: this.sessie, id, ...inhoud });
      if (data.antwoord) for (const een of data.antwoord) this.toon(een.activiteit);
      else this.zeg(data.fout, ...(data.status === 401 ? [[this.tekst.nieuw_gesprek, { lokaal: "nieuw" }]] : []));
    } catch {
      this.mislukt.set(id, inhoud);
      this.zeg(this.tekst.geen_verbinding, [this.tekst.probeer_opnieuw, { lokaal: "nogmaals", id }]);
    } finally {
      clearInterval(typen);
    }
  }

  // Raises when the bot stays away. What it refuses, it answers.
  async stuur(inhoud) {
    for (const wachttijd of [...WACHTTIJDEN, 0]) {
      try {
        const data = await post("bericht", inhoud);
        this.connectionStatus$.zend(2);
        return data;
      } catch (fout) {
        this.connectionStatus$.zend(1);
        if (!wachttijd) {
          this.connectionStatus$.zend(2);
          throw fout;
        }
        await straks(wachttijd);
      }
    }
  }
}
