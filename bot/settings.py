"""The one place that reads the environment."""

from __future__ import annotations

import dataclasses
import logging
import os
import secrets
from pathlib import Path
from typing import Mapping, Optional

from bot.errors import UsageError

ROOT = Path(__file__).parents[1]
STATE = ROOT / ".wegwijzer"
"""What a running bot writes: tracker store, logs. Never committed."""
MODELS = ROOT / "models"


@dataclasses.dataclass(frozen=True)
class Settings:
    """Every setting with its default. The environment variable is WEGWIJZER_ and the name in capitals."""

    host: str = "127.0.0.1"
    port: int = 5005
    actions_port: int = 5055
    secret: str = ""
    """Signs sessions and buttons. Empty: made anew at each start, so that talks do not survive a restart."""
    origins: tuple[str, ...] = ()
    """Other sites that may show the chat, such as https://www.school.nl. The bot's own pages always may."""
    max_tekens: int = 1000
    max_per_minuut: int = 20
    sessie_uren: int = 8
    bewaar_dagen: int = 30
    """So long a conversation is kept after its last message; then the purge deletes it."""
    log_niveau: str = "WARNING"
    """DEBUG, INFO, WARNING or ERROR. What is logged is redacted at each of them."""
    tracker_db: str = str(STATE / "gesprekken.sqlite3")
    routekaart: str = str(ROOT / "data" / "routekaart")
    """The folder with the content; another one for trying things out, or for content that is kept elsewhere."""
    review_port: int = 5006
    """Of the coordinators' site, on the same host as the chat."""
    review_url: str = ""
    """The address that coordinators type, such as https://coordinatoren.gemeente.nl, where a web server stands before the site."""
    review_db: str = str(STATE / "review.sqlite3")
    """Accounts, reviews and the readable copy of the conversations: a file of SQLite, or postgresql://name:password@host/database."""
    review_secret: str = ""
    """Signs sessions of the site and seals its reading log. Empty: made once and kept beside the running state."""
    review_stil_minuten: int = 30
    review_sessie_uren: int = 10
    oidc_issuer: str = ""
    """An OpenID provider, for Entra ID https://login.microsoftonline.com/<tenant>/v2.0. Empty: local accounts only."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    smtp: str = ""
    """Where reminders are sent from: smtp://name:password@host:587. Empty: no mail."""
    smtp_van: str = "wegwijzer@localhost"

    @classmethod
    def from_env(cls, env: Optional[Mapping[str, str]] = None) -> Settings:
        """Raises UsageError with the name of the variable and the mend."""
        env = os.environ if env is None else env
        values: dict[str, object] = {}
        for field in dataclasses.fields(cls):
            name = f"WEGWIJZER_{field.name.upper()}"
            if name not in env:
                continue
            if field.type == "int":
                values[field.name] = _number(name, env[name])
            elif field.name == "origins":
                values[field.name] = tuple(origin.strip().rstrip("/") for origin in env[name].split(",") if origin.strip())
            else:
                values[field.name] = env[name]
        values.setdefault("secret", "")
        values["secret"] = values["secret"] or secrets.token_urlsafe(32)
        return cls(**values)  # type: ignore[arg-type]  # checked field by field above

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def review_address(self) -> str:
        return self.review_url.rstrip("/") or f"http://{self.host}:{self.review_port}"

    @property
    def log_level(self) -> int:
        """The level as a number of the logging module. Raises UsageError for another word."""
        level = logging.getLevelName(self.log_niveau.upper())
        if not isinstance(level, int):
            raise UsageError(f"WEGWIJZER_LOG_NIVEAU is {self.log_niveau!r}. Mend: give DEBUG, INFO, WARNING or ERROR.")
        return level

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}/webhook"

    def for_children(self) -> dict[str, str]:
        """The environment of the processes that `make run` starts."""
        return {
            **os.environ,
            "WEGWIJZER_SECRET": self.secret,
            "WEGWIJZER_ACTIONS_URL": self.actions_url,
            "WEGWIJZER_TRACKER_DB": self.tracker_db,
            "DJANGO_SETTINGS_MODULE": "bot.review.settings",
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
        }


def _number(name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}, which is not a whole number. Mend: give a number, for example {name}=5005.") from None
    highest = 65_535 if name.endswith("PORT") else 1_000_000
    if not 0 < number <= highest:
        raise UsageError(f"{name} is {number}. Mend: give a number from 1 to {highest}.")
    return number
