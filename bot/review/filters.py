"""The filters of the list of conversations, from the address to a query."""

from __future__ import annotations

import datetime as dt
from typing import Any, Optional

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bot.review.kaart import kaart
from bot.review.models import ZONDER_REGIO, Beurt, Gebruiker, Gesprek, Label, Rol, Staat
from bot.review.zoeken import search

_PERIODES = [("", "alles"), ("1", "vandaag en gisteren"), ("7", "7 dagen"), ("30", "30 dagen")]
_FEEDBACK = [("", "maakt niet uit"), ("goed", "goed"), ("fout", "fout"), ("beide", "goed en fout")]


def regio_choices(user: Gebruiker) -> list[tuple[str, str]]:
    """The regions that this person may read, with their names."""
    named = [(regio.id, regio.naam) for regio in kaart().regios.values()]
    every = [*named, (ZONDER_REGIO, "zonder regio")]
    return [(key, name) for key, name in every if user.may_see("" if key == ZONDER_REGIO else key)]


def zorgvraag_choices() -> list[tuple[str, str]]:
    return [(zorgvraag.id, zorgvraag.label) for zorgvraag in kaart().zorgvragen.values()]


class FilterForm(forms.Form):
    zoek = forms.CharField(label="Zoekwoorden", required=False, max_length=200)
    periode = forms.ChoiceField(label="Periode", required=False, choices=_PERIODES)
    regio = forms.ChoiceField(label="Regio", required=False)
    zorgvraag = forms.ChoiceField(label="Zorgvraag", required=False)
    staat = forms.ChoiceField(label="Staat", required=False, choices=[("", "alle"), *Staat.choices])
    label = forms.ModelChoiceField(Label.objects.order_by("naam"), label="Label", required=False, to_field_name="naam", empty_label="alle")
    kanaal = forms.ChoiceField(
        label="Kanaal", required=False, choices=[("", "alle"), ("web", "web"), ("teams", "Teams"), ("terminal", "terminal")]
    )
    feedback = forms.ChoiceField(label="Feedback", required=False, choices=_FEEDBACK)
    veiligheid = forms.BooleanField(label="veiligheid", required=False)
    onzeker = forms.BooleanField(label="bot was onzeker", required=False)
    niet_begrepen = forms.BooleanField(label="niet begrepen", required=False)

    def __init__(self, user: Gebruiker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regio"].choices = [("", "alle"), *regio_choices(user)]
        self.fields["zorgvraag"].choices = [("", "alle"), *zorgvraag_choices()]

    def apply(self, found: QuerySet[Gesprek], now: Optional[dt.datetime] = None) -> QuerySet[Gesprek]:
        """An invalid value finds everything that its neighbours find; the form shows what is wrong with it."""
        if not self.is_bound:
            return found
        self.is_valid()
        given = {key: value for key, value in self.cleaned_data.items() if value}
        for name in ("veiligheid", "onzeker", "niet_begrepen", "staat", "kanaal", "feedback"):
            if name in given:
                found = found.filter(**{name: given[name]})
        if "periode" in given:
            found = found.filter(laatst__gte=(now or timezone.now()) - dt.timedelta(days=int(given["periode"])))
        if "regio" in given:
            found = found.filter(regio="" if given["regio"] == ZONDER_REGIO else given["regio"])
        if "label" in given:
            found = found.filter(labels=given["label"])
        if "zorgvraag" in given:
            found = found.filter(Exists(Beurt.objects.filter(gesprek=OuterRef("pk"), zorgvraag=given["zorgvraag"])))
        return search(found, given["zoek"]) if "zoek" in given else found


def readable(user: Gebruiker) -> QuerySet[Gesprek]:
    """The conversations that this person may read."""
    if user.rol == Rol.BEHEERDER:
        return Gesprek.objects.all()
    if user.rol != Rol.COORDINATOR:
        return Gesprek.objects.none()
    return Gesprek.objects.filter(regio__in=["" if regio == ZONDER_REGIO else regio for regio in user.regios])
