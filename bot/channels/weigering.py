"""A request that a channel does not carry out."""

from __future__ import annotations

from bot.teksten import teksten


class Refused(Exception):
    """`tekst` is the sentence that the teacher reads, `status` the one of HTTP."""

    def __init__(self, status: int, reden: str, **values: object) -> None:
        super().__init__(reden)
        self.status, self.tekst = status, str(teksten("kanaal")[reden]).format(**values)
