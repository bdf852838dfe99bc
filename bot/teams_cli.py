"""`python -m bot teams …`: is Teams set up well, and the app package for the administrator."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any, Iterator, List

from bot.errors import UsageError
from bot.settings import STATE, Settings
from bot.teksten import teksten

DONE, FAILED = 0, 1
PACKAGE = STATE / "teams" / "wegwijzer-teams.zip"


def add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="look at the settings, Microsoft and the public address, and say what is wrong")
    check.set_defaults(command=_check)
    package = commands.add_parser("package", help="build the app package and check it against Microsoft's schema")
    package.add_argument("--groups", action="store_true", help="offer the app in group chats and teams too, not only in private")
    package.add_argument("--out", type=Path, default=PACKAGE)
    package.set_defaults(command=_package)


def refuse_faults(settings: Settings) -> None:
    """Raises UsageError where the bot may not start with these settings for Teams."""
    from bot.channels.microsoft.diagnosis import faults

    wrong = faults(settings)
    if wrong:
        raise UsageError("\n".join(wrong))


def _check(args: argparse.Namespace) -> int:
    from bot.channels.microsoft.diagnosis import diagnose

    findings = asyncio.run(diagnose(Settings.from_env()))
    words = teksten("teams")["controle"]
    for finding in findings:
        state = words["fout"] if finding.fault else words["goed"] if finding.looked else words["over"]
        print(f"{words['stappen'][finding.step]}: {state}" + (f". {finding.fault}" if finding.fault else ""))
    good = all(finding.looked and not finding.fault for finding in findings)
    print(words["klaar" if good else "mis"])
    return DONE if good else FAILED


def _package(args: argparse.Namespace) -> int:
    from bot.channels.microsoft.package import SCHEMA, PackageFault, build

    settings = Settings.from_env()
    missing = list(_missing(settings))
    if missing:
        raise UsageError("\n".join(missing))
    if not SCHEMA.exists():
        raise UsageError(f"Microsoft's schema is not at {SCHEMA}. Mend: run 'make teams-package', which gets it.")
    try:
        package = build(settings, args.groups)
    except PackageFault as error:
        raise UsageError("\n".join(error.faults)) from None
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(package)
    print(args.out)
    return DONE


def _missing(settings: Settings) -> Iterator[str]:
    wanted: List[Any] = [
        ("TEAMS_APP_ID", settings.teams_app_id, "the application id of Entra"),
        ("PUBLIC_URL", settings.public_url, "the address of the bot, such as https://wegwijzer.school.nl"),
        ("ORGANISATIE", settings.organisatie, "the name of the school or municipality, at most 32 letters"),
    ]
    yield from (f"WEGWIJZER_{name} is empty. Mend: set {mend}." for name, value, mend in wanted if not value)
