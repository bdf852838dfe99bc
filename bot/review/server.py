"""The site as a server: the database brought up to date, then waitress."""

from __future__ import annotations

import threading
from typing import Any

import django


def application(environ: Any, start_response: Any) -> Any:
    """The WSGI application; made at the first request."""
    return _made()(environ, start_response)


def _made() -> Any:
    from django.core.wsgi import get_wsgi_application

    global _application
    with _lock:
        if _application is None:
            _application = get_wsgi_application()
        return _application


_lock = threading.Lock()
_application: Any = None


def migrate() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def serve(host: str, port: int, behind_proxy: bool) -> None:
    """Until it is stopped. The recognisers of personal data take seconds to load: that begins at once, beside the first pages."""
    import waitress

    migrate()
    from bot.privacy.redactor import default_redactor
    from bot.review.kaart import kaart

    threading.Thread(target=default_redactor, daemon=True).start()
    kaart()
    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"} if behind_proxy else {}
    waitress.serve(application, host=host, port=port, threads=8, ident=None, clear_untrusted_proxy_headers=True, **proxy)
