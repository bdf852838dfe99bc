"""What could not be stored yet, on this machine's disk, until the store is back."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import secrets
import threading
from pathlib import Path
from typing import IO, Any, Dict, List, Optional

logger = logging.getLogger(__name__)

Row = Dict[str, Any]
"""One event as a row of the store."""


class Journal:
    """Rows per conversation, in memory and on disk. One process writes one file; the files of dead processes are taken over.

    A row that `add` took is on disk when `add` returns. Raises OSError where the disk takes no more.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: Optional[IO[bytes]] = None
        self._waiting: Dict[str, List[Row]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def waiting(self, sender: str) -> List[Row]:
        return list(self._waiting.get(sender, []))

    def senders(self) -> List[str]:
        return list(self._waiting)

    def add(self, rows: List[Row]) -> None:
        with self._lock:
            self._append(rows)
            for row in rows:
                self._waiting.setdefault(row["sender_id"], []).append(row)

    def stored(self, sender: str, count: int) -> None:
        """The first `count` waiting rows of a conversation are in the store now. An empty journal leaves no file."""
        with self._lock:
            left = self._waiting.pop(sender, [])[count:]
            if left:
                self._waiting[sender] = left
            elif not self._waiting and self._file is not None:
                self._remove(self._file)
                self._file = None

    def drop(self, sender: str) -> None:
        """Removes a conversation also from the disk."""
        with self._lock:
            if self._waiting.pop(sender, None) is None or self._file is None:
                return
            old, self._file = self._file, None
            left = [row for rows in self._waiting.values() for row in rows]
            if left:
                self._append(left)
            self._remove(old)

    def take_over(self) -> None:
        """Reads what processes that are gone left behind; the store knows which of it was stored already."""
        for path in sorted(self._folder.glob("*.jsonl")):
            with contextlib.suppress(OSError), path.open("rb+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # OSError: its process lives
                rows = [row for line in file if (row := _row(line)) is not None]
                if rows:
                    self.add(rows)
                    logger.warning("%d events that waited for the store were taken over from a process that ended", len(rows))
                path.unlink()

    def _append(self, rows: List[Row]) -> None:
        """All of it or nothing: a full disk leaves no half line behind, on which the next one would be lost."""
        file = self._file or self._open()
        left = memoryview("".join(json.dumps(row) + "\n" for row in rows).encode())
        size = os.fstat(file.fileno()).st_size
        try:
            while left:
                left = left[file.write(left) or 0 :]
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)
            raise

    @staticmethod
    def _remove(file: IO[bytes]) -> None:
        Path(file.name).unlink(missing_ok=True)
        file.close()

    def _open(self) -> IO[bytes]:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / f"{secrets.token_hex(8)}.jsonl").open("ab", buffering=0)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._file = file
        return file


def _row(line: bytes) -> Optional[Row]:
    """None for a line that was cut off while it was written, or that a broken disk made: nobody was told that it is kept."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and all(isinstance(row.get(name), str) for name in ("sender_id", "type_name", "data")) else None
