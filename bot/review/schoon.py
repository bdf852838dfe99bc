"""Personal data out of what coordinators write themselves."""

from __future__ import annotations


def schoon(text: str) -> str:
    """Loading the recognisers takes seconds, so only who needs them does."""
    from bot.privacy.redactor import default_redactor

    return default_redactor()(text).text
