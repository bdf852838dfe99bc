"""An advice as plain text: for the terminal, and for every channel that shows nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Callable, Optional, Sequence
from urllib.parse import urlsplit

from bot.routekaart.advies import Advies, Contact
from bot.routekaart.controle import verlopen
from bot.teksten import teksten


def render(advies: Advies, titel: str, delen: Optional[Sequence[str]] = None, vandaag: Optional[dt.date] = None) -> str:
    """The named parts of an advice in their fixed order, or those of a first answer. `vandaag` tells which checks are old."""
    day = vandaag or dt.date.today()
    blocks = [_heading(advies, titel)]
    if delen:
        blocks += [part(advies, day) for name, part in _PARTS.items() if name in delen]
    else:
        blocks += [*(({**_PARTS, **_SHORT})[name](advies, day) for name in teksten("kaart")["kort"]), teksten("kaart")["slot"]]
    return "\n\n".join(block for block in blocks if block)


def render_short(contact: Contact, vandaag: dt.date) -> str:
    """One contact on one line: who, and the quickest way to reach; below it the day of the check, where there was one."""
    if contact.organisatie is None:
        return contact.waarvoor
    reach = contact.telefoon or contact.email or contact.url
    line = contact.organisatie + (f": {reach}" if reach else "")
    return f"{line}\n  {trust(contact, vandaag)}" if contact.gecontroleerd_op else line


def render_contact(contact: Contact, vandaag: Optional[dt.date] = None) -> str:
    """One contact: who, how to reach, for what, and how far the facts can be trusted."""
    if contact.organisatie is None:
        return contact.waarvoor
    woorden = teksten("kaart")["contact"]
    reach = " · ".join(value for value in (contact.telefoon, contact.email, contact.url) if value)
    lines = [contact.organisatie + (f": {reach}" if reach else ""), contact.waarvoor]
    if contact.uren:
        lines.append(woorden["uren"].format(uren=contact.uren))
    if contact.wie_mag:
        lines.append(woorden["wie_mag"].format(wie_mag=contact.wie_mag))
    lines.append(trust(contact, vandaag or dt.date.today()))
    return "\n  ".join(line for line in lines if line)


def trust(contact: Contact, vandaag: dt.date) -> str:
    """The day of the last check by a person, or the warning that it is long ago, or never was, or that there is nothing to call."""
    woorden = teksten("kaart")["contact"]
    if contact.gecontroleerd_op:
        old = verlopen(dt.date.fromisoformat(contact.gecontroleerd_op), vandaag)
        return str(woorden["verlopen" if old else "gecontroleerd"].format(datum=contact.gecontroleerd_op))
    if not (contact.telefoon or contact.email or contact.url):
        return str(woorden["geen_gegevens"])
    bron = urlsplit(contact.bron or "").netloc.removeprefix("www.") or contact.bron
    return str(woorden["niet_gecontroleerd"].format(bron=bron, datum=contact.bron_datum or woorden["zonder_datum"]))


def _heading(advies: Advies, titel: str) -> str:
    place = f"\n{teksten('kaart')['plaats'].format(gemeente=advies.gemeente)}" if advies.gemeente else ""
    return titel + place


def _titled(part: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{teksten('kaart')['koppen'][part]}:", *lines]) if lines else ""


def _urgentie(advies: Advies, vandaag: dt.date) -> str:
    return f"{teksten('kaart')['urgentie'][advies.urgentie.niveau]}. {advies.urgentie.reden}"


def _contacts_short(advies: Advies, vandaag: dt.date) -> str:
    """The contacts of a first answer, whether one of them was never checked, and where to read more."""
    woorden = teksten("kaart")["contact"]
    unchecked = any(contact.organisatie and not contact.gecontroleerd_op for contact in advies.contacten)
    more = [woorden["meer_niet_gecontroleerd" if unchecked else "meer"]]
    return _titled("contact", [f"- {render_short(contact, vandaag)}" for contact in advies.contacten] + (more if advies.contacten else []))


def _shortened(part: str, field: str) -> Callable[[Advies, dt.date], str]:
    """A part with its first lines only, as many as the texts say."""

    def shorten(advies: Advies, vandaag: dt.date) -> str:
        most = teksten("kaart")["kort_regels"][part]
        return _PARTS[part](dataclasses.replace(advies, **{field: getattr(advies, field)[:most]}), vandaag)

    return shorten


def _toestemming(advies: Advies, vandaag: dt.date) -> str:
    return _titled("toestemming", [f"{teksten('kaart')['toestemming'][advies.toestemming.nodig]} {advies.toestemming.tekst}"])


def _bronnen(advies: Advies, vandaag: dt.date) -> str:
    sources = [f"- {b.titel}" + (f" ({b.datum})" if b.datum else "") + (f": {b.url}" if b.url else "") for b in advies.bronnen]
    return _titled("bronnen", sources)


_PARTS: dict[str, Callable[[Advies, dt.date], str]] = {
    "urgentie": _urgentie,
    "eerst": lambda advies, _: _titled("eerst", [advies.eerst_in_school.tekst]),
    "contact": lambda advies, vandaag: _titled("contact", [f"- {render_contact(contact, vandaag)}" for contact in advies.contacten]),
    "stappen": lambda advies, _: _titled("stappen", [f"{n}. {stap}" for n, stap in enumerate(advies.stappen, 1)]),
    "niet_doen": lambda advies, _: _titled("niet_doen", [f"- {tekst}" for tekst in advies.niet_doen]),
    "zin": lambda advies, _: _titled("zin", [f"“{advies.zin}”"]),
    "toestemming": _toestemming,
    "escalatie": lambda advies, _: _titled("escalatie", [advies.escalatie]),
    "bronnen": _bronnen,
}
_SHORT: dict[str, Callable[[Advies, dt.date], str]] = {
    "contact": _contacts_short,
    "stappen": _shortened("stappen", "stappen"),
    "niet_doen": _shortened("niet_doen", "niet_doen"),
}
"""How these parts look in a first answer."""
