"""Signing in and out leaves a row in the reading log; a session remembers when it began."""

from __future__ import annotations

import time
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from bot.review.inzage import record
from bot.review.poort import SINDS


@receiver(user_logged_in)
def _in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    request.session[SINDS] = time.time()
    record(request, "inloggen", wie=user.username)


@receiver(user_logged_out)
def _out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(request, "uitloggen", wie=user.username)


@receiver(user_login_failed)
def _failed(sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
    record(request, "inloggen", resultaat="mislukt", wie=str(credentials.get("username") or "openid"))


@receiver(user_locked_out)
def _locked(sender: Any, request: Any, username: str = "", **kwargs: Any) -> None:
    record(request, "inloggen", resultaat="geblokkeerd", wie=username or "onbekend")
