"""Personal data out of what coordinators write themselves."""

from __future__ import annotations

from bot.privacy.redactor import default_redactor


def schoon(text: str) -> str:
    return default_redactor()(text).text
