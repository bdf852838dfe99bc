"""The statements on privacy and accessibility as pages, with the periods and kinds of data of the running bot."""

from __future__ import annotations

import html

from bot.channels.bestanden import adres
from bot.privacy.redactor import WORDS
from bot.settings import Settings
from bot.teksten import teksten


def render(naam: str, settings: Settings) -> str:
    content = teksten(naam)
    values = {"dagen": settings.bewaar_dagen, "uren": settings.sessie_uren, "soorten": ", ".join(WORDS.values())}
    titel = html.escape(content["titel"])
    parts = [f"<h1>{titel}</h1>"]
    for deel in content["delen"]:
        parts.append(f"<h2>{html.escape(deel['kop'])}</h2>")
        parts += [f"<p>{html.escape(alinea.format(**values))}</p>" for alinea in deel["alineas"]]
    return (
        f'<!doctype html>\n<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{titel}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{adres("venster.css")}"></head>'
        f'<body class="verklaring"><main class="tekst">{"".join(parts)}</main></body></html>'
    )
