"""Names where the route map has ids."""

from __future__ import annotations

from typing import Any, Sequence

from django import template

from bot.review.kaart import kaart
from bot.review.namen import title_of

register = template.Library()
register.filter("titel", title_of)


@register.filter
def functienamen(functies: Sequence[str]) -> str:
    known = kaart().landelijk.functies
    return ", ".join(known[key].naam if key in known else key for key in functies)


@register.filter
def soort(feit: Any) -> str:
    """What a contact fact is called."""
    return {"email": "e-mail", "url": "webadres"}.get(feit, str(feit))
