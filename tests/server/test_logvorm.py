"""Log lines as JSON: whole, with the id of their request."""

from __future__ import annotations

import json
import logging
import sys

from bot.server import verzoek
from bot.server.logvorm import JsonLines


def line(message: str, *values: object, **more: object) -> dict[str, str]:
    record = logging.LogRecord("bot.test", logging.ERROR, __file__, 1, message, values, more.get("exc_info"))  # type: ignore[arg-type]
    text = JsonLines().format(record)
    assert "\n" not in text
    parsed: dict[str, str] = json.loads(text)
    return parsed


def test_a_line() -> None:
    found = line("Het ging %d keer mis: é\n", 3)
    assert (found["niveau"], found["bron"], found["verzoek"], found["tekst"]) == ("ERROR", "bot.test", "-", "Het ging 3 keer mis: é\n")
    assert found["tijd"].endswith("+00:00")


def test_the_request_is_named() -> None:
    token = verzoek._current.set("abcdef-123456")
    assert line("hallo")["verzoek"] == "abcdef-123456"
    verzoek._current.reset(token)


def test_an_error_stays_on_one_line() -> None:
    try:
        raise ValueError("stuk")
    except ValueError:
        found = line("fout", exc_info=sys.exc_info())
    assert "ValueError: stuk" in found["fout"]
