"""How far the reading of Rasa's events has come."""

from __future__ import annotations

from django.db import models


class Stand(models.Model):
    """One row. Every event up to `tot` was read, but for those in a hole."""

    tot = models.BigIntegerField(default=0)
    gelezen_op = models.DateTimeField(null=True)


class Gat(models.Model):
    """Ids that were passed over because nobody saw them yet: another replica may still be writing them."""

    van = models.BigIntegerField()
    tot = models.BigIntegerField()
    sinds = models.DateTimeField()
