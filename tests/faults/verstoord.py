"""`python -m bot` in a process that dies at a named point of a turn, or whose clock jumps. Files in a folder say when.

`python -m tests.faults.verstoord FOLDER serve ...`: a file with the name of a point kills the process there, as kill -9 does, and is gone
then; the file `klok` holds the seconds that the clock is ahead.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

POINTS = ("before storing", "while writing", "stored, not answered")
"""Of a turn that brings a message; the second lies within the transaction."""
IN_JOURNAL = "in the journal, not answered"
CLOCK = "klok"


def dies_at(folder: Path, point: str) -> None:
    if (folder / point).exists():
        (folder / point).unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def with_points(folder: Path) -> None:
    from rasa.shared.core.events import UserUttered

    from bot.server import opslag, rijen
    from bot.server.journaal import Journal

    save, not_stored, add = opslag.Conversations.save, rijen.not_stored, Journal.add

    async def saving(self: opslag.Conversations, tracker: Any) -> None:
        new = list(tracker.events)[getattr(tracker, "known_events", 0) :]
        if not any(isinstance(event, UserUttered) for event in new):
            return await save(self, tracker)
        dies_at(folder, "before storing")
        await save(self, tracker)
        dies_at(folder, "stored, not answered")

    def writing(connection: Any, waited: Any) -> Any:
        if (folder / "while writing").exists():
            connection.execute(rijen.TABLE.insert(), [{"sender_id": "half", "type_name": "user", "data": "{}"}])
        dies_at(folder, "while writing")
        return not_stored(connection, waited)

    def adding(self: Journal, rows: Any) -> None:
        add(self, rows)
        dies_at(folder, IN_JOURNAL)

    opslag.Conversations.save, rijen.not_stored, Journal.add = saving, writing, adding  # type: ignore[method-assign]


def with_clock(folder: Path) -> None:
    real = time.time

    def jumped() -> float:
        try:
            return real() + float((folder / CLOCK).read_text())
        except OSError:
            return real()

    time.time = jumped


def main() -> int:
    folder = Path(sys.argv.pop(1))
    from bot.__main__ import main as bot
    from bot.server.light import without_tensorflow

    without_tensorflow()
    with_points(folder)
    with_clock(folder)
    return bot()


if __name__ == "__main__":
    sys.exit(main())
