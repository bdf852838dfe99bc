"""Keeps the place in Rasa's events: every event counts once, also when rows appear late or ids are given out again.

A conversation is derived from all its events each time one of them is new, so reading twice does no harm; the place moves
in the same transaction that stores what was read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Callable, Iterable, Optional

from django.db import transaction
from django.utils import timezone

from bot.review.inlees.afleiden import derive
from bot.review.inlees.bron import Bron
from bot.review.inlees.opslag import store
from bot.review.kaart import kaart
from bot.review.models import Beurt, Gat, Gesprek, Stand

BITE = 2_000
LATE = dt.timedelta(hours=1)
"""So long a row may stay invisible after a later one was seen: far longer than any transaction of Rasa."""
_PROBE = 200


class Lezer:
    """`deleted` is the list of conversations that teachers had deleted (hashes, one JSON object a line)."""

    def __init__(self, bron: Bron, deleted: Path, days: int) -> None:
        self._bron, self._deleted, self._days = bron, deleted, days

    def read(self, progress: Optional[Callable[[int], None]] = None) -> int:
        """Reads until nothing is new. Gives the number of events that were new."""
        self._step_back()
        count = 0
        while True:
            new = self._bite()
            count += new
            if progress:
                progress(count)
            if new < BITE:
                return count

    def rebuild(self, progress: Optional[Callable[[int], None]] = None) -> int:
        """Everything anew. The review of people stays with its turns."""
        with transaction.atomic():
            Stand.objects.all().delete()
            Gat.objects.all().delete()
        return self.read(progress)

    def tidy(self, now: Optional[dt.datetime] = None) -> int:
        """Removes what may no longer be here: too old, deleted by the teacher, or gone from Rasa's store. Gives the conversations."""
        limit = (now or timezone.now()) - dt.timedelta(days=self._days)
        gone = set(Gesprek.objects.filter(laatst__lt=limit).values_list("id", flat=True))
        # ours before Rasa's: what comes in meanwhile is not taken for gone; in the order of an index that holds both
        ours = list(Gesprek.objects.order_by("nummer").values_list("id", "nummer"))
        there, hashes = self._bron.senders(), self._hashes()
        gone.update(pk for pk, nummer in ours if nummer not in there or (hashes and _hash(nummer) in hashes))
        ids = sorted(gone)
        for start in range(0, len(ids), 500):
            forget(ids[start : start + 500])
        return len(ids)

    def _bite(self) -> int:
        stand = Stand.objects.first() or Stand()
        late = [row for gat in Gat.objects.all() for row in self._bron.between(gat.van, gat.tot)]
        rows = self._bron.ids(stand.tot, BITE)
        senders = list(dict.fromkeys(sender for _, sender, _ in (*late, *rows)))
        deleted = self._hashes()
        route_map = kaart()
        talks = {
            sender: talk
            for sender, events in self._bron.conversations(senders).items()
            if _hash(sender) not in deleted and (talk := derive(events, route_map))
        }
        with transaction.atomic():
            store(talks)
            self._holes(stand.tot, rows, {number for number, _, _ in late})
            stand.tot = rows[-1][0] if rows else stand.tot
            stand.gelezen_op = timezone.now()
            stand.save()
        return len(late) + len(rows)

    def _holes(self, tot: int, rows: list[tuple[int, str, float]], filled: set[int]) -> None:
        """Remembers ids that were passed over, forgets those that came or that will not come any more."""
        now = timezone.now()
        Gat.objects.filter(sinds__lt=now - LATE).delete()
        for gat in Gat.objects.all() if filled else []:
            inside = sorted(number for number in filled if gat.van <= number <= gat.tot)
            if inside:
                rest = _gaps(gat.van - 1, [*inside, gat.tot + 1])
                Gat.objects.bulk_create([Gat(van=first, tot=last, sinds=gat.sinds) for first, last in rest])
                gat.delete()
        young = {number for number, _, time in rows if time > (now - LATE).timestamp()}
        gaps = _gaps(tot, [number for number, _, _ in rows])
        Gat.objects.bulk_create([Gat(van=first, tot=last, sinds=now) for first, last in gaps if last + 1 in young])

    def _step_back(self) -> None:
        """SQLite gives the highest ids out again once they are deleted: back to the last turn that is still the same one."""
        stand = Stand.objects.first()
        if stand is None or stand.tot == 0 or not self._reused(stand.tot):
            return
        turns = Beurt.objects.order_by("-event").values_list("event", "gesprek__nummer")
        tot = 0
        for start in range(0, turns.count(), _PROBE):
            part = list(turns[start : start + _PROBE])
            there = self._bron.known([event for event, _ in part])
            tot = next((event for event, sender in part if event in there and there[event][0] == sender), 0)
            if tot:
                break
        with transaction.atomic():
            stand.tot = tot
            stand.save()
            Gat.objects.filter(tot__gt=tot).delete()

    def _reused(self, tot: int) -> bool:
        """Whether the newest turn that we know has gone or belongs to somebody else now."""
        newest = Beurt.objects.order_by("-event").values_list("event", "gesprek__nummer", "tijd").first()
        if newest is None:
            return False
        event, sender, tijd = newest
        found = self._bron.known([event]).get(event)
        return found is None or found[0] != sender or abs(found[1] - tijd.timestamp()) > 0.01

    def _hashes(self) -> set[str]:
        if not self._deleted.exists():
            return set()
        return {json.loads(line)["gesprek"] for line in self._deleted.read_text(encoding="utf-8").splitlines() if line.strip()}


def forget(ids: Iterable[int]) -> None:
    """Deletes conversations with all that hangs on them. Candidates that two people agreed on stay, without their origin."""
    from bot.review.models import Kandidaat

    with transaction.atomic():
        Kandidaat.objects.filter(beurt__gesprek__in=ids).exclude(staat=Kandidaat.Staat.GOED).delete()
        Gesprek.objects.filter(pk__in=ids).delete()


def _gaps(after: int, ids: list[int]) -> list[tuple[int, int]]:
    """First and last id of each run that is missing between `after` and the last of `ids`, which go up."""
    found, expected = [], after + 1
    for number in ids:
        if number > expected:
            found.append((expected, number - 1))
        expected = number + 1
    return found


def _hash(sender: str) -> str:
    return hashlib.sha256(sender.encode()).hexdigest()
