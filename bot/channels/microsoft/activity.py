"""An activity that Teams sent, read with care: it may hold anything, and what it lacks is empty here."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Dict, List, Mapping

from bot.channels.microsoft.connector import Address
from bot.channels.microsoft.guard import tenant_of

_TAG = re.compile(r"</?at\b[^>]*>", re.IGNORECASE)
_SOMEBODY = "[naam]"


@dataclasses.dataclass(frozen=True)
class Activity:
    """`data` as it came, after the guard let it in."""

    data: Mapping[str, Any]

    @property
    def type(self) -> str:
        return _text(self.data.get("type"))

    @property
    def id(self) -> str:
        return _text(self.data.get("id"))

    @property
    def reply_to(self) -> str:
        return _text(self.data.get("replyToId"))

    @property
    def name(self) -> str:
        return _text(self.data.get("name"))

    @property
    def address(self) -> Address:
        return Address(_text(self.data.get("serviceUrl")), _text(_part(self.data, "conversation").get("id")))

    @property
    def sender(self) -> str:
        return _text(_part(self.data, "from").get("id"))

    @property
    def bot(self) -> str:
        return _text(_part(self.data, "recipient").get("id"))

    @property
    def tenant(self) -> str:
        return tenant_of(dict(self.data))

    @property
    def is_private(self) -> bool:
        """Whether nobody reads along. What is not said to be private is not."""
        return _part(self.data, "conversation").get("conversationType") == "personal"

    @property
    def person(self) -> str:
        """Who speaks where: one person in one private chat, group chat or thread of a channel."""
        return "\n".join((self.tenant, self.address.conversation, "" if self.is_private else self.sender))

    @property
    def text(self) -> str:
        """What was typed, without the mention of the bot; the mention of another person becomes `[naam]`."""
        text = _text(self.data.get("text"))
        for entity in _objects(self.data.get("entities")):
            shown = _text(entity.get("text"))
            if entity.get("type") == "mention" and shown:
                text = text.replace(shown, " " if _part(entity, "mentioned").get("id") == self.bot else _SOMEBODY)
        return _TAG.sub("", text.replace("&nbsp;", " ")).strip()

    @property
    def button(self) -> Any:
        """What a button of one of our cards carries; None where none was pressed."""
        value = _part(self.data, "value")
        if self.type == "invoke":
            value = _part(_part(value, "action"), "data")
        return value.get("rasa")

    @property
    def bot_was_added(self) -> bool:
        return any(member.get("id") == self.bot for member in _objects(self.data.get("membersAdded")) if self.bot)

    def reactions(self, change: str) -> List[str]:
        """The names of the reactions `reactionsAdded` or `reactionsRemoved`."""
        return [_text(reaction.get("type")) for reaction in _objects(self.data.get(change))]


def _part(data: Mapping[str, Any], name: str) -> Dict[str, Any]:
    part = data.get(name)
    return part if isinstance(part, dict) else {}


def _objects(value: Any) -> List[Dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
