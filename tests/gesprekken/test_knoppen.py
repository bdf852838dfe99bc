"""The menu reaches every concern without any understanding of text, in three taps."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.antwoord import Antwoord
from bot.routekaart import Routekaart
from bot.routekaart.zorgvraag import Lijn
from bot.terminal import Talk

TAPS = 3


def buttons(answers: list[Antwoord]) -> dict[str, str]:
    return {knop.title: knop.payload for answer in answers for knop in answer.buttons}


async def lane_buttons(agent: Any) -> tuple[str, dict[str, str]]:
    """The payload of the menu, and that of each lane, as the bot gives them after a greeting."""
    talk = Talk(agent)
    menu = buttons(await talk.say("Hallo"))["Kies een onderwerp"]
    return menu, buttons(await talk.say("", menu))


async def test_every_lane_is_in_the_menu(agent: Any) -> None:
    _, lanes = await lane_buttons(agent)
    assert sorted(lanes.values()) == sorted(f'/lijn_kiezen{{"lijn": "{lijn.value}"}}' for lijn in Lijn)


@pytest.mark.parametrize("lijn", list(Lijn), ids=[lijn.value for lijn in Lijn])
async def test_every_concern_of_a_lane_gives_its_route_in_three_taps(lijn: Lijn, agent: Any, kaart: Routekaart) -> None:
    menu, _ = await lane_buttons(agent)
    for zorgvraag in [z for z in kaart.zorgvragen.values() if z.lijn is lijn]:
        talk = Talk(agent)
        lanes = buttons(await talk.say("", menu))
        concerns = buttons(await talk.say("", next(p for p in lanes.values() if f'"{lijn.value}"' in p)))
        answers, taps = await talk.say("", concerns[zorgvraag.knop]), 2
        helps = "\n".join(answer.text for answer in answers)
        assert kaart.advise(zorgvraag.id).urgentie.reden in helps, f"{zorgvraag.id}: the first answer does not help yet"
        while not any(answer.advies for answer in answers):
            answers, taps = await talk.say("", next(iter(buttons(answers).values()))), taps + 1
        shown = next(answer.advies for answer in answers if answer.advies)
        assert shown["zorgvraag"] in (zorgvraag.id, "grensoverschrijdend_medewerker"), zorgvraag.id  # who did it may lead elsewhere
        assert taps <= TAPS, f"{zorgvraag.id} takes {taps} taps"
