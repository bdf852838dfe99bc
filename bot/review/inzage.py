"""The reading log: a row a deed, sealed with a key, each seal covering the one before. The database refuses to change a row."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any, Optional

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from bot.review.models import Gebruiker, Inzage

_FIELDS = ("volgnummer", "tijd", "wie", "actie", "object", "resultaat", "herkomst")
_LOCK = 0x77656777  # any number, the same in every process


@dataclasses.dataclass(frozen=True)
class Bevinding:
    """What a check of the chain found. `breuk`: number of the first row that is wrong or missing, None where all is whole."""

    regels: int
    kop: str
    breuk: Optional[int]


def record(request: Optional[HttpRequest], actie: str, object_: str = "", resultaat: str = "gelukt", wie: str = "") -> None:
    """Writes one row. Raises what the database raises: what cannot be recorded must not be shown."""
    user: Any = getattr(request, "user", None)
    name = wie or (user.username if isinstance(user, Gebruiker) else "niemand")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = Inzage.objects.order_by("-volgnummer").first()
        row = Inzage(
            volgnummer=(last.volgnummer if last else 0) + 1,
            tijd=timezone.now().isoformat(timespec="milliseconds"),
            wie=name[:160],
            actie=actie,
            object=object_[:300],
            resultaat=resultaat,
            herkomst=str(request.META.get("REMOTE_ADDR", ""))[:60] if request else "opdrachtregel",
        )
        row.zegel = _seal(row, last.zegel if last else "")
        row.save(force_insert=True)


def verify(heads: Optional[Path] = None) -> Bevinding:
    """Walks the whole chain. `heads` is a file outside the database with the heads seen before: rows cut off at the end show too."""
    before, count, seals = "", 0, dict[int, str]()
    known = _read_heads(heads)
    for count, row in enumerate(Inzage.objects.order_by("volgnummer").iterator(), 1):
        if row.volgnummer != count or not hmac.compare_digest(row.zegel, _seal(row, before)):
            return Bevinding(count, before, count)
        before = row.zegel
        if count in known:
            seals[count] = before
    cut = sorted(number for number, seal in known.items() if seals.get(number) != seal)
    if not cut and heads is not None and count and count not in known:
        heads.parent.mkdir(parents=True, exist_ok=True)
        with heads.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"volgnummer": count, "zegel": before}) + "\n")
    return Bevinding(count, before, cut[0] if cut else None)


def _read_heads(path: Optional[Path]) -> dict[int, str]:
    if path is None or not path.exists():
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {row["volgnummer"]: row["zegel"] for row in rows}


def _seal(row: Inzage, before: str) -> str:
    content = json.dumps([before, *(getattr(row, name) for name in _FIELDS)], ensure_ascii=False)
    return hmac.new(b"inzage" + settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()
