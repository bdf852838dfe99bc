"""Counts for the dashboard, such that no figure points to a person.

Groups smaller than five are hidden, and the rest is rounded to fives: otherwise a total minus what is shown, or one filter
minus another, would tell how small a hidden group is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence

from django.core.cache import cache
from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from bot.review.kaart import kaart
from bot.review.models import ZONDER_REGIO, Beurt, Contact, Feedback, Gebruiker, Rol, Uitkomst

SMALLEST = 5
WEEKS = 12
_MOST = 15


Rijen = tuple[tuple[str, tuple[Optional[int], ...]], ...]


@dataclasses.dataclass(frozen=True)
class Tabel:
    """`rijen`: label and one count a column; None is a hidden count. `soort`: how it is drawn."""

    titel: str
    uitleg: str
    kolommen: tuple[str, ...]
    rijen: Rijen
    soort: str = "liggend"

    @property
    def verborgen(self) -> bool:
        return any(value is None for _, values in self.rijen for value in values)


def shown(count: int) -> Optional[int]:
    """The nearest multiple of five; None for one to four."""
    return None if 0 < count < SMALLEST else SMALLEST * round(count / SMALLEST)


def _most_first(counts: Iterable[tuple[str, int]]) -> Rijen:
    """Groups that show the same stand in the order of their names: their place does not tell which is larger."""
    rows = ((label, (shown(count),)) for label, count in counts)
    return tuple(sorted(rows, key=lambda row: (-(row[1][0] or 0), row[0])))


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
        minute = (now or timezone.now()).replace(second=0, microsecond=0)
        return cls(minute - dt.timedelta(weeks=weken), None if own is None else tuple(own))

    def tabel(self, naam: str) -> Tabel:
        """Counted once a minute: the page, its pictures and its files show the same."""
        key = f"cijfers/{naam}/{self.sinds:%Y%m%d%H%M}/{'*' if self.regios is None else ','.join(self.regios)}"
        made: Tabel = cache.get_or_set(key, lambda: TABELLEN[naam](self), 60)
        return made

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
    counts = tuple((week, (shown(sum(parts.values())),)) for week, parts in _weeks(blik, "uitkomst").items())
    return Tabel("Vragen per week", "De week begint op de dag die er staat.", ("vragen",), counts, "staand")


def _weeks(blik: Blik, field: str) -> dict[str, Counter[Any]]:
    """Per week the questions by a field. The database counts by the hour, as it wrote it: a date function for each row takes seconds."""
    hour = Substr(Cast("tijd", CharField()), 1, 13)
    rows = blik.beurten().annotate(uur=hour).values_list("uur", field).annotate(n=Count("id")).order_by("uur")
    weeks: dict[dt.date, Counter[Any]] = {}
    for uur, value, n in rows:
        day = timezone.localtime(dt.datetime.fromisoformat(f"{uur}:00:00+00:00")).date()
        weeks.setdefault(day - dt.timedelta(days=day.weekday()), Counter())[value] += n
    return {f"{week:%d-%m}": parts for week, parts in weeks.items()}


def per_zorgvraag(blik: Blik) -> Tabel:
    rows = blik.beurten().exclude(zorgvraag="").values("zorgvraag").annotate(n=Count("gesprek", distinct=True)).order_by("-n", "zorgvraag")
    counts = _most_first((_zorgvraag(row["zorgvraag"]), row["n"]) for row in rows[:_MOST])
    return Tabel("Gesprekken per zorgvraag", f"De {_MOST} die het meest voorkomen.", ("gesprekken",), counts)


def per_regio(blik: Blik) -> Tabel:
    rows = blik.beurten().values("regio").annotate(n=Count("gesprek", distinct=True)).order_by("-n", "regio")
    return Tabel("Gesprekken per regio", "", ("gesprekken",), _most_first((_regio(row["regio"]), row["n"]) for row in rows))


def uitkomsten(blik: Blik) -> Tabel:
    parts: Any = (Uitkomst.BEANTWOORD, Uitkomst.VRAAG, Uitkomst.NIET_BEGREPEN)
    counts = tuple((week, tuple(shown(found[part.value]) for part in parts)) for week, found in _weeks(blik, "uitkomst").items())
    return Tabel(
        "Wat de bot deed", "Beantwoord, een vraag terug, of niet begrepen.", tuple(part.label for part in parts), counts, "gestapeld"
    )


def veiligheid(blik: Blik) -> Tabel:
    counts = tuple((week, (shown(found[True]),)) for week, found in _weeks(blik, "veiligheid").items())
    return Tabel("Vragen over veiligheid", "Berichten waarin de bot mogelijk gevaar zag.", ("berichten",), counts, "staand")


def feedback(blik: Blik) -> Tabel:
    counted = blik.feedback().aggregate(goed=Count("id", filter=Q(juist=True)), fout=Count("id", filter=Q(juist=False)))
    counts = (("goed contact", (shown(counted["goed"]),)), ("fout contact", (shown(counted["fout"]),)))
    return Tabel("Feedback van leraren", "", ("antwoorden",), counts if any(counted.values()) else ())


def gemist(blik: Blik) -> Tabel:
    """Unmet needs: concern and region for which an advice could name nobody."""
    rows = blik.contacten().filter(organisatie="").values("zorgvraag", "regio", "functie").annotate(n=Count("gesprek", distinct=True))
    functies = kaart().landelijk.functies
    counts = _most_first(
        (
            f"{_zorgvraag(row['zorgvraag'])}, {_regio(row['regio'])}: "
            f"{functies[row['functie']].naam if row['functie'] in functies else row['functie']}",
            row["n"],
        )
        for row in rows.order_by("-n", "zorgvraag", "regio", "functie")[:_MOST]
    )
    return Tabel("Gaten in de routekaart", "Gevraagd, maar er was geen contact bekend.", ("gesprekken",), counts)


def contacten(blik: Blik) -> Tabel:
    rows = blik.contacten().exclude(organisatie="").values("organisatie").annotate(n=Count("gesprek", distinct=True))
    counts = _most_first((row["organisatie"], row["n"]) for row in rows.order_by("-n", "organisatie")[:_MOST])
    return Tabel("Meest gegeven contacten", f"De {_MOST} die het meest voorkomen.", ("gesprekken",), counts)


def per_zorgvraag_en_regio(blik: Blik) -> Tabel:
    """Concerns down, regions across."""
    found = blik.beurten().exclude(zorgvraag="").values("zorgvraag", "regio").annotate(n=Count("gesprek", distinct=True))
    counts = {(row["zorgvraag"], row["regio"]): row["n"] for row in found}
    regios = sorted({regio for _, regio in counts}, key=_regio)
    concerns = [zorgvraag for zorgvraag in kaart().zorgvragen if any((zorgvraag, regio) in counts for regio in regios)]
    rows = tuple((_zorgvraag(z), tuple(shown(counts.get((z, regio), 0)) for regio in regios)) for z in concerns)
    return Tabel("Gesprekken per zorgvraag en regio", "", tuple(map(_regio, regios)), rows, "tabel")


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
