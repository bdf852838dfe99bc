"""The site's part of a backup: accounts with their second factor, reviews, candidates, changes and the reading log.

What the site made of Rasa's events is not in it, but for the turns that people said something of: it is read anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from pathlib import Path
from typing import Any, Iterable, Iterator

import django
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error, connection, transaction

from bot.errors import UsageError

_AT_ONCE = 500


class _Exact(DjangoJSONEncoder):
    """Times with their microseconds, which Django's own drops."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


def _tables() -> list[Any]:
    """Each after those it refers to."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from bot.review import models as m

    people = [m.Gebruiker, TOTPDevice, m.Label, m.Gesprek, m.Beurt, m.Notitie, m.Oordeel, m.Kandidaat]
    return [*people, m.Wijziging, m.Inzage]


class Site:
    """Reads from and writes to the database of the settings."""

    def __init__(self) -> None:
        django.setup()

    def lines(self) -> Iterator[str]:
        """One JSON object a row; nothing where there is no site yet. Raises UsageError."""
        try:
            if not _there():
                return
            with _one_moment():
                for table in _tables():
                    rows = table._base_manager.order_by("pk").iterator()
                    while some := list(itertools.islice(rows, _AT_ONCE)):
                        yield from serializers.serialize("jsonl", some, cls=_Exact).splitlines(keepends=True)
        except Error as error:
            raise UsageError(f"The site's database cannot be read: {error}. Mend: see that WEGWIJZER_REVIEW_DB is right.") from None

    @contextlib.contextmanager
    def restoring(self, lines: Iterable[str]) -> Iterator[None]:
        """Puts the rows into an empty database; what fails inside undoes it. Raises UsageError."""
        from bot.review.models import Stand
        from bot.review.server import migrate

        migrate()
        if any(table._base_manager.exists() for table in [*_tables(), Stand]):
            raise UsageError("The site's database is in use already. Mend: name an empty one with WEGWIJZER_REVIEW_DB.")
        try:
            with transaction.atomic():
                for row in serializers.deserialize("jsonl", lines):
                    row.save(force_insert=True)
                with connection.cursor() as cursor:
                    for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
                        cursor.execute(statement)
                yield
        except (Error, serializers.base.DeserializationError) as error:
            raise UsageError(f"The site's tables were not put back: {error}. Mend: use the version that made the backup.") from None

    def tidy(self, tracker_db: str, deleted: Path, days: int) -> int:
        """Removes what was deleted or grew too old since; gives the conversations."""
        from bot.review.inlees.bron import Bron
        from bot.review.inlees.lezer import Lezer

        return Lezer(Bron(tracker_db), deleted, days).tidy()

    def sealed(self) -> bool:
        """Whether the reading log fits the key of this installation."""
        from bot.review.inzage import verify

        return verify().breuk is None


def _there() -> bool:
    """Asked without making an empty file of SQLite."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not name.startswith("file:") and not Path(name).exists():
        return False
    return "review_gebruiker" in connection.introspection.table_names()


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """As a reader: nobody who works on the site waits for it."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
