"""What people think of a turn, and what the bot may learn from it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from bot.review.models.gesprek import Beurt, Gesprek


class Notitie(models.Model):
    gesprek = models.ForeignKey(Gesprek, models.CASCADE)
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    tekst = models.TextField(max_length=2000)
    gemaakt_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["gemaakt_op"]


class Oordeel(models.Model):
    """One person's judgement of one turn: was the contact right, and which concern is it really."""

    beurt = models.ForeignKey(Beurt, models.CASCADE)
    beoordelaar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    contact_goed = models.BooleanField()
    zorgvraag = models.CharField(max_length=60)
    gegeven_op = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["gegeven_op", "id"]
        constraints = [models.UniqueConstraint(fields=["beurt", "beoordelaar"], name="review_oordeel_once")]


class Kandidaat(models.Model):
    """A message that the bot may be trained with, once a second person agrees. `bezwaren`: what the lint found."""

    class Staat(models.TextChoices):
        OPEN = "open", "wacht op een tweede persoon"
        GOED = "goed", "goedgekeurd"
        AFGEWEZEN = "afgewezen", "afgewezen"

    beurt = models.OneToOneField(Beurt, models.SET_NULL, null=True)
    regio = models.CharField(max_length=60, blank=True)
    tekst = models.TextField()
    zorgvraag = models.CharField(max_length=60)
    bezwaren: Any = models.JSONField(default=list)
    staat = models.CharField(max_length=12, choices=Staat.choices, default=Staat.OPEN)
    voorgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    besloten_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    besloten_op = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-gemaakt_op", "-id"]
