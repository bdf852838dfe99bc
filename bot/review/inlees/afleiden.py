"""What the events of one conversation mean. The same events give the same result, whatever was read before."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, Mapping, Optional, Sequence

from bot.review.inlees.bron import Regel
from bot.review.models.gesprek import Uitkomst
from bot.routekaart import Routekaart

_FALLBACK = ("nlu_fallback", "mogelijk_gevaar")
_RANKING, _OPENING = 6, 200


@dataclasses.dataclass
class Contacten:
    event: int
    zorgvraag: str
    gemeente: str
    urgentie: str
    inhoud: dict[str, Any]


@dataclasses.dataclass
class Mening:
    event: int
    juist: Optional[bool]
    opmerking: str
    zorgvraag: str


@dataclasses.dataclass
class Turn:
    event: int
    tijd: dt.datetime
    tekst: str
    knop: bool
    intent: str
    zekerheid: float
    ranking: list[dict[str, Any]]
    ook: list[str]
    veiligheid: bool
    ask: bool
    uitkomst: Any = Uitkomst.PRAAT
    zorgvraag: str = ""
    gemeente: str = ""
    regio: str = ""
    antwoord: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    adviezen: list[Contacten] = dataclasses.field(default_factory=list)
    feedback: Optional[Mening] = None
    misverstanden: int = 0
    gevraagd: Optional[str] = None


@dataclasses.dataclass
class Talk:
    kanaal: str
    begonnen: dt.datetime
    laatst: dt.datetime
    beurten: list[Turn]

    @property
    def zorgvraag(self) -> str:
        return next((turn.zorgvraag for turn in reversed(self.beurten) if turn.zorgvraag), "")

    @property
    def gemeente(self) -> str:
        return next((turn.gemeente for turn in reversed(self.beurten) if turn.gemeente), "")

    @property
    def regio(self) -> str:
        return next((turn.regio for turn in reversed(self.beurten) if turn.regio), "")

    @property
    def feedback(self) -> str:
        said = {turn.feedback.juist for turn in self.beurten if turn.feedback and turn.feedback.juist is not None}
        return "" if not said else "goed" if said == {True} else "fout" if said == {False} else "beide"

    @property
    def opening(self) -> str:
        return next((turn.tekst for turn in self.beurten if turn.tekst and not turn.knop), "")[:_OPENING]


def derive(events: Sequence[Regel], kaart: Routekaart) -> Optional[Talk]:
    """None where nobody said anything. `events` stand in the order in which they happened."""
    turns: list[Turn] = []
    slots: dict[str, Any] = {}
    kanaal = ""
    for regel in events:
        if regel.soort == "user":
            kanaal = kanaal or str(regel.inhoud.get("input_channel") or "")
            if regel.inhoud.get("text") is not None:
                turns.append(_turn(regel))
        elif regel.soort == "slot":
            _slot(regel, slots, turns[-1] if turns else None)
        elif regel.soort in ("session_started", "restart"):
            slots.clear()
        elif regel.soort == "bot" and turns:
            _answer(regel, turns[-1])
        if turns:
            _place(turns[-1], slots, kaart)
    for turn in turns:
        turn.uitkomst = _outcome(turn)
    if not turns:
        return None
    return Talk(kanaal, _time(events[0].tijd), max(_time(regel.tijd) for regel in events if regel.soort in ("user", "bot")), turns)


def _turn(regel: Regel) -> Turn:
    parsed: Mapping[str, Any] = regel.inhoud.get("parse_data") or {}
    text = str(regel.inhoud.get("text") or "")
    decision: Mapping[str, Any] = parsed.get("besluit") or {}
    intent: Mapping[str, Any] = parsed.get("intent") or {}
    ranking: list[dict[str, Any]] = [
        {"name": str(item.get("name")), "confidence": round(float(item.get("confidence") or 0), 4)}
        for item in (parsed.get("intent_ranking") or [])[:_RANKING]
    ]
    name = str(intent.get("name") or "")
    sure = ranking[0]["confidence"] if name in _FALLBACK and ranking else round(float(intent.get("confidence") or 0), 4)
    return Turn(
        event=regel.id,
        tijd=_time(regel.tijd),
        tekst=text,
        knop=text.startswith("/"),
        intent=name,
        zekerheid=sure,
        ranking=ranking,
        ook=[str(other) for other in decision.get("also") or []],
        veiligheid=bool(decision.get("safety")),
        ask=bool(decision.get("ask")),
    )


def _slot(regel: Regel, slots: dict[str, Any], turn: Optional[Turn]) -> None:
    name, value = regel.inhoud.get("name"), regel.inhoud.get("value")
    slots[str(name)] = value
    if turn is None:
        return
    if name == "misverstanden":
        turn.misverstanden = int(value or 0)
    elif name == "gevraagd":
        turn.gevraagd = value
    elif name == "oordeel" and isinstance(value, dict):
        juist = value.get("juist")
        turn.feedback = Mening(
            regel.id, juist if isinstance(juist, bool) else None, str(value.get("opmerking") or ""), str(value.get("zorgvraag") or "")
        )


def _answer(regel: Regel, turn: Turn) -> None:
    data: Mapping[str, Any] = regel.inhoud.get("data") or {}
    custom: Mapping[str, Any] = data.get("custom") or {}
    buttons = [str(button.get("title")) for button in data.get("buttons") or []]
    advies: Mapping[str, Any] = custom.get("advies") or {}
    if advies:
        turn.adviezen.append(_advice(regel.id, advies))
        turn.antwoord.append({"advies": regel.id, "titel": custom.get("titel") or "", "delen": custom.get("delen")})
    elif custom.get("contact"):
        turn.antwoord.append({"contact": custom["contact"]})
    elif regel.inhoud.get("text"):
        turn.antwoord.append({"tekst": str(regel.inhoud["text"]), "knoppen": buttons})


def _advice(event: int, advies: Mapping[str, Any]) -> Contacten:
    kept = [{key: contact.get(key) for key in ("functie", "organisatie", "telefoon", "uren")} for contact in advies.get("contacten") or []]
    inhoud = {
        "reden": (advies.get("urgentie") or {}).get("reden") or "",
        "eerst": (advies.get("eerst_in_school") or {}).get("tekst") or "",
        "contacten": kept,
        "stappen": list(advies.get("stappen") or []),
    }
    urgentie = str((advies.get("urgentie") or {}).get("niveau") or "")
    return Contacten(event, str(advies.get("zorgvraag") or ""), str(advies.get("gemeente") or ""), urgentie, inhoud)


def _place(turn: Turn, slots: Mapping[str, Any], kaart: Routekaart) -> None:
    turn.zorgvraag = str(slots.get("zorgvraag") or "")
    place = slots.get("gemeente")
    turn.gemeente = str(place or "")[:80]
    regio = kaart.regio_of(kaart.gemeente(str(place))) if place else None
    turn.regio = regio.id if regio else ""


def _outcome(turn: Turn) -> Any:
    if turn.adviezen or any("contact" in part for part in turn.antwoord):
        return Uitkomst.BEANTWOORD
    if turn.misverstanden > 1 or (turn.misverstanden and not any(part.get("knoppen") for part in turn.antwoord)):
        return Uitkomst.NIET_BEGREPEN
    return Uitkomst.VRAAG if turn.ask or turn.gevraagd else Uitkomst.PRAAT


def _time(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.timezone.utc)
