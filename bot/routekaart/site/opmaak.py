"""How facts read on a page: dates, addresses, and phone numbers that can be called."""

from __future__ import annotations

import re
from typing import Callable, Iterable, Optional, Union
from urllib.parse import urlsplit

from markupsafe import Markup, escape


def datum(iso: object) -> str:
    """2026-11-21 -> 21-11-2026; a year or a month alone stays as precise as it is."""
    return "-".join(reversed(str(iso).split("-")))


def tel(nummer: str) -> str:
    """The address of a phone number."""
    return "tel:" + re.sub(r"[^\d+]", "", nummer)


def kort_adres(url: str) -> str:
    """A web address as people say it."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def webadres(bron: Optional[str]) -> Optional[str]:
    """A source as an address that is safe to link to; None where it is not one."""
    return bron if bron and urlsplit(bron).scheme in ("http", "https") else None


def bronnaam(bron: str) -> str:
    """The site of a source, or its title."""
    return kort_adres(bron).split("/")[0] if webadres(bron) else bron


def beller(nummers: Iterable[str]) -> Callable[[Union[str, Markup]], Markup]:
    """A filter that turns the phone numbers of the data, and no others, into links."""
    longest_first = sorted(set(nummers), key=lambda nummer: (-len(nummer), nummer))
    pattern = re.compile(r"(?<![\d-])(" + ("|".join(map(re.escape, longest_first)) or "(?!)") + r")(?![\d-]| \d)")

    def met_nummers(tekst: Union[str, Markup]) -> Markup:
        parts = pattern.split(str(tekst))
        links = (Markup('<a href="{}">{}</a>').format(tel(part), part) if n % 2 else escape(part) for n, part in enumerate(parts))
        return Markup("").join(links)

    return met_nummers
