"""What to do when a message is not understood: go on, offer choices, and the second time in a row name a person."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import GEVAAR, advise_or_ask, button, gist, lanes, more_of_the_same, named, offer_others, with_others
from actions.gesprek import MOST_QUESTIONS, Gesprek
from actions.kaart import kaart
from actions.nader import whom_to_ask
from actions.situatie import lexicon, says

_OTHERS = 3
"""So many other concerns are offered within a talk about one."""
_LIKELY = 0.1
_MEANT = 0.5
_ONE_OF_TWO, _TOGETHER = 0.2, 0.85
"""Two concerns in one message share the likelihood: from here both are meant, though neither reaches the threshold alone."""


def not_understood(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
    """Never the same question twice; where there may be danger, 112 comes first."""
    danger = gesprek.onzeker_gevaar
    two = _both_meant(gesprek)
    if two and not gesprek.staat_open:
        return with_others(dispatcher, gesprek, two[0], two[1:])
    if danger:
        dispatcher.utter_message(response="utter_mogelijk_gevaar")
    if gesprek.zorgvraag and gesprek.staat_open:
        dispatcher.utter_message(response="utter_zonder_antwoord")
        return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
    if gesprek.zorgvraag and gesprek.zelfde:
        return more_of_the_same(dispatcher, gesprek, gesprek.zorgvraag)
    failures = SlotSet("misverstanden", gesprek.misverstanden + 1)
    offered = gesprek.besluit.get("offered") or gesprek.likely()[:6]
    if gesprek.misverstanden >= 2:
        return [*lanes(dispatcher, gesprek, "utter_mens_lijnen"), failures]
    if gesprek.misverstanden == 1 or gesprek.vragen >= MOST_QUESTIONS or not offered:
        _offer_person(dispatcher, gesprek, offered, danger)
        asked = [SlotSet("gevraagd", "keuze"), SlotSet("vragen", 0)]
    else:
        _offer(dispatcher, gesprek, offered, danger)
        asked = [SlotSet("gevraagd", "gevaar" if danger else "keuze"), SlotSet("vragen", gesprek.vragen + 1)]
    return [failures, SlotSet("keuzes", offered), *asked, *_name_likely(dispatcher, gesprek)]


def _both_meant(gesprek: Gesprek) -> list[str]:
    """Two concerns that one message holds, danger first: its own first line names 112. None where there may be another danger."""
    two = sorted(gesprek.likely(_ONE_OF_TWO), key=lambda zorgvraag: not kaart().zorgvragen[zorgvraag].veiligheid)
    if len(two) != 2 or gesprek.likely_share(two) < _TOGETHER:
        return []
    safe = not gesprek.onzeker_gevaar or (gesprek.zorgvraag is None and kaart().zorgvragen[two[0]].veiligheid)
    return two if safe else []


def _name_likely(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
    """Within a talk, another concern that is likelier than not to be meant is named, not left among the buttons."""
    zorgvraag = gesprek.getoond and gesprek.zorgvraag
    others = [other for other in gesprek.likely(_MEANT) if other != zorgvraag]
    return offer_others(dispatcher, others) if zorgvraag and others else []


def _offer_person(dispatcher: CollectingDispatcher, gesprek: Gesprek, offered: list[str], danger: bool) -> None:
    """A person, and beside it what is likely still."""
    zorgvraag = gesprek.getoond and gesprek.zorgvraag
    if zorgvraag:
        wie = whom_to_ask(gesprek.advies(zorgvraag))
        dispatcher.utter_message(response="utter_mens_vervolg", wie=wie, buttons=_buttons(_others(gesprek, zorgvraag), danger))
        return
    response = "utter_mens_keuze" if offered else "utter_mens"
    dispatcher.utter_message(response=response, buttons=_buttons(offered[:_OTHERS], danger))


def _others(gesprek: Gesprek, zorgvraag: str) -> list[str]:
    """Other concerns for buttons; one that is likelier is named in a sentence of its own."""
    named = gesprek.likely(_MEANT)
    return [other for other in gesprek.likely(_LIKELY) if other not in (zorgvraag, *named)][:_OTHERS]


def _offer(dispatcher: CollectingDispatcher, gesprek: Gesprek, offered: list[str], danger: bool) -> None:
    zorgvraag = gesprek.getoond and gesprek.zorgvraag
    if not zorgvraag:
        dispatcher.utter_message(response="utter_keuze", buttons=_buttons(offered, danger))
        return
    asks = "utter_keuze_vraag" if says(gesprek.text, lexicon("praat")["vraag"]) else "utter_keuze_vervolg"
    response = "utter_keuze_gevaar" if danger and kaart().zorgvragen[zorgvraag].veiligheid else asks
    values = {"zorg": named(gesprek, zorgvraag), "eerst": gist(gesprek, zorgvraag), "wie": whom_to_ask(gesprek.advies(zorgvraag))}
    dispatcher.utter_message(response=response, **values, buttons=_buttons(_others(gesprek, zorgvraag), danger))


def _buttons(concerns: list[str], danger: bool) -> list[dict[str, str]]:
    return [button(zorgvraag) for zorgvraag in dict.fromkeys([*([GEVAAR] if danger else []), *concerns])]
