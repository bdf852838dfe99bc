"""The channel as Teams sees it: what comes in over HTTP, what reaches Rasa, what is posted back."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.limiet import Limiter
from bot.channels.microsoft.connector import NotSent
from bot.channels.teams import NoTeams, TeamsInput, _is_loopback
from bot.settings import Settings
from bot.teksten import teksten
from tests.channels.teams.conftest import Rasa, Teams, connector, serve, settings
from tests.channels.teams.microsoft import TENANT, Microsoft, activity

KANAAL, TEKST = teksten("kanaal"), teksten("teams")
BUTTONS = [{"title": "Pesten", "payload": "/pesten"}, {"title": "Zwolle", "payload": '/gemeente_noemen{"gemeente": "Zwolle"}'}]
GROUP = {"id": "19:groep@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
COLLEAGUE = {"id": "29:meester", "name": "Meester Bas"}
BOT_ADDED = {"type": "conversationUpdate", "membersAdded": [{"id": "29:juf"}, {"id": "28:11111111-2222-4333-8444-555555555555"}]}


def texts(posts: list[dict[str, Any]]) -> list[str]:
    """The plain text of each post: of a question what it asks, of another card its fallback."""
    return [post.get("text") or (post["summary"] if buttons(post) else post["attachments"][0]["content"]["fallbackText"]) for post in posts]


def buttons(post: dict[str, Any]) -> dict[str, Any]:
    """Title and data of each button of a card."""
    card = post["attachments"][0]["content"]
    actions = [*card.get("actions", []), *(action for part in card["body"] for action in part.get("actions", []))]
    return {action["title"]: action["data"] for action in actions}


def judgements(teams: Teams) -> list[str]:
    connection = sqlite3.connect(teams.channel._settings.tracker_db)
    try:
        return [row[0] for row in connection.execute("SELECT oordeel FROM teams_oordelen")]
    finally:
        connection.close()


@pytest.fixture
def advice(kaart: Any) -> dict[str, Any]:
    return {"custom": {"advies": kaart.advise("pesten", "Zwolle").as_dict(), "titel": "Pesten", "delen": None}}


async def test_a_message_is_answered_at_once_and_then_in_teams(teams: Teams) -> None:
    assert await teams.say("  een   zorg ") == (200, b"")
    assert texts(await teams.microsoft.wait_for(1)) == ["gehoord: een zorg"]
    message = teams.rasa.messages[0]
    assert (message.text, message.input_channel) == ("een zorg", "teams")
    post = teams.sent[0]
    assert (post["_to"], post["textFormat"], post["locale"]) == ("a:juf", "plain", "nl-NL")


async def test_the_answer_to_microsoft_does_not_wait_for_rasa(teams: Teams) -> None:
    teams.rasa.gate = asyncio.Event()
    assert await teams.say("wacht") == (200, b"")
    assert teams.sent == []
    teams.rasa.gate.set()
    assert texts(await teams.microsoft.wait_for(1)) == ["gehoord: wacht"]


async def test_typing_comes_before_the_answer(teams: Teams) -> None:
    await teams.say()
    await teams.quiet()
    assert [post["type"] for post in teams.microsoft.posted] == ["typing", "message"]


async def test_one_post_for_each_utterance(teams: Teams) -> None:
    teams.rasa.answers["hallo"] = [{"text": "een\n\ntwee"}, {"text": "drie"}]
    await teams.say()
    await teams.quiet()
    assert texts(teams.sent) == ["een\n\ntwee", "drie"]


async def test_messages_are_answered_in_their_order(teams: Teams) -> None:
    for number in range(5):
        await teams.say(f"nummer {number}")
    await teams.quiet()
    assert texts(teams.sent) == [f"gehoord: nummer {number}" for number in range(5)]


async def test_the_same_activity_twice_is_answered_once(teams: Teams) -> None:
    for _ in range(3):
        await teams.say(id="1700000000000")
    await teams.say(id="1700000000001")
    await teams.quiet()
    assert len(teams.rasa.messages) == 2


async def test_the_same_id_in_another_conversation_is_another_activity(teams: Teams) -> None:
    await teams.say(id="1")
    await teams.say(id="1", conversation=GROUP)
    await teams.quiet()
    assert len(teams.rasa.messages) == 2


async def test_a_private_chat_a_group_and_a_thread_are_conversations_apart(teams: Teams) -> None:
    thread = {"id": "19:kanaal@thread.tacv2;messageid=1", "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    for conversation in (None, GROUP, thread, thread | {"id": "19:kanaal@thread.tacv2;messageid=2"}):
        await teams.say(**({"conversation": conversation} if conversation else {}))
    await teams.say(conversation=GROUP, **{"from": COLLEAGUE})
    await teams.say("weer prive")
    await teams.quiet()
    senders = [message.sender_id for message in teams.rasa.messages]
    by_text = dict(zip(teams.rasa.texts, senders, strict=True))
    assert len(set(senders)) == 5
    assert by_text["weer prive"] in senders[:5] and senders.count(by_text["weer prive"]) == 2
    assert not any(word in sender for sender in senders for word in ("juf", "meester", "19:", TENANT))


async def test_the_mention_of_the_bot_is_not_part_of_the_question(teams: Teams) -> None:
    entities = [{"type": "mention", "mentioned": {"id": "28:11111111-2222-4333-8444-555555555555"}, "text": "<at>Wegwijzer</at>"}]
    await teams.say("<at>Wegwijzer</at> een leerling spijbelt", conversation=GROUP, entities=[*entities, {"type": "ander"}, None, 5])
    await teams.quiet()
    assert teams.rasa.texts == ["een leerling spijbelt"]


TYPED = ["/restart", " / /restart", "\u200b/restart", '/gemeente_noemen{"gemeente": "Zwolle"}', "&nbsp;/restart", "\x00/restart"]


@pytest.mark.parametrize("typed", TYPED)
async def test_a_typed_command_is_plain_text(teams: Teams, typed: str) -> None:
    await teams.say(typed)
    await teams.quiet()
    assert not (teams.rasa.texts[0] or "/").startswith("/")


async def test_personal_data_does_not_reach_rasa_and_the_teacher_hears_so_once(teams: Teams) -> None:
    await teams.say("Bel moeder op 06-12345678")
    await teams.say("of op 06-87654321")
    await teams.quiet()
    assert "06-" not in " ".join(map(str, teams.rasa.texts))
    assert texts(teams.sent).count(KANAAL["verborgen"]) == 1


async def test_a_button_of_our_card_works_for_the_one_who_got_it(teams: Teams) -> None:
    teams.rasa.answers["hallo"] = [{"text": "Wat past het best?", "buttons": BUTTONS}]
    await teams.say()
    (card,) = await teams.microsoft.wait_for(1)
    assert card["summary"] == "Wat past het best?" and "text" not in card
    await teams.press(buttons(card)["Zwolle"] | {"stap_1": "true"})
    await teams.quiet()
    assert teams.rasa.texts[-1] == '/gemeente_noemen{"gemeente": "Zwolle"}'
    await teams.press(buttons(card)["Zwolle"], **{"from": COLLEAGUE, "conversation": GROUP})
    await teams.quiet()
    assert len(teams.rasa.messages) == 2
    assert KANAAL["onbekende_knop"] in texts(teams.sent)


@pytest.mark.parametrize("value", ["/restart", "prive", "", 5, True, ["/pesten"], {"a": 1}, "WyJhIiwiYiJd.x.y"])
async def test_a_button_that_we_did_not_sign_does_nothing(teams: Teams, value: Any) -> None:
    await teams.press({"rasa": value})
    await teams.quiet()
    assert teams.rasa.messages == [] and texts(teams.sent) == [KANAAL["onbekende_knop"]]


async def test_many_buttons_stand_in_sets_that_teams_shows(teams: Teams) -> None:
    teams.rasa.answers["hallo"] = [{"text": "Waar?", "buttons": [{"title": str(n), "payload": f"/{n}"} for n in range(14)]}]
    await teams.say()
    await teams.quiet()
    card = teams.sent[0]["attachments"][0]["content"]
    assert [len(part["actions"]) for part in card["body"] if part["type"] == "ActionSet"] == [6, 6, 2]
    assert list(buttons(teams.sent[0])) == [str(n) for n in range(14)] and "actions" not in card


async def test_an_advice_is_a_card_and_its_notification_says_nothing(teams: Teams, advice: dict[str, Any]) -> None:
    teams.rasa.answers["hallo"] = [advice]
    await teams.say()
    await teams.quiet()
    post = teams.sent[0]
    assert post["summary"] == TEKST["melding"]
    assert post["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert post["attachments"][0]["content"]["version"] == "1.5" and "Zwolle" in texts([post])[0]


async def test_a_card_that_teams_does_not_take_goes_as_text(teams: Teams, advice: dict[str, Any]) -> None:
    teams.rasa.answers["hallo"] = [advice, {"text": "Wat nog?", "buttons": BUTTONS}, {"text": "klaar"}]
    real = teams.channel._connector.send

    async def refuses_cards(address: Any, activity: dict[str, Any], tries: int = 5) -> str:
        if "attachments" in activity:
            raise NotSent(400)
        return await real(address, activity, tries)

    teams.channel._connector.send = refuses_cards  # type: ignore[method-assign]
    await teams.say()
    await teams.quiet()
    assert [post["text"][:8] for post in teams.sent] == ["Pesten\nR", "Wat nog?", "klaar"]


async def test_what_teams_cannot_show_is_left_out_with_a_line_in_the_log(teams: Teams, caplog: pytest.LogCaptureFixture) -> None:
    teams.rasa.answers["hallo"] = [{"custom": {"type": "kaart", "geheim": "spijbelt"}}, {"text": "klaar"}]
    await teams.say()
    await teams.quiet()
    assert texts(teams.sent) == ["klaar"]
    assert "geheim, type" in caplog.text and "spijbelt" not in caplog.text


REFUSED = [("", "leeg"), ("   ", "leeg"), ("///", "leeg"), ("a" * 1001, "te_lang")]


@pytest.mark.parametrize(("typed", "why"), REFUSED, ids=["empty", "spaces", "slashes", "too long"])
async def test_what_cannot_be_answered_is_explained(teams: Teams, typed: str, why: str) -> None:
    await teams.say(typed)
    await teams.quiet()
    assert teams.rasa.messages == [] and texts(teams.sent) == [KANAAL[why].format(letters=1000)]


async def test_a_message_with_only_a_file_is_explained(teams: Teams) -> None:
    message = activity(teams.microsoft, attachments=[{"contentType": "image/png", "contentUrl": "https://x.example/foto.png"}])
    del message["text"]
    await teams.post(message)
    await teams.quiet()
    assert texts(teams.sent) == [KANAAL["leeg"]]


async def test_too_many_messages_in_a_minute(teams: Teams) -> None:
    teams.channel._limiter = Limiter(3)
    for _ in range(4):
        await teams.say()
    await teams.quiet()
    assert len(teams.rasa.messages) == 3 and texts(teams.sent)[-1] == KANAAL["te_snel"]


async def test_the_bot_says_hello_in_a_private_chat_only(teams: Teams) -> None:
    await teams.post(activity(teams.microsoft) | BOT_ADDED)
    await teams.post(activity(teams.microsoft, conversation=GROUP) | BOT_ADDED)
    await teams.post(activity(teams.microsoft, type="conversationUpdate", membersAdded=[{"id": "29:juf"}]))
    await teams.post(activity(teams.microsoft, type="installationUpdate", action="add"))
    await teams.quiet()
    assert texts(teams.sent) == [KANAAL["welkom"]] and teams.rasa.messages == []


async def test_in_a_group_the_bot_says_once_that_others_read_along(teams: Teams) -> None:
    await teams.say(conversation=GROUP)
    await teams.say(conversation=GROUP)
    await teams.say("prive")
    await teams.quiet()
    assert texts(teams.sent).count(TEKST["groep"]) == 1
    assert {post["_to"] for post in teams.sent if TEKST["groep"] in texts([post])} == {GROUP["id"]}


async def test_the_way_from_a_group_to_a_private_chat(teams: Teams) -> None:
    await teams.say("in de groep", conversation=GROUP)
    await teams.quiet()
    await teams.press(buttons(teams.sent[-1])[TEKST["verder_prive"]], conversation=GROUP)
    await teams.quiet()
    private, told = teams.sent[-2:]
    assert (private["_to"], private["text"]) == ("a:prive-29:juf", TEKST["prive_hier"])
    assert (told["_to"], told["text"]) == (GROUP["id"], TEKST["prive_gestuurd"])
    assert teams.rasa.texts == ["in de groep"]


async def test_who_has_not_installed_the_app_hears_how(teams: Teams) -> None:
    who = {"from": {"id": "29:zonder-app"}, "conversation": GROUP}
    await teams.say(**who)
    await teams.quiet()
    await teams.press(buttons(teams.sent[-1])[TEKST["verder_prive"]], **who)
    await teams.quiet()
    assert texts(teams.sent)[-1] == TEKST["prive_mislukt"]


INVOKES = [
    "adaptiveCard/action",
    "message/submitAction",
    "task/fetch",
    "composeExtension/query",
    "signin/verifyState",
    "iets/nieuws",
    "",
    None,
]


@pytest.mark.parametrize("name", INVOKES)
async def test_every_invoke_gets_json_that_teams_can_read(teams: Teams, name: str | None) -> None:
    import json

    status, body = await teams.post(activity(teams.microsoft, type="invoke", name=name, value={"action": {"data": {}}}))
    answer = json.loads(body)
    assert status == 200 and isinstance(answer, dict)
    if name == "adaptiveCard/action":
        assert answer["statusCode"] == 200 and answer["type"] == "application/vnd.microsoft.activity.message"
    await teams.quiet()
    assert teams.rasa.messages == []


async def test_an_execute_of_our_own_card_is_a_button_too(teams: Teams) -> None:
    teams.rasa.answers["hallo"] = [{"text": "Welke?", "buttons": BUTTONS}]
    await teams.say()
    (card,) = await teams.microsoft.wait_for(1)
    value = {"action": {"type": "Action.Execute", "data": buttons(card)["Pesten"]}}
    assert (await teams.post(activity(teams.microsoft, type="invoke", name="adaptiveCard/action", value=value)))[0] == 200
    await teams.quiet()
    assert teams.rasa.texts[-1] == "/pesten"


STRANGE = ["messageUpdate", "messageDelete", "event", "endOfConversation", "trace", "typing", "nieuwInTeams", "", None, 5, ["message"]]


@pytest.mark.parametrize("kind", STRANGE, ids=str)
async def test_other_activities_are_taken_and_left(teams: Teams, kind: Any) -> None:
    assert (await teams.post(activity(teams.microsoft, type=kind)))[0] == 200
    await teams.quiet()
    assert teams.microsoft.posted == [] and teams.rasa.messages == []


BROKEN: list[dict[str, Any]] = [
    {"from": None}, {"from": "29:juf"}, {"recipient": []}, {"entities": "x"}, {"entities": [{"type": "mention", "text": 5}]},
    {"value": [1]}, {"id": 7}, {"text": {"a": 1}}, {"conversation": {"tenantId": TENANT}}, {"text": "\ud800 hallo"},
    {"channelData": {"tenant": {"id": TENANT}, "nieuw": {"x": [1]}}}, {"attachments": 5},
]  # fmt: skip


@pytest.mark.parametrize("changes", BROKEN, ids=str)
async def test_an_activity_with_strange_parts_never_gives_an_error(teams: Teams, changes: dict[str, Any]) -> None:
    assert (await teams.post(activity(teams.microsoft) | changes))[0] == 200
    await teams.quiet()
    await teams.say("daarna")
    await teams.quiet()
    assert teams.rasa.texts[-1] == "daarna"


NOBODY: list[dict[str, Any]] = [{"from": {}}, {"from": {"id": ""}}, {"from": {"id": 5}}, {"conversation": {"tenantId": TENANT}}]


@pytest.mark.parametrize("changes", NOBODY, ids=str)
async def test_what_is_said_by_nobody_or_nowhere_joins_no_conversation(teams: Teams, changes: dict[str, Any]) -> None:
    assert (await teams.say(**changes))[0] == 200
    assert (await teams.say(type="invoke", **changes)) == (200, b"{}")
    await teams.quiet()
    assert teams.rasa.messages == [] and teams.microsoft.posted == []


async def test_a_reaction_on_an_advice_is_kept_changed_and_taken_back(teams: Teams, advice: dict[str, Any]) -> None:
    teams.rasa.answers["hallo"] = [{"text": "eerst"}, advice]
    await teams.say()
    await teams.quiet()
    of_text, of_advice = (post["_id"] for post in teams.sent)

    async def react(to: str, **reactions: list[str]) -> list[str]:
        changes = {f"reactions{change}": [{"type": kind} for kind in kinds] for change, kinds in reactions.items()}
        await teams.post(activity(teams.microsoft, type="messageReaction", replyToId=to, **changes))
        await teams.quiet()
        return judgements(teams)

    assert await react(of_text, Added=["like"]) == []
    assert await react(of_advice, Added=["surprised"]) == []
    assert await react(of_advice, Added=["like"]) == ["goed"]
    assert await react(of_advice, Removed=["like"], Added=["sad"]) == ["niet_goed"]
    assert await react(of_advice, Removed=["sad"]) == []
    assert len(teams.rasa.messages) == 1


async def test_deleting_the_conversation_says_that_teams_keeps_its_own(teams: Teams) -> None:
    teams.rasa.answers["wis dit gesprek"] = [{"text": "gewist", "custom": {"wissen": True}}]
    await teams.say("hallo")
    await teams.say("wis dit gesprek")
    await teams.say("hallo")
    await teams.quiet()
    assert texts(teams.sent)[1:3] == ["gewist", TEKST["gewist"]]
    first, deleted, after = (message.sender_id for message in teams.rasa.messages)
    assert first == deleted != after


async def test_a_reminder_finds_its_conversation_after_a_restart(teams: Teams, microsoft: Microsoft) -> None:
    await teams.say()
    await teams.quiet()
    again = TeamsInput(teams.channel._settings, connector(microsoft))
    output = again.get_output_channel()
    assert output.name() == "teams"
    await output.send_response(teams.rasa.messages[0].sender_id, {"text": "Denk aan het gesprek van morgen."})
    await output.send_response("teams:onbekend", {"text": "naar niemand"})
    assert [(post["_to"], post["text"]) for post in teams.sent[1:]] == [("a:juf", "Denk aan het gesprek van morgen.")]


async def test_the_way_out_of_a_turn_serves_a_reminder_later(teams: Teams) -> None:
    """Rasa keeps it with a reminder that an action plans."""
    await teams.say()
    await teams.quiet()
    message = teams.rasa.messages[0]
    channel: Any = message.output_channel
    await channel.send_response(message.sender_id, {"text": "later"})
    assert texts(teams.sent) == ["gehoord: hallo", "later"]


async def test_who_removes_the_app_gets_no_reminder_any_more(teams: Teams) -> None:
    await teams.say()
    await teams.quiet()
    await teams.post(activity(teams.microsoft, type="installationUpdate", action="remove"))
    await teams.quiet()
    await teams.channel.get_output_channel().send_response(teams.rasa.messages[0].sender_id, {"text": "later"})
    assert len(teams.sent) == 1


FAILURES = [("breek", "rasa breaks"), ("zwijg", "rasa says nothing")]


@pytest.mark.parametrize(("typed", "reason"), FAILURES, ids=[row[1] for row in FAILURES])
async def test_a_turn_that_fails_gives_the_sentence_for_it(teams: Teams, typed: str, reason: str) -> None:
    teams.rasa.answers["zwijg"] = []
    await teams.say(typed)
    await teams.quiet()
    assert texts(teams.sent) == [KANAAL["storing"]]


@pytest.mark.parametrize("fault", ["fails", "hangs"])
async def test_without_its_database_a_message_is_answered_in_a_conversation_of_its_own(
    fault: str, teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    await teams.say("eerst")
    await teams.quiet()
    released = threading.Event()

    def broken(*args: object) -> None:
        if fault == "hangs":
            released.wait(30)
        raise OSError("the disk is full")

    with monkeypatch.context() as away:
        away.setattr(teams.channel._store, "sender", broken)
        await teams.say("gevaar")
        await teams.quiet()
    released.set()
    await teams.say("daarna")
    await teams.quiet()
    first, without, after = (message.sender_id for message in teams.rasa.messages)
    assert first == after != without
    assert texts(teams.sent).count(KANAAL["storing"]) == 0 and len(texts(teams.sent)) == 3


async def test_microsoft_that_hangs_for_one_teacher_holds_up_no_other(teams: Teams) -> None:
    teams.microsoft.faults = [0.4] * 3  # the typing and the first tries of the answer
    await teams.say("traag")
    await teams.say("snel", conversation={"id": "a:ander", "conversationType": "personal", "tenantId": TENANT})
    await teams.quiet()
    assert sorted(texts(teams.sent)) == ["gehoord: snel", "gehoord: traag"]


async def test_nothing_of_a_message_is_logged(teams: Teams, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    teams.microsoft.faults = [(500, {})] * 20
    for typed in ("geheimzinnig", "breek geheimzinnig"):
        await teams.say(typed)
    await teams.post(activity(teams.microsoft, "geheimzinnig"), "Bearer geheimzinnig")
    await teams.quiet()
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert ours and not [record for record in ours if "geheimzinnig" in record.getMessage() or "juf" in record.getMessage().lower()]


async def test_it_starts_without_a_network(tmp_path: Path) -> None:
    nowhere = Microsoft()
    nowhere.url = "http://127.0.0.1:9"
    channel = TeamsInput(settings(nowhere, tmp_path))
    async with serve(channel, Rasa()) as url, aiohttp.ClientSession() as http:
        header = {"Authorization": f"Bearer {nowhere.mint()}"}
        async with http.post(f"{url}/berichten", json=activity(nowhere), headers=header) as answer:
            assert answer.status == 503


async def test_without_a_registration_there_is_no_such_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP_ID", "DEV_WITHOUT_AUTH"):
        monkeypatch.delenv(f"WEGWIJZER_TEAMS_{name}", raising=False)
    channel = TeamsInput.from_credentials(None)
    assert isinstance(channel, NoTeams) and channel.name() == "teams"
    async with serve(channel, Rasa()) as url, aiohttp.ClientSession() as http, http.post(f"{url}/berichten", json={}) as answer:
        assert answer.status == 404


async def test_without_tokens_only_this_machine_may_talk(microsoft: Microsoft, tmp_path: Path) -> None:
    dev = Settings(secret="x" * 32, tracker_db=str(tmp_path / "t.sqlite3"), teams_dev_without_auth=True)
    rasa, channel = Rasa(), TeamsInput(dev)
    async with serve(channel, rasa) as url, aiohttp.ClientSession() as http:
        for service, status in ((microsoft.service_url, 200), ("https://kwaad.example/", 401), ("", 401), (5, 401)):
            async with http.post(f"{url}/berichten", json=activity(microsoft, serviceUrl=service)) as answer:
                assert answer.status == status
        await channel._lanes.finish(20)
    assert len(rasa.messages) == 1 and microsoft.asked == []


async def test_without_tokens_it_refuses_to_start_for_other_machines(tmp_path: Path) -> None:
    dev = Settings(secret="x" * 32, tracker_db=str(tmp_path / "t.sqlite3"), teams_dev_without_auth=True)
    with pytest.raises(SystemExit, match="Mend"):
        async with serve(TeamsInput(dev), Rasa(), "0.0.0.0"):
            pytest.fail("it started")


HOSTS = {
    "127.0.0.1": True,
    "127.8.0.1": True,
    "::1": True,
    "localhost": True,
    "10.0.0.1": False,
    "::": False,
    "": False,
    "a.example": False,
}


def test_what_is_this_machine() -> None:
    assert {host: _is_loopback(host) for host in HOSTS} == HOSTS and not _is_loopback(None)
