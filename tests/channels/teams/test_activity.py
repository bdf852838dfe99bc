"""Reading what Teams sends: whatever it holds, it is read without an error, and nobody's name goes on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.microsoft.activity import Activity

BOT, OTHER = "28:bot", "29:collega"


def mention(who: str, text: str) -> dict[str, Any]:
    return {"type": "mention", "mentioned": {"id": who, "name": text}, "text": f"<at>{text}</at>"}


def heard(text: str, *entities: Any) -> str:
    return Activity({"type": "message", "text": text, "recipient": {"id": BOT}, "entities": list(entities)}).text


TEXTS = [
    # what was typed, who is mentioned, what is heard, the reason
    ("<at>Test Bot</at> hallo", [mention(BOT, "Test Bot")], "hallo", "the mention of the bot goes"),
    ("<at>Test Bot</at>&nbsp;hallo", [mention(BOT, "Test Bot")], "hallo", "with the space that Teams adds"),
    ("hallo <at>Test Bot</at>, hoe gaat het", [mention(BOT, "Test Bot")], "hallo  , hoe gaat het", "in the middle"),
    ("<at>Bot</at> <at>Bot</at>", [mention(BOT, "Bot")], "", "twice, and nothing else"),
    ("vraag <at>Jan Jansen</at> eens", [mention(OTHER, "Jan Jansen")], "vraag [naam] eens", "a person is hidden"),
    ("Test Bot is een bot", [mention(BOT, "Test Bot")], "Test Bot is een bot", "the name alone is no mention"),
    ("<at>Jan</at> pest", [], "Jan pest", "a mention that is not listed is left to the redactor"),
    ("a < b en b > c", [], "a < b en b > c", "signs are no tags"),
    ("regel 1\nregel 2", [], "regel 1\nregel 2", "lines stay"),
]


@pytest.mark.parametrize(("typed", "entities", "expected", "reason"), TEXTS, ids=[row[3] for row in TEXTS])
def test_the_text(typed: str, entities: list[Any], expected: str, reason: str) -> None:
    assert heard(typed, *entities) == expected


def said(conversation: str, sender: str, kind: str | None, tenant: str = "t") -> str:
    place = {"id": conversation, "conversationType": kind, "tenantId": tenant}
    return Activity({"conversation": place, "from": {"id": sender}}).person


def test_one_person_is_another_conversation_in_each_chat_group_and_thread() -> None:
    places = [
        said("a:1", "29:juf", "personal"),
        said("19:groep", "29:juf", "groupChat"),
        said("19:groep", "29:meester", "groupChat"),
        said("19:kanaal;messageid=1", "29:juf", "channel"),
        said("19:kanaal;messageid=2", "29:juf", "channel"),
        said("a:1", "29:juf", "personal", "another school"),
    ]
    assert len(set(places)) == len(places)


def test_what_is_not_said_to_be_private_is_not() -> None:
    for kind in (None, "", "Personal", "groupChat", "channel", "meeting", 5):
        assert not Activity({"conversation": {"conversationType": kind}}).is_private


BUTTONS = [
    ({"type": "message", "value": {"rasa": "x"}}, "x", "a card of ours"),
    ({"type": "message", "value": {"andere": "x"}}, None, "a card of another"),
    ({"type": "message", "value": "x"}, None, "a value that is a text"),
    ({"type": "message", "value": {"action": {"data": {"rasa": "x"}}}}, None, "an Execute in a message"),
    ({"type": "invoke", "value": {"action": {"data": {"rasa": "x"}}}}, "x", "an Execute"),
    ({"type": "invoke", "value": {"rasa": "x"}}, None, "an invoke of another kind"),
]


@pytest.mark.parametrize(("data", "button", "reason"), BUTTONS, ids=[row[2] for row in BUTTONS])
def test_a_button(data: dict[str, Any], button: Any, reason: str) -> None:
    assert Activity(data).button == button


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "text", "mentioned", "action"]), inner),
    max_leaves=8,
)
FIELDS = [
    "type", "id", "replyToId", "serviceUrl", "conversation", "from", "recipient", "text", "value", "entities", "membersAdded",
    "reactionsAdded", "channelData", "name",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_json_is_read_without_an_error(data: dict[str, Any]) -> None:
    activity = Activity(data)
    for name in ("type", "id", "reply_to", "name", "sender", "bot", "tenant", "person", "text"):
        assert isinstance(getattr(activity, name), str)
    assert isinstance(activity.is_private, bool) and isinstance(activity.bot_was_added, bool)
    assert all(isinstance(reaction, str) for reaction in activity.reactions("reactionsAdded"))
    assert isinstance(activity.address.service_url, str)
    activity.button  # noqa: B018  # may be anything: the signature decides
