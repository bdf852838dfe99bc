"""`python -m bot review …`: serve the coordinators' site, keep its accounts, read Rasa's events, check the reading log."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Callable

from bot.errors import UsageError
from bot.settings import STATE, Settings

DONE, FAILED = 0, 1
_PAUSE_SECONDS, _TIDY_SECONDS, _DAY_SECONDS = 3, 60, 86_400


def add_commands(parser: argparse.ArgumentParser) -> None:
    """The subcommands; each sets `command`, a function from the arguments to the exit code."""
    commands = parser.add_subparsers(required=True, metavar="WHAT")

    def command(name: str, function: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.set_defaults(command=function)
        return sub

    command("serve", _serve, "start the site only")
    ingest = command("ingest", _ingest, "read what is new in Rasa's tracker store")
    ingest.add_argument("--follow", action="store_true", help="go on, every few seconds, until it is stopped; remind by mail each day")
    ingest.add_argument("--rebuild", action="store_true", help="read everything anew; reviews stay")
    adduser = command("adduser", _adduser, "make an account, or change its role and regions")
    adduser.add_argument("name", metavar="NAME")
    adduser.add_argument("--rol", required=True, choices=["coordinator", "redacteur", "beheerder"])
    adduser.add_argument("--regio", nargs="*", default=[], metavar="ID", help="names of region files, or zonder_regio")
    adduser.add_argument("--email", default="", help="for reminders, and for the first time with OpenID Connect")
    adduser.add_argument("--openid", action="store_true", help="no password: this person comes in with OpenID Connect only")
    adduser.add_argument("--password-stdin", action="store_true", help="read the password from standard input; default: ask, or make one")
    for name, function, help_ in (
        ("reset", _reset, "take away the second factor and the lock of an account, for who lost the phone"),
        ("deluser", _deluser, "close an account; its deeds stay in the log"),
    ):
        command(name, function, help_).add_argument("name", metavar="NAME")
    command("users", _users, "list the accounts")
    command("verify", _verify, "walk the reading log; exit 1 where somebody changed it")
    command("remind", _remind, "mail who keeps the route map what is due for checking")


def _django() -> None:
    from bot.server.light import without_spacy

    without_spacy()
    from bot.review.server import migrate

    migrate()


def _serve(args: argparse.Namespace) -> int:
    from bot.review.server import serve

    settings = Settings.from_env()
    _django()
    serve(settings.host, settings.review_port, settings.review_proxy if settings.review_url else "")
    return DONE


def _ingest(args: argparse.Namespace) -> int:
    _django()
    from bot.review.inlees.bron import Bron
    from bot.review.inlees.lezer import Lezer

    settings = Settings.from_env()
    lezer = Lezer(Bron(settings.tracker_db), STATE / "gewiste_gesprekken.jsonl", settings.bewaar_dagen)

    def progress(count: int) -> None:
        if count >= 10_000:
            print(f"{count} events read", file=sys.stderr, flush=True)

    if not args.follow:
        count = lezer.rebuild(progress) if args.rebuild else lezer.read(progress)
        print(f"{count} events read, {lezer.tidy()} conversations removed")
        return DONE
    if args.rebuild:
        lezer.rebuild(progress)
    _follow(lezer, progress)
    return DONE


def _follow(lezer: Any, progress: Callable[[int], None]) -> None:
    """Until it is stopped. What fails now is tried again: the place in the events has not moved."""
    from django.db import connection

    tidied = reminded = time.monotonic() - _DAY_SECONDS
    while True:
        try:
            lezer.read(progress)
            if time.monotonic() - tidied >= _TIDY_SECONDS:
                lezer.tidy()
                tidied = time.monotonic()
            if time.monotonic() - reminded >= _DAY_SECONDS:
                reminded = time.monotonic()
                _daily()
        except Exception as error:  # whatever it is: if this process ended, the supervisor would stop the bot with it
            connection.close()  # it may be dead; the next query opens another
            place = traceback.extract_tb(error.__traceback__)[-1]  # no message: it may hold what a teacher wrote
            where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
            print(f"Reading the events failed: {where}. It is tried again.", file=sys.stderr, flush=True)
            time.sleep(_PAUSE_SECONDS * 3)
        time.sleep(_PAUSE_SECONDS)


def _daily() -> None:
    from bot.review.inzage import verify
    from bot.review.views.inzage import HEADS

    if verify(HEADS).breuk is not None:
        print("The reading log was changed: run 'python -m bot review verify'.", file=sys.stderr, flush=True)
    if Settings.from_env().smtp:
        from bot.review.herinnering import remind

        remind(weekly=True)


def _adduser(args: argparse.Namespace) -> int:
    _django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from bot.review.inzage import record
    from bot.review.kaart import kaart
    from bot.review.models import ZONDER_REGIO, Gebruiker

    known = [*kaart().regios, ZONDER_REGIO]
    wrong = [regio for regio in args.regio if regio not in known]
    if wrong:
        raise UsageError(f"Region {wrong[0]!r} does not exist. Mend: use one of {', '.join(known)}.")
    if args.rol == "coordinator" and not args.regio:
        raise UsageError("A coordinator without a region sees nothing. Mend: add --regio and one or more of " + ", ".join(known) + ".")
    if args.openid and not args.email:
        raise UsageError("With --openid the account needs --email: the first time it is found by that address.")
    user = Gebruiker.objects.filter(username=args.name).first() or Gebruiker(username=args.name)
    fresh = user.pk is None
    user.rol, user.regios, user.is_active = args.rol, args.regio, True
    user.email = args.email or user.email
    made = ""
    if args.openid:
        user.set_unusable_password()
    elif fresh or args.password_stdin:
        password, made = _password(args.password_stdin)
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise UsageError(f"This password is not good enough: {' '.join(error.messages)} Mend: choose a longer one.") from None
        user.set_password(password)
    user.save()
    record(None, "account", f"{args.name}: {args.rol} {' '.join(args.regio)}")
    print(f"Account {args.name} ({args.rol}) is {'made' if fresh else 'changed'}." + (f" Password: {made}" if made else ""))
    return DONE


def _password(from_stdin: bool) -> tuple[str, str]:
    """The password, and the same again where it was made here and has to be told."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n"), ""
    if sys.stdin.isatty():
        typed = getpass.getpass("Password (empty: make one): ")
        if typed:
            return typed, ""
    made = secrets.token_urlsafe(15)
    return made, made


def _user(name: str) -> Any:
    from bot.review.models import Gebruiker

    user = Gebruiker.objects.filter(username=name).first()
    if user is None:
        raise UsageError(f"There is no account {name!r}. Mend: see 'python -m bot review users'.")
    return user


def _reset(args: argparse.Namespace) -> int:
    _django()
    from axes.utils import reset
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from bot.review.inzage import record

    user = _user(args.name)
    TOTPDevice.objects.filter(user=user).delete()
    reset(username=args.name)
    record(None, "tweede factor weg", args.name)
    print(f"Account {args.name} sets up a second factor at the next sign-in.")
    return DONE


def _deluser(args: argparse.Namespace) -> int:
    _django()
    from bot.review.inzage import record

    user = _user(args.name)
    user.is_active, user.openid = False, ""
    user.set_unusable_password()
    user.save()
    record(None, "account gesloten", args.name)
    print(f"Account {args.name} is closed.")
    return DONE


def _users(args: argparse.Namespace) -> int:
    _django()
    from bot.review.models import Gebruiker

    for user in Gebruiker.objects.order_by("username"):
        state = "" if user.is_active else " (closed)"
        print(f"{user.username}\t{user.rol}\t{' '.join(user.regios)}\t{user.email}{state}")
    return DONE


def _verify(args: argparse.Namespace) -> int:
    _django()
    from bot.review.inzage import verify
    from bot.review.views.inzage import HEADS

    found = verify(HEADS)
    if found.breuk is None:
        print(f"{found.regels} rows, whole. Seal of the last: {found.kop or 'none'}")
        return DONE
    print(f"Row {found.breuk} was changed or is missing.")
    return FAILED


def _remind(args: argparse.Namespace) -> int:
    _django()
    if not Settings.from_env().smtp:
        raise UsageError("There is no mail server. Mend: set WEGWIJZER_SMTP, for example smtp://name:password@mail.gemeente.nl:587.")
    from bot.review.herinnering import remind

    print(f"{remind()} mails sent")
    return DONE
