"""A mail to everybody who keeps a part of the route map: what is due for checking there."""

from __future__ import annotations

import datetime as dt
from typing import Optional

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from bot.review import redactie
from bot.review.models import Gebruiker
from bot.review.vervallen import due


def remind(today: Optional[dt.date] = None, weekly: bool = False) -> int:
    """Sends at most one mail a person; nobody without an address or without work gets one. Gives the number of mails.

    Raises what the mail server raises. `weekly`: on Mondays only.
    """
    today = today or timezone.localdate()
    if weekly and today.weekday():
        return 0
    names = redactie.bestanden()
    tasks = list(due(names, today))
    mails = []
    for user in Gebruiker.objects.filter(is_active=True).exclude(email=""):
        mine = [task for task in tasks if user.may_edit(task.bestand)]
        if mine:
            text = render_to_string("review/herinnering.txt", {"taken": mine, "adres": settings.OURS.review_address})
            mails.append(EmailMessage(f"Routekaart: {len(mine)} contacten om na te kijken", text, to=[user.email]))
    with get_connection() as connection:
        return int(connection.send_messages(mails) or 0) if mails else 0
