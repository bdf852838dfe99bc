"""Log lines as JSON objects with the id of the request. Their text was redacted before it came here (bot/privacy/logs.py)."""

from __future__ import annotations

import datetime as dt
import json
import logging

from bot.server import verzoek


class JsonLines(logging.Formatter):
    """{"tijd", "niveau", "bron", "verzoek", "tekst"}, and "fout" with the place of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "tijd": dt.datetime.fromtimestamp(record.created, dt.timezone.utc).isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
            "bron": record.name,
            "verzoek": verzoek.current(),
            "tekst": record.getMessage(),
        }
        if record.exc_text or record.exc_info:
            line["fout"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        return json.dumps(line, ensure_ascii=False)


def use_json_lines() -> None:
    """For every handler that there is now, and for Sanic's own logs."""
    for name in (None, "sanic.root", "sanic.error"):
        for handler in logging.getLogger(name).handlers:
            handler.setFormatter(JsonLines())
