"""What is wrong with an installation, in one screen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.metadata
import json
import re
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Callable, Iterator, List, Optional

import sqlalchemy as sa

from bot.errors import UsageError
from bot.model import check_model, check_yaml, model_path
from bot.routekaart import RoutekaartFout, load
from bot.settings import ACTIONS_KEY_HEADER, ROOT, STATE, Settings

GOOD, WARNING, WRONG = "ok", "warning", "WRONG"
_FREE_BYTES = 500_000_000
_PURGE_HOURS = 48
_TIMEOUT = 3


@dataclasses.dataclass(frozen=True)
class Finding:
    """`text` says what is there; `mend` what to do about it."""

    level: str
    part: str
    text: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:8} {self.part:13} {self.text}" + (f"\n{'':23}Mend: {self.mend}" if self.mend else "")


def examine(settings: Settings, state: Path = STATE) -> List[Finding]:
    """Every check, each of which gives findings and never raises. Changes nothing."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _dependencies,
        lambda: _content(settings),
        lambda: _model(settings),
        lambda: _secret(settings),
        lambda: _disk(state),
        lambda: _store(settings),
        lambda: _journal(settings),
        lambda: _purge(settings, state),
        lambda: _redis(settings),
        lambda: _actions(settings),
        lambda: _server(settings),
    )
    return [finding for check in checks for finding in _safely(check)]


def _safely(check: Callable[[], Iterator[Finding]]) -> List[Finding]:
    try:
        return list(check())
    except Exception as error:  # one part that is broken in a new way hides no other
        return [Finding(WRONG, "doctor", f"a check ended in {type(error).__name__}: {error}", "report this line")]


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    right = sys.version_info[:2] == (3, 10)
    yield Finding(GOOD if right else WRONG, "python", version, "" if right else "use Python 3.10: run 'make setup'")


def _dependencies() -> Iterator[Finding]:
    locked = re.findall(r"^([a-z0-9_.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    other = [name for name, version in locked if _installed(name) not in (version, None)]
    missing = [name for name, version in locked if _installed(name) is None and name not in _ELSEWHERE]
    wrong = [*other, *missing]
    text = f"{len(locked)} packages as locked" if not wrong else f"not as locked: {', '.join(wrong[:6])}{' …' if len(wrong) > 6 else ''}"
    yield Finding(WARNING if wrong else GOOD, "dependencies", text, "run 'make setup'" if wrong else "")


_ELSEWHERE = ("tensorflow-macos", "tensorflow-metal", "tensorflow-intel", "tensorflow-cpu-aws", "colorama", "pywin32")
"""Locked for other machines only."""


def _installed(name: str) -> Optional[str]:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _content(settings: Settings) -> Iterator[Finding]:
    try:
        kaart = load(Path(settings.routekaart))
        check_yaml()
    except (RoutekaartFout, UsageError) as error:
        yield Finding(WRONG, "route map", str(error).splitlines()[0], "correct what it names; 'python -m bot routekaart check' lists all")
    else:
        yield Finding(GOOD, "route map", f"{len(kaart.zorgvragen)} concerns, {len(kaart.regios)} regions")


def _model(settings: Settings) -> Iterator[Finding]:
    path = model_path()
    if not path.exists():
        yield Finding(WRONG, "model", "none fits the present data", "run 'python -m bot train'")
        return
    try:
        check_model(path, settings.model_sha256)
    except UsageError as error:
        text, _, mend = str(error).partition(" Mend: ")
        yield Finding(WRONG, "model", text, mend)
    else:
        yield Finding(GOOD, "model", path.name)


def _secret(settings: Settings) -> Iterator[Finding]:
    if not settings.secret_given:
        yield Finding(WARNING, "secret", "made anew at each start: talks do not survive it", "set WEGWIJZER_SECRET: 'openssl rand -hex 32'")
    elif len(settings.secret) < 32:
        yield Finding(WRONG, "secret", f"only {len(settings.secret)} characters", "set a longer WEGWIJZER_SECRET: 'openssl rand -hex 32'")
    else:
        yield Finding(GOOD, "secret", "set")


def _disk(state: Path) -> Iterator[Finding]:
    folder = state if state.exists() else state.parent
    free = shutil.disk_usage(folder).free
    try:
        probe = folder / ".doctor"
        probe.write_text("x", encoding="ascii")
        probe.unlink()
    except OSError as error:
        yield Finding(WRONG, "disk", f"{folder} cannot be written: {error.strerror}", "give the bot's user this folder")
        return
    few = free < _FREE_BYTES
    yield Finding(WRONG if few else GOOD, "disk", f"{free / 1e9:.1f} GB free", "make room: events wait on this disk" if few else "")


def _store(settings: Settings) -> Iterator[Finding]:
    if "://" not in settings.tracker_db and not Path(settings.tracker_db).exists():
        yield Finding(GOOD, "store", "no conversations yet")
        return
    engine = sa.create_engine(settings.tracker_url, connect_args={} if "sqlite" in settings.tracker_url else {"connect_timeout": _TIMEOUT})
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("events"):
                yield Finding(GOOD, "store", "no conversations yet")
                return
            query = sa.text("SELECT count(DISTINCT sender_id), count(*), max(timestamp) FROM events")
            talks, events, newest = connection.execute(query).one()
            ahead = (newest or 0) - dt.datetime.now(dt.timezone.utc).timestamp()
            yield Finding(GOOD, "store", f"{talks} conversations, {events} events")
            if ahead > 60:
                yield Finding(
                    WRONG, "clock", f"the newest event is {ahead:.0f} s in the future", "let the machine's clock follow a time server"
                )
    except sa.exc.SQLAlchemyError as error:
        text = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        yield Finding(WRONG, "store", f"cannot be read: {text}", "start the database, or correct WEGWIJZER_TRACKER_DB")
    finally:
        engine.dispose()


def _journal(settings: Settings) -> Iterator[Finding]:
    files = sorted(settings.journal_folder.glob("*.jsonl"))
    waiting = sum(len(path.read_bytes().splitlines()) for path in files)
    text = f"{waiting} events wait for the store"
    yield Finding(WARNING if waiting else GOOD, "journal", text, "they go in by themselves once the store is back" if waiting else "")


def _purge(settings: Settings, state: Path) -> Iterator[Finding]:
    proof = state / "bewaartermijn.jsonl"
    lines = proof.read_text(encoding="utf-8").splitlines() if proof.exists() else []
    if not lines:
        yield Finding(WARNING, "retention", "never ran here", "start the bot with 'make run', or run 'python -m bot purge' each day")
        return
    last = json.loads(lines[-1])
    hours = (dt.datetime.now(dt.timezone.utc) - dt.datetime.fromisoformat(last["tijd"])).total_seconds() / 3600
    late = hours > _PURGE_HOURS
    mend = "run 'python -m bot purge --daily' beside the bot" if late else ""
    yield Finding(WRONG if late else GOOD, "retention", f"{last['bewaar_dagen']} days, last run {hours:.0f} hours ago", mend)


def _redis(settings: Settings) -> Iterator[Finding]:
    if not settings.redis_url:
        return
    import redis

    try:
        redis.Redis.from_url(settings.redis_url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT).ping()
    except redis.RedisError as error:
        yield Finding(WRONG, "redis", f"does not answer: {error}", "start Redis, or correct WEGWIJZER_REDIS_URL")
    else:
        yield Finding(GOOD, "redis", "answers")


def _actions(settings: Settings) -> Iterator[Finding]:
    status, _ = _get(settings.actions_url.removesuffix("/webhook") + "/actions", {ACTIONS_KEY_HEADER: settings.actions_key})
    if status == 200:
        yield Finding(GOOD, "actions", f"answer on port {settings.actions_port}")
    elif status == 401:
        yield Finding(WRONG, "actions", "another secret", "start the action server with the same WEGWIJZER_SECRET")
    else:
        yield Finding(WARNING, "actions", f"no answer on port {settings.actions_port}", "start the bot: 'make run'")


def _server(settings: Settings) -> Iterator[Finding]:
    status, body = _get(f"{settings.url}/health/ready", {})
    if status != 200:
        text = f"no answer on port {settings.port}" if status is None else "still starts"
        yield Finding(WARNING, "rasa", text, "start the bot: 'make run'" if status is None else "wait half a minute")
        return
    away = [name for name, well in json.loads(body).items() if well is False]
    mend = "see the parts above" if away else ""
    yield Finding(WRONG if away else GOOD, "rasa", f"answers without {', '.join(away)}" if away else "answers", mend)


def _get(url: str, headers: dict[str, str]) -> tuple[Optional[int], str]:
    """The status and body; None where nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=_TIMEOUT) as response:
            return response.status, response.read(10_000).decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except (OSError, ValueError):
        return None, ""
