"""Counts for the dashboard. Groups smaller than five are hidden, so that no figure points to a person."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, Callable, Mapping, Optional, Sequence

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from bot.review.kaart import kaart
from bot.review.models import ZONDER_REGIO, Beurt, Contact, Feedback, Gebruiker, Rol, Uitkomst

SMALLEST = 5
WEEKS = 12
_MOST = 15


@dataclasses.dataclass(frozen=True)
class Tabel:
    """`rijen`: label and one count a column; None is a hidden count. `soort`: how it is drawn."""

    titel: str
    uitleg: str
    kolommen: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[Optional[int], ...]], ...]
    soort: str = "liggend"

    @property
    def verborgen(self) -> bool:
        return any(value is None for _, values in self.rijen for value in values)


def hidden(count: int) -> Optional[int]:
    return None if 0 < count < SMALLEST else count


@dataclasses.dataclass(frozen=True)
class Blik:
    """Which part of the figures is looked at: a period, and the regions that somebody may see (None: all)."""

    sinds: dt.datetime
    regios: Optional[Sequence[str]]

    @classmethod
    def of(cls, user: Gebruiker, regio: str = "", weken: int = WEEKS, now: Optional[dt.datetime] = None) -> Blik:
        """Somebody without regions of her own (beheerder, redacteur) sees all of them."""
        own = None if user.rol != Rol.COORDINATOR else ["" if r == ZONDER_REGIO else r for r in user.regios]
        wanted = "" if regio == ZONDER_REGIO else regio
        if regio and (own is None or wanted in own):
            own = [wanted]
        return cls((now or timezone.now()) - dt.timedelta(weeks=weken), own)

    def beurten(self) -> QuerySet[Beurt]:
        """Questions that teachers typed."""
        found = Beurt.objects.filter(tijd__gte=self.sinds, knop=False)
        return found if self.regios is None else found.filter(regio__in=self.regios)

    def contacten(self) -> QuerySet[Contact]:
        found = Contact.objects.filter(tijd__gte=self.sinds)
        return found if self.regios is None else found.filter(regio__in=self.regios)

    def feedback(self) -> QuerySet[Feedback]:
        found = Feedback.objects.filter(beurt__tijd__gte=self.sinds)
        return found if self.regios is None else found.filter(beurt__regio__in=self.regios)


def per_week(blik: Blik) -> Tabel:
    rows = blik.beurten().annotate(week=TruncWeek("tijd")).values("week").annotate(n=Count("id")).order_by("week")
    shown = tuple((f"{row['week']:%d-%m}", (hidden(row["n"]),)) for row in rows)
    return Tabel("Vragen per week", "De week begint op de dag die er staat.", ("vragen",), shown, "staand")


def per_zorgvraag(blik: Blik) -> Tabel:
    rows = blik.beurten().exclude(zorgvraag="").values("zorgvraag").annotate(n=Count("gesprek", distinct=True)).order_by("-n", "zorgvraag")
    shown = tuple((_zorgvraag(row["zorgvraag"]), (hidden(row["n"]),)) for row in rows[:_MOST])
    return Tabel("Gesprekken per zorgvraag", f"De {_MOST} die het meest voorkomen.", ("gesprekken",), shown)


def per_regio(blik: Blik) -> Tabel:
    rows = blik.beurten().values("regio").annotate(n=Count("gesprek", distinct=True)).order_by("-n", "regio")
    return Tabel("Gesprekken per regio", "", ("gesprekken",), tuple((_regio(row["regio"]), (hidden(row["n"]),)) for row in rows))


def uitkomsten(blik: Blik) -> Tabel:
    rows = blik.beurten().annotate(week=TruncWeek("tijd")).values("week").order_by("week")
    shown_parts: Any = (Uitkomst.BEANTWOORD, Uitkomst.VRAAG, Uitkomst.NIET_BEGREPEN)
    parts = [(part.value, part.label) for part in shown_parts]
    counted = rows.annotate(**{value: Count("id", filter=Q(uitkomst=value)) for value, _ in parts})
    shown = tuple((f"{row['week']:%d-%m}", tuple(hidden(row[value]) for value, _ in parts)) for row in counted)
    return Tabel(
        "Wat de bot deed", "Beantwoord, een vraag terug, of niet begrepen.", tuple(label for _, label in parts), shown, "gestapeld"
    )


def veiligheid(blik: Blik) -> Tabel:
    rows = blik.beurten().annotate(week=TruncWeek("tijd")).values("week").order_by("week")
    counted = rows.annotate(n=Count("id", filter=Q(veiligheid=True)))
    shown = tuple((f"{row['week']:%d-%m}", (hidden(row["n"]),)) for row in counted)
    return Tabel("Vragen over veiligheid", "Berichten waarin de bot mogelijk gevaar zag.", ("berichten",), shown, "staand")


def feedback(blik: Blik) -> Tabel:
    counted = blik.feedback().aggregate(goed=Count("id", filter=Q(juist=True)), fout=Count("id", filter=Q(juist=False)))
    shown = (("goed contact", (hidden(counted["goed"]),)), ("fout contact", (hidden(counted["fout"]),)))
    return Tabel("Feedback van leraren", "", ("antwoorden",), shown if any(counted.values()) else ())


def gemist(blik: Blik) -> Tabel:
    """Unmet needs: concern and region for which an advice could name nobody."""
    rows = (
        blik.contacten()
        .filter(organisatie="")
        .values("zorgvraag", "regio", "functie")
        .annotate(n=Count("advies__beurt__gesprek", distinct=True))
    )
    functies = kaart().landelijk.functies
    shown = tuple(
        (
            f"{_zorgvraag(row['zorgvraag'])}, {_regio(row['regio'])}: "
            f"{functies[row['functie']].naam if row['functie'] in functies else row['functie']}",
            (hidden(row["n"]),),
        )
        for row in rows.order_by("-n", "zorgvraag", "regio", "functie")[:_MOST]
    )
    return Tabel("Gaten in de routekaart", "Gevraagd, maar er was geen contact bekend.", ("gesprekken",), shown)


def contacten(blik: Blik) -> Tabel:
    rows = blik.contacten().exclude(organisatie="").values("organisatie").annotate(n=Count("advies__beurt__gesprek", distinct=True))
    shown = tuple((row["organisatie"], (hidden(row["n"]),)) for row in rows.order_by("-n", "organisatie")[:_MOST])
    return Tabel("Meest gegeven contacten", f"De {_MOST} die het meest voorkomen.", ("gesprekken",), shown)


def per_zorgvraag_en_regio(blik: Blik) -> Tabel:
    """Concerns down, regions across."""
    rows = blik.beurten().exclude(zorgvraag="").values("zorgvraag", "regio").annotate(n=Count("gesprek", distinct=True))
    counts = {(row["zorgvraag"], row["regio"]): row["n"] for row in rows}
    regios = sorted({regio for _, regio in counts}, key=_regio)
    concerns = [zorgvraag for zorgvraag in kaart().zorgvragen if any((zorgvraag, regio) in counts for regio in regios)]
    shown = tuple((_zorgvraag(z), tuple(hidden(counts.get((z, regio), 0)) for regio in regios)) for z in concerns)
    return Tabel("Gesprekken per zorgvraag en regio", "", tuple(map(_regio, regios)), shown, "tabel")


TABELLEN: Mapping[str, Callable[[Blik], Tabel]] = {
    "per-week": per_week,
    "uitkomsten": uitkomsten,
    "veiligheid": veiligheid,
    "per-zorgvraag": per_zorgvraag,
    "per-regio": per_regio,
    "feedback": feedback,
    "gaten": gemist,
    "contacten": contacten,
    "per-zorgvraag-en-regio": per_zorgvraag_en_regio,
}


def _zorgvraag(key: str) -> str:
    found: Any = kaart().zorgvragen.get(key)
    return found.knop if found else key.replace("_", " ")


def _regio(key: str) -> str:
    found = kaart().regios.get(key)
    return found.naam if found else "zonder regio"
