"""One answer of the bot as an activity for Teams."""

from __future__ import annotations

from typing import Any, Callable, Dict, List

from bot.channels.antwoord import Antwoord
from bot.channels.cards import adaptive
from bot.routekaart.advies import Advies
from bot.teksten import teksten

_BUTTONS_IN_A_ROW = 6
"""Teams shows no more of one set of actions."""

Sign = Callable[[str], str]


def message(answer: Antwoord, sign: Sign) -> Dict[str, Any]:
    """A text, or a card where there is an advice or a button. `sign` makes a payload into what its button carries."""
    base = {"type": "message", "locale": "nl-NL", "inputHint": "acceptingInput"}
    if answer.advies and answer.titel:
        card = adaptive.render(Advies.from_dict(answer.advies), answer.titel, answer.delen, acties=_actions(answer, sign))
        summary = teksten("teams")["melding"]  # a notification on the screen of a classroom says no more than this
    elif answer.buttons:
        actions = _actions(answer, sign)
        first, rest = actions[:_BUTTONS_IN_A_ROW], actions[_BUTTONS_IN_A_ROW:]
        card = adaptive.render_text(answer.text, () if rest else first)
        if rest:
            card["body"] += [_row(actions[n : n + _BUTTONS_IN_A_ROW]) for n in range(0, len(actions), _BUTTONS_IN_A_ROW)]
        summary = answer.text
    else:
        return {**base, "text": answer.text, "textFormat": "plain"}
    return {**base, "summary": summary, "attachments": [adaptive.attachment(card)]}


def typing() -> Dict[str, Any]:
    return {"type": "typing"}


def _actions(answer: Antwoord, sign: Sign) -> List[Dict[str, Any]]:
    """Buttons that carry nothing of what is ticked off on the card."""
    return [
        {"type": "Action.Submit", "title": knop.title, "associatedInputs": "none", "data": {"rasa": sign(knop.payload)}}
        for knop in answer.buttons
    ]


def _row(actions: List[Dict[str, Any]]) -> Dict[str, Any]:
    return {"type": "ActionSet", "actions": actions}
