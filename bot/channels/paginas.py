"""The pages around the chat, and the files they load: the window, the demonstration page, the privacy statement."""

from __future__ import annotations

import logging
import secrets
from typing import Any, Dict

import jinja2
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import verklaring
from bot.channels.bestanden import WEB, Bestand, adres, bestand
from bot.channels.headers import FOR_EVER, FOR_MINUTES, HEADERS, for_host, for_window
from bot.settings import Settings
from bot.teksten import teksten

logger = logging.getLogger(__name__)


def prepare() -> None:
    """Compresses what is large before the first browser asks for it."""
    try:
        bestand("webchat.js")
    except FileNotFoundError:
        logger.error("The chat window is not installed. Mend: run 'make setup', which needs npm or a Python package index.")


def add(chat: Blueprint, settings: Settings) -> None:
    """Adds the pages to the blueprint of the web channel."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(WEB), autoescape=True, undefined=jinja2.StrictUndefined)

    def page(template: str, headers: Dict[str, str], status: int = 200, **values: Any) -> HTTPResponse:
        html = environment.get_template(template).render(adres=adres, settings=settings, tekst=teksten("venster"), **values)
        return response.html(html, status, headers=headers)

    @chat.get("/")
    async def venster(request: Request) -> HTTPResponse:
        nonce = secrets.token_urlsafe(16)
        headers = for_window(nonce, settings.origins)
        try:
            bestand("webchat.js")
        except FileNotFoundError:
            return page("storing.html", headers, 503)
        return page("venster.html", headers, nonce=nonce, gegevens=_for_the_script(settings))

    @chat.get("/voorbeeld")
    async def gastpagina(request: Request) -> HTTPResponse:
        return page("gastpagina.html", for_host(), beheer=getattr(settings, "review_address", None))

    @chat.get("/privacy")
    async def privacy(request: Request) -> HTTPResponse:
        return response.html(verklaring.render("privacy", settings), headers=HEADERS)

    @chat.get("/toegankelijkheid")
    async def toegankelijkheid(request: Request) -> HTTPResponse:
        return response.html(verklaring.render("toegankelijkheid", settings), headers=HEADERS)

    @chat.get("/wegwijzer.js")
    async def script(request: Request) -> HTTPResponse:
        return _file(request, bestand("wegwijzer.js"), FOR_MINUTES)

    @chat.get("/bestand/<merk:str>/<naam:str>")
    async def static(request: Request, merk: str, naam: str) -> HTTPResponse:
        try:
            found = bestand(naam)
        except (KeyError, FileNotFoundError):
            return response.empty(404)
        return _file(request, found, FOR_EVER) if found.merk == merk else response.empty(404)


def _for_the_script(settings: Settings) -> Dict[str, Any]:
    return {"max_tekens": settings.max_tekens, "tekst": dict(teksten("venster"))}


def _file(request: Request, found: Bestand, headers: Dict[str, str]) -> HTTPResponse:
    if "gzip" in (request.headers.get("accept-encoding") or ""):
        return response.raw(found.gzip, headers={**headers, "Content-Encoding": "gzip"}, content_type=found.soort)
    return response.raw(found.inhoud, headers=headers, content_type=found.soort)
