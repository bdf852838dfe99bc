"""`python -m benchmarks.review`: how long list, search and conversation take, and how that grows from 10 thousand to a million events.

Growth is the answer that counts: the same page on the same machine in the same run, with a hundred times the events. The
named alternative for the search is the plain way, LIKE over the same column.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

_ROUNDS = 7


def median(call: Callable[[], Any]) -> float:
    """Milliseconds of processor time, the first call left out: what other programs do meanwhile does not count."""
    call()
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def pages() -> dict[str, Callable[[], Any]]:
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
            answer = client.get(reverse(name, args=args), query)
            assert answer.status_code == 200
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
        "search, a rare word": get("gesprekken", zoek="fietsenhok"),
        "search, two common words": get("gesprekken", zoek="leerling ouders"),
        "the same with LIKE": lambda: (
            list(Gesprek.objects.filter(zoektekst__contains="leerl").filter(zoektekst__contains="ouder")[:51])
            and Gesprek.objects.filter(zoektekst__contains="leerl").filter(zoektekst__contains="ouder")[:1001].count()
        ),
        "conversation": get("gesprek", middle.pk),
        "conversation, the longest": get("gesprek", longest.pk),
    }


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bot.review.settings",
            WEGWIJZER_REVIEW_DB=str(folder / "review.sqlite3"),
            WEGWIJZER_REVIEW_SECRET="of the benchmark",
        )
        from benchmarks.review.events import write
        from bot.review.server import migrate

        migrate()
        from django.conf import settings

        from bot.review.inlees.bron import Bron
        from bot.review.inlees.lezer import Lezer

        settings.ALLOWED_HOSTS.append("testserver")
        lezer = Lezer(Bron(str(folder / "tracker.sqlite3")), folder / "gewist.jsonl", 30)
        results: list[dict[str, float]] = []
        number = total = 0
        for size in sizes:
            number = write(folder / "tracker.sqlite3", size - total, seed=size, first=number)
            start = time.process_time()
            new = lezer.read(lambda count: print(f"{count} events read", file=sys.stderr, flush=True))
            total += new
            seconds = time.process_time() - start
            print(f"{total} events, {number} conversations; read {new / seconds:.0f} events a second of processor time", flush=True)
            results.append({name: median(call) for name, call in pages().items()})
            for name, value in results[-1].items():
                print(f"  {name:28} {value:8.1f} ms   x{value / results[0][name]:.1f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    main(parser.parse_args().sizes)
