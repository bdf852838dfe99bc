"""Who looked at what, when: a chain of rows that the database lets nobody change."""

from __future__ import annotations

from django.db import models


class Inzage(models.Model):
    """One deed. `zegel` seals the row together with the seal of the row before it."""

    volgnummer = models.BigIntegerField(primary_key=True)
    tijd = models.CharField(max_length=40)
    wie = models.CharField(max_length=160)
    actie = models.CharField(max_length=60)
    object = models.CharField(max_length=300, blank=True)
    resultaat = models.CharField(max_length=60)
    herkomst = models.CharField(max_length=60, blank=True)
    zegel = models.CharField(max_length=64)

    class Meta:
        ordering = ["-volgnummer"]
        indexes = [models.Index(fields=["object"], name="ix_inzage_object")]
