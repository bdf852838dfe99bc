"""One answer of the bot as an activity for Teams, with the cards that the web window shows too."""

from __future__ import annotations

from typing import Any, Callable, Dict, List

from bot.channels.antwoord import Antwoord
from bot.channels.cards import adaptive
from bot.routekaart.advies import Advies, Contact
from bot.teksten import teksten

_BUTTONS_IN_A_SET = 6
"""Teams shows no more of one set of actions."""

Element = Dict[str, Any]
_BASE: Element = {"type": "message", "locale": "nl-NL", "inputHint": "acceptingInput"}


def message(answer: Antwoord, sign: Callable[[str], str]) -> Element:
    """A card where there is more than text. `sign` makes a payload into what its button carries."""
    if answer.advies is not None:
        card = adaptive.render(Advies.from_dict(answer.advies), answer.titel or "", answer.delen)
        return {**_BASE, "summary": teksten("teams")["melding"], "attachments": [adaptive.attachment(card)]}
    if answer.contact is not None:
        card = adaptive.render_contact(Contact(**answer.contact))
        return {**_BASE, "summary": answer.text, "attachments": [adaptive.attachment(card)]}
    if not answer.buttons:
        return text(answer)
    card = _in_sets(adaptive.question(answer.text, [_submit(knop.title, sign(knop.payload)) for knop in answer.buttons]))
    return {**_BASE, "summary": answer.text, "attachments": [adaptive.attachment(card)]}


def text(answer: Antwoord) -> Element:
    return {**_BASE, "text": answer.text, "textFormat": "plain"}


def typing() -> Element:
    return {"type": "typing"}


def _submit(title: str, signed: str) -> Element:
    """A button that takes nothing along of what is ticked off on a card."""
    return {"type": "Action.Submit", "title": title, "associatedInputs": "none", "data": {"rasa": signed}}


def _in_sets(card: Element) -> Element:
    actions: List[Element] = card["actions"]
    if len(actions) <= _BUTTONS_IN_A_SET:
        return card
    starts = range(0, len(actions), _BUTTONS_IN_A_SET)
    sets = [{"type": "ActionSet", "actions": actions[start : start + _BUTTONS_IN_A_SET]} for start in starts]
    return {**{key: value for key, value in card.items() if key != "actions"}, "body": [*card["body"], *sets]}
