"""`python -m benchmarks.review`: how long list, search and conversation take, and how that grows from 10 thousand to a million events.

Growth is the answer that counts: the same page on the same machine in the same run, with a hundred times the events. The
named alternative for the search is the plain way, LIKE over the same column. The figures are processor time, with `--postgres` (it
must be installed) that of the database's processes too: what other programs do meanwhile counts for little.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import sqlalchemy as sa

from benchmarks.review.events import Maker, write

_ROUNDS = 7


def median(call: Callable[[], Any], clock: Callable[[], float]) -> float:
    """Milliseconds, the first call left out."""
    call()
    times = []
    for _ in range(_ROUNDS):
        start = clock()
        call()
        times.append((clock() - start) * 1000)
    return statistics.median(times)


def pages() -> dict[str, Callable[[], Any]]:
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from bot.review.models import Gebruiker, Gesprek

    user, _ = Gebruiker.objects.get_or_create(username="bench", defaults={"rol": "beheerder"})
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session.update({"sinds": time.time(), DEVICE_ID_SESSION_KEY: device.persistent_id})
    session.save()

    def get(name: str, *args: Any, **query: str) -> Callable[[], Any]:
        def call() -> Any:
            cache.clear()  # the first look, not the second within a minute
            answer = client.get(reverse(name, args=args), query)
            assert answer.status_code in (200, 302)
            return answer

        return call

    middle = Gesprek.objects.all()[Gesprek.objects.count() // 2]
    longest = Gesprek.objects.order_by("-beurten")[0]
    return {
        "list": get("gesprekken"),
        "list, half way down": get("gesprekken", na=f"{middle.laatst.isoformat()}|{middle.pk}"),
        "list, safety": get("gesprekken", veiligheid="on"),
        "list, one concern": get("gesprekken", zorgvraag="pesten"),
        "list, one region": get("gesprekken", regio="kampen"),
        "next of the stack": get("volgende"),
        "search, a rare word": get("gesprekken", zoek="fietsenhok"),
        "search, two common words": get("gesprekken", zoek="leerling ouders"),
        "conversation": get("gesprek", middle.pk),
        "conversation, the longest": get("gesprek", longest.pk),
        "dashboard, numbers": get("cijfers"),
        "dashboard, one picture": get("cijfers_svg", "per-zorgvraag"),
    }


def queries() -> dict[str, Callable[[], Any]]:
    """The search beside the plain way, without the page around it."""
    from bot.review.models import Gesprek
    from bot.review.zoeken import search

    def both(found: Any) -> Any:
        return list(found[:51]), found.order_by()[:1001].count()

    def like(*words: str) -> Any:
        found = Gesprek.objects.all()
        for word in words:
            found = found.filter(zoektekst__contains=word)
        return both(found)

    return {
        "query: a rare word": lambda: both(search(Gesprek.objects.all(), "fietsenhok")),
        "query: the same with LIKE": lambda: like("fietsenhok"),
        "query: two common words": lambda: both(search(Gesprek.objects.all(), "leerling ouders")),
        "query: the same two with LIKE": lambda: like("leerl", "ouder"),
    }


def upkeep(lezer: Any, store: str, maker: Maker) -> dict[str, Callable[[], Any]]:
    """What the reader does every few seconds and every minute."""
    numbers = itertools.count(int(time.time() * 1000))

    def one_message() -> None:
        write(store, 1, maker, first=next(numbers))
        lezer.read()

    return {"read one new conversation": one_message, "remove what is too old": lezer.tidy}


def processor_time(backend: int) -> Callable[[], float]:
    """A clock: seconds of this process and of the PostgreSQL that has this backend, with all that it started. Linux only."""
    server = int(_stat(backend)[1])
    tick = os.sysconf("SC_CLK_TCK")

    def clock() -> float:
        ended = sum(map(int, _stat(server)[13:15])) / tick
        running = 0
        for pid in Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split():
            with contextlib.suppress(OSError):  # it has just ended
                running += int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0])
        return time.process_time() + ended + running / 1e9

    return clock


def _stat(pid: int) -> list[str]:
    """The fields of proc(5) from the state on."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


@contextlib.contextmanager
def databases(postgresql: bool) -> Iterator[tuple[str, str]]:
    """Where the site and Rasa keep what they have, gone afterwards."""
    if not postgresql:
        with tempfile.TemporaryDirectory() as folder:
            yield f"{folder}/review.sqlite3", f"{folder}/tracker.sqlite3"
        return
    from tests.postgres import postgres

    with postgres() as server:
        engine = sa.create_engine(server.url, isolation_level="AUTOCOMMIT")
        for name in ("review", "tracker"):
            engine.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        start = server.url.rpartition("/")[0]
        yield f"{start}/review", f"{start}/tracker"


def main(sizes: list[int], postgresql: bool = False) -> None:
    with databases(postgresql) as (review, tracker), tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bot.review.settings", WEGWIJZER_REVIEW_DB=review, WEGWIJZER_REVIEW_SECRET="of the benchmark"
        )
        from bot.review.server import migrate

        migrate()
        from django.conf import settings
        from django.db import connection

        from bot.review.inlees.bron import Bron
        from bot.review.inlees.lezer import Lezer

        settings.ALLOWED_HOSTS.append("testserver")
        lezer = Lezer(Bron(tracker), Path(folder) / "gewist.jsonl", 30)
        clock = processor_time(connection.connection.info.backend_pid) if postgresql else time.process_time
        print_table(sizes, measure(sizes, lezer, tracker, clock))
        connection.close()


def measure(sizes: list[int], lezer: Any, tracker: str, clock: Callable[[], float]) -> list[dict[str, float]]:
    """Milliseconds by name, a size."""
    maker = Maker()
    results: list[dict[str, float]] = []
    number = total = 0
    for size in sizes:
        number = write(tracker, size - total, maker, first=number)
        start = clock()
        new = lezer.read(lambda count: print(f"{count} events read", file=sys.stderr, flush=True))
        total += new
        print(f"{total} events, {number} conversations; {new / (clock() - start):.0f} events a second are read", flush=True)
        calls = {**pages(), **queries(), **upkeep(lezer, tracker, maker)}
        results.append({name: median(call, clock) for name, call in calls.items()})
    return results


def print_table(sizes: list[int], results: list[dict[str, float]]) -> None:
    """Milliseconds a size, and the last beside the first: in Markdown."""
    print("\n| | " + " | ".join(f"{size:,}" for size in sizes) + " | growth |\n| --- |" + " ---: |" * (len(sizes) + 1))
    for name in results[0]:
        times = [result[name] for result in results]
        print(f"| {name} | " + " | ".join(f"{ms:.1f}" for ms in times) + f" | x{times[-1] / times[0]:.1f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL that is started for it")
    given = parser.parse_args()
    main(given.sizes, given.postgres)
