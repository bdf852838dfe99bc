"""What goes before the intent of a message: the answer to a question, a correction, a repeat, a pause, code, another language."""

from __future__ import annotations

import functools
import re
from typing import Callable, Optional

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import nader, notitie, terugblik, vraag
from actions.antwoorden import GEVAAR, advise_anew, advise_or_ask, gist, lanes, named, show_part
from actions.gesprek import FOLLOW_UP_WORDS, Gesprek, understood
from actions.kaart import kaart
from actions.onbegrip import not_understood
from actions.situatie import is_whole, lexicon, says, situatie, told
from bot.routekaart import Rol

Answer = Optional[list[EventType]]
"""None: this is not it, go on."""
Step = Callable[[CollectingDispatcher, Gesprek], Answer]

_OWN_ANSWER = ("contactgegevens_vragen", "organisatie_vragen", "opnieuw", "gesprek_wissen", "verkeerd_begrepen")
"""Intents whose own action knows best, also where a place or a word of an advice stands in the message."""
_SHARING = "privacy_toestemming"
"""So the personal data that come with a report sound."""
_LOCAL_HELP = "jeugdhulp_toegang"
_SURE_DISTRESS = 0.6
_FEW_WORDS = 5
_MEANT = 0.03
"""A concern of earlier in the talk that is this likely is meant by words that point back."""


def vooraf(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """The whole answer, where the intent does not decide it. Danger is never held up: its first line was said before."""
    if not gesprek.typed:
        return None
    if gesprek.intent == "eigen_nood":
        return _further(dispatcher, gesprek) or _no_distress(dispatcher, gesprek) or _vague_only(dispatcher, gesprek)
    calm: tuple[Step, ...] = (_letter, _remark, _back, _further, _situation, _to_the_question, _other_role, _changed, _follow_up)
    for step in (_repeat, _in_few_words, *((_further, _pause, _over, _follow_up) if gesprek.kritiek else calm)):
        answer = step(dispatcher, gesprek)
        if answer is not None:
            return answer
    return None


def _vague_only(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Distress of the teacher herself is answered as such, unless the whole message is no more than a worry about a pupil."""
    found = situatie(gesprek.text, zorg=False)
    worry = found is not None and found.naam == "vaag" and says(gesprek.text, lexicon("praat")["leerling"])
    return (_vague(dispatcher, gesprek) or lanes(dispatcher, gesprek, "utter_mens_lijnen")) if worry else None


def _repeat(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if not gesprek.herhaald:
        return None
    _danger_first(dispatcher, gesprek)
    if gesprek.zorgvraag and gesprek.gevraagd != "keuze":
        dispatcher.utter_message(response="utter_herhaald", eerst=gist(gesprek, gesprek.zorgvraag))
        return understood()
    return lanes(dispatcher, gesprek, "utter_herhaald_kies")


def _letter(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """One letter or figure says nothing: no guess."""
    return not_understood(dispatcher, gesprek) if len(re.findall(r"\w", gesprek.text)) == 1 else None


def _remark(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if gesprek.gevraagd != terugblik.OPMERKING or gesprek.zeker or gesprek.intent in terugblik.NO_REMARK:
        return None
    return terugblik.remark(dispatcher, gesprek)


def _further(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """A further question on the concern of this talk, alone or beside words that tell of no other concern."""
    if gesprek.zorgvraag is None or not (gesprek.staat_open or gesprek.getoond.get("zorgvraag") == gesprek.zorgvraag):
        return None
    if gesprek.gezegd or (gesprek.kritiek and gesprek.intent != gesprek.zorgvraag):
        return None
    other = (gesprek.zeker and gesprek.intent != gesprek.zorgvraag) or gesprek.intent == "eigen_nood" or not _short(gesprek)
    found = nader.find(gesprek.text, only=other, functie=gesprek.entity("functie") is not None)
    if found is None or (gesprek.intent == "eigen_nood" and not found.ook_bij_nood):
        return None
    closed = found.fills(gesprek.text)
    if gesprek.signalen and not closed:  # "welke stappen heeft de meldcode" names a danger, and tells of none
        return None
    if not closed:
        _danger_first(dispatcher, gesprek)
    return nader.answer(dispatcher, gesprek, found)


def _short(gesprek: Gesprek) -> bool:
    """Whether a message is short enough for a question, and brings no pupil of its own."""
    return len(gesprek.text.split()) <= FOLLOW_UP_WORDS and not says(gesprek.text, lexicon("praat")["nieuwe_leerling"])


def _situation(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    found = situatie(gesprek.text, gesprek.zeker)
    if found is None:
        return None
    if found.met_gevaar:
        _danger_first(dispatcher, gesprek)
    if found.naam in _SITUATIONS:
        return _SITUATIONS[found.naam](dispatcher, gesprek)
    dispatcher.utter_message(response=f"utter_{found.naam}")
    return []


def _danger_first(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> None:
    place = lexicon("praat")["alleen_plaats"]
    if gesprek.onzeker_gevaar and (gesprek.signalen or not all(is_whole(clause, tuple(place)) for clause in told(gesprek.text))):
        dispatcher.utter_message(response="utter_mogelijk_gevaar")


def _no_words(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if gesprek.misverstanden:
        return None
    dispatcher.utter_message(response="utter_geen_woorden")
    return [SlotSet("misverstanden", 1)]


def _vague(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """One open question; after that the choice by lane, and after that a person. Within a talk it must be about a pupil."""
    if gesprek.zorgvraag and not says(gesprek.text, lexicon("praat")["leerling"]):
        return None
    if gesprek.vragen == 0:
        return lanes(dispatcher, gesprek, "utter_vaag")
    return lanes(dispatcher, gesprek, "utter_lijnen") if gesprek.vragen == 1 and gesprek.misverstanden == 0 else None


def _opinion(dispatcher: CollectingDispatcher, gesprek: Gesprek, response: str = "utter_mening") -> Answer:
    """No forecast and no verdict; what the route does say stays."""
    dispatcher.utter_message(response=response)
    if gesprek.zeker:
        return None
    if gesprek.zorgvraag:
        dispatcher.utter_message(response="utter_wel_zeker", eerst=gist(gesprek, gesprek.zorgvraag))
    return understood(gevraagd=gesprek.staat_open)


def _report(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """A report cannot be made here; a concern that the message holds is answered all the same."""
    concern = gesprek.zeker and gesprek.intent != _SHARING
    dispatcher.utter_message(response="utter_geen_melding" if concern else "utter_melding")
    return None if concern else []


def _where_to_report(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Before a concern is known: whom in school, the national number, and the help of the municipality."""
    dispatcher.utter_message(response="utter_waar_melden")
    if gesprek.gemeente_is_known:
        contact = kaart().contact(_LOCAL_HELP, gesprek.gemeente, gesprek.schoolsoort, gesprek.rol)
        dispatcher.utter_message(json_message={"contact": contact.as_dict()})
    return understood()


def _pause(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """An interruption and nothing else. Outside a talk, or where the model heard danger, the line with 112 stands above it."""
    found = situatie(gesprek.text, zorg=False)
    if found is None or found.naam != "pauze" or (gesprek.kritiek and gesprek.zorgvraag is None):
        return None
    if gesprek.zorgvraag is None:
        _danger_first(dispatcher, gesprek)
    dispatcher.utter_message(response="utter_pauze_gevaar" if gesprek.kritiek else "utter_pauze")
    return []


def _no_distress(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Away for a moment, back again, or touched by the talk, and nothing else: no distress, unless the model is sure of it."""
    found = situatie(gesprek.text, zorg=False)
    if found is None or gesprek.signalen or not found.is_all(gesprek.text):
        return None
    known = found.naam in ("pauze", "terug") or (found.naam == "zwaar" and gesprek.vertrouwen < _SURE_DISTRESS)
    return _SITUATIONS[found.naam](dispatcher, gesprek) if known else None


def _over(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """What was dangerous is past: the route of the talk stays."""
    found, zorgvraag = situatie(gesprek.text, zorg=True), gesprek.zorgvraag
    if found is None or found.naam != "voorbij" or gesprek.signalen or not zorgvraag or not kaart().zorgvragen[zorgvraag].veiligheid:
        return None
    if gesprek.kritiek and gesprek.intent not in (zorgvraag, GEVAAR):  # another danger is told beside it: that one leads
        return None
    dispatcher.utter_message(response="utter_voorbij", zorg=named(gesprek, zorgvraag), eerst=gist(gesprek, zorgvraag))
    return understood()


def _heavy(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if gesprek.zorgvraag is None or gesprek.signalen:
        return None
    dispatcher.utter_message(response="utter_zwaar")
    return understood(gevraagd=gesprek.staat_open)


def _back(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Back to a concern of earlier in the talk ("eerst toch dat pesten")."""
    others = [zorgvraag for zorgvraag in gesprek.eerder if zorgvraag != gesprek.zorgvraag]
    if (gesprek.zeker and gesprek.intent not in others) or not says(gesprek.text, lexicon("praat")["terug_naar"]):
        return None
    meant = [*(c for c in others if _names(gesprek.text, c)), *(c for c in gesprek.likely(_MEANT) if c in others)]
    if not meant:
        return None
    _danger_first(dispatcher, gesprek)
    return advise_or_ask(dispatcher, gesprek, meant[0])


def _names(text: str, zorgvraag: str) -> bool:
    """Whether a word of the concern's own name stands in a text."""
    row = kaart().zorgvragen[zorgvraag]
    return says(text, [re.escape(word) for word in re.findall(r"[^\W\d_]{6,}", f"{row.label} {row.knop}")])


def where_we_were(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if gesprek.zorgvraag:
        dispatcher.utter_message(response="utter_terug", zorg=named(gesprek, gesprek.zorgvraag))
    else:
        dispatcher.utter_message(response="utter_welke_zorg")
    return understood(gevraagd=gesprek.staat_open)


def away_or_back(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Away for a moment or back again; None where the message says neither."""
    found = situatie(gesprek.text, zorg=False)
    return _SITUATIONS[found.naam](dispatcher, gesprek) if found and found.naam in ("pauze", "terug") else None


def _menu(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    return lanes(dispatcher, gesprek, "utter_lijnen")


_SITUATIONS: dict[str, Step] = {
    "geen_woorden": _no_words,
    "vaag": _vague,
    "mening": _opinion,
    "recht": functools.partial(_opinion, response="utter_recht"),
    "melding": _report,
    "waar_melden": _where_to_report,
    "terug": where_we_were,
    "menu": _menu,
    "pauze": _pause,
    "voorbij": _over,
    "zwaar": _heavy,
    "briefje": notitie.hand_over,
}
"""Situations that take more than one sentence; the others have a response of their name."""


def _to_the_question(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    zorgvraag = vraag.answered(gesprek)
    if zorgvraag is None or (gesprek.zeker and gesprek.intent != gesprek.zorgvraag):
        return None
    _danger_first(dispatcher, gesprek)
    return advise_or_ask(dispatcher, gesprek, zorgvraag)


def _in_few_words(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """A few words that say who did it, or whether it is violence, answer that question, whatever danger they sound like."""
    if gesprek.gevraagd not in vraag.ROUTE or gesprek.gezegd or len(gesprek.text.split()) > _FEW_WORDS:
        return None
    zorgvraag = vraag.answered(gesprek)
    if zorgvraag is None:
        return None
    _danger_first(dispatcher, gesprek)
    return advise_or_ask(dispatcher, gesprek, zorgvraag)


def _other_role(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """The writer asks as somebody else ("en als ik de IB'er was?"): the advice for that role."""
    rol = gesprek.entity("rol_in_school")
    if not gesprek.zorgvraag or rol not in list(Rol) or not says(gesprek.text, lexicon("praat")["andere_rol"]):
        return None
    return [SlotSet("rol", rol), *advise_anew(dispatcher, gesprek.als({"rol": rol}), gesprek.zorgvraag)]


def _changed(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Another place, kind of school or role: the same concern advised anew."""
    if not gesprek.zorgvraag or not gesprek.verandert or gesprek.zeker or gesprek.intent in _OWN_ANSWER[:2]:
        return None
    _danger_first(dispatcher, gesprek)
    return advise_anew(dispatcher, gesprek, gesprek.zorgvraag)


def _follow_up(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """A short question about a part of the advice is about the advice that was given, whatever concern it sounds like."""
    deel, shown = gesprek.entity("deel"), gesprek.getoond.get("zorgvraag")
    if not deel or not _short(gesprek) or shown is None or shown != gesprek.zorgvraag or gesprek.intent in _OWN_ANSWER:
        return None
    if gesprek.kritiek and gesprek.intent != shown:
        return None
    _danger_first(dispatcher, gesprek)
    return show_part(dispatcher, gesprek, shown, deel)
