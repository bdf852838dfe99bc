"""The action server is down: danger is answered all the same, and anything else gets a sentence."""

from __future__ import annotations

from pathlib import Path

from bot.processes import free_port
from bot.teksten import teksten
from bot.terminal import Talk, load_agent


async def test_danger_is_answered_without_the_action_server(model: Path) -> None:
    agent = load_agent(model, f"http://127.0.0.1:{free_port()}/webhook")
    answers = await Talk(agent).say("Een meisje uit 3 vwo in Zwolle zegt dat ze niet meer wil leven.")
    assert answers[0].text.startswith("Levensgevaar? Bel 112") and "0800-0113" in answers[0].text
    calm = await Talk(agent).say("Een leerling wordt gepest.")
    assert [answer.text for answer in calm][:1] == [teksten("kanaal")["storing"]]
