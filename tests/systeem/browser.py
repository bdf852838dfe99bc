"""A real browser in front of the running bot, and what no page of ours may do in it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import shutil
import threading
from pathlib import Path
from typing import Any, Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
NEUTRAL = "https://www.knmi.nl/"
HOME = "127.0.0.1"


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)


class Watch:
    """What a page asked for and complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        context.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._note)

    def _note(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and not request.url.startswith(NEUTRAL):
            self.hosts.add(str(parts.hostname))


@contextlib.contextmanager
def visitor(browser: Browser, **options: Any) -> Iterator[tuple[Page, Watch]]:
    """A page of a visitor of her own; only quick leave leads to another host, which is played here."""
    context = browser.new_context(locale="nl-NL", **{"viewport": {"width": 1100, "height": 850}, **options})
    context.set_default_timeout(60_000)
    context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Het weer</title>", content_type="text/html"))
    watch = Watch(context)
    try:
        yield context.new_page(), watch
    finally:
        context.close()


class School:
    """The site of a school, on an origin of its own and with a strict policy."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(_Handler, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer((HOME, 0), handler)
        self.origin = f"http://{HOME}:{self._server.server_port}"
        self._folder = folder
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def page(self, bot: str, attributes: str = "", style: str = "") -> str:
        """Writes a page with the widget and gives its address."""
        (self._folder / "stijl.css").write_text(style, encoding="utf-8")
        (self._folder / "index.html").write_text(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A school</title><link rel="icon" href="data:,">'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src {bot}; frame-src {bot}; '
            f"style-src 'self'; img-src data:\">"
            f'<link rel="stylesheet" href="stijl.css"></head><body><main><h1>A school</h1></main>'
            f'<script src="{bot}/chat/wegwijzer.js" {attributes} defer></script></body></html>',
            encoding="utf-8",
        )
        return f"{self.origin}/index.html"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Quiet."""
