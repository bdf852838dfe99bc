"""The commands of an administrator: doctor, backup, restore."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any, Callable

from bot.settings import STATE


def add_commands(command: Callable[[str, Any, str], argparse.ArgumentParser]) -> None:
    command("doctor", _doctor, "say in one screen what is wrong with this installation; exit 1 where something is")
    command("backup", _backup, "write a copy of the conversations and the site, while the bot runs").add_argument("file", type=Path)
    command("restore", _restore, "put a copy into empty stores, and delete again what was deleted since").add_argument("file", type=Path)


def _doctor(args: argparse.Namespace) -> int:
    from bot.ops.doctor import WRONG, examine

    findings = examine(args.settings)
    for finding in findings:
        print(finding)
    wrong = sum(finding.level == WRONG for finding in findings)
    print(f"\n{wrong} wrong, {len(findings)} looked at." if wrong else f"\nNothing is wrong; {len(findings)} looked at.")
    return int(wrong > 0)


def _backup(args: argparse.Namespace) -> int:
    from bot.ops.reserve import backup
    from bot.review.reserve import Site

    print(json.dumps(dataclasses.asdict(backup(args.settings, STATE, args.file, Site()))))
    return 0


def _restore(args: argparse.Namespace) -> int:
    from bot.ops.reserve import restore
    from bot.review.reserve import Site

    site = Site()
    made = restore(args.settings, STATE, args.file, site)
    print(json.dumps(dataclasses.asdict(made)))
    if made.site:
        print("Accounts are as they were then: see 'python -m bot review users' for who left since.", file=sys.stderr)
        if not site.sealed():
            print(
                "The reading log does not fit WEGWIJZER_REVIEW_SECRET or .wegwijzer/review.key: put back the key of then.", file=sys.stderr
            )
    return 0
