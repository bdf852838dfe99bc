// The connection between the window and the bot, in the shape of Direct Line: one message at a time, each with an id of its own,
// and sent again with that id after a lost connection. The bot answers an id once.
"use strict";

const LANG = 3000;
const WACHTTIJDEN = [1000, 2000, 4000, 8000, 8000, 8000];

// What a subscriber missed it still gets: WebChat subscribes anew after each lost connection.
function stroom(bewaard) {
  const waarnemers = new Set();
  return {
    zend(waarde) {
      for (const waarnemer of waarnemers) waarnemer.next(waarde);
    },
    subscribe(waarnemer) {
      const een = typeof waarnemer === "function" ? { next: waarnemer } : waarnemer;
      waarnemers.add(een);
      for (const waarde of bewaard()) een.next(waarde);
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
    this.getoond = [];
    this.teller = 0;
    this.status = 2;
    this.activity$ = stroom(() => this.getoond);
    this.connectionStatus$ = stroom(() => [this.status]);
    this.rij = Promise.resolve();
    this.mislukt = new Map();
  }

  end() {}

  toon(activiteit) {
    this.teller += 1;
    const nummer = this.teller;
    const geheel = { id: `${nummer}`, timestamp: new Date().toISOString(), ...activiteit,
      channelData: { ...activiteit.channelData, "webchat:sequence-id": nummer } };
    this.getoond.push(geheel);
    this.activity$.zend(geheel);
  }

  // Until the next message. Its place in the order lets that message end it.
  typt(id) {
    this.teller += 1;
    this.activity$.zend({ type: "typing", id: `typt-${id}`, from: { id: "bot", role: "bot" }, timestamp: new Date().toISOString(),
      channelData: { "webchat:sequence-id": this.teller, webChat: { styleOptions: { typingAnimationDuration: 600000 } } } });
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

  // 2: connected, 1: connecting again.
  meldStatus(status) {
    if (status === this.status) return;
    this.status = status;
    this.connectionStatus$.zend(status);
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
    this.typt(id);
    const lang = setTimeout(() => { this.zeg(this.tekst.duurt_lang); this.typt(id); }, LANG);
    try {
      const data = await this.stuur({ sessie: this.sessie, id, ...inhoud });
      if (data.antwoord) for (const een of data.antwoord) this.toon(een.activiteit);
      else this.zeg(data.fout, ...(data.status === 401 ? [[this.tekst.nieuw_gesprek, { lokaal: "nieuw" }]] : []));
    } catch {
      this.mislukt.set(id, inhoud);
      this.zeg(this.tekst.geen_verbinding, [this.tekst.probeer_opnieuw, { lokaal: "nogmaals", id }]);
    } finally {
      clearTimeout(lang);
    }
  }

  // Raises when the bot stays away. What it refuses, it answers.
  async stuur(inhoud) {
    for (const wachttijd of [...WACHTTIJDEN, 0]) {
      try {
        const data = await post("bericht", inhoud);
        this.meldStatus(2);
        return data;
      } catch (fout) {
        this.meldStatus(wachttijd ? 1 : 2);
        if (!wachttijd) throw fout;
        await straks(wachttijd);
      }
    }
  }
}
