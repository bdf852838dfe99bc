"""An advice as an Adaptive Card 1.5: the same JSON for the web widget and for Teams.

Texts of the content are TextRuns, which no client reads as Markdown. Headings are TextBlocks, as only these can be headings.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Callable, Dict, List, Optional, Sequence

from bot.channels.cards import links, text
from bot.routekaart.advies import Advies, Contact
from bot.teksten import teksten

Element = Dict[str, Any]
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
_STYLES = {"nu": "attention", "vandaag": "warning", "deze_week": "accent", "gewoon": "emphasis"}


def render(
    advies: Advies,
    titel: str,
    delen: Optional[Sequence[str]] = None,
    vandaag: Optional[dt.date] = None,
    acties: Sequence[Element] = (),
) -> Element:
    """The named parts of an advice, or those of a first answer, in the order of `text.render`; `acties` stand below them."""
    day = vandaag or dt.date.today()
    woorden = teksten("kaart")
    wanted = delen or woorden["kort"]
    body = [_heading(titel, "Large")]
    if advies.gemeente:
        body.append(_line(woorden["plaats"].format(gemeente=advies.gemeente)))
    for name, part in _PARTS.items():
        if name in wanted:
            body += part(advies, day)
    if not delen:
        body.append({**_line(woorden["slot"]), "separator": True})
    return _card(body, text.render(advies, titel, delen, day), acties)


def render_contact(contact: Contact, vandaag: Optional[dt.date] = None, acties: Sequence[Element] = ()) -> Element:
    """One contact as a card of its own."""
    day = vandaag or dt.date.today()
    return _card([_contact(contact, day)], text.render_contact(contact, day), acties)


def choices(question: str, acties: Sequence[Element]) -> Element:
    """The buttons below a question that is shown above them."""
    titles = ", ".join(str(actie["title"]) for actie in acties)
    return {**_card([], f"{question} {titles}", acties), "speak": titles}


def question(content: str, acties: Sequence[Element]) -> Element:
    """A question and its buttons in one card, for a client that tears a text and its card apart."""
    titles = ", ".join(str(actie["title"]) for actie in acties)
    return _card([_line(alinea) for alinea in content.split("\n") if alinea.strip()], f"{content} {titles}", acties)


def attachment(card: Element) -> Element:
    """A card as an attachment of an Activity."""
    return {"contentType": CONTENT_TYPE, "content": card}


def _card(body: List[Element], fallback: str, acties: Sequence[Element]) -> Element:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "nl",
        "fallbackText": fallback,
        "speak": fallback,
        "body": body,
    }
    return {**card, "actions": list(acties)} if acties else card


def _heading(title: str, size: str = "Medium") -> Element:
    return {"type": "TextBlock", "style": "heading", "text": title, "size": size, "weight": "Bolder", "wrap": True}


def _line(content: str, label: str = "", **looks: Any) -> Element:
    """A paragraph in which phone numbers and addresses can be followed."""
    runs: List[Element] = [{"type": "TextRun", "text": f"{label} ", "weight": "Bolder"}] if label else []
    for piece, address in links.pieces(content):
        run: Element = {"type": "TextRun", "text": piece, **looks}
        runs.append({**run, "selectAction": {"type": "Action.OpenUrl", "title": piece, "url": address}} if address else run)
    return {"type": "RichTextBlock", "inlines": runs}


def _titled(part: str, elements: Sequence[Element]) -> List[Element]:
    return [{**_heading(teksten("kaart")["koppen"][part]), "spacing": "Large"}, *elements] if elements else []


def _urgentie(advies: Advies, vandaag: dt.date) -> List[Element]:
    label = f"{teksten('kaart')['urgentie'][advies.urgentie.niveau]}."
    return [{"type": "Container", "style": _STYLES[advies.urgentie.niveau], "items": [_line(advies.urgentie.reden, label)]}]


def _contact(contact: Contact, vandaag: dt.date) -> Element:
    if contact.organisatie is None:
        return _line(contact.waarvoor)
    woorden = teksten("kaart")["contact"]
    reach = [fact for fact in (contact.telefoon, contact.email, contact.url) if fact]
    items = [_line(contact.organisatie, weight="Bolder"), *(_reach(fact) for fact in reach), _line(contact.waarvoor)]
    if contact.uren:
        items.append(_line(contact.uren, _label(woorden["uren"])))
    if contact.wie_mag:
        items.append(_line(contact.wie_mag, _label(woorden["wie_mag"])))
    items.append(_line(text.trust(contact, vandaag), italic=True))
    return {"type": "Container", "spacing": "Medium", "items": [{**item, "spacing": "Small"} for item in items]}


def _reach(fact: str) -> Element:
    """A phone number, mail or web address, whole, also where no pattern would find it in a text."""
    run: Element = {"type": "TextRun", "text": fact}
    address = links.target(fact)
    if address:
        run["selectAction"] = {"type": "Action.OpenUrl", "title": fact, "url": address}
    return {"type": "RichTextBlock", "inlines": [run]}


def _label(template: str) -> str:
    return template.split("{")[0].strip()


def _stappen(advies: Advies, vandaag: dt.date) -> List[Element]:
    """Steps to tick off. Nothing of it is sent: the card's buttons take no inputs along."""
    return _titled(
        "stappen",
        [
            {"type": "Input.Toggle", "id": f"stap_{n}", "title": stap, "wrap": True, "spacing": "Small"}
            for n, stap in enumerate(advies.stappen, 1)
        ],
    )


def _toestemming(advies: Advies, vandaag: dt.date) -> List[Element]:
    label = teksten("kaart")["toestemming"][advies.toestemming.nodig]
    return _titled("toestemming", [_line(advies.toestemming.tekst, label)])


def _bronnen(advies: Advies, vandaag: dt.date) -> List[Element]:
    lines = []
    for bron in advies.bronnen:
        run: Element = {"type": "TextRun", "text": bron.titel}
        address = links.target(bron.url or "")
        if address:
            run["selectAction"] = {"type": "Action.OpenUrl", "title": bron.titel, "url": address}
        when = [{"type": "TextRun", "text": f" ({bron.datum})"}] if bron.datum else []
        lines.append({"type": "RichTextBlock", "spacing": "Small", "inlines": [run, *when]})
    return _titled("bronnen", lines)


_PARTS: Dict[str, Callable[[Advies, dt.date], List[Element]]] = {
    "urgentie": _urgentie,
    "eerst": lambda advies, _: _titled("eerst", [_line(advies.eerst_in_school.tekst)]),
    "contact": lambda advies, vandaag: _titled("contact", [_contact(contact, vandaag) for contact in advies.contacten]),
    "stappen": _stappen,
    "niet_doen": lambda advies, _: _titled("niet_doen", [_line(tekst, "•") for tekst in advies.niet_doen]),
    "zin": lambda advies, _: _titled("zin", [_line(f"“{advies.zin}”")]),
    "toestemming": _toestemming,
    "escalatie": lambda advies, _: _titled("escalatie", [_line(advies.escalatie)]),
    "bronnen": _bronnen,
}
