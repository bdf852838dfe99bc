"""The one place that reads the environment."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import logging
import os
import re
import secrets
from pathlib import Path
from typing import Mapping, Optional

from bot.errors import UsageError

ROOT = Path(__file__).parents[1]
STATE = ROOT / ".wegwijzer"
"""What a running bot writes: tracker store, logs. Never committed."""
MODELS = ROOT / "models"
ACTIONS_KEY_HEADER = "X-Wegwijzer-Key"


@dataclasses.dataclass(frozen=True)
class Settings:
    """Every setting with its default. The environment variable is WEGWIJZER_ and the name in capitals."""

    host: str = "127.0.0.1"
    port: int = 5005
    actions_port: int = 5055
    actions_host: str = "127.0.0.1"
    """Where Rasa finds the action server."""
    actie_milliseconden: int = 1500
    """So long Rasa waits for an action; then the teacher gets what there is."""
    beurt_milliseconden: int = 2500
    """So long a whole turn takes at most; then the teacher gets the sentence for a failure."""
    secret: str = ""
    """Signs sessions and buttons. Empty: made anew at each start, so that talks do not survive a restart."""
    secret_given: bool = False
    """Whether `secret` was set, so that it is the same after a restart."""
    origins: tuple[str, ...] = ()
    """Other sites that may show the chat, such as https://www.school.nl. The bot's own pages always may."""
    max_tekens: int = 1000
    max_per_minuut: int = 20
    max_per_adres: int = 600
    """Requests a minute from one network address: a whole school may share one."""
    proxys: int = 0
    """So many proxies of our own stand before the bot, each adding the address it saw to X-Forwarded-For."""
    snel_weg: str = "https://www.knmi.nl/"
    """Where quick leave leads to: a page that says nothing about the visitor."""
    sessie_uren: int = 8
    bewaar_dagen: int = 30
    """So long a conversation is kept after its last message; then the purge deletes it."""
    log_niveau: str = "WARNING"
    """DEBUG, INFO, WARNING or ERROR. What is logged is redacted at each of them."""
    tracker_db: str = str(STATE / "gesprekken.sqlite3")
    """A file for SQLite, or a URL such as postgresql://user:password@host/name."""
    journaal: str = str(STATE / "journaal")
    """The folder where events wait while the store is away. On a disk of its own it helps against a full one too."""
    redis_url: str = ""
    """redis://host:6379/0 where several Rasa servers share the conversations."""
    werkers: int = 1
    """So many processes of Rasa's server answer on this machine, on one port: one for each core that it may use."""
    metrics_port: int = 0
    """The port of Prometheus' figures; the next ones are those of more processes. Unset: there are none."""
    metrics_host: str = "127.0.0.1"
    log_vorm: str = "tekst"
    """"json": one JSON object a line, with the id of the request."""
    model_sha256: str = ""
    """The only model that may be loaded. Empty: the one that `train` made, by the hash that it wrote beside it."""
    routekaart: str = str(ROOT / "data" / "routekaart")
    """The folder with the content; another one for trying things out, or for content that is kept elsewhere."""
    public_url: str = ""
    """Where teachers and Microsoft reach the bot, such as https://wegwijzer.school.nl. Needed for Teams only."""
    organisatie: str = ""
    """Who offers the bot; Teams shows it with the app."""
    teams_app_id: str = ""
    """The application id of the registration in Entra. Empty: there is no Teams channel. The way there: docs/teams.md."""
    teams_tenant: str = ""
    teams_secret: str = ""
    teams_certificate: str = ""
    """A PEM file with the private key and its certificate, in place of the secret."""
    teams_managed_identity: bool = False
    """Azure vouches for the machine, in place of a secret."""
    identity_endpoint: str = ""
    identity_header: str = ""
    """How App Service and Container Apps give that proof; they set IDENTITY_ENDPOINT and IDENTITY_HEADER themselves."""
    teams_dev_without_auth: bool = False
    """For the Microsoft 365 Agents Playground on this machine: checks no token and sends none. Only on loopback."""
    teams_login_url: str = "https://login.microsoftonline.com"
    teams_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    """Other addresses for a national cloud of Microsoft."""
    review_port: int = 5006
    """Of the coordinators' site, on the same host as the chat."""
    review_url: str = ""
    """The address that coordinators type, such as https://coordinatoren.gemeente.nl, where a web server stands before the site."""
    review_proxy: str = "127.0.0.1"
    """Where that web server calls from; it may tell the visitor's address. `*`: anywhere, for a network that only it can reach."""
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
            elif field.type == "bool":
                values[field.name] = _yes(name, env[name])
            elif field.name == "origins":
                values[field.name] = tuple(origin.strip().rstrip("/") for origin in env[name].split(",") if origin.strip())
            else:
                values[field.name] = env[name]
        values.setdefault("secret", "")
        values.setdefault("secret_given", bool(values["secret"]))
        values["secret"] = values["secret"] or secrets.token_urlsafe(32)
        for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
            values.setdefault(name.lower(), env.get(name, ""))
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
    def tracker_url(self) -> str:
        """The store of conversations as a URL of SQLAlchemy."""
        return self.tracker_db if "://" in self.tracker_db else f"sqlite:///{self.tracker_db}"

    @property
    def journal_folder(self) -> Path:
        """A folder for each store, so that what waits for one never gets into another. A new password is no other store."""
        without_password = re.sub(r"//([^:/@]*):[^@/]*@", r"//\1@", self.tracker_url)
        return Path(self.journaal) / hashlib.sha256(without_password.encode()).hexdigest()[:12]

    @property
    def actions_url(self) -> str:
        return f"http://{self.actions_host}:{self.actions_port}/webhook"

    @property
    def actions_key(self) -> str:
        """What Rasa shows to the action server: made from the secret, so that there is one secret to keep."""
        return hmac.new(self.secret.encode(), b"acties", hashlib.sha256).hexdigest()

    @property
    def actie_seconden(self) -> float:
        return self.actie_milliseconden / 1000

    @property
    def beurt_seconden(self) -> float:
        return self.beurt_milliseconden / 1000

    def for_children(self) -> dict[str, str]:
        """The environment of the processes that `make run` starts."""
        return {
            **os.environ,
            "WEGWIJZER_SECRET": self.secret,
            "WEGWIJZER_SECRET_GIVEN": "ja" if self.secret_given else "nee",
            "WEGWIJZER_ACTIONS_URL": self.actions_url,
            "WEGWIJZER_ACTIONS_KEY": self.actions_key,
            "WEGWIJZER_TRACKER_DB": self.tracker_db,
            "WEGWIJZER_TRACKER_URL": self.tracker_url,
            "DJANGO_SETTINGS_MODULE": "bot.review.settings",
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "LOG_LEVEL": "WARNING",  # Rasa shows its progress bars, a dozen in a training, by this alone
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
        }


def _yes(name: str, value: str) -> bool:
    if value.strip().lower() not in ("", "ja", "nee"):
        raise UsageError(f"{name} is {value!r}. Mend: give 'ja' or 'nee'.")
    return value.strip().lower() == "ja"


def _number(name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}, which is not a whole number. Mend: give a number, for example {name}=5005.") from None
    highest = 65_535 if name.endswith("PORT") else 1_000_000
    lowest = 0 if name.endswith("PROXYS") else 1
    if not lowest <= number <= highest:
        raise UsageError(f"{name} is {number}. Mend: give a number from {lowest} to {highest}.")
    return number
