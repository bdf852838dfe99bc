"""The second look: which turns get one, and how far two people agree."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Optional, Sequence

from django.db.models import Count, QuerySet

from bot.review.models import Beurt, Gebruiker, Gesprek, Oordeel

SAMPLE = 5
"""One in so many judged turns is shown to a second person. Which ones depends on the event only, so nobody can choose."""
_FEW = 10


@dataclasses.dataclass(frozen=True)
class Overeenstemming:
    """`kappa` is None where there are too few pairs, or where only one answer was ever given."""

    paren: int
    gelijk: int
    kappa: Optional[float]


def in_sample(event: int) -> bool:
    return hashlib.sha256(str(event).encode()).digest()[0] % SAMPLE == 0


def waiting(user: Gebruiker, readable: QuerySet[Gesprek], most: int = 25) -> list[Beurt]:
    """Turns of the sample that one other person judged and that wait for this one."""
    once = (
        Beurt.objects.filter(gesprek__in=readable)
        .annotate(oordelen=Count("oordeel"))
        .filter(oordelen=1)
        .exclude(oordeel__beoordelaar=user)
        .order_by("-tijd")
    )
    found: list[Beurt] = []
    for turn in once.iterator(500):
        if in_sample(turn.event):
            found.append(turn)
        if len(found) == most:
            break
    return found


def agreement(readable: QuerySet[Gesprek]) -> Overeenstemming:
    """Of the first and the second judgement of each turn, on the concern."""
    pairs: dict[int, list[str]] = {}
    rows = Oordeel.objects.filter(beurt__gesprek__in=readable).order_by("gegeven_op", "id")
    for beurt, zorgvraag in rows.values_list("beurt_id", "zorgvraag"):
        pairs.setdefault(beurt, []).append(zorgvraag)
    return kappa([(given[0], given[1]) for given in pairs.values() if len(given) > 1])


def kappa(pairs: Sequence[tuple[str, str]]) -> Overeenstemming:
    """Cohen's kappa (1960): agreement beyond what chance would give."""
    same = sum(one == other for one, other in pairs)
    if len(pairs) < _FEW or len({answer for pair in pairs for answer in pair}) < 2:
        return Overeenstemming(len(pairs), same, None)
    from sklearn.metrics import cohen_kappa_score  # imports scipy: only when it is needed

    return Overeenstemming(len(pairs), same, float(cohen_kappa_score([one for one, _ in pairs], [other for _, other in pairs])))
