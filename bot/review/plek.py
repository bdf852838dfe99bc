"""A part of a file of the route map for which a form is open."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any, Mapping, Optional, Union

from django.http import HttpRequest

from bot.review.formulieren import RedenForm
from bot.review.models import Wijziging

INTUSSEN = "Iemand anders veranderde dit intussen. Kijk alles na. Bewaar daarna opnieuw."


@dataclasses.dataclass(frozen=True)
class Plek:
    """A part of a file to change: the way to it, as it stands there (None: new), and the draft that is opened again, if any.

    `concept` is what the part becomes with that draft.
    """

    bestand: str
    data: Any
    weg: list[Union[str, int]]
    oud: Optional[dict[str, Any]]
    concept: Optional[dict[str, Any]] = None
    eerder: Optional[Wijziging] = None

    @property
    def stand(self) -> str:
        """Tells whether the part is still the one that a form was opened for."""
        return hashlib.sha256(json.dumps(self.oud, sort_keys=True).encode()).hexdigest()[:16]

    def moved(self, request: HttpRequest, form: RedenForm) -> bool:
        """Whether somebody changed the part while the form was open; the form then says so and keeps what was typed."""
        if request.POST.get("stand", self.stand) == self.stand:
            return False
        form.is_valid()
        form.add_error(None, INTUSSEN)
        return True

    def sent(self, request: HttpRequest, typed: Mapping[str, Any]) -> Optional[Mapping[str, Any]]:
        """What goes into the form: what was sent, or what the draft was made with; None for a form as the part stands."""
        if request.method == "POST":
            return request.POST
        return {**typed, "reden": self.eerder.reden} if self.eerder else None

    def point(self, form: RedenForm) -> None:
        """What the check said of the draft, beside the fields of its form."""
        assert self.eerder is not None
        form.is_valid()
        new = self.eerder.oud is None and self.weg == ["organisaties"]
        begin = [str(key) for key in (*self.weg, *([len(self.data.get("organisaties") or [])] if new else []))]
        for fout in self.eerder.fouten:
            keys = fout["veld"].split(".")
            below = fout["bestand"] == self.bestand and keys[: len(begin)] == begin
            if not (below and form.point_at(keys[len(begin) :], fout["tekst"])):
                form.add_error(None, f"{fout['plek']}: {fout['tekst']}" if fout["plek"] else fout["tekst"])
