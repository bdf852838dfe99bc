"""An advice as an Adaptive Card: whole, in order, safe, and in line with the text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from typing import Any, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.cards import adaptive, text
from bot.routekaart import Advies, Rol, Schoolsoort, load
from bot.routekaart.advies import Contact
from tests.channels.test_text import ADVIES, CONTACT, UNKNOWN

KAART = load()
DAY = dt.date(2026, 11, 28)
ALL = list(adaptive._PARTS)


def elements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from elements(item)
    elif isinstance(value, list):
        for item in value:
            yield from elements(item)


def shown(card: dict[str, Any]) -> str:
    """All that can be read on the card, in order; runs of one block follow each other without a break."""
    lines: list[str] = []
    for element in elements(card["body"]):
        if element.get("type") in ("TextBlock",):
            lines.append(element["text"])
        elif element.get("type") == "Input.Toggle":
            lines.append(element["title"])
        elif element.get("type") == "RichTextBlock":
            lines.append("".join(run["text"] for run in element["inlines"]))
    return "\n".join(lines)


def urls(card: dict[str, Any]) -> list[str]:
    return [element["url"] for element in elements(card) if element.get("type") == "Action.OpenUrl"]


def test_the_same_parts_in_the_same_order_as_the_text() -> None:
    assert list(text._PARTS) == ALL


def test_a_first_answer() -> None:
    card = adaptive.render(ADVIES, "Pesten", vandaag=DAY)
    assert (card["type"], card["version"], card["lang"]) == ("AdaptiveCard", "1.5", "nl")
    assert shown(card).split("\n") == [
        "Pesten",
        "Route voor Zwolle",
        "Deze week doen. Reden van de haast.",
        "Eerst in school",
        "Praat met je intern begeleider.",
        "Wie helpt buiten school",
        "Bureau Voorbeeld",
        "0123-456 789",
        "hulp@voorbeeld.nl",
        "https://voorbeeld.nl/hulp",
        "Voor vragen over verzuim.",
        "Bereikbaar: werkdagen 9 tot 17 uur",
        "Wie belt: De mentor.",
        "Nog niet nagebeld. Bron: bron.nl, 2024-05-01.",
        "Vraag je mentor wie dit doet.",
        "Wat je doet",
        "Stap een.",
        "Stap twee.",
        "Wat je niet doet",
        "• Doe dit niet.",
        "Dit is een hulpmiddel. Jij beslist, samen met je intern begeleider of zorgcoördinator.",
    ]
    assert urls(card) == ["tel:0123456789", "mailto:hulp@voorbeeld.nl", "https://voorbeeld.nl/hulp"]
    assert card["fallbackText"] == text.render(ADVIES, "Pesten", vandaag=DAY)


def test_each_step_can_be_ticked_off() -> None:
    toggles = [element for element in elements(adaptive.render(ADVIES, "Pesten")) if element.get("type") == "Input.Toggle"]
    assert [(toggle["id"], toggle["title"]) for toggle in toggles] == [("stap_1", "Stap een."), ("stap_2", "Stap twee.")]


def test_actions_stand_below_and_are_absent_by_default() -> None:
    action = {"type": "Action.Submit", "title": "Print"}
    assert adaptive.render(ADVIES, "Pesten", acties=[action])["actions"] == [action]
    assert "actions" not in adaptive.render(ADVIES, "Pesten")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)", "vbscript:x", "file:///etc/passwd"])
def test_only_what_is_safe_becomes_a_link(url: str) -> None:
    advies = dataclasses.replace(
        ADVIES,
        contacten=(dataclasses.replace(CONTACT, url=url),),
        bronnen=(dataclasses.replace(ADVIES.bronnen[0], url=url),),
        zin=f"[klik]({url}) <img src=x onerror=alert(1)>",
    )
    card = adaptive.render(advies, "Pesten", ALL)
    assert urls(card) == ["tel:0123456789", "mailto:hulp@voorbeeld.nl"]
    assert all(element["style"] == "heading" for element in elements(card) if element.get("type") == "TextBlock")


def test_a_contact_that_is_not_known_only_says_whom_to_ask() -> None:
    assert shown(adaptive.render_contact(UNKNOWN)) == "Vraag je mentor wie dit doet."


@pytest.mark.parametrize("checked", [None, "2026-01-31", "2026-11-01"])
def test_a_contact_says_how_far_it_can_be_trusted(checked: str | None) -> None:
    contact: Contact = dataclasses.replace(CONTACT, gecontroleerd_op=checked)
    assert shown(adaptive.render_contact(contact, DAY)).split("\n")[-1] == text.trust(contact, DAY)


def test_no_heading_can_be_read_as_markdown() -> None:
    for zorgvraag in KAART.zorgvragen.values():
        assert not re.search(r"[*_`\[\]<>#\\]|^\d+\.", zorgvraag.label), zorgvraag.label


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(KAART.zorgvragen)),
    st.sampled_from(["Zwolle", "Kampen", "Nergens", None]),
    st.sampled_from(Schoolsoort),
    st.sampled_from(Rol),
)
def test_every_real_advice_shows_all_its_texts(zorgvraag: str, gemeente: str | None, soort: Schoolsoort, rol: Rol) -> None:
    advies: Advies = KAART.advise(zorgvraag, gemeente, soort, rol)
    card = adaptive.render(advies, KAART.zorgvragen[zorgvraag].label, ALL)
    seen = shown(card)
    for contact in advies.contacten:
        for fact in (contact.organisatie, contact.telefoon, contact.email, contact.url, contact.waarvoor, contact.uren):
            assert fact is None or contact.organisatie is None or fact in seen
        if contact.telefoon and contact.organisatie:
            assert "tel:" + re.sub(r"[^\d+]", "", contact.telefoon) in urls(card), contact.telefoon
    for part in (*advies.stappen, *advies.niet_doen, advies.zin, advies.escalatie, advies.urgentie.reden, advies.eerst_in_school.tekst):
        assert part in seen
    assert "None" not in seen
    assert json.loads(json.dumps(card)) == card
    assert all(re.match(r"(https?://|mailto:|tel:\+?\d+$)", url) for url in urls(card))
