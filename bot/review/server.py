"""The site as a server: the database brought up to date, then waitress."""

from __future__ import annotations

import contextlib
import fcntl
import threading
from typing import Any, Iterator

import django

from bot.settings import STATE

_MIGRATING = 0x77656779


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
    """One process at a time: the site and the reader start together."""
    django.setup()
    from django.core.management import call_command

    with _alone():
        call_command("migrate", interactive=False, verbosity=0)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Among the processes of this machine, and with PostgreSQL among all machines."""
    from django.db import connection

    STATE.mkdir(exist_ok=True)
    with (STATE / "review.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def serve(host: str, port: int, proxy: str) -> None:
    """Until it is stopped. `proxy` is the address of the web server before it, if there is one.

    The recognisers of personal data take seconds to load: that begins at once, beside the first pages.
    """
    import waitress

    migrate()
    from bot.privacy.redactor import default_redactor
    from bot.review.kaart import kaart

    threading.Thread(target=default_redactor, daemon=True).start()
    kaart()
    trust = {"trusted_proxy": proxy, "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"} if proxy else {}
    waitress.serve(application, host=host, port=port, threads=8, ident=None, clear_untrusted_proxy_headers=True, **trust)
