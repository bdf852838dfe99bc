"""Who may come in, and what each may do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models

ZONDER_REGIO = "zonder_regio"
"""Stands for conversations whose place nobody named or that lie outside the route map."""


class Rol(models.TextChoices):
    COORDINATOR = "coordinator", "coördinator"
    REDACTEUR = "redacteur", "redacteur van de routekaart"
    BEHEERDER = "beheerder", "beheerder"


class Gebruiker(AbstractUser):
    """`regios` are ids of region files: a coordinator sees those only. `openid` binds the account to one person of the provider."""

    rol = models.CharField(max_length=20, choices=Rol.choices)
    regios: Any = models.JSONField(default=list)
    openid = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["openid"], condition=~models.Q(openid=""), name="review_openid_once"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def may_see(self, regio: str) -> bool:
        """Whether conversations of this region (empty: none) are hers to read."""
        if self.rol == Rol.BEHEERDER:
            return True
        return self.rol == Rol.COORDINATOR and (regio or ZONDER_REGIO) in self.regios

    def may_edit(self, bestand: str) -> bool:
        """Whether she may propose a change of this file of the route map."""
        if self.rol in (Rol.BEHEERDER, Rol.REDACTEUR):
            return True
        return bestand.startswith("regio/") and bestand.removeprefix("regio/").removesuffix(".yml") in self.regios

    @property
    def may_publish(self) -> bool:
        return self.rol in (Rol.BEHEERDER, Rol.REDACTEUR)
