"""Activities recorded from the Microsoft 365 Agents Playground (`python -m tests.channels.teams.playground --record`), in their order.

What of each reaches Rasa, in which conversation, and exactly what is posted back stands in activiteiten/verwacht/.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.teams import TeamsInput
from tests.channels.teams.conftest import Rasa, Teams, connector, serve, settings
from tests.channels.teams.microsoft import Microsoft
from tests.channels.teams.test_teams import BUTTONS, buttons

FOLDER = Path(__file__).parent / "activiteiten"
FILES = sorted(FOLDER.glob("*.json"))
TENANT = "00000000-0000-0000-0000-0000000000001"

ADVICE = {
    "zorgvraag": "pesten", "gemeente": "Zwolle", "schoolsoort": "po", "rol": "leerkracht",
    "urgentie": {"niveau": "deze_week", "reden": "Een reden."},
    "eerst_in_school": {"rol": "intern_begeleider", "tekst": "Praat met je intern begeleider."},
    "contacten": [{
        "functie": "gezondheid", "organisatie": "Een dienst", "telefoon": "038-1234567", "email": "info@dienst.example",
        "url": "https://dienst.example/", "uren": "op werkdagen", "waarvoor": "Voor advies.", "wie_mag": "de school",
        "bron": "https://dienst.example/", "bron_datum": "2026-01-02", "gecontroleerd_op": None,
    }],
    "stappen": ["Stap een.", "Stap twee."], "niet_doen": ["Dit niet."], "zin": "Een zin.",
    "toestemming": {"nodig": "nee", "tekst": "Niet nodig."}, "escalatie": "Anders dit.",
    "bronnen": [{"titel": "Een bron", "url": "https://bron.example/", "datum": None}],
}  # fmt: skip
PRESSED = {"04": "Zwolle", "05": "Pesten", "09": "Verder in een eigen chat"}
"""Which button each recorded press was: the playground pressed one that its own bot had signed."""


def rasa() -> Rasa:
    stand_in = Rasa()
    stand_in.answers = {
        "Een leerling van groep 8 spijbelt steeds": [{"text": "Eerst dit.\nEn dan:"}, {"text": "In welke gemeente?", "buttons": BUTTONS}],
        "/gemeente_noemen{\"gemeente\": \"Zwolle\"}": [{"custom": {"advies": ADVICE, "titel": "Pesten", "delen": None}}],
        "/pesten": [{"custom": {"advies": ADVICE, "titel": "Pesten", "delen": ["toestemming"]}}],
    }  # fmt: skip
    return stand_in


def fresh(file: Path, teams: Teams, titles: dict[str, Any]) -> dict[str, Any]:
    """A recorded activity with our address of Microsoft's service, and with a button that this bot has signed."""
    activity: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) | {"serviceUrl": teams.microsoft.service_url}
    if "value" in activity:
        assert set(activity["value"]) == {"rasa"}
        activity["value"] = titles[PRESSED[file.name[:2]]]
    return activity


def plain(posts: list[dict[str, Any]]) -> Any:
    """Without what differs from run to run, such as signatures; when it types is for another test."""
    posts = [{key: value for key, value in post.items() if key != "_id"} for post in posts if post["type"] != "typing"]
    text = json.dumps(posts, ensure_ascii=False)
    for post in posts:
        for data in buttons(post).values() if "attachments" in post else ():
            text = text.replace(data["rasa"], "<getekend>")
    return json.loads(text)


async def play(microsoft: Microsoft, folder: Path) -> dict[str, Any]:
    """Per file: the text at Rasa, a letter for the conversation, the posts."""
    stand_in, channel = rasa(), TeamsInput(settings(microsoft, folder, teams_tenant=TENANT), connector(microsoft))
    played, letters, titles = dict[str, Any](), dict[str, str](), dict[str, Any]()
    async with serve(channel, stand_in) as url, aiohttp.ClientSession() as http:
        teams = Teams(http, channel, stand_in, microsoft, f"{url}/berichten")
        for file in FILES:
            said, posted = len(stand_in.messages), len(microsoft.posted)
            assert await teams.post(fresh(file, teams, titles)) == (200, b""), file.name
            await teams.quiet()
            heard, posts = stand_in.messages[said:], microsoft.posted[posted:]
            titles |= {title: data for post in posts if "attachments" in post for title, data in buttons(post).items()}
            played[file.stem] = {
                "bij_rasa": [message.text for message in heard],
                "gesprek": [letters.setdefault(message.sender_id, "ABC"[len(letters)]) for message in heard],
                "geplaatst": plain(posts),
            }
    return played


async def test_a_recorded_activity_is_read_and_answered_as_agreed(microsoft: Microsoft, tmp_path: Path) -> None:
    assert len(FILES) >= 10
    expected = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((FOLDER / "verwacht").glob("*.json"))}
    played = await play(microsoft, tmp_path)
    assert list(played) == list(expected)
    for name, outcome in played.items():
        assert outcome == expected[name], name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_recording_names_nobody(file: Path) -> None:
    """The playground's own invented people only."""
    people = {json.loads(file.read_text(encoding="utf-8"))["from"].get("name", "Alex Wilber")}
    assert people == {"Alex Wilber"}
