"""Messages as Activities of the Bot Framework, as the chat window reads them."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional

from bot.channels.antwoord import Antwoord, Knop
from bot.channels.cards import adaptive, links
from bot.routekaart.advies import Advies, Contact
from bot.teksten import teksten

Activity = Dict[str, Any]


def van_leraar(text: str) -> Activity:
    return {"type": "message", "from": {"id": "leraar", "role": "user"}, "text": text, "textFormat": "plain"}


def van_bot(antwoord: Antwoord, sign: Callable[[str], str], pagina: Optional[str] = None) -> Activity:
    """An advice and a contact as a card, all else as text with its buttons below. `sign` makes a button's payload safe to give out."""
    activity: Activity = {"type": "message", "from": {"id": "bot", "role": "bot"}, "textFormat": "markdown"}
    if antwoord.advies is not None:
        advies = Advies.from_dict(antwoord.advies)
        card = adaptive.render(advies, antwoord.titel or "", antwoord.delen, acties=_for_an_advice(antwoord.text, pagina))
        return {**activity, "attachments": [adaptive.attachment(card)]}
    if antwoord.contact is not None:
        card = adaptive.render_contact(Contact(**antwoord.contact), acties=[_local("kopieer", antwoord.text)])
        return {**activity, "attachments": [adaptive.attachment(card)]}
    buttons = [adaptive.attachment(adaptive.choices(antwoord.text, _submits(antwoord.buttons, sign)))] if antwoord.buttons else []
    return {**activity, "text": links.markdown(antwoord.text), "attachments": buttons}


def _submits(knoppen: tuple[Knop, ...], sign: Callable[[str], str]) -> List[Dict[str, Any]]:
    return [
        {
            "type": "Action.Submit",
            "title": knop.title,
            "associatedInputs": "none",
            "data": {"titel": knop.title, "knop": sign(knop.payload)},
        }
        for knop in knoppen
    ]


def _for_an_advice(text: str, pagina: Optional[str]) -> List[Dict[str, Any]]:
    page = {"type": "Action.OpenUrl", "title": teksten("venster")["kaart"]["pagina"], "url": pagina}
    return [_local("print"), _local("kopieer", text), *([page] if pagina else [])]


def _local(name: str, text: str = "") -> Dict[str, Any]:
    """A button that the window carries out itself: nothing is sent."""
    return {
        "type": "Action.Submit",
        "title": teksten("venster")["kaart"][name],
        "associatedInputs": "none",
        "data": {"lokaal": name, "tekst": text},
    }
