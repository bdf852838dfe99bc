"""A change of the route map, from draft to published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Wijziging(models.Model):
    """What stands at `weg` in `bestand` goes from `oud` to `nieuw`; with an empty way they are the text of the whole file.

    `oud` null: something new at the end of the list at `weg`; `nieuw` null: it is removed. `voor` and `na` hold the file's text
    once it is published. `fouten`: what the check found, as `bot.review.melding.bewaard` gives it.
    """

    class Staat(models.TextChoices):
        CONCEPT = "concept", "concept"
        AANGEBODEN = "aangeboden", "wacht op een tweede persoon"
        GEPUBLICEERD = "gepubliceerd", "gepubliceerd"
        AFGEWEZEN = "afgewezen", "afgewezen"

    bestand = models.CharField(max_length=120)
    weg: Any = models.JSONField(default=list)
    titel = models.CharField(max_length=250)
    oud: Any = models.JSONField(null=True)
    nieuw: Any = models.JSONField(null=True)
    reden = models.CharField(max_length=300, blank=True)
    staat = models.CharField(max_length=14, choices=Staat.choices, default=Staat.CONCEPT)
    antwoord = models.CharField(max_length=300, blank=True)
    """Why it was refused."""
    fouten: Any = models.JSONField(default=list)
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    besloten_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    besloten_op = models.DateTimeField(null=True)
    voor = models.TextField(blank=True)
    na = models.TextField(blank=True)

    class Meta:
        ordering = ["-gemaakt_op", "-id"]
        indexes = [models.Index(fields=["bestand", "staat", "-besloten_op"], name="ix_wijziging")]
